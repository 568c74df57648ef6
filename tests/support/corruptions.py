"""Ways to spoil a valid agenda, each with the rule that it breaks by construction."""

from tests.support import corruptions_document, corruptions_seats
from tests.support.corruptions_base import KINDS, Kind, bare

__all__ = ["KINDS", "Kind", "bare", "corruptions_document", "corruptions_seats"]
