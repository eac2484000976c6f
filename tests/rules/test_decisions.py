"""What a decision must hold before it may be proposed, who may make it, and where it leaves the case."""

from datetime import date, timedelta
from typing import Any

import pytest

from rules import decisions
from rules.decisions import Participant, Proposed, Standing
from rules.eligibility import CaseFacts, Verdict, assess
from rules.errors import (
    AssessmentMissing,
    ConflictOfInterest,
    DecisionStands,
    FourEyesMissing,
    HusromError,
    MissingReason,
    PriorNoticeMissing,
    QuorumMissing,
    TransitionRefused,
)
from rules.policy import Deciding
from rules.terms import (
    Advice,
    ApplicationKind,
    ApplicationState,
    DecidingBody,
    DecisionOutcome,
    HousingSituation,
    LegalBasis,
    TargetGroup,
)
from tests.rules.test_frozen import POLICY

TODAY = date(2026, 11, 23)
KIND, STATE, OUT, BASIS = ApplicationKind, ApplicationState, DecisionOutcome, LegalBasis
LOCAL, ACT = BASIS.LOCAL_GUIDELINES, BASIS.HOUSING_SOCIAL_ACT
ANSWERS = {"private_market": True, "present_home": True}


def verdict(**facts: Any) -> Verdict:
    held: dict[str, Any] = {
        "kind": KIND.NEW, "target_group": TargetGroup.DISADVANTAGED, "situation": HousingSituation.NO_DWELLING,
        "age": 40, "resident": True, "children": 0, "answers": ANSWERS, "barred": False,
        "levels": {one.code: one.levels[0].code for one in POLICY.factors},
    }  # fmt: skip
    return assess(CaseFacts(**held | facts), POLICY)


GRANT, REFUSE, UNFINISHED = verdict(), verdict(age=17), verdict(answers={})


def proposed(outcome: DecisionOutcome = OUT.GRANTED, **values: Any) -> Proposed:
    return Proposed(**{"outcome": outcome, "basis": LOCAL, "reasons": "Fordi.", "weighed": "Behovet."} | values)


def standing(outcome: DecisionOutcome = OUT.GRANTED, **values: Any) -> Standing:
    held = {"id": "1", "basis": LOCAL, "outcome": outcome, "decided_on": date(2026, 10, 1), "open": True}
    return Standing(**held | values)


def refusal(wanted: Proposed, *, stands: list[Standing] | None = None, held: Verdict | None = GRANT) -> HusromError:
    with pytest.raises(HusromError) as refused:
        decisions.check_proposal("S1", wanted, held, stands or [], TODAY)
    return refused.value


def test_the_verdicts_of_these_tests_point_where_they_say() -> None:
    assert [one.advice for one in (GRANT, REFUSE, UNFINISHED)] == [Advice.GRANT, Advice.REFUSE, Advice.INCOMPLETE]


# --- Where it leaves the case --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "basis", "kind", "after"),
    [
        pytest.param(OUT.GRANTED, LOCAL, KIND.NEW, STATE.WAITING, id="who is granted a home waits for one"),
        pytest.param(OUT.GRANTED, LOCAL, KIND.SWAP, STATE.WAITING, id="who is granted a swap waits for it"),
        pytest.param(OUT.GRANTED, LOCAL, KIND.EXTENSION, STATE.HOUSED, id="who may stay is housed"),
        pytest.param(OUT.REFUSED, LOCAL, KIND.NEW, STATE.REFUSED, id="a refusal refuses"),
        pytest.param(OUT.REFUSED, LOCAL, KIND.EXTENSION, STATE.REFUSED, id="a refused extension is refused"),
        pytest.param(OUT.DISMISSED, LOCAL, KIND.NEW, STATE.DISMISSED, id="a dismissal dismisses"),
        pytest.param(OUT.WITHDRAWN, LOCAL, KIND.NEW, STATE.REFUSED, id="a withdrawn grant leaves a refused case"),
        pytest.param(OUT.GRANTED, ACT, KIND.NEW, None, id="help by the act moves nothing"),
        pytest.param(OUT.REFUSED, ACT, KIND.EXTENSION, None, id="nor does its refusal"),
        pytest.param(OUT.WITHDRAWN, BASIS.CARE_SERVICES_ACT, KIND.SWAP, None, id="nor what is withdrawn there"),
    ],
)
def test_only_a_decision_by_the_guidelines_moves_the_case(
    outcome: DecisionOutcome, basis: LegalBasis, kind: ApplicationKind, after: ApplicationState | None
) -> None:
    assert decisions.state_after(outcome, basis, kind) is after


