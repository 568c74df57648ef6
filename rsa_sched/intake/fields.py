"""The vocabulary of the tables: which columns there are, what they are called, what they hold.

One place for readers, the form, the help sheet and the documentation. Headings are compared without accents, case,
punctuation and line breaks; a département's own words come from its profile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sort = Literal["id", "text", "date", "moment", "hour", "yes-no", "count", "choice", "list"]
"""How a cell is read; ``list``: several entries, separated by semicolons, line breaks or « , »."""

Privacy = Literal["needed", "identity", "contact", "free text", "refused"]
"""``needed``: goes to the problem; ``identity``: goes to the name table, the problem gets a pseudonym; ``contact``: goes
to the name table; ``free text``: looked through and left behind; ``refused``: must not be sent at all."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    Attributes
    ----------
    key : name in programs and profiles.
    label : French heading, as the form writes it.
    sort : how its cells are read.
    privacy : where its content goes.
    required : whether every row needs it.
    aliases : other headings under which it is found.
    help : what to fill in, in French.
    choices : for ``choice``: what may stand there, as the form offers it.
    rule : sentence of the note behind it.
    """

    key: str
    label: str
    sort: Sort
    help: str
    privacy: Privacy = "needed"
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    rule: str = ""


TABLES: dict[str, tuple[Field, ...]] = {
    "situations": (
        Field("id", "N° de situation", "id", "Numéro de la demande ; s'il manque, l'outil en donne un.",
              aliases=("n° situation", "n° de la demande", "numéro", "n°", "id", "situation", "réf", "référence")),
        Field("civility", "Civilité", "text", "Mme, M.", "contact", aliases=("titre",)),
        Field("last_name", "Nom", "text", "Nom de la personne.", "identity",
              aliases=("nom de famille", "nom usuel", "nom de l'allocataire", "nom allocataire", "nom du bénéficiaire")),
        Field("first_name", "Prénom", "text", "Prénom de la personne.", "identity",
              aliases=("prénom de l'allocataire", "prénom allocataire", "prénom du bénéficiaire", "prénoms")),
        Field("birth_date", "Date de naissance", "date", "jj/mm/aaaa", "identity", aliases=("né le", "née le", "né(e) le", "ddn")),
        Field("case_number", "N° de dossier", "text", "Numéro du dossier au département.", "identity",
              aliases=("id département", "n° iodas", "id iodas", "n° solis", "matricule", "n° caf", "n° allocataire", "dossier")),
        Field("person", "Pseudonyme", "id", "Pseudonyme déjà attribué, à la place du nom.", aliases=("code personne",)),
        Field("email", "Courriel", "text", "Adresse électronique, pour le courrier officiel seulement.", "contact",
              aliases=("e-mail", "mail", "adresse mail", "adresse électronique")),
        Field("address", "Adresse", "text", "Adresse postale, pour le courrier officiel seulement.", "contact",
              aliases=("adresse postale",)),
        Field("official_letter", "Courrier officiel", "yes-no", "oui : le service écrit à la personne.", "contact",
              aliases=("courrier officiel demandé", "courrier à la personne"), rule="R50"),
        Field("type", "Type d'instance", "choice", "L'un des types du règlement ; le premier si vide.",
              aliases=("type", "instance", "type de séance")),
        Field("neighbourhood", "Quartier", "text", "Quartier de la personne ; l'outil en tire le sous-secteur.",
              aliases=("quartier de résidence", "quartier d'habitation", "lieu de vie"), rule="R13"),
        Field("subsector", "Sous-secteur", "id", "Sous-secteur, si le quartier n'est pas donné.",
              aliases=("secteur", "sous secteur cgi", "territoire"), rule="R12"),
        Field("structure", "Structure", "id", "Structure qui prescrit : son numéro ou son nom.", required=True,
              aliases=("structure référente", "organisme", "structure prescriptrice", "service prescripteur")),
        Field("kind", "Parcours", "choice", "Celui de la structure, parmi ceux du règlement ; pour contrôle.",
              aliases=("type de structure", "type de parcours", "orientation", "parcours rsa"), rule="R3"),
        Field("referent", "Référent", "id", "Référent unique : son numéro, ou prénom et nom.", required=True,
              aliases=("référent unique", "référent rsa", "prescripteur", "professionnel référent", "travailleur social"),
              rule="R20"),
        Field("requested_on", "Date de la demande", "date", "jj/mm/aaaa", required=True,
              aliases=("demandé le", "date demande", "date de prescription", "date de saisine"), rule="R28"),
        Field("received_on", "Reçu le", "date", "Jour où le tableau est arrivé ; date de la demande si vide.",
              aliases=("date de réception", "reçue le", "réception", "date d'arrivée"), rule="R47"),
        Field("not_before", "Pas avant le", "date", "Premier jour où la situation peut être entendue ; vide s'il n'y en a pas.",
              aliases=("pas avant", "au plus tôt le", "au plus tôt", "à entendre à partir du")),
        Field("not_after", "Au plus tard le", "date", "Dernier jour où elle peut être entendue (délai légal, départ) ; vide s'il n'y en a pas.",
              aliases=("au plus tard", "pas après le", "date limite", "date limite de passage", "échéance", "échéance légale",
                       "délai légal", "date butoir")),
        Field("urgency", "Urgence", "count", "0 à 3 ; ou : non, urgent, très urgent, critique.",
              aliases=("niveau d'urgence", "degré d'urgence", "caractère d'urgence"), rule="R29"),
        Field("rank", "Ordre de priorité", "count", "1, 2, 3… par structure, dès qu'elle propose plus de deux situations.",
              aliases=("priorité", "rang", "ordre", "n° de priorité"), rule="R32"),
        Field("deferrals", "Ajournements", "count", "Nombre de reports précédents.",
              aliases=("nombre d'ajournements", "nb ajournements", "reports", "nombre de reports", "déjà ajournée")),
        Field("partners", "Partenaires", "list", "Professionnels des autres parcours invités : numéros ou noms, séparés par « ; ».",
              aliases=("partenaires invités", "autres professionnels", "professionnels invités"), rule="R21"),
        Field("external_partners", "Partenaires extérieurs", "list", "Partenaires extérieurs invités : un courrier leur sera envoyé.",
              aliases=("intervenants extérieurs", "intervenant extérieur", "partenaire extérieur"), rule="R46"),
        Field("beneficiary_invited", "Allocataire invité", "yes-no", "oui si la personne vient.",
              aliases=("bénéficiaire invité", "présence de l'allocataire", "personne invitée", "invitation de l'allocataire"),
              rule="R42"),
        Field("beneficiary_agreed", "Accord préalable", "yes-no", "oui si la chargée de secteur ou la cheffe de service est d'accord.",
              aliases=("accord du service", "concertation préalable", "accord préalable du service"), rule="R43"),
        Field("oriented", "Orienté par le département", "yes-no", "oui si vide.",
              aliases=("orientation cgi", "orienté cgi", "orienté", "orienté par le conseil général"), rule="R3"),
        Field("in_active_file", "File active", "yes-no", "oui si vide.",
              aliases=("inscrit dans la file active", "en file active", "dans la file active"), rule="R4"),
        Field("plie_outside_rsa", "PLIE hors rSa", "yes-no", "non si vide.", aliases=("plie", "hors rsa"), rule="R5"),
        Field("wanted_sessions", "Séances souhaitées", "list", "Numéros des seules séances possibles.",
              aliases=("séance souhaitée", "séances choisies", "instance choisie"), rule="R54"),
        Field("comment", "Observations", "text", "Ne sert pas à l'arbitrage et n'est pas conservé.", "free text",
              aliases=("motif", "commentaire", "commentaires", "remarques", "objet", "problématique", "éléments de contexte")),
        Field("phone", "Téléphone", "text", "Ne pas envoyer : n'est pas conservé.", "free text", aliases=("tél", "portable", "mobile")),
        Field("nir", "NIR", "text", "Ne jamais envoyer.", "refused",
              aliases=("n° de sécurité sociale", "numéro de sécurité sociale", "n° sécu", "numéro sécu", "n° ss", "nss", "nia")),
    ),
    "sessions": (
        Field("id", "N° de séance", "id", "Numéro de la séance.", required=True, aliases=("séance", "n° séance", "id", "n°", "instance")),
        Field("type", "Type d'instance", "choice", "L'un des types du règlement ; le premier si vide.",
              aliases=("type", "type de séance")),
        Field("service", "Service", "id", "Service insertion ; celui du sous-secteur si vide.", aliases=("service insertion",)),
        Field("subsector", "Sous-secteur", "id", "Vide si la séance vaut pour tout le service, selon son type.", aliases=("secteur",), rule="R11"),
        Field("venue", "Lieu", "id", "Lieu : son numéro ou son nom.", required=True, aliases=("centre social", "lieu de la séance"),
              rule="R23"),
        Field("date", "Date", "date", "jj/mm/aaaa", required=True, aliases=("jour", "date de la séance", "le")),
        Field("hour", "Heure", "hour", "9h00", aliases=("heure de début", "début", "horaire", "à")),
        Field("minutes", "Durée (minutes)", "count", "Celle de son type si vide.", aliases=("durée", "minutes", "durée en minutes"), rule="R39"),
        Field("max_situations", "Situations au plus", "count", "Celui de son type si vide.",
              aliases=("nombre de situations", "places", "capacité", "nb max"), rule="R40"),
        Field("staff", "Équipe", "list", "Professionnels présents toute la séance, séparés par « ; ».",
              aliases=("équipe ressource", "présents", "animateurs", "permanents"), rule="R14"),
    ),
    "people": (
        Field("id", "Identifiant", "id", "Numéro du professionnel.", required=True,
              aliases=("n°", "id", "code", "professionnel", "n° de professionnel")),
        Field("label", "Fonction", "text", "Fonction ou organisme, sans nom de personne ; affichée dans l'ordre du jour.",
              aliases=("libellé", "fonction ou organisme", "qualité")),
        Field("civility", "Civilité", "text", "Mme, M.", "contact", aliases=("titre",)),
        Field("last_name", "Nom", "text", "Nom du professionnel.", "identity", aliases=("nom de famille",)),
        Field("first_name", "Prénom", "text", "Prénom du professionnel.", "identity"),
        Field("email", "Courriel", "text", "Pour les convocations.", "contact", aliases=("e-mail", "mail", "adresse mail")),
        Field("address", "Adresse", "text", "Adresse postale, pour les courriers.", "contact", aliases=("adresse postale",)),
        Field("structure", "Structure", "id", "Structure du professionnel : numéro ou nom ; vide pour les autres.",
              aliases=("organisme", "service")),
    ),
    "absences": (
        Field("professional", "Professionnel", "id", "Numéro, ou prénom et nom.", required=True,
              aliases=("identifiant", "agent", "référent", "nom du professionnel")),
        Field("date", "Date", "date", "jj/mm/aaaa", aliases=("jour", "le")),
        Field("half_day", "Demi-journée", "choice", "matin (8h–12h), après-midi (13h–18h) ou journée (8h–18h).",
              aliases=("période", "moment"), choices=("matin", "après-midi", "journée")),
        Field("from", "Du", "moment", "Début : jj/mm/aaaa 9h00, ou l'heure seule si la date est donnée.",
              aliases=("de", "début", "heure de début", "à partir de")),
        Field("to", "Au", "moment", "Fin : jj/mm/aaaa 12h00, ou l'heure seule.", aliases=("à", "fin", "heure de fin", "jusqu'à")),
    ),
    "decisions": (
        Field("situation", "N° de situation", "id", "Situation.", required=True, aliases=("situation", "n° situation")),
        Field("decision", "Décision", "choice", "fixée, exclue ou annoncée.", required=True,
              aliases=("décision du service",), choices=("fixée", "exclue", "annoncée"), rule="R27"),
        Field("session", "N° de séance", "id", "Séance.", required=True, aliases=("séance", "n° séance")),
        Field("date", "Date", "date", "Date de la séance, pour contrôle.", aliases=("jour",)),
        Field("hour", "Heure", "hour", "Heure de passage, si elle est fixée.", aliases=("heure de passage",)),
    ),
    "history": (
        Field("service", "Service", "id", "Service insertion.", required=True),
        Field("kind", "Parcours", "choice", "Parcours, parmi ceux du règlement.", required=True,
              aliases=("type de structure", "structures", "type de parcours")),
        Field("units", "Unités accordées", "count", "Quarts d'heure accordés depuis l'origine des comptes.", required=True,
              aliases=("unités", "quarts d'heure", "unités déjà accordées")),
    ),
    "heard": (
        Field("person", "Pseudonyme", "id", "Personne déjà entendue le mois dernier.", aliases=("code personne",)),
        Field("last_name", "Nom", "text", "Nom.", "identity"),
        Field("first_name", "Prénom", "text", "Prénom.", "identity"),
        Field("birth_date", "Date de naissance", "date", "jj/mm/aaaa", "identity"),
        Field("case_number", "N° de dossier", "text", "Numéro du dossier.", "identity"),
        Field("heard_on", "Entendue le", "date", "Date de la séance.", required=True, aliases=("passée le", "date de passage")),
    ),
}  # fmt: skip
"""Tables by kind: the requests, the calendar, the professionals, when they cannot come, what the service decided itself,
what each kind of structure was granted before, who was heard last month."""

FRENCH_TABLES = {
    "situations": "situations", "sessions": "séances", "people": "professionnels", "absences": "indisponibilités",
    "decisions": "décisions", "history": "historique", "heard": "déjà entendues",
}  # fmt: skip
