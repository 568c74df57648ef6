"""The rules of contract section 1, one file each."""

from rsa_sched.rules.base import Rule
from rsa_sched.rules.deadline import Deadline
from rsa_sched.rules.document import WholeDocument
from rsa_sched.rules.eligible import Eligible
from rsa_sched.rules.first_hour import FirstHour
from rsa_sched.rules.pinned import Pinned
from rsa_sched.rules.presence import Presence
from rsa_sched.rules.session_size import SessionSize
from rsa_sched.rules.session_time import SessionTime
from rsa_sched.rules.session_type import SameType
from rsa_sched.rules.single_seat import SingleSeat
from rsa_sched.rules.window import Window

RULES: tuple[Rule, ...] = (
    SingleSeat(),
    SessionTime(),
    SessionSize(),
    SameType(),
    Eligible(),
    Window(),
    Deadline(),
    Presence(),
    FirstHour(),
    Pinned(),
    WholeDocument(),
)
"""Every rule, in the contract's order."""

__all__ = ["RULES", "Rule"]
