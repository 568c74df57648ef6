"""What type checkers see of the package: its names and types, and no others.

mypy reads this file with all others, and reports an `ignore` that has no error to ignore.
"""

# ruff: noqa: F401

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

import rsa_sched
from rsa_sched import (
    PRESETS,
    Agenda,
    AgendaRefused,
    Audience,
    Audit,
    Explanation,
    Fault,
    Finding,
    Import,
    ImportReport,
    InputError,
    Interrupted,
    Letterhead,
    Memory,
    MissingExtra,
    NameTable,
    NextMonth,
    PinClash,
    PlaceChange,
    PreparedProblem,
    Problem,
    Profile,
    Progress,
    ProgressBar,
    Promises,
    Publication,
    Regulation,
    Replacements,
    Reservation,
    Result,
    RsaSchedError,
    SolverAlarm,
    Statement,
    Stop,
    Violation,
    check,
    close_month,
    diff,
    due_pins,
    explain,
    held,
    load_demo,
    promise,
    read_tables,
    replacements,
    solve,
)

if TYPE_CHECKING:
    from rsa_sched import Problme  # type: ignore[attr-defined]
    from rsa_sched.intake import read_tables as read
    from rsa_sched.intake import reed_tables  # type: ignore[attr-defined]
    from rsa_sched.publish import publish, publsh  # type: ignore[attr-defined]

    def right(problem: Problem) -> None:
        """Every line has its type."""
        assert_type(solve(problem), Result)
        assert_type(solve(problem).points, int)
        assert_type(check(problem, solve(problem).to_frame()), Audit)
        assert_type(close_month(problem, solve(problem)), NextMonth)
        assert_type(replacements(problem, solve(problem)).problem, Problem)
        assert_type(check(problem, solve(problem, start=Statement.from_dict({}))), Audit)
        assert_type(read("tables").problem, Problem | None)
        assert_type(publish(problem, solve(problem).agenda), Publication)

    def wrong(problem: Problem) -> None:
        """Every line is an error."""
        rsa_sched.sovle(problem)  # type: ignore[attr-defined]
        check(problem, "agenda.json")  # type: ignore[arg-type]
        PRESETS["mine"] = Regulation()  # type: ignore[index]


def test_every_public_name_is_read_above() -> None:
    """By name, where a type checker would miss it."""
    assert set(rsa_sched.__all__) <= set(globals())
