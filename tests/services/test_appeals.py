"""An appeal comes and is looked at: taken in, let in though late, deferral answered, taken back (fvl. §§ 28-32, 42)."""

from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId

from models import Appeal, Applicant, Application, AuditEntry, Decision, Letter, Task
from models.applicant import Representative
from models.intake import Conflict
from rules.errors import (
    ConflictOfInterest,
    DateBeforeCause,
    InvalidRecord,
    MissingReason,
    NoNeedToKnow,
    NotAppealable,
    NotAuthorised,
    StaleState,
    TransitionRefused,
)
from rules.terms import (
    AppealBody,
    AppealState,
    ApplicationState,
    DecisionOutcome,
    LetterKind,
    LetterState,
    NoticeCode,
    RepresentativeKind,
    Role,
    TaskKind,
    TaskState,
    Urgency,
)
from services import appeals, decisions, dispatch, records
from tests.appealing import (
    CAME,
    answer_proposed,
    case_of,
    clerk,
    decide,
    forwarded,
    imported,
    lodged,
    lodging,
    now_of,
    quick_letters,
    refused,
    state_of,
    taken_up,
)
from tests.casework import SENDER, TODAY, acting, house, worker
from tests.clockwork import run_job
from tests.factories import ACTOR, make_applicant, make_office, make_user

__all__ = ["house", "quick_letters"]  # fixtures, used here

pytestmark = pytest.mark.usefixtures("house", "quick_letters")
LATE = date(2026, 11, 28)  # a Saturday: the deadline was Friday 27 November
AFTER = date(2026, 11, 30)


def late() -> Appeal:
    return appeals.register(refused(), lodging(received_on=LATE), clerk(), today=AFTER)


def open_task(appeal: Appeal) -> Task:
    task: Task = Task.objects.get(kind=TaskKind.PENDING_APPEAL, subject_id=str(appeal.pk), state=TaskState.OPEN)
    return task


# --- It comes --------------------------------------------------------------------------------------------------------


def test_an_appeal_in_time_has_its_deadline_its_body_and_a_task_at_once() -> None:
    caseworker = make_user()
    decision = refused(caseworker=caseworker)
    appeal = lodged(decision)
    assert (appeal.state, appeal.notice_arrived_on, appeal.deadline) == (
        AppealState.RECEIVED, date(2026, 11, 6), date(2026, 11, 27),
    )  # fmt: skip
    assert (appeal.in_time, appeal.reassess_by) == (True, CAME + timedelta(days=21))
    assert (appeal.appeal_body, appeal.caseworker, appeal.notices) == (AppealBody.APPEALS_BOARD, caseworker, [])
    task = open_task(appeal)
    assert (task.due_on, task.assignee, task.subject_number) == (appeal.reassess_by, caseworker, appeal.number)
    assert "fuktig" not in task.text


def test_the_body_is_the_one_that_the_decision_names() -> None:
    decision = imported(appeal_body=AppealBody.COUNTY_GOVERNOR)
    assert lodged(decision).appeal_body is AppealBody.COUNTY_GOVERNOR


def test_a_late_appeal_is_taken_in_and_marked() -> None:
    appeal = late()
    assert (appeal.in_time, appeal.notices) == (False, [NoticeCode.LATE_APPEAL])
    assert "etter fristen" in open_task(appeal).text


def test_the_postmark_counts_where_it_is_known() -> None:
    posted = lodging(received_on=AFTER, submitted_on=date(2026, 11, 27))
    assert appeals.register(refused(), posted, clerk(), today=AFTER).in_time is True


def test_an_appeal_may_come_before_the_letter_has_arrived() -> None:
    appeal = lodged(refused(arrived=False))
    assert (appeal.deadline, appeal.in_time) == (None, True)


def test_the_arrival_of_an_imported_decision_is_given_by_hand() -> None:
    appeal = lodged(imported(), arrived_on=date(2026, 11, 5))
    assert (appeal.notice_arrived_on, appeal.deadline) == (date(2026, 11, 5), date(2026, 11, 26))


def test_what_a_letter_of_ours_knows_is_not_given_by_hand() -> None:
    assert lodged(refused(), arrived_on=date(2026, 11, 19)).notice_arrived_on == date(2026, 11, 6)


