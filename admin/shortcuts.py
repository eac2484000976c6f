"""Short addresses that mails carry: a case by the number that people know it by, never by a database id."""

from typing import Any

from flask import Blueprint, abort, current_app, redirect
from flask.typing import ResponseReturnValue
from mongoengine import ValidationError

from admin import links
from admin.desk import Desk
from models import (
    Agreement,
    ApiKey,
    Appeal,
    Application,
    Approach,
    ArrearsCase,
    Dispute,
    Duty,
    DwellingProposal,
    Ending,
    FollowUp,
    Incident,
    Inspection,
    LandlordReport,
    Lease,
    Offer,
    Overview,
    Procurement,
    Referral,
    Repair,
    Task,
    Vacancy,
    VacancyNotice,
    Webhook,
)

shortcuts = Blueprint("shortcuts", __name__)

# What a mail calls a record → its document, the field that the address holds, and which comes first of several.
FINDERS: dict[str, tuple[Any, str, str]] = {
    "leieforhold": (Lease, "contract_number", "pk"),
    "soknad": (Application, "application_number", "pk"),
    "klage": (Appeal, "application_number", "-received_on"),
    "ledig": (Vacancy, "vacancy_number", "pk"),
    "tilbud": (Offer, "offer_number", "pk"),
    "restanse": (ArrearsCase, "case_number", "pk"),
    "oversikt": (Overview, "overview_number", "pk"),
    "hendelse": (Incident, "incident_number", "pk"),
    "oppfolging": (FollowUp, "contract_number", "pk"),
    "befaring": (Inspection, "inspection_number", "pk"),
    "utbedring": (Repair, "repair_number", "pk"),
    "avslutning": (Ending, "ending_number", "pk"),
    "tvist": (Dispute, "dispute_number", "pk"),
    "framskaffelse": (Procurement, "procurement_number", "pk"),
    "henvendelse": (Approach, "approach_number", "pk"),
    "utleiermelding": (VacancyNotice, "notice_number", "pk"),
    "tilvisning": (Referral, "referral_number", "pk"),
    "boligforslag": (DwellingProposal, "proposal_number", "pk"),
    "melding": (LandlordReport, "report_number", "pk"),
    "plikt": (Duty, "pk", "pk"),
    "nokkel": (ApiKey, "pk", "pk"),
    "varsling": (Webhook, "pk", "pk"),
    "avtale": (Agreement, "pk", "pk"),
    "oppgave": (Task, "pk", "pk"),
}

# What a mail calls a page where a record is answered → how it calls the record, and the method of its screen.
PAGES: dict[str, tuple[str, str]] = {
    "tjenester": ("ledig", "answer_profile"),
    "innstilling": ("ledig", "answer_unit"),
}


@shortcuts.get("/til/<kind>/<path:number>")
def go(kind: str, number: str) -> ResponseReturnValue:
    """Lead to the record's page, or the one where it is answered; 404 where there is none or it may not be opened."""
    sort, method = PAGES.get(kind, (kind, ""))
    if sort not in FINDERS:
        abort(404)
    document, field, order = FINDERS[sort]
    try:
        found = document.objects(**{field: number}).only("pk").order_by(order).first()
    except ValidationError:
        found = None
    return redirect(_url(document, found.pk, method) or abort(404)) if found else abort(404)


def _url(document: Any, identity: Any, method: str) -> str | None:
    desk: Desk = current_app.extensions["husrom_desk"]
    screen = desk.screen_of(document)
    if method and screen is not None and screen.may(method):
        return str(screen.get_url(f"{screen.endpoint}.{method}", id=identity))
    return links.record_url(desk, document._get_collection_name(), identity)
