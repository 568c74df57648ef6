"""What makes one plan better than another: each kind of discomfort, counted in whole points."""

from rsa_sched.calendar.costs.base import Cost
from rsa_sched.calendar.costs.days import GroupedDays, Rhythm
from rsa_sched.calendar.costs.sessions import PreferredHalf, PreferredWeekday, SchoolHolidays, Substitute
from rsa_sched.calendar.costs.turns import VenueTurns

COSTS: tuple[Cost, ...] = (
    SchoolHolidays(), PreferredWeekday(), PreferredHalf(), Substitute(), GroupedDays(), Rhythm(),
    VenueTurns(),
)  # fmt: skip
"""In the order in which they are told."""
