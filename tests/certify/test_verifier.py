"""One check of ``verify.py`` at a time, on the smallest document in which it decides."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from rsa_sched.certify import verify
from tests.support.builders import document, heard, partner, session, situation

Doc = dict[str, Any]

# Three requests for two places; the psychologist's session is cancelled. d-1 and d-2 earn 180 each, two units of six
# owed are short (40), two trips (40).
MONTH = document(
    [situation(1), situation(2), situation(3)],
    [session(1, max_situations=2), session(2, type="psychologist", venue="v-2", clock="14:00")],
)
AGENDA: Doc = {
    "problem": "small",
    "status": "feasible",
    "points": 280,
    "bound": 300,
    "gap": 0.066667,
    "parts": {"priority": 360, "equity": 40, "travel": 40, "idle": 0, "stability": 0},
    "due": [
        {"service": "A", "kind": kind, "due_units": due, "granted_units": granted, "demand_units": due}
        for kind, due, granted in (("PSSI", 6, 4), ("PER", 0, 0), ("PE", 0, 0))
    ],
    "appointments": [
        heard(1) | {"venue": "v-1", "participants": ["p-1"]},
        heard(2, clock="09:30"),
    ],
    "deferrals": [{"situation": "d-3"}],
    "sessions": [
        {"session": "s-1", "mode": "held", "situations": 2, "minutes_used": 60},
        {"session": "s-2", "mode": "cancelled", "situations": 0, "minutes_used": 0},
    ],
}


def wrong(problem: Doc = MONTH, **changes: Any) -> list[str]:
    """What is wrong with an agenda of which some keys are changed; None takes a key out."""
    read = verify.Problem(problem)
    stated = verify.read(
        verify.AGENDA, {key: value for key, value in (AGENDA | changes).items() if value is not None}, ""
    )
    assert list(verify.broken_rules(read, stated)) == []
    seats = verify.seats_of(read, stated)
    return [text.split(" ")[0] for text in verify.wrong_figures(read, stated, seats, *verify.recount(read, seats))]


def rows(key: str, number: int, **changes: Any) -> list[Doc]:
    """The rows of one table, with one of them changed."""
    return [row | changes if place == number else row for place, row in enumerate(AGENDA[key])]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"due": None, "sessions": None, "parts": None, "points": None}, []),
        ({"parts": {}}, []),
        ({"points": 281}, ["points"]),
        *[({"parts": AGENDA["parts"] | {part: -7}}, [part]) for part in AGENDA["parts"]],
        ({"due": AGENDA["due"][:2]}, ["due"]),
        ({"due": [*AGENDA["due"], AGENDA["due"][0]]}, ["due"]),
        ({"due": AGENDA["due"][::-1], "sessions": AGENDA["sessions"][::-1]}, []),
        *[({"due": rows("due", n, **{key: 1})}, ["due"]) for n in (0, 2) for key in AGENDA["due"][0] if "_" in key],
        ({"due": rows("due", 0, kind="PER")}, ["due"]),
        ({"due": rows("due", 0, service="B")}, ["due"]),
        ({"sessions": AGENDA["sessions"][:1]}, ["sessions"]),
        ({"sessions": [*AGENDA["sessions"], AGENDA["sessions"][0]]}, ["sessions"]),
        ({"sessions": rows("sessions", 0, session="s-3")}, ["sessions"]),
        ({"sessions": rows("sessions", 0, mode="first_hour")}, ["sessions"]),
        ({"sessions": rows("sessions", 1, mode="first_hour")}, ["sessions"]),
        ({"sessions": rows("sessions", 0, situations=1)}, ["sessions"]),
        ({"sessions": rows("sessions", 0, minutes_used=75)}, ["sessions"]),
        ({"bound": 280, "gap": 0, "status": "optimal"}, []),
        ({"bound": 280, "gap": 0}, ["status"]),
        ({"bound": 280, "status": "optimal"}, ["gap"]),
        ({"status": "optimal"}, ["status"]),
        ({"status": None, "gap": None}, []),
        ({"bound": None}, ["status,"]),
        ({"bound": None, "status": "optimal", "gap": None}, ["status,"]),
        ({"bound": None, "status": "feasible", "gap": None}, []),
        ({"gap": 0.066666}, ["gap"]),
        ({"gap": 0.066668}, ["gap"]),
        ({"gap": 0.0666666}, ["gap"]),
        ({"gap": 0.0666665}, ["gap"]),
        ({"bound": 281, "gap": 0.003559}, []),
        ({"bound": 281, "gap": 0.003558}, ["gap"]),
        ({"bound": 320, "gap": 0.125}, []),
    ],
)
def test_figures(changes: Doc, expected: list[str]) -> None:
    """Each stated figure by itself; what is not stated is not asked for; the order of rows is free."""
    changes = {key: verify.Real(str(value)) if type(value) is float else value for key, value in changes.items()}
    stated: Doc = {"gap": verify.Real("0.066667")}
    assert wrong(**stated | changes) == expected


def test_half_of_a_millionth() -> None:
    """254 of 256 lies in the middle between two millionths: either is right, the next ones are not."""
    rules = {"slot_days": 1, "equity_days": [0], "trip_days": 0, "deadline_days": 0}
    read = verify.Problem(document([situation(1, requested_on="2010-10-01")], 1, regulation=rules))
    for gap, right in (("0.992186", 0), ("0.992187", 1), ("0.992188", 1), ("0.992189", 0), ("9.92188e-1", 1)):
        agenda = {"appointments": [heard(1)], "deferrals": [], "points": 2, "bound": 256, "gap": verify.Real(gap)}
        stated = verify.read(verify.AGENDA, agenda, "")
        seats = verify.seats_of(read, stated)
        assert len(list(verify.wrong_figures(read, stated, seats, *verify.recount(read, seats)))) == 1 - right


@pytest.mark.parametrize(
    ("bound", "gap", "right"), [(0, "-1", False), (0, "0", False), (1, "-1", True), (-1, "-3", True)]
)
def test_gap_of_small_bounds(bound: int, gap: str, right: bool) -> None:
    """Divided by the bound without its sign, or by 1: of 2 points."""
    rules = {"slot_days": 1, "equity_days": [0], "trip_days": 0, "deadline_days": 0}
    read = verify.Problem(document([situation(1, requested_on="2010-10-01")], 1, regulation=rules))
    agenda = {"appointments": [heard(1)], "deferrals": [], "bound": bound, "gap": verify.Real(gap)}
    stated = verify.read(verify.AGENDA, agenda, "")
    seats = verify.seats_of(read, stated)
    assert (list(verify.wrong_figures(read, stated, seats, *verify.recount(read, seats))) == []) == right


def broken(problem: Doc, *appointments: Doc, deferred: tuple[int, ...] = ()) -> set[str]:
    """The rules that an agenda breaks."""
    agenda = {"appointments": list(appointments), "deferrals": [{"situation": f"d-{n}"} for n in deferred]}
    read = verify.Problem(json.loads(json.dumps(problem)))  # lists, as a file has them
    return {rule for rule, _ in verify.broken_rules(read, verify.read(verify.AGENDA, agenda, ""))}


def test_rules_at_their_edges() -> None:
    """Where one minute, place or day decides."""
    two = [situation(1), situation(2)]
    one = document(1)
    assert broken(one, heard(1, clock="09:30")) == set()
    assert broken(one, heard(1, clock="09:45")) == {"first-hour"}
    assert broken(one, heard(1, clock="09:05")) == {"session-time"}
    assert broken(one, heard(1, minutes=45)) == {"session-time"}
    assert broken(one, heard(1, clock="08:45")) == {"session-time"}
    whole = document(1, regulation={"single_situation_minutes": None})
    assert broken(whole, heard(1, clock="11:30")) == set()
    assert broken(whole, heard(1, clock="11:45")) == {"session-time"}
    assert broken(document(two), heard(1), heard(2, clock="09:30")) == set()
    assert broken(document(two), heard(1), heard(2, clock="09:15")) == {"session-time"}
    assert broken(document(two), heard(2, clock="09:30"), heard(1)) == set()
    small = document(two, [session(1, max_situations=1)])
    assert broken(small, heard(1), heard(2, clock="09:30")) == {"session-size"}
    same = document([situation(1, person="b"), situation(2, person="b")])
    assert broken(same, heard(1), heard(2, clock="09:30")) == {"single-seat"}
    assert broken(one, heard(1), heard(1)) == {"single-seat"}
    assert broken(one, heard(1), heard(1, where=9)) == {"document"}
    assert broken(one, heard(1), deferred=(1,)) == {"document"}
    assert broken(one) == {"document"}
    assert broken(one, deferred=(1, 1)) == {"document"}
    assert broken(one, heard(1), deferred=(7,)) == {"document"}
    assert broken(one, heard(1) | {"venue": "v-2"}) == {"document"}
    assert broken(one, heard(1) | {"participants": []}) == {"document"}
    many = document([situation(1, partners=partner("p-8", "p-9"))])
    assert broken(many, heard(1, minutes=45, participants=["p-9", "p-1", "p-8"])) == set()
    assert broken(many, heard(1, minutes=45, participants=["p-9", "p-1", "p-1"])) == {"document"}


def test_an_agenda_of_another_problem() -> None:
    """By its id or by its fingerprint, each alone; what is right or not stated is no fault."""
    read = verify.Problem(document(1))
    for stated, rules in (
        ({"problem": "small", "problem_sha256": read.sha256}, []),
        ({"problem": "other", "problem_sha256": read.sha256}, ["document"]),
        ({"problem": "small", "problem_sha256": "0"}, ["document"]),
        ({}, []),
    ):
        agenda = verify.read(verify.AGENDA, {"appointments": [heard(1)], "deferrals": [], **stated}, "")
        assert [rule for rule, _ in verify.broken_rules(read, agenda)] == rules


def test_who_is_late_earns_by_whole_hundreds() -> None:
    """Section 2, `late: "fill"`: half of the slot, and a point for each whole hundred of the value, at most ten."""
    for value, points in ((99, 30), (100, 31), (199, 31), (999, 39), (1000, 40), (1100, 40)):
        rules = {"late": "fill", "deadline_days": 365, "urgency_days": [value - 60]}
        read = verify.Problem(document([situation(1, requested_on="2010-10-01")], 1, regulation=rules))
        assert read.earned(read.by_id["d-1"], read.sessions["s-1"]) == 2 * points


def test_the_verdict() -> None:
    """160 points that no agenda surpasses; how far it is where less is proven; refused where nobody proves so much."""
    best = "Vérifié : cet ordre du jour est le meilleur ; aucun n’a plus de 160 points."
    near = "Vérifié : cet ordre du jour a 160 points et se trouve à 7 points au plus du meilleur."
    read = verify.Problem(document(1))
    part = {"sessions": ["s-1"], "tree": {"prices": {}}}
    proof: Doc = {"schema_version": "1", "problem_sha256": read.sha256, "parts": [part]}
    agenda: Doc = {"appointments": [heard(1)], "deferrals": []}
    cases: list[tuple[Any, int, tuple[Any, ...]]] = [
        (None, 160, (0, best)), (None, 167, (0, near)), (167, 160, (0, best)), (None, 159, (1,)), (160, 167, (1,)),
    ]  # fmt: skip
    for stated, bound, told in cases:
        files = [document(1), agenda | {"bound": stated}, proof | {"bound": bound}]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(verify, "read_json", lambda place, files=files: files[place])
            assert verify.judge(0, 1, 2)[: len(told)] == told


def test_dues_follow_weights() -> None:
    """Cumulative Sainte-Laguë: 3/3 of a kind of weight 3 comes with 1/1 of the other, the earlier kind first."""
    pair = [situation(1), situation(2, structure="st-PER")]
    for weights, units in (((3, 1), (2, 0)), ((1, 3), (1, 1)), ((1, 4), (0, 2)), ((1, 1), (1, 1)), ((2, 1), (1, 1))):
        rules = {"kinds": ["PSSI", "PER"], "weights": dict(zip(("PSSI", "PER"), weights, strict=True))}
        read = verify.Problem(document(pair, [session(1, minutes=30)], regulation=rules))
        assert tuple(read.dues.values()) == units, weights


def test_presence_at_its_edges() -> None:
    """Touching is not overlapping; the way counts on one date between two venues alone."""
    away = document(1, absences={"p-1": [["2010-10-05T09:30", "2010-10-05T10:00"]]})
    assert broken(away, heard(1)) == set()
    assert broken(away, heard(1, clock="09:15")) == {"presence"}
    away = document(1, absences={"p-1": [["2010-10-05T08:00", "2010-10-05T09:15"]]})
    assert broken(away, heard(1)) == {"presence"}
    assert broken(away, heard(1, clock="09:15")) == set()
    empty = document(1, absences={"p-1": [["2010-10-05T09:15", "2010-10-05T09:15"]]})
    assert broken(empty, heard(1)) == set()
    pair = [situation(1), situation(2, referent="p-1")]
    for venue, clock, minutes, rules in (
        ("v-2", "09:30", 15, {"presence"}),
        ("v-2", "09:45", 15, set()),
        ("v-1", "09:30", 15, set()),
        ("v-2", "09:30", 0, set()),
        ("v-2", "09:15", 0, {"presence"}),
    ):
        sessions = [session(1), session(2, venue=venue, clock=clock)]
        for between in ([["v-1", "v-2", minutes]], []):
            read = document(
                pair,
                sessions,
                travel={"default_minutes": minutes, "between": between},
                venues=[{"id": "v-1"}, {"id": "v-2"}],
            )
            assert broken(read, heard(1), heard(2, where=2, clock=clock)) == rules
    staffed = [session(1, staff=["p-1"]), session(2, venue="v-2", clock="12:00")]
    far = document([situation(1), situation(2, referent="p-1")], staffed, travel={"default_minutes": 15})
    assert broken(far, heard(1), heard(2, where=2, clock="12:15")) == set()
    assert broken(far, heard(1), heard(2, where=2, clock="12:00")) == {"presence"}
    next_day = document(pair, [session(1), session(2, venue="v-2", day=6)], travel={"default_minutes": 10_000})
    assert broken(next_day, heard(1), heard(2, where=2, day=6)) == set()


DEFAULTS: Doc = {
    "kinds": ["PSSI", "PER", "PE"], "weights": {"PSSI": 1, "PER": 1, "PE": 1}, "slot_days": 60, "age_cap_days": 365,
    "urgency_days": [0, 60, 180, 400], "guarantee_days": 120, "guarantee_deferrals": 2, "guarantee_bonus_days": 120,
    "wait_percent_per_week": 2, "equity_days": [20, 40, 80, 160], "trip_days": 10, "idle_days": 1,
    "move_session_days": 60, "move_time_days": 10, "deadline_days": 10, "psychologist_cancel_days": 8,
    "short_minutes": 30, "long_minutes": 45, "single_situation_minutes": 60, "late": "refuse", "rank": "reorder",
}  # fmt: skip
TYPES: list[Doc] = [
    {"id": name, "label": None, "scope": "subsector", "length": "content", "minutes": 180, "max_situations": 6}
    | {"admits": "rsa", "empty": "first_hour"} | changes
    for name, changes in (
        ("standard", {}),
        ("sdf", {"admits": "rsa_or_plie"}),
        ("psychologist", {"scope": "service", "length": "long", "max_situations": 4, "empty": "cancelled"}),
    )
]  # fmt: skip


def test_what_is_omitted() -> None:
    """Section 2: the defaults; null is omitted, but for `single_situation_minutes`."""
    bare = document()
    del bare["sessions"][0]["minutes"]
    for regulation in (None, {}, dict.fromkeys(set(DEFAULTS) - {"single_situation_minutes"})):
        read = verify.Problem(bare | {"regulation": regulation, "travel": None, "timezone": None, "pins": None})
        rules = vars(read.rules)
        assert {key: value for key, value in rules.items() if key != "types"} == DEFAULTS
        assert [vars(row) for row in rules["types"]] == TYPES
        assert (read.given.timezone, read.given.pins, read.banned, read.announced) == ("Europe/Paris", [], set(), {})
        assert (read.sessions["s-1"].minutes, read.sessions["s-1"].size) == (180, 6)
        row = read.by_id["d-1"]
        assert (row.urgency, row.deferrals, row.rank, row.oriented, row.in_active_file) == (0, 0, None, True, True)
        assert (row.beneficiary_invited, row.beneficiary_agreed, row.plie_outside_rsa) == (False, False, False)
        far = SimpleNamespace(venue="x", day=1), SimpleNamespace(venue="y", day=1)
        assert read.travel(*far) == 0
    assert (
        verify.Problem(document(regulation={"single_situation_minutes": None})).rules.single_situation_minutes is None
    )


def refused(reader: Any, value: Any) -> bool:
    """Whether a value is bad input."""
    try:
        verify.read(reader, value, "x")
    except verify.BadInput:
        return True
    return False


def test_readers() -> None:
    """The edges of each kind of value: good ones, bad ones."""
    hour = "2010-01-01T10:00"
    real: Any = verify.Real
    readers: tuple[tuple[Any, list[Any], list[Any]], ...] = (
        (verify.whole(), [0, 1, 10**6], [-1, 10**6 + 1, True, 1.0, "1", None]),
        (verify.LENGTH, [15, 45, 999_990], [0, 10, 20, 10**6 + 5]),
        (verify.length, [15, "content", "long", "short"], [0, 20, "longer", None]),
        (
            verify.day,
            ["0001-01-01", "2012-02-29", "9999-12-31"],
            ["0000-01-01", "2010-02-29", "2010-1-01", 1, "20100101"],
        ),
        (verify.minute, [hour, "2010-01-01T23:59"], ["2010-01-01T24:00", "2010-01-01 10:00", "2010-01-01T10:60", 3]),
        (verify.name, ["a", " a", "é"], ["", " ", "\u200b", "a\n", "a\x7f", 1]),
        (verify.interval, [[hour, hour]], [[hour], [hour, "2010-01-01T09:59"], [], [hour, hour, hour]]),
        (verify.leg, [["a", "b", 0]], [["a", "a", 0], ["a", "b"], ["a", "b", -1], ["a", "b", 1, 2], "abc"]),
        (
            verify.gap,
            [0, 1, real("0.5"), real("1e-05"), real("1" * 40)],
            [real("1e100"), real("1" * 41), "0", None, True],
        ),
        ({"*": verify.whole()}, [{}, {"a": 1}, {"a": None}], [{"a": -1}, [], None]),
        ([verify.whole(), 2], [[1, 2]], [[1], {}, (1, 2), [1, -2]]),
        (verify.choice("a", "b"), ["a", "b"], ["c", None]),
        (verify.truth, [True, False], [1, 0, None]),
    )
    for reader, good, bad in readers:
        assert [value for value in good if refused(reader, value)] == []
        assert [value for value in bad if not refused(reader, value)] == []


def test_edges_of_a_problem() -> None:
    """Section 3: the least and the most that each key may be, and the first value beyond."""
    regulation: tuple[tuple[Doc, Doc], ...] = (
        ({"kinds": ["K"]}, {"kinds": []}),
        ({"types": [{"id": "t"}]}, {"types": []}),
        ({"urgency_days": [0]}, {"urgency_days": []}),
        ({"equity_days": [0]}, {"equity_days": []}),
        ({"weights": {"K": 1}}, {"weights": {"K": 0}}),
        ({"single_situation_minutes": 1}, {"single_situation_minutes": 0}),
        ({"wait_percent_per_week": 100}, {"wait_percent_per_week": 101}),
        ({"slot_days": 10**6}, {"slot_days": 10**6 + 1}),
    )
    for good, bad in regulation:
        assert (refused(verify.REGULATION, good), refused(verify.REGULATION, bad)) == (False, True)
    for good, bad in (({"minutes": 15}, {"minutes": 0}), ({"minutes": 1440}, {"minutes": 1455})):
        assert (refused(verify.SESSION, session(1) | good), refused(verify.SESSION, session(1) | bad)) == (False, True)
    for rank, wrong in ((1, False), (0, True)):
        assert refused(verify.SITUATION, situation(1, rank=rank)) == wrong
    for units, wrong in ((10**9, False), (10**9 + 1, True)):
        line = {"service": "A", "kind": "K", "units": units}
        assert refused(verify.PROBLEM, document(1) | {"history": [line]}) == wrong


def test_limits_of_figures_and_prices() -> None:
    """10^15 for figures of an agenda and a bound, 10^12 for prices, either way; counts and tolls from 0 on."""
    agenda: Doc = {"appointments": [], "deferrals": []}
    for key in ("points", "bound"):
        for value in (10**15, -(10**15)):
            assert not refused(verify.AGENDA, agenda | {key: value})
            assert refused(verify.AGENDA, agenda | {key: value * 2 - value // abs(value)})
            assert refused(verify.AGENDA, agenda | {key: value + value // abs(value)})
    proof: Doc = {"schema_version": "1", "problem_sha256": "", "bound": 10**15, "parts": []}
    assert not refused(verify.CERTIFICATE, proof)
    assert not refused(verify.CERTIFICATE, proof | {"bound": -(10**15)})
    assert refused(verify.CERTIFICATE, proof | {"bound": 10**15 + 1})
    assert refused(verify.CERTIFICATE, proof | {"bound": -(10**15) - 1})
    most = 10**12
    for prices, right in (
        (
            {"persons": {"a": most, "b": -most}, "rewards": {"a": {"b": most}}, "tolls": {"a": {"b": 0, "c": most}}},
            True,
        ),
        ({"persons": None, "rewards": {"a": None}}, True),
        ({"persons": {"a": most + 1}}, False),
        ({"persons": {"a": -most - 1}}, False),
        ({"rewards": {"a": {"b": most + 1}}}, False),
        ({"rewards": {"a": {"b": -1}}}, False),
        ({"tolls": {"a": {"b": -1}}}, False),
        ({"persons": []}, False),
        ({"seats": {}}, False),
    ):
        part = {"sessions": [], "tree": {"prices": prices}}
        assert refused(verify.CERTIFICATE, proof | {"parts": [part]}) != right
    leaf: Doc = {"prices": {}}
    for branch, right in (
        ({"situation": "d"}, True),
        ({"situation": "d", "session": "s"}, True),
        ({"situation": "d", "session": "s", "before": "2010-10-05T10:07"}, True),
        ({"situation": "d", "before": "2010-10-05T10:07"}, False),
        ({"session": "s"}, False),
    ):
        tree = {"branch": branch, "yes": leaf, "no": leaf}
        assert refused(verify.CERTIFICATE, proof | {"parts": [{"sessions": [], "tree": tree}]}) != right
    trees: tuple[Any, ...] = ({"branch": {"situation": "d"}, "yes": leaf}, {"prices": {}, "yes": leaf}, {}, [], None)
    for wrong_tree in trees:
        assert refused(verify.CERTIFICATE, proof | {"parts": [{"sessions": [], "tree": wrong_tree}]})


def test_unknown_keys_of_an_agenda_are_ignored() -> None:
    """At each level; those of a certificate and of a problem are not."""
    agenda = AGENDA | {"x": 1, "run": {}, "gap": 0}
    for key in ("appointments", "deferrals", "due", "sessions"):
        agenda |= {key: [row | {"x": 1} for row in agenda[key]]}
    assert not refused(verify.AGENDA, agenda | {"parts": agenda["parts"] | {"x": 1}})
    assert refused(verify.PROBLEM, MONTH | {"x": 1})


@pytest.mark.parametrize("letter", "\u034f\u115f\u180f\uffa0\ufe00\ufe0f\U000e0100\U000e01ef\u200d\u00a0\u2028\u2029 ")
def test_ids_that_look_alike(letter: str) -> None:
    """Two ids of a list may not differ by what does not show alone."""
    assert verify.bare(f"a{letter}b") == "ab"
    with pytest.raises(verify.BadInput):
        verify.Problem(document([situation(1), situation(2) | {"id": f"d{letter}-1"}]))


def test_ids_that_do_not_look_alike() -> None:
    """What shows counts."""
    assert [letter for letter in "\ufe10\U000e01f0\ufdff" if verify.bare(letter) == ""] == []
