"""What a session costs by itself: school holidays, another weekday or half-day than preferred, a substitute."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rsa_sched.calendar.costs.base import Cost, Discomfort
from rsa_sched.calendar.requirements.base import PlanReading

if TYPE_CHECKING:
    from rsa_sched.calendar.variables import YearVariables


class SchoolHolidays(Cost):
    """A session in the school holidays: families are away, and so are many of those who attend."""

    id = "school"

    def recount(self, reading: PlanReading) -> Iterator[Discomfort]:
        for row in reading.placed.values():
            if reading.index.is_school_holiday(row.date):
                yield Discomfort(reading.index.year.weights.school, row.session)

    def post(self, model: YearVariables) -> None:
        dates = {slot.date for slot in model.index.all_slots}
        off = {date for date in dates if model.index.is_school_holiday(date)}
        for session in model.index.sessions.values():
            for slot, literal in model.at(session).items():
                if slot.date in off:
                    model.pay(model.index.year.weights.school, literal)


class PreferredWeekday(Cost):
    """A session on a weekday that its series does not prefer."""

    id = "weekday"

    def recount(self, reading: PlanReading) -> Iterator[Discomfort]:
        for row in reading.placed.values():
            wanted = reading.index.asked_of(reading.session(row)).days
            if wanted and row.date.weekday() not in wanted:
                yield Discomfort(reading.index.year.weights.weekday, row.session)

    def post(self, model: YearVariables) -> None:
        for session in model.index.sessions.values():
            wanted = model.index.asked_of(session).days
            for slot, literal in model.at(session).items() if wanted else ():
                if slot.date.weekday() not in wanted:
                    model.pay(model.index.year.weights.weekday, literal)


class PreferredHalf(Cost):
    """A session on the half-day that its series does not prefer."""

    id = "half"

    def recount(self, reading: PlanReading) -> Iterator[Discomfort]:
        for row in reading.placed.values():
            if reading.index.asked_of(reading.session(row)).half_day not in (None, row.half):
                yield Discomfort(reading.index.year.weights.half, row.session)

    def post(self, model: YearVariables) -> None:
        for session in model.index.sessions.values():
            wanted = model.index.asked_of(session).half_day
            for slot, literal in model.at(session).items():
                if wanted is not None and slot.half != wanted:
                    model.pay(model.index.year.weights.half, literal)


class Substitute(Cost):
    """Somebody attends who stands later in the list of a seat; nothing where another is wanted each time."""

    id = "substitute"

    def recount(self, reading: PlanReading) -> Iterator[Discomfort]:
        for row in reading.placed.values():
            seats = reading.index.asked_of(reading.session(row)).attend
            for seat, who in zip(seats, row.people, strict=False):
                if not seat.each_time_another and who in seat.one_of[1:]:
                    points = reading.index.year.weights.substitute * seat.one_of.index(who)
                    yield Discomfort(points, row.session)

    def post(self, model: YearVariables) -> None:
        for session in model.index.sessions.values():
            for n, seat in enumerate(model.index.asked_of(session).attend):
                for rank, who in enumerate(seat.one_of if not seat.each_time_another else ()):
                    model.pay(rank * model.index.year.weights.substitute, model.seat(session, n)[who])
