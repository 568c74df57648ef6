"""Plots, for analysts. matplotlib comes with the extra ``rsa_sched[plot]``."""

from rsa_sched.plot.convergence import convergence as convergence
from rsa_sched.plot.frontier import frontier as frontier
from rsa_sched.plot.frontier import frontiers as frontiers
from rsa_sched.plot.laboratory import lag as lag
from rsa_sched.plot.laboratory import service_level as service_level
from rsa_sched.plot.laboratory import trade_off as trade_off
from rsa_sched.plot.laboratory import waiting_times as waiting_times
from rsa_sched.plot.predicted import predicted as predicted
from rsa_sched.plot.review import grouped_bars as grouped_bars
from rsa_sched.plot.review import waiting_steps as waiting_steps

__all__ = [
    "convergence",
    "frontier",
    "frontiers",
    "grouped_bars",
    "lag",
    "predicted",
    "service_level",
    "trade_off",
    "waiting_steps",
    "waiting_times",
]
