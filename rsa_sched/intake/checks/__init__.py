"""Checks of substance and of privacy, over all tables together."""
