# %% [markdown]
# # Five questions of a head of service
#
# Each in a few lines, on a small service so that this notebook runs in half a minute. A real study plays more months, more often:
# the answers below are told with what chance leaves, and an answer that chance leaves open is said to be open.

# %%
from rsa_sched import Regulation
from rsa_sched.simulate import (
    Demand,
    Family,
    Scenario,
    Setting,
    campaign,
    compare,
    load,
    merge_subsectors,
    smallest_capacity,
    with_flows,
    with_further,
)  # fmt: skip

# %%
problem = load(Family("small", subsectors=2, homeless_team=False), seed=1)
demand = Demand.like(problem, months=1).scaled(0.45)
today = Scenario("today", demand, Regulation(), Setting.of(problem), months=5)
shown = ["first", "second", "change", "low", "high", "differs"]
print(len(today.setting.sessions), "sessions,", round(sum(flow.per_month for flow in demand.flows)), "requests a month")

# %% [markdown]
# ## 1. How many sessions a month until 90 % are heard within 60 days?

# %%
found = smallest_capacity(today, target=0.9, within=60, replications=10, most=6)
print(found.sessions, "suffice;", found.surely_too_few, "are surely too few")
found.tried.round(2)

# %% [markdown]
# The answer is the fewest sessions whose **interval**, not only whose mean, lies above the target. Between the two numbers chance leaves
# it open; more replications, or `precision=Precision("within", 0.02)`, narrow it.

# %% [markdown]
# ## 2. What does the guarantee do from day 90 instead of 120?

# %%
early = Scenario("guarantee at 90", demand, Regulation(guarantee_days=90), Setting.of(problem), months=5)
frame = compare(campaign([today, early], 6), "today", "guarantee at 90", by=[])
frame.set_index("measure")[shown].round(2)

# %% [markdown]
# Here nothing at all, and no row differs: hardly anybody waits 90 days. A guarantee makes no places, who is heard sooner takes the place of
# somebody else; it is an insurance of long waits, which few months of this service do not have. What did not happen in six simulations may
# happen in a seventh, which is why `within` has an interval though not one request changed.

# %% [markdown]
# ## 3. What does one more afternoon with the psychologist buy?

# %%
psychologist = next(row["id"] for row in today.setting.sessions if row["type"] == "psychologist")
second = with_further(today, "second psychologist", psychologist)
frame = compare(campaign([today, second], 6), "today", "second psychologist", by=["type"])
frame[frame["measure"] == "within"].set_index("type")[shown].round(2)

# %% [markdown]
# All who ask for the psychologist are heard in time, where four of five were; the others meet the same people on the same days (common random
# numbers), and hardly anything spills over to them: their sessions are others. Six simulations are few: the interval excludes 0, but with two
# rows compared and so few simulations `differs` is not said yet. Play twenty before the officer is hired.

# %% [markdown]
# ## 4. Two sub-sectors that become one?

# %%
places = [row["id"] for row in problem.to_dict()["subsectors"]]
merged = merge_subsectors(today, "merged", places)
one = dict.fromkeys(places, "together")
frame = compare(campaign([today, merged], 6), "today", "merged", by=["subsector"], groups=one)
frame.set_index("measure")[shown].round(2)

# %% [markdown]
# Everybody waits less, the slowest tenth twelve days: one queue for two sessions loses fewer places than two queues for one each, since what is
# empty here is not missing there. `groups` says which sub-sectors are one; without it the comparison is refused, as the groups would have other
# members.

# %% [markdown]
# ## 5. One structure calls everything urgent?

# %%
inflated = with_flows(today, "PE inflates", kind="PE", urgency=(0, 0, 0, 1))
frame = compare(campaign([today, inflated], 6), "today", "PE inflates", by=["kind"])
frame[frame["measure"] == "within"].set_index("kind")[shown].round(2)

# %% [markdown]
# PE gains two points and the others lose a little, none of it more than chance explains: where nearly all are heard in time there is little
# to take. What each kind is due does not hang on its urgency, and beyond its due each further unit has to outweigh the price of another
# kind's shortfall. Where many wait, ask again: `with_flows(today, "more", factor=1.5)` before.
