"""What documents look like in notebooks."""

from __future__ import annotations

from collections.abc import Callable

_html_of: list[Callable[[object], str]] = []


def show_with(html: Callable[[object], str]) -> None:
    """Set the function that gives the HTML of a document: the domain itself renders nothing."""
    _html_of[:] = [html]


class ShownInNotebooks:
    """A document that notebooks show as accessible tables: a `Problem` or an `Agenda`."""

    def _repr_html_(self) -> str:
        return _html_of[0](self)
