"""A terminal of our own: a pseudo-terminal of a given width, and what was written on it."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import termios
import threading
import time
from types import TracebackType
from typing import TextIO


class Terminal:
    """Open while inside; `stream` is what programs write to, `text` what has arrived.

    Whoever hands `stream` to another process closes it here, so that the reading ends with that process.
    """

    def __init__(self, columns: int = 100, encoding: str = "utf-8") -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
        self.stream: TextIO = open(slave, "w", encoding=encoding, newline="")  # noqa: SIM115, PTH123
        self._read: list[bytes] = []
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def _listen(self) -> None:
        while True:
            try:
                data = os.read(self._master, 65536)
            except OSError:  # Linux says so when the last writer is gone
                return
            if not data:
                return
            self._read.append(data)

    @property
    def text(self) -> str:
        """Everything that was written so far."""
        return b"".join(self._read).decode()

    @property
    def drawn(self) -> list[str]:
        """Each text that stood on a line, in order; blanks at its end left out."""
        lines = (line.rstrip() for line in self.text.replace("\x1b[K", "").replace("\n", "\r").split("\r"))
        return [line for line in lines if line]

    def waits_for(self, words: str) -> bool:
        """Whether the words arrive before long."""
        deadline = time.monotonic() + 20
        while words not in self.text and time.monotonic() < deadline:
            time.sleep(0.01)
        return words in self.text

    def close(self) -> None:
        """Nothing more is written: read the rest."""
        if not self.stream.closed:
            self.stream.close()
        self._reader.join()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
        os.close(self._master)
