"""Where templates lie: those of the package, and in their stead those of a folder that officials edit."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from rsa_sched.errors import Fault, InputError
from rsa_sched.office.files import unreadable, write_whole
from rsa_sched.publish.letters.kinds import FIELDS, HELP, RENAMED

PAGE = "page.html"
"""The frame of every HTML letter: not edited, since its marks keep the letters accessible."""

BUNDLED = Path(__file__).parent / "templates"
LARGEST, LARGEST_UNPACKED = 5 << 20, 50 << 20
"""Bytes of a template, as it lies there and unpacked."""


def copy_templates(folder: Path) -> list[Path]:
    """Copy the bundled templates into a folder, which is made, for officials to edit them.

    Returns
    -------
    list of Path
        The files written, by name: templates, and how to edit them.

    Raises
    ------
    InputError
        Where the folder already holds a file of one of these names (nothing is written then), or cannot be written.
    """
    names = sorted([*FIELDS, HELP])
    try:
        there = tuple(name for name in names if (folder / name).exists() or (folder / name).is_symlink())
        if there:
            raise InputError(tuple(Fault("output", "exists", "file-exists", file=name) for name in there))
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError.of("output", error.strerror or "unwritable", "no-folder", file=folder.name) from None
    for name in names:
        write_whole(folder / name, (BUNDLED / name).read_bytes())
    return [folder / name for name in names]


def templates_of(folder: Path | None) -> dict[str, bytes]:
    """Every template by name: the folder's own where it has one, else the bundled one.

    Raises
    ------
    InputError
        Where the folder or a file in it cannot be read, is too large, or bears a name that no template has (so that
        no edited letter is passed over for a slip in its name).
    """
    found = {name: (BUNDLED / name).read_bytes() for name in (*FIELDS, PAGE)}
    if folder is None:
        return found
    faults: list[Fault] = []
    try:
        edited = sorted(path for path in folder.iterdir() if not path.name.startswith(("~$", ".")))
    except OSError as error:
        raise InputError.of("templates", error.strerror or "unreadable", "no-folder", file=folder.name) from None
    for path in edited:
        if path.name == HELP:
            continue
        if path.name not in FIELDS:
            at, value, new = "templates", "no template of that name", RENAMED.get(path.name)
            if new:
                faults.append(Fault(at, value, "renamed-template", {"name": new}, path.name))
            else:
                faults.append(Fault(at, value, "not-one-of", {"names": tuple(FIELDS)}, path.name))
            continue
        try:
            if path.stat().st_size > LARGEST:
                faults.append(Fault("document", "too large", "template-too-large", {"mib": LARGEST >> 20}, path.name))
                continue
            found[path.name] = path.read_bytes()
        except OSError as error:
            faults += unreadable(error, path.name).faults
    faults += _unpacked(found)
    if faults:
        raise InputError(tuple(faults))
    return found


def _unpacked(found: Mapping[str, bytes]) -> list[Fault]:
    """Word files that are none, or that are small only as long as they are packed."""
    faults = []
    for name, data in found.items():
        if name.endswith(".docx"):
            try:
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    size = sum(part.file_size for part in archive.infolist())
            except zipfile.BadZipFile:
                faults.append(Fault("document", "no Word document", "no-word-document", file=name))
                continue
            if size > LARGEST_UNPACKED:
                mib = LARGEST_UNPACKED >> 20
                faults.append(Fault("document", "too large", "unpacked-template-too-large", {"mib": mib}, name))
    return faults
