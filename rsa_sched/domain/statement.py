"""What an agenda document of any origin states, as the audit reads it: little is required, unknown keys are ignored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, ValidationError

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.base import Moment, Part
from rsa_sched.domain.reading import Source, faults_of, in_file, read
from rsa_sched.errors import InputError


class _Stated(Part):
    model_config = ConfigDict(extra="ignore")


class StatedAppointment(_Stated):
    """A place in the agenda as stated; ids may be unknown to the problem."""

    situation: str
    session: str
    start: Moment
    end: Moment
    venue: str | None = None
    participants: Annotated[tuple[str, ...] | None, Field(strict=False)] = None


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
    points: int | None = None
    parts: StatedParts = StatedParts()
    appointments: Annotated[tuple[StatedAppointment, ...], Field(strict=False)]
    deferrals: Annotated[tuple[StatedDeferral, ...], Field(strict=False)]

    @classmethod
    def from_json(cls, source: Source) -> Self:
        """Read any agenda document. Raises InputError with every fault."""
        raw, doubled, name = read(source)
        faults = [fault for _, fault in doubled]
        statement: Self | None = None
        try:
            statement = cls.from_dict(raw)
        except InputError as error:
            faults += error.faults
        if statement is None or faults:
            raise InputError(in_file(faults, name))
        return statement

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """What a document already parsed states. Raises InputError."""
        try:
            return cls.model_validate(document)
        except ValidationError as error:
            raise InputError(tuple(fault for _, fault in faults_of(error, document))) from None

    @classmethod
    def of(cls, agenda: Agenda | Statement | Mapping[str, Any]) -> Statement:
        """What an agenda of our own, or a document already parsed, states. Raises InputError."""
        if isinstance(agenda, Statement):
            return agenda
        return cls.from_dict(agenda.to_dict() if isinstance(agenda, Agenda) else agenda)
