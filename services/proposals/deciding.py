"""Staff decide on a proposed home: approved, it is registered once under the id that the decision gave it."""

from datetime import date
from typing import Any

from bson import ObjectId

from models import Dwelling, DwellingProposal, Postcode, Project
from models.base import Effect, Record
from rules import dwellings, identifiers, partner_states, proposed_homes, states
from rules.dwellings import DwellingFacts
from rules.errors import HomeKnown, MissingReason, StaleState, TransitionRefused
from rules.proposed_homes import HOME_FIELDS
from rules.terms import AgreementKind, NoticeCode, PartnerEvent, ProposalState
from services import numbers, quotas, records, webhooks
from services.actor import Actor
from services.effects import Owed
from services.proposals import proposing, room
from services.proposals.proposing import DECIDERS

HOME_EFFECT, APPROVE_EFFECT = "register_proposed_home", "approve_proposed_home"
RESOURCE = "dwelling-proposals"


def approve(proposal: DwellingProposal, actor: Actor, *, version: int, today: date) -> bool:
    """Register the home; False where that was decided before.

    Raises NotAuthorised, NoAgreement, HomesFull, HomeKnown, TransitionRefused, StaleState.
    """
    actor.require(*DECIDERS, what="dwelling_proposal.approve")
    if proposal.state is ProposalState.APPROVED:
        return False
    states.check(partner_states.PROPOSAL, proposal.state, ProposalState.APPROVED)
    records.check_version(proposal, version)
    project: Project = records.get(Project, records.reference(proposal, "project"))
    agreement = quotas.agreement_of(project.pk, project.name, today)
    room.refuse_full(project)
    if proposing.known(proposal):
        raise HomeKnown(proposal.home.address)
    identity = ObjectId()
    args = {
        "proposal": str(proposal.pk), "seen": version, "number": _free_number(today.year), "on": today.isoformat(),
        "kind": agreement.kind.value, "home": str(identity), "by": actor.name,
    }  # fmt: skip
    room.take(project.pk, identity, actor, Owed(APPROVE_EFFECT, f"{APPROVE_EFFECT}:{identity}", args))
    proposal.reload()
    if records.reference(proposal, "dwelling") != identity and not room.is_kept(project.pk, identity):
        raise records.stale(proposal, version)
    return True


def approve_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Bring the proposal to approved after its project kept room for the home, or give the room back (a command)."""
    args = effect.args
    identity, proposal = ObjectId(args["home"]), records.get(DwellingProposal, ObjectId(args["proposal"]))
    if records.reference(proposal, "dwelling") == identity:
        return
    values = {
        "state": ProposalState.APPROVED, "dwelling": identity, "dwelling_number": args["number"],
        "decided_on": date.fromisoformat(args["on"]), "decided_by_name": args["by"],
    }  # fmt: skip
    home = Owed(HOME_EFFECT, f"{HOME_EFFECT}:{identity}", {"kind": args["kind"]})
    try:
        states.check(partner_states.PROPOSAL, proposal.state, ProposalState.APPROVED)
        records.change(
            proposal, actor, values=values, action="dwelling_approved", version=int(args["seen"]),
            owed=[home, *_owed(proposal)],
        )  # fmt: skip
    except (StaleState, TransitionRefused):
        room.give_back(document.pk, identity, actor)


def refuse(proposal: DwellingProposal, actor: Actor, *, reasons: str, version: int, today: date) -> bool:
    """Say no, with reasons that the landlord is told; False where that was decided before.

    Raises NotAuthorised, MissingReason, TransitionRefused, StaleState.
    """
    actor.require(*DECIDERS, what="dwelling_proposal.refuse")
    if proposal.state is ProposalState.REFUSED and proposal.reasons == reasons.strip():
        return False
    if not reasons.strip():
        raise MissingReason("dwelling_proposal.refuse")
    states.check(partner_states.PROPOSAL, proposal.state, ProposalState.REFUSED)
    values = _decided(actor, today) | {"state": ProposalState.REFUSED, "reasons": reasons.strip()}
    return records.change(
        proposal, actor, values=values, action="dwelling_refused", version=version, owed=_owed(proposal)
    )


def _decided(actor: Actor, today: date) -> dict[str, Any]:
    return {"decided_on": today, "decided_by_name": actor.name}


def _owed(proposal: DwellingProposal) -> list[Owed]:
    landlord = records.reference(proposal, "landlord")
    told = webhooks.owed(proposal, PartnerEvent.DWELLING_DECIDED, landlord, RESOURCE, proposal.number)
    return [proposing.owed_task(proposal), told]


def register_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Register the home that was approved (a command effect); registered before = done."""
    proposal: DwellingProposal = records.get(DwellingProposal, document.pk)
    identity = records.reference(proposal, "dwelling")
    if Dwelling.objects(pk=identity).only("pk").first() is None:
        home = _home(proposal, AgreementKind(effect.args["kind"]))
        records.create_once(home, actor, action="dwelling_from_landlord")
    room.give_back(records.reference(proposal, "project"), identity, actor)


def _home(proposal: DwellingProposal, kind: AgreementKind) -> Dwelling:
    values = {name: getattr(proposal.home, name) for name in HOME_FIELDS}
    found = Postcode.objects(pk=values["postcode"]).only("place").first()
    home = Dwelling(
        id=records.reference(proposal, "dwelling"),
        dwelling_number=proposal.dwelling_number,
        place=found.place if found else None,
        disposal=proposed_homes.DISPOSAL[kind],
        landlord=records.reference(proposal, "landlord"),
        project=records.reference(proposal, "project"),
        **values,
    )
    home.notices = _notices(home)
    return home


def _notices(home: Dwelling) -> list[NoticeCode]:
    number = home.unit_number
    facts = DwellingFacts(
        disposal=home.disposal, has_landlord=True, floor=home.floor, place=home.place or "", register_place=home.place,
        unit_number=identifiers.unit_number(number) if number else None,
    )  # fmt: skip
    return list(dwellings.notices(facts))


def _free_number(year: int) -> str:
    """The next dwelling number of landlords' homes that no other home bears."""
    while True:
        number = numbers.label("UB", year)
        if Dwelling.objects(dwelling_number=number).only("pk").first() is None:
            return number
