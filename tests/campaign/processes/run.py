"""So many kills or pairs, one after the other; each is known by its seed and number."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.campaign.options import campaign_parser, parsed
from tests.campaign.processes.commands import NO_COMMANDS
from tests.campaign.processes.kills import Kills
from tests.campaign.processes.pairs import Pairs

MEMORY = Path("/dev/shm")
KINDS: dict[str, type[Kills] | type[Pairs]] = {"kills": Kills, "pairs": Pairs}


def main(kind: str, arguments: Sequence[str]) -> int:
    """Try so many; the exit code, 1 where something was found."""
    about = KINDS[kind]
    parser = campaign_parser(kind, about.__doc__)
    parser.add_argument("--number", type=int, required=True, help="how many")
    parser.add_argument("--first", type=int, default=1, help="number of the first: 31 repeats « seed/31 »")
    if NO_COMMANDS:
        parser.error(f"it {NO_COMMANDS}")
    options = parsed(parser, arguments)
    seed = options.seed
    finds = 0
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        trials = about(seed, Path(folder))
        for number in range(options.first, options.first + options.number):
            faults = trials.faults_of(number)
            finds += bool(faults)
            for fault in faults:
                print(f"FOUND {seed}/{number}: {fault}", flush=True)
            if not number % 25:
                print(f"{trials.tried.total()} {kind}, {finds} finds", flush=True)
    listed = ", ".join(f"{name} {count}" for name, count in sorted(trials.tried.items()))
    print(f"seed {seed}: {trials.tried.total()} {kind} ({listed}), {finds} finds", flush=True)
    return 1 if finds else 0
