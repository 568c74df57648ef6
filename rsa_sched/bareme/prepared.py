"""The prepared problem: candidates, values and dues, which the barème derives before any agenda."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

from rsa_sched.bareme.dues import Claim, claims
from rsa_sched.bareme.values import age, guarantee_bonus, own_value, values
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem, the_problem
from rsa_sched.rules.candidates import admitted_sessions

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class PreparedProblem:
    """Problem, candidates, values and dues.

    Attributes
    ----------
    index : the problem, with look-ups.
    admitted : for each situation the sessions that admit it, in id order.
    values : for each situation its value in days, ranks heeded.
    claims : due and demand of each service and kind.
    """

    index: ProblemIndex
    admitted: Mapping[str, tuple[str, ...]]
    values: Mapping[str, int]
    claims: tuple[Claim, ...]

    @classmethod
    def of(cls, problem: Problem) -> PreparedProblem:
        """Derive everything from a problem. InputError, saying what to pass instead, for anything else."""
        index = ProblemIndex(the_problem(problem))
        admitted = admitted_sessions(index)
        return cls(index, admitted, values(index, admitted), claims(index, admitted))

    @cached_property
    def candidates(self) -> tuple[str, ...]:
        """Situations that at least one session admits, in id order."""
        return tuple(name for name, sessions in self.admitted.items() if sessions)

    @property
    def dues(self) -> dict[tuple[str, str], int]:
        """Units due, by (service, kind)."""
        return {(claim.service, claim.kind): claim.due for claim in self.claims}

    @cached_property
    def fingerprint(self) -> str:
        """Of everything that a search can read here, but for the problem's name: equal where all of it is equal.

        A component keeps it where a change elsewhere in the problem alters none of its rows, values or dues.
        """
        from pydantic_core import to_json

        problem = self.index.problem
        rows = [getattr(problem, key) for key in type(problem).model_fields if key != "id"]
        derived = [dict(self.admitted), dict(self.values), self.claims]
        return hashlib.sha256(to_json([rows, derived])).hexdigest()

    def restricted(self, situations: Iterable[str], services: Iterable[str] = ()) -> PreparedProblem:
        """The part of the problem with these situations and the claims of these services only.

        Values and dues stay those of the whole, and so does all that a rule or term says of these situations. Time and
        memory go with the size of the part, not of the whole.
        """
        kept = sorted(set(situations))
        admitted = {name: self.admitted[name] for name in kept}
        sessions = {session for names in admitted.values() for session in names}
        return PreparedProblem(
            self.index.cut_out(kept, sorted(sessions)),
            admitted,
            {name: self.values[name] for name in kept},
            tuple(claim for service in sorted(set(services)) for claim in self._claims_of.get(service, ())),
        )

    @cached_property
    def _claims_of(self) -> dict[str, tuple[Claim, ...]]:
        found: dict[str, tuple[Claim, ...]] = {}
        for claim in self.claims:
            found[claim.service] = (*found.get(claim.service, ()), claim)
        return found

    def __getstate__(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __repr__(self) -> str:
        number = f"{len(self.candidates)} candidates of {len(self.admitted)} situations"
        return f"<PreparedProblem of {self.index.problem.id}: {number}>"

    def to_frame(self) -> pd.DataFrame:
        """One row a situation: how its value comes about (days), its units, who asks, and the sessions that admit it.

        ``own`` is ``place + age + urgency + guarantee``; ``value`` is what the structure's ranks hand out.
        """
        import pandas as pd

        regulation, rows = self.index.regulation, self.index.situations
        return pd.DataFrame(
            {
                "situation": list(self.admitted),
                "place": regulation.slot_days,
                "age": [age(self.index, name) for name in self.admitted],
                "urgency": [regulation.urgency_days[rows[name].urgency] for name in self.admitted],
                "guarantee": [guarantee_bonus(self.index, name) for name in self.admitted],
                "own": [own_value(self.index, name) for name in self.admitted],
                "rank": pd.array([rows[name].rank for name in self.admitted], dtype="Int64"),
                "value": [self.values[name] for name in self.admitted],
                "units": [self.index.units(name) for name in self.admitted],
                "service": [self.index.service_of(name) for name in self.admitted],
                "kind": [self.index.kind_of(name) for name in self.admitted],
                "admitted": list(self.admitted.values()),
            }
        )
