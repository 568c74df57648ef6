"""The agenda as pages: one for the month, one for each session, that any browser opens, prints and reads aloud."""

from __future__ import annotations

from collections.abc import Sequence

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.office.inert import file_names
from rsa_sched.publish.letterhead import Letterhead
from rsa_sched.publish.pages.month import month_page
from rsa_sched.publish.pages.session import session_page
from rsa_sched.publish.tasks.todo import Task
from rsa_sched.publish.view import View

NO_LETTERHEAD = Letterhead()
"""The sender where nothing more is known."""


def pages(
    problem: Problem,
    agenda: Agenda,
    shown: View,
    tasks: Sequence[Task],
    *,
    letterhead: Letterhead = NO_LETTERHEAD,
) -> dict[str, bytes]:
    """The pages of an audited agenda as one audience may see it, by path: HTML in UTF-8, self-contained and inert.

    Parameters
    ----------
    problem, agenda : the problem and its agenda; of them the pages take only what the service alone is shown (the
        picture, how the agenda was made) and the label of the audience itself.
    shown : what the audience may see.
    tasks : what the audience has to do.
    letterhead : who sends it, and whom to ask for the rules of the algorithm.

    Returns
    -------
    dict
        ``index.html`` and ``seances/<name>.html``, one a session that the audience is told of.
    """
    names = file_names(session.id for session in shown.sessions)
    paths = {session: f"seances/{name}.html" for session, name in names.items()}
    whom = _whom(problem, shown)
    made = {"index.html": month_page(problem, agenda, shown, tasks, paths, whom, letterhead)}
    for session in shown.sessions:
        made[paths[session.id]] = session_page(shown, session, whom, letterhead)
    return made


def _whom(problem: Problem, shown: View) -> str:
    """« pour la structure Service social »."""
    who = shown.audience.who
    if shown.audience.circle == "prescriber":
        return "pour la structure " + next(row.label or row.id for row in problem.structures if row.id == who)
    if shown.audience.circle == "partner":
        return "pour le professionnel " + next(row.label or row.id for row in problem.professionals if row.id == who)
    return "pour la personne concernée" if who else "document interne au service insertion"
