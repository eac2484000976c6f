"""What services go with a vacant dwelling: asked of its unit's leader, answered on one screen (S004 step 2)."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from bson import ObjectId

from letters.vacancy_overview import printable
from models import Dwelling, Unit, User, Vacancy
from models.vacancy_parts import ServiceProfile
from rules.errors import InvalidRecord, LeaderAway, OtherUnit, ProfileStands, WithoutServices
from rules.terms import Role, StaffMail
from services import deputies, records, staff_mail, vacancy_steps
from services.actor import Actor
from services.vacancies.reading import CONSULTANTS, require_open

ANSWERERS = (*CONSULTANTS, Role.UNIT_LEADER, Role.CASEWORKER)  # a caseworker only as the leader's deputy


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the unit says of the place: which times of day have services, and a line on each thing."""

    day: bool = False
    evening: bool = False
    night: bool = False
    day_what: str | None = None
    evening_what: str | None = None
    night_what: str | None = None
    activities: str | None = None
    shared_meals: bool = False
    meals_what: str | None = None
    staffing: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None


SAID = tuple(one.name for one in fields(Answer))


def ask_profile(vacancy: Vacancy, actor: Actor, *, version: int, today: date) -> bool:
    """Ask the unit's leader by mail what services there are; the step's task is theirs from now on (S004 step 2).

    Asking the same person again the same day changes nothing and returns False.
    Raises NotAuthorised, WithoutServices, VacancyClosed, ProfileStands, LeaderAway, StaleState.
    """
    actor.require(*CONSULTANTS, what="vacancy.ask_profile")
    _check(vacancy)
    if vacancy.profile is not None and vacancy.profile.answered_on is not None:
        raise ProfileStands(vacancy.number, vacancy.profile.answered_by_name or "", vacancy.profile.answered_on)
    leader = _to_be_asked(vacancy)
    asked = ServiceProfile(asked_on=today, asked_of=leader.pk)
    if vacancy.profile == asked and version == vacancy.version:
        return False
    owed = [
        staff_mail.owed(vacancy, StaffMail.PROFILE_ASKED, leader.pk),
        vacancy_steps.owed(vacancy, vacancy.pk),
    ]
    return records.change(vacancy, actor, values={"profile": asked}, action="profile_asked", version=version, owed=owed)


def answer_profile(vacancy: Vacancy, answer: Answer, actor: Actor, *, version: int, today: date) -> bool:
    """Store what the unit says, asked or not; what was said before stands in the history. False = nothing differs.

    By the unit's leader, who stands in for them, or a consultant who writes down what was said (S004 step 2).
    Raises NotAuthorised, OtherUnit, WithoutServices, VacancyClosed, InvalidRecord (a text), StaleState.
    """
    actor.require(*ANSWERERS, what="vacancy.answer_profile")
    _check(vacancy)
    if not may_answer(vacancy, actor, today):
        raise OtherUnit(vacancy.dwelling_number)
    before = vacancy.profile
    if (
        before is not None
        and before.answered_on is not None
        and said_in(before) == answer
        and version == vacancy.version
    ):
        return False
    _check_printable(answer)
    said = ServiceProfile(
        asked_on=before.asked_on if before else None,
        asked_of=before.asked_of if before else None,
        answered_on=today,
        answered_by_name=actor.name,
        **{name: getattr(answer, name) for name in SAID},
    )
    return records.change(
        vacancy,
        actor,
        values={"profile": said},
        action="profile_answered",
        version=version,
        owed=[vacancy_steps.owed(vacancy, vacancy.pk)],
    )


def may_answer(vacancy: Vacancy, actor: Actor, today: date) -> bool:
    """Whether the actor speaks for the vacancy's unit, or writes down what it says."""
    if actor.is_system or actor.roles & set(CONSULTANTS):
        return True
    leader = leader_of(unit_of(vacancy))
    if leader is None:
        return False
    stands_in = deputies.present(leader, today)
    return actor.id == str(leader.pk) or (stands_in is not None and actor.id == str(stands_in.pk))


def prefilled(vacancy: Vacancy) -> Answer:
    """What is known already: this vacancy's answer, else the unit's last one, else what dwelling and unit say."""
    if vacancy.profile is not None and vacancy.profile.answered_on is not None:
        return said_in(vacancy.profile)
    unit = unit_of(vacancy)
    last = last_answered(unit.pk) if unit else None
    said = said_in(last) if last else _of_dwelling(vacancy)
    leader = leader_of(unit)
    known = {
        "contact_name": said.contact_name or (leader.name if leader else None),
        "contact_phone": said.contact_phone or (unit.phone if unit else None),
    }
    return Answer(**{name: getattr(said, name) for name in SAID} | known)


def last_answered(unit: ObjectId) -> ServiceProfile | None:
    """What the unit answered last, for whichever of its dwellings (index `vacancy_unit`)."""
    answered = Vacancy.objects(unit=unit, profile__answered_on__gt=date.min).only("profile").no_dereference()
    found = answered.order_by("-profile__answered_on", "-id").first()
    return found.profile if found else None


def said_in(profile: ServiceProfile) -> Answer:
    """What a stored profile says."""
    return Answer(**{name: getattr(profile, name) for name in SAID})


def unit_of(vacancy: Vacancy) -> Unit | None:
    """The unit that runs the dwelling, or None."""
    held = records.reference(vacancy, "unit")
    found: Unit | None = Unit.objects(pk=held).no_dereference().first() if held else None
    return found


def leader_of(unit: Unit | None) -> User | None:
    """Who leads the unit, or None; the account may be out of use."""
    return deputies.user(records.reference(unit, "leader")) if unit else None


def _check(vacancy: Vacancy) -> None:
    if not vacancy.with_services:
        raise WithoutServices(vacancy.number)
    require_open(vacancy)


def _check_printable(answer: Answer) -> None:
    """One sign that no font has would stop the overview for everybody."""
    texts = {name: value for name, value in ((one, getattr(answer, one)) for one in SAID) if isinstance(value, str)}
    if not texts or printable("\n\n".join(texts.values())):
        return
    wrong = {name: "unprintable" for name, text in texts.items() if not printable(text)}
    raise InvalidRecord("vacancy", wrong)


def _to_be_asked(vacancy: Vacancy) -> User:
    """The unit's leader, where they can sign in and answer."""
    unit = unit_of(vacancy)
    leader = leader_of(unit)
    if unit is None:
        raise LeaderAway(vacancy.number, "", "no_unit")
    if leader is None:
        raise LeaderAway(vacancy.number, unit.name, "no_leader")
    if not leader.active:
        raise LeaderAway(vacancy.number, unit.name, "no_account")
    if not set(leader.roles) & set(ANSWERERS):
        raise LeaderAway(vacancy.number, unit.name, "no_role")
    return leader


def _of_dwelling(vacancy: Vacancy) -> Answer:
    home: Any = Dwelling.objects(pk=records.reference(vacancy, "dwelling")).no_dereference().first()
    if home is None:
        return Answer()
    staffing = "Personalbase" if home.staffed_base else None
    return Answer(day=home.services_day, evening=home.services_evening, night=home.services_night, staffing=staffing)
