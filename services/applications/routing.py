"""Passing a case on to the right unit inside the municipality (fvl. § 11)."""

from datetime import date
from typing import Any

from models import Application, Office, User
from models.intake import PassedOn
from rules.applications import OPEN
from rules.errors import InvalidRecord, MissingReason, TransitionRefused
from services import records
from services.actor import Actor
from services.applications.handling import allow, change


def pass_on(application: Application, office: Office, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Give the case to another office: the day it was first received stays, the caseworker stays where they belong.

    Raises NotAuthorised, ConflictOfInterest, MissingReason, InvalidRecord, TransitionRefused (closed), StaleState.
    """
    allow(application, actor, "pass_on")
    if not why.strip():
        raise MissingReason("application.pass_on")
    if application.state not in OPEN:
        raise TransitionRefused("application", application.state.value, "passed_on")
    if not office.active:
        raise InvalidRecord("application", {"office": "closed_office"})
    held = records.reference(application, "office")
    if held == office.pk:
        raise InvalidRecord("application", {"office": "same_office"})
    passed = PassedOn(on=today, from_office=held, to_office=office.pk, because=why.strip(), by_name=actor.name)
    values: dict[str, Any] = {"office": office, "passed_on": [*application.passed_on, passed]}
    if not _belongs(records.reference(application, "caseworker"), office):
        values["caseworker"] = None
    return change(application, actor, values, action="passed_on", version=version)


def _belongs(caseworker: Any, office: Office) -> bool:
    found = User.objects(pk=caseworker).only("office").no_dereference().first() if caseworker else None
    return found is not None and records.reference(found, "office") == office.pk
