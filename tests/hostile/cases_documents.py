"""JSON, TOML, name tables and keys: deep, huge, doubled, in other encodings, with characters that nobody sees."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.hostile.base import (
    KEY,
    STUDY,
    Case,
    Cases,
    agenda,
    documents,
    imported,
    letters_of,
    problem,
    profile,
    published,
)  # fmt: skip
from tests.support.builders import document, session, situation
from tests.support.trials import Trial

DEEP = 100_000
TOML_KEY = b"a." * 20_000 + b"a=1"


def _problem(*, lines: int = 0, codes: tuple[int, ...] = (0, 2, 3), **changes: Any) -> Case:
    return problem(json.dumps(document(2, 2) | changes).encode(), codes, lines)


def _renamed(name: str) -> dict[str, bytes]:
    """The small month with a label and a situation's id of this name, and its agenda."""
    found = {}
    for file, data in documents().items():
        text = json.dumps(json.loads(data), ensure_ascii=True)
        found[file] = text.replace('"d-1"', json.dumps(name)).replace("Centre social", json.dumps(name)[1:-1]).encode()
    raw = json.loads(found["a.json"])
    from rsa_sched import Problem, solve

    of = Problem.from_json(found["p.json"])
    raw = solve(of, workers=1).agenda.to_json()
    return {"p.json": found["p.json"], "a.json": raw.encode()}


def _shown(name: str, *form: str) -> Case:
    return Case(Trial(("show", "p.json", "a.json", *form), _renamed(name)), (0,))


def _small() -> bytes:
    return documents()["p.json"]


