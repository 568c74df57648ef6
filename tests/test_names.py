"""The name table: it comes back as it was, tells every fault, and shows nobody."""

from __future__ import annotations

import csv
import io
import pickle
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched import InputError
from rsa_sched.names import ALWAYS, HEADINGS, Identity, NameTable
from rsa_sched.office.inert import legible
from tests.profiles import examples

ZORBANE = Identity(
    "b-01",
    "person",
    "Mme",
    "Milteau",
    "Zorbane",
    "1980-01-31",
    "000123",
    "z@example.invalid",
    "1 rue Plon\n38000 Vulb",
    True,
)
TAVOL = Identity("p-1", "professional", "M.", "Quérin", "Tavöl", email="t@example.invalid")
TABLE = NameTable([TAVOL, ZORBANE])
SECRETS = ("Milteau", "Zorbane", "1980", "000123", "example", "Plon", "Quérin", "Tavöl")

TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=10)
IDENTITIES = st.builds(
    Identity,
    id=st.text(min_size=1, max_size=6, alphabet=st.characters(categories=("L", "N", "P", "S"))),
    sort=st.sampled_from(("person", "professional")),
    civility=TEXT,
    last_name=TEXT,
    first_name=TEXT,
    birth_date=st.dates().map(str) | st.just(""),
    case_number=TEXT,
    email=TEXT,
    address=TEXT,
    official_letter=st.booleans(),
    birth_name=TEXT,
)


def kept(path: Path, data: bytes) -> Path:
    """Puts bytes into a file."""
    path.write_bytes(data)
    return path


