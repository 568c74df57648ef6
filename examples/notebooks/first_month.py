# %% [markdown]
# # A first month
#
# One month of one service: the problem, its agenda, the proof, and why somebody is not heard.

# %%
from rsa_sched import load_demo, solve

problem = load_demo()
problem

# %% [markdown]
# `solve` arbitrates. The result says how good the agenda is: where the bound is reached, no agenda has more points.

# %%
result = solve(problem)
result.status, result.points, result.bound

# %% [markdown]
# The agenda, as people read it (a notebook shows a result as a page):

# %%
result

# %% [markdown]
# Every deferral has a reason and a sentence that is true of this agenda.

# %%
deferred = result.agenda.deferrals_frame()
deferred["reason"].value_counts()

# %%
print(deferred.loc[deferred["situation"] == "2010-0001", "text"].item())

# %% [markdown]
# What each situation is worth, in days of waiting, and what each kind of structure was due and granted, in quarters of an hour:

# %%
from rsa_sched import PreparedProblem

PreparedProblem.of(problem).to_frame().head()

# %%
result.agenda.due_frame()

# %% [markdown]
# The audit reads the agenda again without any solver, and recounts its points.

# %%
from rsa_sched import check

audit = check(problem, result.agenda)
bool(audit), audit.points
