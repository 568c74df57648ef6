"""The agenda as text: ten lines for a result; every session, part, due and deferral for the demo."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from rsa_sched import Agenda, check, solve
from rsa_sched.display.text import WIDTH, agenda_text, audit_text, summary
from rsa_sched.domain.agenda import Mode, Parts, Reason
from rsa_sched.french.figures import period
from rsa_sched.french.sentences import say, words
from rsa_sched.render.table import grid_of, text_table
from tests.display import PAYLOADS, Solved, demo, empty, hostile, month, unproven, week
from tests.support_cli import session, situation

CASES: dict[str, Callable[[], Solved]] = {"demo": demo, "week": week, "empty": empty}


def line_of(agenda: Agenda, name: str) -> str:
    """What the summary says under that name."""
    (line,) = [line for line in summary(agenda).splitlines() if line.split()[0] == name]
    return line.split(maxsplit=1)[1]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("proven", [True, False])
def test_summary_has_ten_lines(case: str, proven: bool) -> None:
    """Always ten, none empty, none too long."""
    _, agenda = CASES[case]()
    lines = summary(agenda if proven else unproven(agenda)).split("\n")
    assert len(lines) == 10
    assert all(line.strip() and line == line.rstrip() and len(line) <= WIDTH for line in lines)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_summary_has_ten_lines_whatever_the_id(payload: str) -> None:
    """No id can add one."""
    assert len(summary(hostile(payload)[1]).split("\n")) == 10


def test_result_prints_its_summary() -> None:
    """``print(result)``."""
    result = solve(week()[0], workers=1)
    assert str(result) == summary(result.agenda)


def test_summary_of_the_demo() -> None:
    """Points and proof, heard and deferred, the parts, the run."""
    _, agenda = demo()
    assert summary(agenda).startswith("Ordre du jour grenoble-2010-10\n")
    assert line_of(agenda, "points") == "17\u202f221 (prouvé optimal)"
    assert line_of(agenda, "entendues") == "32 situations"
    assert line_of(agenda, "ajournées") == "36 situations"
    assert line_of(agenda, "priorité") == "18\u202f581"
    assert line_of(agenda, "équilibre") == "-560"
    assert line_of(agenda, "déplacements").startswith("-800, attente ")
    assert line_of(agenda, "empreinte") == agenda.problem_sha256[:16] + "…"
    assert line_of(agenda, "calcul").endswith(" s, reproductible")
    assert line_of(unproven(agenda), "points") == "17\u202f221 (au plus 18\u202f721, écart 1,23 %)"


def test_french_numbers_of_things() -> None:
    """0 and 1 are singular, from 2 on plural."""
    none = month(session(1))[1]
    one = month(session(1), situations=(situation(1), situation(2, oriented=False)))[1]
    assert line_of(none, "entendues") == line_of(none, "ajournées") == "0 situation"
    assert line_of(one, "entendues") == line_of(one, "ajournées") == "1 situation"
    assert "0 situation à entendre, 0 ajournée. 0 point :" in agenda_text(*month(session(1)))
    problem, two = month(session(1), situations=tuple(situation(n, oriented=n < 3) for n in range(1, 5)))
    assert line_of(two, "entendues") == line_of(two, "ajournées") == "2 situations"
    assert "2 situations à entendre, 2 ajournées. " in agenda_text(problem, two)


@pytest.mark.parametrize(
    ("modes", "expected"),
    [
        ([], "aucune"),
        (["held"], "1 tenue"),
        (["held", "held"], "2 tenues"),
        (["cancelled"], "1 annulée"),
        (["cancelled", "cancelled", "held"], "1 tenue, 2 annulées"),
    ],
)
def test_sessions_by_mode(modes: list[Mode], expected: str) -> None:
    """Each mode that occurs, in number and gender."""
    _, agenda = week()
    lines = tuple(agenda.sessions[0].model_copy(update={"mode": mode}) for mode in modes)
    assert line_of(agenda.model_copy(update={"sessions": lines}), "séances") == expected


def test_first_hours_are_counted() -> None:
    """Sessions held for their first hour are named as such."""
    assert "première heure" in line_of(week()[1], "séances")


def test_cut_search_is_told() -> None:
    """A search that was interrupted says so."""
    _, agenda = week()
    cut = agenda.model_copy(update={"run": agenda.run.model_copy(update={"reproducible": False})})
    assert line_of(cut, "calcul").endswith(" s, arrêté avant la preuve")


def test_every_word_has_its_french() -> None:
    """No mode, reason or part of the documents is left without a word."""
    for modes in (words("labels.modes"), words("labels.short-modes"), words("labels.free")):
        assert set(modes) == set(get_args(Mode))
    assert set(words("labels.counted-modes")) == {*get_args(Mode), "none"}
    for group in ("reasons", "why", "next", "to-do"):
        assert list(words(f"deferrals.{group}")) == list(get_args(Reason))
    assert list(words("labels.terms")) == list(Parts.model_fields)
    assert list(words("deferrals.exchange.parts")) == list(Parts.model_fields)


@pytest.mark.parametrize("case", ["demo", "week"])
def test_agenda_says_everything(case: str) -> None:
    """Each session, seat, due and deferral, with the deferral's text."""
    problem, agenda = CASES[case]()
    said = agenda_text(problem, agenda)
    lines = [line.split() for line in said.splitlines()]
    assert said.endswith("\n")
    assert not said.endswith("\n\n")
    for use in agenda.sessions:
        mode = say(f"labels.modes.{use.mode}")
        (head,) = [line for line in said.splitlines() if f"({use.session}) : {mode}, " in line]
        assert f", {use.minutes_used} min sur " in head
    for seat in agenda.appointments:
        hours = period(seat.start, seat.end).split()
        shown = seat.situation + "*" * any(pin.situation == seat.situation for pin in problem.pins)
        (row,) = [line for line in lines if line[: len(hours) + 1] == [*hours, shown]]
        assert " ".join(row).endswith(" " + ", ".join(seat.participants))
    for due in agenda.due:
        (row,) = [line for line in lines if line[:2] == [due.service, due.kind]]
        assert row[3:] == [str(due.demand_units), str(due.due_units), str(due.granted_units)]
        before = [line.units for line in problem.history if (line.service, line.kind) == (due.service, due.kind)]
        assert row[2] == str(sum(before))
    flat = " ".join(said.split())
    for deferral in agenda.deferrals:
        reason = say(f"deferrals.reasons.{deferral.reason}")
        told = f"{deferral.situation} : {reason} ({', '.join(deferral.rules)}) {deferral.text}"
        assert " ".join(told.split()) in flat
    assert all(len(line) <= WIDTH for line in said.splitlines() if line.startswith("      "))


