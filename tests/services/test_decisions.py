"""Decisions from proposal to decision document: what moves, what is refused, and what follows."""

from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId

from letters import decision_letter
from models import Application, AuditEntry, Decision, Letter, Task
from models.intake import Conflict
from rules.decisions import Participant
from rules.errors import (
    AlreadyExists,
    AssessmentMissing,
    AssessmentOutdated,
    ConflictOfInterest,
    ConsentMissing,
    DecisionStands,
    FourEyesMissing,
    InvalidRecord,
    LetterOutdated,
    MissingReason,
    NotAuthorised,
    NotFound,
    QuorumMissing,
    StaleState,
    TransitionRefused,
)
from rules.terms import (
    AppealBody,
    ApplicationKind,
    ApplicationState,
    Consent,
    DecidingBody,
    DecisionOutcome,
    LegalBasis,
    LetterState,
    MeetingState,
    Role,
    TaskKind,
    TaskState,
)
from services import decisions, dispatch, effects, records
from services.actor import Actor
from tests.casework import (
    NOW,
    SENDER,
    TODAY,
    acting,
    assessed,
    decided,
    draft,
    house,
    members,
    proposed,
    quick_draw,
    sitting_with,
    worker,
)
from tests.factories import ACTOR, make_appeal, make_applicant, make_application, make_lease

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

OUT, STATE, KIND = DecisionOutcome, ApplicationState, ApplicationKind
ACT = LegalBasis.HOUSING_SOCIAL_ACT
HELP = {"basis": ACT, "dwelling_type": None, "lease_months": None, "need": None}


def by_decider(case: Any, *, user: Any = None, now: Any = NOW, **values: Any) -> ObjectId:
    """Sign the proposal as one decider."""
    seen = {"letter": case.proposal.letter, "version": case.version}
    return decisions.decide(case, acting(user or worker(Role.DECIDER), now), now=now, **seen | values)


def helped(case: Any = None, **values: Any) -> Any:
    """A case with a proposal by the act, which a decider signs."""
    return proposed(case, wanted=draft(**HELP | values))


def fresh(case: Any) -> Any:
    return records.get(Application, case.pk)


def open_tasks(kind: TaskKind) -> list[Any]:
    return list(Task.objects(state=TaskState.OPEN, kind=kind).no_dereference())


@pytest.mark.parametrize("wanted", [draft(), draft(**HELP)])
def test_the_letter_names_the_body_that_the_proposal_is_put_before(
    wanted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Any] = []
    monkeypatch.setattr(decision_letter, "draw", lambda letter: drawn.append(letter) or quick_draw(letter))
    case = proposed(wanted=wanted)
    assert drawn[-1].envelope.decided_by is case.proposal.body


# --- What a decision does -------------------------------------------------------------------------------------------


def test_a_grant_puts_the_household_on_the_waiting_list_from_that_write_on() -> None:
    case = fresh(decided())
    entry = case.decisions[0]
    assert (case.state, case.on_list, case.decided_on, case.need_reviewed_on) == (STATE.WAITING, True, TODAY, TODAY)
    assert (case.approved_need.rooms, case.approved_need.lift, case.proposal, case.pending) == (3, True, None, [])
    assert (entry.open, entry.outcome, entry.decided_on, len(entry.decided_by)) == (True, OUT.GRANTED, TODAY, 2)
    assert case.history[-1].action == "decided"
    assert case.history[-1].rulebook == 1


