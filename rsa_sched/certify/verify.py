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
from decimal import Decimal
from fractions import Fraction
from heapq import heappop, heappush
from itertools import combinations, pairwise
from types import SimpleNamespace as Row

UNIT = 15  # minutes
DAY = 1440
SCALE = 64  # prices are whole 64ths of a point
MOST = 1_000_000  # no number of a problem is larger
HUGE = 10**15  # nor any of an agenda or a certificate
FILE = 256 << 20  # bytes read of one file
NODES = 20_000  # of one search for the best plan of a session; where it ends earlier, the bound is merely weaker
STEPS = 5_000  # of one search for hours; where it ends earlier, hours are taken to exist and to cost nothing


class BadInput(Exception):
    """A document that the contract refuses: exit code 2."""


class Refused(Exception):
    """An agenda or a certificate that claims what is not so: exit code 1."""


# --- 1. documents -----------------------------------------------------------------------------------------------------


def read_json(path):
    """One JSON document: UTF-8, no key twice, no NaN, decimals kept exactly."""

    def once(pairs):
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
            raise BadInput(f"{path} : clé en double : {twice[:60]!r}")
        return found

    def decimal(text):
        if len(text) > 60 or abs(int(re.split("[eE]", text + "e0")[1])) > 30:
            raise BadInput(f"{path} : nombre démesuré")
        return Decimal(text)

    def constant(text):
        raise BadInput(f"{path} : {text} n’est pas un nombre")

    try:
        with open(path, "rb") as file:  # noqa: PTH123 - one module less to read up on
            raw = file.read(FILE + 1)
        if len(raw) > FILE:
            raise BadInput(f"{path} : fichier trop grand")
        text = raw.decode("utf-8-sig")
        found = json.loads(text, object_pairs_hook=once, parse_constant=constant, parse_float=decimal)
        json.dumps(found, ensure_ascii=False, default=str).encode()  # no half of a surrogate pair
    except OSError as error:
        raise BadInput(f"{path} : illisible ({error.strerror})") from None
    except RecursionError:
        raise BadInput(f"{path} : imbriqué trop profondément") from None
    except ValueError as error:
        raise BadInput(f"{path} : ce n’est pas un document JSON en UTF-8 ({str(error)[:80]})") from None
    if not isinstance(found, dict):
        raise BadInput(f"{path} : un objet JSON est attendu")
    return found


def fail(where, expected):
    raise BadInput(f"{where} : {expected}")


def whole(low=0, high=MOST):
    """A whole number of that range; true and 1.0 are none."""

    def check(value, where):
        if type(value) is not int or not low <= value <= high:
            fail(where, f"un nombre entier de {low} à {high} est attendu")
        return value

    return check


def quarters(high=MOST):
    def check(value, where):
        if whole(UNIT, high)(value, where) % UNIT:
            fail(where, "un multiple de 15 minutes est attendu")
        return value

    return check


def text(value, where):
    if not isinstance(value, str):
        fail(where, "un texte est attendu")
    return value


def name(value, where):
    """An id: not empty, no control characters."""
    if not bare(text(value, where)) or any(unicodedata.category(letter) == "Cc" for letter in value):
        fail(where, "un identifiant est attendu")
    return value


def bare(value):
    """The form under which two ids of a list may not be equal."""
    shown = (x for x in unicodedata.normalize("NFKC", value) if unicodedata.category(x) not in HIDDEN)
    return unicodedata.normalize("NFKC", "".join(x for x in shown if x not in INVISIBLE))


HIDDEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}
INVISIBLE = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0" + "".join(
    map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
)


def truth(value, where):
    if not isinstance(value, bool):
        fail(where, "true ou false est attendu")
    return value


def day(value, where):
    """An ISO date as the number of its day."""
    if not (isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value)):
        fail(where, "une date (AAAA-MM-JJ) est attendue")
    try:
        return date.fromisoformat(value).toordinal()
    except ValueError:
        fail(where, "cette date n’existe pas")


def minute(value, where):
    """A local ISO minute as the number of minutes since the first day."""
    if not (isinstance(value, str) and re.fullmatch(".{10}T([01][0-9]|2[0-3]):[0-5][0-9]", value)):
        fail(where, "une heure (AAAA-MM-JJTHH:MM) est attendue")
    return day(value[:10], where) * DAY + int(value[11:13]) * 60 + int(value[14:16])


def choice(*words):
    def check(value, where):
        if value not in words:
            fail(where, f"l’un de ces mots est attendu : {', '.join(words)}")
        return value

    return check


def several(check, least=0):
    def checked(value, where):
        if not isinstance(value, list) or len(value) < least:
            fail(where, "une liste est attendue" + " (non vide)" * bool(least))
        return [check(item, f"{where}[{number}]") for number, item in enumerate(value)]

    return checked


