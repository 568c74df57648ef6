"""Problems with their agendas, as the tests of what is published want them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import rsa_sched
from rsa_sched.display.audience import SERVICE, Audience
from rsa_sched.display.view import View
from rsa_sched.display.visible import view
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.base import bare_form
from rsa_sched.domain.problem import Problem
from rsa_sched.publish.letterhead import Delays
from rsa_sched.publish.tasks.todo import Task, tasks
from tests.support import builders as b
from tests.support.bundled import bundled
from tests.support.hostile import HOSTILE, HOSTILE_IDS

Pair = tuple[Problem, Agenda]


def arbitrated(problem: Problem, time_limit: float = 30.0) -> Pair:
    """A problem with its agenda."""
    result = rsa_sched.solve(problem, workers=1, time_limit=time_limit)
    return problem, result.agenda


def month() -> Pair:
    """The bundled month."""
    return bundled().problem, bundled().agenda


def small(situations: int | Sequence[b.Doc] = 2, sessions: int | Sequence[b.Doc] = 1, **keys: object) -> Pair:
    """A small problem of `builders` with its agenda."""
    return arbitrated(b.problem(situations, sessions, **keys))


def shown(pair: Pair, audience: Audience | str = SERVICE) -> View:
    """What an audience sees of it."""
    return view(*pair, audience)


def listed(pair: Pair, audience: Audience | str = SERVICE, delays: Delays | None = None) -> tuple[Task, ...]:
    """Its to-do list."""
    return tasks(shown(pair, audience), delays or Delays())


@lru_cache
def hostile() -> Pair:
    """An agenda whose labels and ids are the hostile texts: each text labels a referent who is heard; situations,
    sessions and structures have the texts that an id may be.
    """
    ids = list({bare_form(text): text for text in HOSTILE_IDS if bare_form(text)}.values())
    situations = [
        b.situation(
            n,
            id=ids[n] if n < len(ids) else f"d-{n}",
            referent=f"p-{n}",
            structure="=cmd|'/C calc'!A1",
            partners=[{"professional": "p-partner", "external": True}] if n % 20 == 0 else [],
        )
        for n in range(len(HOSTILE))
    ]
    size = 40
    names = ids[: len(HOSTILE) // size + 2]
    sessions = [
        b.session(n, id=name, day=5 + n, clock="00:00", minutes=1440, max_situations=size, venue=f"v-{n}")
        for n, name in enumerate(names)
    ]
    document = b.document(situations, sessions)
    document["id"] = '&B&"=1+1";/..\\x'
    document["structures"] = [{"id": "=cmd|'/C calc'!A1", "kind": "PSSI", "label": '=HYPERLINK("http://evil.invalid")'}]
    document["professionals"] = [{"id": f"p-{n}", "label": text} for n, text in enumerate(HOSTILE)]
    document["professionals"].append({"id": "p-partner", "label": "BEGIN:VALARM\r\nEND:VEVENT\nX-EVIL:1"})
    document["venues"] = [{"id": f"v-{n}", "label": HOSTILE[-n - 1]} for n in range(len(names))]
    return arbitrated(Problem.from_dict(document), time_limit=1.0)  # any agenda will do
