"""Programs that open what we write: tests that need one skip where it is missing, and say what to install."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SOFFICE = ("soffice", "libreoffice")


def chromium() -> Path:
    """A Chromium; `RSA_SCHED_CHROMIUM` may name it."""
    return _program("RSA_SCHED_CHROMIUM", CHROMIUM, "apt-get install chromium")


def soffice() -> Path:
    """A LibreOffice; `RSA_SCHED_SOFFICE` may name it."""
    return _program("RSA_SCHED_SOFFICE", SOFFICE, "apt-get install libreoffice-calc libreoffice-writer")


def pdftoppm() -> Path:
    """The program of poppler that draws pages of a PDF."""
    return _program("RSA_SCHED_PDFTOPPM", ("pdftoppm",), "apt-get install poppler-utils")


def _program(variable: str, names: tuple[str, ...], install: str) -> Path:
    named = os.environ.get(variable)
    found = [named] if named else [path for path in map(shutil.which, names) if path]
    if not found or not Path(found[0]).exists():
        pytest.skip(f"needs {names[0]}: {install} (or {variable}=path)")
    return Path(found[0])