def test_grounds_are_stored_as_ciphertext() -> None:
    appeal = lodged()
    plain = Appeal._get_collection().find_one({"_id": appeal.pk})
    assert "fuktig" not in str(plain)
    assert "fuktig" not in str(list(AuditEntry._get_collection().find({"document": "appeal"})))
    assert now_of(appeal).grounds == "Boligen er fuktig."


def test_a_representative_with_authority_on_the_day_may_appeal() -> None:
    decision = refused()
    person = case_of(decision).applicant
    given = [
        Representative(kind=RepresentativeKind.GUARDIAN, name="Vera Verge"),
        Representative(kind=RepresentativeKind.REPRESENTATIVE, name="Ole Utgått", valid_until=date(2026, 11, 1)),
    ]
    records.change(person, ACTOR, values={"representatives": given})
    for name in ("Ole Utgått", "Hvem Somhelst"):
        with pytest.raises(InvalidRecord):
            lodged(decision, representative=name)
    assert now_of(lodged(decision, representative="Vera Verge")).representative == "Vera Verge"


@pytest.mark.parametrize(
    ("known", "in_time", "deadline"),
    [
        pytest.param(
            date(2026, 11, 9), True, date(2026, 11, 30), id="it arrived later than presumed: in time after all"
        ),
        pytest.param(date(2026, 11, 5), False, date(2026, 11, 26), id="it arrived earlier"),
    ],
)
def test_a_deadline_follows_the_day_that_notice_is_known_to_have_arrived(
    known: date, in_time: bool, deadline: date
) -> None:
    decision = refused()
    appeal = appeals.register(decision, lodging(received_on=AFTER), clerk(), today=AFTER)
    assert appeal.in_time is False
    letter = Letter.objects.get(pk=decision.letter)
    dispatch.note_arrival(letter, clerk(), on=known, today=AFTER, version=letter.version)
    stored = now_of(appeal)
    assert (stored.in_time, stored.deadline, stored.notice_arrived_on) == (in_time, deadline, known)
    assert stored.notices == ([] if in_time else [NoticeCode.LATE_APPEAL])


def test_an_appeal_before_the_letter_gets_its_deadline_when_that_arrives() -> None:
    decision = refused(arrived=False)
    appeal = lodged(decision)
    letter = Letter.objects.get(pk=decision.letter)
    dispatch.dispatch(letter, clerk(), on=CAME, today=TODAY, version=letter.version)
    assert (now_of(appeal).in_time, now_of(appeal).deadline) == (True, date(2026, 12, 14))


def test_what_was_considered_as_late_stays_considered() -> None:
    appeal = late()
    appeals.consider_reinstatement(appeal, clerk(), granted=True, because="Syk.", version=1, today=AFTER)
    letter = Letter.objects.get(pk=Decision.objects.get().letter)
    dispatch.note_arrival(letter, clerk(), on=date(2026, 11, 9), today=AFTER, version=letter.version)
    assert (now_of(appeal).in_time, now_of(appeal).reinstated) == (False, True)


# --- What takes no appeal --------------------------------------------------------------------------------------------


def test_a_party_appeals_once_on_a_decision() -> None:
    decision = refused()
    lodged(decision)
    with pytest.raises(NotAppealable) as no:
        lodged(decision)
    assert no.value.why == "appealed"


def taken_back(make: Any = lodged, decision: Any = None, **values: Any) -> Appeal:
    appeal = now_of(make(decision, **values))
    appeals.withdraw(appeal, clerk(), on=TODAY, version=appeal.version, today=TODAY)
    return now_of(appeal)


