"""What an agenda document of any origin states, as the audit reads it: little is required, unknown keys are ignored."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any, Self, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, PrivateAttr

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.base import READ, Listed, Moment, Part, Rows
from rsa_sched.domain.compare import HoldsAgenda
from rsa_sched.domain.document import ProblemDocument
from rsa_sched.domain.frames import FromFrames
from rsa_sched.domain.instead import is_frame, refusal, refuse_no_mapping
from rsa_sched.domain.reading import Source, naming_file, read, validated
from rsa_sched.domain.values import Values, values_set
from rsa_sched.errors import InputError

if TYPE_CHECKING:
    import pandas as pd


class _Stated(Part):
    model_config = ConfigDict(extra="ignore")


class StatedAppointment(_Stated):
    """A place in the agenda as stated; ids may be unknown to the problem."""

    situation: str
    session: str
    start: Moment
    end: Moment
    venue: str | None = None
    participants: Rows[str] | None = None


class StatedDeferral(_Stated):
    """A deferral as stated."""

    situation: str


class StatedParts(_Stated):
    """Parts of the points as stated."""

    priority: int | None = None
    equity: int | None = None
    travel: int | None = None
    idle: int | None = None
    stability: int | None = None


class Statement(_Stated):
    """An agenda as stated: appointments and deferrals, and the figures that the audit recounts where they are given."""

    problem: str | None = None
    problem_sha256: str | None = None
    status: str | None = None
    points: int | None = None
    bound: int | None = None
    gap: float | None = None
    parts: StatedParts = StatedParts()
    appointments: Listed[StatedAppointment]
    deferrals: Listed[StatedDeferral]

    _is_read: bool = PrivateAttr(False)
    """Whether our own reader made it: then it needs no second reading."""

    @classmethod
    def from_json(cls, source: Source) -> Self:
        """Read any agenda document. Raises InputError with every fault."""
        raw, doubled, name = read(source)
        faults = [fault for _, fault in doubled]
        statement: Self | None = None
        with naming_file(name):
            try:
                statement = cls.from_dict(raw)
            except InputError as error:
                faults += error.faults
            if statement is None or faults:
                raise InputError(tuple(faults))
        return statement

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """What a document already parsed states. Raises InputError."""
        refuse_no_mapping("Statement", document)
        return cls._of_raw(document)

    @classmethod
    def from_frame(cls, appointments: pd.DataFrame, problem: ProblemDocument | None = None) -> Self:
        """What a frame of appointments states.

        Parameters
        ----------
        appointments : ``situation``, ``session``, ``start``, ``end`` and, where stated, ``venue`` and ``participants``,
            as ``agenda.to_frame()`` gives them.
        problem : whose agenda it is: its situations that the frame does not name are deferred, and datetimes with a
            zone are taken to its clocks. Without one nothing is deferred, and such datetimes are refused.

        Raises
        ------
        InputError
            With every fault, by row of the frame, counted from 0.
        """
        if not is_frame(appointments):
            raise refusal("appointments", appointments, "not-a-frame")
        zone = None if problem is None else ZoneInfo(problem.timezone)
        return cls._of_raw(_document_of_frame(appointments, problem, zone, "appointments"), zone)

    @classmethod
    def of_made(cls, agenda: Agenda) -> Statement:
        """What an agenda states that its own constructor has just checked: its rows as they are, not read again.

        For agendas of any other origin there is `of`: pydantic has ways to make one without any check.
        """
        stated = {name: value for name, value in values_set(agenda).items() if name in cls.model_fields}
        parts = StatedParts.model_construct(**values_set(agenda.parts))
        return cls.model_construct(**{**stated, "parts": parts})

    @classmethod
    def _of_raw(cls, document: Any, zone: ZoneInfo | None = None) -> Self:
        read = validated(cls, Values(zone).document(document), READ)
        read._is_read = True  # noqa: SLF001 - its own
        return read

    @classmethod
    def of(cls, agenda: AgendaSource, problem: ProblemDocument | None = None, argument: str = "agenda") -> Statement:
        """What an agenda states, in whatever form it comes.

        Parameters
        ----------
        agenda : an agenda, a result or a statement; the path of an agenda document's file; such a document already
            parsed; or a frame of appointments (as ``agenda.to_frame()``), which defers the situations it does not list.
        problem : whose agenda it is: datetimes with a zone are taken to its clocks (and refused without one).
        argument : its name in an error.

        Raises
        ------
        InputError
            With every fault, or saying what to pass instead.
        """
        if isinstance(agenda, PathLike):
            return cls.from_json(agenda)
        if isinstance(agenda, cls) and agenda._is_read:  # noqa: SLF001 - its own
            return agenda
        zone = None if problem is None else ZoneInfo(problem.timezone)
        if is_frame(agenda):
            return cls._of_raw(_document_of_frame(agenda, problem, zone, argument))
        stated: Any = agenda
        if not isinstance(agenda, Agenda | Statement | Mapping):
            stated = getattr(agenda, "agenda", None)
        if not isinstance(stated, Agenda | Statement | Mapping):
            raise refusal(argument, agenda, "not-an-agenda")
        if isinstance(stated, Agenda):  # much else stands in it, which would be converted for nothing
            stated = {name: value for name, value in values_set(stated).items() if name in cls.model_fields}
        return cls._of_raw(stated, zone)


AgendaSource: TypeAlias = "Agenda | Statement | HoldsAgenda | Mapping[str, Any] | PathLike[str] | pd.DataFrame"
"""Every form that an agenda may come in."""

_COLUMNS = ("situation", "session", "start", "end")


def _document_of_frame(
    frame: Any, problem: ProblemDocument | None, zone: ZoneInfo | None, argument: str
) -> dict[str, Any]:
    """The agenda document of a frame of appointments."""
    missing = [column for column in _COLUMNS if column not in frame.columns]
    if missing:
        raise refusal(argument, frame, "frame-without-columns", columns=_COLUMNS)
    rows = FromFrames(zone).rows(frame, ("appointments",))
    heard = {row["situation"] for row in rows if isinstance(row.get("situation"), str)}
    asked = () if problem is None else (row.id for row in problem.situations)
    return {"appointments": rows, "deferrals": [{"situation": name} for name in asked if name not in heard]}
