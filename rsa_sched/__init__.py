"""rsa_sched: fair, proven and explained agendas for the RSA instances d'insertion.

    from pathlib import Path
    from rsa_sched import Problem, solve
    result = solve(Problem.from_json(Path("month.json")))
    print(result)

From the structures' tables to the problem, and from the agenda to what has to be sent:

    from rsa_sched import read_tables
    from rsa_sched.publish import publish

The names below are the public API; everything else may change. They are loaded when first used: the solver and
pandas take half a second that ``import rsa_sched`` need not.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from rsa_sched._version import __version__ as __version__
from rsa_sched.domain import notebook as _notebook

if TYPE_CHECKING:
    from rsa_sched.arbitration import solve as solve
    from rsa_sched.audit import Audit as Audit
    from rsa_sched.audit import check as check
    from rsa_sched.bareme.prepared import PreparedProblem as PreparedProblem
    from rsa_sched.display.audience import Audience as Audience
    from rsa_sched.display.bar import ProgressBar as ProgressBar
    from rsa_sched.domain.agenda import Agenda as Agenda
    from rsa_sched.domain.problem import Problem as Problem
    from rsa_sched.domain.regulation import PRESETS as PRESETS
    from rsa_sched.domain.regulation import Regulation as Regulation
    from rsa_sched.domain.statement import Statement as Statement
    from rsa_sched.engine.memory import Memory as Memory
    from rsa_sched.engine.progress import Progress as Progress
    from rsa_sched.engine.stop import Stop as Stop
    from rsa_sched.errors import AgendaRefused as AgendaRefused
    from rsa_sched.errors import Fault as Fault
    from rsa_sched.errors import InputError as InputError
    from rsa_sched.errors import Interrupted as Interrupted
    from rsa_sched.errors import MissingExtra as MissingExtra
    from rsa_sched.errors import PinClash as PinClash
    from rsa_sched.errors import RsaSchedError as RsaSchedError
    from rsa_sched.errors import SolverAlarm as SolverAlarm
    from rsa_sched.errors import Violation as Violation
    from rsa_sched.explanations.explanation import Explanation as Explanation
    from rsa_sched.explanations.explanation import explain as explain
    from rsa_sched.intake.findings import Finding as Finding
    from rsa_sched.intake.profile import Profile as Profile
    from rsa_sched.intake.read import Import as Import
    from rsa_sched.intake.read import read_tables as read_tables
    from rsa_sched.intake.report import ImportReport as ImportReport
    from rsa_sched.months.changes import PlaceChange as PlaceChange
    from rsa_sched.months.changes import diff as diff
    from rsa_sched.months.closing import close_month as close_month
    from rsa_sched.months.next_month import NextMonth as NextMonth
    from rsa_sched.months.replacing import Replacements as Replacements
    from rsa_sched.months.replacing import replacements as replacements
    from rsa_sched.names import NameTable as NameTable
    from rsa_sched.office.lock import held as held
    from rsa_sched.promises.keeping import due_pins as due_pins
    from rsa_sched.promises.promise import Promises as Promises
    from rsa_sched.promises.promise import promise as promise
    from rsa_sched.promises.reservation import Reservation as Reservation
    from rsa_sched.publish.letterhead import Letterhead as Letterhead
    from rsa_sched.publish.publication import Publication as Publication
    from rsa_sched.result import Result as Result
    from rsa_sched.samples import load_demo as load_demo

_HOME = {
    "Agenda": "domain.agenda",
    "AgendaRefused": "errors",
    "Audience": "display.audience",
    "Audit": "audit",
    "PreparedProblem": "bareme.prepared",
    "Explanation": "explanations.explanation",
    "Fault": "errors",
    "Finding": "intake.findings",
    "Import": "intake.read",
    "ImportReport": "intake.report",
    "InputError": "errors",
    "Interrupted": "errors",
    "Letterhead": "publish.letterhead",
    "Memory": "engine.memory",
    "MissingExtra": "errors",
    "NameTable": "names",
    "NextMonth": "months.next_month",
    "PRESETS": "domain.regulation",
    "PinClash": "errors",
    "PlaceChange": "months.changes",
    "Problem": "domain.problem",
    "Profile": "intake.profile",
    "Progress": "engine.progress",
    "ProgressBar": "display.bar",
    "Promises": "promises.promise",
    "Publication": "publish.publication",
    "Regulation": "domain.regulation",
    "Replacements": "months.replacing",
    "Reservation": "promises.reservation",
    "Result": "result",
    "RsaSchedError": "errors",
    "SolverAlarm": "errors",
    "Statement": "domain.statement",
    "Stop": "engine.stop",
    "Violation": "errors",
    "check": "audit",
    "close_month": "months.closing",
    "diff": "months.changes",
    "due_pins": "promises.keeping",
    "explain": "explanations.explanation",
    "held": "office.lock",
    "load_demo": "samples",
    "promise": "promises.promise",
    "read_tables": "intake.read",
    "replacements": "months.replacing",
    "solve": "arbitration",
}

__all__ = [
    "PRESETS",
    "Agenda",
    "AgendaRefused",
    "Audience",
    "Audit",
    "Explanation",
    "Fault",
    "Finding",
    "Import",
    "ImportReport",
    "InputError",
    "Interrupted",
    "Letterhead",
    "Memory",
    "MissingExtra",
    "NameTable",
    "NextMonth",
    "PinClash",
    "PlaceChange",
    "PreparedProblem",
    "Problem",
    "Profile",
    "Progress",
    "ProgressBar",
    "Promises",
    "Publication",
    "Regulation",
    "Replacements",
    "Reservation",
    "Result",
    "RsaSchedError",
    "SolverAlarm",
    "Statement",
    "Stop",
    "Violation",
    "check",
    "close_month",
    "diff",
    "due_pins",
    "explain",
    "held",
    "load_demo",
    "promise",
    "read_tables",
    "replacements",
    "solve",
]


def _html(document: object) -> str:
    """How a notebook shows a document, which does not know what stands below it; the front door knows both."""
    from rsa_sched.display.html import document_html

    return document_html(document)


_notebook.show_with(_html)


if not TYPE_CHECKING:
    # unseen by type checkers, which would take any name for one of ours

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module 'rsa_sched' has no attribute {name!r}")
        return getattr(import_module(f"rsa_sched.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
