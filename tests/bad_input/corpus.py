"""The whole catalogue of documents: faulty ones with the places of their faults, odd ones, and open questions."""

from tests.bad_input.cases_dates import DATES
from tests.bad_input.cases_ids import IDS
from tests.bad_input.cases_keys import KEYS
from tests.bad_input.cases_links import LINKS, SEVERAL
from tests.bad_input.cases_odd import OPEN, VALID
from tests.bad_input.cases_text import DOUBLED, NOT_A_DOCUMENT, NUMBERS

FAULTY = [*NOT_A_DOCUMENT, *DOUBLED, *NUMBERS, *KEYS, *IDS, *DATES, *LINKS, *SEVERAL]

__all__ = ["FAULTY", "OPEN", "VALID"]
