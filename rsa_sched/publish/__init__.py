"""From an audited agenda to everything that has to be sent: pages, workbook, tables, calendars, letters, tasks.

    from rsa_sched.publish import Standing, publish
    publish(problem, agenda, standing=Standing.of("Cheffe de service")).write(Path("a-envoyer"))

The names below are loaded when first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rsa_sched.display.audience import Audience as Audience
    from rsa_sched.publish.evidence import Evidence as Evidence
    from rsa_sched.publish.letterhead import Delays as Delays
    from rsa_sched.publish.letterhead import Letterhead as Letterhead
    from rsa_sched.publish.letters import copy_templates as copy_templates
    from rsa_sched.publish.publication import Publication as Publication
    from rsa_sched.publish.publication import publish as publish
    from rsa_sched.publish.standing import Standing as Standing

_HOME = {
    "Audience": "publication",
    "Delays": "letterhead",
    "Evidence": "evidence",
    "Letterhead": "letterhead",
    "Publication": "publication",
    "Standing": "standing",
    "copy_templates": "letters",
    "publish": "publication",
}

__all__ = ["Audience", "Delays", "Evidence", "Letterhead", "Publication", "Standing", "copy_templates", "publish"]


if not TYPE_CHECKING:
    # unseen by type checkers, which would take any name for one of ours

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module 'rsa_sched.publish' has no attribute {name!r}")
        return getattr(import_module(f"rsa_sched.publish.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
