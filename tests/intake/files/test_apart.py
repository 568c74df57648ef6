"""A workbook read in a process of its own: the same sheets, within a budget, and nobody left behind."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from rsa_sched.french.sentences import lookup
from rsa_sched.intake import TableFiles, read_tables
from rsa_sched.intake.files import apart
from rsa_sched.intake.files.apart_child import LEFT_ALONE
from rsa_sched.intake.files.files import read_sheets
from rsa_sched.intake.files.limits import Limits, RefusedError
from rsa_sched.intake.files.wire import WireError, lines_of, read_lines
from rsa_sched.intake.files.workbook import read_workbook

from .samples import OLD, ods, ods_cell, text_cell, xlsx

EXAMPLES = Path(__file__).parents[3] / "examples"
LONG = ods(f'<table:table-row table:number-rows-repeated="4000">{ods_cell("a") * 100}</table:table-row>')
"""400,000 cells of a workbook of a few hundred bytes."""
posix = pytest.mark.skipif(sys.platform == "win32", reason="no limits of a process, no signals")


def refusal(data: bytes, limits: Limits) -> RefusedError:
    """Why a workbook is refused."""
    with pytest.raises(RefusedError) as caught:
        apart.read_book("t.xls", data, "ole" if data.startswith(b"\xd0") else "zip", limits)
    return caught.value


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The processes that a test starts; none is left at its end."""
    processes: list[subprocess.Popen[bytes]] = []
    start = apart.start

    def kept() -> subprocess.Popen[bytes]:
        processes.append(start())
        return processes[-1]

    monkeypatch.setattr(apart, "start", kept)
    yield processes
    assert all(process.returncode is not None for process in processes)


