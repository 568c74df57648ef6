"""Explanations: why a situation is deferred, in words that are true of this agenda."""
