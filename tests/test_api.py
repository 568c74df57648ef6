"""The front door: what the package promises, and nothing else."""

from __future__ import annotations

import inspect
from importlib import import_module

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
        rsa_sched.sovle  # noqa: B018


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
    for error in (*named, rsa_sched.SolverAlarm):
        assert issubclass(error, rsa_sched.RsaSchedError)
