"""What a variation is: tables as an office might have sent them, and what is right."""

from __future__ import annotations

from dataclasses import dataclass

TAIL = "Quartier;Structure;Référent;Date de la demande"


def table(head: str, *rows: str, structure: str = "SLS 3;sls-s3-ref1") -> str:
    """Return a csv text whose rows all come from one structure and referent; without headings when `head` is empty."""
    lines = [f"{head};{TAIL}"] if head else []
    return "".join(f"{line}\n" for line in [*lines, *(f"{row};Mistral;{structure};01/09/2010" for row in rows)])


@dataclass(frozen=True)
class Variation:
    """One table or more, by file name (`book.xlsx#sheet` for a sheet), and what import must make of them.

    `status` is the exit status (None: either), `said` what the report must match, `unsaid` what nothing may,
    `codes` what must be found.
    """

    name: str
    tables: dict[str, str]
    situations: int | None = None
    status: int | None = 0
    people: int | None = None
    names: tuple[tuple[str, str], ...] = ()
    addresses: tuple[str, ...] = ()
    referents: tuple[str, ...] = ()
    sessions: str = ""
    titles: bool = False
    skip: bool = False
    said: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
