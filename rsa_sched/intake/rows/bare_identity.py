"""The identity that a row gives, in the forms that are compared, and what may be doubtful about it."""

from __future__ import annotations

from dataclasses import dataclass

from rsa_sched.intake.cells.words import bare


@dataclass(frozen=True, slots=True, repr=False)
class BareIdentity:
    """The identity that a row gives, in the bare forms that are compared.

    Attributes
    ----------
    last, first, case : bare forms of last name, first name and case number; "" where unknown.
    born : ISO date, or "".
    given : a pseudonym that the table itself gives, or "".
    birth : bare form of the name of birth where it is not the last name; "" where unknown.
    """

    last: str = ""
    first: str = ""
    born: str = ""
    case: str = ""
    given: str = ""
    birth: str = ""

    @classmethod
    def of(
        cls,
        last_name: str,
        first_name: str,
        birth_date: str,
        case_number: str,
        given: str = "",
        birth_name: str = "",
    ) -> BareIdentity:
        """The bare forms of what stands in a row; a name of birth without another is the last name."""
        last, birth = _letters(last_name), _letters(birth_name)
        case = _letters(case_number).lstrip("0")
        return cls(last or birth, _letters(first_name), birth_date, case, given.strip(), birth if birth != last else "")

    @property
    def full(self) -> tuple[str, str, str] | None:
        """Last name, first name and date of birth, where all three are known."""
        return (self.last, self.first, self.born) if self.last and self.first and self.born else None

    @property
    def fulls(self) -> set[tuple[str, str, str]]:
        """The same, under the name of birth too."""
        names = {self.last, self.birth} if self.birth else {self.last}
        return {(name, self.first, self.born) for name in names} if self.full else set()

    @property
    def weak(self) -> bool:
        """Whether there is nothing but a name: two people may share it."""
        return not (self.given or self.full or self.case) and bool(self.last or self.first)

    @property
    def known(self) -> bool:
        """Whether anything is known at all."""
        return bool(self.given or self.case or self.last or self.first)

    @property
    def canonical(self) -> str:
        """The text that a pseudonym is made of."""
        if self.full:
            return "\x1f".join(("identity", *self.full))
        if self.case:
            return f"case\x1f{self.case}"
        return "\x1f".join(("name", self.last, self.first, self.born))

    def __repr__(self) -> str:
        return "<BareIdentity>"


def _letters(text: str) -> str:
    return bare(text).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt about the identity of a row.

    Attributes
    ----------
    position : of the row.
    code : of the finding.
    other : position of the row, or of the known person behind all rows, that it is about.
    ids : pseudonyms that it is about.
    """

    position: int
    code: str
    other: int | None = None
    ids: tuple[str, ...] = ()
