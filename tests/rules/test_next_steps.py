"""The one thing to do next in a case, as a table: nothing waits on nobody."""

from datetime import date

import pytest

from rules.next_steps import CaseProgress, next_step
from rules.terms import ApplicationState, CaseStep, Consent, DecidingBody, Role, Urgency

DAYS = dict.fromkeys(CaseStep, 7) | {CaseStep.TAKE_UP: 5, CaseStep.DECIDE_IN_MEETING: 0}
MONDAY = date(2026, 11, 23)
RECEIVED, BUSY, WAITING = ApplicationState.RECEIVED, ApplicationState.IN_ASSESSMENT, ApplicationState.WAITING
MAPPED = {"state": BUSY, "mapped_on": date(2026, 11, 10)}
ASSESSED = MAPPED | {"assessed_on": date(2026, 11, 12)}
PROPOSED = ASSESSED | {"proposed_on": date(2026, 11, 16)}
WORKER = Role.CASEWORKER

STEPS = [
    # sentence, how far it has come, step, due, role
    ("a case without consent waits for it, whatever its state", {"state": RECEIVED, "consent": Consent.AWAITED},
     CaseStep.OBTAIN_CONSENT, date(2026, 11, 9), WORKER),
    ("a new case is taken up", {"state": RECEIVED}, CaseStep.TAKE_UP, date(2026, 11, 9), WORKER),  # 7th is a Saturday
    ("then its needs are mapped", {"state": BUSY}, CaseStep.MAP_NEEDS, date(2026, 11, 9), WORKER),
    ("also while papers are missing", {"state": BUSY, "papers_due": date(2026, 11, 20)},
     CaseStep.MAP_NEEDS, date(2026, 11, 9), WORKER),
    ("what is mapped waits for the papers", MAPPED | {"papers_due": date(2026, 11, 18)},
     CaseStep.COLLECT_PAPERS, date(2026, 11, 25), WORKER),
    ("and is assessed when they are there", MAPPED, CaseStep.ASSESS, date(2026, 11, 17), WORKER),
    ("what is assessed is proposed", ASSESSED, CaseStep.PROPOSE, date(2026, 11, 19), WORKER),
    ("changed facts ask for a new assessment, from the day they were seen",
     ASSESSED | {"stale": True, "stale_on": date(2026, 11, 18)}, CaseStep.REASSESS, date(2026, 11, 25), WORKER),
    ("else from the assessment", ASSESSED | {"stale": True}, CaseStep.REASSESS, date(2026, 11, 19), WORKER),
    ("a proposal for the committee is put on an agenda", PROPOSED | {"body": DecidingBody.COMMITTEE},
     CaseStep.SET_ON_AGENDA, date(2026, 11, 23), WORKER),
    ("and decided on the day of the meeting",
     PROPOSED | {"body": DecidingBody.COMMITTEE, "meeting_on": date(2026, 11, 25)},
     CaseStep.DECIDE_IN_MEETING, date(2026, 11, 25), Role.COMMITTEE_MEMBER),
    ("a single decider decides", PROPOSED | {"body": DecidingBody.DECIDER},
     CaseStep.DECIDE, date(2026, 11, 23), Role.DECIDER),
    ("a dismissal that is proposed before the case is taken up waits for whoever decides",
     {"state": RECEIVED, "proposed_on": date(2026, 11, 16), "body": DecidingBody.DECIDER},
     CaseStep.DECIDE, date(2026, 11, 23), Role.DECIDER),
    ("also where the applicant never answered",
     {"state": RECEIVED, "consent": Consent.AWAITED, "proposed_on": date(2026, 11, 16), "body": DecidingBody.COMMITTEE},
     CaseStep.SET_ON_AGENDA, date(2026, 11, 23), WORKER),
    ("a proposal on old facts is assessed anew first",
     PROPOSED | {"body": DecidingBody.DECIDER, "stale": True, "stale_on": date(2026, 11, 20)},
     CaseStep.REASSESS, date(2026, 11, 27), WORKER),
    ("a waiting household is asked about its need, counted from the decision",
     {"state": WAITING, "decided_on": date(2026, 7, 1)}, CaseStep.REVIEW_NEED, date(2027, 1, 4), WORKER),  # 1 Jan
    ("and later from when it was last asked",
     {"state": WAITING, "decided_on": date(2026, 1, 2), "need_reviewed_on": date(2026, 11, 2)},
     CaseStep.REVIEW_NEED, date(2027, 5, 3), WORKER),
    ("facts that would have refused a waiting household are looked at at once",
     {"state": WAITING, "decided_on": date(2026, 7, 1), "stale": True, "stale_on": date(2026, 11, 20)},
     CaseStep.REASSESS, date(2026, 11, 27), WORKER),
    ("a household that was told its grant may be taken back is answered, counted from the day the notice came",
     {"state": WAITING, "decided_on": date(2026, 7, 1), "notice_came_on": date(2026, 11, 20)},
     CaseStep.WEIGH_ANSWER, date(2026, 11, 27), WORKER),
    ("also where new facts point elsewhere: that is why the notice went out",
     {"state": WAITING, "stale": True, "stale_on": date(2026, 11, 9), "notice_came_on": date(2026, 11, 20)},
     CaseStep.WEIGH_ANSWER, date(2026, 11, 27), WORKER),
    ("a grant that stands after all is one whose need was reviewed after the notice",
     {"state": WAITING, "notice_came_on": date(2026, 10, 1), "need_reviewed_on": date(2026, 11, 2)},
     CaseStep.REVIEW_NEED, date(2027, 5, 3), WORKER),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "progress", "step", "due", "role"), STEPS)
