"""Files as LibreOffice saves them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.support.programs import soffice


def converted(files: Iterable[Path], to: str, folder: Path) -> dict[str, Path]:
    """The files in another format, by stem; one call for all, in a profile of its own."""
    command = [str(soffice()), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    out = folder / to
    line = [*command, "--convert-to", to, "--outdir", str(out), *map(str, files)]
    subprocess.run(line, check=True, capture_output=True, timeout=300)
    return {path.stem: path for path in sorted(out.iterdir())}
