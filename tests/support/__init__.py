"""Independent helpers for the tests: a reference implementation of the contract and random problems."""
