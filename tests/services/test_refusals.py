"""Refused offers: the household heard first, judged by a person, with the rulebook's consequence and its end (S001)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from models import Applicant, Application, Letter, Task
from rules.errors import (
    HearingMissing,
    HeldBack,
    InvalidRecord,
    LetterDiffers,
    MissingReason,
    NotAuthorised,
    StaleState,
    TransitionRefused,
)
from rules.terms import LetterKind, LetterState, Role, TaskKind, TaskState
from services import dispatch, offers, records
from tests.casework import NOW, SENDER, TODAY, acting, house, worker
from tests.clockwork import run_job
from tests.factories import ACTOR, make_applicant
from tests.letting_offers import consultant, fresh, offered, refused, waiting

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

TALKED = {"heard_on": TODAY, "heard": "Sa at boligen ligger for langt fra skolen."}
UNTIL = date(2027, 5, 23)


def ask(offer: Any, now: datetime = NOW) -> bool:
    return offers.ask_hearing(offer, acting(consultant(), now), sender=SENDER, version=offer.version, now=now)


def judge(offer: Any, by: Any = None, *, now: datetime = NOW, **values: Any) -> bool:
    told = {"justified": False, "reasons": "Boligen passet.", "sender": SENDER, "version": offer.version, "now": now}
    actor = by or acting(consultant(), now)
    return offers.judge(offer, actor, **told | values)


def post(letter: Any, on: date = TODAY) -> None:
    held = records.get(Letter, letter)
    dispatch.dispatch(held, ACTOR, on=on, today=max(on, TODAY), version=held.version)


# --- Hearing ---------------------------------------------------------------------------------------------------------


def test_nobody_judges_before_the_household_was_heard() -> None:
    offer = refused()
    with pytest.raises(HearingMissing) as raised:
        judge(offer)
    assert raised.value.due is None
    assert offer.judgement is None


def test_the_household_is_asked_by_letter_and_judged_once_its_time_is_out() -> None:
    offer = refused()
    assert ask(offer)
    stored = fresh(offer)
    letter = records.get(Letter, stored.hearing_letter)
    assert (letter.letter_kind, letter.state) == (LetterKind.REFUSAL_HEARING, LetterState.RELEASED)
    assert stored.hearing_due == date(2026, 12, 10)
    later = NOW + timedelta(days=30)
    with pytest.raises(HearingMissing) as raised:
        judge(stored, now=later)  # the letter lies in the house still
    assert raised.value.due is None
    post(letter.pk)
    with pytest.raises(HearingMissing) as raised:
        judge(fresh(offer), now=NOW + timedelta(days=17))
    assert raised.value.due == date(2026, 12, 10)
    assert judge(fresh(offer), now=NOW + timedelta(days=18))


def test_a_letter_that_went_late_gives_the_household_its_whole_time() -> None:
    offer = refused()
    ask(offer)
    late = date(2026, 11, 30)
    post(fresh(offer).hearing_letter, late)
    assert fresh(offer).hearing_due == date(2026, 12, 17)
    with pytest.raises(HearingMissing):
        judge(fresh(offer), now=NOW + timedelta(days=18))
    assert judge(fresh(offer), now=NOW + timedelta(days=25))


def test_who_is_asked_is_not_asked_again_unless_the_letter_came_back() -> None:
    offer = refused()
    ask(offer)
    with pytest.raises(TransitionRefused):
        ask(fresh(offer))
    post(fresh(offer).hearing_letter)
    letter = records.get(Letter, fresh(offer).hearing_letter)
    dispatch.note_return(letter, ACTOR, on=TODAY, why="Ukjent", today=TODAY, version=letter.version)
    with pytest.raises(HearingMissing):
        judge(fresh(offer), now=NOW + timedelta(days=60))
    assert ask(fresh(offer))
    with pytest.raises(TransitionRefused):
        ask(offered())


def test_a_conversation_is_a_hearing() -> None:
    offer = refused()
    for day, said in ((TODAY, " "), (TODAY + timedelta(days=1), "x"), (TODAY - timedelta(days=1), "x")):
        with pytest.raises(InvalidRecord):
            judge(offer, heard_on=day, heard=said)
    assert judge(offer, **TALKED)
    assert (fresh(offer).judgement.heard_on, fresh(offer).judgement.heard) == (TODAY, TALKED["heard"])


# --- Judging ---------------------------------------------------------------------------------------------------------


def test_without_good_reason_new_offers_are_held_back_and_the_household_is_told() -> None:
    case = waiting()
    offer = refused(case)
    judge(offer, **TALKED)
    held = fresh(offer).judgement
    assert (held.justified, held.until, held.rulebook, held.on) == (False, UNTIL, 1, TODAY)
    letter = records.get(Letter, held.letter)
    assert (letter.letter_kind, letter.state) == (LetterKind.REFUSAL_JUDGED, LetterState.RELEASED)
    with pytest.raises(HeldBack):
        offered(case)
    assert Task.objects(kind=TaskKind.JUDGE_REFUSAL).get().state is TaskState.SETTLED
    on_its_day = datetime(2027, 5, 23, 10, tzinfo=NOW.tzinfo)
    assert offered(case, now=on_its_day)


def test_with_good_reason_nothing_follows() -> None:
    case = waiting()
    offer = refused(case)
    judge(offer, justified=True, **TALKED)
    assert fresh(offer).judgement.until is None
    assert Task.objects(kind=TaskKind.REFUSAL_COUNTS).count() == 0
    assert offered(case)


def test_an_offer_that_ran_out_is_judged_like_a_refusal() -> None:
    offer = offered()
    run_job("follow_ups", date(2026, 12, 1))
    assert judge(fresh(offer), heard_on=TODAY, heard="Var på sykehus.", justified=True)


def test_what_is_not_refused_is_not_judged() -> None:
    with pytest.raises(TransitionRefused):
        judge(offered(), **TALKED)
    offer = refused()
    with pytest.raises(MissingReason):
        judge(offer, reasons=" ", **TALKED)
    with pytest.raises(NotAuthorised):
        judge(offer, acting(worker()), **TALKED)
    with pytest.raises(StaleState):
        judge(offer, version=offer.version - 1, **TALKED)


def test_the_count_is_over_the_persons_merged_records(monkeypatch: pytest.MonkeyPatch) -> None:
    two_needed(monkeypatch)
    first, later = make_applicant(), make_applicant()
    one, two = refused(waiting(applicant=first)), refused(waiting(applicant=later))
    judge(one, **TALKED)
    assert fresh(one).judgement.until is None  # one is not enough here
    records.change(records.get(Applicant, later.pk), ACTOR, values={"merged_into": first.pk, "merged": True})
    judge(two, **TALKED)
    assert fresh(two).judgement.until == UNTIL


def two_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from services import rulebooks

    usual = rulebooks.current
    monkeypatch.setattr(
        rulebooks,
        "current",
        lambda today: replace(usual(today), letting=replace(usual(today).letting, unjustified_count=2)),
    )


def test_the_caseworker_is_told_and_nothing_in_the_case_changes_by_itself() -> None:
    by = worker()
    case = waiting(caseworker=by)
    before = records.get(Application, case.pk)
    judge(refused(case), **TALKED)
    task = Task.objects(kind=TaskKind.REFUSAL_COUNTS).get()
    assert (task.subject_number, task.assignee) == (case.number, by)
    after = records.get(Application, case.pk)
    assert (after.version, after.factor_levels) == (before.version, before.factor_levels)


def test_a_complaint_is_answered_by_the_department_head_and_the_first_judgement_stays_in_the_history() -> None:
    case = waiting()
    offer = refused(case)
    judge(offer, **TALKED)
    with pytest.raises(NotAuthorised):
        judge(fresh(offer), justified=True)
    judge(fresh(offer), acting(worker(Role.DEPARTMENT_HEAD)), justified=True, reasons="Skolen er langt unna.")
    stored = fresh(offer)
    assert (stored.judgement.justified, stored.judgement.until) == (True, None)
    assert [entry.action for entry in stored.history][-2:] == ["refusal_judged", "refusal_judged_anew"]
    assert stored.history[-1].changes["judgement"][0]["justified"] is False
    assert Task.objects(kind=TaskKind.REFUSAL_COUNTS).get().state is TaskState.SETTLED
    assert offered(case)


def test_a_judgement_that_stands_is_not_made_longer_by_looking_at_it_again() -> None:
    offer = refused()
    judge(offer, **TALKED)
    later = NOW + timedelta(days=30)
    judge(fresh(offer), acting(worker(Role.DEPARTMENT_HEAD), later), now=later, reasons="Står ved lag.")
    assert fresh(offer).judgement.until == UNTIL


def test_a_consequence_that_rested_on_two_falls_with_one_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    two_needed(monkeypatch)
    case = waiting()
    one = refused(case)
    two = refused(case)
    judge(one, **TALKED)
    judge(two, **TALKED)
    assert fresh(two).judgement.until == UNTIL
    judge(fresh(one), acting(worker(Role.DEPARTMENT_HEAD)), justified=True, reasons="Helsen.")
    assert fresh(two).judgement.until is None
    assert fresh(two).history[-1].action == "consequence_lifted"
    assert offered(case)


def test_the_letter_that_is_sent_is_the_one_that_was_looked_at() -> None:
    offer, actor = refused(), acting(consultant())
    told: dict[str, Any] = {"justified": False, "reasons": "Boligen passet.", **TALKED}
    draft = offers.draw_judged(offer, actor, SENDER, version=offer.version, now=NOW, **told)
    with pytest.raises(LetterDiffers):
        judge(offer, actor, letter=draft.pk, reasons="Noe annet.", **TALKED)
    judge(offer, actor, letter=draft.pk, **TALKED)
    assert fresh(offer).judgement.letter == draft.pk
    hearing = refused()
    asked = offers.draw_hearing(hearing, actor, SENDER, version=hearing.version, now=NOW)
    offers.ask_hearing(hearing, actor, sender=SENDER, letter=asked.pk, version=hearing.version, now=NOW)
    assert fresh(hearing).hearing_letter == asked.pk
