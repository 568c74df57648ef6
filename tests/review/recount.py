"""The figures of a review, counted again from the raw events: shares no code with the package.

Who was heard is read off the `held` events; what a place took off the agendas; who waits off what was received, held
and withdrawn. The median of waits is told step by step.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable
from fractions import Fraction
from typing import Any

Doc = dict[str, Any]
Found = dict[tuple[str, str, str], Any]
Inside = Callable[[dt.date], bool]
ONE = dt.timedelta(days=1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])


class Recount:
    """Everything that the events say, in plain lists."""

    def __init__(self, events: list[Any]) -> None:
        self.requests: list[Doc] = []
        self.lines: list[Doc] = []
        self.sessions: list[Doc] = []
        self.visits: list[tuple[str, str, dt.date, str]] = []
        self.dues: list[Doc] = []
        self.decisions: list[Doc] = []
        self.changes: list[Doc] = []
        self.letters: list[Doc] = []
        self.kinds: dict[str, str] = {}
        self.structure_of: dict[str, str] = {}
        now: dict[str, Doc] = {}
        months: dict[str, Doc] = {}
        for event in events:
            body, month = event.payload, months.setdefault(event.month, defaultdict(list))
            if event.kind == "tables":
                self.kinds |= {row["id"]: row["kind"] for row in body["organisation"]["structures"]}
                self.structure_of |= {
                    row["id"]: row.get("structure", "") for row in body["organisation"]["professionals"]
                }
            elif event.kind in ("received", "corrected"):
                row = body["situation"]
                if row["id"] not in now:
                    now[row["id"]] = {"end": None, "fate": "waiting"}
                    self.requests.append(now[row["id"]])
                now[row["id"]]["row"] = row
            elif event.kind == "withdrawn":
                gone = now.pop(body["situation"])
                sessions = [day(row["start"]) for row in month["problem"]["sessions"]]
                last = max([*sessions, day(month["until"])])
                gone |= {"fate": "withdrawn", "end": min(max(day(event.at), day(month["problem"]["as_of"])), last)}
                month["withdrawn"].append(body["situation"])
            elif event.kind == "opened":
                month["problem"], month["until"] = body["problem"], body["until"]
            elif event.kind == "proposed":
                month["agenda"] = month["first"] = body["agenda"]
                month["agendas"].append(body["agenda"])
            elif event.kind == "replaced":
                month["agenda"] = body["agenda"]
                month["agendas"].append(body["agenda"])
            elif event.kind == "published":
                sent = {row["id"]: row for row in month["problem"]["situations"]}
                month["published"].append((event.at[:10], month["agenda"], sent))
            elif event.kind == "decided":
                month["decided"].append(body)
            elif event.kind == "cancelled":
                month["cancelled"].append(body)
            elif event.kind == "held":
                month["held"] = [one for one in month["held"] if one["session"] != body["session"]] + [body]
            elif event.kind == "closed":
                self.close(month, body, now)

    def close(self, month: Doc, body: Doc, now: dict[str, Doc]) -> None:
        problem, rows = month["problem"], {row["id"]: row for row in month["problem"]["situations"]}
        sessions = {row["id"]: row for row in problem["sessions"]}
        self.last = max(day(month["until"]), *(day(row["start"]) for row in sessions.values()))
        end = max(day(row["start"]) for row in sessions.values())
        places = {(p["situation"], p["session"]): p for agenda in month["agendas"] for p in agenda["appointments"]}
        fate, at = dict[str, str](), dict[str, Doc]()
        for one in month["held"]:
            for line in one["outcomes"]:
                fate[line["situation"]] = line["outcome"]
                at[line["situation"]] = places[line["situation"], one["session"]] | {"code": line.get("code", "")}
        closed = {name for one in month["cancelled"] for name in one["sessions"]}
        for one in month["cancelled"]:
            for place in month["first"]["appointments"]:
                if place["situation"] in one["freed"]:
                    lost = "cancelled" if place["session"] in one["sessions"] else "absent"
                    fate.setdefault(place["situation"], lost)
        why = {line["situation"]: line["reason"] for line in month["first"]["deferrals"]}
        for name, row in rows.items():
            ended = "withdrawn" if name in month["withdrawn"] else fate.get(name, "deferred")
            place = at.get(name) if ended in ("heard", "absent") else None
            minutes = 0
            if place:
                begin, over = (dt.datetime.fromisoformat(place[key]) for key in ("start", "end"))
                minutes = (over - begin).seconds // 60
                staff = {(o["venue"], day(o["start"]), who) for o in sessions.values() for who in o["staff"]}
                session = sessions[place["session"]]
                for who in [row["referent"], *(one["professional"] for one in row.get("partners", []))]:
                    if (session["venue"], day(session["start"]), who) not in staff:
                        self.visits.append((who, session["venue"], day(session["start"]), place["session"]))
            told = {"row": row, "fate": ended, "day": day(place["start"]) if place else end, "minutes": minutes}
            self.lines.append(told | {"reason": why.get(name, "") if ended == "deferred" else "",
                                      "code": place["code"] if place else ""})  # fmt: skip
            if ended == "heard":
                now.pop(name).update(fate="heard", end=day(place["start"]))  # type: ignore[index]
        modes = {row["session"]: row["mode"] for row in [*month["first"]["sessions"], *month["agenda"]["sessions"]]}
        for name, row in sessions.items():
            mode = "cancelled" if name in closed else modes[name].replace("cancelled", "empty")
            self.sessions.append({"row": row, "day": day(row["start"]), "mode": mode})
        granted: Counter[str] = Counter()
        for line in self.lines[-len(rows) :]:
            granted[self.kinds[line["row"]["structure"]]] += line["minutes"] // 15
        for one in month["first"]["due"]:
            self.dues.append(one | {"day": end, "granted": granted[one["kind"]], "all": sum(granted.values())})
        for one in month["decided"]:
            self.decisions.append(one | {"day": end, "row": rows[one["situation"]]})
        before: dict[str, Any] | None = None
        for sent, agenda, sent_rows in month["published"]:
            after = {p["situation"]: (p["session"], p["start"]) for p in agenda["appointments"]}
            for name in sorted({*after, *(before or {})}):
                if before is not None and before.get(name) != after.get(name):
                    change = "added" if name not in before else "removed" if name not in after else (
                        "moved" if before[name][0] != after[name][0] else "retimed")  # fmt: skip
                    self.changes.append({"day": end, "row": rows[name], "change": change})
                if name in after and (before or {}).get(name) != after[name]:
                    self.letter(sent_rows[name], day(after[name][1]), day(sent), end)
            before = after

    def letter(self, row: Doc, session: dt.date, sent: dt.date, end: dt.date) -> None:
        from tests.intake.making.year import HOLIDAYS

        due = session - dt.timedelta(days=7)
        while due.weekday() > 4 or due in HOLIDAYS:
            due -= dt.timedelta(days=1)
        external = sum(bool(one.get("external")) for one in row.get("partners", []))
        for to in ["partner"] * external + ["person"] * bool(row.get("beneficiary_invited")):
            self.letters.append({"row": row, "day": end, "to": to, "in_time": sent <= due})

    # --- figures ------------------------------------------------------------------------------------------------------

    def figures(self, first: dt.date, last: dt.date) -> Found:
        """Each figure by indicator, dimension and group: a number, or a numerator and a denominator."""
        found: Found = {}
        inside: Inside = lambda when: first <= when <= last  # noqa: E731
        seen = [one for one in self.requests if asked(one) <= last and until(one, last) >= first]
        over = [one for one in self.requests if one["end"] and inside(one["end"])]
        some = {
            "asked": [one for one in self.requests if inside(asked(one))],
            "heard": [one for one in over if one["fate"] == "heard"],
            "withdrawn": [one for one in over if one["fate"] == "withdrawn"],
            "waiting": [one for one in self.requests if asked(one) <= last and until(one, last + ONE) > last],
            "carried": seen,
            "beyond-guarantee": [one for one in seen if (until(one, last) - asked(one)).days > 120 + 31],
        }
        lines = [one for one in self.lines if inside(one["day"])]
        some |= {"deferred": [one for one in lines if one["fate"] == "deferred"]}
        some |= {"absent": [one for one in lines if one["fate"] == "absent"]}
        coded = [one for one in lines if one["fate"] == "heard" and one["code"]]
        some |= {"outcomes": coded, "overrides": [one for one in self.decisions if inside(one["day"])]}
        some |= {"changes": [one for one in self.changes if inside(one["day"])]}
        for name, rows in some.items():
            for key, part in self.by_group(rows):
                found[name, *key] = len(part)
                if key[0] == "referent":
                    found[f"referent-{name}", *key] = len(part)
        for key, part in self.by_group(seen):
            stayed = [one for one in part if one["fate"] != "withdrawn"]
            found["longest-wait", *key] = max(((until(one, last) - asked(one)).days for one in stayed), default=0)
            found["median-wait", *key] = reached(part, first, last, Fraction(1, 2))
            found["ninth-decile-wait", *key] = reached(part, first, last, Fraction(9, 10))
        term = [one for one in self.requests if inside(asked(one) + dt.timedelta(days=60))]
        for key, part in self.by_group(term):
            found["within-60-days", *key] = (sum(soon(one, last) for one in part), len(part))
        for key, part in self.by_group([one for one in lines if one["fate"] == "heard"]):
            found["outcomes-recorded", *key] = (sum(bool(one["code"]) for one in part), len(part))
            found["hours-in-session", *key] = found["referent-hours", *key] = sum(one["minutes"] for one in part) / 60
        letters = [one for one in self.letters if inside(one["day"])]
        for key, part in self.by_group(letters):
            found["letters-in-time", *key] = (sum(one["in_time"] for one in part), len(part))
        found["overrides-cost", "", ""] = sum(one["points"][0] - one["points"][1] for one in some["overrides"])
        self.of_sessions(found, inside)
        self.of_shares(found, lines, inside)
        return found

    def of_sessions(self, found: Found, inside: Inside) -> None:
        sessions = [one for one in self.sessions if inside(one["day"])]
        took = [one for one in sessions if one["mode"] in ("held", "first_hour")]
        for name, rows in {
            "sessions": sessions,
            "sessions-held": took,
            "sessions-first-hour": [one for one in sessions if one["mode"] == "first_hour"],
            "sessions-cancelled": [one for one in sessions if one["mode"] == "cancelled"],
            "sessions-shared": [one for one in took if "subsector" not in one["row"]],
        }.items():
            found[name, "", ""] = len(rows)
            for dimension in ("mode", "type", "subsector"):
                for group in {kind(one, dimension) for one in sessions}:
                    found[name, dimension, group] = sum(kind(one, dimension) == group for one in rows)
        heard = [one for one in self.lines if inside(one["day"]) and one["fate"] == "heard"]
        for key, part in self.by_group(heard):
            if key[0] in ("", "type"):
                rooms = [one["row"] for one in took if key[1] in ("", one["row"]["type"])]
                used = sum(one["minutes"] for one in part)
                found["minutes-used", *key] = (used, sum(row.get("minutes", 180) for row in rooms))
        visits = [one for one in self.visits if inside(one[2])]
        wholes = defaultdict(list, {("", ""): visits})
        for one in visits:
            wholes["professional", one[0]].append(one)
            wholes["kind", self.of_whom(one)].append(one)
        for key, own in wholes.items():
            number = len({one[:3] for one in own})
            found["trips", *key] = found["professional-trips", *key] = number
            found["trips-avoided", *key] = len(own) - number

    def of_whom(self, visit: tuple[Any, ...]) -> str:
        return self.kinds.get(self.structure_of.get(visit[0], ""), "")

    def of_shares(self, found: Found, lines: list[Doc], inside: Inside) -> None:
        dues = [one for one in self.dues if inside(one["day"])]
        for group in ("", *{one["kind"] for one in dues}):
            own = [one for one in dues if group in ("", one["kind"])]
            key = ("kind" if group else "", group)
            granted = sum(one["minutes"] // 15 for one in lines if group in ("", self.kinds[one["row"]["structure"]]))
            found["granted-of-due", *key] = (granted, sum(one["due_units"] for one in own))
            found["granted-of-demand", *key] = (granted, sum(one["demand_units"] for one in own))
            if group:
                found["lag", *key] = float(sum(Fraction(one["all"], 3) - one["granted"] for one in own) / 2)

    def by_group(self, rows: list[Doc]) -> list[tuple[tuple[str, str], list[Doc]]]:
        parts: dict[tuple[str, str], list[Doc]] = defaultdict(list)
        parts["", ""] = rows
        for one in rows:
            row = one["row"]
            of = {"kind": self.kinds[row["structure"]], "subsector": row["subsector"], "structure": row["structure"],
                  "urgency": str(row.get("urgency", 0)), "type": row.get("type", "standard"),
                  "referent": row["referent"]}  # fmt: skip
            of |= {name: str(one[name]) for name in ("reason", "code", "change", "action", "to") if name in one}
            for item in of.items():
                parts[item].append(one)
        return list(parts.items())


def kind(one: Doc, dimension: str) -> str:
    return str(one["mode"] if dimension == "mode" else one["row"].get(dimension, ""))


def asked(one: Doc) -> dt.date:
    return day(one["row"]["requested_on"])


def soon(one: Doc, last: dt.date) -> Any:
    return one["fate"] == "heard" and until(one, last + ONE) <= last and (one["end"] - asked(one)).days <= 60


def until(one: Doc, last: dt.date) -> dt.date:
    return last if one["end"] is None else min(one["end"], last)


def reached(rows: list[Doc], first: dt.date, last: dt.date, share: Fraction) -> int | None:
    """The day of waiting by which that share is heard: those still asked about each day, and those heard on it."""
    left = Fraction(1)
    for waited in range(4000):
        there = [one for one in rows if (first - asked(one)).days <= waited <= (until(one, last) - asked(one)).days]
        heard = [one for one in there if one["fate"] == "heard" and one["end"] <= last
                 and (one["end"] - asked(one)).days == waited]  # fmt: skip
        if heard:
            left *= 1 - Fraction(len(heard), len(there))
        if 1 - left >= share:
            return waited
        if not there and all((until(one, last) - asked(one)).days < waited for one in rows):
            return None
    return None
