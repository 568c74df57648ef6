"""A review as files in a folder, which remembers which periods it has shown."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from rsa_sched.errors import InputError
from rsa_sched.french.sentences import words
from rsa_sched.office.files import read_bytes, unreadable, write_whole, written_to
from rsa_sched.office.lock import held
from rsa_sched.render.table import csv_table
from rsa_sched.review.outputs.page import review_page, summary_page
from rsa_sched.review.outputs.tables import figures, told
from rsa_sched.review.outputs.workbooks import private_workbook, public_workbook
from rsa_sched.review.periods import Span
from rsa_sched.review.review import Review

Shown = tuple[Span, Span | None]
"""A period that was shown, and the one beside it."""
LARGEST = 1 << 20


def write(review: Review, folder: Path) -> list[Path]:
    """Write everything; what was there under the same names is replaced, each file whole.

    First of all the folder remembers the period: a run that is killed may have shown some of it.

    Returns
    -------
    The paths, the page first.

    Raises
    ------
    InputError : where a file cannot be written.
    MissingExtra : without the extras ``excel`` and ``plot``.
    """
    names = words("review.files")
    rows = [row for one in review.indicators if not one.internal for row in told(review, one)]
    files = {
        "page": review_page(review).encode(),
        "summary": summary_page(review).encode(),
        "workbook": public_workbook(review),
        "csv": csv_table(figures(rows, others=len(review.facts.services) > 1).grid("csv")),
        "private": private_workbook(review),
    }
    with written_to(str(folder)):
        folder.mkdir(exist_ok=True)
        (folder / names["private"]).parent.mkdir(mode=0o700, exist_ok=True)
    with held(folder):
        remembered = _manifest([*shown_before(folder), (review.span, review.before)])
        write_whole(folder / names["manifest"], remembered)
        for key, data in files.items():
            write_whole(folder / names[key], data, private=key == "private")
    return [folder / names[key] for key in files]


def shown_before(folder: Path, *, must_be: bool = False) -> list[Shown]:
    """The periods that a folder has shown, in order; none where it holds no review. Raises InputError.

    Parameters
    ----------
    must_be : a folder without a review is a fault.
    """
    path = folder / words("review.files")["manifest"]
    try:
        document = json.loads(read_bytes(path, LARGEST))
        return [(_span(row["period"]), _span(row["before"]) if row["before"] else None) for row in document["reviews"]]
    except FileNotFoundError:
        if must_be:
            raise InputError.of("document", "nothing", "not-a-review", file=str(folder)) from None
        return []
    except OSError as error:
        raise unreadable(error, path.name) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError.of("document", "unreadable", "not-a-review", file=path.name) from None


def _span(days: Any) -> Span:
    first, last = map(dt.date.fromisoformat, days)
    return Span(first, last)


def _manifest(shown: list[Shown]) -> bytes:
    def days(span: Span | None) -> list[str] | None:
        return None if span is None else [span.first.isoformat(), span.last.isoformat()]

    rows = [{"period": days(span), "before": days(before)} for span, before in dict.fromkeys(shown)]
    return (json.dumps({"schema_version": "1", "reviews": rows}, indent=1) + "\n").encode()
