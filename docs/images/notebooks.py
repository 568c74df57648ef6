"""Takes the pictures out of the notebooks that were run: `python docs/images/notebooks.py`.

The notebooks are run as in `.ci/run`. Pictures go to the folder `notebooks/` beside this file; each is called after its
notebook and the number of its cell.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

RUN = Path(__file__).resolve().parents[2] / "build" / "examples" / "notebooks"
TARGET = Path(__file__).with_suffix("")


def main() -> None:
    """Write every picture anew."""
    TARGET.mkdir(exist_ok=True)
    for old in TARGET.glob("*.png"):
        old.unlink()
    for notebook in sorted(RUN.glob("*.ipynb")):
        for number, cell in enumerate(json.loads(notebook.read_text(encoding="utf-8"))["cells"]):
            for output in cell.get("outputs", ()):
                if picture := output.get("data", {}).get("image/png"):
                    (TARGET / f"{notebook.stem}-{number}.png").write_bytes(base64.b64decode(picture))


if __name__ == "__main__":
    main()
