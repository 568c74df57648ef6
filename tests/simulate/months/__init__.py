"""Months of demand, played one after the other."""
