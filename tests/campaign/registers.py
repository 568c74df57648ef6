"""Registers: `kill -9` at random writes and of whole commands, desks that write at once, the laboratory's months."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.campaign.options import campaign_parser, parsed
from tests.campaign.processes.run import MEMORY
from tests.register.test_laboratory import check as check_months
from tests.register.test_processes import check_race


def main(arguments: Sequence[str]) -> int:
    """Try so many kills, then a race; the exit code, 1 where something was found."""
    parser = campaign_parser("register", __doc__)
    parser.add_argument("--number", type=int, default=0, help="of kills at random writes, then a race")
    parser.add_argument("--commands", type=int, default=0, help="of whole commands that are killed (a second each)")
    parser.add_argument("--months", type=int, default=0, help="of the laboratory, verb by verb (24: some minutes)")
    options = parsed(parser, arguments)
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        found = 0
        for what, number in (("killing", options.number), ("killing_commands", options.commands)):
            if number:
                place = Path(folder) / what
                place.mkdir()
                line = [sys.executable, "-m", f"tests.register.{what}", str(place), str(number), str(options.seed)]
                found += subprocess.run(line, check=False).returncode
        if options.number:
            lost = check_race(Path(folder) / "race.sqlite", 8, 100)
            print(f"8 desks wrote 100 times each: nothing lost, a race lost and told {lost} times", flush=True)
        if options.months:
            check_months(Path(folder), options.months, share=0.7)
            print(f"{options.months} months: the laboratory's own, to the byte", flush=True)
    return 1 if found else 0
