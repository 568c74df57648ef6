"""Synthetic loads: problems of any size with the features of real months, and nobody real in them."""

from rsa_sched.simulate.families import FAMILIES as FAMILIES
from rsa_sched.simulate.families import Family as Family
from rsa_sched.simulate.loads import load as load
