"""The page's section on gaming: whether filing otherwise pays, sentence by sentence, and what remedies do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rsa_sched.french.figures import NONE, decimal, figure, percent
from rsa_sched.french.sentences import lookup, say, words
from rsa_sched.render.table import Grid, grid_of
from rsa_sched.simulate.answers.gaming import GamingAudit
from rsa_sched.simulate.measures.payoff import LESS_IS_BETTER
from rsa_sched.simulate.studies.question import Question

Row = Mapping[Any, Any]


def gaming_question(audit: GamingAudit) -> Question:
    """What the audit found, in French."""
    return Question(say("gaming.title.text"), list(_grids(audit)), answer=_answer(audit))


def _answer(audit: GamingAudit) -> str:
    """The best response to the règlement as it is, of whoever gains most by it."""
    own = audit.gains[audit.gains["policy"] == audit.gains["policy"].iloc[0]]
    paying = own[own["pays"] & (own["honest"] > 0)]
    if paying.empty:
        return say(
            "gaming.answer.none",
            tried=own["strategy"].nunique(),
            structures=own["structure"].drop_duplicates().tolist(),
            replications=int(own["replications"].max()),
        )
    row = paying.loc[(paying["gain"] / paying["honest"]).idxmax()]
    return say(
        f"gaming.answer.{'days' if row['measure'] in LESS_IS_BETTER else 'found'}",
        structure=row["structure"],
        how=_how(row["strategy"]),
        gain=say(f"gaming.gains.{row['measure']}", gain=decimal(row["gain"])),
        share=row["gain"] / row["honest"],
        loser=row["loser"],
        paying=len(paying),
        rows=len(own),
    )


def _grids(audit: GamingAudit) -> Iterator[Grid]:
    texts = words("pages.note")
    rows = [
        (
            row["policy"],
            say("gaming.cells.rule", rule=row["rule"], text=texts[row["rule"]]),
            percent(row["degree"]),
            percent(row["at_least"]),
            say("gaming.cells.how", structure=row["structure"], how=_how(row["strategy"])) if row["strategy"] else NONE,
        )
        for row in audit.sentences.to_dict("records")
    ]
    yield grid_of(say("gaming.captions.sentences"), lookup("gaming.headings.sentences"), rows, figures=(2, 3))
    paying = [_paying(row) for row in audit.gains[audit.gains["pays"]].to_dict("records")]
    if paying:
        yield grid_of(say("gaming.captions.paying"), lookup("gaming.headings.paying"), paying, figures=(4, 5, 6))
    remedies = [
        (
            row["policy"],
            figure(row["paying"]),
            percent(row["degree"]),
            _change(row, "urgent_days"),
            _change(row, "days"),
        )
        for row in audit.remedies.to_dict("records")
    ]
    if len(remedies) > 1:
        headings = lookup("gaming.headings.remedies")
        yield grid_of(say("gaming.captions.remedies"), headings, remedies, figures=(1, 2, 3, 4))


def _how(strategy: str) -> str:
    return say(f"gaming.strategies.{strategy}")


def _paying(row: Row) -> tuple[str, ...]:
    gain, others = (
        say(
            "gaming.cells.interval",
            mean=decimal(row[mean], signed=True),
            low=decimal(row[low], signed=True),
            high=decimal(row[high], signed=True),
        )
        for mean, low, high in (("gain", "low", "high"), ("others", "others_low", "others_high"))
    )
    return (
        row["policy"],
        row["structure"],
        _how(row["strategy"]),
        say(f"gaming.measures.{row['measure']}"),
        decimal(row["honest"]),
        gain,
        others,
        row["loser"] or say("gaming.cells.nobody"),
    )


def _change(row: Row, name: str) -> str:
    mean, low, high = (decimal(row[key], signed=True) for key in (name, f"{name}_low", f"{name}_high"))
    return say("gaming.cells.interval", mean=mean, low=low, high=high)
