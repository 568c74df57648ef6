"""Equal problems have one fingerprint, whatever the way they came."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pydantic import BaseModel, TypeAdapter

from rsa_sched import Problem, load_demo, solve
from rsa_sched.publish import publish
from tests.support.builders import document, session, situation

ODD = document(
    [
        situation(1, partners=[{"professional": "q", "external": True}, {"professional": "r"}]),
        situation(2, partners=[{"professional": "q"}], wanted_sessions=[], urgency=0),
        situation(3, wanted_sessions=["s-1"]),
    ],
    [session(1), session(2, day=6)],
    regulation={"single_situation_minutes": None, "weights": {"PSSI": 1, "PER": 2, "PE": 3}},
    timezone="Europe/Paris",
    pins=[],
    absences={"q": [("2010-10-05T09:00", "2010-10-05T10:00")]},
)


WITH_NULLS = Problem.from_dict(
    ODD | {"bans": None, "situations": [{"urgency": None, "person": None} | row for row in ODD["situations"]]}
)
"""The same, with null written for keys that may be left out."""


def through(form: str, folder: Path, options: dict[str, Any] | None = None) -> Any:
    """Frames through files of a columnar format, and back."""

    def back(name: str, table: Any) -> Any:
        if not isinstance(table, pd.DataFrame):
            return table
        path = folder / f"{name}.{form}"
        getattr(table, f"to_{form}")(path)
        return getattr(pd, f"read_{form}")(path, **(options or {}))

    return lambda problem: Problem.from_frames(**{name: back(name, table) for name, table in problem.frames().items()})


class Body(BaseModel):
    """Somebody's own model with a problem in it."""

    problem: Problem


@pytest.mark.parametrize("problem", [load_demo(), Problem.from_dict(ODD)], ids=["month", "odd"])
@pytest.mark.parametrize("backend", [None, "pyarrow", "numpy_nullable"])
@pytest.mark.parametrize("form", ["parquet", "feather"])
def test_columnar_files(form: str, backend: str | None, problem: Problem, tmp_path: Path) -> None:
    """They write null for what is missing, inside partners too."""
    options = {} if backend is None else {"dtype_backend": backend}
    back = through(form, tmp_path, options)(problem)
    assert (back, back.sha256, back.to_dict()) == (problem, problem.sha256, problem.to_dict())


def test_what_was_published_from_is_this_very_problem(tmp_path: Path) -> None:
    """An agenda of the problem is one of the problem that came back from parquet."""
    problem = Problem.from_dict(ODD)
    back = through("parquet", tmp_path)(problem)
    assert publish(back, solve(problem).agenda).problem == problem.id


WAYS: dict[str, Any] = {
    "json": lambda problem: Problem.from_json(problem.to_json()),
    "dict": lambda problem: Problem.from_dict(problem.to_dict()),
    "pydantic-json": lambda problem: Problem.model_validate_json(problem.model_dump_json()),
    "pydantic-python": lambda problem: Problem.model_validate(problem.model_dump()),
    "pydantic-to-ours": lambda problem: Problem.from_json(problem.model_dump_json()),
    "adapter": lambda problem: TypeAdapter(Problem).validate_python(
        TypeAdapter(Problem).dump_python(problem, mode="json")
    ),
    "inside": lambda problem: Body.model_validate_json(Body(problem=problem).model_dump_json()).problem,
}  # fmt: skip


@pytest.mark.parametrize("problem", [load_demo(), Problem.from_dict(ODD), WITH_NULLS], ids=["month", "odd", "nulls"])
@pytest.mark.parametrize("way", WAYS)
def test_every_way_back(way: str, problem: Problem) -> None:
    """Equal, with the fingerprint of the document that was read first."""
    back = WAYS[way](problem)
    assert back == problem
    assert back.sha256 == problem.sha256
    assert hash(back) == hash(problem)


@pytest.mark.parametrize("problem", [load_demo(), Problem.from_dict(ODD)], ids=["month", "odd"])
def test_put_together_from_its_own_rows(problem: Problem) -> None:
    """Rows hold what was set, and no null (which they take for left out)."""
    again = Problem(**{name: getattr(problem, name) for name in problem.model_fields_set})
    assert (again, again.sha256) == (problem, problem.sha256)


def test_equal_means_one_fingerprint() -> None:
    """A default that is said, or null where a key may be left out, is another document, and so another problem."""
    said = Problem.from_dict(ODD)
    unsaid = Problem.from_dict({key: value for key, value in ODD.items() if key != "timezone"})
    assert said != unsaid
    assert said.sha256 != unsaid.sha256
    assert said != WITH_NULLS
    assert WITH_NULLS.sha256 != said.sha256
    assert Problem.from_dict(WITH_NULLS.to_dict() | {"bans": None}) == WITH_NULLS


def test_dumped_as_it_was_read() -> None:
    """By pydantic's own ways: nothing filled in, and what the caller leaves out stays out."""
    problem = Problem.from_dict(ODD)
    assert problem.model_dump(mode="json") == json.loads(problem.model_dump_json()) == problem.to_dict()
    assert set(problem.model_dump(include={"id", "travel"})) == {"id"}
    bare = problem.model_dump(mode="json", exclude={"situations": {"__all__": {"partners"}}})
    assert [set(row) for row in bare["situations"]] == [set(row) - {"partners"} for row in ODD["situations"]]


def test_pickled_as_it_was_read() -> None:
    """Through pandas' pickles too."""
    problem = Problem.from_dict(ODD)
    held = BytesIO()
    pd.Series([problem]).to_pickle(held)
    held.seek(0)
    assert pd.read_pickle(held)[0].sha256 == problem.sha256
