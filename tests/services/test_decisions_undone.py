"""Undo until the letter is dispatched, withdrawal after prior notice, and replay."""

from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId

from models import Application, Decision, Letter, Rulebook, Task
from models.intake import Conflict
from rules.errors import (
    AlreadyExists,
    AppealOpen,
    ConflictOfInterest,
    DecisionUntold,
    MissingReason,
    NotAppealable,
    NotAuthorised,
    NotFound,
    PriorNoticeMissing,
    StaleState,
    TransitionRefused,
)
from rules.terms import (
    ApplicationKind,
    ApplicationState,
    DecisionOutcome,
    LegalBasis,
    LetterKind,
    LetterState,
    Role,
    TaskKind,
    TaskState,
)
from services import appeals, applications, assessments, decisions, dispatch, effects, records
from services.actor import Actor
from services.appeals import Lodging
from tests.casework import NOW, SENDER, TODAY, acting, assessed, decided, draft, house, proposed, worker
from tests.factories import ACTOR, make_application, make_decision, make_lease
from tests.makers import make_letter

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

OUT, STATE, KIND = DecisionOutcome, ApplicationState, ApplicationKind
WHY = "Feil person i saken."


def fresh(case: Any) -> Any:
    return records.get(Application, case.pk)


def one_of(case: Any, now: Any = NOW) -> Actor:
    """One of those who took the case's last decision."""
    entry = case.decisions[-1]
    return Actor(
        id=entry.decided_by[0], name=entry.decided_by_names[0], at=now, roles=frozenset({Role.COMMITTEE_MEMBER})
    )


def undo(case: Any, **values: Any) -> None:
    case = fresh(case)
    seen = {"actor": one_of(case), "why": WHY, "version": case.version} | values
    decisions.undo(case, case.decisions[-1].id, **seen)


def send(letter: Letter, on: date = TODAY) -> None:
    letter.reload()
    dispatch.dispatch(letter, acting(worker()), on=on, today=on, version=letter.version)


# --- Undo -----------------------------------------------------------------------------------------------------------


def test_those_who_decided_take_it_back_while_the_letter_is_in_the_house() -> None:
    case = decided()
    undo(case)
    case, decision = fresh(case), Decision.objects.get()
    assert (case.state, case.decided_on, case.on_list) == (STATE.IN_ASSESSMENT, None, False)
    assert (case.decisions[0].open, case.decisions[0].undone_on, decision.undone_on) == (False, TODAY, TODAY)
    assert (case.history[-1].action, case.history[-1].why) == ("undone", WHY)
    assert (Letter.objects.get().state, case.pending, Letter.objects.get().pending) == (LetterState.VOID, [], [])
    assert Task.objects(state=TaskState.OPEN, kind=TaskKind.DISPATCH).count() == 0
    assert Task.objects(state=TaskState.OPEN, kind=TaskKind.NEXT_STEP).count() == 1


def test_an_undone_grant_leaves_no_approved_need_behind() -> None:
    case = decided()
    assert fresh(case).approved_need is not None
    decisions.undo(case, case.decisions[0].id, one_of(case), why=WHY, version=case.version)
    assert fresh(case).approved_need is None


def test_an_undone_case_may_be_decided_anew() -> None:
    case = decided()
    undo(case)
    case = fresh(decided(proposed(fresh(case))))
    assert (case.state, [one.open for one in case.decisions]) == (STATE.WAITING, [False, True])


def test_nothing_is_undone_once_the_letter_is_on_its_way() -> None:
    case = decided()
    send(Letter.objects.get())
    with pytest.raises(TransitionRefused):
        undo(case)
    assert (fresh(case).state, Decision.objects.get().undone_on) == (STATE.WAITING, None)


def test_a_letter_that_was_taken_back_is_not_sent() -> None:
    case = decided()
    letter = Letter.objects.get()
    undo(case)
    with pytest.raises(StaleState):
        dispatch.dispatch(letter, acting(worker()), on=TODAY, today=TODAY, version=letter.version)
    with pytest.raises(TransitionRefused):
        send(letter)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.COMMITTEE_MEMBER, Role.DECIDER, Role.DEPARTMENT_HEAD])
