"""What each letter says, to whom, and what it leaves out."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from rsa_sched import Problem
from rsa_sched.display.visible import view
from rsa_sched.domain.agenda import Deferral, Reason
from rsa_sched.french.sentences import lookup
from rsa_sched.names import Identity, NameTable
from rsa_sched.publish.letterhead import Delays, Letterhead
from rsa_sched.publish.letters import letters
from rsa_sched.publish.letters.addresses import incomplete_addresses, nameless
from tests.publish.letters import HEAD, Page, demo, named, said, small, solved, word_text, written
from tests.support.builders import document, session, situation
from tests.support.quick import mostly_long, one_in

WHY, NEXT = lookup("deferrals.why"), lookup("deferrals.next")
BOTH = pytest.mark.parametrize("suffix", ["docx", "html"])


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The letters of the small month, official ones to b-1 and b-3."""
    return written(small(), named(small(), official=["b-1", "b-3"]))


def told(files: dict[str, bytes], name: str) -> str:
    """The text of one letter."""
    return said(files[name], name)


def test_there_is_one_letter_for_each_who_is_owed_one(files: dict[str, bytes]) -> None:
    """Each in both forms, and all that are sent in one file to print."""
    stems = {
        "partenaire-charge-d-accueil", "personne-b-1", "personne-b-3",
        "prescripteur-p-1", "prescripteur-p-2", "prescripteur-p-3",
        "annulation-s-2-o-1", "annulation-s-2-psy", "seance-s-1",
    }  # fmt: skip
    assert set(files) == {f"{stem}.{suffix}" for stem in stems for suffix in ("docx", "html")} | {"a-imprimer.html"}


@BOTH
def test_a_partner_is_confirmed_without_the_name_of_the_person(files: dict[str, bytes], suffix: str) -> None:
    """Date, hours, venue, number, who invites, what to bring [R46]; nothing about the beneficiary."""
    text = told(files, f"partenaire-charge-d-accueil.{suffix}")
    for words in (
        "mardi 5 octobre 2010", "9 h à 9 h 45", "Centre social des Essais", "d-1", "VISTZORZORAR",
        "Service social des Essais", "À apporter", "Si vous ne pouvez pas venir", "accueil@essais.invalid",
    ):  # fmt: skip
        assert words in text
    assert "ZORZORZORAR" not in text
    assert "b-1" not in text
    assert "d-2" not in text


@BOTH
def test_an_invited_person_is_told_day_hour_and_place(files: dict[str, bytes], suffix: str) -> None:
    """In plain words, with whom to ask [R50]."""
    text = told(files, f"personne-b-1.{suffix}")
    for words in (
        "Mme Zorzorzoro ZORZORZORAR 1 rue des Essais 38999 Épreuve", "Date : mardi 5 octobre 2010",
        "Vous êtes invité(e) à une réunion : mardi 5 octobre 2010 à 9 h Bonjour", "Heure : 9 h (environ 45 minutes)",
        "Lieu : Centre social des Essais", "avec une personne de votre choix", "Vous ne pouvez pas venir ?",
        "VISTZORZORAR, Service social des Essais",
    ):  # fmt: skip
        assert words in text
    assert "Pourquoi" not in text


@BOTH
def test_a_person_who_is_not_invited_is_given_no_hour(suffix: str) -> None:
    """The day and the place only, and that they need not come."""
    text = told(written(small(), named(small(), official=["b-2"])), f"personne-b-2.{suffix}")
    assert "Date : mardi 5 octobre 2010" in text
    assert "Vous n'avez pas besoin de venir" in text
    assert "Heure :" not in text
    assert "9 h" not in text


@BOTH
def test_a_deferred_person_is_told_why_and_what_comes_next(files: dict[str, bytes], suffix: str) -> None:
    """And nothing of points or other situations."""
    text = told(files, f"personne-b-3.{suffix}")
    assert "Votre situation n'est pas examinée ce mois-ci" in text
    assert f"Pourquoi ? {WHY['late']}" in text
    assert f"Et après ? {NEXT['late']}" in text
    assert not re.search(r"d-[0-9]|point|Date :", text)


