"""What the pages say of the note, the règlement and the law, in French words that need no key beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rsa_sched.domain.regulation import Regulation
from rsa_sched.domain.session_type import SessionType
from rsa_sched.french.figures import NARROW_SPACE, NONE, figure, several
from rsa_sched.french.sentences import fill, lookup, say, words
from rsa_sched.publish.letterhead import Letterhead
from rsa_sched.render.table import Layout, Table, column

SEPARATOR = f"{NARROW_SPACE}; "


class Parameter(NamedTuple):
    """A parameter of the règlement: what it does, its value, its unit."""

    name: str
    value: str
    unit: str


def note(regulation: Regulation) -> Mapping[str, str]:
    """Sentences of the note by number, with the names of the types of session that each is about."""

    def names(types: Iterable[SessionType]) -> str:
        listed = several(dict.fromkeys(kind.name for kind in types))
        return f" ({listed})" if listed else ""

    facts = {
        "plie": names(kind for kind in regulation.types if kind.admits != "rsa"),
        "shared": names(kind for kind in regulation.types if kind.scope == "service"),
        "cancelled": names(kind for kind in regulation.types if kind.empty == "cancelled"),
    }
    return {number: fill(sentence, facts) for number, sentence in words("pages.note").items()}


def abbreviations(*texts: str) -> dict[str, str]:
    """The abbreviations that texts or markup use, outside tags and pictures, and what they stand for."""
    outside = re.sub(r"<[^<>]*+>", " ", re.sub(r"(?s)<svg.*?</svg>", " ", " ".join(texts)))
    found = set(re.findall(r"\b[A-Z]{2,4}\b", outside))
    return {short: meaning for short, meaning in words("pages.abbreviations").items() if short in found}


def parameter_table(regulation: Regulation) -> Table[Parameter]:
    """The règlement with its values, for every output that shows it."""
    texts = lookup("pages.parameter-table")
    return Table(
        parameters(regulation),
        {
            "name": column(lambda row: row.name, width=70),
            "value": column(lambda row: row.value, width=40),
            "unit": column(lambda row: row.unit, width=24),
            "sheet_unit": column(lambda row: row.unit.replace("%", texts["cells"]["percent"]), width=24),
        },
        {"page": Layout("name, value, unit"), "sheet": Layout("name, value, sheet_unit")},
        texts,
    )


def parameters(regulation: Regulation) -> list[Parameter]:
    """Each parameter of the règlement, then each type of session, as `pages.toml` lists and words them."""
    unlimited = regulation.single_situation_minutes is None
    left_out = {
        "equal-weights" if regulation.weights else "weights",
        "alone" if unlimited else "alone-unlimited",
    }
    facts = {name: getattr(regulation, name) for name in Regulation.model_fields} | {
        "kind_names": ", ".join(regulation.kinds),
        "kind_weights": SEPARATOR.join(f"{kind} {regulation.weight(kind)}" for kind in regulation.kinds),
        "urgency": SEPARATOR.join(map(figure, regulation.urgency_days)),
        "equity": SEPARATOR.join(map(figure, regulation.equity_days)),
        "trip_points": 2 * regulation.trip_days,
        "move_session_points": 2 * regulation.move_session_days,
        "move_time_points": 2 * regulation.move_time_days,
        "late_requests": say(f"pages.late.{regulation.late}"),
        "own_order": say(f"pages.rank.{regulation.rank}"),
    }
    return [
        *(
            Parameter(row["name"], fill(row["value"], facts, key), row["unit"])
            for key, row in lookup("pages.parameters").items()
            if key not in left_out
        ),
        *(Parameter(say("pages.type.name", name=kind.name), _type(kind), NONE) for kind in regulation.types),
    ]


def _type(kind: SessionType) -> str:
    """What kind of session it is, in one line."""
    length = kind.length
    return say(
        "pages.type.value",
        scope=say(f"pages.type.scopes.{kind.scope}"),
        minutes=kind.minutes,
        situations=kind.max_situations,
        length=say("pages.type.length", minutes=length)
        if isinstance(length, int)
        else say(f"pages.type.lengths.{length}"),
        admits=say(f"pages.type.admits.{kind.admits}"),
        empty=say(f"pages.type.empty.{kind.empty}"),
    )


def legal_mention(head: Letterhead) -> str:
    """What the law asks of decisions prepared by an algorithm (CRPA, L. 311-3-1 and R. 311-3-1-1)."""
    sender = " ".join(f"{head.sender}, {head.address}".split()) if head.address else head.sender
    return say("pages.legal-mention", contact=head.rules_contact or head.contact or sender)
