"""One measured solve, alone in its process; started by `benchmarks.process`, imports nothing heavy by itself.

``ours BEGAN RECORD solve ...`` is ``python -m rsa_sched solve ...`` with an ear for its progress;
``peer NAME RECORD PROBLEM SECONDS SEED`` is a peer. Either writes what it heard to RECORD, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

KEPT = 300
"""Steps of a trace that are kept."""


def main(arguments: list[str]) -> int:
    """Run what the arguments ask for; returns the exit code."""
    what, first, record, *rest = arguments
    if what == "ours":
        return _ours(float(first), Path(record), rest)
    return _peer(first, Path(record), Path(rest[0]), float(rest[1]), int(rest[2]))


def _ours(began: float, record: Path, arguments: list[str]) -> int:
    from benchmarks.inside import listen, proof_by_part
    from rsa_sched.cli import main as command_line

    trace: list[tuple[float, int, int | None]] = []
    proof: dict[str, int] = {}
    # The clock runs from the start of the process, since that is what one waits for.
    listen(
        lambda news: trace.append((round(time.monotonic() - began, 3), news.points, news.bound)),
        lambda outcome: proof.update(proof_by_part(outcome)),
    )
    code = command_line(arguments, process_is_ours=True)
    _write(record, {"trace": thinned(trace), **milestones(trace), **proof})
    return code


def _peer(name: str, record: Path, document: Path, seconds: float, seed: int) -> int:
    from benchmarks.peers import CannotRun, NoAgenda, peer
    from rsa_sched import Problem

    problem = Problem.from_json(document)
    model: dict[str, str] = {}

    def note(size: str) -> None:
        """At once: where the process is ended, one knows what it was too much for."""
        model["model"] = size
        _write(record, model)

    try:
        answer = peer(name)(problem, seconds, seed, note=note)
    except NoAgenda as none:
        _write(record, {**model, "failed": f"no agenda: {none}", "bound": none.bound})
        return 0
    except CannotRun as missing:
        _write(record, {**model, "failed": f"cannot run here: {missing}"})
        return 0
    trace = list(answer.trace)
    _write(
        record,
        {
            **model,
            "points": answer.points,
            "heard": len(answer.statement.appointments),
            "bound": answer.bound,
            "search": round(answer.seconds, 3),
            "trace": thinned(trace),
            "first": trace[0][0] if trace else None,
        },
    )
    return 0


def milestones(trace: list[tuple[float, int, int | None]]) -> dict[str, float | None]:
    """Seconds to the first agenda and to gaps of 1 % and 0.1 %; None where it never came to that."""

    def until(gap: float) -> float | None:
        close = (at for at, points, bound in trace if bound is not None and bound - points <= gap * max(1, abs(bound)))
        return next(close, None)

    return {"first": trace[0][0] if trace else None, "to_1_percent": until(0.01), "to_01_percent": until(0.001)}


def thinned(trace: list[tuple[float, int, int | None]]) -> list[tuple[float, int, int | None]]:
    """At most `KEPT` steps of a trace, dense where it began, and its end."""
    if len(trace) <= KEPT:
        return trace
    last = len(trace) - 1
    wanted = {round(last ** (step / (KEPT - 1))) for step in range(KEPT)}
    return [trace[position] for position in sorted(wanted | {0, last})]


def _write(record: Path, content: Mapping[str, Any]) -> None:
    record.write_text(json.dumps(content), encoding="utf-8")


def _leave(code: int) -> None:
    """As the command line does: where a solver was left alone, without waiting for it."""
    sys.stdout.flush()
    sys.stderr.flush()
    if any(thread.daemon and thread.is_alive() for thread in threading.enumerate()):
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    _leave(main(sys.argv[1:]))
