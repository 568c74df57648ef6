"""From the text of a cell to a typed value, and everything that can be wrong with one."""
