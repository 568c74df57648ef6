"""What a search assumes of rules and terms is what they say of themselves, on agendas at random, valid or not."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random

import pytest

from rsa_sched import PreparedProblem, Problem
from rsa_sched.bareme import TERMS, Term
from rsa_sched.domain.clock import UNIT
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.engine.components import Groups
from rsa_sched.engine.options import options
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Candidates, Node, Rule, Seat, SeatFit, broken_by
from tests.support.documents import random_document
from tests.support.rules_added import ApartTied, BonusUnsaid, Gathering, MorningBonus, ReferentShare, StructuresApart

ADDED = (ReferentShare(1), StructuresApart("str-pssi-0", "str-per-0"), ApartTied("str-pssi-0", "str-per-0"))
ASKED = [rule for rule in (*RULES, *ADDED) if rule.scope != "document"]
COUNTED = (*TERMS, MorningBonus(7), BonusUnsaid(7), Gathering(9))
OVERLAP = next(rule for rule in RULES if rule.id == "session-time")
Agenda = dict[str, Seat]


def agendas(many: int = 120) -> Iterator[tuple[PreparedProblem, Agenda, Random]]:
    """So many of them, the same for every test, each with a generator of its own."""
    for seed in range(many):
        yield *agenda(seed), Random(seed)


@cache
def agenda(seed: int) -> tuple[PreparedProblem, Agenda]:
    """Some situations in sessions that admit them, at hours that are mostly possible, whoever else is there."""
    rng = Random(seed)
    document = random_document(rng, size="small" if seed % 3 else "tiny", pins=False)
    prepared = PreparedProblem.of(Problem.from_dict(document))
    starts, seats = options(prepared), {}
    for name in rng.sample(prepared.candidates, min(len(prepared.candidates), rng.randint(1, 9))):
        session = rng.choice(prepared.admitted[name])
        hours = list(starts[name, session])
        if not hours or rng.random() < 0.1:
            hours = [prepared.index.start[session] + UNIT * n for n in range(prepared.index.grid(session))]
        start = rng.choice(hours)
        seats[name] = Seat(name, session, start, start + prepared.index.minutes[name])
    return prepared, seats


def breaks(rule: Rule, prepared: PreparedProblem, seats: Agenda) -> bool:
    """Whether these seats break a rule."""
    return any(broken_by((rule,), prepared.index, seats.values()))


def valid(prepared: PreparedProblem, seats: Agenda) -> Agenda:
    """Those of the seats, one by one, that break nothing beside those before."""
    kept: Agenda = {}
    for name, seat in seats.items():
        if not any(broken_by(RULES, prepared.index, [*kept.values(), seat])):
            kept[name] = seat
    return kept


def by_session(seats: Agenda) -> list[Agenda]:
    """The seats of each session."""
    sessions = {seat.session for seat in seats.values()}
    return [{name: seat for name, seat in seats.items() if seat.session == one} for one in sorted(sessions)]


def tied(ties: Iterator[tuple[Node, Node]], candidates: Candidates, seats: Agenda) -> list[Agenda]:
    """The seats of sessions that are tied together."""
    groups = Groups()
    for situation, sessions in candidates.items():
        for session in sessions:
            groups.tie(("situation", situation), ("session", session))
    groups.tie_all(ties)
    found: dict[object, Agenda] = {}
    for name, seat in seats.items():
        found.setdefault(groups.find(("session", seat.session)), {})[name] = seat
    return list(found.values())


@pytest.mark.parametrize("rule", ASKED, ids=lambda rule: type(rule).__name__)
def test_what_a_rule_says_of_itself(rule: Rule) -> None:
    """Scope, monotony, ties."""
    for prepared, seats, rng in agendas():
        parts = {"seat": [{name: seat} for name, seat in seats.items()], "session": by_session(seats)}
        pieces = parts.get(rule.scope, [seats])
        assert breaks(rule, prepared, seats) == any(breaks(rule, prepared, piece) for piece in pieces)
        if rule.is_monotone and not breaks(rule, prepared, seats):
            fewer = {name: seat for name, seat in seats.items() if rng.random() < 0.6}
            assert not breaks(rule, prepared, fewer)
        chosen = {name: (seat.session,) for name, seat in seats.items()}
        apart = tied(rule.ties(prepared.index, chosen), chosen, seats)
        assert breaks(rule, prepared, seats) == any(breaks(rule, prepared, piece) for piece in apart)


def test_a_rule_that_is_not_monotone_is_one() -> None:
    """The promise is not made in vain: company mends what first-hour breaks."""
    (first_hour,) = (rule for rule in RULES if not rule.is_monotone)
    assert any(
        breaks(first_hour, prepared, {name: seat})
        for prepared, seats, _ in agendas()
        if not breaks(first_hour, prepared, seats)
        for name, seat in seats.items()
    )


@pytest.mark.parametrize("rule", ASKED, ids=lambda rule: type(rule).__name__)
def test_what_fits_is_what_the_check_finds(rule: Rule) -> None:
    """One seat more, at a start that the rules allow, beside seats that break nothing."""
    fitting = refused = 0
    for prepared, seats, _ in agendas():
        names = list(seats)
        starts = options(prepared)
        rest = valid(prepared, {name: seats[name] for name in names[1:]})
        if not names or breaks(rule, prepared, rest):
            continue
        fit = rule.fit(prepared.index)
        for seat in rest.values():
            if fit is not None:
                fit.place(seat)
        name, minutes = names[0], prepared.index.minutes[names[0]]
        for session in prepared.admitted[name]:
            for start in starts[name, session]:
                seat = Seat(name, session, start, start + minutes)
                if rule.id != "session-time" and breaks(OVERLAP, prepared, {**rest, name: seat}):
                    continue  # what overlaps in one session is that rule's to refuse
                fits = fit is None or (
                    fit.is_open(name)
                    and fit.has_room(name, session)
                    and not fit.blocked(name, session) >> (start - prepared.index.start[session]) // UNIT & 1
                    and fit.fits(seat)
                )
                assert fits == (not breaks(rule, prepared, {**rest, name: seat})), (rule.id, seat)
                fitting, refused = fitting + fits, refused + (not fits)
    assert fitting
    assert bool(refused) == (rule.scope != "seat")


@pytest.mark.parametrize("rule", ASKED, ids=lambda rule: type(rule).__name__)
def test_the_grid_at_once_is_start_by_start(rule: Rule) -> None:
    """Looked up or asked, the same starts are barred."""
    for prepared, seats, _ in agendas(60):
        for name in seats:
            for session in prepared.admitted[name]:
                assert rule.barred(prepared.index, name, session) == Rule.barred(rule, prepared.index, name, session)


@pytest.mark.parametrize("rule", ASKED, ids=lambda rule: type(rule).__name__)
def test_a_seat_taken_off_leaves_no_trace(rule: Rule) -> None:
    """What fits is the same after another seat came and went."""
    for prepared, seats, _ in agendas(60):
        fit = rule.fit(prepared.index)
        kept = list(valid(prepared, seats).values())
        if fit is None or len(kept) < 2:
            continue
        other, seat = kept[0], kept[1]

        def answers(seat: Seat = seat, fit: SeatFit = fit) -> tuple[bool, bool, int, bool]:
            here = seat.situation, seat.session
            return fit.is_open(seat.situation), fit.has_room(*here), fit.blocked(*here), fit.fits(seat)

        before = answers()
        fit.place(other)
        fit.lift(other)
        assert answers() == before


def test_who_is_not_seated_breaks_nothing() -> None:
    """A pin that is not held yet is no fault of the seats that are."""
    document = random_document(Random(0), size="tiny", pins=False)
    situation, session = document["situations"][0]["id"], document["sessions"][0]["id"]
    index = ProblemIndex(Problem.from_dict({**document, "pins": [{"situation": situation, "session": session}]}))
    assert not list(broken_by(RULES, index, []))


@pytest.mark.parametrize("term", COUNTED, ids=lambda term: type(term).__name__)
def test_what_a_term_says_of_itself(term: Term) -> None:
    """Scope, ties, and the bound that its worth is."""
    for prepared, seats, _ in agendas():

        def points(part: Agenda, prepared: PreparedProblem = prepared) -> int:
            return term.sign * term.recount(prepared, part)

        nothing, whole = points({}), points(seats)
        parts = {"seat": [{name: seat} for name, seat in seats.items()], "session": by_session(seats)}
        chosen = {name: (seat.session,) for name, seat in seats.items()}
        for pieces in (parts.get(term.scope, [seats]), tied(term.ties(prepared, chosen), chosen, seats)):
            assert whole - nothing == sum(points(piece) - nothing for piece in pieces)
        worth = sum(term.worth(prepared, name, seat.session) for name, seat in seats.items())
        assert whole <= term.constant(prepared) + worth


@pytest.mark.parametrize("term", COUNTED, ids=lambda term: type(term).__name__)
def test_a_tally_is_the_recount_seat_by_seat(term: Term) -> None:
    """What each seat adds, promised and told; the same after it was taken off again."""
    for prepared, seats, rng in agendas(60):
        tally, placed = term.tally(prepared), dict[str, Seat]()
        for name, seat in valid(prepared, seats).items():
            before, after = (term.sign * term.recount(prepared, part) for part in (placed, {**placed, name: seat}))
            assert tally.gain(seat) == after - before
            assert tally.promises(name, [seat.session])[0] >= after - before
            tally.place(seat)
            placed[name] = seat
            if rng.random() < 0.3:
                tally.lift(seat)
                assert tally.gain(seat) == after - before
                tally.place(seat)