@pytest.mark.parametrize("reason", one_in(4, WHY))
def test_every_reason_has_plain_words(reason: Reason) -> None:
    """Sentences of at most 30 words, without sigles, figures or talk of points."""
    agenda = solved(small())
    (late,) = agenda.deferrals
    changed = agenda.model_copy(
        update={"deferrals": (Deferral(situation=late.situation, reason=reason, rules=(), text="x"),)}
    )
    names = named(small(), official=["b-3"])
    files = letters(small(), changed, view(small(), changed), names, HEAD)
    text = said(files["courriers/personne-b-3.html"], ".html")
    assert WHY[reason] in text
    assert NEXT[reason] in text
    for sentence in re.split(r"[.?!] ", f"{WHY[reason]} {NEXT[reason]}"):
        assert len(sentence.split()) <= 30
        assert not re.search(r"\b[A-Z]{2,}\b|[0-9]|points", sentence)


@BOTH
def test_a_prescriber_reads_what_was_decided_and_what_to_do(files: dict[str, bytes], suffix: str) -> None:
    """Number and name, place on the agenda, participants; the duties of R44, R45 and R49 with their last day."""
    text = told(files, f"prescripteur-p-1.{suffix}")
    for words in (
        "d-1, Mme Zorzorzoro ZORZORZORAR",
        "mardi 5 octobre 2010, 9 h à 9 h 45, Centre social des Essais (instance d'insertion)",
        "M. Teauzorvisto VISTTEAUZORAR (Chargé d'accueil), et la personne", "Au plus tard le 28 septembre : ",
        "confirmer au service qui vient", "prévenir la personne",
    ):  # fmt: skip
        assert words in text
    assert "d-2" not in text
    assert "ajournées" not in text
    deferred = told(files, f"prescripteur-p-3.{suffix}")
    assert "d-3, Mme Milzorzoro ZORMILZORAR" in deferred
    assert "Elle est arrivée le 1er octobre, trop tard pour les séances du mois." in deferred
    assert "Complétez-la au besoin avant le 22 octobre. Date gardée" in deferred
    assert "Situations examinées" not in deferred


def test_the_dates_in_a_prescribers_letter_follow_the_delays() -> None:
    """One day before the session instead of seven."""
    files = written(small(), NameTable(), delays=Delays(tell_people=1))
    assert "Au plus tard le 4 octobre" in told(files, "prescripteur-p-2.docx")


@BOTH
def test_the_staff_of_a_cancelled_session_are_told(files: dict[str, bytes], suffix: str) -> None:
    """Each of them, whoever they are, and of which type it was [R52]."""
    for name, label in (("psy", "Psychologue conventionné"), ("o-1", "Chargée de secteur")):
        text = told(files, f"annulation-s-2-{name}.{suffix}")
        for words in (
            "annulation de la séance du lundi 25 octobre 2010", label, "9 h à 12 h", "instance avec le psychologue",
        ):  # fmt: skip
            assert words in text


def test_everybody_of_the_staff_has_a_file_of_their_own_and_nobody_none() -> None:
    """One alone under the session's id, several under theirs too; a session without staff has nobody to write to."""
    raw = small().to_dict()
    raw["sessions"][1]["staff"] = ["psy", "x-1"]
    both = written(Problem.from_dict(raw), NameTable())
    assert {name for name in both if name.startswith("annul")} == {
        f"annulation-s-2-{who}.{suffix}" for who in ("psy", "x-1") for suffix in ("docx", "html")
    }
    raw["sessions"][1]["staff"] = ["psy"]
    assert "annulation-s-2.docx" in written(Problem.from_dict(raw), NameTable())
    raw["sessions"][1]["staff"] = []
    assert not [name for name in written(Problem.from_dict(raw), NameTable()) if name.startswith("annul")]


def test_no_two_cancelled_sessions_share_a_letter() -> None:
    """Session s-1 with 2-p and session s-1-2 with p, each beside somebody else."""
    sessions = [
        session(n, id=name, type="psychologist", day=20 + n, staff=staff)
        for n, (name, staff) in enumerate({"s-1": ["2-p", "x"], "s-1-2": ["p", "x"]}.items())
    ]
    files = written(Problem.from_dict(document(0, sessions)), NameTable())
    assert len([name for name in files if name.startswith("annul") and name.endswith(".docx")]) == 4


