"""A fault of a document for officials: place, value and what was expected, in French."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from rsa_sched.french.sentences import fill, lookup, say, words


def fault_line(file: str, place: str, value: str, code: str, facts: Mapping[str, object]) -> str | None:
    """The line, as « profil.toml : structures n° 3.kind : "X" ; attendu : un parcours du règlement. »

    None where the code has no words for officials: whoever meets it writes programs or documents.
    """
    sentence = lookup(f"faults.{code}").get("official")
    if sentence is None:
        return None
    if "expected" in facts:  # as pydantic lists the words
        facts = {**facts, "expected": str(facts["expected"]).replace(" or ", " ou ")}
    where = " : ".join(part for part in (_translated(file, "places"), _numbered(_translated(place, "places"))) if part)
    how = "fault" if value else "bare"
    return say(
        f"fault-values.line.{how}", where=where, value=_translated(value, "whole"), expected=fill(sentence, facts, code)
    )


def _translated(text: str, table: str) -> str:
    """A place or value in French; an id, a figure or a key stays as it is."""
    whole = words(f"fault-values.{table}").get(text)
    if whole is not None:
        return whole
    for pattern, sentence in _figures():
        found = pattern.fullmatch(text)
        if found is not None:
            return fill(sentence, dict(zip(("number", "other"), map(int, found.groups()), strict=False)))
    return text


def _numbered(place: str) -> str:
    """« structures n° 3.kind » for ``structures[2].kind``: officials count from one."""
    place = re.sub(r"\[(\d+)\]", lambda found: say("fault-values.line.number", number=int(found[1]) + 1), place)
    key = re.compile(r"<key of (\d+) characters>")
    return key.sub(lambda found: say("fault-values.line.key", number=int(found[1])), place)


@cache
def _figures() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), sentence) for pattern, sentence in words("fault-values.figures").items())
