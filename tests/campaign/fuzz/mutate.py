"""Sound files made unsound, each in the ways that its kind knows or as bytes."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.campaign.fuzz.mutate_parts import in_zip, jinja, word, xml
from tests.campaign.fuzz.mutate_text import (
    cell,
    encoded,
    ends,
    json_text,
    lines_moved,
    of_bytes,
    separated,
    toml_value,
    value,
)

Mutation = Callable[[bytes, random.Random], bytes]


def mutated(data: bytes, kind: str, chance: random.Random) -> bytes:
    """The file after one to a few mutations, most of them of the sort that its kind knows."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        own = _OF_KIND.get(kind, ())
        change = chance.choice(own) if own and (kind == "frames" or chance.random() < 0.7) else of_bytes
        data = change(data, chance)
        if len(data) > 24 << 20:
            break
    return data


_OF_KIND: dict[str, tuple[Mutation, ...]] = {
    "text": (lines_moved, cell, cell, cell, ends, encoded, separated),
    "json": (value, value, value, json_text),
    "frames": (value,),
    "toml": (toml_value, toml_value, toml_value, lines_moved),
    "zip": (in_zip, in_zip, word),
    "html": (jinja, jinja, lines_moved, xml),
}
