"""What a campaign found, one JSON file a case: by hand they are mended, looked through and at last thrown away."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import zlib
from collections.abc import Mapping
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
    what : a problem document, a property of the suite, or a file that a reader does not bear.
    seed : of the campaign's problem or file (« 7/31 »: the 31st of seed 7) or of Hypothesis.
    error : what was seen; of a property, its falsifying example and the line that reproduces it.
    problem : the document, made smaller.
    test : which property.
    arguments, files, outputs, secrets, process : the trial of a file, as `tests.support.trials.Trial` has it, each
        file packed by `packed`.
    """

    what: Literal["problem", "property", "file"]
    seed: str
    error: str
    problem: dict[str, Any] | None = None
    test: str = ""
    arguments: list[str] | None = None
    files: dict[str, str] | None = None
    outputs: list[str] | None = None
    secrets: list[str] | None = None
    process: bool = False

    @property
    def name(self) -> str:
        """Name of its file; the same thing found again is the same file."""
        what = self.files if self.problem is None else self.problem
        about = self.test + self.seed if what is None else json.dumps(what, sort_keys=True)
        return f"{self.what}-{hashlib.sha256(about.encode()).hexdigest()[:12]}.json"


def keep(found: Found, folder: Path = FOLDER) -> Path:
    """Write a case down."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / found.name
    kept = {key: value for key, value in asdict(found).items() if key in _ALWAYS or value}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


_ALWAYS = frozenset({"what", "seed", "error", "problem", "test"})


def packed(files: Mapping[str, bytes]) -> dict[str, str]:
    """Content of files as a JSON text can hold it: deflated, in base 64."""
    return {name: base64.b64encode(zlib.compress(data, 9)).decode() for name, data in files.items()}


def unpacked(files: Mapping[str, str]) -> dict[str, bytes]:
    """What `packed` was given."""
    return {name: zlib.decompress(base64.b64decode(text)) for name, text in files.items()}


def kept(folder: Path = FOLDER) -> dict[str, Found]:
    """The cases of a folder by the name of their file."""
    return {path.name: Found(**json.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.json"))}


def replay(found: Found) -> None:
    """Try a case again. Raises AssertionError, or whatever the package raises, as long as it is not mended."""
    if found.problem is not None:
        from tests.campaign.problems import held

        held(found.problem)
        return
    if found.files is not None:
        from tests.campaign.fuzz.drawn import faults_of
        from tests.support.trials import Trial

        trial = Trial(
            tuple(found.arguments or ()), unpacked(found.files), tuple(found.outputs or ()),
            secrets=tuple(found.secrets or ()), process=found.process,
        )  # fmt: skip
        assert faults_of(trial) == []
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
