"""Notices of vacant homes: reported, changed, withdrawn."""

from collections.abc import Sequence
from typing import Any

from bson import ObjectId

from api.call import Call
from api.resource import Resource
from rules.errors import InvalidRecord, NotFound
from rules.terms import Scope
from schemas.partner import filters, homes
from services import notices, partner
from services.partner import NoticeSeen

resource = Resource(
    "vacancies",
    "Ledige boliger",
    "Meld fra når en bolig blir ledig, så kommunen kan vise til noen.",
    example="M2026-0001",
)


@resource.listing("", scope=Scope.VACANCIES, schema=homes.Vacancy, filters=filters.Vacancies)
def listed(call: Call, *, after: ObjectId | None, limit: int, **wanted: Any) -> Sequence[NoticeSeen]:
    """Egne ledigmeldinger, de eldste først."""
    return partner.notices(call.landlord, after=after, limit=limit, **wanted)


@resource.one("/<number>", scope=Scope.VACANCIES, schema=homes.Vacancy)
def one(call: Call, number: str) -> NoticeSeen:
    """En ledigmelding."""
    return partner.notice(call.landlord, number)


@resource.made("", scope=Scope.VACANCIES_WRITE, body=homes.VacancyReported, schema=homes.Vacancy, at="one")
def report(call: Call, body: dict[str, Any]) -> NoticeSeen:
    """Meld at en bolig blir ledig. Hver bolig har høyst én åpen melding."""
    try:
        home = partner.get_dwelling(call.landlord, body["dwelling"])
    except NotFound:
        raise InvalidRecord("vacancy_notice", {"dwelling": "unknown_dwelling"}) from None
    made = notices.report(
        home,
        call.actor,
        available_from=body["available_from"],
        answer_by=body.get("answer_by"),
        rent_ore=body["rent_ore"],
        rent_covers=body.get("rent_covers") or "",
        note=body.get("note") or "",
        today=call.today,
        identity=call.identity,
    )
    return partner.notice(call.landlord, made.number)


@resource.changed("/<number>", scope=Scope.VACANCIES_WRITE, body=homes.VacancyChange, schema=homes.Vacancy)
def change(call: Call, body: dict[str, Any], number: str) -> NoticeSeen:
    """Endre en melding som ikke er besvart, eller trekk den med `{"state": "withdrawn"}`."""
    found = partner.get_notice(call.landlord, number)
    version = call.seen(found)
    if "state" in body:
        notices.withdraw(found, call.actor, version=version, today=call.today)
    else:
        notices.change(found, call.actor, values=body, version=version, today=call.today)
    return partner.notice(call.landlord, number)
