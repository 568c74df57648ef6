"""Two searches of one component side by side, with the same result where they follow one another."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from rsa_sched.engine.control import Control
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.stop import Stop

Search = Callable[[Control], Incumbent]


def side_by_side(main: Search, other: Search, control: Control) -> Incumbent:
    """The better agenda and the better bound of the two; the other one's count for nothing where the main one proves.

    Neither hears of the other before both have ended, and each has its limit of work. So what comes out does not depend
    on which is faster, nor on whether there are threads for both.
    """
    if control.threads < 2:
        found = main(control)
        return found if found.proven else _both(found, other(control))
    enough = Stop()
    with control.stop.followed_by(enough), ThreadPoolExecutor(1, "rsa_sched beside") as beside:
        later = beside.submit(other, replace(control, stop=enough, threads=1))
        try:
            found = main(control)
        except BaseException:
            enough.set()
            raise
        if found.proven:
            enough.set()
            return found
        return _both(found, later.result())


def _both(found: Incumbent, beside: Incumbent) -> Incumbent:
    """What two searches that began with the same know together; where they contradict each other, an alarm."""
    better = found if found.points >= beside.points else beside
    bound, cut = min(found.bound, beside.bound), found.cut or beside.cut
    alarms = tuple(dict.fromkeys((*found.alarms, *beside.alarms)))
    if better.points > bound:
        alarms += (f"CP-SAT's bound {bound} lies below an agenda of {better.points} points",)
        bound, cut = max(found.bound, beside.bound, better.points), True
    return replace(better, bound=bound, cut=cut, alarms=alarms)
