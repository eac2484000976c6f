"""Households that the municipality refers to the landlord's homes: read and answered. What is told is logged first."""

from collections.abc import Sequence
from typing import Any

from bson import ObjectId

from api.call import Call
from api.resource import Resource
from rules.terms import ReferralState, Scope
from schemas.partner import filters, households
from services import partner, referrals
from services.partner import ReferralSeen

resource = Resource(
    "referrals",
    "Tilvisninger",
    "Husstander som kommunen viser til ledige boliger. Dere får vite det dere trenger for å leie ut, og ikke mer: "
    "nummeret, hvor mange de er og hvilken sikkerhet som tilbys. Navn og kontakt følger når dere har godtatt. "
    "Alt som gis ut, blir logget.",
    example="TV2026-0001",
)


def _told(call: Call, found: Sequence[Any]) -> list[ReferralSeen]:
    return partner.tell_referrals(found, call.actor, call.now)


@resource.listing("", scope=Scope.REFERRALS, schema=households.Referral, filters=filters.Referrals, told=_told)
def listed(call: Call, *, after: ObjectId | None, limit: int, **wanted: Any) -> Sequence[Any]:
    """Egne tilvisninger, de eldste først."""
    return partner.referrals(call.landlord, after=after, limit=limit, **wanted)


@resource.one("/<number>", scope=Scope.REFERRALS, schema=households.Referral)
def one(call: Call, number: str) -> ReferralSeen:
    """En tilvisning."""
    return _told(call, [partner.referral(call.landlord, number)])[0]


@resource.changed("/<number>", scope=Scope.REFERRALS_WRITE, body=households.ReferralAnswer, schema=households.Referral)
def answer(call: Call, body: dict[str, Any], number: str) -> ReferralSeen:
    """Svar på en tilvisning: avtal visning, godta, eller avslå med en lovlig grunn (husleieloven § 1-8)."""
    found = partner.get_referral(call.landlord, number)
    version = call.seen(found)
    match body["state"]:
        case ReferralState.VIEWING:
            referrals.arrange_viewing(found, call.actor, at=body["viewing_at"], version=version, now=call.now)
        case ReferralState.ACCEPTED:
            referrals.accept(found, call.actor, version=version, now=call.now)
        case _:
            reason, note = body["reason"], body.get("note") or ""
            referrals.reject(found, call.actor, reason=reason, note=note, version=version, now=call.now)
    return _told(call, [partner.referral(call.landlord, number)])[0]
