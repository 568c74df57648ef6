"""What documents look like in notebooks."""

from __future__ import annotations

from collections.abc import Callable

_shown_by: list[Callable[[object], str]] = []


def shown_by(html: Callable[[object], str]) -> None:
    """Say how documents are shown: the HTML of one. Text is no business of the domain; `rsa_sched` itself says it."""
    _shown_by[:] = [html]


class ShownInNotebooks:
    """A document that notebooks show as accessible tables: a `Problem` or an `Agenda`."""

    def _repr_html_(self) -> str:
        return _shown_by[0](self)
