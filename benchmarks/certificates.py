"""What certificates take: ``python -m benchmarks.certificates [--times N] [--seed N] [--keep FOLDER] FAMILY...``.

One line a family: situations, agenda, bounds, processor seconds of solving, certifying and verifying alone, memory and
size. Processor time, so that the figures hold on a machine that does other things too; there `--times` gives the limits
of the wall clock so many times the benchmark's.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.registry import ENTRIES
from rsa_sched.certify import verify
from rsa_sched.simulate import load

HEAD = "family situations points bound certified making/solving(s) verifying(s) MiB gzipped a-situation"


ALONE = """
import atexit, runpy, sys
def peak():  # not ru_maxrss, which begins with what the parent held
    sys.stderr.write(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
atexit.register(peak)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def taken(*line: object) -> tuple[float, str]:
    """Processor seconds of a command, and what it says on standard error."""
    with tempfile.TemporaryFile("w+") as told:
        child = subprocess.Popen([str(word) for word in line], stdout=subprocess.DEVNULL, stderr=told)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        if child.returncode:
            raise SystemExit(f"{line}: exit code {child.returncode}: {told.read()}")
        return used.ru_utime + used.ru_stime, told.read()


def measured(family: str, seed: int, times: float, folder: Path) -> str:
    """The line of a family."""
    problem, agenda, certificate = (folder / f"{family}-{seed}-{what}.json" for what in ("p", "a", "c"))
    loaded = load(family, seed)
    problem.write_text(loaded.to_json(), encoding="utf-8")
    limit = str(ENTRIES[family].limit * times)
    ours = (sys.executable, "-m", "rsa_sched")
    solving, _ = taken(*ours, "solve", problem, "-o", agenda, "--time-limit", limit, "--workers", "1")
    making, _ = taken(*ours, "certify", problem, agenda, "-o", certificate, "--time-limit", limit)
    stated = json.loads(agenda.read_bytes())
    few = folder / f"{family}-{seed}-few.json"  # what a certificate that was cut short need not prove is left out
    few.write_text(json.dumps({key: row for key, row in stated.items() if key not in ("status", "bound", "gap")}))
    alone, peak = taken(sys.executable, "-I", "-S", "-c", ALONE, verify.__file__, problem, few, certificate)
    memory = int(peak) // 1024
    proof = certificate.read_bytes()
    size, number = len(gzip.compress(proof, 9)), len(loaded.situations)
    figures = (stated["points"], stated["bound"], json.loads(proof)["bound"], f"{making:.1f}/{solving:.1f}")
    return " ".join(map(str, (family, number, *figures, f"{alone:.2f}", memory, size, round(size / number, 1))))


def main() -> None:
    """One line a family, as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("families", nargs="+", choices=list(ENTRIES))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--times", type=float, default=1.0)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    sys.stdout.write(HEAD + "\n")
    with tempfile.TemporaryDirectory() as folder:
        kept = options.keep or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        for family in options.families:
            sys.stdout.write(measured(family, options.seed, options.times, kept) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
