"""Small problems and agendas in few words, and each rule or part of the barème alone before them.

Unless a test says otherwise: sub-sector S1 of service A, sessions at venue v-1 on Tuesday 5 October 2010 from 09:00 to
12:00, requests of 1 September (age 30 on the ``as_of`` of 1 October, weeks ahead: 0), each with its own referent, so
that a situation is worth 60 + 30 = 90 days and earns 2 * 90 = 180 points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rsa_sched.bareme.base import Term
from rsa_sched.bareme.dues import claims
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.values import values
from rsa_sched.domain.clock import parse_minute, to_minute
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.statement import Statement
from rsa_sched.domain.wishes import Pin
from rsa_sched.engine.cpsat.model import Answer, Model
from rsa_sched.engine.options import options
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Reading, Rule, Seat
from rsa_sched.rules.candidates import admitted_sessions
from rsa_sched.rules.pinned import Pinned

Doc = dict[str, Any]
Found = list[tuple[str, str | None, str | None]]
"""Violations as (rule, situation, session), in the order in which they were found."""


# --- problem documents ------------------------------------------------------------------------------------------------


def at(clock: str, day: int = 5) -> str:
    """A local time in October 2010."""
    return f"2010-10-{day:02}T{clock}"


def situation(n: int = 1, **keys: Any) -> Doc:
    """Situation d-n with referent p-n, of the PSSI structure; None takes a key out."""
    row: Doc = {
        "id": f"d-{n}",
        "subsector": "S1",
        "structure": "st-PSSI",
        "referent": f"p-{n}",
        "requested_on": "2010-09-01",
    }
    return row | keys


def session(n: int = 1, *, day: int = 5, clock: str = "09:00", **keys: Any) -> Doc:
    """Session s-n."""
    row: Doc = {
        "id": f"s-{n}",
        "type": "standard",
        "service": "A",
        "subsector": "S1",
        "venue": "v-1",
        "start": at(clock, day),
        "minutes": 180,
    }
    if keys.get("type") == "psychologist":
        del row["subsector"]
    return row | keys


def document(
    situations: int | Sequence[Doc] = 1,
    sessions: int | Sequence[Doc] = 1,
    *,
    absences: Mapping[str, Sequence[Sequence[str]]] | None = None,
    **keys: Any,
) -> Doc:
    """A problem document: the people and venues that situations and sessions name come by themselves.

    Parameters
    ----------
    situations, sessions : rows, or how many with every default.
    absences : intervals in which professionals are unavailable.
    keys : any other key of the document.
    """
    situations = [situation(n + 1) for n in range(situations)] if isinstance(situations, int) else situations
    sessions = [session(n + 1) for n in range(sessions)] if isinstance(sessions, int) else sessions
    absent = absences or {}
    people = [row["referent"] for row in situations]
    people += [partner["professional"] for row in situations for partner in row.get("partners") or ()]
    people += [name for row in sessions for name in row.get("staff") or ()] + list(absent)
    venues = [row["venue"] for row in sessions]
    venues += [venue for pair in keys.get("travel", {}).get("between") or () for venue in pair[:2]]
    kinds = keys.get("regulation", {}).get("kinds", ["PSSI", "PER", "PE"])
    whole: Doc = {
        "schema_version": "1",
        "id": "small",
        "as_of": "2010-10-01",
        "services": [{"id": "A"}],
        "subsectors": [{"id": "S1", "service": "A"}],
        "venues": [{"id": name} for name in dict.fromkeys(venues)],
        "structures": [{"id": f"st-{kind}", "kind": kind} for kind in kinds],
        "professionals": [{"id": name, "unavailable": absent.get(name, [])} for name in dict.fromkeys(people)],
        "sessions": sessions,
        "situations": situations,
    }
    return whole | keys


def problem(situations: int | Sequence[Doc] = 1, sessions: int | Sequence[Doc] = 1, **keys: Any) -> Problem:
    """The problem of `document` with the same parameters."""
    return Problem.from_dict(document(situations, sessions, **keys))


def partner(*names: str) -> list[Doc]:
    """Partners of a situation."""
    return [{"professional": name} for name in names]


# --- agendas ----------------------------------------------------------------------------------------------------------


def heard(n: int = 1, where: int = 1, clock: str = "09:00", minutes: int = 30, *, day: int = 5, **keys: Any) -> Doc:
    """Appointment: situation d-n in session s-where, from that hour on, for so many minutes."""
    hour, minute = int(clock[:2]), int(clock[3:])
    end = day * 24 * 60 + hour * 60 + minute + minutes
    row: Doc = {
        "situation": f"d-{n}",
        "session": f"s-{where}",
        "start": at(clock, day),
        "end": at(f"{end // 60 % 24:02}:{end % 60:02}", end // (24 * 60)),
    }
    return row | keys


def statement(*appointments: Doc, deferred: Iterable[int] = (), **keys: Any) -> Statement:
    """What an agenda document with these appointments and deferrals states."""
    deferrals = [{"situation": f"d-{n}"} for n in deferred]
    return Statement.from_dict({"appointments": appointments, "deferrals": deferrals} | keys)


def seats(of: Problem, *appointments: Doc) -> dict[str, Seat]:
    """The seats of these appointments, as the audit reads them."""
    return Reading(ProblemIndex(of), statement(*appointments)).seats


# --- one rule alone ---------------------------------------------------------------------------------------------------


def case_of(of: Problem, rules: Sequence[Rule] = RULES) -> PreparedProblem:
    """The case of a problem for which only these rules are in force."""
    index = ProblemIndex(of)
    admitted = admitted_sessions(index, rules)
    return PreparedProblem(index, admitted, values(index, admitted), claims(index, admitted))


def found(rule: Rule, of: Problem, *appointments: Doc, **keys: Any) -> Found:
    """What the plain check of one rule finds."""
    violations = list(rule.check(Reading(ProblemIndex(of), statement(*appointments, **keys))))
    assert all(violation.text for violation in violations)
    return [(violation.rule, violation.situation, violation.session) for violation in violations]


def holds(of: Problem, rules: Sequence[Rule], *appointments: Doc, pins: Sequence[Pin] = ()) -> bool:
    """Whether the CP-SAT forms of these rules, posted alone, allow these appointments (and these pins)."""
    case = case_of(of, rules)
    asked = [Pin.model_validate({key: row[key] for key in ("situation", "session", "start")}) for row in appointments]
    wanted = {(pin.situation, pin.session, to_minute(pin.start)) for pin in asked if pin.start is not None}
    # The model has the seats of the appointments and no others: nobody else comes to the help of a bad agenda.
    starts = {
        pair: [minute for minute in minutes if (*pair, minute) in wanted]
        for pair, minutes in options(case, rules).items()
    }
    return _feasible(Model(case, rules=[*rules, Pinned()], terms=(), pins=[*asked, *pins], starts=starts))


def judged(rule: Rule, of: Problem, *appointments: Doc) -> Found:
    """What the plain check of one rule finds, after its CP-SAT form, posted alone, has come to the same conclusion."""
    violations = found(rule, of, *appointments)
    assert holds(of, (), *appointments), "without the rule nothing stands against these seats"
    assert holds(of, (rule,), *appointments, pins=of.pins if isinstance(rule, Pinned) else ()) == (not violations)
    return violations


def fits(of: Problem, *rules: Rule, everybody: bool = True) -> bool:
    """Whether the CP-SAT forms of these rules, posted alone, allow all situations (or the pinned) to be seated."""
    model = Model(case_of(of, rules), rules=rules, terms=())
    if everybody:
        model.seat_all()
    return _feasible(model)


def _feasible(model: Model) -> bool:
    answer = model.solve()
    assert answer.status in ("optimal", "infeasible")
    return answer.status == "optimal"


# --- one part alone ---------------------------------------------------------------------------------------------------


def recounted(part: Term, of: Problem, *appointments: Doc) -> int:
    """The plain recount of one part over these appointments."""
    return part.recount(PreparedProblem.of(of), seats(of, *appointments))


def best(of: Problem, *parts: Term, rules: Sequence[Rule] = RULES, everybody: bool = False) -> Answer:
    """The optimum of a model with these parts only, whose points are what the recount of its seats says."""
    case = case_of(of, rules)
    model = Model(case, rules=rules, terms=parts)
    if everybody:
        model.seat_all()
    answer = model.solve()
    assert answer.status == "optimal"
    assert answer.bound == answer.points
    counted = [part.recount(case, answer.seats) * (1 if part.id == "priority" else -1) for part in parts]
    assert answer.points == sum(counted)
    return answer


def start_of(answer: Answer, n: int) -> str | None:
    """Where and when situation d-n sits, as ``s-1 09:00``; None where it does not."""
    seat = answer.seats.get(f"d-{n}")
    return None if seat is None else f"{seat.session} {seat.start // 60 % 24:02}:{seat.start % 60:02}"


def minute_of(clock: str, day: int = 5) -> int:
    """An hour of October 2010 in minutes."""
    return to_minute(parse_minute(at(clock, day)))
