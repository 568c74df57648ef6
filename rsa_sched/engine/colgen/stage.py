"""Components too large for one model: a bound and an agenda from session plans, proven where the plans are few enough.

1. `restricted_master`: the bound of session plans.
2. `diving`: an agenda out of the master, with hours from `timetable`.
3. `neighbourhoods`: the agenda improved piece by piece, some sessions at a time.
4. `prover`: where every plan near the bound can be drawn up, the best agenda, proven.
5. Else step 3 again, for longer, and then `lns`: the same by CP-SAT, which knows hours, until nothing helps.

Plans know no hours. Where hours are what is scarce, since services share professionals on few dates, the agenda of
step 2 stays far below the bound, and CP-SAT's relaxation of the whole, which knows them, does better: `cpsat.stage`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rsa_sched.engine.colgen.decomposition import decomposition
from rsa_sched.engine.colgen.diving import dive
from rsa_sched.engine.colgen.neighbourhoods import PlanNeighbourhoods
from rsa_sched.engine.colgen.pool import Proof
from rsa_sched.engine.colgen.prover import CHOICES, NARROW, Prover
from rsa_sched.engine.colgen.remembered import Remembered
from rsa_sched.engine.colgen.restricted_master import RestrictedMaster
from rsa_sched.engine.colgen.timetable import Timetabler, hours_can_be_excluded
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.stage import improve_by_turns
from rsa_sched.engine.greedy import greedy
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.lns import improve_by_neighbourhoods
from rsa_sched.engine.options import Options, options
from rsa_sched.heap import give_back
from rsa_sched.rules.base import Seat

STARTS = 4_000
"""Up to so many starts CP-SAT is asked for the whole."""
BOUND_SHARE = 0.4
"""Of the time, so much at most for the bound of session plans."""
FAR = 0.08
"""Of the bound: where plans with hours stay so far below it, it is hours that decide."""
TURNS = 6
"""With so many turns of twice the work each CP-SAT ends with a component of which plans say little."""
FIRST_PATIENCE, PATIENCE = 6, 30
"""Steps around an agenda without a gain, after which its proof is tried, and after which nothing helps any more."""
FIRST_SHARE = 0.25
"""Of the time, so much at most before the proof is tried."""
WITHIN, FEW_CHOICES = 128, 5
"""Points of the first pool's margin, and choices, where solves are many and components small: a hundred plans are drawn
up as soon as ten, and chosen from as soon as the master's agenda has its hours; CP-SAT is at hand where it is the hours
that matter."""


def is_large(starts: Options) -> bool:
    """Whether one model of the whole would be neither proven nor improved in a reasonable time."""
    return sum(map(len, starts.values())) > STARTS


def improve_by_plans(floor: Incumbent, control: Control) -> Incumbent:
    """Bound a component, then improve its agenda until the gap is closed, the time is up or nothing helps.

    Without a time limit the work is counted, not the clock: the result is the same on any machine.
    """
    control = control.allot(len(floor.prepared.candidates))
    found, broken = _settle(floor, control, Remembered(), far=FAR)
    if _is_far(found, FAR) and control.alive:
        found = improve_by_turns(found, control, TURNS)
    elif found.points <= found.bound and not found.proven and control.alive:
        found = improve_by_neighbourhoods(found, control, first=broken)
    return _finished(floor, found, control)


def settle_by_plans(floor: Incumbent, control: Control, remembered: Remembered) -> Incumbent:
    """The same but for neighbourhoods: quick where plans prove the best agenda, and else a floor to go on from.

    Parameters
    ----------
    remembered : of solves of this component and its variants; added to.
    """
    control = control.allot(len(floor.prepared.candidates))
    return _finished(floor, _settle(floor, control, remembered, WITHIN, FEW_CHOICES)[0], control)


def _settle(
    floor: Incumbent,
    control: Control,
    remembered: Remembered,
    within: int = 0,
    choices: int = CHOICES,
    far: float = 1.0,
) -> tuple[Incumbent, list[list[str]]]:
    """Bound, agenda out of the master, proof by plans; and the groups of sessions that have no hours as planned.

    Parameters
    ----------
    within : points of a gap in which the proof finds the agenda by itself.
    far : share of the bound beyond which there is no proof by plans to be hoped for.
    """
    blocks = decomposition(floor.prepared, options(floor.prepared))
    master = RestrictedMaster(blocks)
    for column in remembered.columns(blocks):
        master.add(column)
    bound = master.bound(floor.points, control.part(BOUND_SHARE))
    remembered.take(master)
    if bound.points < floor.points:
        return replace(floor, bound=bound.points), []
    found = replace(floor, bound=min(floor.bound, bound.points), cut=bound.cut or floor.cut)
    timetabler = Timetabler(blocks, control, remembered.hours)
    broken: list[list[str]] = []
    if found.bound - found.points > within:
        seats, broken = _timetable_plans(timetabler, dive(master, blocks, control))
        found = found.improve_with(seats)
    if found.points > floor.points:
        control.tell(found.points, None)
    if not (found.proven or bound.cut or _is_far(found, far)) and hours_can_be_excluded():
        around = PlanNeighbourhoods(timetabler, found, control, remembered, Proof.of(blocks, bound.prices))
        prover = Prover(timetabler, found, control, max(NARROW, within), choices, remembered.exclusions)
        if far < 1:
            prover.polish = lambda known: around.improve(known, FIRST_PATIENCE, control.part(FIRST_SHARE))
        found = prover.prove(bound.prices)
        if far < 1:
            give_back()  # steps may follow for long
            found = around.improve(found, PATIENCE, control)
        remembered.count(prover.made)
    return found, broken


def _is_far(found: Incumbent, far: float) -> bool:
    return found.bound - found.points > far * abs(found.bound)


def _finished(floor: Incumbent, found: Incumbent, control: Control) -> Incumbent:
    if found.points > found.bound:
        return _withdraw_bound(floor, found)
    return replace(found, cut=found.cut or not (found.proven or control.alive))


def _withdraw_bound(floor: Incumbent, found: Incumbent) -> Incumbent:
    """An agenda above the bound: the agenda was counted, so the bound is what is wrong."""
    alarm = f"the plans' bound {found.bound} lies below an agenda of {found.points} points"
    return replace(found, bound=max(found.points, floor.bound), cut=True, alarms=(*found.alarms, alarm))


def _timetable_plans(
    timetabler: Timetabler, plans: Mapping[str, frozenset[str]]
) -> tuple[Mapping[str, Seat], list[list[str]]]:
    """Seats for what has hours, filled up; the groups of sessions that have none as planned."""
    seats: dict[str, Seat] = {}
    broken = []
    for sets, found in timetabler.timetables(plans):
        seats.update(found.seats)
        if not found.whole:
            broken.append([session for session, _ in sets])
    blocks = timetabler.blocks
    return greedy(blocks.prepared, blocks.starts, seats), broken
