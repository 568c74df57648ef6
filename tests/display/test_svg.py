"""The picture of the month: complete, to scale, readable without colour, deterministic and inert."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched import Problem, solve
from rsa_sched.display.svg import (
    BOX,
    LOOKS,
    MARGIN,
    TRACK,
    TRACK_WIDTH,
    WIDTH,
    escape_text,
    fit_text,
    number,
    timeline,
    width,
)
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.french.figures import hour
from tests.display import (
    PAYLOADS,
    Solved,
    as_shown,
    attributes,
    demo,
    empty,
    hostile,
    month,
    parsed,
    unproven,
    week,
    words,
)
from tests.support_cli import GRENOBLE, read, session, shuffled, situation

ELEMENTS = {"svg", "title", "desc", "rect", "path", "text", "g"}


@cache
def crowd() -> Solved:
    """Long ids, wide scripts, more kinds than looks, a day-long session beside short ones, quarters of an hour."""
    kinds = [f"Genre de structure numéro {n}" for n in range(len(LOOKS) + 2)]
    return month(
        session(1, minutes=1440, max_situations=30),
        session(2, minutes=15, start="2010-10-12T23:45"),
        session(3, minutes=75, subsector="S2"),
        situations=tuple(
            situation(n, id=f"situation-numéro-{n:04}", structure=f"st-{n}", subsector=f"S{n % 2 + 1}")
            for n in range(8)
        ),
        venues=[{"id": "v-1", "label": "社会中心" * 30}],
        travel={},
        regulation={"kinds": kinds, "short_minutes": 15, "single_situation_minutes": None},
        structures=[{"id": f"st-{n}", "kind": kind} for n, kind in enumerate(kinds)],
    )


PICTURES: dict[str, Callable[[], Solved]] = {"demo": demo, "week": week, "empty": empty, "crowd": crowd}


def texts(root: ET.Element) -> list[str]:
    """Every line of text in the picture."""
    return [words(one) for one in root.iter("text")]


def boxes(root: ET.Element) -> list[tuple[float, float, float, float, str]]:
    """Left, top, right, bottom and pointer text of each situation."""
    found = []
    for group in root.iter("g"):
        box = group[1].attrib
        left, top = float(box["x"]), float(box["y"])
        found.append((left, top, left + float(box["width"]), top + float(box["height"]), words(group[0])))
    return found


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("proven", [True, False])
def test_picture_is_sound(name: str, proven: bool) -> None:
    """Well-formed, titled, told in words, scaled by its view box; every text is legible and inside the picture."""
    problem, agenda = PICTURES[name]()
    root = parsed(timeline(problem, agenda if proven else unproven(agenda)))
    assert [child.tag for child in root][:3] == ["title", "desc", "rect"]
    assert (root.get("role"), root.get("lang")) == ("img", "fr")
    high = int(root.attrib["height"])
    assert root.get("viewBox") == f"0 0 {WIDTH} {high}"
    assert words(root[0]) == f"Ordre du jour {problem.id}"
    assert words(root[1])
    assert {element.tag for element in root.iter()} <= ELEMENTS
    assert not {attribute for attribute, _ in attributes(root)} & {"id", "style", "class", "href"}
    for one in root.iter("text"):
        size, x, y = int(one.attrib["font-size"]), float(one.attrib["x"]), float(one.attrib["y"])
        wide = width(words(one), size) * {"start": 1, "middle": 0.5, "end": 0}[one.get("text-anchor", "start")]
        assert size >= 10
        assert 0 < x <= WIDTH
        assert x + wide <= WIDTH
        assert size < y < high


@pytest.mark.parametrize("name", PICTURES)
def test_boxes_are_to_scale(name: str) -> None:
    """A box for each situation, in its session's row, where and as long as it is, none over another."""
    problem, agenda = PICTURES[name]()
    drawn = {box[4].split(", ")[0]: box for box in boxes(parsed(timeline(problem, agenda)))}
    assert len(drawn) == len(agenda.appointments)
    scale = TRACK_WIDTH / max((row.minutes for row in ProblemIndex(problem).sessions.values()), default=1)
    starts = {row.id: row.start for row in problem.sessions}
    rows: dict[str, set[float]] = {}
    spans: dict[float, list[tuple[float, float]]] = {}
    for line in agenda.appointments:
        left, top, right, bottom, _ = drawn[line.situation]
        begin = (line.start - starts[line.session]).total_seconds() / 60
        assert left == pytest.approx(TRACK + begin * scale + 1, abs=0.06)
        assert right - left == pytest.approx((line.end - line.start).total_seconds() / 60 * scale - 2, abs=0.06)
        assert bottom - top == BOX
        assert right <= WIDTH - MARGIN
        rows.setdefault(line.session, set()).add(top)
        spans.setdefault(top, []).append((left, right))
    assert all(len(tops) == 1 for tops in rows.values())
    assert sorted(rows, key=lambda one: max(rows[one])) == sorted(rows, key=lambda one: (starts[one], one))
    for row in spans.values():
        assert all(first[1] < second[0] for first, second in pairwise(sorted(row)))


