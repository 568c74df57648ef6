"""The verifier's page without its page: its script run by node, or by a Chromium where there is no node."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rsa_sched.certify import verify

PAGE = Path(verify.__file__).with_suffix(".html")


@dataclass(frozen=True)
class Judge:
    """The page as a function of three files: its exit code and sentence; -1 and the stack where it fails itself.

    Attributes
    ----------
    ask, answer : the same in two steps, so that the page reads while others do something else; answers come in the
        order of the questions. A few dozen open questions at most: answers wait in a pipe.
    """

    ask: Callable[[bytes, bytes, bytes], object]
    answer: Callable[[], tuple[int, str]]

    def __call__(self, problem: bytes, agenda: bytes, certificate: bytes) -> tuple[int, str]:
        """Ask and wait."""
        self.ask(problem, agenda, certificate)
        return self.answer()


_LOOP = """
const page = require("fs").readFileSync(process.argv[1], "utf8");
(0, eval)(page.split("<script>")[1].split("</script>")[0]);
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { code, text, error } = judge(...JSON.parse(line).map((file) => Buffer.from(file, "base64")));
  process.stdout.write(JSON.stringify([error ? -1 : code, error ? error.stack : text]) + "\\n");
});
"""
_CALL = """files => {
  const { code, text, error } = judge(...files.map(file => Uint8Array.from(atob(file), sign => sign.charCodeAt(0))));
  return [error ? -1 : code, error ? error.stack : text];
}"""


@contextmanager
def page_judge() -> Iterator[Judge]:
    """The page, for as long as it is needed."""
    node = shutil.which("node")
    with _in_chromium() if node is None else _in_node(node) as judge:
        yield judge


@contextmanager
def _in_node(node: str) -> Iterator[Judge]:
    line = [node, "-e", _LOOP, str(PAGE)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as running:
        assert running.stdin is not None
        assert running.stdout is not None
        stdin, stdout = running.stdin, running.stdout

        def ask(*files: bytes) -> None:
            stdin.write(json.dumps([base64.b64encode(file).decode() for file in files]) + "\n")
            stdin.flush()

        def answer() -> tuple[int, str]:
            code, text = json.loads(stdout.readline())
            return code, text

        yield Judge(ask, answer)
        stdin.close()


@contextmanager
def _in_chromium() -> Iterator[Judge]:
    from tests.support.browser import launched

    with launched() as browser:
        page = browser.new_page()
        page.goto(PAGE.as_uri())

        answers: deque[tuple[int, str]] = deque()

        def ask(*files: bytes) -> None:
            code, text = page.evaluate(_CALL, [base64.b64encode(file).decode() for file in files])
            answers.append((code, text))

        yield Judge(ask, answers.popleft)