@pytest.mark.parametrize("make", [lodged, taken_up, forwarded])
def test_an_appeal_that_was_taken_back_is_lodged_again_on_the_same_record(make: Any) -> None:
    decision = refused()
    before = taken_back(make, decision)
    assert appeals.open_to_appeal(case_of(before)) == [decision.pk]
    assert appeals.appealable(decision, case_of(before))
    again = appeals.register(
        decision, lodging(received_on=TODAY, grounds="Nye grunner."), clerk(), today=TODAY, identity=ObjectId()
    )
    stored = now_of(again)
    assert (stored.pk, Appeal.objects.count()) == (before.pk, 1)
    assert (stored.state, stored.received_on, stored.grounds) == (AppealState.RECEIVED, TODAY, "Nye grunner.")
    assert (stored.in_time, stored.closed_on, stored.forwarded_on, stored.statement) == (True, None, None, None)
    assert (stored.tellings, stored.reassessment, stored.reassessed_on) == ([], None, None)
    assert stored.reassess_by == TODAY + timedelta(days=21)
    assert stored.history[-1].action == "appeal_lodged_again"
    assert stored.history[-1].changes["state"] == ["withdrawn", "received"]
    assert open_task(stored).due_on == stored.reassess_by
    appeals.take_up(stored, clerk(), version=stored.version, today=TODAY)
    assert (appeals.open_to_appeal(case_of(stored)), state_of(stored)) == ([], AppealState.UNDER_REASSESSMENT)


def test_an_appeal_lodged_again_after_the_deadline_is_late_as_any_other() -> None:
    decision = refused()
    taken_back(decision=decision)
    again = appeals.register(decision, lodging(received_on=LATE), clerk(), today=AFTER)
    assert (now_of(again).state, now_of(again).in_time) == (AppealState.RECEIVED, False)
    assert now_of(again).notices == [NoticeCode.LATE_APPEAL]


def test_a_form_that_lodges_again_sent_twice_does_so_once() -> None:
    decision, by, identity = refused(), clerk(), ObjectId()
    taken_back(decision=decision)
    first = appeals.register(decision, lodging(received_on=TODAY), by, today=TODAY, identity=identity)
    version = now_of(first).version
    assert appeals.register(decision, lodging(received_on=TODAY), by, today=TODAY, identity=identity).pk == first.pk
    assert now_of(first).version == version
    with pytest.raises(NotAppealable):
        appeals.register(decision, lodging(received_on=TODAY, grounds="Andre."), by, today=TODAY)


def test_a_draft_of_the_appeal_that_was_taken_back_is_thrown_away() -> None:
    appeal = now_of(forwarded())
    letter = appeals.draw(appeal, LetterKind.APPEAL_FORWARDED, clerk(), SENDER, version=appeal.version, today=TODAY)
    appeals.withdraw(now_of(appeal), clerk(), on=TODAY, version=now_of(appeal).version, today=TODAY)
    lodged(appeal.decision, received_on=TODAY)
    assert letter.reload().state is LetterState.VOID


def test_what_the_applicant_may_still_appeal_on() -> None:
    decision = refused()
    assert appeals.open_to_appeal(case_of(decision)) == [decision.pk]
    assert appeals.appealable(decision, case_of(decision))
    appeal = lodged(decision)
    assert appeals.open_to_appeal(case_of(decision)) == []
    assert not appeals.appealable(decision, case_of(decision))
    case = decide(answer_proposed(appeal))
    assert appeals.open_to_appeal(case_of(decision)) == [case.decisions[-1].id]


def test_a_person_of_two_records_appeals_once_and_under_the_one_that_stands() -> None:
    decision = refused()
    person, root = case_of(decision).applicant, make_applicant()
    records.change(person, ACTOR, values={"merged": True, "merged_into": root.pk})
    appeal = lodged(decision)
    assert appeal.party.pk == root.pk
    records.change(appeal, ACTOR, values={"party": person.pk})
    assert appeals.open_to_appeal(case_of(decision)) == []
    with pytest.raises(NotAppealable):
        lodged(decision)


def test_two_parties_may_each_appeal() -> None:
    decision = refused()
    lodged(decision)
    appeals.register(decision, lodging(), clerk(), today=TODAY, party=make_applicant().pk)
    assert Appeal.objects.count() == 2


def test_a_form_sent_twice_registers_once() -> None:
    decision, identity = refused(), ObjectId()
    first = appeals.register(decision, lodging(), clerk(), today=TODAY, identity=identity)
    again = appeals.register(decision, lodging(), clerk(), today=TODAY, identity=identity)
    assert (first.pk, again.pk, Appeal.objects.count()) == (identity, identity, 1)


