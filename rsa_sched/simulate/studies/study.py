"""The file of a study (TOML), read strictly."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError

from rsa_sched.domain.base import Part, Rows
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.reading import faults_of, naming_file, validated
from rsa_sched.domain.regulation import Regulation
from rsa_sched.errors import Fault, InputError
from rsa_sched.french.sentences import say
from rsa_sched.office.toml import read_toml
from rsa_sched.samples import load_demo
from rsa_sched.simulate.answers.gaming import REPLICATIONS
from rsa_sched.simulate.baselines import BASELINES
from rsa_sched.simulate.campaigns.precision import LEAST, MEASURES, Precision
from rsa_sched.simulate.campaigns.scenario import SOLVE, Scenario
from rsa_sched.simulate.campaigns.variants import with_prices, with_quota
from rsa_sched.simulate.measures.waiting import WITHIN_DAYS
from rsa_sched.simulate.months.capacity import with_sessions
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.filing import STRATEGIES
from rsa_sched.simulate.months.fitting import misfits
from rsa_sched.simulate.months.setting import Setting
from rsa_sched.simulate.months.state import State

DEMO = "demo"
Percent = Annotated[int, Field(ge=0, le=100)]
Factor = Annotated[float, Field(gt=0, le=100, strict=False)]


class Asked(Part):
    """Section ``[demand]``: what is asked for, in the shape of the problem's own situations.

    ``load`` is a factor of them (1: as many a month), or ``per_place`` the requests a month for each place of the
    sessions; without either as many a month as the dates of the requests say. The others are the fields of `Demand`.
    """

    load: Factor | None = None
    per_place: Factor | None = None
    season: Annotated[tuple[int, ...] | None, Field(strict=False)] = None
    trend: int = 0
    withdrawal: Percent = Demand.withdrawal
    no_show: Percent = Demand.no_show
    unavailable: Percent = Demand.unavailable

    def demand(self, problem: Problem) -> Demand:
        """The demand that this makes of a problem's situations."""
        # a load or a number for each place is said of the whole month; without, the flow is read off the dates
        asked = self.load is not None or self.per_place is not None
        like = Demand.like(problem, months=1 if asked else None)
        factor = 1.0 if self.load is None else self.load
        if self.per_place is not None:
            if self.load is not None:
                raise InputError.of("demand", "load and per_place", "load-twice")
            places = sum(session.size for session in ProblemIndex(problem).sessions.values())
            factor = self.per_place * places / max(1, len(problem.situations))
        like = like.scaled(factor)
        return replace(
            like,
            season=self.season or like.season,
            trend=self.trend,
            withdrawal=self.withdrawal,
            no_show=self.no_show,
            unavailable=self.unavailable,
        )


class Policy(Part):
    """A section ``[[scenario]]``: what differs from today."""

    name: Annotated[str, Field(min_length=1)]
    regulation: Annotated[dict[str, Any], Field(default_factory=dict)]
    """Keys of the règlement that are changed."""
    sessions: Annotated[int | None, Field(ge=1)] = None
    """Sessions a month in all; more go where most is asked for."""
    further: Rows[str] = ()
    """Ids of sessions that are held once more a month."""
    load: Factor = 1.0
    """A factor of all requests."""
    arbiter: str = SOLVE
    """``solve``, or the name of a baseline."""
    replications: Annotated[int | None, Field(ge=2, le=100_000)] = None
    """How often it is played, if not as often as the study says."""


class Target(Part):
    """Section ``[capacity]``: which share is to be heard in time."""

    target: Annotated[float, Field(gt=0, lt=1)] = 0.95


class Wanted(Part):
    """Section ``[precision]``: simulations are added until a figure is that precise, or as many were played.

    ``against_first``: the precision of the others' differences from the first scenario, not of each one's own figure.
    """

    measure: Literal[MEASURES] = "within"  # type: ignore[valid-type]  # whatever the frames have
    half_width: Annotated[float, Field(gt=0, strict=False)] = Precision.half_width
    most: Annotated[int, Field(ge=LEAST, le=100_000)] = Precision.most
    against_first: bool = False


class Varied(Part):
    """Section ``[sensitivity]``: each assumption lower and higher by so much, in per cent of requests and in points."""

    change: Annotated[int, Field(ge=1, le=90)] = 10


class Gamed(Part):
    """Section ``[gaming]``: whether a structure gains by filing its requests otherwise in the first scenario.

    ``quota`` and ``prices`` are remedies that the same is tried under: files of the highest urgency that are taken from
    each structure in a month, and a factor of the prices of equity.
    """

    structures: Rows[str] = ()
    """Ids; without any, of each kind the one that asks most."""
    strategies: Rows[str] = ()
    """Names of `STRATEGIES`; without any, all of them."""
    replications: Annotated[int, Field(ge=2, le=100_000)] = REPLICATIONS
    quota: Annotated[int | None, Field(ge=0)] = None
    prices: Annotated[int | None, Field(ge=1)] = None

    def faults(self, asked: Collection[str], file: str) -> Iterator[Fault]:
        """Structures that ask for nothing, and ways of filing that nobody knows."""
        for key, known in (("structures", sorted(asked)), ("strategies", list(STRATEGIES))):
            for number, name in enumerate(getattr(self, key)):
                if name not in known:
                    yield Fault(f"gaming.{key}[{number}]", "", "not-one-of", {"names": known}, file)

    def remedies(self, base: Scenario) -> Iterator[Scenario]:
        """The scenario under the other règlements."""
        if self.quota is not None:
            yield with_quota(base, say("gaming.remedies.quota", scenario=base.name, quota=self.quota), self.quota)
        if self.prices is not None:
            yield with_prices(base, say("gaming.remedies.prices", scenario=base.name, factor=self.prices), self.prices)


