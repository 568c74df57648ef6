"""`campaign`: scenarios times replications, side by side."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rsa_sched.engine.executor import Lost, WorkerPool
from rsa_sched.engine.stop import Stop, stopped_by_signals
from rsa_sched.errors import InputError, brought_by
from rsa_sched.simulate.campaigns.precision import Precision, must_be_possible
from rsa_sched.simulate.campaigns.replication import ReplicationResult, replicate, seed_of
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.campaigns.store import Store

if TYPE_CHECKING:
    import pandas as pd

OnOutcome = Callable[[ReplicationResult], None]

CHANCES = 3
"""How often a replication is played whose worker dies, before it counts as failed."""


@dataclass(frozen=True)
class Campaign:
    """What came of a campaign; the frames are read when asked for.

    Attributes
    ----------
    scenarios : what was tried.
    failures : the replications that failed: scenario, replication, seed, failure; none in ordinary life.
    missing : how many replications were not played, since the campaign was interrupted.
    precision : where it was asked for, how precise the figure came out (`Precision.table`, and ``looks``: how often the
        width was looked at); else None.
    """

    scenarios: tuple[Scenario, ...] = field(repr=False)
    failures: pd.DataFrame = field(repr=False)
    missing: int
    _store: Store = field(repr=False)
    precision: pd.DataFrame | None = field(default=None, repr=False)

    @property
    def alike(self) -> list[tuple[str, str]]:
        """Names of scenarios that say the same, the earlier first: whatever differs between them is no finding."""
        first: dict[str, str] = {}
        named = [(first.setdefault(one.content_sha256, one.name), one.name) for one in self.scenarios]
        return [(one, other) for one, other in named if one != other]

    @property
    def versions(self) -> tuple[str, ...]:
        """Under which versions of the programs the folder was played; of more than one the rows may not go together."""
        return self._store.versions

    @property
    def damaged(self) -> tuple[str, ...]:
        """Files that could not be read any more; what was in them was played again."""
        return tuple(self._store.damaged)

    def frame(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The frame of this name (``months``, ``requests``, ``kinds``, ``sessions``), of which columns are read."""
        return self._store.frame(name, columns)

    @property
    def months(self) -> pd.DataFrame:
        """One row a scenario, replication and month."""
        return self._store.frame("months")

    @property
    def requests(self) -> pd.DataFrame:
        """One row a scenario, replication and request."""
        return self._store.frame("requests")

    @property
    def kinds(self) -> pd.DataFrame:
        """One row a scenario, replication, month, service and kind of structure."""
        return self._store.frame("kinds")

    @property
    def sessions(self) -> pd.DataFrame:
        """One row a scenario, replication, month and session."""
        return self._store.frame("sessions")


def campaign(
    scenarios: Sequence[Scenario],
    replications: int | Sequence[int],
    *,
    seed: int = 0,
    folder: Path | None = None,
    progress: bool = False,
    on_outcome: OnOutcome | None = None,
    executor: Executor | None = None,
    precision: Precision | None = None,
) -> Campaign:
    """Play every scenario several times, side by side.

    Parameters
    ----------
    scenarios : with names that differ.
    replications : of each scenario, or of each its own number; number n meets the same requests in all of them.
    seed : of the campaign.
    folder : where results go as they come (parquet); a campaign of the same seed in the same folder goes on where it
        was stopped. Scenarios are known by what they say: they may be added, left out, renamed and reordered, and
        played more or fewer times. None: a temporary one, gone with the `Campaign`.
    progress : whether to show a bar (extra ``sim``).
    on_outcome : called with each outcome as it comes, in no order.
    executor : plays the replications, and is not shut down: any of `concurrent.futures`, loky's, or a Dask client's
        (``client.get_executor()``). By default what `joblib.parallel_config` names, else processes of our own.
    precision : replications are added, the same number of each scenario, until a figure is that precise or as many as
        it says were played; `replications` are those of the first look. `Campaign.precision` tells how it ended.

    Returns
    -------
    Campaign
        The same frames on every executor and number of workers. A replication that fails is in `failures`, and is tried
        again when the campaign goes on; the others are not disturbed. Interrupted (Ctrl-C, SIGTERM): what came so far.

    Raises
    ------
    ValueError : for names that are not distinct, numbers that make no sense, or an executor that is none.
    InputError : where the folder holds a campaign of another seed, or of an older program.
    """
    names = [scenario.name for scenario in scenarios]
    if len(set(names)) < len(names) or not names:
        raise ValueError("scenarios: expected one or more, with different names")
    counts = [replications] * len(scenarios) if isinstance(replications, int) else list(replications)
    if len(counts) != len(scenarios) or min(counts) < 1 or seed < 0:
        raise ValueError("replications, seed: expected 1 or more replications of each, and a seed of 0 or more")
    if precision is not None:
        must_be_possible(precision, names, replications)
    place = Path(tempfile.mkdtemp(prefix="rsa-sched-")) if folder is None else folder
    store = Store(place, scenarios, counts, seed)
    if folder is None:
        weakref.finalize(store, shutil.rmtree, place, ignore_errors=True)
    play = partial(_played, store, scenarios, seed=seed, progress=progress, on_outcome=on_outcome, executor=executor)
    played, looks = play(counts), 1
    while precision is not None and not played.missing and not played.months.empty:
        table = precision.table(played)
        wanted = precision.next_look(table, counts[0])
        played = replace(played, precision=table.assign(looks=looks))
        if wanted == counts[0]:
            break
        counts, looks = [wanted] * len(scenarios), looks + 1
        played = replace(play(counts), precision=played.precision)
    return played


