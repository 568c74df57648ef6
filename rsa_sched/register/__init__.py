"""The register: what happened, in order, in one SQLite file that forgets nothing and holds no name.

    with Register("registre.sqlite") as register:
        state = fold(register.events())

See ``docs/dev/register.md``.
"""
