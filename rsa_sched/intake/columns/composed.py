"""What stands in other columns than the fields say: a name in one column, an address in several, « Personne ».

Each answers with the table as the rest of the import wants it, and tells what it did. The columns that a finding names
stay those of the file.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rsa_sched.french.sentences import lookup
from rsa_sched.intake.cells.former import two_last_names
from rsa_sched.intake.cells.words import bare, clean, folded
from rsa_sched.intake.columns.addresses import in_one_address
from rsa_sched.intake.columns.folding import gist
from rsa_sched.intake.columns.hour_ranges import hours_apart
from rsa_sched.intake.columns.recognised import RecognisedTable
from rsa_sched.intake.fields import TABLES
from rsa_sched.intake.findings import Finding

_CIVILITIES = {bare(word): civility for civility, listed in lookup("vocabulary.civilities").items() for word in listed}
_TITLE = re.compile(r"(?P<title>[^\W\d_]+)\.?(?:\s+|$)")
_FORMER = re.compile(lookup("vocabulary.referents.former"))
_PARTICLES = frozenset(lookup("vocabulary.particles"))
_UPPER = re.compile(r"(?:\w{1,2}['’])?[^\W\d_a-z]{2,60}(?:[-'’][^\W\d_]{1,60}){0,5}")
_NAME_FIELDS = ("last_name", "first_name")


def composed(table: RecognisedTable) -> tuple[RecognisedTable, list[Finding]]:
    """The table with names taken apart and addresses put together, and what is to be told of it."""
    found: list[Finding] = []
    for step in (_pseudonyms, _names, _two_names, in_one_address, hours_apart):
        table, about = step(table)
        found += about
    return table, found


def _label(table: RecognisedTable, key: str) -> str:
    return next(one.label for one in TABLES[table.kind] if one.key == key)


def announced(table: RecognisedTable, about: list[Finding]) -> tuple[RecognisedTable, list[Finding]]:
    """The csv of places that this tool wrote, as decisions: all of them are announced places, which is told."""
    word = next(iter(lookup("fields.decisions.decision.choices")[2:]))
    told = Finding.at(table.sheet, "repaired", "places-announced", row=table.header, number=len(table.rows))
    written = {**table.written, **{(index, "decision"): word for index in table.rows}}
    found = [one for one in about if one.code != "column-missing" or one.heading != _label(table, "decision")]
    return replace(table, columns={**table.columns, "decision": ()}, written=written), [*found, told]


# --- « Personne »: the pseudonym of our own tables, or somebody's name ------------------------------------------------


def _pseudonyms(table: RecognisedTable) -> tuple[RecognisedTable, list[Finding]]:
    """A column « Personne » holds pseudonyms in our own tables, in those of others names."""
    columns = table.columns.get("person", ())
    if (
        table.kind != "situations"
        or len(columns) != 1
        or gist(table.sheet.rows[table.header][columns[0]]) != "allocataire"
    ):
        return table, []
    texts = [clean(table.sheet.rows[index][columns[0]]) for index in table.rows]
    if all(not text or (any(map(str.isdigit, text)) and " " not in text) for text in texts):
        return table, []
    renamed = {("full_name" if key == "person" else key): value for key, value in table.columns.items()}
    return replace(table, columns=renamed), []


# --- names ------------------------------------------------------------------------------------------------------------


def _names(table: RecognisedTable) -> tuple[RecognisedTable, list[Finding]]:
    """« Nom et prénom » in one column: each cell taken apart where that is sure, else told."""
    columns = dict(table.columns)
    whole = columns.pop("full_name", ())
    if not whole:
        return table, []
    column, sheet, label = whole[0], table.sheet, _label(table, "full_name")
    missing = [key for key in _NAME_FIELDS if key not in columns]
    if not missing:
        letters = sheet.column_letter(columns["last_name"][0])
        spare = Finding.at(sheet, "warning", "column-spare", row=table.header, column=column, heading=label,
                           label=label, letters=letters)  # fmt: skip
        return replace(table, columns=columns), [spare]
    order = gist(sheet.rows[table.header][column]).split()
    told = "prenom" in order and "nom" in order
    first_last = order.index("prenom") < order.index("nom") if told else None
    written, found, number, titled, born = dict(table.written), [], 0, False, False
    for index in table.rows:
        text = " ".join(clean(sheet.rows[index][column]).split())
        if not text:
            continue
        two = two_last_names(text, with_first=True)
        civility, last, first = split_name(text if two is None else two.rest, first_last=first_last)
        if two is not None and last and first:
            last, written[index, "birth_name"] = two.last_and_birth(last)
            born = True
        elif two is not None:
            civility, last, first = split_name(text, first_last=first_last)
        written[index, "last_name"], written[index, "first_name"] = last, first
        if "civility" not in table.columns:
            written[index, "civility"], titled = civility, titled or bool(civility)
        if last and first:
            number += 1
        else:
            found.append(Finding.at(sheet, "warning", "name-unsplit", row=index, column=column, heading=label))
    added = [*missing, *(["civility"] if titled else []), *(["birth_name"] if born and _has_birth_name(table) else [])]
    columns |= dict.fromkeys(added, (column,))
    if "birth_name" in added:
        written |= {(index, "birth_name"): written.get((index, "birth_name"), "") for index in table.rows}
    written = {place: text for place, text in written.items() if place[1] in columns and (
        place[1] not in table.columns or place in table.written)}  # fmt: skip
    if number:
        found.insert(0, Finding.at(sheet, "repaired", "name-split", row=table.header, column=column, heading=label,
                                   number=number))  # fmt: skip
    return replace(table, columns=columns, written=written), found


def _has_birth_name(table: RecognisedTable) -> bool:
    return "birth_name" not in table.columns and any(one.key == "birth_name" for one in TABLES[table.kind])


def _two_names(table: RecognisedTable) -> tuple[RecognisedTable, list[Finding]]:
    """« TAVIN (née BRELLOU) » in the column of the last name: the name of birth is read apart."""
    columns = table.columns.get("last_name", ())
    if len(columns) != 1 or not any(one.key == "birth_name" for one in TABLES[table.kind]):
        return table, []
    column, written, number = columns[0], dict(table.written), 0
    for index in table.rows:
        text = " ".join(clean(table.text(index, "last_name")).split())
        two = two_last_names(text)
        if two is None:
            continue
        last, birth = two.last_and_birth(two.rest)
        said = bare(table.text(index, "birth_name"))
        if said not in ("", bare(birth)):
            continue
        written[index, "last_name"] = last
        if not said:
            written[index, "birth_name"] = birth
        number += 1
    if not number:
        return table, []
    told = Finding.at(table.sheet, "repaired", "birth-name-apart", row=table.header, column=column,
                      heading=_label(table, "last_name"), number=number)  # fmt: skip
    birth_columns = table.columns.get("birth_name", (column,))
    if "birth_name" not in table.columns:  # the column holds the last name: only what was taken from it counts
        written |= {(index, "birth_name"): written.get((index, "birth_name"), "") for index in table.rows}
    return replace(table, columns={**table.columns, "birth_name": birth_columns}, written=written), [told]


def split_name(text: str, *, first_last: bool | None = False) -> tuple[str, str, str]:
    """Civility, last name and first name of « Mme TAVIN Jo »; all in the last name where what is what is not sure.

    Capitals tell the last name, else a comma behind it; of two words alike the order that the heading says, None where
    it says none. A name of birth beside the other, « TAVIN (née BRELLOU) Jo », belongs to neither.
    """
    civility = ""
    title = _TITLE.match(text)
    if title is not None and bare(title["title"]) in _CIVILITIES and text[title.end() :]:
        civility, text = _CIVILITIES[bare(title["title"])], text[title.end() :]
    if text.count(",") == 1 and all(part.strip() for part in text.split(",")):
        last, first = (part.strip() for part in text.split(","))
        return civility, last, first
    parts = text.split()
    if "(" in text or any(_FORMER.fullmatch(folded(part)) for part in parts):
        return civility, text, ""
    upper = [bool(_UPPER.fullmatch(part)) for part in parts]
    upper = [up or (folded(part) in _PARTICLES and part.islower() and any(upper[at + 1 : at + 3]))
             for at, (part, up) in enumerate(zip(parts, upper, strict=True))]  # fmt: skip
    if any(upper) and not all(upper):
        count = sum(upper)
        if all(upper[:count]):
            return civility, " ".join(parts[:count]), " ".join(parts[count:])
        if all(upper[-count:]):
            return civility, " ".join(parts[-count:]), " ".join(parts[:-count])
    elif first_last is not None and len(parts) == 2 and all(any(map(str.isalpha, part)) for part in parts):
        last, first = reversed(parts) if first_last else parts
        return civility, last, first
    return civility, text, ""
