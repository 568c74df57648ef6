"""Problems and results as objects: built in Python, printed, pickled."""

from __future__ import annotations

import pickle

import pytest
from pydantic import ValidationError

from rsa_sched import InputError, PreparedProblem, Problem, load_demo, solve
from tests.support.builders import document


def test_a_problem_put_together_in_python_is_checked_too() -> None:
    """Not only documents: every way to a problem goes through the cross-checks."""
    plain = document(2)
    assert Problem(**plain).to_dict() == Problem.from_dict(plain).model_dump(mode="json", exclude_unset=True)
    plain["situations"][1]["referent"] = "nobody"
    with pytest.raises(ValidationError, match=r'situations.1.referent\n  "nobody": expected the id of one of the prof'):
        Problem(**plain)


def test_short_words_for_long_things() -> None:
    """What a notebook or a log shows names ids and numbers only."""
    problem = load_demo()
    assert repr(problem) == "<Problem grenoble-2010-10 as of 2010-09-28: 68 situations, 8 sessions>"
    assert repr(PreparedProblem.of(problem)) == "<PreparedProblem of grenoble-2010-10: 64 candidates of 68 situations>"
    assert "Centre social" not in repr(problem.venues[0])


def test_a_result_is_true_and_shows_itself() -> None:
    """In ten lines, and as a page."""
    result = solve(load_demo())
    assert result
    assert str(result).count("\n") == 9
    assert repr(result.agenda) == f"<{result.agenda}>"
    assert str(result.agenda) == "Agenda of grenoble-2010-10: 32 heard, 36 deferred, 17221 points, optimal"
    assert "<table" in result._repr_html_()
    assert len(result.to_frame()) == 32


def test_faults_survive_a_pickle() -> None:
    """Whole, place by place."""
    with pytest.raises(InputError) as caught:
        Problem.from_dict({})
    copy = pickle.loads(pickle.dumps(caught.value))
    assert copy.faults == caught.value.faults
    assert str(copy) == str(caught.value)


def test_the_fingerprint_says_which_document_was_read() -> None:
    """Row order is nothing to it, a changed value is."""
    plain = load_demo().to_dict()
    shuffled = {key: value[::-1] if isinstance(value, list) else value for key, value in plain.items()}
    assert Problem.from_dict(shuffled).sha256 == load_demo().sha256
    plain["situations"][0]["urgency"] = 3 - plain["situations"][0].get("urgency", 0)
    assert Problem.from_dict(plain).sha256 != load_demo().sha256
