"""What every office file has in common: text that stays text, names that are no paths, the same bytes twice."""
