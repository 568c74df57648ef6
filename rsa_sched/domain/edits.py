"""Verbs that make one problem out of another: each gives a new `Problem` that was read like any other.

All of them change the document, and the one strict reader judges what came of it. So an edited problem has the
fingerprint of the same document written by hand, and faults name places of the edited document.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Container, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel

from rsa_sched.domain.document import ProblemDocument
from rsa_sched.domain.frames import FromFrames, document_of_frames
from rsa_sched.domain.instead import is_frame, kind_of, refusal
from rsa_sched.domain.reading import quoted, safe_text
from rsa_sched.domain.regulation import Regulation
from rsa_sched.domain.statement import AgendaSource, Statement
from rsa_sched.domain.timechecks import known_zone
from rsa_sched.domain.values import values_set
from rsa_sched.domain.wishes import Ban, Pin
from rsa_sched.errors import Fault, InputError

if TYPE_CHECKING:
    import pandas as pd

_PIN, _BAN = tuple(Pin.model_fields), tuple(Ban.model_fields)
_WISHES = ("pins", "bans", "announced")
"""The lists whose rows are about a situation and a session."""


class Editable(ProblemDocument):
    """The verbs of a `Problem`. A key that an edit does not concern stays as it was read."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """The document as it was read."""

    @classmethod
    @abstractmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """The problem of a document. Raises InputError."""

    def with_pins(self, *pins: Pin | BaseModel | Mapping[str, Any] | tuple[Any, ...] | pd.DataFrame) -> Self:
        """The same with these pins after its own.

        Parameters
        ----------
        *pins : ``(situation, session)`` or ``(situation, session, start)``, objects as in the document, `Pin`s, or
            frames of them. Of an `Appointment` or an `Announcement`, its situation, session and start are taken:
            ``problem.with_pins(*agenda.appointments)``.

        Raises
        ------
        InputError
            With every fault of the edited document: an unknown id, a pin that is there already, a banned session.
            ``pins[0]`` is the first of all its pins, the old ones included.
        """
        return self._appended("pins", pins, _PIN)

    def with_bans(self, *bans: Ban | BaseModel | Mapping[str, Any] | tuple[Any, ...] | pd.DataFrame) -> Self:
        """The same with these bans after its own: ``(situation, session)``, objects, `Ban`s or frames; see `with_pins`.

        Raises
        ------
        InputError
            With every fault of the edited document.
        """
        return self._appended("bans", bans, _BAN)

    def with_regulation(self, regulation: Regulation | Mapping[str, Any] | None = None, /, **changes: Any) -> Self:
        """The same under another règlement.

        Parameters
        ----------
        regulation : stands in place of the problem's own: a `Regulation`, one of the `PRESETS`, or an object.
        **changes : parameters that differ from it, or from the problem's own where none is given. None gives a
            parameter its default again; for ``single_situation_minutes`` it means that there is no such rule.

        Raises
        ------
        InputError
            With every fault of the edited document, and where `regulation` is none.
        """
        document = self.to_dict()
        if regulation is None:
            new = dict(document.get("regulation") or {})
        elif isinstance(regulation, Regulation):
            new = values_set(regulation)
        elif isinstance(regulation, Mapping):
            new = dict(regulation)
        else:
            raise refusal("regulation", regulation, "not-a-regulation")
        for key, value in changes.items():
            new.pop(key, None)
            if value is not None or not Regulation.omittable(key):
                new[key] = value
        if new or regulation is not None or "regulation" in document:
            document["regulation"] = new
        return self.from_dict(document)

    def announcing(self, agenda: AgendaSource) -> Self:
        """The same with every place of an agenda announced, in place of its own list: what moves them costs points.

        Parameters
        ----------
        agenda : anything that `check` takes. Places of situations or sessions that the problem does not know are left
            out; of several of one situation the first counts.

        Raises
        ------
        InputError
            Where it is no agenda, or one of a problem of another id.
        """
        statement = Statement.of(agenda, self)
        if statement.problem not in (None, self.id):
            given = f"of problem {safe_text(statement.problem, ('problem',))}"
            raise InputError.of("agenda", given, "agenda-of-another-problem", problem=quoted(self.id))
        situations, sessions = {row.id for row in self.situations}, {row.id for row in self.sessions}
        places: dict[str, Any] = {}
        for line in statement.appointments:
            if line.situation in situations and line.session in sessions:
                row = {"situation": line.situation, "session": line.session, "start": line.start}
                places.setdefault(line.situation, row)
        return self.from_dict({**self.to_dict(), "announced": list(places.values())})

    def without(
        self,
        *,
        situation: str | Iterable[str] = (),
        session: str | Iterable[str] = (),
        professional: str | Iterable[str] = (),
    ) -> Self:
        """The same without these rows and without what names them.

        Pins, bans and announced places of a situation or session leave with it, and sessions leave the
        ``wanted_sessions`` (an emptied list stays: it admits none). Professionals leave the staff of sessions and the
        partners of situations (one that has no partner left may be shorter).

        Parameters
        ----------
        situation, session, professional : one id or several.

        Raises
        ------
        InputError
            For an unknown id, and for a professional who is the referent of a situation that stays: a situation has
            one, so give it another (`replace`) or take it out in the same call. The fault names the situations.
        """
        document = self.to_dict()
        faults: list[Fault] = []
        situations = _known(situation, "situation", document, faults)
        sessions = _known(session, "session", document, faults)
        professionals = _known(professional, "professional", document, faults)
        take_out(document, situations, sessions)
        document["professionals"] = [row for row in document["professionals"] if row["id"] not in professionals]
        for row in document["sessions"]:
            _keep(row, "staff", lambda one: one not in professionals)
        for row in document["situations"]:
            _keep(row, "partners", lambda one: one["professional"] not in professionals)
        for one in sorted(professionals):
            referred = [quoted(row["id"]) for row in document["situations"] if row["referent"] == one]
            if referred:
                faults.append(Fault("professional", quoted(one), "referent-that-stays", {"situations": referred}))
        if faults:
            raise InputError(tuple(faults))
        return self.from_dict(document)

    def replace(self, **changes: Any) -> Self:
        """The same with other lists or values.

        Parameters
        ----------
        **changes : keys of the document, each with all that stands there then: a list of objects or a frame, or a plain
            value, as `Problem.from_frames` takes them. None leaves a key out.

        Raises
        ------
        InputError
            With every fault of the edited document.
        """
        kept = {key: value for key, value in self.to_dict().items() if key not in changes}
        given = {key: value for key, value in changes.items() if value is not None}
        zone = {key: value for key, value in kept.items() if key == "timezone"}
        return self.from_dict(kept | document_of_frames(zone | given))

    def _appended(self, name: str, given: tuple[Any, ...], keys: tuple[str, ...]) -> Self:
        document = self.to_dict()
        rows = list(document.get(name) or ())
        values = FromFrames(known_zone(self.timezone))
        faults: list[Fault] = []
        for item in given:
            if is_frame(item):
                rows += values.rows(item, (name,))
                continue
            rows.append(_row(item, keys))
            if rows[-1] is None:
                faults.append(Fault(f"{name}[{len(rows) - 1}]", kind_of(item), "not-a-row", {"keys": keys}))
        if faults:
            raise InputError(tuple(faults))
        if given:
            document[name] = rows
        return self.from_dict(document)


def take_out(document: dict[str, Any], situations: Container[str], sessions: Container[str]) -> None:
    """Take situations and sessions out of a problem document, in place, and out of whatever names them.

    An emptied list of wanted sessions stays an empty list: it admits none.
    """
    document["situations"] = [row for row in document["situations"] if row["id"] not in situations]
    document["sessions"] = [row for row in document["sessions"] if row["id"] not in sessions]
    for name in _WISHES:
        _keep(document, name, lambda row: row["situation"] not in situations and row["session"] not in sessions)
    for row in document["situations"]:
        _keep(row, "wanted_sessions", lambda one: one not in sessions)


def _row(item: Any, keys: tuple[str, ...]) -> dict[str, Any] | None:
    """A row of the document; None for what is none."""
    if isinstance(item, BaseModel):
        return {key: value for key, value in values_set(item).items() if key in keys}
    if isinstance(item, Mapping):
        return dict(item)
    required = 2  # situation and session
    if not isinstance(item, tuple) or not required <= len(item) <= len(keys):
        return None
    return {key: value for key, value in zip(keys, item, strict=False) if value is not None or key != "start"}


def _known(given: str | Iterable[str], what: str, document: dict[str, Any], faults: list[Fault]) -> frozenset[str]:
    """The ids to be taken out; a fault for each that is none."""
    if not isinstance(given, str | Iterable) or isinstance(given, bytes | Mapping) or is_frame(given):
        raise refusal(what, given, "not-ids")
    known = {row["id"] for row in document[f"{what}s"]}
    ids = set()
    for one in [given] if isinstance(given, str) else given:
        if isinstance(one, str) and one in known:
            ids.add(one)
        else:
            faults.append(Fault(what, safe_text(one, (what,)), "unknown-id", {"target": f"{what}s"}))
    return frozenset(ids)


def _keep(holder: dict[str, Any], name: str, stays: Callable[[Any], bool]) -> None:
    """Clean a list where there is one."""
    if holder.get(name) is not None:
        holder[name] = [item for item in holder[name] if stays(item)]
