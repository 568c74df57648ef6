"""A stop that comes by itself."""

from __future__ import annotations

from rsa_sched.engine.stop import Stop


class Impatient(Stop):
    """Asks for a stop after so many looks."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._looks = looks

    @property
    def asked(self) -> bool:
        """Counts down."""
        self._looks -= 1
        return self._looks < 0
