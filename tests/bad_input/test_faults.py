"""A fault is a code and facts; its sentences are found by the code, the French ones of an import too."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, replace

import pytest
from pydantic import ValidationError

from rsa_sched import Fault
from rsa_sched.domain.reading import CODES, faults_of
from rsa_sched.domain.wishes import Pin
from rsa_sched.errors import BadValue
from rsa_sched.french.sentences import MissingSentence, words
from tests.french.test_sentences import CALLS, CATALOGUE, names_in

OF_DOCUMENTS = tuple(f"domain/{name}.py" for name in ("base", "clock", "crosschecks", "session_type", "timechecks"))
CODES_OF_FAULTS = [code for code, sentences in CATALOGUE["faults"].items() if "expected" in sentences]
MET = frozenset(
    {
        "after-the-year-9999", "clock-change", "control-characters", "empty-id", "falling-price", "foreign-subsector",
        "line-twice", "local-time-not-once", "missing-key", "no-quarter-of-an-hour", "not-a-multiple", "not-unicode",
        "partner-twice", "pinned-and-banned", "received-before-requested", "resembling-id", "staff-in-two-places",
        "too-large", "too-small", "unknown-id", "unknown-urgency",
    }
)  # fmt: skip
"""What the problem may refuse of tables that were read: each has a sentence and an action in French."""
NOT_MET = {
    "the import writes these values itself, or refuses the cell": {
        "hour-in-a-date", "no-such-date", "no-such-local-time", "not-a-date", "not-a-length", "not-a-list",
        "not-a-local-time", "not-a-number", "not-a-text", "not-a-whole-number", "not-an-object",
        "not-one-of-the-words", "not-true-or-false", "seconds-in-a-local-time", "time-zone-in-a-local-time",
        "too-few-entries", "too-many-entries", "unknown-key",
    },
    "the import looks at it before, with a finding of its own": {
        "ends-before-it-begins", "missing-subsector", "needless-subsector", "requested-in-the-future", "unknown-kind",
    },
    "the profile alone says it, and the general sentence names its key": {
        "kind-without-weight", "travel-within-a-venue", "unknown-time-zone", "venues-twice",
        "weight-of-an-unknown-kind",
    },
    "the general sentence is its own": {"not-as-the-model-says"},
}  # fmt: skip


def test_every_code_of_a_document_is_met_by_an_import_or_not_for_a_reason() -> None:
    """A new code of a fault belongs to one of the lists above; what an import meets has its French."""
    calls = [call for call in CALLS if call.where.startswith(OF_DOCUMENTS) and call.pattern.startswith("faults.")]
    given = {call.pattern.removeprefix("faults.") for call in calls}
    given |= set(CODES.values()) | {"not-as-the-model-says"}
    assert given == MET.union(*NOT_MET.values())
    assert not MET & set().union(*NOT_MET.values())
    french = {code for code, sentences in CATALOGUE["faults"].items() if {"text", "action"} <= set(sentences)}
    assert french == MET | {"not-as-the-model-says"}


@pytest.mark.parametrize("code", CODES_OF_FAULTS)
def test_the_french_of_a_code_needs_no_more_facts_than_its_english(code: str) -> None:
    sentences = words(f"faults.{code}")
    assert set(sentences) - {"official"} in ({"expected"}, {"expected", "text", "action"})
    for sentence in sentences.values():
        assert names_in(sentence) <= names_in(sentences["expected"])


def test_a_fault_is_a_value() -> None:
    """Equal by all it says, hashable, copied and pickled; nothing in it changes, the facts neither."""
    facts = {"target": "sessions"}
    fault = Fault("pins[0].session", '"s-9"', "unknown-id", facts)
    facts["target"] = "services"
    assert str(fault) == 'pins[0].session: "s-9": expected the id of one of the sessions'
    assert fault.expected == "the id of one of the sessions"
    assert {fault, pickle.loads(pickle.dumps(fault)), copy.deepcopy(fault)} == {fault}
    assert replace(fault, file="a.json") != fault != replace(fault, facts={"target": "services"})
    assert str(replace(fault, file="a.json")).startswith("a.json: pins[0].session: ")
    with pytest.raises(FrozenInstanceError):
        fault.code = "empty-id"  # type: ignore[misc]
    with pytest.raises(TypeError):
        fault.facts["target"] = "services"  # type: ignore[index]
    for wrong in (replace(fault, code="nothing"), replace(fault, facts={})):
        with pytest.raises(MissingSentence):
            str(wrong)


def test_the_code_travels_through_pydantic() -> None:
    """From a validator of ours, and from pydantic's own types with the figures of their sentences."""
    raw = {"situation": "a\n", "session": "", "start": "yesterday"}
    with pytest.raises(ValidationError, match="an id without control characters") as caught:
        Pin.model_validate(raw)
    assert [fault.code for _, fault in faults_of(caught.value, raw)] == [
        "control-characters", "empty-id", "not-a-local-time",
    ]  # fmt: skip
    again = pickle.loads(pickle.dumps(BadValue("empty-id")))
    assert (again.code, str(again)) == ("empty-id", "an id that is not empty")
