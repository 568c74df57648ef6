"""The review of a period (« bilan », R57): figures from a register, each with its definition, perimeter and rows.

    from rsa_sched.review import review
    found = review([Path("registre.sqlite")], first="2010-10", last="2011-01")

Facts are made of events (`reading`, `month`); an indicator is data (`indicators`, `declared`); figures are reckoned
exactly (`reckoning`) and shown where they are of five people or more and give none of fewer away (`suppression`).
"""
