"""What argparse says, in French: help by command and option (``help.toml``), refusals (``refusals.toml``)."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NoReturn

from rsa_sched.cli.output import notify
from rsa_sched.french.sentences import lookup, say, words


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


class FrenchParser(argparse.ArgumentParser):
    """The usual parser, which refuses in French, in one line and where to read on."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the line that was typed; exit code 2."""
        notify(refused_in_french(message))
        notify(say("refusals.help", command=self.prog))
        self.exit(2)


def refused_in_french(message: str) -> str:
    """A message of argparse in French; one that it does not know yet stays as it is."""
    named = re.fullmatch(r"argument (?P<name>.+?): (?P<text>.+)", message, re.DOTALL)
    name, text = ("", message) if named is None else (named["name"], named["text"])
    for pattern, code in _refusals():
        found = pattern.fullmatch(text)
        if found is not None:
            text = say(f"refusals.of.{code}", **_facts(found.groupdict()))
            break
    return f"{name} : {text}" if name else text


@cache
def _refusals() -> tuple[tuple[re.Pattern[str], str], ...]:
    patterns = lookup("refusals.patterns")
    return tuple((re.compile(pattern, re.DOTALL), code) for code, pattern in patterns.items())


def _facts(found: dict[str, str]) -> dict[str, str]:
    """What a refusal tells, with the nearest of the words that could have been meant."""
    facts = {key: value.replace("'", "") for key, value in found.items()}
    if "choices" in facts:
        near = difflib.get_close_matches(facts["value"], facts["choices"].split(", "), 1)
        facts["near"] = say("refusals.near", word=near[0]) if near else ""
    return facts


def in_french(parser: argparse.ArgumentParser, command: str = "") -> None:
    """Give a parser, its commands and their options their French help; what has no sentence keeps its own."""
    own, options, values = words("help.words"), words("help.options"), words("help.values")
    options |= lookup("help.of").get(command, {})
    parser.formatter_class = FrenchHelp
    parser._optionals.title, parser._positionals.title = own["options"], own["arguments"]  # noqa: SLF001
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            listed = words("help.verbs") if action.dest == "verb" else words("help.commands")
            for choice in action._choices_actions:  # noqa: SLF001
                choice.help = listed.get(choice.dest, choice.help)
            for name, one in action.choices.items():
                in_french(one, f"{command}-{name}" if command else name)
        else:
            found = (own if action.dest in ("help", "version") else options).get(action.dest)
            action.help = action.help if found is None else found.replace("%", "%%")
        action.metavar = _value(action.metavar, values)


def _value(metavar: str | tuple[str, ...] | None, values: dict[str, str]) -> Any:
    """The word for the value of an option."""
    if isinstance(metavar, tuple):
        return tuple(values.get(one, one) for one in metavar)
    return None if metavar is None else values.get(metavar, metavar)
