"""The barème of contract section 2: one currency, days of waiting; one file a term."""

from rsa_sched.bareme.base import Term
from rsa_sched.bareme.equity import Equity
from rsa_sched.bareme.idle import Idle
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.priority import Priority
from rsa_sched.bareme.stability import Stability
from rsa_sched.bareme.travel import TravelCost

TERMS: tuple[Term, ...] = (Priority(), Equity(), TravelCost(), Idle(), Stability())
"""Every term, in the contract's order; the first is earned, the others are costs."""

__all__ = ["TERMS", "PreparedProblem", "Term"]