# --- What may be proposed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "stands", "held"),
    [
        pytest.param(proposed(), [], GRANT, id="a grant that the rulebook points to"),
        pytest.param(proposed(OUT.REFUSED), [], REFUSE, id="a refusal that the rulebook points to"),
        pytest.param(proposed(OUT.REFUSED, override="Vi mener annet."), [], GRANT, id="against the advice, reasoned"),
        pytest.param(proposed(OUT.GRANTED, override="Særlige grunner."), [], REFUSE, id="and the other way"),
        pytest.param(proposed(OUT.DISMISSED), [], None, id="a dismissal without an assessment"),
        pytest.param(proposed(basis=ACT), [], None, id="help by the act without an assessment"),
        pytest.param(proposed(basis=ACT), [standing()], None, id="a decision on another basis stands beside"),
        pytest.param(proposed(), [standing(open=False)], GRANT, id="a closed decision is no hindrance"),
        pytest.param(proposed(replaces="1"), [standing(OUT.REFUSED)], GRANT, id="a refusal changed unasked (§ 35 a)"),
        pytest.param(
            proposed(OUT.WITHDRAWN, replaces="1", answer_by=TODAY - timedelta(days=1)), [standing()], None,
            id="a withdrawal after the party could answer",
        ),
        pytest.param(
            proposed(replaces="1", appealed=True), [standing(OUT.REFUSED)], GRANT, id="a refusal changed on appeal"
        ),
        pytest.param(proposed(replaces="1", appealed=True), [standing()], GRANT, id="a better grant on appeal"),
        pytest.param(
            proposed(OUT.REFUSED, replaces="1", appealed=True), [standing(OUT.DISMISSED)], REFUSE,
            id="what was dismissed is tried on appeal",
        ),
        pytest.param(proposed(beyond_usual=True, override="Ny sykdom."), [], GRANT, id="a second swap with reasons"),
    ],
)  # fmt: skip
def test_may_be_proposed(wanted: Proposed, stands: list[Standing], held: Verdict | None) -> None:
    decisions.check_proposal("S1", wanted, held, stands, TODAY)


@pytest.mark.parametrize("name", ["reasons", "weighed"])
@pytest.mark.parametrize("blank", ["", " \n\t"])
@pytest.mark.parametrize("outcome", OUT)
def test_no_decision_without_reasons_and_what_was_weighed(name: str, blank: str, outcome: DecisionOutcome) -> None:
    assert isinstance(refusal(proposed(outcome, **{name: blank})), MissingReason)


@pytest.mark.parametrize(
    ("wanted", "held"),
    [
        pytest.param(proposed(OUT.REFUSED), GRANT, id="refusing what the rulebook would grant"),
        pytest.param(proposed(OUT.GRANTED), REFUSE, id="granting what it would refuse"),
        pytest.param(proposed(OUT.GRANTED, override="  "), REFUSE, id="blanks are no reason"),
    ],
)
def test_against_the_advice_asks_why(wanted: Proposed, held: Verdict) -> None:
    error = refusal(wanted, held=held)
    assert isinstance(error, MissingReason)
    assert error.what == "decision.override"


@pytest.mark.parametrize("outcome", [OUT.GRANTED, OUT.REFUSED])
def test_an_assessment_that_is_not_finished_decides_nothing(outcome: DecisionOutcome) -> None:
    error = refusal(proposed(outcome, override="Likevel."), held=UNFINISHED)
    assert isinstance(error, AssessmentMissing)
    assert "Uten mulighet til å skaffe seg egnet bolig på egen hånd i det private markedet" in error.unanswered


