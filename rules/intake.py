"""What may be received: who stands behind an application, and what its facts must hold (fvl. §§ 11, 12; S003)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rules.terms import ApplicationKind, AppliedBy, Consent

ABOUT_A_LEASE = frozenset({ApplicationKind.EXTENSION, ApplicationKind.SWAP})
"""What can only be asked for by somebody who rents already (S001)."""

ANSWERS = frozenset({Consent.GIVEN, Consent.AUTHORITY, Consent.DECLINED})
"""What a case that waits for the applicant may come to."""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What is checked of an application before it is registered; days are None where nobody knows them."""

    kind: ApplicationKind
    received_on: date
    applied_by: AppliedBy
    initiator: str = ""
    lease: bool = False
    born_on: date | None = None
    representative_until: date | None = None


def problems(receipt: Receipt, today: date) -> Mapping[str, str]:
    """What is wrong with the facts: the field's name → a code; nothing where all is well."""
    born, until = receipt.born_on, receipt.representative_until
    found = {
        "initiator_name": ("missing_value", receipt.applied_by is not AppliedBy.APPLICANT and not receipt.initiator),
        "lease": ("missing_value", receipt.kind in ABOUT_A_LEASE and not receipt.lease),
        "representative_until": ("past", until is not None and until < today),
        "born_on": ("future", born is not None and born > today),
    }
    wrong = {name: code for name, (code, holds) in found.items() if holds}
    if receipt.received_on > today:
        wrong["received_on"] = "future"
    elif born is not None and receipt.received_on < born:
        wrong["received_on"] = "before_birth"
    return wrong


def consent(applied_by: AppliedBy, *, authority: bool) -> Consent:
    """Whether the case waits for the applicant: what another asks for needs a written authority or a yes (fvl. § 12).

    A municipal unit, a hospital or a prison is no exception (S003).
    """
    if applied_by is AppliedBy.APPLICANT:
        return Consent.NOT_NEEDED
    return Consent.AUTHORITY if authority else Consent.AWAITED
