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
import zoneinfo
from collections import Counter, defaultdict
from datetime import date, datetime
from fractions import Fraction
from itertools import accumulate, combinations, pairwise
from math import lcm
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


class Real(str):
    """A JSON number with a decimal point or an exponent, as written."""


def read_json(path):
    """One JSON document: UTF-8, no key twice, no NaN, no half of a surrogate pair."""

    def once(pairs):
        return dict(pairs) if len(dict(pairs)) == len(pairs) else fail(path, "une clé en double")

    path = str(path)
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - one module less to read up on
            raw = file.read(FILE + 1)
        len(raw) <= FILE or fail(path, "fichier trop grand")
        refuse = {"parse_constant": lambda text: fail(path, f"{text} n’est pas un nombre"), "object_pairs_hook": once}
        found = json.loads(raw.decode("utf-8-sig"), parse_float=Real, **refuse)
        json.dumps(found, ensure_ascii=False).encode()
    except OSError:
        fail(path, "ce fichier ne peut pas être lu")
    except (ValueError, RecursionError) as error:
        at = getattr(error, "pos", getattr(error, "start", 0))
        fail(path, f"ce n’est pas un document JSON en UTF-8 (à partir du caractère {at + 1})")
    return found


def value(expected, means):
    """A reader of one value: what it `means`; where that is None or fails, it is bad input."""

    def reader(given, where):
        try:
            found = means(given)
        except (BadInput, TypeError, ValueError, LookupError):
            found = None
        return fail(where, f"attendu : {expected}") if found is None else found

    return reader


def whole(low=0, high=MOST, step=1):
    """A whole number of that range; true and 1.0 are none."""
    expected = f"un nombre entier de {low} à {high}, multiple de {step}"
    return value(expected, lambda x: x if type(x) is int and low <= x <= high and not x % step else None)


def choice(*words):
    return value(" ou ".join(words), lambda x: x if x in words else None)


def read(shape, given, where):
    """What a part of a document means.

    A shape is a reader; [shape] or [shape, least], a list of at least so many; {"*": shape}, an object of any keys; or
    an object of certain keys, inside {"...": object} among others that are ignored. (shape, default) may be omitted,
    null being the same; in (shape, default, null) it is not.
    """
    if callable(shape):
        return shape(given, where)
    if isinstance(shape, list):
        enough = isinstance(given, list) and len(given) >= sum(shape[1:])
        enough or fail(where, "attendu : une liste, et pas vide où elle ne doit pas l’être")
        return [read(shape[0], item, f"{where}[{number}]") for number, item in enumerate(given)]
    isinstance(given, dict) or fail(where, "attendu : un objet")
    if "*" in shape:
        return {key: read(shape["*"], item, f"{where}.{key}") for key, item in given.items() if item is not None}
    if "..." in shape:
        return read(shape["..."], {key: given[key] for key in shape["..."] if key in given}, where)
    found, unknown = Row(), set(given) - set(shape)
    unknown and fail(where, f"clé inconnue : {min(unknown)}")
    for key, one in shape.items():
        one, *default = one if isinstance(one, tuple) else (one,)
        key in given or default or fail(f"{where}.{key}", "clé manquante")
        item = default[-1 if key in given else 0] if default and given.get(key) is None else given[key]
        setattr(found, key, None if default and item is None else read(one, item, f"{where}.{key}"))
    return found


def bare(name):
    """What shows of an id: the form under which two of a list may not be equal."""
    shown = INVISIBLE.sub("", unicodedata.normalize("NFKC", name))
    return unicodedata.normalize("NFKC", "".join(x for x in shown if unicodedata.category(x) not in HIDDEN))


def node(given, where):
    """A node of a tree: `prices`, or `branch` with its two sides (docs/certificate.md)."""
    found = read(BRANCH if isinstance(given, dict) and "branch" in given else LEAF, given, where)
    if hasattr(found, "branch") and found.branch.session is None and found.branch.before is not None:
        fail(where, "une heure sans instance")
    return found


HIDDEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}
INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]")
NUMBER = re.compile("-?[0-9.]{1,40}([eE][+-]?[0-9]{1,2})?")

# fmt: off
COUNT, LENGTH, MINUTES, TALLY = whole(), whole(UNIT, MOST, UNIT), whole(UNIT, DAY, UNIT), whole(0, HUGE)
text = value("un texte", lambda x: x if type(x) is str else None)
truth = value("true ou false", lambda x: x if type(x) is bool else None)
name = value("un identifiant", lambda x: x if bare(x) and "Cc" not in map(unicodedata.category, text(x, "")) else None)
day = value("une date (AAAA-MM-JJ) qui existe",
            lambda x: date.fromisoformat(x).toordinal() if DATE.fullmatch(x) else None)
minute = value("une heure (AAAA-MM-JJTHH:MM)", lambda x: day(x[:10], "") * DAY + int(x[11:13]) * 60 + int(x[14:])
               if TIME.fullmatch(x) else None)
length = value("un multiple de 15 minutes, content, long ou short",
               lambda x: (LENGTH if type(x) is int else choice("content", "long", "short"))(x, ""))
interval = value("un début, puis une fin",
                 lambda x: (minute(x[0], ""), minute(x[1], "")) if len(x) == 2 and x[0] <= x[1] else None)
