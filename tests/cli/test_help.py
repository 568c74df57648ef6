"""The help of the command line: French sentences for every command and option, and none that is not used."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rsa_sched.cli.commands import HOMES, parser
from rsa_sched.cli.in_french import refused_in_french
from rsa_sched.french.sentences import lookup, words


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
    for name, own in lookup("help.of").items():
        line = [*name.split("-", 1)] if name.startswith("register-") else [name]
        assert set(own) <= {action.dest for action in parser_of(line)._actions}


def parser_of(line: list[str]) -> argparse.ArgumentParser:
    """The parser of a command, or of a verb."""
    one = parser()
    for name in line:
        [group] = [action for action in one._actions if isinstance(action, argparse._SubParsersAction)]
        one = group.choices[name]
    return one


SAME_IN_BOTH = frozenset({"A", "DATE", "ID", "ID=CODE", "N", "S", "SITUATION", "SOURCES.csv"})


@pytest.mark.parametrize("command", HOMES)
def test_a_command_takes_the_same_where_it_alone_is_asked_for(command: str) -> None:
    """The grammar that `dispatch` makes of the first word is the whole one's, verb by verb."""

    def told(top: argparse.ArgumentParser) -> list[str]:
        [group] = [action for action in top._actions if isinstance(action, argparse._SubParsersAction)]
        return [one.format_help() for one, _ in parsers(group.choices[command])]

    assert told(parser(command)) == told(parser())
    assert parser(command).format_usage() == parser().format_usage()
    assert parser(f"{command}s").format_help() == parser("--help").format_help() == parser().format_help()


def test_the_help_has_no_english_words() -> None:
    """Of argparse neither, nor what stands for a value: a French word, or one that is the same in both."""
    known = {None, *SAME_IN_BOTH, *words("help.values").values()}
    for one, _ in parsers(parser()):
        text = one.format_help()
        assert text.startswith("emploi : rsa-sched")
        for action in one._actions:
            values = action.metavar if isinstance(action.metavar, tuple) else (action.metavar,)
            assert all(value in known or str(value).startswith("2010-10-05T") for value in values)
        assert not [word for word in ("usage:", "show this", "default:", "write", "the ") if word in text]


def test_options_that_are_called_options_have_their_own_help() -> None:
    """« --options N » says how many answers there are, in the heading's place neither."""
    told = parser_of(["replace"]).format_help()
    assert re.search(r"--options N\s+nombre de réponses", told)


WRONG: tuple[tuple[list[str], str], ...] = (
    ([], "il manque : COMMANDE"),
    (["solv"], "« solv » n'est pas connu ; peut-être « solve » ? (au choix : import, "),
    (["solve"], "il manque : DOSSIER.json"),
    (["solve", "p", "--colour"], "mots en trop, ou options inconnues : --colour"),
    (["solve", "p", "-o"], "-o/--output : il manque ce qui doit suivre"),
    (["solve", "p", "--seed", "x"], "--seed : « x » ; attendu : un nombre entier, de 0 à 2147483647"),
    (["solve", "p", "--time-limit", "-1"], "--time-limit : « -1 » ; attendu : un nombre de secondes"),
    (["solve", "p", "--workers", "0"], "--workers : « 0 » ; attendu : un nombre entier, 1 ou davantage"),
    (["show", "p", "a", "--html", "--svg"], "--svg : pas avec --html"),
    (["show", "p", "a", "--html=x"], "--html : aucune valeur ne doit suivre (« x »)"),
    (["solve", "p", "--se", "1", "--a", "b", "--w=0"], "--workers : « 0 »"),
    (["explain", "p", "a", "--w"], "« --w » peut être --worth, --workers"),
    (["import", "x", "--as-of", "hier"], "--as-of : « hier » ; attendu : une date comme 2010-09-28 ou 28/09/2010"),
    (["import", "x", "--previous", "p"], "--previous : 2 valeurs doivent suivre"),
    (["import", "x", "--report", "r.pdf"], "--report : « r.pdf » ; attendu : un fichier qui finit par .xlsx, .csv ou"),
    (["publish", "p", "a", "-o", "f", "--audience", "tous"], "--audience : attendu : service, prescriber:STRUCTURE"),
    (["publish", "p", "a", "-o", "f", "--official-letters", "al"], "« al » n'est pas connu ; peut-être « all » ?"),
    (["publish", "p", "a", "-o", "f", "--decided-by", " "], "--decided-by : attendu : quelques mots sur une ligne"),
    (["replace", "p", "a", "--at", "8h"], "--at : « 8h » ; attendu : une date et une heure comme"),
    (["register", "decide", "d", "--reason", "r"], "il manque l'un de : --pin --ban --lift --note"),
    (["register", "hold", "--absent"], "--absent : il manque au moins une valeur après"),
    (["register", "hod"], "« hod » n'est pas connu ; peut-être « hold » ?"),
)


@pytest.mark.parametrize(("line", "said"), WRONG, ids=lambda one: " ".join(one) if isinstance(one, list) else "")
def test_a_wrong_line_is_refused_in_french(line: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In a line, with where to read on, and exit code 2."""
    with pytest.raises(SystemExit) as end:
        parser().parse_args(line)
    assert end.value.code == 2
    first, second = capsys.readouterr().err.splitlines()
    assert said in first
    assert second.startswith("rsa-sched: « rsa-sched") and "--help »" in second
    assert not re.search(r"\b(argument|invalid|choose|expected|usage|error)\b", first)


def test_every_refusal_of_argparse_is_known() -> None:
    """Of this Python's argparse: each message that a typed line can raise has its French one."""
    source = ast.parse(Path(argparse.__file__).read_text("utf-8"))
    texts = {
        str(node.args[0].value)
        for node in ast.walk(source)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_" and isinstance(node.args[0], ast.Constant)
    }
    of_a_line = [
        text for text in texts if re.match("the following|one of|unrec|expected|invalid ch|unkn|not al|ign|amb", text)
    ]
    assert len(of_a_line) >= 9
    for text in of_a_line:
        filled = re.sub(r"%(\(\w+\))?[rs]", "x", text)
        assert refused_in_french(filled) != filled, text
