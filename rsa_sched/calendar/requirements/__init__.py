"""The requirements of a year's calendar, one file each."""

from rsa_sched.calendar.requirements.another import AnotherEachTime
from rsa_sched.calendar.requirements.attendance import Attendance
from rsa_sched.calendar.requirements.base import Requirement
from rsa_sched.calendar.requirements.count import SessionCount
from rsa_sched.calendar.requirements.distance import DateDistance
from rsa_sched.calendar.requirements.imposed import ImposedDates
from rsa_sched.calendar.requirements.load import Load
from rsa_sched.calendar.requirements.opening import Opening
from rsa_sched.calendar.requirements.presence import OnePlace
from rsa_sched.calendar.requirements.rotation import Rotation
from rsa_sched.calendar.requirements.venue import VenueIsFree
from rsa_sched.calendar.requirements.weekday import StrictWeekday

REQUIREMENTS: tuple[Requirement, ...] = (
    SessionCount(),
    Opening(),
    StrictWeekday(),
    VenueIsFree(),
    Rotation(),
    Attendance(),
    OnePlace(),
    AnotherEachTime(),
    DateDistance(),
    Load(),
    ImposedDates(),
)