leg = value("deux lieux différents et des minutes",
            lambda x: (frozenset(text(at, "") for at in x[:2]), COUNT(x[2], ""))
            if len(x) == 3 and x[0] != x[1] else None)
gap = value("un nombre", lambda x: Fraction(x) if type(x) in (int, Real) and NUMBER.fullmatch(str(x)) else None)
LABEL, NO, YES, FIGURE = (text, None), (truth, False), (truth, True), (whole(-HUGE, HUGE), None)
keys = dict  # an object of these keys
TYPE = keys(
    id=name, label=LABEL, scope=(choice("subsector", "service"), "subsector"), length=(length, "content"),
    minutes=(MINUTES, 180), max_situations=(COUNT, 6), admits=(choice("rsa", "rsa_or_plie", "anyone"), "rsa"),
    empty=(choice("first_hour", "cancelled"), "first_hour"))
TYPES = [keys(id="standard"), keys(id="sdf", admits="rsa_or_plie"),
         keys(id="psychologist", scope="service", length="long", max_situations=4, empty="cancelled")]
REGULATION = keys(
    kinds=([name, 1], ["PSSI", "PER", "PE"]), weights=({"*": whole(1)}, None), slot_days=(COUNT, 60),
    age_cap_days=(COUNT, 365), urgency_days=([COUNT, 1], [0, 60, 180, 400]), guarantee_days=(COUNT, 120),
    guarantee_deferrals=(COUNT, 2), guarantee_bonus_days=(COUNT, 120), trip_days=(COUNT, 10),
    wait_percent_per_week=(whole(0, 100), 2), equity_days=([COUNT, 1], [20, 40, 80, 160]), idle_days=(COUNT, 1),
    move_session_days=(COUNT, 60), move_time_days=(COUNT, 10), deadline_days=(COUNT, 10),
    psychologist_cancel_days=(COUNT, 8), short_minutes=(LENGTH, 30), long_minutes=(LENGTH, 45),
    single_situation_minutes=(whole(1), 60, None), types=([TYPE, 1], TYPES),
    late=(choice("refuse", "fill"), "refuse"), rank=(choice("reorder", "ignore"), "reorder"))
SESSION = keys(
    id=name, type=text, service=text, subsector=LABEL, venue=text, start=minute, minutes=(MINUTES, None),
    max_situations=(COUNT, None), staff=([text], []))
SITUATION = keys(
    id=name, person=(name, None), type=LABEL, subsector=text, structure=text, referent=text, requested_on=day,
    received_on=(day, None), urgency=(COUNT, 0), rank=(whole(1), None), deferrals=(COUNT, 0),
    partners=([keys(professional=text, external=NO)], []), beneficiary_invited=NO, beneficiary_agreed=NO,
    oriented=YES, in_active_file=YES, plie_outside_rsa=NO, not_before=(day, "0001-01-01"),
    not_after=(day, "9999-12-31"), wanted_sessions=([text], None))
PROBLEM = keys(
    schema_version=choice("1"), id=name, as_of=day, timezone=(text, "Europe/Paris"), regulation=(REGULATION, {}),
    services=[keys(id=name, label=LABEL)], subsectors=[keys(id=name, service=text, label=LABEL)],
    venues=[keys(id=name, subsector=LABEL, label=LABEL)],
    travel=(keys(default_minutes=(COUNT, 0), between=([leg], [])), {}),
    structures=[keys(id=name, kind=text, label=LABEL)],
    professionals=[keys(id=name, structure=LABEL, label=LABEL, unavailable=([interval], []))],
    sessions=[SESSION], situations=[SITUATION],
    pins=([keys(situation=text, session=text, start=(minute, None))], []),
    bans=([keys(situation=text, session=text)], []),
    history=([keys(service=text, kind=text, units=whole(0, 1000 * MOST))], []),
    announced=([keys(situation=text, session=text, start=minute)], []))
LINKS = {  # what is named in the rows of a problem, and the list that it is in
    "service": "services", "subsector": "subsectors", "venue": "venues", "structure": "structures", "kind": "kinds",
    "type": "types", "staff": "professionals", "referent": "professionals", "partners": "professionals",
    "session": "sessions", "wanted_sessions": "sessions", "situation": "situations",
}
ONCE = {"pins": ("situation", "session", "start"), "bans": ("situation", "session"), "announced": ("situation",),
        "history": ("service", "kind")}
PARTS = ("priority", "equity", "travel", "idle", "stability")
AGENDA = {"...": keys(
    problem=LABEL, problem_sha256=LABEL, status=(choice("optimal", "feasible"), None), points=FIGURE, bound=FIGURE,
    gap=(gap, None), parts=({"...": dict.fromkeys(PARTS, FIGURE)}, None),
    due=([{"...": keys(service=text, kind=text, due_units=TALLY, granted_units=TALLY, demand_units=TALLY)}], None),
    appointments=[{"...": keys(situation=text, session=text, start=minute, end=minute, venue=LABEL,
                               participants=([text], None))}],
    deferrals=[{"...": keys(situation=text)}],
    sessions=([{"...": keys(session=text, mode=choice("held", "first_hour", "cancelled"), situations=TALLY,
                            minutes_used=TALLY)}], None))}
