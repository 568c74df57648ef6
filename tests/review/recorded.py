"""The register of the invented year of ten months, as `tests/register/test_year.py` plays it: `examples/bilan`.

``python -m tests.review.recorded`` plays it anew (a minute); what happened in it is kept, so that no test has to.
"""

from __future__ import annotations

import shutil
from functools import cache

from rsa_sched.register.chain import RegisterEvent
from rsa_sched.register.store import Register
from rsa_sched.review.facts import ReviewFacts
from rsa_sched.review.sources import facts_from
from tests.support_cli import ROOT

REGISTER = ROOT / "examples" / "bilan" / "registre.sqlite"


@cache
def events() -> list[RegisterEvent]:
    """What happened in the year."""
    with Register(REGISTER, read_only=True) as register:
        return register.events()


@cache
def facts() -> ReviewFacts:
    """Its facts, which no test changes."""
    return facts_from(REGISTER)


def main() -> None:
    """Play the year again and keep its register."""
    import pytest

    from tests.register.test_year import played

    REGISTER.unlink(missing_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        played(REGISTER.parent, 10, patch)  # here, so that it finds the profile beside it
    for made in REGISTER.parent.iterdir():
        if made.is_dir():
            shutil.rmtree(made)


if __name__ == "__main__":
    main()
