"""From a folder of tables to a problem, with one report of everything that was found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rsa_sched.domain.problem import Problem
from rsa_sched.french.sentences import words
from rsa_sched.intake.assemble import Draft, assemble
from rsa_sched.intake.carried import join_carried
from rsa_sched.intake.cells.values import read_date
from rsa_sched.intake.checks.addresses import check_addresses
from rsa_sched.intake.checks.calendar import check_calendar
from rsa_sched.intake.checks.screening import screen
from rsa_sched.intake.checks.substance import MonthRows, check_substance
from rsa_sched.intake.fields import TABLES
from rsa_sched.intake.files.limits import Limits
from rsa_sched.intake.options import Identities, MonthContext, TableFiles
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.report import ImportReport
from rsa_sched.intake.rows.decisions import announced_places, last_heard, read_decisions, read_history
from rsa_sched.intake.rows.identities import check_ids_apart, name_table, persons_of
from rsa_sched.intake.rows.known import Organisation
from rsa_sched.intake.rows.people import read_absences, read_people
from rsa_sched.intake.rows.pseudonyms import Key
from rsa_sched.intake.rows.reader import FindingLog, Reader, SourceRow
from rsa_sched.intake.rows.sessions import read_calendar
from rsa_sched.intake.rows.situations import read_situations
from rsa_sched.intake.sources import TableSources
from rsa_sched.names import NameTable
from rsa_sched.office.files import is_folder, is_there, resolved

if TYPE_CHECKING:
    import pandas as pd

    from rsa_sched.intake.sources import Sources


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Import:
    """The result of an import; true where there is a problem.

    Attributes
    ----------
    problem : None where an error stands in the way.
    report : every error, repair and doubt, where the sender sees it.
    names : the old name table with the people of these tables.
    """

    problem: Problem | None
    report: ImportReport
    names: NameTable
    _skipped: tuple[tuple[str, str, int], ...] = field(default=())

    @property
    def skipped(self) -> pd.DataFrame:
        """Rows left out because of their errors: file, sheet, row."""
        import pandas as pd

        frame = pd.DataFrame(list(self._skipped), columns=["file", "sheet", "row"])
        return frame.astype({"file": "str", "sheet": "str", "row": "int64"})

    def __bool__(self) -> bool:
        return self.problem is not None

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self.report.of(level))} {level}" for level in ("error", "repaired", "warning"))
        return f"<Import: {self.problem if self.problem is not None else 'no problem'} ({counts})>"

    def _repr_html_(self) -> str:
        return self.report._repr_html_()


def read_tables(
    tables: Sources | TableFiles,
    *,
    mapping: Profile | Mapping[str, Any] | Path | str | None = None,
    identities: Identities = Identities(),  # noqa: B008 - frozen
    context: MonthContext = MonthContext(),  # noqa: B008
    skip_bad_rows: bool = False,
    limits: Limits = Limits(),  # noqa: B008
) -> Import:
    """Read the tables of a month.

    Parameters
    ----------
    tables
        A folder, a file, a list of files, or DataFrames by name, whose tables are recognised by their headings; or
        `TableFiles`, which says of some which table they hold.
    mapping
        The département's profile: organisation, words, columns; as an object, plain data or a TOML file.
    identities
        The key of the pseudonyms and the name table.
    context
        Id and day of the problem, last month, places that were announced.
    skip_bad_rows
        Leave out requests with errors, and decisions on them; without it any error leaves no problem.
    limits
        Of sizes, looked at before anything is read.

    Raises
    ------
    InputError
        Where profile, key or name table cannot be read; what is wrong with tables is in the report.
    """
    given, key, previous = TableFiles.of(tables), identities.key, context.previous
    log = FindingLog()
    profile = _profile(mapping)
    profile = replace(profile, titles=profile.titles or given.titles)
    sources = TableSources(log, profile, limits)
    others = {"mapping": mapping, "names": identities.names, "key": key}
    files = {name: Path(one) for name, one in (given.named | others).items() if isinstance(one, str | Path)}
    _check_apart(log, given.paths, files)
    known_names = _names(log, identities.names)
    secret = Key.read(Path(key)) if isinstance(key, str | Path) else key
    sources.open_all(given.paths, given.sheet, files.values())
    for kind, source in given.named.items():
        sources.open(source, kind, name=kind)
    if previous is not None and previous[1].problem_sha256 != previous[0].sha256:
        log.report("warning", "previous-mismatch")
    month = _Month(log, sources, profile)
    draft = Draft(id=_id(log, context.id, profile), as_of=_as_of(log, context.as_of, profile), profile=profile.document)
    persons = month.fill(draft, secret, known_names, context)
    if context.announced is not None:
        draft.sent_out = announced_places(context.announced, draft.situations, draft.sessions, draft.announced)
    problem = assemble(log, draft, skip_bad_rows=skip_bad_rows)
    left_out = draft.dropped() if problem is not None else []
    report = ImportReport(log.findings(), tuple(sources.files), month.count, len(left_out))
    kept = {line for _, line in draft.situations if not line.bad}
    # A row left out still identifies its person: next month it comes again under the same pseudonym.
    lines = month.lines["situations"]
    names_after = name_table(known_names, lines, persons, draft.people.identities)
    assert problem is None or len(problem.situations) == len(kept)
    return Import(problem, report, names_after, tuple(_place(line) for line in left_out))


class _Month:
    """The lines of all tables, by kind."""

    def __init__(self, log: FindingLog, sources: TableSources, profile: Profile) -> None:
        self._log, self._profile = log, profile
        self.lines: dict[str, list[SourceRow]] = {kind: [] for kind in TABLES}
        self._kinds: set[str] = set()
        reader = Reader(log, profile, sources.cell_errors)
        for opened in sources.opened:
            screened = screen(log, opened.sheet, opened.table, opened.place)
            if opened.table is None:
                continue
            self._kinds.add(opened.table.kind)
            for line in reader.lines(opened.table, opened.place, screened.left_out):
                line.bad |= line.index in screened.bad_rows or (opened.place, line.number) in sources.row_errors
                self.lines[opened.table.kind].append(line)
        self.count = sum(map(len, self.lines.values()))

    def fill(self, draft: Draft, key: Key | None, names: NameTable, context: MonthContext) -> list[str | None]:
        """Put everything into the draft and check its substance; the pseudonym of each request."""
        log, lines = self._log, self.lines
        organisation = Organisation(self._profile)
        self._check_lists(organisation)
        draft.people = read_people(log, organisation, lines["people"])
        for other, name in self._profile.aliases.get("professionals", {}).items():
            if name in organisation.professionals.ids:
                organisation.professionals.alias(name, other, shown=False)
        read_absences(log, organisation, draft.people, lines["absences"])
        draft.sessions = read_calendar(log, organisation, lines["sessions"])
        pseudonyms = persons_of(log, [*lines["situations"], *lines["heard"]], key, names)
        check_ids_apart(log, [*lines["situations"], *lines["heard"]], pseudonyms, draft.people.rows, names)
        persons = pseudonyms[: len(lines["situations"])]
        draft.situations = read_situations(log, organisation, lines["situations"], persons)
        if "history" in self._kinds:
            draft.history = read_history(log, organisation, lines["history"])
        other_ids = join_carried(log, draft, context, organisation.types.first.id)
        decisions = read_decisions(log, organisation, lines["decisions"], draft.situations, draft.sessions, other_ids)
        draft.pins, draft.bans, draft.announced = decisions.pins, decisions.bans, decisions.announced
        heard = last_heard(lines["heard"], pseudonyms[len(persons) :], context.previous)
        regulation = draft.profile.get("regulation") or {}
        sent = [(row, line) for row, line in draft.situations if line.table.kind == "situations"]
        sessions = [row for row, _ in draft.sessions]
        service_of, types = organisation.service_of, organisation.types
        rows = MonthRows(sent, sessions, service_of, types, regulation, draft.as_of, heard)
        check_substance(log, rows)
        check_calendar(
            log, rows, draft.sessions, draft.people.rows,
            problem=draft.id, timezone=str(draft.profile.get("timezone") or ""),
            closed=context.closed,
        )  # fmt: skip
        check_addresses(log, lines["situations"])
        return persons

    def _check_lists(self, organisation: Organisation) -> None:
        """Errors for tables and lists without which there is no problem."""
        for kind in ("situations", "sessions", "people"):
            if kind not in self._kinds:
                self._log.report("error", "table-missing", wording=kind)
        french = words("findings.organisation-lists")
        missing = tuple(noun for name, noun in french.items() if not getattr(organisation, name).ids)
        if missing:
            self._log.report("error", "organisation-missing", lists=missing)


def _profile(mapping: Profile | Mapping[str, Any] | Path | str | None) -> Profile:
    if mapping is None:
        return Profile()
    if isinstance(mapping, Profile):
        return mapping
    return Profile.from_toml(Path(mapping)) if isinstance(mapping, str | Path) else Profile.from_dict(mapping)


def _names(log: FindingLog, names: NameTable | Path | str | None) -> NameTable:
    if isinstance(names, NameTable):
        return names
    if names is None:
        return NameTable()
    if is_there(Path(names)):
        return NameTable.from_csv(Path(names))
    log.report("warning", "names-missing")
    return NameTable()


def _check_apart(log: FindingLog, paths: Sources, files: Mapping[str, Path]) -> None:
    """The key is in no folder of tables, the name table is not read as a table."""
    listed = [paths] if isinstance(paths, str | Path) else paths if isinstance(paths, list | tuple) else []
    given = [resolved(Path(path)) for path in listed]
    places = {name: resolved(path) for name, path in files.items()}
    for argument in ("key", "names"):
        if argument not in places:
            continue
        path = places[argument]
        if path in [*given, *(other for name, other in places.items() if name != argument)]:
            log.report("error", f"{argument}-among-tables", wording="given-twice")
        elif any(is_folder(folder) and path.is_relative_to(folder) for folder in given):
            log.report("error" if argument == "key" else "warning", f"{argument}-among-tables")


def _id(log: FindingLog, given: str | None, profile: Profile) -> str:
    name = given or profile.document.get("id")
    if name:
        return str(name)
    log.report("error", "id-missing")
    return ""


def _as_of(log: FindingLog, given: dt.date | str | None, profile: Profile) -> str:
    day = given if given is not None else profile.document.get("as_of")
    if isinstance(day, dt.datetime) and day != day:  # NaT, pandas' « no day », counts itself among the days
        day = None
    if isinstance(day, dt.date):
        return (day.date() if isinstance(day, dt.datetime) else day).isoformat()
    read = read_date(str(day or ""))
    if read.value:
        return str(read.value)
    log.report("error", "as-of-missing", wording="unreadable" if day else "")
    return ""


def _place(line: SourceRow) -> tuple[str, str, int]:
    return line.table.sheet.file, line.table.sheet.name, line.number
