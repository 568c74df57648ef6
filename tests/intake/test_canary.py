"""Fifty invented people through good and bad tables: nothing of theirs comes out but in the name table."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.errors import InputError
from rsa_sched.intake.fields import TABLES
from rsa_sched.intake.options import Identities, TableFiles
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.read import Import, read_tables
from rsa_sched.intake.rows.pseudonyms import Key, Pseudonyms
from rsa_sched.names import NameTable
from tests.intake.month import KEY, ORGANISATION, PEOPLE, SESSIONS, read, request
from tests.profiles import examples
from tests.support.quick import one_in

FIRST = [a + b for a, b in product(("Zor", "Dar", "Ost", "Sil", "Vau"), ("bane", "sine", "rède", "mène", "relle"))]
LAST = [a + b for a, b in product(("Mil", "Qué", "Orv", "Xar", "Ulb"), ("teau", "flin", "ache", "mande", "igou"))]


def people() -> list[dict[str, str]]:
    """Fifty invented people with everything that could tell who they are."""
    listed = []
    for n in range(50):
        first, last = FIRST[n % 25], LAST[(n * 7 + n // 25) % 25] + "x" * (n // 25)
        listed.append({
            "Nom": last, "Prénom": first, "Date de naissance": f"{n % 28 + 1:02}/{n % 12 + 1:02}/19{30 + n}",
            "N° de dossier": f"DOS{7000 + n}Q", "Courriel": f"{last.lower()}{n}@boite.example",
            "Adresse": f"{100 + n} rue Quelconque{n}", "Téléphone": f"06 98 76 5{n // 10} {n % 10}{n % 10}",
            "Observations": f"{first} {last} habite au {100 + n}, voir {last.upper()}",
        })  # fmt: skip
    return listed


def tokens() -> set[str]:
    """What must not be seen: each name and number in several spellings."""
    words: set[str] = set()
    for person in people():
        day, month, year = person["Date de naissance"].split("/")
        words |= {person["Nom"], person["Prénom"], person["Date de naissance"], f"{year}-{month}-{day}"}
        words |= {person["N° de dossier"], person["Courriel"], person["Adresse"], person["Téléphone"]}
        words.add(person["Téléphone"].replace(" ", ""))
    return {word.casefold() for word in words}


def everything_shown(month: Import) -> Iterator[str]:
    """All that an import says, but for the name table's file."""
    yield str(month.report)
    yield repr(month.report)
    yield month.report.to_frame().to_csv()
    yield month.report._repr_html_()
    yield repr(month)
    yield month._repr_html_()
    yield repr(month.names)
    yield repr(list(month.names.values()))
    yield month.skipped.to_csv()
    if month.problem is not None:
        yield month.problem.to_json()
        yield repr(month.problem)
        yield str(month.problem)
        yield repr(month.problem.situations)


def assert_nobody(month: Import, *more: str) -> None:
    """None of the tokens anywhere."""
    shown = "\n".join([*everything_shown(month), *more]).casefold()
    assert {token for token in tokens() if token in shown} == set()


def rows(**cells: str) -> list[dict[str, str]]:
    """A request for each of the fifty."""
    return [request(n, **person) | cells for n, person in enumerate(people())]


def test_the_name_table_alone_knows_them() -> None:
    """Sound tables: a problem, and nobody in it."""
    month = read(rows())
    assert month.problem is not None
    assert len(month.problem.situations) == 50
    assert_nobody(month)
    assert {person["Nom"] for person in people()} <= {identity.last_name for identity in month.names.values()}


@pytest.mark.parametrize("field", one_in(6, [one.label for one in TABLES["situations"]]))
@pytest.mark.parametrize("source", ["Nom", "Date de naissance", "Courriel", "Observations"])
def test_in_any_wrong_column_they_are_not_repeated(field: str, source: str) -> None:
    """Whatever column a name, a date of birth or an address slips into, no finding repeats it."""
    slipped = [row | {field: row[source]} for row in rows(**{"N° de situation": ""})[:12]]
    month = read(slipped)
    if month.problem is None or field not in ("N° de situation", "Pseudonyme"):
        assert_nobody(month)