def json_cases() -> Cases:
    """Problems and agendas."""
    cases: Cases = {
        "nothing": lambda: problem(b""),
        "blanks": lambda: problem(b" " * (1 << 24)),
        "lists in lists": lambda: problem(b"[" * DEEP),
        "closed lists in lists": lambda: problem(b"[" * DEEP + b"]" * DEEP),
        "objects in objects": lambda: problem(b'{"a":' * DEEP + b"1" + b"}" * DEEP),
        "a value that is deep": lambda: problem(_small().replace(b'"2010-09-24"', b"[" * 900 + b"]" * 900), lines=0),
        "a label that is deep": lambda: problem(_small()[:-2] + b',"x":' + b"[" * 20_000 + b"]" * 20_000 + b"}"),
        "100000 figures": lambda: problem(_small().replace(b'"schema_version": "1"', b'"schema_version": ' + b"9" * 100_000), lines=0),
        "a figure of exponents": lambda: _problem(travel={"default_minutes": 1e308}),
        "NaN": lambda: problem(b'{"a": NaN}', lines=0),
        "Infinity for minutes": lambda: problem(json.dumps(document(1, [session(minutes=float("inf"))])).encode(), lines=0),
        "a key 200000 times": lambda: problem(b"{" + b",".join([b'"id":1'] * 200_000) + b"}", lines=0),
        "a text of 32 MiB": lambda: problem(b'"' + b"x" * (32 << 20) + b'"'),
        "NULs": lambda: problem(_small().replace(b"d-1", b"d\0001")),
        "a NUL written out": lambda: problem(_small().replace(b'"d-1"', b'"d\\u0000"'), lines=0),
        "half a pair": lambda: problem(_small().replace(b'"d-1"', b'"\\ud800"'), lines=0),
        "UTF-16": lambda: problem(_small().decode().encode("utf-16")),
        "two marks": lambda: problem(b"\xef\xbb\xbf\xef\xbb\xbf" + _small()),
        "two documents": lambda: problem(_small() + _small()),
        "an id of a million characters": lambda: problem(_small().replace(b'"d-1"', b'"' + b"d" * 1_000_000 + b'"'), (0, 2), 0),
        "an id of blanks": lambda: problem(_small().replace(b'"d-1"', b'"\\u00a0\\u2003"'), lines=0),
        "an id that turns": lambda: problem(_small().replace(b'"d-1"', b'"\\u202ed-1"'), (0, 2), 0),
        "an id that nobody sees": lambda: problem(_small().replace(b'"d-1"', b'"d\\u200b-1"'), (0, 2), 0),
        "a key that turns": lambda: problem(_small().replace(b'"as_of"', b'"\\u202eas_of"'), lines=0),
        "a timezone that is a path": lambda: _problem(timezone="../../../../etc/passwd", codes=(2,)),
        "a timezone that is absolute": lambda: _problem(timezone="/dev/zero", codes=(2,)),
        "a timezone of 100000 characters": lambda: _problem(timezone="A" * 100_000, codes=(2,)),
        "the year 1": lambda: _problem(as_of="0001-01-01"),
        "the year 9999": lambda: problem(json.dumps(document(1, [session() | {"start": "9999-12-31T23:59"}])).encode(), (0, 2, 3), 0),
        "a session of 10^9 minutes": lambda: problem(json.dumps(document(1, [session(minutes=10**9)])).encode(), (0, 2), 0),
        "weights of 10^18": lambda: _problem(regulation={"weights": {"PSSI": 10**18}}, codes=(2,)),
        "10^9 slots": lambda: _problem(regulation={"slot_days": 10**9}),
        "100000 levels of urgency": lambda: _problem(regulation={"urgency_days": list(range(100_000))}),
        "100000 kinds": lambda: _problem(regulation={"kinds": [f"k{n}" for n in range(100_000)]}),
        "4000 situations at fault": lambda: problem(json.dumps(document(2, 1) | {"situations": [situation(n) for n in range(1, 4_001)]}).encode(), lines=0),
        "400000 empty rows": lambda: _problem(situations=[{}] * 400_000, codes=(2,)),
        "100000 absences": lambda: problem(
            json.dumps(document(1, 1, absences={"p-1": [("2010-10-05T09:00", "2010-10-05T10:00")] * 100_000})).encode(),
            (0, 2), 0,
        ),
        "a table of 100000 ways": lambda: _problem(travel={"between": [["v-1", "v-1", 1]] * 100_000}),
    }  # fmt: skip
    agendas: Cases = {
        "agenda of lists": lambda: agenda(b"[" * DEEP),
        "agenda that is a number": lambda: agenda(b"9" * 5_000, lines=0),
        "agenda of 100000 places": lambda: agenda(
            json.dumps({"appointments": [{"situation": "d-1"}] * 100_000, "deferrals": []}).encode(), (1, 2), 0
        ),
        "agenda of points without end": lambda: agenda(
            documents()["a.json"].replace(b'"points":', b'"points": 1e999, "x":'), (0, 1, 2), 0
        ),
        "agenda with half a pair": lambda: agenda(documents()["a.json"].replace(b'"d-1"', b'"\\ud800"'), (1, 2), 0),
        "agenda that turns": lambda: agenda(documents()["a.json"].replace(b'"d-1"', b'"\\u202ed"'), (1, 2), 0),
        "agenda in the year 9999": lambda: agenda(documents()["a.json"].replace(b'"2010-10', b'"9999-12'), (1, 2), 0),
        "agenda in the year 0": lambda: agenda(documents()["a.json"].replace(b'"2010-10', b'"0000-10'), (1, 2), 0),
        "shown turned": lambda: _shown("\u202ed-1\u202c"),
        "shown unseen": lambda: _shown("d\u200b\u2060-1"),
        "shown joined": lambda: _shown("d\u200d\u00ad1"),
        "shown in columns too wide": lambda: _shown("d" * 190),
        "shown as a page": lambda: _shown("\u202e<script>", "--html"),
        "shown as a picture": lambda: _shown("\u2066</svg>", "--svg"),
    }
    return {
        **{f"json: {name}": case for name, case in (cases | agendas).items()},
        **{f"frames: {name}": partial(_frames, data) for name, data in FRAMES.items()},
    }


