"""What a problem and an agenda are made of. Knows nothing of rules, points or solvers."""
