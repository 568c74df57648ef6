"""Rows that are one request become one; where they contradict each other somebody has to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from rsa_sched.intake.rows.agreement import Key, differences, fill_up, request_key
from rsa_sched.intake.rows.reader import FindingLog, Rows, SourceRow
from rsa_sched.intake.rows.versions import Pair, report_doubled


@dataclass(slots=True, repr=False)
class Requests:
    """The requests of the tables, each once.

    Attributes
    ----------
    rows : of the problem, each with the line that it comes from.
    merged : rows that are the same request as one of these.
    other_ids : by the index of a row in `rows`, the numbers of other rows of the same request.
    """

    rows: Rows = field(default_factory=list)
    merged: Rows = field(default_factory=list)
    other_ids: dict[int, list[str]] = field(default_factory=dict)


def merge_requests(log: FindingLog, rows: Rows, first_type: str, doubled: Mapping[Pair, int]) -> Requests:
    """The requests, with a finding for each two rows that are one: told, or an error where they differ.

    Parameters
    ----------
    first_type : type of a request that names none.
    doubled : tables that are one table, which are told once and not row by row, with how many requests they share.
    """
    found = Requests()
    known: dict[Key, int] = {}
    told: Counter[Pair] = Counter()
    for row, line in rows:
        key = request_key(row, line, first_type)
        if key is None or known.setdefault(key, len(found.rows)) == len(found.rows):
            found.rows.append((row, line))
            continue
        index = known[key]
        kept, before = found.rows[index]
        differing = list(differences((row, line), (kept, before)))
        if differing:
            texts = " ; ".join(one.text for one in differing)
            log.report("error", "request-differs", line=line, key=differing[0].key, where=before.where, differing=texts)
            log.fatal = True  # leaving one of the two out would choose between them
            if row.get("id"):
                found.other_ids.setdefault(index, []).append(row["id"])
            continue
        pair = (before.place, line.place)
        if pair in doubled:
            told[pair] += 1
        else:
            log.report("repaired", "request-merged", line=line, key=_key(line), where=before.where)
        fill_up(kept, row)
        before.bad |= line.bad
        if row.get("id") and not kept.get("id"):
            kept["id"] = row["id"]
        elif row.get("id"):
            found.other_ids.setdefault(index, []).append(row["id"])
        found.merged.append((row, line))
    report_doubled(log, told, [line for _, line in rows])
    return found


def _key(line: SourceRow) -> str:
    return next((key for key in ("last_name", "case_number", "person", "first_name", "id") if line.filled(key)), "")
