"""``rsa-sched month octobre``: a month of the profile's section ``[month]``, with the register where it names one."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.month_names import MonthNamed, month_named
from rsa_sched.cli.month_settings import MonthSettings, profile_there
from rsa_sched.cli.options import APART, every_fault_of
from rsa_sched.domain.problem import Problem
from rsa_sched.errors import Fault, InputError
from rsa_sched.french.sentences import say, words
from rsa_sched.intake.profile import Profile
from rsa_sched.office.files import is_there
from rsa_sched.publish.letterhead import Delays, Letterhead
from rsa_sched.register.settings import RegisterSettings
from rsa_sched.register.store import Register
from rsa_sched.register.verbs.answer import read_state

Run = Callable[[Namespace, Guard], int]

_NOT_REGISTERED = ("sheet", "titles", *APART, "identities", "keep", "previous", "announced", "carried", "id")
"""Options of ``month`` that a register knows better, or knows nothing of."""


def asked_by_name(options: Namespace) -> MonthNamed:
    """The month that the command names. Raises InputError where it names none."""
    asked = month_named(str(options.paths[0])) if len(options.paths) == 1 else None
    if asked is None:
        raise InputError.of("month", " ".join(map(str, options.paths))[:200], "no-month-of-this-name")
    return asked


def month_by_name(options: Namespace, guard: Guard, whole_month: Run) -> int:
    """Run the month; `whole_month` is what does so where tables and output are known.

    Raises
    ------
    InputError
        With every fault of the profile, and of what is missing, at once.
    """
    asked = asked_by_name(options)
    path = options.profile or profile_there()
    settings = _settings(path)
    (month, folder), _ = every_fault_of(lambda: settings.found(asked), lambda: _as_it_may_be(options, settings))
    output = settings.output / month
    settings.output.mkdir(exist_ok=True)
    given = {
        "profile": path,
        "names": options.names or settings.names,
        "key": options.key or settings.key,
        "as_of": settings.as_of(month, options.as_of),
    }
    if settings.register is not None:
        return _in_the_register(Namespace(**{**vars(options), **given}), guard, settings, (month, folder, output))
    given |= {"id": options.id or month, "output": output, "paths": [folder, *settings.own]}
    given |= _month_before(options, settings, month)
    return whole_month(Namespace(**{**vars(options), **given}, month=month), guard)


def _settings(path: Path) -> MonthSettings:
    """The section, of a profile without any fault elsewhere."""
    settings, _ = every_fault_of(
        lambda: MonthSettings.from_toml(path),
        lambda: every_fault_of(
            lambda: every_fault_of(lambda: Profile.from_toml(path), lambda: Letterhead.from_toml(path)),
            lambda: every_fault_of(lambda: Delays.from_toml(path), lambda: RegisterSettings.read(path, None, None)),
        ),
    )
    return settings


def _as_it_may_be(options: Namespace, settings: MonthSettings) -> None:
    """Raise InputError for options that do not go with a register, and without a day of reference."""
    faults = []
    if settings.register is not None:
        faults = [
            Fault(f"--{name.replace('_', '-')}", "", "not-with-a-register")
            for name in _NOT_REGISTERED
            if getattr(options, name)
        ]
    if options.as_of is None and settings.days_before is None:
        faults.append(Fault("month.days_before", "", "no-day-of-reference", file=settings.profile.name))
    if faults:
        raise InputError(tuple(faults))


def _month_before(options: Namespace, settings: MonthSettings, month: str) -> dict[str, Any]:
    """What is carried from the month before, where it was arbitrated here and no option says otherwise.

    Raises
    ------
    InputError
        Where it was and is not closed: whoever waits would be forgotten.
    """
    if options.carried is not None or options.previous is not None:
        return {}
    names = words("cli.month")
    year, number = map(int, month.split("-"))
    folder = settings.output / (f"{year}-{number - 1:02}" if number > 1 else f"{year - 1}-12")
    problem, agenda, carried = (folder / names[key] for key in ("problem", "agenda", "carried"))
    if not (is_there(problem) and is_there(agenda)):
        return {}
    if not is_there(carried):
        raise InputError.of("month", folder.name, "month-not-closed", folder=folder, name=carried.name)
    return {"previous": [problem, agenda], "carried": carried}


def require_sessions_of(month: str, problem: Problem) -> None:
    """Raise InputError where the calendar holds sessions of other months: they would be filled at once."""
    others = sorted(session.id for session in problem.sessions if session.start.isoformat()[:7] != month)
    if others:
        raise InputError.of("sessions", ", ".join(others[:12]), "sessions-of-other-months")


def _in_the_register(options: Namespace, guard: Guard, settings: MonthSettings, of: tuple[str, Path, Path]) -> int:
    """Each verb in its order, up to the draft; up to the letters where somebody adopts the agenda, or has done so."""
    from rsa_sched.cli.register import register_command

    month, folder, output = of
    assert settings.register is not None
    if is_there(settings.register):
        _require_its_turn(settings.register, month)
    output.mkdir(exist_ok=True)
    given = {**vars(options), "register": settings.register, "by": options.decided_by, "head": None, "json": False}
    given["tells_head"] = False

    def run(verb: str, **more: Any) -> int:
        return register_command(Namespace(**{**given, "verb": verb, **more}), guard)

    code = (
        run("init", by=None, tables=list(settings.own))
        or run("receive", by=None, paths=[folder], again=options.again)
        or run("open", by=None, month=month, until=None)
        or run("propose", by=None, again=False)
    )
    if code == 0 and options.decided_by is not None:
        code = run("validate", reason=say("cli.month.reason"))
    if code:
        return code
    with Register(settings.register, read_only=True) as register:
        current = read_state(register)[0].current
    draft = current is None or current.validated is None
    kind = "draft" if draft else "publication"
    beside = {"explanations": None, "certificate": None, "sources": None, "sheets": False, "audience": "service"}
    return run("publish", draft=draft, output=output / words("cli.month")[kind], tells_head=True, **beside)


def _require_its_turn(path: Path, month: str) -> None:
    """Raise InputError where another month is open or this one is closed, before its tables are taken in."""
    with Register(path, read_only=True) as register:
        state = read_state(register)[0]
    if month in state.closed:
        raise InputError.of("month", month, "month-closed-already")
    if state.current is not None and state.current.id != month:
        raise InputError.of("month", month, "month-after-an-open-one", open=state.current.id)
