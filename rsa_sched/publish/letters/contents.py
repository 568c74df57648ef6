"""What each letter says: one method a kind, each giving the letters by the id in their file names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rsa_sched.display.tables import what_to_do
from rsa_sched.display.view import DeferralView, Line, SeatView, SessionView, View
from rsa_sched.domain.problem import Problem
from rsa_sched.french.figures import day, hour, several
from rsa_sched.french.sentences import say
from rsa_sched.months.closing import PASSED_OVER
from rsa_sched.names import NameTable
from rsa_sched.publish.letterhead import Letterhead
from rsa_sched.publish.letters.fields import (
    Ajournement,
    Annulation,
    FeuilleDeSeance,
    Partenaire,
    Personne,
    Prescripteur,
    RendezVous,
    Seance,
    Tache,
)
from rsa_sched.publish.letters.people import PeopleNames, place_and_day, sender
from rsa_sched.publish.tasks.todo import Task


class Contents:
    """The letters of an agenda, not yet printed.

    Parameters
    ----------
    problem, shown : the problem, and its agenda as the service sees it.
    names : who the ids are.
    head : the sender.
    tasks : the to-do list of the agenda; a prescriber's letter quotes its own lines.
    """

    def __init__(
        self, problem: Problem, shown: View, names: NameTable, head: Letterhead, tasks: Iterable[Task]
    ) -> None:
        self._shown, self._names = shown, names
        self._people = PeopleNames(problem, names)
        self._tasks = [task for task in tasks if task.circle == "prescriber"]
        self.sender, self._when = sender(head), place_and_day(head, problem)

    def partners(self, mention: str) -> Iterator[tuple[str, Partenaire]]:
        """One for each external partner, with all their appointments; no beneficiary is named [R46]."""
        for name in sorted({name for _, line in self._shown.seats for name in line.external}):
            rows = self._rows((seat for seat in self._shown.seats if name in seat.line.external), named=False)
            yield name, Partenaire(self.sender, self._people.addressee(name), self._when, mention, rows)

    def persons(self, mention: str, *, everybody: bool) -> Iterator[tuple[str, Personne]]:
        """One for each person for whom it was asked, or `everybody`; nobody whom the table does not name [R50]."""
        seats, deferred = self._shown.seats, self._shown.deferrals
        for person in sorted({line.person for _, line in seats} | {row.person for row in deferred} - {""}):
            row = self._people.identity(person, "person")
            if row is None or not (everybody or row.official_letter):
                continue
            mine = [seat for seat in seats if seat.line.person == person]
            others = [line for line in deferred if line.person == person]
            asked = [self._people.referent(row.referent, row.structure) for row in _situations(mine, others)]
            yield (
                person,
                Personne(
                    self.sender,
                    self._people.addressed_person(person),
                    self._when,
                    mention,
                    referents=several(dict.fromkeys(filter(None, asked))),
                    rendez_vous=self._rows(mine),
                    ajournements=tuple(map(self._deferral, others)),
                ),
            )

    def prescribers(self, mention: str) -> Iterator[tuple[str, Prescripteur]]:
        """One for each referent: what became of their situations, and what they must do [R44, R45, R49]."""
        seats, deferred = self._shown.seats, self._shown.deferrals
        structures = {row.referent: row.structure for row in _situations(seats, deferred)}
        for name, structure in sorted(structures.items()):
            mine = [seat for seat in seats if seat.line.referent == name]
            others = [line for line in deferred if line.referent == name]
            situations = {row.situation for row in _situations(mine, others)}
            yield (
                name,
                Prescripteur(
                    self.sender,
                    self._people.addressee(name, structure),
                    self._when,
                    mention,
                    rendez_vous=self._rows(mine),
                    ajournements=tuple(map(self._deferral, others)),
                    taches=tuple(
                        Tache(day(task.due), task.recipient_shown, task.what, task.situation)
                        for task in sorted(self._tasks, key=lambda task: (task.due, task.situation, task.rule))
                        if task.situation in situations
                    ),
                ),
            )

    def cancellations(self, mention: str) -> Iterator[tuple[str, Annulation]]:
        """One for each of the staff of each cancelled session [R52]."""
        taken: set[str] = set()
        for session in self._shown.sessions:
            if session.mode == "cancelled":
                staff = tuple(dict.fromkeys(session.staff))
                for name in staff:
                    key = session.id if len(staff) == 1 else f"{session.id}-{name}"
                    while key in taken:  # s-1 and 2-p, s-1-2 and p
                        key += "~"
                    taken.add(key)
                    addressee = self._people.addressee(name)
                    yield key, Annulation(self.sender, addressee, self._when, mention, self._session(session))

    def sheets(self) -> Iterator[tuple[str, FeuilleDeSeance]]:
        """One for each session that hears somebody, with names; none without a name table."""
        for session in self._shown.sessions if self._names else ():
            rows = self._rows(seat for seat in session.seats if seat.line.situation)
            if rows:
                yield session.id, FeuilleDeSeance(self.sender, self._when, self._session(session), rows)

    def _rows(self, seats: Iterable[SeatView], *, named: bool = True) -> tuple[RendezVous, ...]:
        return tuple(
            RendezVous(
                situation=line.situation,
                personne=self._people.person(line.person) if named else "",
                date=day(line.start.date()),
                debut=hour(line.start),
                fin=hour(line.end),
                duree=say("letters.duration.minutes", number=int((line.end - line.start).total_seconds()) // 60),
                lieu=session.venue_label,
                seance=session.id,
                type=session.type.name,
                structure=line.structure_label,
                referent=self._people.professional(line.referent),
                participants=self._people.listed(line.participants),
                personne_vient=line.beneficiary_invited,
            )
            for session, line in seats
        )

    def _deferral(self, row: DeferralView) -> Ajournement:
        return Ajournement(
            situation=row.situation,
            personne=self._people.person(row.person),
            type=row.type.name,
            motif=row.label,
            explication=" ".join(filter(None, (row.text, what_to_do(row), _kept(row)))),
            raison=say(f"deferrals.why.{row.reason}"),
            suite=say(f"deferrals.next.{row.reason}"),
        )

    def _session(self, row: SessionView) -> Seance:
        return Seance(
            numero=row.id,
            type=row.type.name,
            date=day(row.start.date()),
            debut=hour(row.start),
            fin=hour(row.end),
            lieu=row.venue_label,
            secteur=row.subsector_label or row.service_label,
            presents=self._people.listed(row.staff),
        )


def _kept(row: DeferralView) -> str:
    """What a request that waits on keeps: its date, and its count of deferrals, with this one where it counts."""
    once_more = row.reason in PASSED_OVER
    return say(
        f"deferrals.kept.{'more' if once_more else 'same'}",
        requested=row.requested_on,
        deferrals=row.deferrals + once_more,
    )


def _situations(seats: Iterable[SeatView], deferred: Iterable[DeferralView]) -> list[Line | DeferralView]:
    """Heard or not."""
    return [*(seat.line for seat in seats), *deferred]
