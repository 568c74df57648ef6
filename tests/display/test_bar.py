"""The bar of progress: what it shows on a terminal, that it never floods one, and that it never harms a search."""

from __future__ import annotations

import gc
import io
import os
import pickle
import re
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from rsa_sched import MissingExtra, Progress, ProgressBar, RsaSchedError, load_demo, solve
from rsa_sched.display import bar as module
from tests.support.terminal import Terminal


def news(points: int = 12_924, stage: str = "search", solved: int = 0, elapsed: float = 0.0) -> Progress:
    """Of a problem of four components and at most 15,566 points."""
    return Progress(elapsed, points, 15_566, stage, solved, 4)


def clocks() -> int:
    """How many threads draw bars."""
    return sum(thread.is_alive() and thread.name.endswith("(_redraw)") for thread in threading.enumerate())


def test_it_shows_elapsed_components_points_bound_and_gap() -> None:
    """On one line, at the end as well, where the bar is full."""
    with Terminal() as terminal:
        bar = ProgressBar(file=terminal.stream)
        bar(news(stage="greedy", elapsed=61))
        assert terminal.waits_for("01:01")
        bar(news(13_169, solved=3, elapsed=62))
        assert terminal.waits_for("01:02 3 sur 4 finies")
        bar(news(13_687, "done", solved=4, elapsed=63))
    assert re.fullmatch(r"00:00 0 sur 4 finies \| +\| 12 924 points, au plus 15 566, marge 16,97 %", terminal.drawn[0])
    (last_of_search,) = {line for line in terminal.drawn if "3 sur 4" in line}
    assert re.fullmatch(r"01:02 3 sur 4 finies \|█+.? +\| 13 169 points, au plus 15 566, marge 15,40 %", last_of_search)
    assert re.fullmatch(r"01:03 4 sur 4 finies \|█+\| 13 687 points, au plus 15 566, marge 12,07 %", terminal.drawn[-1])
    assert terminal.text.endswith("\n")
    assert terminal.text.count("\n") == 1


def test_solve_with_the_bar_ends_with_what_the_result_has() -> None:
    """The simplest form: it closes itself, whatever the search sent last."""
    with Terminal() as terminal:
        result = solve(load_demo(), on_progress=ProgressBar(file=terminal.stream))
        assert not clocks()
    assert result.points == 17_221
    assert terminal.drawn[-1].endswith("| 17 221 points, au plus 17 221, marge 0,00 %")
    assert " 1 sur 1 finie |" in terminal.drawn[-1]


def test_inside_with_it_shows_from_the_start_and_ends_with_an_error() -> None:
    """Before the first agenda it says so; an error leaves the last state."""
    with Terminal() as terminal:
        with pytest.raises(ZeroDivisionError), ProgressBar(file=terminal.stream) as bar:
            assert terminal.waits_for("| premier ordre du jour")
            bar(news(13_000))
            raise ZeroDivisionError
        assert not clocks()
    assert terminal.drawn[-1].endswith("13 000 points, au plus 15 566, marge 16,48 %")
    assert terminal.text.endswith("\n")


def test_much_news_is_drawn_a_few_times_and_the_last_of_it_always() -> None:
    """Ten thousand messages from eight threads: a drawing a beat at most, the first and the last besides."""
    with Terminal() as terminal:
        began = time.monotonic()
        with ProgressBar(file=terminal.stream) as bar:
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(lambda points: bar(news(points)), range(10_000)))
            bar(news(13_687))
        beats = (time.monotonic() - began) / module.BEAT
    assert len(terminal.drawn) <= beats + 3
    assert "13 687 points" in terminal.drawn[-1]
    assert terminal.text.count("\n") == 1


def test_news_shows_without_waiting_for_more() -> None:
    """What came right after a drawing is shown although nothing follows it."""
    with Terminal() as terminal, ProgressBar(file=terminal.stream) as bar:
        bar(news(13_000))
        bar(news(13_001))
        assert terminal.waits_for("13 001 points")


