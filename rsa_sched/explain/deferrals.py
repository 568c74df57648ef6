"""Each deferral with its reason and a French sentence that is true of this agenda."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.priority import earned
from rsa_sched.bareme.values import own_value
from rsa_sched.domain.agenda import Deferral, Reason
from rsa_sched.domain.clock import to_moment
from rsa_sched.engine.stop import Stop
from rsa_sched.explain.exchange import Contrast, Exchange
from rsa_sched.explain.exchange import told as exchange_told
from rsa_sched.explain.obstacles import Obstacle, excluded, obstacle
from rsa_sched.explain.obstacles import told as obstacle_told
from rsa_sched.explain.reasons import Reasons
from rsa_sched.french.figures import count, figure, hour, several, short_day
from rsa_sched.rules.base import Seat
from rsa_sched.rules.session_type import Pool, pool_of_session, pool_of_situation

RULES_OF_REASON: dict[Reason, tuple[str, ...]] = {
    "no-session": ("R11", "R33"),
    "ineligible": (),  # told by the condition that fails
    "out-of-window": ("R11",),
    "banned": ("R27",),
    "late": ("R47", "R53"),
    "person-seated": ("R27",),
    "no-common-time": ("R20", "R39"),
    "outranked": ("R26", "R28", "R29", "R30", "R31"),
}
"""Sentences of the note behind each reason (docs/reference/rules.md)."""
SESSIONS_TOLD = 6
"""Of so many sessions is told what stands against each; the others are counted."""


def deferrals(
    prepared: PreparedProblem, seats: Mapping[str, Seat], components: Sequence[PreparedProblem], stop: Stop
) -> tuple[Deferral, ...]:
    """Every situation that is not seated, by id, with reason and sentence.

    Parameters
    ----------
    prepared : the problem.
    seats : the agenda, by situation; valid.
    components : the independent sub-problems of the prepared problem.
    stop : once asked for, the sentences leave out what hearing each situation would cost.
    """
    reasons = Reasons(prepared, seats, components)
    sentences = Sentences(prepared, seats, components, reasons, stop)
    found = []
    for situation in prepared.admitted:
        if situation not in seats:
            reason = reasons.of(situation)
            rules, text = sentences.of(situation, reason)
            found.append(Deferral(situation=situation, reason=reason, rules=rules, text=text))
    return tuple(found)


class Sentences:
    """Says why, of one agenda."""

    def __init__(
        self,
        prepared: PreparedProblem,
        seats: Mapping[str, Seat],
        components: Sequence[PreparedProblem],
        reasons: Reasons,
        stop: Stop | None = None,
    ) -> None:
        self._stop = Stop() if stop is None else stop
        self._prepared, self._index, self._seats, self._reasons = prepared, prepared.index, seats, reasons
        self._holders: dict[str, list[Seat]] = defaultdict(list)
        for seat in sorted(seats.values(), key=lambda seat: (seat.start, seat.situation)):
            self._holders[seat.session].append(seat)
        self._room: dict[Pool, int] = defaultdict(int)
        for session, row in self._index.sessions.items():
            self._room[pool_of_session(self._index, session)] += row.minutes
        asked: dict[tuple[Pool, bool, str], int] = {}  # whoever asks twice asks for one place
        for situation in prepared.candidates:
            pool, person = pool_of_situation(self._index, situation), self._index.situations[situation].person
            key = pool, person is not None, person or situation
            asked[key] = max(asked.get(key, 0), self._index.minutes[situation])
        for (pool, _, _), minutes in asked.items():
            self._room[pool] -= minutes
        self._exchanges: dict[str, Exchange] = {}
        for component in components:
            exchange = Exchange(component, seats, reasons.starts(component))
            self._exchanges.update(dict.fromkeys(component.candidates, exchange))

    def of(self, situation: str, reason: Reason) -> tuple[tuple[str, ...], str]:
        """Sentences of the note, and the sentence for the prescriber."""
        if reason == "ineligible":
            return self._ineligible(situation)
        tell = {
            "no-session": self._no_session,
            "out-of-window": self._out_of_window,
            "banned": self._banned,
            "late": self._late,
            "person-seated": self._person_seated,
            "no-common-time": self._no_common_time,
            "outranked": self._outranked,
        }[reason]
        ranked = ("R32",) if reason == "outranked" and self._handed_out(situation) else ()
        return (*RULES_OF_REASON[reason], *ranked), tell(situation)

    def _handed_out(self, situation: str) -> int:
        """Days that the structure's ranks added to, or took from, the situation's own value."""
        return self._prepared.values[situation] - own_value(self._index, situation)

    def _session(self, session: str) -> str:
        return f"{session} du {short_day(self._index.sessions[session].start.date())}"

    def _no_session(self, situation: str) -> str:
        kind = self._index.type_of(situation)
        place = (
            f"le service {self._index.service_of(situation)}"
            if kind.scope == "service"
            else f"le sous-secteur {self._index.situations[situation].subsector}"
        )
        return f"Aucune séance de type « {kind.name} » n'est prévue pour {place}."

    def _ineligible(self, situation: str) -> tuple[tuple[str, ...], str]:
        row = self._index.situations[situation]
        found: list[tuple[str, str]] = []
        kind = self._index.type_of(situation)
        if row.plie_outside_rsa and kind.admits == "rsa":
            found.append(
                ("R5", f"la personne relève du PLIE hors rSa, que ce type de séance ({kind.name}) ne reçoit pas")
            )
        if kind.admits == "rsa" or (kind.admits == "rsa_or_plie" and not row.plie_outside_rsa):
            if not row.oriented:
                found.append(("R3", "la personne n'est pas orientée par le département"))
            if not row.in_active_file:
                found.append(("R4", "la personne n'est pas inscrite dans la file active du référent"))
        if row.beneficiary_invited and not row.beneficiary_agreed:
            found.append(("R43", "la personne est invitée sans l'accord préalable du service"))
        if row.wanted_sessions is not None and not found:
            found.append(("R54", "aucune des séances possibles n'est de celles que le prescripteur a choisies"))
        rules = tuple(rule for rule, _ in found)
        return rules, "Demande non recevable en l'état : " + " ; ".join(text for _, text in found) + "."

    def _out_of_window(self, situation: str) -> str:
        row = self._index.situations[situation]
        if row.not_before is None and row.not_after is not None:
            when = f"au plus tard le {short_day(row.not_after)}"
        elif row.not_before is not None and row.not_after is None:
            when = f"à partir du {short_day(row.not_before)}"
        else:
            assert row.not_before is not None and row.not_after is not None
            when = f"du {short_day(row.not_before)} au {short_day(row.not_after)}"
            if row.not_after < row.not_before:
                return f"La période où la situation peut passer, {when}, finit avant de commencer : à corriger."
        return f"La situation ne peut passer que {when} ; aucune séance qui pouvait la recevoir n'a lieu alors."

    def _banned(self, situation: str) -> str:
        sessions = sorted(session for name, session in self._index.banned if name == situation)
        which = "de la séance" if len(sessions) == 1 else "des séances"
        return f"Le service insertion a exclu cette situation {which} {several(sessions)}."

    def _late(self, situation: str) -> str:
        days = self._index.regulation.deadline_days
        received = short_day(self._index.situations[situation].received)
        return (
            f"Demande arrivée le {received}, moins de {count(days, 'jour')} avant toute séance qui pouvait l'entendre."
        )

    def _person_seated(self, situation: str) -> str:
        person = self._index.situations[situation].person
        other = next(seat for name, seat in self._seats.items() if self._index.situations[name].person == person)
        where = f"séance {self._session(other.session)} à {hour(to_moment(other.start))}"
        return f"La même personne est entendue pour la situation {other.situation}, {where}."

    def _no_common_time(self, situation: str) -> str:
        sessions = self._prepared.admitted[situation]
        if not sessions:
            return excluded(self._prepared, situation, self._reasons.left(situation))
        first = self._index.regulation.single_situation_minutes
        facts = self.obstacles(situation)
        told = [f"{self._session(fact.session)} : {obstacle_told(fact, first)}" for fact in facts[:SESSIONS_TOLD]]
        if len(facts) > SESSIONS_TOLD:
            more = len(facts) - SESSIONS_TOLD
            told.append("ni dans une autre" if more == 1 else f"ni dans {more} autres")
        opening = "Même sans les autres demandes, elle ne tiendrait dans aucune séance. "
        return opening + " ; ".join(told) + "." + self._pins_moved(facts)

    def obstacles(self, situation: str) -> list[Obstacle]:
        """What stands against a candidate that could sit nowhere, session by session."""
        component, pinned = self._reasons.component[situation], self._reasons.pinned(situation)
        return [obstacle(component, pinned, situation, session) for session in self._prepared.admitted[situation]]

    def _pins_moved(self, facts: Sequence[Obstacle]) -> str:
        """Where hours are told of which some hang on pins without an hour of their own."""
        hourless = {pin.situation for pin in self._index.problem.pins if pin.start is None}
        if not any(hourless.intersection(one.by) for fact in facts for one in fact.hours):
            return ""
        return " Donner d'autres heures aux places fixées d'avance sans heure n'y changerait rien."

    def _outranked(self, situation: str) -> str:
        told = [self._own_worth(situation), *self._holders_told(situation)]
        return " ".join(told if self._stop.asked else [*told, self._contrast(situation)])

    def _own_worth(self, situation: str) -> str:
        best = max(earned(self._prepared, situation, session) for session in self._prepared.admitted[situation])
        days, units = self._prepared.values[situation], self._index.units(situation)
        # Deferred with room left: a trip or a clash of calendars costs more than the situation brings.
        crowded = self._room[pool_of_situation(self._index, situation)] < 0
        opening = "Les demandes dépassaient les places. " if crowded else ""
        return (
            f"{opening}Celle-ci vaut {count(days, 'jour')}{self._rank_told(situation)} "
            f"et aurait rapporté au plus {count(best, 'point')} de priorité ({count(units, 'unité')} de 15 minutes)."
        )

    def _rank_told(self, situation: str) -> str:
        rank, change = self._index.situations[situation].rank, self._handed_out(situation)
        if not change:
            return ""
        own = self._prepared.values[situation] - change
        return f" ({own} d'elle-même, {change:+} par le rang {rank} que lui donne sa structure)"

    def _holders_told(self, situation: str) -> list[str]:
        told = []
        for session in self._prepared.admitted[situation][:3]:
            points = [
                f"{seat.situation} ({figure(earned(self._prepared, seat.situation, session))})"
                for seat in self._holders[session]
            ]
            if points:
                told.append(f"Séance {self._session(session)}, points des situations entendues : {several(points)}.")
            else:
                told.append(f"Séance {self._session(session)} : personne n'y est inscrit.")
        return told

    def _contrast(self, situation: str) -> str:
        return exchange_told(self.contrast(situation))

    def contrast(self, situation: str) -> Contrast:
        """What hearing an outranked situation would change."""
        return self._exchanges[situation].of(situation)
