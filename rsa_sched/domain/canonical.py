"""One form for one problem: the fingerprint of contract section 4.

"Of the problem as read, nothing filled in" is taken as the reader takes it: a key that was left out stays out, one that
says the default is there, and ``null`` where it means omitted (section 3) is omitted. Equal problems thus have one
fingerprint whether they came as JSON, in frames or through a format that writes null for what is missing. ``null`` that
says something of its own (``single_situation_minutes``) stays.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from rsa_sched.domain.regulation import Regulation

NULL_IS_A_VALUE = Regulation.null_is_a_value
"""No other part of a problem has such a key (a test looks)."""


def canonical_json(document: dict[str, Any]) -> str:
    """Sorted keys, no blanks, non-ASCII as it is, the items of each top-level list in the order of their own text."""
    rows_in_order = {
        key: sorted(value, key=_text) if isinstance(value, list) else value for key, value in document.items()
    }
    return _text(rows_in_order)


def fingerprint(document: dict[str, Any]) -> str:
    """SHA-256 of the `canonical_json` of a valid problem document, in hexadecimal."""
    text = canonical_json(document)
    if ":null" in text:
        text = canonical_json(without_nulls(document))
    return hashlib.sha256(text.encode()).hexdigest()


def without_nulls(value: Any) -> Any:
    """A valid problem document without the keys whose ``null`` means omitted."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None or key in NULL_IS_A_VALUE}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