class Study(Part):
    """A study.

    Attributes
    ----------
    title : of its page.
    problem : path of a problem document, beside the file of the study; ``demo``: the bundled month.
    months, replications, seed, within : how long and how often is played, and the days of the service level.
    start, warmup : ``present``: from the problem's own requests, for a forecast; else from an empty service, after so
        many months that are not measured.
    """

    title: Annotated[str, Field(min_length=1)]
    problem: str = DEMO
    months: Annotated[int, Field(ge=1, le=1200)] = 12
    replications: Annotated[int, Field(ge=2, le=100_000)] = 10
    seed: Annotated[int, Field(ge=0)] = 0
    within: Annotated[int, Field(ge=0)] = WITHIN_DAYS
    start: Literal["empty", "present"] = "empty"
    warmup: Annotated[int, Field(ge=0, le=1200)] = 0
    demand: Asked = Asked()
    scenario: Rows[Policy]
    capacity: Target | None = None
    precision: Wanted | None = None
    sensitivity: Varied | None = None
    gaming: Gamed | None = None

    def wanted(self, within: int) -> Precision | None:
        """The precision that the campaign stops by; None where each scenario has its number."""
        if self.precision is None:
            return None
        against = self.scenario[0].name if self.precision.against_first else ""
        return Precision(self.precision.measure, self.precision.half_width, self.precision.most, (), against, within)

    @classmethod
    def from_toml(cls, path: Path) -> tuple[Self, tuple[Scenario, ...]]:
        """The study of a file, and its scenarios.

        Raises
        ------
        InputError : with every fault of the file; of the problem document where that is faulty.
        """
        raw = read_toml(path)
        with naming_file(path.name):
            study = validated(cls, raw)
        problem = load_demo() if study.problem == DEMO else Problem.from_json(path.parent / study.problem)
        return study, study.scenarios(problem, path.name)

    def scenarios(self, problem: Problem, file: str = "") -> tuple[Scenario, ...]:
        """The scenarios, played in a problem's organisation with a demand like its own. InputError with every fault."""
        found, faults = [], []
        if not self.scenario:
            faults.append(Fault("scenario", "an empty list", "no-scenario", file=file))
        names = [policy.name for policy in self.scenario]
        if self.precision is not None:
            faults += self._unclear(file)
        for number, policy in enumerate(self.scenario):
            at = f"scenario[{number}]"
            try:
                if names.index(policy.name) != number:
                    raise InputError.of("name", "twice", "name-twice")
                found.append(self._scenario(policy, problem))
                misfit = misfits(found[-1].demand, found[-1].regulation, found[-1].setting)
                faults += [replace(fault, place=f"{at}.{fault.place}", file=file) for fault in misfit]
            except ValidationError as error:
                wrong = [fault for _, fault in faults_of(error, policy.regulation)]
                faults += [replace(fault, place=f"{at}.regulation.{fault.place}", file=file) for fault in wrong]
            except InputError as error:  # of an argument, and so of the whole scenario
                for fault in error.faults:
                    what = f"{fault.place}: {fault.value}".removesuffix(": ")
                    faults.append(replace(fault, place=at, value=what, file=file))
        if self.gaming is not None and found:
            faults += self.gaming.faults({flow.structure for flow in found[0].demand.flows}, file)
        if faults:
            raise InputError(tuple(faults))
        return tuple(found)

    def _unclear(self, file: str) -> Iterator[Fault]:
        """Numbers of simulations that a precision leaves no room for."""
        assert self.precision is not None
        if not LEAST <= self.replications <= self.precision.most:
            facts = {"ge": LEAST} if self.replications < LEAST else {"le": self.precision.most}
            code = "too-small" if self.replications < LEAST else "too-large"
            yield Fault("replications", str(self.replications), code, facts, file)
        for number, policy in enumerate(self.scenario):
            if policy.replications is not None:
                yield Fault(
                    f"scenario[{number}].replications", str(policy.replications), "not-with-precision", file=file
                )
        if self.precision.against_first and len(self.scenario) < 2:
            yield Fault("precision.against_first", "true", "no-scenario", file=file)

    def _scenario(self, policy: Policy, problem: Problem) -> Scenario:
        if policy.arbiter not in (SOLVE, *BASELINES):
            raise InputError.of("arbiter", "", "not-one-of", names=(SOLVE, *BASELINES))
        given = problem.regulation.model_dump(mode="json", exclude_unset=True)
        regulation = Regulation.model_validate({**given, **policy.regulation})
        demand, setting = self.demand.demand(problem), Setting.of(problem)
        if policy.sessions is not None:
            setting = with_sessions(setting, policy.sessions, demand)
        for name in policy.further:
            setting = setting.with_further(name)
        return Scenario(
            policy.name,
            demand.scaled(policy.load),
            regulation,
            setting,
            months=self.months,
            arbiter=policy.arbiter,
            start=State.of(problem) if self.start == "present" else None,
            warmup=self.warmup,
        )
