"""Commands as processes that are killed, and two of them at once: what a folder holds in the end."""
