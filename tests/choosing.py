"""Vacant dwellings on their way to an allocation, made through the real services, by the short road and the long one.

Works with the fixture `house` of `tests.casework`. Households wait in the order first, second, third by situation;
those of one situation are equal.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from bson import ObjectId

from models import Application, User, Vacancy
from models.mapping import ApprovedNeed
from models.vacancy_parts import ServiceProfile, UnitHearing
from rules.terms import ApplicationState, ChoosingBody, HousingSituation, Role, UnitAnswer, VacancyState
from services import allocations, records
from services.actor import Actor
from tests.casework import NOW, TODAY, acting, worker
from tests.factories import ACTOR, make_application, make_dwelling, make_nomination, make_unit, make_user, make_vacancy

FIRST, SECOND, THIRD = HousingSituation.NO_DWELLING, HousingSituation.AT_RISK, HousingSituation.UNSUITABLE


def waiting(situation: HousingSituation = FIRST, **values: Any) -> Application:
    """A household on the waiting list that a dwelling of two rooms suits."""
    defaults = {"state": ApplicationState.WAITING, "situation": situation, "approved_need": ApprovedNeed(rooms=2)}
    return make_application(**defaults | values)


def consultant(**values: Any) -> Actor:
    """A housing consultant as services meet them."""
    return acting(worker(Role.HOUSING_CONSULTANT, **values))


def short_road(**values: Any) -> Vacancy:
    """An ordinary dwelling that two consultants choose a household for straight from the waiting list."""
    return make_vacancy(**{"consultant": worker(Role.HOUSING_CONSULTANT).pk} | values)


def long_road(cases: Sequence[Application], *, leader: User | None = None, summed: bool = True, **values: Any) -> Any:
    """A dwelling with services that each case is put up for, each summed up."""
    unit = make_unit(leader=leader or make_user(roles=[Role.UNIT_LEADER]))
    profile = ServiceProfile(answered_on=TODAY, answered_by_name="Eva Enhetsleder", day=True, evening=True, night=True)
    vacancy = make_vacancy(
        with_services=True, unit=unit, dwelling=values.pop("dwelling", None) or make_dwelling(unit=unit),
        profile=profile, overview_on=TODAY, consultant=worker(Role.HOUSING_CONSULTANT).pk, **values,
    )  # fmt: skip
    for case in cases:
        make_nomination(vacancy=vacancy, application=case, summary="Trenger ro om natten." if summed else None)
    return vacancy


def fresh(vacancy: Any) -> Any:
    return records.get(Vacancy, vacancy.pk)


def recommended(
    vacancy: Any,
    *chosen: Application,
    by: Actor | None = None,
    over: Sequence[tuple[Collection[Application], str]] = (),
    today: date = TODAY,
) -> Any:
    """The vacancy with a recommendation of these households."""
    own = fresh(vacancy)
    allocations.recommend(
        own, by or consultant(), chosen=[one.pk for one in chosen], reasons="Har størst behov.",
        passed_over=[([one.pk for one in cases], why) for cases, why in over], version=own.version, today=today,
    )  # fmt: skip
    return fresh(vacancy)


def gone_through(vacancy: Any, by: Actor | None = None, today: date = TODAY) -> Any:
    """The same, gone through by another consultant."""
    own = fresh(vacancy)
    allocations.go_through(own, by or consultant(), agree=True, version=own.version, today=today)
    return fresh(vacancy)


def agreed(vacancy: Any, *chosen: Application, prefers: ObjectId | None = None, **others: Any) -> Any:
    """A vacancy ready to be allocated; on the long road the unit has said yes."""
    own = gone_through(recommended(vacancy, *chosen, **others))
    if own.state is VacancyState.RECOMMENDED:
        said = UnitHearing(answer=UnitAnswer.YES, prefers=prefers, on=TODAY, by="1", by_name="Eva Enhetsleder")
        records.change(own, ACTOR, values={"state": VacancyState.AGREED, "hearing": said}, action="unit_answered")
    return fresh(vacancy)


def allocated(vacancy: Any, *chosen: Application, by: Actor | None = None, **others: Any) -> Any:
    """An allocated vacancy."""
    own = agreed(vacancy, *chosen, **others)
    allocations.allocate(own, by or consultant(), version=own.version, now=NOW)
    return fresh(vacancy)


def by_committee(**values: Any) -> Vacancy:
    """An ordinary dwelling that the committee chooses for (S001)."""
    return short_road(body=ChoosingBody.COMMITTEE, **values)


def worked_out(vacancy: Any) -> list[list[str]]:
    """Whom each choice made for the vacancy was of, the last first, each the same when it is worked out anew."""
    every = list(allocations.choices(fresh(vacancy)))
    found = [allocations.replay(vacancy, ACTOR, one) for one in every]
    assert all(one.intact and one.differences == () for one in found)
    assert len({one.choice.basis for one in found}) == len(every)
    return [list(one.chosen_numbers) for one in every]
