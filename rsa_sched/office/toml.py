"""TOML files that somebody wrote by hand, looked through in linear time before tomllib reads them.

That takes time and memory with the square of the parts of a key, and its answer may be nested too deeply to be copied.
"""

from __future__ import annotations

import re
import tomllib
from itertools import accumulate
from pathlib import Path
from typing import Any

from rsa_sched.errors import InputError
from rsa_sched.office.files import read_bytes, unreadable

LARGEST = 5 << 20
"""Bytes of a file."""
_DEEPEST = 10
"""Parts of a key, and brackets in brackets; a profile needs four."""
_MOST = 50_000
"""Keys and tables of a file."""

_APART = re.compile(
    r"""(?P<text>"{3}(?:[^"\\]|\\(?:.|\Z)|"{1,2}(?!"))*+(?:"{3,5}|\Z)|'{3}(?:[^']|'{1,2}(?!'))*+(?:'{3,5}|\Z)"""
    r"""|"(?:[^"\\\n]|\\[^\n])*+"?|'[^'\n]*+'?)|\#[^\n]*+""",
    re.DOTALL,
)
"""Texts and comments; one that is not closed goes on to the end, since tomllib reads no further."""
_LONG_KEY = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{_DEEPEST}}}", re.ASCII)
_TABLE = re.compile(r"^[ \t]*+\[{1,2}[\w. \t-]*+\]", re.MULTILINE)
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}


def read_toml(path: Path) -> dict[str, Any]:
    """The data of a TOML file in UTF-8. Raises InputError where it is none, or goes deeper than any file of ours."""
    try:
        text = read_bytes(path, LARGEST).decode("utf-8-sig")
        if _is_beyond(text):
            raise InputError.of("document", "unreadable", "toml-not-as-in-the-guide", file=path.name)
        return tomllib.loads(text)
    except InputError:
        raise
    except OSError as error:
        raise unreadable(error, path.name) from None
    except UnicodeDecodeError:
        raise InputError.of("document", "unreadable", "not-utf-8", file=path.name) from None
    except tomllib.TOMLDecodeError as error:
        place = str(error).rpartition("(at ")[2].rstrip(")") if "(at " in str(error) else "unreadable"
        raise InputError.of("document", place, "not-toml", file=path.name) from None
    except (ValueError, RecursionError):  # thousands of figures, which tomllib lets through
        raise InputError.of("document", "unreadable", "toml-not-as-in-the-guide", file=path.name) from None


def _is_beyond(text: str) -> bool:
    """Whether keys have too many parts, there are too many of them, or brackets stand in too many others."""
    bare = _APART.sub(lambda found: "_" if found["text"] else "", text.replace("\r\n", "\n"))
    depths = accumulate(_STEPS[bracket] for bracket in re.findall(r"[\[\]{}]", bare))
    many = bare.count("=") + sum(1 for _ in _TABLE.finditer(bare))
    return many > _MOST or max(depths, default=0) > _DEEPEST or bool(_LONG_KEY.search(bare))
