"""The register: what happened, in order, in one SQLite file that forgets nothing and holds no name.

    from pathlib import Path
    from rsa_sched.register import Register, fold
    with Register(Path("registre.sqlite"), read_only=True) as register:
        state = fold(register.events())

See ``docs/dev/register.md``; the verbs are in `rsa_sched.register.verbs`.
"""

from rsa_sched.register.chain import EventDraft, RegisterEvent
from rsa_sched.register.history import months_of
from rsa_sched.register.refusals import RegisterMoved, RegisterRefused
from rsa_sched.register.state import MonthRecord, RegisterState, fold
from rsa_sched.register.store import Register

__all__ = [
    "EventDraft",
    "MonthRecord",
    "Register",
    "RegisterEvent",
    "RegisterMoved",
    "RegisterRefused",
    "RegisterState",
    "fold",
    "months_of",
]
