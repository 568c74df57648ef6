"""A real Chromium, driven by playwright: tests that need one skip where either is missing."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.support.programs import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-dev-shm-usage",
)  # fmt: skip


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser, closed afterwards."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    program = chromium()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the driver's own, on newer Pythons
        with sync_api.sync_playwright() as driver:
            found = driver.chromium.launch(executable_path=program, args=list(ARGUMENTS))
            yield found
            found.close()
