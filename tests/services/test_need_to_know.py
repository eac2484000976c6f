"""Who works a case, gathered from the case and from who is away today."""

from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId

from models import Application
from models.intake import Conflict
from rules.errors import NoNeedToKnow
from rules.terms import ApplicationState, Role
from services import need_to_know, records
from services.actor import Actor
from tests.factories import ACTOR, NOW, make_application, make_office, make_user

TODAY = date(2026, 11, 22)


def _as(user: Any) -> Actor:
    return Actor(
        id=str(user.pk), name=user.name, at=NOW, roles=frozenset(user.roles), office=records.reference(user, "office")
    )


def _in(office: Any, *roles: Role, **values: Any) -> Any:
    return make_user(office=office, roles=list(roles or (Role.CASEWORKER,)), **values)


def test_the_house_itself_works_every_case() -> None:
    need_to_know.require(make_application(office=make_office()), ACTOR)


def test_whoever_does_not_work_the_case_is_refused_by_its_number() -> None:
    case = make_application(office=make_office())
    with pytest.raises(NoNeedToKnow) as refused:
        need_to_know.require(case, _as(_in(make_office())))
    assert refused.value.number == case.number


def test_the_people_of_the_cases_office_work_it_and_those_of_another_do_not() -> None:
    here, there = make_office(), make_office()
    case = make_application(office=here)
    assert need_to_know.works(case, _as(_in(here)))
    assert not need_to_know.works(case, _as(_in(there)))


def test_a_deputy_works_the_cases_of_the_colleague_while_they_are_away() -> None:
    deputy = _in(make_office())
    away = {"away_from": TODAY, "away_until": TODAY + timedelta(days=3), "deputy": deputy}
    case = make_application(office=make_office(), caseworker=make_user(**away))
    other = make_application(
        office=make_office(), caseworker=make_user(**away | {"away_until": TODAY - timedelta(days=1)})
    )
    assert need_to_know.works(case, _as(deputy))
    assert not need_to_know.works(other, _as(deputy))


def test_the_disqualified_do_not_work_the_case_even_as_its_caseworker() -> None:
    office = make_office()
    user = _in(office)
    conflict = Conflict(user=user.pk, user_name=user.name, because="Er søkerens bror.", on=TODAY)
    case = make_application(office=office, caseworker=user, conflicts=[conflict])
    assert not need_to_know.works(case, _as(user))


def test_deciders_work_a_case_once_it_stands_on_an_agenda() -> None:
    member = _in(None, Role.COMMITTEE_MEMBER)
    case = make_application(office=make_office(), state=ApplicationState.IN_ASSESSMENT)
    assert not need_to_know.works(case, _as(member))
    records.change(case, ACTOR, values={"meeting": ObjectId()})
    assert need_to_know.works(Application.objects.get(), _as(member))
