"""The benchmark of many years: its lines are of runs that were played."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from benchmarks import years
from benchmarks.years import grenoble, main


@pytest.mark.long
def test_each_backend_is_told_of_twice(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """With its rate and what its workers had in memory."""
    pytest.importorskip("distributed", reason="needs Dask: pip install distributed")
    short = replace(grenoble(), months=1)
    monkeypatch.setattr(years, "grenoble", lambda: short)
    main(years=2, workers=1)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["loky", "loky", "dask", "dask"]
    assert all(float(re.findall(r"([\d.]+) years a minute", line)[0]) > 0 for line in lines)
    assert all(0 < int(re.findall(r"at most (\d+) MiB", line)[0]) < 500 for line in lines)
