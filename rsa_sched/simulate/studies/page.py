"""The page of a study: questions and answers in French, with tables, curves and what each figure means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from rsa_sched.french.figures import NONE, decimal, figure, percent
from rsa_sched.french.sentences import lookup, say, words
from rsa_sched.render.html import page
from rsa_sched.render.table import Grid, grid_of
from rsa_sched.simulate.answers.capacity import Capacity
from rsa_sched.simulate.measures.definitions import DEFINITIONS
from rsa_sched.simulate.measures.frontier import FRONTIER
from rsa_sched.simulate.measures.intervals import FEW
from rsa_sched.simulate.measures.intervals import SHARES as PROPORTIONS
from rsa_sched.simulate.studies.conduct import GROUPS, SHARES, WAITS, Findings
from rsa_sched.simulate.studies.dossier import dossier_of
from rsa_sched.simulate.studies.gamed import gaming_question
from rsa_sched.simulate.studies.question import Question

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[Any, Any]
SHARE_MEASURES = frozenset({*PROPORTIONS, "served_of_due", "served_of_demand", "agreed_share", "real_share"})
LAGS = frozenset({"lag_slots", "real_lag_slots"})
"""What may be below 0: ahead."""
FAR_ABOVE = 1.2
"""Granted of due, above which a reader wonders."""
USES = ("used", "seated", "under_two", "trips", "trips_avoided", "idle_minutes")


def study_page(found: Findings, pictures: dict[str, str]) -> str:
    """One page; `pictures` are SVG elements by title."""
    study = found.study
    times = [policy.replications or study.replications for policy in study.scenario]
    if (precision := found.campaign.precision) is not None:
        times = [int(number) for number in precision["replications"]]
    fewest, most = min(times), max(times)
    failed = len(found.campaign.failures)
    return page(
        "study.html.jinja",
        study.title,
        played=say(
            "study.played.sentence",
            times=figure(most) if fewest == most else say("study.played.times", fewest=fewest, most=most),
            months=study.months,
            scenarios=len(found.scenarios),
            seed=study.seed,
        ),
        lost=say("study.played.failed", failed=failed) if failed else "",
        missing=found.campaign.missing,
        few=say("study.played.few", few=FEW) if fewest < FEW else "",
        began=_began(found),
        growing=[*_alike(found), *_growing(found.tables["attente-qui-croit"])],
        summary=_summary(found),
        questions=list(_questions(found)),
        pictures={title: Markup(picture) for title, picture in pictures.items()},  # noqa: S704 - matplotlib escapes
        definitions=_grid("definitions", DEFINITIONS.values(), shape="long"),
    )


def _summary(found: Findings) -> list[str]:
    """The answer in a sentence or two: who is heard in time in each scenario, and how many sessions suffice."""
    waits = found.tables["attentes"]
    rows = waits[waits["measure"] == "within"]
    heard = [
        say("study.summary.one", scenario=name, share=share)
        for name, share in zip(rows["scenario"], rows["mean"], strict=True)
    ]
    told = [say("study.summary.within", days=found.study.within, scenarios=heard)] if heard else []
    if found.capacity is not None:
        answer = _capacity(found.capacity)
        told.append(f"{answer.strong} {answer.answer}".strip())
    return told


def _began(found: Findings) -> str:
    """Which question the figures answer: the coming months of this service, a new one's first, or the long run."""
    if found.study.start == "present":
        return say("study.played.from-the-present")
    if found.study.warmup:
        return say("study.played.after-a-warmup", months=found.study.warmup)
    return say("study.played.from-empty")


def _alike(found: Findings) -> list[str]:
    """A sentence for each scenario that says the same as an earlier one."""
    return [say("study.played.alike", first=first, second=second) for first, second in found.campaign.alike]


def _growing(frame: pd.DataFrame) -> list[str]:
    """A sentence for each scenario whose queue grows all the time."""
    rows = frame[frame["grows"]].to_dict("records")
    return [say("study.played.growing", scenario=row["scenario"], growth=decimal(row["growth"])) for row in rows]


def _questions(found: Findings) -> Iterator[Question]:
    """In the order of the page."""
    yield Question(
        say("study.questions.within", days=found.study.within),
        [
            _measured(found, "waits", "attentes", ["scenario"], WAITS),
            *(_measured(found, f"waits-by-{by}", f"attentes-{by}", ["scenario", by], WAITS) for by in GROUPS),
        ],
    )
    if len(found.scenarios) > 1:
        yield Question(say("study.questions.gains"), sentences=_who_gains(found))
    yield Question(say("study.questions.frontier"), [_measured(found, "frontier", "frontiere", ["scenario"], FRONTIER)])
    kinds = ["scenario", "kind"]
    yield Question(
        say("study.questions.shares"),
        [
            _measured(found, "shares", "parts", kinds, SHARES),
            _measured(found, "heard-of-asked", "parts-demandees", kinds, ["heard_of_asked"]),
        ],
        answer=_far_above(found.tables["parts"]),
    )
    yield Question(say("study.questions.use"), [_measured(found, "use", "emploi", ["scenario"], USES)])
    if found.capacity is not None:
        yield _capacity(found.capacity)
    if found.gaming is not None:
        yield gaming_question(found.gaming)
    yield _starved(found.tables["oubliees"])
    dossier = dossier_of(found)
    yield Question(say("dossier.title.text"), list(dossier.grids()), dossier.answer, " ".join(dossier.sentences))


