"""The to-do list: who must be told what by which date."""
