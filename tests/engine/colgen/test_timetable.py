"""Laying plans on the clock: hours, what they cost, and what is excluded, against all hours of tiny components."""

from __future__ import annotations

import gc
import weakref
from collections import Counter
from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Any

import pytest

from rsa_sched.engine.colgen import timetable as clock
from rsa_sched.engine.colgen.decomposition import decomposition
from rsa_sched.engine.colgen.integer_master import Exclusion
from rsa_sched.engine.colgen.timetable import Timetable, Timetabler
from rsa_sched.engine.control import Control
from rsa_sched.engine.stop import Stop
from tests.engine.colgen.exhaustive import Division, Whole, components, crowded
from tests.engine.colgen.test_integer_master import applies, left_of
from tests.support.builders import at, document, minute_of, partner, session, situation


def a_clock(whole: Whole) -> Timetabler:
    """One that has laid nothing yet."""
    return Timetabler(decomposition(whole.prepared, whole.starts), Control())


@cache
def laid_out() -> list[tuple[Whole, Division, list[tuple[Division, Timetable]]]]:
    """Some divisions of crowded tiny components, laid; each component by one clock."""
    found: list[tuple[Whole, Division, list[tuple[Division, Timetable]]]] = []
    for seed in range(24):
        for whole in map(Whole, components(crowded(seed))):
            if len(whole.prepared.candidates) > 2 and whole.number < 4_000:
                keeper, divisions = a_clock(whole), whole.divisions
                found += [
                    (whole, division, [(dict(sets), laid) for sets, laid in keeper.timetables(division)])
                    for division in Random(seed).sample(divisions, min(14, len(divisions)))
                ]
    return found


def test_what_is_laid_stands_and_costs_the_least() -> None:
    """Everybody has hours that break no rule; waiting and changes are the least that any hours cost."""
    wholes = losses = 0
    for whole, _, groups in laid_out():
        for group, laid in groups:
            cost = whole.hours(group)
            assert laid.whole == (cost is not None)
            assert whole.is_agenda(laid.seats)
            names = {name for sitting in group.values() for name in sitting}
            assert set(laid.seats) <= names
            if cost is not None:
                wholes, losses = wholes + 1, losses + (cost > 0)
                assert set(laid.seats) == names
                assert whole.cost(laid.seats) == cost
                assert bool(laid.exclusions) == (cost > 0)
    assert min(wholes, losses) > 30


def test_groups_are_laid_as_if_the_others_were_not_there() -> None:
    """Together they are the division, and their hours an agenda."""
    several = 0
    for whole, division, groups in laid_out():
        assert {session: names for group, _ in groups for session, names in group.items()} == division
        assert len(division) == sum(len(group) for group, _ in groups)
        if all(laid.whole for _, laid in groups):
            seats = {name: seat for _, laid in groups for name, seat in laid.seats.items()}
            assert whole.is_agenda(seats)
            assert whole.cost(seats) == whole.hours(division)
            several += len(groups) > 1
    assert several > 10


def kind_of(exclusion: Exclusion) -> str:
    """How an exclusion is meant."""
    if exclusion.loss is not None:
        return "lost together" if len(exclusion.sets) > 1 else "lost alone"
    return "needs company" if exclusion.exact else "impossible"


def test_exclusions_say_what_is_so() -> None:
    """Losses are the least, the impossible is, and each situation named is needed for that."""
    kinds: Counter[str] = Counter()
    for whole, division, groups in laid_out():
        for exclusion in (exclusion for _, laid in groups for exclusion in laid.exclusions):
            sets, kind = dict(exclusion.sets), kind_of(exclusion)
            kinds[kind] += 1
            assert applies(exclusion, division)
            if exclusion.loss is not None:
                assert exclusion.exact
                assert whole.hours(sets) == exclusion.loss > 0
            elif exclusion.exact:
                assert whole.hours(sets) is None
                assert whole.hours(sets, first_hour=False) is not None
            else:
                assert whole.hours(sets, first_hour=False) is None
                for session, names in sets.items():
                    for name in names:
                        assert whole.hours({**sets, session: names - {name}}, first_hour=False) is not None
    assert min(kinds[kind] for kind in ("lost together", "lost alone", "needs company", "impossible")) > 5, kinds


