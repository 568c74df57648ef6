"""Problems of one sub-sector with interchangeable sessions: large ones keep the solver busy for minutes."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any


def interchangeable(sessions: int = 30, situations: int = 210, seed: int = 0, prefix: str = "") -> dict[str, Any]:
    """A valid problem document in which any situation fits any session; all ids begin with the prefix."""
    rng = Random(seed)
    first = dt.date(2010, 10, 4)
    people = [f"{prefix}p{n:02}" for n in range(24)]
    partners = [f"{prefix}x{n}" for n in range(10)]

    def absences() -> list[list[str]]:
        days = rng.sample(range(28), 3)
        return [[f"{first + dt.timedelta(days=day)}T09:00", f"{first + dt.timedelta(days=day)}T10:30"] for day in days]

    return {
        "schema_version": "1",
        "id": "interchangeable",
        "as_of": "2010-09-20",
        "services": [{"id": f"{prefix}s"}],
        "subsectors": [{"id": f"{prefix}S1", "service": f"{prefix}s"}],
        "venues": [{"id": f"{prefix}v0"}, {"id": f"{prefix}v1"}],
        "travel": {"default_minutes": 30},
        "structures": [{"id": f"{prefix}{kind.lower()}", "kind": kind} for kind in ("PSSI", "PER", "PE")],
        "professionals": [{"id": name, "unavailable": absences()} for name in (*people, *partners)],
        "sessions": [
            {
                "id": f"{prefix}i{n:02}",
                "type": "standard",
                "service": f"{prefix}s",
                "subsector": f"{prefix}S1",
                "venue": f"{prefix}v{n % 2}",
                "start": f"{first + dt.timedelta(days=n % 28)}T09:00",
            }
            for n in range(sessions)
        ],
        "situations": [
            {
                "id": f"{prefix}d{n:04}",
                "subsector": f"{prefix}S1",
                "structure": prefix + rng.choice(["pssi", "pssi", "per", "pe"]),
                "referent": rng.choice(people),
                "requested_on": str(dt.date(2010, 9, 1) - dt.timedelta(days=rng.randrange(200))),
                "urgency": rng.choice([0, 0, 0, 1, 2, 3]),
                "partners": [{"professional": rng.choice(partners)}] if rng.random() < 0.3 else [],
            }
            for n in range(situations)
        ],
    }


def side_by_side(*documents: dict[str, Any]) -> dict[str, Any]:
    """One document of several that share no id; the first one's regulation holds for all."""
    whole = dict(documents[0])
    for other in documents[1:]:
        whole.update({key: [*whole[key], *rows] for key, rows in other.items() if isinstance(rows, list)})
    return whole