@pytest.mark.parametrize(
    "path", [OLD, EXAMPLES / "tables/recus/SLS 3 et 4.ods", EXAMPLES / "tables/recus/sls2_v3_def.xlsx"]
)
def test_the_same_is_read_here_and_apart(
    path: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sheets, hidden rows, merged areas, findings: nothing is lost or changed on the way."""
    monkeypatch.setattr(apart, "_SMALL", Limits(file_bytes=0))
    assert read_sheets(path, Limits(), apart.read_book) == read_sheets(path)
    assert len(started) == 1


def test_a_small_workbook_of_xml_is_read_here(tmp_path: Path, started: list[subprocess.Popen[bytes]]) -> None:
    """It costs less than a process; one that unfolds to much, though small, does not count as small."""
    path = tmp_path / "t.xlsx"
    path.write_bytes(xlsx(f"<row>{text_cell()}</row>"))
    assert read_sheets(path, Limits(), apart.read_book)[0][0].rows == (("a",),)
    assert started == []
    path.write_bytes(xlsx(f'<row r="1">{text_cell()}</row><row r="2001"><c r="J2001"><v>1</v></c></row>'))
    assert len(read_sheets(path, Limits(), apart.read_book)[0][0].rows) == 2001
    assert len(started) == 1


def test_a_refusal_comes_back_as_it_was(started: list[subprocess.Popen[bytes]]) -> None:
    """Code, wording and facts."""
    refused = refusal(OLD.read_bytes(), Limits(sheets=1))
    assert (refused.code, refused.wording, refused.facts) == ("too-many-sheets", "", {"most": 1})
    assert refusal(xlsx(f"<row>{text_cell() * 2}</row>"), Limits(cells=1)).facts == {"most": 1}
    assert len(started) == 2


@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="knows no limit of addresses")
def test_too_much_memory_is_told(started: list[subprocess.Popen[bytes]]) -> None:
    """One error that says how much it may be."""
    refused = refusal(LONG, Limits(memory_bytes=64 << 20))
    assert (refused.code, refused.wording, refused.facts) == ("reading-stopped", "memory", {"most": 64})


@posix
@pytest.mark.slow
def test_too_much_time_is_told(started: list[subprocess.Popen[bytes]]) -> None:
    """Of the processor, as the system counts it: the cells take about three times as long."""
    whole = ods(f'<table:table-row table:number-rows-repeated="9999">{ods_cell("a") * 100}</table:table-row>' * 2)
    refused = refusal(whole, Limits(seconds=1, cells=10**7, characters=10**8, memory_bytes=4 << 30))
    assert (refused.code, refused.wording, refused.facts) == ("reading-stopped", "time", {"most": 1})


def test_too_long_by_the_clock_is_told(
    started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whatever it waits for: one finding at the file, and no problem."""
    monkeypatch.setattr(apart, "CLOCK", 0.0)
    path = tmp_path / "t.ods"
    path.write_bytes(LONG)
    result = read_tables(path)
    assert [one.code for one in result.report.errors if one.file == "t.ods"] == ["reading-stopped"]
    assert result.problem is None


def test_a_process_that_fails_or_says_nonsense_is_told(
    monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    """As a finding at the file; where none can be started, too."""
    monkeypatch.setattr(apart, "_START", "print('{')")
    assert refusal(OLD.read_bytes(), Limits()).wording == "failed"
    monkeypatch.setattr(apart, "_START", "import sys; sys.stdin.buffer.read(); raise SystemExit(3)")
    assert refusal(OLD.read_bytes(), Limits(seconds=1)).wording == "clock"

    def none() -> subprocess.Popen[bytes]:
        raise OSError

    monkeypatch.setattr(apart, "start", none)
    assert refusal(OLD.read_bytes(), Limits()).wording == "unstarted"


def test_it_ends_with_whoever_waits_for_it() -> None:
    """Standard input closes as a process ends, however it does; long before it has written 400,000 cells."""
    process = apart.start()
    apart.send(process, "t.ods", LONG, "zip", Limits())
    assert process.stdin is not None and process.stdout is not None
    process.stdin.close()
    with closing(process.stdout):
        assert process.wait(60) == LEFT_ALONE


def test_an_interrupt_leaves_nobody(started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while the answer is read."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(apart, "read_lines", interrupted)
    with pytest.raises(KeyboardInterrupt):
        apart.read_book("t.xls", OLD.read_bytes(), "ole", Limits())
    assert len(started) == 1


def test_several_threads_read_at_once(started: list[subprocess.Popen[bytes]]) -> None:
    """Each its own."""
    found = []
    threads = [threading.Thread(target=lambda: found.append(read_tables(TableFiles(OLD)).report)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(started) == 3 and len(found) == 3 and len(set(map(str, found))) == 1


SCRIPT = """
from rsa_sched.intake import read_tables
print([finding.code for finding in read_tables({path!r}).report.findings][:1])
"""


def test_a_script_on_standard_input_reads_workbooks(tmp_path: Path) -> None:
    """No module `__main__` can be imported again there, nor does a module of the folder take the place of another."""
    (tmp_path / "json.py").write_text("raise SystemExit(9)")
    done = subprocess.run(
        [sys.executable, "-P", "-"],
        input=SCRIPT.format(path=str(OLD)),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout[:2], done.stderr) == ("['", "")
    assert "reading-stopped" not in done.stdout


def test_lines_are_not_believed() -> None:
    """What is no text, number or area, too long, or cut off."""
    read = read_workbook("t.xls", OLD.read_bytes(), "ole", Limits())
    lines = list(lines_of(read))
    assert read_lines("t.xls", io.BytesIO(b"".join(lines)), Limits()) == read
    heads = [json.loads(line) for line in lines[:2]]
    wrong: list[tuple[int, object]] = [
        (0, {**heads[0], "sheets": 10**9}),
        (0, {**heads[0], "findings": [{"level": "error"}]}),
        (0, {**heads[0], "findings": [{**heads[0]["findings"][0], "code": "no-such-code"}]}),
        (0, {"refused": 1, "wording": "", "facts": {}}),
        (0, {"refused": "file-damaged", "wording": "", "facts": {"a": []}}),
        (0, []),
        (1, {**heads[1], "rows": -1}),
        (1, {**heads[1], "epoch": 0}),
        (1, {**heads[1], "merged": [[1, 2, 3]]}),
        (1, {**heads[1], "hidden_rows": ["a"]}),
        (2, ["a"]),
        (2, [1]),
        (2, {}),
    ]
    for number, plain in wrong:
        changed = [*lines[:number], json.dumps(plain).encode() + b"\n", *lines[number + 1 :]]
        with pytest.raises(WireError):
            read_lines("t.xls", io.BytesIO(b"".join(changed)), Limits())
    for cut in (b"".join(lines)[:-1], b"", b"{\n", b"\xff\n", b"[" * 100_000 + b"\n"):
        with pytest.raises(WireError):
            read_lines("t.xls", io.BytesIO(cut), Limits())
    with pytest.raises(WireError):
        read_lines("t.xls", io.BytesIO(b" " * (1 << 25)), replace(Limits(), characters=0, file_bytes=0, cells=0))


def test_every_way_of_stopping_has_its_sentence() -> None:
    """And what to do about it."""
    for wording in ("time", "clock", "memory", "failed", "unstarted"):
        finding = RefusedError("reading-stopped", wording, most=3).finding("t.xlsx")
        assert finding.text and finding.action and wording in lookup("findings.reading-stopped")
