"""Missing, unknown and mistyped keys at each level."""

from tests.bad_input.builder import DROP, P0, S0, T0, Document, R, bad

TOP = (
    "schema_version",
    "id",
    "as_of",
    "services",
    "subsectors",
    "venues",
    "structures",
    "professionals",
    "sessions",
    "situations",
)
ROWS: dict[str, Document] = {  # a new row of each list, good as it stands and referred to by nothing
    "services[2]": {"id": "west"},
    "subsectors[4]": {"id": "N9", "service": "north"},
    "venues[3]": {"id": "v-z"},
    "structures[3]": {"id": "st-z", "kind": "PE"},
    "professionals[6]": {"id": "p-z"},
    "sessions[5]": {
        "id": "se-z",
        "type": "sdf",
        "service": "north",
        "subsector": "sdf",
        "venue": "v-a",
        "start": "2010-10-22T09:00",
    },
    "situations[5]": {
        "id": "d-z",
        "subsector": "N1",
        "structure": "st-per",
        "referent": "p-2",
        "requested_on": "2010-09-01",
    },
    S0 + "partners[1]": {"professional": "p-off"},
    "pins[1]": {"situation": "d-2", "session": "se-1"},
    "bans[1]": {"situation": "d-2", "session": "se-s"},
    "history[1]": {"service": "south", "kind": "PE", "units": 1},
    "announced[1]": {"situation": "d-3", "session": "se-psy", "start": "2010-10-14T09:00"},
    R + "types[3]": {"id": "cta"},
}
KEYS = [
    *(bad(f"missing-{key}", {key: DROP}) for key in TOP),
    *(bad(f"null-{key}", {key: None}) for key in TOP),
    *(bad(f"object-for-{key}", {key: {}}) for key in TOP[3:]),
    *(bad(f"text-for-{key}", {key: "x"}) for key in ("travel", "regulation", "pins")),
    *(
        bad(f"missing-{row}.{key}", {row: {k: v for k, v in good.items() if k != key}}, f"{row}.{key}")
        for row, good in ROWS.items()
        for key in good
    ),
    *(
        bad(f"null-{row}.{key}", {row: good | {key: None}}, f"{row}.{key}")
        for row, good in ROWS.items()
        for key in good
    ),
    *(
        bad(f"number-for-{row}.{key}", {row: good | {key: 7}}, f"{row}.{key}")
        for row, good in ROWS.items()
        for key in good
        if key != "units"
    ),
    *(bad(f"unknown-in-{row}", {row: good | {"colour": 1}}, f"{row}.colour") for row, good in ROWS.items()),
    *(bad(f"not-a-row-{row}", {row: 5}) for row in ROWS),
    *(
        bad(f"unknown-{place}", {place: 1})
        for place in ("colour", "regulation.colour", "travel.colour", "regulation.Slot_days")
    ),
    *(
        bad(f"null-in-{place}", {place: None})
        for place in (
            R + "kinds[3]",
            R + "urgency_days[0]",
            P0 + "unavailable[0]",
            P0 + "unavailable[0][0]",
            "sessions[0].staff[0]",
            S0 + "wanted_sessions[0]",
            "travel.between[0]",
            "travel.between[0][0]",
            R + "weights.PE",
        )
    ),
    *(
        bad(f"text-for-{key}", {S0 + key: "oui"})
        for key in ("beneficiary_invited", "oriented", "in_active_file", "plie_outside_rsa", "partners")
    ),
    *(
        bad(f"one-for-{key}", {S0 + key: 1})
        for key in ("beneficiary_agreed", "partners[0].external", "wanted_sessions")
    ),
    *(bad(f"version-{value!r}", {"schema_version": value}) for value in ("2", "", 1, 1.0, "1.0", True)),
    *(
        bad(f"odd-{place}", {place: "other"})
        for place in (R + "late", R + "rank", "sessions[3].type", "situations[1].type")
    ),
    *(
        bad(f"odd-{key}-{word!r}", {T0 + key: word})
        for key, words in {
            "scope": ("venue", "Service", "", 1, True, ["service"]),
            "length": ("double", "Long", "45", "", 45.0, True, [45]),
            "admits": ("everybody", "RSA", "rsa or plie", "", 1, ["rsa"]),
            "empty": ("held", "canceled", "", 0, False),
        }.items()
        for word in words
    ),
    *(bad(f"{name}-for-types", {R + "types": value}) for name, value in {"text": "standard", "object": {}}.items()),
    bad("id-for-a-type", {R + "types[3]": "cta"}),
    *(bad(f"unknown-{key}-of-a-type", {T0 + key: 1}) for key in ("late", "short_minutes", "staff")),
    *(bad(f"number-for-{place}", {place: 3}) for place in (T0 + "label", S0 + "not_before", S0 + "not_after")),
    bad("number-for-label", {"services[0].label": 3}),
    bad("list-for-timezone", {"timezone": ["Europe/Paris"]}),
    bad("pair-too-short", {"travel.between[0]": ["v-a", "v-b"]}, "travel.between[0]|travel.between[0][2]"),
    bad("pair-too-long", {"travel.between[0]": ["v-a", "v-b", 1, 2]}, "travel.between[0]|travel.between[0][3]"),
    bad(
        "interval-of-one",
        {P0 + "unavailable[0]": ["2010-10-06T09:00"]},
        P0 + "unavailable[0]|" + P0 + "unavailable[0][1]",
    ),
    bad("interval-of-none", {P0 + "unavailable[0]": []}, P0 + "unavailable[0][0]", P0 + "unavailable[0][1]"),
]