@pytest.mark.parametrize("outcome", [OUT.GRANTED, OUT.REFUSED, OUT.DISMISSED])
def test_one_open_decision_for_each_basis(outcome: DecisionOutcome) -> None:
    error = refusal(proposed(outcome), stands=[standing(OUT.REFUSED)])
    assert isinstance(error, DecisionStands)
    assert (error.basis, error.decided_on) == (LOCAL.value, date(2026, 10, 1))
    assert isinstance(refusal(proposed(outcome, basis=ACT), stands=[standing(basis=ACT)], held=None), DecisionStands)


@pytest.mark.parametrize(
    ("answer_by", "why"),
    [
        (None, "no notice has arrived"),
        (TODAY + timedelta(days=1), "may still answer"),
        (TODAY, "the last day is theirs"),
    ],
)
def test_no_withdrawal_before_the_party_has_had_time_to_answer(answer_by: date | None, why: str) -> None:
    wanted = proposed(OUT.WITHDRAWN, replaces="1", answer_by=answer_by)
    assert isinstance(refusal(wanted, stands=[standing()]), PriorNoticeMissing), why


@pytest.mark.parametrize(
    ("wanted", "stands"),
    [
        pytest.param(proposed(OUT.WITHDRAWN), [], id="nothing to withdraw"),
        pytest.param(proposed(OUT.WITHDRAWN, replaces="2"), [standing(open=False)], id="what it names is not there"),
        pytest.param(proposed(OUT.WITHDRAWN, replaces="1"), [standing(OUT.REFUSED)], id="a refusal is not withdrawn"),
        pytest.param(proposed(OUT.WITHDRAWN, replaces="1"), [standing(open=False)], id="a closed grant neither"),
        pytest.param(proposed(OUT.WITHDRAWN, replaces="1", basis=ACT), [standing()], id="nor one on another basis"),
        pytest.param(proposed(replaces="1"), [standing()], id="a grant in place of a grant answers an appeal alone"),
        pytest.param(proposed(replaces="1"), [], id="changing what is not there"),
        pytest.param(proposed(OUT.REFUSED, replaces="1", override="x"), [standing()], id="refusing after granting"),
        pytest.param(proposed(OUT.DISMISSED, replaces="1"), [standing(OUT.REFUSED)], id="dismissing what was refused"),
        pytest.param(proposed(appealed=True), [], id="an appeal on nothing"),
        pytest.param(
            proposed(OUT.REFUSED, replaces="1", appealed=True, override="x"), [standing(OUT.REFUSED)],
            id="the same again is no change",
        ),
        pytest.param(
            proposed(OUT.REFUSED, replaces="1", appealed=True, override="x"), [standing()], id="worse for the appellant"
        ),
    ],
)  # fmt: skip
def test_a_standing_decision_is_changed_to_advantage_alone(wanted: Proposed, stands: list[Standing]) -> None:
    if wanted.outcome is OUT.WITHDRAWN:
        wanted = proposed(OUT.WITHDRAWN, replaces=wanted.replaces, basis=wanted.basis, answer_by=date(2026, 1, 1))
    assert isinstance(refusal(wanted, stands=stands), TransitionRefused)


@pytest.mark.parametrize(
    ("kind", "outcome", "earlier", "usual", "beyond"),
    [
        pytest.param(KIND.SWAP, OUT.GRANTED, 0, 1, False, id="the first swap is the usual one"),
        pytest.param(KIND.SWAP, OUT.GRANTED, 1, 1, True, id="the second goes beyond (S001)"),
        pytest.param(KIND.SWAP, OUT.GRANTED, 1, 2, False, id="where two are usual it does not"),
        pytest.param(KIND.SWAP, OUT.REFUSED, 5, 1, False, id="refusing is no swap"),
        pytest.param(KIND.NEW, OUT.GRANTED, 5, 1, False, id="nor is a new home"),
        pytest.param(KIND.SWAP, OUT.GRANTED, 0, 0, True, id="where none is usual the first goes beyond"),
    ],
)
def test_swaps_beyond_the_usual(
    kind: ApplicationKind, outcome: DecisionOutcome, earlier: int, usual: int, beyond: bool
) -> None:
    assert decisions.beyond_usual(kind, outcome, earlier, usual) is beyond