FRAMES: dict[str, Any] = {
    "a value that is deep": {"situations": {"frame": [["id", "object", [{"odd": "deep"}]]]}},
    "a value that holds itself": {"situations": {"frame": [["id", "object", [{"odd": "loop"}]]]}},
    "a frame in a frame": {"situations": {"frame": [["id", "object", [{"odd": "frame"}]]]}},
    "a table that is deep": {"situations": {"odd": "deep"}},
    "an array in a cell": {"situations": {"frame": [["id", "object", [{"odd": "array"}]]]}},
    "nothing a number": {"situations": {"frame": [["id", "Int64", [{"odd": "NA"}]]]}},
    "half a pair": {"situations": {"frame": [["id", "", [{"odd": "surrogate"}]]]}},
    "a moment before the zone": {
        "timezone": "Europe/Paris",
        "sessions": {"frame": [["start", "object", [{"odd": "zoned"}]]]},
    },
    "a moment behind the zone": {
        "timezone": "Europe/Paris",
        "sessions": {"frame": [["start", "object", [{"odd": "last zoned"}]]]},
    },
    "a zone that is a path": {"timezone": "../../etc/passwd", "sessions": []},
    "a zone of NULs": {"timezone": "a\0b", "sessions": []},
    "a column twice": {"situations": {"frame": [["id", "", ["a"]], ["id", "", ["a"]]]}},
    "a period": {"sessions": {"frame": [["start", "", [{"odd": "period"}]]]}},
    "nothing": {},
}


def _frames(tables: Any) -> Case:
    return Case(Trial(("frames", "f.json"), {"f.json": json.dumps(tables).encode()}), lines=0)


def _letterhead(data: bytes) -> Case:
    return Case(published({"profil.toml": data}))


def _study(data: bytes) -> Case:
    return Case(Trial(("study", "x.toml"), {"x.toml": data}), lines=0)


TOML = {
    "nothing but NULs": b"\0" * 1_000,
    "UTF-16": "a = 1".encode("utf-16"),
    "lists in lists": b"a = " + b"[" * DEEP,
    "closed lists in lists": b"a = " + b"[" * 5_000 + b"]" * 5_000,
    "tables in tables": b"a = " + b"{a = " * DEEP,
    "closed tables in tables": b"a = " + b"{a = " * 300 + b"1" + b"}" * 300,
    "a key of 20000 parts": TOML_KEY,
    "a table of 20000 parts": b"[" + b"a." * 20_000 + b"a]",
    "a key of 900 parts": b"a." * 900 + b"a=1",
    "100000 figures": b"a = " + b"9" * 100_000,
    "100000 hexadecimal figures": b"a = 0x" + b"f" * 100_000,
    "100000 figures after the point": b"a = 0." + b"9" * 100_000,
    "an exponent": b"a = 1e999999999",
    "not a number": b"a = nan",
    "the year 0": b"[problem]\nas_of = 0000-01-01",
    "the hour 24": b"[problem]\nas_of = 2010-01-01T24:00:00Z",
    "an offset of 99 hours": b"[problem]\nas_of = 2010-01-01T00:00:00+99:99",
    "a text that never ends": b'a = """' + b"x" * (1 << 20),
    "half a pair": b'a = "\\ud800"',
    "a character too many": b'a = "\\U00110000"',
    "a key twice": b"a = 1\na = 1",
    "400000 keys": b"\n".join(b"k%d = 1" % n for n in range(400_000)),
    "100000 tables": b"[[services]]\n" * 100_000,
    "quotes": b"'" * 100_000,
    "returns": b"a = 1\r" * 1_000,
    "a key that turns": '"\u202ea" = 1'.encode(),
    "a key with an escape code": b'"\\u001b[31m" = 1',
}


