"""Audiences by name."""

from __future__ import annotations

import pytest

from rsa_sched.display.audience import CIRCLES, SERVICE, Audience


def test_service_is_alone() -> None:
    """The service sees everything and has no id."""
    assert Audience.of("service") == SERVICE == Audience()
    assert SERVICE.all


@pytest.mark.parametrize("circle", [circle for circle in CIRCLES if circle != "service"])
def test_others_are_somebody(circle: str) -> None:
    """Each other circle needs an id, which may hold colons; none of them sees everything."""
    found = Audience.of(f"{circle}:a:b")
    assert (found.circle, found.who, found.all) == (circle, "a:b", False)
    assert Audience.of(found) is found


@pytest.mark.parametrize("name", ["", "public", "prescriber", "partner:", "beneficiary:", "service:x", "Service", ":x"])
def test_unknown_names_are_refused(name: str) -> None:
    """The message says what is expected and nothing of what was given."""
    with pytest.raises(ValueError, match="expected service, prescriber:STRUCTURE"):
        Audience.of(name)
