"""Leases on a real server: of two who sign or hand over keys at one instant one does; what a kill left is finished."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask

from letters import lease_contract
from models import Application, Lease, Offer, Vacancy
from models.fields import is_ciphertext
from rules.errors import ContractStands, NoContractYet, StaleState, StillLivedIn, TransitionRefused
from rules.terms import ApplicationState, LeaseEnd, LeaseState, OfferState, VacancyCause, VacancyState
from services import effects, leases, records
from services.actor import Actor
from tests.casework import NOW, SENDER, acting
from tests.clockwork import load_rulebook
from tests.factories import ACTOR, make_lease
from tests.letting_leases import (
    START,
    accepted,
    case_of,
    extended,
    fresh,
    ground_of,
    hand_over,
    keeper,
    leader,
    met,
    quick_contract,
    secured,
    sign,
    signed,
    swapping,
    terms,
    vacancy_of,
)
from tests.letting_offers import consultant, waiting
from tests.wire.racing import outcomes

LATE = Actor.system(NOW + timedelta(minutes=2))


@pytest.fixture(autouse=True)
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    load_rulebook()
    monkeypatch.setattr(lease_contract, "draw", quick_contract)


def finish() -> None:
    """Do what `finish_effects` does, until nothing is left."""
    for _ in range(6):
        for left in effects.due(LATE.at):
            effects.finish(left, LATE)


def signing(source: Any) -> Callable[[], object]:
    """What was looked at by one person, ready to be signed."""
    actor = acting(consultant())
    ground = ground_of(source)
    seen = leases.draw(ground, terms(), actor, SENDER)
    return lambda: leases.sign(ground, terms(), actor, SENDER, number=seen.number, file=seen.file).pk


# --- Races ----------------------------------------------------------------------------------------------------------


def test_of_many_who_sign_one_offer_at_the_same_instant_one_does_and_the_rest_hear_of_it() -> None:
    offer = accepted()
    results = outcomes([signing(offer) for _ in range(5)])
    assert set(results) - {Lease.objects.get().pk} <= {ContractStands, NoContractYet}
    assert Lease.objects.count() == 1
    lease = Lease.objects.get()
    assert records.get(Offer, offer.pk).lease == lease.pk
    assert case_of(lease).state is ApplicationState.HOUSED


def test_of_two_households_that_sign_for_one_dwelling_at_the_same_instant_one_does() -> None:
    offers = [accepted(), accepted()]
    home = records.reference(offers[0], "dwelling")
    records.change(offers[1], ACTOR, values={"dwelling": home})
    results = outcomes([signing(offer) for offer in offers])
    assert results.count(ContractStands) == 1
    assert Lease.objects(dwelling=home).count() == 1
    assert sorted(one.state.value for one in Offer.objects) == ["accepted", "leased"]
    assert sorted(one.state.value for one in Application.objects) == ["housed", "waiting"]


def test_contract_numbers_drawn_at_the_same_instant_are_all_different() -> None:
    offers = [accepted() for _ in range(6)]
    actor = acting(consultant())
    grounds = [ground_of(one) for one in offers]
    works = [lambda ground=ground: leases.draw(ground, terms(), actor, SENDER).number for ground in grounds]
    assert len(set(outcomes(works))) == 6


def test_keys_handed_over_at_the_same_instant_are_handed_over_once() -> None:
    lease = met(secured(signed()))
    each = [(fresh(lease), keeper()) for _ in range(5)]
    works = [lambda own=own, by=by: hand_over(own, by=by) for own, by in each]
    results = outcomes(works)
    assert results.count(True) == 1
    assert set(results) - {True} <= {StaleState, TransitionRefused}
    stored = fresh(lease)
    assert [entry.action for entry in stored.history].count("keys_handed_over") == 1
    assert vacancy_of(stored).state is VacancyState.LET


@pytest.mark.parametrize("_again", range(3))
def test_of_keys_and_a_household_that_draws_back_at_the_same_instant_one_wins(_again: int) -> None:
    lease = met(secured(signed()))
    own, other, by = fresh(lease), fresh(lease), keeper()
    results = outcomes(
        [
            lambda: hand_over(own, by=by),
            lambda: leases.cancel(other, by, why="Nei.", version=other.version, today=START) and "cancelled",
        ]
    )
    finish()
    stored = fresh(lease)
    if "cancelled" in results:
        assert (stored.state, stored.keys_on) == (LeaseState.ENDED, None)
        assert (vacancy_of(stored).state, case_of(stored).state) == (VacancyState.OPEN, ApplicationState.WAITING)
    else:
        assert True in results
        assert (stored.state, vacancy_of(stored).state) == (LeaseState.OCCUPYING, VacancyState.LET)
        assert case_of(stored).state is ApplicationState.HOUSED
    assert len({True, "cancelled"} & set(results)) == 1


def test_two_nights_that_let_one_extension_take_over_do_it_once() -> None:
    case, held = extended()
    lease = sign(case)
    each = [fresh(lease) for _ in range(3)]
    results = outcomes([lambda own=own: leases.take_over(own, LATE, today=START) for own in each])
    assert results.count(True) == 1
    finish()
    assert (fresh(held).state, fresh(lease).state) == (LeaseState.ENDED, LeaseState.OCCUPYING)
    assert [entry.action for entry in fresh(lease).history].count("took_over") == 1


# --- Kills ----------------------------------------------------------------------------------------------------------


def _die_after_the_write(uri: str, key: str, what: str, identity: str, actor: Actor, seen: Any) -> None:
    from models import cipher, connection
    from wiring import register_effects

    client = connection.connect(uri)
    cipher.use(cipher.MongoCipher(client, client.get_default_database().name, key))
    register_effects()
    lease_contract.draw = quick_contract
    effects.run = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    if what == "sign":
        ground = leases.from_offer(records.get(Offer, ObjectId(identity)), NOW)
        leases.sign(ground, terms(), actor, SENDER, number=seen.number, file=seen.file)
    lease = records.get(Lease, ObjectId(identity))
    if what == "keys":
        leases.hand_over_keys(lease, actor, on=START, version=lease.version, today=START)
    if what == "take over":
        leases.take_over(lease, actor, today=START)
    if what == "cancel":
        leases.cancel(lease, actor, why="Nei.", version=lease.version, today=START)


def killed(settings: Any, what: str, document: Any, actor: Actor, seen: Any = None) -> None:
    process = multiprocessing.get_context("spawn").Process(
        target=_die_after_the_write,
        args=(settings.mongodb_uri, settings.field_key, what, str(document.pk), actor, seen),
    )
    process.start()
    process.join(90)
    assert process.exitcode == -signal.SIGKILL


def test_a_swap_whose_process_was_killed_as_it_was_signed_is_finished(settings: Any) -> None:
    case, held = swapping()
    offer, actor = accepted(case), acting(consultant())
    seen = leases.draw(ground_of(offer), terms(), actor, SENDER)
    killed(settings, "sign", offer, actor, seen)
    lease = Lease.objects(offer=offer.pk).get()
    assert (records.get(Offer, offer.pk).state, case_of(lease).state) == (OfferState.ACCEPTED, ApplicationState.WAITING)
    with pytest.raises(ContractStands):  # nobody signs the dwelling away meanwhile
        signing(offer)
    finish()
    assert fresh(lease).pending == []
    assert (records.get(Offer, offer.pk).state, case_of(lease).state) == (OfferState.LEASED, ApplicationState.HOUSED)
    opened = Vacancy.objects(lease=held.pk).get()
    assert (opened.cause, opened.state) == (VacancyCause.SWAP, VacancyState.OPEN)


def test_keys_whose_process_was_killed_let_the_dwelling(settings: Any) -> None:
    lease = met(secured(signed()))
    killed(settings, "keys", lease, keeper())
    left = fresh(lease)
    assert (left.state, vacancy_of(left).state) == (LeaseState.OCCUPYING, VacancyState.ALLOCATED)
    finish()
    assert (fresh(lease).pending, vacancy_of(left).state) == ([], VacancyState.LET)


def test_a_take_over_whose_process_was_killed_between_the_two_leases_is_finished(settings: Any) -> None:
    case, held = extended()
    lease = sign(case)
    killed(settings, "take over", lease, Actor.system(NOW))
    assert (fresh(held).state, fresh(lease).state) == (LeaseState.ENDED, LeaseState.UPCOMING)
    with pytest.raises(TransitionRefused):  # the night that comes again leaves it to the effect
        leases.take_over(fresh(lease), LATE, today=START)
    finish()
    assert (fresh(held).pending, fresh(lease).state) == ([], LeaseState.OCCUPYING)


def test_a_cancelled_lease_whose_process_was_killed_sends_dwelling_and_household_back(settings: Any) -> None:
    lease = signed()
    killed(settings, "cancel", lease, keeper())
    left = fresh(lease)
    assert (left.state, case_of(left).state) == (LeaseState.ENDED, ApplicationState.HOUSED)
    finish()
    assert (case_of(left).state, vacancy_of(left).state) == (ApplicationState.WAITING, VacancyState.OPEN)


# --- Indexes and secrets --------------------------------------------------------------------------------------------


def test_one_lease_is_lived_under_and_one_is_to_come_whoever_stores_them() -> None:
    lease = met(secured(signed()))
    make_lease(dwelling=lease.dwelling, tenant=lease.tenant, kid="12345678903")
    with pytest.raises(StillLivedIn):
        hand_over(lease)
    old = Lease.objects(dwelling=lease.dwelling, state=LeaseState.OCCUPYING).get()
    leases.end(old, keeper(), on=START, reason=LeaseEnd.DEATH, version=old.version, today=START)
    assert hand_over(fresh(lease), on=START + timedelta(days=1), today=START + timedelta(days=1)) is True


def test_why_a_term_is_short_is_ciphertext_in_the_database() -> None:
    first = signed(months=12, short_reason="Overgang.")
    records.change(first, ACTOR, values={"state": LeaseState.ENDED, "ended_on": START + timedelta(days=200)})
    again = accepted(waiting(applicant=records.reference(first, "tenant")))
    records.change(again, ACTOR, values={"dwelling": records.reference(first, "dwelling")})
    short = terms(months=12, short_reason="Overgang.", weighty_reason="Innlagt på sykehus.")
    lease = sign(again, short, by=leader())
    raw = Lease._get_collection().find_one({"_id": lease.pk})
    assert is_ciphertext(raw["weighty_reason"])
    assert is_ciphertext(raw["short_term_reason"])
    assert "Innlagt" not in str(raw)
    assert "Overgang" not in str(raw)
