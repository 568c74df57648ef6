"""What the figures were measured on and with; no names of hosts, people or folders."""

from __future__ import annotations

import hashlib
import os
import platform
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import rsa_sched

PACKAGES = ("rsa_sched", "ortools", "pandas", "pydantic", "joblib", "numpy", "highspy")
PEERS = ("solverforge-legacy",)
"""Packages of peers, which need not be there."""


def machine() -> dict[str, str]:
    """Processor, usable cores, memory, system."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return {
        "processor": _processor(),
        "cores": str(usable),
        "memory": _memory(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def versions() -> dict[str, str]:
    """Python, the packages that matter, and a fingerprint of our own sources."""
    found = {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}
    for name in PEERS:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    found["rsa_sched"] = rsa_sched.__version__
    found["sources"] = sources()
    return found


def sources() -> str:
    """Fingerprint of the package's code: figures of other code are other figures."""
    folder = Path(rsa_sched.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown"
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or "unknown")


def _memory() -> str:
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return "unknown"
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB"
