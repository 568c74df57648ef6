"""The programs that open letters as people do; where one is missing its tests are skipped and say what to install."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest


def program(*names: str, package: str) -> str:
    """Where the first of these programs lies."""
    found = next(filter(None, map(shutil.which, names)), None)
    return found or pytest.skip(f"needs {names[0]}: apt-get install {package}")


def soffice() -> str:
    """LibreOffice Writer."""
    return program("soffice", "libreoffice", package="libreoffice-writer")


def chromium() -> str:
    """A browser that playwright can drive."""
    return program("chromium", "chromium-browser", "google-chrome", package="chromium")


def converted(files: Iterable[Path], to: str, folder: Path) -> dict[str, Path]:
    """The files as LibreOffice saves them in another format, by stem; one call for all."""
    profile = folder / "profile"
    command = [soffice(), "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", to]
    out = folder / to
    subprocess.run([*command, "--outdir", str(out), *map(str, files)], check=True, capture_output=True, timeout=300)
    return {path.stem: path for path in sorted(out.iterdir())}
