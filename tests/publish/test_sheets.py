"""The sheets of R. 311-3-1-2: what they tell and to whom, the certificate beside them, and what is refused."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path

import docx
import pytest

from rsa_sched.certify import certify
from rsa_sched.display.audience import Audience
from rsa_sched.display.visible import view
from rsa_sched.domain.agenda import Reason
from rsa_sched.errors import InputError
from rsa_sched.explanations.account import Account
from rsa_sched.explanations.explanation import explain
from rsa_sched.explanations.imposed import Points
from rsa_sched.explanations.levers import Lever
from rsa_sched.explanations.stated import read_explanation
from rsa_sched.publish.evidence import Evidence
from rsa_sched.publish.letterhead import Letterhead
from rsa_sched.publish.publication import publish
from rsa_sched.publish.reasons import explained
from rsa_sched.publish.sheets.facts import SheetFacts
from rsa_sched.publish.sheets.sheets import sheets
from rsa_sched.publish.standing import Standing
from tests.publish.agendas import Pair, small
from tests.support import builders as b

HEAD = Letterhead(sender="Service insertion", contact="insertion@exemple.fr", rules_contact="regles@exemple.fr")


@cache
def crowded() -> Pair:
    """More requests than one session has places: the youngest is deferred."""
    asking = [b.situation(n, requested_on=f"2010-0{9 - n}-01") for n in range(1, 4)]
    return small(asking, [b.session(1, day=19, max_situations=2)])


def deferred() -> str:
    """The situation that is not heard."""
    return crowded()[1].deferrals[0].situation


@cache
def made(standing: Standing | None = None) -> dict[str, bytes]:
    """Everything that the service is given, with all there is to show."""
    problem, agenda = crowded()
    explanation = explain(problem, agenda, workers=1)
    evidence = Evidence(sources={deferred(): "pssi.xlsx, feuille Octobre, ligne 12"}).explained_by(explanation)
    found = publish(problem, agenda, letterhead=HEAD, standing=standing, evidence=evidence, sheets=True)
    return dict(found.files)


def words(page: bytes) -> str:
    """What is read of a page, or of a Word document."""
    if page[:2] == b"PK":
        document = docx.Document(io.BytesIO(page))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    body = page.decode().split("<main", 1)[1]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<wbr>|<[^>]+>", lambda tag: "" if tag[0] == "<wbr>" else " ", body)))


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_a_persons_sheet_begins_with_the_data_and_how_to_correct_them(suffix: str) -> None:
    """A wrong datum is what a person can do something about: it stands before any reckoning."""
    told = words(made()[f"fiches/{deferred()}{suffix}"])
    parts = ["Les données utilisées", "Qui a décidé", "Les règles appliquées", "ligne par ligne", "Comment vérifier"]
    places = [told.index(part) for part in parts]
    assert places == sorted(places)
    assert "insertion@exemple.fr" in told
    assert "pssi.xlsx, feuille Octobre, ligne 12" in told
    assert "Validation : non validé." in told.replace("\u202f", " ")
    assert "L'entendre ferait perdre" in told
    assert "d'ancienneté de plus, elle aurait été retenue." in told


def test_the_points_are_recounted_line_by_line() -> None:
    """The sum of the lines is the value, the value times the units what the seat earns."""
    problem, agenda = crowded()
    heard = agenda.appointments[0].situation
    tables = docx.Document(io.BytesIO(made()[f"fiches/{heard}.docx"])).tables
    rows = [[cell.text for cell in row.cells] for row in tables[2].rows[1:]]
    *parts, own, earned = [int(figure.removeprefix("+")) for _, _, figure in rows]
    value, units, percent = map(int, re.findall(r"(\d+) × (\d+) quarts d'heure, moins (\d+) %", rows[-1][1])[0])
    assert parts[0] == problem.regulation.slot_days
    assert sum(parts) == own == value
    assert units * (value - value * percent // 100) == earned


def test_who_validated_is_told_as_the_register_knows_it() -> None:
    standing = Standing("published", "0123456789abcdef", 2, "m.dupont", "conforme à la note")
    told = words(made(standing)[f"fiches/{deferred()}.html"])
    assert "L'ordre du jour a été validé par m.dupont. Motif : conforme à la note." in told
    assert "C'est le service qui a décidé." in words(made(standing)[f"fiches/{deferred()}-facile-a-lire.html"])


def test_deferral_letters_say_what_the_decision_hangs_on() -> None:
    """To whoever prescribed it, behind the sentence of the agenda; without an explanation nothing more is said."""
    letters = [made()[name] for name in made() if name.startswith("courriers/prescripteur") and name.endswith(".html")]
    told = words(b"<main" + b"".join(letters))
    assert "Avec l'urgence 1 au lieu de 0, elle aurait été retenue" in told
    assert "d'ancienneté de plus" not in told, "nobody is told to be older"


def step_of(*levers: Lever, reason: Reason = "outranked", tie: bool = False) -> tuple[str, str]:
    """What a letter tells of a deferral with these levers: the comparison, and the next step."""
    problem, agenda = crowded()
    shown = explained(problem, agenda, view(problem, agenda))
    row = replace(shown.deferrals[0], reason=reason)
    account = Account(row.situation, False, Points(0 if tie else 9, 0 if tie else 9), levers, levers_proven=True)
    (told,) = Evidence({row.situation: account}).told_in(replace(shown, deferrals=(row,))).deferrals
    return told.compared, told.step


def test_levers_are_advice_only_where_somebody_can_still_pull_them() -> None:
    """Age is a comparison; the rank is the structure's, who comes the referent's; the reason says what is missing."""
    usual = step_of(tie=True)[1]
    age = Lever("age", "2010-08-01", "2010-07-01")
    rank, short = Lever("rank", 4, 2), Lever("short", 45, 30)
    assert step_of(age) == ("Pour comparer\u202f: plus ancienne de 31 jours, elle aurait été retenue.", usual)
    compared, step = step_of(age, Lever("urgency", 0, 2), rank)
    assert compared == ""
    assert "Au rang 2 au lieu de 4, elle aurait été retenue" in step
    assert "demandez à votre structure de la classer plus haut" in step
    assert "Sans invité (30 minutes au lieu de 45)" in step_of(age, short)[1]
    assert "Avec l'urgence 2 au lieu de 0" in step_of(age, Lever("urgency", 0, 2))[1]
    assert "reçue dès la demande, le 2 août" in step_of(Lever("received", "2010-09-01", "2010-08-02"), reason="late")[0]
    session = crowded()[0].sessions[0]
    assert step_of(Lever("place", 45, 90, session.id))[0].startswith("Avec une place de plus le ")
    assert step_of() == ("Rien de ce qui dépend de vous n'aurait suffi ce mois-ci.", usual)
    assert step_of(rank, tie=True)[0].startswith("À égalité"), "another agenda, as good, hears it"
    assert step_of(rank, reason="ineligible") == ("", usual), "the reason says what is missing"
    for _, step in map(step_of, (rank, short, Lever("urgency", 0, 2))):
        assert all(len(sentence.split()) <= 30 for sentence in re.split(r"(?<=[.]) ", step))


def test_easy_sheets_have_short_sentences_and_no_table() -> None:
    """Facile à lire et à comprendre: an idea a sentence; the reasons of the letters to persons are their own."""
    page = made()[f"fiches/{deferred()}-facile-a-lire.html"].decode()
    assert "<table" not in page
    sentences = [unescape(re.sub("<[^>]+>", "", line)) for line in re.findall("<li>(.*?)</li>", page)]
    assert len(sentences) > 15
    long = [line for line in sentences if len(line.split()) > 20]
    assert not long


def test_each_audience_has_its_own_sheets() -> None:
    """A prescriber those of its situations, a person theirs, a partner none."""
    problem, agenda = crowded()

    def names(audience: str) -> set[str]:
        facts = SheetFacts(problem, agenda, HEAD, Evidence(), None)
        return {Path(name).stem for name in sheets(facts, Audience.of(audience))}

    structure, person = problem.situations[0].structure, problem.situations[0].person
    assert names(f"prescriber:{structure}") >= {f"structure-{structure}", problem.situations[0].id}
    assert "registre-des-algorithmes" not in names(f"prescriber:{structure}")
    assert names(f"partner:{problem.situations[0].referent}") == set()
    if person is not None:
        own = {row.id for row in problem.situations if row.person == person}
        assert {name.removesuffix("-facile-a-lire") for name in names(f"beneficiary:{person}")} == own


def test_the_same_documents_give_the_same_sheets() -> None:
    """And only where they are asked for."""
    facts = SheetFacts(*crowded(), HEAD, Evidence(), None)
    first, second = (sheets(facts, Audience.of("service")) for _ in range(2))
    assert first == second
    assert not any(name.startswith(("fiches/", "preuve/")) for name in publish(*crowded()).files)


def test_the_certificate_is_checked_and_stands_beside_its_verifier(tmp_path: Path) -> None:
    problem, agenda = crowded()
    path = tmp_path / "c.json"
    path.write_text(certify(problem, agenda).to_json())
    evidence = Evidence.of(problem, agenda, certificate=path)
    files = publish(problem, agenda, evidence=evidence, sheets=True).files
    assert {"preuve/certificat.json", "preuve/verify.py", "preuve/probleme.json"} <= set(files)
    assert evidence.fingerprint in words(files["index.html"])
    assert evidence.fingerprint in words(files[f"fiches/{deferred()}.docx"])
    wrong = json.loads(path.read_text())
    wrong["bound"] -= 1
    path.write_text(json.dumps(wrong))
    with pytest.raises(InputError) as refused:
        Evidence.of(problem, agenda, certificate=path)
    assert [fault.code for fault in refused.value.faults] == ["certificate-not-believed"]


def test_an_explanation_of_another_agenda_is_refused(tmp_path: Path) -> None:
    problem, agenda = crowded()
    path = tmp_path / "e.json"
    document = explain(problem, agenda, levers=False, workers=1).to_dict()
    path.write_text(json.dumps(document))
    assert read_explanation(path, problem, agenda).to_dict()["situations"][0]["loss"] is not None
    document["points"] += 1
    document["situations"][0]["heard"] = not document["situations"][0]["heard"]
    document["problem_sha256"] = "0" * 64
    path.write_text(json.dumps(document))
    with pytest.raises(InputError) as refused:
        read_explanation(path, problem, agenda)
    codes = [fault.code for fault in refused.value.faults]
    assert codes == ["explanation-of-another-problem", *["explanation-of-another-agenda"] * 2]


def test_the_inventory_is_filled_from_profile_and_regulation() -> None:
    told = words(made()["fiches/registre-des-algorithmes.html"])
    assert "regles@exemple.fr" in told
    assert "Service insertion" in told
    assert "Valeur d'une place, avant ancienneté et urgence" in told