def test_the_decision_document_repeats_the_entry_and_its_letter_is_released() -> None:
    case = decided()
    decision = Decision.objects.get()
    held = case.decisions[0].proposal
    assert (decision.pk, decision.application_number) == (case.decisions[0].id, case.application_number)
    assert (decision.basis, decision.appeal_body) == (LegalBasis.LOCAL_GUIDELINES, AppealBody.APPEALS_BOARD)
    assert (decision.body, decision.rulebook, decision.facts) == (DecidingBody.COMMITTEE, 1, held.facts)
    assert (decision.reasons, decision.weighed) == (held.reasons, held.weighed)
    assert decision.proposed_by_name == held.by_name
    assert decision.decided_by_name == ", ".join(case.decisions[0].decided_by_names)
    letter = Letter.objects.get()
    assert (letter.state, letter.about, letter.sha256) == (LetterState.RELEASED, decision.pk, decision.letter_sha256)
    assert [one.subject_id for one in open_tasks(TaskKind.DISPATCH)] == [str(letter.pk)]
    assert AuditEntry.objects(document="application", action="decided").count() == 1


def test_a_refusal_refuses_and_waits_for_nobody() -> None:
    case = proposed(assessed(met=False), wanted=draft(OUT.REFUSED))
    case = fresh(decided(case))
    assert (case.state, case.on_list, case.approved_need) == (STATE.REFUSED, False, None)
    assert open_tasks(TaskKind.NEXT_STEP) == []


@pytest.mark.parametrize("state", [STATE.RECEIVED, STATE.IN_ASSESSMENT])
def test_a_case_is_dismissed_without_an_assessment_also_before_it_is_taken_up(state: ApplicationState) -> None:
    case = proposed(make_application(state=state), wanted=draft(OUT.DISMISSED))
    assert fresh(decided(case)).state is STATE.DISMISSED


def test_a_swap_is_granted_once_for_each_lease() -> None:
    lease = make_lease()
    first = decided(kind=KIND.SWAP, lease=lease.pk)
    assert (fresh(first).state, fresh(first).swap_of, fresh(first).on_list) == (STATE.WAITING, lease.pk, True)
    second = proposed(kind=KIND.SWAP, lease=lease.pk)
    with pytest.raises(AlreadyExists):
        decided(second)
    assert fresh(second).state is STATE.IN_ASSESSMENT
    assert Letter.objects(pk=fresh(second).proposal.letter).get().state is LetterState.DRAFT


def test_a_granted_extension_is_housed_and_asks_property_for_a_new_lease() -> None:
    lease = make_lease(ends_on=date(2026, 12, 31))
    case = proposed(kind=KIND.EXTENSION, lease=lease.pk, wanted=draft(dwelling_type=None, need=None))
    case = fresh(decided(case))
    assert (case.state, case.on_list) == (STATE.HOUSED, False)
    (task,) = open_tasks(TaskKind.NEW_LEASE)
    assert (task.role, task.subject_kind, task.subject_id) == (Role.PROPERTY, "lease", str(lease.pk))
    assert (task.subject_number, task.due_on, task.assignee) == (lease.contract_number, date(2026, 12, 31), None)
    assert case.applicant.last_name not in task.text


def test_an_extension_of_an_unknown_lease_asks_on_the_case() -> None:
    decided(proposed(kind=KIND.EXTENSION, wanted=draft(dwelling_type=None, need=None)))
    (task,) = open_tasks(TaskKind.NEW_LEASE)
    assert (task.subject_kind, task.due_on) == ("application", TODAY)


def test_a_decision_by_the_act_moves_nothing_and_may_stand_beside() -> None:
    case = decided()
    version = fresh(case).state
    case = helped(fresh(case))
    by_decider(case)
    case = fresh(case)
    assert (case.state, case.decided_on) == (version, TODAY)
    assert [(one.basis, one.open) for one in case.decisions] == [(LegalBasis.LOCAL_GUIDELINES, True), (ACT, True)]
    assert Decision.objects(basis=ACT).get().appeal_body is AppealBody.COUNTY_GOVERNOR


def test_one_open_decision_for_each_basis() -> None:
    case = helped(make_application())
    by_decider(case)
    with pytest.raises(DecisionStands):
        helped(fresh(case))


