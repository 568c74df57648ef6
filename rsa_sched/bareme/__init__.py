"""The barème of contract section 2: one currency, days of waiting; one file a part."""

from rsa_sched.bareme.base import BaremePart
from rsa_sched.bareme.case import Case
from rsa_sched.bareme.equity import Equity
from rsa_sched.bareme.idle import Idle
from rsa_sched.bareme.priority import Priority
from rsa_sched.bareme.stability import Stability
from rsa_sched.bareme.travel import Travel

PARTS: tuple[BaremePart, ...] = (Priority(), Equity(), Travel(), Idle(), Stability())
"""Every part, in the contract's order; the first is earned, the others are costs."""

__all__ = ["PARTS", "BaremePart", "Case"]
