"""Agendas for people's eyes: text for terminals, HTML for notebooks."""
