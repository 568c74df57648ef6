"""What is said of a column where it depends on the règlement: types of session, kinds of structure, lengths, sizes."""

from __future__ import annotations

from typing import Literal

from rsa_sched.intake.fields import Field
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.typewords import Types


def helped(table: str, field: Field, profile: Profile) -> str:
    """The help of a field of a table, in the words of the profile where it has some."""
    types = profile.types
    match table, field.key:
        case _, "type":
            names = list(types.offered)
            return f"{_either(names)} ; {names[0]} si vide." if len(names) > 1 else f"{names[0]} : le seul."
        case "sessions", "subsector":
            whole = types.names(scope="service")
            return f"Vide pour {_either(whole)} : tout le service." if whole else "Toujours à remplir."
        case "sessions", "minutes" | "max_situations":
            return _by_type(types, "minutes" if field.key == "minutes" else "max_situations")
        case "situations", "kind":
            return f"{_either(profile.kinds)} ; pour contrôle."
        case "history", "kind":
            return f"{_either(profile.kinds)}."
    return field.help


def _either(names: list[str] | tuple[str, ...]) -> str:
    return " ou ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _by_type(types: Types, key: Literal["minutes", "max_situations"]) -> str:
    """What is meant by an empty cell: that of the first type, and of each that has another."""
    usual = getattr(types.first, key)
    others = [f"{getattr(kind, key)} pour {kind.name}" for kind in types.listed if getattr(kind, key) != usual]
    return f"{', '.join([f'{usual} si vide', *others])}."
