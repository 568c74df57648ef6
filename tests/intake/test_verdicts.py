"""What was decided on people who are perhaps the same: read, obeyed in every month, refused where it contradicts."""

from __future__ import annotations

from pathlib import Path

import pytest

from rsa_sched.errors import InputError
from rsa_sched.intake.rows.pseudonyms import BareIdentity, Key, Pseudonyms
from rsa_sched.intake.rows.verdicts import Verdicts
from rsa_sched.names import Identity, NameTable
from tests.intake.month import codes, found, only, read, request, situations_of

KEY = Key(bytes(range(32)))
BORN = {"Date de naissance": "29/02/1980", "N° de dossier": ""}
MARIE = request(1, Nom="Orvache-Tavel", Prénom="Marie-Anne", **BORN)
SHORT = request(2, Nom="Orvache", Prénom="Marie-Anne", Structure="pe", Référent="p-2", **BORN)


def pseudonym(row: dict[str, str]) -> str:
    """The pseudonym that this row has alone."""
    return str(situations_of(read([row]))[0]["person"])


def test_a_doubt_says_what_to_decide_and_the_decision_is_obeyed() -> None:
    """The same: one pseudonym, told; somebody else: the doubt is silent."""
    doubt = only(read([MARIE, SHORT]), "identity-near")
    one, two = pseudonym(MARIE), pseudonym(SHORT)
    assert (doubt.row, doubt.level, "ligne 2" in doubt.text) == (3, "warning", True)
    assert f"{one};{two};même" in doubt.action
    assert f"{one};{two};autre" in doubt.action
    joined = read([MARIE, SHORT], verdicts=Verdicts.of([(one, two, "same")]))
    assert [row["person"] for row in situations_of(joined)] == [one, one]
    assert codes(joined) == ["identity-decided", "person-twice"]
    assert joined.names[one].last_name == "Orvache-Tavel"
    apart = read([MARIE, SHORT], verdicts=Verdicts.of([(two, one, "other")]))
    assert [row["person"] for row in situations_of(apart)] == [one, two]
    assert codes(apart) == []


def test_a_decision_holds_in_months_when_only_one_spelling_comes() -> None:
    """With the name table and without it; in any order of months."""
    one, two = pseudonym(MARIE), pseudonym(SHORT)
    same = Verdicts.of([(one, two, "same")])
    names = read([MARIE, SHORT], verdicts=same).names
    for known in (names, None):
        month = read([SHORT], verdicts=same, names=known)
        assert situations_of(month)[0]["person"] == one
        assert only(month, "identity-decided").row == 2
    assert read([SHORT], verdicts=same, names=names).names[one].last_name == "Orvache-Tavel"


def test_whoever_is_in_the_name_table_keeps_that_pseudonym() -> None:
    """Whichever the line of the decision names first."""
    two = pseudonym(SHORT)
    known = NameTable([Identity("b-old", "person", "", "Orvache-Tavel", "Marie-Anne", "1980-02-29")])
    assert only(read([SHORT], names=known), "identity-near").facts["first"] == "b-old"
    for pair in ((two, "b-old"), ("b-old", two)):
        month = read([SHORT], names=known, verdicts=Verdicts.of([(*pair, "same")]))
        assert situations_of(month)[0]["person"] == "b-old"
    assert codes(read([SHORT], names=known, verdicts=Verdicts.of([(two, "b-old", "other")]))) == []


def test_decisions_go_through_others() -> None:
    """Of three spellings two pairs are enough."""
    verdicts = Verdicts.of([("a", "b", "same"), ("c", "b", "same"), ("d", "c", "other")])
    rows = [BareIdentity(given=name) for name in "abcd"]
    assert Pseudonyms(KEY, NameTable(), verdicts).of_all(rows)[0] == ["a", "a", "a", "d"]
    assert verdicts.apart(verdicts.heads(["a"]), verdicts.heads(["d"]))


