"""Sound inputs of every reader, one file of which a trial replaces by another."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rsa_sched import Problem
from rsa_sched.publish.letters.folder import BUNDLED
from tests.cli.month import PEOPLE, PROFILE, SECRETS, SESSIONS, SITUATIONS
from tests.hostile.base import KEY, STUDY, documents, letters_of
from tests.intake.files.samples import OLD, ods, ods_cell, text_cell, xlsx
from tests.support.trials import Trial

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples"
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "mac-roman", "ascii")
_SUFFIXES = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods"})


@dataclass(frozen=True)
class Source:
    """A reader, a sound file for it, and how a trial of another file in its place goes.

    Attributes
    ----------
    name : of the reader and file.
    kind : how the file may be mutated: ``text``, ``zip``, ``json``, ``toml``, ``html``, ``frames``,
        ``bytes``.
    data : the sound file.
    path : where it lies.
    arguments : command lines, one of which is drawn.
    around : the other files.
    outputs : patterns of what the command may make.
    secrets : words that it must not say.
    """

    name: str
    kind: str
    data: bytes
    path: str
    arguments: tuple[tuple[str, ...], ...]
    around: Mapping[str, bytes] = field(default_factory=dict)
    outputs: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()

    def trial(self, data: bytes, arguments: tuple[str, ...], *, process: bool = False) -> Trial:
        """The trial with this content in the place of the sound one."""
        return Trial(arguments, {**self.around, self.path: data}, self.outputs, (), self.secrets, process)


def _tables() -> Iterator[Source]:
    """Every table of the examples beside those of its service, and the small month in all encodings and formats."""
    for month in (EXAMPLES / "tables", EXAMPLES / "reseau-emploi", EXAMPLES / "equipe-pluridisciplinaire"):
        service = month / "service"
        profile = {"profil.toml": (service / "profil.toml").read_bytes()}
        tables = {path.name: path.read_bytes() for path in sorted(service.iterdir()) if path.suffix in _SUFFIXES}
        tables.pop("noms.csv")
        names = _family_names((service / "noms.csv").read_text("utf-8-sig"))
        for path in (*sorted((month / "recus").iterdir()), *(service / name for name in tables)):
            yield _table(
                f"t/{path.name}", path.read_bytes(), {f"t/{name}": it for name, it in tables.items()} | profile, names
            )
    for path in sorted((EXAMPLES / "tables-fautifs" / "tableaux").iterdir()):
        yield _table(f"t/{path.name}", path.read_bytes(), {"profil.toml": PROFILE.encode()}, ())
    small = {"t/sessions.csv": SESSIONS.encode(), "t/people.csv": PEOPLE.encode(), "profil.toml": PROFILE.encode()}
    names = tuple(word.casefold() for word in SECRETS if len(word) > 5)
    for encoding in ENCODINGS:
        yield _table(f"t/{encoding}.csv", SITUATIONS.encode(encoding, "replace"), small, names)
    rows = list(csv.reader(io.StringIO(SITUATIONS), delimiter=";"))
    yield _table("t/tabs.tsv", "\r\n".join(map("\t".join, rows)).encode(), small, names)
    yield _table(
        "t/small.xlsx", xlsx("".join(f"<row>{''.join(map(text_cell, row))}</row>" for row in rows)), small, names
    )
    cells = ("".join(map(ods_cell, row)) for row in rows)
    yield _table(
        "t/small.ods", ods("".join(f"<table:table-row>{row}</table:table-row>" for row in cells)), small, names
    )
    yield _table("t/old.xls", OLD.read_bytes(), small, ())


def _family_names(table: str) -> tuple[str, ...]:
    rows = csv.DictReader(io.StringIO(table), delimiter=";")
    return tuple(sorted({row["Nom"].casefold() for row in rows if row["Nature"] == "personne" and len(row["Nom"]) > 6}))


def _table(path: str, data: bytes, around: Mapping[str, bytes], names: tuple[str, ...]) -> Source:
    common = ("import", "t", "--profile", "profil.toml", "--key", "cle.txt")
    lines = (
        (*common, "-o", "p.json"),
        (*common, "-o", "p.json", "--skip-bad-rows", "--names", "noms.csv"),
        (*common, "-o", "p.json", "--id", "x", "--as-of", "2010-09-28"),
    )
    kind = "zip" if data.startswith(b"PK") else "bytes" if data.startswith(b"\xd0\xcf") else "text"
    whole = {**around, "cle.txt": KEY}
    return Source(f"table {path}", kind, data, path, lines, whole, ("p.json", "noms.csv"), names)


def _documents() -> Iterator[Source]:
    solve = (("solve", "p.json", "-o", "a.json", "--time-limit", "0", "--workers", "1"),)
    conformance = sorted((ROOT / "docs" / "reference" / "conformance").glob("*.json"))[::40]
    small = documents()
    yield Source("problem small", "json", small["p.json"], "p.json", solve, {}, ("a.json",))
    for path in (EXAMPLES / "grenoble-2010-10.json", *conformance):
        yield Source(f"problem {path.name}", "json", path.read_bytes(), "p.json", solve, {}, ("a.json",))
    lines = (("check", "p.json", "a.json"), ("check", "p.json", "a.json", "--json"), ("show", "p.json", "a.json"),
             ("show", "p.json", "a.json", "--html", "-o", "o"), ("show", "p.json", "a.json", "--svg", "-o", "o"),
             ("publish", "p.json", "a.json", "-o", "envoi"))  # fmt: skip
    yield Source("agenda", "json", small["a.json"], "a.json", lines, small, ("o", "envoi/*"))
    yield Source("problem of an agenda", "json", small["p.json"], "p.json", lines, small, ("o", "envoi/*"))
    last = (
        "import",
        "t",
        "--profile",
        "profil.toml",
        "--key",
        "cle.txt",
        "-o",
        "o.json",
        "--previous",
        "p.json",
        "a.json",
    )
    tables = {
        "t/situations.csv": SITUATIONS.encode(),
        "t/sessions.csv": SESSIONS.encode(),
        "t/people.csv": PEOPLE.encode(),
    }
    around = {**small, **tables, "profil.toml": PROFILE.encode(), "cle.txt": KEY}
    for name in ("p.json", "a.json"):
        yield Source(f"previous {name}", "json", small[name], name, (last, (*last[:-3], "--announced", "a.json")),
                     around, ("o.json",))  # fmt: skip


def _toml() -> Iterator[Source]:
    tables = {
        "t/situations.csv": SITUATIONS.encode(),
        "t/sessions.csv": SESSIONS.encode(),
        "t/people.csv": PEOPLE.encode(),
    }
    lines = (("import", "t", "--profile", "profil.toml", "--key", "cle.txt", "-o", "p.json"),
             ("form", "--profile", "profil.toml", "-o", "f.xlsx"))  # fmt: skip
    around = {**tables, "cle.txt": KEY}
    profiles = [PROFILE.encode(), *(path.read_bytes() for path in sorted(EXAMPLES.rglob("profil.toml")))]
    for number, data in enumerate(profiles):
        yield Source(f"profile {number}", "toml", data, "profil.toml", lines, around, ("p.json", "f.xlsx"))
        publish = ("publish", "p.json", "a.json", "--profile", "profil.toml", "-o", "envoi")
        if not number:
            yield Source("letterhead", "toml", data, "profil.toml", (publish,), letters_of(), ("envoi/*",))
    for data in (STUDY, *(path.read_bytes() for path in sorted((EXAMPLES / "etudes").glob("*.toml")))):
        yield Source("study", "toml", data, "x.toml", (("study", "x.toml"),))


def _names() -> Iterator[Source]:
    whole = letters_of()
    tables = {
        "t/situations.csv": SITUATIONS.encode(),
        "t/sessions.csv": SESSIONS.encode(),
        "t/people.csv": PEOPLE.encode(),
    }
    line = ("import", "t", "--profile", "profil.toml", "--key", "cle.txt", "--names", "noms.csv", "-o", "o.json")
    around = {**whole, **tables, "profil.toml": PROFILE.encode(), "cle.txt": KEY}
    publish = ("publish", "p.json", "a.json", "--names", "noms.csv", "-o", "envoi", "--official-letters", "all")
    secrets = ("zorzorzoro", "banezorzor", "rue des essais")
    for encoding in ("utf-8-sig", "cp1252", "utf-16"):
        data = whole["noms.csv"].decode("utf-8-sig").encode(encoding)
        yield Source(f"names {encoding}", "text", data, "noms.csv", (line, line, publish), around,
                     ("o.json", "noms.csv", "envoi/*"), secrets)  # fmt: skip
    yield Source("key", "bytes", KEY, "cle.txt", (line,), around, ("o.json", "noms.csv"))


def _templates() -> Iterator[Source]:
    line = ("publish", "p.json", "a.json", "--names", "noms.csv", "--profile", "profil.toml", "-o", "envoi",
            "--official-letters", "all", "--templates", "modeles")  # fmt: skip
    for path in sorted(BUNDLED.iterdir()):
        if path.name not in ("page.html", "LISEZ-MOI.txt"):
            kind = "zip" if path.suffix == ".docx" else "html"
            yield Source(f"template {path.name}", kind, path.read_bytes(), f"modeles/{path.name}", (line,),
                         letters_of(), ("envoi/*",))  # fmt: skip


def _frames() -> Iterator[Source]:
    """The small month as frames, column by column."""
    import json

    tables: dict[str, object] = {}
    for key, value in Problem.from_json(documents()["p.json"]).to_dict().items():
        if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
            columns = dict.fromkeys(name for row in value for name in row)
            tables[key] = {"frame": [[name, "", [row.get(name) for row in value]] for name in columns]}
        elif key != "schema_version":
            tables[key] = value
    yield Source("frames", "frames", json.dumps(tables).encode(), "f.json", (("frames", "f.json"),))


READERS: Mapping[str, tuple[int, Callable[[], Iterator[Source]]]] = {
    "tables": (40, _tables),
    "documents": (22, _documents),
    "toml": (14, _toml),
    "names": (8, _names),
    "templates": (6, _templates),
    "frames": (10, _frames),
}
"""Of a hundred files, how many are for which reader."""


@cache
def sources(reader: str) -> tuple[Source, ...]:
    """The sound inputs of a reader."""
    return tuple(READERS[reader][1]())
