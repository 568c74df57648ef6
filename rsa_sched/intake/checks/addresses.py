"""Whether the official letters that are asked for could be sent [R50]."""

from __future__ import annotations

from collections.abc import Iterable

from rsa_sched.french.sentences import words
from rsa_sched.intake.rows.reader import FindingLog, SourceRow
from rsa_sched.office.address import missing_parts


def check_addresses(log: FindingLog, lines: Iterable[SourceRow]) -> None:
    """A finding for each request that asks for a letter to an address without street, postcode or town."""
    french = words("findings.address-parts")
    for line in lines:
        if line.get("official_letter"):
            missing = tuple(french[part] for part in missing_parts(line.text("address")))
            if missing:
                log.report("warning", "address-incomplete", line=line, key="address", rule="R50", missing=missing)