def test_the_next_step(sentence: str, progress: dict[str, object], step: CaseStep, due: date, role: Role) -> None:
    case = CaseProgress(**{"received_on": date(2026, 11, 2)} | progress)
    found = next_step(case, DAYS, 6, MONDAY)
    assert found is not None, sentence
    assert (found.step, found.due_on, found.role) == (step, due, role), sentence


@pytest.mark.parametrize("state", [one for one in ApplicationState if one not in {RECEIVED, BUSY, WAITING}])
def test_a_closed_case_waits_for_nobody(state: ApplicationState) -> None:
    assert next_step(CaseProgress(state=state, received_on=MONDAY), DAYS, 6, MONDAY) is None


@pytest.mark.parametrize(
    ("state", "body", "step", "role"),
    [
        pytest.param(ApplicationState.REFUSED, DecidingBody.DECIDER, CaseStep.DECIDE, Role.DECIDER,
                     id="an answer to an appeal before a decider"),
        pytest.param(ApplicationState.REFUSED, DecidingBody.COMMITTEE, CaseStep.SET_ON_AGENDA, Role.CASEWORKER,
                     id="an answer to an appeal for the committee"),
        pytest.param(WAITING, DecidingBody.COMMITTEE, CaseStep.SET_ON_AGENDA, Role.CASEWORKER,
                     id="a grant that is to be taken back"),
        pytest.param(ApplicationState.WITHDRAWN, DecidingBody.DECIDER, None, None, id="nothing in a case that is gone"),
    ],
)  # fmt: skip
def test_a_proposal_that_changes_a_decision_waits_for_its_body(
    state: ApplicationState, body: DecidingBody, step: CaseStep | None, role: Role | None
) -> None:
    case = CaseProgress(state=state, received_on=MONDAY, proposed_on=MONDAY, body=body, decided_on=MONDAY)
    found = next_step(case, DAYS, 6, MONDAY)
    assert (found and found.step, found and found.role) == (step, role)


@pytest.mark.parametrize(
    ("sentence", "received", "urgency"),
    [
        ("past its day it is urgent", date(2026, 11, 12), Urgency.URGENT),
        ("on its day it is soon", date(2026, 11, 18), Urgency.SOON),
        ("three days before it is soon", date(2026, 11, 20), Urgency.SOON),
        ("before that it is a notice", date(2026, 11, 23), Urgency.NOTICE),
    ],
)
def test_how_pressing_it_is(sentence: str, received: date, urgency: Urgency) -> None:
    found = next_step(CaseProgress(state=RECEIVED, received_on=received), DAYS, 6, MONDAY)
    assert found is not None
    assert found.urgency is urgency, sentence
