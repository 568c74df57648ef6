"""What makes one plan better than another: each kind of discomfort, counted in whole points."""

from rsa_sched.calendar.costs.base import Cost
from rsa_sched.calendar.costs.days import GroupedDays, Rhythm
from rsa_sched.calendar.costs.sessions import PreferredHalf, PreferredWeekday, SchoolHolidays, Substitute

COSTS: tuple[Cost, ...] = (
    SchoolHolidays(), PreferredWeekday(), PreferredHalf(), Substitute(), GroupedDays(), Rhythm()
)  # fmt: skip
"""In the order in which they are told."""
