"""How good the agenda is and by which rules: points and proof, parts due to the kinds of structures, the règlement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rsa_sched.display.html import Markup
from rsa_sched.display.svg import escaped
from rsa_sched.display.text import TERMS
from rsa_sched.explain.french import count, day, figure
from rsa_sched.publish.pages.frame import Frame, facts, ident
from rsa_sched.publish.pages.words import BAREME, parameters
from rsa_sched.publish.view import View

UNITS_PER_HOUR = 4


def in_brief(shown: View) -> str:
    """The figures at the head of the month's page."""
    heard, deferred = len(shown.seats), len(shown.deferrals)
    whose = "Situations" if shown.audience.all else "Vos situations"
    told = "Situations auxquelles vous participez" if shown.audience.circle == "partner" else f"{whose} entendues"
    modes = Counter(session.mode for session in shown.sessions)
    held = [
        (modes["held"], count(modes["held"], "tenue")),
        (modes["first_hour"], f"{modes['first_hour']} pour la première heure"),
        (modes["cancelled"], count(modes["cancelled"], "annulée")),
    ]
    rows = {
        told: figure(heard),
        f"{whose} ajournées": figure(deferred),
        "Séances": ", ".join(words for number, words in held if number) or "aucune",
        "Ancienneté comptée au": day(shown.as_of),
    }
    if shown.audience.circle == "partner" and not deferred:
        del rows[f"{whose} ajournées"]  # professionals who were merely to be invited are told of none
    if shown.points is not None:
        rows["Points de l'ordre du jour"] = figure(shown.points)
    return "\n".join([facts(rows), *proof(shown)])


def proof(shown: View) -> Iterator[str]:
    """What the proof says, in plain words; nothing for those who are not to judge it."""
    if shown.points is None or shown.bound is None or shown.gap is None:
        return
    if shown.status == "optimal":
        told = (
            "Le calcul a prouvé qu'aucun ordre du jour qui respecte les règles n'a davantage de points\u202f: celui-ci "
            "est le meilleur selon le barème, ou l'un des meilleurs."
        )
    else:
        gap = f"{100 * shown.gap:.2f}".replace(".", ",")
        told = (
            f"Le calcul s'est arrêté avant la preuve\u202f: un autre ordre du jour pourrait avoir davantage de points, "
            f"mais jamais plus de {figure(shown.bound)} (écart\u202f: {gap}\u202f%)."
        )
    yield f"<p>{escaped(told)}</p>"


def hours_of(units: int) -> str:
    """Units of 15 minutes as hours: « 8h15 »."""
    hours, quarters = divmod(abs(units), UNITS_PER_HOUR)
    return f"{'-' if units < 0 else ''}{hours}h{quarters * 15:02}"


def parts(frame: Frame, shown: View) -> str:
    """What the points consist of; "" for those who are not to see them."""
    if shown.parts is None:
        return ""
    costs = shown.parts.model_dump()
    rows = [(label, figure(costs[name] if name == "priority" else -costs[name])) for name, label in TERMS.items()]
    rows.append(("Total", figure(shown.parts.points)))
    return frame.grid("Points de l'ordre du jour, par poste", ("Poste", "Points"), rows, figures=(1,), shape="small")


def dues(frame: Frame, shown: View) -> str:
    """What each kind of structure was due, was granted and asked for; "" for those who are not to see it."""
    if shown.parts is None:
        return ""
    services = {session.service: session.service_label for session in shown.sessions}
    rows = [
        (
            services.get(line.service, line.service),
            ident(line.kind),
            *(
                f"{figure(units)} ({hours_of(units)})"
                for units in (line.due_units, line.granted_units, line.demand_units)
            ),
        )
        for line in shown.due
    ]
    head = ("Service", "Type de structure", "Part due", "Accordé", "Demandé")
    caption = "Parts des types de structures, en unités de 15 minutes (et en heures)"
    return frame.grid(caption, head, rows, name=1, figures=range(2, 5))


def regulation(frame: Frame, shown: View) -> Iterator[str]:
    """How the points are counted, and every parameter with its value and unit."""
    yield f"<p>{escaped(BAREME)}</p>"
    head = ("Paramètre", "Valeur", "Unité")
    yield frame.grid("Paramètres du règlement appliqué", head, list(parameters(shown.regulation)))


def run_told(seed: int, reproducible: bool, version: str, sha256: str) -> str:
    """How the agenda was made, for whoever wants to make it again."""
    how = "reproductible" if reproducible else "interrompu avant la fin"
    return facts(
        {
            "Programme": f"rsa_sched {version}",
            "Graine": f"{seed}",
            "Calcul": how,
            "Empreinte du problème": Markup(f"<code>{escaped(sha256)}</code>"),
        }
    )