def toml_cases() -> Cases:
    """Profiles, letterheads and studies; a profile that `publish` reads is the same file."""
    found: Cases = {}
    for name, data in TOML.items():
        found[f"toml: profile, {name}"] = partial(profile, data, lines=0)
        if name != "400000 keys":  # as many faults as it has keys, told by the same hand
            found[f"toml: study, {name}"] = partial(_study, data)
        if data is not TOML["100000 tables"] and name not in (
            "closed lists in lists", "closed tables in tables", "not a number", "an exponent", "400000 keys",
            "a key that turns", "a key with an escape code", "a key of 900 parts", "100000 figures after the point",
            "100000 hexadecimal figures", "the year 0", "the hour 24", "a table of 20000 parts",
        ):  # fmt: skip  # those that say nothing of letters
            found[f"toml: letterhead, {name}"] = partial(_letterhead, data)
    return found | {
        "toml: study, a problem that is a device": lambda: _study(STUDY + b'problem = "/dev/zero"'),
        "toml: study, a problem that is the study": lambda: _study(b'problem = "x.toml"\n' + STUDY),
        "toml: study, 10^30 months": lambda: _study(STUDY.replace(b"months = 1", b"months = " + b"9" * 30)),
        "toml: study, a load without end": lambda: _study(STUDY + b"load = inf\n"),
        "toml: study, a regulation that is deep": lambda: _study(STUDY + b"regulation = " + b"{a = " * 200 + b"1" + b"}" * 200),
        "toml: letterhead, a sender of 1 MiB": lambda: Case(
            published({"profil.toml": b'[letters]\nsender = "' + b"x" * (1 << 20) + b'"'}), (0, 2)
        ),
        "toml: letterhead, a sender that turns": lambda: Case(
            published({"profil.toml": '[letters]\nsender = "\u202eService"'.encode()}), (0, 2),
            inert=("\u202e".encode(),),
        ),
        "toml: profile, aliases of 10000 characters": lambda: profile(
            b'[[services]]\nid = "A"\naliases = ["' + b"x" * 10_000 + b'"]\n', (0, 2), 0
        ),
        "toml: profile, 5000 labels alike": lambda: profile(
            b"".join(b'[[venues]]\nid = "v%d"\nlabel = "x"\n' % n for n in range(5_000)), (0, 2), 0
        ),
    }  # fmt: skip


def _names(data: bytes, codes: tuple[int, ...] = (2,)) -> Case:
    return Case(imported({"noms.csv": data}), codes, 0)


def _key(make: Callable[[], bytes]) -> Case:
    return Case(imported({"cle.txt": make()}))


def _names_of_letters() -> bytes:
    return letters_of()["noms.csv"]


def _head() -> bytes:
    return _names_of_letters().splitlines()[0]


def name_cases() -> Cases:
    """Name tables and keys."""
    keys: dict[str, Callable[[], bytes]] = {
        "of nothing": lambda: b"",
        "of 63 figures": lambda: KEY[:63],
        "of 65 figures": lambda: KEY.strip() + b"0",
        "of other letters": lambda: b"g" * 64,
        "of figures of other scripts": lambda: "٣".encode() * 64,
        "of NULs": lambda: b"\0" * 64,
        "in UTF-16": lambda: KEY.decode().encode("utf-16"),
        "of 64 MiB": lambda: b"0" * (64 << 20),
        "that is a table": lambda: _names_of_letters(),
    }
    tables: Cases = {
        "nothing": lambda: _names(b"", (2,)),
        "NULs": lambda: _names(b"\0" * 1_000),
        "a quote never closed": lambda: _names(_head() + b'\n"b-1;person'),
        "UTF-16 cut": lambda: _names(_names_of_letters().decode("utf-8-sig").encode("utf-16")[:-1]),
        "UTF-32": lambda: _names(_names_of_letters().decode("utf-8-sig").encode("utf-32")),
        "a field of 200000 characters": lambda: _names(_head() + b'\nb-1;"' + b"x" * 200_000 + b'"'),
        "a row of 100000 cells": lambda: _names(_head() + b"\n" + b"x;" * 100_000),
        "100000 headings": lambda: _names(b"Nom;" * 100_000),
        "100000 rows of one id": lambda: _names(_head() + b"\n" + b"b-1;personne\n" * 100_000),
        "one line of 64 MiB": lambda: _names(b"x" * (64 << 20)),
        "a birth in the year 0": lambda: _names(_head() + b"\nb-1;personne;;Zorg;;01/01/0000"),
        "a birth in other figures": lambda: _names(_head() + "\nb-1;personne;;Zorg;;٠١/٠١/١٩٨٠".encode()),
        "an id that turns": lambda: _names(_head() + "\n\u202eb-1;personne;;Zorg".encode(), (0, 2)),
        "formulas": lambda: _names(_head() + b"\nb-1;personne;;=1+1", (0, 2)),
        "returns": lambda: _names(b"\r" * 100_000),
        "separators": lambda: _names(b";" * 100_000, (2,)),
    }
    return {
        **{f"names: {name}": case for name, case in tables.items()},
        **{f"key: {name}": partial(_key, make) for name, make in keys.items()},
    }
