"""``python -m tests.record_outputs FOLDER``: every output of the package, to be compared between two versions.

Run it before a change that is meant to change no result, and after it into another folder; ``diff -r`` compares.
Seconds and versions are left out. Only the command line and the public names are used, so that it outlives the insides.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from rsa_sched import InputError, PinClash, Problem, check, load_demo, solve
from rsa_sched.simulate import load

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "docs" / "reference" / "conformance"
PROVEN = (("grenoble", 0), ("grenoble", 1), ("grenoble", 2), ("quarter", 0), ("quarter", 1), ("one-service", 0))
"""Families and seeds that are proven without a time limit."""
WHOLE = (("departement", 0), ("departement", 1), ("region", 0))
AT_ONCE = (("metropole", 0), ("departement-quarter", 0))
"""Families of which the first agenda is written down: their best one takes more than a minute."""
MONTHS = ("tables", "equipe-pluridisciplinaire", "reseau-emploi")
STUDY = """\
title = "Essai"
months = 3
replications = 2
[demand]
load = 0.3
[[scenario]]
name = "aujourd'hui"
[[scenario]]
name = "à l'ancienneté seule"
arbiter = "first come first served"
[[scenario]]
name = "à tour de rôle"
arbiter = "equal quotas"
"""


def plain(document: dict[str, Any]) -> str:
    """An agenda document without what a clock or a release changes."""
    return json.dumps({**document, "run": None}, ensure_ascii=False, indent=1) + "\n"


def solved(problem: Problem, **options: Any) -> str:
    """The agenda with its warnings, or the clash."""
    try:
        result = solve(problem, workers=1, **{"time_limit": None, **options})
    except PinClash as clash:
        return clash.text + "\n"
    return plain(result.agenda.to_dict()) + "\n".join([*result.warnings, *result.notices])


def conformance(path: Path) -> str:
    """What is said of one case: faults, or the agenda and the audit of the stated one."""
    case = json.loads(path.read_text(encoding="utf-8"))
    try:
        problem = Problem.from_dict(case["problem"])
    except InputError as error:
        return str(error)
    text = solved(problem)
    if "agenda" in case:
        try:
            text += json.dumps(check(problem, case["agenda"]).to_dict(), ensure_ascii=False, indent=1)
        except InputError as error:
            text += str(error)
    return text


def family(name: str, seed: int, **options: Any) -> str:
    """The agenda of a load."""
    return solved(load(name, seed), **options)


def command(folder: Path, *arguments: object) -> None:
    """One command in a process of its own; what it prints is written down too."""
    done = subprocess.run(
        [sys.executable, "-m", "rsa_sched", *map(str, arguments)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    said = f"exit {done.returncode}\n{done.stdout}\n--\n{done.stderr}".replace(str(folder), "FOLDER")
    (folder / f"{arguments[0]}.said.txt").write_text(said, encoding="utf-8")


def month(folder: Path, name: str) -> None:
    """From tables to letters by the command line."""
    folder.mkdir(parents=True)
    example = ROOT / "examples" / name
    apart = ["--sessions", "seances.csv", "--people", "professionnels.csv", "--absences", "indisponibilites.csv"]
    given = [option if option.startswith("--") else example / "service" / option for option in apart]
    given = [
        part
        for option, path in zip(given[::2], given[1::2], strict=True)
        if Path(path).exists()
        for part in (option, path)
    ]
    names = folder / "noms.csv"
    names.write_bytes((example / "service" / "noms.csv").read_bytes())
    profile = ["--profile", example / "service" / "profil.toml"]
    command(folder, "month", example / "recus", *given, *profile, "--names", names, "-o", folder / "mois")
    command(folder, "form", *profile, "-o", folder / "formulaire.xlsx")


def demo(folder: Path) -> None:
    """The bundled month in every form."""
    folder.mkdir(parents=True)
    problem, agenda = folder / "probleme.json", folder / "agenda.json"
    problem.write_text(load_demo().to_json(), encoding="utf-8")
    command(folder, "solve", problem, "-o", agenda, "--workers", 1)
    for form in ("html", "svg"):
        command(folder, "show", problem, agenda, f"--{form}", "-o", folder / f"ordre.{form}")
    command(folder, "check", problem, agenda, "--json")
    command(folder, "show", problem, agenda)
    command(folder, "publish", problem, agenda, "-o", folder / "envoi")
    command(folder, "templates", folder / "modeles")
    for document in ("problem", "agenda"):
        (folder / f"{document}.schema.json").write_text(
            subprocess.run(
                [sys.executable, "-m", "rsa_sched", "schema", document], capture_output=True, text=True, check=True
            ).stdout,
            encoding="utf-8",
        )


def faults(folder: Path) -> None:
    """What is said of tables full of faults."""
    folder.mkdir(parents=True)
    tables = ROOT / "examples" / "tables-fautifs" / "tableaux"
    command(folder, "import", tables, "--report", folder / "controle.xlsx", "-o", folder / "probleme.json")


def study(folder: Path) -> None:
    """A small study of the laboratory."""
    folder.mkdir(parents=True)
    (folder / "essai.toml").write_text(STUDY, encoding="utf-8")
    command(folder, "simulate", folder / "essai.toml", "-o", folder / "sortie")


def settled(folder: Path) -> None:
    """Take out of the files what a clock, a release or a folder changes; open what is packed."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                parts = [f"{name}\n{archive.read(name).decode('utf-8', 'replace')}" for name in archive.namelist()]
            path.with_name(path.name + ".txt").write_text("\n".join(parts), encoding="utf-8")
            path.unlink()
        elif path.suffix == ".parquet":
            path.unlink()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".png":
            text = path.read_text(encoding="utf-8", errors="replace").replace(str(folder.parent.resolve()), "FOLDER")
            text = re.sub(r'("seconds": )[\d.]+', r"\1S", text)
            text = re.sub(r"\b\d+([.,]\d+)? ?s\b", "S s", text)
            path.write_text(text, encoding="utf-8")


def work(folder: Path) -> list[tuple[str, Callable[[], str]]]:
    """Each document to write, by its name."""
    cases = [(f"conformance/{path.stem}.txt", partial(conformance, path)) for path in sorted(CASES.glob("*.json"))]
    whole = [(f"families/{name}-{seed}.txt", partial(family, name, seed)) for name, seed in PROVEN + WHOLE]
    first = [(f"families/{name}-{seed}-0s.txt", partial(family, name, seed, time_limit=0)) for name, seed in AT_ONCE]
    return [*whole, *first, *cases]


def _written(folder: Path, name: str, make: Callable[[], str]) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(make(), encoding="utf-8")


def main() -> None:
    """Write everything."""
    top = argparse.ArgumentParser(prog="python -m tests.record_outputs", description=__doc__)
    top.add_argument("folder", type=Path)
    folder: Path = top.parse_args().folder.resolve()
    folder.mkdir(parents=True)
    with ProcessPoolExecutor(2) as pool:
        jobs = [pool.submit(_written, folder, name, make) for name, make in work(folder)]
        jobs += [pool.submit(month, folder / "mois" / name, name) for name in MONTHS]
        jobs += [pool.submit(job, folder / job.__name__) for job in (demo, faults, study)]
        for job in jobs:
            job.result()
    settled(folder)
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    (folder / "SHA256").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} outputs written")


if __name__ == "__main__":
    main()
