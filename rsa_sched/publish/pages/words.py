"""What the pages say of the note, the barème and the law, in French words that need no key beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from rsa_sched.domain.regulation import Regulation
from rsa_sched.domain.session_type import SessionType
from rsa_sched.french.figures import NONE, count, figure, several
from rsa_sched.french.labels import COLON, SEMICOLON, SHARE
from rsa_sched.publish.letterhead import Letterhead
from rsa_sched.render.table import Column, Layout, Medium, Table

NOTE: dict[str, str] = {
    "R3": "La personne est orientée par le département vers un référent.",
    "R4": "Elle est inscrite dans la file active de ce référent.",
    "R5": "Une personne suivie en PLIE hors RSA ne passe que dans une instance qui la reçoit{plie}.",
    "R11": "Il y a une instance par mois et par sous-secteur.",
    "R14": "Des professionnels désignés sont présents pendant toute l'instance.",
    "R20": "Le référent désigné, qui connaît le dossier, vient lui-même\u202f; il ne se fait pas représenter.",
    "R22": "S'il y a moins de deux situations, l'instance est tenue pour sa première heure.",
    "R26": "On n'arbitre que si les demandes dépassent les plages.",
    "R27": "L'arbitrage revient au service insertion, qui coordonne l'ordre du jour.",
    "R28": "Premier critère\u202f: l'ancienneté de la demande.",
    "R29": "Deuxième critère\u202f: son caractère d'urgence, apprécié par une personne.",
    "R30": "Troisième critère\u202f: l'équilibre entre les principales structures qui proposent.",
    "R31": "Quatrième critère\u202f: regrouper les déplacements des professionnels.",
    "R32": "Une structure qui propose plus de deux dossiers indique son ordre de priorité.",
    "R33": "Certaines instances sont communes à tout le service, une par mois{shared}.",
    "R35": "L'instance mensuelle commune entend trois ou quatre situations d'environ 45 minutes.",
    "R39": "Une instance dure environ trois heures.",
    "R40": "Six situations de 30 minutes.",
    "R41": "Un intervenant extérieur ou un partenaire est annoncé\u202f; la situation dure alors 45 minutes.",
    "R42": "La personne peut toujours être invitée\u202f; la situation dure alors 45 minutes.",
    "R43": "Inviter la personne se concerte d'abord avec la chargée de secteur ou le chef de service.",
    "R44": "Le prescripteur mobilise les professionnels et les prévient de la date et du lieu.",
    "R45": "Le prescripteur dit au service insertion qui est invité.",
    "R46": "Le service insertion confirme l'invitation par un courrier au partenaire extérieur.",
    "R47": "Le tableau est renvoyé dix jours avant l'instance.",
    "R48": "Les demandes sont faites dans un tableau commun.",
    "R49": "Le prescripteur prévient la personne du passage de son dossier.",
    "R50": "Le prescripteur peut demander au service un courrier plus officiel à la personne.",
    "R51": (
        "Une demande pour une instance qui peut être annulée{cancelled} se fait par un courriel, avec le tableau des "
        "personnes invitées."
    ),
    "R52": ("Une instance d'un type qui le prévoit{cancelled} est annulée s'il n'y a aucune demande huit jours avant."),
    "R53": "Pour une instance qui peut être annulée aussi, les besoins sont connus dix jours avant.",
    "R54": "Le prescripteur choisit l'instance.",
}
"""Sentences of the note by number (docs/reference/rules.md), those that a page may refer to; `note` fills them in."""

ABBREVIATIONS: dict[str, str] = {
    "CADA": "Commission d'accès aux documents administratifs",
    "CRPA": "code des relations entre le public et l'administration",
    "CD": "conseil départemental",
    "CE": "Cap emploi",
    "CGI": "conseil général de l'Isère, aujourd'hui le département",
    "DCD": "organisme délégataire du conseil départemental",
    "FT": "France Travail",
    "ML": "mission locale",
    "PE": "Pôle emploi (France Travail depuis 2024)",
    "PER": "parcours emploi renforcé",
    "PLIE": "plan local pour l'insertion et l'emploi",
    "PSSI": "parcours santé social insertion",
    "RSA": "revenu de solidarité active",
    "SDF": "sans domicile fixe",
    "SIE": "service dont un conseiller emploi siège aux séances ordinaires",
}
"""Written out: « éviter les sigles », and explain those that are left."""


def note(regulation: Regulation) -> Mapping[str, str]:
    """The sentences of `NOTE`, with the names of the types of session that each is about."""

    def named(kinds: Iterable[SessionType]) -> str:
        names = several(dict.fromkeys(kind.name for kind in kinds))
        return f" ({names})" if names else ""

    kinds = regulation.types
    names = {
        "plie": named(kind for kind in kinds if kind.admits != "rsa"),
        "shared": named(kind for kind in kinds if kind.scope == "service"),
        "cancelled": named(kind for kind in kinds if kind.empty == "cancelled"),
    }
    return {number: sentence.format_map(names) for number, sentence in NOTE.items()}


def abbreviations(*texts: str) -> dict[str, str]:
    """The abbreviations that texts or markup use, outside tags and pictures, and what they stand for."""
    outside = re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<svg.*?</svg>", " ", " ".join(texts)))
    found = set(re.findall(r"\b[A-Z]{2,4}\b", outside))
    return {short: words for short, words in ABBREVIATIONS.items() if short in found}


def parameter_table(regulation: Regulation) -> Table[tuple[str, str, str]]:
    """The règlement with its values, for every output that shows it."""
    columns = {
        "name": Column[tuple[str, str, str]]("Paramètre", lambda row: row[0], width=70),
        "value": Column[tuple[str, str, str]]("Valeur", lambda row: row[1], width=40),
        "unit": Column[tuple[str, str, str]]("Unité", lambda row: row[2], width=24),
        # A lone « % » is what some spreadsheets take for the beginning of a formula.
        "unit_told": Column[tuple[str, str, str]]("Unité", lambda row: SHARE if row[2] == "%" else row[2], width=24),
    }
    layouts: dict[Medium, Layout] = {
        "page": Layout("name, value, unit", "Paramètres du règlement appliqué"),
        "sheet": Layout("name, value, unit_told"),
    }
    return Table(list(parameters(regulation)), columns, layouts)


def parameters(regulation: Regulation) -> Iterator[tuple[str, str, str]]:
    """Each parameter of the règlement as what it does, its value and its unit."""
    days, minutes = "jours", "minutes"
    weighed = regulation.weights
    weights = SEMICOLON.join(f"{kind} {regulation.weight(kind)}" for kind in regulation.kinds) if weighed else "1"
    alone = regulation.single_situation_minutes
    yield "Types de structures entre lesquels les places sont partagées", ", ".join(regulation.kinds), NONE
    yield "Poids de chaque type dans le partage", weights, NONE if weighed else "pour chaque type"
    yield "Valeur d'une place, avant ancienneté et urgence", figure(regulation.slot_days), days
    yield "Ancienneté comptée au plus", figure(regulation.age_cap_days), days
    yield "Ajouté par niveau d'urgence, de 0 au plus haut", _listed(regulation.urgency_days), days
    yield "Ancienneté à partir de laquelle joue la garantie", figure(regulation.guarantee_days), days
    yield "Ajournements à partir desquels joue la garantie", figure(regulation.guarantee_deferrals), "ajournements"
    yield "Ajouté par la garantie", figure(regulation.guarantee_bonus_days), days
    yield "Valeur perdue par semaine entière d'ici la séance", figure(regulation.wait_percent_per_week), "%"
    priced = _listed(regulation.equity_days)
    yield "Prix des unités qui manquent à une part due, deux par deux", priced, "jours par unité"
    yield "Prix d'un déplacement", figure(2 * regulation.trip_days), "points"
    yield "Prix d'un quart d'heure d'attente d'un participant", figure(regulation.idle_days), "points"
    changed = "Prix d'une place annoncée puis changée de séance ou ajournée"
    yield changed, figure(2 * regulation.move_session_days), "points"
    yield "Prix d'une place annoncée puis changée d'heure", figure(2 * regulation.move_time_days), "points"
    yield "Délai d'arrivée des demandes avant la séance", figure(regulation.deadline_days), days
    cancelled = "Délai d'annulation d'une séance sans demande, pour les types qui le prévoient"
    yield cancelled, figure(regulation.psychologist_cancel_days), days
    yield "Durée ordinaire d'une situation", figure(regulation.short_minutes), minutes
    longer = "Durée avec un partenaire ou la personne, et pour les types à durée longue"
    yield longer, figure(regulation.long_minutes), minutes
    only = "Une situation seule finit au plus tard après"
    yield only, "sans limite" if alone is None else figure(alone), NONE if alone is None else minutes
    late = {"refuse": "refusées", "fill": "sur les places restées libres"}[regulation.late]
    yield "Demandes arrivées trop tard", late, NONE
    ranked = {"reorder": "suivi, sans changer la somme des valeurs", "ignore": "sans effet"}[regulation.rank]
    yield "Ordre de priorité donné par les structures", ranked, NONE
    for kind in regulation.types:
        yield f"Type de séance{COLON}{kind.name}", _type_told(kind), NONE


_SCOPES = {"subsector": "pour un sous-secteur", "service": "pour tout le service"}
_LENGTHS = {
    "content": "durée des situations selon qui vient",
    "long": "situations à durée longue",
    "short": "situations à durée ordinaire",
}
_ADMITS = {
    "rsa": "personnes au RSA orientées et en file active",
    "rsa_or_plie": "personnes au RSA orientées et en file active, ou suivies en PLIE hors RSA",
    "anyone": "toute personne",
}
_EMPTY = {"first_hour": "sans demande, tenue pour la première heure", "cancelled": "sans demande, annulée"}


def _type_told(kind: SessionType) -> str:
    """What kind of session it is, in one line."""
    length = f"situations de {count(kind.length, 'minute')}" if isinstance(kind.length, int) else _LENGTHS[kind.length]
    size = f"{count(kind.minutes, 'minute')}, {count(kind.max_situations, 'situation')} au plus"
    return SEMICOLON.join((_SCOPES[kind.scope], size, length, _ADMITS[kind.admits], _EMPTY[kind.empty]))


def _listed(numbers: Iterable[int]) -> str:
    return SEMICOLON.join(map(figure, numbers))


BAREME = (
    "Un point est un jour d'attente pour un quart d'heure de séance. Une situation entendue rapporte sa valeur en "
    "jours (la place, l'ancienneté de la demande, son urgence, et la garantie de celles qui ont beaucoup attendu), "
    "un peu moins si la séance est loin, multipliée par sa durée en quarts d'heure. Sont retirés les écarts aux parts "
    "dues, les déplacements, les attentes et les places annoncées puis changées. Le calcul cherche, parmi les ordres "
    "du jour qui respectent toutes les règles, celui qui a le plus de points."
)


def legal_mention(head: Letterhead) -> str:
    """What the law asks of decisions prepared by an algorithm (CRPA, L. 311-3-1 and R. 311-3-1-1)."""
    whom = " ".join(f"{head.sender}, {head.address}".split()) if head.address else head.sender
    contact = head.rules_contact or head.contact or whom
    return (
        "L'ordre du jour a été préparé à l'aide d'un traitement algorithmique. Sa finalité est de répartir les plages "
        "disponibles selon l'ancienneté et l'urgence des demandes, l'équilibre entre les structures et le regroupement "
        "des déplacements. Il est arrêté par le service insertion. Vous pouvez obtenir les règles de ce traitement et "
        f"les principales caractéristiques de sa mise en œuvre en écrivant à\u202f: {contact}. En cas de refus, ou "
        "sans réponse dans le délai d'un mois, vous avez deux mois pour saisir la Commission d'accès aux documents "
        "administratifs (CADA). Code des relations entre le public et l'administration, articles L. 311-3-1 et "
        "R. 311-3-1-1."
    )
