"""The sheet to sign, one A4: the proposal in a few lines, exceptions, overrides, equity, ties, who validates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rsa_sched.display.view import View
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.explanations.account import Account
from rsa_sched.french.figures import several
from rsa_sched.french.labels import count_modes
from rsa_sched.french.sentences import say, words
from rsa_sched.publish.evidence import Evidence
from rsa_sched.publish.letterhead import Delays, Letterhead
from rsa_sched.publish.pages.decide import oldest, topics, urgent
from rsa_sched.publish.pages.pages import period_of, reader_of
from rsa_sched.publish.pages.words import abbreviations
from rsa_sched.publish.reasons import ties
from rsa_sched.publish.standing import Standing
from rsa_sched.render.html import page

OF_ONE_TOPIC, MOST_CASES, MOST_LISTED, MOST_COSTS = 3, 7, 8, 4
"""Exceptions of one topic and of all told in full, ids named in a sentence, costs: one sheet has room for no more."""


def signing_page(
    problem: Problem,
    agenda: Agenda,
    shown: View,
    head: Letterhead,
    delays: Delays,
    standing: Standing | None = None,
    evidence: Evidence | None = None,
) -> dict[str, bytes]:
    """The sheet by its path; nothing for any audience but the service, which alone decides.

    Parameters
    ----------
    problem, agenda : the problem, and its agenda that was already audited.
    shown : the agenda as the service sees it, with its plain reasons.
    head : who signs.
    delays : by when people are told.
    standing : what the agenda is: who adopted it, where somebody did; what its decisions cost.
    evidence : what each decision hangs on, where that was explained: then every tie is known, and proven.
    """
    if not shown.audience.all:
        return {}
    found = topics(shown)
    cases = list({case.situation: case for topic in found for case in topic.cases[:OF_ONE_TOPIC]}.values())
    more = len({case.situation for topic in found for case in topic.cases}) - len(cases[:MOST_CASES])
    parts = {
        "proposition": list(_proposal(shown)),
        "exceptions": [
            *(say("pages.signing.case", **case._asdict()) for case in cases[:MOST_CASES]),
            *(sentence for topic in found if topic.key == "urgent" for sentence in topic.sentences),
            *(topic.title for topic in found if topic.key == "free" and topic.cases),
            *([say("pages.signing.more", number=more)] if more else []),
        ],
        "ecarts": list(_overrides(problem, standing)),
        "equite": [sentence for topic in found if topic.key == "far" for sentence in topic.sentences]
        or [say("pages.signing.fair")],
        "egalites": list(_proven_ties(evidence.accounts))
        if evidence is not None and evidence.accounts
        else list(_ties(problem, agenda, shown, delays)) or [say("pages.signing.no-tie")],
    }
    made = page(
        "signing.html.jinja",
        say("pages.signing.title", period=period_of(problem) or shown.problem),
        head=head,
        standing=standing,
        whom=reader_of(problem, shown),
        parts={name: parts[key] or [say("pages.signing.none")] for key, name in words("pages.signing.parts").items()},
        adopted=standing.text if standing is not None and standing.kind in ("published", "decided") else "",
        signs=words("pages.signing.signs"),
        signatory=head.signatory,
        short=abbreviations,
    )
    return {say("publication.files.signing"): made.encode()}


def _proposal(shown: View) -> Iterator[str]:
    """What is proposed, in five lines."""
    heard, deferred = len(shown.seats), len(shown.deferrals)
    yield say("pages.signing.heard", heard=heard, asked=heard + deferred)
    yield say("pages.signing.sessions", sessions=count_modes(session.mode for session in shown.sessions))
    waiting = sorted([*urgent(shown), *oldest(shown)], key=lambda row: (row.requested_on, row.situation))
    yield say("pages.signing.deferred", number=deferred, urgent=len(urgent(shown)))
    if waiting:
        yield say("pages.signing.oldest", situation=waiting[0].situation, day=waiting[0].requested_on)
    yield say(f"pages.signing.{'proven' if shown.status == 'optimal' else 'unproven'}")


def _overrides(problem: Problem, standing: Standing | None) -> Iterator[str]:
    """What the service fixed or barred itself, and what each decision cost where the register knows it."""
    fixed, barred = ([row.situation for row in rows] for rows in (problem.pins, problem.bans))
    for key, names in (("fixed", fixed), ("barred", barred)):
        if names:
            yield say(f"pages.signing.{key}", number=len(names), situations=several(names, MOST_LISTED))
    costs = () if standing is None else standing.costs
    for situation, points in costs[:MOST_COSTS]:
        yield say(f"pages.signing.{'cost' if points > 0 else 'no-cost'}", situation=situation, points=points)
    if len(costs) > MOST_COSTS:
        left = sum(points for _, points in costs[MOST_COSTS:])
        yield say("pages.signing.more-costs", number=len(costs) - MOST_COSTS, points=left)
    if {*fixed, *barred} - {situation for situation, _ in costs}:
        yield say("pages.signing.cost-unknown")


def _proven_ties(accounts: Mapping[str, Account]) -> Iterator[str]:
    """The decisions that another agenda, as good as this one, takes otherwise."""
    for told, heard in (("tied-heard", True), ("tied-deferred", False)):
        tied = sorted(one.situation for one in accounts.values() if one.tie and one.heard == heard)
        if tied:
            yield say(f"pages.signing.{told}", number=len(tied), situations=several(tied, MOST_LISTED))
    if not any(one.tie for one in accounts.values()):
        yield say("pages.signing.no-proven-tie")


def _ties(problem: Problem, agenda: Agenda, shown: View, delays: Delays) -> Iterator[str]:
    """Who could change places without any loss: there the service is free to choose."""
    pairs = ties(problem, agenda, shown, delays)
    for situation, holder in pairs[:3]:
        if holder:
            yield say("pages.signing.tie", situation=situation, holder=holder)
        else:
            yield say("pages.signing.tie-free", situation=situation)
    if len(pairs) > 3:
        yield say("pages.signing.more-ties", number=len(pairs) - 3)
