"""Stand-ins for the search's attempt at one component, whose worker really dies, starves or never hears.

They are found by name in any process: a test puts one in the place of `search._attempt`.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from rsa_sched.engine import component, search
from rsa_sched.engine.incumbent import Incumbent

CULPRIT = "1-d0000"
"""First situation of the component that something happens to."""
ATTEMPT = search._attempt
SLEEP = 60.0


def is_culprit(floor: Incumbent) -> bool:
    """Whether this is the component that something happens to."""
    return floor.prepared.candidates[0] == CULPRIT


def kills(number: int, floor: Incumbent, *rest: Any) -> Any:
    """Every worker that takes the component up is killed, as by a system short of memory."""
    if is_culprit(floor):
        os.kill(os.getpid(), signal.SIGKILL)
    return ATTEMPT(number, floor, *rest)


def kills_once(mark: Path, number: int, floor: Incumbent, *rest: Any) -> Any:
    """The first worker that takes it up is killed."""
    if is_culprit(floor) and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return ATTEMPT(number, floor, *rest)


def slow(number: int, floor: Incumbent, *rest: Any) -> Any:
    """Every component takes a moment, so that there is something to kill."""
    time.sleep(0.5)
    return ATTEMPT(number, floor, *rest)


def starves(number: int, floor: Incumbent, *rest: Any) -> Any:
    """The component wants more memory than its process may have."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    with pytest.MonkeyPatch.context() as patch:
        if is_culprit(floor):
            patch.setattr(search, "improve", _hunger)
            resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + 2**27, before[1]))
        try:
            return ATTEMPT(number, floor, *rest)
        finally:
            resource.setrlimit(resource.RLIMIT_AS, before)


def _hunger(*_: object) -> Incumbent:
    eaten = []
    while True:
        eaten.append(bytearray(2**20))


def fails(number: int, floor: Incumbent, *rest: Any) -> Any:
    """The search of the component has a bug."""
    with pytest.MonkeyPatch.context() as patch:
        if is_culprit(floor):
            patch.setattr(search, "improve", _bug)
        return ATTEMPT(number, floor, *rest)


def _bug(*_: object) -> Incumbent:
    raise ZeroDivisionError("a bug in the search")


def sleeps(number: int, floor: Incumbent, *rest: Any) -> Any:
    """The worker hears nothing for a minute."""
    if is_culprit(floor):
        time.sleep(SLEEP)
    return ATTEMPT(number, floor, *rest)


def hungry(*arguments: Any) -> Incumbent:
    """`improve`, but the component asks for more memory than there is in the world."""
    floor: Incumbent = arguments[0]
    if is_culprit(floor):
        bytearray(1 << 60)
    return component.improve(*arguments)
