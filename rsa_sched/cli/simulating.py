"""Commands on months of demand: simulate."""

from __future__ import annotations

import argparse
import sys

from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.output import refuse_folder, say


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
        say(f"rsa-sched: échec de {row['scenario']}, simulation {row['replication']} (graine {row['seed']})")
    say(f"rsa-sched: {len(paths)} fichiers dans {options.output} ; à ouvrir : {paths[0]}")
    return 0
