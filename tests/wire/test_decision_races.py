"""Decisions on a real server: of two who decide, undo or send at one instant one does; what a kill left is finished."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask

from letters import decision_letter
from models import Application, AuditEntry, Decision, Letter, Task
from models.fields import is_ciphertext
from rules.errors import AlreadyExists, StaleState, TransitionRefused
from rules.terms import (
    ApplicationKind,
    ApplicationState,
    DecisionOutcome,
    LegalBasis,
    LetterState,
    Role,
    TaskKind,
    TaskState,
)
from services import decisions, dispatch, effects, records
from services.actor import Actor
from tests import casework
from tests.casework import NOW, SENDER, TODAY, acting, decided, draft, proposed, worker
from tests.clockwork import load_rulebook
from tests.factories import make_application, make_lease
from tests.wire.racing import outcomes

HELP = {"basis": LegalBasis.HOUSING_SOCIAL_ACT, "dwelling_type": None, "lease_months": None, "need": None}
LATE = Actor.system(NOW + timedelta(minutes=2))


@pytest.fixture(autouse=True)
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    load_rulebook()
    monkeypatch.setattr(decision_letter, "draw", casework.quick_draw)


def fresh(case: Any) -> Any:
    return records.get(Application, case.pk)


def helped() -> Any:
    return proposed(make_application(), wanted=draft(**HELP))


def signing(case: Any, by: Actor) -> Callable[[], object]:
    own = fresh(case)
    return lambda: decisions.decide(own, by, letter=own.proposal.letter, version=own.version, now=NOW)


def finish() -> None:
    """Do what `finish_effects` does, until nothing is left."""
    for _ in range(5):
        for left in effects.due(LATE.at):
            effects.finish(left, LATE)


# --- Races ----------------------------------------------------------------------------------------------------------


def test_of_two_who_decide_at_the_same_instant_one_does_and_one_letter_goes_out() -> None:
    case = helped()
    deciders = [acting(worker(Role.DECIDER)) for _ in range(4)]
    results = outcomes([signing(case, by) for by in deciders])
    assert results.count(StaleState) == 3
    stored = fresh(case)
    assert (len(stored.decisions), Decision.objects.count(), stored.pending) == (1, 1, [])
    assert [one.state for one in Letter.objects] == [LetterState.RELEASED]
    assert Task.objects(kind=TaskKind.DISPATCH, state=TaskState.OPEN).count() == 1
    assert AuditEntry.objects(document="application", action="decided").count() == 1


def test_of_two_proposals_at_the_same_instant_one_stands_and_the_other_leaves_no_letter() -> None:
    case = casework.assessed()
    own = [fresh(case) for _ in range(3)]
    writers = [acting(worker()) for _ in own]
    works = [
        lambda one=one, by=by: decisions.propose(one, draft(), by, SENDER, version=one.version, now=NOW)
        for one, by in zip(own, writers, strict=True)
    ]
    results = outcomes(works)
    assert results.count(StaleState) == 2
    drafts = Letter.objects(state=LetterState.DRAFT)
    assert [one.pk for one in drafts] == [fresh(case).proposal.letter]


def test_of_a_decision_and_a_changed_proposal_at_the_same_instant_one_stands() -> None:
    case = helped()
    own = fresh(case)
    writer = acting(worker())
    wanted = draft(**HELP | {"reasons": "Noe annet."})
    results = outcomes(
        [
            signing(case, acting(worker(Role.DECIDER))),
            lambda: decisions.propose(own, wanted, writer, SENDER, version=own.version, now=NOW),
        ]
    )
    assert results.count(StaleState) == 1
    stored = fresh(case)
    if stored.decisions:
        assert (stored.proposal, Decision.objects.get().reasons) == (None, "Husstanden fyller vilkårene.")
    else:
        assert (stored.proposal.reasons, Decision.objects.count()) == ("Noe annet.", 0)
    assert {one.state for one in Letter.objects} <= {LetterState.RELEASED, LetterState.VOID, LetterState.DRAFT}
    assert Letter.objects(state__in=[LetterState.RELEASED, LetterState.DRAFT]).count() == 1


@pytest.mark.parametrize("_again", range(4))
def test_of_sending_and_undoing_at_the_same_instant_exactly_one_wins(_again: int) -> None:
    case, decider = helped(), worker(Role.DECIDER)
    signing(case, acting(decider))()
    own, letter, sender = fresh(case), Letter.objects.get(), acting(worker())
    identity = own.decisions[0].id

    def undo() -> str:
        decisions.undo(own, identity, acting(decider), why="Feil sak.", version=own.version)
        return "undone"

    def send() -> str:
        dispatch.dispatch(letter, sender, on=TODAY, today=TODAY, version=letter.version)
        return "sent"

    results = outcomes([undo, send])
    won = [one for one in results if isinstance(one, str)]
    assert len(won) == 1
    assert set(results) - set(won) <= {StaleState, TransitionRefused}
    undone = won == ["undone"]
    assert Letter.objects.get().state is (LetterState.VOID if undone else LetterState.DISPATCHED)
    assert fresh(case).decisions[0].open is not undone
    assert (Decision.objects.get().undone_on is not None) is undone
    assert (Decision.objects.get().appeal_deadline is None) is undone


@pytest.mark.parametrize("_again", range(4))
def test_the_letter_of_a_decision_being_changed_is_sent_or_thrown_away_and_never_both(_again: int) -> None:
    refused = decided(proposed(casework.assessed(met=False), wanted=draft(DecisionOutcome.REFUSED)))
    letter, sender = Letter.objects.get(), acting(worker())
    wanted = draft(replaces=fresh(refused).decisions[0].id, override="Nye opplysninger.")
    changed = proposed(fresh(refused), wanted=wanted)

    def send() -> str:
        dispatch.dispatch(letter, sender, on=TODAY, today=TODAY, version=letter.version)
        return "sent"

    results = outcomes([lambda: decided(fresh(changed)).pk, send])
    finish()
    assert changed.pk in results  # whoever sends never keeps the decision from being made
    state = Letter.objects.get(pk=letter.pk).state
    assert state is (LetterState.DISPATCHED if "sent" in results else LetterState.VOID)
    assert [one.open for one in fresh(changed).decisions] == [False, True]
    assert fresh(changed).pending == []


def test_of_two_who_undo_at_the_same_instant_one_does() -> None:
    case, decider = helped(), worker(Role.DECIDER)
    signing(case, acting(decider))()
    own = [fresh(case), fresh(case)]
    identity = own[0].decisions[0].id
    works = [
        lambda one=one: decisions.undo(one, identity, acting(decider), why="Feil.", version=one.version) for one in own
    ]
    results = outcomes(works)
    assert results.count(None) == 1
    assert len([one for one in fresh(case).history if one.action == "undone"]) == 1


def test_of_two_swaps_of_one_lease_at_the_same_instant_one_is_granted() -> None:
    lease = make_lease()
    cases = [proposed(kind=ApplicationKind.SWAP, lease=lease.pk) for _ in range(2)]
    results = outcomes([lambda one=one: decided(fresh(one)).pk for one in cases])
    assert results.count(AlreadyExists) == 1
    assert sorted(fresh(one).state.value for one in cases) == ["in_assessment", "waiting"]
    assert Decision.objects.count() == 1
    assert Letter.objects(state=LetterState.RELEASED).count() == 1


# --- Kills ----------------------------------------------------------------------------------------------------------


def _die_after_the_write(uri: str, key: str, case: str, by: Actor, decision: str | None) -> None:
    from models import cipher, connection
    from wiring import register_effects

    client = connection.connect(uri)
    cipher.use(cipher.MongoCipher(client, client.get_default_database().name, key))
    register_effects()
    effects.run = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    own = records.get(Application, case)
    if decision is None:
        decisions.decide(own, by, letter=own.proposal.letter, version=own.version, now=NOW)
    else:
        decisions.undo(own, ObjectId(decision), by, why="Feil sak.", version=own.version)


def killed(settings: Any, case: Any, by: Actor, decision: str | None = None) -> None:
    process = multiprocessing.get_context("spawn").Process(
        target=_die_after_the_write, args=(settings.mongodb_uri, settings.field_key, str(case.pk), by, decision)
    )
    process.start()
    process.join(90)
    assert process.exitcode == -signal.SIGKILL


def test_a_decision_whose_process_was_killed_stands_and_what_it_owed_is_done_once(settings: Any) -> None:
    case = helped()
    killed(settings, case, acting(worker(Role.DECIDER)))
    left = fresh(case)
    assert (len(left.decisions), left.proposal, Decision.objects.count()) == (1, None, 0)
    assert Letter.objects.get().state is LetterState.DRAFT
    with pytest.raises(StaleState):  # nobody decides it a second time meanwhile
        decisions.decide(
            left, acting(worker(Role.DECIDER)), letter=left.decisions[0].proposal.letter, version=left.version, now=NOW
        )
    finish()
    assert (fresh(case).pending, Decision.objects.get().pk) == ([], left.decisions[0].id)
    assert Letter.objects.get().state is LetterState.RELEASED
    assert Task.objects(kind=TaskKind.DISPATCH, state=TaskState.OPEN).count() == 1


def test_a_decision_asked_for_after_a_kill_pays_first(settings: Any) -> None:
    case = helped()
    killed(settings, case, acting(worker(Role.DECIDER)))
    left = fresh(case)
    found = decisions.get_decision(left.decisions[0].id, left, LATE)
    assert (found.pk, Letter.objects.get().state) == (left.decisions[0].id, LetterState.RELEASED)
    finish()
    assert Decision.objects.count() == 1


def test_an_undo_whose_process_was_killed_is_finished(settings: Any) -> None:
    case, decider = helped(), worker(Role.DECIDER)
    signing(case, acting(decider))()
    identity = fresh(case).decisions[0].id
    killed(settings, case, acting(decider), str(identity))
    assert (fresh(case).decisions[0].open, Letter.objects.get().state) == (True, LetterState.VOID)
    finish()
    assert (fresh(case).decisions[0].open, Decision.objects.get().undone_on) == (False, TODAY)


# --- Secrets --------------------------------------------------------------------------------------------------------


def test_reasons_and_facts_are_ciphertext_in_the_database() -> None:
    case = decided()
    assert fresh(case).state is ApplicationState.WAITING
    raw = Decision._get_collection().find_one({})
    held = Application._get_collection().find_one({"_id": case.pk})["decisions"][0]["proposal"]
    for name in ("reasons", "weighed", "facts"):
        assert is_ciphertext(raw[name])
        assert is_ciphertext(held[name])
    everything = str(Application._get_collection().find_one({"_id": case.pk})) + str(raw)
    assert "Husstanden fyller" not in everything
