"""The verbs of the register, one idea a module: each reads the state, works, and appends in one transaction.

Each is safe to repeat: the same again finds what it would write there already, writes nothing and says so.
"""
