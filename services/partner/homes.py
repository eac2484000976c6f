"""A landlord's homes as its own system sees them: dwellings, those it proposes, notices that one is vacant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bson import ObjectId

from models import Agreement, Dwelling, DwellingProposal, Project, Referral, VacancyNotice
from rules.dwellings import NEEDS_LANDLORD
from rules.terms import (
    Disposal,
    DwellingState,
    DwellingType,
    NoticeOrigin,
    NoticeState,
    ProposalState,
)
from services import records
from services.partner import finding
from services.partner.finding import numbers_of

HOME_FIELDS = (
    "dwelling_number", "address", "postcode", "place", "unit_number", "kind", "state", "rooms", "bedrooms", "area_m2",
    "floor", "lift", "wheelchair", "balcony", "storage", "parking", "pets_allowed", "furnished", "heating",
    "energy_label", "disposal", "project", "rent_ore",
)  # fmt: skip
LET_BY_IT = sorted(NEEDS_LANDLORD, key=lambda one: one.value)
PLAIN_HOME = tuple(name for name in HOME_FIELDS if name not in ("dwelling_number", "project"))
PROPOSED_FIELDS = ("proposal_number", "project", "home", "reference", "state", "received_on", "decided_on", "reasons",
                   "dwelling_number")  # fmt: skip
NOTICE_FIELDS = (
    "notice_number", "dwelling_number", "agreement", "state", "origin", "reported_on", "available_from", "answer_by",
    "rent_ore", "rent_covers", "note", "answered_on", "referral",
)  # fmt: skip
PLAIN_NOTICE = tuple(
    name for name in NOTICE_FIELDS if name not in ("notice_number", "dwelling_number", "agreement", "referral")
)


@dataclass(frozen=True, kw_only=True)
class HomeSeen:
    """A home; area in square metres, rent in øre a month. Nothing of who lives there."""

    key: ObjectId
    version: int
    number: str
    address: str
    postcode: str
    place: str | None
    unit_number: str | None
    kind: DwellingType
    state: DwellingState
    rooms: int
    bedrooms: int | None
    area_m2: float | None
    floor: int | None
    lift: bool
    wheelchair: bool
    balcony: bool
    storage: bool
    parking: bool
    pets_allowed: bool
    furnished: bool
    heating: str | None
    energy_label: str | None
    disposal: Disposal
    project: str | None
    rent_ore: int


@dataclass(frozen=True, kw_only=True)
class ProposalSeen:
    """A home that the landlord proposes, and what became of it; `home` holds its facts."""

    key: ObjectId
    version: int
    number: str
    project: str | None
    home: Any
    reference: str | None
    state: ProposalState
    received_on: date
    decided_on: date | None
    reasons: str | None
    dwelling: str | None


@dataclass(frozen=True, kw_only=True)
class NoticeSeen:
    """A notice of a vacant home; `referral` is the number of the one that stands, or that led to a lease."""

    key: ObjectId
    version: int
    number: str
    dwelling: str
    agreement: str | None
    state: NoticeState
    origin: NoticeOrigin
    reported_on: date
    available_from: date
    answer_by: date
    rent_ore: int
    rent_covers: str | None
    note: str | None
    answered_on: date | None
    referral: str | None


def dwellings(
    landlord: ObjectId, *, after: ObjectId | None = None, limit: int, state: DwellingState | None = None
) -> list[HomeSeen]:
    """The homes that the landlord lets by agreement, oldest first (index `dwelling_landlord`)."""
    found = finding.page(Dwelling, landlord, HOME_FIELDS, after=after, limit=limit, state=state, disposal__in=LET_BY_IT)
    return see_homes(found)


def dwelling(landlord: ObjectId, number: str) -> HomeSeen:
    """One of the homes that the landlord lets by agreement; raises NotFound."""
    return see_homes([_let_by_it(finding.read(Dwelling, landlord, number, HOME_FIELDS))])[0]


def get_dwelling(landlord: ObjectId, number: str) -> Dwelling:
    """The landlord's home, to be changed; raises NotFound."""
    return _let_by_it(finding.get(Dwelling, landlord, number))


