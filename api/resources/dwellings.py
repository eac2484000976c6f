"""A landlord's homes: read, proposed, and changed in what is the landlord's own to say."""

from collections.abc import Sequence
from typing import Any

from bson import ObjectId

from api.call import Call
from api.resource import Resource
from rules.errors import InvalidRecord
from rules.terms import Scope
from schemas.partner import filters, homes
from services import partner, proposals
from services.partner import HomeSeen, ProposalSeen

resource = Resource(
    "dwellings",
    "Boliger",
    "Boligene dere leier ut etter avtale. Nye foreslås, og kommunen godkjenner.",
    example="B1001",
)
proposed = Resource(
    "dwelling-proposals",
    "Foreslåtte boliger",
    "Hva kommunen har svart på boliger dere har foreslått.",
    example="FB2026-0001",
)


@resource.listing("", scope=Scope.DWELLINGS, schema=homes.Dwelling, filters=filters.Dwellings)
def listed(call: Call, *, after: ObjectId | None, limit: int, **wanted: Any) -> Sequence[HomeSeen]:
    """Egne boliger, de eldste først. Hvem som bor der, står ikke her."""
    return partner.dwellings(call.landlord, after=after, limit=limit, **wanted)


@resource.one("/<number>", scope=Scope.DWELLINGS, schema=homes.Dwelling)
def one(call: Call, number: str) -> HomeSeen:
    """En bolig."""
    return partner.dwelling(call.landlord, number)


@resource.made("", scope=Scope.DWELLINGS_WRITE, body=homes.DwellingProposed, schema=homes.DwellingProposal, status=202,
               at="partner_dwelling-proposals.one_proposal")  # fmt: skip
def propose(call: Call, body: dict[str, Any]) -> ProposalSeen:
    """Foreslå en bolig under en avtale som gjelder. Den blir registrert når kommunen har godkjent den."""
    home = dict(body)
    project = partner.project_named(call.landlord, home.pop("project"))
    if project is None:
        raise InvalidRecord("dwelling_proposal", {"project": "unknown_project"})
    landlord, reference = partner.get_landlord(call.landlord), home.pop("reference", None) or ""
    made = proposals.propose(
        landlord, project, home, call.actor, reference=reference, today=call.today, identity=call.identity
    )
    return partner.proposal(call.landlord, made.number)


@resource.changed("/<number>", scope=Scope.DWELLINGS_WRITE, body=homes.DwellingChange, schema=homes.Dwelling)
def change(call: Call, body: dict[str, Any], number: str) -> HomeSeen:
    """Endre det som er deres eget å si om en bolig. Felt som ikke er med, blir stående."""
    found = partner.get_dwelling(call.landlord, number)
    proposals.update_home(found, call.actor, values=body, version=call.seen(found), today=call.today)
    return partner.dwelling(call.landlord, number)


@proposed.listing("", scope=Scope.DWELLINGS, schema=homes.DwellingProposal, filters=filters.DwellingProposals)
def listed_proposals(call: Call, *, after: ObjectId | None, limit: int, **wanted: Any) -> Sequence[ProposalSeen]:
    """Boligene dere har foreslått, de eldste først."""
    return partner.proposals(call.landlord, after=after, limit=limit, **wanted)


@proposed.one("/<number>", scope=Scope.DWELLINGS, schema=homes.DwellingProposal)
def one_proposal(call: Call, number: str) -> ProposalSeen:
    """En foreslått bolig."""
    return partner.proposal(call.landlord, number)
