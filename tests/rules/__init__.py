"""Each rule alone: its plain check, and its CP-SAT form posted by itself."""
