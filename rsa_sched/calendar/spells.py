"""Periods in French words, for sentences."""

from __future__ import annotations

from rsa_sched.calendar.year import Spell
from rsa_sched.french.figures import either
from rsa_sched.french.sentences import say


def told(spell: Spell) -> str:
    """The days of a period in words, its label left out."""
    parts = []
    last = spell.last or spell.first
    if spell.first is not None and last is not None:
        if spell.first == last:
            parts.append(say("year.spells.day", first=spell.first))
        else:
            parts.append(say("year.spells.days", first=spell.first, last=last))
    if spell.weekdays:
        parts.append(say("year.spells.weekdays", names=either(spell.weekdays)))
    if spell.half_day is not None:
        parts.append(say(f"year.spells.{spell.half_day}"))
    return " ".join(parts) or say("year.spells.always")
