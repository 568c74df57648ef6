"""The contrast: what would happen to the points if this deferred situation were heard all the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rsa_sched.bareme.case import Case
from rsa_sched.bareme.priority import earned
from rsa_sched.domain.clock import to_moment
from rsa_sched.engine.board import Board, Gain
from rsa_sched.engine.options import Options, options
from rsa_sched.explain.french import count, hour
from rsa_sched.rules.base import Seat

_NAMES = {
    "equity": "équilibre entre structures",
    "travel": "déplacements",
    "idle": "attente",
    "stability": "changement de places annoncées",
}


class Exchange:
    """Tries a deferred situation in a free place, then in the holders', from the one who earns least; counts it all.

    Parameters
    ----------
    component : an independent sub-problem.
    seats : the agenda of the whole, by situation.
    """

    def __init__(self, component: Case, seats: Mapping[str, Seat]) -> None:
        self._case = component
        self._board = Board(component, (seats[name] for name in component.candidates if name in seats))
        pinned = {pin.situation for pin in component.docket.problem.pins}
        self._held: dict[str, list[tuple[int, str, Seat]]] = defaultdict(list)
        for name, seat in self._board.seats.items():
            if name not in pinned:
                self._held[seat.session].append((earned(component, name, seat.session), name, seat))

    def told(self, situation: str) -> str:
        """One sentence: what hearing this situation would change, nobody else moved or one exchanged."""
        starts = options(self._case, situations=[situation])
        free = self._best_opening(situation, starts)
        if free is not None:
            where = f"La placer à {hour(to_moment(free.start))} (séance {free.session})"
            return f"{where} {_change(self._board.gain(free), _NOTHING)}."
        holders = self._holders(situation)
        for holder in holders:
            self._board.lift(holder.situation)
            instead = self._best_opening(situation, starts, holder.session)
            gain = None if instead is None else self._board.gain(instead)
            given_up = self._board.gain(holder)
            self._board.place(holder)
            if gain is not None:
                return f"L'entendre à la place de {holder.situation} {_change(gain, given_up)}."
        if holders:
            return "Elle ne tiendrait à la place d'aucune situation entendue, les autres restant à leur heure."
        return "Aucune heure libre ne convient à ses participants, et les places tenues sont fixées d'avance."

    def _best_opening(self, situation: str, starts: Options, session: str | None = None) -> Seat | None:
        sessions = self._case.admitted[situation] if session is None else [session]
        openings = (seat for name in sessions for seat in self._board.openings(situation, name, starts))
        there = [(self._board.gain(seat).points, -seat.start, seat) for seat in openings]
        return max(there)[2] if there else None

    def _holders(self, situation: str) -> list[Seat]:
        """The seats of the sessions that admit the situation, least points first; pins are not to be exchanged."""
        held = [holder for session in self._case.admitted[situation] for holder in self._held[session]]
        return [seat for _, _, seat in sorted(held)]


_NOTHING = Gain(0, 0, 0, 0, 0)


def _change(gain: Gain, given_up: Gain) -> str:
    """« ferait perdre 16 points (priorité -12, attente -4) »."""
    parts = {name: gain._asdict()[name] - given_up._asdict()[name] for name in Gain._fields}
    told = [
        f"priorité {parts['priority']:+}",
        *(f"{name} {parts[key]:+}" for key, name in _NAMES.items() if parts[key]),
    ]
    total, detail = sum(parts.values()), f" ({', '.join(told)})"
    if total > 0:
        return f"ferait gagner {count(total, 'point')}{detail} ; cet ordre du jour n'est pas prouvé le meilleur"
    if total == 0:
        return f"ne changerait pas le total des points{detail}"
    return f"ferait perdre {count(-total, 'point')}{detail}"
