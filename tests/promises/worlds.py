"""Small services, and futures that mean harm to whoever was promised a month."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any

from rsa_sched import Problem, Reservation, due_pins
from rsa_sched.months.closing import close_month
from rsa_sched.promises.calendar import calendar_of, month_of
from rsa_sched.promises.reservation import reserve
from rsa_sched.simulate.baselines import by_value
from rsa_sched.simulate.months.setting import Setting

KINDS = ("PSSI", "PER", "PE")
Row = dict[str, Any]


def service(rng: random.Random, waiting: int) -> Problem:
    """One or two sub-sectors, a session or two each on neighbouring days, few referents whom all requests share."""
    subsectors = [f"S{n}" for n in range(rng.randint(1, 2))]
    sessions = []
    for n, name in enumerate(subsectors):
        for k in range(rng.randint(1, 2)):
            hour = rng.choice(["09:00", "13:30"])
            sessions.append({"id": f"{name}-{k}", "type": "standard", "service": "g", "subsector": name,
                             "venue": rng.choice("ab"), "start": f"2010-10-{5 + 7 * k + rng.randint(0, n):02}T{hour}",
                             "minutes": rng.choice([90, 120, 180])})  # fmt: skip
    raw: Row = {
        "schema_version": "1",
        "id": "month-00",
        "as_of": "2010-09-20",
        "services": [{"id": "g"}],
        "subsectors": [{"id": name, "service": "g"} for name in subsectors],
        "venues": [{"id": "a"}, {"id": "b"}],
        "travel": {"default_minutes": 20},
        "structures": [{"id": kind.lower(), "kind": kind} for kind in KINDS],
        "professionals": [{"id": f"{kind.lower()}-{n}", "structure": kind.lower()} for kind in KINDS for n in range(2)]
        + [{"id": "psy"}],
        "sessions": sessions,
        "situations": [],
    }
    raw["situations"] = [request(rng, f"w{n:02}", subsectors, "2010-09-20", mean=0) for n in range(waiting)]
    return Problem.from_dict(raw)


def request(rng: random.Random, name: str, subsectors: list[str], day: str, *, mean: int) -> Row:
    """A request; one of `mean` is as urgent as may be, as long as may be, and takes the same people as the others."""
    structure = rng.choice(KINDS).lower()
    row: Row = {
        "id": name,
        "person": f"p-{name}",
        "type": "standard",
        "subsector": rng.choice(subsectors),
        "structure": structure,
        "referent": f"{structure}-{rng.randint(0, 1)}",
        "requested_on": day if mean else f"2010-{rng.randint(5, 9):02}-{rng.randint(1, 20):02}",
        "urgency": 3 if mean else rng.choice([0, 0, 0, 1, 2]),
    }
    if mean or rng.random() < 0.3:
        row["partners"] = [{"professional": "psy"}]
    return row


def hostile(problem: Problem, promised: Iterable[str]) -> Row:
    """An agenda within all rules that hears of the promised only those who are pinned."""
    pinned = {pin.situation for pin in problem.pins}
    document = problem.to_dict()
    held_back = [name for name in promised if name not in pinned]
    document["bans"] = [{"situation": name, "session": row.id} for name in held_back for row in problem.sessions]
    agenda = by_value(Problem.from_dict(document)).to_dict()
    return {key: agenda[key] for key in ("appointments", "deferrals")}


def mixed(problem: Problem, promised: Iterable[str]) -> Row:
    """By worth, with some of the promised heard before their month."""
    return hostile(problem, list(promised)[::2])


def lived(problem: Problem, rng: random.Random, months: int, arbiter: Callable[[Problem, Iterable[str]], Row],
          flood: int) -> tuple[dict[str, Reservation], dict[str, str]]:  # fmt: skip
    """The months after a promise: what was promised to whom, and in which month each was heard.

    Each month as many requests as may be come in and are preferred; new ones are promised a month as well, beside what
    was promised before.
    """
    setting, subsectors = Setting.of(problem), [row.id for row in problem.subsectors]
    waiting: list[Row] = problem.to_dict()["situations"]
    plans = calendar_of(problem, months)
    promised = reserve(problem, waiting, plans)
    first, heard = dict(promised), dict[str, str]()
    history: list[Row] = []
    for number, plan in enumerate(plans, start=1):
        as_of = str(setting.closes(number))
        waiting += [request(rng, f"n{number:02}-{k}", subsectors, as_of, mean=1) for k in range(flood)]
        document = problem.to_dict() | {"id": f"month-{number:02}", "as_of": as_of, "situations": waiting,
                                        "sessions": list(plan.sessions), "history": history}  # fmt: skip
        open_month = Problem.from_dict(document)
        pins, lost = due_pins(open_month, promised.values())
        assert not lost
        open_month = Problem.from_dict(document | {"pins": pins})
        agenda = arbiter(open_month, promised)
        for line in agenda["appointments"]:
            heard[line["situation"]] = month_of(line)
        closed = close_month(open_month, agenda).to_dict()
        waiting, history = closed["waiting"], closed["history"]
        later = reserve(open_month, waiting, plans[number:], promised.values())
        for name, one in promised.items():
            if name in {row["id"] for row in waiting}:
                assert later.get(name) == one, "what was promised stays"
        promised = later
        first |= {name: one for name, one in promised.items() if name not in first}
    return first, heard
