"""The sheet of one situation: data first, who decided, rules and weights, the points line by line, loss and levers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rsa_sched.bareme.priority import earned
from rsa_sched.bareme.values import age, days_waited, guarantee_bonus, own_value
from rsa_sched.display.explanation import sentences
from rsa_sched.domain.agenda import Appointment, Deferral
from rsa_sched.domain.situation import Situation
from rsa_sched.french.figures import short_day
from rsa_sched.french.sentences import fill, lookup, say
from rsa_sched.publish.pages.words import legal_mention, note
from rsa_sched.publish.sheets.facts import SheetFacts
from rsa_sched.publish.sheets.leaflet import Chapter, Leaflet
from rsa_sched.render.table import Grid, grid_of

Cells = list[str]


class SituationSheet:
    """The sheet of one situation.

    Parameters
    ----------
    facts : of the month.
    row : the request.
    fate : its place, or why it has none.
    """

    def __init__(self, facts: SheetFacts, row: Situation, fate: Appointment | Deferral) -> None:
        self._facts, self._row, self._fate = facts, row, fate
        self._prepared, self._index = facts.prepared, facts.prepared.index

    def leaflet(self) -> Leaflet:
        """The sheet."""
        name, facts = self._row.id, self._facts
        account = facts.evidence.accounts.get(name)
        hangs = [say("sheets.hangs.points"), *sentences(account)] if account else [say("sheets.hangs.unknown")]
        correct = say("sheets.data.correct", structure=facts.labels[self._row.structure], contact=facts.contact)
        heading = lookup("sheets.headings")
        return Leaflet(
            say("sheets.titles.situation", situation=name),
            [self._lead(), say("sheets.lead.law")],
            [
                Chapter(heading["data"], [correct, say("sheets.data.correct-person")], table=self._data()),
                Chapter(heading["decided"], list(self._decided())),
                Chapter(heading["rules"], table=self._rules()),
                Chapter(heading["points"], list(self._about_points()), table=self._points()),
                Chapter(heading["hangs"], points=hangs),
                Chapter(heading["proof"], facts.proof()),
                Chapter(heading["rights"], [legal_mention(facts.head)]),
            ],
            facts.head.sender,
        )

    def _lead(self) -> str:
        fate = self._fate
        if isinstance(fate, Deferral):
            label = say(f"deferrals.reasons.{self._facts.motive(fate)}")
            return say("sheets.lead.deferred", situation=fate.situation, label=label)
        return say(
            "sheets.lead.heard",
            situation=fate.situation,
            start=fate.start,
            session=fate.session,
            venue=self._facts.labels[fate.venue],
        )

    def _data(self) -> Grid:
        """Each datum with its value and where it comes from."""
        row, names = self._row, lookup("sheets.data.names")
        source, given = self._facts.source(row), row.model_fields_set
        rows = []
        for key, value in self._values():
            by_service = key in ("deferrals", "minutes")
            origin = source if key in given else say(f"sheets.data.from-{'service' if by_service else 'default'}")
            rows.append([names[key], value, origin])
        caption = say("sheets.data.caption", situation=row.id)
        return grid_of(caption, lookup("sheets.data.columns"), rows)

    def _values(self) -> Iterator[tuple[str, str]]:
        row, labels, index = self._row, self._facts.labels, self._index
        yield "requested_on", short_day(row.requested_on)
        yield "received_on", short_day(row.received)
        yield "urgency", str(row.urgency)
        yield "rank", _or_none(row.rank)
        yield "deferrals", str(row.deferrals)
        yield "minutes", say("sheets.data.values.minutes", minutes=index.minutes[row.id])
        yield "type", index.type_of(row.id).name
        for key in ("subsector", "structure", "referent"):
            yield key, labels[getattr(row, key)]
        yield "partners", ", ".join(labels[partner.professional] for partner in row.partners) or _or_none(None)
        for key in ("beneficiary_invited", "oriented", "in_active_file", "plie_outside_rsa"):
            yield key, say(f"sheets.data.values.{'yes' if getattr(row, key) else 'no'}")
        for key in ("not_before", "not_after"):
            yield key, _or_none(getattr(row, key))
        if row.wanted_sessions is not None:
            yield "wanted_sessions", ", ".join(row.wanted_sessions) or _or_none(None)

    def _decided(self) -> Iterator[str]:
        yield say("sheets.decided.proposal")
        yield say("sheets.decided.urgency")
        yield from self._facts.validation()
        if any(pin.situation == self._row.id for pin in self._facts.problem.pins):
            yield say("sheets.decided.pinned")
        banned = [ban.session for ban in self._facts.problem.bans if ban.situation == self._row.id]
        if banned:
            yield say("sheets.decided.banned", sessions=", ".join(banned))

    def _rules(self) -> Grid:
        """The parameters that count here, each by the sentence of the règlement behind it."""
        regulation, row, index = self._index.regulation, self._row, self._index
        rows = [
            _line("rules.slot", days=regulation.slot_days),
            _line("rules.age", most=regulation.age_cap_days, days=age(index, row.id)),
            _line("rules.urgency", level=row.urgency, days=regulation.urgency_days[row.urgency]),
            _line(
                "rules.guarantee",
                after=regulation.guarantee_days,
                times=regulation.guarantee_deferrals,
                days=guarantee_bonus(index, row.id),
            ),
        ]
        if row.rank is not None and regulation.rank == "reorder":
            rows.append(_line("rules.rank", rank=row.rank, days=self._prepared.values[row.id]))
        rows += [
            _line("rules.length", minutes=index.minutes[row.id], units=index.units(row.id)),
            _line("rules.wait", percent=regulation.wait_percent_per_week),
            _line("rules.equity", days=", ".join(map(str, regulation.equity_days))),
            _line("rules.trip", points=2 * regulation.trip_days),
        ]
        sentences_of = note(regulation)
        told = [
            [say("sheets.rules.sentence", number=number, text=sentences_of[number]), *rest] for number, *rest in rows
        ]
        return grid_of(lookup("sheets.rules.caption"), lookup("sheets.rules.columns"), told)

    def _points(self) -> Grid:
        """From the request to its points, line by line."""
        regulation, row, index, prepared = self._index.regulation, self._row, self._index, self._prepared
        rows = [
            _line("points.slot", days=regulation.slot_days),
            _line(
                "points.age",
                asked=row.requested_on,
                as_of=index.problem.as_of,
                most=regulation.age_cap_days,
                days=age(index, row.id),
            ),
            _line("points.urgency", level=row.urgency, days=regulation.urgency_days[row.urgency]),
            _line(
                "points.guarantee",
                waited=days_waited(index, row.id),
                times=row.deferrals,
                days=guarantee_bonus(index, row.id),
            ),
            _line("points.own", days=own_value(index, row.id)),
        ]
        value = prepared.values[row.id]
        if row.rank is not None and regulation.rank == "reorder":
            rows.append(_line("points.rank", rank=row.rank, days=value))
        for session in self._sessions():
            weeks = index.weeks_ahead(session)
            percent = min(50, weeks * regulation.wait_percent_per_week)
            less = say("sheets.points.less", percent=percent, weeks=weeks) if percent else ""
            points, units = earned(prepared, row.id, session), index.units(row.id)
            rows.append(_line("points.earned", session=session, value=value, units=units, less=less, points=points))
        return grid_of(lookup("sheets.points.caption"), lookup("sheets.points.columns"), rows, figures=(2,))

    def _sessions(self) -> Sequence[str]:
        """Where it sits, or where it could."""
        fate = self._fate
        return [fate.session] if isinstance(fate, Appointment) else self._prepared.admitted[self._row.id]

    def _about_points(self) -> Iterator[str]:
        if (place := self._facts.positions.get(self._row.id)) is not None:
            yield say("sheets.points.position", position=place[0], number=place[1])
        yield say("sheets.points.whole", points=self._facts.agenda.points)


def _line(code: str, **facts: Any) -> Cells:
    return [fill(cell, facts, code) for cell in lookup(f"sheets.{code}")]


def _or_none(value: object) -> str:
    if value is None:
        return say("sheets.data.values.none")
    return short_day(value) if isinstance(value, dt.date) else str(value)


def lines(code: str, **facts: Any) -> Iterable[str]:
    """The sentences of a list."""
    return [fill(sentence, facts, code) for sentence in lookup(f"sheets.{code}")]
