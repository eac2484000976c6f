"""Leases between the landlord and households that were referred: read, signed, and what is reported of them."""

from collections.abc import Callable, Sequence
from typing import Any

from bson import ObjectId

from api.call import Call
from api.resource import Resource
from rules.errors import InvalidRecord, NotFound
from rules.terms import Scope
from schemas.partner import filters, tenancies
from services import landlord_leases, partner
from services.partner import LeaseSeen, ReportSeen

resource = Resource(
    "leases",
    "Leieforhold",
    "Leieavtaler dere har inngått med husstander som kommunen viste til. Leietakeren er ikke navngitt her: den som "
    "trenger det, finner navnet i tilvisningen.",
    example="KU2026-0001",
)


@resource.listing("", scope=Scope.LEASES, schema=tenancies.Lease, filters=filters.Leases)
def listed(call: Call, *, after: ObjectId | None, limit: int, **wanted: Any) -> Sequence[LeaseSeen]:
    """Egne leieforhold, de eldste først."""
    return partner.leases(call.landlord, call.today, after=after, limit=limit, **wanted)


@resource.one("/<number>", scope=Scope.LEASES, schema=tenancies.Lease)
def one(call: Call, number: str) -> LeaseSeen:
    """Et leieforhold."""
    return partner.lease(call.landlord, number, call.today)


@resource.made("", scope=Scope.LEASES_WRITE, body=tenancies.LeaseSigned, schema=tenancies.Lease, at="one")
def sign(call: Call, body: dict[str, Any]) -> LeaseSeen:
    """Meld at leieavtalen er undertegnet med husstanden i en tilvisning som dere har godtatt."""
    terms = dict(body)
    try:
        referral = partner.get_referral(call.landlord, terms.pop("referral"))
    except NotFound:
        raise InvalidRecord("lease", {"referral": "unknown_referral"}) from None
    optional = {name: terms.pop(name, None) for name in ("ends_on", "security", "security_ore")}
    made = landlord_leases.sign(
        referral, call.actor, **terms, **optional, version=referral.version, today=call.today, identity=call.identity
    )
    return partner.lease(call.landlord, made.number, call.today)


@resource.listing("/<number>/reports", scope=Scope.LEASES, schema=tenancies.LeaseReport)
def reports(call: Call, number: str, *, after: ObjectId | None, limit: int) -> Sequence[ReportSeen]:
    """Hva dere har meldt om leieforholdet, det eldste først."""
    return partner.reports(partner.get_lease(call.landlord, number), after=after, limit=limit)


def _reported(call: Call, number: str, body: dict[str, Any], step: Callable[..., Any], *, matched: bool) -> ReportSeen:
    lease = partner.get_lease(call.landlord, number)
    made = landlord_leases.promised(lease, call.identity, call.actor)  # by a call whose answer was lost
    if made is None:
        version = call.seen(lease) if matched else lease.version
        made = step(lease, call.actor, **body, version=version, today=call.today, identity=call.identity)
    return partner.see_report(made)


@resource.made("/<number>/rent-changes", scope=Scope.LEASES_WRITE, body=tenancies.RentChanged,
               schema=tenancies.LeaseReport, matched=True)  # fmt: skip
def report_rent(call: Call, body: dict[str, Any], number: str) -> ReportSeen:
    """Meld ny husleie (husleieloven kapittel 4)."""
    return _reported(call, number, body, landlord_leases.report_rent, matched=True)


@resource.made("/<number>/term-changes", scope=Scope.LEASES_WRITE, body=tenancies.TermChanged,
               schema=tenancies.LeaseReport, matched=True)  # fmt: skip
def report_term(call: Call, body: dict[str, Any], number: str) -> ReportSeen:
    """Meld at dere og leietakeren har avtalt en annen leietid."""
    return _reported(call, number, body, landlord_leases.report_term, matched=True)


@resource.made("/<number>/arrears-warnings", scope=Scope.LEASES_WRITE, body=tenancies.ArrearsWarned,
               schema=tenancies.LeaseReport)  # fmt: skip
def warn_of_arrears(call: Call, body: dict[str, Any], number: str) -> ReportSeen:
    """Varsle om at leie ikke er betalt, så kommunen kan hjelpe i tide. Meld beløp og dato, ikke årsak."""
    return _reported(call, number, body, landlord_leases.report_arrears, matched=False)


@resource.made("/<number>/ending", scope=Scope.LEASES_WRITE, body=tenancies.LeaseEnded, schema=tenancies.LeaseReport,
               matched=True)  # fmt: skip
def report_end(call: Call, body: dict[str, Any], number: str) -> ReportSeen:
    """Meld at leieforholdet er avsluttet."""
    return _reported(call, number, body, landlord_leases.report_end, matched=True)
