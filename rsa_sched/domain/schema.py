"""The published JSON Schema of the two documents."""

from __future__ import annotations

from typing import Any, Literal

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem


def schema(document: Literal["problem", "agenda"] | str) -> dict[str, Any]:
    """JSON Schema (2020-12) of the problem or the agenda document; the problem's cross-checks go beyond any schema."""
    model = Problem if document == "problem" else Agenda
    described = model.model_json_schema(mode="validation" if document == "problem" else "serialization")
    described["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    if document == "problem":
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
