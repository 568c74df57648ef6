"""Promises to those who wait: an expected month from the laboratory, and a latest one that the service guarantees."""
