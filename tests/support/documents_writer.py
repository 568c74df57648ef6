"""The writer of random problem documents; `documents` is what the tests use."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from tests.support.documents_regulation import random_regulation
from tests.support.oracle_read import (
    Doc,
    admits,
    clock,
    get,
    is_banned,
    participants,
    regulation,
    session_day,
    session_span,
    travel_minutes,
    type_fits,
    types,
    units,
)
from tests.support.oracle_rules import is_free

SIZES: dict[str, Doc] = {
    "tiny": {"situations": (2, 7), "sessions": (1, 4), "people": (2, 6), "days": (1, 3), "minutes": 180},
    "small": {"situations": (8, 15), "sessions": (2, 6), "people": (4, 10), "days": (1, 3), "minutes": 180},
    "medium": {"situations": (20, 60), "sessions": (3, 9), "people": (8, 30), "days": (2, 6), "minutes": 180},
}


class Writer:
    """Writes one document from one source of chance."""

    def __init__(self, rng: random.Random, size: str) -> None:
        self.rng, self.size = rng, SIZES[size]
        self.as_of = date(2010, 9, 20).toordinal() + rng.randrange(8)
        self.rules = random_regulation(rng)
        self.doc: Doc = {
            "schema_version": "1",
            "id": f"random-{rng.randrange(10**6)}",
            "as_of": self._date(self.as_of),
            **rng.choice([{}, {"timezone": "Europe/Paris"}, {"timezone": "UTC"}]),
            "regulation": self.rules,
        }

    @staticmethod
    def _date(ordinal: int) -> str:
        return date.fromordinal(ordinal).isoformat()

    def _some(self, chance: float) -> bool:
        return self.rng.random() < chance

    def _many(self, key: str) -> int:
        return self.rng.randint(*self.size[key])

    def _places(self) -> None:
        rng, doc = self.rng, self.doc
        doc["services"] = [{"id": f"svc{i}", "label": f"Service n° {i}"} for i in range(rng.choice([1, 1, 1, 2]))]
        doc["subsectors"] = [
            {"id": f"S{i}", "service": rng.choice(doc["services"])["id"]} for i in range(rng.choice([1, 1, 2, 3]))
        ]
        doc["venues"] = [{"id": f"v{i}"} for i in range(rng.randint(1, 4))]
        for venue in doc["venues"]:
            if self._some(0.5):
                venue["subsector"] = rng.choice(doc["subsectors"])["id"]
        venues = [venue["id"] for venue in doc["venues"]]
        pairs = [[a, b] for i, a in enumerate(venues) for b in venues[i + 1 :]]
        doc["travel"] = {"default_minutes": rng.choice([0, 10, 15, 20, 30, 60])}
        doc["travel"]["between"] = [
            [*rng.sample(pair, 2), rng.choice([0, 5, 15, 25, 60])] for pair in pairs if self._some(0.4)
        ]

    def _people(self) -> None:
        rng, doc = self.rng, self.doc
        kinds = regulation(doc)["kinds"]
        doc["structures"] = [
            {"id": f"str-{kind.lower()}-{i}", "kind": kind} for kind in kinds for i in range(rng.choice([1, 1, 2]))
        ]
        rng.shuffle(doc["structures"])
        doc["professionals"] = [{"id": f"p{i:02d}"} for i in range(self._many("people"))]
        for person in doc["professionals"]:
            if self._some(0.7):
                person["structure"] = rng.choice(doc["structures"])["id"]

    def _sessions(self) -> None:
        rng, doc = self.rng, self.doc
        days = [self.as_of + rng.choice([6, 12, 14, 16, 23, 30]) for _ in range(self._many("days"))]
        names = list(types(doc))
        themes = [rng.choice([names[0], *names]) for _ in range(rng.choice([1, 1, 1, 2]))]
        places = [rng.choice(doc["subsectors"]) for _ in range(rng.choice([1, 1, 2]))]
        doc["sessions"] = []
        for number in range(self._many("sessions")):
            kind, subsector = rng.choice(themes), rng.choice(places)
            hour = rng.choice([9 * 60, 9 * 60, 9 * 60 + 15, 10 * 60, 10 * 60 + 30, 14 * 60])
            if self._some(0.03):
                hour = 23 * 60 + 15  # past midnight, so that dates and times part company
            session: Doc = {
                "id": f"ses{number}",
                "type": kind,
                "service": subsector["service"],
                "venue": rng.choice(doc["venues"])["id"],
                "start": clock(rng.choice(days) * 1440 + hour),
            }
            if types(doc)[kind]["scope"] == "subsector":
                session["subsector"] = subsector["id"]
            if self._some(0.8):
                session["minutes"] = rng.randrange(60, self.size["minutes"] + 1, 15)
            if self._some(0.5):
                session["max_situations"] = rng.choice([1, 2, 3, 4, 6])
            self._staff(session)
            doc["sessions"].append(session)

    def _staff(self, session: Doc) -> None:
        """Add staff who can be there whatever else they staff."""
        for person in self.rng.sample(self.doc["professionals"], self.rng.choice([0, 1, 1, 2])):
            start, end = session_span(self.doc, session)
            for other in self.doc["sessions"]:
                same_day = session_day(other) == session_day(session)
                gap = travel_minutes(self.doc, other["venue"], session["venue"]) if same_day else 0
                first, last = session_span(self.doc, other)
                if person["id"] in get(other, "staff", []) and start < last + gap and first < end + gap:
                    break
            else:
                session.setdefault("staff", []).append(person["id"])

    def _calendars(self) -> None:
        for person in self.doc["professionals"]:
            spans = []
            for session in self.doc["sessions"]:
                if self._some(0.78):
                    continue
                start, end = session_span(self.doc, session)
                off = self.rng.choice([0, 0, -10, 7, 20])
                cuts = [(start, start + 60 + off), (start - 30, start + 45), (start + 30 + off, end), (start, start)]
                cuts += [(start - 1440, end), (start + 30, start + 31), (start + 45 + off, start + 60 + off)]
                spans.append([clock(moment) for moment in self.rng.choice(cuts)])
            if spans or self._some(0.2):
                person["unavailable"] = spans

    def _situation(self, number: int) -> Doc:
        rng, doc = self.rng, self.doc
        rules = regulation(doc)
        aim = rng.choice(doc["sessions"])
        own = [row["id"] for row in doc["subsectors"] if row["service"] == aim["service"]]
        names = list(types(doc))
        row: Doc = {
            "id": f"d{'é' if self._some(0.05) else ''}{number:04d}",
            "type": aim["type"] if self._some(0.95) else rng.choice(names),
            "subsector": get(aim, "subsector", rng.choice(own)),
            "structure": rng.choice(doc["structures"][: rng.choice([1, 2, None])])["id"],
            "referent": rng.choice(doc["professionals"][: rng.choice([2, 2, None])])["id"],
        }
        if self._some(0.08):
            row["subsector"] = rng.choice(doc["subsectors"])["id"]
        if row["type"] == names[0] and self._some(0.5):
            del row["type"]
        self._dates(row, session_day(aim), rules["deadline_days"])
        chances: list[tuple[str, float, list[Any]]] = [
            ("person", 0.8, [f"b{number:04d}", f"b{rng.randrange(number + 1):04d}"]),
            ("urgency", 0.5, list(range(len(rules["urgency_days"])))),
            ("rank", 0.5, [1, 1, 2, 3, 7]),
            ("deferrals", 0.3, [0, 1, 2, 5]),
            ("beneficiary_invited", 0.3, [False, True]),
            ("beneficiary_agreed", 0.8, [False, True, True, True]),
            ("oriented", 0.1, [True, False]),
            ("in_active_file", 0.1, [True, False]),
            ("plie_outside_rsa", 0.12, [True, False]),
            ("wanted_sessions", 0.1, [[s["id"] for s in doc["sessions"] if self._some(0.6)]]),
        ]
        for key, chance, choices in chances:
            if self._some(chance):
                row[key] = rng.choice(choices)
        others = [person["id"] for person in doc["professionals"] if person["id"] != row["referent"]]
        if self._some(0.3):
            row["partners"] = [
                {"professional": person, **rng.choice([{}, {"external": True}, {"external": False}])}
                for person in rng.sample(others, min(len(others), rng.choice([1, 1, 1, 2])))
            ]
        return row

    def _dates(self, row: Doc, aim: int, deadline: int) -> None:
        """When it was asked for and came in, and when it can be heard: about the day of the session it aims at."""
        rng = self.rng
        asked = self.as_of - rng.choice([0, rng.randrange(60), rng.randrange(400)])
        row["requested_on"] = self._date(asked)
        if self._some(0.7):
            edge = aim - deadline
            came = rng.choice([self.as_of - 5] * 4 + [edge, edge, edge - 3, edge + 1, edge + 20])
            row["received_on"] = self._date(max(asked, came))
        first, last = aim - rng.choice([30, 1, 0, 0, -1, -1]), aim + rng.choice([30, 1, 0, 0, -1, -1])
        if self._some(0.15):
            row["not_before"] = self._date(first)
        if self._some(0.15):
            row["not_after"] = self._date(max(first, last) if "not_before" in row else last)

    def _send_again(self) -> None:
        """Some people are asked for twice or more: by another structure, or for another type of session."""
        rng, rows = self.rng, self.doc["situations"]
        for row in rows:
            first = rng.choice(rows)
            if first is not row and "person" in first and self._some(0.12):
                row["person"] = first["person"]
                same = ("type", "subsector") if self._some(0.5) else ("structure",)
                for key in same:
                    row.pop(key, None)
                    row.update({key: first[key]} if key in first else {})

    def _lines(self) -> None:
        rng, doc = self.rng, self.doc
        doc["bans"], doc["announced"] = [], []
        for row in doc["situations"]:
            session = rng.choice([one for one in doc["sessions"] if type_fits(doc, row, one)] or doc["sessions"])
            if self._some(0.15):
                doc["bans"].append({"situation": row["id"], "session": session["id"]})
            if self._some(0.35):
                start, end = session_span(doc, session)
                moment = clock(rng.randrange(start, end, 15))
                doc["announced"].append({"situation": row["id"], "session": session["id"], "start": moment})
        groups = [(service["id"], kind) for service in doc["services"] for kind in regulation(doc)["kinds"]]
        doc["history"] = [
            {"service": service, "kind": kind, "units": rng.choice([0, 3, 12, 12, 40])}
            for service, kind in groups
            if self._some(0.4)
        ]

    def pins(self, share: float) -> None:
        """Pin some situations, mostly where they could sit alone."""
        doc, admitted = self.doc, admits(self.doc)
        doc["pins"] = []
        for row in doc["situations"]:
            sessions = [session for session in doc["sessions"] if not is_banned(doc, row, session)]
            good = [session for session in sessions if session["id"] in admitted[row["id"]]]
            sessions = good if self._some(0.97) else sessions
            if not sessions or not self._some(share):
                continue
            session = self.rng.choice(sessions)
            start, end = session_span(doc, session)
            length = 15 * units(doc, row)
            starts = [
                moment
                for moment in range(start, end - length + 1, 15)
                if all(is_free(doc, person, moment, moment + length) for person in participants(row))
            ]
            pin = {"situation": row["id"], "session": session["id"]}
            if starts and self._some(0.4):
                pin["start"] = clock(self.rng.choice(starts))
            doc["pins"].append(pin)

    def write(self) -> Doc:
        """Write everything but the pins."""
        self._places()
        self._people()
        self._sessions()
        self._calendars()
        self.doc["situations"] = [
            self._situation(n) for n in range(max(self._many("situations"), self._many("situations")))
        ]
        self._send_again()
        self.rng.shuffle(self.doc["situations"])
        self._lines()
        return self.doc
