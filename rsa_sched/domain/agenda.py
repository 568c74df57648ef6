"""The agenda document: who is heard where and when, who is deferred and why, how good it is (contract, section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import PrivateAttr

from rsa_sched.domain.base import READ, Id, Listed, Moment, Part, Rows
from rsa_sched.domain.compare import Stated, compared
from rsa_sched.domain.files import InFiles, look_up
from rsa_sched.domain.instead import refuse_no_mapping
from rsa_sched.domain.notebook import ShownInNotebooks
from rsa_sched.domain.reading import Source, naming_file, quoted, read, validated
from rsa_sched.domain.values import Values
from rsa_sched.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

Reason = Literal[
    "no-session", "ineligible", "out-of-window", "banned", "late", "person-seated", "no-common-time", "outranked"
]
"""Why a situation is deferred: the first that applies."""

Mode = Literal["held", "first_hour", "cancelled"]
"""How a session is held: as planned, for its first hour [R22], or not at all [R52]."""


class Parts(Part):
    """The five parts of the points; the last four are costs."""

    priority: int
    equity: int
    travel: int
    idle: int
    stability: int

    _others: int = PrivateAttr(0)

    @classmethod
    def of(cls, counted: Mapping[str, tuple[int, int]]) -> Self:
        """Of each term its sign and its figure; what the document has no key for counts in the points alone."""
        parts = cls(**{name: figure for name, (_, figure) in counted.items() if name in cls.model_fields})
        parts._others = sum(sign * figure for name, (sign, figure) in counted.items() if name not in cls.model_fields)
        return parts

    @property
    def points(self) -> int:
        """What the agenda is worth: days of waiting times units of session time."""
        return self.priority - self.equity - self.travel - self.idle - self.stability + self._others


class Due(Part):
    """A kind's share of a service's places, in units: due, granted, asked for."""

    service: Id
    kind: Id
    due_units: int
    granted_units: int
    demand_units: int


class Appointment(Part):
    """A situation's place in the agenda; participants: the referent, then partners as listed."""

    situation: Id
    session: Id
    venue: Id
    start: Moment
    end: Moment
    participants: Rows[Id]


class Deferral(Part):
    """A situation that is not heard, why, and the sentences of the note behind it."""

    situation: Id
    reason: Reason
    rules: Rows[str]
    text: str
    """In French, for the prescriber."""


class SessionLine(Part):
    """How a session is held and how full it is."""

    session: Id
    mode: Mode
    situations: int
    minutes_used: int


class Run(Part):
    """How the agenda was made."""

    version: str
    seed: int
    time_limit: float | None
    workers: int
    engine: str
    seconds: float
    reproducible: bool
    """False where the time limit or an interrupt cut the search short."""


