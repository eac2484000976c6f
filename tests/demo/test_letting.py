"""The demo's vacant dwellings: one in every step up to the contract meeting, whatever the day. In memory."""

from collections import Counter
from datetime import date

import pytest
from flask import Flask

from demo import casework, letting, touches
from demo.expectation import expect
from demo.seed import Seeder
from demo.town import make_town
from models import Lease, Nomination, Offer, Overview, Task, Unit, Vacancy
from rules.terms import LeaseState, OfferState, TaskKind, TaskState, VacancyState, VacancyStep
from services import vacancy_steps, void_figures
from tests.demo.conftest import DAYS
from tests.demo.seeding import flags
from tests.demo.test_any_day import SETTINGS, app, run

__all__ = ["app", "run"]  # fixtures, used here

pytestmark = pytest.mark.services
STATES = {
    VacancyState.ALLOCATED: 3,  # accepted, offered, and nobody told yet
    VacancyState.DOUBTED: 1,
    VacancyState.RECOMMENDED: 1,
    VacancyState.PROPOSED: 2,
    VacancyState.OPEN: 7,
    VacancyState.CANCELLED: 1,
}


@pytest.mark.parametrize("day", [DAYS[0], DAYS[1], DAYS[4]], ids=str)
def test_there_is_one_in_every_step_and_the_registers_figures_stand(app: Flask, run: object, day: date) -> None:
    town = make_town(day)
    seeder = Seeder(app, SETTINGS, "passord")
    people = seeder.make_users()
    seeder.bring_in(town)
    touches.add(town, people, seeder.actor())
    casework.add(people, seeder.actor().at, day, "Fjordvik")
    letting.add(people, seeder.actor().at, day, "Fjordvik", "http://127.0.0.1:8000")
    assert Counter(one.state for one in Vacancy.objects) == STATES
    steps = {step for step, _ in vacancy_steps.flagged().values()}
    assert set(VacancyStep) - steps == {
        VacancyStep.SETTLE, VacancyStep.GO_THROUGH, VacancyStep.ALLOCATE, VacancyStep.HAND_OVER,
    }  # fmt: skip
    assert (
        Task.objects(kind=TaskKind.VACANCY, state=TaskState.OPEN).count()
        == sum(STATES.values()) - STATES[VacancyState.CANCELLED]
    )
    assert sorted(one.state.value for one in Offer.objects) == [OfferState.ACCEPTED.value, OfferState.OPEN.value]
    assert all(len(one.appointments) == 1 for one in Offer.objects)
    assert (Overview.objects.count(), Unit.objects.count(), Nomination.objects.count()) == (1, 3, 12)
    assert Vacancy.objects(meeting__exists=True).count() == 1
    assert Vacancy.objects(reported_on__lte=day, late_days__gt=0).count() >= 2
    assert Lease.objects(state=LeaseState.ENDED).count() == 0
    assert void_figures.figures(void_figures.latest(day), day).void.loss_ore > 0
    assert flags(run, day) == expect(town).as_json()  # type: ignore[arg-type]
