"""Who is who in the letters: the one place where the name table meets the agenda."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from rsa_sched.domain.problem import Problem
from rsa_sched.french.figures import several
from rsa_sched.french.sentences import say
from rsa_sched.names import Identity, NameTable, Sort
from rsa_sched.publish.letterhead import Letterhead
from rsa_sched.publish.letters.fields import Destinataire, Expediteur

MOST = 4
"""Situations that an address names: the window of an envelope has no more room."""


class PeopleNames:
    """Names for ids, as far as the name table and the labels of the problem know them; nothing is invented."""

    def __init__(self, problem: Problem, names: NameTable) -> None:
        self._names = names
        self._professionals = {row.id: row for row in problem.professionals}
        self._structures = {row.id: row.label or "" for row in problem.structures}
        self._kinds = {row.id: row.kind for row in problem.structures}

    def works_here(self, professional: str) -> bool:
        """Whether the problem still knows them, and so whom they are to be written to as."""
        return professional in self._professionals

    def identity(self, name: str, sort: Sort) -> Identity | None:
        """The line of the name table, if it holds a name."""
        row = self._names.get(name)
        return row if row and row.sort == sort and (row.last_name or row.first_name) else None

    def person(self, pseudonym: str) -> str:
        """A beneficiary's name; "" where the table has none."""
        row = self.identity(pseudonym, "person")
        return row.full_name if row else ""

    def known(self, professional: str) -> str:
        """« Mme Prénom NOM (fonction) », what there is of it; "" where there is neither name nor label."""
        row, label = self.identity(professional, "professional"), self._professionals[professional].label or ""
        return f"{row.full_name} ({label})" if row and label else row.full_name if row else label

    def professional(self, name: str) -> str:
        """As `known`, or by their function: nobody is called by an id."""
        structure = self._professionals[name].structure
        if known := self.known(name):
            return known
        return say("letters.people.of", structure=self.structure(structure)) if structure else say("letters.people.one")

    def structure(self, structure: str) -> str:
        """Its label, or what kind of structure it is."""
        return self._structures[structure] or say("letters.people.structure", kind=self._kinds[structure])

    def listed(self, professionals: tuple[str, ...]) -> str:
        """« a, b et c »."""
        return several((self.professional(name) for name in professionals), most=len(professionals))

    def referent(self, professional: str, structure: str) -> str:
        """For the person: name and structure; "" where neither is known, since an id means nothing to them."""
        known, label = self.known(professional), self._structures[structure]
        return f"{known}, {label}" if known and label else known or label

    def addressee(self, professional: str, structure: str = "", about: Collection[str] = ()) -> Destinataire:
        """A professional: name, function, then the address of the table or else the structure's label.

        Whoever nothing names is told apart by the situations that the letter is `about`: their colleagues know those.
        """
        row, them = self.identity(professional, "professional"), self._professionals[professional]
        home = structure or them.structure or ""
        unnamed = say("letters.people.referent") if structure else say("letters.people.professional")
        name = row.full_name if row else them.label or unnamed
        function = them.label if row and them.label else ""
        table = self._names.get(professional)
        address = table.address if table and table.sort == "professional" else ""
        where = address or (self.structure(home) if home else "")
        apart = ""
        if not row and not them.label and about:
            who = "referent" if structure else "professional"
            apart = say(f"letters.people.{who}-of", number=len(about), situations=several(sorted(about), most=MOST))
        return Destinataire(name, _lines(name, function, where, apart))

    def addressed_person(self, pseudonym: str) -> Destinataire:
        """A beneficiary: name and address only, since the window of the envelope shows them."""
        row = self.identity(pseudonym, "person")
        return Destinataire(row.full_name, _lines(row.full_name, row.address)) if row else Destinataire("", "")


def sender(head: Letterhead) -> Expediteur:
    """The sender; who does not say whom to ask for the rules is asked there."""
    asked = head.rules_contact or f"{head.sender}, {head.address or head.contact}"
    return Expediteur(
        nom=head.sender,
        adresse=_lines(head.address),
        contact=head.contact,
        coordonnees=_lines(head.address, head.contact),
        signataire=head.signatory,
        regles=", ".join(_lines(asked).split("\n")).strip(", "),
    )


def place_and_day(head: Letterhead, date: dt.date) -> str:
    """« À Grenoble, le mardi 28 septembre 2010 »: the day of the agenda, since no clock is read."""
    if head.town:
        return say("letters.date.with-town", town=head.town, day=date)
    return say("letters.date.without-town", day=date)


def _lines(*texts: str) -> str:
    return "\n".join(line.strip() for text in texts for line in text.splitlines() if line.strip())
