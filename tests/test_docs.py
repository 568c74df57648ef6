"""The documentation says what is so: its code runs, its output is the program's, its links lead somewhere."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from rsa_sched import Regulation
from rsa_sched.cli.commands import parser
from rsa_sched.display.svg import timeline
from rsa_sched.result import Result
from tests.support.bundled import bundled
from tests.support.pages import EXAMPLE, Block, blocks, environment, pattern_of, typed, with_examples
from tests.support.quick import mostly_slow
from tests.support_cli import ROOT, inside

DOCS = ROOT / "docs"
CASES = sorted((DOCS / "reference" / "conformance").glob("*.json"))
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
WITH_PYTHON = [page for page in PAGES if "```python" in page.read_text(encoding="utf-8")]
WITH_CONSOLE = [page for page in PAGES if "```console" in page.read_text(encoding="utf-8")]

BETWEEN = "\x1e"
"""Printed between the blocks of a page, so that each block's output can be told."""


def name(page: Path) -> str:
    """How a page is called in the test's name."""
    return page.relative_to(ROOT).as_posix()


@pytest.fixture
def solved() -> Result:
    """The bundled month, solved."""
    return bundled()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the examples, the month also by itself, and `rsa-sched` and `python`, also as `.venv/bin/...`."""
    return with_examples(tmp_path)


# --- code -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", mostly_slow(WITH_PYTHON, ROOT / "README.md"), ids=name)
def test_python_blocks_run_and_print_what_the_page_says(page: Path, folder: Path) -> None:
    """In one namespace a page; a text block right after a python block is all that it prints."""
    found = blocks(page)
    programs = [block for block in found if block.language == "python"]
    source = f"\nprint({BETWEEN!r})\n".join(block.text for block in programs)
    # From standard input, so that the worker processes of a page that has some do not run the page again.
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-"],
        input=source.encode(),
        capture_output=True,
        cwd=folder,
        env=environment(folder),
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()
    printed = dict(zip(programs, ran.stdout.decode().split(f"{BETWEEN}\n"), strict=True))
    if os.environ.get("UPDATE_DOCS") == "1":
        found = update(page, found, printed)
    for block, follower in pairwise([*found, Block("", "", 0)]):
        if block.language == "python" and follower.language == "text":
            assert printed[block] == follower.text, f"{name(page)}:{block.line}"
        elif block.language == "python":
            assert printed[block] == "", f"{name(page)}:{block.line}: its output is not shown"


def update(page: Path, found: list[Block], printed: dict[Block, str]) -> list[Block]:
    """Write the outputs anew into the text blocks that show them; the page's blocks as they are now."""
    lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
    for block, follower in reversed(list(pairwise(found))):
        if block.language == "python" and follower.language == "text":
            lines[follower.line : follower.line + follower.text.count("\n")] = [printed[block]]
    page.write_text("".join(lines), encoding="utf-8")
    return [
        follower._replace(text=printed[block])
        if block.language == "python" and follower.language == "text"
        else follower
        for block, follower in pairwise([Block("", "", 0), *found])
    ]


def commands(page: Path) -> Iterator[tuple[int, str, list[str]]]:
    """Each command of the console blocks of a page: its line, itself, and the output shown below it."""
    for block in blocks(page):
        if block.language != "console":
            continue
        for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, shown = re.split(r"(?<!\\)\n", part, maxsplit=1)
            yield block.line, re.sub(r"\n> ?", "\n", command), shown.splitlines()


