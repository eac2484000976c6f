"""A promise falls with what it rests on, in whatever order two people act, and nothing is promised that has fallen."""

from datetime import timedelta
from typing import Any

import pytest

from letters import lease_contract
from models import Application, Lease, Vacancy
from rules.errors import NoContractYet, TransitionRefused, VacancyStands
from rules.terms import ApplicationState, LeaseState, OfferState, RefusalReason, VacancyCause, VacancyState
from services import allocations, applications, effects, leases, offers, records, vacancies
from services.actor import Actor
from services.leases import contract
from tests.casework import NOW, SENDER, TODAY, acting, house
from tests.factories import ACTOR, make_vacancy
from tests.letting_leases import accepted, extended, ground_of, quick_contract, sign, terms
from tests.letting_offers import allocated, consultant, offered, waiting

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

LATE = Actor.system(NOW + timedelta(minutes=2))


def fresh(record: Any) -> Any:
    return records.get(type(record), record.pk)


def state(record: Any) -> Any:
    return fresh(record).state


def vacancy_of(offer: Any) -> Any:
    return records.get(Vacancy, records.reference(offer, "vacancy"))


def finish() -> None:
    """Do what `finish_effects` does, until nothing is left."""
    for _ in range(6):
        for left in list(effects.due(LATE.at)):
            effects.finish(left, LATE)


def killed(monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
    """What is done by a process that dies once it is stored."""
    with monkeypatch.context() as patch:
        patch.setattr(effects, "run", lambda *_: True)
        act()


def withdraw(case: Application) -> None:
    own = fresh(case)
    applications.withdraw(own, ACTOR, why="Har kjøpt egen bolig", version=own.version)


# --- An offer falls with its allocation ------------------------------------------------------------------------------


def test_an_offer_given_in_the_instant_the_allocation_was_undone_falls(monkeypatch: pytest.MonkeyPatch) -> None:
    vacancy, by = allocated(), acting(consultant())
    held = fresh(vacancy).allocation
    held.by = by.id
    records.change(fresh(vacancy), ACTOR, values={"allocation": held})
    offer = offered(vacancy=fresh(vacancy))
    monkeypatch.setattr(allocations.allocating, "may_undo", lambda *_: True)  # as it was a moment ago
    own = fresh(vacancy)
    allocations.undo(own, by, why="Feil husstand", version=own.version, today=TODAY)
    assert (state(vacancy), state(offer)) == (VacancyState.AGREED, OfferState.CLOSED)


def test_a_second_offer_of_an_allocation_that_is_on_its_way_back_falls(monkeypatch: pytest.MonkeyPatch) -> None:
    first = offered()
    by = acting(consultant())
    killed(monkeypatch, lambda: offers.decline(
        first, by, reason=RefusalReason.SIZE, version=first.version, now=NOW
    ))  # fmt: skip
    second = offered(vacancy=vacancy_of(first))
    finish()
    assert (state(vacancy_of(first)), state(second)) == (VacancyState.OPEN, OfferState.CLOSED)


def test_nobody_says_yes_to_a_dwelling_that_is_not_theirs_any_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    case = waiting()
    offer, other = offered(case), offered(case)
    own = vacancy_of(offer)
    killed(monkeypatch, lambda: vacancies.cancel(own, ACTOR, why="Blir boende", version=own.version, today=TODAY))
    with pytest.raises(TransitionRefused):
        offers.accept(offer, acting(consultant()), version=offer.version, now=NOW)
    finish()
    assert (state(offer), state(other)) == (OfferState.CLOSED, OfferState.OPEN)


# --- An allocation falls with its household --------------------------------------------------------------------------


def test_a_dwelling_goes_back_where_its_household_leaves_the_list_before_an_offer() -> None:
    case = waiting()
    vacancy = allocated(case)
    withdraw(case)
    assert state(vacancy) is VacancyState.OPEN
    (ended,) = fresh(vacancy).earlier
    assert (ended.application, ended.offer) == (case.pk, None)


def test_it_goes_back_where_its_household_left_in_the_instant_it_was_allocated() -> None:
    case = waiting()
    vacancy = allocated()
    withdraw(case)
    held = fresh(vacancy).allocation
    held.application = case.pk
    own = fresh(vacancy)
    records.change(own, ACTOR, values={"allocation": held}, owed=allocations.follow_ups(own, held))
    assert state(vacancy) is VacancyState.OPEN


def test_a_dwelling_with_an_offer_goes_back_with_the_offer_alone() -> None:
    case = waiting()
    offer = offered(case)
    withdraw(case)
    assert (state(offer), state(vacancy_of(offer))) == (OfferState.CLOSED, VacancyState.OPEN)
    assert [one.offer for one in vacancy_of(offer).earlier] == [offer.pk]


def test_a_yes_to_one_dwelling_sends_back_another_that_was_not_offered_yet() -> None:
    case = waiting()
    offer, other = offered(case), allocated(case)
    offers.accept(offer, acting(consultant()), version=offer.version, now=NOW)
    assert (state(vacancy_of(offer)), state(other)) == (VacancyState.ALLOCATED, VacancyState.OPEN)


def test_the_dwelling_that_a_household_rents_stays_theirs_as_the_case_leaves_the_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lease_contract, "draw", quick_contract)
    offer = accepted()
    sign(offer)
    assert state(vacancy_of(offer)) is VacancyState.ALLOCATED