def record(extra=False, **shape):
    """An object of these keys; one that ends in _ may be omitted, null being the same. `extra`: others are ignored."""
    keys = {key.rstrip("_"): (check, key.endswith("_")) for key, check in shape.items()}

    def check(value, where):
        if not isinstance(value, dict):
            fail(where, "un objet est attendu")
        for key in value:
            if key not in keys and not extra:
                fail(f"{where}.{key[:60]}", "clé inconnue")
        found = Row()
        for key, (reader, optional) in keys.items():
            if key not in value and not optional:
                fail(f"{where}.{key}", "clé manquante")
            given = value.get(key)
            setattr(found, key, None if given is None and optional else reader(given, f"{where}.{key}"))
        return found

    return check


def length(value, where):
    return quarters()(value, where) if type(value) is int else choice("content", "long", "short")(value, where)


def weights_of(value, where):
    if not isinstance(value, dict):
        fail(where, "un objet est attendu")
    return {key: whole(1)(item, f"{where}.{key[:60]}") for key, item in value.items()}


def interval(value, where):
    if len(several(minute)(value, where)) != 2:
        fail(where, "un début et une fin sont attendus")
    first, last = several(minute)(value, where)
    return (first, last) if first <= last else fail(where, "cet intervalle finit avant de commencer")


def leg(value, where):
    if not isinstance(value, list) or len(value) != 3 or name(value[0], where) == name(value[1], where):
        fail(where, "deux lieux différents et des minutes sont attendus")
    return frozenset(value[:2]), whole()(value[2], where)


TYPE = record(
    id=name, label_=text, scope_=choice("subsector", "service"), length_=length, minutes_=quarters(DAY),
    max_situations_=whole(), admits_=choice("rsa", "rsa_or_plie", "anyone"), empty_=choice("first_hour", "cancelled"),
)  # fmt: skip
AMOUNTS = {
    "slot_days": 60, "age_cap_days": 365, "guarantee_days": 120, "guarantee_deferrals": 2, "guarantee_bonus_days": 120,
    "trip_days": 10, "idle_days": 1, "move_session_days": 60, "move_time_days": 10, "deadline_days": 10,
    "psychologist_cancel_days": 8,
}  # fmt: skip
REGULATION = record(
    kinds_=several(name, 1), weights_=weights_of, urgency_days_=several(whole(), 1), equity_days_=several(whole(), 1),
    wait_percent_per_week_=whole(0, 100), short_minutes_=quarters(), long_minutes_=quarters(),
    single_situation_minutes_=whole(1), types_=several(TYPE, 1), late_=choice("refuse", "fill"),
    rank_=choice("reorder", "ignore"), **{f"{key}_": whole() for key in AMOUNTS},
)  # fmt: skip
DEFAULTS = AMOUNTS | {
    "kinds": ["PSSI", "PER", "PE"], "urgency_days": [0, 60, 180, 400], "equity_days": [20, 40, 80, 160],
    "wait_percent_per_week": 2, "short_minutes": 30, "long_minutes": 45, "late": "refuse", "rank": "reorder",
}  # fmt: skip
TYPES = [
    {"id": "standard"},
    {"id": "sdf", "admits": "rsa_or_plie"},
    {"id": "psychologist", "scope": "service", "length": "long", "max_situations": 4, "empty": "cancelled"},
]
TYPE_DEFAULTS = {
    "scope": "subsector", "length": "content", "minutes": 180, "max_situations": 6, "admits": "rsa",
    "empty": "first_hour",
}  # fmt: skip
PROBLEM = record(
    schema_version=choice("1"), id=name, as_of=day, timezone_=text, regulation_=REGULATION,
    services=several(record(id=name, label_=text)),
    subsectors=several(record(id=name, service=name, label_=text)),
    venues=several(record(id=name, subsector_=name, label_=text)),
    travel_=record(default_minutes_=whole(), between_=several(leg)),
    structures=several(record(id=name, kind=name, label_=text)),
    professionals=several(record(id=name, structure_=name, label_=text, unavailable_=several(interval))),
    sessions=several(record(
        id=name, type=name, service=name, subsector_=name, venue=name, start=minute, minutes_=quarters(DAY),
        max_situations_=whole(), staff_=several(name),
    )),
    situations=several(record(
        id=name, person_=name, type_=name, subsector=name, structure=name, referent=name, requested_on=day,
        received_on_=day, urgency_=whole(), rank_=whole(1), deferrals_=whole(),
        partners_=several(record(professional=name, external_=truth)), beneficiary_invited_=truth,
        beneficiary_agreed_=truth, oriented_=truth, in_active_file_=truth, plie_outside_rsa_=truth, not_before_=day,
        not_after_=day, wanted_sessions_=several(name),
    )),
    pins_=several(record(situation=name, session=name, start_=minute)),
    bans_=several(record(situation=name, session=name)),
    history_=several(record(service=name, kind=name, units=whole(0, 1000 * MOST))),
    announced_=several(record(situation=name, session=name, start=minute)),
)  # fmt: skip
COUNT, SIGNED = whole(0, HUGE), whole(-HUGE, HUGE)
AGENDA = record(
    extra=True, problem_=text, problem_sha256_=text, status_=choice("optimal", "feasible"), points_=SIGNED,
    bound_=SIGNED, gap_=lambda value, where: value if type(value) in (int, Decimal) else fail(where, "un nombre"),
    parts_=record(extra=True, priority_=SIGNED, equity_=SIGNED, travel_=SIGNED, idle_=SIGNED, stability_=SIGNED),
    due_=several(record(extra=True, service=text, kind=text, due_units=COUNT, granted_units=COUNT, demand_units=COUNT)),
    appointments=several(record(
        extra=True, situation=text, session=text, start=minute, end=minute, venue_=text, participants_=several(text),
    )),
    deferrals=several(record(extra=True, situation=text)),
    sessions_=several(record(
        extra=True, session=text, mode=choice("held", "first_hour", "cancelled"), situations=COUNT, minutes_used=COUNT,
    )),
)  # fmt: skip
CERTIFICATE = record(
    schema_version=choice("1"), problem_sha256=text, bound=SIGNED,
    parts=several(record(sessions=several(text), tree=lambda value, where: value)),
)  # fmt: skip
BRANCH = record(branch=record(situation=text, session_=text, before_=minute), yes=lambda v, w: v, no=lambda v, w: v)
PRICES = record(
    prices=record(
        persons_=lambda v, w: priced(v, w, SIGNED),
        rewards_=lambda v, w: priced(v, w, lambda one, at: priced(one, at, COUNT)),
        tolls_=lambda v, w: priced(v, w, lambda one, at: priced(one, at, COUNT)),
    )
)


