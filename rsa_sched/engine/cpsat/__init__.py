"""The CP-SAT model of a prepared problem, and what is asked of it."""
