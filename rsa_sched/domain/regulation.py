"""The règlement: parameters of rules and barème, all of them legible and changeable (contract, section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from rsa_sched.domain.base import Count, Frozen, Ids, Length, Part, Positive
from rsa_sched.domain.session_type import TYPES_OF_THE_NOTE, SessionType
from rsa_sched.french.sentences import say

Days = Annotated[tuple[Count, ...], Field(strict=False, min_length=1)]
Percent = Annotated[int, Field(ge=0, le=100)]


class Regulation(Part):
    """Parameters of the arbitration; defaults: the preset ``grenoble_2010``. Lengths in minutes, weights in days."""

    null_is_a_value: ClassVar[frozenset[str]] = frozenset({"single_situation_minutes"})

    kinds: Annotated[Ids, Field(min_length=1)] = ("PSSI", "PER", "PE")
    """The kinds of prescribing structure [R3], in the order that settles ties of the dues."""
    weights: Annotated[Mapping[str, Positive], Frozen()] | None = None
    """Weight of each kind in the sharing of the places [R30]; 1 each where omitted."""
    slot_days: Count = 60
    """What a seat is worth before age and urgency."""
    age_cap_days: Count = 365
    """Age beyond this counts no more."""
    urgency_days: Days = (0, 60, 180, 400)
    """What each level of urgency adds [R29]."""
    guarantee_days: Count = 120
    """Days of waiting, uncapped, from which a request has the guarantee."""
    guarantee_deferrals: Count = 2
    """Number of deferrals from which a request has the guarantee."""
    guarantee_bonus_days: Count = 120
    """What the guarantee adds."""
    wait_percent_per_week: Percent = 2
    """Share of the value lost for each week that the session lies ahead."""
    equity_days: Days = (20, 40, 80, 160)
    """Price of each unit short of a due: 1st and 2nd, 3rd and 4th, ...; the last goes on for ever. Never falling."""
    trip_days: Count = 10
    """Half the price of a trip [R31]."""
    idle_days: Count = 1
    """Price of a unit that a participant spends waiting between two situations."""
    move_session_days: Count = 60
    """Half the price of moving an announced situation to another session, or of deferring it."""
    move_time_days: Count = 10
    """Half the price of moving an announced situation to another hour of its session."""
    deadline_days: Count = 10
    """Calendar days before the session by which the request must have arrived [R47]."""
    psychologist_cancel_days: Count = 8
    """Days ahead by which an empty session is cancelled, where its type says so [R52]; for reports only."""
    short_minutes: Length = 30
    """Length of an ordinary situation [R40]."""
    long_minutes: Length = 45
    """Length with a partner or an invited beneficiary, and where the type says ``long`` [R35, R41, R42]."""
    single_situation_minutes: Positive | None = 60
    """A session's only situation ends within these first minutes [R22]; ``null``: no such rule."""
    types: Annotated[tuple[SessionType, ...], Field(strict=False, min_length=1)] = TYPES_OF_THE_NOTE
    """What kinds of session there are; a situation without ``type`` is of the first."""
    late: Literal["refuse", "fill"] = "refuse"
    """Late requests: refused, or seated where room is left, below everybody who is in time."""
    rank: Literal["reorder", "ignore"] = "reorder"
    """Whether a structure's ranks hand its values out again [R32]."""

    def weight(self, kind: str) -> int:
        """Weight of a kind in the sharing of the places."""
        return 1 if self.weights is None else self.weights[kind]

    def shortfall_price(self, unit: int) -> int:
        """Days that the `unit`-th unit short of a due costs, counted from 1."""
        return self.equity_days[min((unit - 1) // 2, len(self.equity_days) - 1)]


_KINDS_OF_THE_NETWORK = ("CD", "DCD", "FT", "ML", "CE")
"""The kinds of referent bodies since the law "plein emploi": département, its delegates, France Travail, missions
locales, Cap emploi."""

PRESETS: Mapping[str, Regulation] = MappingProxyType(
    {
        "grenoble_2010": Regulation(),
        # CASF, art. L. 262-39; a quarter of an hour a file, three where the person is heard: practice, not law.
        "equipe_pluridisciplinaire": Regulation(
            kinds=_KINDS_OF_THE_NETWORK,
            short_minutes=15,
            long_minutes=45,
            single_situation_minutes=None,
            types=(
                SessionType(
                    id="equipe-pluridisciplinaire",
                    label=say("labels.session-types.equipe-pluridisciplinaire"),
                    scope="service",
                    length="content",
                    minutes=180,
                    max_situations=12,
                    admits="rsa",
                    empty="cancelled",
                ),
            ),
        ),
        # Loi n° 2023-1196 (réseau pour l'emploi); for the whole service as the Drôme's "instance de remobilisation".
        "reseau_emploi_2025": Regulation(
            kinds=_KINDS_OF_THE_NETWORK,
            types=(
                SessionType(id="commission-territoriale", label=say("labels.session-types.commission-territoriale")),
                SessionType(
                    id="remobilisation",
                    label=say("labels.session-types.remobilisation"),
                    scope="service",
                    length="long",
                    max_situations=4,
                    empty="cancelled",
                ),
            ),
        ),
    }
)
"""Ready-made règlements by name."""
