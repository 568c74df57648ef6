"""The same contract solved as one would without rsa_sched.

A peer is a function ``agenda(problem, seconds, seed=0) -> PeerAnswer``. None of them uses the engine; the audit reads
each answer. Each is loaded where it is asked for: an officer's order needs no solver in memory.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any

from benchmarks.peers.answer import BrokenAgenda, CannotRun, NoAgenda, Note, Peer, PeerAnswer, silent

_PEERS: dict[str, tuple[str, dict[str, Any]]] = {
    "textbook-8": ("textbook", {"workers": 8}),
    "mip-highs": ("highs_mip", {}),
    "solverforge": ("local_search", {}),
    "officer": ("manual", {}),
    "officer-in-turn": ("manual", {"in_turn": True}),
}

NAMES = tuple(_PEERS)
"""Every peer."""

LABELS = {
    "textbook-8": "textbook CP-SAT, 8 workers",
    "mip-highs": "time-indexed MIP, HiGHS",
    "solverforge": "local search, SolverForge",
    "officer": "officer: by value, first fit",
    "officer-in-turn": "officer: kinds in turn",
}
"""What tables and plots call them."""


def peer(name: str) -> Peer:
    """The peer of a name. Raises KeyError."""
    module, options = _PEERS[name]
    agenda: Peer = import_module(f"benchmarks.peers.{module}").agenda
    return partial(agenda, **options)


__all__ = ["LABELS", "NAMES", "BrokenAgenda", "CannotRun", "NoAgenda", "Note", "Peer", "PeerAnswer", "peer", "silent"]
