"""Offers: given by telephone or letter, accepted, declined, run out, closed with what they rest on (S004 step 10)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from bson import ObjectId

from models import Applicant, Application, Letter, Offer, Task, Vacancy
from models.intake import Conflict
from models.offer import Judgement
from rules.errors import (
    ConflictOfInterest,
    HeldBack,
    InvalidRecord,
    LetterDiffers,
    MergeRefused,
    MissingReason,
    NoNeedToKnow,
    NotAuthorised,
    OfferAccepted,
    OfferExpired,
    OfferStands,
    StaleState,
    TransitionRefused,
)
from rules.terms import (
    ApplicationState,
    LetterKind,
    LetterState,
    OfferChannel,
    OfferState,
    RefusalReason,
    Role,
    TaskKind,
    TaskState,
    VacancyState,
)
from services import applications, dispatch, offers, persons, records
from tests.casework import NOW, SENDER, TODAY, acting, house, worker
from tests.clockwork import run_job
from tests.factories import ACTOR, make_applicant, make_dwelling, make_lease, make_office, make_vacancy
from tests.letting_offers import SAID, allocated, consultant, fresh, offered, refused, waiting

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

LETTER, TELEPHONE, BOTH = OfferChannel.LETTER, OfferChannel.TELEPHONE, OfferChannel.BOTH
ANSWER_BY = date(2026, 11, 30)


def give(vacancy: Any, actor: Any = None, **values: Any) -> Any:
    told = {"channel": TELEPHONE, "said": SAID, "sender": SENDER, "version": vacancy.version, "now": NOW} | values
    return fresh(offers.give(vacancy, actor or acting(consultant()), **told))


def accept(offer: Any, *, now: datetime = NOW) -> bool:
    return offers.accept(offer, acting(consultant(), now), version=offer.version, now=now)


def decline(offer: Any, **values: Any) -> bool:
    told = {"reason": RefusalReason.SIZE, "said": "For lite.", "version": offer.version, "now": NOW} | values
    return offers.decline(offer, acting(consultant()), **told)


def open_tasks(kind: TaskKind) -> list[str]:
    return [task.subject_number for task in Task.objects(kind=kind, state=TaskState.OPEN).order_by("key")]


def state_of(vacancy: Any) -> VacancyState:
    return records.get(Vacancy, getattr(vacancy, "pk", vacancy)).state


def vacancy_of(offer: Any) -> Any:
    return records.get(Vacancy, records.reference(offer, "vacancy"))


# --- Giving ----------------------------------------------------------------------------------------------------------


def test_an_offer_goes_to_the_household_of_the_allocation_with_the_rulebooks_answer_date() -> None:
    case, by = waiting(office=make_office()), consultant()
    vacancy = allocated(case)
    offer = give(vacancy, acting(by))
    assert (offer.number, offer.state, offer.answer_by, offer.offered_on) == (
        "T2026-0001", OfferState.OPEN, ANSWER_BY, TODAY,
    )  # fmt: skip
    assert (offer.application, offer.dwelling, offer.allocation) == (case, vacancy.dwelling, vacancy.allocation.id)
    assert (offer.said, offer.letter, offer.office, offer.consultant) == (SAID, None, case.office, by)
    assert fresh(give(allocated())).number == "T2026-0002"
    assert "følg opp svaret" in Task.objects(subject_id=str(vacancy.pk)).get().text


def test_the_offer_is_the_present_records_where_the_person_was_merged() -> None:
    first, case = make_applicant(), waiting()
    later = records.get(Applicant, records.reference(case, "applicant"))
    records.change(later, ACTOR, values={"merged_into": first.pk, "merged": True})
    assert records.reference(give(allocated(case)), "applicant") == first.pk


def test_by_letter_the_letter_that_was_looked_at_goes_on_the_dispatch_list() -> None:
    vacancy, actor = allocated(), acting(consultant())
    draft = offers.draw_offer(
        vacancy, actor, SENDER, answer_by=date(2026, 12, 3), version=vacancy.version, now=NOW
    )  # fmt: skip
    assert draft.state is LetterState.DRAFT
    offer = give(vacancy, actor, channel=LETTER, said="", letter=draft.pk, answer_by=date(2026, 12, 3))
    letter = records.get(Letter, offer.letter)
    assert (letter.pk, letter.state, letter.letter_kind) == (draft.pk, LetterState.RELEASED, LetterKind.OFFER)
    assert (offer.answer_by, offer.said) == (date(2026, 12, 3), None)


def test_a_letter_that_says_another_day_than_the_offer_does_not_go_out() -> None:
    vacancy, actor = allocated(), acting(consultant())
    draft = offers.draw_offer(vacancy, actor, SENDER, answer_by=ANSWER_BY, version=vacancy.version, now=NOW)
    with pytest.raises(LetterDiffers):
        give(vacancy, actor, channel=LETTER, letter=draft.pk, answer_by=date(2026, 12, 1))
    late = NOW + timedelta(days=1)
    with pytest.raises(LetterDiffers):  # it bears another day than that it is given on
        give(vacancy, acting(consultant(), late), channel=LETTER, letter=draft.pk, answer_by=ANSWER_BY, now=late)
    assert Offer.objects.count() == 0


def test_a_new_preview_takes_the_place_of_the_last() -> None:
    vacancy, actor = allocated(), acting(consultant())
    drawn = [
        offers.draw_offer(vacancy, actor, SENDER, answer_by=day, version=vacancy.version, now=NOW)
        for day in (ANSWER_BY, date(2026, 12, 1))
    ]
    assert [records.get(Letter, one.pk).state for one in drawn] == [LetterState.VOID, LetterState.DRAFT]
    with pytest.raises(TransitionRefused):  # it goes with the offer, and never by itself
        applications.release_letter(drawn[1], actor, version=drawn[1].version, today=TODAY)


def test_a_call_without_a_word_of_what_was_said_is_no_offer() -> None:
    for channel in (TELEPHONE, BOTH):
        with pytest.raises(InvalidRecord):
            give(allocated(), channel=channel, said="  ")


@pytest.mark.parametrize(
    ("answer_by", "why"),
    [
        (TODAY, "answer_too_soon"),
        (date(2026, 11, 28), "not_working_day"),
        (date(2027, 3, 1), "answer_too_late"),
    ],
)
def test_another_answer_date_must_be_within_reason(answer_by: date, why: str) -> None:
    with pytest.raises(InvalidRecord) as raised:
        give(allocated(), answer_by=answer_by)
    assert raised.value.problems == {"answer_by": why}


def test_a_dwelling_is_offered_to_one_at_a_time_and_the_second_is_told_who_was_first() -> None:
    vacancy, by = allocated(), consultant(name="Kari Første")
    first = give(vacancy, acting(by))
    with pytest.raises(OfferStands) as raised:
        give(records.get(Vacancy, vacancy.pk))
    assert (raised.value.number, raised.value.by_name) == (first.number, "Kari Første")


def test_only_an_allocated_dwelling_is_offered() -> None:
    with pytest.raises(TransitionRefused):
        give(make_vacancy())
    vacancy = allocated()
    with pytest.raises(StaleState):
        give(vacancy, version=vacancy.version - 1)


def test_nobody_off_the_waiting_list_gets_an_offer() -> None:
    case = waiting()
    vacancy = allocated(case)
    records.change(case, ACTOR, values={"state": ApplicationState.IN_ASSESSMENT})
    with pytest.raises(TransitionRefused):
        give(vacancy)


def test_who_refused_without_good_reason_gets_none_before_the_day_whichever_record_it_stands_on() -> None:
    first, later = make_applicant(), make_applicant()
    old = refused(waiting(applicant=first))
    judged = Judgement(
        justified=False, reasons="x", until=date(2027, 1, 1), rulebook=1, on=TODAY, by="1", by_name="Kari"
    )  # fmt: skip
    records.change(old, ACTOR, values={"judgement": judged})
    case = waiting(applicant=later)
    records.change(later, ACTOR, values={"merged_into": first.pk, "merged": True})
    vacancy = allocated(case)
    with pytest.raises(HeldBack) as raised:
        give(vacancy)
    assert (raised.value.number, raised.value.until) == (case.number, date(2027, 1, 1))
    new_year = datetime(2027, 1, 1, 12, tzinfo=NOW.tzinfo)
    assert give(vacancy, acting(consultant(), new_year), now=new_year).state is OfferState.OPEN


def test_who_has_promised_to_take_one_is_offered_no_other() -> None:
    case = waiting()
    taken = offered(case)
    accept(taken)
    with pytest.raises(OfferAccepted) as raised:
        give(allocated(case))
    assert raised.value.number == taken.number


def test_offers_are_the_consultants_and_the_department_heads() -> None:
    for role in (Role.CASEWORKER, Role.UNIT_LEADER, Role.DECIDER, Role.ADMINISTRATOR, Role.PROPERTY):
        with pytest.raises(NotAuthorised):
            give(allocated(), acting(worker(role)))
    assert give(allocated(), acting(worker(Role.DEPARTMENT_HEAD))).state is OfferState.OPEN


def test_who_is_disqualified_or_has_nothing_to_do_with_the_case_gives_none() -> None:
    by = consultant()
    conflict = Conflict(user=by.pk, user_name=by.name, because="Nabo", on=TODAY, by="1")
    with pytest.raises(ConflictOfInterest):
        give(allocated(waiting(conflicts=[conflict])), acting(by))
    offer = offered(waiting(office=make_office()))
    records.change(offer.application, ACTOR, values={"state": ApplicationState.HOUSED})
    with pytest.raises(NoNeedToKnow):  # a case off the list is its own office's
        decline(fresh(offer))


# --- Yes -------------------------------------------------------------------------------------------------------------


def test_a_yes_closes_the_persons_other_open_offers_and_sends_their_dwellings_back() -> None:
    case, stranger = waiting(), offered()
    taken, left = offered(case), offered(case)
    assert accept(taken)
    assert (fresh(taken).state, fresh(taken).answered_on) == (OfferState.ACCEPTED, TODAY)
    assert (fresh(left).state, fresh(stranger).state) == (OfferState.CLOSED, OfferState.OPEN)
    assert taken.number in fresh(left).closed_because
    assert (state_of(left.vacancy), state_of(taken.vacancy)) == (VacancyState.OPEN, VacancyState.ALLOCATED)
    assert "hold kontraktsmøte" in Task.objects(subject_id=str(taken.vacancy.pk)).get().text
    assert not accept(fresh(taken))  # a form sent twice


def test_a_yes_closes_what_is_open_under_a_merged_record_too() -> None:
    first, later = make_applicant(), make_applicant()
    taken, left = offered(waiting(applicant=first)), offered(waiting(applicant=later))
    records.change(later, ACTOR, values={"merged_into": first.pk, "merged": True})
    accept(taken)
    assert fresh(left).state is OfferState.CLOSED


def test_after_the_answer_date_nobody_accepts() -> None:
    offer = offered()
    assert accept(offer, now=NOW + timedelta(days=7))
    other = offered()
    with pytest.raises(OfferExpired) as raised:
        accept(other, now=NOW + timedelta(days=8))
    assert (raised.value.number, raised.value.expired_on) == (other.number, ANSWER_BY)


def test_of_two_offers_to_one_person_one_is_accepted_and_the_other_is_told_which() -> None:
    case = waiting()
    one, two = offered(case), offered(case)
    stale = Offer.objects(pk=two.pk).get()
    accept(one)
    with pytest.raises(OfferAccepted) as raised:
        accept(fresh(two))  # closed by itself
    assert raised.value.number == one.number
    with pytest.raises(OfferAccepted):
        accept(stale)


def test_a_yes_is_taken_back_before_the_lease_and_judged_as_a_no() -> None:
    offer = offered()
    accept(offer)
    decline(fresh(offer), reason=RefusalReason.OTHER_HOME)
    assert (fresh(offer).state, fresh(offer).reason) == (OfferState.DECLINED, RefusalReason.OTHER_HOME)
    assert fresh(offer).history[-1].action == "acceptance_taken_back"
    assert state_of(offer.vacancy) is VacancyState.OPEN
    assert open_tasks(TaskKind.JUDGE_REFUSAL) == [offer.number]


def test_a_yes_that_a_lease_rests_on_stands() -> None:
    offer = offered()
    accept(offer)
    make_lease(offer=offer.pk)
    for undo in (decline, lambda one: offers.undo_acceptance(
        one, acting(consultant()), why="Feil", version=one.version, now=NOW
    )):  # fmt: skip
        with pytest.raises(TransitionRefused):
            undo(fresh(offer))


def test_a_yes_noted_by_mistake_is_undone_and_what_fell_stays_fallen() -> None:
    case = waiting()
    offer, fell = offered(case), offered(case)
    accept(offer)
    actor = acting(consultant())
    with pytest.raises(MissingReason):
        offers.undo_acceptance(fresh(offer), actor, why=" ", version=fresh(offer).version, now=NOW)
    offers.undo_acceptance(fresh(offer), actor, why="Feil person", version=fresh(offer).version, now=NOW)
    assert (fresh(offer).state, fresh(offer).answered_on) == (OfferState.OPEN, None)
    assert fresh(fell).state is OfferState.CLOSED
    assert accept(fresh(offer))
    late = NOW + timedelta(days=8)
    with pytest.raises(OfferExpired):  # it would run out at once
        offers.undo_acceptance(
            fresh(offer), acting(consultant(), late), why="x", version=fresh(offer).version, now=late
        )


# --- No, and no answer -----------------------------------------------------------------------------------------------


def test_a_no_sends_the_dwelling_back_and_asks_a_person_to_judge_it() -> None:
    offer = offered()
    decline(offer)
    stored = fresh(offer)
    assert (stored.state, stored.reason, stored.reason_said) == (OfferState.DECLINED, RefusalReason.SIZE, "For lite.")
    assert state_of(offer.vacancy) is VacancyState.OPEN
    assert vacancy_of(stored).earlier[-1].id == offer.allocation
    assert open_tasks(TaskKind.JUDGE_REFUSAL) == [offer.number]
    with pytest.raises(TransitionRefused):
        decline(stored)


def test_a_no_says_why() -> None:
    with pytest.raises(InvalidRecord):
        decline(offered(), reason=RefusalReason.NO_ANSWER)  # the clock's word alone
    with pytest.raises(InvalidRecord):
        decline(offered(), reason=RefusalReason.OTHER, said="")


def test_an_offer_runs_out_by_itself_and_comes_up_for_a_person_to_decide() -> None:
    offer, early = offered(), offered(answer_by=date(2026, 12, 1))
    with pytest.raises(TransitionRefused):
        offers.expire(offer, ACTOR, today=ANSWER_BY)
    counts = run_job("follow_ups", date(2026, 12, 1))
    assert counts.numbers()["expired"] == 1
    assert (fresh(offer).state, fresh(offer).reason) == (OfferState.EXPIRED, RefusalReason.NO_ANSWER)
    assert (fresh(early).state, state_of(offer.vacancy)) == (OfferState.OPEN, VacancyState.OPEN)
    assert open_tasks(TaskKind.JUDGE_REFUSAL) == [offer.number]
    with pytest.raises(OfferExpired):
        accept(fresh(offer))
    assert not offers.expire(fresh(offer), ACTOR, today=date(2026, 12, 2))


def test_an_offer_whose_letter_was_never_sent_does_not_run_out_but_is_flagged() -> None:
    offer = offered(channel=LETTER, answer_by=ANSWER_BY)
    late = date(2026, 12, 1)
    assert "expired" not in run_job("follow_ups", late).numbers()
    task = Task.objects(kind=TaskKind.OFFER).get()
    assert (fresh(offer).state, "ikke sendt" in task.text) == (OfferState.OPEN, True)
    letter = records.get(Letter, offer.letter)
    dispatch.dispatch(letter, acting(consultant()), on=TODAY, today=TODAY, version=letter.version)
    assert run_job("follow_ups", late).numbers()["expired"] == 1
    assert fresh(offer).state is OfferState.EXPIRED


def test_an_offer_whose_letter_was_posted_too_late_to_be_answered_does_not_run_out_either() -> None:
    offer, late = offered(channel=LETTER, answer_by=ANSWER_BY), date(2026, 12, 1)
    letter = records.get(Letter, offer.letter)
    dispatch.dispatch(letter, acting(consultant()), on=ANSWER_BY, today=ANSWER_BY, version=letter.version)
    assert "expired" not in run_job("follow_ups", late).numbers()
    assert "kom for sent" in Task.objects(kind=TaskKind.OFFER).get().text
    own, now = fresh(offer), NOW + timedelta(days=8)
    offers.extend(
        own, acting(consultant(), now), answer_by=date(2026, 12, 9), why="Brevet kom sent", version=own.version, now=now
    )
    assert run_job("follow_ups", date(2026, 12, 10)).numbers()["expired"] == 1


def test_the_household_is_given_more_time() -> None:
    offer, actor = offered(), acting(consultant())
    more = {"answer_by": date(2026, 12, 4), "now": NOW}
    with pytest.raises(MissingReason):
        offers.extend(offer, actor, why="", version=offer.version, **more)
    assert offers.extend(offer, actor, why="Vil se boligen først", version=offer.version, **more)
    assert fresh(offer).answer_by == date(2026, 12, 4)
    assert not offers.extend(fresh(offer), actor, why="", version=fresh(offer).version, **more)
    with pytest.raises(InvalidRecord):
        offers.extend(fresh(offer), actor, why="x", answer_by=date(2026, 12, 5), version=fresh(offer).version, now=NOW)


def test_a_letter_in_the_house_is_thrown_away_with_its_offer() -> None:
    offer = offered(channel=BOTH)
    decline(offer)
    assert records.get(Letter, offer.letter).state is LetterState.VOID


# --- What takes an offer with it -------------------------------------------------------------------------------------


def test_a_case_that_is_withdrawn_takes_its_offers_with_it() -> None:
    case = waiting()
    open_one, other = offered(case), offered()
    applications.withdraw(
        records.get(type(case), case.pk), acting(worker()), why="Flyttet", version=case.version
    )  # fmt: skip
    assert (fresh(open_one).state, fresh(other).state) == (OfferState.CLOSED, OfferState.OPEN)
    assert state_of(open_one.vacancy) is VacancyState.OPEN


def test_an_accepted_offer_falls_with_its_case_unless_a_lease_is_made() -> None:
    case, leased = waiting(), waiting()
    one, two = offered(case), offered(leased)
    for offer in (one, two):
        accept(offer)
    make_lease(offer=two.pk)
    for each in (case, leased):
        applications.withdraw(each, acting(worker()), why="Flyttet", version=each.version)
    assert (fresh(one).state, fresh(two).state) == (OfferState.CLOSED, OfferState.ACCEPTED)


def test_a_cancelled_vacancy_takes_its_offer_with_it() -> None:
    offer = offered()
    vacancy = vacancy_of(offer)
    records.change(vacancy, ACTOR, values={"state": VacancyState.CANCELLED})
    from services.effects import Owed, registry

    for _ in range(2):  # twice is as once
        registry.carry_out(vacancy, Owed("close_offer", "k", {"vacancy": str(vacancy.pk)}).pending(NOW), ACTOR)
    assert fresh(offer).state is OfferState.CLOSED
    assert state_of(vacancy) is VacancyState.CANCELLED
    assert len(open_tasks(TaskKind.OFFER_FELL)) == 1  # somebody tells the household


def test_nobody_is_asked_to_tell_a_household_of_what_fell_by_its_own_doing() -> None:
    first = offered()
    other = offered(records.get(Application, records.reference(first, "application")))
    accept(first)
    assert fresh(other).state is OfferState.CLOSED
    case = records.get(Application, records.reference(offered(), "application"))
    applications.withdraw(case, acting(worker()), why="Flyttet", version=case.version)
    assert open_tasks(TaskKind.OFFER_FELL) == []


def test_the_lease_makes_its_offer_leased_once() -> None:
    from services.effects import Owed, registry

    offer = offered()
    accept(offer)
    lease = make_lease(offer=offer.pk)
    for _ in range(2):
        registry.carry_out(lease, Owed("offer_leased", "k", {"offer": str(offer.pk)}).pending(NOW), ACTOR)
    assert (fresh(offer).state, fresh(offer).lease) == (OfferState.LEASED, lease.pk)
    assert open_tasks(TaskKind.JUDGE_REFUSAL) == []


def test_an_offer_given_as_its_vacancy_was_cancelled_closes_itself() -> None:
    offer = offered()
    vacancy = vacancy_of(offer)
    Vacancy.objects(pk=vacancy.pk).update_one(set__allocation__id=ObjectId())
    offers.close_others(offer, None, ACTOR)  # type: ignore[arg-type]
    assert fresh(offer).state is OfferState.CLOSED


def test_two_records_that_have_both_said_yes_are_not_merged() -> None:
    one, two = make_applicant(), make_applicant()
    for person in (one, two):
        accept(offered(waiting(applicant=person)))
    cases = {person.pk: person.version for person in (one, two)}
    for case in (one, two):
        assert persons.obstacle(case, make_applicant()) is None
    for person in (one, two):
        for application in type(waiting()).objects(applicant=person.pk):
            records.change(application, ACTOR, values={"state": ApplicationState.HOUSED})
    with pytest.raises(MergeRefused) as raised:
        persons.merge(one, two, acting(worker()), why="Samme", versions=cases)
    assert raised.value.why == "offers"


# --- The night -------------------------------------------------------------------------------------------------------


def test_the_job_run_twice_gives_the_same() -> None:
    near, far, no = offered(), offered(answer_by=date(2026, 12, 10)), refused()
    unsecured = make_lease(state="upcoming", signed_on=TODAY, starts_on=date(2026, 12, 1), dwelling=make_dwelling())
    make_lease(state="upcoming", starts_on=date(2026, 12, 1), dwelling=make_dwelling())  # not signed
    first = run_job("follow_ups", date(2026, 11, 27))
    told = [(task.key, task.version, task.state, task.text) for task in Task.objects.order_by("key")]
    assert open_tasks(TaskKind.OFFER) == [near.number]
    assert open_tasks(TaskKind.JUDGE_REFUSAL) == [no.number]
    assert open_tasks(TaskKind.SECURITY) == [unsecured.contract_number]
    assert (first.failed, fresh(far).state) == (0, OfferState.OPEN)
    assert run_job("follow_ups", date(2026, 11, 27)).numbers() == first.numbers()
    assert [(task.key, task.version, task.state, task.text) for task in Task.objects.order_by("key")] == told


def test_a_guarantee_that_came_settles_its_task_at_once() -> None:
    lease = make_lease(state="upcoming", signed_on=TODAY, starts_on=date(2026, 12, 1))
    run_job("follow_ups", TODAY)
    values = {"security": "nav_guarantee", "security_received_on": TODAY}
    records.change(records.get(type(lease), lease.pk), ACTOR, values=values)
    assert open_tasks(TaskKind.SECURITY) == []


def test_a_yes_settles_the_task_that_asked_for_an_answer() -> None:
    offer = offered()
    run_job("follow_ups", date(2026, 11, 27))
    assert open_tasks(TaskKind.OFFER) == [offer.number]
    accept(offer)
    assert open_tasks(TaskKind.OFFER) == []
