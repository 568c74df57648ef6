"""Why a situation is not examined, and what comes next, in words for the person themselves: short and without sigles.

Each sentence is true of every deferral with that reason, and none tells of anybody else.
"""

from __future__ import annotations

from rsa_sched.domain.agenda import Reason

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