@BOTH
def test_the_sheet_of_a_session_lists_everybody_in_the_room(files: dict[str, bytes], suffix: str) -> None:
    """By hour, with names; whoever the table does not know is said to be unknown."""
    text = told(files, f"seance-s-1.{suffix}")
    for words in (
        "séance s-1", "mardi 5 octobre 2010", "M. Querzorvisto VISTQUERZORAR (Chargée de secteur)", "9 h à 9 h 45",
        "Mme Zorzorzoro ZORZORZORAR", "9 h 45 à 10 h 15", "Mme Banezorzoro ZORBANEZORAR", "À ne pas diffuser",
    ):  # fmt: skip
        assert words in text
    few = NameTable([Identity("b-1", "person", last_name="Milteau")])
    assert "nom non renseigné" in told(written(small(), few), f"seance-s-1.{suffix}")


def test_the_sheet_of_a_session_of_one_situation_ends_with_its_first_hour() -> None:
    """As the calendar and the page say: whoever comes is there until then [R22]."""
    problem = Problem.from_dict(document([situation(1, person="b-1")], [session(1, staff=["o-1"])]))
    text = told(written(problem, NameTable([Identity("b-1", "person", last_name="Milteau")])), "seance-s-1.html")
    assert "De 9 h à 10 h." in text


def test_without_a_name_table_nobody_is_named() -> None:
    """No letter to a person, no sheet, and in the others labels and functions: nothing is invented, nobody an id."""
    files = written(small(), NameTable(), official_letters="all")
    assert {name.partition("-")[0] for name in files} == {"partenaire", "prescripteur", "annulation", "a"}
    text = told(files, "prescripteur-p-1.docx")
    assert "Le référent unique Service social des Essais À l'attention de qui suit la situation d-1 À Épreuve" in text
    assert "d-1 mardi 5" in text
    ids = {row.id for row in small().professionals} | {row.id for row in small().structures}
    assert not [name for name, data in files.items() if ids & set(re.findall(r"[\w-]+", said(data, name)))]


def test_a_line_without_a_name_is_no_name() -> None:
    """A pseudonym is not written to, nor shown as somebody's name."""
    names = NameTable([Identity("b-1", "person", official_letter=True), Identity("b-2", "person", last_name="Milteau")])
    files = written(small(), names, official_letters="all")
    assert "personne-b-1.docx" not in files
    assert "personne-b-2.docx" in files
    assert "b-1" not in told(files, "prescripteur-p-1.docx")


def test_a_professional_is_not_taken_for_a_person() -> None:
    """An id of the other sort in the table names nobody."""
    names = NameTable(
        [Identity("p-1", "person", last_name="Zorbane"), Identity("b-1", "professional", last_name="Quervi")]
    )
    files = written(small(), names, official_letters="all")
    assert not [name for name in files if name.startswith("personne")]
    assert not [name for name, data in files.items() if re.search("ZORBANE|QUERVI", said(data, name))]


def test_official_letters_are_sent_on_request_to_all_or_to_none() -> None:
    """As the caller says; anything else is refused."""
    names = named(small(), official=["b-2"])

    def sent(which: str) -> set[str]:
        files = written(small(), names, official_letters=which)
        return {name.removesuffix(".docx") for name in files if name.startswith("personne") and name.endswith(".docx")}

    assert sent("requested") == {"personne-b-2"}
    assert sent("all") == {"personne-b-1", "personne-b-2", "personne-b-3"}
    assert sent("none") == set()
    with pytest.raises(ValueError, match="expected one of requested, all, none"):
        sent("toutes")


def test_the_address_of_a_professional_follows_their_name() -> None:
    """The table's address in the place of the structure's label."""
    names = NameTable([Identity("x-1", "professional", "Mme", "Milteau", "Zorbane", address="Foyer\n\n 3 rue X ")])
    assert "Mme Zorbane MILTEAU\nChargé d'accueil\nFoyer\n3 rue X\nÀ Épreuve" in word_text(
        written(small(), names)["partenaire-charge-d-accueil.docx"]
    )


def test_a_sender_who_says_little_leaves_no_gap() -> None:
    """No town: « Le … »; no contact: nobody to ring; the rules are asked for at the service."""
    files = written(small(), named(small(), official=["b-1"]), Letterhead())
    text = told(files, "personne-b-1.docx")
    assert "Service insertion Mme Zorzorzoro ZORZORZORAR 1 rue des Essais 38999 Épreuve Le vendredi 24" in text
    assert "joindre" not in text
    assert "écrivez à : Service insertion. Si" in text