def rows_of(data: bytes) -> list[list[str]]:
    """The cells of a file that `to_csv` wrote."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def saved(rows: list[list[str]], separator: str, ends: str, encoding: str) -> bytes:
    """The same cells as a spreadsheet would save them."""
    stream = io.StringIO()
    if ends == "\r":  # then the writer does not know that a newline within a cell needs quotation marks
        csv.writer(stream, delimiter=separator, lineterminator=ends, quoting=csv.QUOTE_ALL).writerows(rows)
    else:
        csv.writer(stream, delimiter=separator, lineterminator=ends).writerows(rows)
    return stream.getvalue().encode(encoding)


def faults(path: Path) -> list[str]:
    """Every fault of a file; none tells a name."""
    with pytest.raises(InputError) as caught:
        NameTable.from_csv(path)
    told = str(caught.value)
    assert not [secret for secret in SECRETS if secret in told]
    return [str(fault).removeprefix(f"{path.name}: ") for fault in caught.value.faults]


@examples(60)
@given(st.lists(IDENTITIES, max_size=4))
def test_any_table_comes_back(identities: list[Identity]) -> None:
    """What is written is read again, but for characters that no file holds and spaces around a text."""
    table = NameTable(identities)
    texts = ("civility", "last_name", "birth_name", "first_name", "case_number", "email", "address")
    as_written = [
        replace(row, **{key: legible(getattr(row, key)).strip() for key in texts})  # type: ignore[arg-type]
        for row in table.values()
    ]
    with TemporaryDirectory() as folder:
        read = NameTable.from_csv(kept(Path(folder) / "names.csv", table.to_csv()))
    assert read == NameTable(as_written)
    assert read.to_csv() == NameTable(as_written).to_csv()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_spreadsheet_may_have_saved_it_again(encoding: str, ends: str, separator: str, tmp_path: Path) -> None:
    """Encoding, separator, line ends, the order of columns and the form of dates may be others."""
    rows = [row[::-1] for row in rows_of(TABLE.to_csv())]
    rows = [["31/01/1980" if cell == "1980-01-31" else cell for cell in row] for row in rows]
    assert NameTable.from_csv(kept(tmp_path / "n.csv", saved([*rows, [""] * 10], separator, ends, encoding))) == TABLE


def test_the_order_of_identities_does_not_matter() -> None:
    """People come first, then professionals, each by id: the same table is the same file."""
    assert NameTable([ZORBANE, TAVOL]).to_csv() == TABLE.to_csv()
    assert list(TABLE) == ["b-01", "p-1"]
    assert rows_of(TABLE.to_csv())[0] == list(ALWAYS.values())


def test_a_name_of_birth_has_a_column_where_somebody_bears_another(tmp_path: Path) -> None:
    """A table without any is the file that it always was."""
    table = NameTable([replace(ZORBANE, birth_name="Vaurmel"), TAVOL])
    assert rows_of(table.to_csv())[0] == list(HEADINGS.values())
    assert NameTable.from_csv(kept(tmp_path / "n.csv", table.to_csv())) == table


def test_columns_may_be_missing_and_empty_ones_added(tmp_path: Path) -> None:
    """Only id and sort are needed; case and spaces of headings do not matter."""
    text = "IDENTIFIANT ;nature;Nom;\nb-1;Personne;Milteau;\n"
    assert list(NameTable.from_csv(kept(tmp_path / "n.csv", text.encode())).values()) == [
        Identity("b-1", "person", last_name="Milteau")
    ]


def test_every_fault_at_once_and_no_name(tmp_path: Path) -> None:
    """All are told by line and heading; values by their length."""
    rows = [
        list(ALWAYS.values()),
        ["b-01", "personne", "", "Milteau", "Zorbane", "31/02/1980", "", "", "1 rue\nPlon", "peut-être"],
        ["", "Quérin", "", "", "", "31/01/80", "", "", "", ""],
        ["b-01", "personne", "", "", "", "", "", "", "", "oui"],
        ["b-02", "personne", "", "", "", "", "", "", "", "oui", "Tavöl"],
    ]
    assert faults(kept(tmp_path / "n.csv", saved(rows, ";", "\r\n", "utf-8"))) == [
        "line 2, Date de naissance: a text of 10 characters: expected a date as 1970-12-31 or 31/12/1970",
        "line 2, Courrier officiel: a text of 9 characters: expected oui or non",
        "line 4, Identifiant: nothing: expected an id",
        "line 4, Nature: a text of 6 characters: expected personne or professionnel",
        "line 4, Date de naissance: a text of 8 characters: expected a date as 1970-12-31 or 31/12/1970",
        "line 5, Identifiant: twice: expected each id once",
        "line 6: a cell without a heading: expected a heading over each column",
    ]


def test_faults_of_the_headings(tmp_path: Path) -> None:
    """Unknown, doubled and missing columns are told by their number."""
    text = "Identifiant;Zorbane;Nom;Nom;\nb-1;x;y;z;\nb-2;x;y;z;Tavöl\n"
    assert faults(kept(tmp_path / "n.csv", text.encode())) == [
        "line 1, column 2: a text of 7 characters: expected each heading of a name table once",
        "line 1, column 4: a text of 3 characters: expected each heading of a name table once",
        "line 1: nothing: expected a column « Nature »",
        "line 3: a cell without a heading: expected a heading over each column",
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "line 1: nothing: expected a column « Identifiant »"),
        (b"Identifiant;\x81", "document: unreadable: expected text in UTF-8, UTF-16 or cp1252"),
        (b"\xff\xfea", "document: unreadable: expected text in UTF-8, UTF-16 or cp1252"),
        (b'Identifiant;Nature\nb-1;"Zorbane', "document: unreadable: expected CSV with closed quotation marks"),
        (
            b"Identifiant;Nature\nb-1;" + b"x" * 200_000,
            "document: unreadable: expected CSV with closed quotation marks",
        ),
    ],
)
def test_files_that_are_no_tables(data: bytes, told: str, tmp_path: Path) -> None:
    """Each says what it should be."""
    assert told in faults(kept(tmp_path / "n.csv", data))


def test_missing_files_and_folders(tmp_path: Path) -> None:
    """A path that leads nowhere, or to a folder, is told by its last part."""
    assert faults(tmp_path / "none.csv") == ["document: No such file or directory: expected a file that can be read"]
    assert faults(tmp_path) == ["document: Is a directory: expected a file that can be read"]


def test_nobody_is_shown() -> None:
    """Reprs, strings and formats of tables and identities tell ids and numbers."""
    for thing in (TABLE, ZORBANE, TAVOL, [ZORBANE], pickle.loads(pickle.dumps(ZORBANE))):
        for told in (repr(thing), str(thing), f"{thing}"):
            assert not [secret for secret in SECRETS if secret in told]
    assert repr(TABLE) == "<NameTable of 2 identities>"
    with pytest.raises(KeyError):
        TABLE["b-9"]


def test_names_where_they_are_known() -> None:
    """The full name; what was asked for instead, or the id, where there is none."""
    assert TABLE.named("b-01") == "Mme Zorbane MILTEAU"
    assert TABLE.named("b-9") == "b-9"
    assert TABLE.named("b-9", "la personne") == "la personne"
    assert Identity("b-3", "person", civility="M.").full_name == "b-3"
