"""Dates, local times and timezones that do not exist."""

from tests.bad_input.builder import DROP, P0, S0, Document, R, bad

BAD_DATES = (
    "2010-02-30",
    "2011-02-29",
    "2010-13-01",
    "2010-00-10",
    "0000-01-01",
    "10000-01-01",
    "2010-2-3",
    "20100203",
    "03/02/2010",
    "2010-W05-3",
    "2010-034",
    "2010-02-03T00:00",
    " 2010-02-03",
    "2010-02-03\n",
    "",
    "hier",
    "\u0662\u0660\u0661\u0660-02-03",
    "-2010-02-03",
    "2010-02-03Z",
    "2010\u201002\u201003",
)
BAD_TIMES = (
    "2010-10-12",
    "2010-10-12T24:00",
    "2010-10-12T09:60",
    "2010-10-12T25:00",
    "2010-02-30T09:00",
    "2010-10-12T9:00",
    "2010-10-12 09:00",
    "2010-10-12t09:00",
    "20101012T0900",
    "2010-10-12T09:00:00",
    "2010-10-12T09:00Z",
    "2010-10-12T09",
    "2010-10-12T09:00+02:00",
    "2010-10-12T09:00 ",
    "2010-10-12T09:00\n",
    "2010-10-12T09h00",
    "09:00",
    "",
    "2010-W41-2T09:00",
    "2010-10-12T\uff10\uff19:00",
    "2010-10-12T-9:00",
    "2010-10-12T09:00.0",
)
RECEIVED = S0 + "received_on|" + S0 + "requested_on"
CLOCKS_CHANGE: dict[str, tuple[str, Document]] = {  # sessions of 180 minutes that begin and end at an ordinary time
    "back": ("2010-10-31T01:45", {}),
    "back-in-the-last-hour": ("2010-10-31T00:15", {}),
    "back-to-the-end": ("2010-10-31T00:00", {}),
    "forward": ("2010-03-28T00:30", {}),
    "forward-by-its-minutes": ("2010-03-27T09:00", {"sessions[2].minutes": 1440}),
    "forward-by-its-types": ("2010-03-27T09:00", {R + "types[2].minutes": 1440}),
    "elsewhere": ("2010-11-07T00:30", {"timezone": "America/New_York"}),
    "by-half-an-hour": ("2010-10-03T01:00", {"timezone": "Australia/Lord_Howe"}),
    "by-a-day": ("2011-12-29T22:00", {"timezone": "Pacific/Apia"}),
}
TIME_PLACES = ("sessions[2].start", P0 + "unavailable[0][1]", "pins[0].start", "announced[0].start")
ZONES = (
    "Europe/Pariss",
    "",
    "Europe",
    ".",
    "..",
    "../Paris",
    "/etc/localtime",
    "Europe/Paris\0",
    "UTC+25",
    "Europe\\Paris",
    "zone.tab",
    "\u00c9urope/Paris",
    "x" * 5000,
    "Europe/ Paris",
)
DATES = [
    *(bad(f"date-{value!r}", {S0 + "requested_on": value}) for value in BAD_DATES),
    *(
        bad(f"date-{place}", {place: "2010-09-31"})
        for place in ("as_of", S0 + "received_on", S0 + "not_before", S0 + "not_after", "situations[1].requested_on")
    ),
    *(bad(f"time-{value!r}", {"announced[0].start": value}) for value in BAD_TIMES),
    *(
        bad(f"{name}-{place}", {place: value})
        for place in TIME_PLACES
        for name, value in {
            "skipped": "2010-03-28T02:30",
            "repeated": "2010-10-31T02:30",
            "no-such-day": "2010-04-31T09:00",
        }.items()
        if not (name == "skipped" and place.startswith("prof"))
    ),
    bad(
        "skipped-unavailable",
        {P0 + "unavailable[0]": ["2010-03-28T02:00", "2010-03-28T03:00"]},
        P0 + "unavailable[0][0]",
    ),
    bad(
        "repeated-unavailable",
        {P0 + "unavailable[0]": ["2010-10-31T02:45", "2010-10-31T03:00"]},
        P0 + "unavailable[0][0]",
    ),
    bad(
        "skipped-elsewhere",
        {"timezone": "America/Cayenne", "sessions[2].start": "2010-10-31T02:30", "pins[0].start": "2010-10-12"},
        "pins[0].start",
    ),
    bad("skipped-day", {"timezone": "Pacific/Apia", "sessions[2].start": "2011-12-30T09:00"}, "sessions[2].start"),
    bad(
        "half-hour-shift",
        {"timezone": "Australia/Lord_Howe", "sessions[2].start": "2010-10-03T02:15"},
        "sessions[2].start",
    ),
    *(bad(f"zone-{value[:20]!r}", {"timezone": value}) for value in ZONES),
    *(
        bad(f"requested-{name}", {S0 + "requested_on": day, S0 + "received_on": DROP}, S0 + "requested_on")
        for name, day in {"after": "2010-09-28", "next-year": "2011-08-20"}.items()
    ),
    bad("received-before-requested", {S0 + "received_on": "2010-08-19"}, RECEIVED),
    bad("received-long-before", {S0 + "received_on": "0001-01-01"}, RECEIVED),
    *(
        bad(f"clocks-{name}", {"sessions[2].start": start, **also}, "sessions[2].start|sessions[2].minutes|sessions[2]")
        for name, (start, also) in CLOCKS_CHANGE.items()
    ),
    bad(
        "interval-backwards",
        {P0 + "unavailable[0]": ["2010-10-06T12:00", "2010-10-06T11:59"]},
        P0 + "unavailable[0]|" + P0 + "unavailable[0][1]",
    ),
    *(bad(f"off-grid-{minute}", {"sessions[2].start": f"2010-10-14T09:{minute}"}) for minute in ("01", "10", "50")),
]
