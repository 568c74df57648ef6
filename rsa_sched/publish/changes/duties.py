"""What there is to do because a publication replaces another one: whom to tell, by when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from rsa_sched.display.view import View
from rsa_sched.french.figures import NARROW_SPACE, several
from rsa_sched.french.sentences import say
from rsa_sched.publish.changes.compare import Changes, FateChange, SessionChange, changes_between
from rsa_sched.publish.changes.edition import Edition, task_print
from rsa_sched.publish.changes.facts import Fate
from rsa_sched.publish.changes.wording import Shown, place, sides
from rsa_sched.publish.letterhead import Delays
from rsa_sched.publish.tasks.opendays import Deadlines, DueDate
from rsa_sched.publish.tasks.task import Task, by_date, key, service_task


def changed_tasks(
    shown: View, people: Shown, delays: Delays, tasks: Sequence[Task], edition: Edition
) -> tuple[Task, ...]:
    """Of a whole to-do list what changed since the former publication, and who must be told that something is off.

    All of it where that publication is the first, or one that is not known. A message to a referent says what changes
    and no more; who was told of a place that holds no longer is told so, before they would have come.
    """
    former = edition.former
    if former is None or former.facts is None:
        return tuple(tasks)
    changes = changes_between(former.facts, edition.facts)
    new = [task for task in tasks if former.tasks.get(task.key) != task_print(task) and not _is_decision(task)]
    duties = _ChangeDuties(shown, people, delays, changes)
    off = [*duties.withdrawals(), *duties.sessions()]
    circle = shown.audience.circle
    if circle == "service":
        return by_date([*new, *off, *duties.decisions([*new, *off])])
    return by_date([*new, *(task for task in off if _acts(shown, task))])


def _is_decision(task: Task) -> bool:
    return task.key.startswith("decision/")


def _acts(shown: View, task: Task) -> bool:
    """Whether an audience does a task itself: the structure of its referent, the professional who is the referent."""
    if shown.audience.circle == "partner":
        return task.actor == shown.audience.who
    return shown.audience.circle == "prescriber" and task.circle == "prescriber"


class _ChangeDuties:
    """Duties behind changes."""

    def __init__(self, shown: View, people: Shown, delays: Delays, changes: Changes) -> None:
        self._shown, self._people, self._delays, self._changes = shown, people, delays, changes
        self._dates = Deadlines(shown.as_of, shown.timezone)

    def decisions(self, others: Iterable[Task]) -> Iterator[Task]:
        """Each referent of a situation that changed learns of it, no later than they have to act on it [R27]."""
        first: dict[str, dt.date] = {}
        for task in others:
            first[task.actor] = min(task.due, first.get(task.actor, task.due))
        concerned: dict[str, list[FateChange]] = {}
        for line in self._changes.situations:
            for name in line.referents:
                concerned.setdefault(name, []).append(line)
        deadline = self._dates.within(self._delays.tell_prescribers)
        for name, lines in sorted(concerned.items()):
            told = [self._told(line) for line in lines]
            yield service_task(
                key("decision", self._shown.problem, name),
                DueDate(min(deadline.day, first.get(name, deadline.day))),
                say("changes.duties.decision", changes=f"{NARROW_SPACE}; ".join(told)),
                "R27",
                self._people.of(name, _structure(lines[0], name)),
                name,
                situation=lines[0].situation if len(lines) == 1 else "",
            )

    def withdrawals(self) -> Iterator[Task]:
        """Who was told of a place that holds no longer, and is not told of another by the duties of the new one."""
        external: dict[str, list[tuple[str, Fate]]] = {}
        for line in self._changes.situations:
            before, after = line.place_before, line.place_after
            if before is None or before.start is None:
                continue
            still = set(after.participants) if after is not None else set()
            lost = [name for name in before.participants[1:] if name not in still]
            referent = line.after.referent if line.after is not None else before.referent
            what = {"situation": line.situation, "start": before.start, "venue": before.venue}
            if lost:
                yield self._of_referent("plus-partenaires", line, before, referent, lost,
                                        say("changes.duties.not-with-partners", **what), "R44")  # fmt: skip
            if after is None:
                duty = say("changes.duties.not-with-person", start=before.start, venue=before.venue)
                yield self._of_referent("plus-personne", line, before, referent, [], duty, "R49")
            for name in lost:
                if name in before.external:
                    external.setdefault(name, []).append((line.situation, before))
        for name, places in sorted(external.items()):
            yield self._partner_letter(name, places)

    def sessions(self) -> Iterator[Task]:
        """Whoever staffs a session learns that it is held otherwise, or hears others [R14]."""
        for line in self._changes.sessions:
            staff = [*(line.before.staff if line.before else ()), *(line.after.staff if line.after else ())]
            names = list(dict.fromkeys(staff))
            if names:
                yield self._session(line, names)

    def _session(self, line: SessionChange, names: list[str]) -> Task:
        before, after = sides(line, self._people)
        how = [say("changes.duties.session-held", before=before, after=after)] if line.before != line.after else []
        if line.programme and line.after is not None and line.after.mode != "cancelled":
            how.append(say("changes.duties.session-programme"))
        days = [row.start.date() for row in (line.before, line.after) if row is not None]
        return service_task(
            key("seance", line.session),
            self._dates.before(min(days), self._delays.tell_people),
            say("changes.duties.session", session=line.session, how=f"{NARROW_SPACE}; ".join(how)),
            "R14",
            self._people.all(names),
            names[0] if len(names) == 1 else "",
            session=line.session,
        )

    def _partner_letter(self, name: str, places: list[tuple[str, Fate]]) -> Task:
        """A partner from outside was invited by letter, and is told by letter [R46]."""
        starts = [fate.start for _, fate in places if fate.start is not None]
        listed = [
            say("changes.duties.not-with-partner-place", situation=situation, start=fate.start)
            for situation, fate in places
        ]
        return service_task(
            key("plus-courrier-partenaire", self._shown.problem, name),
            self._dates.before(min(starts).date(), self._delays.confirm_partners),
            say("changes.duties.not-with-partner-letter", places=several(listed, most=20)),
            "R46",
            self._people.one(name),
            name,
            situation=places[0][0] if len(places) == 1 else "",
        )

    def _told(self, line: FateChange) -> str:
        people = self._people if line.kind == "arranged" else None
        return say(
            "changes.duties.decision-line",
            situation=line.situation,
            kind=say(f"changes.kinds.{line.kind}"),
            after=place(line.after, people),
        )

    def _of_referent(
        self, duty: str, line: FateChange, before: Fate, referent: str, told: list[str], what: str, rule: str
    ) -> Task:
        day = before.start.date() if before.start is not None else self._shown.as_of
        deadline = self._dates.before(day, self._delays.tell_people)
        return Task(
            key=key(duty, line.situation),
            due=deadline.day,
            circle="prescriber",
            actor=referent,
            actor_shown=self._people.of(referent, _structure(line, referent)),
            recipient=told[0] if len(told) == 1 else "",
            recipient_shown=self._people.all(told) if told else say("tasks.people.person"),
            duty=what,
            rule=rule,
            situation=line.situation,
            session=before.session,
            is_short=deadline.is_short,
        )


def _structure(line: FateChange, referent: str) -> str:
    """Id of the structure whose situation a referent follows, or followed; "" where they did not."""
    fates = (fate for fate in (line.after, line.before) if fate is not None and fate.referent == referent)
    return next((fate.structure for fate in fates), "")
