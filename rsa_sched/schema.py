"""The published JSON Schema of the documents."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.months.next_month import NextMonth

DOCUMENTS: dict[str, type[BaseModel]] = {"problem": Problem, "agenda": Agenda, "next": NextMonth}


def schema(document: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of the problem, the agenda or what `close` carries; cross-checks go beyond any schema."""
    described = DOCUMENTS[document].model_json_schema(mode="serialization" if document == "agenda" else "validation")
    described["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    if document != "agenda":
        _omitted_or_null(described)
    return described


def _omitted_or_null(node: Any) -> None:
    """Keys that may be omitted may be null as well (contract, section 3)."""
    for definition in (node, *node.get("$defs", {}).values()):
        required = definition.get("required", [])
        for key, rule in definition.get("properties", {}).items():
            nullable = any(option.get("type") == "null" for option in rule.get("anyOf", []))
            if key not in required and not nullable:
                definition["properties"][key] = {"anyOf": [rule, {"type": "null"}]}
