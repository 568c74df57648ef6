"""The grammar of ``rsa-sched register``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rsa_sched.cli.options import audience, day, proofs, workers
from rsa_sched.cli.register_promises import add_promises

ADDRESSEES = ("partner", "person")
OUTCOMES = ("absent", "cancelled", "withdrawn")


def add_register(commands: Any, search: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add the command and its verbs; `search` adds the options of what solves."""
    register = commands.add_parser("register", help="the service's register: what happened, month after month")
    verbs = register.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, text: str) -> argparse.ArgumentParser:
        found: argparse.ArgumentParser = verbs.add_parser(name, help=text)
        found.add_argument(
            "--register", type=Path, default=Path("registre.sqlite"), metavar="FILE", help="default: registre.sqlite"
        )
        found.add_argument("--by", metavar="WHO", help="who does it (default: the name of the session)")
        found.add_argument("--head", metavar="STATE", help="what was looked at: refused where somebody wrote since")
        found.add_argument("--json", action="store_true", help="answer as JSON")
        return found

    init = verb("init", "make a register, or change what it is set to")
    init.add_argument("--profile", type=Path, metavar="P.toml")
    init.add_argument("--key", type=Path, metavar="FILE", help="of the pseudonyms; made at the first receive")
    init.add_argument("--names", type=Path, metavar="FILE.csv", help="the name table")
    init.add_argument("--tables", type=Path, nargs="*", default=[], metavar="FOLDER", help="the service's own tables")

    receive = verb("receive", "read the structures' tables, or a problem document")
    receive.add_argument("paths", type=Path, nargs="+", metavar="FOLDER", help="folders, files, or one PROBLEM.json")
    receive.add_argument("--as-of", type=day, metavar="DATE", help="on which ages are counted")
    receive.add_argument("--skip-bad-rows", action="store_true", help="leave rows with errors out, and list them")
    receive.add_argument("--again", nargs="*", default=[], metavar="ID", help="was heard or withdrawn, and asks again")

    withdraw = verb("withdraw", "a situation asks no more")
    withdraw.add_argument("situations", nargs="+", metavar="ID")
    withdraw.add_argument("--reason", required=True, metavar="WHY")

    opening = verb("open", "open a month, or take up what has changed since")
    opening.add_argument("month", metavar="MONTH", help="the id of its problem")
    opening.add_argument("--as-of", type=day, metavar="DATE", help="default: as it was opened, or of the last tables")
    opening.add_argument(
        "--until",
        type=day,
        metavar="DATE",
        help="last day of its sessions (default: the end of the month in its name)",
    )

    propose = verb("propose", "compute the agenda of the month")
    propose.add_argument("--again", action="store_true", help="even where nothing has changed")
    search(propose)

    decide = verb("decide", "decide otherwise, with its price in points")
    decide.add_argument("situation", metavar="ID")
    what = decide.add_mutually_exclusive_group(required=True)
    what.add_argument("--pin", metavar="SESSION", help="is heard in this session")
    what.add_argument("--ban", metavar="SESSION", help="is not heard in this session")
    what.add_argument("--lift", action="store_true", help="what was decided on it does not hold any more")
    what.add_argument("--note", action="store_true", help="changes no agenda, but is to be known")
    decide.add_argument("--start", metavar="2010-10-05T09:30", help="of the pin")
    decide.add_argument("--reason", required=True, metavar="WHY")
    search(decide)

    validate = verb("validate", "adopt the agenda: from here on it is decided")
    validate.add_argument("--reason", required=True, metavar="WHY")

    publish = verb("publish", "write everything that has to be sent")
    publish.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    publish.add_argument("--audience", type=audience, default="service", metavar="A", help="as in publish")
    publish.add_argument("--draft", action="store_true", help="pages of what is not validated, each marked")
    publish.add_argument("--sheets", action="store_true", help="as in publish")
    proofs(publish)
    publish.add_argument("--templates", type=Path, metavar="FOLDER", help="your own letters")
    publish.add_argument("--official-letters", choices=("requested", "all", "none"), default="requested")

    sent = verb("sent", "the letters of the last publication have left")
    sent.add_argument("--to", nargs="+", choices=ADDRESSEES, default=list(ADDRESSEES), help="default: both")
    sent.add_argument("--on", type=day, metavar="DATE", help="default: today")
    sent.add_argument("--except", nargs="+", default=[], dest="left_out", metavar="ID", help="have not left")

    cancel = verb("cancel", "a session is not held, a situation not heard, a professional absent")
    cancel.add_argument("--session", nargs="+", default=[], metavar="ID")
    cancel.add_argument("--situation", nargs="+", default=[], metavar="ID")
    cancel.add_argument("--absent", nargs="+", default=[], metavar="ID")
    cancel.add_argument("--at", metavar="2010-10-05T08:30", help="sessions that have begun by then stay")
    cancel.add_argument("--reason", required=True, metavar="WHY")

    replace = verb("replace", "who could take the free places; with --option they do")
    replace.add_argument("--option", type=workers, metavar="N", help="take this one")
    replace.add_argument("--options", type=workers, default=3, metavar="N", help="how many are shown (default: 3)")
    replace.add_argument("--reason", default="", metavar="WHY")

    hold = verb("hold", "what became of the places of a session")
    hold.add_argument("sessions", nargs="*", metavar="SESSION")
    hold.add_argument("--all", action="store_true", help="of every session that is not recorded yet")
    for outcome in OUTCOMES:
        hold.add_argument(f"--{outcome}", nargs="+", default=[], metavar="ID")
    hold.add_argument(
        "--code", nargs="+", default=[], metavar="ID=CODE", help="what it came to, in the profile's codes"
    )

    add_promises(verb, workers)
    verb("close", "close the month: who waits on, where the next one begins")
    verb("log", "everything that happened, in order")
    verify = verb("verify", "whether anything was changed, lost, moved or cut off")
    verify.add_argument("--printed", nargs="+", default=[], metavar="STATE", help="heads as printed on what was sent")
    export = verb("export", "the whole register as JSON")
    export.add_argument("-o", "--output", default="-", metavar="FILE", help="default: standard output")
    documents = verb("documents", "the problem and the agenda of a month, for explain and certify")
    documents.add_argument("month", nargs="?", metavar="MONTH", help="default: the last one")
    documents.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    importing = verb("import", "make a register of an export")
    importing.add_argument("export", type=Path, metavar="FILE")
    erase = verb("erase", "remove what is older, the chain stays whole")
    erase.add_argument("--before", type=day, metavar="DATE", help="default: as many months ago as the profile says")
