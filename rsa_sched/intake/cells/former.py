"""Two last names in one text: « TAVIN (née BRELLOU) », « BRELLOU épouse TAVIN »."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rsa_sched.french.sentences import lookup

_WORDS = "|".join(f"(?P<{kind}>{lookup(f'vocabulary.names.{kind}')})" for kind in ("born", "married"))
_LONGEST = 200
_BRACKETS = re.compile(rf"[(\[]\s*(?:{_WORDS})\s+(?P<name>[^()\[\]]+)[)\]]", re.IGNORECASE)
_PLAIN = re.compile(rf"(?:^|\s)(?:{_WORDS})\s+(?P<name>\S.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, repr=False)
class TwoNames:
    """What a text says of a person with two last names.

    Attributes
    ----------
    rest : the text without the second name and the word before it.
    name : the second name.
    is_birth : whether the second is the name of birth; else it is the name in use, and the first that of birth.
    """

    rest: str
    name: str
    is_birth: bool

    def __repr__(self) -> str:
        return "<TwoNames>"

    def last_and_birth(self, first: str) -> tuple[str, str]:
        """Name in use and name of birth, of the last name that was found in `rest` and the second one."""
        return (first, self.name) if self.is_birth else (self.name, first)


def two_last_names(text: str, *, with_first: bool = False) -> TwoNames | None:
    """The two last names of a text of one line; None where there is one, or where the second ends is not sure.

    Parameters
    ----------
    with_first : whether the first name stands in the text too: then capitals or brackets must tell where the second
        last name ends, or the end of the text.
    """
    if len(text) > _LONGEST:
        return None
    found = _BRACKETS.search(text)
    if found is not None:
        rest, name = f"{text[: found.start()].rstrip()} {text[found.end() :]}".strip(), found["name"].strip()
    else:
        found = _PLAIN.search(text)
        if found is None:
            return None
        rest, name = text[: found.start()].strip(), found["name"]
        parts = name.split()
        if with_first and len(parts) > 1:
            count = next((n for n, part in enumerate(parts) if not _is_upper(part)), len(parts))
            if count == 0 or (count == len(parts) and len(rest.split()) < 2):
                return None
            rest, name = " ".join([rest, *parts[count:]]), " ".join(parts[:count])
    if not any(map(str.isalpha, rest)) or not any(map(str.isalpha, name)):
        return None
    return TwoNames(rest, name, found["born"] is not None)


def _is_upper(part: str) -> bool:
    letters = [one for one in part if one.isalpha()]
    return len(letters) > 1 and all(one.isupper() for one in letters)
