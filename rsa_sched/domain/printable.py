"""Places and values of a document as they may be printed: ids, figures and dates; of any other text the length."""

from __future__ import annotations

import json
import math
import re
from typing import Any

Location = tuple[str | int, ...]
"""The way to a value: keys and indices from the top of the document."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,40}", re.ASCII)
_FIGURES = re.compile(
    r"[+-]?[0-9]{1,7}([.,][0-9]{1,3})?|[0-9]{1,4}([-/.][0-9]{1,4}){1,2}([T ][0-9:.+Z-]{1,14})?"
    r"|[0-9]{1,2}:[0-9]{2}",
    re.ASCII,
)
"""Short figures, dates, months and times; nothing as long as a telephone or social security number."""
_VOCABULARY = re.compile(r"[a-z_]{1,16}|[A-Za-z_]{1,20}/[A-Za-z_/+0-9-]{1,30}|[0-9.]{1,8}", re.ASCII)
_WORDS = frozenset({"true", "false", "oui", "non", "yes", "no", "null", "none", "nan", "x"})
_ID_KEYS = frozenset(
    {
        "id", "service", "subsector", "venue", "structure", "kind", "referent", "professional", "person", "situation",
        "session", "problem", "type",
    }
)  # fmt: skip
_ID_LIST_KEYS = frozenset({"staff", "wanted_sessions", "kinds", "participants"})
_VOCABULARY_KEYS = frozenset(
    {"schema_version", "timezone", "scope", "length", "admits", "empty", "late", "rank", "weekdays", "half"}
)


def place(at: Location) -> str:
    """``situations[12].referent`` for ("situations", 12, "referent"); a key that is no plain name: its length only."""
    text = ""
    for step in at:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _NAME.fullmatch(step):
            text += f".{step}" if text else step
        elif at[:2] == ("regulation", "weights"):
            text += f"[{quoted(step)}]"
        else:
            text += f".<key of {len(step)} characters>"
    return text or "document"


def quoted(text: str) -> str:
    """An id in quotes, on one line, whatever it holds."""
    cut = text if len(text) <= 60 else text[:60] + "…"
    return json.dumps(cut, ensure_ascii=not cut.isprintable())


def safe_text(value: Any, at: Location) -> str:
    """What stands at a place, without any text that could be about a person: ids, figures and dates only."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**11 else "a number of more than 11 digits"
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) and value != math.inf else "a number without end"
    if isinstance(value, str):
        return _shown_text(value, at)
    return species(value)


def species(value: Any) -> str:
    """What sort of value it is, and how large."""
    if isinstance(value, str):
        return f"a text of {len(value)} character{'s' * (len(value) != 1)}"
    if isinstance(value, dict):
        return f"an object of {len(value)}"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    return "a value" if value is None or isinstance(value, bool) else "a number"


def _shown_text(text: str, at: Location) -> str:
    key = next((step for step in reversed(at) if isinstance(step, str)), "")
    safe = (
        _belongs_to_an_id(at)
        or (key in _VOCABULARY_KEYS and _VOCABULARY.fullmatch(text))
        or (key != "label" and (_FIGURES.fullmatch(text) or text.lower() in _WORDS))
    )
    return quoted(text) if safe or not text else species(text)


def _belongs_to_an_id(at: Location) -> bool:
    """Whether the contract has an id at this very place, not a list of them or something inside."""
    if not at:
        return False
    if isinstance(at[-1], str):
        return at[-1] in _ID_KEYS
    return (len(at) > 1 and at[-2] in _ID_LIST_KEYS) or (len(at) > 2 and at[-3] == "between" and at[-1] in (0, 1))
