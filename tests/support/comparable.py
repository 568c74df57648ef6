"""What must be the same of a result, wherever and however it was found."""

from __future__ import annotations

from rsa_sched import Result


def comparable(result: Result) -> bytes:
    """The agenda document without what may differ from run to run."""
    document = result.agenda.to_dict()
    del document["run"]["seconds"], document["run"]["workers"]
    return repr(document).encode()
