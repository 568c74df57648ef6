"""An agenda in the making: whether one seat more fits, and what it would bring. It asks the rules and the terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from rsa_sched.bareme import TERMS
from rsa_sched.bareme.base import Term
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.clock import UNIT
from rsa_sched.engine.options import Options
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Rule, Seat, SeatFit

Question = TypeVar("Question", bound=Callable[..., object])


class PartialAgenda:
    """Seats of a prepared problem. Adding a seat that fits leaves a valid agenda valid.

    Parameters
    ----------
    prepared : the (component of a) problem.
    seats : what is seated to begin with.
    rules, terms : those to heed and to count; all of the contract by default.
    """

    def __init__(
        self,
        prepared: PreparedProblem,
        seats: Iterable[Seat] = (),
        *,
        rules: Iterable[Rule] | None = None,
        terms: Iterable[Term] | None = None,
    ) -> None:
        self.prepared = prepared
        self.seats: dict[str, Seat] = {}
        asked = (rule.fit(prepared.index) for rule in (RULES if rules is None else rules))
        self._fits = [fit for fit in asked if fit is not None]
        self._tallies = {term.id: term.tally(prepared) for term in (TERMS if terms is None else terms)}
        # Most rules answer one or two of the questions; only those are asked.
        self._open = [fit.is_open for fit in self._fits if type(fit).is_open is not SeatFit.is_open]
        self._room = [fit.has_room for fit in self._fits if type(fit).has_room is not SeatFit.has_room]
        self._blocked = [fit.blocked for fit in self._fits if type(fit).blocked is not SeatFit.blocked]
        self._fitting = [fit.fits for fit in self._fits if type(fit).fits is not SeatFit.fits]
        self._gains = [tally.gain for tally in self._tallies.values()]
        for seat in seats:
            self.place(seat)

    # --- what fits ----------------------------------------------------------------------------------------------------

    def is_open(self, situation: str) -> bool:
        """Whether the situation may fit anywhere."""
        return situation not in self.seats and all(ask(situation) for ask in self._open)

    def has_room(self, situation: str, session: str) -> bool:
        """Whether the situation may fit at some start of a session: a quick look."""
        return all(ask(situation, session) for ask in self._room)

    def openings(self, situation: str, session: str, starts: Options) -> Iterator[Seat]:
        """Every seat in one session that fits beside what is seated, by start; `starts` as the rules allow them."""
        return (seat for seat in self.free(situation, session, starts) if self.passes(seat))

    def free(self, situation: str, session: str, starts: Options) -> Iterator[Seat]:
        """As `openings`, but for what `passes` has to ask."""
        if not self.is_open(situation) or not self.has_room(situation, session):
            return
        index, blocked = self.prepared.index, self._blocked_starts(situation, session)
        length, opens = index.minutes[situation], index.start[session]
        for minute in starts.get((situation, session), ()):
            if not blocked >> (minute - opens) // UNIT & 1:
                yield Seat(situation, session, minute, minute + length)

    def passes(self, seat: Seat) -> bool:
        """Whether a free seat fits by the rules that have to be asked seat by seat."""
        return all(ask(seat) for ask in self._fitting)

    def fits(self, seat: Seat) -> bool:
        """Whether a seat, at a start that the rules allow, fits beside what is seated."""
        if not self.is_open(seat.situation) or not self.has_room(seat.situation, seat.session):
            return False
        number = (seat.start - self.prepared.index.start[seat.session]) // UNIT
        return not self._blocked_starts(seat.situation, seat.session) >> number & 1 and self.passes(seat)

    def _blocked_starts(self, situation: str, session: str) -> int:
        mask = 0
        for blocked in self._blocked:
            mask |= blocked(situation, session)
        return mask

    # --- what it would bring ------------------------------------------------------------------------------------------

    def points(self, seat: Seat) -> int:
        """What seating this situation, not seated now, adds to the points of the agenda as it stands."""
        return sum(gain(seat) for gain in self._gains)

    def gains(self, seat: Seat) -> dict[str, int]:
        """The same, term by term; costs saved count as gains."""
        return {name: tally.gain(seat) for name, tally in self._tallies.items()}

    def promises(self, situation: str, sessions: Sequence[str]) -> list[int]:
        """Of each of these sessions what no start there adds more than."""
        of_terms = (tally.promises(situation, sessions) for tally in self._tallies.values())
        return list(map(sum, zip(*of_terms, strict=True)))

    # --- changes ------------------------------------------------------------------------------------------------------

    def place(self, seat: Seat) -> None:
        """Seat a situation."""
        self.seats[seat.situation] = seat
        for fit in self._fits:
            fit.place(seat)
        for tally in self._tallies.values():
            tally.place(seat)

    def lift(self, situation: str) -> Seat:
        """Take a situation off the agenda; whoever stays may then break a rule that is not monotone."""
        seat = self.seats.pop(situation)
        for fit in self._fits:
            fit.lift(seat)
        for tally in self._tallies.values():
            tally.lift(seat)
        return seat
