"""The help of the command line in French: its sentences are those of ``french/help.toml``, by command and option."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

from rsa_sched.french.sentences import words


class FrenchHelp(argparse.HelpFormatter):
    """The usual help, its own words in French."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """As argparse does, with « emploi » at its head."""
        own = words("help.words")["usage"] if prefix is None else prefix
        super().add_usage(usage, actions, groups, own)  # typed more narrowly than it is


def in_french(parser: argparse.ArgumentParser) -> None:
    """Give a parser, its commands and their options their French help; what has no sentence keeps its own."""
    own, options, values = words("help.words"), words("help.options"), words("help.values")
    parser.formatter_class = FrenchHelp
    parser._optionals.title, parser._positionals.title = own["options"], own["arguments"]  # noqa: SLF001
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            listed = words("help.verbs") if action.dest == "verb" else words("help.commands")
            for choice in action._choices_actions:  # noqa: SLF001
                choice.help = listed.get(choice.dest, choice.help)
            for command in dict.fromkeys(action.choices.values()):
                in_french(command)
        else:
            found = (own if action.dest in ("help", "version") else options).get(action.dest)
            action.help = action.help if found is None else found.replace("%", "%%")
        action.metavar = _value(action.metavar, values)


def _value(metavar: str | tuple[str, ...] | None, values: dict[str, str]) -> Any:
    """The word for the value of an option."""
    if isinstance(metavar, tuple):
        return tuple(values.get(one, one) for one in metavar)
    return None if metavar is None else values.get(metavar, metavar)
