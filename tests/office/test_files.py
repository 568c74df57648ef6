"""Files that are there whole or not at all, and for whom."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from rsa_sched import InputError
from rsa_sched.office.files import is_open_to_others, is_there, read_bytes, write_whole
from rsa_sched.office.toml import read_toml


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


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a byte of it, whatever its size; what has no end, and no size, is cut off where it is too much."""
    path = tmp_path / "x"
    path.write_bytes(b"abc")
    assert read_bytes(path, 3) == b"abc"
    with path.open("r+b") as file:
        file.truncate(3 << 30)
    with pytest.raises(OSError, match="more than 1 MiB"):
        read_bytes(path, 1 << 20)
    with pytest.raises(IsADirectoryError):
        read_bytes(tmp_path, 3)


def test_what_stands_somewhere_is_not_taken_for_missing(tmp_path: Path) -> None:
    """A loop of links, a name too long, a file in the place of a folder: their reader says what they are."""
    loop, file = tmp_path / "loop", tmp_path / "file"
    loop.symlink_to("loop")
    (tmp_path / "to nothing").symlink_to("nothing")
    file.touch()
    assert [is_there(path) for path in (loop, file / "x", tmp_path / ("n" * 300), tmp_path)] == [True] * 4
    assert not is_there(tmp_path / "nothing") and not is_there(tmp_path / "to nothing")


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
@pytest.mark.parametrize(("mode", "open_to_others"), [(0o600, False), (0o640, True), (0o602, True), (0o700, False)])
def test_whom_a_file_is_open_to(mode: int, open_to_others: bool, tmp_path: Path) -> None:
    """Only what is for its owner alone is not told."""
    path = tmp_path / "x"
    path.touch()
    path.chmod(mode)
    assert is_open_to_others(path) is open_to_others
    assert not is_open_to_others(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("text", "taken"),
    [("a." * 900 + "a = 1", False), ("[" + "a." * 900 + "a]", False), ("x = {" + "a." * 90 + "a = 1}", False),
     ('x = "' + "." * 900 + '"', True), ("a.b.c = 1", True)],
)  # fmt: skip
def test_a_key_of_toml_has_an_end(text: str, taken: bool, tmp_path: Path) -> None:
    """Its reader would take time and memory in the square of the parts; points in a text are text."""
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    if taken:
        assert read_toml(path)
    else:
        with pytest.raises(InputError, match="TOML"):
            read_toml(path)