CHARGES: object = ({"*": {"*": whole(0, PRICE)}}, {})
LEAF: object = keys(prices=keys(persons=({"*": whole(-PRICE, PRICE)}, {}), rewards=CHARGES, tolls=CHARGES))
BRANCH = keys(branch=keys(situation=text, session=LABEL, before=(minute, None)), yes=node, no=node)
CERTIFICATE = keys(
    schema_version=choice("1"), problem_sha256=text, bound=whole(-HUGE, HUGE),
    parts=[keys(sessions=[text], tree=node)])
# fmt: on


# --- 2. the problem ---------------------------------------------------------------------------------------------------


class Problem:
    """What the contract derives from a problem document. Times in minutes, lengths in units."""

    def __init__(self, document):
        self.given, self.sha256 = read(PROBLEM, document, "problème"), fingerprint(document)
        self.rules = self.given.regulation
        self.link()
        self.people, self.sessions, self.by_id = map(self.tables.get, ("professionals", "sessions", "situations"))
        self.read_sessions()
        self.situations = [self.by_id[key] for key in sorted(self.by_id)]
        for row in self.situations:
            self.read_situation(row)
        self.check_clocks()
        self.options = {
            row.id: [s for s in self.in_pool[row.pool] if not self.why_not(row, s)] for row in self.situations
        }
        self.candidates = [row for row in self.situations if self.options[row.id]]
        self.hand_out_ranks()
        self.reckon_dues()

    def link(self):
        """Tables by id, links between them, and what may stand only once."""
        given, rules = self.given, self.rules
        rules.weights = dict.fromkeys(rules.kinds, 1) if rules.weights is None else rules.weights
        set(rules.weights) == set(rules.kinds) or fail("regulation.weights", "un poids par nature est attendu")
        sorted(rules.equity_days) == rules.equity_days or fail("equity_days", "ces prix ne doivent jamais baisser")
        for row in given.situations:
            row.partners = [partner.professional for partner in row.partners]
        lists = {key: rows for key, rows in vars(given).items() if isinstance(rows, list)}
        named = lists | {"types": rules.types, "kinds": [Row(id=kind) for kind in rules.kinds]}
        self.tables = tables = {key: {row.id: row for row in named[key]} for key in LINKS.values()}
        for key, table in tables.items():
            len({bare(one) for one in table}) == len(named[key]) or fail(key, "deux identifiants se confondent")
        for row in (row for rows in lists.values() for row in rows):
            for key, table in LINKS.items():
                linked = getattr(row, key, None)
                for one in linked if isinstance(linked, list) else [linked]:
                    one is None or one in tables[table] or fail(key, f"identifiant inconnu : {one[:60]!r}")
        for key, names in ONCE.items():
            lines = {tuple(getattr(row, one) for one in names) for row in lists[key]}
            len(lines) == len(lists[key]) or fail(key, "deux fois la même ligne")
        self.between = dict(given.travel.between)
        len(self.between) == len(given.travel.between) or fail("travel", "deux fois la même paire de lieux")
        set().union(*self.between) <= set(tables["venues"]) or fail("travel", "lieu inconnu")
        self.banned = {(row.situation, row.session) for row in given.bans}
        clash = self.banned & {(row.situation, row.session) for row in given.pins}
        clash and fail("pins", "une situation est à la fois épinglée et écartée")
        self.announced = {row.situation: row for row in given.announced}
        self.pinned = defaultdict(list)
        for pin in given.pins:
            self.pinned[pin.situation, pin.session].append(pin.start)
            pin.before = None  # a decision like those of a tree
        for row in given.situations:
            row.service = tables["subsectors"][row.subsector].service
            row.type = rules.types[0].id if row.type is None else row.type
        for row in (*given.sessions, *given.situations):
            row.type = tables["types"][row.type]
            row.pool = row.type.id, row.service if row.type.scope == "service" else row.subsector

    def travel(self, one, other):
        """Minutes between two sessions' venues, counted only on one date."""
        far = one.day == other.day and one.venue != other.venue
        return self.between.get(frozenset((one.venue, other.venue)), self.given.travel.default_minutes) if far else 0

    def read_sessions(self):
        self.in_pool = defaultdict(list)
        for who in self.people.values():
            who.posts, who.unavailable = [], [(first, last) for first, last in who.unavailable if first < last]
        for key, row in sorted(self.sessions.items()):
            where, home = f"sessions.{key}", self.tables["subsectors"].get(row.subsector, row)
            (row.subsector is None) == (row.type.scope == "service") or fail(where, "sous-secteur manquant, ou de trop")
            home.service == row.service or fail(where, "ce sous-secteur est d’un autre service")
            row.start % UNIT == 0 or fail(where, "le début n’est pas sur un quart d’heure")
            row.minutes = row.type.minutes if row.minutes is None else row.minutes
            row.size = row.type.max_situations if row.max_situations is None else row.max_situations
            row.units, row.day, row.end = row.minutes // UNIT, row.start // DAY, row.start + row.minutes
            row.span, row.staff = (row.start, row.end), set(row.staff)
            posts = [post for who in row.staff for post in self.people[who].posts]
            busy = any(overlap(row.span, post.span, self.travel(row, post)) for post in posts)
            busy and fail(where, "un membre est dans deux instances à la fois")
            for who in row.staff:
                self.people[who].posts.append(row)
            self.in_pool[row.pool].append(row)

    def read_situation(self, row):
        rules, where = self.rules, f"situations.{row.id}"
        row.due = row.service, self.tables["structures"][row.structure].kind
        row.owner = ("person", row.person) if row.person is not None else ("situation", row.id)
        row.people = [row.referent, *row.partners]
        len(set(row.people)) == len(row.people) or fail(where, "un professionnel y est deux fois")
        row.received_on = row.requested_on if row.received_on is None else row.received_on
        right = row.requested_on <= min(row.received_on, self.given.as_of)
        right or fail(where, "demandée après as_of, ou reçue avant d’être demandée")
        row.urgency < len(rules.urgency_days) or fail(where, "urgence inconnue")
        lengths = {"short": rules.short_minutes, "long": rules.long_minutes}
        lengths["content"] = lengths["long" if row.beneficiary_invited or row.partners else "short"]
        row.units = lengths.get(row.type.length, row.type.length) // UNIT
        days = self.given.as_of - row.requested_on
        row.guaranteed = days >= rules.guarantee_days or row.deferrals >= rules.guarantee_deferrals
        bonus = rules.guarantee_bonus_days if row.guaranteed else 0
        row.value = rules.slot_days + min(days, rules.age_cap_days) + rules.urgency_days[row.urgency] + bonus

    def check_clocks(self):
        """Every local time exists once; no clock changes during a session. Skipped where there are no time zones."""
        try:
            zone = zoneinfo.ZoneInfo(self.given.timezone)
        except (KeyError, ValueError, OSError):
            return fail("timezone", "fuseau inconnu") if zoneinfo.available_timezones() else None

        def offsets(moment):
            at = datetime.fromordinal(moment // DAY).replace(hour=moment % DAY // 60, minute=moment % 60, tzinfo=zone)
            return {at.utcoffset(), at.replace(fold=1).utcoffset()}

        moments = {row.start for row in (*self.given.pins, *self.given.announced, *self.sessions.values())} - {None}
        moments.update(moment for row in self.people.values() for span in row.unavailable for moment in span)
        try:
            for moment in moments:
                len(offsets(moment)) == 1 or fail("heure locale", "elle n’existe pas, ou deux fois")
            for row in self.sessions.values():
                offsets(row.end - 1) == offsets(row.start) or fail(row.id, "l’heure change pendant l’instance")
        except (OverflowError, ValueError):
            fail("heure locale", "hors du calendrier")

    def late(self, row, session):
        return session.day - row.received_on < self.rules.deadline_days

    def why_not(self, row, session):
        """The rules by which a session does not admit a situation (contract, section 1), calendars aside."""
        followed, plie, wanted = row.oriented and row.in_active_file, row.plie_outside_rsa, row.wanted_sessions
        open_to = {"rsa": followed and not plie, "rsa_or_plie": followed or plie, "anyone": True}[session.type.admits]
        agreed = row.beneficiary_agreed or not row.beneficiary_invited
        kept = {
            "session-type": row.pool == session.pool,
            "eligible": open_to and agreed and (wanted is None or session.id in wanted),
            "window": row.not_before <= session.day <= row.not_after,
            "deadline": self.rules.late == "fill" or not self.late(row, session),
            "pinned": (row.id, session.id) not in self.banned,
        }
        return [rule for rule in kept if not kept[rule]]

    def hand_out_ranks(self):
        groups = defaultdict(list)
        for row in self.candidates:
            if row.rank is not None and self.rules.rank == "reorder":
                groups[row.structure, row.subsector, row.type.id, row.guaranteed].append(row)
        for rows in groups.values():
            values = sorted((row.value for row in rows), reverse=True)
            for row, worth in zip(sorted(rows, key=lambda row: (row.rank, row.id)), values, strict=True):
                row.value = worth

    def earned(self, row, session):
        """Priority: the points that a seat earns."""
        if self.late(row, session):
            return row.units * (self.rules.slot_days // 2 + min(1000, row.value) // 100)
        weeks = max(0, session.day - self.given.as_of) // 7
        return row.units * (row.value - row.value * min(50, weeks * self.rules.wait_percent_per_week) // 100)

    def reckon_dues(self):
        """Due and demand of each (service, kind): cumulative Sainte-Laguë over what the pools can hold.

        Of each person the longest counts: for each (service, kind) demanded, and for each pool of a service's capacity.
        """
        rules, longest, asked, most = self.rules, {}, Counter(), Counter()
        for row in sorted(self.candidates, key=lambda row: (-row.units, row.id)):
            longest.setdefault((row.due, row.owner), row)
            longest.setdefault((row.service, row.owner, row.pool), row)
        for (key, *_), row in longest.items():
            asked[key, row.pool] += row.units
        for (key, pool), units in asked.items():
            most[key] += min(units, sum(session.units for session in self.in_pool[pool]))
        granted = Counter({(line.service, line.kind): line.units for line in self.given.history})
        self.dues, self.demands, share = {}, most, lcm(*rules.weights.values())
        for service in self.tables["services"]:
            claims = [  # unit by unit, to be met in their order
                ((2 * (granted[service, kind] + units) + 1) * share // rules.weights[kind], place, kind)
                for place, kind in enumerate(rules.kinds)
                for units in range(most[service, kind])
            ]
            met = Counter(kind for *_, kind in sorted(claims)[: most[service]])
            self.dues |= {(service, kind): met[kind] for kind in rules.kinds}
        self.owed = {due for due, units in self.dues.items() if units and any(rules.equity_days)}

    def shortfall(self, units):
        """What so many units short of a due cost."""
        prices = self.rules.equity_days
        return sum(prices[min(unit // 2, len(prices) - 1)] for unit in range(units))


def trips_of(problem, row, session):
    """The trips that a seat causes: none for who staffs a session there on that day."""
    for who in row.people:
        if not any(post.venue == session.venue and post.day == session.day for post in problem.people[who].posts):
            yield who, session.venue, session.day


def overlap(one, other, apart=0):
    """Whether nobody can attend both (start, end), with so many minutes of travel between."""
    return one[0] < other[1] + apart and other[0] < one[1] + apart


def absent(problem, who, span, session):
    """Whether somebody is unavailable during a span of a session, or then staffs another one."""
    one = problem.people[who]
    return any(overlap(span, away) for away in one.unavailable) or any(
        overlap(span, post.span, problem.travel(post, session)) for post in one.posts if post is not session
    )


def fingerprint(document):
    def plain(given):
        return json.dumps(given, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    rows = {key: sorted(given, key=plain) if isinstance(given, list) else given for key, given in document.items()}
    return hashlib.sha256(plain(rows).encode()).hexdigest()


# --- 3. rules and figures of the agenda -------------------------------------------------------------------------------


def seats_of(problem, agenda):
    """The appointments that count: ids known, the first of each situation."""
    seats = {}
    for line in agenda.appointments:
        if line.situation in problem.by_id and line.session in problem.sessions:
            row, session = problem.by_id[line.situation], problem.sessions[line.session]
            seats.setdefault(row.id, Row(row=row, session=session, span=(line.start, line.end), line=line))
    return seats


def grouped(seats, keys_of):
    """Seats by each of their keys, in the order of time."""
    found = defaultdict(list)
    for seat in sorted(seats.values(), key=lambda seat: seat.span):
        for key in keys_of(seat):
            found[key].append(seat)
    return found


def broken_rules(problem, agenda):
    """The id of each broken rule, and of what."""
    seats, limit = seats_of(problem, agenda), problem.rules.single_situation_minutes
    for seat in seats.values():
        row, session, (start, end) = seat.row, seat.session, seat.span
        inside = session.start <= start and end <= session.end and (start - session.start) % UNIT == 0
        if not inside or end - start != row.units * UNIT:
            yield "session-time", row.id
        for rule in problem.why_not(row, session):
            yield rule, row.id
        if any(absent(problem, who, seat.span, session) for who in row.people):
            yield "presence", row.id
        people = row.people if seat.line.participants is None else seat.line.participants
        if seat.line.venue not in (None, session.venue) or sorted(people) != sorted(row.people):
            yield "document", row.id
    for (_, owner), held in grouped(seats, lambda seat: [seat.row.owner]).items():
        if len(held) > 1:
            yield "single-seat", owner
    for key, held in grouped(seats, lambda seat: [seat.session.id]).items():
        if any(other.span[0] < one.span[1] for one, other in pairwise(held)):
            yield "session-time", key
        if len(held) > problem.sessions[key].size:
            yield "session-size", key
        if len(held) == 1 and limit is not None and held[0].span[1] > problem.sessions[key].start + limit:
            yield "first-hour", key
    for who, held in grouped(seats, lambda seat: seat.row.people).items():
        for one, other in combinations(held, 2):
            if overlap(one.span, other.span, problem.travel(one.session, other.session)):
                yield "presence", who
    for pin in problem.given.pins:
        seat = seats.get(pin.situation)
        if seat is None or seat.session.id != pin.session or pin.start not in (None, seat.span[0]):
            yield "pinned", pin.situation
    if agenda.problem not in (None, problem.given.id) or agenda.problem_sha256 not in (None, problem.sha256):
        yield "document", "un autre problème"
    for line in agenda.appointments:
        if line.situation not in problem.by_id or line.session not in problem.sessions:
            yield "document", line.situation
        elif seats[line.situation].line is not line:
            yield "single-seat", line.situation
    listed = Counter([*seats, *(line.situation for line in agenda.deferrals)])
    for key in sorted(problem.by_id.keys() | listed):
        if key not in problem.by_id or listed[key] != 1:
            yield "document", key


def recount(problem, seats):
    """The parts of the points of an agenda, and the units granted (contract, section 2)."""
    rules, granted, trips = problem.rules, Counter(), set()
    parts = dict.fromkeys(PARTS, 0)
    for seat in seats.values():
        parts["priority"] += problem.earned(seat.row, seat.session)
        granted[seat.row.due] += seat.row.units
        trips.update(trips_of(problem, seat.row, seat.session))
    parts["equity"] = sum(problem.shortfall(max(0, due - granted[key])) for key, due in problem.dues.items())
    parts["travel"] = 2 * rules.trip_days * len(trips)
    waiting = grouped(seats, lambda seat: [(who, seat.session.id) for who in set(seat.row.people) - seat.session.staff])
    for held in waiting.values():
        units = (max(seat.span[1] for seat in held) - held[0].span[0]) // UNIT
        parts["idle"] += rules.idle_days * max(0, units - sum(seat.row.units for seat in held))
    for key, line in problem.announced.items():
        seat = seats.get(key)
        if seat is None or seat.session.id != line.session:
            parts["stability"] += 2 * rules.move_session_days
        elif seat.span[0] != line.start:
            parts["stability"] += 2 * rules.move_time_days
    return parts, granted


def total(parts):
    return 2 * parts["priority"] - sum(parts.values())


def wrong_figures(problem, agenda, seats, parts, granted):
    """What the agenda states that is not so; whether its bound is proven is looked at later."""
    points, inside = total(parts), grouped(seats, lambda seat: [seat.session.id])
    stated = vars(agenda.parts or Row()) | {"points": agenda.points}
    for key, number in {"points": points, **parts}.items():
        if stated.get(key) not in (None, number):
            yield f"{key} : {stated[key]} énoncés, {number} recomptés"
    tables = {"due": [(*key, due, granted[key], problem.demands[key]) for key, due in problem.dues.items()]}
    tables["sessions"] = []
    for key, session in problem.sessions.items():
        mode = "cancelled" if not inside[key] and session.type.empty == "cancelled" else "first_hour"
        units = [seat.row.units for seat in inside[key]]
        tables["sessions"].append((key, "held" if len(units) > 1 else mode, len(units), UNIT * sum(units)))
    for key, right in tables.items():
        lines = getattr(agenda, key)
        if lines is not None and sorted(tuple(vars(line).values()) for line in lines) != sorted(right):
            yield f"{key} : une ligne manque, est en trop ou fausse"
    if agenda.bound is None:
        if agenda.status == "optimal" or agenda.gap is not None:
            yield "status, gap : énoncés sans borne"
        return
    if agenda.status not in (None, "optimal" if agenda.bound == points else "feasible"):
        yield "status : optimal quand la borne égale les points, et seulement alors"
    if agenda.gap is not None:
        millionths, exact = agenda.gap * 10**6, Fraction(10**6 * (agenda.bound - points), max(1, abs(agenda.bound)))
        if millionths.denominator > 1 or 2 * abs(millionths - exact) > 1:
            yield "gap : ne correspond pas à la borne et aux points"


# --- 4. the bound -----------------------------------------------------------------------------------------------------
# docs/certificate.md: what a part is, what the prices of a leaf prove, and why.


class Part:
    """Sessions with everybody whom they may seat; nothing that the points look at lies in two parts.

    `rows`: the candidates; `pairs`: candidate and session; `starts`: of each pair the possible starts.
    """

    def __init__(self, problem, sessions, rows):
        self.problem, self.sessions, self.rows, self.laid = problem, sorted(sessions), rows, {}
        self.owners, self.pairs, self.starts, self.names = defaultdict(list), [], {}, {row.id: row for row in rows}
        self.lacks = {
            due: [SCALE * problem.shortfall(units) for units in range(problem.dues[due] + 1)]
            for due in dict.fromkeys(row.due for row in rows)
            if due in problem.owed
        }
        for row, session in [(one, session) for one in rows for session in problem.options[one.id]]:
            pair = Row(row=row, session=session, key=(row.id, session.id), trips=[*trips_of(problem, row, session)])
            line = problem.announced.get(row.id, Row(session=None))
            kept = problem.rules.move_session_days if line.session == session.id else 0
            pair.hour = line.start if line.session == session.id else None
            pair.gain = SCALE * (problem.earned(row, session) + 2 * kept)
            self.pairs.append(pair)
            self.owners[row.owner].append(pair)
            free, hours = possible_starts(problem, row, session), problem.pinned.get(pair.key, ())
            self.starts[pair.key] = [at for at in free if all(hour in (None, at) for hour in hours)]
        self.pins = [(pin, True) for pin in problem.given.pins if problem.by_id[pin.situation].owner in self.owners]

    def restricted(self, decisions):
        """What decisions leave: the starts of each pair, who must sit where, the persons who must be heard.

        None where they leave nothing.
        """
        starts, must, heard = dict(self.starts), {}, set()
        for branch, yes in (*self.pins, *decisions):
            row = self.problem.by_id[branch.situation]
            before = HUGE if branch.before is None else branch.before
            for pair in self.owners[row.owner]:
                if pair.row is row and branch.session in (None, pair.session.id):
                    starts[pair.key] = [at for at in starts[pair.key] if (at < before) == yes]
                elif yes:
                    starts[pair.key] = []
            if yes:
                heard.add(row.owner)
            if yes and branch.session is not None:
                must[row.id] = branch.session
        self.make_way(starts, must)
        open_to = {pair.row.owner for pair in self.pairs if starts[pair.key]}
        return (starts, must, heard) if heard <= open_to else None  # who must sit must be heard, and has no other start

    def make_way(self, starts, must):
        """Drop the starts during which somebody must be elsewhere, at whatever hour that will be."""
        held = defaultdict(list)
        for situation, key in must.items():
            row, session = self.problem.by_id[situation], self.problem.sessions[key]
            for who in row.people:
                held[who].append((session, [span_of(row, at) for at in starts.get((situation, key), ())]))
        for pair in self.pairs:
            for session, spans in (found for who in pair.row.people for found in held.get(who, ())):
                if session is not pair.session:
                    apart, own = self.problem.travel(session, pair.session), starts[pair.key]
                    starts[pair.key] = [
                        at for at in own if not all(overlap(span_of(pair.row, at), span, apart) for span in spans)
                    ]

    def bound(self, tree, decisions=()):
        """No agenda that takes these decisions has more points in this part (64ths); None: there is no such agenda."""
        if hasattr(tree, "branch"):
            self.candidate(tree.branch.situation)
            known = tree.branch.session in (None, *self.sessions)
            demand(known, f"certificat : {tree.branch.session} n’est pas de cette partie")
            sides = [(tree.yes, True), (tree.no, False)]
            bounds = [self.bound(side, (*decisions, (tree.branch, yes))) for side, yes in sides]
            return max((bound for bound in bounds if bound is not None), default=None)
        left = self.restricted(decisions)
        if left is None:
            return None
        starts, must, heard = left
        persons, rewards, tolls = self.admissible(tree.prices, heard)
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
        persons, rewards, tolls, spent = {}, flat(prices.rewards), {}, Counter()
        for situation, price in prices.persons.items():
            owner = self.candidate(situation).owner
            demand(owner not in persons, f"certificat : deux prix pour {situation}")
            free = price >= 0 or owner in heard
            demand(free, f"certificat : prix négatif de {situation}, que rien n’oblige à entendre")
            persons[owner] = price
        for due in rewards:
            demand(due in self.lacks, f"certificat : prix d’un dû inconnu : {', '.join(due)}")
        for (key, who), toll in flat(prices.tolls).items():
            demand(key in self.sessions, f"certificat : péage d’une instance d’une autre partie : {key}")
            demand(who in self.problem.people, f"certificat : péage d’un inconnu : {who}")
            tolls[who, key] = toll
            spent[who, self.problem.sessions[key].venue, self.problem.sessions[key].day] += toll
        dear = any(toll > 2 * SCALE * self.problem.rules.trip_days for toll in spent.values())
        demand(not dear, "certificat : des péages dépassent le prix de leur déplacement")
        return persons, rewards, tolls

    def candidate(self, situation):
        """The candidate of this part that a certificate names."""
        demand(situation in self.names, f"certificat : {situation} n’est pas candidate dans cette partie")
        return self.names[situation]

    def items(self, starts, must, persons, rewards, tolls):
        """For each session what may sit there: what it brings beyond its prices, and which trips at which toll."""
        found, full = {key: [] for key in self.sessions}, 2 * SCALE * self.problem.rules.trip_days
        left = [pair for pair in self.pairs if starts[pair.key]]
        serves = Counter(trip for trip, _ in {(trip, pair.session.id) for pair in left for trip in pair.trips})
        for pair in left:
            row, key = pair.row, pair.session.id
            fares = {trip: full if serves[trip] == 1 else tolls.get((trip[0], key), 0) for trip in pair.trips}
            item = Row(row=row, units=row.units, hour=pair.hour, starts=tuple(starts[pair.key]))
            item.people = [who for who in row.people if who not in pair.session.staff]
            item.must = must.get(row.id) == key
            item.gain = pair.gain - persons.get(row.owner, 0) + rewards.get(row.due, 0) * row.units
            item.trips = {trip: fare for trip, fare in fares.items() if fare}
            found[key].append(item)
        return found

    def most_of_due(self, key, reward, starts):
        """The most of: less a shortfall's price, less the reward of what is granted; over all sums of units left."""
        lacks, sums = self.lacks[key], 1  # a bit for each sum
        for row in {pair.row.id: pair.row for pair in self.pairs if starts[pair.key] and pair.row.due == key}.values():
            sums |= sums << row.units
        had = (units for units in range(sums.bit_length()) if sums >> units & 1)
        return max(-lacks[max(0, len(lacks) - 1 - units)] - reward * units for units in had)


def flat(charges):
    return {(one, other): price for one, inner in charges.items() for other, price in inner.items()}


def span_of(row, start):
    return start, start + UNIT * row.units


def possible_starts(problem, row, session):
    """The starts at which a situation could sit in a session if nobody else were seated."""
    grid = range(session.start, session.end - UNIT * row.units + 1, UNIT)
    return [at for at in grid if not any(absent(problem, who, span_of(row, at), session) for who in row.people)]


def best_plan(problem, session, items, laid):
    """What no plan of the session surpasses, and a plan that brings so much (None where the search was cut short).

    A set's relaxed value is never below its true one: a trip is paid in equal shares by those who may cause it, hours
    cost nothing. Sets are built one situation after the other, while what is still to come (for the units left, for the
    places left) could make them better than the best; a whole one is paid in full, then laid. None: no plan holds all
    who must sit there.
    """
    must, rest = [item for item in items if item.must], [item for item in items if not item.must]
    size, riders = min(session.size, len(items)), Counter(trip for item in items for trip in item.trips)
    room = session.units - sum(item.units for item in must)
    if room < 0 or len(must) > size or (len(must) > 1 and hours(problem, session, must, laid) is None):
        return None
    for item in items:
        item.net = item.gain - sum(fare // min(riders[trip], max(1, size)) for trip, fare in item.trips.items())
    rest.sort(key=lambda item: (-item.net, item.row.id))
    crest = list(accumulate((max(0, item.net) for item in rest), initial=0))
    table = [[0] * (room + 1)]  # by units left
    for item in reversed(rest):
        after, first = table[-1], item.units
        with_it = map(lambda more, without: max(item.net + more, without), after, after[first:])
        table.append(after[:first] + list(with_it))
    table.reverse()
    best, plan, looked = None if must else 0, (), 0
    stack = [(HUGE**2, 0, room, sum(item.net for item in must), must)]
    while stack:
        limit, place, room, worth, seated = stack.pop()
        if best is not None and limit <= best:
            continue
        looked += 1
        if looked > NODES:
            return max(left[0] for left in [*stack, (limit,)]), None
        if place < len(rest):
            item, place, ways = rest[place], place + 1, [(room, worth, seated)]
            if item.units <= room and len(seated) < size:
                ways.append((room - item.units, worth + item.net, [*seated, item]))
            for number, (room, worth, seated) in enumerate(ways):
                to_come = min(table[place][room], crest[min(place + size - len(seated), len(rest))] - crest[place])
                ways[number] = worth + to_come, place, room, worth, seated
            stack += sorted(ways, key=lambda way: way[0])  # what promises most comes first
            continue
        trips = {trip: fare for item in seated for trip, fare in item.trips.items()}
        worth = sum(item.gain for item in seated) - sum(trips.values())
        if best is None or worth > best:
            loss = hours(problem, session, seated, laid)
            if loss is not None and (best is None or worth - loss > best):
                best, plan = worth - loss, tuple(item.row.id for item in seated)
    return None if best is None else (best, plan)


def hours(problem, session, seated, laid):
    """The least that hours cost these situations together (64ths: idle time, moved hours); None: there are none.

    `laid`: what is known already.
    """
    key = session.id, tuple(sorted((item.row.id, item.starts) for item in seated))
    if key in laid:
        return laid[key]
    limit, idle = problem.rules.single_situation_minutes, SCALE * problem.rules.idle_days
    alone = limit is not None and len(seated) == 1
    end = min(session.end, session.start + limit) if alone else session.end
    best, steps = None, STEPS

    def place(now, left, ends, loss):
        """Seat one after the other; `ends`: when everybody's last situation ended."""
        nonlocal best, steps
        steps -= 1
        if (best is not None and loss >= best) or steps < 0 or any(item.starts[-1] < now for item in left):
            return
        if not left:
            best = loss
        for start in range(now, end - UNIT * sum(item.units for item in left) + 1, UNIT):
            for item in left:
                if start in item.starts and best != 0:
                    cost = 2 * SCALE * problem.rules.move_time_days * (item.hour not in (None, start))
                    cost += sum(idle * ((start - ends[who]) // UNIT) for who in item.people if who in ends)
                    after = start + UNIT * item.units
                    others = [other for other in left if other is not item]
                    place(after, others, ends | dict.fromkeys(item.people, after), loss + cost)

    if len({item.row.owner for item in seated}) == len(seated):
        place(session.start, seated, {}, 0)
    laid[key] = 0 if steps < 0 else best
    return laid[key]


def check_bound(problem, certificate):
    """The bound that a certificate proves, in points."""
    demand(certificate.problem_sha256 == problem.sha256, "certificat : il est d’un autre problème")
    listed = [session for part in certificate.parts for session in part.sessions]
    known = len(set(listed)) == len(listed) and set(listed) <= set(problem.sessions)
    demand(known, "certificat : une instance est inconnue ou deux fois dans les parties")
    part_of = {session: number for number, part in enumerate(certificate.parts) for session in part.sessions}
    rows, home, bound = defaultdict(list), {}, -2 * problem.rules.move_session_days * len(problem.announced)
    for row in problem.candidates:
        for session in problem.options[row.id]:
            demand(session.id in part_of, f"certificat : l’instance {session.id} n’est dans aucune partie")
            for key in ties(problem, row, session):
                alike = home.setdefault(key, part_of[session.id]) == part_of[session.id]
                demand(alike, f"certificat : les parties ne sont pas indépendantes ({row.id})")
        rows[part_of[session.id]].append(row)
    for number, part in enumerate(certificate.parts):
        proven = Part(problem, part.sessions, rows[number]).bound(part.tree)
        demand(proven is not None, "certificat : aucune branche n’admet d’ordre du jour, alors qu’en voici un")
        bound += proven // SCALE
    return bound


def ties(problem, row, session):
    """What ties a session to others that have it too: the person, the due, the trips."""
    yield row.owner
    if row.due in problem.owed:
        yield *row.due, "due"
    if problem.rules.trip_days:
        yield from ((*trip, "trip") for trip in trips_of(problem, row, session))


# --- 5. the verdict ---------------------------------------------------------------------------------------------------


def verify(problem_file, agenda_file, certificate_file):
    """The French sentence of what is proven."""
    problem = Problem(read_json(problem_file))
    agenda = read(AGENDA, read_json(agenda_file), "ordre du jour")
    certificate = read(CERTIFICATE, read_json(certificate_file), "certificat")
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
