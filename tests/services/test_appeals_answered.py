"""What an appeal comes to: changed by us, sent on, answered by its body, told; never two answers (fvl. §§ 33, 34)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from models import Appeal, Application, Decision, Letter, Task
from models.mapping import ApprovedNeed
from rules.errors import (
    AlreadyExists,
    AnswerProposed,
    DateBeforeCause,
    InvalidRecord,
    LetterOutdated,
    MissingReason,
    NotAppealable,
    NotAuthorised,
    StaleState,
    TransitionRefused,
)
from rules.terms import (
    AppealState,
    ApplicationKind,
    ApplicationState,
    BodyOutcome,
    Copy,
    DecidingBody,
    DecisionOutcome,
    LetterKind,
    LetterState,
    Role,
    TaskKind,
    TaskState,
)
from services import appeals, decisions, dispatch, effects, records
from services.appeals import BodyAnswer, Reassessment
from services.applications.carried import copy_of
from tests.appealing import (
    FORWARDED,
    THEN,
    answer_proposed,
    case_of,
    clerk,
    decide,
    forwarded,
    imported,
    letter_of,
    lodged,
    lodging,
    now_of,
    quick_letters,
    refused,
    send_on,
    state_of,
    taken_up,
)
from tests.casework import NOW, SENDER, TODAY, acting, assessed, decided, draft, house, proposed, worker
from tests.clockwork import run_job
from tests.factories import ACTOR, make_applicant, make_application

__all__ = ["house", "quick_letters"]  # fixtures, used here

pytestmark = pytest.mark.usefixtures("house", "quick_letters")
LATER = date(2026, 12, 14)


def open_texts(appeal: Appeal) -> list[str]:
    wanted = Task.objects(kind=TaskKind.PENDING_APPEAL, subject_id=str(appeal.pk), state=TaskState.OPEN)
    return [task.text for task in wanted]


def answer(outcome: BodyOutcome = BodyOutcome.UPHELD, **values: Any) -> BodyAnswer:
    given: dict[str, Any] = {"decided_on": LATER, "reasons": "Klagenemnda er enig i vurderingen."}
    if outcome is BodyOutcome.CHANGED:
        given |= {"decision": DecisionOutcome.GRANTED, "need": ApprovedNeed(rooms=2)}
    return BodyAnswer(outcome=outcome, **given | values)


def answered(appeal: Appeal, given: BodyAnswer | None = None, **values: Any) -> Appeal:
    appeal = now_of(appeal)
    appeals.note_outcome(
        appeal, given or answer(**values), clerk(), version=appeal.version, today=LATER + timedelta(days=2)
    )
    return now_of(appeal)


# --- Changed by own reassessment -------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [lodged, taken_up])
def test_a_grant_in_answer_closes_the_appeal_in_the_deciding_write(make: Any) -> None:
    appeal = make()
    decision = decide(answer_proposed(appeal)).decisions[-1]
    stored = now_of(appeal)
    assert (stored.state, stored.new_decision, stored.answered_by) == (AppealState.CHANGED, decision.id, decision.id)
    assert (stored.reassessed_on, stored.closed_on, open_texts(appeal)) == (TODAY, TODAY, [])
    case = case_of(appeal)
    assert (case.state, [one.open for one in case.decisions]) == (ApplicationState.WAITING, [False, True])
    assert Decision.objects.get(pk=decision.id).appeal == appeal.pk
    assert case.pending == []


def test_a_better_grant_answers_an_appeal_on_a_grant() -> None:
    appeal = taken_up(refused(outcome=DecisionOutcome.GRANTED))
    decide(answer_proposed(appeal, need=ApprovedNeed(rooms=4)))
    assert (state_of(appeal), case_of(appeal).approved_need.rooms) == (AppealState.CHANGED, 4)


def test_a_proposal_that_answers_an_appeal_is_a_task_by_day_and_night() -> None:
    case = answer_proposed(taken_up())
    wanted = {"kind": TaskKind.NEXT_STEP, "subject_id": str(case.pk), "state": TaskState.OPEN}
    assert Task.objects.get(**wanted).text == "Neste steg: sett saken på dagsorden."
    run_job("next_steps", TODAY)
    assert Task.objects(**wanted).count() == 1
    decide(case)
    assert "dagsorden" not in str([task.text for task in Task.objects(**wanted)])


def test_the_effect_done_twice_closes_once() -> None:
    appeal = taken_up()
    case = decide(answer_proposed(appeal))
    version = now_of(appeal).version
    args = {"appeal": str(appeal.pk), "decision": str(case.decisions[-1].id)}
    due = effects.Owed("appeal_changed", "again", args).pending(NOW)
    appeals.changed_by_effect(case, due, ACTOR)
    assert now_of(appeal).version == version


# --- Sent on ---------------------------------------------------------------------------------------------------------


def test_sent_on_with_the_committees_reassessment_and_a_letter_that_is_due() -> None:
    appeal = taken_up()
    send_on(appeal)
    stored = now_of(appeal)
    assert (stored.state, stored.forwarded_on, stored.reassessed_by) == (
        AppealState.FORWARDED, FORWARDED, "Husfordelingsutvalget 23.11.2026",
    )  # fmt: skip
    assert [one.kind for one in stored.tellings] == [LetterKind.APPEAL_FORWARDED]
    plain = str(Appeal._get_collection().find_one({"_id": appeal.pk}))
    assert "står ved" not in plain
    assert "nye opplysninger" not in plain


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"statement": " "}, id="no statement"),
        pytest.param({"own": Reassessment(text="", on=FORWARDED, by="Utvalget")}, id="no own reassessment"),
    ],
)
def test_nothing_is_sent_on_without_the_own_reassessment_in_writing(values: dict[str, Any]) -> None:
    appeal = taken_up()
    with pytest.raises(MissingReason):
        send_on(appeal, **values)
    assert state_of(appeal) is AppealState.UNDER_REASSESSMENT


@pytest.mark.parametrize(
    ("body", "role", "alone"),
    [
        pytest.param(DecidingBody.COMMITTEE, Role.CASEWORKER, False, id="the committee's case, by its secretary"),
        pytest.param(DecidingBody.COMMITTEE, Role.DECIDER, False, id="the committee's case, by a decider"),
        pytest.param(DecidingBody.DECIDER, Role.CASEWORKER, False, id="the decider's case, by a caseworker"),
        pytest.param(DecidingBody.DECIDER, Role.DECIDER, True, id="the decider's own case"),
        pytest.param(None, Role.DECIDER, False, id="an imported decision: the rulebook says the committee"),
    ],
)
def test_who_sends_on_says_who_has_reassessed_unless_it_is_their_own(
    body: DecidingBody | None, role: Role, alone: bool
) -> None:
    appeal = taken_up(imported(body=body) if body is None else None)
    if body is not None:
        records.change(Decision.objects.get(pk=appeal.decision.pk), ACTOR, values={"body": body})
    actor = clerk(role)
    case = case_of(appeal)  # whoever decided the case works it
    records.change(case, ACTOR, values={"decisions": [copy_of(case.decisions[0], decided_by=[actor.id])]})
    nobody = Reassessment(text="Vi står ved vedtaket.", on=FORWARDED)
    if not alone:
        with pytest.raises(InvalidRecord):
            send_on(appeal, actor, own=nobody)
        return
    send_on(appeal, actor, own=nobody)
    assert now_of(appeal).reassessed_by == actor.name


@pytest.mark.parametrize("role", [Role.READER, Role.ADMINISTRATOR, Role.ECONOMY, Role.PROPERTY])
def test_others_send_nothing_on(role: Role) -> None:
    appeal = taken_up()
    with pytest.raises(NotAuthorised):
        send_on(appeal, clerk(role))


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"on": date(2026, 11, 22)}, id="sent before it was reassessed"),
        pytest.param(
            {"own": Reassessment(text="Nei.", on=date(2026, 11, 19), by="Utvalget")}, id="reassessed before it came"
        ),
    ],
)
def test_days_out_of_order_are_refused(values: dict[str, Any]) -> None:
    appeal = taken_up()
    with pytest.raises(DateBeforeCause):
        send_on(appeal, **values)


def test_nothing_is_sent_on_in_the_future_or_twice_or_from_an_old_page() -> None:
    appeal = taken_up()
    with pytest.raises(InvalidRecord):
        send_on(appeal, on=TODAY + timedelta(days=1))
    with pytest.raises(StaleState):
        send_on(appeal, version=appeal.version - 1)
    send_on(appeal)
    with pytest.raises(TransitionRefused):
        send_on(now_of(appeal))


def test_an_appeal_just_received_is_taken_up_before_it_is_sent_on() -> None:
    appeal = lodged()
    with pytest.raises(TransitionRefused):
        send_on(appeal)


def test_the_body_is_asked_and_asked_again() -> None:
    appeal = now_of(forwarded())
    ask = date(2027, 1, 20)
    appeals.follow_up(appeal, clerk(), on=ask, version=appeal.version, today=ask)
    appeal = now_of(appeal)
    assert appeal.followed_up_on == ask
    assert not appeals.follow_up(appeal, clerk(), on=ask, version=appeal.version, today=ask)
    with pytest.raises(DateBeforeCause):
        appeals.follow_up(appeal, clerk(), on=FORWARDED, version=appeal.version, today=ask)
    waiting = taken_up()
    with pytest.raises(TransitionRefused):
        appeals.follow_up(waiting, clerk(), on=TODAY, version=waiting.version, today=TODAY)


# --- Answered by the body --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "state", "case_state"),
    [
        (BodyOutcome.UPHELD, AppealState.UPHELD, ApplicationState.REFUSED),
        (BodyOutcome.CHANGED, AppealState.CHANGED, ApplicationState.WAITING),
        (BodyOutcome.RETURNED, AppealState.RETURNED, ApplicationState.IN_ASSESSMENT),
        (BodyOutcome.DISMISSED, AppealState.DISMISSED, ApplicationState.REFUSED),
    ],
)
def test_what_the_body_comes_to(outcome: BodyOutcome, state: AppealState, case_state: ApplicationState) -> None:
    appeal = answered(forwarded(), outcome=outcome)
    case = case_of(appeal)
    assert (appeal.state, appeal.body_outcome, appeal.body_decided_on) == (state, outcome, LATER)
    assert (case.state, case.pending, appeal.pending) == (case_state, [], [])
    assert LetterKind.APPEAL_OUTCOME in [one.kind for one in appeal.tellings]
    assert len(open_texts(appeal)) == 1


def test_the_bodys_decision_stands_in_place_of_ours_and_is_final() -> None:
    appeal = answered(forwarded(), outcome=BodyOutcome.CHANGED)
    case, new = case_of(appeal), Decision.objects.get(pk=appeal.new_decision)
    assert (new.final, new.outcome, new.replaces, new.appeal) == (
        True, DecisionOutcome.GRANTED, appeal.decision.pk, appeal.pk,
    )  # fmt: skip
    assert [(one.open, one.final) for one in case.decisions] == [(False, False), (True, True)]
    assert case.approved_need.rooms == 2
    with pytest.raises(NotAppealable) as no:
        appeals.register(new, lodging(received_on=LATER), clerk(), today=LATER)
    assert no.value.why == "final"


def test_a_case_sent_back_is_decided_anew_and_takes_a_new_appeal() -> None:
    appeal = answered(forwarded(), outcome=BodyOutcome.RETURNED)
    case = case_of(appeal)
    assert (case.decisions[0].open, case.kept_by) == (False, None)
    with pytest.raises(NotAppealable):
        appeals.register(appeal.decision, lodging(), clerk(), today=TODAY, party=make_applicant().pk)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        pytest.param({"reasons": " "}, MissingReason, id="no reasons"),
        pytest.param({"decided_on": date(2026, 11, 22)}, DateBeforeCause, id="before it was sent on"),
        pytest.param({"decided_on": date(2027, 5, 1)}, InvalidRecord, id="in the future"),
        pytest.param({"outcome": BodyOutcome.CHANGED, "decision": None}, InvalidRecord, id="changed to nothing"),
        pytest.param(
            {"outcome": BodyOutcome.CHANGED, "decision": DecisionOutcome.REFUSED},
            InvalidRecord,
            id="changed to the same",
        ),
        pytest.param({"outcome": BodyOutcome.CHANGED, "need": None}, InvalidRecord, id="granted without a need"),
    ],
)
def test_an_answer_that_does_not_hold_is_refused(given: dict[str, Any], error: type[Exception]) -> None:
    appeal = forwarded()
    with pytest.raises(error):
        answered(appeal, **given)
    assert state_of(appeal) is AppealState.FORWARDED


def test_an_answer_comes_once_and_only_to_what_was_sent_on() -> None:
    waiting = taken_up()
    with pytest.raises(TransitionRefused):
        answered(waiting)
    appeal = forwarded()
    answered(appeal)
    with pytest.raises(TransitionRefused):
        answered(appeal, outcome=BodyOutcome.CHANGED)
    assert Application.objects(pk=appeal.application.pk, decisions__size=1).count() == 1


def test_a_follow_up_on_the_case_that_died_is_made_up_once() -> None:
    appeal = answered(forwarded(), outcome=BodyOutcome.CHANGED)
    appeals.answered_by_effect(appeal, effects.Owed("appeal_answered", "again").pending(NOW), ACTOR)
    assert (len(case_of(appeal).decisions), Decision.objects.count()) == (2, 2)


# --- Never two answers -----------------------------------------------------------------------------------------------


def test_an_appeal_is_not_sent_on_while_a_proposal_answers_it() -> None:
    appeal = taken_up()
    case = answer_proposed(appeal)
    with pytest.raises(AnswerProposed):
        send_on(now_of(appeal))
    with pytest.raises(AnswerProposed):
        appeals.withdraw(now_of(appeal), clerk(), on=TODAY, version=now_of(appeal).version, today=TODAY)
    decisions.drop_proposal(case, clerk(), why="Nei.", version=case.version)
    send_on(now_of(appeal))
    assert state_of(appeal) is AppealState.FORWARDED


def test_a_claim_whose_decision_never_came_stands_in_nobodys_way() -> None:
    appeal = taken_up()
    case = answer_proposed(appeal)
    decisions.claim(case.proposal, clerk())
    assert now_of(appeal).answered_by == case.proposal.id
    decisions.drop_proposal(case, clerk(), why="Nei.", version=case.version)
    send_on(now_of(appeal))
    assert state_of(appeal) is AppealState.FORWARDED


def test_whoever_sends_on_first_leaves_nothing_to_decide() -> None:
    appeal = taken_up()
    seen = case_of(appeal)
    case = answer_proposed(appeal)
    proposal = case.proposal
    decisions.drop_proposal(case, clerk(), why="Nei.", version=case.version)
    send_on(now_of(appeal))
    with pytest.raises(TransitionRefused):
        decisions.claim(proposal, clerk())
    assert len(case_of(appeal).decisions) == len(seen.decisions)


def test_whoever_read_the_appeal_before_it_was_claimed_is_too_late() -> None:
    appeal = taken_up()
    seen = now_of(appeal)
    decide(answer_proposed(appeal))
    with pytest.raises(TransitionRefused):
        send_on(seen)
    assert state_of(appeal) is AppealState.CHANGED


def test_a_decision_whose_effects_have_not_run_is_seen_and_paid() -> None:
    appeal = taken_up()
    before = now_of(appeal)
    decide(answer_proposed(appeal))
    values = {"state": AppealState.UNDER_REASSESSMENT, "new_decision": None, "closed_on": None}
    records.change(now_of(appeal), ACTOR, values=values)  # as if the process had died before the effect
    case = case_of(appeal)
    args = {"appeal": str(appeal.pk), "decision": str(case.decisions[-1].id)}
    due = effects.Owed("appeal_changed", f"appeal:{appeal.pk}:late", args).pending(NOW)
    Application._get_collection().update_one({"_id": case.pk}, {"$push": {"pending": due.to_mongo()}})
    with pytest.raises(TransitionRefused):
        send_on(now_of(appeal))
    assert (state_of(appeal), before.state) == (AppealState.CHANGED, AppealState.UNDER_REASSESSMENT)


def test_an_effect_on_an_appeal_that_is_no_longer_ours_stops_and_is_told_of() -> None:
    appeal = taken_up()
    case = decide(answer_proposed(appeal))
    values = {"state": AppealState.FORWARDED, "new_decision": None}
    records.change(now_of(appeal), ACTOR, values=values)
    case = Application.objects.get(pk=case.pk)
    args = {"appeal": str(appeal.pk), "decision": str(case.decisions[-1].id)}
    records.change(case, ACTOR, values={"adults": 2}, owed=[effects.Owed("appeal_changed", "stops", args)])
    assert Application.objects.get(pk=case.pk).pending[0].stopped
    assert Task.objects(kind=TaskKind.EFFECT_STOPPED, role=Role.ADMINISTRATOR).count() == 1


# --- Told ------------------------------------------------------------------------------------------------------------


def test_a_letter_is_drawn_looked_over_and_approved_before_anybody_gets_it() -> None:
    appeal = now_of(forwarded())
    letter = appeals.draw(appeal, LetterKind.APPEAL_FORWARDED, clerk(), SENDER, version=appeal.version, today=TODAY)
    assert (letter.state, letter.about) == (LetterState.DRAFT, appeal.pk)
    assert [one.copy for one in letter.addressees] == [Copy.PARTY, Copy.APPEAL_BODY]
    assert open_texts(appeal) == ["Et brev i klagesaken er ikke sendt. Se over det, og godkjenn det."]
    appeals.approve(appeal, letter.pk, clerk(), version=appeal.version, today=TODAY)
    assert Letter.objects.get(pk=letter.pk).state is LetterState.RELEASED
    assert [one.approved for one in now_of(appeal).tellings] == [True]
    assert "Klageinstansen har ikke svart" in open_texts(appeal)[0]
    assert Task.objects(kind=TaskKind.DISPATCH, subject_id=str(letter.pk), state=TaskState.OPEN).count() == 1


def test_a_letter_drawn_again_throws_the_earlier_draft_away() -> None:
    appeal = now_of(forwarded())
    kind = LetterKind.APPEAL_FORWARDED
    first = appeals.draw(appeal, kind, clerk(), SENDER, version=appeal.version, today=TODAY)
    second = appeals.draw(appeal, kind, clerk(), SENDER, version=appeal.version, today=TODAY)
    assert Letter.objects.get(pk=first.pk).state is LetterState.VOID
    with pytest.raises(TransitionRefused):
        appeals.approve(appeal, first.pk, clerk(), version=appeal.version, today=TODAY)
    with pytest.raises(LetterOutdated):
        appeals.approve(appeal, second.pk, clerk(), version=appeal.version, today=TODAY + timedelta(days=1))
    appeals.approve(appeal, second.pk, clerk(), version=appeal.version, today=TODAY)
    with pytest.raises(TransitionRefused):
        appeals.approve(appeal, second.pk, clerk(), version=appeal.version, today=TODAY)


def test_whoever_lost_the_race_for_a_letter_leaves_no_draft_behind() -> None:
    appeal = now_of(forwarded())
    seen = now_of(appeal)
    appeals.draw(appeal, LetterKind.APPEAL_FORWARDED, clerk(), SENDER, version=appeal.version, today=TODAY)
    with pytest.raises(StaleState):
        appeals.draw(seen, LetterKind.APPEAL_FORWARDED, clerk(), SENDER, version=seen.version, today=TODAY)
    assert Letter.objects(about=appeal.pk, state=LetterState.DRAFT).count() == 1


def test_nothing_is_told_that_does_not_stand() -> None:
    appeal = taken_up()
    for kind in (LetterKind.APPEAL_FORWARDED, LetterKind.APPEAL_OUTCOME, LetterKind.DEFERRED_EFFECT):
        with pytest.raises(TransitionRefused):
            appeals.draw(appeal, kind, clerk(), SENDER, version=appeal.version, today=TODAY)
    assert Letter.objects(about=appeal.pk).count() == 0


def test_receipt_may_be_confirmed() -> None:
    appeal = lodged()
    letter = letter_of(appeal, LetterKind.APPEAL_RECEIVED)
    assert letter.state is LetterState.RELEASED


def test_the_party_is_told_on_the_day_the_outcome_was_sent() -> None:
    appeal = answered(forwarded())
    letter = letter_of(appeal, LetterKind.APPEAL_OUTCOME)
    assert now_of(appeal).told_on is None
    dispatch.dispatch(letter, clerk(), on=TODAY, today=TODAY, version=letter.version)
    assert now_of(appeal).told_on == TODAY
    letter = Letter.objects.get(pk=letter.pk)
    dispatch.note_return(letter, clerk(), on=TODAY, why="Ukjent", today=TODAY, version=letter.version)
    assert now_of(appeal).told_on is None


def test_a_copy_of_the_statement_sent_tells_nothing_of_an_outcome() -> None:
    appeal = forwarded()
    letter = letter_of(appeal, LetterKind.APPEAL_FORWARDED)
    dispatch.dispatch(letter, clerk(), on=TODAY, today=TODAY, version=letter.version)
    assert now_of(appeal).told_on is None


def test_a_deputy_or_leader_of_the_case_may_answer_too() -> None:
    leader = worker(Role.DEPARTMENT_HEAD)
    appeal = taken_up()
    send_on(appeal, acting(leader))
    assert now_of(appeal).history[-1].by_name == leader.name


def test_a_letter_on_its_way_is_no_longer_due() -> None:
    appeal = forwarded()
    letter = letter_of(appeal, LetterKind.APPEAL_FORWARDED)
    dispatch.dispatch(letter, clerk(), on=TODAY, today=TODAY, version=letter.version)
    assert (now_of(appeal).tellings, now_of(appeal).tell_by) == ([], None)


@pytest.mark.parametrize("returned", [False, True])
def test_an_approved_letter_that_was_thrown_away_is_due_again(returned: bool) -> None:
    appeal = answered(forwarded())
    letter = letter_of(appeal, LetterKind.APPEAL_OUTCOME)
    if returned:
        dispatch.dispatch(letter, clerk(), on=TODAY, today=TODAY, version=letter.version)
        letter.reload()
        dispatch.note_return(letter, clerk(), on=TODAY, why="Ukjent", today=TODAY, version=letter.version)
        letter.reload()
    appeal = now_of(appeal)
    with pytest.raises(TransitionRefused):
        appeals.draw(appeal, letter.letter_kind, clerk(), SENDER, version=appeal.version, today=TODAY)
    dispatch.discard(letter, clerk(), why="Feil adresse.", version=letter.version)
    run_job("pending_appeals", LATER)
    assert "Et brev i klagesaken er ikke sendt. Se over det, og godkjenn det." in open_texts(appeal)
    assert letter_of(appeal, LetterKind.APPEAL_OUTCOME).state is LetterState.RELEASED


def test_a_draft_that_was_thrown_away_is_not_approved() -> None:
    appeal = now_of(forwarded())
    letter = appeals.draw(appeal, LetterKind.APPEAL_FORWARDED, clerk(), SENDER, version=appeal.version, today=TODAY)
    dispatch.discard(letter, clerk(), why="Skrivefeil.", version=letter.version)
    with pytest.raises(TransitionRefused):
        appeals.approve(appeal, letter.pk, clerk(), version=appeal.version, today=TODAY)


# --- What the answer meets in the case -------------------------------------------------------------------------------


def test_a_dismissal_is_changed_by_us_or_by_the_body() -> None:
    ours = taken_up(refused(outcome=DecisionOutcome.DISMISSED))
    decide(answer_proposed(ours))
    assert (state_of(ours), case_of(ours).state) == (AppealState.CHANGED, ApplicationState.WAITING)
    theirs = answered(forwarded(refused(outcome=DecisionOutcome.DISMISSED)), answer(BodyOutcome.CHANGED))
    assert (theirs.state, case_of(theirs).state, theirs.pending) == (
        AppealState.CHANGED,
        ApplicationState.WAITING,
        [],
    )


def test_a_late_appeal_that_nobody_has_let_in_is_answered_by_nothing() -> None:
    late = datetime(2026, 12, 1, 9, tzinfo=UTC)
    appeal = appeals.register(refused(), lodging(received_on=late.date()), clerk(now=late), today=late.date())
    with pytest.raises(TransitionRefused):
        answer_proposed(appeal, now=late)
    appeals.consider_reinstatement(
        appeal, clerk(now=late), granted=True, because="Sykdom.", version=appeal.version, today=late.date()
    )
    decide(answer_proposed(appeal, now=late), now=late)
    assert state_of(appeal) is AppealState.CHANGED


def test_the_bodys_decision_is_the_one_that_stands_though_we_changed_ours_meanwhile() -> None:
    appeal = forwarded()
    ours = records.reference(appeal, "decision")
    decide(proposed(case_of(appeal), wanted=draft(replaces=ours, override="Nye opplysninger.")))
    held = answered(appeal, answer(BodyOutcome.CHANGED))
    assert [one.id for one in case_of(appeal).decisions if one.open] == [held.new_decision]


@pytest.mark.parametrize("outcome", [BodyOutcome.CHANGED, BodyOutcome.RETURNED])
def test_a_proposal_to_change_what_the_body_has_set_aside_goes_with_it(outcome: BodyOutcome) -> None:
    appeal = forwarded()
    ours = records.reference(appeal, "decision")
    case = proposed(case_of(appeal), wanted=draft(replaces=ours, override="Nye opplysninger."))
    answered(appeal, answer(outcome))
    assert case_of(appeal).proposal is None
    assert records.get(Letter, case.proposal.letter).state is LetterState.VOID


@pytest.mark.parametrize("outcome", [BodyOutcome.CHANGED, BodyOutcome.RETURNED])
def test_an_answer_that_the_case_has_no_room_for_is_refused_before_it_is_stored(outcome: BodyOutcome) -> None:
    appeal = forwarded()
    make_application(applicant=case_of(appeal).applicant)  # the household has applied anew
    with pytest.raises(AlreadyExists):
        answered(appeal, answer(outcome))
    assert (state_of(appeal), case_of(appeal).state) == (AppealState.FORWARDED, ApplicationState.REFUSED)


def test_an_answer_that_the_case_cannot_follow_is_refused_before_it_is_stored() -> None:
    wanted = draft(dwelling_type=None, need=None)
    case = assessed(kind=ApplicationKind.EXTENSION, now=THEN, received_on=date(2026, 10, 5))
    decided(proposed(case, wanted=wanted, now=THEN), now=THEN)
    appeal = forwarded(Decision.objects.get(application=case))
    with pytest.raises(TransitionRefused):  # they live there: the grant is not taken back by an appeal on its terms
        answered(appeal, answer(BodyOutcome.CHANGED, decision=DecisionOutcome.REFUSED, need=None))
    assert state_of(appeal) is AppealState.FORWARDED
