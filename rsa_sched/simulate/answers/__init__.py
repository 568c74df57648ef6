"""Answers to the questions of a head of service, each with the uncertainty that chance leaves."""
