"""From the tables that structures send to a problem document, with every fault reported at once.

    from rsa_sched.intake import Identities, read_tables
    result = read_tables("tables/", identities=Identities(key="cle.txt"))
    print(result.report)

The names below are loaded when first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rsa_sched.intake.files.limits import Limits as Limits
    from rsa_sched.intake.findings import Finding as Finding
    from rsa_sched.intake.options import Identities as Identities
    from rsa_sched.intake.options import MonthContext as MonthContext
    from rsa_sched.intake.options import TableFiles as TableFiles
    from rsa_sched.intake.profile import Profile as Profile
    from rsa_sched.intake.read import Import as Import
    from rsa_sched.intake.read import read_tables as read_tables
    from rsa_sched.intake.report import ImportReport as ImportReport
    from rsa_sched.intake.rows.pseudonyms import Key as Key

_HOME = {
    "Finding": "findings",
    "Identities": "options",
    "Import": "read",
    "ImportReport": "report",
    "Key": "rows.pseudonyms",
    "Limits": "files.limits",
    "MonthContext": "options",
    "Profile": "profile",
    "TableFiles": "options",
    "read_tables": "read",
}

__all__ = [
    "Finding",
    "Identities",
    "Import",
    "ImportReport",
    "Key",
    "Limits",
    "MonthContext",
    "Profile",
    "TableFiles",
    "read_tables",
]


if not TYPE_CHECKING:
    # unseen by type checkers, which would take any name for one of ours

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module 'rsa_sched.intake' has no attribute {name!r}")
        return getattr(import_module(f"rsa_sched.intake.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
