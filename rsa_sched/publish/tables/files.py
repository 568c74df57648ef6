"""The agenda as office files: csv tables, and a workbook with the month, a sheet per session and all else, to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rsa_sched.display.accounts import dues, points
from rsa_sched.display.tables import deferrals, seats, sessions
from rsa_sched.display.view import SessionView, View
from rsa_sched.french.figures import capital, count, day, hour, several
from rsa_sched.french.labels import COLON, SEMICOLON
from rsa_sched.french.sentences import say
from rsa_sched.office.book import workbook
from rsa_sched.publish.pages.words import BAREME, parameter_table
from rsa_sched.publish.tables.indicators import indicator_table
from rsa_sched.publish.tasks.task import Task, task_table
from rsa_sched.render.sheets import Sheets, sheet_names
from rsa_sched.render.table import Table, csv_table

if TYPE_CHECKING:
    import xlsxwriter

OTHERS = ("Ajournements", "Indicateurs", "À faire", "Barème")
"""The sheets after those of the sessions."""


def agenda_workbook(shown: View, tasks: Sequence[Task]) -> bytes:
    """The bytes of the workbook; the same view gives the same. Raises MissingExtra without the extra ``excel``.

    Sheets are A4, landscape, one page wide, with header rows that are repeated and stay in sight; texts are inert,
    dates and hours are those of the spreadsheet. The only links lead from the first sheet to the others.
    """

    def fill(into: xlsxwriter.Workbook) -> None:
        book = Sheets(into, shown.problem)
        for name, title, lines, table in _sheets(shown, tasks):
            book.sheet(name, title, lines, table.grid("sheet"))

    return workbook(fill, title=f"Ordre du jour {shown.problem}")


def _sheets(shown: View, tasks: Sequence[Task]) -> Iterator[tuple[str, str, list[str], Table[Any]]]:
    """Name, title, lines above the table, and the table of each sheet."""
    ids = [row.id for row in shown.sessions]
    names = dict(zip(ids, sheet_names(ids, ("Mois", *OTHERS)), strict=True))
    lines = [
        f"Arbitrage du {day(shown.as_of)}. {count(len(ids), 'séance')}, une feuille pour chacune.",
        f"Autres feuilles{COLON}{several(f'« {name} »' for name in OTHERS)}.",
    ]
    yield "Mois", f"Ordre du jour {shown.problem}", lines, sessions(shown, names)
    for session in shown.sessions:
        yield names[session.id], f"Séance {session.id}", _about(session), seats(shown, session.seats)
    put_off, indicated, to_do, rules = OTHERS
    lines = [f"{count(len(shown.deferrals), 'situation')} sans place, chacune avec le premier motif qui s'applique."]
    yield put_off, "Situations ajournées", lines, deferrals(shown.deferrals)
    lines = ["Chaque valeur est donnée avec sa définition et son périmètre."]
    yield indicated, "Indicateurs", lines, indicator_table(shown)
    yield to_do, "À faire", ["Qui prévient qui, et au plus tard quand."], task_table(tasks)
    yield rules, "Barème et paramètres en vigueur", [BAREME], parameter_table(shown.regulation)


def _about(session: SessionView) -> list[str]:
    """When, where and who, above the seats of a session."""
    place = SEMICOLON.join(filter(None, (session.venue_label, session.subsector_label, session.service_label)))
    mode = say(f"labels.modes.{session.mode}")
    hours = f"de {hour(session.start)} à {hour(session.end)}"
    return [
        f"{day(session.start.date())}, {hours}{COLON}{mode}. {capital(session.type.name)}.",
        f"Lieu{COLON}{place}.",
        f"Permanents{COLON}{', '.join(session.staff_shown) or 'aucun'}.",
    ]


def csv_files(shown: View, tasks: Sequence[Task]) -> dict[str, bytes]:
    """The tables: appointments, deferrals, sessions, and what only some may see (parts of the points, shares, tasks).

    Beside what people read stand ids, and ISO dates and times with their offset, under English headings. No cell is a
    formula; the same view gives the same bytes.
    """
    tables: dict[str, Table[Any]] = {
        "rendez-vous": seats(shown, shown.seats),
        "ajournements": deferrals(shown.deferrals),
        "seances": sessions(shown),
    }
    if shown.parts is not None:
        tables |= {"parts": points(shown.parts), "partage": dues(shown.due, services=shown.services)}
    tables["a-faire"] = task_table(tasks)
    return {f"csv/{name}.csv": csv_table(table.grid("csv")) for name, table in tables.items()}
