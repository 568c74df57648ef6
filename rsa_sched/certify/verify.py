"""Verify an agenda and the certificate of its bound, without a solver and without the rest of the program.

    python -I -S verify.py PROBLEM.json AGENDA.json CERTIFICATE.json

Standard library only. The file reads the contract (sections 1 to 4 and 8) by itself and reckons in whole numbers. In
order: the three documents, what follows from the problem, the rules, the stated figures, the bound. Exit code 0 and a
French sentence: every rule holds, every figure is right, and no agenda has more points than is said. 1: one of these
does not hold. 2: bad input. Why the bound follows is proven in docs/certificate.md; the names are those of that page.
"""

import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from datetime import date, datetime
from fractions import Fraction
from heapq import heappop, heappush
from itertools import combinations, pairwise
from types import SimpleNamespace as Row

UNIT, DAY = 15, 1440  # minutes
SCALE = 64  # prices are whole 64ths of a point
MOST = 1_000_000  # no number of a problem is larger
PRICE, HUGE = 10**12, 10**15  # nor any price of a certificate, nor any figure of an agenda
FILE = 256 << 20  # bytes read of one file
NODES = 20_000  # of one search for the best plan of a session; where it ends earlier, the bound is merely weaker
STEPS = 5_000  # of one search for hours; where it ends earlier, hours are taken to exist and to cost nothing


class BadInput(Exception):
    """A document that the contract refuses: exit code 2."""


class Refused(Exception):
    """An agenda or a certificate that claims what is not so: exit code 1."""


def fail(where, expected):
    raise BadInput(f"{where[:200]} : {expected}")


def demand(holds, text):
    if not holds:
        raise Refused(text)


# --- 1. documents -----------------------------------------------------------------------------------------------------
# A reader takes a value and its place, and returns what the value means, or fails.


class Real:
    """A JSON number with a decimal point or an exponent, as written."""

    def __init__(self, text):
        self.text = text


def read_json(path):
    """One JSON document: UTF-8, no key twice, no NaN."""

    def once(pairs):
        found = dict(pairs)
        return found if len(found) == len(pairs) else fail(str(path), "une clé en double")

    try:
        with open(path, "rb") as file:  # noqa: PTH123 - one module less to read up on
            raw = file.read(FILE + 1)
        if len(raw) > FILE:
            fail(str(path), "fichier trop grand")
        constant = lambda text: fail(str(path), f"{text} n’est pas un nombre")  # noqa: E731
        text = raw.decode("utf-8-sig")
        found = json.loads(text, object_pairs_hook=once, parse_constant=constant, parse_float=Real)
        json.dumps(found, ensure_ascii=False, default=str).encode()  # no half of a surrogate pair
    except OSError:
        fail(str(path), "ce fichier ne peut pas être lu")
    except RecursionError:
        fail(str(path), "imbriqué trop profondément")
    except ValueError as error:
        at = getattr(error, "pos", getattr(error, "start", 0))
        fail(str(path), f"ce n’est pas un document JSON en UTF-8 (à partir du caractère {at + 1})")
    return found


def whole(low=0, high=MOST, step=1):
    """A whole number of that range; true and 1.0 are none."""
    expected = f"un nombre entier de {low} à {high} est attendu, multiple de {step}"

    def check(value, where):
        return value if type(value) is int and low <= value <= high and not value % step else fail(where, expected)

    return check


def text(value, where):
    return value if isinstance(value, str) else fail(where, "un texte est attendu")


def truth(value, where):
    return value if isinstance(value, bool) else fail(where, "true ou false est attendu")


def choice(*words):
    return lambda value, where: value if value in words else fail(where, f"attendu : {', '.join(words)}")


def name(value, where):
    """An id: not empty, no control characters."""
    known = bare(text(value, where)) and not any(unicodedata.category(letter) == "Cc" for letter in value)
    return value if known else fail(where, "un identifiant est attendu")


def bare(value):
    """The form under which two ids of a list may not be equal."""
    shown = (x for x in unicodedata.normalize("NFKC", value) if unicodedata.category(x) not in HIDDEN)
    return unicodedata.normalize("NFKC", "".join(x for x in shown if x not in INVISIBLE))


HIDDEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}
INVISIBLE = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0" + "".join(
    map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
)


def day(value, where):
    """An ISO date as the number of its day."""
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text(value, where)):
            return date.fromisoformat(value).toordinal()
    except ValueError:
        pass
    return fail(where, "une date (AAAA-MM-JJ) qui existe est attendue")


def minute(value, where):
    """A local ISO minute as the number of minutes since the first day."""
    if not re.fullmatch(".{10}T([01][0-9]|2[0-3]):[0-5][0-9]", text(value, where)):
        fail(where, "une heure (AAAA-MM-JJTHH:MM) est attendue")
    return day(value[:10], where) * DAY + int(value[11:13]) * 60 + int(value[14:16])


def several(reader, least=0):
    def check(value, where):
        if not isinstance(value, list) or len(value) < least:
            fail(where, f"une liste d’au moins {least} est attendue")
        return [reader(item, f"{where}[{number}]") for number, item in enumerate(value)]

    return check


def by_key(reader):
    """An object of any keys; null is an omitted key."""

    def check(value, where):
        if not isinstance(value, dict):
            fail(where, "un objet est attendu")
        return {key: reader(item, f"{where}.{key}") for key, item in value.items() if item is not None}

    return check


def record(extra=False, **shape):
    """An object of these keys. (reader, default): may be omitted, null being the same. `extra`: others are ignored."""
    readers = {key: given if isinstance(given, tuple) else (given,) for key, given in shape.items()}

    def check(value, where):
        if not isinstance(value, dict):
            fail(where, "un objet est attendu")
        for key in value:
            key in readers or extra or fail(f"{where}.{key}", "clé inconnue")
        found = Row()
        for key, (reader, *default) in readers.items():
            if key not in value and not default:
                fail(f"{where}.{key}", "clé manquante")
            omitted = default and value.get(key) is None
            setattr(found, key, default[0] if omitted else reader(value[key], f"{where}.{key}"))
        return found

    return check


def length(value, where):
    return LENGTH(value, where) if type(value) is int else choice("content", "long", "short")(value, where)


def interval(value, where):
    span = several(minute)(value, where)
    return span if len(span) == 2 and span[0] <= span[1] else fail(where, "un début, puis une fin sont attendus")


def leg(value, where):
    if not isinstance(value, list) or len(value) != 3 or text(value[0], where) == text(value[1], where):
        fail(where, "deux lieux différents et des minutes sont attendus")
    return frozenset(value[:2]), COUNT(value[2], where)


