"""Builds faulty problem documents, each with the places that must be reported: these and no others.

Where a fault lies between two values (a pair of sessions, a pin and a ban), neither of them alone is wrong: such a
place is written ``one|other`` and either is right, once. Everything else is exact.
"""

import copy
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
DROP = object()
TOKEN = "@token@"

BASE: Document = {
    "schema_version": "1",
    "id": "base",
    "as_of": "2010-09-27",
    "timezone": "Europe/Paris",
    "regulation": {
        "kinds": ["PSSI", "PER", "PE"],
        "weights": {"PSSI": 2, "PER": 1, "PE": 1},
        "slot_days": 60,
        "age_cap_days": 365,
        "urgency_days": [0, 60, 180, 400],
        "guarantee_days": 120,
        "guarantee_deferrals": 2,
        "guarantee_bonus_days": 120,
        "wait_percent_per_week": 2,
        "equity_days": [20, 40, 80, 160],
        "trip_days": 10,
        "idle_days": 1,
        "move_session_days": 60,
        "move_time_days": 10,
        "deadline_days": 10,
        "psychologist_cancel_days": 8,
        "short_minutes": 30,
        "long_minutes": 45,
        "single_situation_minutes": 60,
        "types": [
            {
                "id": "standard",
                "label": "Ordinaire",
                "scope": "subsector",
                "length": "content",
                "minutes": 180,
                "max_situations": 6,
                "admits": "rsa",
                "empty": "first_hour",
            },
            {"id": "sdf", "admits": "rsa_or_plie"},
            {
                "id": "psychologist",
                "scope": "service",
                "length": "long",
                "max_situations": 4,
                "empty": "cancelled",
            },
        ],
        "late": "refuse",
        "rank": "reorder",
    },
    "services": [{"id": "north", "label": "Nord"}, {"id": "south"}],
    "subsectors": [
        {"id": "N1", "service": "north", "label": "Un"},
        {"id": "N2", "service": "north"},
        {"id": "sdf", "service": "north"},
        {"id": "S1", "service": "south"},
    ],
    "venues": [{"id": "v-a", "subsector": "N1", "label": "Centre A"}, {"id": "v-b"}, {"id": "v-c"}],
    "travel": {"default_minutes": 20, "between": [["v-a", "v-b", 10], ["v-b", "v-c", 30]]},
    "structures": [
        {"id": "st-pssi", "kind": "PSSI", "label": "Service social"},
        {"id": "st-per", "kind": "PER"},
        {"id": "st-pe", "kind": "PE"},
    ],
    "professionals": [
        {
            "id": "p-1",
            "structure": "st-pssi",
            "label": "Une personne",
            "unavailable": [["2010-10-06T09:00", "2010-10-06T12:00"]],
        },
        {"id": "p-2", "structure": "st-per"},
        {"id": "p-3", "structure": "st-pe"},
        {"id": "p-ext"},
        {"id": "p-off"},
        {"id": "p-psy"},
    ],
    "sessions": [
        {
            "id": "se-1",
            "type": "standard",
            "service": "north",
            "subsector": "N1",
            "venue": "v-a",
            "start": "2010-10-12T09:00",
            "minutes": 180,
            "max_situations": 6,
            "staff": ["p-off"],
        },
        {
            "id": "se-2",
            "type": "standard",
            "service": "north",
            "subsector": "N2",
            "venue": "v-b",
            "start": "2010-10-12T14:00",
            "staff": ["p-off"],
        },
        {
            "id": "se-psy",
            "type": "psychologist",
            "service": "north",
            "venue": "v-c",
            "start": "2010-10-14T09:00",
            "staff": ["p-psy"],
        },
        {
            "id": "se-sdf",
            "type": "sdf",
            "service": "north",
            "subsector": "sdf",
            "venue": "v-c",
            "start": "2010-10-15T09:00",
        },
        {
            "id": "se-s",
            "type": "standard",
            "service": "south",
            "subsector": "S1",
            "venue": "v-c",
            "start": "2010-10-19T09:00",
        },
    ],
    "situations": [
        {
            "id": "d-1",
            "person": "b-1",
            "type": "standard",
            "subsector": "N1",
            "structure": "st-pssi",
            "referent": "p-1",
            "requested_on": "2010-08-20",
            "received_on": "2010-09-20",
            "urgency": 2,
            "rank": 1,
            "deferrals": 1,
            "partners": [{"professional": "p-ext", "external": True}],
            "beneficiary_invited": True,
            "beneficiary_agreed": True,
            "oriented": True,
            "in_active_file": True,
            "plie_outside_rsa": False,
            "not_before": "2010-10-01",
            "not_after": "2010-12-31",
            "wanted_sessions": ["se-1"],
        },
        {"id": "d-2", "subsector": "N1", "structure": "st-per", "referent": "p-2", "requested_on": "2010-09-01"},
        {
            "id": "d-3",
            "type": "psychologist",
            "subsector": "N2",
            "structure": "st-pe",
            "referent": "p-3",
            "requested_on": "2010-09-02",
        },
        {
            "id": "d-4",
            "type": "sdf",
            "subsector": "sdf",
            "structure": "st-pe",
            "referent": "p-3",
            "requested_on": "2010-09-03",
            "oriented": False,
            "plie_outside_rsa": True,
        },
        {"id": "d-5", "subsector": "S1", "structure": "st-pe", "referent": "p-3", "requested_on": "2010-09-03"},
    ],
    "pins": [{"situation": "d-1", "session": "se-1", "start": "2010-10-12T09:30"}],
    "bans": [{"situation": "d-3", "session": "se-2"}],
    "history": [{"service": "north", "kind": "PER", "units": 36}],
    "announced": [{"situation": "d-2", "session": "se-1", "start": "2010-10-12T10:30"}],
}

