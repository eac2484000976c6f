"""Referrals on a real server: a notice has one household, a household one notice, and nothing is left half done."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from models import Project, Referral
from rules.errors import (
    HouseholdNotToRefer,
    HouseholdReferred,
    HusromError,
    NotAnswerable,
    QuotaFull,
    ReferralOver,
    StaleState,
    TransitionRefused,
)
from rules.terms import NoticeState, ReferralState
from services import effects, records, referrals
from services.actor import Actor
from tests import factories
from tests.casework import NOW, acting
from tests.clockwork import load_rulebook
from tests.letting_offers import consultant, waiting
from tests.partners import make_leased_out
from tests.referring import fresh, landlord_of, notice_of, refer, referred, reported, taken
from tests.wire.racing import outcomes

LATE = Actor.system(NOW + timedelta(minutes=2))
STATE = ReferralState


@pytest.fixture(autouse=True)
def house(app: Flask) -> None:
    load_rulebook()


def finish() -> None:
    """Do what `finish_effects` does, until nothing is left."""
    for _ in range(6):
        for left in effects.due(LATE.at):
            effects.finish(left, LATE)


def referring(notice: Any, case: Any) -> Callable[[], object]:
    own, by = fresh(notice), acting(consultant())
    return lambda: bool(refer(own, case, by))


def test_of_households_referred_to_one_notice_at_once_one_is() -> None:
    notice = reported()
    found = outcomes([referring(notice, waiting()) for _ in range(4)])
    finish()
    assert found.count(True) == 1, found
    assert set(found) <= {True, StaleState, NotAnswerable}
    held = Referral.objects.get()
    assert (fresh(notice).state, fresh(notice).referral) == (NoticeState.REFERRED, held.pk)
    assert [one.referral for one in taken(notice)] == [held.pk]


def test_a_household_referred_to_two_homes_at_once_goes_to_one_and_the_other_is_free_again() -> None:
    notices, case = [reported(), reported()], waiting()
    found = outcomes([referring(one, case) for one in notices])
    finish()
    assert found.count(True) == 1, found
    assert set(found) <= {True, HouseholdReferred, StaleState}
    assert Referral.objects.count() == 1
    assert sorted(fresh(one).state.value for one in notices) == ["referred", "reported"]
    assert sum(len(taken(one)) for one in notices) == 1


def test_of_a_yes_and_a_withdrawal_at_once_one_holds() -> None:
    held, by = referred(), acting(consultant())
    own, theirs = fresh(held), fresh(held)
    found = outcomes(
        [
            lambda: referrals.accept(theirs, landlord_of(held), version=held.version, now=NOW),
            lambda: referrals.withdraw(own, by, why="Syk.", version=held.version, now=NOW),
        ]
    )
    finish()
    assert found.count(True) == 1, found
    assert set(found) <= {True, StaleState, ReferralOver, TransitionRefused, HouseholdNotToRefer}
    state = fresh(held).state
    assert state in (STATE.ACCEPTED, STATE.WITHDRAWN)
    kept = state is STATE.ACCEPTED
    assert (notice_of(held).state is NoticeState.REFERRED, len(taken(held))) == (kept, int(kept))


def test_the_last_home_of_a_quota_goes_to_one() -> None:
    landlord = factories.make_landlord()
    project = factories.make_project(landlord=landlord, homes=5)  # two of five
    homes = [make_leased_out(landlord=landlord, project=project)[0] for _ in range(4)]
    first, *others = [reported(dwelling=home) for home in homes]
    refer(first, waiting())
    found = outcomes([referring(one, waiting()) for one in others])
    finish()
    assert found.count(True) == 1, found
    assert set(found) <= {True, QuotaFull, StaleState}
    assert (Referral.objects.count(), len(records.get(Project, project.pk).reservations)) == (2, 2)


def test_a_referral_cut_off_after_the_home_was_taken_is_made_by_the_nights_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notice, case = reported(), waiting()
    with monkeypatch.context() as dying:
        dying.setattr(effects, "run", lambda *_: None)
        identity = refer(notice, case)
    assert (Referral.objects.count(), len(taken(notice))) == (0, 1)
    finish()
    assert (Referral.objects.get().pk, fresh(notice).state) == (identity, NoticeState.REFERRED)


def test_one_cut_off_whose_household_went_elsewhere_gives_the_home_back(monkeypatch: pytest.MonkeyPatch) -> None:
    notice, case = reported(), waiting()
    with monkeypatch.context() as dying:
        dying.setattr(effects, "run", lambda *_: None)
        refer(notice, case)
    referred(application=case)
    with pytest.raises(HusromError):
        refer(reported(), case)
    finish()
    assert (Referral.objects.count(), fresh(notice).state, taken(notice)) == (1, NoticeState.REPORTED, [])