@pytest.mark.parametrize("kind", ["sessions", "people", "absences", "decisions", "history", "heard"])
def test_in_other_tables_they_are_not_repeated(kind: str) -> None:
    """Each column of each table, all at once, filled with names."""
    labels = [one.label for one in TABLES[kind] if one.key != "id"]
    bad: list[dict[str, str]] = [dict.fromkeys(labels, person["Nom"]) for person in people()]
    if kind == "people":
        bad = [row | {"Identifiant": f"p-{n}"} for n, row in enumerate(bad)]
    month = read(rows(), **{kind: bad})
    assert month.problem is None
    assert_nobody(month)


def test_people_as_professionals_are_in_no_finding_either() -> None:
    """Names of referents are found, mistyped, doubled: ids alone are told."""
    crew = [{"Identifiant": f"p-{n}", "Nom": person["Nom"], "Prénom": person["Prénom"], "Courriel": person["Courriel"]}
            for n, person in enumerate(people())]  # fmt: skip
    crew += [dict(row, Identifiant=f"q-{n}") for n, row in enumerate(crew[:5])]
    asked = [request(n, Référent=f"{person['Prénom']} {person['Nom']}z"[: -1 if n % 2 else None])
             for n, person in enumerate(people())]  # fmt: skip
    month = read(asked, people=crew, sessions=[dict(SESSIONS[0], Équipe=""), *SESSIONS[1:]])
    assert {finding.code for finding in month.report.errors} >= {"professional-ambiguous", "professional-unknown"}
    assert_nobody(month)


def test_nothing_is_logged_or_printed(caplog: pytest.LogCaptureFixture) -> None:
    """Neither on the way nor at the end."""
    out, err = io.StringIO(), io.StringIO()
    with caplog.at_level(logging.DEBUG), redirect_stdout(out), redirect_stderr(err):
        month = read(rows(Référent="?"), skip_bad_rows=True)
    assert_nobody(month, caplog.text, out.getvalue(), err.getvalue())
    assert out.getvalue() == err.getvalue() == ""


