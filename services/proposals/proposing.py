"""A landlord proposes a home of one of its projects, under an agreement that gives right to the project's homes."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bson import ObjectId

from letters import landlord_texts
from models import Dwelling, DwellingProposal, Landlord, Postcode, Project
from models.base import Effect, Record
from models.landlord_side import ProposedHome
from rules import names, proposed_homes
from rules.deadlines import oslo_date
from rules.errors import AlreadyExists, HomeKnown, NotFound
from rules.terms import NoticeOrigin, ProposalState, Role, TaskKind, Urgency
from services import numbers, quotas, records, tasks
from services.actor import Actor
from services.effects import Owed
from services.tasks import Finding

DECIDERS = (Role.PROPERTY, Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD)
KEEP_EFFECT = "dwelling_proposal_task"


def propose(
    landlord: Landlord,
    project: Project,
    home: Mapping[str, Any],
    actor: Actor,
    *,
    reference: str,
    today: date,
    identity: ObjectId | None = None,
) -> DwellingProposal:
    """Store a proposed home for staff to decide on; proposed again under the same id = the stored one.

    Raises NotAuthorised, NotFound (another landlord's project), NoAgreement, InvalidRecord, HomeKnown.
    """
    actor.require_party(landlord.pk, *DECIDERS, what="dwelling_proposal.propose")
    if (held := _stored(identity, landlord)) is not None:
        return held
    values = _check_home(landlord, project, home, today)
    proposal = DwellingProposal(
        id=identity or ObjectId(),
        proposal_number=numbers.label("FB", today.year),
        landlord=landlord.pk,
        project=project.pk,
        home=ProposedHome(**values),
        reference=reference.strip() or None,
        origin=NoticeOrigin.STAFF if actor.landlord is None else NoticeOrigin.API,
        received_on=today,
    )
    try:
        records.create(
            proposal, actor, action="dwelling_proposed", owed=[Owed(KEEP_EFFECT, f"{KEEP_EFFECT}:{proposal.pk}:1")]
        )
    except AlreadyExists as error:
        if (held := _stored(proposal.pk, landlord)) is not None:
            return held
        raise HomeKnown(values["address"]) from error
    return proposal


def _check_home(landlord: Landlord, project: Project, home: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What is stored of a home that may be proposed; raises as `propose`."""
    if records.reference(project, "landlord") != landlord.pk:
        raise NotFound("project", project.number)
    quotas.agreement_of(project.pk, project.name, today)
    known = Postcode.objects(pk=str(home.get("postcode") or "")).only("pk").first() is not None
    values = proposed_homes.check_home(home, postcode_known=known)
    if any(records.reference(one, "landlord") == landlord.pk for one in registered_at(values)):
        raise HomeKnown(values["address"])  # what others have registered, the staff who decide see, and no landlord
    return values


def _stored(identity: ObjectId | None, landlord: Landlord) -> DwellingProposal | None:
    found: DwellingProposal | None = None
    if identity is not None:
        found = DwellingProposal.objects(pk=identity, landlord=landlord.pk).no_dereference().first()
    return found


def registered_at(values: Mapping[str, Any]) -> list[Dwelling]:
    """Homes with the same address, postcode and unit number (index `dwelling_address`)."""
    same_place = Dwelling.objects(address_key=names.sort_key(values["address"]), postcode=values["postcode"])
    found = same_place.only("unit_number", "landlord", "dwelling_number").no_dereference()
    return [one for one in found if (one.unit_number or None) == values.get("unit_number")]


def known(proposal: DwellingProposal) -> list[Dwelling]:
    """The homes that are registered at the place of the proposed one, whoever's: for the staff who decide on it."""
    return registered_at({name: getattr(proposal.home, name) for name in proposed_homes.HOME_FIELDS})


def owed_task(proposal: DwellingProposal) -> Owed:
    """What each change of a proposal owes: its task brought up to date. Call it before the change is made."""
    return Owed(KEEP_EFFECT, f"{KEEP_EFFECT}:{proposal.pk}:{proposal.version + 1}")


def waiting() -> Iterator[DwellingProposal]:
    """Proposals that nobody has decided, oldest first (index `dwelling_proposal_state`)."""
    found = DwellingProposal.objects(state__in=[ProposalState.RECEIVED]).no_dereference()
    yield from found.order_by("received_on", "id")


def finding(proposal: DwellingProposal) -> Finding | None:
    """What a proposal that waits asks for; None once it is decided."""
    if proposal.state is not ProposalState.RECEIVED:
        return None
    return Finding.about(
        proposal,
        TaskKind.PROPOSED_DWELLING,
        proposal.received_on,
        urgency=Urgency.NOTICE,
        text=landlord_texts.proposal(),
        role=Role.PROPERTY,
    )


def keep_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the task about a proposal up to date (a command effect)."""
    today = oslo_date(actor.at)
    proposal: DwellingProposal = records.get(DwellingProposal, document.pk)
    tasks.keep(finding(proposal), TaskKind.PROPOSED_DWELLING, proposal.pk, actor, today)