def test_a_swap_beyond_the_usual_asks_why_though_the_advice_is_followed() -> None:
    error = refusal(proposed(beyond_usual=True))
    assert isinstance(error, MissingReason)
    assert error.what == "decision.swap"


@pytest.mark.parametrize(
    ("advice", "outcome", "follows"),
    [
        (Advice.GRANT, OUT.GRANTED, True),
        (Advice.GRANT, OUT.REFUSED, False),
        (Advice.REFUSE, OUT.REFUSED, True),
        (Advice.REFUSE, OUT.GRANTED, False),
        (Advice.INCOMPLETE, OUT.GRANTED, None),
        (Advice.GRANT, OUT.DISMISSED, None),
        (Advice.REFUSE, OUT.WITHDRAWN, None),
    ],
)
def test_whether_an_outcome_follows_the_advice(advice: Advice, outcome: DecisionOutcome, follows: bool | None) -> None:
    assert decisions.follows(advice, outcome) is follows


# --- Who may decide ------------------------------------------------------------------------------------------------

WORKS, NAV, NAV_TOO = (
    Participant("1", "Eli", "Eiendom"),
    Participant("2", "Nils", "NAV"),
    Participant("3", "Ola", "NAV"),
)
RULES = Deciding(bodies={}, four_eyes=True, quorum=2, agencies=2)
COMMITTEE, DECIDER = DecidingBody.COMMITTEE, DecidingBody.DECIDER


@pytest.mark.parametrize(
    ("body", "deciding", "people", "disqualified", "refused"),
    [
        pytest.param(COMMITTEE, RULES, [WORKS, NAV], {}, None, id="two members of two agencies"),
        pytest.param(COMMITTEE, RULES, [NAV, NAV_TOO], {}, QuorumMissing, id="both of one agency"),
        pytest.param(COMMITTEE, RULES, [WORKS], {}, QuorumMissing, id="one member alone"),
        pytest.param(
            COMMITTEE, RULES, [WORKS, Participant("1", "Eli", "NAV")], {}, QuorumMissing, id="one member named twice",
        ),
        pytest.param(COMMITTEE, RULES, [], {}, QuorumMissing, id="nobody"),
        pytest.param(COMMITTEE, RULES, [WORKS, NAV], {"2": "Nils"}, ConflictOfInterest, id="a disqualified member"),
        pytest.param(COMMITTEE, RULES, [WORKS, NAV], {"3": "Ola"}, None, id="one who has left the case"),
        pytest.param(COMMITTEE, RULES, [WORKS, NAV], {"9": "Kari"}, ConflictOfInterest, id="who prepared it left"),
        pytest.param(DECIDER, RULES, [WORKS], {}, None, id="a decider alone"),
        pytest.param(DECIDER, RULES, [WORKS], {"1": "Eli"}, ConflictOfInterest, id="a disqualified decider"),
        pytest.param(DECIDER, RULES, [Participant("9", "Kari", "")], {}, FourEyesMissing, id="who prepared it"),
        pytest.param(
            DECIDER, Deciding(bodies={}, four_eyes=False, quorum=2, agencies=2), [Participant("9", "Kari", "")], {},
            None, id="who prepared it, where one is enough",
        ),
    ],
)  # fmt: skip
def test_who_may_decide(
    body: DecidingBody,
    deciding: Deciding,
    people: list[Participant],
    disqualified: dict[str, str],
    refused: type[HusromError] | None,
) -> None:
    def ask() -> None:
        decisions.check_deciders("S1", body, deciding, people, proposed_by="9", disqualified=disqualified)

    if refused is None:
        ask()
    else:
        with pytest.raises(refused):
            ask()
