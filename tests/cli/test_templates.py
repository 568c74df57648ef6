"""``rsa-sched templates``: the letters' templates in a folder of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from rsa_sched.cli import main


def test_templates_are_copied_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Word models among them; nothing goes to standard output."""
    folder = tmp_path / "modeles"
    assert main(["templates", str(folder)]) == 0
    written = list(folder.iterdir())
    assert {".docx", ".html"} <= {path.suffix for path in written}
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"rsa-sched: {len(written)} fichiers de modèles dans {folder}\n"


def test_nothing_that_was_edited_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that holds templates already is left as it is."""
    folder = tmp_path / "modeles"
    assert main(["templates", str(folder)]) == 0
    edited = min(folder.glob("*.docx"))
    edited.write_bytes(b"ours")
    assert main(["templates", str(folder)]) == 2
    assert edited.read_bytes() == b"ours"
    assert edited.name in capsys.readouterr().err


def test_folders_that_cannot_be_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file in the way, or no folder to make it in."""
    (tmp_path / "file").write_bytes(b"")
    assert main(["templates", str(tmp_path / "file")]) == 2
    assert "un fichier ; attendu" in capsys.readouterr().err
    assert main(["templates", str(tmp_path / "none" / "here")]) == 2
    assert "dans un dossier qui n'existe pas" in capsys.readouterr().err
