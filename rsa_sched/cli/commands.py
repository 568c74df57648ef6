"""The commands and their options; what they do is in the modules of `HOMES`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from rsa_sched._version import __version__
from rsa_sched.cli.calendar_options import add_calendar
from rsa_sched.cli.in_french import FrenchParser, in_french
from rsa_sched.cli.interrupts import Guard, Interrupt
from rsa_sched.cli.options import (
    APART,
    audience,
    moment,
    of_tables,
    proofs,
    report_file,
    seconds,
    seed,
    words_of,
    workers,
)
from rsa_sched.cli.output import machine_fault, notify, print_error, print_faults
from rsa_sched.cli.register_options import add_register
from rsa_sched.cli.replay import add_replay
from rsa_sched.cli.review import add_review
from rsa_sched.errors import InputError, Interrupted, MissingExtra, PinClash
from rsa_sched.french.sentences import say

Command = Callable[[argparse.Namespace, Guard], int]

HOMES = {
    "solve": "solving",
    "check": "solving",
    "show": "solving",
    "demo": "solving",
    "schema": "solving",
    "close": "changes",
    "diff": "changes",
    "replace": "changes",
    "explain": "trust",
    "certify": "trust",
    "verify": "trust",
    "import": "tables",
    "form": "tables",
    "publish": "publishing",
    "templates": "publishing",
    "month": "months",
    "simulate": "months",
    "calendar": "calendar",
    "register": "register",
    "review": "review",
    "replay": "replay",
}
"""The module of each command, which is called ``NAME_command`` there: only what a command needs is loaded."""
OFFICIAL = frozenset({"import", "form", "publish", "templates", "month", "calendar", "register", "review", "replay"})
"""Commands that officials type: what is wrong with their files and options is told in French."""


def parser(command: str | None = None) -> argparse.ArgumentParser:
    """The command line's grammar; where a command is named, of those in its module alone, which is sooner there."""
    top = FrenchParser(
        prog="rsa-sched",
        description=say("help.words.description"),
        epilog=say("help.words.epilog"),
    )
    top.add_argument("--version", action="version", version=f"rsa-sched {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    parts: dict[str, Callable[[Any], None]] = {
        "tables": _tables,
        "solving": _solving,
        "changes": _changing,
        "trust": _trusting,
        "publishing": _publishing,
        "months": _months,
        "calendar": add_calendar,
        "register": partial(add_register, search=_search),
        "review": add_review,
        "replay": add_replay,
    }
    for home, add in parts.items():
        if command not in HOMES or HOMES[command] == home:
            add(commands)
    in_french(top)
    return top


def _tables(commands: Any) -> None:
    intake = commands.add_parser("import", help="read the structures' tables, write the problem document")
    intake.add_argument("-o", "--output", default="-", metavar="PROBLEM.json", help="default: standard output")
    of_tables(intake)
    intake.add_argument("--sources", type=Path, metavar="FILE.csv", help="also write which row each situation is from")
    intake.add_argument("--report", type=report_file, metavar="FILE", help="also write the report: .xlsx, .csv or .txt")

    form = commands.add_parser("form", help="write the empty table that structures fill in")
    form.add_argument("-o", "--output", default="-", metavar="FORM.xlsx", help="default: standard output")
    form.add_argument("--profile", type=Path, metavar="P.toml", help="fills the drop-down lists")
    form.add_argument("--table", choices=("situations", *APART), default="situations", help="default: situations")


