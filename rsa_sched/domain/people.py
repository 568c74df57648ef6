"""Who: prescribing structures and professionals."""

from __future__ import annotations

from rsa_sched.domain.base import Id, Interval, Label, Part, Rows


class Structure(Part):
    """A structure that prescribes situations; its kind shares the places with the other kinds [R30]."""

    id: Id
    kind: Id
    label: Label = None


class Professional(Part):
    """A person who takes part in situations (referent or partner) or staffs sessions."""

    id: Id
    structure: Id | None = None
    label: Label = None
    unavailable: Rows[Interval] = ()