def test_others_than_those_who_decided_undo_nothing(role: Role) -> None:
    with pytest.raises(NotAuthorised):
        undo(decided(), actor=acting(worker(role)))


def test_an_undo_needs_a_reason_a_decision_and_the_present_version() -> None:
    case = decided()
    with pytest.raises(MissingReason):
        undo(case, why=" ")
    with pytest.raises(StaleState):
        undo(case, version=1)
    with pytest.raises(NotFound):
        decisions.undo(fresh(case), ObjectId(), one_of(case), why=WHY, version=fresh(case).version)


def test_nobody_undoes_twice() -> None:
    case = decided()
    undo(case)
    with pytest.raises(TransitionRefused):
        undo(case)


def test_a_decision_that_more_was_built_on_is_not_undone() -> None:
    case = decided()
    records.change(fresh(case), ACTOR, values={"state": STATE.HOUSED})
    with pytest.raises(TransitionRefused):
        undo(case)
    assert Letter.objects.get().state is LetterState.RELEASED


def test_a_case_that_was_taken_back_meanwhile_stays_so() -> None:
    case = decided()
    letter = Letter.objects.get()
    entry = fresh(case).decisions[0]
    records.change(fresh(case), ACTOR, values={"state": STATE.WITHDRAWN})
    owed = effects.Owed(decisions.UNDO_EFFECT, "undo:x", {"application": str(case.pk), "decision": str(entry.id)})
    dispatch.void(letter, ACTOR, why=WHY, owed=[owed])
    assert (fresh(case).state, fresh(case).decisions[0].open) == (STATE.WITHDRAWN, False)


def test_an_undone_decision_by_the_act_moves_nothing() -> None:
    case = make_application()
    wanted = draft(basis=LegalBasis.HOUSING_SOCIAL_ACT, dwelling_type=None, lease_months=None, need=None)
    proposed(case, wanted=wanted)
    decider = worker(Role.DECIDER)
    decisions.decide(case, acting(decider), letter=case.proposal.letter, version=case.version, now=NOW)
    undo(case, actor=acting(decider))
    assert (fresh(case).state, fresh(case).decisions[0].open) == (STATE.RECEIVED, False)


def test_the_task_of_a_new_lease_goes_with_the_extension() -> None:
    lease = make_lease()
    case = decided(proposed(kind=KIND.EXTENSION, lease=lease.pk, wanted=draft(dwelling_type=None, need=None)))
    undo(case)
    assert fresh(case).state is STATE.IN_ASSESSMENT
    assert Task.objects(kind=TaskKind.NEW_LEASE).get().state is TaskState.SETTLED


def test_an_undone_swap_leaves_the_lease_free_for_another() -> None:
    lease = make_lease()
    first, second = decided(kind=KIND.SWAP, lease=lease.pk), proposed(kind=KIND.SWAP, lease=lease.pk)
    undo(first)
    assert fresh(decided(second)).swap_of == lease.pk
    assert fresh(first).swap_of is None


def test_an_undo_that_died_half_way_is_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    case = decided()
    with monkeypatch.context() as patch:
        patch.setattr(effects, "run", lambda *_: False)
        undo(case)
    assert (fresh(case).state, Letter.objects.get().state) == (STATE.WAITING, LetterState.VOID)
    late = Actor.system(NOW + timedelta(minutes=2))
    for left in effects.due(late.at):
        effects.finish(left, late)
    assert fresh(case).state is STATE.IN_ASSESSMENT


def test_an_undo_with_no_room_for_what_would_stand_again_takes_no_letter_back() -> None:
    refused = decided(proposed(assessed(met=False), wanted=draft(OUT.REFUSED)))
    make_application(applicant=refused.applicant)  # the household has applied anew
    with pytest.raises(AlreadyExists):
        undo(refused)
    assert Letter.objects.get().state is LetterState.RELEASED


