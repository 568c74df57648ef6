"""Files that are no document, keys given twice, and numbers that are none or out of range."""

import json

from tests.bad_input.builder import BASE, DROP, GOOD, S0, T0, R, bad, broken, edited, text

ACCENTED = json.dumps(edited({"services[0].label": "Équipe"}), ensure_ascii=False)
DEEP = b"[" * 100_000 + b"]" * 100_000

NOT_A_DOCUMENT = [
    broken("empty-file", b""),
    broken("only-space", b" \n"),
    broken("not-json", b"problem: 1\n"),
    broken("truncated", GOOD[:900]),
    broken("truncated-at-the-end", GOOD[:-1]),
    broken("bom-alone", b"\xef\xbb\xbf"),
    broken("two-boms", b"\xef\xbb\xbf" * 2 + GOOD),
    broken("two-documents", GOOD + GOOD),
    broken("trailing-text", GOOD + b" x"),
    broken("trailing-nul", GOOD + b"\0"),
    broken("trailing-comma", GOOD[:-1] + b",}"),
    broken("comment", b"// a problem\n" + GOOD),
    broken("single-quotes", GOOD.replace(b'"', b"'")),
    broken("utf-16", GOOD.decode().encode("utf-16")),
    broken("utf-16-le", GOOD.decode().encode("utf-16-le")),
    broken("utf-32", GOOD.decode().encode("utf-32")),
    broken("cp1252", ACCENTED.encode("cp1252")),
    broken("utf-8-cut", GOOD.replace(b"Nord", b"Nor\xc3")),
    broken("overlong-utf-8", GOOD.replace(b"Nord", b"N\xc0\xafrd")),
    broken("surrogate-bytes", GOOD.replace(b"Nord", b"\xed\xa0\x80")),
    broken("raw-newline", GOOD.replace(b"Nord", b"No\nrd")),
    broken("bad-escape", GOOD.replace(b"Nord", b"No\\qrd")),
    broken("deep", DEEP),
    broken("deep-objects", b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    broken("deep-label", text("services[0].label", DEEP.decode()), "document|services[0].label"),
    *(
        broken(f"top-{name}", json.dumps(value).encode())
        for name, value in {"null": None, "list": [BASE], "text": "x", "number": 1, "true": True}.items()
    ),
    broken("zip", b"PK\x03\x04\x14\0\0\0\x08\0"),
    broken("csv", b"id;person\nd-1;b-1\n"),
]

DOUBLED = [
    broken("doubled-id", text("id", '"a","id":"a"'), "id"),
    broken("doubled-list", text("pins", '[],"pins":[]'), "pins"),
    broken("doubled-first-wrong", text("as_of", '1,"as_of":"2010-09-27"'), "as_of"),
    broken("doubled-in-regulation", text(R + "slot_days", '60,"slot_days":61'), R + "slot_days"),
    broken("doubled-in-row", text(S0 + "urgency", '1,"urgency":1'), S0 + "urgency"),
    broken(
        "doubled-in-partner", text(S0 + "partners[0].external", 'true,"external":false'), S0 + "partners[0].external"
    ),
    broken("doubled-weight", text(R + "weights.PE", '1,"PE":2'), R + "weights.PE"),
    broken("doubled-escaped", text("sessions[0].minutes", '60,"\\u006dinutes":60'), "sessions[0].minutes"),
]

NUMBER_TOKENS = {
    "nan": "NaN",
    "infinity": "Infinity",
    "minus-infinity": "-Infinity",
    "1e400": "1e400",
    "float": "1.0",
    "exponent": "1e2",
    "5000-digits": "9" * 5000,
    "4000-digits": "9" * 4000,
    "minus-5000": "-" + "9" * 5000,
}
NUMBERS = [
    # Which place is named for a token that is no JSON, or for digits that the reader refuses, is left to it.
    *(
        broken(
            f"{name}-{short}", text(place, token), f"{place}|document" if name not in ("float", "exponent") else place
        )
        for name, token in NUMBER_TOKENS.items()
        for short, place in (("rank", S0 + "rank"), ("units", "history[0].units"))
    ),
    broken("leading-zero", text(S0 + "rank", "01")),
    broken("plus", text(S0 + "rank", "+1")),
    *(
        bad(f"{name}-{place}", {place: value})
        for name, value in {"true": True, "fraction": 2.7, "text": "12", "list": [1], "object": {"n": 1}}.items()
        for place in (R + "slot_days", R + "weights.PE", "sessions[0].minutes", S0 + "urgency", "travel.between[0][2]")
    ),
    *(
        bad(f"negative-{place}", {place: -1})
        for place in (
            R + "slot_days",
            R + "age_cap_days",
            R + "urgency_days[0]",
            R + "guarantee_days",
            R + "guarantee_deferrals",
            R + "guarantee_bonus_days",
            R + "wait_percent_per_week",
            R + "trip_days",
            R + "idle_days",
            R + "move_session_days",
            R + "move_time_days",
            R + "deadline_days",
            R + "psychologist_cancel_days",
            "travel.default_minutes",
            S0 + "urgency",
            "travel.between[0][2]",
            "sessions[0].max_situations",
            S0 + "deferrals",
            "history[0].units",
            T0 + "max_situations",
            T0 + "minutes",
            T0 + "length",
        )
    ),
    *(
        bad(f"zero-{place}", {place: 0})
        for place in (
            R + "weights.PSSI",
            R + "short_minutes",
            R + "long_minutes",
            R + "single_situation_minutes",
            "sessions[0].minutes",
            S0 + "rank",
            T0 + "minutes",
            T0 + "length",
        )
    ),
    *(
        bad(f"million-and-one-{place}", {place: 1_000_001})
        for place in (
            R + "slot_days",
            R + "weights.PER",
            R + "urgency_days[3]",
            R + "equity_days[3]",
            R + "single_situation_minutes",
            "travel.default_minutes",
            "travel.between[1][2]",
            "sessions[0].max_situations",
            S0 + "rank",
            S0 + "deferrals",
            T0 + "max_situations",
        )
    ),
    bad("short-million-5", {R + "short_minutes": 1_000_005}),
    bad("long-off-grid", {R + "long_minutes": 50}),
    bad("units-too-many", {"history[0].units": 1_000_000_001}),
    bad("minutes-1455", {"sessions[0].minutes": 1455}),
    *(bad(f"minutes-of-a-type-{number}", {T0 + "minutes": number}) for number in (1455, 100, 7.5, "180", True)),
    *(bad(f"length-{number}", {T0 + "length": number}) for number in (50, 1, -30, 1_000_005, 22.5)),
    bad("minutes-100", {"sessions[0].minutes": 100}),
    bad("minutes-negative", {"sessions[0].minutes": -15}),
    bad("wait-101", {R + "wait_percent_per_week": 101}),
    bad("urgency-4", {S0 + "urgency": 4}),
    bad("urgency-of-fewer", {R + "urgency_days": [0, 1]}, S0 + "urgency"),
    bad("equity-falls", {R + "equity_days": [10, 20, 15, 30]}, R + "equity_days[2]|" + R + "equity_days"),
    bad("no-equity", {R + "equity_days": []}),
    bad("no-urgency-days", {R + "urgency_days": []}),
    bad("weight-missing", {R + "weights.PE": DROP}, R + "weights.PE|" + R + "weights"),
    bad("weight-extra", {R + "weights.CCAS": 1}),
]