def test_it_may_be_used_again() -> None:
    """A second solve has a line of its own and begins anew."""
    with Terminal() as terminal:
        bar = ProgressBar(file=terminal.stream)
        for points in (13_001, 13_002):
            bar(news(stage="greedy"))
            bar(news(points, "done", solved=4))
    first, second = terminal.text.strip().split("\n")
    assert "13 001 points" in first
    assert "13 002 points" in second
    assert "13 001" not in second


@pytest.mark.parametrize("columns", [30, 72, 200])
def test_it_fits_the_terminal(columns: int) -> None:
    """No drawing is longer than a line; what does not fit is left out from the end."""
    with Terminal(columns) as terminal:
        ProgressBar(file=terminal.stream)(news(stage="done", solved=4))
    assert max(map(len, terminal.drawn)) <= columns
    assert terminal.drawn[-1].startswith("00:00 4 sur 4 finies |")


def test_a_terminal_without_unicode_gets_none() -> None:
    """The bar of numbers and hashes, as tqdm has it."""
    with Terminal(encoding="ascii") as terminal:
        ProgressBar(file=terminal.stream)(news(stage="done", solved=4))
    assert terminal.text.isascii()
    assert "|###" in terminal.text


def test_a_short_run_shows_nothing_where_a_delay_was_asked_for() -> None:
    """Neither a bar nor an empty line."""
    with Terminal() as terminal, ProgressBar(file=terminal.stream, delay=60) as bar:
        bar(news(stage="greedy"))
        bar(news(stage="done"))
    assert not terminal.text.strip("\r")


def test_it_can_be_cleared_away() -> None:
    """With `leave=False` the line is blank again, and the next text begins there."""
    with Terminal() as terminal:
        ProgressBar(file=terminal.stream, leave=False)(news(stage="done"))
    assert "\n" not in terminal.text
    assert terminal.text.endswith(" \r")


@pytest.mark.parametrize("where", ["text", "file"])
def test_no_terminal_gets_nothing(where: str, tmp_path: Path) -> None:
    """Neither text nor a control character, and no thread runs for nobody."""
    target = io.StringIO() if where == "text" else (tmp_path / "log").open("w+")
    with target, ProgressBar(file=target) as bar:
        bar(news(stage="greedy"))
        assert not clocks()
        bar(news(stage="done"))
        target.seek(0)
        assert target.read() == ""


@pytest.mark.parametrize("stream", [None, "closed"])
def test_no_standard_error_is_no_error(stream: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As under pythonw, or in a service that closed it."""
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed if stream else None)
    with ProgressBar() as bar:
        bar(news(stage="greedy"))
        bar(news(stage="done"))


def test_a_terminal_that_goes_away_does_not_end_the_search() -> None:
    """The window is closed in the midst of it."""
    master, slave = os.openpty()
    with suppress(OSError), open(slave, "w", encoding="utf-8") as stream:  # noqa: PTH123
        with ProgressBar(file=stream) as bar:
            bar(news())
            os.close(master)
            time.sleep(2 * module.BEAT)
            bar(news(13_000))
        result = solve(load_demo(), on_progress=bar)
    assert result.points == 17_221
    assert not clocks()


def test_a_bar_that_was_forgotten_goes_away() -> None:
    """No news of an end, and nobody holds it any more: its thread ends too."""
    with Terminal() as terminal:
        ProgressBar(file=terminal.stream)(news())
        gc.collect()
        deadline = time.monotonic() + 20
        while clocks() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not clocks()


def test_without_tqdm_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """When it is made, not in the midst of a search; one line, of the package's own errors and an ImportError."""
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.raises(MissingExtra) as caught:
        ProgressBar()
    error = caught.value
    assert (
        str(error) == "le paquet tqdm n'est pas installé : dans le dossier de l'outil, .venv/bin/pip install '.[sim]'"
    )
    assert isinstance(error, RsaSchedError)
    assert isinstance(error, ImportError)
    copied = pickle.loads(pickle.dumps(error))
    assert (str(copied), copied.name, copied.extra) == (str(error), "tqdm", "sim")
