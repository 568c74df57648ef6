"""Several documents, all faults of all at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from rsa_sched.errors import Fault, InputError

A = TypeVar("A")
B = TypeVar("B")


def every_fault_of(first: Callable[[], A], second: Callable[[], B]) -> tuple[A, B]:
    """Read both; where either is faulty, raise InputError with the faults of both, each once."""
    faults: list[Fault] = []
    read: list[A | B] = []
    for reading in (first, second):
        try:
            read.append(reading())
        except InputError as error:
            faults += [fault for fault in error.faults if fault not in faults]
    if faults:
        raise InputError(tuple(faults))
    return read[0], read[1]  # type: ignore[return-value]
