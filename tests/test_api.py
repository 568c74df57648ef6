"""The front door: what the package promises, and nothing else."""

from __future__ import annotations

import inspect
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec

import pytest

import rsa_sched


def test_all_is_sorted_and_complete() -> None:
    """`__all__` lists each public name once, in order (constants, classes, functions), and every one can be had."""
    names = rsa_sched.__all__
    assert len(set(names)) == len(names)
    assert sorted(names, key=lambda name: (not name.isupper(), not name[0].isupper(), name)) == names
    assert dir(rsa_sched) == sorted([*names, "__version__"])
    for name in names:
        assert getattr(rsa_sched, name) is not None


def test_names_lead_to_where_they_live() -> None:
    """The table of homes and `__all__` name the same things."""
    assert sorted(rsa_sched._HOME) == sorted(rsa_sched.__all__)
    for name, home in rsa_sched._HOME.items():
        assert getattr(import_module(f"rsa_sched.{home}"), name) is getattr(rsa_sched, name)


def test_unknown_names_are_refused() -> None:
    """A misspelt name says so."""
    with pytest.raises(AttributeError, match="no attribute 'sovle'"):
        rsa_sched.sovle  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("name", rsa_sched.__all__)
def test_everything_public_is_documented(name: str) -> None:
    """Every public name that can carry a docstring does, and so do its public methods."""
    thing = getattr(rsa_sched, name)
    if not (inspect.isclass(thing) or inspect.isfunction(thing)):
        return
    assert inspect.getdoc(thing)
    for method, value in vars(thing).items() if inspect.isclass(thing) else ():
        if not method.startswith("_") and inspect.isfunction(value):
            assert value.__doc__, f"{name}.{method}"


def test_errors_form_one_tree() -> None:
    """Everything raised on purpose can be caught as RsaSchedError."""
    named = (rsa_sched.InputError, rsa_sched.PinClash, rsa_sched.Interrupted, rsa_sched.MissingExtra)
    for error in (*named, rsa_sched.SolverAlarm, rsa_sched.AgendaRefused):
        assert issubclass(error, rsa_sched.RsaSchedError)


@pytest.mark.parametrize("package", ["rsa_sched.certify", "rsa_sched.intake", "rsa_sched.publish"])
def test_both_ends_of_the_pipe_have_doors_of_their_own(package: str) -> None:
    """Their public names can be had, documented, from the package itself; a misspelt one says so."""
    door = import_module(package)
    assert sorted(door._HOME) == dir(door) == sorted(door.__all__)
    for name, home in door._HOME.items():
        thing = getattr(door, name)
        assert thing is getattr(import_module(f"{package}.{home}"), name)
        assert inspect.getdoc(thing)
        # a module of that name would take the place of the thing as soon as somebody imports it
        assert find_spec(f"{package}.{name}") is None
    with pytest.raises(AttributeError, match="no attribute 'reed_tables'"):
        door.reed_tables  # noqa: B018


def test_doors_open_without_what_lies_behind() -> None:
    """Importing them loads neither pandas nor pydantic nor any optional package."""
    heavy = ("pandas", "pydantic", "xlsxwriter", "python_calamine", "icalendar", "jinja2", "docxtpl", "holidays")
    code = f"import sys, rsa_sched.intake, rsa_sched.publish; print([name for name in {heavy} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_no_optional_package_is_loaded_before_it_is_needed() -> None:
    """Every public name can be had where no extra is installed."""
    extras = ("xlsxwriter", "python_calamine", "icalendar", "jinja2", "docxtpl", "holidays", "tqdm", "matplotlib")
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({extras}))\n"
        "import rsa_sched, rsa_sched.intake, rsa_sched.publish\n"
        "for door in (rsa_sched, rsa_sched.intake, rsa_sched.publish):\n"
        "    for name in door.__all__: getattr(door, name)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
