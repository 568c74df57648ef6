"""Certificates of bounds (contract, section 8): `write` makes them, with all that the engine knows; `verify` checks.

    from rsa_sched.certify import certify
    certify(problem, result).to_json()

The names below are loaded when first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rsa_sched.certify.write import Certificate as Certificate
    from rsa_sched.certify.write import certify as certify

_HOME = {"Certificate": "write", "certify": "write"}

__all__ = ["Certificate", "certify"]


if not TYPE_CHECKING:
    # unseen by type checkers, which would take any name for one of ours

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module 'rsa_sched.certify' has no attribute {name!r}")
        return getattr(import_module(f"rsa_sched.certify.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
