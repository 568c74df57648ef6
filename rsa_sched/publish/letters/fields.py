"""What the templates of letters may say: their fields, named in French for the officials who edit them in Word.

Each class below is a group of fields; a template writes ``{{ destinataire.bloc }}`` or goes through a list row by row.
All are texts ready to be read, or yes/no for an ``{% if %}``.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Expediteur:
    """The sender; `coordonnees`: address and contact; `regles`: whom to ask for the algorithm's rules, on one line."""

    nom: str
    adresse: str
    contact: str
    coordonnees: str
    signataire: str
    regles: str


@dataclass(frozen=True, slots=True)
class Destinataire:
    """Whom the letter is for; `bloc`: the lines for the window of the envelope."""

    nom: str
    bloc: str


@dataclass(frozen=True, slots=True)
class RendezVous:
    """A place on the agenda. `personne` is "" in letters to those who are not to read the name.

    Attributes
    ----------
    adresse, acces : of the venue, and how to come there; "" where the profile does not say.
    a_faire : for the prescriber, what is left to do and by when; "" in other letters.
    duree : « 45 minutes ».
    type : what people call the type of its session.
    personne_vient : whether the beneficiary is invited too [R42].
    """

    situation: str
    personne: str
    date: str
    debut: str
    fin: str
    duree: str
    lieu: str
    seance: str
    type: str
    structure: str
    referent: str
    participants: str
    personne_vient: bool
    adresse: str = ""
    acces: str = ""
    a_faire: str = ""


@dataclass(frozen=True, slots=True)
class Ajournement:
    """A situation that is not heard.

    Attributes
    ----------
    motif, explication, a_faire : for the prescriber: why, with the figures, and what they can do.
    pourquoi, etape : for the prescriber: why in one sentence, and the next step with its day.
    garde : that its date and its count of deferrals are kept, with both; the months promised, where some were.
    raison, suite : for the person.
    type : what people call the type of session that it asked for.
    """

    situation: str
    personne: str
    type: str
    motif: str
    explication: str
    raison: str
    suite: str
    a_faire: str = ""
    garde: str = ""
    pourquoi: str = ""
    etape: str = ""


@dataclass(frozen=True, slots=True)
class Retrait:
    """A place that was told of by an earlier letter and holds no longer."""

    situation: str
    date: str
    debut: str
    lieu: str
    seance: str


@dataclass(frozen=True, slots=True)
class Tache:
    """What a prescriber still has to do; `avant_le`: the last day, `a_qui`: whom it is told."""

    avant_le: str
    a_qui: str
    quoi: str
    situation: str


@dataclass(frozen=True, slots=True)
class Seance:
    """A session; `type`: what people call its type; `presents`: the professionals who are there all along."""

    numero: str
    type: str
    date: str
    debut: str
    fin: str
    lieu: str
    secteur: str
    presents: str


@dataclass(frozen=True, slots=True)
class Courrier:
    """What every letter has.

    Attributes
    ----------
    mention : what the law asks of decisions made with an algorithm.
    remplace : which letter it stands for, as a sentence; "" where it is the first.
    """

    expediteur: Expediteur
    destinataire: Destinataire
    lieu_et_date: str
    mention: str
    remplace: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class Partenaire(Courrier):
    """Confirmation to an external partner [R46]; `retires`: places that hold no longer."""

    rendez_vous: tuple[RendezVous, ...]
    retires: tuple[Retrait, ...] = ()


@dataclass(frozen=True, slots=True)
class Personne(Courrier):
    """Official notice to the person [R50]; `referents`: whom they may ask, "" where nobody is known by name."""

    referents: str
    rendez_vous: tuple[RendezVous, ...]
    ajournements: tuple[Ajournement, ...]
    retires: tuple[Retrait, ...] = ()


@dataclass(frozen=True, slots=True)
class Prescripteur(Courrier):
    """Notice to a referent: what was accepted and deferred, what is left to do [R44, R45, R49]."""

    rendez_vous: tuple[RendezVous, ...]
    ajournements: tuple[Ajournement, ...]
    taches: tuple[Tache, ...]
    retires: tuple[Retrait, ...] = ()


@dataclass(frozen=True, slots=True)
class Annulation(Courrier):
    """Cancellation of a session without requests, to somebody of its staff [R52]."""

    seance: Seance


@dataclass(frozen=True, slots=True)
class FeuilleDeSeance:
    """The list for the staff in the room."""

    expediteur: Expediteur
    lieu_et_date: str
    seance: Seance
    rendez_vous: tuple[RendezVous, ...]
    remplace: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """What the text of the mention may say."""

    expediteur: Expediteur
