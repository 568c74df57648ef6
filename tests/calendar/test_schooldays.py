"""School holidays against a second source, public holidays against a third reading; nothing beyond what is published.

The second source was compiled by others: `vacances-scolaires-france` 0.12.0 (PyPI) for the zones,
the press for Corsica (Corse Net Infos, 18 August 2025; evous.fr, 27 October 2024), a lycée's page for La Réunion,
quelles-dates.fr for Guadeloupe and vacances-scolaires.com (Saint-Pierre, 97250) for Martinique, whose tables agree with
the ministry's open data (fr-en-calendrier-scolaire) as they were on 5 September 2025.
Its days are written here in another form: first day without class, and how many.
"""

from __future__ import annotations

import datetime as dt

import pytest

from rsa_sched.calendar.schooldays import SCHOOL_ZONES, covered, is_school_holiday, sources, tables
from rsa_sched.opendays import Calendar
from tests.calendar.reader import holidays

SECOND = {
    "A": "20101023+12 20101218+16 20110226+16 20110423+16 20110702+65 20231021+16 20231223+16 20240217+16 20240413+16"
    " 20240706+58 20241019+16 20241221+16 20250222+16 20250419+16 20250705+58 20251018+16 20251220+16 20260207+16"
    " 20260404+16 20260704+59 20261017+16 20261219+16 20270213+16 20270410+16 20270703+60 20271023+16 20271218+16"
    " 20280219+16 20280422+17 20280704+59",
    "B": "20101023+12 20101218+16 20110219+16 20110416+16 20110702+65 20231021+16 20231223+16 20240224+16 20240420+16"
    " 20240706+58 20241019+16 20241221+16 20250208+16 20250405+17 20250705+58 20251018+16 20251220+16 20260214+16"
    " 20260411+16 20260704+59 20261017+16 20261219+16 20270220+16 20270417+16 20270703+60 20271023+16 20271218+16"
    " 20280205+16 20280408+16 20280704+59",
    "C": "20101023+12 20101218+16 20110212+16 20110409+17 20110702+65 20231021+16 20231223+16 20240210+16 20240406+16"
    " 20240706+58 20241019+16 20241221+16 20250215+16 20250412+16 20250705+58 20251018+16 20251220+16 20260221+16"
    " 20260418+16 20260704+59 20261017+16 20261219+16 20270206+16 20270403+16 20270703+60 20271023+16 20271218+16"
    " 20280212+16 20280415+17 20280704+59",
    "corse": "20241019+16 20241221+16 20250215+16 20250412+16 20250705+59 20251018+16 20251220+16 20260214+16"
    " 20260411+16 20260704+59",
    "guadeloupe": "20241023+12 20241221+16 20250222+16 20250418+17 20250526+7 20250705+58",
    "martinique": "20251018+16 20251220+16 20260207+16 20260328+16 20260704+59",
    "reunion": "20241012+16 20241220+32 20250301+16 20250503+16 20250705+45 20251011+16 20251220+32 20260228+16"
    " 20260502+16 20260704+45 20261010+16 20261219+44 20270317+13 20270506+13",
}  # fmt: skip

DISPUTED = {
    dt.date(
        2027, 9, 1
    ): "the second source lets class begin on the Wednesday, the ministry's open data on the Thursday",
    dt.date(2028, 7, 4): "class ends after that Tuesday's lessons; the second source counts the day itself",
}


def off_days(zone: str) -> set[dt.date]:
    """Every day of the second source."""
    found = set()
    for part in SECOND[zone].split():
        first, length = part.split("+")
        start = dt.datetime.strptime(first, "%Y%m%d").date()
        found |= {start + dt.timedelta(days=n) for n in range(int(length))}
    return found


@pytest.mark.parametrize("zone", [zone for zone in SCHOOL_ZONES if zone != "none"])
def test_two_sources_agree_on_every_weekday(zone: str) -> None:
    """Week-ends aside, since sources differ in whether Saturday has classes."""
    second = off_days(zone)
    for table in tables(zone):
        day = table.first
        while day <= table.last:
            if day.weekday() < 5 and day not in DISPUTED:
                assert is_school_holiday(zone, day) == (day in second), day
            day += dt.timedelta(days=1)


@pytest.mark.parametrize("zone", ["A", "B", "C"])
def test_tables_are_whole_and_have_their_sources(zone: str) -> None:
    """From autumn 2023 to summer 2028 without a gap; beyond that nothing is known."""
    assert covered(zone, "2023-10", "2028-07") is None
    assert covered(zone, "2010-10", "2011-08") is None
    assert covered(zone, "2027-10", "2028-08") == dt.date(2028, 8, 1)
    assert covered(zone, "2011-09", "2012-06") == dt.date(2011, 9, 5)
    assert covered("none", "1900-01", "1900-02") is None
    for table in tables(zone):
        assert table.source and table.first < table.last
        assert all(last < first for last, first in table.off)
    assert len(sources(zone, "2026-10", "2027-10")) == 2
    with pytest.raises(LookupError):
        is_school_holiday(zone, dt.date(2015, 1, 5))
    assert not is_school_holiday("none", dt.date(2015, 1, 5))


@pytest.mark.parametrize("region", ["", "alsace-moselle"])
def test_public_holidays_are_those_reckoned_from_easter(region: str) -> None:
    """2010-2011 and 2024-2028, with the local law's two more in Alsace-Moselle."""
    calendar = Calendar("Europe/Paris", region)
    for year in (2010, 2011, 2024, 2025, 2026, 2027, 2028):
        day = dt.date(year, 1, 1)
        found = set()
        while day.year == year:
            found |= {day} if calendar.holiday(day) else set()
            day += dt.timedelta(days=1)
        assert found == holidays(year, region)


def test_overseas_has_its_own_public_holidays() -> None:
    """La Réunion: the abolition of slavery, 20 December."""
    assert Calendar("Indian/Reunion").holiday(dt.date(2026, 12, 20))
    assert not Calendar("Europe/Paris").holiday(dt.date(2026, 12, 20))
