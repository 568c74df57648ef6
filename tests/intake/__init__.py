"""From tables to a problem: what is read, what is found, what is refused."""
