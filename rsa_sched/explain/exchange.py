"""The contrast: what would happen to the points if this deferred situation were heard all the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.priority import earned
from rsa_sched.domain.clock import to_moment
from rsa_sched.engine.options import Options
from rsa_sched.engine.partial import PartialAgenda
from rsa_sched.french.figures import count, hour
from rsa_sched.rules.base import Seat

_NAMES = {
    "equity": "équilibre entre structures",
    "travel": "déplacements",
    "idle": "attente",
    "stability": "changement de places annoncées",
}


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
    """Tries a deferred situation in a free place, then in the holders', from the one who earns least; counts it all.

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
        self._pinned: set[str] = set()
        for name, seat in self._partial.seats.items():
            if name in pinned:
                self._pinned.add(seat.session)
            else:
                self._held[seat.session].append((earned(component, name, seat.session), name, seat))

    def of(self, situation: str) -> Contrast:
        """What hearing this situation would change, nobody else moved or one exchanged."""
        free = self._best_opening(situation)
        if free is not None:
            return Contrast(free, None, self._partial.gains(free))
        holders = self._holders(situation)
        for holder in holders:
            self._partial.lift(holder.situation)
            instead = self._best_opening(situation, holder.session)
            gain = None if instead is None else self._partial.gains(instead)
            given_up = self._partial.gains(holder)
            self._partial.place(holder)
            if gain is not None:
                return Contrast(instead, holder, {name: new - given_up[name] for name, new in gain.items()})
        there = self._pinned.intersection(self._prepared.admitted[situation])
        return Contrast(exchangeable=bool(holders), pinned=bool(there))

    def _best_opening(self, situation: str, session: str | None = None) -> Seat | None:
        sessions = self._prepared.admitted[situation] if session is None else [session]
        openings = (seat for name in sessions for seat in self._partial.openings(situation, name, self._starts))
        there = [(self._partial.points(seat), -seat.start, seat) for seat in openings]
        return max(there)[2] if there else None

    def _holders(self, situation: str) -> list[Seat]:
        """The seats of the sessions that admit the situation, least points first; pins are not to be exchanged."""
        held = [holder for session in self._prepared.admitted[situation] for holder in self._held[session]]
        return [seat for _, _, seat in sorted(held)]


def told(contrast: Contrast) -> str:
    """A contrast in words."""
    seat, holder = contrast.seat, contrast.holder
    if seat is None:
        return _nowhere(contrast)
    if holder is None:
        return f"La placer à {hour(to_moment(seat.start))} (séance {seat.session}) {_change(contrast.change)}."
    return f"L'entendre à la place de {holder.situation} {_change(contrast.change)}."


def _nowhere(contrast: Contrast) -> str:
    opening = "Les autres restant à leur heure, elle ne tient dans aucune séance"
    if contrast.exchangeable:
        aside = ", places fixées d'avance mises à part" if contrast.pinned else ""
        return f"{opening}, même à la place d'une des situations qui y sont entendues{aside}."
    if contrast.pinned:
        return f"{opening}, et les places qui y sont tenues sont fixées d'avance."
    return f"{opening}, quoique personne n'y soit entendu."


def _change(change: Mapping[str, int]) -> str:
    """« ferait perdre 16 points (priorité -12, attente -4) »."""
    told = [
        f"priorité {change['priority']:+}",
        *(f"{name} {change[key]:+}" for key, name in _NAMES.items() if change[key]),
    ]
    total, detail = sum(change.values()), f" ({', '.join(told)})"
    if total > 0:
        return f"ferait gagner {count(total, 'point')}{detail} ; cet ordre du jour n'est pas prouvé le meilleur"
    if total == 0:
        return f"ne changerait pas le total des points{detail}"
    return f"ferait perdre {count(-total, 'point')}{detail}"
