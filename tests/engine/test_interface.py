"""CP-SAT is loaded without pandas where nobody can see it, and its series of variables work all the same."""

from __future__ import annotations

import subprocess
import sys

import pytest

SERIES = """
from ortools.sat.python import cp_model as theirs
import pandas
assert theirs is cp_model
made = cp_model.CpModel().new_bool_var_series("x", pandas.Index(["a", "b"]))
assert isinstance(made, pandas.Series) and list(made.index) == ["a", "b"]
try:
    cp_model.CpModel().new_bool_var_series("x", ["a"])
except TypeError:
    print("as ever")
"""


def told_by(program: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("before", "is_loaded"),
    [
        ("", False),
        ("import pandas", True),
        ("import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()", True),
    ],
    ids=["alone", "pandas is there", "another thread"],
)
def test_pandas_is_loaded_only_where_it_is_used(before: str, is_loaded: bool) -> None:
    """Alone, ortools gets a stand-in that nobody else ever meets, and pandas itself as soon as series are asked for."""
    program = f"import sys\n{before}\nfrom rsa_sched.engine.cpsat.interface import cp_model\n"
    assert told_by(f"{program}print('pandas' in sys.modules)\n{SERIES}") == f"{is_loaded}\nas ever"


def test_an_ortools_that_wants_more_of_pandas_gets_it() -> None:
    """A later version may use other names while it loads: the stand-in gives way."""
    program = (
        "import sys\nfrom rsa_sched.engine.cpsat.interface import _PandasLater\n"
        "sys.modules['pandas'] = stand_in = _PandasLater('pandas')\n"
        "import pandas\nassert pandas is stand_in and pandas.Series is object\n"
        "frame = pandas.DataFrame({'a': [1]})\nimport pandas\n"
        "print(type(frame) is pandas.DataFrame and pandas is not stand_in)\n"
    )
    assert told_by(program) == "True"
