"""CSPLib prob046 (Shapen, Zivan, Meisels; CC BY 4.0): meeting scheduling instances, written as problem documents.

A meeting is a situation with one session of its own, alone at its venue: 12 slots of half an hour on one morning.
Its agents are its participants, and the slots between two meetings of one agent are minutes between their venues.
With every weight that could prefer one meeting to another at nought, the best agenda seats all that can be seated.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from tests.support.oracle_read import Doc

SLOT_MINUTES = 30


class Instance(NamedTuple):
    """One published instance: who must attend what, the slots between meetings, and the published answer."""

    number: int
    agents: list[list[int]]
    distance: list[list[int]]
    slots: int
    satisfiable: bool


def instances(folder: Path) -> list[Instance]:
    """Read `instances.md` and `results.md` of a copy of prob046."""
    answers = _answers((folder / "results.md").read_text(encoding="utf-8"))
    # what comes before the first is the page's head
    texts = re.split(r"NumberOfMeetings\s*=", (folder / "instances.md").read_text(encoding="utf-8"))[1:]
    return [_instance(number, text, answers[number]) for number, text in enumerate(texts, start=1)]


def _answers(text: str) -> dict[int, bool]:
    """Published answer by instance."""
    found = {}
    parts = re.split(r"Instance #(\d+)", text)
    for number, answer in zip(parts[1::2], parts[2::2], strict=True):
        said = re.search(r"is (satisfiable|infeasible)", answer)
        assert said is not None, f"instance {number}"
        found[int(number)] = said[1] == "satisfiable"
    return found


def _instance(number: int, text: str, satisfiable: bool) -> Instance:
    slots = re.search(r"DomainSize\s*=\s*(\d+)", text)
    meetings = re.match(r"\s*(\d+)", text)
    assert slots is not None
    assert meetings is not None
    agents = [[int(one) for one in line.split()] for line in re.findall(r"Agents? \(\d+\):([\d ]*)", text)]
    matrix = [[int(one) for one in row.split()] for row in re.findall(r"^[ \t]*\d+[ \t]*:([\d \t]*)$", text, re.M)]
    count = int(meetings[1])
    assert [len(row) for row in matrix] == [count] * count, f"instance {number}"
    return Instance(number, agents, matrix, int(slots[1]), satisfiable)


def document(instance: Instance) -> Doc:
    """Write an instance as a problem document."""
    meetings = range(len(instance.distance))
    attends = {
        meeting: [f"a{n:02d}" for n, own in enumerate(instance.agents) if meeting in own] for meeting in meetings
    }
    # a meeting that nobody attends still needs a referent: one of its own, who is free
    lonely = [f"x{meeting:02d}" for meeting in meetings if not attends[meeting]]
    for meeting in meetings:
        attends[meeting] = attends[meeting] or [f"x{meeting:02d}"]
    return {
        "schema_version": "1",
        "id": f"csplib-046-{instance.number:02d}",
        "as_of": "2010-09-27",
        "regulation": {
            "single_situation_minutes": None,
            "long_minutes": SLOT_MINUTES,
            "wait_percent_per_week": 0,
            "trip_days": 0,
            "idle_days": 0,
            "equity_days": [0],
        },
        "services": [{"id": "g"}],
        "subsectors": [{"id": "S1", "service": "g"}],
        "venues": [{"id": f"v{meeting:02d}"} for meeting in meetings],
        "travel": {
            "between": [
                [f"v{one:02d}", f"v{other:02d}", SLOT_MINUTES * instance.distance[one][other]]
                for one in meetings
                for other in meetings
                if one < other
            ]
        },
        "structures": [{"id": "s", "kind": "PSSI"}],
        "professionals": [{"id": f"a{n:02d}"} for n in range(len(instance.agents))] + [{"id": name} for name in lonely],
        "sessions": [
            {
                "id": f"s{meeting:02d}",
                "type": "standard",
                "service": "g",
                "subsector": "S1",
                "venue": f"v{meeting:02d}",
                "start": "2010-10-12T09:00",
                "minutes": instance.slots * SLOT_MINUTES,
            }
            for meeting in meetings
        ],
        "situations": [
            {
                "id": f"m{meeting:02d}",
                "subsector": "S1",
                "structure": "s",
                "referent": attends[meeting][0],
                "requested_on": "2010-09-01",
                "partners": [{"professional": agent} for agent in attends[meeting][1:]],
                "wanted_sessions": [f"s{meeting:02d}"],
            }
            for meeting in meetings
        ],
    }
