"""Dwellings on their way to a household: a vacancy allocated, offered, refused; made through the real services."""

from datetime import date, datetime
from typing import Any

from bson import ObjectId

from models import Application, Offer, User, Vacancy
from models.vacancy_parts import Allocation
from rules.terms import ApplicationState, ChoosingBody, OfferChannel, RefusalReason, Role, VacancyState
from services import offers, records
from services.actor import Actor
from tests.casework import NOW, SENDER, TODAY, acting, worker
from tests.factories import ACTOR, make_application, make_vacancy

SAID = "Ringte og fortalte om boligen. Vil tenke på det."


def consultant(**values: Any) -> User:
    return worker(Role.HOUSING_CONSULTANT, **values)


def head() -> Actor:
    return acting(worker(Role.DEPARTMENT_HEAD))


def waiting(**values: Any) -> Application:
    """A household on the waiting list, of no office: every consultant works its case."""
    return make_application(state=ApplicationState.WAITING, **values)


def allocated(application: Application | None = None, *, on: date = TODAY, **values: Any) -> Vacancy:
    """A vacancy that the household got."""
    case = application or waiting()
    vacancy = make_vacancy(**values)
    held = Allocation(
        id=ObjectId(), application=case.pk, application_number=case.number,
        applicant=records.reference(case, "applicant"), body=ChoosingBody.CONSULTANTS, on=on, at=NOW, by="1",
        by_name="Kari Konsulent",
    )  # fmt: skip
    values = {"state": VacancyState.ALLOCATED, "allocation": held, "reserved_on": on}
    records.change(vacancy, ACTOR, values=values, action="allocated")
    return records.get(Vacancy, vacancy.pk)  # type: ignore[no-any-return]


def offered(
    application: Application | None = None, *, now: datetime = NOW, by: User | None = None, **given: Any
) -> Any:
    """An offer given by telephone, unless `given` says otherwise."""
    vacancy = given.pop("vacancy", None) or allocated(application)
    told = {"channel": OfferChannel.TELEPHONE, "said": SAID, "sender": SENDER} | given
    identity = offers.give(vacancy, acting(by or consultant(), now), version=vacancy.version, now=now, **told)
    return fresh(identity)


def fresh(offer: Any) -> Any:
    return records.get(Offer, getattr(offer, "pk", offer))


def refused(application: Application | None = None, *, now: datetime = NOW, **given: Any) -> Any:
    """An offer that the household said no to."""
    offer = offered(application, now=now, **given)
    offers.decline(
        offer, acting(consultant(), now), reason=RefusalReason.LOCATION, version=offer.version, now=now
    )  # fmt: skip
    return fresh(offer)
