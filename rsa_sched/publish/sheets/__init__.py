"""The sheets of R. 311-3-1-2: what a decision rests on, for each person and each structure."""
