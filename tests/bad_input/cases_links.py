"""Faults that lie between two rows, and several faults at once."""

from tests.bad_input.builder import BASE, DROP, P0, S0, T0, Case, R, bad, edited, text

SAME = "2010-10-12"
STAFF = "sessions[1].staff[0]|sessions[0].staff[0]|sessions[1].staff|sessions[1].start|sessions[1]"
OTHER_TYPES = ("sessions[2].type", "sessions[3].type", "situations[2].type", "situations[3].type")
LINKS = [
    bad("subsector-of-another-service", {"sessions[0].subsector": "S1"}),
    bad("service-of-another-subsector", {"sessions[0].service": "south"}, "sessions[0].subsector|sessions[0].service"),
    bad("psychologist-with-subsector", {"sessions[2].subsector": "N2"}),
    bad("standard-without", {"sessions[0].subsector": DROP}),
    bad("sdf-without", {"sessions[3].subsector": None}),
    bad("scope-of-the-type-is-service", {R + "types[1].scope": "service"}, "sessions[3].subsector"),
    bad("scope-of-the-type-is-subsector", {R + "types[2].scope": "subsector"}, "sessions[2].subsector"),
    bad("scope-omitted", {R + "types[2].scope": DROP}, "sessions[2].subsector"),
    bad("type-of-a-wider-scope", {"sessions[0].type": "psychologist"}, "sessions[0].subsector"),
    bad("type-of-a-narrower-scope", {"sessions[2].type": "standard"}, "sessions[2].subsector"),
    bad("no-types", {R + "types": []}),
    bad("types-cut", {R + "types[2]": DROP}, "sessions[2].type", "situations[2].type"),
    bad("type-twice", {R + "types[3]": {"id": "sdf"}}, R + "types[3].id"),
    bad("type-twice-the-same", {R + "types[3]": BASE["regulation"]["types"][0]}, R + "types[3].id"),
    bad("type-of-the-note-alone", {R + "types": [{"id": "standard"}]}, *OTHER_TYPES),
    bad("default-types", {R + "types": DROP, "sessions[0].type": "commission"}, "sessions[0].type"),
    bad("staff-overlaps-by-the-type", {"sessions[0].minutes": DROP, T0 + "minutes": 315}, STAFF),
    bad("staff-no-travel-time-by-the-type", {"sessions[0].minutes": None, T0 + "minutes": 300}, STAFF),
    bad(
        "referent-is-partner",
        {S0 + "referent": "p-ext"},
        S0 + "partners[0].professional|" + S0 + "referent|" + S0 + "partners[0]",
    ),
    bad(
        "partner-twice",
        {S0 + "partners[1]": {"professional": "p-ext"}},
        S0 + "partners[1].professional|" + S0 + "partners[1]",
    ),
    bad(
        "partner-thrice",
        {S0 + "partners[1]": {"professional": "p-3"}, S0 + "partners[2]": {"professional": "p-3", "external": True}},
        S0 + "partners[2].professional|" + S0 + "partners[2]",
    ),
    *(
        bad(f"staff-{name}", {"sessions[1]": SE | extra}, STAFF)
        for SE in [BASE["sessions"][1]]
        for name, extra in {
            "overlaps": {"start": f"{SAME}T11:45"},
            "overlaps-in-one-venue": {"start": f"{SAME}T11:45", "venue": "v-a"},
            "inside": {"start": f"{SAME}T10:00", "minutes": 15},
            "same-hours": {"start": f"{SAME}T09:00"},
            "no-travel-time": {"start": f"{SAME}T12:00"},
            "short-travel-time": {"start": f"{SAME}T12:15", "venue": "v-c"},
            "no-way-back": {"start": f"{SAME}T06:00"},
        }.items()
    ),
    bad("staff-overlaps-at-midnight", {"sessions[0].start": "2010-10-11T23:00", "sessions[0].minutes": 1020}, STAFF),
    bad(
        "pin-and-ban",
        {"bans[0]": {"situation": "d-1", "session": "se-1"}},
        "bans[0]|pins[0]|bans[0].session|pins[0].session",
    ),
    bad(
        "pin-without-start-and-ban",
        {"pins[0].start": DROP, "bans[1]": {"situation": "d-1", "session": "se-1"}},
        "bans[1]|pins[0]|bans[1].session|pins[0].session",
    ),
    bad("pin-twice", {"pins[1]": BASE["pins"][0]}, "pins[1]"),
    bad("ban-twice", {"bans[1]": BASE["bans"][0]}, "bans[1]"),
    bad(
        "pin-twice-without-start",
        {
            "pins[1]": {"situation": "d-2", "session": "se-1"},
            "pins[2]": {"situation": "d-2", "session": "se-1", "start": None},
        },
        "pins[2]",
    ),
    bad("announced-twice", {"announced[1]": BASE["announced"][0]}, "announced[1]|announced[1].situation"),
    bad(
        "announced-elsewhere-too",
        {"announced[1]": {"situation": "d-2", "session": "se-2", "start": f"{SAME}T14:00"}},
        "announced[1]|announced[1].situation",
    ),
    bad("history-twice", {"history[1]": {"service": "north", "kind": "PER", "units": 4}}, "history[1]|history[1].kind"),
    bad("travel-twice", {"travel.between[2]": ["v-a", "v-b", 10]}, "travel.between[2]"),
    bad("travel-both-ways", {"travel.between[2]": ["v-b", "v-a", 15]}, "travel.between[2]"),
    bad("travel-nowhere", {"travel.between[2]": ["v-c", "v-c", 0]}, "travel.between[2]|travel.between[2][1]"),
]

