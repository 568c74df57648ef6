"""From one month to the next, and what changes in between (contract, sections 9 and 10): plain data in and out.

`closing` says what became of everybody and where the next month begins, `carrying` puts what was carried into the next
problem, `changes` tells two agendas apart, `replacing` finds who takes the places of those who cannot come.
"""