def _played(
    store: Store,
    scenarios: Sequence[Scenario],
    counts: Sequence[int],
    *,
    seed: int,
    progress: bool,
    on_outcome: OnOutcome | None,
    executor: Executor | None,
) -> Campaign:
    """What the store lacks of these numbers of replications is played, and all of it is read."""
    store.ask(counts)
    wanted = [
        (scenario, number)
        for number in range(max(counts))
        for scenario, count in zip(scenarios, counts, strict=True)
        if number < count
    ]
    open_ = [(scenario, number) for scenario, number in wanted if not store.has(scenario.name, number)]
    stop = Stop()
    with stopped_by_signals(stop), _bar(len(open_), progress) as tick:
        for outcome in _outcomes(open_, seed, stop, executor):
            store.keep(outcome)
            tick()
            if on_outcome is not None:
                on_outcome(outcome)
    store.pack()
    failures = store.failures()
    there = sum(store.has(scenario.name, number) for scenario, number in wanted)
    asked = {(scenario.name, number) for scenario, number in wanted}
    failed = sum(key in asked for key in zip(failures["scenario"], failures["replication"], strict=True))
    return Campaign(tuple(scenarios), failures, len(wanted) - there - failed, store)


def must_have_played(played: Campaign) -> None:
    """InputError with the first failure where every replication that was tried failed."""
    if len(played.failures) and played.months.empty:
        why = str(played.failures["failure"].iloc[0])
        raise InputError.of("replications", why, "every-replication-failed", number=len(played.failures))


def _outcomes(
    open_: list[tuple[Scenario, int]], seed: int, stop: Stop, executor: Executor | None
) -> Iterator[ReplicationResult]:
    """The outcome of each replication, as they come; one whose worker died is played again, a few times."""
    waiting = list(range(len(open_)))
    with WorkerPool(executor, None, True, stop, lambda: None) as worker_pool:
        for chance in reversed(range(CHANCES)):
            lost = []
            for piece, answer in worker_pool.answers(
                waiting, lambda piece: partial(_piece, piece, *open_[piece], seed)
            ):
                if not isinstance(answer, Lost):
                    yield answer
                elif chance:
                    lost.append(piece)
                else:
                    scenario, number = open_[piece]
                    yield ReplicationResult(scenario.name, number, seed_of(seed, number), {}, answer.why)
            waiting = lost


def _piece(piece: int, scenario: Scenario, number: int, seed: int) -> tuple[int, ReplicationResult]:
    return piece, replicate(scenario, number, seed)


@contextmanager
def _bar(total: int, shown: bool) -> Iterator[Callable[[], object]]:
    """A bar that each call moves on."""
    if not shown:
        yield lambda: None
        return
    with brought_by("sim"):
        from tqdm.auto import tqdm
    with tqdm(total=total, unit="replication") as bar:
        yield bar.update
