"""The command line tried on files, in a process of its own that may use so much time and memory and no more.

`run` says how it ended, `faults` what of that must not be: a traceback, a warning, an exit code that is not documented,
a name of the input in what it says, a file left behind, more than ten seconds of the processor or 512 MiB.
"""

from __future__ import annotations

import contextlib
import fnmatch
import multiprocessing
import os
import re
import signal
import stat
import sys
import time
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.support import trials_child

SECONDS, MEBIBYTES = trials_child.SECONDS, trials_child.MEBIBYTES
ASLEEP = 4.0
"""Seconds in which nothing of a trial runs, after which it waits for what never comes."""
LONGEST = 600.0
"""Seconds after which a trial is given up, on a machine that is too busy to let it run."""
NO_TRIALS = "" if sys.platform == "linux" else "looks into /proc and limits processes as Linux does"

CODES: Mapping[str, frozenset[int]] = {
    "import": frozenset({0, 2}),
    "form": frozenset({0, 2}),
    "solve": frozenset({0, 2, 3}),
    "check": frozenset({0, 1, 2}),
    "show": frozenset({0, 1, 2}),
    "publish": frozenset({0, 1, 2}),
    "month": frozenset({0, 2, 3}),
    "templates": frozenset({0, 2}),
    "simulate": frozenset({0, 2}),
    "study": frozenset({0, 2}),
    "frames": frozenset({0, 2}),
}
"""Exit codes that are documented, by command; the last two are calls of the API, which say InputError by 2."""


@dataclass(frozen=True)
class Trial:
    """A command line and the files that it finds.

    Attributes
    ----------
    arguments : of `rsa-sched`, paths relative to the folder of the files; ``study FILE`` and ``frames FILE`` call
        `Study.from_toml`, and `Problem.from_frames` with the frames that the file describes.
    files : content by path.
    outputs : patterns of the files that it may make, or rewrite, where it ends well; ``always``: in any case.
    secrets : words that it must not say.
    process : in a new interpreter, else in a fork of one that has loaded the package.
    """

    arguments: tuple[str, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)
    outputs: tuple[str, ...] = ()
    always: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    process: bool = False


@dataclass(frozen=True)
class Outcome:
    """How a trial ended: exit code (negative: the signal), what was said, what it cost and what it left.

    ``seconds`` of the processor and ``mebibytes`` are 0 where they are not known.
    """

    code: int
    out: str
    err: str
    error: str = ""
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    mebibytes: int = 0
    hung: bool = False
    made: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


if sys.platform == "linux":
    FORKS = multiprocessing.get_context("forkserver")
    FORKS.set_forkserver_preload(["tests.support.trials_child"])


def lay_out(trial: Trial, folder: Path) -> None:
    """Write the files of a trial into a folder."""
    for name, data in trial.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o600)  # as a key and a name table should be


def run(trial: Trial, folder: Path, *, unprivileged: bool = False) -> Outcome:
    """Run a trial in a folder where its files lie; what it says goes to files of another folder beside it.

    Parameters
    ----------
    unprivileged : without root's right to read and write what it likes, where this process has it.
    """
    beside = folder.with_name(f"{folder.name}.said")
    (beside / "tmp").mkdir(parents=True)
    before = dict(state(folder))
    here, there = FORKS.Pipe(duplex=False)
    arguments = (there, trial.arguments, str(folder), str(beside), trial.process, unprivileged)
    process = FORKS.Process(target=trials_child.run, args=arguments)
    process.start()
    there.close()
    assert process.pid is not None
    hung = _waited_in_vain(process)
    told = _received(here)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.join()
    code = process.exitcode if told is None else told.code
    assert code is not None
    after = dict(state(folder))
    return Outcome(
        code,
        (beside / "out").read_text("utf-8", "replace"),
        (beside / "err").read_text("utf-8", "replace"),
        told.error if told else "",
        tuple(told.warnings) if told else (),
        told.seconds if told else 0.0,
        told.mebibytes if told else 0,
        hung=hung,
        made=tuple(sorted({*after} - {*before})) + tuple(f"tmp/{path.name}" for path in (beside / "tmp").iterdir()),
        changed=tuple(sorted(name for name, what in before.items() if after.get(name) != what)),
    )


def state(folder: Path) -> Iterator[tuple[str, object]]:
    """Each file of a folder, and what tells whether it has been changed."""
    for path in folder.rglob("*"):
        about = path.lstat()
        if stat.S_ISREG(about.st_mode):
            same: object = (about.st_size, path.read_bytes() if about.st_size < 1 << 20 else about.st_mtime_ns)
            yield path.relative_to(folder).as_posix(), same
        elif not stat.S_ISDIR(about.st_mode):
            yield path.relative_to(folder).as_posix(), about.st_mode


