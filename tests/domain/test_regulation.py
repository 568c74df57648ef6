"""The règlement: defaults, presets and what it refuses."""

from typing import Any

import pytest
from pydantic import ValidationError

from rsa_sched.domain.regulation import PRESETS, Regulation

DEFAULTS: dict[str, Any] = {
    "kinds": ["PSSI", "PER", "PE"],
    "weights": None,
    "slot_days": 60,
    "age_cap_days": 365,
    "urgency_days": [0, 60, 180, 400],
    "guarantee_days": 120,
    "guarantee_deferrals": 2,
    "guarantee_bonus_days": 120,
    "wait_percent_per_week": 2,
    "equity_days": [20, 40, 80, 160],
    "trip_days": 10,
    "idle_days": 1,
    "move_session_days": 60,
    "move_time_days": 10,
    "deadline_days": 10,
    "psychologist_cancel_days": 8,
    "short_minutes": 30,
    "long_minutes": 45,
    "single_situation_minutes": 60,
    "types": [
        {
            "id": "standard", "label": "instance d'insertion", "scope": "subsector", "length": "content",
            "minutes": 180,
            "max_situations": 6, "admits": "rsa", "empty": "first_hour",
        },
        {
            "id": "sdf", "label": "instance SDF", "scope": "subsector", "length": "content", "minutes": 180,
            "max_situations": 6, "admits": "rsa_or_plie", "empty": "first_hour",
        },
        {
            "id": "psychologist", "label": "instance avec le psychologue", "scope": "service", "length": "long",
            "minutes": 180, "max_situations": 4, "admits": "rsa", "empty": "cancelled",
        },
    ],
    "late": "refuse",
    "rank": "reorder",
}  # fmt: skip


def test_the_defaults_are_those_of_the_contract() -> None:
    assert Regulation().model_dump(mode="json") == DEFAULTS
    assert Regulation.model_validate({}) == Regulation() == PRESETS["grenoble_2010"]


@pytest.mark.parametrize("key", [key for key in DEFAULTS if key != "single_situation_minutes"])
def test_null_means_the_default(key: str) -> None:
    assert Regulation.model_validate({key: None}) == Regulation()


def test_null_for_the_first_hour_means_no_such_rule() -> None:
    assert Regulation.model_validate({"single_situation_minutes": None}).single_situation_minutes is None


def test_weights_are_one_each_unless_given() -> None:
    assert [Regulation().weight(kind) for kind in ("PSSI", "PER", "PE")] == [1, 1, 1]
    weighted = Regulation(weights={"PSSI": 5, "PER": 3, "PE": 2})
    assert [weighted.weight(kind) for kind in ("PSSI", "PER", "PE")] == [5, 3, 2]


def test_the_price_of_a_shortfall_rises_every_two_units_and_then_stays() -> None:
    assert [Regulation().shortfall_price(unit) for unit in range(1, 11)] == [20, 20, 40, 40, 80, 80] + [160] * 4
    assert [Regulation(equity_days=(7,)).shortfall_price(unit) for unit in (1, 2, 3, 100)] == [7] * 4


def test_presets_are_regulations_with_kinds_and_types_of_their_own() -> None:
    own = {"kinds", "types"}
    assert PRESETS["reseau_emploi_2025"].kinds == ("CD", "DCD", "FT", "ML", "CE")
    assert PRESETS["reseau_emploi_2025"].model_dump(exclude=own) == Regulation().model_dump(exclude=own)
    assert [(kind.id, kind.scope) for kind in PRESETS["reseau_emploi_2025"].types] == [
        ("commission-territoriale", "subsector"), ("remobilisation", "service"),
    ]  # fmt: skip


def test_an_equipe_pluridisciplinaire_hears_twelve_a_quarter_of_an_hour_each() -> None:
    preset = PRESETS["equipe_pluridisciplinaire"]
    (kind,) = preset.types
    assert (kind.name, kind.scope, kind.length) == ("équipe pluridisciplinaire", "service", "content")
    assert (kind.minutes, kind.max_situations, preset.short_minutes, preset.long_minutes) == (180, 12, 15, 45)
    assert preset.single_situation_minutes is None
    assert preset.kinds == PRESETS["reseau_emploi_2025"].kinds


def test_every_type_of_a_preset_has_a_label() -> None:
    assert all(kind.label for preset in PRESETS.values() for kind in preset.types)


@pytest.mark.parametrize(
    "given",
    [
        {"slot_days": 0},
        {"slot_days": 1_000_000},
        {"wait_percent_per_week": 0},
        {"wait_percent_per_week": 100},
        {"kinds": ["PE"]},
        {"short_minutes": 15},
        {"short_minutes": 45, "long_minutes": 30},
        {"single_situation_minutes": 1},
        {"urgency_days": [500, 0]},
        {"equity_days": [0]},
        {"equity_days": [5, 5, 5]},
        {"late": "fill"},
        {"rank": "ignore"},
    ],
    ids=str,
)
def test_values_up_to_the_limits_are_read(given: dict[str, Any]) -> None:
    read = Regulation.model_validate(given).model_dump(mode="json")
    assert {key: read[key] for key in given} == given


@pytest.mark.parametrize(
    "given",
    [
        {"slot_days": -1},
        {"slot_days": 1_000_001},
        {"slot_days": "60"},
        {"slot_days": 60.0},
        {"slot_days": True},
        {"wait_percent_per_week": 101},
        {"short_minutes": 0},
        {"short_minutes": 20},
        {"long_minutes": -15},
        {"single_situation_minutes": 0},
        {"kinds": []},
        {"kinds": [""]},
        {"kinds": "PE"},
        {"urgency_days": []},
        {"urgency_days": [0, -1]},
        {"equity_days": []},
        {"weights": {"PSSI": 0, "PER": 1, "PE": 1}},
        {"weights": {"PSSI": 1.0, "PER": 1, "PE": 1}},
        {"weights": {"PSSI": None, "PER": 1, "PE": 1}},
        {"late": "perhaps"},
        {"types": []},
        {"types": "standard"},
        {"types": [{"label": "no id"}]},
        {"types": [{"id": "t", "scope": "country"}]},
        {"types": [{"id": "t", "length": "endless"}]},
        {"types": [{"id": "t", "length": 20}]},
        {"types": [{"id": "t", "length": 0}]},
        {"types": [{"id": "t", "length": True}]},
        {"types": [{"id": "t", "length": 30.0}]},
        {"types": [{"id": "t", "minutes": 1455}]},
        {"types": [{"id": "t", "max_situations": -1}]},
        {"types": [{"id": "t", "admits": "everybody"}]},
        {"types": [{"id": "t", "empty": "held"}]},
        {"types": [{"id": "t", "colour": "red"}]},
        {"rank": ""},
        {"colour": "red"},
    ],
    ids=str,
)
def test_anything_else_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Regulation.model_validate(given)


@pytest.mark.parametrize("length", ["content", "long", "short", 15, 75, 999_990])
def test_a_length_is_a_word_or_minutes(length: str | int) -> None:
    kind = Regulation.model_validate({"types": [{"id": "t", "length": length}]}).types[0]
    assert (kind.length, kind.name, kind.minutes, kind.max_situations) == (length, "t", 180, 6)


def test_a_regulation_does_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Regulation().slot_days = 1  # type: ignore[misc]
