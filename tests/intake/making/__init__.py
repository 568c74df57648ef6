"""How the example tables are made: run ``python -m tests.intake.make_examples`` by hand, and commit what it writes."""