def _let_by_it(found: Dwelling) -> Dwelling:
    """The home, unless the municipality rents it and lets it on: what rent it takes is its own."""
    if found.disposal not in LET_BY_IT:
        raise finding.missing(Dwelling, found.dwelling_number)
    return found


def see_homes(found: Sequence[Dwelling]) -> list[HomeSeen]:
    """What the landlord sees of these homes: one read for their projects' names."""
    projects = numbers_of(Project, found, "project")
    return [
        HomeSeen(
            key=one.pk,
            version=one.version,
            number=one.dwelling_number,
            project=projects.get(records.reference(one, "project")),
            **_plain(one, PLAIN_HOME),
        )
        for one in found
    ]


def proposals(
    landlord: ObjectId, *, after: ObjectId | None = None, limit: int, state: ProposalState | None = None
) -> list[ProposalSeen]:
    """The homes that the landlord proposes, oldest first (index `dwelling_proposal_landlord`)."""
    return see_proposals(
        finding.page(DwellingProposal, landlord, PROPOSED_FIELDS, after=after, limit=limit, state=state)
    )


def proposal(landlord: ObjectId, number: str) -> ProposalSeen:
    """One home that the landlord proposes; raises NotFound."""
    return see_proposals([finding.read(DwellingProposal, landlord, number, PROPOSED_FIELDS)])[0]


def see_proposals(found: Sequence[DwellingProposal]) -> list[ProposalSeen]:
    """What the landlord sees of these proposals: one read for their projects' names."""
    projects = numbers_of(Project, found, "project")
    return [
        ProposalSeen(
            key=one.pk,
            version=one.version,
            number=one.proposal_number,
            project=projects.get(records.reference(one, "project")),
            dwelling=one.dwelling_number,
            **_plain(one, ("home", "reference", "state", "received_on", "decided_on", "reasons")),
        )
        for one in found
    ]


def project_named(landlord: ObjectId, name: str) -> Project | None:
    """The landlord's project of that name (index `project_name`)."""
    found: Project | None = Project.objects(landlord=landlord, name=name).no_dereference().first()
    return found


def notices(
    landlord: ObjectId, *, after: ObjectId | None = None, limit: int, state: NoticeState | None = None
) -> list[NoticeSeen]:
    """The landlord's notices, oldest first (indexes `vacancy_notice_landlord`, `vacancy_notice_landlord_state`)."""
    return see_notices(finding.page(VacancyNotice, landlord, NOTICE_FIELDS, after=after, limit=limit, state=state))


def notice(landlord: ObjectId, number: str) -> NoticeSeen:
    """One of the landlord's notices; raises NotFound."""
    return see_notices([finding.read(VacancyNotice, landlord, number, NOTICE_FIELDS)])[0]


def get_notice(landlord: ObjectId, number: str) -> VacancyNotice:
    """The landlord's notice, to be changed; raises NotFound."""
    found: VacancyNotice = finding.get(VacancyNotice, landlord, number)
    return found


def see_notices(found: Sequence[VacancyNotice]) -> list[NoticeSeen]:
    """What the landlord sees of these notices: one read for agreements' numbers, one for referrals'."""
    agreements, referrals = numbers_of(Agreement, found, "agreement"), numbers_of(Referral, found, "referral")
    return [
        NoticeSeen(
            key=one.pk,
            version=one.version,
            number=one.notice_number,
            dwelling=one.dwelling_number,
            agreement=agreements.get(records.reference(one, "agreement")),
            referral=referrals.get(one.referral),
            **_plain(one, PLAIN_NOTICE),
        )
        for one in found
    ]


def _plain(document: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(document, name) for name in names}
