"""Writes ``examples/tables`` and ``examples/tables-fautifs``; by hand: ``python -m tests.intake.make_examples``.

Workbooks carry what the programs that wrote them put there, so that their bytes may differ from one run to the next;
what is in them does not.
"""

from __future__ import annotations

from tests.intake.making import faults, received, service
from tests.intake.making.month import FAULTY, TABLES


def main() -> None:
    """Write both folders."""
    for folder in (TABLES / "recus", TABLES / "service", FAULTY / "tableaux"):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
    for table in received.ALL:
        table(TABLES / "recus")
    service.write(TABLES / "service")
    faults.write(FAULTY)


if __name__ == "__main__":
    main()