class Agenda(ShownInNotebooks, InFiles, Part):
    """An arbitrated agenda with its proof (`bound`, `gap`) and its reasons (`deferrals`)."""

    schema_version: Literal["1"] = "1"
    problem: Id
    problem_sha256: str
    status: Literal["optimal", "feasible"]
    points: int
    bound: int
    """Proven: no agenda has more points."""
    gap: float
    parts: Parts
    due: Listed[Due]
    appointments: Listed[Appointment]
    deferrals: Listed[Deferral]
    sessions: Listed[SessionLine]
    run: Run

    _by_id: dict[str, dict[str, Any]] = PrivateAttr(default_factory=dict)

    @classmethod
    def from_json(cls, source: Source) -> Self:
        """Read an agenda document as `to_json` writes it; `Statement.from_json` reads any other. Raises InputError."""
        raw, doubled, name = read(source)
        with naming_file(name):
            if doubled:
                raise InputError(tuple(fault for _, fault in doubled))
            return cls.from_dict(raw)

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """The agenda of a document already parsed. Raises InputError."""
        refuse_no_mapping("Agenda", document)
        return validated(cls, Values().document(document), READ)

    def lists_sessions(self, ids: Iterable[str]) -> bool:
        """Whether `sessions` are these, each once: the audit reads appointments and deferrals alone."""
        return sorted(line.session for line in self.sessions) == sorted(ids)

    def to_dict(self) -> dict[str, Any]:
        """The document in plain values."""
        return self.model_dump(mode="json")

    def to_json(self) -> str:
        """The document as indented JSON text."""
        return self.model_dump_json(indent=1) + "\n"

    def to_frame(self) -> pd.DataFrame:
        """The appointments, one a row; start and end as datetimes."""
        return _frame(self.appointments, Appointment)

    def deferrals_frame(self) -> pd.DataFrame:
        """The deferrals, one a row."""
        return _frame(self.deferrals, Deferral)

    def sessions_frame(self) -> pd.DataFrame:
        """The sessions with their mode and use, one a row."""
        return _frame(self.sessions, SessionLine)

    def due_frame(self) -> pd.DataFrame:
        """Units due, granted and asked for, one row a service and kind."""
        return _frame(self.due, Due)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Everything in frames: ``appointments``, ``deferrals``, ``sessions``, ``due``, and ``summary``.

        The summary is one row: problem, status, points, bound, gap, the five parts, how many are heard and deferred,
        and how the agenda was made (the keys of `run`).
        """
        import pandas as pd

        summary = {
            **{key: getattr(self, key) for key in ("problem", "problem_sha256", "status", "points", "bound", "gap")},
            **self.parts.model_dump(),
            "heard": len(self.appointments),
            "deferred": len(self.deferrals),
            **self.run.model_dump(),
        }
        return {
            "appointments": self.to_frame(),
            "deferrals": self.deferrals_frame(),
            "sessions": self.sessions_frame(),
            "due": self.due_frame(),
            "summary": pd.DataFrame([summary]),
        }

    def compare(self, other: Stated) -> pd.DataFrame:
        """What becomes of each situation from this agenda to another: one row a situation of either, by id.

        Parameters
        ----------
        other : an `Agenda`, a `Result` or a `Statement`, of this problem or a variant of it.

        Returns
        -------
        DataFrame
            ``situation``; ``change``: ``heard`` (now and not before), ``deferred`` (heard before, not now), ``moved``
            (to another session), ``retimed`` (another hour of its session) or ``unchanged``; ``before`` and ``after``:
            ``heard``, ``deferred``, or missing where that agenda does not name it; ``session_before``,
            ``start_before``, ``session_after``, ``start_after``. `Result.compare` adds points.

        Raises
        ------
        InputError
            Where `other` is no agenda.
        """
        return compared(self, other)

    def appointment(self, situation: str) -> Appointment:
        """A situation's place. Raises KeyError, saying whether it is deferred or naming ids that resemble it."""
        rows, deferred = self._indexed("appointments"), self._indexed("deferrals")
        instead = f"is deferred ({deferred[situation].reason})" if situation in deferred else ""
        row: Appointment = look_up(rows, situation, "a situation that is heard", instead)
        return row

    def deferral(self, situation: str) -> Deferral:
        """Why a situation is deferred. Raises KeyError, saying whether it is heard or naming ids that resemble it."""
        rows, heard = self._indexed("deferrals"), self._indexed("appointments")
        instead = f"is heard, in session {quoted(heard[situation].session)}" if situation in heard else ""
        row: Deferral = look_up(rows, situation, "a situation that is deferred", instead)
        return row

    def _indexed(self, name: str) -> dict[str, Any]:
        """The rows of a list by situation (of several the first), kept for the next look-up."""
        if name not in self._by_id:
            self._by_id[name] = {row.situation: row for row in reversed(getattr(self, name))}
        return self._by_id[name]

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same, however they were made: `run` does not count."""
        if not isinstance(other, Agenda):
            return NotImplemented
        return type(self) is type(other) and self._content() == other._content()

    def __hash__(self) -> int:
        return hash(self._content())

    def _content(self) -> tuple[Any, ...]:
        return tuple(getattr(self, key) for key in type(self).model_fields if key != "run")

    def __str__(self) -> str:
        heard, deferred = len(self.appointments), len(self.deferrals)
        return f"Agenda of {self.problem}: {heard} heard, {deferred} deferred, {self.points} points, {self.status}"

    def __repr__(self) -> str:
        return f"<{self}>"


def _frame(lines: tuple[Part, ...], kind: type[Part]) -> pd.DataFrame:
    import pandas as pd

    rows = [{key: getattr(line, key) for key in kind.model_fields} for line in lines]
    return pd.DataFrame(rows, columns=list(kind.model_fields))
