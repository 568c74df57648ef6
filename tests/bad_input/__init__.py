"""Faulty problem documents and what must be said about them."""
