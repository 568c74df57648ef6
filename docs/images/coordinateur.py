"""Makes the pictures of `docs/coordinateur.md`, beside this file: `python docs/images/coordinateur.py [FOLDER]`.

Needs Pillow (which comes with matplotlib), Chromium, LibreOffice and poppler (``apt-get install chromium
libreoffice-calc libreoffice-writer poppler-utils``). Everybody in them is invented.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from rsa_sched import solve
from rsa_sched.intake import Identities, Profile, TableFiles, read_tables
from rsa_sched.intake.form import form
from rsa_sched.publish import Standing, publish
from rsa_sched.publish.letterhead import Letterhead

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"
SERVICE = EXAMPLES / "tables" / "service"
COLOURS = 64
PAGE = '<!DOCTYPE html><html lang="fr"><meta charset="utf-8"><body style="font-family:sans-serif">{}</body></html>'


def run(*command: object) -> None:
    """A program, quietly."""
    subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=180)  # noqa: S603 - ours


def small(source: Path, target: Path, box: tuple[int, int, int, int] | None = None, width: int | None = None) -> None:
    """A part of a picture, with few colours."""
    with Image.open(source) as whole:
        image = whole.convert("RGB").crop(box) if box else whole.convert("RGB")
    if width is not None:
        image = image.resize((width, image.height * width // image.width), Image.Resampling.LANCZOS)
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)


def seen(page: Path, width: int, height: int) -> Path:
    """What Chromium shows of a page."""
    program = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    picture = page.with_suffix(".png")
    run(program, "--headless", "--no-sandbox", "--hide-scrollbars", f"--user-data-dir={page.parent / 'chromium'}",
        f"--window-size={width},{height}", f"--screenshot={picture}", page.as_uri())  # fmt: skip
    return picture


def printed(document: Path, dots: int = 80) -> Path:
    """The first page of a document as LibreOffice prints it."""
    folder = document.parent
    run("soffice", f"-env:UserInstallation=file://{folder / 'office'}", "--headless", "--convert-to", "pdf",
        "--outdir", folder, document)  # fmt: skip
    picture = document.with_suffix("")
    run("pdftoppm", "-png", "-r", dots, "-f", 1, "-l", 1, "-singlefile", document.with_suffix(".pdf"), picture)
    return picture.with_suffix(".png")


def main(target: Path) -> None:
    """The form, the report, the month's page and a letter."""
    profile, identities = SERVICE / "profil.toml", Identities(names=SERVICE / "noms.csv")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "formulaire.xlsx").write_bytes(form(Profile.from_toml(profile)))
        small(printed(folder / "formulaire.xlsx", 130), target / "coordinateur-formulaire.png", (40, 60, 1430, 190))

        report = read_tables(EXAMPLES / "tables-fautifs" / "tableaux", mapping=profile, identities=identities).report
        (folder / "constats.html").write_text(PAGE.format(report._repr_html_()), encoding="utf-8")
        small(seen(folder / "constats.html", 1200, 1100), target / "coordinateur-constats.png")

        tables = TableFiles(
            EXAMPLES / "tables" / "recus",
            sessions=SERVICE / "seances.csv",
            people=SERVICE / "professionnels.xlsx",
            absences=SERVICE / "indisponibilites.ods",
            decisions=SERVICE / "decisions.csv",
        )
        month = read_tables(tables, mapping=profile, identities=identities)
        assert month.problem is not None
        result = solve(month.problem)
        letterhead = Letterhead.from_toml(profile)
        adopted = Standing.of("Cheffe de service")
        publish(
            month.problem,
            result.agenda,
            folder / "a-envoyer",
            names=month.names,
            letterhead=letterhead,
            standing=adopted,
        )
        small(seen(folder / "a-envoyer" / "index.html", 1000, 1850), target / "coordinateur-mois.png")
        letters = folder / "a-envoyer" / "courriers"
        small(printed(letters / "prescripteur-per-nord-ref1.docx", 90), target / "coordinateur-courrier.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
