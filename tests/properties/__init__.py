"""Properties of the whole package, held against random problems and an independent oracle."""
