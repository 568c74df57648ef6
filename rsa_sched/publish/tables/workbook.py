"""The agenda as a workbook: the month, a sheet per session, deferrals, indicators, tasks and barème, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rsa_sched.display.html import COLON, SEMICOLON
from rsa_sched.display.text import MODES
from rsa_sched.explain.french import capital, count, day, hour, several
from rsa_sched.office.book import workbook
from rsa_sched.publish.pages.words import BAREME, parameters, period_told
from rsa_sched.publish.tables.csvs import listed, yes_no
from rsa_sched.publish.tables.indicators import SHARE, indicators
from rsa_sched.publish.tables.sheets import Book, Column, Link, sheet_names
from rsa_sched.publish.tasks.todo import Task
from rsa_sched.publish.view import SessionView, View

if TYPE_CHECKING:
    import xlsxwriter

MONTH, DEFERRALS, INDICATORS, TO_DO, RULES = "Mois", "Ajournements", "Indicateurs", "À faire", "Barème"


def agenda_workbook(shown: View, tasks: Sequence[Task]) -> bytes:
    """The bytes of the workbook; the same view gives the same. Raises MissingExtra without the extra ``excel``.

    Sheets are A4, landscape, one page wide, with header rows that are repeated and stay in sight; texts are inert,
    dates and hours are those of the spreadsheet. The only links lead from the first sheet to the others.
    """
    own = (MONTH, DEFERRALS, INDICATORS, TO_DO, RULES)
    names = dict(
        zip((row.id for row in shown.sessions), sheet_names((row.id for row in shown.sessions), own), strict=True)
    )

    def fill(into: xlsxwriter.Workbook) -> None:
        book = Book(into, shown.problem)
        _month(book, shown, names)
        for session in shown.sessions:
            _session(book, shown, session, names[session.id])
        _deferrals(book, shown)
        _indicators(book, shown)
        _to_do(book, tasks)
        _rules(book, shown)

    return workbook(fill, title=f"Ordre du jour {shown.problem}")


def _month(book: Book, shown: View, names: dict[str, str]) -> None:
    judged = shown.parts is not None
    lines = [f"Arbitrage du {day(shown.as_of)}. {count(len(shown.sessions), 'séance')}, une feuille pour chacune."]
    others = several(f"« {name} »" for name in (DEFERRALS, INDICATORS, TO_DO, RULES))
    lines.append(f"Autres feuilles{COLON}{others}.")
    book.sheet(
        MONTH,
        f"Ordre du jour {shown.problem}",
        lines,
        [
            Column("Séance", 20), Column("Type", 11), Column("Date", 11), Column("Heure", 7), Column("Fin", 7),
            Column("Lieu", 28), Column("Sous-secteur", 22), Column("Tenue", 12), Column("Situations", 10),
            Column("Minutes occupées", 10), Column("Minutes ouvertes", 10), Column("Permanents", 30),
        ],
        [
            (
                Link(row.id, names[row.id]), row.type.name, row.start.date(), row.start.time(), row.end.time(),
                row.venue_label, row.subsector_label, MODES[row.mode], len(row.lines) if judged else "",
                row.minutes_used, row.minutes, listed(row.staff_shown),
            )
            for row in shown.sessions
        ],
    )  # fmt: skip


def _session(book: Book, shown: View, session: SessionView, name: str) -> None:
    place = SEMICOLON.join(
        part for part in (session.venue_label, session.subsector_label, session.service_label) if part
    )
    hours = f"de {hour(session.start)} à {hour(session.end)}"
    book.sheet(
        name,
        f"Séance {session.id}",
        [
            f"{day(session.start.date())}, {hours}{COLON}{MODES[session.mode]}. {capital(session.type.name)}.",
            f"Lieu{COLON}{place}.",
            f"Permanents{COLON}{listed(session.staff_shown) or 'aucun'}.",
        ],
        [
            Column("Heure", 7), Column("Fin", 7), Column("Situation", 14), Column("Structure", 26),
            Column("Type de structure", 10), Column("Référent", 20), Column("Autres participants", 30),
            Column("Personne invitée", 9), Column("Place fixée", 8), Column("Points", 8), Column("Notes", 22),
        ],
        [
            (
                line.start.time(), line.end.time(), line.situation or "place prise", line.structure_label, line.kind,
                line.shown[0] if line.shown else "", listed(line.shown[1:]),
                yes_no(line.beneficiary_invited) if line.situation else "",
                yes_no(line.pinned) if line.situation else "", "" if line.points is None else line.points, "",
            )
            for line in session.lines
        ],
        "Aucune situation",
    )  # fmt: skip


def _deferrals(book: Book, shown: View) -> None:
    book.sheet(
        DEFERRALS,
        "Situations ajournées",
        [f"{count(len(shown.deferrals), 'situation')} sans place, chacune avec le premier motif qui s'applique."],
        [
            Column("Situation", 13), Column("Structure", 26), Column("Type de structure", 10), Column("Référent", 16),
            Column("Demandée le", 12), Column("Période", 18), Column("Ajournements précédents", 14),
            Column("Motif", 16), Column("Règles", 10), Column("Explication", 66),
        ],
        [
            (
                row.situation, row.structure_label, row.kind, row.referent_shown, row.requested_on, period_told(row),
                row.deferrals, row.label, listed(row.rules), row.text,
            )
            for row in shown.deferrals
        ],
        "Aucune situation ajournée",
    )  # fmt: skip


def _indicators(book: Book, shown: View) -> None:
    book.sheet(
        INDICATORS,
        "Indicateurs",
        ["Chaque valeur est donnée avec sa définition et son périmètre."],
        [
            Column("Indicateur", 26), Column("Pour", 34), Column("Valeur", 9), Column("Unité", 14),
            Column("Définition", 50), Column("Périmètre", 36),
        ],
        [
            (row.name, row.of, "" if row.value is None else row.value, row.unit, row.definition, row.perimeter)
            for row in indicators(shown)
        ],
    )  # fmt: skip


def _to_do(book: Book, tasks: Sequence[Task]) -> None:
    book.sheet(
        TO_DO,
        "À faire",
        ["Qui prévient qui, et au plus tard quand."],
        [
            Column("Au plus tard le", 11), Column("Qui", 28), Column("À qui", 28), Column("Quoi", 60),
            Column("Règle", 9), Column("Situation", 13), Column("Séance", 15), Column("Fait le", 9),
        ],
        [
            (row.due, row.actor_shown, row.recipient_shown, row.what, row.rule, row.situation, row.session, "")
            for row in tasks
        ],
        "Rien à faire",
    )  # fmt: skip


def _rules(book: Book, shown: View) -> None:
    book.sheet(
        RULES,
        "Barème et paramètres en vigueur",
        [BAREME],
        [Column("Paramètre", 70), Column("Valeur", 40), Column("Unité", 24)],
        [(name, value, SHARE if unit == "%" else unit) for name, value, unit in parameters(shown.regulation)],
    )
