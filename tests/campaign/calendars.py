"""Years at random against the tests' own reader, and drills: one date changes after publication, how many others move.

python -m tests.campaign.calendars --years 1000
python -m tests.campaign.calendars --drills 500 --of examples/annee/calendrier.toml
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from random import Random

from rsa_sched.calendar.arrange import NoCalendar, YearCalendar, arrange
from rsa_sched.calendar.changes import rearrange
from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.year import Year
from rsa_sched.office.toml import read_toml
from tests.calendar.reader import read
from tests.calendar.small import drawn

PATIENCE = 600
"""Seconds of a search by the clock, so many that a machine at other work does not decide what is proven."""


def try_years(first: int, number: int) -> int:
    """How many of these years were planned with a rule broken, other points, or a reason that is not minimal."""
    wrong, seen = 0, Counter[str]()
    for seed in range(first, first + number):
        raw = drawn(seed, wide=True)
        try:
            found = arrange(YearIndex(Year.from_dict(raw)), seconds=PATIENCE)
        except NoCalendar as none:
            seen["no plan"] += 1
            wrong += not none.reason.minimal
            continue
        seen["proven" if found.is_optimal else "not proven"] += 1
        if not found.is_optimal:
            print(f"seed {seed}: not proven in {PATIENCE} s")
        if read(raw, list(found.placed)) != ([], found.points):
            print(f"seed {seed}: {read(raw, list(found.placed))[0]}, {found.points} points")
            wrong += 1
    print(f"{number} years: {dict(seen)}, {wrong} wrong")
    return wrong


def drill(raw: dict[str, object], published: YearCalendar, random: Random) -> tuple[int, bool] | None:
    """Another day for one session: how many others move, and whether fewer is proven impossible; None: no such day."""
    row = random.choice(published.placed)
    index = published.index
    slots = [slot for slot in index.slots(index.sessions[row.session]) if slot.date != row.date]
    day = random.choice([slot.date for slot in slots if index.open.is_open(slot.date)])
    imposed = {"series": index.sessions[row.session].series, "date": day}
    listed = [one for one in raw.get("imposed", []) if one["date"] != row.date]  # type: ignore[attr-defined]
    changed = {**raw, "imposed": [*listed, imposed]}
    try:
        after = rearrange(YearIndex(Year.from_dict(changed)), published.placed, seconds=PATIENCE)
    except NoCalendar:
        return None  # somebody is absent then, or the venue is taken: nobody would have chosen that day
    wrong, points = read(changed, list(after.placed), published=True)
    assert not wrong and points == after.points and after.moves is not None, wrong
    return len([name for name in after.moves if name != row.session]), len(after.moves) == after.moves_bound


def try_drills(path: Path, number: int, seed: int) -> int:
    """Play drills on the calendar of a file; returns how many were not proven."""
    raw, random = read_toml(path), Random(seed)
    published = arrange(YearIndex(Year.from_dict(raw)), seconds=PATIENCE)
    others, unproven, refused = Counter[int](), 0, 0
    while sum(others.values()) < number:
        found = drill(raw, published, random)
        if found is None:
            refused += 1
            continue
        others[found[0]] += 1
        unproven += not found[1]
        if not sum(others.values()) % 25:
            print(f"{sum(others.values())} drills: other sessions moved {dict(sorted(others.items()))}", flush=True)
    share = (others[0] + others[1]) / number
    print(f"{number} drills: other sessions moved {dict(sorted(others.items()))}, at most one in {100 * share:.1f} %,")
    print(f"{unproven} not proven; {refused} days were impossible and drawn anew")
    return unproven


def main() -> int:
    """0 where nothing is wrong."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--years", type=int, default=0)
    asked.add_argument("--drills", type=int, default=0)
    asked.add_argument("--of", type=Path, default=Path("examples/annee/calendrier.toml"))
    asked.add_argument("--seed", type=int, default=0)
    options = asked.parse_args()
    wrong = try_years(options.seed, options.years) if options.years else 0
    wrong += try_drills(options.of, options.drills, options.seed) if options.drills else 0
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
