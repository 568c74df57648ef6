"""Kills processes that write to a register, at random moments; run as a program, since it forks.

python -m tests.register.killing FOLDER KILLS SEED
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from rsa_sched.register.store import Register
from tests.register.making import made, note

A_FILE = 50
"""Kills after which a new register is begun: a long one takes long to verify."""


def write_on(path: Path, said: int) -> None:
    """Append pairs of events for ever, and say how many are written."""
    with Register(path) as register:
        number = 0
        while True:
            register.append([note(number, filling="x" * (number % 7) * 500), note(number, second=True)])
            number += 1
            os.write(said, b".")


def kill_once(path: Path, chance: random.Random) -> int:
    """Start a writer, kill it at some moment; how many pairs it had reported as written."""
    hears, said = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hears)
        try:
            write_on(path, said)
        finally:
            os._exit(1)
    os.close(said)
    reported = 0
    for _ in range(chance.randint(0, 4)):
        reported += len(os.read(hears, 1))
    time.sleep(chance.random() * 0.004)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert status == signal.SIGKILL, f"the writer ended by itself: {status}"
    while rest := os.read(hears, 1 << 16):
        reported += len(rest)
    os.close(hears)
    return reported


def main(folder: Path, kills: int, seed: int) -> int:
    """Kill so many times; after each the file is sound, holds whole pairs, and all that was reported."""
    chance = random.Random(seed)
    written = 0
    for number in range(kills):
        path = folder / f"{number // A_FILE}.sqlite"
        if number % A_FILE == 0:
            made(path, 1).close()
            known = 1
        reported = kill_once(path, chance)
        with Register(path) as register:
            events, _ = register.counts()
            faults = register.faults()
        assert not faults and events % 2 == 1 and known + 2 * reported <= events <= known + 2 * reported + 2, (
            number, faults, events, known, reported,
        )  # fmt: skip
        written += events - known
        known = events
    print(f"{kills} kills, {written} events written, nothing lost, nothing half")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
