"""Options that campaigns share: the seed of each, and of those that search until something is up what ends them."""

from __future__ import annotations

import argparse
import math
import os
import secrets
import time
from collections.abc import Sequence
from pathlib import Path

from tests.campaign.cases import FOLDER


def campaign_parser(name: str, about: str | None, *, searched: str = "") -> argparse.ArgumentParser:
    """The options of a campaign of this name ("" for the one without), to which it adds its own.

    Parameters
    ----------
    searched : what is tried, where it ends after so many minutes or so many of these (``files``).
    """
    parser = argparse.ArgumentParser(f"python -m tests.campaign {name}".rstrip(), description=about)
    parser.add_argument("--seed", type=int, help="of everything that is drawn; a new one where it is left out")
    if searched:
        parser.add_argument("--minutes", type=float, help="until the time is up")
        parser.add_argument(f"--{searched}", dest="most", metavar="N", type=int, help="end after so many")
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help=f"processes that try {searched}")
        parser.add_argument("--keep", type=Path, default=FOLDER, help="folder of the cases found (tests/found)")
        parser.set_defaults(searched=searched)
    return parser


def parsed(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> argparse.Namespace:
    """The options given, a seed among them, which is told; of a search also ``due`` on the monotonic clock."""
    options = parser.parse_args(arguments)
    if options.seed is None:
        options.seed = secrets.randbits(31)
    if "searched" in options:
        if options.minutes is None and options.most is None:
            parser.error(f"say --minutes or --{options.searched}")
        options.due = math.inf if options.minutes is None else time.monotonic() + 60 * options.minutes
    print(f"seed {options.seed}", flush=True)
    return options
