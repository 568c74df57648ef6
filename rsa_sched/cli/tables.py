"""Commands on tables: import, form."""

from __future__ import annotations

import argparse
from pathlib import Path

from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.options import APART, every_fault_of
from rsa_sched.cli.output import STANDARD, emit, notify, notify_of_readers, print_error, refuse_target
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.french.sentences import say
from rsa_sched.intake.form import form
from rsa_sched.intake.options import Identities, MonthContext, TableFiles
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.read import read_tables
from rsa_sched.intake.report import ImportReport
from rsa_sched.intake.rows.pseudonyms import Key
from rsa_sched.months.next_month import NextMonth
from rsa_sched.names import NameTable
from rsa_sched.office.files import is_there, resolved, unwritable
from rsa_sched.office.lock import held, lock_of
from rsa_sched.office.partial import remove_partial_files


def import_command(options: argparse.Namespace, guard: Guard) -> int:
    """``rsa-sched import``: from tables to the problem document; the report goes to standard error in any case."""
    _refuse_targets(options)
    # The name table goes on from what it holds, and the key is made: two imports at once would each lose the other's.
    # A key that is there is only read, perhaps where nothing may be written; a lock that a kill left is removed.
    key = options.key
    if key is not None and key.exists() and not lock_of(resolved(key)).exists():
        key = None
    with held(*_given(key, options.names)):
        for path in _given(options.key):  # a process that is killed just after it made the key leaves a copy of it
            remove_partial_files(path.parent)
        return _import(options, guard)


def _import(options: argparse.Namespace, guard: Guard) -> int:
    ((previous, announced), _), (_, carried) = every_fault_of(
        lambda: every_fault_of(
            lambda: every_fault_of(lambda: _previous(options.previous), lambda: _announced(options.announced)),
            lambda: _profile(options.profile),
        ),
        lambda: every_fault_of(
            lambda: every_fault_of(lambda: _names(options.names), lambda: _known_key(options.key)),
            lambda: _carried(options.carried),
        ),
    )
    notify_of_readers(options.key, options.names)
    _make_key(options.key)
    result = read_tables(
        TableFiles(
            options.paths,
            options.sheet,
            **{kind: getattr(options, kind) for kind in APART},
            titles=options.titles,
            keep=tuple(options.keep),
        ),
        mapping=options.profile,
        identities=Identities(options.key, options.names, options.identities),
        context=MonthContext(options.id, options.as_of, previous, announced, carried, options.again),
        skip_bad_rows=options.skip_bad_rows,
    )
    guard.finish()
    print_error(str(result.report).rstrip("\n"))
    if result.problem is not None and hasattr(options, "suits"):
        options.suits(result.problem)
    if options.report is not None:
        emit(_report(result.report, options.report.suffix.lower()), options.report)
    if result.problem is None:
        tell_errors(result.report)
        return 2
    if options.names is not None:  # before the problem: what it holds is of no use without the names
        result.names.write(options.names)
    elif result.names:
        notify(say("cli.import.names-not-kept"))
    if getattr(options, "sources", None) is not None:
        emit(result.sources.to_csv(sep=";", index=False, lineterminator="\n"), options.sources)
    emit(result.problem.to_json(), options.output)
    return 0


def tell_errors(report: ImportReport) -> None:
    """What is to be done, below a report that is long and says it above."""
    files = dict.fromkeys(finding.file or say("import-report.files.all") for finding in report.errors)
    notify(say("import-report.summary.again", number=len(report.errors), files=files))


def form_command(options: argparse.Namespace, _guard: Guard) -> int:
    """``rsa-sched form``: the table to be sent out."""
    refuse_target(options.output, *_given(options.profile))
    emit(form(_profile(options.profile), table=options.table), options.output)
    return 0


def _refuse_targets(options: argparse.Namespace) -> None:
    """Each output has a place of its own, away from everything that is read; the name table alone is both."""
    sources = _given(
        *options.paths,
        options.profile,
        *(getattr(options, kind) for kind in APART),
        *(options.previous or ()),
        options.announced,
        options.identities,
        options.carried,
    )
    targets = _given(options.report, options.names, options.key, getattr(options, "sources", None))
    if options.output != STANDARD:
        targets.append(Path(options.output))
    for number, target in enumerate(targets):
        refuse_target(target, *sources)
        if resolved(target) in [resolved(other) for other in targets[:number]]:
            raise unwritable("named twice", str(target))


def _given(*paths: Path | None) -> list[Path]:
    return [path for path in paths if path is not None]


def _profile(path: Path | None) -> Profile | None:
    return None if path is None else Profile.from_toml(path)


def _names(path: Path | None) -> NameTable | None:
    return NameTable.from_csv(path) if path is not None and is_there(path) else None


def _previous(paths: list[Path] | None) -> tuple[Problem, Agenda] | None:
    if paths is None:
        return None
    problem, agenda = paths
    return every_fault_of(lambda: Problem.from_json(problem), lambda: Agenda.from_json(agenda))


def _announced(path: Path | None) -> Agenda | None:
    return None if path is None else Agenda.from_json(path)


def _carried(path: Path | None) -> NextMonth | None:
    return None if path is None else NextMonth.from_json(path)


def _known_key(path: Path | None) -> Key | None:
    return Key.read(path) if path is not None and is_there(path) else None


def _make_key(path: Path | None) -> None:
    """Make the key of the pseudonyms where its file does not exist yet, with a message."""
    if path is not None and not is_there(path):
        Key.create(path)
        notify(say("cli.import.key-made", path=path))


def _report(report: ImportReport, suffix: str) -> bytes:
    if suffix == ".xlsx":
        return report.to_xlsx()
    return str(report).encode() if suffix == ".txt" else report.to_csv()
