"""Measurements of rsa_sched beside its peers; nothing of it is part of the package."""
