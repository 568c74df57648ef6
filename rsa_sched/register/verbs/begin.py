"""``init``: a register, with everything that no other verb shall have to be told again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rsa_sched.office.files import is_there, resolved
from rsa_sched.office.partial import remove_partial_files
from rsa_sched.register.chain import EventDraft
from rsa_sched.register.refusals import RegisterRefused
from rsa_sched.register.settings import RegisterSettings
from rsa_sched.register.store import Register
from rsa_sched.register.verbs.answer import VerbAnswer, last_hash, read_state


def begin(path: Path, settings: RegisterSettings, by: str, **options: Any) -> VerbAnswer:
    """Make a register, or set an existing one to other settings.

    Raises
    ------
    RegisterRefused
        Where something else is there, or the file cannot be written.
    """
    path = resolved(path)
    payload = settings.payload(path)
    draft = EventDraft("configured", {"by": by, **payload})
    facts = {"file": str(path), "keep_months": settings.keep_months, "outcomes": len(settings.outcomes)}
    if not is_there(path):
        try:
            with Register.create(path, [draft], **options) as register:
                lines = () if register.share is None else (("share", {"share": register.share}),)
                return VerbAnswer("init", {**facts, "share": register.share}, register.head, lines=lines)
        except RegisterRefused as refusal:
            if refusal.code != "exists":
                raise
    remove_partial_files(path.parent)  # of an `init` that was killed: another name of the register itself
    with Register(path, **options) as register, register.writing() as writer:
        state, head, _ = read_state(register)
        known = {key: value for key, value in state.settings.items() if key != "by"}
        if known == payload:
            return VerbAnswer("init-again", facts, head, changed=False)
        return VerbAnswer("init-changed", facts, last_hash(writer.append(draft), head))