def test_whoever_looked_before_another_registered_is_refused_by_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    decision = refused()
    lodged(decision)
    monkeypatch.setattr("services.appeals.registering._held", lambda *_: None)
    with pytest.raises(NotAppealable) as no:
        lodged(decision)
    assert (no.value.why, Appeal.objects.count()) == ("appealed", 1)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        pytest.param({"final": True}, "final", id="the appeal body's own"),
        pytest.param({"undone_on": TODAY}, "undone", id="an undone one"),
        pytest.param({"arrived_on": date(2024, 1, 9), "decided_on": date(2024, 1, 2)}, "too_late", id="years ago"),
    ],
)
def test_a_decision_that_takes_no_appeal(values: dict[str, Any], why: str) -> None:
    decision = refused()
    records.change(decision, ACTOR, values=values)
    with pytest.raises(NotAppealable) as no:
        lodged(decision)
    assert (no.value.why, Appeal.objects.count()) == (why, 0)


def test_a_decision_that_another_has_replaced_takes_none() -> None:
    first = lodged()
    answered = answer_proposed(first)
    decide(answered)
    with pytest.raises(NotAppealable) as no:
        appeals.register(first.decision, lodging(), clerk(), today=TODAY, party=make_applicant().pk)
    assert no.value.why == "replaced"


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"received_on": date(2026, 11, 1)}, id="before the decision"),
        pytest.param({"submitted_on": date(2026, 11, 1)}, id="posted before the decision"),
        pytest.param({"submitted_on": date(2026, 11, 21)}, id="received before it was posted"),
    ],
)
def test_days_that_cannot_be_are_refused(values: dict[str, Any]) -> None:
    decision = refused()
    with pytest.raises(DateBeforeCause):
        lodged(decision, **values)
    assert Appeal.objects.count() == 0


def test_a_day_that_has_not_come_is_refused() -> None:
    decision = refused()
    with pytest.raises(InvalidRecord):
        lodged(decision, received_on=TODAY + timedelta(days=1))


# --- Who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.READER, Role.ECONOMY, Role.ADMINISTRATOR, Role.COMMITTEE_MEMBER])
def test_only_those_who_work_cases_register(role: Role) -> None:
    decision = refused()
    with pytest.raises(NotAuthorised):
        appeals.register(decision, lodging(), clerk(role), today=TODAY)


def test_whoever_does_not_work_the_case_or_is_disqualified_takes_no_step() -> None:
    appeal = lodged()
    records.change(case_of(appeal), ACTOR, values={"office": make_office()})
    stranger = acting(worker(office=make_office()))
    with pytest.raises(NoNeedToKnow):
        appeals.take_up(appeal, stranger, version=appeal.version, today=TODAY)
    partial = worker(Role.DEPARTMENT_HEAD)
    conflict = Conflict(user=partial.pk, user_name=partial.name, because="Nabo.", on=TODAY)
    records.change(case_of(appeal), ACTOR, values={"conflicts": [conflict]})
    with pytest.raises(ConflictOfInterest):
        appeals.take_up(appeal, acting(partial), version=appeal.version, today=TODAY)
    assert state_of(appeal) is AppealState.RECEIVED


# --- Taken up, let in, dismissed -------------------------------------------------------------------------------------


def test_an_appeal_is_taken_up_once() -> None:
    appeal = lodged()
    seen = appeal.version
    appeals.take_up(appeal, clerk(), version=seen, today=TODAY)
    with pytest.raises(StaleState):
        appeals.take_up(now_of(appeal), clerk(), version=seen, today=TODAY)
    with pytest.raises(TransitionRefused):
        appeals.take_up(now_of(appeal), clerk(), version=appeal.version, today=TODAY)
    assert state_of(appeal) is AppealState.UNDER_REASSESSMENT


def test_a_late_appeal_is_taken_up_only_once_it_is_let_in() -> None:
    appeal = late()
    with pytest.raises(TransitionRefused):
        appeals.take_up(appeal, clerk(), version=appeal.version, today=AFTER)
    appeals.consider_reinstatement(
        appeal, clerk(), granted=True, because="Lå på sykehus.", version=appeal.version, today=AFTER
    )
    stored = now_of(appeal)
    assert (stored.state, stored.reinstated, stored.reinstated_because, stored.reinstatement_on) == (
        AppealState.UNDER_REASSESSMENT, True, "Lå på sykehus.", AFTER,
    )  # fmt: skip
    assert stored.closed_on is None