def _solving(commands: Any) -> None:
    solve = commands.add_parser("solve", help="arbitrate a problem document, write the agenda document")
    solve.add_argument("problem", type=Path, metavar="PROBLEM.json")
    solve.add_argument("-o", "--output", default="-", metavar="AGENDA.json", help="default: standard output")
    _search(solve)
    solve.add_argument(
        "--announced", type=Path, metavar="AGENDA.json", help="sent out already: move as few as possible"
    )
    solve.add_argument("--problem-out", metavar="FILE", help="write the problem with these places announced")
    solve.add_argument(
        "--start", dest="begin_from", type=Path, metavar="AGENDA.json", help="an agenda to begin from, where it holds"
    )

    check = commands.add_parser("check", help="audit an agenda document, without any solver")
    check.add_argument("problem", type=Path, metavar="PROBLEM.json")
    check.add_argument("agenda", type=Path, metavar="AGENDA.json")
    check.add_argument("--json", action="store_true", help="as JSON")

    show = commands.add_parser("show", help="print an agenda for people to read")
    show.add_argument("problem", type=Path, metavar="PROBLEM.json")
    show.add_argument("agenda", type=Path, metavar="AGENDA.json", help="as solve writes it")
    form = show.add_mutually_exclusive_group()
    form.add_argument("--html", action="store_const", dest="form", const="html", help="a page instead of text")
    form.add_argument("--svg", action="store_const", dest="form", const="svg", help="a picture instead of text")
    show.add_argument("-o", "--output", default="-", metavar="FILE", help="default: standard output")

    commands.add_parser("demo", help="solve the month of October 2010 in Grenoble and print its agenda")

    schema = commands.add_parser("schema", help="print the JSON Schema of a document")
    schema.add_argument(
        "document", nargs="?", choices=("problem", "agenda", "next"), default="problem", help="default: problem"
    )


def _search(solve: argparse.ArgumentParser) -> None:
    """Options of the commands that search for an agenda."""
    solve.add_argument("--time-limit", type=seconds, default=60.0, metavar="S", help="seconds (default: 60)")
    solve.add_argument("--seed", type=seed, default=0, metavar="N", help="of the search (default: 0)")
    solve.add_argument("--workers", type=workers, metavar="N", help="side by side (default: as many as cores)")
    solve.add_argument(
        "--memory", type=Path, metavar="FILE", help="what solves found, read and added to: what is as it was is kept"
    )


def _changing(commands: Any) -> None:
    close = commands.add_parser("close", help="close a month: who waits on, what is carried to the next one")
    close.add_argument("problem", type=Path, metavar="PROBLEM.json")
    close.add_argument("agenda", type=Path, metavar="AGENDA.json", help="what was held")
    close.add_argument("--outcomes", type=Path, metavar="OUTCOMES.json", help="who was absent, cancelled, withdrawn")
    close.add_argument("-o", "--output", default="-", metavar="NEXT.json", help="default: standard output")

    diff = commands.add_parser("diff", help="tell what changes from one agenda to another")
    diff.add_argument("problem", type=Path, metavar="PROBLEM.json")
    diff.add_argument("before", type=Path, metavar="BEFORE.json")
    diff.add_argument("after", type=Path, metavar="AFTER.json")
    diff.add_argument("--json", action="store_true", help="as JSON")

    replace = commands.add_parser("replace", help="somebody cannot come: who may take the places")
    replace.add_argument("problem", type=Path, metavar="PROBLEM.json")
    replace.add_argument("agenda", type=Path, metavar="AGENDA.json")
    replace.add_argument("--cancel", action="append", default=[], metavar="SITUATION", help="not to be heard any more")
    replace.add_argument("--cancel-session", action="append", default=[], metavar="SESSION", help="not held")
    replace.add_argument("--absent", action="append", default=[], metavar="PROFESSIONAL", help="cannot come")
    replace.add_argument("--at", type=moment, metavar="TIME", help="now, as 2010-10-05T08:30; what began then stays")
    replace.add_argument("--options", type=workers, default=3, metavar="N", help="how many answers (default: 3)")
    replace.add_argument(
        "--option", dest="chosen", type=workers, default=1, metavar="N", help="of --agenda-out (default: 1)"
    )
    replace.add_argument("--agenda-out", metavar="FILE", help="write the agenda of this option, as publish takes it")
    replace.add_argument("--problem-out", dest="changed_out", metavar="FILE", help="and the problem that it answers")
    replace.add_argument("--time-limit", type=seconds, default=60.0, metavar="S", help="seconds (default: 60)")
    replace.add_argument("--seed", type=seed, default=0, metavar="N", help="of the search (default: 0)")
    replace.add_argument("-o", "--output", default="-", metavar="FILE", help="default: standard output")


