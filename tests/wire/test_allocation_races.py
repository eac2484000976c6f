"""Allocations on a real server: of many who choose at one instant one does; what a kill left is finished by itself."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask

from models import AuditEntry, File, Message, Nomination, Offer, Task, Vacancy
from models.fields import is_ciphertext
from rules.errors import StaleState
from rules.terms import NominationState, OfferState, Role, StaffMail, TaskKind, TaskState, VacancyState
from services import allocations, effects, records
from services.actor import Actor
from services.effects import Owed
from tests.casework import NOW, TODAY
from tests.choosing import (
    FIRST,
    SECOND,
    agreed,
    allocated,
    consultant,
    fresh,
    long_road,
    recommended,
    short_road,
    waiting,
)
from tests.clockwork import load_rulebook
from tests.factories import make_offer, make_user
from tests.wire.racing import at_once

EARLY, LATE = Actor.system(NOW), Actor.system(NOW + timedelta(minutes=2))
DWELLINGS, EACH = 10, 20
STATE = VacancyState


@pytest.fixture(autouse=True)
def house(app: Flask) -> None:
    load_rulebook()


def finish() -> None:
    """Do what `finish_effects` does, until nothing is left."""
    for _ in range(5):
        for left in effects.due(LATE.at):
            effects.finish(left, LATE)


def settled(vacancy: Any) -> Any:
    """The vacancy, nothing of it or its candidates left to do."""
    stored = fresh(vacancy)
    assert stored.pending == []
    assert all(one.pending == [] for one in Nomination.objects(vacancy=vacancy.pk))
    return stored


def tasks(vacancy: Any) -> list[str]:
    """What stands open of the vacancy's next step: one task at most."""
    found = Task.objects(kind=TaskKind.VACANCY, subject_id=str(vacancy.pk), state=TaskState.OPEN)
    return [one.since.split(":")[0] for one in found]


# --- Races -----------------------------------------------------------------------------------------------------------


def test_two_hundred_allocations_of_ten_dwellings_at_the_same_instant_give_exactly_ten() -> None:
    ready = [agreed(short_road(), waiting(FIRST)) for _ in range(DWELLINGS)]
    people = [consultant(name=f"Konsulent {number}") for number in range(EACH)]

    def trying(vacancy: Any, by: Actor) -> Callable[[], object]:
        own = fresh(vacancy)
        return lambda: (by.name, vacancy.pk, allocations.allocate(own, by, version=own.version, now=NOW))

    results = at_once([trying(vacancy, by) for vacancy in ready for by in people])
    won = {vacancy: (name, identity) for name, vacancy, identity in (one for one in results if isinstance(one, tuple))}
    lost = [one for one in results if isinstance(one, StaleState)]
    assert (len(won), len(lost), len(results)) == (DWELLINGS, DWELLINGS * (EACH - 1), DWELLINGS * EACH)
    finish()
    for vacancy in ready:
        stored, (name, identity) = settled(vacancy), won[vacancy.pk]
        assert (stored.state, stored.allocation.id, stored.allocation.by_name) == (STATE.ALLOCATED, identity, name)
        assert (len(stored.earlier), tasks(vacancy)) == (0, ["offer"])
        told = [one.changes for one in lost if one.identity == vacancy.number]
        assert len(told) == EACH - 1
        assert {change.by for changes in told for change in changes} == {name}  # each is told who was first
    assert AuditEntry.objects(document="vacancy", action="allocated").count() == DWELLINGS


def test_of_two_recommendations_at_the_same_instant_one_stands_on_its_own_basis() -> None:
    one, other, vacancy = waiting(FIRST), waiting(FIRST), short_road()
    own = [fresh(vacancy) for _ in range(4)]
    people = [consultant() for _ in own]
    works = [
        lambda held=held, case=case, by=by: allocations.recommend(
            held, by, chosen=[case.pk], reasons="Har størst behov.", version=held.version, today=TODAY
        )
        for held, case, by in zip(own, (one, other, one, other), people, strict=True)
    ]
    results = at_once(works)
    assert sum(isinstance(result, StaleState) for result in results) == 3
    held = fresh(vacancy).recommendation
    assert held.id in results
    assert File.objects(pk=held.basis).get().sha256 == held.basis_sha256
    found = allocations.replay(fresh(vacancy), consultant(), held)
    assert (found.intact, found.differences) == (True, ())