def gap(value, where):
    written = str(value) if type(value) is int else value.text if isinstance(value, Real) else ""
    power = re.fullmatch(r"-?[0-9.]{1,40}(?:[eE]([+-]?[0-9]{1,2}))?", written)
    return Fraction(written) if power else fail(where, "un nombre est attendu")


def node(value, where):
    """A node of a tree: `prices`, or `branch` with its two sides (docs/certificate.md)."""
    branch = isinstance(value, dict) and "branch" in value
    found = (BRANCH if branch else LEAF)(value, where)
    if branch and found.branch.session is None and found.branch.before is not None:
        fail(where, "une heure sans instance")
    return found


NO, COUNT, LABEL, LENGTH = (truth, False), whole(), (text, None), whole(UNIT, MOST, UNIT)
FIGURE, TALLY = (whole(-HUGE, HUGE), None), whole(0, HUGE)
TYPE = record(
    id=name, label=LABEL, scope=(choice("subsector", "service"), "subsector"), length=(length, "content"),
    minutes=(whole(UNIT, DAY, UNIT), 180), max_situations=(COUNT, 6),
    admits=(choice("rsa", "rsa_or_plie", "anyone"), "rsa"), empty=(choice("first_hour", "cancelled"), "first_hour"),
)  # fmt: skip
TYPES = [
    {"id": "standard"},
    {"id": "sdf", "admits": "rsa_or_plie"},
    {"id": "psychologist", "scope": "service", "length": "long", "max_situations": 4, "empty": "cancelled"},
]
REGULATION = record(
    kinds=(several(name, 1), ["PSSI", "PER", "PE"]), weights=(by_key(whole(1)), None), slot_days=(COUNT, 60),
    age_cap_days=(COUNT, 365), urgency_days=(several(COUNT, 1), [0, 60, 180, 400]), guarantee_days=(COUNT, 120),
    guarantee_deferrals=(COUNT, 2), guarantee_bonus_days=(COUNT, 120), wait_percent_per_week=(whole(0, 100), 2),
    equity_days=(several(COUNT, 1), [20, 40, 80, 160]), trip_days=(COUNT, 10), idle_days=(COUNT, 1),
    move_session_days=(COUNT, 60), move_time_days=(COUNT, 10), deadline_days=(COUNT, 10),
    psychologist_cancel_days=(COUNT, 8), short_minutes=(LENGTH, 30), long_minutes=(LENGTH, 45),
    single_situation_minutes=(whole(1), None), types=(several(TYPE, 1), None),
    late=(choice("refuse", "fill"), "refuse"), rank=(choice("reorder", "ignore"), "reorder"),
)  # fmt: skip
PARTNER = record(professional=text, external=NO)
PROBLEM = record(
    schema_version=choice("1"), id=name, as_of=day, timezone=(text, "Europe/Paris"), regulation=(REGULATION, None),
    services=several(record(id=name, label=LABEL)),
    subsectors=several(record(id=name, service=text, label=LABEL)),
    venues=several(record(id=name, subsector=LABEL, label=LABEL)),
    travel=(record(default_minutes=(COUNT, 0), between=(several(leg), ())), Row(default_minutes=0, between=())),
    structures=several(record(id=name, kind=text, label=LABEL)),
    professionals=several(record(id=name, structure=LABEL, label=LABEL, unavailable=(several(interval), ()))),
    sessions=several(record(
        id=name, type=text, service=text, subsector=LABEL, venue=text, start=minute,
        minutes=(whole(UNIT, DAY, UNIT), None), max_situations=(COUNT, None), staff=(several(text), ()),
    )),
    situations=several(record(
        id=name, person=(name, None), type=LABEL, subsector=text, structure=text, referent=text, requested_on=day,
        received_on=(day, None), urgency=(COUNT, 0), rank=(whole(1), None), deferrals=(COUNT, 0),
        partners=(several(lambda value, where: PARTNER(value, where).professional), []), beneficiary_invited=NO,
        beneficiary_agreed=NO, oriented=(truth, True), in_active_file=(truth, True), plie_outside_rsa=NO,
        not_before=(day, None), not_after=(day, None), wanted_sessions=(several(text), None),
    )),
    pins=(several(record(situation=text, session=text, start=(minute, None))), ()),
    bans=(several(record(situation=text, session=text)), ()),
    history=(several(record(service=text, kind=text, units=whole(0, 1000 * MOST))), ()),
    announced=(several(record(situation=text, session=text, start=minute)), ()),
)  # fmt: skip
LINKS = {
    "subsectors.service": "services", "venues.subsector": "subsectors", "structures.kind": "kinds",
    "professionals.structure": "structures", "sessions.type": "types", "sessions.service": "services",
    "sessions.subsector": "subsectors", "sessions.venue": "venues", "sessions.staff": "professionals",
    "situations.type": "types", "situations.subsector": "subsectors", "situations.structure": "structures",
    "situations.referent": "professionals", "situations.partners": "professionals",
    "situations.wanted_sessions": "sessions", "pins.situation": "situations", "pins.session": "sessions",
    "bans.situation": "situations", "bans.session": "sessions", "announced.situation": "situations",
    "announced.session": "sessions", "history.service": "services", "history.kind": "kinds",
}  # fmt: skip
ONCE = {"pins": ("situation", "session", "start"), "bans": ("situation", "session"), "announced": ("situation",),
        "history": ("service", "kind")}  # fmt: skip
AGENDA = record(
    extra=True, problem=LABEL, problem_sha256=LABEL, status=(choice("optimal", "feasible"), None), points=FIGURE,
    bound=FIGURE, gap=(gap, None),
    parts=(record(extra=True, priority=FIGURE, equity=FIGURE, travel=FIGURE, idle=FIGURE, stability=FIGURE), None),
    due=(several(record(
        extra=True, service=text, kind=text, due_units=TALLY, granted_units=TALLY, demand_units=TALLY,
    )), None),
    appointments=several(record(
        extra=True, situation=text, session=text, start=minute, end=minute, venue=LABEL,
        participants=(several(text), None),
    )),
    deferrals=several(record(extra=True, situation=text)),
    sessions=(several(record(
        extra=True, session=text, mode=choice("held", "first_hour", "cancelled"), situations=TALLY, minutes_used=TALLY,
    )), None),
)  # fmt: skip
CERTIFICATE = record(
    schema_version=choice("1"), problem_sha256=text, bound=whole(-HUGE, HUGE),
    parts=several(record(sessions=several(text), tree=node)),
)  # fmt: skip
BRANCH = record(branch=record(situation=text, session=LABEL, before=(minute, None)), yes=node, no=node)
REWARD = by_key(by_key(whole(0, PRICE)))
LEAF = record(prices=record(persons=(by_key(whole(-PRICE, PRICE)), {}), rewards=(REWARD, {}), tolls=(REWARD, {})))


