"""What each letter says: one method a kind, each giving the letters with the id in their file names.

Day and replacement are left empty: they come from the publication that a letter is of. Beside the letter stands its
fate (`fates`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from rsa_sched.display.tables import to_do, why_for_person
from rsa_sched.display.view import DeferralView, Line, SeatView, SessionView, View
from rsa_sched.domain.problem import Problem
from rsa_sched.french.figures import day, hour, several
from rsa_sched.french.sentences import say
from rsa_sched.months.closing import PASSED_OVER
from rsa_sched.names import NameTable
from rsa_sched.publish.changes.facts import Fate, facts_of
from rsa_sched.publish.letterhead import Letterhead
from rsa_sched.publish.letters.fates import tell_deferrals, tell_partner, tell_person, tell_seats
from rsa_sched.publish.letters.fields import (
    Ajournement,
    Annulation,
    FeuilleDeSeance,
    Partenaire,
    Personne,
    Prescripteur,
    RendezVous,
    Retrait,
    Seance,
    Tache,
)
from rsa_sched.publish.letters.people import PeopleNames, sender
from rsa_sched.publish.tasks.attendance import actual_end
from rsa_sched.publish.tasks.todo import Task


class LetterDraft(NamedTuple):
    """A letter that is not printed yet: the id in its file name, its fields, and what it tells."""

    name: str
    letter: Any
    fate: list[Any]


class Contents:
    """The letters of an agenda, not yet printed.

    Parameters
    ----------
    problem, shown : the problem, and its agenda as the service sees it.
    names : who the ids are.
    head : the sender.
    tasks : the whole to-do list of the agenda; a prescriber's letter quotes its own lines.
    former : the situations as the former publication told them, by id: who was told of a place that holds no longer is
        written to.
    """

    def __init__(
        self,
        problem: Problem,
        shown: View,
        names: NameTable,
        head: Letterhead,
        tasks: Iterable[Task],
        former: Mapping[str, Fate] | None = None,
    ) -> None:
        self._shown, self._names = shown, names
        self._people, self._head = PeopleNames(problem, names), head
        self._tasks = [task for task in tasks if task.circle == "prescriber"]
        self.sender = sender(head)
        self._former = {name: fate for name, fate in (former or {}).items() if fate.start is not None}
        self._now = facts_of(shown).situations

    def partners(self, mention: str) -> Iterator[LetterDraft]:
        """One for each external partner, with all their appointments; no beneficiary is named [R46]."""
        invited = {name for _, line in self._shown.seats for name in line.external}
        former = {name for fate in self._former.values() for name in fate.external if self._people.works_here(name)}
        for name in sorted(invited | former):
            seats = [seat for seat in self._shown.seats if name in seat.line.external]
            gone = self._retired(partial(_takes_part, name))
            if seats or gone:
                about = {seat.line.situation for seat in seats} | {row.situation for row in gone}
                rows, to = self._rows(seats, named=False), self._people.addressee(name, about=about)
                yield LetterDraft(name, Partenaire(self.sender, to, "", mention, rows, gone), tell_partner(seats))

    def persons(self, mention: str, *, everybody: bool) -> Iterator[LetterDraft]:
        """One for each person for whom it was asked, or `everybody`; nobody whom the table does not name [R50]."""
        seats, deferred = self._shown.seats, self._shown.deferrals
        for person in sorted({line.person for _, line in seats} | {row.person for row in deferred} - {""}):
            row = self._people.identity(person, "person")
            if row is None or not (everybody or row.official_letter):
                continue
            mine = [seat for seat in seats if seat.line.person == person]
            others = [line for line in deferred if line.person == person]
            asked = [self._people.referent(row.referent, row.structure) for row in _situations(mine, others)]
            letter = Personne(
                self.sender,
                self._people.addressed_person(person),
                "",
                mention,
                referents=several(dict.fromkeys(filter(None, asked))),
                rendez_vous=self._rows(mine),
                ajournements=tuple(map(self._deferral, others)),
                retires=self._retired(partial(_is_about, person), told_hour=False),
            )
            yield LetterDraft(person, letter, [tell_person(mine), tell_deferrals(others)])

    def prescribers(self, mention: str) -> Iterator[LetterDraft]:
        """One for each referent: what became of their situations, and what they must do [R44, R45, R49]."""
        seats, deferred = self._shown.seats, self._shown.deferrals
        structures = {
            fate.referent: fate.structure
            for fate in self._former.values()
            if self._people.works_here(fate.referent)
        } | {row.referent: row.structure for row in _situations(seats, deferred)}  # fmt: skip
        for name, structure in sorted(structures.items()):
            mine = [seat for seat in seats if seat.line.referent == name]
            others = [line for line in deferred if line.referent == name]
            gone = self._retired(partial(_is_followed_by, name))
            if not (mine or others or gone):
                continue
            situations = {row.situation for row in _situations(mine, others)}
            about = situations or {row.situation for row in gone}
            tasks = [task for task in self._tasks if task.situation in situations]
            letter = Prescripteur(
                self.sender,
                self._people.addressee(name, structure, about),
                "",
                mention,
                rendez_vous=self._rows(mine, duties=True),
                ajournements=tuple(map(self._deferral, others)),
                taches=tuple(
                    Tache(day(task.due), task.recipient_shown, task.what, task.situation)
                    for task in sorted(tasks, key=lambda task: (task.due, task.situation, task.rule))
                ),
                retires=gone,
            )
            yield LetterDraft(
                name, letter, [tell_seats(mine), tell_deferrals(others), sorted(task.key for task in tasks)]
            )

    def cancellations(self, mention: str) -> Iterator[LetterDraft]:
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
                    letter = Annulation(self.sender, self._people.addressee(name), "", mention, self._session(session))
                    yield LetterDraft(key, letter, [session.id, session.start, session.venue_label, name])

    def sheets(self) -> Iterator[LetterDraft]:
        """One for each session that hears somebody, with names; none without a name table."""
        for session in self._shown.sessions if self._names else ():
            seats = [seat for seat in session.seats if seat.line.situation]
            if seats:
                sheet = FeuilleDeSeance(self.sender, "", self._session(session), self._rows(seats))
                yield LetterDraft(session.id, sheet, [tell_seats(seats), session.staff])

    def _retired(self, concerns: Callable[[Fate], bool], *, told_hour: bool = True) -> tuple[Retrait, ...]:
        """The places of the former publication that concern somebody and hold no longer, for them at least.

        `told_hour`: whether the hour is told to whoever does not come as well.
        """

        def holds(old: Fate, new: Fate | None) -> bool:
            if new is None or new.start is None or old.start is None or not concerns(new):
                return False
            hourly = told_hour or old.invited or new.invited
            when = old.start == new.start if hourly else old.start.date() == new.start.date()
            return when and (old.session, old.venue) == (new.session, new.venue)

        return tuple(
            Retrait(name, day(old.start.date()), hour(old.start), old.venue, old.session)
            for name, old in self._former.items()
            if old.start is not None and concerns(old) and not holds(old, self._now.get(name))
        )

    def _to_do(self, situation: str) -> str:
        """What a referent has left to do for a situation, and by when: never on the day of the letter itself."""
        by_day: dict[dt.date, list[str]] = {}
        for task in sorted(self._tasks, key=lambda task: (task.due, task.key)):
            if task.situation == situation:
                by_day.setdefault(max(task.due, self._shown.as_of), []).append(task.short)
        return " ".join(
            say("letters.to-do.by", day=date, what=duties)
            if date > self._shown.as_of
            else say("letters.to-do.at-once", what=duties)
            for date, duties in by_day.items()
        )

    def _rows(self, seats: Iterable[SeatView], *, named: bool = True, duties: bool = False) -> tuple[RendezVous, ...]:
        """Appointments as a letter tells them; with the `duties` of their referent, and only then."""
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
                structure=self._people.structure(line.structure),
                referent=self._people.professional(line.referent),
                participants=self._people.listed(line.participants),
                personne_vient=line.beneficiary_invited,
                adresse=self._head.addresses.get(session.venue, ""),
                acces=self._head.access.get(session.venue, ""),
                a_faire=self._to_do(line.situation) if duties else "",
            )
            for session, line in seats
        )

    def _deferral(self, row: DeferralView) -> Ajournement:
        return Ajournement(
            situation=row.situation,
            personne=self._people.person(row.person),
            type=row.type.name,
            motif=row.label,
            explication=" ".join([row.text, *row.hangs]).strip(),
            raison=why_for_person(row.reason, row.rules),
            suite=say(f"deferrals.next.{row.reason}"),
            a_faire=to_do(row),
            garde=" ".join([_kept(row), row.promised]).strip(),
            pourquoi=" ".join(filter(None, [row.why or row.label, row.compared])),
            etape=row.step or to_do(row),
        )

    def _session(self, row: SessionView) -> Seance:
        return Seance(
            numero=row.id,
            type=row.type.name,
            date=day(row.start.date()),
            debut=hour(row.start),
            fin=hour(actual_end(row, self._shown.regulation)),
            lieu=row.venue_label,
            secteur=row.subsector_label or row.service_label,
            presents=self._people.listed(row.staff),
        )


def _situations(seats: Iterable[SeatView], deferred: Iterable[DeferralView]) -> list[Line | DeferralView]:
    """Heard or not."""
    return [*(seat.line for seat in seats), *deferred]


def _takes_part(professional: str, fate: Fate) -> bool:
    return professional in fate.participants


def _is_about(person: str, fate: Fate) -> bool:
    return fate.person == person


def _is_followed_by(referent: str, fate: Fate) -> bool:
    return fate.referent == referent


def _kept(row: DeferralView) -> str:
    """That a deferred request keeps its date, and with which count of deferrals it waits on."""
    more = row.reason in PASSED_OVER
    how = "more" if more else "same"
    return say(f"deferrals.kept.{how}", day=row.requested_on, before=row.deferrals, after=row.deferrals + more)
