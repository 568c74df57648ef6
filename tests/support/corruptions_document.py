"""Corruptions of what the agenda document says besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.support.corruptions_base import bare, breaks, changed
from tests.support.oracle_read import Doc, fingerprint


@breaks("document", only=True)
def left_out(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    for number in range(len(agenda["deferrals"])):
        spoilt = bare(agenda)
        del spoilt["deferrals"][number]
        yield spoilt


@breaks("document")
def no_longer_seated(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    for number in range(len(agenda["appointments"])):
        spoilt = bare(agenda)
        del spoilt["appointments"][number]
        yield spoilt


@breaks("document", only=True)
def in_both_lists(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    for line in agenda["appointments"]:
        yield {**bare(agenda), "deferrals": [*agenda["deferrals"], {"situation": line["situation"]}]}


@breaks("document", only=True)
def deferred_twice(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    for line in agenda["deferrals"]:
        yield {**bare(agenda), "deferrals": [*agenda["deferrals"], line]}


@breaks("document", only=True)
def unknown_situation(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    for line in agenda["appointments"]:
        yield {**bare(agenda), "appointments": [{**line, "situation": "nobody"}, *agenda["appointments"]]}


@breaks("document", only=True)
def unknown_deferral(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    yield {**bare(agenda), "deferrals": [*agenda["deferrals"], {"situation": "nobody"}]}


@breaks("document", only=True)
def unknown_session(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    """Listed first, and still not the one of the two that counts."""
    for line in agenda["appointments"]:
        yield {**bare(agenda), "appointments": [{**line, "session": "nowhere"}, *agenda["appointments"]]}


@breaks("document", only=True)
def wrong_problem(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    yield {**bare(agenda), "problem": problem["id"] + "-bis"}


@breaks("document", only=True)
def wrong_fingerprint(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    """That of nothing, of the problem under another name, or the right one in capitals."""
    right = agenda["problem_sha256"]
    others = ["", "0" * 64, fingerprint({**problem, "id": problem["id"] + "-bis"}), right.upper()]
    for stated in others:
        if stated != right:
            yield {**bare(agenda), "problem_sha256": stated}


@breaks("document", only=True)
def wrong_points(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    yield {**bare(agenda), "points": agenda["points"] + 1}
    yield {**bare(agenda), "points": -agenda["points"] - 1}


@breaks("document", only=True)
def wrong_part(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    for part, figure in agenda["parts"].items():
        yield {**bare(agenda), "parts": {**agenda["parts"], part: figure + 1}}
        yield {**bare(agenda), "parts": {part: figure - 1}}


@breaks("document", only=True)
def wrong_venue(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    for number, line in enumerate(agenda["appointments"]):
        others = [venue["id"] for venue in problem["venues"] if venue["id"] != line["venue"]]
        for venue in [*others, "nowhere"]:
            yield changed(agenda, number, venue=venue)


@breaks("document", only=True)
def wrong_participants(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    for number, line in enumerate(agenda["appointments"]):
        own = line["participants"]
        counts = Counter(own)
        others = [person["id"] for person in problem["professionals"] if person["id"] not in counts]
        for stated in ([], own[1:], [*own, own[0]], [*own, *others[:1]], [*others[:1], *own[1:]]):
            if Counter(stated) != counts:
                yield changed(agenda, number, participants=stated)
