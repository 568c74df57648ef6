"""Under which programs a campaign is played."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from rsa_sched._version import __version__


def versions_of_today() -> str:
    """The programs that decide what is played."""
    found = [f"rsa_sched {__version__}", f"python {platform.python_version()}"]
    for package in ("ortools", "numpy", "pandas"):
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)
