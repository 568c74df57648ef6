"""The sections of a profile that belong to publish: read, or refused with every fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from rsa_sched.errors import InputError
from rsa_sched.publish.letterhead import Delays, Letterhead


def profile(folder: Path, text: str) -> Path:
    """A profile with this text."""
    path = folder / "profil.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_sections_are_read_and_others_let_through(tmp_path: Path) -> None:
    """What a section leaves out keeps its default."""
    letters = '[letters]\nsender = "Service"\naddress = "1 rue A\\n38000 B"\n'
    text = f'{letters}[delays]\ntell_people = 9\n[columns]\nx = ["y"]\n'
    path = profile(tmp_path, text)
    assert Letterhead.from_toml(path) == Letterhead(sender="Service", address="1 rue A\n38000 B")
    assert Delays.from_toml(path) == Delays(tell_people=9)


def test_no_section_is_all_defaults(tmp_path: Path) -> None:
    """An empty profile changes nothing; a BOM does no harm."""
    assert Delays.from_toml(profile(tmp_path, "\ufeff")) == Delays()


def test_every_fault_is_told_at_once_without_values(tmp_path: Path) -> None:
    """Unknown keys, other types and negative numbers, by place; what stands there is not repeated."""
    path = profile(
        tmp_path, '[delays]\ntell_people = -1\nconfirm_partners = "Zorbane"\ntell_prescribers = true\nx = 1\n'
    )
    with pytest.raises(InputError) as caught:
        Delays.from_toml(path)
    places = [fault.place for fault in caught.value.faults]
    assert places == ["delays.tell_people", "delays.confirm_partners", "delays.tell_prescribers", "delays.x"]
    assert "Zorbane" not in str(caught.value)


@pytest.mark.parametrize("text", ["[letters", "letters = 3", "[delays]\n" + "tell_people = 1\n" * 2])
def test_what_is_no_profile_is_refused(tmp_path: Path, text: str) -> None:
    """Not TOML, or no section."""
    with pytest.raises(InputError):
        Letterhead.from_toml(profile(tmp_path, text))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """As bad input, not as a traceback."""
    with pytest.raises(InputError):
        Letterhead.from_toml(tmp_path / "none.toml")