SEVERAL = [
    bad("type-and-reference-in-a-row", {S0 + "urgency": "2", S0 + "referent": "nobody"}),
    bad(
        "ten-at-once",
        {
            "colour": 1,
            R + "slot_days": -1,
            "venues[1].label": 3,
            "travel.between[0][0]": "v-x",
            "structures[1].kind": "X",
            P0 + "unavailable[0][0]": "2010-02-30T09:00",
            "sessions[0].minutes": 100,
            S0 + "rank": True,
            S0 + "structure": "st-x",
            "history[0].units": 1.5,
        },
    ),
    bad(
        "syntax-of-one-meaning-of-another",
        {
            "sessions[0].start": "soon",
            "pins[0].session": "se-x",
            "bans[0].session": "se-1",
            "announced[0].situation": "d-9",
        },
        "sessions[0].start",
        "pins[0].session",
        "announced[0].situation",
    ),
    bad("broken-row-is-still-known", {"sessions[0].minutes": "x", "situations[0].rank": 0, "venues[0].label": 1}),
    bad(
        "broken-row-and-a-double",
        {"professionals[6]": {"id": "p-z", "label": 1}, "professionals[7]": {"id": "p-z"}},
        "professionals[6].label",
        "professionals[7].id",
    ),
    bad(
        "every-kind",
        {
            "as_of": "2010-02-30",
            "situations[0].requested_on": 5,
            "services[0].label": [],
            "timezone": 1,
            "pins[1]": 3,
            "sessions[4].staff": ["p-x"],
        },
        "as_of",
        S0 + "requested_on",
        "services[0].label",
        "timezone",
        "pins[1]",
        "sessions[4].staff[0]",
    ),
    Case(
        "doubled-key-and-type",
        text(S0 + "urgency", '1,"urgency":1', edited({"situations[1].rank": "1"})),
        frozenset({S0 + "urgency", "situations[1].rank"}),
    ),
    bad(
        "two-rows-each-two",
        {"situations[1].rank": 0, "situations[1].referent": "x", "situations[2].urgency": 9, "situations[2].colour": 1},
    ),
]
