"""The search that the suite leaves out: ever new problems and ever new examples, until the time is up.

    python -m tests.campaign --minutes 10
    python -m tests.campaign --problems 10000
    python -m tests.campaign fuzz --minutes 5

What it finds becomes a case in `tests/found`, which `tests/test_found.py` holds against the package from then on.
"""
