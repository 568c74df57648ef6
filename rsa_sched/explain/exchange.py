"""The contrast: what would happen to the points if this deferred situation were heard all the same."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from rsa_sched.bareme import PARTS
from rsa_sched.bareme.case import Case
from rsa_sched.bareme.priority import earned
from rsa_sched.domain.clock import to_moment
from rsa_sched.engine.greedy import Board
from rsa_sched.engine.options import options
from rsa_sched.explain.french import count, hour
from rsa_sched.rules.base import Seat

_NAMES = {
    "equity": "équilibre entre structures",
    "travel": "déplacements",
    "idle": "attente",
    "stability": "changement de places annoncées",
}


class Exchange:
    """Tries a deferred situation in a free place, then in that of the holder who earns least; counts, never guesses.

    Parameters
    ----------
    component : an independent sub-problem.
    seats : the agenda of the whole, by situation.
    """

    def __init__(self, component: Case, seats: Mapping[str, Seat]) -> None:
        self._case = component
        self._seats = {name: seats[name] for name in component.candidates if name in seats}
        self._pinned = {pin.situation for pin in component.docket.problem.pins}

    @cached_property
    def _parts(self) -> dict[str, int]:
        return self._count(self._seats)

    def _count(self, seats: Mapping[str, Seat]) -> dict[str, int]:
        return {part.id: part.recount(self._case, seats) for part in PARTS}

    def told(self, situation: str) -> str:
        """One sentence: what hearing this situation would change, nobody else moved or one exchanged."""
        free = self._best_opening(situation, self._seats)
        if free is not None:
            where = f"La placer à {hour(to_moment(free.start))} (séance {free.session})"
            return f"{where} {self._difference({**self._seats, situation: free})}."
        holder = self._weakest_holder(situation)
        if holder is None:
            return "Aucune heure libre ne convient à ses participants, et les places tenues sont fixées d'avance."
        without = {name: seat for name, seat in self._seats.items() if name != holder.situation}
        instead = self._best_opening(situation, without, holder.session)
        if instead is None:
            return f"Elle ne tiendrait pas non plus à la place de {holder.situation}, les autres restant à leur heure."
        return f"L'entendre à la place de {holder.situation} {self._difference({**without, situation: instead})}."

    def _best_opening(self, situation: str, seats: Mapping[str, Seat], session: str | None = None) -> Seat | None:
        board = Board(self._case, options(self._case.restricted([situation])), seats)
        openings = [seat for seat in board.openings(situation) if session in (None, seat.session)]
        return max(openings, key=lambda seat: (board.gain(seat), -seat.start), default=None)

    def _weakest_holder(self, situation: str) -> Seat | None:
        """The seat of least points in a session that admits the situation; pins are not to be exchanged."""
        sessions = self._case.admitted[situation]
        held = [
            seat for seat in self._seats.values() if seat.session in sessions and seat.situation not in self._pinned
        ]
        return min(
            held, key=lambda seat: (earned(self._case, seat.situation, seat.session), seat.situation), default=None
        )

    def _difference(self, seats: Mapping[str, Seat]) -> str:
        after = self._count(seats)
        gains = {name: after[name] - self._parts[name] for name in after}
        total = gains["priority"] - sum(change for name, change in gains.items() if name != "priority")
        costs = [f"{_NAMES[name]} {-change:+}" for name, change in gains.items() if name != "priority" and change]
        detail = f" (priorité {gains['priority']:+}{''.join(', ' + cost for cost in costs)})"
        if total > 0:
            return f"gagnerait {count(total, 'point')}{detail} ; la recherche s'est arrêtée avant de l'examiner"
        if total == 0:
            return f"ne changerait pas le total des points{detail}"
        return f"ferait perdre {count(-total, 'point')}{detail}"
