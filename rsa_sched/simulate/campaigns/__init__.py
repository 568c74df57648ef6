"""Many policies, many replications, any number of machines; nothing lost and nothing done twice."""
