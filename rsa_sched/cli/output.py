"""What the command line writes: files whole or not at all, text in UTF-8, progress for eyes only."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from rsa_sched.errors import Fault, InputError

if TYPE_CHECKING:
    from rsa_sched.engine.progress import Progress

STANDARD = "-"
"""Stands for standard output."""


def say(text: str) -> None:
    """Tell the user, on standard error."""
    encoding = sys.stderr.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)  # noqa: T201


def refuse_target(target: str, source: Path) -> None:
    """Raise InputError where the output could not be written, before any work is done for it."""
    if target == STANDARD:
        return
    path = Path(target)
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise InputError((Fault("output", "no such folder" if not path.is_dir() else "a folder", "a file", path.name),))
    if path.exists() and source.exists() and path.samefile(source):
        raise InputError((Fault("output", "the problem itself", "another file", path.name),))


def emit(text: str, target: str) -> None:
    """Write to standard output, or to a file that is there whole or not at all."""
    if target != STANDARD:
        write_whole(Path(target), text.encode())
        return
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:  # a notebook's or a test's stand-in
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    buffer.write(text.encode())
    buffer.flush()


def write_whole(path: Path, data: bytes) -> None:
    """Write beside the target, then take its place: no reader ever sees half a file."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
    except OSError as error:
        raise InputError(
            (Fault("output", error.strerror or "unwritable", "a folder to write to", path.name),)
        ) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise InputError((Fault("output", error.strerror or "unwritable", "a file to write to", path.name),)) from None


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


class ProgressLine:
    """One line on a terminal, kept up to date once a run takes more than two seconds; nothing where it is piped."""

    PATIENCE = 2.0
    """Seconds before anything is shown."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = 0.0
        self._used = False

    def show(self, news: Progress) -> None:
        """Take note of progress."""
        now = time.monotonic()
        if not self._stream.isatty() or news.elapsed < self.PATIENCE or now - self._shown < 0.1:
            return
        self._shown, self._used = now, True
        self._stream.write(
            f"\r{news.elapsed:6.1f} s  {news.points} points, at most {news.bound}, gap {100 * news.gap:.2f} %, "
            f"{news.solved} of {news.components} components done \x1b[K"
        )
        self._stream.flush()

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._used:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
