"""Tables in every output, pages from templates."""
