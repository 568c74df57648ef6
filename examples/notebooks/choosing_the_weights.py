# %% [markdown]
# # Choosing the weights
#
# What does it cost to group the professionals' travel, and what does it bring? One key of the règlement takes four values; every
# scenario meets the same requests.

# %%
from rsa_sched import load_demo
from rsa_sched.plot import trade_off
from rsa_sched.simulate import Demand, Scenario, Setting, sweep
from rsa_sched.simulate.measures.intervals import intervals
from rsa_sched.simulate.measures.use import use
from rsa_sched.simulate.measures.waiting import waiting

problem = load_demo()
base = Scenario("today", Demand.like(problem), problem.regulation, Setting.of(problem), months=6)
played = sweep(base, "trip_days", [0, 10, 30, 100], replications=4)

# %% [markdown]
# Trips a month against situations heard: points would not do, since other weights are another currency.

# %%
ax = trade_off(played.months, "trips", "seated")

# %%
means = use(played.months, by=["scenario", "replication"])
intervals(means, by=["scenario"], columns=["trips", "trips_avoided", "seated"]).round(2)

# %% [markdown]
# And the waiting times:

# %%
waits = waiting(played.requests, by=["scenario", "replication"], within=60)
intervals(waits, by=["scenario"], columns=["within", "median_days"]).round(3)