def test_whom_to_ask_for_the_rules_can_be_said() -> None:
    """On one line, whatever the letterhead's lines."""
    head = replace(HEAD, rules_contact="Mission données\n2 rue Y")
    assert "Écrivez à : Mission données, 2 rue Y. En cas" in told(
        written(small(), NameTable(), head), "prescripteur-p-1.docx"
    )


def test_every_letter_about_a_decision_bears_the_mention(files: dict[str, bytes]) -> None:
    """Purpose, right, how to use it, CADA (CRPA, L. 311-3-1 and R. 311-3-1-1); the sheet of a session needs none."""
    for name in files:
        if name.startswith("seance"):
            continue
        text = told(files, name)
        for words in (
            "traitement algorithmique", "répartir les", "règles", "principales caractéristiques",
            "1 place des Exemples",
            "Commission d'accès aux documents administratifs (CADA)", "L. 311-3-1 et R. 311-3-1-1",
        ):  # fmt: skip
            assert words in text, (name, words)


@cache
def whole_month() -> dict[str, bytes]:
    """Every letter that the bundled month may have."""
    return written(demo(), named(demo()), official_letters="all")


def test_nothing_of_the_templates_is_left_unfilled() -> None:
    """In no letter of the bundled month stands a brace, a None or an empty bracket."""
    files = whole_month()
    assert len(files) > 200
    for name, data in files.items():
        text = said(data, name)
        assert not re.search(r"[{}]|%\}|None|True|False|\(\)|, ,", text), name


def test_html_letters_are_whole_accessible_pages(files: dict[str, bytes]) -> None:
    """French, titled without naming anybody, one heading each, captions and scopes, no script, nothing from outside."""
    for name in (name for name in files if name.endswith(".html")):
        page = Page(files[name])
        tags = [tag for tag, _ in page.tags]
        assert ("html", {"lang": "fr"}) in page.tags
        assert {"title", "main", "h1"} <= set(tags)
        assert tags.count("h1") == tags.count("article")
        assert tags.count("caption") == tags.count("table")
        assert all(attributes.get("scope") in ("col", "row") for tag, attributes in page.tags if tag == "th")
        assert not {"script", "link", "img", "iframe", "a", "form"} & set(tags)
        assert not [key for _, attributes in page.tags for key in attributes if key in ("src", "href", "style")]
        title = re.search("<title>(.*)</title>", files[name].decode())
        assert title
        assert "ZOR" not in title[1]


def test_the_file_to_print_holds_every_letter_but_the_sheets(files: dict[str, bytes]) -> None:
    """Each as its own article, in one file."""
    articles = files["a-imprimer.html"].decode().split("<article>")[1:]
    assert len(articles) == len([name for name in files if name.endswith(".docx")]) - 1
    assert not [article for article in articles if "Feuille de la séance" in article]


def test_a_month_without_requests_has_no_letters() -> None:
    """Not even a file to print."""
    problem = Problem.from_dict(document(0, [session(1)]))
    assert written(problem, NameTable()) == {}


def test_only_the_service_writes_letters() -> None:
    """A view for anybody else yields none."""
    problem, agenda = small(), solved(small())
    for who in ("prescriber:st-PSSI", "partner:x-1", "beneficiary:b-1"):
        assert letters(problem, agenda, view(problem, agenda, who), named(problem), HEAD) == {}


def test_an_agenda_of_another_problem_is_refused() -> None:
    """It would write to the wrong people."""
    with pytest.raises(ValueError, match="of another problem"):
        letters(demo(), solved(small()), view(small(), solved(small())), NameTable(), HEAD)


ENGLISH = re.compile(r"\b(the|of|and|is|none|true|false|null|default|error|seat|session s|agenda)\b")


def sentences_of(text: str) -> list[str]:
    """The sentences of a letter, or of a cell of one."""
    return [one for one in re.split(r"(?<=[.!?]) |\n", text) if re.search(r"\w", one)]


