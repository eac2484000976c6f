"""Offers on a real server: of two answers at one instant one stands; what a kill left is finished."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from models import Applicant, Offer, Vacancy
from models.fields import is_ciphertext
from rules.errors import OfferAccepted, OfferStands, StaleState, TransitionRefused
from rules.terms import OfferState, RefusalReason, VacancyState
from services import audit, effects, offers, records
from services.actor import Actor
from tests.casework import NOW, acting
from tests.clockwork import load_rulebook
from tests.factories import ACTOR, make_applicant
from tests.letting_offers import SAID, allocated, consultant, fresh, offered, waiting
from tests.wire.racing import outcomes

LATE = Actor.system(NOW + timedelta(minutes=2))
OVER = NOW.date() + timedelta(days=8)


@pytest.fixture(autouse=True)
def house(app: Flask) -> None:
    load_rulebook()


def finish() -> None:
    """Do what `finish_effects` does, until nothing is left."""
    for _ in range(6):
        for left in effects.due(LATE.at):
            effects.finish(left, LATE)


def accepting(offer: Any) -> Callable[[], object]:
    own, by = fresh(offer), acting(consultant())
    return lambda: offers.accept(own, by, version=own.version, now=NOW)


def state(offer: Any) -> OfferState:
    return fresh(offer).state  # type: ignore[no-any-return]


def of_vacancy(offer: Any) -> VacancyState:
    vacancy = records.get(Vacancy, records.reference(offer, "vacancy"))
    return vacancy.state  # type: ignore[no-any-return]


# --- Races ----------------------------------------------------------------------------------------------------------


def test_of_one_persons_offers_accepted_at_the_same_instant_one_is_and_the_rest_fall() -> None:
    case = waiting()
    given = [offered(case) for _ in range(5)]
    results = outcomes([accepting(offer) for offer in given])
    assert results.count(True) == 1, results
    assert set(results) <= {True, OfferAccepted, StaleState, TransitionRefused}
    finish()
    states = sorted(state(offer).value for offer in given)
    assert states == ["accepted", *["closed"] * 4]
    back = [of_vacancy(offer) for offer in given]
    assert (back.count(VacancyState.ALLOCATED), back.count(VacancyState.OPEN)) == (1, 4)


def test_so_it_is_where_the_offers_stand_on_records_that_were_merged() -> None:
    first, later = make_applicant(), make_applicant()
    given = [offered(waiting(applicant=one)) for one in (first, later)]
    records.change(records.get(Applicant, later.pk), ACTOR, values={"merged_into": first.pk, "merged": True})
    results = outcomes([accepting(offer) for offer in given])
    assert results.count(True) == 1, results
    finish()
    assert sorted(state(offer).value for offer in given) == ["accepted", "closed"]


def test_a_yes_and_the_clock_at_the_same_instant_give_one_answer() -> None:
    for _ in range(5):
        offer = offered()
        own = fresh(offer)
        results = outcomes([accepting(offer), lambda own=own: offers.expire(own, ACTOR, today=OVER)])  # type: ignore[misc]
        assert results.count(True) == 1, results
        assert {StaleState} == set(results) - {True}
        kept = VacancyState.ALLOCATED if state(offer) is OfferState.ACCEPTED else VacancyState.OPEN
        finish()
        assert of_vacancy(offer) is kept


def test_a_yes_and_a_no_at_the_same_instant_give_one_answer() -> None:
    offer = offered()
    own, by = fresh(offer), acting(consultant())

    def no() -> object:
        return offers.decline(own, by, reason=RefusalReason.SIZE, version=own.version, now=NOW)

    results = outcomes([accepting(offer), no])
    assert results.count(True) == 1, results
    assert state(offer) in (OfferState.ACCEPTED, OfferState.DECLINED)


def test_of_many_who_offer_a_dwelling_at_the_same_instant_one_does() -> None:
    vacancy = allocated()
    givers = [acting(consultant()) for _ in range(5)]

    def giving(by: Actor) -> Callable[[], object]:
        own = records.get(Vacancy, vacancy.pk)
        told = {"channel": "telephone", "said": SAID, "version": own.version, "now": NOW}
        return lambda: offers.give(own, by, **told)

    results = outcomes([giving(by) for by in givers])
    assert sum(isinstance(one, type) for one in results) == 4, results
    assert {one for one in results if isinstance(one, type)} == {OfferStands}
    assert Offer.objects.count() == 1


def test_an_offer_given_while_another_is_accepted_does_not_stay_open() -> None:
    case = waiting()
    first, vacancy = offered(case), allocated(case)
    own, by = records.get(Vacancy, vacancy.pk), acting(consultant())

    def give() -> object:
        return offers.give(own, by, channel="telephone", said=SAID, version=own.version, now=NOW)

    outcomes([accepting(first), give])
    finish()
    assert state(first) is OfferState.ACCEPTED
    assert Offer.objects(state=OfferState.OPEN).count() == 0


# --- Killed ---------------------------------------------------------------------------------------------------------


def _die_after_the_write(uri: str, key: str, offer: str, by: Actor, answer: str) -> None:
    from models import cipher, connection
    from wiring import register_effects

    client = connection.connect(uri)
    cipher.use(cipher.MongoCipher(client, client.get_default_database().name, key))
    register_effects()
    effects.run = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    own = records.get(Offer, offer)
    if answer == "yes":
        offers.accept(own, by, version=own.version, now=NOW)
    else:
        offers.decline(own, by, reason=RefusalReason.RENT, version=own.version, now=NOW)


def killed(settings: Any, offer: Any, answer: str) -> None:
    """An answer is noted by a process that is killed once it is stored, before anything that follows from it."""
    process = multiprocessing.get_context("spawn").Process(
        target=_die_after_the_write,
        args=(settings.mongodb_uri, settings.field_key, str(offer.pk), acting(consultant()), answer),
    )
    process.start()
    process.join(90)
    assert process.exitcode == -signal.SIGKILL


def test_what_a_kill_left_of_a_yes_is_finished(settings: Any) -> None:
    case = waiting()
    taken, other = offered(case), offered(case)
    killed(settings, taken, "yes")
    assert (state(taken), state(other)) == (OfferState.ACCEPTED, OfferState.OPEN)
    finish()
    assert state(other) is OfferState.CLOSED
    assert (of_vacancy(taken), of_vacancy(other)) == (VacancyState.ALLOCATED, VacancyState.OPEN)
    assert list(effects.due(LATE.at + timedelta(days=1))) == []


def test_what_a_kill_left_of_a_no_is_finished(settings: Any) -> None:
    offer = offered()
    killed(settings, offer, "no")
    assert (state(offer), of_vacancy(offer)) == (OfferState.DECLINED, VacancyState.ALLOCATED)
    finish()
    assert of_vacancy(offer) is VacancyState.OPEN


# --- Stored ---------------------------------------------------------------------------------------------------------


def test_what_a_household_said_is_stored_so_that_only_the_application_can_read_it() -> None:
    offer = offered()
    own = fresh(offer)
    offers.decline(
        own, acting(consultant()), reason=RefusalReason.HEALTH, said="Kan ikke gå trapper", version=own.version, now=NOW
    )
    stored = Offer._get_collection().find_one({"_id": offer.pk})
    assert all(is_ciphertext(stored[name]) for name in ("said", "reason_said"))
    assert audit.collection(Offer) == "offer"
