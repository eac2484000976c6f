"""What tests of services asked for and overviews sent share: a unit with its leader, and vacancies that are told of."""

from datetime import date
from typing import Any

from models import Vacancy
from models.vacancy_parts import ServiceProfile
from rules.terms import Role
from services import records
from services.vacancies import Answer
from tests.factories import make_dwelling, make_office, make_unit, make_user, make_vacancy

ANSWERED_ON = date(2026, 11, 20)
ANSWER = Answer(
    day=True, evening=True, day_what="Miljøarbeidere fra kl. 8 til 15", activities="Turgruppe og verksted",
    shared_meals=True, meals_what="Middag tirsdag", staffing="Personalbase i huset", contact_name="Unni Enhetsleder",
    contact_phone="77001122",
)  # fmt: skip


def leader_and_unit(**values: Any) -> tuple[Any, Any]:
    """A unit whose leader can sign in."""
    leader = make_user(name="Unni Enhetsleder", roles=[Role.UNIT_LEADER], **values)
    return leader, make_unit(leader=leader.pk, phone="77001100")


def with_services(unit: Any, *, answered: bool = False, **values: Any) -> Vacancy:
    """A vacancy of a dwelling with services in the unit, its profile answered or not."""
    home = values.pop("dwelling", None) or make_dwelling(
        unit=unit, services_day=True, floor=2, lift=True, wheelchair=True, area_m2=54.5, address="Hemmeligveien 7"
    )
    said = {name: getattr(ANSWER, name) for name in ANSWER.__dataclass_fields__}
    profile = ServiceProfile(answered_on=ANSWERED_ON, answered_by_name="Unni Enhetsleder", **said)
    given = {"profile": profile} if answered else {}
    return make_vacancy(with_services=True, unit=unit, dwelling=home, **given | values)


def caseworkers(count: int = 2) -> list[Any]:
    """Caseworkers of an office in use."""
    office = make_office()
    return [make_user(office=office, roles=[Role.CASEWORKER]) for _ in range(count)]


def fresh(vacancy: Any) -> Any:
    """The vacancy as it is stored now."""
    return records.get(Vacancy, vacancy.pk)
