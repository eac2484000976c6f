"""A landlord's agreements and their duties, read only."""

from collections.abc import Sequence
from typing import Any

from bson import ObjectId

from api.call import Call
from api.resource import Resource
from rules.terms import Scope
from schemas.partner import agreements as schemas
from schemas.partner import filters
from services import partner
from services.partner import AgreementSeen, DutySeen

resource = Resource(
    "agreements",
    "Avtaler",
    "Tilvisnings-, tildelings- og samarbeidsavtaler, med plikter og frister.",
    example="~VGlsdmlzbmluZyA3",
)


@resource.listing("", scope=Scope.AGREEMENTS, schema=schemas.Agreement, filters=filters.Agreements)
def listed(call: Call, *, after: ObjectId | None, limit: int, **filters: Any) -> Sequence[AgreementSeen]:
    """Egne avtaler, de eldste først."""
    return partner.agreements(call.landlord, after=after, limit=limit, **filters)


@resource.one("/<number>", scope=Scope.AGREEMENTS, schema=schemas.Agreement)
def one(call: Call, number: str) -> AgreementSeen:
    """En avtale."""
    return partner.agreement(call.landlord, number)


@resource.listing("/<number>/duties", scope=Scope.AGREEMENTS, schema=schemas.Duty)
def duties(call: Call, number: str, *, after: ObjectId | None, limit: int) -> Sequence[DutySeen]:
    """Pliktene under avtalen, de eldste først."""
    return partner.duties(call.landlord, number, after=after, limit=limit)
