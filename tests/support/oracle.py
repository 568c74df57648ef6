"""An independent reference implementation, written from the contract alone.

It works on the raw JSON dictionaries and shares no code with the package: agreement between the two therefore means
something. Reading where the contract is silent: an engagement's date is its session's date, an empty unavailable
interval blocks nothing, and engagements that overlap across midnight still overlap.
"""

from tests.support.oracle_bareme import dues, parts, points, values
from tests.support.oracle_read import admits
from tests.support.oracle_rules import violations
from tests.support.oracle_search import best, best_agenda, is_heard_by_all

__all__ = ["admits", "best", "best_agenda", "dues", "is_heard_by_all", "parts", "points", "values", "violations"]