def test_exceptions_hold_nobody(tmp_path: Path) -> None:
    """A key file full of names, a pseudonym without a key."""
    shown = []
    path = tmp_path / "cle.txt"
    path.write_text(json.dumps(people()), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        Key.read(path)
    shown.append(str(caught.value))
    person = people()[0]
    with pytest.raises(InputError) as caught:
        Pseudonyms(None, NameTable()).of(person["Nom"], person["Prénom"], "1980-01-01", "")
    shown.append(str(caught.value) + repr(caught.value))
    assert not [token for token in tokens() if token in "\n".join(shown).casefold()]


@pytest.mark.parametrize("quarter", ["Quartier", "Remarques"])
@pytest.mark.parametrize("titles", [False, True])
def test_in_titles_and_composed_cells_they_are_not_repeated(tmp_path: Path, quarter: str, titles: bool) -> None:
    """Two last names and a first name in one cell, an address in pieces, a person in a title line and as a quarter."""
    first, second = people()[:2]
    lines = [
        f"Liste d'octobre 2010 de {first['Prénom']} {first['Nom']};;;",
        f"Référent : {second['Nom']}",
        f"N° rue;Rue;Bâtiment;CP;Ville;{quarter};Structure;Référent;Date de la demande;Identité;Né(e) le",
    ]
    for n, person in enumerate(people()):
        number, street = person["Adresse"].split(" ", 1)
        whole = f"{person['Nom'].upper()} (née {people()[n - 1]['Nom']}) {person['Prénom']}"
        cells = (number, street, "C", "38000", "Vulb", person["Prénom"], "sls", "p-1", "19/08/2010", whole)
        lines.append(";".join((*cells, person["Date de naissance"])))
    path = tmp_path / "octobre.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    sessions, crew = pd.DataFrame(SESSIONS).fillna(""), pd.DataFrame(PEOPLE).fillna("")
    tables = TableFiles([path], sessions=sessions, people=crew, titles=titles)
    month = read_tables(tables, mapping=Profile.from_dict(ORGANISATION), identities=Identities(KEY))
    assert {one.code for one in month.report.errors} == {
        "quarters-unknown" if quarter == "Quartier" else "subsector-missing"
    }
    assert_nobody(month)


def test_faults_of_a_profile_hold_nobody() -> None:
    """Names as values, headings and aliases: of each fault place and length alone, in both languages."""
    names = [person["Nom"] for person in people()]
    raw: dict[str, Any] = {
        "structures": [{"id": "s", "kind": "PE", "label": 1, "aliases": names[0]}, {"id": "", "label": names[1]}],
        "columns": {"situations": {f"{names[2]} {names[3]}": [names[4]], "structure": names[5]}, "people": names[6]},
        "aliases": {"professionals": {names[7]: 1, names[8]: " "}, "venues": names[9]}, "urgency": {"vite": names[10]},
        "identity": {"verdicts": 1}, "reading": {"titles": names[11]}, "regulation": {"preset": names[12]},
        "services": [{"id": "a", "label": names[13], "aliases": [names[14], ""]}],
    }  # fmt: skip
    with pytest.raises(InputError) as refused:
        Profile.from_dict(raw)
    shown = str(refused.value) + repr(refused.value) + " ".join(fault.official or "" for fault in refused.value.faults)
    assert len(refused.value.faults) >= 10
    assert not [name for name in names if name.casefold() in shown.casefold()]


# --- whatever stands in the tables ------------------------------------------------------------------------------------

odd = st.one_of(
    st.text(max_size=12),
    st.sampled_from([
        "", " ", "p-1", "s-1", "d-1", "S1", "sls", "12/10/2010", "31/02/2010", "9h00", "oui", "=1+1", "\x00", "\ud800",
        "1e9", "-1", "99999999999999999999", "0", "a;b;c", "\n", "10000-01-01", "31/12/9999", "standard", "matin",
        "\x0b", "\xa0", "²", "٣", "1/1/" + "9" * 5_000, "9" * 5_000, "1 000" * 1_000, "73050,999999999999999", "İ" * 9,
    ]),
)  # fmt: skip
labels = {kind: [one.label for one in listed] for kind, listed in TABLES.items()}


@examples(100)
@given(st.data())
def test_whatever_stands_in_a_table_there_is_no_traceback(data: st.DataObject) -> None:
    """An import of any cells ends, with a problem or with errors, never both or neither."""
    kind = data.draw(st.sampled_from(sorted(labels)))
    sound: dict[str, list[dict[str, Any]]] = {
        "situations": [request(1), request(2)], "sessions": list(SESSIONS), "people": list(PEOPLE),
    }  # fmt: skip
    row = st.fixed_dictionaries({}, optional=dict.fromkeys(labels[kind], odd))
    changed = data.draw(st.lists(row, min_size=1, max_size=4))
    base = sound.get(kind, [{}])
    sound[kind] = [
        {**dict.fromkeys(labels[kind], ""), **base[n % len(base)], **cells} for n, cells in enumerate(changed)
    ]
    frames = {name: pd.DataFrame(rows_, dtype=object).fillna("") for name, rows_ in sound.items()}
    skip = data.draw(st.booleans())
    month = read_tables(frames, mapping=Profile.from_dict(ORGANISATION), identities=Identities(KEY), skip_bad_rows=skip)
    assert (month.problem is None) >= bool(month.report.errors and not skip)
    assert month.problem is not None or month.report.errors
    str(month.report)