def test_a_late_appeal_that_is_not_let_in_is_dismissed_and_told_of() -> None:
    appeal = late()
    appeals.consider_reinstatement(
        appeal, clerk(), granted=False, because="Ingen grunn oppgitt.", version=appeal.version, today=AFTER
    )
    stored = now_of(appeal)
    assert (stored.state, stored.reinstated, stored.closed_on) == (AppealState.DISMISSED, False, AFTER)
    assert [one.kind for one in stored.tellings] == [LetterKind.APPEAL_OUTCOME]
    task = open_task(appeal)
    assert (task.due_on, "brev" in task.text) == (AFTER + timedelta(days=3), True)
    with pytest.raises(TransitionRefused):
        appeals.consider_reinstatement(
            stored, clerk(), granted=True, because="Likevel.", version=stored.version, today=AFTER
        )


def test_reinstatement_is_reasoned_and_only_of_a_late_appeal() -> None:
    appeal = late()
    with pytest.raises(MissingReason):
        appeals.consider_reinstatement(appeal, clerk(), granted=True, because=" ", version=1, today=AFTER)
    in_time = lodged()
    with pytest.raises(TransitionRefused):
        appeals.consider_reinstatement(in_time, clerk(), granted=False, because="Nei.", version=1, today=TODAY)
    assert (state_of(appeal), state_of(in_time)) == (AppealState.RECEIVED, AppealState.RECEIVED)


def test_no_late_appeal_from_the_import_is_let_in_after_a_year() -> None:
    decision = imported(decided_on=date(2024, 1, 2))
    appeal = lodged()
    values = {"decision": decision.pk, "in_time": False, "state": AppealState.UNDER_REASSESSMENT}
    records.change(appeal, ACTOR, values=values)
    with pytest.raises(NotAppealable):
        appeals.consider_reinstatement(
            appeal, clerk(), granted=True, because="Syk.", version=appeal.version, today=TODAY
        )


# --- Deferral and the place on the waiting list ----------------------------------------------------------------------


@pytest.mark.parametrize("granted", [True, False])
def test_a_wish_for_deferral_is_answered_with_reasons_and_told_of(granted: bool) -> None:
    appeal = lodged(deferral_asked=True)
    assert "vente til klagen" in open_task(appeal).text
    with pytest.raises(MissingReason):
        appeals.decide_deferral(appeal, clerk(), granted=granted, because="", version=1, today=TODAY)
    appeals.decide_deferral(
        appeal, clerk(), granted=granted, because="Bare én egnet bolig.", version=appeal.version, today=TODAY
    )
    stored = now_of(appeal)
    assert (stored.deferred, stored.deferral_asked_on, stored.deferred_on) == (granted, CAME, TODAY)
    assert [one.kind for one in stored.tellings] == [LetterKind.DEFERRED_EFFECT]
    with pytest.raises(TransitionRefused):
        appeals.decide_deferral(
            stored, clerk(), granted=not granted, because="Omvendt.", version=stored.version, today=TODAY
        )


def test_deferral_was_not_asked_for_before_the_decision() -> None:
    appeal = lodged()
    with pytest.raises(DateBeforeCause):
        appeals.decide_deferral(
            appeal, clerk(), granted=True, because="Ja.", version=1, today=TODAY, asked_on=date(2026, 11, 1)
        )


def withdrawn() -> Any:
    """A grant taken back: the household has lost its place."""
    decision = refused(outcome=DecisionOutcome.GRANTED)
    records.change(decision, ACTOR, values={"outcome": DecisionOutcome.WITHDRAWN})
    case = case_of(decision)
    records.change(case, ACTOR, values={"state": ApplicationState.REFUSED})
    return decision


def test_an_appeal_on_a_withdrawal_keeps_the_place_until_it_is_closed() -> None:
    appeal = lodged(withdrawn())
    case = case_of(appeal)
    assert (case.kept_by, case.on_list) == (appeal.pk, True)
    appeal = now_of(appeal)
    appeals.withdraw(appeal, clerk(), on=TODAY, version=appeal.version, today=TODAY)
    case = case_of(appeal)
    assert (case.kept_by, case.on_list) == (None, False)


