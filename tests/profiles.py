"""How Hypothesis draws: the same examples each time in the suite, ever new ones in a campaign (`tests.campaign`)."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# What the suite tries follows from each test's own source: whoever runs it sees what everybody else sees.
settings.register_profile(
    "thorough",
    derandomize=True,
    deadline=None,
    database=None,
    print_blob=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],  # of the machine; a problem is large data
)
# The README's command has a share of them; `.ci/run` tries more (`--hypothesis-profile=thorough`).
settings.register_profile("quick", settings.get_profile("thorough"), max_examples=20)
# What a campaign tries follows from its seed, which it prints; from one run to the next only what it finds is kept.
settings.register_profile("campaign", settings.get_profile("thorough"), derandomize=False, max_examples=100)
settings.load_profile("quick")  # pytest's --hypothesis-profile comes after this, and before any test is read


def examples(number: int, quick: int | None = None) -> settings:
    """So many examples in a campaign, half of them in the thorough suite, a fifth or as many as said in the quick."""
    profile = settings.get_current_profile_name()
    if profile == "quick" and quick is not None:
        return settings(max_examples=quick)
    return settings(max_examples=-(-number // {"quick": 5, "thorough": 2}.get(profile, 1)))
