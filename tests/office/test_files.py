"""Files that are there whole or not at all, and for whom."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from rsa_sched import InputError
from rsa_sched.office.files import write_whole


def mode(path: Path) -> int:
    """A file's permissions."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(("private", "wanted"), [(False, 0o644), (True, 0o600)])
def test_permissions_of_a_new_file(private: bool, wanted: int, tmp_path: Path) -> None:
    """A new file is as the user's mask has it, a private one for its owner alone."""
    before = os.umask(0o022)
    try:
        write_whole(tmp_path / "f", b"x", private=private)
    finally:
        os.umask(before)
    assert mode(tmp_path / "f") == wanted


@pytest.mark.parametrize("private", [False, True])
def test_a_replaced_file_keeps_its_permissions(private: bool, tmp_path: Path) -> None:
    """What the owner has allowed others to read stays so, and what they have not."""
    (tmp_path / "f").write_bytes(b"old")
    (tmp_path / "f").chmod(0o640)
    write_whole(tmp_path / "f", b"new", private=private)
    assert (tmp_path / "f").read_bytes() == b"new"
    assert mode(tmp_path / "f") == 0o640


def test_a_link_is_followed(tmp_path: Path) -> None:
    """The file behind a link is replaced, the link stays."""
    (tmp_path / "f").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "f")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "f").read_bytes() == b"new"


def test_a_failed_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old content stays and no half file is left beside it."""
    (tmp_path / "f").write_bytes(b"old")

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left"):
        write_whole(tmp_path / "f", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["f"]
    assert (tmp_path / "f").read_bytes() == b"old"


def test_no_folder_no_file(tmp_path: Path) -> None:
    """A folder that is missing is told, not made."""
    with pytest.raises(InputError, match="No such file"):
        write_whole(tmp_path / "none" / "f", b"")
