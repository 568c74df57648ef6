"""How Hypothesis draws: the same examples each time in the suite, ever new ones in a campaign (`tests.campaign`)."""

from __future__ import annotations

from hypothesis import settings

# What the suite tries follows from each test's own source: whoever runs it sees what everybody else sees.
settings.register_profile("suite", derandomize=True, deadline=None, database=None, print_blob=True)
# What a campaign tries follows from its seed, which it prints; from one run to the next only what it finds is kept.
settings.register_profile("campaign", derandomize=False, deadline=None, database=None, print_blob=True)
settings.load_profile("suite")  # pytest's --hypothesis-profile comes after this