def test_a_refusal_is_changed_to_a_grant_without_an_appeal_on_the_facts_as_they_stand() -> None:
    refused = fresh(decided(proposed(assessed(resident=False), wanted=draft(OUT.REFUSED))))
    records.change(refused, ACTOR, values={"resident": True})  # the household has moved to the municipality
    case = fresh(decided(proposed(fresh(refused), wanted=draft(replaces=refused.decisions[0].id))))
    assert (case.state, [one.open for one in case.decisions]) == (STATE.WAITING, [False, True])
    assert decisions.replay(Decision.objects(outcome=OUT.GRANTED).get()).differences == ()


def test_a_refusal_that_somebody_has_appealed_is_changed_by_answering_the_appeal() -> None:
    refused = fresh(decided(proposed(assessed(resident=False), wanted=draft(OUT.REFUSED))))
    make_appeal(decision=Decision.objects.get())
    with pytest.raises(TransitionRefused):
        propose(refused, draft(replaces=refused.decisions[0].id, override="Likevel."))


def test_get_decision_first_pays_what_its_application_owes(monkeypatch: pytest.MonkeyPatch) -> None:
    case = proposed()
    with monkeypatch.context() as patch:
        patch.setattr(effects, "run", lambda *_: False)
        decided(case)
    assert Decision.objects.count() == 0
    case = fresh(case)
    found = decisions.get_decision(case.decisions[0].id, case, ACTOR)
    assert (found.pk, fresh(case).pending) == (case.decisions[0].id, [])
    with pytest.raises(NotFound):
        decisions.get_decision(ObjectId(), fresh(case), ACTOR)


def test_what_a_process_that_died_owed_is_finished_by_the_job_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    case = proposed()
    with monkeypatch.context() as patch:
        patch.setattr(effects, "run", lambda *_: False)
        decided(case)
    late = Actor.system(NOW + timedelta(minutes=2))
    for _ in range(2):
        for left in effects.due(late.at):
            effects.finish(left, late)
    assert (fresh(case).pending, Decision.objects.count()) == ([], 1)
    assert Letter.objects.get().state is LetterState.RELEASED


# --- What may not be proposed ---------------------------------------------------------------------------------------


def propose(case: Any, wanted: Any = None, *, by: Any = None, **values: Any) -> Any:
    seen = {"version": case.version, "now": NOW} | values
    return decisions.propose(case, wanted or draft(), acting(by or worker()), SENDER, **seen)


def test_only_those_who_prepare_cases_propose() -> None:
    case = assessed()
    for role in (Role.READER, Role.DECIDER, Role.COMMITTEE_MEMBER, Role.PROPERTY, Role.ADMINISTRATOR, Role.AUDITOR):
        with pytest.raises(NotAuthorised):
            propose(case, by=worker(role))
    assert Letter.objects.count() == 0


def test_whoever_is_disqualified_neither_proposes_nor_drops_nor_decides() -> None:
    kari, case = worker(name="Kari"), proposed()
    conflict = Conflict(user=kari.pk, user_name="Kari", because="Søsken", on=TODAY)
    records.change(case, ACTOR, values={"conflicts": [conflict]})
    with pytest.raises(ConflictOfInterest):
        propose(case, by=kari)
    with pytest.raises(ConflictOfInterest):
        decisions.drop_proposal(case, acting(kari), why="", version=case.version)
    with pytest.raises(ConflictOfInterest):
        decisions.redraw(case, acting(kari), SENDER, version=case.version, now=NOW)


def test_what_the_disqualified_prepared_is_not_decided() -> None:
    kari = worker(name="Kari")
    case = helped(make_application())
    records.change(case, ACTOR, values={"proposal": _by(case.proposal, kari)})
    conflict = Conflict(user=kari.pk, user_name="Kari", because="Søsken", on=TODAY)
    records.change(case, ACTOR, values={"conflicts": [conflict]})
    with pytest.raises(ConflictOfInterest) as refused:
        by_decider(case)
    assert refused.value.who == "Kari"


