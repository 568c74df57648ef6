"""What type checkers see of the package: its names, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from mypy import api

import rsa_sched

RIGHT = """
from rsa_sched import {names}
from rsa_sched.intake import read_tables as read
from rsa_sched.publish import publish
problem = Problem.from_dict({{}})
check(problem, solve(problem).to_frame())
check(problem, solve(problem, start=Statement.from_dict({{}})))
reveal_type(solve(problem).points)
"""


@pytest.fixture(scope="module")
def snippet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one right module, and one where every line has a wrong name or type."""
    folder = tmp_path_factory.mktemp("typed")
    (folder / "right.py").write_text(RIGHT.format(names=", ".join(rsa_sched.__all__)), encoding="utf-8")
    (folder / "wrong.py").write_text(
        "from rsa_sched import Problme\n"
        "from rsa_sched.intake import reed_tables\n"
        "from rsa_sched.publish import publsh\n"
        "import rsa_sched; rsa_sched.sovle\n"
        "rsa_sched.check(rsa_sched.load_demo(), 'agenda.json')\n"
        "rsa_sched.PRESETS['mine'] = rsa_sched.Regulation()\n",
        encoding="utf-8",
    )
    return folder


@pytest.mark.slow
def test_a_wrong_name_is_an_error(snippet: Path) -> None:
    """Each of the wrong lines is one, and no right one."""
    shown, _, _ = api.run(
        ["--no-incremental", "--follow-imports=silent", str(snippet / "right.py"), str(snippet / "wrong.py")]
    )
    lines = [line for line in shown.splitlines() if ": error: " in line]
    assert [line.split(":")[1] for line in lines if "wrong.py" in line] == ["1", "2", "3", "4", "5", "6"], shown
    assert not [line for line in lines if "right.py" in line], shown
    assert '"Problme"' in lines[0]
    assert 'Revealed type is "int"' in shown.replace("builtins.", "")