def test_another_partys_appeal_keeps_the_place_when_the_first_is_taken_back() -> None:
    decision = withdrawn()
    first = lodged(decision)
    other = appeals.register(decision, lodging(), clerk(), today=TODAY, party=make_applicant().pk)
    assert case_of(first).kept_by == first.pk
    appeals.withdraw(now_of(first), clerk(), on=TODAY, version=now_of(first).version, today=TODAY)
    assert (case_of(first).kept_by, case_of(first).on_list) == (other.pk, True)


def test_refused_deferral_releases_the_place() -> None:
    appeal = lodged(withdrawn())
    appeals.decide_deferral(appeal, clerk(), granted=False, because="Uten behov.", version=1, today=TODAY)
    assert case_of(appeal).kept_by is None


def test_a_late_appeal_keeps_no_place_before_it_is_let_in() -> None:
    appeal = appeals.register(withdrawn(), lodging(received_on=LATE), clerk(), today=AFTER)
    assert case_of(appeal).kept_by is None
    appeals.consider_reinstatement(appeal, clerk(), granted=True, because="Syk.", version=1, today=AFTER)
    assert case_of(appeal).kept_by == appeal.pk


def test_an_appeal_on_a_refusal_keeps_no_place() -> None:
    assert case_of(lodged()).kept_by is None


# --- Taken back ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [lodged, taken_up, forwarded])
def test_an_appeal_is_taken_back_while_it_is_open(make: Any) -> None:
    appeal = now_of(make())
    appeals.withdraw(appeal, clerk(), on=TODAY, version=appeal.version, today=TODAY)
    assert (state_of(appeal), now_of(appeal).closed_on) == (AppealState.WITHDRAWN, TODAY)
    open_kinds = [one.kind for one in now_of(appeal).tellings]
    tasks = Task.objects(kind=TaskKind.PENDING_APPEAL, subject_id=str(appeal.pk), state=TaskState.OPEN)
    assert tasks.count() == len(open_kinds)
    with pytest.raises(TransitionRefused):
        appeals.withdraw(now_of(appeal), clerk(), on=TODAY, version=now_of(appeal).version, today=TODAY)


def test_an_appeal_is_not_taken_back_before_it_came() -> None:
    appeal = lodged()
    with pytest.raises(DateBeforeCause):
        appeals.withdraw(appeal, clerk(), on=date(2026, 11, 19), version=1, today=TODAY)
    with pytest.raises(InvalidRecord):
        appeals.withdraw(appeal, clerk(), on=TODAY + timedelta(days=1), version=1, today=TODAY)


# --- By night --------------------------------------------------------------------------------------------------------


def test_the_night_keeps_the_tasks_that_the_steps_opened() -> None:
    waiting, sent_on, closed = taken_up(), forwarded(), lodged()
    appeals.withdraw(closed, clerk(), on=TODAY, version=closed.version, today=TODAY)
    before = sorted((task.key, task.state.value, task.text) for task in Task.objects(kind=TaskKind.PENDING_APPEAL))
    run_job("pending_appeals", TODAY)
    after = sorted((task.key, task.state.value, task.text) for task in Task.objects(kind=TaskKind.PENDING_APPEAL))
    assert before == after
    assert {open_task(waiting).subject_id, open_task(sent_on).subject_id} == {str(waiting.pk), str(sent_on.pk)}


def test_the_night_tells_when_the_body_has_not_answered() -> None:
    appeal = now_of(forwarded())
    records.change(appeal, ACTOR, values={"tellings": []})
    run_job("pending_appeals", date(2027, 1, 23))
    task = open_task(appeal)
    assert (task.due_on, task.urgency, "Klageinstansen" in task.text) == (date(2027, 1, 22), Urgency.URGENT, True)


def test_a_person_from_elsewhere_is_no_party_by_accident() -> None:
    decision = refused()
    appeal = lodged(decision)
    assert appeal.party.pk == Application.objects.get(pk=decision.application.pk).applicant.pk
    assert Applicant.objects.count() == 1
    assert decisions.entry_of(case_of(appeal), decision.pk) is not None