def _by(proposal: Any, user: Any) -> Any:
    held = {name: getattr(proposal, name) for name in proposal._fields}
    return type(proposal)(**held | {"by": str(user.pk), "by_name": user.name})


def test_no_assessment_no_grant() -> None:
    with pytest.raises(AssessmentMissing):
        propose(make_application(state=STATE.IN_ASSESSMENT))


def test_an_assessment_whose_facts_have_changed_is_made_anew_first() -> None:
    case = assessed()
    records.change(case, ACTOR, values={"resident": False})
    with pytest.raises(AssessmentOutdated):
        propose(fresh(case), draft(OUT.REFUSED))


def test_an_assessment_marked_as_stale_is_made_anew_first() -> None:
    case = assessed()
    records.change(case, ACTOR, values={"assessment_stale": True})
    with pytest.raises(AssessmentOutdated):
        propose(fresh(case))


@pytest.mark.parametrize("consent", [Consent.AWAITED, Consent.DECLINED])
def test_a_case_without_the_applicants_consent_is_dismissed_but_not_decided(consent: Consent) -> None:
    case = assessed(consent=consent)
    with pytest.raises(ConsentMissing):
        propose(case)
    propose(case, draft(OUT.DISMISSED))


@pytest.mark.parametrize("state", [STATE.WITHDRAWN, STATE.LAPSED])
@pytest.mark.parametrize("basis", [LegalBasis.LOCAL_GUIDELINES, ACT])
def test_nothing_is_proposed_in_a_case_that_was_taken_back(state: ApplicationState, basis: LegalBasis) -> None:
    with pytest.raises(TransitionRefused):
        propose(make_application(state=state), draft(OUT.DISMISSED, basis=basis))


@pytest.mark.parametrize("missing", ["dwelling_type", "lease_months", "need"])
def test_a_grant_says_what_is_granted(missing: str) -> None:
    case = assessed()
    with pytest.raises(InvalidRecord) as refused:
        propose(case, draft(**{missing: None}))
    assert set(refused.value.problems) == {"rooms" if missing == "need" else missing}
    assert fresh(case).proposal is None


def test_a_swap_of_no_lease_is_not_granted() -> None:
    with pytest.raises(InvalidRecord) as refused:
        propose(assessed(kind=KIND.SWAP))
    assert set(refused.value.problems) == {"lease"}


def test_going_against_the_advice_asks_why() -> None:
    case = assessed()
    with pytest.raises(MissingReason):
        propose(case, draft(OUT.REFUSED))
    propose(case, draft(OUT.REFUSED, override="Ny opplysning om inntekt."))
    assert fresh(case).proposal.override == "Ny opplysning om inntekt."


@pytest.mark.parametrize("name", ["reasons", "weighed"])
def test_no_proposal_without_reasons_and_what_was_weighed(name: str) -> None:
    with pytest.raises(MissingReason):
        propose(assessed(), draft(**{name: "  "}))
    assert Letter.objects.count() == 0


def test_a_second_swap_of_the_same_person_asks_why_also_under_a_record_merged_into_theirs() -> None:
    person = make_applicant(born_on=date(1984, 5, 3))
    other = make_applicant(merged=True, merged_into=person.pk, born_on=date(1984, 5, 3))
    decided(kind=KIND.SWAP, lease=make_lease().pk, applicant=other)
    case = assessed(kind=KIND.SWAP, lease=make_lease().pk, applicant=person)
    with pytest.raises(MissingReason) as refused:
        propose(case)
    assert refused.value.what == "decision.swap"
    propose(case, draft(override="Fikk barn i rullestol."))


def test_a_refused_swap_and_anothers_swap_do_not_count() -> None:
    person = make_applicant(born_on=date(1984, 5, 3))
    wanted = draft(OUT.REFUSED, override="Nei.")
    decided(proposed(kind=KIND.SWAP, lease=make_lease().pk, applicant=person, wanted=wanted))
    decided(kind=KIND.SWAP, lease=make_lease().pk)
    propose(assessed(kind=KIND.SWAP, lease=make_lease().pk, applicant=person))


