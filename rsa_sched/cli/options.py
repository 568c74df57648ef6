"""What options may say, and what is read from the files that they name."""

from __future__ import annotations

import argparse
import datetime as dt
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from rsa_sched.domain.clock import parse_minute
from rsa_sched.errors import BadValue, Fault, InputError
from rsa_sched.french.figures import either
from rsa_sched.french.sentences import say

N = TypeVar("N", int, float)
A = TypeVar("A")
B = TypeVar("B")

APART = ("sessions", "people", "absences", "decisions", "history", "heard")
"""Kinds of table beside the situations: each has an option for its file."""
REPORT_FORMS = (".xlsx", ".csv", ".txt")
"""Suffixes of the files that an import report can be written to."""


def seconds(text: str) -> float:
    """A length of time, 0 or more."""
    return _number(text, float, 0, math.inf, "seconds")


def seed(text: str) -> int:
    """The seed of a search."""
    return _number(text, int, 0, 2**31, "seed")


def workers(text: str) -> int:
    """How many side by side."""
    return _number(text, int, 1, math.inf, "workers")


def sessions_more(text: str) -> int:
    """How many sessions more; 0: none of those that were added before either."""
    return _number(text, int, 0, math.inf, "sessions-more")


def day(text: str, otherwise: str = "day") -> dt.date:
    """A date, as documents or as officials write it; `otherwise`: the code of the refusal of any other text."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            date = dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
        if date.strftime(form) == text:
            return date
    raise _refused(otherwise, text=text)


def moment(text: str) -> str:
    """A local time with its date, as documents write it."""
    try:
        parse_minute(text)
    except BadValue:
        raise _refused("moment", text=text) from None
    return text


def proofs(command: argparse.ArgumentParser) -> None:
    """Options that say what to show besides an agenda."""
    command.add_argument("--explanations", type=Path, metavar="EXPLAIN.json", help="what `explain` wrote of it")
    command.add_argument("--certificate", type=Path, metavar="CERTIFICATE.json", help="what `certify` wrote of it")
    command.add_argument("--sources", type=Path, metavar="SOURCES.csv", help="what `import --sources` wrote")


def audience(text: str) -> str:
    """For whom something is made."""
    from rsa_sched.display.audience import Audience

    try:
        Audience.of(text)
    except ValueError:
        raise _refused("audience") from None
    return text


LONGEST_WORDS = 200


def words_of(text: str) -> str:
    """A few words on one line, as a page shows them."""
    if not text.strip() or not text.isprintable() or len(text) > LONGEST_WORDS:
        raise _refused("words", most=LONGEST_WORDS)
    return " ".join(text.split())


def report_file(text: str) -> Path:
    """A file whose suffix says how a report is written."""
    path = Path(text)
    if path.suffix.lower() not in REPORT_FORMS:
        raise _refused("report", text=text, endings=either(REPORT_FORMS))
    return path


def _number(text: str, kind: type[N], least: int, limit: float, expected: str) -> N:
    try:
        number = kind(text)
    except ValueError:
        number = None
    if number is None or not least <= number < limit:
        raise _refused(expected, text=text)
    return number


def _refused(code: str, **facts: object) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(say(f"refusals.options.{code}", **facts))


def every_fault_of(first: Callable[[], A], second: Callable[[], B]) -> tuple[A, B]:
    """Read both; where either is faulty, raise InputError with the faults of both, each once."""
    faults: list[Fault] = []
    known: set[str] = set()
    read: list[A | B] = []
    for reading in (first, second):
        try:
            read.append(reading())
        except InputError as error:
            faults += [fault for fault in error.faults if str(fault) not in known]
            known.update(map(str, error.faults))
    if faults:
        raise InputError(tuple(faults))
    return read[0], read[1]  # type: ignore[return-value]


def as_option(fault: Fault, problem: Path) -> Fault:
    """A fault of what an option names, which the problem does not have, as it is told to whoever typed it."""
    file, facts = fault.file or str(problem), fault.facts
    if fault.code != "unknown-id":
        return replace(fault, file=file)
    return Fault(fault.place, fault.value, f"unknown-{facts['target']}", facts, file)


def of_tables(intake: argparse.ArgumentParser) -> None:
    """Options of the commands that read tables."""
    intake.add_argument("paths", type=Path, nargs="+", metavar="FOLDER", help="folders or files: xlsx, xls, ods, csv")
    intake.add_argument("--profile", type=Path, metavar="P.toml", help="your own words and lists")
    intake.add_argument("--sheet", metavar="NAME", help="read only the sheets of this name")
    intake.add_argument("--titles", action="store_true", help="what columns lack may stand in titles or file names")
    for kind in APART:
        intake.add_argument(f"--{kind}", type=Path, metavar="FILE", help=f"holds the {kind}, whatever its headings")
    intake.add_argument("--key", type=Path, metavar="FILE", help="of the pseudonyms; made where there is none")
    intake.add_argument("--names", type=Path, metavar="FILE.csv", help="the name table: read, and written again")
    intake.add_argument(
        "--identities", type=Path, metavar="FILE.csv", help="decisions on people who are perhaps the same: read"
    )
    intake.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="TABLE",
        help="of several versions: a file, a sheet or FILE/SHEET",
    )
    intake.add_argument("--previous", type=Path, nargs=2, metavar=("PROBLEM.json", "AGENDA.json"), help="last month's")
    intake.add_argument(
        "--announced", type=Path, metavar="AGENDA.json", help="already sent out: move as few as possible"
    )
    intake.add_argument("--carried", type=Path, metavar="NEXT.json", help="what `close` wrote of last month")
    intake.add_argument("--again", action="append", default=[], metavar="ID", help="asks anew, though heard last month")
    intake.add_argument("--id", metavar="ID", help="of the problem")
    intake.add_argument("--as-of", type=day, metavar="DATE", help="on which ages are counted, as 2010-09-28")
    intake.add_argument("--skip-bad-rows", action="store_true", help="leave rows with errors out, and list them")
