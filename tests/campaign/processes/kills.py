"""`kill -9` at any moment of import, publish and month: the same command again gives what an undisturbed one gives."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rsa_sched.office.lock import held
from tests.campaign.processes.child import Order
from tests.campaign.processes.commands import Command, Entry, contents, differences, exposed
from tests.campaign.processes.scenes import KEY, SCENES, SECRETS, Scene, run

SOON = 0.004
"""Seconds after a step within which a kill comes that is not at the step itself."""


@dataclass(frozen=True)
class Stage:
    """A scene as it is before its command, and what that leaves, once and twice, when nobody disturbs it."""

    scene: Scene
    before: Path
    expected: Mapping[str, Entry]
    again: Mapping[str, Entry]
    steps: int
    seconds: float


class Kills:
    """Kills in a folder of its own; scenes are prepared when they are first drawn."""

    def __init__(self, seed: int, folder: Path) -> None:
        self._seed, self._folder = seed, folder
        self._stages: dict[str, Stage] = {}
        self.tried = Counter[str]()

    def stage(self, scene: Scene) -> Stage:
        """A scene, prepared."""
        if scene.name not in self._stages:
            place = self._folder / f"stage-{len(self._stages)}"
            before, after = place / "before", place / "after"
            before.mkdir(parents=True)
            scene.prepare(before)
            shutil.copytree(before, after)
            told = run(after, scene.command)
            expected = contents(after)
            run(after, scene.command)
            again = contents(after)
            faults = exposed(expected, SECRETS) + differences(again, expected, again)
            assert not faults, faults
            self._stages[scene.name] = Stage(scene, before, expected, again, told.steps, told.seconds)
        return self._stages[scene.name]

    def faults_of(self, number: int) -> list[str]:
        """Kill once or twice, look, run to the end, and say what is not as it should be."""
        rng = random.Random(f"{self._seed}/{number}")
        stage = self.stage(SCENES[number % len(SCENES)])
        umask = rng.choice((0o000, 0o022, 0o077))
        folder = self._folder / f"trial-{number}"
        shutil.copytree(stage.before, folder)
        faults, ways = [], []
        try:
            for _ in range(rng.choice((1, 1, 2))):
                ways.append(self._kill(stage, folder, umask, rng))
                faults += [f"after a kill: {fault}" for fault in exposed(contents(folder), SECRETS)]
            command = Command(self._order(stage, folder, umask))
            told = command.heard()
            code = "killed" if told is None else told.code
            command.end()
            found = contents(folder)
            said = folder.with_name(f"{folder.name}.said").read_text("utf-8")
            faults += [] if code == 0 else [f"the same command ends with {code}: {said[-1500:]}"]
            faults += differences(found, stage.expected, stage.again) + exposed(found, SECRETS)
        finally:
            shutil.rmtree(folder)
            folder.with_name(f"{folder.name}.said").unlink(missing_ok=True)
        self.tried[stage.scene.name] += 1
        return [f"{stage.scene.name}, umask {umask:03o}, {', then '.join(ways)}: {fault}" for fault in faults]

    def _kill(self, stage: Stage, folder: Path, umask: int, rng: random.Random) -> str:
        """Kill the command at some moment; in what way, for whoever reads of it."""
        way, step = rng.random(), rng.randint(1, stage.steps)
        if way < 0.1 and stage.scene.held is not None:
            with held(folder / stage.scene.held):
                return self._kill_later(stage, folder, umask, rng.uniform(0.0, 0.3), "while it waited")
        if way < 0.6:
            command = Command(self._order(stage, folder, umask, dies_at=step))
            command.heard()
            command.end()
            return f"killed at step {step} of {stage.steps}"
        if way < 0.8:
            delay = rng.uniform(0.0, SOON)
            command = Command(self._order(stage, folder, umask, tells_at=step))
            command.heard()
            time.sleep(delay)
            command.kill()
            return f"killed {1000 * delay:.1f} ms after step {step} of {stage.steps}"
        if way < 0.95:
            return self._kill_later(stage, folder, umask, rng.uniform(0.0, stage.seconds), "after")
        return self._kill_interpreter(stage, folder, rng)

    def _kill_later(self, stage: Stage, folder: Path, umask: int, seconds: float, word: str) -> str:
        command = Command(self._order(stage, folder, umask))
        command.ends_within(seconds)
        command.kill()
        return f"killed {word} ({1000 * seconds:.0f} ms)"

    def _kill_interpreter(self, stage: Stage, folder: Path, rng: random.Random) -> str:
        """As a shell starts it; the key that it might make would be another one, so it is given."""
        key = folder / "clé" / "cle.txt"
        if not key.exists():
            key.touch(mode=0o600)
            key.write_text(KEY.hex() + "\n", encoding="ascii")
        line = [sys.executable, "-m", "rsa_sched", *stage.scene.command]
        process = subprocess.Popen(line, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seconds = rng.uniform(0.0, stage.seconds + 3.0)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        return f"an interpreter killed after {1000 * seconds:.0f} ms"

    def _order(self, stage: Stage, folder: Path, umask: int, *, dies_at: int = 0, tells_at: int = 0) -> Order:
        said = str(folder.with_name(f"{folder.name}.said"))
        return Order(stage.scene.command, str(folder), said, umask, dies_at, tells_at, KEY)
