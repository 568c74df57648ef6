"""Exhaustive search for the best agenda of a tiny problem.

Depth-first over who is seated in which session, then over the starts on the grid. A branch is cut only when a subset
of its seats cannot be placed at all (more seats never help, so the lone-situation rule is kept for the leaves), or when
what is earned so far, plus the most that the rest could earn, less the costs that can no longer fall, does not beat
the best agenda known. Every agenda kept is recounted from its document alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import NamedTuple

from tests.support import oracle_bareme as bareme
from tests.support import oracle_read as read
from tests.support import oracle_rules as rules
from tests.support.oracle_read import Doc, get

Pair = tuple[str, str]


class Option(NamedTuple):
    """One start of one situation in one session: its bit in the masks, and what it costs above the least there."""

    number: int
    start: int
    end: int
    moved: int


class _Search:
    """The search over one problem; `without` names a rule that it leaves out, `imposed` who is to be heard or not."""

    def __init__(self, problem: Doc, without: str, imposed: Mapping[str, bool]) -> None:
        self.problem, self.without, self.imposed = problem, without, imposed
        self.rules = read.regulation(problem)
        self.sessions = read.by_id(problem["sessions"])
        self.rows = read.by_id(problem["situations"])
        self.people = {name: read.participants(row) for name, row in self.rows.items()}
        self.units = {name: read.units(problem, row) for name, row in self.rows.items()}
        self.options: dict[Pair, list[Option]] = {}
        self.least: dict[Pair, int] = {}
        self.blocks: list[int] = []
        self._find_options()
        self._find_conflicts()
        self._find_gains()
        self.stand: dict[frozenset[Pair], bool] = {}
        self.points: int | None = None
        self.agenda: Doc | None = None

    def _may_sit(self, row: Doc, session: Doc) -> bool:
        tests = {
            "session-type": read.type_fits(self.problem, row, session),
            "eligible": read.is_eligible(self.problem, row, session),
            "window": read.in_window(row, session),
            "deadline": read.in_time(self.problem, row, session),
            "pinned": not read.is_banned(self.problem, row, session)
            and all(pin["session"] == session["id"] for pin in self._pins(row)),
        }
        return all(passed or rule == self.without for rule, passed in tests.items())

    def _pins(self, row: Doc) -> list[Doc]:
        return [pin for pin in get(self.problem, "pins", []) if pin["situation"] == row["id"]]

    def _may_start(self, row: Doc, session: Doc, start: int, end: int) -> bool:
        """Whether a start stands on its own, whoever else is seated."""
        if self.without != "pinned" and any(
            pin.get("start") is not None and read.minute(pin["start"]) != start for pin in self._pins(row)
        ):
            return False
        if self.without == "presence":
            return True
        here = rules.Engagement(session["venue"], read.session_day(session), start, end, session["id"], False)
        return all(
            rules.is_free(self.problem, person, start, end)
            and all(
                other.session == here.session or rules.apart(self.problem, here, other)
                for other in rules.staffing(self.problem, person)
            )
            for person in self.people[row["id"]]
        )

    def _find_options(self) -> None:
        announced = {line["situation"]: line for line in get(self.problem, "announced", [])}
        number = 0
        for name, row in self.rows.items():
            for place, session in self.sessions.items():
                if not self._may_sit(row, session):
                    continue
                opens, closes = read.session_span(self.problem, session)
                length = 15 * self.units[name]
                line = announced.get(name, {"session": None})
                found = []
                for start in range(opens, closes - length + 1, 15):
                    if self._may_start(row, session, start, start + length):
                        moved = line["session"] == place and read.minute(line["start"]) != start
                        cost = 2 * self.rules["move_time_days"] if moved else 0
                        found.append(Option(number, start, start + length, cost))
                        number += 1
                if found:
                    least = self.least[name, place] = min(option.moved for option in found)
                    found = [option._replace(moved=option.moved - least) for option in found]
                    self.options[name, place] = sorted(found, key=lambda option: option.moved)
        self.blocks = [0] * number

    def _find_conflicts(self) -> None:
        """Mark, for each option, the options of others that it rules out."""
        for (one, here), (other, there) in combinations(self.options, 2):
            shared = self.without != "presence" and bool(set(self.people[one]) & set(self.people[other]))
            crowded = self.without != "session-time" and here == there
            if one == other or not (shared or crowded):
                continue
            mine, theirs = self.sessions[here], self.sessions[there]
            days = read.session_day(mine), read.session_day(theirs)
            same_day = days[0] == days[1]
            gap = read.travel_minutes(self.problem, mine["venue"], theirs["venue"]) if shared and same_day else 0
            for first in self.options[one, here]:
                for second in self.options[other, there]:
                    if second.start < first.end + gap and first.start < second.end + gap:
                        self.blocks[first.number] |= 1 << second.number
                        self.blocks[second.number] |= 1 << first.number

    def _find_gains(self) -> None:
        """Work out what each choice earns by itself, its least cost of stability taken off."""
        value = bareme.values(self.problem)
        announced = {line["situation"]: line["session"] for line in get(self.problem, "announced", [])}
        self.gains: dict[str, list[tuple[int, str | None]]] = defaultdict(list)
        pinned = {pin["situation"] for pin in get(self.problem, "pins", []) if self.without != "pinned"}
        for name, place in self.options:
            earned = bareme.seat_priority(self.problem, value[name], self.rows[name], self.sessions[place])
            moved = name in announced and announced[name] != place
            least = 2 * self.rules["move_session_days"] if moved else self.least[name, place]
            self.gains[name].append((earned - least, place))
        for name in self.rows:
            if name not in pinned:
                self.gains[name].append((-2 * self.rules["move_session_days"] if name in announced else 0, None))
            if name in self.imposed:
                wanted = self.imposed[name]
                self.gains[name] = [choice for choice in self.gains[name] if (choice[1] is not None) == wanted]
            self.gains[name].sort(key=lambda choice: -choice[0])
        self.trips = {
            (name, place): bareme.trips(self.problem, self.rows[name], self.sessions[place])
            for name, place in self.options
        }
        self.group = {name: bareme.group(self.problem, row) for name, row in self.rows.items()}
        self.due = bareme.shares(self.problem)

    def run(self) -> None:
        """Search everything."""
        if any(not self.gains[name] for name in self.rows):
            return  # a pinned situation has nowhere to sit
        order = sorted(self.rows, key=lambda name: (self.gains[name][-1][1] is None, -self.gains[name][0][0]))
        rest = [0] * (len(order) + 1)
        for depth in range(len(order) - 1, -1, -1):
            rest[depth] = rest[depth + 1] + self.gains[order[depth]][0][0]
        possible: dict[Pair, int] = defaultdict(int)
        for name in order:
            if self.gains[name][0][1] is not None or len(self.gains[name]) > 1:
                possible[self.group[name]] += self.units[name]
        self._assign(order, rest, 0, 0, {}, frozenset(), possible)

    def _assign(
        self,
        order: list[str],
        rest: list[int],
        depth: int,
        earned: int,
        chosen: dict[str, str],
        trips: frozenset[tuple[str, str, int]],
        possible: dict[Pair, int],
    ) -> None:
        short = sum(bareme.short_cost(self.problem, max(0, due - possible[key])) for key, due in self.due.items())
        bound = earned + rest[depth] - 2 * self.rules["trip_days"] * len(trips) - short
        if self.points is not None and bound <= self.points:
            return
        if depth == len(order):
            self._finish(chosen, bound)
            return
        name = order[depth]
        for gain, place in self.gains[name]:
            if place is None:
                less = defaultdict(int, possible)
                if len(self.gains[name]) > 1:
                    less[self.group[name]] -= self.units[name]
                self._assign(order, rest, depth + 1, earned + gain, chosen, trips, less)
            elif self._fits(chosen, name, place):
                wider = trips | self.trips[name, place]
                self._assign(order, rest, depth + 1, earned + gain, {**chosen, name: place}, wider, possible)

    def _fits(self, chosen: dict[str, str], name: str, place: str) -> bool:
        """Whether the chosen seats and one more could stand, the lone-situation rule aside."""
        beside = [other for other, session in chosen.items() if session == place]
        session = self.sessions[place]
        opens, closes = read.session_span(self.problem, session)
        if self.without != "session-size" and len(beside) >= read.session_size(self.problem, session):
            return False
        if self.without != "session-time" and 15 * sum(self.units[one] for one in [*beside, name]) > closes - opens:
            return False
        person = self.rows[name].get("person")
        taken = {self.rows[other].get("person") for other in chosen}
        if self.without != "single-seat" and person is not None and person in taken:
            return False
        pairs = [*chosen.items(), (name, place)]
        # each participant's own seats first: such a part recurs with many choices of the others
        for professional in self.people[name]:
            if not self._can_stand(pair for pair in pairs if professional in self.people[pair[0]]):
                return False
        return self._can_stand(pairs)

    def _can_stand(self, pairs: Iterable[Pair]) -> bool:
        """Whether some starts agree, each set of pairs being tried once."""
        key = frozenset(pairs)
        if key not in self.stand:
            self.stand[key] = self._place({pair: self.options[pair] for pair in sorted(key)}, None) is not None
        return self.stand[key]

    def _finish(self, chosen: dict[str, str], bound: int) -> None:
        """Place a full choice of sessions at its least cost and keep it if it is better."""
        offered = {}
        limit = self.rules["single_situation_minutes"]
        for name, place in chosen.items():
            offered[name, place] = self.options[name, place]
            lone = list(chosen.values()).count(place) == 1
            if lone and limit is not None and self.without != "first-hour":
                latest = read.session_span(self.problem, self.sessions[place])[0] + limit
                offered[name, place] = [option for option in offered[name, place] if option.end <= latest]
        budget = 10**12 if self.points is None else bound - self.points - 1
        placed = self._place(offered, budget)
        if placed is None:
            return
        agenda: Doc = {
            "appointments": [
                rules.appointment(self.problem, self.rows[name], self.sessions[place], option.start)
                for (name, place), option in placed.items()
            ],
            "deferrals": [{"situation": name} for name in self.rows if name not in chosen],
        }
        recount = bareme.points(self.problem, agenda)
        broken = rules.violations(self.problem, agenda) - {self.without}
        assert not broken, broken
        assert self.points is None or recount > self.points
        assert recount <= bound
        self.points, self.agenda = recount, agenda

    def _place(self, offered: dict[Pair, list[Option]], budget: int | None) -> dict[Pair, Option] | None:
        """Find starts that agree, the cheapest ones within a budget; any at all without one."""
        staff = {place: set(get(self.sessions[place], "staff", [])) for _, place in offered}
        own: dict[Pair, int] = defaultdict(int)
        visits = {
            (name, place): [(person, place) for person in self.people[name] if person not in staff[place]]
            for name, place in offered
        }
        for pair, keys in visits.items():
            for key in keys:
                own[key] += self.units[pair[0]]
        order = sorted(offered, key=lambda pair: len(offered[pair]))
        open_bits = [sum(1 << option.number for option in offered[pair]) for pair in order]
        kept_bits = [sum(1 << option.number for option in offered[pair] if not option.moved) for pair in order]
        found: dict[Pair, Option] | None = None
        allowed = budget

        def walk(
            depth: int, blocked: int, moved: int, spans: dict[Pair, tuple[int, int]], seated: list[Option]
        ) -> bool:
            """Return True once nothing better can come."""
            nonlocal found, allowed
            # a span only grows, so what it holds beyond its people's own situations stays idle
            idle = sum(max(0, (last - first) // 15 - own[key]) for key, (first, last) in spans.items())
            lost = sum(not bits & ~blocked for bits in kept_bits[depth:])
            cost = moved + 2 * self.rules["move_time_days"] * lost + self.rules["idle_days"] * idle
            if allowed is not None and cost > allowed:
                return False
            if depth == len(order):
                found = dict(zip(order, seated, strict=True))
                if allowed is not None:
                    allowed = cost - 1
                return allowed is None or cost == 0
            for option in offered[order[depth]]:
                if blocked >> option.number & 1:
                    continue
                taken = blocked | self.blocks[option.number]
                if any(not bits & ~taken for bits in open_bits[depth + 1 :]):
                    continue  # somebody still to be placed has no start left
                wider = dict(spans)
                if allowed is not None:
                    for key in visits[order[depth]]:
                        first, last = wider.get(key, (option.start, option.end))
                        wider[key] = min(first, option.start), max(last, option.end)
                if walk(depth + 1, taken, moved + option.moved, wider, [*seated, option]):
                    return True
            return False

        walk(0, 0, 0, {}, [])
        return found


def best_agenda(problem: Doc, *, without: str = "") -> Doc | None:
    """Best agenda of a tiny problem, None where the pins clash; `without` leaves one rule out."""
    search = _Search(problem, without, {})
    search.run()
    return search.agenda


def best(problem: Doc, *, without: str = "", imposed: Mapping[str, bool] | None = None) -> int | None:
    """Most points of any agenda of a tiny problem, None where there is none.

    `without` leaves one rule out; `imposed` looks at the agendas alone that hear a situation, or do not.
    """
    search = _Search(problem, without, imposed or {})
    search.run()
    return search.points


def is_heard_by_all(problem: Doc, situation: str) -> bool:
    """Whether there are agendas, and every best one hears the situation: some has more points than all that do not."""
    unheard = best(problem, imposed={situation: False})
    search = _Search(problem, "", {situation: True})
    search.points = unheard  # an agenda of no more points is of no interest: few branches are left
    search.run()
    return search.agenda is not None
