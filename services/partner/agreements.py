"""A landlord's agreements as its own system sees them, with the duties under each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bson import ObjectId

from models import Agreement, Duty, Project
from rules.terms import AgreementKind, AgreementState, DutyParty, DutyState
from services import records
from services.partner import finding
from services.partner.finding import numbers_of

AGREEMENT_FIELDS = (
    "agreement_number", "kind", "state", "project", "homes", "signed_on", "registered_on", "loan_paid_out_on", "years",
    "ends_on", "ended_on",
)  # fmt: skip
PLAIN_AGREEMENT = tuple(name for name in AGREEMENT_FIELDS if name not in ("agreement_number", "project"))
DUTY_FIELDS = ("agreement", "label", "party", "state", "every_months", "next_on")


@dataclass(frozen=True, kw_only=True)
class AgreementSeen:
    """An agreement that binds the landlord."""

    key: ObjectId
    version: int
    number: str
    kind: AgreementKind
    state: AgreementState
    project: str | None
    homes: int | None
    signed_on: date | None
    registered_on: date | None
    loan_paid_out_on: date | None
    years: int | None
    ends_on: date | None
    ended_on: date | None


@dataclass(frozen=True, kw_only=True)
class DutySeen:
    """A duty under an agreement; one without `every_months` is done once."""

    key: ObjectId
    version: int
    label: str
    party: DutyParty
    state: DutyState
    every_months: int | None
    next_on: date | None


def agreements(
    landlord: ObjectId,
    *,
    after: ObjectId | None = None,
    limit: int,
    kind: AgreementKind | None = None,
    state: AgreementState | None = None,
) -> list[AgreementSeen]:
    """The landlord's agreements, oldest first, drafts left out (index `agreement_landlord`)."""
    shown = [one for one in AgreementState if one is not AgreementState.DRAFT and state in (None, one)]
    found = finding.page(Agreement, landlord, AGREEMENT_FIELDS, after=after, limit=limit, kind=kind, state__in=shown)
    return see_agreements(found)


def agreement(landlord: ObjectId, number: str) -> AgreementSeen:
    """One of the landlord's agreements; raises NotFound, for a draft too: that is the municipality's own."""
    found: Agreement = finding.read(Agreement, landlord, number, AGREEMENT_FIELDS)
    if found.state is AgreementState.DRAFT:
        raise finding.missing(Agreement, number)
    return see_agreements([found])[0]


def see_agreements(found: Sequence[Agreement]) -> list[AgreementSeen]:
    """What the landlord sees of these agreements: one read for their projects' names."""
    projects = numbers_of(Project, found, "project")
    return [
        AgreementSeen(
            key=one.pk,
            version=one.version,
            number=one.agreement_number,
            project=projects.get(records.reference(one, "project")),
            **{name: getattr(one, name) for name in PLAIN_AGREEMENT},
        )
        for one in found
    ]


def duties(landlord: ObjectId, number: str, *, after: ObjectId | None = None, limit: int) -> list[DutySeen]:
    """The duties under one of the landlord's agreements, oldest first (index `duty_landlord`); raises NotFound."""
    under = agreement(landlord, number)
    found = finding.page(Duty, landlord, DUTY_FIELDS, after=after, limit=limit, agreement=under.key)
    return [
        DutySeen(
            key=one.pk,
            version=one.version,
            **{name: getattr(one, name) for name in DUTY_FIELDS if name != "agreement"},
        )
        for one in found
    ]
