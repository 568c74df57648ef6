"""The contrast: what would happen to the points if a deferred situation were heard all the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.priority import earned
from rsa_sched.domain.clock import to_moment
from rsa_sched.engine.options import Options
from rsa_sched.engine.partial import PartialAgenda
from rsa_sched.french.sentences import say, words
from rsa_sched.rules.base import Seat


@dataclass(frozen=True)
class Contrast:
    """What hearing a deferred situation would change, all others staying where and when they are.

    Attributes
    ----------
    seat : where it would sit; None where it fits in none of its sessions, not even in the place of a holder there.
    holder : whose place that would be; None for a free one.
    change : of each part of the points.
    exchangeable, pinned : where it fits nowhere, whether there are holders whose place was tried, and pinned ones,
        whose place is not to be had.
    """

    seat: Seat | None = None
    holder: Seat | None = None
    change: Mapping[str, int] = field(default_factory=dict)
    exchangeable: bool = False
    pinned: bool = False


class Exchange:
    """Tries a deferred situation in a free place, then in the holders' places, least priority first.

    Parameters
    ----------
    component : an independent sub-problem.
    seats : the agenda of the whole, by situation.
    starts : of the component.
    """

    def __init__(self, component: PreparedProblem, seats: Mapping[str, Seat], starts: Options) -> None:
        self._prepared, self._starts = component, starts
        self._partial = PartialAgenda(component, (seats[name] for name in component.candidates if name in seats))
        pinned = {pin.situation for pin in component.index.problem.pins}
        self._held: dict[str, list[tuple[int, str, Seat]]] = defaultdict(list)
        """Seats of each session whose place may be taken, with what they earn."""
        self._pinned: set[str] = set()
        for name, seat in self._partial.seats.items():
            if name in pinned:
                self._pinned.add(seat.session)
            else:
                self._held[seat.session].append((earned(component, name, seat.session), name, seat))

    def of(self, situation: str) -> Contrast:
        """What hearing this situation would change: in a free place, else in the place of one other."""
        free = self._best_opening(situation)
        if free is not None:
            return Contrast(free, None, self._partial.gains(free))
        admitted = self._prepared.admitted[situation]
        holders = [seat for *_, seat in sorted(held for session in admitted for held in self._held[session])]
        for holder in holders:
            self._partial.lift(holder.situation)
            instead = self._best_opening(situation, holder.session)
            gain = None if instead is None else self._partial.gains(instead)
            given_up = self._partial.gains(holder)
            self._partial.place(holder)
            if gain is not None:
                return Contrast(instead, holder, {name: new - given_up[name] for name, new in gain.items()})
        return Contrast(exchangeable=bool(holders), pinned=not self._pinned.isdisjoint(admitted))

    def _best_opening(self, situation: str, session: str | None = None) -> Seat | None:
        sessions = self._prepared.admitted[situation] if session is None else [session]
        openings = (seat for name in sessions for seat in self._partial.openings(situation, name, self._starts))
        return max(openings, key=lambda seat: (self._partial.points(seat), -seat.start, seat), default=None)


def describe_contrast(contrast: Contrast) -> str:
    """What hearing the situation would change, in a French sentence."""
    seat, holder, change = contrast.seat, contrast.holder, contrast.change
    if seat is None:
        others = ["exchangeable"] * contrast.exchangeable + ["pinned"] * contrast.pinned
        return say(f"deferrals.exchange.nowhere.{'-and-'.join(others) or 'empty'}")
    points = sum(change.values())
    parts = words("deferrals.exchange.parts").items()
    place, effect = "free" if holder is None else "instead", "gain" if points > 0 else "loss" if points else "same"
    return say(
        f"deferrals.exchange.{place}.{effect}",
        start=to_moment(seat.start),
        session=seat.session,
        holder="" if holder is None else holder.situation,
        points=abs(points),
        parts=", ".join(f"{name} {change[part]:+}" for part, name in parts if part == "priority" or change[part]),
    )
