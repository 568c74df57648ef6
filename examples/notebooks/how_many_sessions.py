# %% [markdown]
# # How many sessions do we need?
#
# *So that nine of ten are heard within sixty days.* A year is played again and again with more or fewer sessions a month, always
# with the same requests; the answer is told with the interval that chance leaves.

# %%
from rsa_sched import load_demo
from rsa_sched.plot import service_level
from rsa_sched.simulate import Demand, Scenario, Setting, smallest_capacity

problem = load_demo()
demand = Demand.like(problem)  # as many a month as were made in the last thirty days
today = Scenario("today", demand, problem.regulation, Setting.of(problem), months=12)
sum(flow.per_month for flow in demand.flows), len(today.setting.sessions)

# %%
answer = smallest_capacity(today, target=0.9, within=60, replications=3)
answer.sessions, answer.surely_too_few

# %% [markdown]
# Between the two numbers chance leaves the answer open; more replications narrow it. What was tried:

# %%
answer.tried.round(3)

# %%
ax = service_level(answer.tried, target=answer.target)