def test_of_going_through_and_taking_back_at_the_same_instant_one_wins() -> None:
    case, by = waiting(FIRST), consultant()
    vacancy = recommended(short_road(), case, by=by)
    own, mine, other = fresh(vacancy), fresh(vacancy), consultant()
    results = at_once(
        [
            lambda: allocations.go_through(own, other, agree=True, version=own.version, today=TODAY),
            lambda: allocations.take_back(mine, by, why="Feil.", version=mine.version, today=TODAY),
        ]
    )
    assert sum(isinstance(one, StaleState) for one in results) == 1
    stored = settled(vacancy)
    assert (stored.state is STATE.AGREED) == (stored.recommendation is not None)
    assert (stored.state is STATE.OPEN) == (len(stored.sent_back) == 1)


@pytest.mark.parametrize("_again", range(3))
def test_two_offers_of_one_allocation_that_fall_at_the_same_instant_open_it_once(_again: int) -> None:
    case = waiting(FIRST)
    vacancy = allocated(long_road([case]), case)
    offers = [make_offer(vacancy=vacancy, application=case, state=OfferState.CLOSED) for _ in range(3)]
    at_once([lambda one=one: fall(records.get(Offer, one.pk), vacancy, EARLY) for one in offers])
    finish()
    stored = settled(vacancy)
    assert (stored.state, len(stored.earlier), tasks(vacancy)) == (STATE.OPEN, 1, ["find_candidates"])


def fall(offer: Any, vacancy: Any, by: Actor) -> None:
    """An offer comes to nothing, and owes what such an offer owes."""
    args = {"vacancy": str(vacancy.pk), "allocation": str(offer.allocation)}
    owed = Owed(allocations.BACK_EFFECT, f"vacancy_back:{offer.pk}:{offer.version + 1}", args)
    records.change(offer, by, values={"closed_because": "Falt bort."}, action="closed", owed=[owed])


# --- Kills -----------------------------------------------------------------------------------------------------------


def _die_after_the_write(uri: str, key: str, what: str, vacancy: str, by: Actor, other: str) -> None:
    from models import cipher, connection
    from wiring import register_effects

    client = connection.connect(uri)
    cipher.use(cipher.MongoCipher(client, client.get_default_database().name, key))
    register_effects()
    effects.run = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    own = records.get(Vacancy, vacancy)
    if what == "recommend":
        allocations.recommend(
            own, by, chosen=[ObjectId(other)], reasons="Har størst behov.", version=own.version, today=TODAY
        )
    elif what == "go_through":
        allocations.go_through(own, by, agree=True, version=own.version, today=TODAY)
    elif what == "allocate":
        allocations.allocate(own, by, version=own.version, now=NOW)
    elif what == "undo":
        allocations.undo(own, by, why="Feil bolig.", version=own.version, today=TODAY)
    else:
        run, effects.run = effects.run, lambda *_: True  # type: ignore[assignment]
        fall(offer := records.get(Offer, other), own, by)  # the offer's own write stands; then the effect's write dies
        effects.run = run
        allocations.back_by_effect(offer, offer.pending[-1], by)


def killed(settings: Any, what: str, vacancy: Any, by: Actor, other: Any = "") -> None:
    process = multiprocessing.get_context("spawn").Process(
        target=_die_after_the_write,
        args=(settings.mongodb_uri, settings.field_key, what, str(vacancy.pk), by, str(other)),
    )
    process.start()
    process.join(90)
    assert process.exitcode == -signal.SIGKILL


def test_a_recommendation_whose_process_was_killed_stands_with_its_basis(settings: Any) -> None:
    case, vacancy = waiting(FIRST), short_road()
    killed(settings, "recommend", vacancy, consultant(), case.pk)
    left = fresh(vacancy)
    assert (left.state, left.pending != [], tasks(vacancy)) == (STATE.PROPOSED, True, [])
    assert File.objects(pk=left.recommendation.basis).get().sha256 == left.recommendation.basis_sha256
    finish()
    settled(vacancy)
    assert tasks(vacancy) == ["go_through"]
    assert AuditEntry.objects(document="vacancy", action="recommended").count() == 1


