"""A question of a study's page with its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rsa_sched.render.table import Grid


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the page with its answer.

    Attributes
    ----------
    title : the question.
    tables : what answers it.
    strong, answer : a sentence before them, its beginning in bold.
    sentences : by the scenario that they are about.
    """

    title: str
    tables: Sequence[Grid] = ()
    strong: str = ""
    answer: str = ""
    sentences: Mapping[str, Sequence[str]] = field(default_factory=dict)