def generated(seed: int) -> Problem:
    """A month drawn from the bundled one: some of its sessions and requests, other dates, urgencies and agreements."""
    chance, raw = Random(seed), demo().to_dict()
    raw["sessions"] = chance.sample(raw["sessions"], 4)
    there = {row.get("subsector") for row in raw["sessions"]}
    asked = [row for row in raw["situations"] if row["subsector"] in there]
    raw["situations"] = chance.sample(asked, min(26, len(asked)))
    raw["id"] = f"tirage-{seed}"
    for key in ("pins", "bans", "announced"):
        raw.pop(key, None)
    for row in raw["situations"]:
        last = dt.date.fromisoformat(row.get("received_on") or "2010-09-25")
        row["requested_on"] = (last - dt.timedelta(days=chance.randrange(200))).isoformat()
        row["urgency"], row["deferrals"] = chance.randrange(4), chance.randrange(4)
        if row.get("beneficiary_invited"):
            row["beneficiary_agreed"] = chance.random() < 0.5
    return Problem.from_dict(raw)


@pytest.mark.parametrize("seed", mostly_long(range(10), [0], [1]))
def test_letters_of_any_month_are_short_and_without_codes(seed: int) -> None:
    """Ten months that nobody has looked at read as the example does."""
    problem = generated(seed)
    people = [row.person for row in problem.situations if row.person]
    assert solved(problem).deferrals
    assert_readable(problem, written(problem, named(problem, official=people)))


def test_letters_are_short_and_without_codes() -> None:
    """Over the whole example month."""
    assert_readable(demo(), whole_month())


def assert_readable(problem: Problem, files: dict[str, bytes]) -> None:
    """At most 30 words a sentence and 20 on average, no rule, no id of anybody, no English; whoever is deferred reads
    the next step and its day."""
    agenda = solved(problem)
    ids = {row.id for row in problem.professionals} | {row.id for row in problem.structures} | {
        row.person for row in problem.situations
    }  # fmt: skip
    lengths = []
    for name, data in files.items():
        if name.startswith("seance") or not name.endswith(".docx"):
            continue
        text = word_text(data)
        body = text[text.index("\n", text.index("Madame, Monsieur") if "Madame, Monsieur" in text else 0) :]
        shown = [one for line in body.split("\n") for one in sentences_of(line) if not one.startswith("Écrivez")]
        lengths += [len(one.split()) for one in shown]
        assert max(len(one.split()) for one in shown) <= 30, (name, max(shown, key=lambda one: len(one.split())))
        assert not re.search(r"\bR\d+\b", text.replace("R. 311", "")), name
        assert not ids & set(re.findall(r"[\w-]+", text)), name
        assert not ENGLISH.search(text.lower()), name
    assert sum(lengths) / len(lengths) <= 20
    deferred = {row.situation for row in agenda.deferrals}
    for row in problem.situations:
        if row.id in deferred:
            text = said(files[f"prescripteur-{row.referent}.docx"], ".docx")
            told = text[text.index(row.id) :]
            assert re.search(r"avant le \d{1,2}(er)? \w+\.", told), row.id


def test_a_recipient_without_a_name_is_a_finding() -> None:
    """So is an address without a town, of a person who is written to or of a professional."""
    problem, agenda = small(), solved(small())
    shown = view(problem, agenda)
    assert nameless(problem, shown, NameTable()) == ("p-1", "p-2", "p-3")
    assert nameless(problem, shown, named(problem)) == ()
    names = NameTable([
        Identity("x-1", "professional", "Mme", "Milteau", "Zorbane", address="Foyer"),
        Identity("b-1", "person", "Mme", "Milteau", "Zorbane", address="1 rue X", official_letter=True),
    ])  # fmt: skip
    lacking = incomplete_addresses(shown, names, "requested")
    assert set(lacking) == {"x-1", "b-1"}
    assert all("town" in missing for missing in lacking.values())


def test_a_venue_with_an_address_is_told_with_it() -> None:
    """And how to come there, to an invited person."""
    head = replace(HEAD, addresses={"v-1": "12 rue des Essais, 38999 Épreuve"}, access={"v-1": "tram A, arrêt Essais"})
    text = told(written(small(), named(small(), official=["b-1"]), head), "personne-b-1.docx")
    assert "Lieu : Centre social des Essais, 12 rue des Essais, 38999 Épreuve" in text
    assert "Pour venir : tram A, arrêt Essais" in text