# --- A lease is written on what stands -------------------------------------------------------------------------------


@pytest.fixture
def _paper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease_contract, "draw", quick_contract)


@pytest.mark.usefixtures("_paper")
def test_a_lease_is_not_signed_where_the_household_said_no_while_it_was_drawn() -> None:
    offer, actor = accepted(), acting(consultant())
    ground = ground_of(offer)
    seen = leases.draw(ground, terms(), actor, SENDER)
    own = fresh(offer)
    offers.decline(own, actor, reason=RefusalReason.SIZE, version=own.version, now=NOW)
    with pytest.raises(NoContractYet):
        leases.sign(ground, terms(), actor, SENDER, number=seen.number, file=seen.file)
    assert Lease.objects.count() == 0


@pytest.mark.usefixtures("_paper")
def test_a_lease_stored_in_the_instant_the_household_said_no_never_takes_effect(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offer, actor = accepted(), acting(consultant())
    ground, create = ground_of(offer), records.create
    seen = leases.draw(ground, terms(), actor, SENDER)

    def meanwhile(*args: Any, **values: Any) -> None:
        monkeypatch.setattr(contract.records, "create", create)
        own = fresh(offer)
        offers.decline(own, actor, reason=RefusalReason.SIZE, version=own.version, now=NOW)
        create(*args, **values)

    monkeypatch.setattr(contract.records, "create", meanwhile)
    with pytest.raises(NoContractYet):
        leases.sign(ground, terms(), actor, SENDER, number=seen.number, file=seen.file)
    lease = Lease.objects.get()
    assert (lease.state, lease.ended_on < lease.starts_on, lease.pending) == (LeaseState.ENDED, True, [])
    assert (state(offer), state(vacancy_of(offer))) == (OfferState.DECLINED, VacancyState.OPEN)
    assert records.get(Application, lease.application).on_list


@pytest.mark.usefixtures("_paper")
def test_a_lease_is_not_signed_of_a_dwelling_that_went_to_another_meanwhile() -> None:
    offer = accepted()
    own = vacancy_of(offer)
    records.change(own, ACTOR, values={"state": VacancyState.OPEN, "allocation": None})
    with pytest.raises(NoContractYet):
        sign(offer)


@pytest.mark.usefixtures("_paper")
def test_a_grant_that_was_withdrawn_and_appealed_on_waits_for_the_answer_before_a_lease() -> None:
    offer = accepted()
    case = records.get(Application, records.reference(offer, "application"))
    records.change(case, ACTOR, values={"state": ApplicationState.REFUSED, "kept_by": offer.pk})
    assert fresh(case).on_list
    with pytest.raises(NoContractYet):
        sign(offer)
    assert state(offer) is OfferState.ACCEPTED


@pytest.mark.usefixtures("_paper")
def test_an_extension_is_not_signed_while_its_dwelling_is_sought_a_new_tenant_for() -> None:
    case, held = extended()
    vacancy = make_vacancy(dwelling=held.dwelling, lease=held, cause=VacancyCause.EXPIRY)
    with pytest.raises(VacancyStands) as raised:
        sign(case)
    assert raised.value.number == vacancy.number
    own = fresh(vacancy)
    vacancies.cancel(own, ACTOR, why="Blir boende", version=own.version, today=TODAY)
    assert sign(case).follows == held.pk
