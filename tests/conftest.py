"""Loaded before any test: how examples are drawn, and which share of the slow tests is meant."""

from __future__ import annotations

import os
import zlib

import pytest

from tests import profiles

__all__ = ["profiles", "pytest_collection_modifyitems"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the tests marked `slow`, those of one share: ``RSA_SCHED_SHARE=0/5`` is the first fifth, by their names.

    Any five commits in a row try them all. What is marked `every_share` is tried each time.
    """
    if "RSA_SCHED_SHARE" not in os.environ:
        return
    number, shares = map(int, os.environ["RSA_SCHED_SHARE"].split("/"))

    def is_meant(item: pytest.Item) -> bool:
        slow, each = (item.get_closest_marker(name) is not None for name in ("slow", "every_share"))
        return not slow or each or zlib.crc32(item.nodeid.encode()) % shares == number

    left_out = [item for item in items if not is_meant(item)]
    if left_out:
        items[:] = [item for item in items if is_meant(item)]
        config.hook.pytest_deselected(items=left_out)
