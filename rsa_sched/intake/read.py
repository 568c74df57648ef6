"""From a folder of tables to a problem, with one report of everything that was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rsa_sched.domain.problem import Problem
from rsa_sched.french.sentences import words
from rsa_sched.intake.assemble import Draft, assemble
from rsa_sched.intake.carried import join_carried
from rsa_sched.intake.checks.addresses import check_addresses
from rsa_sched.intake.checks.calendar import check_calendar
from rsa_sched.intake.checks.screening import screen
from rsa_sched.intake.checks.substance import MonthRows, check_substance
from rsa_sched.intake.fields import TABLES
from rsa_sched.intake.files.limits import Limits
from rsa_sched.intake.given import as_of_given, check_apart, id_given, names_given, profile_given, verdicts_given
from rsa_sched.intake.options import Identities, MonthContext, TableFiles
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.report import ImportReport
from rsa_sched.intake.rows.decisions import announced_places, last_heard, read_decisions, read_history
from rsa_sched.intake.rows.identities import WhoIsWho, check_ids_apart, name_table, persons_of
from rsa_sched.intake.rows.known import Organisation
from rsa_sched.intake.rows.people import read_absences, read_people
from rsa_sched.intake.rows.pseudonyms import Key
from rsa_sched.intake.rows.reader import FindingLog, Reader, Rows, SourceRow
from rsa_sched.intake.rows.request_ids import OtherIds, number_requests, renamed
from rsa_sched.intake.rows.requests import merge_requests
from rsa_sched.intake.rows.sessions import read_calendar
from rsa_sched.intake.rows.situations import read_situations
from rsa_sched.intake.rows.versions import settle_versions
from rsa_sched.intake.sources import TableSources
from rsa_sched.names import NameTable

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
    _read: tuple[tuple[str, str, str, int], ...] = field(default=())

    @property
    def skipped(self) -> pd.DataFrame:
        """Rows left out because of their errors: file, sheet, row."""
        import pandas as pd

        frame = pd.DataFrame(list(self._skipped), columns=["file", "sheet", "row"])
        return frame.astype({"file": "str", "sheet": "str", "row": "int64"})

    @property
    def sources(self) -> pd.DataFrame:
        """The row that each situation was read from: situation, file, sheet, row."""
        import pandas as pd

        frame = pd.DataFrame(list(self._read), columns=["situation", "file", "sheet", "row"])
        return frame.astype({"situation": "str", "file": "str", "sheet": "str", "row": "int64"})

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
        The key of the pseudonyms, the name table, what was decided on doubtful people.
    context
        Id and day of the problem, last month, places that were announced.
    skip_bad_rows
        Leave out requests with errors, and decisions on them; without it any error leaves no problem.
    limits
        Of sizes, looked at before anything is read.

    Raises
    ------
    InputError
        Where profile, key, name table or verdicts cannot be read; what is wrong with tables is in the report.
    """
    given, key, previous = TableFiles.of(tables), identities.key, context.previous
    log = FindingLog()
    profile = profile_given(mapping)
    profile = replace(profile, titles=profile.titles or given.titles)
    sources = TableSources(log, profile, limits)
    decided = identities.verdicts if identities.verdicts is not None else profile.verdicts
    others = {"mapping": mapping, "names": identities.names, "key": key, "verdicts": decided}
    files = {name: Path(one) for name, one in (given.named | others).items() if isinstance(one, str | Path)}
    check_apart(log, given.paths, files)
    known_names = names_given(log, identities.names)
    secret = Key.read(Path(key)) if isinstance(key, str | Path) else key
    known = WhoIsWho(secret, known_names, verdicts_given(log, decided))
    sources.open_all(given.paths, given.sheet, files.values())
    for kind, source in given.named.items():
        sources.open(source, kind, name=kind)
    if previous is not None and previous[1].problem_sha256 != previous[0].sha256:
        log.report("warning", "previous-mismatch")
    month = _Month(log, sources, profile)
    name, as_of = id_given(log, context.id, profile), as_of_given(log, context.as_of, profile)
    draft = Draft(id=name, as_of=as_of, profile=profile.document)
    month.fill(draft, known, context, given.keep)
    if context.announced is not None:
        draft.sent_out = announced_places(
            log, context.announced, draft.situations, draft.sessions, draft.announced, month.other_ids
        )
    problem = assemble(log, draft, skip_bad_rows=skip_bad_rows)
    left_out = draft.dropped() if problem is not None else []
    for line in left_out:
        log.report("warning", "row-left-out", line=line)
    report = ImportReport(log.findings(), tuple(sources.files), month.count, len(left_out))
    kept = {line for _, line in draft.situations if not line.bad}
    names_after = name_table(known_names, month.identified(draft), draft.people.identities)
    assert problem is None or len(problem.situations) == len(kept)
    read = sorted((str(row.get("id", "")), *_place(line)) for row, line in draft.situations if not line.bad)
    return Import(problem, report, names_after, tuple(_place(line) for line in left_out), tuple(read))


