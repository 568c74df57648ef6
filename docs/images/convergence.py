"""Makes `convergence.svg`, beside this file: `python docs/images/convergence.py [SECONDS [TARGET.svg]]`."""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt

from rsa_sched import ProgressBar, solve
from rsa_sched.plot import convergence
from rsa_sched.simulate import load

SECONDS = 60.0
TARGET = Path(__file__).with_suffix(".svg")


def main(seconds: float, target: Path) -> None:
    """Solve the load `quarter` of seed 0 in so many seconds, and draw how it went."""
    mpl.use("svg")
    # Text as text, and nothing that differs from one drawing of the same trace to the next.
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "rsa_sched"})
    with ProgressBar() as bar:
        result = solve(load("quarter", seed=0), time_limit=seconds, on_progress=bar)
    _, ax = plt.subplots(figsize=(8, 4.5), layout="constrained")
    convergence(result, ax)
    plt.savefig(target, metadata={"Date": None})


if __name__ == "__main__":
    given = sys.argv[1:]
    main(float(given[0]) if given else SECONDS, Path(given[1]) if len(given) > 1 else TARGET)