def test_an_undone_decision_takes_a_proposal_to_change_it_along() -> None:
    refused = decided(proposed(assessed(met=False), wanted=draft(OUT.REFUSED)))
    entry = fresh(refused).decisions[0]
    changed = proposed(fresh(refused), wanted=draft(replaces=entry.id, override="Nye opplysninger."))
    decisions.undo(fresh(refused), entry.id, one_of(refused), why=WHY, version=changed.version)
    assert (fresh(refused).state, fresh(refused).proposal) == (STATE.IN_ASSESSMENT, None)
    assert records.get(Letter, changed.proposal.letter).state is LetterState.VOID


def test_a_change_of_a_dismissal_may_be_undone() -> None:
    case = decided(proposed(wanted=draft(OUT.DISMISSED)))
    changed = decided(proposed(fresh(case), wanted=draft(replaces=case.decisions[0].id)))
    undo(changed)
    assert (fresh(case).state, [one.open for one in fresh(case).decisions]) == (STATE.DISMISSED, [True, False])


def changed_unsent() -> tuple[Any, Letter, Letter]:
    """A refusal changed to a grant before its letter went out: the case, and the letters of both."""
    first = decided(proposed(assessed(met=False), wanted=draft(OUT.REFUSED)))
    changed = proposed(fresh(first), wanted=draft(replaces=first.decisions[0].id, override="Nye opplysninger."))
    changed = fresh(decided(changed))
    before, after = [records.get(Letter, one.proposal.letter) for one in changed.decisions]
    return changed, before, after


def test_the_unsent_letter_of_a_decision_that_another_takes_the_place_of_goes_to_nobody() -> None:
    _case, before, after = changed_unsent()
    assert (before.state, after.state) == (LetterState.VOID, LetterState.RELEASED)
    waits = Task.objects(kind=TaskKind.DISPATCH, state=TaskState.OPEN)
    assert [one.subject_id for one in waits] == [str(after.pk)]


def test_a_letter_on_its_way_stays_so_when_its_decision_is_changed() -> None:
    first = decided(proposed(assessed(met=False), wanted=draft(OUT.REFUSED)))
    letter = Letter.objects.get()
    send(letter)
    decided(proposed(fresh(first), wanted=draft(replaces=first.decisions[0].id, override="Nye opplysninger.")))
    assert letter.reload().state is LetterState.DISPATCHED


def test_a_decision_that_stands_again_by_undo_is_told_of_by_its_letter_after_all() -> None:
    case, before, after = changed_unsent()
    undo(case)
    assert [one.open for one in fresh(case).decisions] == [True, False]
    assert (before.reload().state, after.reload().state) == (LetterState.RELEASED, LetterState.VOID)
    send(before)
    assert records.get(Decision, fresh(case).decisions[0].id).dispatched_on == TODAY


def test_the_effect_on_a_replaced_decisions_letter_done_late_or_twice_follows_what_the_case_says_now() -> None:
    case, before, _after = changed_unsent()
    undo(case)
    stored = fresh(case)
    due = effects.Owed(decisions.LETTER_EFFECT, "x", {"decision": str(stored.decisions[0].id)}).pending(NOW)
    decisions.keep_letter(case, due, ACTOR)
    decisions.keep_letter(case, due, ACTOR)
    assert before.reload().state is LetterState.RELEASED


def test_a_decision_that_somebody_has_appealed_is_not_undone_but_answered() -> None:
    case = decided(proposed(assessed(met=False), wanted=draft(OUT.REFUSED)))
    decision = records.get(Decision, case.decisions[0].id)
    appeals.register(decision, Lodging(received_on=TODAY), acting(worker()), today=TODAY)
    with pytest.raises(TransitionRefused):
        undo(case)
    assert Letter.objects(letter_kind=LetterKind.DECISION).get().state is LetterState.RELEASED


# --- Taken back by the applicant ------------------------------------------------------------------------------------


