"""A hostile case tried, and all that it did not come to as it must."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.hostile.base import Case
from tests.support.trials import Outcome, faults, lay_out, run


def problems_of(case: Case, place: Path) -> list[str]:
    """What must not be of a case that is tried in a new folder of this place; empty where it comes to what it must."""
    folder = place / "f"
    folder.mkdir()
    lay_out(case.trial, folder)
    if case.prepare is not None:
        case.prepare(folder)
    outcome = run(case.trial, folder, unprivileged=case.unprivileged)
    found = faults(case.trial, outcome)
    if found:
        return found
    return [*_unexpected(case, outcome), *_alive(case, outcome, folder)]


def _unexpected(case: Case, outcome: Outcome) -> Iterator[str]:
    if outcome.code not in case.codes:
        yield f"exit code {outcome.code}, expected {case.codes}: {outcome.err[:300]!r}"
    if outcome.code == 2:
        lines = outcome.err.count("\n")
        if case.lines and lines > case.lines:
            yield f"{lines} lines: {outcome.err[:300]!r}"
        if case.says not in outcome.err:
            yield f"does not say {case.says!r}: {outcome.err[:300]!r}"


def _alive(case: Case, outcome: Outcome, folder: Path) -> Iterator[str]:
    if outcome.code or not case.inert:
        return
    for name in outcome.made:
        for part, data in _parts(name, (folder / name).read_bytes()):
            yield from (f"{word!r} in {part}" for word in case.inert if word.lower() in data.lower())


def _parts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if not data.startswith(b"PK"):
        yield name, data
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.namelist():
                yield f"{name}/{part}", part.encode() + b"\n" + archive.read(part)
