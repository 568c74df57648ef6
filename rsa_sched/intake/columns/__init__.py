"""Which columns a sheet has, by the meaning of their headings, and which of its rows are data."""
