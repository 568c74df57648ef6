"""What a campaign found, one JSON file a case: by hand they are mended, looked through and at last thrown away."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).parents[1] / "found"
ROOT = Path(__file__).parents[2]
HUNG, DIED = "did not end (or another one that ran beside)", "its process died (or that of another one that ran beside)"


@dataclass(frozen=True)
class Found:
    """Something that does not hold.

    Attributes
    ----------
    what : a problem document, or a property of the suite.
    seed : of the campaign's problem (« 7/31 »: the 31st of seed 7) or of Hypothesis.
    error : what was seen; of a property, its falsifying example and the line that reproduces it.
    problem : the document, made smaller.
    test : which property.
    """

    what: Literal["problem", "property"]
    seed: str
    error: str
    problem: dict[str, Any] | None = None
    test: str = ""

    @property
    def name(self) -> str:
        """Name of its file; the same thing found again is the same file."""
        about = self.test + self.seed if self.problem is None else json.dumps(self.problem, sort_keys=True)
        return f"{self.what}-{hashlib.sha256(about.encode()).hexdigest()[:12]}.json"


def keep(found: Found, folder: Path = FOLDER) -> Path:
    """Write a case down."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / found.name
    path.write_text(json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def kept(folder: Path = FOLDER) -> dict[str, Found]:
    """The cases of a folder by the name of their file."""
    return {path.name: Found(**json.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.json"))}


def replay(found: Found) -> None:
    """Try a case again. Raises AssertionError, or whatever the package raises, as long as it is not mended."""
    if found.problem is not None:
        from tests.campaign.problems import held

        held(found.problem)
        return
    again = subprocess.run(
        [*property_command(found.seed), found.test],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=1_800,
    )
    assert again.returncode == 0, again.stdout + again.stderr


def property_command(seed: str) -> list[str]:
    """How properties are tried with a seed; the files or tests are still to be named."""
    return [
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.profiles", "-m", "hypothesis",
        f"--config-file={ROOT / 'pyproject.toml'}", f"--rootdir={ROOT}",
        "--hypothesis-profile=campaign", f"--hypothesis-seed={seed}",
    ]  # fmt: skip