def entered(command: str, code: int, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """A command after one that ended with this code; ours in this process, where nothing is left to the shell."""
    program, _, rest = command.replace("\\\n", " ").partition(" ")
    if program == "rsa-sched" and not set(rest) & set("|&;<>()$`*?~\n"):
        ran = inside(*shlex.split(rest))
        ran.stdout = ran.stderr + ran.stdout  # as they come where standard output is no terminal
        return ran
    return typed(f"(exit {code}); {command}", folder)


@pytest.mark.skipif(shutil.which("bash") is None, reason="console blocks are bash's")
@pytest.mark.parametrize("page", mostly_slow(WITH_CONSOLE, ROOT / "README.md"), ids=name)
def test_console_blocks_print_what_the_page_says(page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command is run in turn; what is shown below it is its whole output, `[...]` standing for anything."""
    code = 0
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "80")
    for line, command, shown in commands(page):
        ran = entered(command, code, folder)
        code = ran.returncode
        printed = ran.stdout.decode()
        assert re.fullmatch(pattern_of(shown), printed), f"{name(page)}:{line}: {command}\n{printed}"


def test_every_command_line_parses() -> None:
    """Every `rsa-sched` line of every page, whatever block it stands in, is one that the program takes."""
    seen = 0
    for page in PAGES:
        for block in blocks(page):
            lines = re.sub(r"\\\n(> *)?", " ", block.text) if block.language in ("bash", "console") else ""
            # `.venv/bin/rsa-sched` is the same command; redirections and pipes are the shell's
            for command in re.findall(r"(?:^|\s)(?:\S+/)?rsa-sched ([^<>|&;#]+)", lines):
                try:
                    parser().parse_args(shlex.split(command.splitlines()[0]))
                except SystemExit as end:
                    assert end.code == 0, f"{name(page)}:{block.line}: {command}"
                seen += 1
    assert seen > 5


# --- what the program makes -------------------------------------------------------------------------------------------


def compare(path: Path, made: bytes) -> None:
    """The file is what the program makes today; with UPDATE_DOCS=1 it becomes so."""
    if os.environ.get("UPDATE_DOCS") == "1":
        path.write_bytes(made)
    assert path.read_bytes() == made, f"{path.name} is out of date: run this file's tests with UPDATE_DOCS=1"


def excerpts(demo: str) -> dict[tuple[str, str], str]:
    """What pages show of the demo, by page and mark: the beginning, the points, and a deferral for want of places."""
    paragraphs = demo.rstrip("\n").split("\n\n")
    deferrals = re.split(r"\n(?=  \S)", paragraphs[-1])
    outranked = next(text for text in deferrals if "places insuffisantes" in text)
    points = next(text for text in paragraphs if text.startswith("Points\n"))
    return {
        ("README.md", "demo"): "\n\n".join([*paragraphs[:2], "[...]", points, "[...]", outranked]),
        ("docs/guide.md", "points"): points,
        ("docs/guide.md", "ajournement"): outranked,
    }


def test_pages_show_what_the_demo_prints() -> None:
    """Between its marks each page shows an excerpt of the demo's output, as it is today."""
    ran = inside("demo")
    for (page, mark), excerpt in excerpts(ran.stdout.decode()).items():
        path = ROOT / page
        before, begin, rest = path.read_text(encoding="utf-8").partition(f"<!-- {mark} -->\n")
        _, end, after = rest.partition(f"<!-- /{mark} -->")
        assert begin, mark
        assert end, mark
        compare(path, (before + begin + f"```text\n{excerpt}\n```\n" + end + after).encode())


def test_the_test_command_can_be_extracted() -> None:
    """Between its marks stands one bash block of one command, and nothing else."""
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    block = page.partition("<!-- test command -->")[2].partition("<!-- /test command -->")[0]
    assert re.fullmatch(r"\n```bash\n[^\n]+\n```\n", block)


def test_the_picture_is_what_the_program_makes(solved: Result) -> None:
    """The README's picture is that of the bundled month."""
    compare(DOCS / "images" / "agenda.svg", timeline(solved.problem, solved.agenda).encode())


def test_the_example_is_the_one_that_comes_with_the_package() -> None:
    """`examples/` holds the bundled month itself."""
    assert EXAMPLE.read_bytes() == (ROOT / "rsa_sched" / "data" / EXAMPLE.name).read_bytes()


@pytest.mark.parametrize("document", ["problem", "agenda", "next"])
def test_the_published_schema_is_the_programs(document: str) -> None:
    """docs/schema, byte for byte as `rsa-sched schema` prints it."""
    compare(DOCS / "schema" / f"{document}.schema.json", inside("schema", document).stdout)


def validator(document: str) -> Any:
    """A validator of the published schema, itself valid."""
    schema = json.loads((DOCS / "schema" / f"{document}.schema.json").read_text(encoding="utf-8"))
    kind = jsonschema.Draft202012Validator
    kind.check_schema(schema)
    return kind(schema)


@pytest.mark.slow
def test_the_published_schemas_take_what_the_program_takes(solved: Result) -> None:
    """The example, its agenda and the problem of every conformance case are valid by the schemas."""
    problems = validator("problem")
    problems.validate(json.loads(EXAMPLE.read_text(encoding="utf-8")))
    assert CASES
    for case in CASES:
        problems.validate(json.loads(case.read_text(encoding="utf-8"))["problem"])
    validator("agenda").validate(json.loads(solved.agenda.to_json()))


# --- what the pages say -----------------------------------------------------------------------------------------------

DEFAULTS = json.loads(Regulation().model_dump_json())
"""Every key of the règlement with its default."""


def test_the_contract_names_every_key_of_the_regulation() -> None:
    """Key by key, with the program's default."""
    page = (DOCS / "reference" / "contract.md").read_text(encoding="utf-8")
    listed = page.partition("Defaults (preset")[2].partition("\n\n")[0]
    defaults = dict(re.findall(r"`(\w+): ([^`]+)`", listed))
    # weights are said in words (1 for each kind), the types in another section
    assert {*defaults, *re.findall(r"`(\w+)`(?::| \(section 1\))", listed)} == set(DEFAULTS)
    for key, value in defaults.items():
        assert json.loads(value) == DEFAULTS[key], key


def test_the_guide_names_every_key_of_the_regulation() -> None:
    """A row of its table for each key, with the program's default."""
    page = (DOCS / "guide.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", page, flags=re.MULTILINE))
    assert "| `types` | ceux de la note |" in page
    assert {key: json.loads(value) for key, value in rows.items()} == {
        key: value for key, value in DEFAULTS.items() if key != "types"
    }


def test_the_guide_explains_every_number_that_a_deferral_bears() -> None:
    """A row of its table for each sentence of the note that the program gives as a ground, and no other."""
    page = (DOCS / "guide.md").read_text(encoding="utf-8")
    source = (ROOT / "rsa_sched" / "explanations" / "deferrals.py").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| (R\d+) \|", page, flags=re.MULTILINE)) == set(re.findall(r'"(R\d+)"', source))


def slug(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    plain = re.sub(r"[`*]", "", heading).strip().lower()
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", plain))


def anchors(page: Path) -> set[str]:
    """The anchors of a page."""
    prose = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return {slug(heading) for heading in re.findall(r"^#+ (.+)$", prose, flags=re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link and picture points to a file of this repository, and to a heading where it names one."""
    prose = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`(?!\])", "", prose)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        assert there == ROOT or ROOT in there.parents, target
        assert not anchor or anchor in anchors(there), target


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_page_is_reachable(page: Path) -> None:
    """From the README or the index some link leads to every page."""
    links = {
        (start.parent / target.partition("#")[0]).resolve()
        for start in (ROOT / "README.md", DOCS / "index.md")
        for target in re.findall(r"\]\(([^)\s]+)\)", start.read_text(encoding="utf-8"))
    }
    assert page in links or page == ROOT / "README.md"
