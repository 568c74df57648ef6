"""Checks of substance: what can be read but should not be so, by the sentences of the note."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.regulation import Regulation
from rsa_sched.domain.session_type import SessionType
from rsa_sched.french.figures import short_day
from rsa_sched.intake.rows.desk import Desk, SourceRow
from rsa_sched.intake.typewords import Types

Row = dict[str, Any]

_MOST_YEARS = 10
"""A request older than this is rather a date of birth in the wrong column, which must not go to the problem."""


@dataclass(slots=True, repr=False)
class MonthRows:
    """What the checks look at.

    Attributes
    ----------
    situations : raw situations with their lines; those of bad lines may lack keys.
    sessions : raw sessions.
    service_of : service of each sub-sector.
    types : types of session of the regulation.
    regulation : raw regulation of the problem.
    as_of : ISO date, or "" where it is not known.
    heard : by person, the day on which they were last heard.
    """

    situations: Sequence[tuple[Row, SourceRow]]
    sessions: Sequence[Row]
    service_of: Mapping[str, Any]
    types: Types
    regulation: Mapping[str, Any]
    as_of: str
    heard: Mapping[str, str] = field(default_factory=dict)

    def setting(self, key: str) -> Any:
        """A parameter of the regulation, its default where it is left out."""
        given = self.regulation.get(key)
        return Regulation.model_fields[key].default if given is None else given


def check_substance(desk: Desk, month: MonthRows) -> None:
    """Every check, over every situation; what a line lacks is reported elsewhere."""
    hearing = _Hearing(month)
    for row, line in month.situations:
        _check_dates(desk, month, row, line)
        _check_sessions(desk, month, hearing, row, line)
        _check_eligible(desk, month, row, line)
    _check_ranks(desk, month)
    _check_people(desk, month)


def heard_before(previous: tuple[Problem, Agenda] | None) -> dict[str, str]:
    """By person, the day on which the agenda of the month before heard them."""
    if previous is None:
        return {}
    problem, agenda = previous
    persons = {situation.id: situation.person for situation in problem.situations}
    heard: dict[str, str] = {}
    for seat in agenda.appointments:
        person = persons.get(seat.situation)
        if person is not None:
            heard[person] = max(seat.start.date().isoformat(), heard.get(person, ""))
    return heard


class _Hearing:
    """Which sessions could hear a situation, by type and place."""

    def __init__(self, month: MonthRows) -> None:
        self._service_of = month.service_of
        self._types = month.types
        self._sessions: dict[tuple[str, Any], list[Row]] = defaultdict(list)
        for row in month.sessions:
            kind = month.types.get(row.get("type"))
            if kind is not None:
                self._sessions[kind.id, row.get(kind.scope)].append(row)

    def of(self, row: Row) -> list[Row]:
        kind, place = _type(self._types, row), row.get("subsector")
        return self._sessions.get(
            (kind.id, place if kind.scope == "subsector" else self._service_of.get(place or "")), []
        )


def _type(types: Types, row: Row) -> SessionType:
    """The type of a situation; the first where it says none."""
    return types.get(row.get("type")) or types.first


def _check_dates(desk: Desk, month: MonthRows, row: Row, line: SourceRow) -> None:
    requested, received = row.get("requested_on"), row.get("received_on")
    if requested and month.as_of and requested > month.as_of:
        text = f"Une demande postérieure au jour de l'arbitrage ({_french(month.as_of)})."
        desk.say("error", "requested-later", text, "Corriger la date.", line=line, key="requested_on")
    for key in ("requested_on", "received_on", "not_before", "not_after"):
        if month.as_of and row.get(key) and int(month.as_of[:4]) - int(row[key][:4]) > _MOST_YEARS:
            desk.say("error", "date-implausible", f"Plus de {_MOST_YEARS} ans avant le jour de l'arbitrage.",
                     "Vérifier que ce n'est pas une date de naissance.", line=line, key=key)  # fmt: skip
            return
    if requested and received and received < requested:
        desk.say("error", "received-before-requested", "La demande est arrivée avant d'avoir été faite.",
                 "Corriger l'une des deux dates.", line=line, key="received_on")  # fmt: skip
    begins, ends = row.get("not_before"), row.get("not_after")
    if begins and ends and ends < begins:
        desk.say("error", "window-reversed", f"Le dernier jour possible précède le premier ({_french(begins)}).",
                 "Corriger l'une des deux dates.", line=line, key="not_after")  # fmt: skip


def _check_sessions(desk: Desk, month: MonthRows, hearing: _Hearing, row: Row, line: SourceRow) -> None:
    """A session that could hear the situation [R11, R33], on a day that suits, for which it came in time [R47, R53]."""
    if not month.sessions or not row.get("subsector") or "type" in line.unread:
        return
    sessions = hearing.of(row)
    kind = _type(month.types, row)
    whole = kind.scope == "service"
    if not sessions:
        place = "service" if whole else "sous-secteur"
        text = f"Aucune séance « {kind.name} » dans ce {place} ce mois-ci : la situation sera ajournée."
        desk.say("warning", "no-session", text, "Vérifier le type et le sous-secteur.", line=line,
                 key="type" if whole else _place_key(line), rule="R33" if whole else "R11")  # fmt: skip
        return
    wanted = row.get("wanted_sessions")
    if wanted:
        sessions = [session for session in sessions if session.get("id") in wanted]
        if not sessions:
            desk.say("warning", "wanted-impossible", "Aucune des séances souhaitées ne peut entendre la situation.",
                     "Vérifier leur type et leur sous-secteur.", line=line, key="wanted_sessions")  # fmt: skip
            return
    received = row.get("received_on") or row.get("requested_on")
    starts = [session["start"][:10] for session in sessions if session.get("start")]
    if not received or not starts or len(starts) < len(sessions) or line.unread & set(_WINDOW):
        return
    starts = [day for day in starts if (row.get("not_before") or day) <= day <= (row.get("not_after") or day)]
    if not starts:
        if "not_after" not in line.faulted:
            text = (
                "Aucune des séances qui pourraient entendre la situation n'a lieu dans le délai : elle sera ajournée."
            )
            key = "not_after" if row.get("not_after") else "not_before"
            desk.say("warning", "window-missed", text, "Vérifier le premier et le dernier jour possibles.",
                     line=line, key=key)  # fmt: skip
        return
    latest = dt.date.fromisoformat(max(starts))
    # A deadline may be longer than there are dates: then nothing can have come in time.
    due = dt.date.fromordinal(max(1, latest.toordinal() - month.setting("deadline_days")))
    if received > due.isoformat():
        text = (
            f"Reçue trop tard pour la séance du {short_day(latest)} : elle devait arriver le {short_day(due)} "
            "au plus tard."
        )
        key = "received_on" if line.filled("received_on") or "received_on" in line.table.columns else "requested_on"
        what = (
            "Elle attendra le mois suivant."
            if month.setting("late") == "refuse"
            else "Elle passera s'il reste de la place."
        )
        desk.say("warning", "late", text, what, line=line, key=key, rule="R53" if whole else "R47")


_WINDOW = ("not_before", "not_after")


def _place_key(line: SourceRow) -> str:
    return "neighbourhood" if line.filled("neighbourhood") and not line.filled("subsector") else "subsector"


def _check_eligible(desk: Desk, month: MonthRows, row: Row, line: SourceRow) -> None:
    """Who may be heard at all, by what the type admits [R3-R6, R43]."""
    if row.get("beneficiary_invited") and not row.get("beneficiary_agreed") and "beneficiary_agreed" not in line.unread:
        desk.say("warning", "invited-without-agreement", "L'allocataire est invité sans accord préalable.",
                 "Obtenir l'accord de la chargée de secteur ou de la cheffe de service, ou retirer l'invitation.",
                 line=line, key="beneficiary_agreed")  # fmt: skip
    kind = _type(month.types, row)
    if kind.admits == "anyone":
        return
    if row.get("plie_outside_rsa"):
        if kind.admits == "rsa" and "type" not in line.unread:
            desk.say("warning", "plie-outside-rsa", f"Une personne du PLIE hors rSa ne passe pas en « {kind.name} ».",
                     _elsewhere(month.types), line=line, key="plie_outside_rsa")  # fmt: skip
        return
    if row.get("oriented") is False:
        desk.say("warning", "not-oriented", "La personne n'est pas orientée par le département : elle sera ajournée.",
                 "Vérifier l'orientation.", line=line, key="oriented")  # fmt: skip
    if row.get("in_active_file") is False:
        desk.say("warning", "not-in-active-file", "La personne n'est pas dans la file active du référent.",
                 "Vérifier qui suit la personne.", line=line, key="in_active_file")  # fmt: skip


def _elsewhere(types: Types) -> str:
    """Where a person of the PLIE outside RSA may be heard."""
    open_to = types.names(admits=("rsa_or_plie", "anyone"))
    told = f" ; elle passe en {' ou '.join(f'« {name} »' for name in open_to)}" if open_to else ""
    return f"Vérifier le type d'instance{told}."


def _check_ranks(desk: Desk, month: MonthRows) -> None:
    """A structure that proposes more than two situations ranks them [R32], each with its own rank."""
    of_structure: dict[str, list[tuple[Row, SourceRow]]] = defaultdict(list)
    for row, line in month.situations:
        if row.get("structure"):
            of_structure[row["structure"]].append((row, line))
    for structure, listed in of_structure.items():
        seen: dict[int, SourceRow] = {}
        for row, line in listed:
            rank = row.get("rank")
            if rank is None:
                if len(listed) > 2 and "rank" not in line.unread:
                    text = f"La structure {structure} propose {len(listed)} situations : celle-ci n'a pas de rang."
                    desk.say("warning", "rank-missing", text, "Le demander à la structure.", line=line, key="rank")
            elif seen.setdefault(rank, line) is not line:
                text = f"La structure {structure} a déjà donné ce rang à la {seen[rank].where}."
                desk.say("warning", "rank-doubled", text, "Demander son ordre à la structure.", line=line, key="rank")


def _check_people(desk: Desk, month: MonthRows) -> None:
    """The same person twice, and people heard last month."""
    first: dict[str, tuple[Row, SourceRow]] = {}
    for row, line in month.situations:
        person = row.get("person")
        if person is None:
            continue
        before, where = first.setdefault(person, (row, line))
        if where is not line:
            same = before.get("structure") == row.get("structure")
            who = "par la même structure" if same else "par une autre structure"
            desk.say("warning", "person-twice", f"Cette personne est déjà proposée {who}, à la {where.where}.",
                     "Une seule des deux demandes passera : se concerter.",
                     line=line, key=_person_key(line))  # fmt: skip
        if person in month.heard:
            text = f"Cette personne a déjà été entendue le {_french(month.heard[person])}."
            desk.say("warning", "heard-before", text, "Vérifier qu'une nouvelle séance est voulue.",
                     line=line, key=_person_key(line))  # fmt: skip


def _person_key(line: SourceRow) -> str:
    return next((key for key in ("last_name", "case_number", "person", "first_name") if line.filled(key)), "")


def _french(day: str) -> str:
    return short_day(dt.date.fromisoformat(day))
