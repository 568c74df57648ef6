"""One form for one problem: the fingerprint of contract section 4.

"Of the problem as read, nothing filled in" is taken literally, so that it can be computed from the document
without knowing what its keys mean: a default or a ``null`` that is written counts. No way into a problem
adds such a null (what a frame or a columnar file has no value for is a key left out), and no way out drops or fills in
one, but for frames, which cannot tell a null from a key that was left out.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical_json(document: dict[str, Any]) -> str:
    """Sorted keys, no blanks, non-ASCII as it is, the items of each top-level list in the order of their own text."""
    return "{" + ",".join(f"{_text(key)}:{_list_in_order(document[key])}" for key in sorted(document)) + "}"


def fingerprint(document: dict[str, Any]) -> str:
    """SHA-256 of `canonical_json`, in hexadecimal."""
    return hashlib.sha256(canonical_json(document).encode()).hexdigest()


def _list_in_order(value: Any) -> str:
    return f"[{','.join(sorted(map(_text, value)))}]" if isinstance(value, list) else _text(value)


_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
