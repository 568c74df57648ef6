"""Months of demand, one after the other, arbitrated by the real `solve`."""