def test_an_application_taken_back_from_the_list_closes_its_decisions_in_the_same_write() -> None:
    case = fresh(decided())
    applications.withdraw(case, acting(worker()), why="Har kjøpt bolig.", version=case.version)
    stored = fresh(case)
    assert (stored.state, [one.open for one in stored.decisions]) == (STATE.WITHDRAWN, [False])
    assert stored.history[-1].changes.keys() >= {"state", "decisions"}
    decision = records.get(Decision, stored.decisions[0].id)
    assert not appeals.appealable(decision, stored)
    with pytest.raises(NotAppealable) as no:
        appeals.register(decision, Lodging(received_on=TODAY), acting(worker()), today=TODAY)
    assert no.value.why == "taken_back"


def test_an_application_with_an_open_appeal_is_taken_back_once_the_appeal_is() -> None:
    case = told(decided())
    appeal = appeals.register(
        records.get(Decision, case.decisions[0].id), Lodging(received_on=TODAY), acting(worker()), today=TODAY
    )
    with pytest.raises(AppealOpen):
        applications.withdraw(fresh(case), acting(worker()), why="Trekker.", version=fresh(case).version)
    assert (fresh(case).state, fresh(case).decisions[0].open) == (STATE.WAITING, True)
    appeals.withdraw(appeal, acting(worker()), on=TODAY, version=appeal.version, today=TODAY)
    assert applications.withdraw(fresh(case), acting(worker()), why="Trekker.", version=fresh(case).version)


# --- Withdrawal -----------------------------------------------------------------------------------------------------


def told(case: Any) -> Any:
    """The case as it is once its decision's letter is on its way."""
    send(Letter.objects.get(letter_kind=LetterKind.DECISION, about=fresh(case).decisions[0].id))
    return fresh(case)


def notice(case: Any, *, on: date | None = TODAY) -> Letter:
    """A prior notice on the case's grant, sent on the day (not at all where there is none)."""
    case = told(case)
    actor = acting(worker())
    letter = decisions.draw_prior_notice(
        case, case.decisions[-1].id, "Søkeren eier bolig.", actor, SENDER, version=case.version, now=NOW
    )
    decisions.give_prior_notice(case, letter, actor, version=letter.version, now=NOW)
    if on:
        send(letter, on)
    return letter


def withdrawal(case: Any, letter: Letter | None) -> Any:
    return draft(
        OUT.WITHDRAWN, replaces=fresh(case).decisions[0].id, prior_notice=letter.pk if letter else None,
        reasons="Søkeren eier bolig.",
    )  # fmt: skip


def at(day: date) -> Any:
    return NOW + (day - TODAY)


ANSWERED = date(2026, 12, 11)  # posted on Monday the 23rd, arrived on the 26th, fourteen days to answer: the 10th


def test_a_grant_is_withdrawn_when_the_notice_has_come_and_the_time_to_answer_is_over() -> None:
    case = decided()
    letter = notice(case)
    case = proposed(fresh(case), wanted=withdrawal(case, letter), now=at(ANSWERED))
    case = fresh(decided(case, now=at(ANSWERED)))
    assert (case.state, case.on_list) == (STATE.REFUSED, False)
    assert [(one.outcome, one.open) for one in case.decisions] == [(OUT.GRANTED, False), (OUT.WITHDRAWN, True)]
    assert Decision.objects(outcome=OUT.WITHDRAWN).get().replaces == case.decisions[0].id


@pytest.mark.parametrize("day", [TODAY, date(2026, 11, 27), ANSWERED - timedelta(days=1)])
def test_not_before_the_day_after_the_last_day_to_answer(day: date) -> None:
    case = decided()
    letter = notice(case)
    with pytest.raises(PriorNoticeMissing):
        proposed(fresh(case), wanted=withdrawal(case, letter), now=at(day))