def _who_gains(found: Findings) -> dict[str, list[str]]:
    """Each scenario beside the first, group by group."""
    first, *others = found.scenarios
    compared: dict[str, list[str]] = {}
    for number, scenario in enumerate(others, start=2):
        sentences = compared[scenario.name] = []
        for group in GROUPS:
            frame = found.tables[f"comparaison-{number}-{group}"]
            rows = frame[frame["measure"] == "within"].to_dict("records")
            sentences += [_compared(str(row[group]), group, row, first.name) for row in rows]
    return compared


def _compared(name: str, group: str, row: Row, reference: str) -> str:
    change, low, high = (decimal(100 * row[end], signed=True) for end in ("change", "low", "high"))
    return say(
        f"study.gains.{'differs' if row['differs'] else 'chance'}",
        who=say("study.gains.urgency", level=name) if group == "urgency" else name,
        reference=reference,
        first=row["first"],
        second=row["second"],
        change=change,
        low=low,
        high=high,
    )


def _far_above(frame: pd.DataFrame) -> str:
    """What to make of the kind that was granted most above its due, where that is far; "" where none was."""
    rows = frame[(frame["measure"] == "served_of_due") & (frame["mean"] > FAR_ABOVE)]
    if rows.empty:
        return ""
    row = max(rows.to_dict("records"), key=itemgetter("mean"))
    return say("study.shares.above", scenario=row["scenario"], kind=row["kind"], share=float(row["mean"]))


def _capacity(capacity: Capacity) -> Question:
    rows = [
        (
            figure(row["sessions"]),
            percent(row["mean"]),
            say("study.cells.interval", low=percent(_as_share(row["low"])), high=percent(_as_share(row["high"]))),
        )
        for row in capacity.tried.to_dict("records")
    ]
    tried = [_grid("capacity", rows, figures=(0, 1, 2), shape="small")]
    title = say("study.questions.capacity", target=f"{100 * capacity.target:g}", days=capacity.within)
    if capacity.sessions is None:
        return Question(title, tried, answer=say("study.capacity.none"))
    fewer = capacity.surely_too_few
    answer = say("study.capacity.enough") if fewer is None else say("study.capacity.enough-not-fewer", fewer=fewer)
    return Question(title, tried, say("study.capacity.sessions", number=capacity.sessions), answer)


def _as_share(value: float) -> float:
    """An end of an interval within what a share can be; NaN where it is not known."""
    return value if value != value else min(1.0, max(0.0, value))


def _starved(frame: pd.DataFrame) -> Question:
    title, reasons = say("study.questions.starved"), words("deferrals.reasons")
    if frame.empty:
        return Question(title, answer=say("study.starved.none"))
    rows = [
        (row["scenario"], row["kind"], figure(row["requests"]), figure(row["longest_days"]),
         reasons.get(row["reason"], NONE))
        for row in frame.to_dict("records")
    ]  # fmt: skip
    return Question(title, [_grid("starved", rows, figures=(2, 3))])


def _grid(name: str, rows: Iterable[Sequence[str]], *, figures: Sequence[int] = (), shape: str = "") -> Grid:
    """A table under its caption and headings."""
    caption, headings = say(f"study.captions.{name}"), lookup(f"study.headings.{name}")
    return grid_of(caption, headings, rows, figures=figures, shape=shape)


def _measured(found: Findings, caption: str, name: str, by: Sequence[str], measures: Sequence[str]) -> Grid:
    """A group a row, a measure a column: mean and interval."""
    frame, order = found.tables[name], [scenario.name for scenario in found.scenarios]
    labels = words("study.columns") | {name: definition.label for name, definition in DEFINITIONS.items()}
    head = [labels[name] for name in (*by, *measures)]
    cells = {(*(row[name] for name in by), row["measure"]): _cell(row) for row in frame.to_dict("records")}
    # scenarios as the study lists them, which is how a reader expects them
    groups = sorted(dict.fromkeys(key[:-1] for key in cells), key=lambda group: order.index(group[0]))
    rows = [[*map(str, group), *(cells.get((*group, name), NONE) for name in measures)] for group in groups]
    return grid_of(say(f"study.captions.{caption}"), head, rows, figures=range(len(by), len(head)))


def _cell(row: Row) -> str:
    mean, low, high = row["mean"], row["low"], row["high"]
    if row["measure"] not in LAGS:
        low = max(0.0, low)  # nobody waits less than no day, whatever the interval says
    write = percent if row["measure"] in SHARE_MEASURES else decimal
    if mean != mean or row["low"] != row["low"]:
        return write(mean)
    return say("study.cells.mean", mean=write(mean), low=write(low), high=write(high))
