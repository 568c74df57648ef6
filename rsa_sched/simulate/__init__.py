"""Synthetic loads, and the policy laboratory: months of demand played under any règlement; nobody real is in it."""

from rsa_sched.simulate.answers.capacity import Capacity as Capacity
from rsa_sched.simulate.answers.capacity import smallest_capacity as smallest_capacity
from rsa_sched.simulate.answers.compare import compare as compare
from rsa_sched.simulate.answers.prices import Prices as Prices
from rsa_sched.simulate.answers.prices import prices_that_keep as prices_that_keep
from rsa_sched.simulate.answers.sweep import sweep as sweep
from rsa_sched.simulate.baselines import BASELINES as BASELINES
from rsa_sched.simulate.campaigns.campaign import Campaign as Campaign
from rsa_sched.simulate.campaigns.campaign import campaign as campaign
from rsa_sched.simulate.campaigns.precision import Precision as Precision
from rsa_sched.simulate.campaigns.scenario import Scenario as Scenario
from rsa_sched.simulate.families import FAMILIES as FAMILIES
from rsa_sched.simulate.families import Family as Family
from rsa_sched.simulate.loads import load as load
from rsa_sched.simulate.months.capacity import with_sessions as with_sessions
from rsa_sched.simulate.months.demand import Demand as Demand
from rsa_sched.simulate.months.demand import Fit as Fit
from rsa_sched.simulate.months.demand import Flow as Flow
from rsa_sched.simulate.months.oarsa import Referents as Referents
from rsa_sched.simulate.months.oarsa import referents as referents
from rsa_sched.simulate.months.run import SimulationRun as SimulationRun
from rsa_sched.simulate.months.run import run as run
from rsa_sched.simulate.months.setting import Setting as Setting
from rsa_sched.simulate.months.state import State as State
