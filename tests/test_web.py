"""In FastAPI a problem is a body like any other: bad input is the client's fault, an echo is the same problem."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import BaseModel, field_validator

from rsa_sched import Agenda, Problem, check, load_demo, solve
from tests.support.builders import document


class Order(BaseModel):
    """A body with a problem in it."""

    problem: Problem
    seed: int = 0


class Raw(BaseModel):
    """A body whose author reads the document in a validator of their own."""

    month: dict[str, Any]

    @field_validator("month")
    @classmethod
    def _is_a_problem(cls, month: dict[str, Any]) -> dict[str, Any]:
        return Problem.from_dict(month).to_dict()


app = FastAPI()


@app.post("/echo")
def echo(problem: Problem) -> Problem:
    """The problem itself."""
    return problem


@app.post("/order")
def order(body: Order) -> Order:
    """The problem inside another body."""
    return body


@app.post("/raw")
def raw(body: Raw) -> dict[str, Any]:
    """A document that was read by hand."""
    return body.month


@app.post("/solve")
def arbitrate(problem: Problem) -> Agenda:
    """The best agenda."""
    return solve(problem).agenda


def called(method: str, path: str, body: Any = None) -> httpx.Response:
    """The service's answer; what it fails with is raised."""

    async def call() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client:
            return await client.request(method, path, json=body)

    return asyncio.run(call())


def post(path: str, body: Any) -> httpx.Response:
    """The answer to a body."""
    return called("POST", path, body)


def wrong() -> dict[str, Any]:
    """Faults of a row's own and between rows."""
    told = document(2)
    told["situations"][0]["referent"] = "nobody"
    told["situations"][1]["urgency"] = 9
    told["sessions"][0]["minutes"] = "180"
    return told


@pytest.mark.parametrize(
    ("path", "body", "before"), [("/echo", wrong(), ["body"]), ("/order", {"problem": wrong()}, ["body", "problem"])]
)
def test_bad_input_is_a_422_with_every_fault_at_its_place(path: str, body: Any, before: list[str]) -> None:
    answer = post(path, body)
    assert answer.status_code == 422
    told = {tuple(error["loc"]): error["msg"] for error in answer.json()["detail"]}
    assert set(told) == {
        (*before, "sessions", 0, "minutes"),
        (*before, "situations", 0, "referent"),
        (*before, "situations", 1, "urgency"),
    }
    assert told[*before, "situations", 0, "referent"] == '"nobody": expected the id of one of the professionals'


def test_input_error_in_a_validator_is_a_422() -> None:
    answer = post("/raw", {"month": wrong()})
    assert answer.status_code == 422
    assert "situations[0].referent" in answer.json()["detail"][0]["msg"]


@pytest.mark.parametrize("told", [load_demo().to_dict(), document(2, regulation={"single_situation_minutes": None})])
def test_an_echo_is_the_same_problem(told: dict[str, Any]) -> None:
    assert post("/echo", told).json() == told
    assert Problem.from_dict(post("/echo", told).json()).sha256 == Problem.from_dict(told).sha256
    assert post("/order", {"problem": told}).json()["problem"] == told


def test_an_agenda_comes_back_whole() -> None:
    answer = post("/solve", load_demo().to_dict())
    agenda = Agenda.from_dict(answer.json())
    assert agenda.problem_sha256 == load_demo().sha256
    assert check(load_demo(), agenda)


def test_the_description_of_the_service_knows_the_keys() -> None:
    parts = called("GET", "/openapi.json").json()["components"]["schemas"]
    described = [part for name, part in parts.items() if name.startswith("Problem")]
    assert described
    for part in described:
        assert {"situations", "sessions", "as_of"} <= set(part["required"])
        assert "timezone" not in part["required"]
