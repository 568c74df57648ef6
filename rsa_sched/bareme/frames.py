"""Points of each situation, in frames; travel, equity and the other parts belong to no single situation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.priority import earned
from rsa_sched.domain.compare import Lists, Stated, compared, lists_of

if TYPE_CHECKING:
    import pandas as pd


def earnings(prepared: PreparedProblem, agenda: Lists) -> dict[str, int]:
    """Priority of each situation that an agenda hears in a session that the problem knows."""
    index, found = prepared.index, dict[str, int]()
    for line in agenda.appointments:
        if line.situation in index.situations and line.session in index.sessions:
            found.setdefault(line.situation, earned(prepared, line.situation, line.session))
    return found


def points_frame(prepared: PreparedProblem, agenda: Lists) -> pd.DataFrame:
    """`Result.points_frame`."""
    import pandas as pd

    index, names, points = prepared.index, list(prepared.admitted), earnings(prepared, agenda)
    places = {line.situation: line for line in agenda.appointments}
    best = [
        max((earned(prepared, name, session) for session in prepared.admitted[name]), default=None) for name in names
    ]
    starts = [places[name].start if name in places else pd.NaT for name in names]
    return pd.DataFrame(
        {
            "situation": pd.Series(names, dtype="str"),
            "service": pd.Series([index.service_of(name) for name in names], dtype="str"),
            "kind": pd.Series([index.kind_of(name) for name in names], dtype="str"),
            "heard": pd.Series([name in places for name in names], dtype="bool"),
            "session": pd.Series([places[name].session if name in places else None for name in names], dtype="str"),
            "start": pd.Series(starts, dtype="datetime64[us]"),
            "units": pd.Series([index.units(name) for name in names], dtype="int64"),
            "value": pd.Series([prepared.values[name] for name in names], dtype="int64"),
            "points": pd.Series([points.get(name, 0) for name in names], dtype="int64"),
            "best": pd.Series(best, dtype="Int64"),
        }
    )


def compared_with_points(prepared: PreparedProblem, before: Lists, other: Stated) -> pd.DataFrame:
    """`Result.compare`."""
    import pandas as pd

    frame = compared(before, other)
    for when, agenda in (("before", before), ("after", lists_of(other))):
        earned_there, sessions = earnings(prepared, agenda), frame[f"session_{when}"]
        points = [
            earned_there.get(name, 0 if name in prepared.admitted and heard is False else None)
            for name, heard in zip(frame["situation"], sessions.notna().tolist(), strict=True)
        ]
        frame[f"points_{when}"] = pd.Series(points, dtype="Int64")
    return frame
