"""What the form for an application says, as the service meets it."""

from collections.abc import Callable
from typing import Any

from bson import ObjectId

from admin.views.steps.intake_form import PERSON
from models.applicant import Representative
from models.intake import Initiator
from rules.terms import RepresentativeKind
from services.applications import Intake

PLAIN = (
    "kind", "received_on", "channel", "target_group", "applied_by", "situation", "adults", "rooms_wanted",
    "service_need", "services_day", "services_evening", "services_night", "resident",
)  # fmt: skip


def said(form: Any, place: str | None) -> Intake:
    """The form as the service meets it; `place` is the town of the new person's postcode."""
    asked = form.asked()

    def value(name: str) -> Any:
        return form[name].data if name in asked else None

    picked: dict[str, Any] = {
        name: getattr(value(name), "pk", None) for name in ("applicant", "lease", "office", "caseworker")
    }
    person = {name: form[name].data for name in PERSON if form[name].data is not None} if form.is_new.data else {}
    if person and place:
        person["place"] = place
    return Intake(
        **{name: form[name].data for name in PLAIN},
        **picked,
        children=form.children.data or 0,
        nonce=ObjectId(form.nonce.data),
        person_nonce=ObjectId(form.person_nonce.data),
        person=person,
        initiator=_initiator(value) if value("initiator_name") else None,
        authority=bool(value("authority")),
        somebody_else=bool(form.somebody_else.data),
        representative=_representative(value) if value("representative_name") else None,
    )


def _initiator(value: Callable[[str], Any]) -> Initiator:
    parts = ("name", "organisation", "phone", "email")
    return Initiator(**{part: value(f"initiator_{part}") for part in parts})


def _representative(value: Callable[[str], Any]) -> Representative:
    parts = ("name", "address", "postcode", "phone", "email", "scope")
    return Representative(
        **{part: value(f"representative_{part}") for part in parts},
        kind=value("representative_kind") or RepresentativeKind.REPRESENTATIVE,
        valid_until=value("representative_until"),
        also_notify_party=bool(value("also_notify_party")),
    )
