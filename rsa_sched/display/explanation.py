"""What each decision hangs on, in French: sentences, and a page of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rsa_sched.explanations.account import Account
from rsa_sched.explanations.explanation import Explanation
from rsa_sched.explanations.imposed import Points
from rsa_sched.explanations.levers import Lever
from rsa_sched.explanations.worth import Worth
from rsa_sched.french.figures import figure
from rsa_sched.french.sentences import lookup, say
from rsa_sched.render.html import page
from rsa_sched.render.table import Grid, grid_of


def explanation_page(explanation: Explanation) -> str:
    """The account of every situation, as a document of its own."""
    rows = [
        (
            one.situation,
            say(f"explanations.decision.{'heard' if one.heard else 'deferred'}"),
            _loss_cell(one.loss),
            " ".join(sentences(one)),
        )
        for one in explanation.situations
    ]
    return page(
        "tables.html.jinja",
        say("explanations.title", problem=explanation.problem),
        sentences=list(_summary(explanation)),
        tables=[
            grid_of(
                lookup("explanations.table.caption"), lookup("explanations.table.columns"), rows, figures=(2,),
                shape="long",
            ),
            *([_worth_table(explanation)] if explanation.worth else []),
        ],
    )  # fmt: skip


def _worth_table(explanation: Explanation) -> Grid:
    """What a place or session more would be worth, by sub-sector."""
    rows = [
        (one.where, one.type, _worth(one, one.session, one.place), _worth(one, one.held_again, one.another))
        for one in explanation.worth
    ]
    return grid_of(lookup("explanations.worth.caption"), lookup("explanations.worth.columns"), rows)


def _worth(one: Worth, session: str, points: Points | None) -> str:
    if points is None:
        return say("explanations.worth.none")
    number, days = points.at_least, one.days(points.at_least)
    proven = "proven" if points.proven else "open"
    return say(f"explanations.worth.{proven}", session=session, points=number, days=days, minutes=one.minutes)


def sentences(account: Account) -> Iterator[str]:
    """What the decision on a situation hangs on: the loss first, then what would have changed it."""
    decision = "heard" if account.heard else "deferred"
    if account.loss is None:
        yield say(f"explanations.text.{'heard-fixed' if account.heard else 'deferred-impossible'}")
    elif account.tie:
        yield say(f"explanations.text.{decision}-tie")
    else:
        yield say(f"explanations.text.{decision}", loss=_loss_words(account.loss))
    if account.heard:
        return
    yield from map(lever_sentence, account.levers)
    if not account.levers_proven:
        yield say("explanations.levers.unproven")
    elif not account.levers:
        yield say("explanations.levers.none")


def lever_sentence(lever: Lever) -> str:
    """What would have sufficed, in a sentence."""
    before, after = lever.before, lever.after
    if lever.lever == "age":
        days = (dt.date.fromisoformat(str(before)) - dt.date.fromisoformat(str(after))).days
        return say("explanations.levers.age", days=days)
    if lever.lever == "received":
        return say("explanations.levers.received", after=dt.date.fromisoformat(str(after)))
    if lever.lever == "place":
        return say("explanations.levers.place", session=lever.session, before=before, after=after)
    return say(f"explanations.levers.{lever.lever}", before=before, after=after)


def _summary(explanation: Explanation) -> Iterator[str]:
    least, most = explanation.best
    yield say("explanations.best", points=explanation.points)
    if explanation.points == most:
        yield say("explanations.best-proven")
    elif least > explanation.points:
        yield say("explanations.best-other", least=least)
    else:
        yield say("explanations.best-open", most=most)


def _loss_words(loss: Points) -> str:
    if loss.proven:
        return say("explanations.text.points", number=loss.at_most)
    return say("explanations.text.points-between", least=loss.at_least, most=loss.at_most)


def _loss_cell(loss: Points | None) -> str:
    if loss is None:
        return say("explanations.loss.none")
    return figure(loss.at_most) if loss.proven else say(
        "explanations.loss.between", least=loss.at_least, most=loss.at_most
    )  # fmt: skip
