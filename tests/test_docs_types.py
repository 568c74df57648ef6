"""The page of the types of session: what a profile says there is what the problem gets, and both are taken."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from rsa_sched import Regulation
from rsa_sched.domain.session_type import TYPES_OF_THE_NOTE, SessionType
from rsa_sched.intake.profile import Profile

PAGE = (Path(__file__).parents[1] / "docs" / "types.md").read_text(encoding="utf-8")
FENCED = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
PAIRS = [(toml, text) for (first, toml), (second, text) in pairwise(FENCED) if (first, second) == ("toml", "json")]


def test_there_are_three_departements() -> None:
    """And no block of either language by itself."""
    assert len(PAIRS) == 3 == sum(language == "toml" for language, _ in FENCED)
    assert sum(language == "json" for language, _ in FENCED) == 3


@pytest.mark.parametrize(("toml", "text"), PAIRS)
def test_the_profile_gives_the_regulation_beside_it(toml: str, text: str) -> None:
    """Key by key; the strict reader takes it."""
    regulation = json.loads(text)
    assert Profile.from_dict(tomllib.loads(toml)).document["regulation"] == regulation
    assert Regulation.model_validate_json(text).types


def test_the_first_list_is_that_of_the_note() -> None:
    """The default."""
    assert Regulation.model_validate_json(PAIRS[0][1]).types == TYPES_OF_THE_NOTE == Regulation().types


def test_every_key_of_a_type_is_explained() -> None:
    """A row of the table for each, with its default."""
    rows = dict(re.findall(r"^\| `(\w+)` \| .* \| (.+) \|$", PAGE, flags=re.MULTILINE))
    assert list(rows) == list(SessionType.model_fields)
    for key, shown in rows.items():
        field = SessionType.model_fields[key]
        if not field.is_required() and key != "label":
            assert json.loads(shown.strip("`")) == field.default, key
