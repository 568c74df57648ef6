"""The pages: one of the month, one of each session."""
