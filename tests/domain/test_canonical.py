"""The fingerprint of a problem: the same for rows in any order, another for anything else."""

import hashlib
import json

import pytest

from rsa_sched.domain.canonical import canonical_json, fingerprint
from rsa_sched.domain.problem import Problem
from tests.support.builders import Doc, document, problem, session, situation


def test_keys_are_sorted_at_every_depth_and_nothing_is_spaced() -> None:
    assert canonical_json({"b": {"d": 1, "c": [True, None]}, "a": "x"}) == '{"a":"x","b":{"c":[true,null],"d":1}}'


def test_rows_of_top_level_lists_are_sorted_by_their_own_text() -> None:
    rows = {"rows": [{"id": "b"}, {"id": "a", "z": 1}, {"id": "a"}, 10, 9]}
    assert canonical_json(rows) == '{"rows":[10,9,{"id":"a","z":1},{"id":"a"},{"id":"b"}]}'


def test_lists_further_down_keep_their_order() -> None:
    assert canonical_json({"rows": [{"x": [2, 1]}], "part": {"y": ["b", "a"]}}) == (
        '{"part":{"y":["b","a"]},"rows":[{"x":[2,1]}]}'
    )


def test_other_letters_than_ascii_are_written_as_they_are() -> None:
    assert canonical_json({"é": "à l’été"}) == '{"é":"à l’été"}'
    assert fingerprint({"é": "à"}) == hashlib.sha256('{"é":"à"}'.encode()).hexdigest()


def test_an_empty_document_has_a_fingerprint() -> None:
    assert fingerprint({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def two() -> Doc:
    """A document of two situations and two sessions."""
    rows = [situation(1, wanted_sessions=["s-1", "s-2"]), situation(2)]
    return document(rows, [session(1), session(2, day=6)], travel={"default_minutes": 0})


def test_the_order_of_rows_and_keys_changes_nothing() -> None:
    turned = {key: value[::-1] if isinstance(value, list) else value for key, value in reversed(two().items())}
    assert Problem.from_dict(turned).sha256 == Problem.from_dict(two()).sha256


@pytest.mark.parametrize("indent", [None, 4])
def test_how_the_text_is_laid_out_changes_nothing(indent: int | None) -> None:
    text = json.dumps(two(), indent=indent)
    assert Problem.from_json(text).sha256 == fingerprint(two())
    assert Problem.from_json(b"\xef\xbb\xbf" + text.encode()).sha256 == fingerprint(two())


@pytest.mark.parametrize(
    "change",
    [
        {"id": "other"},
        {"timezone": "Europe/Paris"},  # the default, but said
        {"regulation": {}},
        {"pins": []},
        {"bans": None},
        {"travel": {}},
    ],
    ids=str,
)
def test_nothing_is_filled_in(change: Doc) -> None:
    assert Problem.from_dict(two() | change).sha256 != Problem.from_dict(two()).sha256


def test_a_list_within_a_row_is_not_sorted() -> None:
    turned = two()
    turned["situations"][0]["wanted_sessions"].reverse()
    assert Problem.from_dict(turned).sha256 != Problem.from_dict(two()).sha256


def test_a_fingerprint_is_sixty_four_hexadecimal_digits() -> None:
    assert len(problem().sha256) == 64
    assert set(problem().sha256) <= set("0123456789abcdef")
