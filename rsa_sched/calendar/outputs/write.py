"""Every file of a calendar in its folder: each whole or not at all, the one that the next run reads last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rsa_sched.calendar.arrange import YearCalendar
from rsa_sched.calendar.outputs.calendars import year_calendars
from rsa_sched.calendar.outputs.letters import venue_letters
from rsa_sched.calendar.outputs.page import year_page
from rsa_sched.calendar.outputs.state import NAME, PublishedYear, to_json
from rsa_sched.calendar.outputs.tables import sessions_csv, year_workbook
from rsa_sched.calendar.prices import DatePrice
from rsa_sched.office.files import write_whole, written_to
from rsa_sched.publish.letterhead import USUAL_LETTERHEAD, Letterhead

if TYPE_CHECKING:
    from rsa_sched.calendar.further import FurtherSession


def year_files(
    found: YearCalendar,
    priced: Sequence[DatePrice],
    before: PublishedYear | None,
    as_of: dt.date,
    letterhead: Letterhead = USUAL_LETTERHEAD,
    further: Sequence[FurtherSession] = (),
) -> dict[str, bytes]:
    """The files by their path in the folder."""
    calendars, events = year_calendars(found, before.events if before else None, as_of)
    return {
        "seances.csv": sessions_csv(found),
        "annee.html": year_page(found, priced, further).encode(),
        "annee.xlsx": year_workbook(found, priced, further),
        **calendars,
        **venue_letters(found, letterhead, as_of),
        NAME: to_json(found, events, further),
    }


def write_year(folder: Path, files: dict[str, bytes]) -> bool:
    """Write them; what an earlier run left of letters and calendars that are no longer made goes. Raises InputError.

    Returns whether anything in the folder changed.
    """
    changed = False
    with written_to(str(folder)):
        folder.mkdir(exist_ok=True)
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
    for name in sorted(files, key=lambda name: name == NAME):
        if not (folder / name).exists() or (folder / name).read_bytes() != files[name]:
            write_whole(folder / name, files[name])
            changed = True
    for pattern in ("calendriers/*.ics", "calendriers/annulations/*.ics", "courriers/lieu-*.docx"):
        for path in folder.glob(pattern):
            if path.relative_to(folder).as_posix() not in files:
                with written_to(str(path)):
                    path.unlink()
                changed = True
    return changed