def test_demo_reads_without_colour() -> None:
    """Every box bears its id, kind and hour; rows bear date, venue, session and mode."""
    problem, agenda = demo()
    seen = texts(parsed(timeline(problem, agenda)))
    kinds = {row.id: row.kind for row in problem.structures}
    structures = {row.id: row.structure for row in problem.situations}
    for line in agenda.appointments:
        assert line.situation in seen
        assert f"{kinds[structures[line.situation]]} · {hour(line.start)}" in seen
    for expected in (
        "Ordre du jour grenoble-2010-10",
        "32 situations à entendre, 36 ajournées – 17\u202f221 points, optimum prouvé",
        "PSSI : 13 situations",
        "mardi 5 octobre 2010",
        "Centre social Chorier-Berriat",
        "S1-2010-10 : 5 situations, tenue",
        "PSY-2010-10 : 1 situation, 1re heure",
        "libre",
        "première heure seulement",
    ):
        assert expected in seen


def test_kinds_differ_by_their_dash() -> None:
    """Each look has a fill, an edge and a dash of its own, and every fill is light enough for dark text."""
    for part in zip(*LOOKS, strict=True):
        assert len(set(part)) == len(LOOKS)
    for fill, _, _ in LOOKS:
        assert min(int(fill[n : n + 2], 16) for n in (1, 3, 5)) > 0xB0


def test_description_tells_the_agenda() -> None:
    """One sentence a session."""
    problem, agenda = week()
    told = words(parsed(timeline(problem, agenda))[1])
    assert "lundi 11 octobre 2010, v-2 (se-1), tenue : " in told
    assert "mardi 12 octobre 2010, v-1 (se-2), 1re heure : 23\u00a0h\u00a015 d-4 (PE)." in told
    assert "mercredi 13 octobre 2010, v-1 (se-3), annulée : aucune situation." in told
    assert words(parsed(timeline(*empty()))[1]) == "Aucune séance."


def test_clock_goes_past_midnight() -> None:
    """0 h 15 follows 23 h 45."""
    seen = texts(parsed(timeline(*week())))
    hours = [word for word in seen if re.fullmatch(r"\d+\u00a0h(\u00a0\d\d)?", word)]
    assert hours[7:14] == [
        "23\u00a0h\u00a015",
        "23\u00a0h\u00a045",
        "0\u00a0h\u00a015",
        "0\u00a0h\u00a045",
        "1\u00a0h\u00a015",
        "1\u00a0h\u00a045",
        "2\u00a0h\u00a015",
    ]


def test_cancelled_session_says_so() -> None:
    """In its label and where its hours would be."""
    seen = texts(parsed(timeline(*week())))
    assert "se-3 : annulée" in seen
    assert "annulée" in seen


def test_unproven_agenda_says_so() -> None:
    """How many points could be possible."""
    problem, agenda = demo()
    seen = texts(parsed(timeline(problem, unproven(agenda))))
    assert any(line.endswith("au plus 18\u202f721 possibles") for line in seen)


def test_too_much_is_left_to_the_pointer() -> None:
    """What does not fit a box or the legend is cut with « … », and whole where the pointer rests."""
    problem, agenda = crowd()
    root = parsed(timeline(problem, agenda))
    assert "…" in texts(root)
    told = [box[4] for box in boxes(root)]
    assert {line.split(", ")[0] for line in told} == {line.situation for line in agenda.appointments}
    assert all(", Genre de structure numéro " in line for line in told)


def test_same_agenda_same_bytes() -> None:
    """Whatever the order of the document's rows."""
    problem, agenda = demo()
    other = Problem.from_dict(shuffled(read(GRENOBLE), 3))
    assert timeline(other, solve(other, workers=1).agenda) == timeline(problem, agenda)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_texts_are_inert(payload: str) -> None:
    """Ids and labels are text and nothing but text."""
    problem, agenda = hostile(payload)
    root = parsed(timeline(problem, agenda))
    assert {element.tag for element in root.iter()} <= ELEMENTS
    assert {name for name, _ in attributes(root)} <= {name for name, _ in attributes(parsed(timeline(*demo())))}
    assert words(root[0]) == f"Ordre du jour {as_shown(payload)}small"
    assert as_shown(payload) in words(root[1])


@given(st.text(), st.floats(0, 300), st.booleans())
def test_fitted_text_fits(words_: str, room: float, tail: bool) -> None:
    """Never wider than the room; whole if it fits, else its beginning or its tail."""
    cut = fit_text(words_, room, 11, tail=tail)
    assert width(cut, 11) <= room + 1e-9
    if width(words_, 11) <= room:
        assert cut == words_
    elif cut:
        assert cut[0 if tail else -1] == "…"
        assert words_.endswith(cut[1:]) if tail else words_.startswith(cut[:-1])


def test_ids_keep_their_tail() -> None:
    """The end of an id tells it from its neighbours."""
    assert fit_text("situation-0042", 50, 12, tail=True).endswith("0042")
    assert fit_text("situation-0042", 50, 12).startswith("situ")
    assert fit_text("situation-0042", 5, 12) == ""


def test_widths() -> None:
    """Wide scripts count more, marks upon letters nothing."""
    assert width("e\u0301", 10) == width("e", 10)
    assert width("社", 10) > width("W", 10) > width("e", 10) > width("i", 10)
    assert width("", 10) == 0


@given(st.text())
def test_escaped_text_reads_back(text: str) -> None:
    """Any text is well-formed markup, and the same text but for what markup may not hold."""
    clean = "".join("\ufffd" if "\ud800" <= c <= "\udfff" or ord(c) & 0xFFFE == 0xFFFE else c for c in text)
    assert words(parsed(f"<a>{escape_text(text)}</a>")) == as_shown(clean)


def test_numbers_are_short() -> None:
    """One decimal, and none where it is zero."""
    assert [number(value) for value in (3, 3.0, 3.04, 3.06, 10.5)] == ["3", "3", "3", "3.1", "10.5"]
