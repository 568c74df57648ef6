"""Plots, for analysts: one function a file. matplotlib comes with the extra ``rsa_sched[plot]``."""

from rsa_sched.plot.convergence import convergence as convergence

__all__ = ["convergence"]
