"""Raw results: one record a run, kept in a JSON file that runs family by family are merged into."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

Step = tuple[float, int, int | None]
"""(seconds, points, bound)."""


@dataclass(frozen=True)
class Record:
    """One run of one solver on one load; None where nothing is known.

    Attributes
    ----------
    limit : seconds that it was given.
    wall : seconds of the whole process: reading, solving, auditing, writing.
    search : seconds as the solver counts them: ours without reading and explaining, a peer's with its modelling.
    memory : MiB, at most at once.
    first, to_1_percent, to_01_percent : seconds from the start of the process (a peer: of its modelling) to the first
        agenda and to its own gap of 1 % and 0.1 %.
    failed : in words, why there is no agenda.
    heard : situations with an appointment.
    model : how large the peer's model is, in words.
    """

    family: str
    solver: str
    seed: int
    limit: float
    sessions: int
    situations: int
    wall: float
    versions: dict[str, str]
    memory: float | None = None
    search: float | None = None
    points: int | None = None
    bound: int | None = None
    first: float | None = None
    to_1_percent: float | None = None
    to_01_percent: float | None = None
    components: int | None = None
    components_optimal: int | None = None
    services: int | None = None
    services_optimal: int | None = None
    reproducible: bool | None = None
    failed: str | None = None
    heard: int | None = None
    model: str | None = None
    trace: list[Step] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str, int]:
        """A run replaces an earlier one of the same key."""
        return self.family, self.solver, self.seed

    @property
    def gap(self) -> float | None:
        """What may be missing, as a share of the bound."""
        if self.points is None or self.bound is None:
            return None
        return (self.bound - self.points) / max(1, abs(self.bound))

    @property
    def optimal_share(self) -> float | None:
        """Share of the services that are proven best."""
        if self.services is None or self.services_optimal is None:
            return None
        return self.services_optimal / self.services if self.services else 1.0


class OtherMachine(Exception):
    """The results in the file were measured elsewhere: figures of two machines are no comparison."""


@dataclass
class Results:
    """All records of one machine."""

    machine: dict[str, str]
    records: dict[tuple[str, str, int], Record] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Results:
        """What a file holds. Raises OSError, ValueError."""
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        found = [Record(**row) for row in raw["runs"]]
        return cls(raw["machine"], {record.key: record for record in found})

    @classmethod
    def begun(cls, path: Path, machine: dict[str, str]) -> Results:
        """What a file holds of this machine; nothing where there is none. Raises OtherMachine."""
        if not path.exists():
            return cls(machine)
        found = cls.read(path)
        if found.machine != machine:
            raise OtherMachine(f"{path.name} was measured on another machine; --fresh begins anew")
        return found

    def add(self, record: Record) -> None:
        """Take a run in, in place of an earlier one."""
        self.records[record.key] = record

    def write(self, path: Path) -> None:
        """Write the file anew."""
        rows = [asdict(record) for _, record in sorted(self.records.items())]
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        text = f'{{"machine": {json.dumps(self.machine, ensure_ascii=False)},\n"runs": [\n{lines}\n]}}\n'
        path.write_text(text, encoding="utf-8")

    def of(self, family: str, solver: str) -> list[Record]:
        """The runs of a solver on a family, by seed."""
        return [record for key, record in sorted(self.records.items()) if key[:2] == (family, solver)]


def contradictions(results: Results) -> list[str]:
    """Where an agenda has more points than somebody proved possible for the same load: somebody is wrong."""
    found = []
    for _, claim in sorted(results.records.items()):
        for _, agenda in sorted(results.records.items()):
            if (claim.family, claim.seed) != (agenda.family, agenda.seed):
                continue
            if claim.bound is not None and agenda.points is not None and agenda.points > claim.bound:
                found.append(
                    f"{claim.family}, seed {claim.seed}: {agenda.solver} has an agenda of {agenda.points} points, "
                    f"{claim.solver} proved at most {claim.bound}"
                )
    return found
