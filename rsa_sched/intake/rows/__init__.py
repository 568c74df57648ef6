"""From rows to the lists of the problem: situations, sessions, people, decisions; names become pseudonyms."""
