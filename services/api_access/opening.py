"""Whom a key or a token acts for."""

import hmac
from dataclasses import dataclass
from datetime import date

from bson import ObjectId

from models import ApiKey, Landlord
from rules.errors import KeyUnknown, LandlordInactive
from rules.terms import KeyState, Scope
from services import records
from services.api_access.keys import KNOWN_BY, PREFIX, digest

LONGEST_KEY = 200


@dataclass(frozen=True, kw_only=True)
class Known:
    """A caller that is let in: for whom, to what, and what it is called in the counted calls."""

    landlord: ObjectId
    name: str
    scopes: frozenset[Scope]
    client: str


def opened_by(key_text: str, secret: str, today: date, *, demo: bool = False) -> ApiKey:
    """The key in use that the text is; those of the demo in demo mode alone. Raises KeyUnknown. One read."""
    prefix = key_text[:KNOWN_BY]
    if not key_text.startswith(PREFIX) or len(key_text) > LONGEST_KEY or not key_text.isascii():
        raise KeyUnknown(prefix, "shape")
    key: ApiKey | None = ApiKey.objects(prefix=prefix).exclude("history", "pending").no_dereference().first()
    if key is None or not hmac.compare_digest(key.digest, digest(key_text, secret)):
        raise KeyUnknown(prefix, "unknown")
    if key.demo and not demo:
        raise KeyUnknown(prefix, "demo")
    if key.state is not KeyState.ACTIVE:
        raise KeyUnknown(prefix, "revoked")
    if today > key.expires_on:
        raise KeyUnknown(prefix, "expired")
    return key


def who(key_text: str, secret: str, today: date, *, demo: bool = False) -> Known:
    """Whom the key acts for (`demo`: in demo mode); raises KeyUnknown, LandlordInactive. Two reads."""
    key = opened_by(key_text, secret, today, demo=demo)
    landlord = Landlord.objects(pk=records.reference(key, "landlord")).only("name", "active").first()
    if landlord is None or not landlord.active:
        raise LandlordInactive(key.prefix)
    return Known(landlord=landlord.pk, name=landlord.name, scopes=frozenset(key.scopes), client=key.prefix)


def landlord_of(organisation_number: str, scopes: frozenset[Scope]) -> Known:
    """Whom a token of that organisation acts for; raises LandlordInactive. One read."""
    found = Landlord.objects(organisation_number=organisation_number).only("name", "active").first()
    if found is None or not found.active:
        raise LandlordInactive(organisation_number)
    return Known(landlord=found.pk, name=found.name, scopes=scopes, client=organisation_number)
