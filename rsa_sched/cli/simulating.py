"""Commands on months of demand: simulate."""

from __future__ import annotations

import argparse
import sys

from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.output import notify, refuse_folder
from rsa_sched.french.sentences import say


def simulate_command(options: argparse.Namespace, _guard: Guard) -> int:
    """``rsa-sched simulate``: play a study, write its tables, pictures and page."""
    from rsa_sched.simulate.studies.conduct import conduct
    from rsa_sched.simulate.studies.study import Study
    from rsa_sched.simulate.studies.write import write

    refuse_folder(options.output)
    study, scenarios = Study.from_toml(options.study)
    options.output.mkdir(exist_ok=True)
    shown = sys.stderr is not None and not sys.stderr.closed and sys.stderr.isatty()
    found = conduct(study, scenarios, options.output, progress=shown)
    paths = write(found, options.output)
    for row in found.campaign.failures.to_dict("records"):
        failed = {key: row[key] for key in ("scenario", "replication", "seed")}
        notify(say("cli.simulate.failed", **failed))
    notify(say("cli.simulate.done", files=len(paths), folder=options.output, page=paths[0]))
    return 0