def _trusting(commands: Any) -> None:
    explain = commands.add_parser("explain", help="say what each decision hangs on: losses, ties, levers, proven")
    explain.add_argument("problem", type=Path, metavar="PROBLEM.json")
    explain.add_argument("agenda", type=Path, metavar="AGENDA.json")
    explain.add_argument(
        "--situation", action="append", metavar="ID", help="this one alone; may be given several times"
    )
    explain.add_argument("--no-levers", action="store_true", help="losses and ties alone: much quicker")
    explain.add_argument("--worth", action="store_true", help="also what a place or session more would be worth")
    explain.add_argument("--time-limit", type=seconds, metavar="S", help="seconds (default: until all is proven)")
    explain.add_argument("--workers", type=workers, metavar="N", help="side by side (default: as many as cores)")
    explain.add_argument("-o", "--output", default="-", metavar="FILE", help="default: standard output")
    explain.add_argument("--html", type=Path, metavar="FILE", help="also a page for people to read")

    certify = commands.add_parser("certify", help="write what proves the bound of an agenda, to be checked by verify")
    certify.add_argument("problem", type=Path, metavar="PROBLEM.json")
    certify.add_argument("agenda", type=Path, metavar="AGENDA.json")
    certify.add_argument("-o", "--output", default="-", metavar="CERTIFICATE.json", help="default: standard output")
    certify.add_argument("--time-limit", type=seconds, default=60.0, metavar="S", help="seconds (default: 60)")

    verify = commands.add_parser("verify", help="check an agenda and the certificate of its bound, without any solver")
    verify.add_argument("problem", type=Path, metavar="PROBLEM.json")
    verify.add_argument("agenda", type=Path, metavar="AGENDA.json")
    verify.add_argument("certificate", type=Path, metavar="CERTIFICATE.json")


def _publishing(commands: Any) -> None:
    publish = commands.add_parser("publish", help="write everything that has to be sent: pages, tables, letters, tasks")
    publish.add_argument("problem", type=Path, metavar="PROBLEM.json")
    publish.add_argument("agenda", type=Path, metavar="AGENDA.json", help="as solve writes it")
    publish.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    publish.add_argument(
        "--audience",
        type=audience,
        default="service",
        metavar="A",
        help="service (default), prescriber:STRUCTURE, partner:PROFESSIONAL or beneficiary:PERSON",
    )
    publish.add_argument("--names", type=Path, metavar="FILE.csv", help="the name table, for the letters alone")
    publish.add_argument("--profile", type=Path, metavar="P.toml", help="letterhead and delays")
    publish.add_argument("--sheets", action="store_true", help="also a sheet of explanation a situation and structure")
    proofs(publish)
    _letters(publish)

    templates = commands.add_parser("templates", help="copy the letters' templates, to be edited in Word")
    templates.add_argument("folder", type=Path, metavar="FOLDER")


def _letters(publish: argparse.ArgumentParser) -> None:
    """Options of the commands that write letters."""
    publish.add_argument("--templates", type=Path, metavar="FOLDER", help="your own letters (see: templates)")
    publish.add_argument(
        "--official-letters",
        choices=("requested", "all", "none"),
        default="requested",
        help="to whom the service writes itself (default: where the prescriber asked for it)",
    )
    publish.add_argument(
        "--decided-by", type=words_of, metavar="WHO", help="who adopted the agenda; without it each sheet is a draft's"
    )
    publish.add_argument("--at", type=moment, metavar="TIME", help="as `replace` was told: what began then stays told")


def _months(commands: Any) -> None:
    month = commands.add_parser(
        "month", help="all at once: import, solve, publish; or the name of a month of the profile"
    )
    month.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="of the month; not beside a month's name")
    of_tables(month)
    _search(month)
    _letters(month)

    simulate = commands.add_parser("simulate", help="play months of demand under several policies, write a report")
    simulate.add_argument("study", type=Path, metavar="STUDY.toml", help="scenarios and questions")
    simulate.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")


def dispatch(arguments: Sequence[str] | None, guard: Guard) -> int:
    """Run the command that the arguments name; returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    options = parser(given[0] if given else None).parse_args(given)
    home = import_module(f"rsa_sched.cli.{HOMES[options.command]}")
    command: Command = getattr(home, f"{options.command}_command")
    try:
        return command(options, guard)
    except InputError as error:
        print_faults(error, to_officials=options.command in OFFICIAL)
        return 2
    except OSError as error:  # of the machine, where no reader or writer expected it
        notify(machine_fault(error))
        return 2
    except MemoryError:
        notify(say("cli.machine.memory"))
        return 2
    except MissingExtra as error:
        notify(str(error))
        return 2
    except PinClash as clash:
        print_error(clash.text)
        return 3
    except Interrupted:
        raise Interrupt from None
