"""Published figures on the referents of RSA recipients: a département's name becomes kinds and weights.

Source: DREES, survey OARSA (orientation and support of RSA recipients), workbook of main indicators: tables B5 to B8,
shares of those oriented by kind of referent; B13 and B14, mean delays in days.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rsa_sched.domain.problem import Problem
from rsa_sched.errors import InputError, brought_by
from rsa_sched.french.sentences import say, words
from rsa_sched.simulate.months.demand import Demand

GRENOBLE_2010: Mapping[str, str] = words("oarsa.grenoble-2010")
"""Which kind of structure of the note stands for which referents of the survey: our reading, to be replaced."""


@dataclass(frozen=True)
class Referents:
    """Who accompanies the recipients of a département.

    Attributes
    ----------
    departement : as the workbook writes it, "38-Isère".
    year : of the shares.
    shares : per cent of those oriented, by kind of referent.
    orientation_days, contract_days : mean days from entry into the RSA to orientation, and on to the first contract;
        None where they are not published.
    """

    departement: str
    year: int
    shares: dict[str, int]
    orientation_days: int | None
    contract_days: int | None

    @property
    def seniority_days(self) -> int | None:
        """Mean days in the RSA before there is a contract whose path could be blocked."""
        if self.orientation_days is None or self.contract_days is None:
            return None
        return self.orientation_days + self.contract_days

    def weights(self, kinds: Mapping[str, str] = GRENOBLE_2010) -> dict[str, int]:
        """Weights of the kinds of structure for the règlement: their per cent, 1 at least."""
        found: dict[str, int] = {}
        for referent, kind in kinds.items():
            found[kind] = found.get(kind, 0) + self.shares[referent]
        return {kind: max(1, share) for kind, share in found.items()}

    def demand(self, setting: Problem, per_month: float, kinds: Mapping[str, str] = GRENOBLE_2010) -> Demand:
        """So many requests a month, shared among the kinds as the referents are, within a kind as in the problem."""
        like = Demand.like(setting, months=1)
        kind_of = {row.id: row.kind for row in setting.structures}
        weights = self.weights(kinds)
        there: dict[str, float] = {}
        for flow in like.flows:
            there[kind_of[flow.structure]] = there.get(kind_of[flow.structure], 0.0) + flow.per_month
        total = sum(weights[kind] for kind in there if kind in weights)
        flows = tuple(
            replace(flow, per_month=per_month * weights[kind] / total * flow.per_month / there[kind])
            for flow in like.flows
            if (kind := kind_of[flow.structure]) in weights
        )
        return replace(like, flows=flows)


def referents(workbook: Path, departement: str, year: int | None = None) -> Referents:
    """Read a département from the workbook.

    Parameters
    ----------
    departement : its name or number, as ``Isère`` or ``38``.
    year : 2015 to 2018; by default the last one with all four shares.

    Raises
    ------
    InputError : where the workbook cannot be read, has no such département, or no shares of it (ND, NC).
    MissingExtra : without the extra ``excel``.
    """
    with brought_by("excel"):
        from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(workbook))
        of_shares, of_delays = words("oarsa.shares"), words("oarsa.delays")
        tables = {name: _table(book.get_sheet_by_name(name).to_python()) for name in (*of_shares, *of_delays)}
    except Exception as error:  # the library has an error of its own for each format
        raise InputError.of("document", type(error).__name__, "no-oarsa-workbook", file=workbook.name) from None
    first, wanted = next(iter(of_shares)), _plain(departement)
    name = next((row for row in tables[first] if wanted in (_plain(row), *map(_plain, row.split("-", 1)))), None)
    if name is None:
        raise InputError.of(first, f"{len(departement)} characters", "unknown-departement", file=workbook.name)
    years = sorted(tables[first][name], reverse=True) if year is None else [year]
    for candidate in years:
        shares = {label: tables[table].get(name, {}).get(candidate) for table, label in of_shares.items()}
        if None not in shares.values():
            delays = {label: tables[table].get(name, {}).get(candidate) for table, label in of_delays.items()}
            known = {label: share for label, share in shares.items() if share is not None}
            return Referents(name, candidate, known, delays["orientation"], delays["contract"])
    raise InputError.of(name, "ND or NC", "shares-not-known", file=workbook.name)


def _plain(name: str) -> str:
    """A name or number without case, accents and leading zeros."""
    letters = unicodedata.normalize("NFKD", name.strip().casefold())
    return "".join(one for one in letters if not unicodedata.combining(one)).lstrip("0")


def _table(rows: list[list[Any]]) -> dict[str, dict[int, int | None]]:
    """Figures by département and year; None for those that are not published."""
    heading = say("oarsa.heading")
    head, column = next(
        (n, at) for n, row in enumerate(rows) for at, cell in enumerate(row) if str(cell).startswith(heading)
    )
    years = {n: int(float(str(cell))) for n, cell in enumerate(rows[head]) if n > column and str(cell).strip()}
    return {
        str(row[column]).replace("\xa0", " ").strip(): {year: _figure(row[n]) for n, year in years.items()}
        for row in rows[head + 1 :]
        if str(row[column]).strip()
    }


def _figure(cell: Any) -> int | None:
    try:
        return round(float(cell))
    except (TypeError, ValueError):
        return None
