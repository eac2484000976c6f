"""The unit is heard, doubts are discussed, and the department head settles what is left (S004 steps 7-8)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId

from letters.staff_mails import notice
from models import AccessEntry, Application, Message, Nomination, Task, User, Vacancy
from models.intake import Conflict
from models.mapping import ApprovedNeed
from rules.errors import (
    ConflictOfInterest,
    HusromError,
    InvalidRecord,
    MissingReason,
    NotACandidate,
    NotAuthorised,
    NotSuited,
    NotTheUnitsLeader,
    PassedOverUnexplained,
    StaleState,
    TookPart,
    TransitionRefused,
)
from rules.terms import (
    DiscussionOutcome,
    NominationState,
    Role,
    StaffMail,
    TaskKind,
    TaskState,
    UnitAnswer,
    VacancyState,
)
from services import allocations, records
from services.actor import Actor
from services.allocations import Note
from tests.casework import NOW, TODAY, acting, house, worker
from tests.choosing import SECOND, fresh, gone_through, long_road, recommended, waiting, worked_out
from tests.factories import ACTOR, make_user

__all__ = ["house"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("house")
YES, DOUBT, NO = UnitAnswer.YES, UnitAnswer.DOUBT, UnitAnswer.NO
WHY = "Vi har ikke nattevakt før i mars."


class Case:
    """Two households put up for a dwelling with services; the first is recommended unless told otherwise."""

    def __init__(self, *, equal: bool = False, both: bool = False) -> None:
        self.caseworker, self.leader = worker(), make_user(name="Lise Leder", roles=[Role.UNIT_LEADER])
        self.first = waiting(
            caseworker=self.caseworker, approved_need=ApprovedNeed(rooms=2, services_night=True), office=None
        )
        self.second = waiting() if equal else waiting(SECOND)
        self.one, self.two = worker(Role.HOUSING_CONSULTANT), worker(Role.HOUSING_CONSULTANT)
        self.head = worker(Role.DEPARTMENT_HEAD)
        vacancy = long_road([self.first, self.second], leader=self.leader)
        chosen = [self.first, self.second] if both else [self.first]
        recommended(vacancy, *chosen, by=acting(self.one))
        self.vacancy = gone_through(vacancy, acting(self.two))
        Message.objects.delete()  # what the recommendation told

    def answer(self, answer: UnitAnswer = YES, by: Actor | None = None, **others: Any) -> Any:
        given = {"reasons": "" if answer is YES else WHY, "version": self.vacancy.version, "today": TODAY, **others}
        allocations.answer(fresh(self.vacancy), by or acting(self.leader), answer=answer, **given)
        self.vacancy = fresh(self.vacancy)
        return self.vacancy

    def discuss(self, outcome: DiscussionOutcome, by: User | None = None, **others: Any) -> Any:
        people = [self.one, self.leader, self.caseworker]
        given: dict[str, Any] = {"people": people, "others": ["Per Psykolog, spesialisthelsetjenesten"], **others}
        note = Note(
            **{"held_on": TODAY, "questions": "Holder bemanningen?", "outcome": outcome, "conclusion": "Den holder."}
            | given
        )
        allocations.discuss(
            fresh(self.vacancy), acting(by or self.one), note, version=self.vacancy.version, today=TODAY
        )
        self.vacancy = fresh(self.vacancy)
        return self.vacancy

    def settle(self, chosen: Application, by: User | None = None, **others: Any) -> Any:
        given = {"reasons": "Behovet er størst her.", "version": self.vacancy.version, "today": TODAY, **others}
        allocations.settle(fresh(self.vacancy), acting(by or self.head), chosen=chosen.pk, **given)
        self.vacancy = fresh(self.vacancy)
        return self.vacancy

    def allocate(self) -> Any:
        actor = acting(worker(Role.HOUSING_CONSULTANT))
        allocations.allocate(fresh(self.vacancy), actor, version=self.vacancy.version, now=NOW)
        return fresh(self.vacancy)


def refusal(do: Callable[[], object]) -> HusromError:
    with pytest.raises(HusromError) as refused:
        do()
    return refused.value


def told() -> dict[str, set[str]]:
    """The mails of this test by what they say: the addresses of those who got them."""
    found: dict[str, set[str]] = {}
    for message in Message.objects:
        found.setdefault(message.key.split(":")[1], set()).add(message.to)
    return found


def disqualify(case: Application, user: User) -> None:
    own = records.get(Application, case.pk)
    conflict = Conflict(user=user.pk, user_name=user.name, because="Søster.", on=TODAY)
    records.change(own, ACTOR, values={"conflicts": [*own.conflicts, conflict]})


# --- What the unit sees -----------------------------------------------------------------------------------------------


def test_the_leader_sees_who_is_recommended_with_summary_and_services_and_it_is_logged() -> None:
    case = Case()
    shown = allocations.present(case.vacancy, acting(case.leader))
    assert [(one.number, one.summary, one.needs) for one in shown] == [
        (case.first.number, "Trenger ro om natten.", ("2 rom", "tjenester om natten"))
    ]
    assert shown[0].name == case.first.applicant.name
    entry = AccessEntry.objects.get()
    assert (entry.by_name, entry.number, entry.person.pk) == ("Lise Leder", case.first.number, case.first.applicant.pk)


def test_both_are_shown_where_two_are_equal_and_each_opening_is_logged() -> None:
    case = Case(equal=True, both=True)
    shown = allocations.present(case.vacancy, acting(case.leader))
    assert {one.application for one in shown} == {case.first.pk, case.second.pk}
    assert AccessEntry.objects.count() == 2


def test_a_leader_of_another_unit_sees_nothing_and_nothing_is_logged() -> None:
    case = Case()
    other = make_user(roles=[Role.UNIT_LEADER])
    assert isinstance(refusal(lambda: allocations.present(case.vacancy, acting(other))), NotTheUnitsLeader)
    assert not allocations.may_answer(case.vacancy, acting(other))
    assert AccessEntry.objects.count() == 0


def test_once_it_is_answered_the_leader_sees_the_household_no_longer() -> None:
    case = Case()
    case.answer()
    assert isinstance(refusal(lambda: allocations.present(case.vacancy, acting(case.leader))), TransitionRefused)


# --- The answer -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "after", "mails"),
    [
        (YES, VacancyState.AGREED, {"answered": {"one", "two"}}),
        (DOUBT, VacancyState.DOUBTED, {"discussion": {"one", "two", "caseworker"}}),
        (NO, VacancyState.DISPUTED, {"answered": {"one", "two"}, "disputed": {"head"}}),
    ],
)
def test_each_answer_leads_on_and_tells_those_who_go_on(
    answer: UnitAnswer, after: VacancyState, mails: dict[str, set[str]]
) -> None:
    case = Case()
    consultant = records.get(User, records.reference(case.vacancy, "consultant"))
    stored = case.answer(answer, mix="Rolig hus med tre som er oppe om natten.")
    assert (stored.state, stored.hearing.answer, stored.hearing.by_name) == (after, answer, "Lise Leder")
    expected = {what: {getattr(case, one).email for one in names} for what, names in mails.items()}
    for what in {"answered", "discussion"} & set(expected):
        expected[what].add(consultant.email)
    assert told() == expected
    assert case.first.applicant.last_name not in " ".join(one.text + one.subject for one in Message.objects)


def test_a_yes_to_one_of_two_equals_says_which_and_that_one_gets_the_dwelling() -> None:
    case = Case(equal=True, both=True)
    error = refusal(case.answer)
    assert isinstance(error, InvalidRecord)
    assert fresh(case.vacancy).state is VacancyState.RECOMMENDED
    case.answer(prefers=case.second.pk)
    made = case.allocate()
    assert made.allocation.application == case.second.pk


@pytest.mark.parametrize("answer", [DOUBT, NO])
def test_doubt_and_no_have_reasons(answer: UnitAnswer) -> None:
    assert isinstance(refusal(lambda: Case().answer(answer, reasons=" ")), MissingReason)


def test_what_is_said_of_people_and_house_is_encrypted() -> None:
    case = Case()
    case.answer(NO, mix="Rolig hus.")
    raw = Vacancy._get_collection().find_one({"_id": case.vacancy.pk})["hearing"]
    assert WHY not in str(raw)
    assert "Rolig" not in str(raw)


def test_a_second_answer_and_an_answer_on_an_old_page_are_refused() -> None:
    case = Case()
    seen = case.vacancy.version
    case.answer(DOUBT)
    assert isinstance(refusal(lambda: case.answer(YES)), TransitionRefused)
    assert isinstance(refusal(lambda: case.answer(YES, version=seen)), StaleState)
    assert fresh(case.vacancy).hearing.answer is DOUBT


@pytest.mark.parametrize("state", [one for one in VacancyState if one is not VacancyState.RECOMMENDED])
def test_nothing_is_answered_out_of_order(state: VacancyState) -> None:
    case = Case()
    records.change(case.vacancy, ACTOR, values={"state": state})
    assert isinstance(refusal(case.answer), TransitionRefused)


def test_the_deputy_answers_while_the_leader_is_away_and_the_caseworker_never() -> None:
    case = Case()
    deputy = worker(Role.CASEWORKER)
    assert isinstance(refusal(lambda: case.answer(by=acting(deputy))), NotTheUnitsLeader)
    records.change(case.leader, ACTOR, values={"deputy": deputy, "away_from": TODAY})
    assert case.answer(by=acting(deputy)).hearing.by_name == deputy.name


def test_a_leader_who_is_the_applicants_relative_does_not_answer_and_the_deputy_does() -> None:
    case = Case()
    deputy = worker(Role.UNIT_LEADER)
    records.change(case.leader, ACTOR, values={"deputy": deputy})
    disqualify(case.first, case.leader)
    assert isinstance(refusal(case.answer), ConflictOfInterest)
    assert case.answer(by=acting(deputy)).state is VacancyState.AGREED


def test_a_relative_of_a_candidate_who_is_not_recommended_does_not_answer_either() -> None:
    case = Case()
    disqualify(case.second, case.leader)
    assert isinstance(refusal(lambda: case.answer(NO)), ConflictOfInterest)


def test_a_leader_steps_aside_and_the_deputy_is_told() -> None:
    case = Case()
    deputy = worker(Role.UNIT_LEADER)
    records.change(case.leader, ACTOR, values={"deputy": deputy})
    vacancy = fresh(case.vacancy)
    allocations.step_aside(vacancy, acting(case.leader), because="Min bror.", version=vacancy.version, today=TODAY)
    case.vacancy = fresh(case.vacancy)
    assert [one.user for one in records.get(Application, case.first.pk).conflicts] == [case.leader.pk]
    assert told() == {"recommended": {deputy.email}}
    assert isinstance(refusal(case.answer), ConflictOfInterest)
    assert case.answer(by=acting(deputy)).state is VacancyState.AGREED


def test_whoever_recommended_does_not_answer_as_the_leaders_deputy() -> None:
    case = Case()
    records.change(case.leader, ACTOR, values={"deputy": case.two, "away_from": TODAY})
    assert isinstance(refusal(lambda: case.answer(by=acting(case.two))), TookPart)


def test_an_answer_by_telephone_names_both_and_the_leader_is_told() -> None:
    case = Case()
    stored = case.answer(DOUBT, by=acting(case.one), given_by="Lise Leder")
    assert (stored.hearing.by_name, stored.hearing.given_by_name) == (case.one.name, "Lise Leder")
    assert told()["answer_noted"] == {case.leader.email}


def test_nobody_but_a_consultant_writes_down_an_answer() -> None:
    case = Case()
    assert isinstance(refusal(lambda: case.answer(by=acting(worker()), given_by="Lise Leder")), NotTheUnitsLeader)
    assert isinstance(refusal(lambda: case.answer(by=acting(worker(Role.PROPERTY)), given_by="L")), NotAuthorised)
    disqualify(case.first, case.one)
    assert isinstance(refusal(lambda: case.answer(by=acting(case.one), given_by="L")), ConflictOfInterest)


def test_the_answer_moves_the_task_from_the_leader_to_the_next() -> None:
    case = Case()
    case.answer(NO)
    task = Task.objects.get(kind=TaskKind.VACANCY, subject_id=str(case.vacancy.pk), state=TaskState.OPEN)
    assert (task.role, task.assignee) == (Role.DEPARTMENT_HEAD, None)


# --- The discussion meeting -------------------------------------------------------------------------------------------


def test_a_meeting_that_agrees_leads_to_the_allocation() -> None:
    case = Case()
    case.answer(DOUBT)
    stored = case.discuss(DiscussionOutcome.AGREED)
    held = stored.discussions[0]
    assert (stored.state, held.chosen, held.chosen_number) == (VacancyState.AGREED, case.first.pk, case.first.number)
    assert f"{case.leader.name}, enhetsleder" in held.participants
    assert "Per Psykolog, spesialisthelsetjenesten" in held.participants
    assert held.users == [case.one.pk, case.leader.pk, case.caseworker.pk]
    assert case.allocate().allocation.application == case.first.pk


def test_a_meeting_that_disagrees_goes_to_the_department_head_and_another_may_be_called() -> None:
    case = Case()
    case.answer(DOUBT)
    Message.objects.delete()
    assert case.discuss(DiscussionOutcome.DISAGREED).state is VacancyState.DISPUTED
    assert told() == {"disputed": {case.head.email}}
    allocations.call_discussion(case.vacancy, acting(case.two), version=case.vacancy.version)
    stored = case.discuss(DiscussionOutcome.AGREED)
    assert ([one.outcome for one in stored.discussions], stored.state) == (
        [DiscussionOutcome.DISAGREED, DiscussionOutcome.AGREED],
        VacancyState.AGREED,
    )


def test_after_a_no_the_consultants_call_a_meeting_before_the_head_decides() -> None:
    case = Case()
    case.answer(NO)
    Message.objects.delete()
    allocations.call_discussion(case.vacancy, acting(case.one), version=case.vacancy.version)
    assert fresh(case.vacancy).state is VacancyState.DOUBTED
    assert {case.leader.email, case.caseworker.email, case.two.email} < told()["discussion"]


def test_another_candidate_is_agreed_on_with_reasons_for_those_above() -> None:
    case = Case()
    case.answer(DOUBT)
    error = refusal(lambda: case.discuss(DiscussionOutcome.OTHER, chosen=case.second.pk))
    assert isinstance(error, PassedOverUnexplained)
    assert error.left == (case.first.number,)
    over = [([case.first.pk], "Trenger nattevakt, som ikke finnes her.")]
    stored = case.discuss(DiscussionOutcome.OTHER, chosen=case.second.pk, passed_over=over)
    assert [one.numbers for one in stored.discussions[0].passed_over] == [[case.first.number]]
    made = case.allocate()
    assert made.allocation.application == case.second.pk
    assert worked_out(made) == [[case.second.number], [case.first.number]]
    assert worked_out(made) == [[case.second.number], [case.first.number]]


@pytest.mark.parametrize("why", ["nobody put it up", "it was withdrawn", "the dwelling does not suit"])
def test_another_candidate_must_be_one_and_suit(why: str) -> None:
    case = Case()
    case.answer(DOUBT)
    other = waiting() if why == "nobody put it up" else case.second
    if why == "it was withdrawn":
        put_up = Nomination.objects.get(application=other.pk)
        records.change(put_up, ACTOR, values={"state": NominationState.WITHDRAWN})
    if why == "the dwelling does not suit":
        own = records.get(Application, other.pk)
        records.change(own, ACTOR, values={"approved_need": ApprovedNeed(rooms=5)})
    over = [([case.first.pk], "Fordi.")]
    error = refusal(lambda: case.discuss(DiscussionOutcome.OTHER, chosen=other.pk, passed_over=over))
    assert isinstance(error, NotSuited if why == "the dwelling does not suit" else NotACandidate)
    assert fresh(case.vacancy).state is VacancyState.DOUBTED


@pytest.mark.parametrize(
    ("what", "given", "problem"),
    [
        ("held tomorrow", {"held_on": TODAY + timedelta(days=1)}, {"held_on": "future"}),
        ("held before the unit answered", {"held_on": date(2026, 11, 1)}, {"held_on": "before_answer"}),
        ("held by one alone", {"people": [], "others": ["Kari"]}, {"participants": "too_few_participants"}),
        ("agreed on somebody else", {"chosen": ObjectId()}, {"chosen": "not_recommended"}),
    ],
)
def test_a_note_that_cannot_be_true_is_refused(what: str, given: dict[str, Any], problem: dict[str, str]) -> None:
    case = Case()
    case.answer(DOUBT)
    error = refusal(lambda: case.discuss(DiscussionOutcome.AGREED, **given))
    assert isinstance(error, InvalidRecord)
    assert error.problems == problem


@pytest.mark.parametrize("empty", ["questions", "conclusion"])
def test_a_note_says_what_was_asked_and_what_it_came_to(empty: str) -> None:
    case = Case()
    case.answer(DOUBT)
    assert isinstance(refusal(lambda: case.discuss(DiscussionOutcome.AGREED, **{empty: " "})), MissingReason)


def test_nobody_disqualified_meets_or_writes_it_down() -> None:
    case = Case()
    case.answer(DOUBT)
    disqualify(case.second, case.caseworker)
    assert isinstance(refusal(lambda: case.discuss(DiscussionOutcome.AGREED)), ConflictOfInterest)
    without = {"people": [case.two, case.leader]}
    disqualify(case.first, case.one)
    assert isinstance(refusal(lambda: case.discuss(DiscussionOutcome.AGREED, **without)), ConflictOfInterest)
    assert case.discuss(DiscussionOutcome.AGREED, by=case.two, **without).state is VacancyState.AGREED


def test_a_meeting_is_written_down_by_consultants_while_the_unit_doubts() -> None:
    case = Case()
    assert isinstance(refusal(lambda: case.discuss(DiscussionOutcome.AGREED)), TransitionRefused)
    case.answer(DOUBT)
    assert isinstance(refusal(lambda: case.discuss(DiscussionOutcome.AGREED, by=case.leader)), NotAuthorised)
    seen = case.vacancy.version
    case.discuss(DiscussionOutcome.AGREED)
    case.vacancy.version = seen
    assert isinstance(refusal(lambda: case.discuss(DiscussionOutcome.AGREED)), StaleState)
    error = refusal(
        lambda: allocations.call_discussion(fresh(case.vacancy), acting(case.one), version=fresh(case.vacancy).version)
    )
    assert isinstance(error, TransitionRefused)


# --- The department head ----------------------------------------------------------------------------------------------


def test_the_department_head_settles_a_no_with_reasons_and_unit_and_consultants_hear() -> None:
    case = Case()
    case.answer(NO)
    Message.objects.delete()
    stored = case.settle(case.first)
    assert (stored.state, stored.settlement.by_name) == (VacancyState.AGREED, case.head.name)
    assert {case.leader.email, case.one.email, case.two.email} < told()["settled"]
    made = case.allocate().allocation
    assert (made.application, made.decided_by) == (case.first.pk, [str(case.head.pk)])


def test_the_head_chooses_another_with_reasons_for_those_above() -> None:
    case = Case()
    case.answer(NO)
    assert isinstance(refusal(lambda: case.settle(case.second)), PassedOverUnexplained)
    stored = case.settle(case.second, passed_over=[([case.first.pk], "Enheten har ikke nattevakt.")])
    assert stored.settlement.chosen_number == case.second.number
    assert case.allocate().allocation.application == case.second.pk


def test_a_head_who_recommended_or_is_disqualified_settles_nothing() -> None:
    case = Case()
    case.answer(NO)
    both = worker(Role.DEPARTMENT_HEAD)
    held = case.vacancy.recommendation
    held.by = str(both.pk)
    Vacancy._get_collection().update_one({"_id": case.vacancy.pk}, {"$set": {"recommendation.by": str(both.pk)}})
    assert isinstance(refusal(lambda: case.settle(case.first, by=both)), TookPart)
    disqualify(case.second, case.head)
    assert isinstance(refusal(lambda: case.settle(case.first)), ConflictOfInterest)


def test_only_a_department_head_settles_and_only_a_dispute_with_reasons() -> None:
    case = Case()
    assert isinstance(refusal(lambda: case.settle(case.first)), TransitionRefused)
    case.answer(NO)
    assert isinstance(refusal(lambda: case.settle(case.first, by=case.one)), NotAuthorised)
    assert isinstance(refusal(lambda: case.settle(case.first, reasons="")), MissingReason)
    seen = case.vacancy.version
    case.settle(case.first)
    assert isinstance(refusal(lambda: case.settle(case.first, version=seen)), StaleState)
    assert isinstance(refusal(lambda: case.settle(case.first)), TransitionRefused)


def test_the_head_may_send_it_back_and_what_was_said_is_kept() -> None:
    case = Case()
    case.answer(NO)
    allocations.take_back(
        case.vacancy,
        acting(case.head),
        why="Lag den på nytt.",
        version=case.vacancy.version,
        today=TODAY,
    )
    stored = fresh(case.vacancy)
    assert (stored.state, stored.hearing, stored.recommendation) == (VacancyState.OPEN, None, None)
    assert stored.sent_back[0].hearing.answer is NO


def test_every_staff_mail_has_words() -> None:
    for what in StaffMail:
        assert "L2026-0001" in notice(what, "L2026-0001", "https://x.test/til/ledig/L2026-0001").subject
