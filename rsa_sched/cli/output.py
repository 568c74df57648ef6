"""What the command line writes: files whole or not at all, text in UTF-8, progress for eyes only."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePath
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO, TypeGuard

from rsa_sched.errors import Fault, InputError, MissingExtra
from rsa_sched.french.figures import NARROW_SPACE, decimal
from rsa_sched.french.sentences import say, words
from rsa_sched.office.files import is_open_to_others, resolved, unwritable, write_whole, written_to
from rsa_sched.office.inert import escaped

if TYPE_CHECKING:
    from rsa_sched.display.bar import ProgressBar
    from rsa_sched.engine.progress import Progress

STANDARD = "-"
"""Stands for standard output."""


def notify(text: str) -> None:
    """Write a line on standard error under the program's name."""
    print_error(f"rsa-sched: {text}")


def print_error(text: str) -> None:
    """Write a text on standard error, if there is one."""
    if sys.stderr is None or sys.stderr.closed:
        return
    encoding = sys.stderr.encoding or "utf-8"
    with suppress(OSError):
        print(escaped(text).encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)  # noqa: T201


MOST_LINES = 10_000
"""Of what is wrong with a document, so many lines are written."""


def print_faults(error: InputError, *, to_officials: bool = False) -> None:
    """Write a line for each fault on standard error; of those beyond `MOST_LINES`, one that says how many there are.

    to_officials : whether the command is one that officials type.
    """
    print_error("\n".join(_fault_text(fault, to_officials) for fault in error.faults[:MOST_LINES]))
    more = len(error.faults) - MOST_LINES
    if more > 0:
        notify(say("cli.more-faults", number=more))


_TYPED = frozenset({"unreadable-file", "unwritable-file", "unwritable-folder"})
"""Faults of files that were named in the command, beside those of options: told in French by every command."""
_OFFICE = frozenset({".toml", ".csv", ".tsv", ".txt", ".docx", ".html", ".xls", ".xlsx", ".ods"})
"""Endings of files that officials write; documents in JSON and the code that makes them are read in English."""


def _fault_text(fault: Fault, to_officials: bool) -> str:
    """A fault in the language of those who write its file, or of those who typed the command."""
    suffix = PurePath(fault.file).suffix.lower()
    typed = fault.place.startswith("--") or fault.code in _TYPED
    wanted = typed or (suffix in _OFFICE if not to_officials else fault.place == "output" or suffix != ".json")
    in_french = fault.official if wanted else None
    return in_french if in_french is not None else str(fault)


def machine_fault(error: OSError) -> str:
    """What the machine refuses, in one line."""
    name = errno.errorcode.get(error.errno or 0, "")
    why = words("cli.machine.errors").get(name) or error.strerror or type(error).__name__
    return say("cli.machine.fault", name=str(error.filename)[:200], why=why) if error.filename is not None else why


def notify_of_readers(*private: Path | None) -> None:
    """Say of each file that is there and that others than its owner may read or change: key, name table."""
    for path in private:
        if path is not None and is_open_to_others(path):
            notify(say("cli.open-to-others", path=path))


def refuse_target(target: str | Path, *sources: Path) -> None:
    """Raise InputError where the output could not be written, before any work is done for it.

    No output may take the place of a source, nor lie in a folder that is one: it would be read the next time.
    """
    if target == STANDARD:
        return
    path = Path(target)
    with written_to(str(target)):
        if path.is_dir():
            raise unwritable("a folder", str(target))
        if not path.absolute().parent.is_dir():
            raise unwritable("in no folder that exists", str(target))
        there = path.exists()
    for source in sources:
        with suppress(OSError):  # a source that may not be looked at is refused by its reader
            if source.is_dir() and resolved(source) in resolved(path).parents:
                raise unwritable("in a folder that is to be read", str(target))
            if there and source.exists() and path.samefile(source):
                raise unwritable("what is to be read", str(target))


def refuse_targets(targets: Iterable[str | Path | None], *sources: Path | None) -> None:
    """The same for several outputs, some of which may not be asked for; no two of them have one place."""
    taken: list[object] = []
    for target in targets:
        if target is None:
            continue
        refuse_target(target, *(source for source in sources if source is not None))
        place = target if target == STANDARD else resolved(Path(target))
        if place in taken:
            raise unwritable("named twice", str(target))
        taken.append(place)


