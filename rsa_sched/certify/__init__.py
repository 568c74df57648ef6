"""Certificates of bounds: `write` makes them with all that the engine knows, `verify` believes nothing of it."""
