"""Promises on a real server: nothing stays promised that what it rests on has left, whoever was first."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from models import Application, Offer, Vacancy
from rules.offers import LIVE
from rules.terms import VacancyState
from services import allocations, applications, effects, offers, records
from services.actor import Actor
from tests.casework import NOW, TODAY, acting
from tests.choosing import agreed, short_road
from tests.choosing import allocated as chosen
from tests.choosing import consultant as chooser
from tests.choosing import waiting as suited
from tests.clockwork import load_rulebook
from tests.factories import ACTOR
from tests.letting_offers import SAID, consultant
from tests.wire.racing import outcomes

LATE = Actor.system(NOW + timedelta(minutes=2))


@pytest.fixture(autouse=True)
def house(app: Flask) -> None:
    load_rulebook()


def finish() -> None:
    """Do what `finish_effects` does, until nothing is left."""
    for _ in range(6):
        for left in list(effects.due(LATE.at)):
            effects.finish(left, LATE)


def fresh(record: Any) -> Any:
    return records.get(type(record), record.pk)


@pytest.mark.parametrize("_again", range(3))
def test_a_dwelling_allocated_as_its_household_withdraws_does_not_stay_theirs(_again: int) -> None:
    case, by = suited(), chooser()
    vacancy, own = agreed(short_road(), case), records.get(Application, case.pk)
    outcomes([
        lambda: allocations.allocate(vacancy, by, version=vacancy.version, now=NOW),
        lambda: applications.withdraw(own, ACTOR, why="Har kjøpt bolig", version=own.version),
    ])  # fmt: skip
    finish()
    assert not fresh(case).on_list
    assert fresh(vacancy).state is not VacancyState.ALLOCATED
    assert fresh(vacancy).pending == fresh(case).pending == []


@pytest.mark.parametrize("_again", range(3))
def test_an_offer_given_as_its_allocation_is_undone_stands_with_it_or_falls_with_it(_again: int) -> None:
    by, giver = chooser(), acting(consultant())
    vacancy = chosen(short_road(), suited(), by=by)
    undoing, giving = records.get(Vacancy, vacancy.pk), records.get(Vacancy, vacancy.pk)
    outcomes([
        lambda: allocations.undo(undoing, by, why="Feil", version=undoing.version, today=TODAY),
        lambda: offers.give(giving, giver, channel="telephone", said=SAID, version=giving.version, now=NOW),
    ])  # fmt: skip
    finish()
    live = Offer.objects(vacancy=vacancy.pk, state__in=list(LIVE)).count()
    assert (live == 1) is (fresh(vacancy).state is VacancyState.ALLOCATED)
