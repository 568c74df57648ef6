"""Files made by a grammar, for each kind: shaped as a reader expects them, with hostile values in every place."""

from __future__ import annotations

import csv
import io
import json
import random
from typing import Any

from rsa_sched.intake.fields import TABLES
from tests.campaign.fuzz.tokens import json_value, literal, token
from tests.intake.files.samples import ods, ods_cell, text_cell, xlsx


def generated(kind: str, name: str, chance: random.Random) -> bytes | None:
    """A file of a kind for a reader; None where no grammar makes one."""
    if kind == "text" and name.startswith("table"):
        return _text(_grid(chance), chance)
    if kind == "zip" and name.startswith("table"):
        return _book(_grid(chance), chance)
    if kind in ("json", "frames"):
        return json.dumps(_document(chance), ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    if kind == "toml":
        return _toml(chance).encode("utf-8", "surrogatepass")
    if kind == "html":
        return _template(chance).encode("utf-8", "surrogatepass")
    return None


def _grid(chance: random.Random) -> list[list[str]]:
    """A table of some kind, with its own headings, in some order, some twice, and any values below."""
    fields = TABLES[chance.choice(list(TABLES))]
    headings = chance.sample([one.label for one in fields], chance.randrange(1, len(fields) + 1))
    if chance.random() < 0.3:
        headings.insert(chance.randrange(len(headings) + 1), chance.choice((token(chance), headings[0], "")))
    rows = [[_cell(chance) for _ in headings] for _ in range(chance.choice((0, 1, 3, 20, 200)))]
    before = [[token(chance)] for _ in range(chance.choice((0, 0, 1, 4)))]
    return [*before, headings, *rows]


def _cell(chance: random.Random) -> str:
    return chance.choice(("", token(chance), literal(chance), "oui", "S1", "p-1", "v-1", "12/10/2010", "9h", "1"))


def _text(rows: list[list[str]], chance: random.Random) -> bytes:
    stream = io.StringIO()
    ends = chance.choice(("\r\n", "\n", "\r"))
    separator = chance.choice(";,\t|")
    if chance.random() < 0.5:
        writer = csv.writer(stream, delimiter=separator, lineterminator=ends, quoting=csv.QUOTE_ALL)
    else:
        writer = csv.writer(stream, delimiter=separator, lineterminator=ends)
    writer.writerows(rows)
    encoding = chance.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be", "mac-roman"))
    return stream.getvalue().encode(encoding, "replace" if encoding in ("cp1252", "mac-roman") else "surrogatepass")


def _book(rows: list[list[str]], chance: random.Random) -> bytes:
    cells = [[_xml_text(cell) for cell in row] for row in rows]
    if chance.random() < 0.4:
        repeat = chance.choice(("", f'table:number-rows-repeated="{literal(chance)}"'))
        return ods(
            "".join(f"<table:table-row {repeat}>{''.join(map(ods_cell, row))}</table:table-row>" for row in cells)
        )
    merged = "".join(f'<mergeCell ref="{_area(chance)}"/>' for _ in range(chance.choice((0, 1, 30))))
    after = f"<mergeCells>{merged}</mergeCells>" if merged else ""
    return xlsx("".join(f"<row>{''.join(_typed(cell, chance) for cell in row)}</row>" for row in cells), after=after)


def _typed(cell: str, chance: random.Random) -> str:
    kind = chance.choice(("", "", "", "n", "d", "b", "e", "str", "s"))
    return f'<c t="{kind}"><v>{cell}</v></c>' if kind else text_cell(cell)


def _area(chance: random.Random) -> str:
    corners = [f"{chance.choice('ABCDEFGH')}{chance.randrange(30)}" for _ in range(2)]
    return chance.choice((":".join(corners), corners[0], "A1:XFD1048576"))


def _xml_text(text: str) -> str:
    kept = "".join(one for one in text if one.isprintable())
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_KEYS: dict[str, tuple[str, ...]] = {
    "services": ("id", "label"),
    "subsectors": ("id", "service", "label"),
    "venues": ("id", "subsector", "label"),
    "structures": ("id", "kind", "label"),
    "professionals": ("id", "structure", "label", "unavailable"),
    "sessions": ("id", "type", "service", "subsector", "venue", "start", "minutes", "max_situations", "staff"),
    "situations": (
        "id",
        "person",
        "type",
        "subsector",
        "structure",
        "referent",
        "requested_on",
        "received_on",
        "urgency",
        "rank",
        "deferrals",
        "partners",
        "oriented",
        "not_before",
        "not_after",
        "wanted_sessions",
    ),
    "pins": ("situation", "session", "start"),
    "bans": ("situation", "session"),
    "history": ("service", "kind", "units"),
    "announced": ("situation", "session", "start"),
}
_USUAL: dict[str, tuple[Any, ...]] = {
    "id": ("a", "b", "d-1", "p-1"),
    "service": ("A",),
    "subsector": ("S1",),
    "venue": ("v-1",),
    "kind": ("PE", "PSSI"),
    "type": ("standard", "sdf", "psychologist"),
    "start": ("2010-10-12T09:00",),
    "requested_on": ("2010-09-01",),
    "minutes": (180, 15),
    "referent": ("p-1",),
    "structure": ("st",),
    "situation": ("d-1",),
    "session": ("s-1",),
    "staff": (["p-1"], []),
    "units": (36,),
    "urgency": (0, 3),
    "unavailable": ([["2010-10-12T09:00", "2010-10-12T10:00"]],),
}


def _document(chance: random.Random) -> dict[str, Any]:
    """A problem with rows of the contract's keys."""
    whole: dict[str, Any] = {"schema_version": "1", "id": "x", "as_of": chance.choice(("2010-10-01", "0001-01-01"))}
    for key, names in _KEYS.items():
        if chance.random() < 0.85:
            whole[key] = [
                {name: _plausible(name, chance) for name in names if chance.random() < 0.9}
                for _ in range(chance.choice((0, 1, 2, 12)))
            ]
    if chance.random() < 0.5:
        whole["regulation"] = {
            name: json_value(chance)
            for name in chance.sample(("kinds", "weights", "slot_days", "types", "late", "rank", "urgency_days"), 3)
        }
    if chance.random() < 0.3:
        whole["travel"] = {"default_minutes": json_value(chance), "between": [["v-1", "a", json_value(chance)]]}
    return whole


def _plausible(name: str, chance: random.Random) -> Any:
    return chance.choice(_USUAL[name]) if name in _USUAL and chance.random() < 0.85 else json_value(chance)


_SECTIONS = (
    "problem",
    "regulation",
    "letters",
    "delays",
    "aliases",
    "urgency",
    "columns",
    "demand",
    "capacity",
    "travel",
)
_LISTS = ("services", "subsectors", "venues", "structures", "history", "scenario", "regulation.types")
_WORDS = (
    "id",
    "label",
    "service",
    "kind",
    "aliases",
    "neighbourhoods",
    "as_of",
    "name",
    "load",
    "sessions",
    "title",
    "months",
    "preset",
    "sender",
    "tell_people",
    "situations",
    "kinds",
    "types",
    "weights",
    "between",
)


def _toml(chance: random.Random) -> str:
    lines = [f"{chance.choice(_WORDS)} = {literal(chance, toml=True)}" for _ in range(chance.choice((0, 2)))]
    for _ in range(chance.randrange(1, 12)):
        one = chance.choice(_SECTIONS)
        lines.append(f"[{one}]" if chance.random() < 0.5 else f"[[{chance.choice(_LISTS)}]]")
        for word in chance.sample(_WORDS, chance.randrange(6)):
            usual = chance.choice(('"a"', '"A"', "1", '["a"]', "2010-09-28"))
            lines.append(f"{word} = {usual if chance.random() < 0.6 else literal(chance, toml=True)}")
    return "\n".join(lines)


_FIELDS = (
    "mention",
    "expediteur.nom",
    "destinataire.bloc",
    "lieu_et_date",
    "r.date",
    "loop.index",
    "rendez_vous",
    "seance",
    "seance.lieu",
    "taches",
    "ajournements",
    "x",
    "r",
    "expediteur",
    "referents",
)
_FILTERS = ("upper", "lower", "length", "first", "last", "join", "default", "trim", "capitalize", "safe", "join('x')")


def _template(chance: random.Random, depth: int = 0) -> str:
    """Nested tags with any field, filter and test."""
    made = []
    for _ in range(chance.randrange(1, 6)):
        inside = _template(chance, depth + 1) if depth < 4 else "x"
        made.append(
            chance.choice(
                (
                    f"{{{{ {_expression(chance)} }}}}",
                    f"{{% if {_expression(chance)} %}}{inside}{{% endif %}}",
                    f"{{% for r in {chance.choice(_FIELDS)} %}}{inside}{{% endfor %}}",
                    f"<p>{inside}</p>",
                    token(chance),
                )
            )
        )
    return "".join(made) + ("{{ mention }}" if not depth else "")


def _expression(chance: random.Random, depth: int = 0) -> str:
    field = chance.choice(_FIELDS)
    if depth > 3:
        return field
    return chance.choice(
        (
            field,
            f"{field}|{chance.choice(_FILTERS)}",
            f"{_expression(chance, depth + 1)} ~ {_expression(chance, depth + 1)}",
            f"({_expression(chance, depth + 1)})",
            f"not {field}",
            f"{field} {chance.choice(('==', '<', 'in', 'is defined', '>='))} {_expression(chance, depth + 1)}",
            f"{field} if {field} else {chance.choice(('1', 'none', '1.5', '[1]', '{}'))}",
            f"{_expression(chance, depth + 1)}|{chance.choice(_FILTERS)}",
        )
    )