def test_one_gone_through_whose_process_was_killed_goes_on_to_the_unit_and_tells_it_once(settings: Any) -> None:
    leader = make_user(roles=[Role.UNIT_LEADER], email="leder@kommune.test")
    case = waiting(FIRST)
    vacancy = recommended(long_road([case], leader=leader), case)
    killed(settings, "go_through", vacancy, consultant())
    assert (fresh(vacancy).state, Message.objects(to=leader.email).count()) == (STATE.RECOMMENDED, 0)
    finish()
    finish()
    settled(vacancy)
    assert tasks(vacancy) == ["hear_unit"]
    assert Message.objects(to=leader.email).count() == 1


def test_an_allocation_whose_process_was_killed_stands_and_nobody_else_gets_the_dwelling(settings: Any) -> None:
    leader = make_user(roles=[Role.UNIT_LEADER], email="leder@kommune.test")
    case, other = waiting(FIRST), waiting(SECOND)
    vacancy = agreed(long_road([case, other], leader=leader), case)
    seen = vacancy.version
    Message.objects.delete()
    killed(settings, "allocate", vacancy, first := consultant(name="Frida Først"))
    left = fresh(vacancy)
    assert (left.state, left.allocation.by, left.pending != []) == (STATE.ALLOCATED, first.id, True)
    with pytest.raises(StaleState) as refusal:
        allocations.allocate(left, consultant(), version=seen, now=NOW)
    assert {one.by for one in refusal.value.changes} == {"Frida Først"}
    finish()
    finish()
    stored = settled(vacancy)
    assert (stored.allocation.id, tasks(vacancy)) == (left.allocation.id, ["offer"])
    states = {one.application_number: one.state for one in Nomination.objects}
    assert states == {case.number: NominationState.ALLOCATED, other.number: NominationState.PASSED_OVER}
    assert [one.to for one in Message.objects if StaffMail.ALLOCATED.label in one.subject] == [leader.email]
    assert Task.objects(kind=TaskKind.PLAN_SERVICES, state=TaskState.OPEN).count() == 1


def test_an_undo_whose_process_was_killed_puts_the_candidates_up_again(settings: Any) -> None:
    case, other, by = waiting(FIRST), waiting(SECOND), consultant()
    vacancy = allocated(long_road([case, other]), case, by=by)
    killed(settings, "undo", vacancy, by)
    assert (fresh(vacancy).state, fresh(vacancy).pending != []) == (STATE.AGREED, True)
    finish()
    settled(vacancy)
    assert tasks(vacancy) == ["allocate"]
    assert {one.state for one in Nomination.objects} == {NominationState.PUT_UP}
    assert Task.objects(kind=TaskKind.PLAN_SERVICES, state=TaskState.OPEN).count() == 0


def test_a_vacancy_on_its_way_back_whose_process_was_killed_is_opened_once(settings: Any) -> None:
    case, other = waiting(FIRST), waiting(SECOND)
    keeper = make_user(roles=[Role.HOUSING_CONSULTANT], email="konsulent@kommune.test")
    vacancy = allocated(long_road([case, other]), case)
    records.change(fresh(vacancy), EARLY, values={"consultant": keeper.pk})
    offer = make_offer(vacancy=fresh(vacancy), application=case, state=OfferState.CLOSED)
    killed(settings, "back", vacancy, EARLY, offer.pk)
    assert (fresh(vacancy).state, records.get(Offer, offer.pk).pending != []) == (STATE.OPEN, True)
    finish()
    finish()
    stored = settled(vacancy)
    assert (len(stored.earlier), stored.earlier[0].offer, tasks(vacancy)) == (1, offer.pk, ["recommend"])
    assert records.get(Offer, offer.pk).pending == []
    mails = [one for one in Message.objects(to=keeper.email) if StaffMail.SENT_BACK.label in one.subject]
    assert len(mails) == 1
    states = {one.application_number: one.state for one in Nomination.objects}
    assert states == {case.number: NominationState.PASSED_OVER, other.number: NominationState.PUT_UP}


# --- Secrets ---------------------------------------------------------------------------------------------------------


def test_reasons_and_basis_are_ciphertext_in_the_database() -> None:
    above, case = waiting(FIRST), waiting(SECOND)
    vacancy = recommended(short_road(), case, over=[([above], "Ønsker et annet strøk.")])
    raw = Vacancy._get_collection().find_one({"_id": vacancy.pk})
    assert is_ciphertext(raw["recommendation"]["reasons"])
    assert is_ciphertext(raw["recommendation"]["passed_over"][0]["reason"])
    assert "annet strøk" not in str(raw)
    parts = str(list(Vacancy._get_db()["file_part"].find({})))
    assert case.number not in parts
