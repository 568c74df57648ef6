"""The command on the year's calendar."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rsa_sched.calendar.arrange import NoCalendar, arrange
from rsa_sched.calendar.changes import rearrange
from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.outputs.lines import proof
from rsa_sched.calendar.outputs.state import PublishedYear, as_published
from rsa_sched.calendar.outputs.write import write_year, year_files
from rsa_sched.calendar.prices import prices
from rsa_sched.calendar.schooldays import month_days
from rsa_sched.calendar.year import Year
from rsa_sched.cli.further import known_demand, must_keep_further, must_know_demand, tell_further, with_further
from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.options import every_fault_of
from rsa_sched.cli.output import notify, print_error, refuse_folder
from rsa_sched.engine.stop import Stop
from rsa_sched.errors import InputError, Interrupted
from rsa_sched.french.sentences import say
from rsa_sched.office.lock import held
from rsa_sched.publish.letterhead import Letterhead
from rsa_sched.register.refusals import RegisterRefused

if TYPE_CHECKING:
    from rsa_sched.calendar.further import FurtherSession


def calendar_command(options: argparse.Namespace, guard: Guard) -> int:
    """``rsa-sched calendar``: the calendar of a year, or of a year that changed, with all its files.

    A folder that holds a calendar of the same year is brought up to date, with as few moves as possible.
    """
    must_know_demand(options)
    refuse_folder(options.output, options.year, options.profile, options.register, options.demand)
    with held(options.output):  # of two runs into one folder the second finds what the first has made
        try:
            return _planned(options, guard)
        except RegisterRefused as refusal:
            notify(str(refusal))
            return 2


def _planned(options: argparse.Namespace, guard: Guard) -> int:
    """The files of the year, with the folder held."""
    folder = options.output
    (year, letterhead), before = every_fault_of(
        lambda: every_fault_of(
            lambda: Year.from_toml(options.year),
            lambda: Letterhead() if options.profile is None else Letterhead.from_toml(options.profile),
        ),
        lambda: PublishedYear.read(folder),
    )
    if before is not None and before.first_month != year.first_month:
        raise InputError.of("output", str(folder), "calendar-of-another-year", there=before.first_month)
    index = YearIndex(year)
    known = known_demand(options) if options.further else None
    if options.further is None and before is not None:
        must_keep_further(index, before, options.year.name)
    if before is not None and before.placed and not any(row.session in index.sessions for row in before.placed):
        raise InputError.of("output", str(folder), "calendar-of-other-series")
    stop = Stop()
    guard.hand_over(stop)
    search: dict[str, Any] = {"seconds": options.time_limit, "seed": options.seed, "stop": stop}
    further: Sequence[FurtherSession] = ()
    try:
        if known is not None:
            index, further = with_further(index, known, options.further, **search)
        if before is None or options.afresh:
            found = arrange(index, **search)
        else:
            found = as_published(rearrange(index, before.placed, as_of=options.as_of, **search), before)
        priced = [] if options.no_prices or stop.asked else prices(found, **search)
    except NoCalendar as none:
        print_error(str(none))
        return 3
    except Interrupted:
        if not stop.asked:  # nobody stopped it: the time was up
            print_error(say("cli.calendar.no-time"))
        raise
    guard.finish()
    as_of = options.as_of or month_days(year.first_month)[0] - dt.timedelta(days=1)
    files = year_files(found, priced, before, as_of, letterhead, further)
    changed = write_year(folder, files)
    notify(proof(found))
    if not year.school and "school_zone" not in year.model_fields_set:
        notify(say("cli.calendar.no-school", file=options.year.name))
    tell_further(index, further)
    gone = [row.session for row in before.placed if row.session not in index.sessions] if before else []
    if gone:
        notify(say("cli.calendar.gone", sessions=gone, number=len(gone)))
    notify(say(f"cli.calendar.{'done' if changed else 'unchanged'}", files=len(files), folder=folder))
    return 0
