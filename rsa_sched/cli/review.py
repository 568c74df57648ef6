"""``rsa-sched review``: its options, and what is said of it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.options import day, every_fault_of
from rsa_sched.cli.output import notify, print_error, refuse_folder
from rsa_sched.french.sentences import say

if TYPE_CHECKING:
    import datetime as dt

    from rsa_sched.review.outputs.write import Shown


def add_review(commands: Any) -> None:
    """Add the command."""
    review = commands.add_parser("review", help="the review of a period: figures, their rows, two pages for a meeting")
    review.add_argument(
        "--register",
        type=Path,
        nargs="+",
        default=[Path("registre.sqlite")],
        metavar="FILE",
        help="registers, or folders of months' documents (default: registre.sqlite)",
    )
    review.add_argument("--from", type=_first, dest="first", metavar="DATE", help="a day or a month, as 2010-10")
    review.add_argument("--to", type=_last, dest="last", metavar="DATE", help="a day or a month, as 2011-01")
    review.add_argument("--indicators", type=Path, metavar="FILE.toml", help="indicators agreed with the partners")
    review.add_argument(
        "--shown",
        type=Path,
        nargs="+",
        default=[],
        metavar="FOLDER",
        help="reviews that were shown before: no figure is given from which, with theirs, a small one could be got",
    )
    review.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")


def review_command(options: argparse.Namespace, guard: Guard) -> int:
    """Read the registers, reckon, write the folder."""
    refuse_folder(options.output, *options.register)
    from rsa_sched.register.refusals import RegisterRefused
    from rsa_sched.review.declared import declared
    from rsa_sched.review.outputs.write import shown_before, write
    from rsa_sched.review.review import review
    from rsa_sched.review.wanted import values_of_no_row

    own = shown_before(options.output)
    agreed, others = every_fault_of(
        lambda: declared(options.indicators) if options.indicators is not None else (),
        lambda: _shown(options.shown),
    )
    try:
        made = review(options.register, first=options.first, last=options.last, agreed=agreed, earlier=[*others, *own])
    except RegisterRefused as refusal:
        print_error(f"rsa-sched: {refusal}")
        return 2
    guard.finish()
    for sentence in values_of_no_row(made.facts, agreed):
        notify(sentence)
    paths = write(made, options.output)
    withheld = sum(figure.withheld for figure in made.shown.values())
    notify(say("review.words.made", page=paths[0], figures=len(made.shown), withheld=withheld))
    notify(say("review.words.private-made", path=paths[-1]))
    return 0


def _shown(folders: Sequence[Path]) -> list[Shown]:
    """The periods of reviews that were shown before. Raises InputError with every folder that holds none."""
    from rsa_sched.review.outputs.write import shown_before

    if not folders:
        return []
    own, others = every_fault_of(lambda: shown_before(folders[0], must_be=True), lambda: _shown(folders[1:]))
    return own + others


def _first(text: str) -> dt.date:
    """A day, or the first of a month."""
    from rsa_sched.review.periods import of_month

    month = of_month(text)
    return day(text, "day-or-month") if month is None else month.first


def _last(text: str) -> dt.date:
    """A day, or the last of a month."""
    from rsa_sched.review.periods import of_month

    month = of_month(text)
    return day(text, "day-or-month") if month is None else month.last
