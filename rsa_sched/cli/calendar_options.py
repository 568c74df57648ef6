"""The options of ``rsa-sched calendar``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rsa_sched.cli.options import day, seconds, seed, sessions_more


def add_calendar(commands: Any) -> None:
    """Add the command."""
    calendar = commands.add_parser("calendar", help="plan the sessions of a year: dates, venues, who attends")
    calendar.add_argument("year", type=Path, metavar="YEAR.toml", help="series, venues, people, closed days")
    calendar.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    calendar.add_argument("--profile", type=Path, metavar="P.toml", help="the letterhead")
    calendar.add_argument("--as-of", type=day, metavar="DATE", help="sessions before that day are over, and stay")
    calendar.add_argument("--afresh", action="store_true", help="plan anew, whatever was published in the folder")
    calendar.add_argument("--no-prices", action="store_true", help="do not solve once more for each imposed date")
    calendar.add_argument(
        "--further",
        type=sessions_more,
        metavar="N",
        help="N sessions more, where each saves most days of waiting; 0 gives up those that were added so before",
    )
    demand = calendar.add_mutually_exclusive_group()
    demand.add_argument("--register", type=Path, metavar="FILE", help="who asks: a register, or a folder of months")
    demand.add_argument("--demand", type=Path, metavar="PROBLEM.json", help="who asks: the document of one month")
    calendar.add_argument("--time-limit", type=seconds, default=60.0, metavar="S", help="of each search (default: 60)")
    calendar.add_argument("--seed", type=seed, default=0, metavar="N", help="of the search (default: 0)")
