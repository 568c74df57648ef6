"""Why a situation is deferred and what comes next: every word of a reason, for officials and for the person themselves.

What the person reads is short and without sigles; each sentence is true of every deferral with that reason, and none
tells of anybody else.
"""

from __future__ import annotations

from rsa_sched.domain.agenda import Reason

REASONS: dict[Reason, str] = {
    "no-session": "aucune séance",
    "ineligible": "non recevable",
    "out-of-window": "hors période",
    "banned": "exclue par le service",
    "late": "arrivée trop tard",
    "person-seated": "personne déjà entendue",
    "no-common-time": "aucune heure commune",
    "outranked": "places insuffisantes",
}
"""The reason in a few words."""

WHY: dict[Reason, str] = {
    "no-session": "Aucune réunion de ce type n'est prévue ce mois-ci pour votre secteur.",
    "ineligible": "Il manque une condition pour que votre dossier puisse être examiné.",
    "out-of-window": "Aucune réunion n'a lieu pendant la période où votre dossier peut être examiné.",
    "banned": "Le service a décidé que votre dossier ne serait pas examiné à ces réunions.",
    "late": "La demande est arrivée trop tard pour les réunions de ce mois-ci.",
    "person-seated": "Votre situation est déjà examinée à une autre réunion de ce mois-ci.",
    "no-common-time": "Il n'y a pas d'heure qui convienne à tous les professionnels qui doivent être présents.",
    "outranked": (
        "Toutes les demandes n'ont pas pu avoir une place ce mois-ci. Pour choisir, le service regarde depuis quand "
        "chaque demande attend, si elle est urgente, l'équilibre entre les structures et les déplacements des "
        "professionnels."
    ),
}
"""The same for the person themselves."""

_KEPT = "Votre demande n'est pas perdue. Elle pourra être présentée à une prochaine réunion, et elle garde sa date."
_TALK = "Votre référent peut vous expliquer pourquoi et ce que vous pouvez faire."

NEXT: dict[Reason, str] = {
    "no-session": _KEPT,
    "ineligible": _TALK,
    "out-of-window": _TALK,
    "banned": _TALK,
    "late": _KEPT,
    "person-seated": "Vous n'avez rien à faire de plus.",
    "no-common-time": _KEPT,
    "outranked": _KEPT,
}
"""What comes next, for the person themselves."""

TO_DO: dict[Reason, str] = {
    "no-session": "Vérifier le type et le sous-secteur demandés, ou demander au service de prévoir une séance.",
    "ineligible": "Compléter la demande, puis la renvoyer.",
    "out-of-window": "Demander au service une séance dans la période possible, ou revoir les dates indiquées.",
    "banned": "Demander au service insertion pourquoi il l'a exclue et s'il peut lever l'exclusion.",
    "late": "La reprendre dans le tableau du mois suivant, à sa date d'origine.",
    "person-seated": "Rien, ou réunir les deux demandes avant la séance.",
    "no-common-time": "Revoir les disponibilités, ou les partenaires à inviter.",
    "outranked": (
        "La reprendre dans le tableau du mois suivant, avec la même date de demande et un ajournement de plus\u202f: "
        "son ancienneté comptera davantage. Signaler toute urgence nouvelle."
    ),
}
"""What a prescriber can do about a deferral."""

TO_DO_OF_RULE: dict[str, str] = {
    "R3": "Faire établir l'orientation vers un référent.",
    "R4": "Faire inscrire la personne dans la file active du référent.",
    "R5": "Demander un type de séance qui reçoit les personnes suivies en PLIE hors RSA, si la personne en relève.",
    "R43": "Se concerter avec la chargée de secteur ou le chef de service avant d'inviter la personne.",
    "R54": "Choisir d'autres séances possibles.",
}
"""The same where a condition fails, by the sentence behind it."""
