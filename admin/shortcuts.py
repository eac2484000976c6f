"""Short addresses that mails carry: a case by the number that people know it by, never by a database id."""

from typing import Any

from flask import Blueprint, abort, current_app, redirect
from flask.typing import ResponseReturnValue
from mongoengine import ValidationError

from admin import links
from models import Agreement, Appeal, Application, Lease, Offer, Task, Vacancy

shortcuts = Blueprint("shortcuts", __name__)

# What a mail calls a record → its document, the field that the address holds, and which comes first of several.
FINDERS: dict[str, tuple[Any, str, str]] = {
    "leieforhold": (Lease, "contract_number", "pk"),
    "soknad": (Application, "application_number", "pk"),
    "klage": (Appeal, "application_number", "-received_on"),
    "ledig": (Vacancy, "vacancy_number", "pk"),
    "tilbud": (Offer, "offer_number", "pk"),
    "avtale": (Agreement, "pk", "pk"),
    "oppgave": (Task, "pk", "pk"),
}


@shortcuts.get("/til/<kind>/<path:number>")
def go(kind: str, number: str) -> ResponseReturnValue:
    """Lead to the record's page; 404 where there is none, or where the person may not open it."""
    if kind not in FINDERS:
        abort(404)
    document, field, order = FINDERS[kind]
    try:
        found = document.objects(**{field: number}).only("pk").order_by(order).first()
    except ValidationError:
        found = None
    url = found and links.record_url(current_app.extensions["husrom_desk"], document._get_collection_name(), found.pk)
    return redirect(url) if url else abort(404)
