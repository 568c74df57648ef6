"""Calendars that follow every change: sessions, professionals, the to-do list."""