def test_an_appeal_that_is_not_there_is_answered_by_nothing() -> None:
    refused = fresh(decided(proposed(assessed(met=False), wanted=draft(OUT.REFUSED))))
    with pytest.raises(NotFound):
        propose(refused, draft(OUT.REFUSED, replaces=refused.decisions[0].id, appeal=ObjectId()))


# --- The proposal and its letter -------------------------------------------------------------------------------------


def test_a_new_proposal_throws_the_letter_of_the_one_before_away() -> None:
    case = proposed()
    before = case.proposal.letter
    propose(case, draft(reasons="Bedre begrunnet."))
    assert Letter.objects(pk=before).get().state is LetterState.VOID
    assert (case.proposal.reasons, case.proposal.letter == before) == ("Bedre begrunnet.", False)


def test_whoever_saw_an_old_case_proposes_nothing_and_leaves_no_letter() -> None:
    case = assessed()
    old = fresh(case)
    records.change(case, ACTOR, values={"adults": 2})
    with pytest.raises(StaleState) as refused:
        propose(old)
    assert [change.field for change in refused.value.changes] == ["adults"]
    assert [one.state for one in Letter.objects] == [LetterState.VOID]
    with pytest.raises(StaleState):
        propose(fresh(case), version=1)
    assert Letter.objects.count() == 1


def test_a_dropped_proposal_takes_its_letter_with_it() -> None:
    case = proposed()
    assert decisions.drop_proposal(case, acting(worker()), why="Feil boligtype", version=case.version)
    assert (fresh(case).proposal, Letter.objects.get().state) == (None, LetterState.VOID)
    assert not decisions.drop_proposal(fresh(case), acting(worker()), why="", version=fresh(case).version)


def test_a_proposal_by_the_act_leaves_the_committees_agenda() -> None:
    case = proposed()
    records.change(case, ACTOR, values={"meeting": sitting_with(members()).pk})
    helped(fresh(case))
    assert fresh(case).meeting is None


# --- Who decides -----------------------------------------------------------------------------------------------------


def test_a_committee_decides_in_a_meeting_alone() -> None:
    case = proposed()
    with pytest.raises(NotAuthorised):
        by_decider(case)
    with pytest.raises(NotAuthorised):
        by_decider(case, user=worker(Role.DEPARTMENT_HEAD))
    with pytest.raises(NotFound):
        by_decider(case, user=worker(Role.COMMITTEE_MEMBER), meeting=ObjectId())


def test_the_meeting_must_have_begun_and_the_members_must_be_there() -> None:
    case, around = proposed(), members()
    people = [Participant(str(one.pk), one.name, one.office.agency) for one in around]
    meeting = sitting_with(around)
    sitting = {"user": around[0], "meeting": meeting.pk}
    stranger = Participant("stranger", "Fremmed", "NAV")
    with pytest.raises(NotAuthorised):
        by_decider(case, **sitting, participants=[people[0], stranger])
    with pytest.raises(QuorumMissing):
        by_decider(case, **sitting, participants=people[:1])
    with pytest.raises(NotAuthorised):
        by_decider(case, **sitting | {"user": worker(Role.READER)}, participants=people)
    records.change(meeting, ACTOR, values={"state": MeetingState.CLOSED})
    with pytest.raises(TransitionRefused):
        by_decider(case, **sitting, participants=people)
    assert fresh(case).decisions == []


def test_the_decider_is_not_the_one_who_prepared_the_case() -> None:
    both = worker(Role.CASEWORKER, Role.DECIDER)
    case = assessed()
    propose(case, draft(**HELP), by=both)
    with pytest.raises(FourEyesMissing):
        by_decider(case, user=both)
    by_decider(case)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.UNIT_LEADER, Role.ADMINISTRATOR, Role.COMMITTEE_MEMBER])
