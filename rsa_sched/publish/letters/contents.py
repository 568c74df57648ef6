"""What each letter says: one method a kind, each giving the letters by the id in their file names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rsa_sched.display.view import DeferralView, Line, SessionView, View
from rsa_sched.domain.problem import Problem
from rsa_sched.french.figures import day, hour, several
from rsa_sched.french.sentences import say
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
from rsa_sched.publish.letters.people import PeopleNames, minutes, place_and_day, sender
from rsa_sched.publish.tasks.todo import Task

Seat = tuple[SessionView, Line]


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
            mine = [seat for seat in self._shown.seats if name in seat[1].external]
            yield (
                name,
                Partenaire(
                    expediteur=self.sender,
                    destinataire=self._people.addressee(name),
                    lieu_et_date=self._when,
                    mention=mention,
                    rendez_vous=self._rows(mine, named=False),
                ),
            )

    def persons(self, mention: str, *, everybody: bool) -> Iterator[tuple[str, Personne]]:
        """One for each person for whom it was asked, or `everybody`; nobody whom the table does not name [R50]."""
        seats, deferred = self._shown.seats, self._shown.deferrals
        for person in sorted({line.person for _, line in seats} | {row.person for row in deferred} - {""}):
            row = self._people.identity(person, "person")
            if row is None or not (everybody or row.official_letter):
                continue
            mine = [seat for seat in seats if seat[1].person == person]
            others = [line for line in deferred if line.person == person]
            referents = [
                *(self._people.referent(line.referent, line.structure) for _, line in mine),
                *(self._people.referent(line.referent, line.structure) for line in others),
            ]
            yield (
                person,
                Personne(
                    expediteur=self.sender,
                    destinataire=self._people.addressed_person(person),
                    lieu_et_date=self._when,
                    mention=mention,
                    referents=several(dict.fromkeys(filter(None, referents))),
                    rendez_vous=self._rows(mine),
                    ajournements=tuple(self._deferral(line) for line in others),
                ),
            )

    def prescribers(self, mention: str) -> Iterator[tuple[str, Prescripteur]]:
        """One for each referent: what became of their situations, and what they must do [R44, R45, R49]."""
        seats, deferred = self._shown.seats, self._shown.deferrals
        structures = {line.referent: line.structure for _, line in seats} | {
            line.referent: line.structure for line in deferred
        }
        for name, structure in sorted(structures.items()):
            mine = [seat for seat in seats if seat[1].referent == name]
            others = [line for line in deferred if line.referent == name]
            situations = {line.situation for _, line in mine} | {line.situation for line in others}
            yield (
                name,
                Prescripteur(
                    expediteur=self.sender,
                    destinataire=self._people.addressee(name, structure),
                    lieu_et_date=self._when,
                    mention=mention,
                    rendez_vous=self._rows(mine),
                    ajournements=tuple(self._deferral(line) for line in others),
                    taches=tuple(
                        Tache(day(task.due), task.recipient_shown, task.what, task.situation)
                        for task in sorted(self._tasks, key=lambda task: (task.due, task.situation, task.rule))
                        if task.situation in situations
                    ),
                ),
            )

    def cancellations(self, mention: str) -> Iterator[tuple[str, Annulation]]:
        """One for each of the staff of each cancelled session [R52]."""
        told: set[str] = set()
        for session in self._shown.sessions:
            if session.mode == "cancelled":
                whom = tuple(dict.fromkeys(session.staff))
                for name in whom:
                    called = session.id if len(whom) == 1 else f"{session.id}-{name}"
                    while called in told:  # s-1 and 2-p, s-1-2 and p
                        called += "~"
                    told.add(called)
                    yield (
                        called,
                        Annulation(
                            expediteur=self.sender,
                            destinataire=self._people.addressee(name),
                            lieu_et_date=self._when,
                            mention=mention,
                            seance=self._session(session),
                        ),
                    )

    def sheets(self) -> Iterator[tuple[str, FeuilleDeSeance]]:
        """One for each session that hears somebody, with names; none without a name table."""
        for session in self._shown.sessions if self._names else ():
            lines = [(session, line) for line in session.lines if line.situation]
            if lines:
                yield session.id, FeuilleDeSeance(self.sender, self._when, self._session(session), self._rows(lines))

    def _rows(self, seats: Iterable[Seat], *, named: bool = True) -> tuple[RendezVous, ...]:
        return tuple(
            RendezVous(
                situation=line.situation,
                personne=self._people.person(line.person) if named else "",
                date=day(line.start.date()),
                debut=hour(line.start),
                fin=hour(line.end),
                duree=minutes(int((line.end - line.start).total_seconds()) // 60),
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
            explication=row.text,
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