# --- 2. the problem ---------------------------------------------------------------------------------------------------


class Problem:
    """What the contract derives from a problem document. Times in minutes, lengths in units."""

    def __init__(self, document):
        self.given = given = PROBLEM(document, "problème")
        self.sha256 = fingerprint(document)
        self.rules = given.regulation or REGULATION({}, "")
        if "single_situation_minutes" not in (document.get("regulation") or {}):
            self.rules.single_situation_minutes = 60  # null, here alone, is not "omitted"
        self.link()
        self.read_sessions()
        self.read_situations()
        self.check_clocks()
        self.options = {row.id: [s for s in self.in_pool[row.pool] if self.admits(row, s)] for row in self.situations}
        self.candidates = [row for row in self.situations if self.options[row.id]]
        self.hand_out_ranks()
        self.reckon_dues()

    def link(self):
        """Tables by id, links between them, and what may stand only once."""
        given, rules, kinds = self.given, self.rules, self.rules.kinds
        rules.types = rules.types or [TYPE(row, "") for row in TYPES]
        tables = {"types": rules.types, "kinds": [Row(id=kind) for kind in kinds]}
        lists = ("services", "subsectors", "venues", "structures", "professionals", "sessions", "situations")
        for key, rows in (tables | {key: getattr(given, key) for key in lists}).items():
            tables[key] = {row.id: row for row in rows}
            len({bare(row.id) for row in rows}) == len(rows) or fail(key, "deux identifiants se confondent")
        for path, table in LINKS.items():
            rows, key = path.split(".")
            for value in (getattr(row, key) for row in getattr(given, rows)):
                for one in value if isinstance(value, (list, tuple)) else (value,):
                    one is None or one in tables[table] or fail(path, f"identifiant inconnu : {one[:60]!r}")
        for key, names in ONCE.items():
            lines = [tuple(getattr(row, one) for one in names) for row in getattr(given, key)]
            len(set(lines)) == len(lines) or fail(key, "deux fois la même ligne")
        self.between = dict(given.travel.between)
        len(self.between) == len(given.travel.between) or fail("travel", "deux fois la même paire de lieux")
        set().union(*self.between) <= set(tables["venues"]) or fail("travel", "lieu inconnu")
        rules.weights = dict.fromkeys(kinds, 1) if rules.weights is None else rules.weights
        set(rules.weights) == set(kinds) or fail("regulation.weights", "un poids par nature est attendu")
        sorted(rules.equity_days) == rules.equity_days or fail("equity_days", "ces prix ne doivent jamais baisser")
        self.banned = {(row.situation, row.session) for row in given.bans}
        if self.banned & {(row.situation, row.session) for row in given.pins}:
            fail("pins", "une situation est à la fois épinglée et écartée")
        self.tables, self.people, self.sessions = tables, tables["professionals"], tables["sessions"]
        self.by_id = tables["situations"]
        self.announced = {row.situation: row for row in given.announced}

    def travel(self, one, other):
        """Minutes between two sessions' venues, counted only on one date."""
        if one.day != other.day or one.venue == other.venue:
            return 0
        return self.between.get(frozenset((one.venue, other.venue)), self.given.travel.default_minutes)

    def read_sessions(self):
        for who in self.people.values():
            who.posts, who.unavailable = [], [(first, last) for first, last in who.unavailable if first < last]
        self.in_pool = defaultdict(list)
        for key, row in sorted(self.sessions.items()):
            where, kind = f"sessions.{key}", self.tables["types"][row.type]
            if (row.subsector is None) == (kind.scope == "subsector"):
                fail(where, "un sous-secteur est attendu, ou ne l’est pas")
            if row.subsector is not None and self.tables["subsectors"][row.subsector].service != row.service:
                fail(where, "ce sous-secteur est d’un autre service")
            row.type, row.pool = kind, (kind.id, row.service if kind.scope == "service" else row.subsector)
            row.minutes = kind.minutes if row.minutes is None else row.minutes
            row.size = kind.max_situations if row.max_situations is None else row.max_situations
            row.units, row.day, row.end = row.minutes // UNIT, row.start // DAY, row.start + row.minutes
            row.start % UNIT and fail(where, "le début n’est pas sur un quart d’heure")
            row.staff = set(row.staff)
            for who in row.staff:
                if any(collide(self, row, row, post, post) for post in self.people[who].posts):
                    fail(where, "un membre est dans deux instances à la fois")
                self.people[who].posts.append(row)
            self.in_pool[row.pool].append(row)

    def read_situations(self):
        rules, tables, as_of = self.rules, self.tables, self.given.as_of
        self.situations = [self.by_id[key] for key in sorted(self.by_id)]
        for row in self.situations:
            where = f"situations.{row.id}"
            row.type = rules.types[0] if row.type is None else tables["types"][row.type]
            row.service, row.kind = (
                tables["subsectors"][row.subsector].service,
                tables["structures"][row.structure].kind,
            )
            row.due, row.people = (row.service, row.kind), [row.referent, *row.partners]
            len(set(row.people)) == len(row.people) or fail(where, "un professionnel y est deux fois")
            row.received_on = row.requested_on if row.received_on is None else row.received_on
            if row.requested_on > as_of or row.received_on < row.requested_on:
                fail(where, "demandée après as_of, ou reçue avant d’être demandée")
            row.urgency < len(rules.urgency_days) or fail(where, "urgence inconnue")
            row.owner = ("person", row.person) if row.person is not None else ("situation", row.id)
            row.pool = row.type.id, row.service if row.type.scope == "service" else row.subsector
            size = row.type.length
            if size == "content":
                size = "long" if row.beneficiary_invited or row.partners else "short"
            row.units = {"long": rules.long_minutes, "short": rules.short_minutes}.get(size, size) // UNIT
            waited = as_of - row.requested_on
            row.guaranteed = waited >= rules.guarantee_days or row.deferrals >= rules.guarantee_deferrals
            row.value = rules.slot_days + min(waited, rules.age_cap_days) + rules.urgency_days[row.urgency]
            row.value += rules.guarantee_bonus_days * row.guaranteed

    def check_clocks(self):
        """Every local time exists once; no clock changes during a session. Skipped where there are no time zones."""
        import zoneinfo

        try:
            zone = zoneinfo.ZoneInfo(self.given.timezone)
        except (KeyError, ValueError, OSError):
            return fail("timezone", "fuseau inconnu") if zoneinfo.available_timezones() else None

        def offsets(moment):
            at = datetime.fromordinal(moment // DAY).replace(hour=moment % DAY // 60, minute=moment % 60, tzinfo=zone)
            return {at.utcoffset(), at.replace(fold=1).utcoffset()}

        wishes = [row.start for row in (*self.given.pins, *self.given.announced) if row.start is not None]
        spans = [span for row in self.people.values() for span in row.unavailable]
        sessions = self.sessions.values()
        try:
            for moment in {*(x for span in spans for x in span), *wishes, *(row.start for row in sessions)}:
                len(offsets(moment)) == 1 or fail("heure locale", "elle n’existe pas, ou deux fois")
            for row in sessions:
                offsets(row.end - 1) == offsets(row.start) or fail(row.id, "l’heure change pendant l’instance")
        except (OverflowError, ValueError):
            fail("heure locale", "hors du calendrier")

    def why_not(self, row, session):
        """The rules by which a session does not admit a situation (contract, section 1), calendars aside."""
        followed, asked = row.oriented and row.in_active_file, session.type.admits
        open_to = {"rsa": followed and not row.plie_outside_rsa, "rsa_or_plie": followed or row.plie_outside_rsa}
        if row.pool != session.pool:
            yield "session-type"
        unwanted = row.wanted_sessions is not None and session.id not in row.wanted_sessions
        if not open_to.get(asked, True) or unwanted or (row.beneficiary_invited and not row.beneficiary_agreed):
            yield "eligible"
        first, last = row.not_before, row.not_after
        if (first is not None and session.day < first) or (last is not None and session.day > last):
            yield "window"
        if self.late(row, session) and self.rules.late == "refuse":
            yield "deadline"
        if (row.id, session.id) in self.banned:
            yield "pinned"

    def admits(self, row, session):
        return not any(self.why_not(row, session))

    def late(self, row, session):
        return session.day - row.received_on < self.rules.deadline_days

    def hand_out_ranks(self):
        groups = defaultdict(list)
        for row in self.candidates if self.rules.rank == "reorder" else ():
            if row.rank is not None:
                groups[row.structure, row.subsector, row.type.id, row.guaranteed].append(row)
        for rows in groups.values():
            values = sorted((row.value for row in rows), reverse=True)
            for row, value in zip(sorted(rows, key=lambda row: (row.rank, row.id)), values, strict=True):
                row.value = value

    def earned(self, row, session):
        """Priority: the points that a seat earns."""
        if self.late(row, session):
            return row.units * (self.rules.slot_days // 2 + min(1000, row.value) // 100)
        weeks = max(0, session.day - self.given.as_of) // 7
        return row.units * (row.value - row.value * min(50, weeks * self.rules.wait_percent_per_week) // 100)

    def reckon_dues(self):
        """Due and demand of each (service, kind): cumulative Sainte-Laguë over what the pools can hold."""
        self.dues, self.demands = {}, {}
        history = {(row.service, row.kind): row.units for row in self.given.history}
        longest_first = defaultdict(list)
        for row in sorted(self.candidates, key=lambda row: (-row.units, row.id)):
            longest_first[row.service].append(row)
        held = {pool: sum(session.units for session in sessions) for pool, sessions in self.in_pool.items()}

        def capped(service, key):
            """Units by (key, pool): of each person the longest for each key; in each pool what it holds."""
            longest, units = {}, Counter()
            for row in longest_first[service]:
                longest.setdefault((row.owner, key(row)), row)
            for row in longest.values():
                units[key(row), row.pool] += row.units
            return {(one, pool): min(held[pool], number) for (one, pool), number in units.items()}

        for service in self.tables["services"]:
            demand = Counter(dict.fromkeys(self.rules.kinds, 0))
            for (kind, _), number in capped(service, lambda row: row.kind).items():
                demand[kind] += number
            given = dict.fromkeys(demand, 0)
            for _ in range(sum(capped(service, lambda row: row.pool).values())):
                asking = {
                    kind: Fraction(2 * (history.get((service, kind), 0) + given[kind]) + 1, self.rules.weights[kind])
                    for kind in given
                    if given[kind] < demand[kind]
                }
                if asking:
                    given[min(asking, key=asking.get)] += 1
            self.dues |= {(service, kind): units for kind, units in given.items()}
            self.demands |= {(service, kind): units for kind, units in demand.items()}

    def shortfall(self, units):
        """What so many units short of a due cost."""
        prices = self.rules.equity_days
        return sum(prices[min(unit // 2, len(prices) - 1)] for unit in range(units))


def trips_of(problem, row, session):
    """The trips that a seat causes: none for who staffs a session there on that day."""
    for who in row.people:
        if not any(post.venue == session.venue and post.day == session.day for post in problem.people[who].posts):
            yield who, session.venue, session.day


def collide(problem, one, one_session, other, other_session):
    """Whether nobody can attend both spans of time, in these sessions."""
    apart = problem.travel(one_session, other_session)
    return one.start < other.end + apart and other.start < one.end + apart


def fingerprint(document):
    def plain(value):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    rows = {key: sorted(value, key=plain) if isinstance(value, list) else value for key, value in document.items()}
    return hashlib.sha256(plain(rows).encode()).hexdigest()


# --- 3. rules and figures of the agenda -------------------------------------------------------------------------------


def seats_of(problem, agenda):
    """The appointments that count: ids known, the first of each situation."""
    seats = {}
    for line in agenda.appointments:
        if line.situation in problem.by_id and line.session in problem.sessions:
            row, session = problem.by_id[line.situation], problem.sessions[line.session]
            seats.setdefault(row.id, Row(row=row, session=session, start=line.start, end=line.end, line=line))
    return seats


def grouped(seats, keys_of):
    """Seats by each of their keys."""
    found = defaultdict(list)
    for seat in seats.values():
        for key in keys_of(seat):
            found[key].append(seat)
    return found


def broken_rules(problem, agenda):
    """The id of each broken rule, and of what."""
    seats, limit = seats_of(problem, agenda), problem.rules.single_situation_minutes
    for seat in seats.values():
        row, session, line = seat.row, seat.session, seat.line
        if (seat.start - session.start) % UNIT or not session.start <= seat.start <= seat.end <= session.end:
            yield "session-time", row.id
        if seat.end - seat.start != row.units * UNIT:
            yield "session-time", row.id
        for rule in problem.why_not(row, session):
            yield rule, row.id
        people = sorted(row.people) if line.participants is None else sorted(line.participants)
        if line.venue not in (None, session.venue) or people != sorted(row.people):
            yield "document", row.id
    for (_, owner), held in grouped(seats, lambda seat: [seat.row.owner]).items():
        if len(held) > 1:
            yield "single-seat", owner
    for key, held in grouped(seats, lambda seat: [seat.session.id]).items():
        session, held = problem.sessions[key], sorted(held, key=lambda seat: seat.start)
        if any(other.start < one.end for one, other in pairwise(held)):
            yield "session-time", key
        if len(held) > session.size:
            yield "session-size", key
        if len(held) == 1 and limit is not None and held[0].end > session.start + limit:
            yield "first-hour", key
    for who, held in grouped(seats, lambda seat: seat.row.people).items():
        for seat in held:
            if absent(problem, who, seat, seat.session):
                yield "presence", seat.row.id
        for one, other in combinations(held, 2):
            if collide(problem, one, one.session, other, other.session):
                yield "presence", one.row.id
    for pin in problem.given.pins:
        seat = seats.get(pin.situation)
        if seat is None or seat.session.id != pin.session or pin.start not in (None, seat.start):
            yield "pinned", pin.situation
    if agenda.problem not in (None, problem.given.id) or agenda.problem_sha256 not in (None, problem.sha256):
        yield "document", "un autre problème"
    listed = Counter(line.situation for line in agenda.appointments if line.session in problem.sessions)
    deferred = Counter(line.situation for line in agenda.deferrals)
    for line in agenda.appointments:
        if line.situation not in problem.by_id or line.session not in problem.sessions:
            yield "document", line.situation
        elif listed[line.situation] > 1:
            yield "single-seat", line.situation
    for key in {*problem.by_id, *deferred}:
        if key not in problem.by_id or deferred[key] + (key in seats) != 1:
            yield "document", key


def absent(problem, who, span, session):
    """Whether somebody is unavailable during a span of a session, or then staffs another one."""
    posts = (post for post in problem.people[who].posts if post is not session)
    return any(span.start < last and first < span.end for first, last in problem.people[who].unavailable) or any(
        collide(problem, span, session, post, post) for post in posts
    )


def recount(problem, seats):
    """The parts of the points of an agenda, and the units granted (contract, section 2)."""
    rules, granted, trips = problem.rules, Counter(), set()
    parts = dict.fromkeys(("priority", "equity", "travel", "idle", "stability"), 0)
    for seat in seats.values():
        parts["priority"] += problem.earned(seat.row, seat.session)
        granted[seat.row.due] += seat.row.units
        trips.update(trips_of(problem, seat.row, seat.session))
    parts["equity"] = sum(problem.shortfall(max(0, due - granted[key])) for key, due in problem.dues.items())
    parts["travel"] = 2 * rules.trip_days * len(trips)
    waiting = lambda seat: [(who, seat.session.id) for who in seat.row.people if who not in seat.session.staff]  # noqa: E731
    for held in grouped(seats, waiting).values():
        span = (max(seat.end for seat in held) - min(seat.start for seat in held)) // UNIT
        parts["idle"] += rules.idle_days * max(0, span - sum(seat.row.units for seat in held))
    for key, line in problem.announced.items():
        seat = seats.get(key)
        if seat is None or seat.session.id != line.session:
            parts["stability"] += 2 * rules.move_session_days
        elif seat.start != line.start:
            parts["stability"] += 2 * rules.move_time_days
    return parts, granted


def total(parts):
    return 2 * parts["priority"] - sum(parts.values())


def wrong_figures(problem, agenda, seats, parts, granted):
    """What the agenda states that is not so; whether its bound is proven is looked at later."""
    points, inside = total(parts), grouped(seats, lambda seat: [seat.session.id])
    stated = vars(agenda.parts) if agenda.parts else {}
    for key, number in {"points": points, **parts}.items():
        given = agenda.points if key == "points" else stated.get(key)
        if given not in (None, number):
            yield f"{key} : {given} énoncés, {number} recomptés"
    dues = {key: (due, granted[key], problem.demands[key]) for key, due in problem.dues.items()}
    lines = [
        ((line.service, line.kind), (line.due_units, line.granted_units, line.demand_units))
        for line in agenda.due or ()
    ]
    if agenda.due is not None and sorted(lines) != sorted(dues.items()):
        yield "due : une ligne manque, est en trop ou fausse"
    modes = {}
    for key, session in problem.sessions.items():
        number = len(inside[key])
        mode = (
            "held" if number > 1 else "cancelled" if not number and session.type.empty == "cancelled" else "first_hour"
        )
        modes[key] = mode, number, UNIT * sum(seat.row.units for seat in inside[key])
    lines = [(line.session, (line.mode, line.situations, line.minutes_used)) for line in agenda.sessions or ()]
    if agenda.sessions is not None and sorted(lines) != sorted(modes.items()):
        yield "sessions : une ligne manque, est en trop ou fausse"
    if agenda.bound is None and (agenda.status == "optimal" or agenda.gap is not None):
        yield "status, gap : énoncés sans borne"
    if agenda.bound is not None:
        apart, whole_bound = agenda.bound - points, max(1, abs(agenda.bound))
        if agenda.status is not None and (agenda.status == "optimal") != (apart == 0):
            yield "status : optimal quand la borne égale les points, et seulement alors"
        millionths, right = (agenda.gap or 0) * 10**6, Fraction(apart * 10**6, whole_bound)
        if agenda.gap is not None and (millionths.denominator > 1 or abs(millionths - right) > Fraction(1, 2)):
            yield "gap : ne correspond pas à la borne et aux points"


# --- 4. the bound -----------------------------------------------------------------------------------------------------
# docs/certificate.md: what a part is, what the prices of a leaf prove, and why.


class Part:
    """Sessions with everybody whom they may seat; nothing that the points look at lies in two parts.

    `rows`: the candidates; `pairs`: candidate and session; `starts`: of each pair the possible starts, a bit each.
    """

    def __init__(self, problem, sessions, rows):
        self.problem, self.sessions, self.rows, self.laid = problem, sorted(sessions), rows, {}
        self.owners, self.lacks, self.pairs, self.starts, self.must = defaultdict(list), {}, [], {}, {}
        self.names = {row.id: row for row in rows}
        for row in rows:
            self.owners[row.owner].append(row)
            if row.due not in self.lacks and problem.dues[row.due] and any(problem.rules.equity_days):
                self.lacks[row.due] = [SCALE * problem.shortfall(short) for short in range(problem.dues[row.due] + 1)]
            for session in problem.options[row.id]:
                trips, gain = list(trips_of(problem, row, session)), SCALE * problem.earned(row, session)
                self.pairs.append(Row(row=row, session=session, trips=trips, gain=gain, key=(row.id, session.id)))
                self.starts[row.id, session.id] = possible_starts(problem, row, session)
        self.impossible = False
        for pin in problem.given.pins:
            if problem.by_id[pin.situation].owner in self.owners:
                self.impossible |= self.seat(self.starts, self.must, pin.situation, pin.session)
                if pin.start is not None:
                    self.keep(self.starts, pin.situation, pin.session, pin.start, pin.start + UNIT)

    def keep(self, starts, situation, session, first, end):
        """Only the starts from `first` on and before `end` are left."""
        opens, pair = self.problem.sessions[session].start, (situation, session)
        low, high = (min(DAY, max(0, -((opens - at) // UNIT))) for at in (first, end))
        starts[pair] = starts.get(pair, 0) & ((1 << high) - 1) & ~((1 << low) - 1)

    def seat(self, starts, must, situation, session):
        """The situation sits in that session: in no other, and no other of its person. True where it cannot."""
        clash = must.setdefault(situation, session) != session
        for row in self.owners[self.problem.by_id[situation].owner]:
            for other in self.problem.options[row.id]:
                if (row.id, other.id) != (situation, session):
                    starts[row.id, other.id] = 0
        return clash

    def restricted(self, decisions):
        """What decisions leave: the starts of each pair, who must sit where, the persons who must be heard.

        None where they leave nothing.
        """
        starts, must, heard, impossible = dict(self.starts), dict(self.must), set(), self.impossible
        for branch, yes in decisions:
            row = self.problem.by_id[branch.situation]
            if branch.session is None:
                heard |= {row.owner} if yes else set()
                for other in self.owners[row.owner]:
                    if (other is not row) == yes:
                        starts |= {(other.id, session.id): 0 for session in self.problem.options[other.id]}
            elif yes:
                impossible |= self.seat(starts, must, row.id, branch.session)
                if branch.before is not None:
                    self.keep(starts, row.id, branch.session, 0, branch.before)
            elif branch.before is not None:
                self.keep(starts, row.id, branch.session, branch.before, HUGE)
            else:
                starts[row.id, branch.session] = 0
        self.make_way(starts, must)
        heard |= {self.problem.by_id[situation].owner for situation in must}
        open_to = {pair.row.owner for pair in self.pairs if starts[pair.key]}
        if impossible or not heard <= open_to or not all(starts.get(pair) for pair in must.items()):
            return None
        return starts, must, heard

    def make_way(self, starts, must):
        """Drop the starts during which somebody must be elsewhere, at whatever hour that will be."""
        held = defaultdict(list)
        for situation, key in must.items():
            row, session = self.problem.by_id[situation], self.problem.sessions[key]
            spans = spans_of(session, starts.get((situation, key), 0), row.units)
            for who in row.people:
                held[who].append((session, spans))
        for pair in self.pairs if held else ():
            for other, spans in (found for who in pair.row.people for found in held.get(who, ())):
                if other is pair.session or abs(other.day - pair.session.day) > 2:
                    continue
                for own in spans_of(pair.session, starts[pair.key], pair.row.units):
                    if all(collide(self.problem, own, pair.session, span, other) for span in spans):
                        starts[pair.key] &= ~(1 << (own.start - pair.session.start) // UNIT)

    def leaf_bound(self, decisions, prices):
        """No agenda that takes these decisions has more points in this part (64ths); None: there is no such agenda."""
        left = self.restricted(decisions)
        if left is None:
            return None
        starts, must, heard = left
        persons, rewards, tolls = self.admissible(prices, heard)
        bound = sum(persons.get(owner, 0) for owner in {pair.row.owner for pair in self.pairs if starts[pair.key]})
        bound += sum(self.most_of_due(key, rewards.get(key, 0), starts) for key in self.lacks)
        for key, items in self.items(starts, must, persons, rewards, tolls).items():
            best = best_plan(self.problem, self.problem.sessions[key], items, self.laid)
            if best is None:
                return None
            bound += best[0]
        return bound

    def admissible(self, prices, heard):
        """The prices of a leaf, by what they are the price of; refused where nothing would follow from them."""
        persons, rewards, tolls, spent = {}, {}, {}, Counter()
        for situation, price in prices.persons.items():
            row = self.candidate(situation)
            demand(row.owner not in persons, f"certificat : deux prix pour {situation}")
            demand(
                price >= 0 or row.owner in heard,
                f"certificat : prix négatif de {situation}, que rien n’oblige à entendre",
            )
            persons[row.owner] = price
        for service, kinds in prices.rewards.items():
            for kind, reward in kinds.items():
                demand((service, kind) in self.lacks, f"certificat : prix d’un dû inconnu : {service}, {kind}")
                rewards[service, kind] = reward
        for key, people in prices.tolls.items():
            demand(key in self.sessions, f"certificat : péage d’une instance d’une autre partie : {key}")
            for who, toll in people.items():
                demand(who in self.problem.people, f"certificat : péage d’un inconnu : {who}")
                tolls[who, key] = toll
                spent[who, self.problem.sessions[key].venue, self.problem.sessions[key].day] += toll
        full = 2 * SCALE * self.problem.rules.trip_days
        demand(
            all(toll <= full for toll in spent.values()),
            "certificat : des péages dépassent le prix de leur déplacement",
        )
        return persons, rewards, tolls

    def candidate(self, situation):
        """The candidate of this part that a certificate names."""
        demand(situation in self.names, f"certificat : {situation} n’est pas candidate dans cette partie")
        return self.names[situation]

    def items(self, starts, must, persons, rewards, tolls):
        """For each session what may sit there: what it brings beyond its prices, and which trips at which toll."""
        problem, found, serves = self.problem, {key: [] for key in self.sessions}, defaultdict(set)
        for pair in self.pairs:
            for trip in pair.trips if starts[pair.key] else ():
                serves[trip].add(pair.session.id)
        full, moving = 2 * SCALE * problem.rules.trip_days, 2 * SCALE * problem.rules.move_time_days
        for pair in self.pairs:
            row, session, mask = pair.row, pair.session, starts[pair.key]
            if not mask:
                continue
            gain = pair.gain - persons.get(row.owner, 0) + rewards.get(row.due, 0) * row.units
            line, kept = problem.announced.get(row.id), mask
            if line is not None and line.session == session.id:
                gain += 2 * SCALE * problem.rules.move_session_days
                kept = sum(1 << bit for bit in bits(mask) if session.start + UNIT * bit == line.start)
                if not kept:
                    gain, kept = gain - moving, mask
            toll = {
                trip: full if len(serves[trip]) == 1 else tolls.get((trip[0], session.id), 0) for trip in pair.trips
            }
            found[session.id].append(Row(
                row=row, mask=mask, kept=kept, moving=moving, gain=gain, units=row.units,
                trips={trip: cost for trip, cost in toll.items() if cost}, must=must.get(row.id) == session.id,
                people=[who for who in row.people if who not in session.staff],
            ))  # fmt: skip
        return found

    def most_of_due(self, key, reward, starts):
        """The most of: less a shortfall's price, less the reward of what is granted; over all sums of units left."""
        lacks, sums = self.lacks[key], 1
        for row in {pair.row.id: pair.row for pair in self.pairs if starts[pair.key]}.values():
            if row.due == key:
                sums |= sums << row.units
        return max(-lacks[max(0, len(lacks) - 1 - units)] - reward * units for units in bits(sums))

    def bound(self, tree):
        """The greatest bound of a tree's leaves, in whole points: its branches cover every agenda."""
        best, waiting = None, [(tree, ())]
        while waiting:
            node, decisions = waiting.pop()
            if hasattr(node, "branch"):
                self.candidate(node.branch.situation)
                known = node.branch.session in (None, *self.sessions)
                demand(known, f"certificat : {node.branch.session} n’est pas de cette partie")
                waiting += [
                    (node.no, (*decisions, (node.branch, False))),
                    (node.yes, (*decisions, (node.branch, True))),
                ]
            else:
                found = self.leaf_bound(decisions, node.prices)
                best = found if best is None or (found is not None and found > best) else best
        demand(best is not None, "certificat : aucune branche n’admet d’ordre du jour, alors qu’en voici un")
        return best // SCALE


def bits(mask):
    return (bit for bit in range(mask.bit_length()) if mask >> bit & 1)


def spans_of(session, mask, units):
    starts = [session.start + UNIT * bit for bit in bits(mask)]
    return [Row(start=start, end=start + UNIT * units) for start in starts]


def possible_starts(problem, row, session):
    """The starts at which a situation could sit in a session if nobody else were seated, a bit for each."""
    free = 0
    for span in spans_of(session, (1 << max(0, session.units - row.units + 1)) - 1, row.units):
        if not any(absent(problem, who, span, session) for who in row.people):
            free |= 1 << (span.start - session.start) // UNIT
    return free


def best_plan(problem, session, items, laid):
    """What no plan of the session surpasses, and the plan that brings so much (None where the search was cut short).

    Plans are looked at in the order of a relaxed value, never below their true one: the referent's trip is paid once
    for all their situations, a partner's in shares, hours cost nothing. What is met first is paid in full, then laid.
    None: no plan holds all who must sit there.
    """
    must, rest = [item for item in items if item.must], [item for item in items if not item.must]
    room, places = session.units, min(session.size, len(items))
    needs = Counter(trip for item in items for trip in item.trips)
    for item in items:
        item.lead = next((trip for trip in item.trips if trip[0] == item.row.referent), ())
    leads = {item.lead for item in items}
    for item in items:
        shares = (toll // min(needs[trip], max(1, places)) for trip, toll in item.trips.items() if trip not in leads)
        item.net = item.gain - sum(shares)
    paid = {item.lead: item.trips.get(item.lead, 0) for item in must}
    rest.sort(key=lambda item: (item.lead, -item.net, item.row.id))
    counted = places * min((item.units for item in items), default=0) < room
    table = suffixes(rest, room, places if counted else 0, paid)
    value = sum(item.net for item in must) - sum(paid.values())
    room, places = room - sum(item.units for item in must), places - len(must)
    if room < 0 or places < 0:
        return None
    best, plan, cores, pushed = None if must else 0, (), [], 0
    heap = [(-value - table[0][0][places if counted else 0][room], 0, 0, 0, room, places, value, 0)]
    while heap and (best is None or -heap[0][0] > best):
        limit, _, place, on_site, room, places, value, chosen = heappop(heap)
        if pushed > NODES:
            return -limit, None
        if any(core & chosen == core for core in cores):
            continue
        if place < len(rest):
            item = rest[place]
            follows = place + 1 < len(rest) and rest[place + 1].lead == item.lead
            ways = [(0, on_site, room, places, value)]
            if room >= item.units and places:
                toll = 0 if on_site or item.lead in paid else item.trips.get(item.lead, 0)
                ways.append((1 << place, 1, room - item.units, places - 1, value + item.net - toll))
            for taken, there, units, seats, worth in ways:
                there = there if follows else 0
                limit = worth + table[place + 1][there][seats if counted else 0][units]
                if best is None or limit > best:
                    pushed += 1
                    heappush(heap, (-limit, -pushed, place + 1, there, units, seats, worth, chosen | taken))
            continue
        seated = must + [rest[bit] for bit in bits(chosen)]
        if place == len(rest):
            trips = {trip: toll for item in seated for trip, toll in item.trips.items()}
            worth = sum(item.gain for item in seated) - sum(trips.values())
            pushed += 1
            heappush(heap, (-worth, -pushed, place + 1, 0, 0, 0, worth, chosen))
            continue
        loss = hours(problem, session, seated, laid)
        if loss is not None and (best is None or value - loss > best):
            best, plan = value - loss, tuple(item.row.id for item in seated)
        core = shrunk(problem, session, seated, laid) if loss is None else []
        if core and all(item.must for item in core):
            return None
        if core:
            cores.append(sum(1 << bit for bit, item in enumerate(rest) if item in core))
    return None if best is None else (best, plan)


def suffixes(rest, room, places, paid):
    """The most that the items from each place on bring: [place][on site already][places left][units left]."""
    table = [*([None] * len(rest)), [[[0] * (room + 1)] * (places + 1)] * 2]
    for place in reversed(range(len(rest))):
        item, after, table[place] = rest[place], table[place + 1], []
        follows = place + 1 < len(rest) and rest[place + 1].lead == item.lead
        for on_site in (0, 1):
            gain = item.net - (0 if on_site or item.lead in paid else item.trips.get(item.lead, 0))
            rows = list(after[on_site if follows else 0])
            for seats in range(1 if places else 0, places + 1):
                with_it = after[1 if follows else 0][seats - 1 if places else 0]
                taken = [gain + more for more in with_it[: max(0, room + 1 - item.units)]]
                rows[seats] = rows[seats][: item.units] + list(map(max, rows[seats][item.units :], taken))
            table[place].append(rows)
    return table


def hours(problem, session, seated, laid, alone=True):
    """The least that hours cost these situations together (64ths: idle time, moved hours); None: there are none.

    `alone`: whether who sits there alone is held to the first hour.
    """
    key = session.id, alone, tuple(sorted((item.row.id, item.mask, item.kept) for item in seated))
    if key not in laid:
        laid[key] = find_hours(problem, session, seated, alone)
    return laid[key]


def find_hours(problem, session, seated, alone):
    limit, idle = problem.rules.single_situation_minutes, SCALE * problem.rules.idle_days
    if len({item.row.owner for item in seated}) < len(seated):
        return None
    last = session.units
    if alone and len(seated) == 1 and limit is not None:
        last = min(last, limit // UNIT)
    best, steps = None, STEPS

    def place(now, left, ends, loss):
        """Seat one after the other; `ends`: the unit in which everybody's last situation ended."""
        nonlocal best, steps
        steps -= 1
        if (best is not None and loss >= best) or steps < 0:
            return
        if not left:
            best = loss
            return
        slack = last - now - sum(item.units for item in left)
        if slack < 0 or any(not item.mask >> now for item in left):
            return
        left = sorted(left, key=lambda item: (all(ends.get(who) != now for who in item.people), item.row.id))
        for start in range(now, now + slack + 1):
            for item in left:
                if item.mask >> start & 1 and best != 0:
                    cost = 0 if item.kept >> start & 1 else item.moving
                    cost += sum(idle * (start - ends[who]) for who in item.people if who in ends)
                    after = ends | dict.fromkeys(item.people, start + item.units)
                    place(start + item.units, [other for other in left if other is not item], after, loss + cost)

    place(0, seated, {}, 0)
    return 0 if steps < 0 and best != 0 else best


def shrunk(problem, session, seated, laid):
    """As few of these as possible for whom there are no hours together, and so none with others; none where it is the
    first hour alone that is missed."""
    if hours(problem, session, seated, laid, alone=False) is not None:
        return []
    core = list(seated)
    for item in seated:
        fewer = [other for other in core if other is not item]
        if hours(problem, session, fewer, laid, alone=False) is None:
            core = fewer
    return core


def check_bound(problem, certificate):
    """The bound that a certificate proves, in points."""
    demand(certificate.problem_sha256 == problem.sha256, "certificat : il est d’un autre problème")
    listed = [session for part in certificate.parts for session in part.sessions]
    part_of = {session: number for number, part in enumerate(certificate.parts) for session in part.sessions}
    known = len(part_of) == len(listed) and set(listed) <= set(problem.sessions)
    demand(known, "certificat : une instance est inconnue ou deux fois dans les parties")
    parts = split(problem, part_of)
    proven = -2 * problem.rules.move_session_days * len(problem.announced)
    for number, part in enumerate(certificate.parts):
        proven += Part(problem, part.sessions, parts[number]).bound(part.tree)
    return proven


def split(problem, part_of):
    """The candidates of each part; refused where something that the points look at lies in two."""
    rows, home = defaultdict(list), {}
    for row in problem.candidates:
        for session in problem.options[row.id]:
            demand(session.id in part_of, f"certificat : l’instance {session.id} n’est dans aucune partie")
            for key in ties(problem, row, session):
                alike = home.setdefault(key, part_of[session.id]) == part_of[session.id]
                demand(alike, f"certificat : les parties ne sont pas indépendantes ({row.id})")
        rows[part_of[problem.options[row.id][0].id]].append(row)
    return rows


def ties(problem, row, session):
    """What ties a session to others that have it too: the person, the due, the trips."""
    yield row.owner
    if problem.dues[row.due] and any(problem.rules.equity_days):
        yield *row.due, "due"
    if problem.rules.trip_days:
        yield from ((*trip, "trip") for trip in trips_of(problem, row, session))


# --- 5. the verdict ---------------------------------------------------------------------------------------------------


def verify(problem_file, agenda_file, certificate_file):
    """The French sentence of what is proven."""
    problem = Problem(read_json(problem_file))
    agenda = AGENDA(read_json(agenda_file), "ordre du jour")
    certificate = CERTIFICATE(read_json(certificate_file), "certificat")
    for rule, what in broken_rules(problem, agenda):
        raise Refused(f"règle {rule} non respectée : {what}")
    seats = seats_of(problem, agenda)
    parts, granted = recount(problem, seats)
    for wrong in wrong_figures(problem, agenda, seats, parts, granted):
        raise Refused(wrong)
    points, bound, proven = total(parts), certificate.bound, check_bound(problem, certificate)
    demand(proven <= bound, f"certificat : il annonce au plus {bound} points et n’en prouve que {proven}")
    demand(proven >= points, f"certificat : sa borne {proven} est inférieure aux {points} points de cet ordre du jour")
    stated = bound if agenda.bound is None else agenda.bound
    demand(stated >= bound, f"l’ordre du jour annonce la borne {stated}, le certificat {bound}")
    if bound == points:
        return f"Vérifié : cet ordre du jour est le meilleur ; aucun n’a plus de {points} points."
    return f"Vérifié : cet ordre du jour a {points} points et se trouve à {bound - points} points au plus du meilleur."


def judge(*files):
    """The exit code for three files, and a French sentence."""
    try:
        return 0, verify(*files)
    except Refused as error:
        return 1, f"Refusé : {error}"[:400]
    except BadInput as error:
        return 2, f"Entrée incorrecte : {error}"[:400]
    except (RecursionError, MemoryError, ValueError, OverflowError):
        return 2, "Entrée incorrecte : trop profonde, trop grande ou mal formée"


def main(arguments):
    code, said = 2, "usage : python verify.py PROBLEME.json ORDRE_DU_JOUR.json CERTIFICAT.json"
    if len(arguments) == 3:
        code, said = judge(*arguments)
    stream = sys.stderr if code else sys.stdout
    shown = "".join(letter if letter.isprintable() else "?" for letter in said)
    stream.write(shown.encode(stream.encoding or "ascii", "replace").decode(stream.encoding or "ascii") + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
