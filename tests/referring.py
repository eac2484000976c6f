"""Landlords' vacant homes and referrals on their way, made through the real services."""

from datetime import date, datetime, timedelta
from typing import Any

from models import Landlord, Project, Referral, VacancyNotice
from services import notices, records, referrals
from services.actor import Actor
from tests.casework import NOW, TODAY, acting
from tests.factories import make_landlord
from tests.letting_offers import consultant, waiting
from tests.partners import make_leased_out

VALID_TO = TODAY + timedelta(days=14)


def landlord_of(record: Any, now: datetime = NOW) -> Actor:
    """The landlord's own system."""
    return Actor.partner(records.reference(record, "landlord"), "Prøve Eiendom AS", now, client="husrom_ab12cd34")


def home_of_landlord() -> Any:
    """A home of the one landlord, in a project of its own."""
    return make_leased_out(landlord=Landlord.objects.first() or make_landlord())[0]


def reported(actor: Actor | None = None, *, dwelling: Any = None, **values: Any) -> Any:
    """A notice that a landlord's system has just sent."""
    home = dwelling or home_of_landlord()
    told = {"available_from": date(2026, 12, 1), "answer_by": None, "rent_ore": 950_000, "today": TODAY} | values
    return fresh(notices.report(home, actor or landlord_of(home), **told))


def refer(notice: Any, application: Any = None, actor: Actor | None = None, **values: Any) -> Any:
    """The id of the referral of a household that waits, alone unless the test has others."""
    told = {
        "valid_to": VALID_TO, "guarantee": None, "guarantee_ore": None, "why": "Boligen passer best for denne.",
        "version": notice.version, "now": NOW,
    } | values  # fmt: skip
    return referrals.refer(notice, application or waiting(), actor or acting(consultant()), **told)


def referred(notice: Any = None, application: Any = None, **values: Any) -> Any:
    """A household that is referred to a landlord's home."""
    return records.get(Referral, refer(notice or reported(), application, **values))


def accepted(notice: Any = None, application: Any = None, **values: Any) -> Any:
    """One that the landlord has said yes to."""
    held = referred(notice, application, **values)
    referrals.accept(held, landlord_of(held), version=held.version, now=NOW)
    return fresh(held)


def fresh(record: Any) -> Any:
    return records.get(type(record), record.pk)


def notice_of(referral: Any) -> Any:
    return records.get(VacancyNotice, records.reference(referral, "notice"))


def taken(record: Any) -> list[Any]:
    """The project's reservations."""
    return list(records.get(Project, records.reference(record, "project")).reservations)