def test_proof_of_the_agenda() -> None:
    """Proven, or how many points are possible."""
    problem, agenda = demo()
    assert ": aucun ordre du jour n'en a davantage (prouvé).\n" in agenda_text(problem, agenda)
    said = agenda_text(problem, unproven(agenda))
    assert ": au plus 18\u202f721 sont possibles (écart 1,23 %).\n" in said


def test_empty_month_prints() -> None:
    """No session, no situation: figures only."""
    said = agenda_text(*empty())
    assert said.startswith("ORDRE DU JOUR small\n0 situation à entendre, 0 ajournée. 0 point")
    assert "Total" in said
    assert "Situations ajournées" not in said


def test_month_without_services_has_no_dues() -> None:
    """The table of dues is left out where there is none."""
    problem, agenda = month(services=[], subsectors=[])
    assert agenda.due == ()
    assert "unités de 15 minutes" not in agenda_text(problem, agenda)


def test_audit_prints_rules_and_points() -> None:
    """Each broken rule on a line, then the points; a clean agenda is told to be one."""
    problem, agenda = week()
    clean = audit_text(check(problem, agenda))
    assert clean.startswith("Aucune règle n'est enfreinte.\n")
    assert f"Points recomptés : {agenda.points} (priorité (ancienneté, urgence) {agenda.parts.priority}, " in clean
    wrong = check(problem, agenda.model_copy(update={"deferrals": ()}))
    assert not wrong
    said = audit_text(wrong)
    assert said.startswith("document: ")
    assert len(said.splitlines()) == len(wrong.violations) + 1


def test_table() -> None:
    """Figures to the right, words to the left, nothing behind the last column."""
    rows = [("a", "1", "x"), ("bbb", "-10", ""), ("c", "1\u202f000", "yy")]
    assert text_table(grid_of("", ("Un", "Deux", "Trois"), rows)) == [
        "  Un    Deux  Trois",
        "  ---  -----  -----",
        "  a        1  x",
        "  bbb    -10",
        "  c    1\u202f000  yy",
    ]


def test_table_without_rows() -> None:
    """The head alone."""
    assert text_table(grid_of("", ("Un", "Deux"), [])) == ["  Un  Deux", "  --  ----"]


@pytest.mark.parametrize("width", [60, 80, 100])
def test_the_text_fits_the_terminal(width: int) -> None:
    """Long lists of participants and sentences go on in further lines; nothing is lost."""
    problem, agenda = demo()
    fitted = agenda_text(problem, agenda, width)
    assert max(len(line) for line in fitted.splitlines()) <= width
    words = set(agenda_text(problem, agenda).split())
    assert {word for word in words if not set(word) <= {"-"}} <= set(fitted.split())
