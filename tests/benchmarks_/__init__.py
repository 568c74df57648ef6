"""The peers and the machinery of `benchmarks/`."""
