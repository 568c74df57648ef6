"""The help of the command line: French sentences for every command and option, and none that is not used."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from rsa_sched.cli.commands import parser
from rsa_sched.french.sentences import words


def parsers(top: argparse.ArgumentParser) -> Iterator[tuple[argparse.ArgumentParser, list[str]]]:
    """Every parser, with the names of its commands."""
    names: list[str] = []
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            names += action.choices
            for command in action.choices.values():
                yield from parsers(command)
    yield top, names


def test_every_command_and_option_is_told_in_french() -> None:
    """Each has a sentence in ``french/help.toml``, which has no other ones."""
    options: set[str] = set()
    for one, names in parsers(parser()):
        assert set(names) <= set(words("help.commands")) | set(words("help.verbs"))
        options |= {action.dest for action in one._actions if not isinstance(action, argparse._SubParsersAction)}
    assert options - {"help", "version"} == set(words("help.options"))


def test_the_help_has_no_english_words() -> None:
    """Of argparse neither."""
    for one, _ in parsers(parser()):
        text = one.format_help()
        assert text.startswith("emploi : rsa-sched")
        assert not [word for word in ("usage:", "show this", "default:", "write", "the ") if word in text]