def test_a_notice_that_came_early_leaves_the_time_that_the_letter_names() -> None:
    case = decided()
    letter = notice(case)
    letter.reload()
    dispatch.note_arrival(letter, acting(worker()), on=TODAY, today=TODAY, version=letter.version)
    with pytest.raises(PriorNoticeMissing):
        proposed(fresh(case), wanted=withdrawal(case, letter), now=at(ANSWERED - timedelta(days=1)))


def test_a_notice_on_its_way_is_a_task_until_the_grant_is_withdrawn_or_stands() -> None:
    def step() -> str:
        return str(Task.objects(kind=TaskKind.NEXT_STEP, subject_id=str(case.pk), state=TaskState.OPEN).get().text)

    case = decided()
    notice(case)
    assert "trekkes tilbake" in step()
    assessments.review_need(fresh(case), acting(worker()), version=fresh(case).version, today=ANSWERED)
    assert "behovet" in step()


def test_a_notice_sent_late_is_counted_from_its_arrival() -> None:
    case = decided()
    letter = notice(case, on=date(2026, 12, 1))
    with pytest.raises(PriorNoticeMissing):
        proposed(fresh(case), wanted=withdrawal(case, letter), now=at(ANSWERED))
    proposed(fresh(case), wanted=withdrawal(case, letter), now=at(date(2026, 12, 19)))


def test_no_notice_or_one_that_came_back_or_is_of_another_decision_is_none() -> None:
    case, other = decided(), decided()
    sent, unsent, foreign = notice(case), notice(decided(), on=None), notice(other)
    sent.reload()
    dispatch.note_return(sent, acting(worker()), on=ANSWERED, why="Ukjent", today=ANSWERED, version=sent.version)
    decision_letter = Letter.objects(letter_kind=LetterKind.DECISION, application=case.pk).get()
    for letter in (None, sent, unsent, foreign, decision_letter):
        with pytest.raises(PriorNoticeMissing):
            proposed(fresh(case), wanted=withdrawal(case, letter), now=at(date(2027, 1, 15)))


def test_an_undone_withdrawal_brings_the_grant_back_to_the_waiting_list() -> None:
    lease = make_lease()
    case = decided(kind=KIND.SWAP, lease=lease.pk)
    letter = notice(case)
    case = proposed(fresh(case), wanted=withdrawal(case, letter), now=at(ANSWERED))
    case = fresh(decided(case, now=at(ANSWERED)))
    assert case.swap_of is None
    undo(case, actor=one_of(case, at(ANSWERED)))
    case = fresh(case)
    assert (case.state, case.on_list, case.decided_on, case.swap_of) == (STATE.WAITING, True, TODAY, lease.pk)
    assert (case.approved_need.rooms, [one.open for one in case.decisions]) == (3, [True, False])


def test_what_would_come_back_must_have_room() -> None:
    lease = make_lease()
    case = decided(kind=KIND.SWAP, lease=lease.pk)
    letter = notice(case)
    case = decided(proposed(fresh(case), wanted=withdrawal(case, letter), now=at(ANSWERED)), now=at(ANSWERED))
    decided(kind=KIND.SWAP, lease=lease.pk)
    with pytest.raises(AlreadyExists):
        undo(case)


def test_no_prior_notice_before_the_grant_itself_is_told_of_for_until_then_it_is_undone() -> None:
    case, actor = fresh(decided()), acting(worker())
    with pytest.raises(DecisionUntold):
        decisions.draw_prior_notice(case, case.decisions[0].id, "Nytt.", actor, SENDER, version=case.version, now=NOW)
    letter = make_letter(application=case, letter_kind=LetterKind.PRIOR_NOTICE, about=case.decisions[0].id,
                         drawn_on=TODAY, state=LetterState.DRAFT)  # fmt: skip
    with pytest.raises(DecisionUntold):
        decisions.give_prior_notice(case, letter, actor, version=letter.version, now=NOW)
    told(case)
    assert decisions.give_prior_notice(fresh(case), letter, actor, version=letter.version, now=NOW)
    with pytest.raises(TransitionRefused):
        undo(case)