def _received(here: Connection) -> trials_child.Told | None:
    try:
        told = here.recv() if here.poll() else None
    except (EOFError, OSError):
        return None
    assert told is None or isinstance(told, trials_child.Told)
    return told


def _waited_in_vain(process: BaseProcess) -> bool:
    """Wait for the end of a trial, whose processes are a session; whether none of them runs any more before that."""
    assert process.pid is not None
    due, quiet_since, before = time.monotonic() + LONGEST, time.monotonic(), -1
    while not wait([process.sentinel], 0.5):
        now = time.monotonic()
        ticks, asleep = _activity(process.pid)
        if not asleep or ticks != before:
            quiet_since, before = now, ticks
        if now - quiet_since > ASLEEP or now > due:
            return True
    return False


def _activity(session: int) -> tuple[int, bool]:
    """Ticks of the processor that a session has used, and whether all its threads sleep."""
    ticks, states = 0, set[str]()
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):  # it is over
            if not process.name.isdigit() or int(_fields(process)[3]) != session:
                continue
            for thread in (process / "task").iterdir():
                fields = _fields(thread)
                ticks += int(fields[11]) + int(fields[12])
                states.add(fields[0])
    return ticks, bool(states) and states <= {"S", "Z"}


def _fields(task: Path) -> list[str]:
    """What stands behind the name in a file ``stat`` of proc(5)."""
    return (task / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()


# --- what must not be -------------------------------------------------------------------------------------------------

_WARNING = re.compile(r"^\S*?(\w+Warning: .*)", re.MULTILINE)
_FRAME = re.compile(r'File "[^"]*/(rsa_sched/[^"]+\.py)", line \d+, in (\S+)')
_SEEN_AS_IT_IS = "\n\t\u202f\u00a0\ufeff"


def faults(trial: Trial, outcome: Outcome) -> list[str]:
    """What must not be of an outcome, a line each that begins with its kind; empty where all is well."""
    found = []
    everything = outcome.out + outcome.err
    if outcome.error or "Traceback (most recent call last)" in everything:
        found.append(f"traceback: {_where(outcome.error or everything)}")
    elif outcome.hung:
        found.append("hung: it waits for what never comes")
    elif outcome.code == -signal.SIGXCPU:
        found.append(f"time: more than {SECONDS} s of the processor")
    elif outcome.code not in CODES[trial.arguments[0]]:
        found.append(f"exit code: {outcome.code} {outcome.err[-200:]!r}")
    found += [f"warning: {text}" for text in (*outcome.warnings, *_WARNING.findall(outcome.err))]
    if outcome.seconds > SECONDS:
        found.append(f"time: {outcome.seconds:.0f} s of the processor")
    if outcome.mebibytes > MEBIBYTES:
        found.append(f"memory: {outcome.mebibytes} MiB")
    said = everything.casefold()
    found += [f"identity: {word}" for word in trial.secrets if word.casefold() in said]
    allowed = (*trial.always, *(trial.outputs if outcome.code == 0 else ()))
    left = [name for name in outcome.made if not any(fnmatch.fnmatchcase(name, one) for one in allowed)]
    changed = [name for name in outcome.changed if not any(fnmatch.fnmatchcase(name, one) for one in allowed)]
    found += [f"left behind: {name}" for name in left] + [f"changed: {name}" for name in changed]
    if outcome.code == 2 and not outcome.err.strip():
        found.append("silence: exit code 2 and no word why")
    unseen = sorted({f"U+{ord(one):04X}" for one in everything if _unseen(one)})
    if unseen:
        found.append(f"characters: {' '.join(unseen)} on the terminal")
    return found


def _unseen(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in _SEEN_AS_IT_IS


def _where(error: str) -> str:
    """Which error, and the innermost function of the package that it passed."""
    frames = _FRAME.findall(error)
    last = [line for line in error.splitlines() if line and not line.startswith((" ", "\t"))][-1:]
    name = last[0].partition(":")[0] if last else "?"
    return f"{name} in {frames[-1][0]}, {frames[-1][1]}" if frames else name


def kind(fault: str) -> str:
    """What makes two faults the same find: error and place of a traceback, a warning, an exit code; else what it is."""
    if fault.startswith("exit code"):
        return " ".join(fault.split()[:3])
    return fault if fault.startswith(("traceback", "warning")) else fault.partition(":")[0]
