"""The words of the house: what a problem and an agenda are made of. Knows nothing of rules, points or solvers."""