def test_all_exclusions_together_rule_out_no_agenda() -> None:
    """Whatever a clock has said of some divisions, every agenda has its points still."""
    told: dict[int, tuple[Whole, list[Exclusion]]] = {}
    for whole, _, groups in laid_out():
        exclusions = told.setdefault(id(whole), (whole, []))[1]
        exclusions += [new for _, laid in groups for new in laid.exclusions if new not in exclusions]
    agendas = 0
    for whole, exclusions in told.values():
        for division in Random(0).sample(whole.divisions, min(50, len(whole.divisions))):
            points = whole.points(division)
            if points is not None:
                left = left_of(whole.worth(division), division, exclusions)
                assert left is not None
                assert left > points - 0.01
                agendas += 1
    assert agendas > 200


def whole_of(*arguments: Any, **keys: Any) -> Whole:
    """The only component of a small document."""
    (case,) = components(document(*arguments, **keys))
    return Whole(case)


def laid(whole: Whole, division: Mapping[str, set[str]]) -> list[Timetable]:
    """A division, laid by a new clock."""
    return [
        result for _, result in a_clock(whole).timetables({name: frozenset(names) for name, names in division.items()})
    ]


def test_sessions_are_laid_together_where_somebody_may_have_to_be_in_both() -> None:
    """The same morning, or the same day with a journey between; not without a common person, nor another day."""
    rows = [situation(1, referent="p"), situation(2, referent="p"), situation(3, referent="q")]
    sessions = [session(1), session(2, venue="v-2", clock="12:30"), session(3, clock="12:30"), session(4, day=6)]
    whole = whole_of(rows, sessions, travel={"default_minutes": 45})
    for there, number in ((2, 1), (3, 2), (4, 2)):
        assert len(laid(whole, {"s-1": {"d-1"}, f"s-{there}": {"d-2"}})) == number
        assert len(laid(whole, {"s-1": {"d-1"}, f"s-{there}": {"d-3"}})) == 2


def test_a_journey_that_hours_cannot_make_is_excluded() -> None:
    """An hour's way between sessions of half an hour each."""
    sessions = [session(1, minutes=30), session(2, minutes=30, clock="10:00", venue="v-2")]
    rows = [situation(1, referent="p"), situation(2, referent="p")]
    whole = whole_of(rows, sessions, travel={"default_minutes": 60})
    sets = (("s-1", frozenset({"d-1"})), ("s-2", frozenset({"d-2"})))
    (result,) = laid(whole, {"s-1": {"d-1"}, "s-2": {"d-2"}})
    assert result.exclusions == (Exclusion(sets),)
    assert not result.whole
    assert len(result.seats) == 1, "one of them can be heard"


def test_who_sits_late_needs_company() -> None:
    """Alone excluded, with just these situations; beside another there is nothing to say."""
    whole = whole_of(2, absences={"p-1": [(at("09:00"), at("11:00"))]})
    (alone,) = laid(whole, {"s-1": {"d-1"}})
    assert alone.exclusions == (Exclusion((("s-1", frozenset({"d-1"})),), exact=True),)
    (both,) = laid(whole, {"s-1": {"d-1", "d-2"}})
    assert (both.whole, both.exclusions) == (True, ())


def test_waiting_and_another_hour_are_losses() -> None:
    """Two units for the one who is away in between; the announced hour of the other is taken."""
    rows = [situation(1, referent="p"), situation(2, referent="p"), situation(3)]
    keys = {"regulation": {"idle_days": 5}, "absences": {"p": [(at("09:30"), at("10:00"))], "p-3": []}}
    names = frozenset({"d-1", "d-2"})
    whole = whole_of(rows, [session(1, minutes=90)], **keys)
    (waiting,) = laid(whole, {"s-1": set(names)})
    assert waiting.exclusions == (Exclusion((("s-1", names),), exact=True, loss=10),)
    lines = [{"situation": f"d-{n}", "session": "s-1", "start": at("09:00")} for n in (1, 3)]
    (moved,) = laid(whole_of(rows, announced=lines), {"s-1": {"d-1", "d-3"}})
    assert moved.exclusions == (Exclusion((("s-1", frozenset({"d-1", "d-3"})),), exact=True, loss=20),)


