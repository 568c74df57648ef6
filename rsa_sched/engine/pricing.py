"""Session plans: which situations together would earn a session most, at given prices of seats and units.

A plan is a set of situations of one session, with the trips they cause. Clock, calendars between situations, idle time
and the hours of announced seats are left out, so that the best plan is never worse than what any agenda does there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rsa_sched.bareme.case import Case
from rsa_sched.bareme.priority import earned
from rsa_sched.bareme.travel import trip
from rsa_sched.domain.clock import UNIT
from rsa_sched.engine.options import Options

SCALE = 64
"""Prices are counted in 64ths of a point, so that duals can be rounded to whole numbers at no great loss."""


class Item(NamedTuple):
    """A situation as a session may seat it: points without its referent's trip, in `SCALE` ths."""

    situation: str
    claimant: int
    units: int
    worth: int
    share: int
    """Index of its (service, kind), whose shortfall its units relieve; -1 where none is owed."""


@dataclass(frozen=True)
class PricedPlan:
    """A plan and what it is worth beyond the prices of its seats."""

    session: int
    situations: tuple[str, ...]
    surplus: int


class SessionPricer:
    """The best plan of one session by dynamic programming over units and places.

    Situations are grouped by referent, who travels once for all of them: of each group the best `a` short and `b`
    long ones. A partner's trip is shared out among the situations that could share it, so that it is charged too
    little rather than too much.

    Parameters
    ----------
    number : the session's place in the list of sessions.
    units, size : its length in units, and the most situations it hears.
    groups : for each referent the price of the trip (`SCALE` ths of a point) and the situations.
    """

    def __init__(self, number: int, units: int, size: int, groups: Sequence[tuple[int, Sequence[Item]]]) -> None:
        self.number = number
        self._units, self._size = units, size
        self.groups = groups

    def best(self, prices: Sequence[int], rewards: Sequence[int]) -> PricedPlan:
        """The plan of greatest surplus.

        Parameters
        ----------
        prices : of each claimant's seat.
        rewards : of each share's unit; all in `SCALE` ths of a point.
        """
        # best[places][units]: surplus of what was chosen so far, and how
        empty: list[tuple[int, tuple[str, ...]]] = [(0, ())]
        table: dict[tuple[int, int], tuple[int, tuple[str, ...]]] = {(0, 0): empty[0]}
        for trip_price, items in self.groups:
            offers = self._offers(trip_price, items, prices, rewards)
            if not offers:
                continue
            grown = dict(table)
            for (places, units), (surplus, chosen) in table.items():
                for more_places, more_units, more, names in offers:
                    key = places + more_places, units + more_units
                    if key[0] <= self._size and key[1] <= self._units:
                        known = grown.get(key)
                        if known is None or surplus + more > known[0]:
                            grown[key] = surplus + more, chosen + names
            table = grown
        surplus, chosen = max(table.values(), key=lambda entry: (entry[0], entry[1]))
        return PricedPlan(self.number, tuple(sorted(chosen)), surplus)

    def _offers(
        self, trip_price: int, items: Sequence[Item], prices: Sequence[int], rewards: Sequence[int]
    ) -> list[tuple[int, int, int, tuple[str, ...]]]:
        """What one referent's situations offer: places, units, surplus and names of the best of each length."""
        by_length: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for item in items:
            reward = rewards[item.share] * item.units if item.share >= 0 else 0
            surplus = item.worth - prices[item.claimant] + reward
            if surplus > 0:
                by_length[item.units].append((-surplus, item.situation))
        if not by_length:
            return []
        found: list[tuple[int, int, int, tuple[str, ...]]] = [(0, 0, -trip_price, ())]
        for length, ranked in sorted(by_length.items()):
            ranked.sort()
            grown = list(found)
            for places, units, surplus, names in found:
                for number, (loss, name) in enumerate(ranked, 1):
                    surplus, names = surplus - loss, (*names, name)
                    if places + number > self._size or units + number * length > self._units:
                        break
                    grown.append((places + number, units + number * length, surplus, names))
            found = grown
        best: dict[tuple[int, int], tuple[int, tuple[str, ...]]] = {}
        for places, units, surplus, names in found[1:]:
            known = best.get((places, units))
            if surplus > 0 and (known is None or surplus > known[0]):
                best[places, units] = surplus, names
        return [(places, units, surplus, names) for (places, units), (surplus, names) in best.items()]


def pricers(
    case: Case, starts: Options, sessions: Sequence[str], claimant: Mapping[str, int], share: Mapping[str, int]
) -> list[SessionPricer]:
    """A pricer for each session.

    Parameters
    ----------
    case, starts : the component and what may sit where.
    sessions : its sessions, in order.
    claimant, share : of each candidate the index of who claims a seat and of whose units it counts.
    """
    docket = case.docket
    admitted: dict[str, list[str]] = defaultdict(list)
    for situation in case.candidates:
        for session in case.admitted[situation]:
            if starts.get((situation, session)):
                admitted[session].append(situation)
    kept = {line.situation: line.session for line in docket.problem.announced}
    places = Counter((docket.sessions[session].venue, docket.date(session)) for session in sessions)
    found = []
    for number, session in enumerate(sessions):
        row = docket.sessions[session]
        # where two sessions share a venue and a date, a trip may serve both: it is not charged at all
        price = 2 * docket.regulation.trip_days * SCALE if places[row.venue, docket.date(session)] == 1 else 0
        referents = {docket.situations[situation].referent for situation in admitted[session]}
        together = _most_together(case, admitted[session], row.minutes // UNIT, row.size)
        groups: dict[str, list[Item]] = defaultdict(list)
        for situation in admitted[session]:
            worth = earned(case, situation, session) * SCALE
            worth += 2 * docket.regulation.move_session_days * SCALE * (kept.get(situation) == session)
            for partner in set(docket.participants[situation][1:]) - referents:
                if trip(docket, partner, session) is not None:
                    worth -= price // together[partner]
            item = Item(situation, claimant[situation], docket.units(situation), worth, share.get(situation, -1))
            groups[docket.situations[situation].referent].append(item)
        travelled = [
            (price if trip(docket, referent, session) is not None else 0, items)
            for referent, items in sorted(groups.items())
        ]
        found.append(SessionPricer(number, row.minutes // UNIT, row.size, travelled))
    return found


def _most_together(case: Case, situations: Sequence[str], units: int, size: int) -> Mapping[str, int]:
    """Of how many of these situations each participant could share one trip at the most."""
    lengths: dict[str, list[int]] = defaultdict(list)
    for situation in situations:
        for participant in case.docket.participants[situation]:
            lengths[participant].append(case.docket.units(situation))
    most = {}
    for participant, own in lengths.items():
        number, left = 0, units
        for length in sorted(own):
            if length > left or number >= size:
                break
            number, left = number + 1, left - length
        most[participant] = max(1, number)
    return most
