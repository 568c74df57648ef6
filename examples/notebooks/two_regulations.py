# %% [markdown]
# # A year under two règlements
#
# *What changes for each kind of structure if urgency weighs double?* Both règlements meet the same requests, so that the difference
# is theirs; beside them, first come first served.

# %%
from dataclasses import replace

from rsa_sched import Regulation, load_demo
from rsa_sched.plot import lag, waiting_times
from rsa_sched.simulate import Demand, Scenario, Setting, campaign, compare

problem = load_demo()
today = Scenario("today", Demand.like(problem), problem.regulation, Setting.of(problem), months=12)
urgent = replace(today, name="urgency doubled", regulation=Regulation(urgency_days=(0, 120, 360, 800)))
fifo = replace(today, name="first come", arbiter="first come first served")
played = campaign([today, urgent, fifo], replications=3)
len(played.failures)

# %% [markdown]
# Who gains and who loses, by urgency: the share heard within 60 days, and whether the change is more than chance.

# %%
frame = compare(played, "today", "urgency doubled", by=["urgency"])
frame[frame["measure"] == "within"].round(3)

# %% [markdown]
# By kind of structure, against first come first served:

# %%
frame = compare(played, "today", "first come", by=["kind"])
frame[frame["measure"] == "within"].round(3)

# %%
ax = waiting_times(played.requests, by="scenario")

# %% [markdown]
# The equity ledger under today's règlement: how far each kind is behind its weight, month by month.

# %%
ax = lag(played.kinds[played.kinds["scenario"] == "today"])
