"""Synthetic loads: their shapes, what is in them, and that a seed gives the same one everywhere."""