def test_only_deciders_sign(role: Role) -> None:
    case = helped(make_application())
    with pytest.raises(NotAuthorised):
        by_decider(case, user=worker(role))


def test_what_is_signed_is_the_letter_that_was_looked_at() -> None:
    case = helped(make_application())
    with pytest.raises(StaleState):
        by_decider(case, letter=ObjectId())
    with pytest.raises(StaleState):
        by_decider(case, version=case.version - 1)


def test_nobody_decides_twice() -> None:
    case = helped(make_application())
    letter, version = case.proposal.letter, case.version
    by_decider(case)
    again = fresh(case)
    with pytest.raises(StaleState):
        by_decider(again, letter=letter, version=version) if again.proposal else decisions.decide(
            again, acting(worker(Role.DECIDER)), letter=letter, version=again.version, now=NOW
        )
    assert (Decision.objects.count(), len(fresh(case).decisions)) == (1, 1)


def test_a_letter_of_another_day_is_drawn_anew_looked_at_and_then_signed() -> None:
    kari = worker(name="Kari")
    case = proposed(make_application(), wanted=draft(**HELP), by=kari)
    tomorrow = NOW + timedelta(days=1)
    with pytest.raises(LetterOutdated) as refused:
        by_decider(case, now=tomorrow)
    assert (refused.value.drawn_on, refused.value.by_rulebook) == (TODAY, False)
    before, said = case.proposal.letter, case.proposal.reasons
    decisions.redraw(case, acting(worker(Role.DECIDER), tomorrow), SENDER, version=case.version, now=tomorrow)
    held = fresh(case).proposal
    assert (held.by_name, held.on, held.reasons, held.letter == before) == ("Kari", TODAY, said, False)
    assert Letter.objects(pk=before).get().state is LetterState.VOID
    by_decider(fresh(case), now=tomorrow)


def test_a_letter_of_another_rulebook_is_drawn_anew() -> None:
    case = helped(make_application())
    held = case.proposal
    other = type(held)(**{name: getattr(held, name) for name in held._fields} | {"rulebook": 2})
    records.change(case, ACTOR, values={"proposal": other})
    with pytest.raises(LetterOutdated) as refused:
        by_decider(case)
    assert refused.value.by_rulebook is True


def test_there_is_nothing_to_draw_anew_without_a_proposal() -> None:
    case = assessed()
    with pytest.raises(TransitionRefused):
        decisions.redraw(case, acting(worker()), SENDER, version=case.version, now=NOW)


def test_facts_that_change_after_the_proposal_stop_the_decision() -> None:
    case = proposed()
    records.change(case, ACTOR, values={"resident": False})
    with pytest.raises(AssessmentOutdated):
        decided(fresh(case))


def test_a_letter_that_somebody_threw_away_is_not_signed() -> None:
    case = helped(make_application())
    dispatch.void(Letter.objects.get(), ACTOR)
    with pytest.raises(StaleState):
        by_decider(case)


# --- The letter's dates ---------------------------------------------------------------------------------------------


def test_the_appeal_period_runs_from_the_arrival_of_the_letter() -> None:
    decided()
    letter, sender = Letter.objects.get(), acting(worker())
    dispatch.dispatch(letter, sender, on=TODAY, today=TODAY, version=letter.version)
    decision = Decision.objects.get()
    assert (decision.dispatched_on, decision.arrived_on) == (TODAY, date(2026, 11, 26))
    assert decision.appeal_deadline == date(2026, 12, 17)
    later = TODAY + timedelta(days=7)
    dispatch.note_return(letter, sender, on=later, why="Ukjent adresse", today=later, version=letter.version)
    decision.reload()
    assert (decision.arrived_on, decision.appeal_deadline) == (None, None)
