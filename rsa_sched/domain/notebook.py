"""What documents look like in notebooks."""

from __future__ import annotations


class ShownInNotebooks:
    """A document that notebooks show as accessible tables: a `Problem` or an `Agenda`."""

    def _repr_html_(self) -> str:
        # Notebooks look for this very method, and text is no business of the domain: the one import downwards.
        from rsa_sched.display.html import document_html

        return document_html(self)