def priced(value, where, check):
    if not isinstance(value, dict):
        fail(where, "un objet est attendu")
    return {key: check(item, f"{where}.{key[:60]}") for key, item in value.items()}


# --- 2. the problem ---------------------------------------------------------------------------------------------------


class Problem:
    """What the contract derives from a problem document. Times in minutes, lengths in units."""

    def __init__(self, document):
        self.sha256 = fingerprint(document)
        self.given = given = PROBLEM(document, "problème")
        for key in ("pins", "bans", "history", "announced"):
            setattr(given, key, getattr(given, key) or [])
        self.read_regulation(document)
        self.read_places()
        self.read_sessions()
        self.read_situations()
        self.read_wishes()
        self.check_clocks()
        self.options = {row.id: [s for s in self.in_pool[row.pool] if self.admits(row, s)] for row in self.situations}
        self.candidates = [row for row in self.situations if self.options[row.id]]
        self.hand_out_ranks()
        self.reckon_dues()

    def table(self, rows, where):
        """Rows by id; ids that look alike are refused."""
        if len({bare(row.id) for row in rows}) < len(rows):
            fail(where, "deux identifiants se confondent")
        return {row.id: row for row in rows}

    def known(self, table, key, where):
        return table[key] if key in table else fail(where, f"identifiant inconnu : {key[:60]!r}")

    def read_regulation(self, document):
        given = self.given.regulation or REGULATION({}, "")
        for key, value in DEFAULTS.items():
            setattr(given, key, value if getattr(given, key) is None else getattr(given, key))
        if "single_situation_minutes" not in (document.get("regulation") or {}):
            given.single_situation_minutes = 60  # null, here alone, is not "omitted"
        kinds, weights = given.kinds, given.weights
        if len({bare(kind) for kind in kinds}) < len(kinds):
            fail("regulation.kinds", "deux natures se confondent")
        if weights is not None and set(weights) != set(kinds):
            fail("regulation.weights", "un poids par nature est attendu")
        self.weights = weights or dict.fromkeys(kinds, 1)
        if sorted(given.equity_days) != given.equity_days:
            fail("regulation.equity_days", "ces prix ne doivent jamais baisser")
        rows = given.types or [TYPE(row, "") for row in TYPES]
        for row in rows:
            for key, value in TYPE_DEFAULTS.items():
                setattr(row, key, value if getattr(row, key) is None else getattr(row, key))
        self.types = self.table(rows, "regulation.types")
        self.rules = given

    def read_places(self):
        given, known = self.given, self.known
        services = self.services = self.table(given.services, "services")
        self.subsectors = self.table(given.subsectors, "subsectors")
        for row in given.subsectors:
            known(services, row.service, "subsectors.service")
        self.venues = self.table(given.venues, "venues")
        for row in given.venues:
            row.subsector is None or known(self.subsectors, row.subsector, "venues.subsector")
        travel = given.travel or Row(default_minutes=None, between=None)
        self.default_minutes, self.between = travel.default_minutes or 0, dict(travel.between or [])
        if len(self.between) < len(travel.between or []):
            fail("travel.between", "deux fois la même paire de lieux")
        for pair in self.between:
            for venue in pair:
                known(self.venues, venue, "travel.between")
        self.structures = self.table(given.structures, "structures")
        for row in given.structures:
            row.kind in self.rules.kinds or fail("structures.kind", "nature inconnue")
        self.people = self.table(given.professionals, "professionals")
        for row in given.professionals:
            row.structure is None or known(self.structures, row.structure, "professionals.structure")
            row.posts, row.unavailable = [], [(a, b) for a, b in row.unavailable or [] if a < b]

    def travel(self, one, other):
        """Minutes between two sessions' venues, counted only on one date."""
        if one.day != other.day or one.venue == other.venue:
            return 0
        return self.between.get(frozenset((one.venue, other.venue)), self.default_minutes)

    def read_sessions(self):
        self.sessions = self.table(self.given.sessions, "sessions")
        self.in_pool = defaultdict(list)
        for row in sorted(self.given.sessions, key=lambda row: row.id):
            where = f"sessions.{row.id}"
            kind = row.type = self.known(self.types, row.type, where)
            self.known(self.services, row.service, where)
            self.known(self.venues, row.venue, where)
            if (row.subsector is None) == (kind.scope == "subsector"):
                fail(where, "un sous-secteur est attendu, ou ne l’est pas")
            if row.subsector is not None and self.known(self.subsectors, row.subsector, where).service != row.service:
                fail(where, "ce sous-secteur est d’un autre service")
            row.pool = kind.id, row.service if kind.scope == "service" else row.subsector
            row.minutes = kind.minutes if row.minutes is None else row.minutes
            row.size = kind.max_situations if row.max_situations is None else row.max_situations
            row.units, row.day, row.end = row.minutes // UNIT, row.start // DAY, row.start + row.minutes
            if row.start % UNIT:
                fail(where, "le début n’est pas sur un quart d’heure")
            row.staff = set(row.staff or ())
            for who in row.staff:
                for other in self.known(self.people, who, where).posts:
                    gap = self.travel(row, other)
                    if row.start < other.end + gap and other.start < row.end + gap:
                        fail(where, "un membre est dans deux instances à la fois")
                self.people[who].posts.append(row)
            self.in_pool[row.pool].append(row)

    def read_situations(self):
        rules, as_of = self.rules, self.given.as_of
        self.table(self.given.situations, "situations")
        self.situations = sorted(self.given.situations, key=lambda row: row.id)
        self.by_id = {row.id: row for row in self.situations}
        for row in self.situations:
            where = f"situations.{row.id}"
            row.type = (
                self.known(self.types, row.type, where) if row.type is not None else next(iter(self.types.values()))
            )
            row.service = self.known(self.subsectors, row.subsector, where).service
            row.kind = self.known(self.structures, row.structure, where).kind
            row.people = [row.referent, *(partner.professional for partner in row.partners or [])]
            for who in row.people:
                self.known(self.people, who, where)
            if len(set(row.people)) < len(row.people):
                fail(where, "un professionnel y est deux fois")
            for session in row.wanted_sessions or []:
                self.known(self.sessions, session, where)
            row.received_on = row.requested_on if row.received_on is None else row.received_on
            if row.requested_on > as_of or row.received_on < row.requested_on:
                fail(where, "demandée après as_of, ou reçue avant d’être demandée")
            if (row.urgency or 0) >= len(rules.urgency_days):
                fail(where, "urgence inconnue")
            row.owner = ("person", row.person) if row.person is not None else ("situation", row.id)
            row.pool = row.type.id, row.service if row.type.scope == "service" else row.subsector
            size = row.type.length
            if size == "content":
                size = "long" if row.beneficiary_invited or row.partners else "short"
            size = {"long": rules.long_minutes, "short": rules.short_minutes}.get(size, size)
            row.units = size // UNIT
            waited = as_of - row.requested_on
            row.guaranteed = waited >= rules.guarantee_days or (row.deferrals or 0) >= rules.guarantee_deferrals
            row.value = rules.slot_days + min(waited, rules.age_cap_days) + rules.urgency_days[row.urgency or 0]
            row.value += rules.guarantee_bonus_days * row.guaranteed

    def read_wishes(self):
        given = self.given
        for key, identity in (
            ("pins", lambda row: (row.situation, row.session, row.start)),
            ("bans", lambda row: (row.situation, row.session)),
            ("announced", lambda row: row.situation),
        ):
            rows = getattr(given, key)
            for row in rows:
                self.known(self.by_id, row.situation, key)
                self.known(self.sessions, row.session, key)
            if len({identity(row) for row in rows}) < len(rows):
                fail(key, "deux fois la même ligne")
        self.banned = {(row.situation, row.session) for row in given.bans}
        if self.banned & {(row.situation, row.session) for row in given.pins}:
            fail("pins", "une situation est à la fois épinglée et écartée")
        self.announced = {row.situation: row for row in given.announced}
        self.history = {(row.service, row.kind): row.units for row in given.history}
        if len(self.history) < len(given.history):
            fail("history", "deux fois la même ligne")
        for service, kind in self.history:
            self.known(self.services, service, "history")
            kind in self.rules.kinds or fail("history.kind", "nature inconnue")

    def check_clocks(self):
        """Every local time exists once; no clock changes during a session. Skipped where there are no time zones."""
        import zoneinfo

        zone = "Europe/Paris" if self.given.timezone is None else self.given.timezone
        try:
            zone = zoneinfo.ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            return fail("timezone", "fuseau inconnu") if zoneinfo.available_timezones() else None

        def offset(moment, fold=0):
            at = datetime.fromordinal(moment // DAY).replace(hour=moment % DAY // 60, minute=moment % 60, fold=fold)
            return at.replace(tzinfo=zone).utcoffset()

        spans = [span for row in self.given.professionals for span in row.unavailable]
        wishes = [row.start for row in (*self.given.pins, *self.given.announced) if row.start is not None]
        try:
            for moment in {*(x for span in spans for x in span), *wishes, *(s.start for s in self.sessions.values())}:
                if offset(moment) != offset(moment, 1):
                    fail("heure locale", "elle n’existe pas, ou deux fois")
            for row in self.sessions.values():
                if {offset(row.end - 1), offset(row.end - 1, 1)} != {offset(row.start)}:
                    fail(f"sessions.{row.id}", "l’heure change pendant l’instance")
        except (OverflowError, ValueError):
            fail("heure locale", "hors du calendrier")

    def why_not(self, row, session):
        """The rules by which a session does not admit a situation (contract, section 1), calendars aside."""
        rules, asked = self.rules, session.type.admits
        followed = row.oriented is not False and row.in_active_file is not False
        open_to = {"rsa": followed and not row.plie_outside_rsa, "rsa_or_plie": followed or row.plie_outside_rsa}
        if row.pool != session.pool:
            yield "session-type"
        unwanted = row.wanted_sessions is not None and session.id not in row.wanted_sessions
        if not open_to.get(asked, True) or unwanted or (row.beneficiary_invited and not row.beneficiary_agreed):
            yield "eligible"
        first, last = row.not_before, row.not_after
        if (first is not None and session.day < first) or (last is not None and session.day > last):
            yield "window"
        if self.late(row, session) and rules.late == "refuse":
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
        rules = self.rules
        if self.late(row, session):
            return row.units * (rules.slot_days // 2 + min(1000, row.value) // 100)
        weeks = min(50, max(0, session.day - self.given.as_of) // 7 * rules.wait_percent_per_week)
        return row.units * (row.value - row.value * weeks // 100)

    def reckon_dues(self):
        """Due and demand of each (service, kind): cumulative Sainte-Laguë over what the pools can hold."""
        self.dues, self.demands = {}, {}
        of_service = defaultdict(list)
        for row in self.candidates:
            of_service[row.service].append(row)

        def capped(rows, key):
            """Units of rows by (key, pool): of each person the longest for each key; in each pool what it holds."""
            longest, units = {}, Counter()
            for row in sorted(rows, key=lambda row: (-row.units, row.id)):
                longest.setdefault((row.owner, key(row)), row)
            for row in longest.values():
                units[key(row), row.pool] += row.units
            return {at: min(sum(s.units for s in self.in_pool[at[1]]), number) for at, number in units.items()}

        for service in self.services:
            rows, kinds = of_service[service], self.rules.kinds
            demand = Counter(dict.fromkeys(kinds, 0))
            for (kind, _), number in capped(rows, lambda row: row.kind).items():
                demand[kind] += number
            capacity, given = sum(capped(rows, lambda row: row.pool).values()), dict.fromkeys(kinds, 0)
            had = {kind: self.history.get((service, kind), 0) for kind in kinds}
            while capacity and any(given[kind] < demand[kind] for kind in kinds):
                asking = [kind for kind in kinds if given[kind] < demand[kind]]
                kind = min(asking, key=lambda kind: Fraction(2 * (had[kind] + given[kind]) + 1, self.weights[kind]))
                given[kind] += 1
                capacity -= 1
            for kind in kinds:
                self.dues[service, kind], self.demands[service, kind] = given[kind], demand[kind]

    def shortfall(self, units):
        """What so many units short of a due cost."""
        prices = self.rules.equity_days
        return sum(prices[min(unit // 2, len(prices) - 1)] for unit in range(units))


def trips_of(problem, row, session):
    """The trips that a seat causes: none for who staffs a session there on that day."""
    for who in row.people:
        if not any(post.venue == session.venue and post.day == session.day for post in problem.people[who].posts):
            yield who, session.venue, session.day


def fingerprint(document):
    def plain(value):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)

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


def broken_rules(problem, agenda):
    """The id of each broken rule, and of what."""
    seats = seats_of(problem, agenda)
    inside, engaged, owners = defaultdict(list), defaultdict(list), Counter()
    for seat in seats.values():
        row, session = seat.row, seat.session
        inside[session.id].append(seat)
        owners[row.owner] += 1
        for who in row.people:
            engaged[who].append(seat)
        if (seat.start - session.start) % UNIT or not session.start <= seat.start <= seat.end <= session.end:
            yield "session-time", row.id
        if seat.end - seat.start != row.units * UNIT:
            yield "session-time", row.id
        for rule in problem.why_not(row, session):
            yield rule, row.id
    listed = Counter(line.situation for line in agenda.appointments if line.session in problem.sessions)
    for key, number in listed.items():
        if number > 1 and key in problem.by_id:
            yield "single-seat", key
    for owner, number in owners.items():
        if number > 1:
            yield "single-seat", owner[1]
    limit = problem.rules.single_situation_minutes
    for key, held in inside.items():
        session = problem.sessions[key]
        for one, other in pairwise(sorted(held, key=lambda seat: seat.start)):
            if other.start < one.end:
                yield "session-time", key
        if len(held) > session.size:
            yield "session-size", key
        if len(held) == 1 and limit is not None and held[0].end > session.start + limit:
            yield "first-hour", key
    for who, mine in engaged.items():
        person = problem.people[who]
        for seat in mine:
            if any(seat.start < last and first < seat.end for first, last in person.unavailable):
                yield "presence", seat.row.id
            for post in person.posts:
                if post is not seat.session and collide(problem, seat, seat.session, post, post):
                    yield "presence", seat.row.id
        for one, other in combinations(mine, 2):
            if collide(problem, one, one.session, other, other.session):
                yield "presence", one.row.id
    for pin in problem.given.pins:
        seat = seats.get(pin.situation)
        if seat is None or seat.session.id != pin.session or pin.start not in (None, seat.start):
            yield "pinned", pin.situation
    yield from broken_document(problem, agenda, seats)


def collide(problem, one, one_session, other, other_session):
    """Whether nobody can attend both spans of time."""
    gap = problem.travel(one_session, other_session)
    return one.start < other.end + gap and other.start < one.end + gap


def broken_document(problem, agenda, seats):
    if agenda.problem not in (None, problem.given.id) or agenda.problem_sha256 not in (None, problem.sha256):
        yield "document", "un autre problème"
    for line in agenda.appointments:
        if line.situation not in problem.by_id or line.session not in problem.sessions:
            yield "document", line.situation
    deferred = Counter(line.situation for line in agenda.deferrals)
    for key in {*problem.by_id, *deferred}:
        if key not in problem.by_id or deferred[key] + (key in seats) != 1:
            yield "document", key
    for seat in seats.values():
        stated, right = seat.line.participants, sorted(seat.row.people)
        if seat.line.venue not in (None, seat.session.venue) or (stated is not None and sorted(stated) != right):
            yield "document", seat.row.id


def recount(problem, seats):
    """The parts of the points of an agenda (contract, section 2)."""
    rules = problem.rules
    parts = dict.fromkeys(("priority", "equity", "travel", "idle", "stability"), 0)
    trips, presences, granted = set(), defaultdict(list), Counter()
    for seat in seats.values():
        row, session = seat.row, seat.session
        parts["priority"] += problem.earned(row, session)
        granted[row.service, row.kind] += row.units
        trips.update(trips_of(problem, row, session))
        for who in row.people:
            if who not in session.staff:
                presences[who, session.id].append(seat)
    parts["equity"] = sum(problem.shortfall(max(0, due - granted[key])) for key, due in problem.dues.items())
    parts["travel"] = 2 * rules.trip_days * len(trips)
    for held in presences.values():
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
    """What the agenda states that is not so; the bound is looked at later."""
    points = total(parts)
    if agenda.points not in (None, points):
        yield f"points : {agenda.points} énoncés, {points} recomptés"
    for key, number in parts.items():
        if agenda.parts is not None and getattr(agenda.parts, key) not in (None, number):
            yield f"parts.{key} : {getattr(agenda.parts, key)} énoncés, {number} recomptés"
    lines = [(line.service, line.kind) for line in agenda.due or []]
    if agenda.due is not None and (
        len(set(lines)) < len(lines) or {k for k, due in problem.dues.items() if due} - {*lines}
    ):
        yield "due : une ligne manque ou est en double"
    for line in agenda.due or []:
        key = line.service, line.kind
        if key not in problem.dues:
            yield f"due : {key} est inconnu"
        elif (line.due_units, line.granted_units, line.demand_units) != (
            problem.dues[key], granted[key], problem.demands[key],
        ):  # fmt: skip
            yield f"due : {line.service}/{line.kind} est faux"
    names = [line.session for line in agenda.sessions or []]
    if agenda.sessions is not None and (len(set(names)) < len(names) or set(names) != set(problem.sessions)):
        yield "sessions : une ligne manque, est en trop ou en double"
    inside = defaultdict(list)
    for seat in seats.values():
        inside[seat.session.id].append(seat)
    for line in (line for line in agenda.sessions or [] if line.session in problem.sessions):
        held = inside[line.session]
        empty = problem.sessions[line.session].type.empty
        mode = "held" if len(held) > 1 else "cancelled" if not held and empty == "cancelled" else "first_hour"
        used = sum(seat.row.units * UNIT for seat in held)
        if (line.mode, line.situations, line.minutes_used) != (mode, len(held), used):
            yield f"sessions : {line.session} est faux"
    if agenda.bound is not None:
        apart, whole_bound = agenda.bound - points, max(1, abs(agenda.bound))
        if agenda.status is not None and (agenda.status == "optimal") != (apart == 0):
            yield "status : optimal quand la borne égale les points, et seulement alors"
        millionths = None if agenda.gap is None else Fraction(agenda.gap) * 1_000_000
        if millionths is not None and (
            millionths.denominator > 1 or 2 * abs(millionths * whole_bound - apart * 1_000_000) > whole_bound
        ):
            yield "gap : ne correspond pas à la borne et aux points"
    elif agenda.status == "optimal" or agenda.gap is not None:
        yield "status, gap : énoncés sans borne"


# --- 4. the bound -----------------------------------------------------------------------------------------------------
# docs/certificate.md: what a part is, what the prices of a leaf prove, and why.


class Part:
    """Sessions with everybody whom they may seat; nothing that the points look at lies in two parts.

    `rows`: the candidates; `pairs`: candidate and session; `starts`: of each pair the possible starts, a bit each.
    """

    def __init__(self, problem, sessions, rows):
        self.problem, self.sessions, self.rows, self.laid = problem, sorted(sessions), rows, {}
        self.owners, self.lacks, self.pairs, self.starts, self.must = defaultdict(list), {}, [], {}, {}
        for row in rows:
            self.owners[row.owner].append(row)
            key = row.service, row.kind
            if key not in self.lacks and problem.dues[key] and any(problem.rules.equity_days):
                self.lacks[key] = [SCALE * problem.shortfall(short) for short in range(problem.dues[key] + 1)]
            for session in problem.options[row.id]:
                trips = list(trips_of(problem, row, session))
                gain = SCALE * problem.earned(row, session)
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
        problem, held = self.problem, defaultdict(list)
        for situation, key in must.items():
            row, session = problem.by_id[situation], problem.sessions[key]
            spans = spans_of(session, starts.get((situation, key), 0), row.units)
            for who in row.people:
                held[who].append((session, spans))
        for pair in self.pairs if held else ():
            row, session = pair.row, pair.session
            for other, spans in (found for who in row.people for found in held.get(who, ())):
                if other is session or abs(other.day - session.day) > 2:
                    continue
                for own in spans_of(session, starts[pair.key], row.units):
                    if all(collide(problem, own, session, span, other) for span in spans):
                        starts[pair.key] &= ~(1 << (own.start - session.start) // UNIT)

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
        for situation, price in (prices.persons or {}).items():
            row = self.problem.by_id.get(situation)
            if row is None or row.owner not in self.owners or row.owner in persons:
                raise Refused(f"certificat : prix d’une situation inconnue ou en double ({situation[:60]})")
            if price < 0 and row.owner not in heard:
                raise Refused(
                    f"certificat : prix négatif d’une personne que rien n’oblige à entendre ({situation[:60]})"
                )
            persons[row.owner] = price
        for service, kinds in (prices.rewards or {}).items():
            for kind, reward in kinds.items():
                if (service, kind) not in self.lacks:
                    raise Refused(f"certificat : prix d’un dû inconnu ({service[:60]}/{kind[:60]})")
                rewards[service, kind] = reward
        for key, people in (prices.tolls or {}).items():
            if key not in self.sessions:
                raise Refused(f"certificat : péage d’une instance d’une autre partie ({key[:60]})")
            session = self.problem.sessions[key]
            for who, toll in people.items():
                tolls[who, key] = toll
                spent[who, session.venue, session.day] += toll
        if any(toll > 2 * SCALE * self.problem.rules.trip_days for toll in spent.values()):
            raise Refused("certificat : des péages dépassent le prix de leur déplacement")
        return persons, rewards, tolls

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
            gain = pair.gain - persons.get(row.owner, 0) + rewards.get((row.service, row.kind), 0) * row.units
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
        for units in {pair.row.id: pair.row for pair in self.pairs if starts[pair.key]}.values():
            if (units.service, units.kind) == key:
                sums |= sums << units.units
        return max(-lacks[max(0, len(lacks) - 1 - units)] - reward * units for units in bits(sums))

    def bound(self, tree):
        """The greatest bound of a tree's leaves, in whole points: its branches cover every agenda."""
        best, waiting = None, [(tree, ())]
        while waiting:
            node, decisions = waiting.pop()
            if isinstance(node, dict) and "branch" in node:
                node = BRANCH(node, "certificat.tree")
                branch, row = node.branch, self.problem.by_id.get(node.branch.situation)
                if row is None or row.owner not in self.owners or branch.session not in (None, *self.sessions):
                    raise Refused("certificat : un embranchement nomme ce qui n’est pas de sa partie")
                if branch.session is None and branch.before is not None:
                    raise BadInput("certificat : un embranchement a une heure mais pas d’instance")
                waiting += [(node.no, (*decisions, (branch, False))), (node.yes, (*decisions, (branch, True)))]
            else:
                found = self.leaf_bound(decisions, PRICES(node, "certificat.tree").prices)
                best = found if best is None or (found is not None and found > best) else best
        if best is None:
            raise Refused("certificat : aucune branche n’admet d’ordre du jour, alors qu’en voici un")
        return best // SCALE


def bits(mask):
    return (bit for bit in range(mask.bit_length()) if mask >> bit & 1)


def spans_of(session, mask, units):
    starts = [session.start + UNIT * bit for bit in bits(mask)]
    return [Row(start=start, end=start + UNIT * units) for start in starts]


def possible_starts(problem, row, session):
    """The starts at which a situation could sit in a session if nobody else were seated, a bit for each."""
    barred = []
    for who in row.people:
        barred += problem.people[who].unavailable
        for post in problem.people[who].posts:
            if post is not session:
                gap = problem.travel(session, post)
                barred.append((post.start - gap, post.end + gap))
    mask = 0
    for span in spans_of(session, (1 << max(0, session.units - row.units + 1)) - 1, row.units):
        if not any(span.start < last and first < span.end for first, last in barred):
            mask |= 1 << (span.start - session.start) // UNIT
    return mask


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
    if certificate.problem_sha256 != problem.sha256:
        raise Refused("certificat : il est d’un autre problème")
    part_of = {session: number for number, part in enumerate(certificate.parts) for session in part.sessions}
    if len(part_of) < sum(len(part.sessions) for part in certificate.parts) or not set(part_of) <= set(
        problem.sessions
    ):
        raise Refused("certificat : une instance est inconnue ou deux fois dans les parties")
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
            if session.id not in part_of:
                raise Refused(f"certificat : l’instance {session.id} n’est dans aucune partie")
            for key in ties(problem, row, session):
                if home.setdefault(key, part_of[session.id]) != part_of[session.id]:
                    raise Refused(f"certificat : les parties ne sont pas indépendantes ({row.id})")
        rows[part_of[problem.options[row.id][0].id]].append(row)
    return rows


def ties(problem, row, session):
    """What ties a session to others that have it too: the person, the due, the trips."""
    yield row.owner
    if problem.dues[row.service, row.kind] and any(problem.rules.equity_days):
        yield row.service, row.kind, "due"
    if problem.rules.trip_days:
        yield from ((*trip, "trip") for trip in trips_of(problem, row, session))


# --- 5. the verdict ---------------------------------------------------------------------------------------------------


def verify(problem_file, agenda_file, certificate_file):
    """The French sentence of what is proven."""
    problem = Problem(read_json(problem_file))
    agenda = AGENDA(read_json(agenda_file), "ordre du jour")
    certificate = CERTIFICATE(read_json(certificate_file), "certificat")
    for rule, what in broken_rules(problem, agenda):
        raise Refused(f"règle {rule} non respectée : {str(what)[:80]}")
    seats = seats_of(problem, agenda)
    parts, granted = recount(problem, seats)
    for wrong in wrong_figures(problem, agenda, seats, parts, granted):
        raise Refused(wrong)
    points, proven = total(parts), check_bound(problem, certificate)
    if proven > certificate.bound:
        raise Refused(f"certificat : il annonce au plus {certificate.bound} points et n’en prouve que {proven}")
    if proven < points:
        raise Refused(f"certificat : sa borne {proven} est inférieure aux {points} points de cet ordre du jour")
    if agenda.bound is not None and agenda.bound < certificate.bound:
        raise Refused(f"l’ordre du jour annonce la borne {agenda.bound}, le certificat {certificate.bound}")
    if certificate.bound == points:
        return f"Vérifié : cet ordre du jour est le meilleur ; aucun n’a plus de {points} points."
    apart = certificate.bound - points
    return f"Vérifié : cet ordre du jour a {points} points et se trouve à {apart} points au plus du meilleur."


def judge(*files):
    """The exit code for three files, and a French sentence."""
    try:
        return 0, verify(*files)
    except Refused as error:
        return 1, f"Refusé : {error}"
    except BadInput as error:
        return 2, f"Entrée incorrecte : {error}"
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