S0, P0, R, T0 = "situations[0].", "professionals[0].", "regulation.", "regulation.types[0]."


@dataclass(frozen=True)
class Case:
    """One document (a dict, or the bytes of a file) and the places its faults must be reported at (none: valid)."""

    name: str
    document: bytes | Document
    places: frozenset[str]

    @property
    def data(self) -> bytes:
        """The document as the bytes of a file."""
        return self.document if isinstance(self.document, bytes) else json.dumps(self.document).encode()


def edited(changes: Mapping[str, Any], document: Document = BASE) -> Document:
    """A copy of the document with the value at each place set (an index one past the end appends), or dropped."""
    result = copy.deepcopy(document)
    for place, value in changes.items():
        *way, last = [int(k[1:-1]) if k[0] == "[" else k for k in re.findall(r"\[\d+\]|[^.\[\]]+", place)]
        holder: Any = result
        for key in way:
            holder = holder[key] if isinstance(key, int) else holder.setdefault(key, {})
        if value is DROP:
            del holder[last]
        elif isinstance(holder, list) and last == len(holder):
            holder.append(copy.deepcopy(value))
        else:
            holder[last] = copy.deepcopy(value)
    return result


def text(place: str, token: str, document: Document = BASE) -> bytes:
    """The document's bytes with the given JSON text, which need not be legal, as the value at the place."""
    return json.dumps(edited({place: TOKEN}, document)).replace(f'"{TOKEN}"', token).encode()


def bad(name: str, changes: Mapping[str, Any], *places: str) -> Case:
    """Changes that are faulty, at the places that are changed unless others are named."""
    return Case(name, edited(changes), frozenset(places or changes))


def broken(name: str, data: bytes, *places: str) -> Case:
    """Bytes that are faulty, as a whole unless places are named."""
    return Case(name, data, frozenset(places or ("document",)))


def fine(name: str, changes: Mapping[str, Any], document: Document = BASE) -> Case:
    """Changes that are odd, but good input."""
    return Case(name, edited(changes, document), frozenset())


GOOD = json.dumps(BASE).encode()
