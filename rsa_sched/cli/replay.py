"""``rsa-sched replay``: its options, and what is said of it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.options import workers
from rsa_sched.cli.output import notify, print_error, refuse_folder
from rsa_sched.french.sentences import say


def add_replay(commands: Any) -> None:
    """Add the command."""
    replay = commands.add_parser("replay", help="play past months again under other rules, and check the laboratory")
    replay.add_argument(
        "rules", type=Path, nargs="?", metavar="RULES.toml", help="the keys of the regulation that change"
    )
    replay.add_argument(
        "--register",
        type=Path,
        default=Path("registre.sqlite"),
        metavar="FILE",
        help="a register, or a folder of months' documents (default: registre.sqlite)",
    )
    replay.add_argument(
        "--fitted", type=workers, metavar="N", help="fit the laboratory to the first N months, foretell the others"
    )
    replay.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")


def replay_command(options: argparse.Namespace, guard: Guard) -> int:
    """Read the history, play it again, write the folder."""
    from rsa_sched.office.toml import read_toml
    from rsa_sched.register.refusals import RegisterRefused
    from rsa_sched.review.sources import arbitrated_in
    from rsa_sched.simulate.answers.predict import predictive_check
    from rsa_sched.simulate.answers.sentences import by_sentence, must_be_possible
    from rsa_sched.simulate.studies.replayed import write_replay

    refuse_folder(options.output, options.register)
    changes = {} if options.rules is None else read_toml(options.rules)
    try:
        history, _ = arbitrated_in(options.register)
    except RegisterRefused as refusal:
        print_error(f"rsa-sched: {refusal}")
        return 2
    if options.rules is not None:
        must_be_possible(history, changes, options.rules.name)
    sentences, replayed = by_sentence(history, changes)
    check = None if options.fitted is None else predictive_check(history, fitted=options.fitted)
    guard.finish()
    options.output.mkdir(exist_ok=True)
    paths = write_replay(options.output, replayed, sentences, check, changes)
    notify(say("cli.simulate.done", files=len(paths), folder=options.output, page=paths[0]))
    return 0