def test_a_prior_notice_names_new_facts_and_is_given_once() -> None:
    case = told(decided())
    identity, actor = case.decisions[0].id, acting(worker())

    def draw(text: str = "Ny opplysning.", decision: ObjectId = identity, by: Actor = actor, **values: Any) -> Letter:
        seen = {"version": case.version, "now": NOW} | values
        return decisions.draw_prior_notice(case, decision, text, by, SENDER, **seen)

    for refused, call in (
        (MissingReason, lambda: draw("  ")),
        (NotFound, lambda: draw(decision=ObjectId())),
        (NotAuthorised, lambda: draw(by=acting(worker(Role.DECIDER)))),
        (StaleState, lambda: draw(version=1)),
    ):
        with pytest.raises(refused):
            call()
    assert Letter.objects(letter_kind=LetterKind.PRIOR_NOTICE).count() == 0
    first, second = draw(), draw()
    assert (first.about, first.state) == (identity, LetterState.DRAFT)
    with pytest.raises(TransitionRefused):
        decisions.give_prior_notice(case, first, actor, version=first.version, now=NOW + timedelta(days=1))
    assert decisions.give_prior_notice(case, first, actor, version=first.version, now=NOW)
    assert not decisions.give_prior_notice(case, first, actor, version=first.version, now=NOW)
    with pytest.raises(TransitionRefused):
        decisions.give_prior_notice(case, second, actor, version=second.version, now=NOW)
    with pytest.raises(TransitionRefused):
        draw()
    assert decisions.drop_prior_notice(case, second, actor, version=second.version)


def test_a_refusal_gives_no_prior_notice_and_the_disqualified_give_none() -> None:
    refused = fresh(decided(proposed(assessed(met=False), wanted=draft(OUT.REFUSED))))
    with pytest.raises(TransitionRefused):
        notice(refused)
    kari, case = worker(name="Kari"), decided()
    conflict = Conflict(user=kari.pk, user_name="Kari", because="Søsken", on=TODAY)
    records.change(fresh(case), ACTOR, values={"conflicts": [conflict]})
    with pytest.raises(ConflictOfInterest):
        decisions.draw_prior_notice(
            fresh(case), case.decisions[0].id, "Nytt.", acting(kari), SENDER, version=fresh(case).version, now=NOW
        )


# --- Replay ---------------------------------------------------------------------------------------------------------


def test_a_decision_comes_to_the_same_from_its_own_facts_whatever_the_case_says_now() -> None:
    case = decided()
    records.change(fresh(case), ACTOR, values={"children": 5, "resident": False})
    before = Decision.objects.get().version
    found = decisions.replay(Decision.objects.get())
    assert (found.number, found.rulebook, found.has_facts, found.differences) == (case.number, 1, True, ())
    assert Decision.objects.get().version == before


def test_a_rulebook_changed_under_its_number_shows_in_the_replay() -> None:
    decided()
    book = Rulebook.objects.get()
    book.content["factors"][0]["levels"][1]["points"] = 9
    Rulebook._get_collection().update_one({"_id": book.pk}, {"$set": {"content": book.content}})
    labels = [one.label for one in decisions.replay(Decision.objects.get()).differences]
    assert labels == ["Særskilt behov for en stabil bosituasjon", "Poengsum"]


def test_facts_changed_afterwards_show_in_the_replay() -> None:
    decided()
    decision = Decision.objects.get()
    decision.facts = decision.facts.replace('"resident": true', '"resident": false')
    labels = [one.label for one in decisions.replay(decision).differences]
    assert labels == ["Folkeregistrert i kommunen", "Regelboken peker mot"]


def test_an_imported_decision_has_nothing_to_recompute() -> None:
    found = decisions.replay(make_decision(imported=True))
    assert (found.has_facts, found.differences, found.rulebook) == (False, (), None)


def test_a_rulebook_that_is_gone_is_told() -> None:
    decided()
    decision = Decision.objects.get()
    decision.rulebook = 99
    with pytest.raises(NotFound):
        decisions.replay(decision)
