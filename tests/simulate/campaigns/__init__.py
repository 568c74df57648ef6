"""Campaigns: many replications, nothing lost, nothing twice."""