def test_a_decision_is_stronger_than_a_case_number() -> None:
    """Two people whom a wrong number made one are two again."""
    rows = [
        request(1, Nom="Orvache", Prénom="Silmène", **{"Date de naissance": "29/02/1980", "N° de dossier": "D1"}),
        request(2, Nom="Orvach", Prénom="Silmène", Structure="pe", Référent="p-2",
                **{"Date de naissance": "29/02/1980", "N° de dossier": "D1"}),
    ]  # fmt: skip
    told = found(read(rows), "identity-contradiction")
    assert [(one.row, "ligne" in one.text) for one in told] == [(2, True), (3, True)]
    first, second = (str(told[0].facts[key]) for key in ("first", "second"))
    assert f"{first};{second};autre" in told[0].action
    month = read(rows, verdicts=Verdicts.of([(first, second, "other")]))
    assert [row["person"] for row in situations_of(month)] == [first, second]
    assert set(codes(month)) == {"case-shared"}


def test_two_known_pseudonyms_are_joined_or_kept_apart_as_decided() -> None:
    """Told with both until it is."""
    names = NameTable([
        Identity("b-1", "person", "", "Orvache", "Silmène", "1980-02-29"), Identity("b-2", "person", case_number="D7"),
    ])  # fmt: skip
    row = request(1, Nom="Orvache", Prénom="Silmène", **{"Date de naissance": "29/02/1980", "N° de dossier": "D7"})
    joined = only(read([row], names=names), "identity-joined")
    assert "b-1;b-2;même" in joined.action
    assert codes(read([row], names=names, verdicts=Verdicts.of([("b-1", "b-2", "same")]))) == []
    month = read([row], names=names, verdicts=Verdicts.of([("b-1", "b-2", "other")]))
    assert situations_of(month)[0]["person"] == "b-1"
    assert "identity-joined" not in codes(month)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_table_is_read_as_a_spreadsheet_saves_it(tmp_path: Path, encoding: str, separator: str) -> None:
    """With headings or without, who and when or not, in the words that come to mind."""
    path = tmp_path / "identites.csv"
    rows = [
        ["Pseudonyme", "Autre pseudonyme", "Décision", "Par", "Le"],
        ["b-1", "b-2", "Même personne", "M. X", "01/10/2010"],
        ["", "", "", "", ""], ["b-3", "b-1", "DIFFÉRENT", "", ""],
    ]  # fmt: skip
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    verdicts = Verdicts.from_csv(path)
    assert (verdicts.head, verdicts.others) == ({"b-1": "b-1", "b-2": "b-1"}, {"b-3": {"b-1"}, "b-1": {"b-3"}})
    assert repr(verdicts) == "<Verdicts on 3 pseudonyms>"
    path.write_text("b-1;b-2;même\n", encoding="utf-8")
    assert Verdicts.from_csv(path).head


def test_every_fault_of_the_table_comes_at_once(tmp_path: Path) -> None:
    """By line, without the texts."""
    path = tmp_path / "identites.csv"
    path.write_text("b-1;b-2;peut-être\nb-1;;même\nb-1;b-1;autre\na;b;même\nb;c;même\na;c;autre\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        Verdicts.from_csv(path)
    assert [(fault.place, fault.code) for fault in caught.value.faults] == [
        ("line 1", "no-verdict"), ("line 2", "no-pair-of-pseudonyms"), ("line 3", "no-pair-of-pseudonyms"),
        ("line 6", "verdict-contradicts"),
    ]  # fmt: skip
    assert "peut" not in str(caught.value)
    for data in (b'"b-1;b-2', b"\xff\xfe\x00", b"\x81;\x8d"):
        path.write_bytes(data)
        with pytest.raises(InputError):
            Verdicts.from_csv(path)
    with pytest.raises(InputError):
        Verdicts.of([("a", "b", "same"), ("b", "a", "other")])


def test_the_profile_may_name_the_table(tmp_path: Path) -> None:
    """Beside itself; one that is not there yet decides nothing, which is told."""
    from rsa_sched.intake.profile import Profile

    (tmp_path / "profil.toml").write_text('[identity]\nverdicts = "identites.csv"\n', encoding="utf-8")
    profile = Profile.from_toml(tmp_path / "profil.toml")
    assert profile.verdicts == str(tmp_path / "identites.csv")
    assert only(read(verdicts=profile.verdicts), "verdicts-missing").level == "warning"
    for wrong in ({"verdicts": 3}, {"verdict": "x"}, {"verdicts": ""}):
        with pytest.raises(InputError):
            Profile.from_dict({"identity": wrong})
