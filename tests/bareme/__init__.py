"""Each part of the barème alone: its recount on figures worked out by hand, and the optimum of its CP-SAT form."""