def test_an_announced_seat_elsewhere_is_no_loss_of_hours() -> None:
    """What it costs is part of the plans' worth already."""
    lines = [{"situation": "d-1", "session": "s-2", "start": at("09:00", 6)}]
    (result,) = laid(whole_of(2, [session(1), session(2, day=6)], announced=lines), {"s-1": {"d-1", "d-2"}})
    assert (result.whole, result.exclusions) == (True, ())


def test_the_pinned_keep_their_hour_whoever_else_cannot_stay() -> None:
    """Of two who want the only half hour, the pinned one has it."""
    pins = [{"situation": "d-2", "session": "s-1", "start": at("09:00")}]
    away = [(at("09:30"), at("12:00"))]
    whole = whole_of([situation(1, urgency=3), situation(2)], absences={"p-1": away, "p-2": away}, pins=pins)
    (result,) = laid(whole, {"s-1": {"d-1", "d-2"}})
    assert {name: seat.start for name, seat in result.seats.items()} == {"d-2": minute_of("09:00")}
    assert [exclusion.sets for exclusion in result.exclusions] == [(("s-1", frozenset({"d-1", "d-2"})),)]


def test_the_pinned_keep_their_hour_where_everybody_has_room() -> None:
    """Not the first that is free."""
    pins = [{"situation": "d-2", "session": "s-1", "start": at("10:15")}]
    (result,) = laid(whole_of(2, pins=pins), {"s-1": {"d-1", "d-2"}})
    assert result.seats["d-2"].start == minute_of("10:15")
    assert (result.whole, result.exclusions) == (True, ())


def test_what_nobody_waits_for_is_laid_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a solver: one after the other, each referent's in a row."""
    monkeypatch.setattr(clock, "Model", None)
    rows = [situation(n, referent=f"p-{n % 2}", partners=partner("x") if n == 3 else []) for n in (1, 2, 3, 4)]
    whole = whole_of(rows)
    names = {"d-1", "d-2", "d-3", "d-4"}
    (result,) = laid(whole, {"s-1": names})
    assert set(result.seats) == names
    assert (whole.cost(result.seats), result.exclusions) == (0, ())


def test_by_hand_nobody_waits() -> None:
    """The partner of the first and the last of one referent's three comes for these two in a row."""
    rows = [situation(n, referent="p", partners=partner("x") if n != 2 else []) for n in (1, 2, 3)]
    whole = whole_of(rows)
    (result,) = laid(whole, {"s-1": {"d-1", "d-2", "d-3"}})
    assert (whole.cost(result.seats), result.exclusions) == (0, ())


def test_by_hand_nobody_is_alone_for_too_long() -> None:
    """45 minutes do not end within the first 30."""
    whole = whole_of([situation(1, partners=partner("x"))], regulation={"single_situation_minutes": 30})
    (result,) = laid(whole, {"s-1": {"d-1"}})
    assert not result.whole
    assert result.exclusions == (Exclusion((("s-1", frozenset({"d-1"})),), exact=True),)


def test_what_was_laid_once_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time no solver is asked."""
    whole = whole_of([situation(1, referent="p"), situation(2, referent="p")], [session(1), session(2, venue="v-2")])
    keeper, division = a_clock(whole), {"s-1": frozenset({"d-1"}), "s-2": frozenset({"d-2"})}
    first = list(keeper.timetables(division))
    monkeypatch.setattr(clock, "Model", None)
    assert list(keeper.timetables(division)) == first


def test_a_clock_that_nobody_needs_is_let_go_of() -> None:
    """With all that it remembers, and the component it was for."""
    whole = whole_of([situation(1, referent="p"), situation(2, referent="p")], [session(1), session(2, venue="v-2")])
    keeper = a_clock(whole)
    list(keeper.timetables({"s-1": frozenset({"d-1"}), "s-2": frozenset({"d-2"})}))
    known = weakref.ref(keeper)
    del keeper
    gc.collect()
    assert known() is None


def test_a_stop_excludes_nothing() -> None:
    """What was not looked at is not said to be impossible, nor to cost anything."""
    stop = Stop()
    stop.set()
    for whole, division, _ in laid_out()[:40]:
        for _, result in Timetabler(decomposition(whole.prepared, whole.starts), Control(stop=stop)).timetables(
            division
        ):
            assert not result.exclusions
            assert whole.is_agenda(result.seats)