def refuse_folder(folder: Path, *sources: Path | None) -> None:
    """Raise InputError where a folder could not be filled, or is to be read, before any work is done for it."""
    with written_to(str(folder)):
        if folder.exists() and not folder.is_dir():
            raise InputError.of("output", "a file", "unwritable-folder", file=str(folder))
        if not folder.absolute().parent.is_dir():
            raise InputError.of("output", "in no folder that exists", "unwritable-folder", file=str(folder))
    if any(source is not None and resolved(source) == resolved(folder) for source in sources):
        raise InputError.of("output", "what is to be read", "unwritable-folder", file=str(folder))


def emit(content: str | bytes, target: str | Path) -> None:
    """Write to standard output, or to a file that is there whole or not at all. Raises InputError where it cannot."""
    data = content.encode() if isinstance(content, str) else content
    if target != STANDARD:
        write_whole(Path(target), data)
        return
    if sys.stdout is None or sys.stdout.closed:
        raise unwritable("closed", "standard output")
    buffer = getattr(sys.stdout, "buffer", None)
    if isinstance(content, bytes) and (buffer is None or sys.stdout.isatty()):
        raise unwritable("for text only", "standard output")
    try:
        if buffer is None:  # a notebook's or a test's stand-in
            sys.stdout.write(data.decode())
            return
        sys.stdout.flush()
        buffer.write(data)
        buffer.flush()
    except BrokenPipeError:
        # Whoever read our output has had enough; nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise unwritable(error.strerror or "unwritable", "standard output") from None


def emit_json(value: Any) -> None:
    """Write data as JSON to standard output; what does not show on a terminal as an escape."""
    emit(escaped(json.dumps(value, ensure_ascii=False, indent=1)) + "\n", STANDARD)


PATIENCE = 2.0
"""Seconds that a run may take before progress is shown."""


def progress_on(stream: TextIO | None) -> ProgressBar | ProgressLine:
    """What shows progress: a bar on a terminal, a line where tqdm is not installed; nothing where it is piped."""
    if _is_terminal(stream):
        from rsa_sched.display.bar import ProgressBar

        with suppress(MissingExtra):
            return ProgressBar(file=stream, delay=PATIENCE)
    return ProgressLine(stream)


def _is_terminal(stream: TextIO | None) -> TypeGuard[TextIO]:
    return stream is not None and not stream.closed and stream.isatty()


class ProgressLine:
    """One line on a terminal, kept up to date once a run takes more than two seconds; nothing where it is piped."""

    BEAT = 0.2
    """Seconds between two looks at the clock."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream if _is_terminal(stream) else None
        self._began = time.monotonic()
        self._news: Progress | None = None
        self._over = threading.Event()
        self._clock: threading.Thread | None = None

    def __call__(self, news: Progress) -> None:
        """Take note of progress."""
        self._news = news

    def _show(self, stream: TextIO) -> None:
        from rsa_sched.display.bar import progress_facts

        shown = False
        while not self._over.wait(self.BEAT):
            elapsed, news = time.monotonic() - self._began, self._news
            if elapsed >= PATIENCE and news is not None:
                shown = True
                state = ", ".join(say(f"cli.progress.{code}", **progress_facts(news)) for code in ("state", "done"))
                stream.write(f"\r{decimal(elapsed):>6} s  {state} \x1b[K".replace(NARROW_SPACE, " "))
                stream.flush()
        if shown:
            stream.write("\r\x1b[K")
            stream.flush()

    def __enter__(self) -> ProgressLine:
        if self._stream is not None:
            self._clock = threading.Thread(target=self._show, args=(self._stream,))
            self._clock.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._over.set()
        if self._clock is not None:
            self._clock.join()


def terminal_width(output: str) -> int:
    """Characters of a line of the terminal that is written to; 0 where a file or a pipe is."""
    stream = sys.stdout
    if output != "-" or stream is None or stream.closed or not stream.isatty():
        return 0
    return shutil.get_terminal_size((0, 0)).columns
