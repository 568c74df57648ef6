"""The cells of tables, typed: what is wrong with them or was read otherwise goes to the log."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from rsa_sched.french.sentences import lookup
from rsa_sched.intake.cells.cells import VOID, Read, fault, names_nobody, repair
from rsa_sched.intake.cells.values import (
    is_rounded,
    read_choice,
    read_count,
    read_date,
    read_hour,
    read_list,
    read_yes_no,
)
from rsa_sched.intake.cells.words import bare, clean
from rsa_sched.intake.columns.folding import gist
from rsa_sched.intake.columns.headers import RecognisedTable
from rsa_sched.intake.fields import Field
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.rows.finding_log import FIELDS as FIELDS
from rsa_sched.intake.rows.finding_log import NOWHERE as NOWHERE
from rsa_sched.intake.rows.finding_log import FindingLog as FindingLog
from rsa_sched.intake.rows.finding_log import Rows as Rows
from rsa_sched.intake.rows.finding_log import SourceRow as SourceRow
from rsa_sched.intake.sheet import Sheet

_CHOICES = {
    key: {word: meaning for meaning, words in lookup(f"vocabulary.choices.{key}").items() for word in words}
    for key in ("half_day", "decision")
}
"""What the words of a field mean."""


class Reader:
    """Types the cells of tables; what is written alike in one table is read once.

    Parameters
    ----------
    log : takes what is wrong or repaired.
    profile : whose words count.
    reported : (place, row number, column letters) of cells with an error that is reported already.
    """

    def __init__(self, log: FindingLog, profile: Profile, reported: Collection[tuple[int, int, str]] = ()) -> None:
        self._log = log
        self._reported = reported
        self._urgency = {bare(word): level for word, level in profile.urgency.items()}
        self._types = profile.types
        self._headings: dict[str, set[str]] = {}

    def lines(self, table: RecognisedTable, place: int, left_out: Iterable[str] = ()) -> Iterator[SourceRow]:
        """The data rows of a table, typed; the fields left out are not read at all."""
        dropped = set(left_out)
        plan = [
            (key, FIELDS[table.kind][key], self._way(FIELDS[table.kind][key], table.sheet))
            for key in table.columns
            if key not in dropped
        ]
        seen: dict[tuple[str, str], Read] = {}
        for index in table.rows:
            line = SourceRow(table, index, place)
            for key, known, way in plan:
                text = table.text(index, key)
                if not text or text.isspace():
                    continue
                read = seen.get((key, text))
                if read is None:
                    read = seen[key, text] = self._read(known, way, text)
                self._take(line, known, read)
            for key, known, _ in plan:
                if known.required and not line.filled(key):
                    self._missing(line, known)
            yield line

    def _read(self, known: Field, way: Callable[[str], Read], text: str) -> Read:
        """A cell; one that begins with its own heading (« Secteur : 3 ») is read without it, which is told."""
        label, colon, rest = text.partition(":")
        if not colon or known.privacy != "needed" or known.sort in ("hour", "moment") or not rest.strip():
            return way(text)
        if gist(label) not in self._headings.setdefault(
            known.key, {gist(word) for word in (known.label, *known.aliases)}
        ):
            return way(text)
        read = way(rest.strip())
        if read.at_fault or read.value is None:
            return read
        return Read(read.value, read.code or "label-dropped", (*read.repairs, repair("label-dropped")))

    def _take(self, line: SourceRow, known: Field, read: Read) -> None:
        self._log.report_cell(line, known.key, read)
        identified = line.table.kind in ("situations", "heard")  # their numbers are looked at in `numbers`
        if known.sort == "id" and not identified and is_rounded(str(read.value)):
            self._log.report("warning", "number-rounded", line=line, key=known.key)
        if read.at_fault:
            line.unread.add(known.key)
        elif read.value is not None and read.value != "":
            line.values[known.key] = read.value

    def _missing(self, line: SourceRow, known: Field) -> None:
        sheet = line.table.sheet
        letters = map(sheet.column_letter, line.table.columns[known.key])
        if not any((line.place, line.number, column) in self._reported for column in letters):
            self._log.report("error", "cell-missing", line=line, key=known.key, label=known.label)

    def _way(self, known: Field, sheet: Sheet) -> Callable[[str], Read]:
        """How the cells of a column are read."""
        if known.key == "urgency":
            return self._read_urgency
        if known.key == "type":
            return self._read_type
        if known.key == "address":
            return _as_it_is
        if known.key in _CHOICES:
            return lambda text: _read_word(text, _CHOICES[known.key], known.choices)
        if known.sort == "date":
            return lambda text: read_date(text, sheet.epoch, show=known.privacy == "needed")
        ways: dict[str, Callable[[str], Read]] = {
            "hour": read_hour, "yes-no": read_yes_no, "count": read_count, "list": read_list, "moment": _as_it_is,
        }  # fmt: skip
        if known.privacy == "identity" and known.sort == "text":
            return lambda text: VOID if names_nobody(text) else _on_one_line(text)
        return ways.get(known.sort, _on_one_line)

    def _read_urgency(self, text: str) -> Read:
        level = self._urgency.get(bare(text))
        if level is not None:
            return Read(level)
        read = read_count(text)
        if read.at_fault and read_yes_no(text).value and 1 in self._urgency.values():
            return Read(1, "urgency-repaired", (repair("urgent"),))
        return fault("urgency-unknown") if read.at_fault else read

    def _read_type(self, text: str) -> Read:
        """The id of a type of session, by any of its names."""
        found = self._types.find(text)
        return Read(found) if found is not None else _read_word(text, self._types.offered, self._types.offered)


def _read_word(text: str, words: Mapping[str, str], offered: Iterable[str]) -> Read:
    """The meaning of a word; where there is none, a fault that offers some of the words, not every spelling."""
    read = read_choice(text, words)
    return fault(read.code, "listed", choices=tuple(offered)) if read.at_fault else read


def _as_it_is(text: str) -> Read:
    return Read(clean(text))


def _on_one_line(text: str) -> Read:
    return Read(" ".join(clean(text).split()))
