"""Every error that rsa_sched raises on purpose.

RsaSchedError
├── AgendaRefused  an agenda that the audit does not pass: nothing is published from it
├── InputError     a document is not what the contract asks for (all its faults at once)
├── PinClash       the pins cannot all hold: there is no agenda
├── Interrupted    stopped before any agenda existed
├── MissingExtra   a package that only an extra brings is not installed
└── SolverAlarm    solver and audit disagree: a bug, never an answer
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from rsa_sched.french.faultline import fault_line
from rsa_sched.french.sentences import say
from rsa_sched.frozen import FrozenMapping


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a document.

    Attributes
    ----------
    place : where, as ``situations[12].referent``; ``document`` for the whole.
    value : what stands there, safe to print: ids, figures and dates as they are, any other text by its length.
    code : what is wrong with it, as ``unknown-id``: a table of ``french/faults.toml``.
    facts : the names and figures that the sentence of the code needs, safe to print too.
    file : the file's name, empty where the document did not come from a file.
    """

    place: str
    value: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)
    file: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", FrozenMapping(self.facts))

    @property
    def expected(self) -> str:
        """What the contract asks for there, in English."""
        return say(f"faults.{self.code}.expected", **self.facts)

    @property
    def official(self) -> str | None:
        """The whole fault in French, where officials meet it; None where only who writes documents does."""
        return fault_line(self.file, self.place, self.value, self.code, self.facts)

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.value, f"expected {self.expected}") if part)


class BadValue(ValueError):
    """A value that will not do, raised where its place is not known yet: the code of the fault that it becomes."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return say(f"faults.{self.code}.expected")


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which an agenda breaks a rule.

    Attributes
    ----------
    rule : the rule's id.
    code : which way, as the rule's table of ``french/rules.toml`` calls it: ``too-many``.
    facts : figures, dates and ids that the sentence tells.
    situation, session : the ids concerned, where there are any; the sentence may tell them too.
    """

    rule: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)
    situation: str | None = None
    session: str | None = None

    @property
    def text(self) -> str:
        """The French sentence."""
        return say(f"rules.{self.rule}.{self.code}", situation=self.situation, session=self.session, **self.facts)


class RsaSchedError(Exception):
    """Base of all errors raised on purpose by this package."""


class InputError(RsaSchedError, ValueError):
    """A document is bad input (contract, section 3); ``faults`` holds every fault found, in document order.

    A ValueError, so that raised in a validator of pydantic it becomes a ValidationError, and in FastAPI a 422.
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__()
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))

    @classmethod
    def of(cls, place: str, value: str, code: str, /, *, file: str = "", **facts: object) -> Self:
        """The error of one fault."""
        return cls((Fault(place, value, code, facts, file),))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)


class AgendaRefused(RsaSchedError):
    """An agenda is not one of its problem's: the audit finds it wrong, or it was made for another problem.

    Attributes
    ----------
    violations : every rule that it breaks, as `check` finds them.
    """

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__("\n".join(f"{violation.rule}: {violation.text}" for violation in violations))
        self.violations = violations

    def __reduce__(self) -> tuple[type[AgendaRefused], tuple[tuple[Violation, ...]]]:
        return type(self), (self.violations,)


class ClashingPin(NamedTuple):
    """One pin of a clash: ids, and the start asked for (ISO minute) or None."""

    situation: str
    session: str
    start: str | None


class PinClash(RsaSchedError):
    """The pins cannot all hold (contract, section 4).

    Attributes
    ----------
    pins : a smallest set of pins that clash: without any one of them the others can hold.
    rules : ids of the rules that stand against them.
    """

    def __init__(self, pins: tuple[ClashingPin, ...], rules: tuple[str, ...], text: str) -> None:
        super().__init__(text)
        self.pins = pins
        self.rules = rules
        self.text = text

    def __reduce__(self) -> tuple[type[PinClash], tuple[tuple[ClashingPin, ...], tuple[str, ...], str]]:
        return type(self), (self.pins, self.rules, self.text)


class Interrupted(RsaSchedError):
    """Stopped before any agenda existed."""


_BUNDLE = dict.fromkeys(("excel", "ics", "letters", "fr"), "office")
"""The extra to install in place of one that it holds: whoever reads tables will write letters next."""


class MissingExtra(RsaSchedError, ImportError):
    """A package that only an extra of rsa_sched brings is not installed; ``name`` is the package's."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(say("cli.missing-extra", package=package, extra=_BUNDLE.get(extra, extra)), name=package)
        self.extra = extra

    def __reduce__(self) -> tuple[type[MissingExtra], tuple[str | None, str]]:
        return type(self), (self.name, self.extra)


@contextmanager
def brought_by(extra: str) -> Iterator[None]:
    """Around the imports of what an extra brings: raises MissingExtra where it is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtra((error.name or "a package").partition(".")[0], extra) from None


class SolverAlarm(RsaSchedError):
    """The solver's answer does not stand up to the audit: report it, with the problem's sha256."""
