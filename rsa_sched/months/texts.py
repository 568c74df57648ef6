"""Changes as text, to be read in a terminal."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from rsa_sched.french.sentences import say
from rsa_sched.months.changes import Change, Place, PlaceChange

ORDER: tuple[Change, ...] = ("heard", "deferred", "moved", "retimed")


def changes_text(changes: Sequence[PlaceChange]) -> str:
    """How many changes there are of each kind, then one a line, by kind and situation; "" where there are none."""
    if not changes:
        return ""
    found = Counter(line.change for line in changes)
    parts = ", ".join(say(f"diff.counted.{kind}", number=found[kind]) for kind in ORDER if found[kind])
    lines = [say("diff.text.head", number=len(changes), parts=parts)]
    for line in sorted(changes, key=lambda line: (ORDER.index(line.change), line.situation)):
        what = say(f"diff.what.{line.change}", before=place_text(line.before), after=place_text(line.after))
        lines.append(say("diff.text.line", situation=line.situation, what=what))
    return "\n".join(lines) + "\n"


def place_text(place: Place | None) -> str:
    """« 05/10/2010, 9h30 (S1-2010-10) »; nothing where there is no place."""
    if place is None:
        return ""
    start = dt.datetime.fromisoformat(place.start)
    return say("diff.text.place", day=start, start=start, session=place.session)
