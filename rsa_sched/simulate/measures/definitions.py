"""What each figure means and whom it counts, in French, as it stands beside the figure wherever it is shown."""

from __future__ import annotations

from typing import NamedTuple


class Definition(NamedTuple):
    """A figure's name, meaning, perimeter and unit."""

    label: str
    meaning: str
    perimeter: str
    unit: str


DEFINITIONS: dict[str, Definition] = {
    "median_days": Definition(
        "Attente médiane",
        "Jours de la demande à la séance, que la moitié des demandes dépasse (estimateur de Kaplan-Meier).",
        "Toutes les demandes ; qui se retire ou attend encore compte jusque-là.",
        "jours",
    ),
    "p90_days": Definition(
        "Attente, neuf sur dix",
        "Jours de la demande à la séance, qu'une demande sur dix dépasse (estimateur de Kaplan-Meier).",
        "Toutes les demandes ; qui se retire ou attend encore compte jusque-là.",
        "jours",
    ),
    "max_days": Definition(
        "Attente la plus longue",
        "Jours de la demande à la séance, ou à la fin de la simulation pour qui attend encore.",
        "Toutes les demandes, sauf les retraits.",
        "jours",
    ),
    "within": Definition(
        "Entendues à temps",
        "Part des demandes entendues dans le délai.",
        "Les demandes faites assez tôt pour que le délai s'achève avant la fin ; les retraits comptent comme non "
        "entendus.",
        "part",
    ),
    "heard": Definition(
        "Entendues", "Demandes qui ont eu une place et dont la personne ou le référent est venu.", "Toutes.", "demandes"
    ),
    "asked": Definition("Demandes", "Demandes arrivées.", "Toutes.", "demandes"),
    "served_of_due": Definition(
        "Accordé sur dû",
        "Unités accordées sur unités dues, somme des mois.",
        "Les sortes de structures auxquelles quelque chose était dû.",
        "part",
    ),
    "served_of_demand": Definition(
        "Accordé sur demandé",
        "Unités accordées sur unités demandées, somme des mois : une demande compte chaque mois où elle attend.",
        "Les sortes de structures qui ont demandé.",
        "part",
    ),
    "lag_slots": Definition(
        "Retard",
        "Places de 30 minutes dont le compte d'une sorte de structure est en retard sur son poids ; "
        "négatif : en avance.",
        "À la fin de chaque mois.",
        "places",
    ),
    "price_of_fairness": Definition(
        "Prix de l'équilibre",
        "Points que le meilleur ordre du jour aurait de plus si l'équilibre ne comptait pas, par mois.",
        "Tous les mois ; l'équilibre n'est compté dans aucun des deux totaux.",
        "points",
    ),
    "heard_of_asked": Definition(
        "Entendu sur demandé",
        "Unités des demandes entendues sur unités de toutes les demandes, du début à la fin.",
        "Toutes les demandes, chacune une fois ; les retraits comptent comme non entendus.",
        "part",
    ),
    "urgent_median_days": Definition(
        "Attente médiane des plus urgentes",
        "Jours de la demande à la séance, que la moitié des demandes dépasse (estimateur de Kaplan-Meier).",
        "Les demandes du plus haut niveau d'urgence demandé"
        " ; l'attente la plus longue vue, où trop d'entre elles attendent encore.",
        "jours",
    ),
    "urgent_p90_days": Definition(
        "Attente des plus urgentes, neuf sur dix",
        "Jours de la demande à la séance, qu'une demande sur dix dépasse (estimateur de Kaplan-Meier).",
        "Les demandes du plus haut niveau d'urgence demandé"
        " ; l'attente la plus longue vue, où trop d'entre elles attendent encore.",
        "jours",
    ),
    "calm_median_days": Definition(
        "Attente médiane des moins urgentes",
        "Jours de la demande à la séance, que la moitié des demandes dépasse (estimateur de Kaplan-Meier).",
        "Les demandes du niveau 0"
        " ; l'attente la plus longue vue, où trop d'entre elles attendent encore.",
        "jours",
    ),
    "calm_p90_days": Definition(
        "Attente des moins urgentes, neuf sur dix",
        "Jours de la demande à la séance, qu'une demande sur dix dépasse (estimateur de Kaplan-Meier).",
        "Les demandes du niveau 0"
        " ; l'attente la plus longue vue, où trop d'entre elles attendent encore.",
        "jours",
    ),
    "long_waits": Definition(
        "Attentes de plus de 151 jours",
        "Part des demandes qui ont attendu plus que la garantie de 120 jours et un mois.",
        "Toutes les demandes.",
        "part",
    ),
    "due_missed": Definition(
        "Dû non accordé",
        "Unités dues à une sorte de structure et non accordées dans le mois, sur toutes les unités dues.",
        "Tous les mois ; ce qu'une autre sorte a reçu de plus ne compense pas.",
        "part",
    ),
    "trips_per_situation": Definition(
        "Déplacements par situation",
        "Venues d'un professionnel dans un lieu un jour donné, par situation entendue.",
        "Hors équipe de la séance.",
        "venues",
    ),
    "used": Definition(
        "Temps employé", "Minutes des situations sur minutes des séances.", "Toutes les séances.", "part"
    ),
    "under_two": Definition("Séances de moins de deux situations", "Par mois.", "Toutes les séances.", "séances"),
    "trips": Definition("Déplacements", "Venues d'un professionnel dans un lieu un jour donné, par mois.",
                        "Hors équipe de la séance.", "venues"),
    "trips_avoided": Definition("Déplacements évités", "Situations de plus pour la même venue, par mois.",
                                "Hors équipe de la séance.", "venues"),
    "idle_minutes": Definition("Attente sur place", "Minutes d'attente entre deux situations d'une séance, par mois.",
                               "Tous les participants, hors équipe.", "minutes"),
}  # fmt: skip
