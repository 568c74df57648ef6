"""What a file may be at most: checked before anything of it is believed."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at most; a file beyond is refused, never cut.

    Attributes
    ----------
    file_bytes : size of the file as it lies on the disk.
    unpacked_bytes : size of everything packed in it.
    ratio : unpacked size of a packed part over its packed size (parts below 1 MiB aside).
    parts : packed parts.
    rows, columns : of a sheet, up to its last cell that holds something.
    cells : of a sheet's used area.
    sheets : of a workbook.
    cell_characters : of one cell.
    characters : of all cells of a file.
    """

    file_bytes: int = 20 * _MIB
    unpacked_bytes: int = 200 * _MIB
    ratio: int = 200
    parts: int = 2_000
    rows: int = 20_000
    columns: int = 200
    cells: int = 1_000_000
    sheets: int = 50
    cell_characters: int = 10_000
    characters: int = 20_000_000


class RefusedError(Exception):
    """A file that is not read: why and what to do about it, in French, without any text of the file."""

    def __init__(self, code: str, text: str, action: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.action = action


def figure(number: int) -> str:
    """« 1 048 576 »."""
    return f"{number:,}".replace(",", "\u202f")


def too_large(code: str, what: str, most: int) -> RefusedError:
    """The refusal of what goes beyond a limit: `what` reads « plus de » before the figure."""
    return RefusedError(
        code,
        f"Le fichier est refusé\u202f: {what.format(figure(most))}.",
        "Ne garder que le tableau, sans lignes ni cases vides au loin, et l'enregistrer de nouveau.",
    )


def damaged() -> RefusedError:
    """The refusal of a file that cannot be followed to its end."""
    return RefusedError(
        "file-damaged",
        "Le fichier est abîmé ou incomplet\u202f: son contenu n'est pas lisible.",
        "L'ouvrir dans un tableur, l'enregistrer de nouveau, ou demander un nouvel envoi.",
    )


def check_area(rows: int, columns: int, limits: Limits) -> None:
    """Raise RefusedError where a used area, counted from the first row and column, is beyond the limits."""
    if rows > limits.rows:
        raise too_large("too-many-rows", "une feuille va au-delà de {} lignes", limits.rows)
    if columns > limits.columns:
        raise too_large("too-many-columns", "une feuille va au-delà de {} colonnes", limits.columns)
    if rows * columns > limits.cells:
        raise too_large("too-many-cells", "une feuille a plus de {} cases", limits.cells)