class _Month:
    """The lines of all tables, by kind."""

    def __init__(self, log: FindingLog, sources: TableSources, profile: Profile) -> None:
        self._log, self._profile = log, profile
        self.lines: dict[str, list[SourceRow]] = {kind: [] for kind in TABLES}
        self.other_ids: OtherIds = {}
        self._by_decision: set[SourceRow] = set()
        self._sheets = [opened.sheet for opened in sources.opened]
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

    def fill(self, draft: Draft, known: WhoIsWho, context: MonthContext, keep: Sequence[str]) -> None:
        """Put everything into the draft and check its substance."""
        log, lines = self._log, self.lines
        organisation = Organisation(self._profile)
        self._check_lists(organisation)
        draft.people = read_people(log, organisation, lines["people"])
        for other, name in self._profile.aliases.get("professionals", {}).items():
            if name in organisation.professionals.ids:
                organisation.professionals.alias(name, other, shown=False)
        read_absences(log, organisation, draft.people, lines["absences"])
        draft.sessions = read_calendar(log, organisation, lines["sessions"])
        identified = [*lines["situations"], *lines["heard"]]
        found = persons_of(log, identified, known, draft.as_of)
        self._by_decision = {identified[position] for position in found.by_decision}
        check_ids_apart(log, identified, found.pseudonyms, draft.people.rows, known.names)
        persons = found.pseudonyms[: len(lines["situations"])]
        first = organisation.types.first.id
        requested = read_situations(log, organisation, lines["situations"], persons)
        self._fill_requests(draft, requested, first, keep)
        if "history" in self._kinds:
            draft.history = read_history(log, organisation, lines["history"])
        self.other_ids = renamed(self.other_ids, join_carried(log, draft, context, first))
        decisions = read_decisions(
            log, organisation, lines["decisions"], draft.situations, draft.sessions, self.other_ids
        )
        draft.pins, draft.bans, draft.announced = decisions.pins, decisions.bans, decisions.announced
        heard = last_heard(lines["heard"], found.pseudonyms[len(persons) :], context.previous)
        regulation = draft.profile.get("regulation") or {}
        sent = [(row, line) for row, line in draft.situations if line.table.kind == "situations"]
        if context.set_aside is not None:
            aside = context.set_aside([row for row, line in sent if not line.bad], first)
            sent = [(row, line) for row, line in sent if row.get("id") not in aside]
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

    def _fill_requests(self, draft: Draft, rows: Rows, first_type: str, keep: Sequence[str]) -> None:
        """The requests, each once and with its id; none of a version that another one replaces."""
        kept = settle_versions(self._log, rows, first_type, keep, self._sheets)
        requests = merge_requests(self._log, kept.rows, first_type, kept.doubled)
        self.other_ids = number_requests(self._log, requests, first_type)
        draft.situations, draft.merged = requests.rows, requests.merged

    def identified(self, draft: Draft) -> Iterator[tuple[SourceRow, str, bool]]:
        """The lines that say who people are, for the name table: those of requests that are not left out."""
        for row, line in (*draft.situations, *draft.merged):
            if row.get("person") and not line.bad:
                yield line, row["person"], line in self._by_decision

    def _check_lists(self, organisation: Organisation) -> None:
        """Errors for tables and lists without which there is no problem."""
        for kind in ("situations", "sessions", "people"):
            if kind not in self._kinds:
                self._log.report("error", "table-missing", wording=kind)
        french = words("findings.organisation-lists")
        missing = tuple(noun for name, noun in french.items() if not getattr(organisation, name).ids)
        if missing:
            self._log.report("error", "organisation-missing", lists=missing)


def _place(line: SourceRow) -> tuple[str, str, int]:
    return line.table.sheet.file, line.table.sheet.name, line.number
