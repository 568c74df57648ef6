"""What a replay and a predictive check found as files: a page in French, tables (csv), a picture (svg)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from rsa_sched.french.figures import NONE, decimal, figure
from rsa_sched.french.sentences import lookup, say
from rsa_sched.office.files import write_whole
from rsa_sched.render.html import page
from rsa_sched.render.table import Grid, grid_of
from rsa_sched.simulate.answers.predict import PredictiveCheck
from rsa_sched.simulate.answers.replay import Replay
from rsa_sched.simulate.studies.write import csv_of, picture

if TYPE_CHECKING:
    import pandas as pd

MOST = 300
"""Sentences on the page; every request is in the table beside it."""


def write_replay(
    folder: Path,
    replayed: Replay,
    sentences: pd.DataFrame,
    check: PredictiveCheck | None,
    changes: Mapping[str, Any],
) -> list[Path]:
    """Write everything into a folder; what was there under the same names is replaced, each file whole.

    Returns
    -------
    The paths, the page first.

    Raises
    ------
    InputError : where a file cannot be written; MissingExtra : without the extra ``plot``, for the check.
    """
    pictures: dict[str, Markup] = {}
    files = {"demandes.csv": csv_of(replayed.requests), "mois.csv": csv_of(replayed.months)}
    files["phrases.csv"] = csv_of(sentences)
    if check is not None:
        svg, _ = picture(lambda: _drawing(check))
        pictures[say("replay.check.picture")] = Markup(svg)  # noqa: S704 - matplotlib escapes
        files |= {"prevision.csv": csv_of(check.figures), "prevision.svg": svg.encode()}
    told = page(
        "tables.html.jinja",
        say("replay.title.text"),
        sentences=_sentences(replayed, check, changes),
        pictures=pictures,
        tables=_tables(replayed, sentences, check),
    )
    paths = []
    for name, data in ({"rapport.html": told.encode()} | files).items():
        write_whole(folder / name, data)
        paths.append(folder / name)
    return paths


def _sentences(replayed: Replay, check: PredictiveCheck | None, changes: Mapping[str, Any]) -> list[str]:
    months, requests = replayed.months, replayed.requests
    first, last = months["problem"].iloc[0], months["problem"].iloc[-1]
    told = [say("replay.page.history", months=len(months), first=first, last=last, requests=len(requests))]
    if not changes:
        told.append(say("replay.page.unchanged"))
    told.append(say("replay.page.changed", changed=int((~requests["same"]).sum()), requests=len(requests)))
    told.append(say("replay.page.people"))
    if check is not None:
        told.append(
            say(
                f"replay.check.{'right' if check else 'wrong'}",
                fitted=check.months,
                later=check.figures["month"].nunique(),
                inside=len(check.figures) - check.outside,
                outside=check.outside,
                all=len(check.figures),
                p_value=check.p_value,
            )
        )
    return told


def _tables(replayed: Replay, sentences: pd.DataFrame, check: PredictiveCheck | None) -> list[Grid]:
    counts = ("changed", "gained", "lost", "sooner", "later")
    keys = [
        (row["key"] or say("replay.cells.all"), row["rule"] or NONE, *(figure(row[name]) for name in counts))
        for row in sentences.to_dict("records")
    ]
    numbers = ("waiting", "waiting_replayed", "heard", "heard_replayed", "heard_in_both")
    months = [(row["problem"], *(figure(row[name]) for name in numbers)) for row in replayed.months.to_dict("records")]
    tables = [_grid("sentences", keys, range(2, 7)), _grid("months", months, range(1, 6))]
    if check is not None:
        rows = [
            (
                row["month"],
                _label(row["measure"], row["kind"]),
                decimal(row["observed"]),
                decimal(row["median"]),
                say("replay.cells.interval", low=decimal(row["low"]), high=decimal(row["high"])),
                say(f"replay.cells.{'inside' if row['inside'] else 'outside'}"),
            )
            for row in check.figures.to_dict("records")
        ]
        tables.append(_grid("check", rows, (2, 3, 4)))
    if changed := replayed.sentences()[:MOST]:
        tables.append(_grid("changes", [(sentence,) for sentence in changed], ()))
    return tables


def _grid(name: str, rows: Any, figures: Any) -> Grid:
    return grid_of(say(f"replay.captions.{name}"), lookup(f"replay.headings.{name}"), rows, figures=figures)


def _label(measure: str, kind: str) -> str:
    return say(f"replay.measures.{measure}", kind=kind)


def _drawing(check: PredictiveCheck) -> Any:
    from rsa_sched.plot import predicted

    pairs = {(row["measure"], row["kind"]) for row in check.figures.to_dict("records")}
    return predicted(check.figures, {pair: _label(*pair) for pair in pairs})
