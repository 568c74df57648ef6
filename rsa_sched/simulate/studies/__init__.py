"""A study in a file: scenarios to be played, questions to be answered, a page with the answers."""
