"""From candidates to an allocation: recommended, gone through by another, recorded, undone, sent back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bson import ObjectId

from models import Application, Message, Nomination, Task
from models.intake import Conflict
from models.mapping import ApprovedNeed
from models.vacancy_parts import Settlement
from rules.errors import (
    CandidateOutdated,
    ChooserMissing,
    ConflictOfInterest,
    MissingReason,
    NoNeedToKnow,
    NotACandidate,
    NotAuthorised,
    NotEqual,
    NotSuited,
    PassedOverUnexplained,
    RecommendationOutdated,
    SamePerson,
    StaleState,
    SummaryMissing,
    TransitionRefused,
)
from rules.terms import (
    ApplicationState,
    ChoosingBody,
    MessageKind,
    NominationState,
    Role,
    StaffMail,
    TaskKind,
    TaskState,
    VacancyState,
    VacancyStep,
)
from services import allocations, records, rulebooks, vacancy_steps
from services.actor import Actor
from services.allocations import basis
from services.effects import Owed
from tests.casework import NOW, TODAY, acting, house, worker
from tests.choosing import (
    FIRST,
    SECOND,
    THIRD,
    agreed,
    allocated,
    by_committee,
    consultant,
    fresh,
    gone_through,
    long_road,
    recommended,
    short_road,
    waiting,
)
from tests.factories import ACTOR, make_offer, make_office, make_user

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

STATE = VacancyState


def recommend(vacancy: Any, by: Actor, *chosen: Application, **others: Any) -> ObjectId:
    given = {"reasons": "Har størst behov.", "version": vacancy.version, "today": TODAY}
    return allocations.recommend(vacancy, by, chosen=[one.pk for one in chosen], **given | others)


def step(vacancy: Any) -> VacancyStep | None:
    found = vacancy_steps.step_of(fresh(vacancy), TODAY, rulebooks.current(TODAY))
    return found.step if found else None


# --- The short road --------------------------------------------------------------------------------------------------


def test_on_the_short_road_two_consultants_choose_straight_from_the_waiting_list() -> None:
    first, second = waiting(FIRST), waiting(SECOND)
    by, other = consultant(), consultant()
    vacancy = recommended(short_road(), first, by=by)
    assert (vacancy.state, step(vacancy)) == (STATE.PROPOSED, VacancyStep.GO_THROUGH)
    held = vacancy.recommendation
    assert (held.chosen, held.chosen_numbers, held.passed_over) == ([first.pk], [first.number], [])
    assert (held.by, held.by_name, held.on, held.rulebook) == (by.id, by.name, TODAY, 1)
    vacancy = gone_through(vacancy, other)
    assert (vacancy.state, step(vacancy)) == (STATE.AGREED, VacancyStep.ALLOCATE)
    assert (vacancy.recommendation.second_by, vacancy.recommendation.second_on) == (other.id, TODAY)
    identity = allocations.allocate(vacancy, by, version=vacancy.version, now=NOW)
    vacancy = fresh(vacancy)
    made = vacancy.allocation
    assert (vacancy.state, vacancy.reserved_on, step(vacancy)) == (STATE.ALLOCATED, TODAY, VacancyStep.OFFER)
    assert (made.id, made.application, made.application_number) == (identity, first.pk, first.number)
    assert (made.applicant, made.body) == (first.applicant.pk, ChoosingBody.CONSULTANTS)
    assert (made.decided_by, made.decided_by_names) == ([by.id, other.id], [by.name, other.name])
    assert (made.by, made.recommendation.id) == (by.id, held.id)
    assert records.get(Application, second.pk).state is ApplicationState.WAITING


def test_going_through_waits_for_the_other_consultants_and_what_follows_for_who_has_the_vacancy() -> None:
    """Who recommended may not go through it: on their list the step would wait for nobody."""
    by, first, second = consultant(), waiting(), waiting(SECOND)
    vacancy = short_road(body=ChoosingBody.CONSULTANTS, consultant=ObjectId(by.id))
    recommended(vacancy, first, by=by)
    task = Task.objects.get(kind=TaskKind.VACANCY, state=TaskState.OPEN)
    assert (task.text, task.assignee, task.role) == (
        "Neste steg: gå gjennom innstillingen.", None, Role.HOUSING_CONSULTANT,
    )  # fmt: skip
    gone_through(vacancy)
    task.reload()
    assert (task.text, str(task.assignee.pk), task.role) == ("Neste steg: registrer tildelingen.", by.id, None)

    other = short_road(body=ChoosingBody.CONSULTANTS)
    recommended(other, second, by=by, over=[([first], "Trenger større bolig.")])
    assert str(Task.objects.get(subject_id=str(other.pk)).assignee.pk) == str(records.reference(other, "consultant"))


def test_one_reason_may_serve_a_group_and_each_one_passed_over_needs_one() -> None:
    first, second, third = waiting(FIRST), waiting(SECOND), waiting(THIRD)
    vacancy, by = short_road(), consultant()
    with pytest.raises(PassedOverUnexplained) as refusal:
        recommend(vacancy, by, third, passed_over=[([first.pk], "Ønsker ikke dette strøket.")])
    assert refusal.value.left == (second.number,)
    assert fresh(vacancy).state is STATE.OPEN
    below = waiting(THIRD, adults=2)
    vacancy = recommended(vacancy, third, over=[([first, second, below], "  Trenger nærhet til skolen.  ")])
    (group,) = vacancy.recommendation.passed_over
    assert group.applications == [first.pk, second.pk]  # nobody who was not passed over
    assert (group.numbers, group.reason) == ([first.number, second.number], "Trenger nærhet til skolen.")


def test_an_equal_needs_no_reason_and_how_long_it_has_waited_is_never_looked_at() -> None:
    waiting(FIRST, received_on=date(2020, 1, 1))
    newest = waiting(FIRST, received_on=date(2026, 11, 20))
    assert recommended(short_road(), newest).recommendation.passed_over == []


def test_two_are_recommended_only_where_somebody_else_chooses_between_equals() -> None:
    one, other, below = waiting(FIRST), waiting(FIRST), waiting(SECOND)
    by = consultant()
    with pytest.raises(NotEqual):
        recommend(short_road(), by, one, other)  # the consultants choose themselves
    assert recommended(by_committee(), one, other).recommendation.chosen == [one.pk, other.pk]
    with pytest.raises(NotEqual):
        recommend(by_committee(), by, one, below)
    with pytest.raises(NotEqual):
        recommend(by_committee(), by, one, other, waiting(FIRST))


def test_where_the_committee_chooses_no_second_consultant_and_no_registration_stands_in_for_it() -> None:
    case = waiting()
    vacancy = recommended(by_committee(), case)
    assert step(vacancy) is VacancyStep.SET_ON_AGENDA
    with pytest.raises(ChooserMissing):
        gone_through(vacancy)
    long = agreed(long_road([case], body=ChoosingBody.COMMITTEE), case)
    assert step(long) is VacancyStep.SET_ON_AGENDA
    with pytest.raises(ChooserMissing):
        allocations.allocate(long, consultant(), version=long.version, now=NOW)


# --- The long road ---------------------------------------------------------------------------------------------------


def test_on_the_long_road_the_unit_is_told_by_mail_and_nobody_is_named() -> None:
    leader = make_user(roles=[Role.UNIT_LEADER], email="leder@kommune.test")
    case = waiting(approved_need=ApprovedNeed(rooms=2, services_night=True))
    vacancy = gone_through(recommended(long_road([case], leader=leader), case))
    assert (vacancy.state, step(vacancy)) == (STATE.RECOMMENDED, VacancyStep.HEAR_UNIT)
    (mail,) = Message.objects(kind=MessageKind.STAFF, to=leader.email)
    assert vacancy.number in mail.subject + mail.text
    assert case.number not in mail.subject + mail.text + mail.html
    assert case.applicant.last_name not in mail.subject + mail.text + mail.html


def test_the_chosen_stand_among_the_candidates_put_up_and_the_order_is_among_those() -> None:
    first, second, outside = waiting(SECOND), waiting(THIRD), waiting(FIRST)
    vacancy, by = long_road([first, second]), consultant()
    with pytest.raises(NotACandidate):
        recommend(vacancy, by, outside)
    with pytest.raises(PassedOverUnexplained) as refusal:
        recommend(vacancy, by, second)
    assert refusal.value.left == (first.number,)
    assert recommended(vacancy, first).recommendation.passed_over == []  # the one outside is nobody's candidate


def test_each_candidate_is_summed_up_before_anybody_is_recommended() -> None:
    one, other = waiting(FIRST), waiting(SECOND)
    vacancy, by = long_road([one, other], summed=False), consultant()
    with pytest.raises(SummaryMissing) as refusal:
        recommend(vacancy, by, one)
    assert set(refusal.value.left) == {one.number, other.number}
    for put_up in Nomination.objects(vacancy=vacancy.pk):
        assert allocations.sum_up(put_up, by, "  Trenger ro.  ", version=put_up.version, today=TODAY)
        again = records.get(Nomination, put_up.pk)
        assert (again.summary, again.summarised_by, again.summarised_on) == ("Trenger ro.", by.id, TODAY)
        assert not allocations.sum_up(again, consultant(), "Trenger ro.", version=again.version, today=TODAY)
    assert recommend(fresh(vacancy), by, one)


def test_two_equals_are_put_before_the_unit_and_what_it_prefers_decides() -> None:
    one, other = waiting(FIRST), waiting(FIRST)
    vacancy = agreed(long_road([one, other]), one, other, prefers=other.pk)
    allocations.allocate(vacancy, consultant(), version=vacancy.version, now=NOW)
    made = fresh(vacancy).allocation
    assert (made.application, made.hearing.prefers) == (other.pk, other.pk)


def test_where_nobody_has_chosen_between_two_nothing_is_allocated() -> None:
    one, other = waiting(FIRST), waiting(FIRST)
    vacancy = agreed(long_road([one, other]), one, other)
    with pytest.raises(NotACandidate):
        allocations.allocate(vacancy, consultant(), version=vacancy.version, now=NOW)


def test_what_the_department_head_settled_goes_before_the_recommendation() -> None:
    first, second = waiting(FIRST), waiting(SECOND)
    vacancy = agreed(long_road([first, second]), first)
    settled = Settlement(
        chosen=second.pk, chosen_number=second.number, reasons="Enheten kan ikke ivareta den første.", on=TODAY,
        passed_over=[{"applications": [first.pk], "numbers": [first.number], "reason": "Enheten sier nei."}],
        by="77", by_name="Anne Avdelingsleder",
    )  # fmt: skip
    records.change(vacancy, ACTOR, values={"settlement": settled})
    allocations.allocate(vacancy, consultant(), version=vacancy.version, now=NOW)
    made = fresh(vacancy).allocation
    assert (made.application, made.decided_by, made.settlement.chosen) == (second.pk, ["77"], second.pk)


# --- Who may ---------------------------------------------------------------------------------------------------------

EVERY_STEP: dict[str, Callable[[Any, Actor, Application], object]] = {
    "recommend": lambda vacancy, by, case: recommend(fresh(vacancy), by, case),
    "go_through": lambda vacancy, by, case: gone_through(recommended(vacancy, case), by),
    "send_back": lambda vacancy, by, case: allocations.go_through(
        own := recommended(vacancy, case), by, agree=False, why="Nei.", version=own.version, today=TODAY
    ),
    "take_back": lambda vacancy, by, case: allocations.take_back(
        own := recommended(vacancy, case), by, why="Feil.", version=own.version, today=TODAY
    ),
    "allocate": lambda vacancy, by, case: allocations.allocate(
        own := agreed(vacancy, case), by, version=own.version, now=NOW
    ),
    "sum_up": lambda vacancy, by, case: allocations.sum_up(
        own := Nomination.objects(vacancy=vacancy.pk).get(), by, "Annet.", version=own.version, today=TODAY
    ),
}
OTHERS = [one for one in Role if one not in (Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD)]


@pytest.mark.parametrize("name", EVERY_STEP)
def test_housing_consultants_and_department_heads_alone_choose(name: str) -> None:
    case = waiting()
    with pytest.raises(NotAuthorised):
        EVERY_STEP[name](long_road([case]), acting(worker(*OTHERS)), case)


@pytest.mark.parametrize("name", EVERY_STEP)
def test_a_department_head_may_take_each_step_too(name: str) -> None:
    case = waiting()
    vacancy = long_road([case])
    assert EVERY_STEP[name](vacancy, acting(worker(Role.DEPARTMENT_HEAD)), case)


@pytest.mark.parametrize("name", EVERY_STEP)
def test_whoever_is_disqualified_in_a_case_takes_no_part(name: str) -> None:
    case, user = waiting(), worker(Role.HOUSING_CONSULTANT)
    conflict = Conflict(user=user.pk, user_name=user.name, because="Slektning.", on=TODAY, by="1")
    records.change(case, ACTOR, values={"conflicts": [conflict]})
    with pytest.raises(ConflictOfInterest) as refusal:
        EVERY_STEP[name](long_road([case]), acting(user), case)
    assert (refusal.value.number, refusal.value.who) == (case.number, user.name)


def test_nor_does_one_who_is_disqualified_in_the_case_of_a_household_passed_over() -> None:
    above, chosen, below = waiting(FIRST), waiting(SECOND), waiting(THIRD)
    user = worker(Role.HOUSING_CONSULTANT)
    conflict = Conflict(user=user.pk, user_name=user.name, because="Nabo.", on=TODAY, by="1")
    vacancy = short_road()
    records.change(below, ACTOR, values={"conflicts": [conflict]})
    recommended(short_road(), chosen, by=acting(user), over=[([above], "Ønsker seg bort.")])
    records.change(above, ACTOR, values={"conflicts": [conflict]})
    with pytest.raises(ConflictOfInterest):
        recommend(vacancy, acting(user), chosen, passed_over=[([above.pk], "Ønsker seg bort.")])
    with pytest.raises(ConflictOfInterest):
        gone_through(recommended(vacancy, chosen, over=[([above], "Ønsker seg bort.")]), acting(user))


def test_the_same_person_cannot_recommend_and_go_through() -> None:
    case, by = waiting(), acting(worker(Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD, name="Bjørn Boligkonsulent"))
    vacancy = recommended(short_road(), case, by=by)
    for agree in (True, False):
        with pytest.raises(SamePerson) as refusal:
            allocations.go_through(vacancy, by, agree=agree, why="x", version=vacancy.version, today=TODAY)
        assert refusal.value.who == "Bjørn Boligkonsulent"


# --- What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reasons", ["", "   ", "\n\t"])
def test_a_recommendation_has_reasons(reasons: str) -> None:
    case = waiting()
    with pytest.raises(MissingReason):
        recommend(short_road(), consultant(), case, reasons=reasons)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"approved_need": ApprovedNeed(rooms=3)}, ("too_small",)),
        ({"approved_need": ApprovedNeed(rooms=2, lift=True, step_free=True)}, ("access", "floor")),
        ({"children": 2}, ("family",)),
    ],
)
def test_one_whom_the_dwelling_does_not_suit_is_not_recommended(values: dict[str, Any], why: tuple[str, ...]) -> None:
    case = waiting(**values)
    with pytest.raises(NotSuited) as refusal:
        recommend(short_road(), consultant(), case)
    assert (refusal.value.number, refusal.value.why) == (case.number, why)


def test_nor_one_whose_assessment_must_be_looked_at_again() -> None:
    case = waiting()
    records.change(case, ACTOR, values={"assessment_stale": True})
    with pytest.raises(CandidateOutdated):
        recommend(short_road(), consultant(), case)


@pytest.mark.parametrize("state", [ApplicationState.RECEIVED, ApplicationState.HOUSED, ApplicationState.WITHDRAWN])
def test_nor_one_who_is_not_on_the_waiting_list(state: ApplicationState) -> None:
    with pytest.raises(NotACandidate):
        recommend(short_road(), consultant(), waiting(state=state))


def test_nor_nobody_nor_somebody_unknown() -> None:
    for chosen in ([], [ObjectId()]):
        with pytest.raises(NotACandidate):
            allocations.recommend(
                own := short_road(), consultant(), chosen=chosen, reasons="x", version=own.version, today=TODAY
            )


def test_steps_out_of_order_are_refused() -> None:
    case = waiting()
    vacancy, by = short_road(), consultant()
    with pytest.raises(TransitionRefused):
        gone_through(vacancy)
    with pytest.raises(TransitionRefused):
        allocations.allocate(vacancy, by, version=vacancy.version, now=NOW)
    with pytest.raises(TransitionRefused):
        allocations.take_back(vacancy, by, why="x", version=vacancy.version, today=TODAY)
    with pytest.raises(TransitionRefused):
        allocations.undo(vacancy, by, why="x", version=vacancy.version, today=TODAY)
    proposed = recommended(vacancy, case)
    with pytest.raises(TransitionRefused):
        recommend(proposed, by, case)
    with pytest.raises(TransitionRefused):
        allocations.allocate(proposed, by, version=proposed.version, now=NOW)
    done = gone_through(proposed)
    with pytest.raises(TransitionRefused):
        gone_through(done)


def test_the_second_who_allocates_is_told_who_was_first() -> None:
    case = waiting()
    vacancy = agreed(short_road(), case)
    seen = fresh(vacancy)
    first = consultant(name="Frida Først")
    allocations.allocate(vacancy, first, version=vacancy.version, now=NOW)
    for late in (seen, fresh(vacancy)):  # loaded before, or after
        with pytest.raises(StaleState) as refusal:
            allocations.allocate(late, consultant(), version=seen.version, now=NOW)
        assert {"Frida Først"} == {one.by for one in refusal.value.changes}
    assert len(fresh(vacancy).earlier) == 0


@pytest.mark.parametrize("name", ["recommend", "go_through", "take_back", "allocate", "undo"])
def test_a_page_that_is_out_of_date_changes_nothing(name: str) -> None:
    case, by = waiting(), consultant()
    vacancy = allocated(short_road(), case, by=by) if name == "undo" else agreed(short_road(), case)
    works: dict[str, Callable[[], object]] = {
        "recommend": lambda: recommend(vacancy, by, case, version=1),
        "go_through": lambda: allocations.go_through(vacancy, by, agree=True, version=1, today=TODAY),
        "take_back": lambda: allocations.take_back(vacancy, by, why="x", version=1, today=TODAY),
        "allocate": lambda: allocations.allocate(vacancy, by, version=1, now=NOW),
        "undo": lambda: allocations.undo(vacancy, by, why="x", version=1, today=TODAY),
    }
    with pytest.raises(StaleState):
        works[name]()
    assert fresh(vacancy).version == vacancy.version


# --- Outdated --------------------------------------------------------------------------------------------------------

CHANGES: dict[str, Callable[[Application, Application], object]] = {
    "somebody new stands above": lambda _chosen, _above: waiting(FIRST),
    "the one chosen needs more rooms": lambda chosen, _: records.change(
        chosen, ACTOR, values={"approved_need": ApprovedNeed(rooms=4)}
    ),
    "the one chosen has a home": lambda chosen, _: records.change(
        chosen, ACTOR, values={"state": ApplicationState.HOUSED}
    ),
    "the one chosen must be assessed again": lambda chosen, _: records.change(
        chosen, ACTOR, values={"assessment_stale": True}
    ),
    "the one chosen has said yes to another home": lambda chosen, _: make_offer(
        application=chosen, state="accepted"
    ),
    "the one chosen has become the most pressing": lambda chosen, _: records.change(
        chosen, ACTOR, values={"situation": FIRST}
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_what_no_longer_holds_is_neither_gone_through_nor_allocated(name: str) -> None:
    above, chosen = waiting(FIRST), waiting(SECOND)
    over = [([above], "Ønsker et annet strøk.")]
    proposed, ready = recommended(short_road(), chosen, over=over), agreed(short_road(), chosen, over=over)
    CHANGES[name](chosen, above)
    with pytest.raises(RecommendationOutdated):
        gone_through(proposed)
    with pytest.raises(RecommendationOutdated):
        allocations.allocate(ready, consultant(), version=ready.version, now=NOW)
    assert (fresh(proposed).state, fresh(ready).state) == (STATE.PROPOSED, STATE.AGREED)
    own = fresh(ready)
    allocations.take_back(own, consultant(), why="Ny husstand.", version=own.version, today=TODAY)
    assert (fresh(ready).state, step(ready)) == (STATE.OPEN, VacancyStep.RECOMMEND)


def test_a_candidate_withdrawn_by_its_office_is_not_allocated_the_dwelling() -> None:
    case = waiting()
    vacancy = agreed(long_road([case]), case)
    records.change(Nomination.objects.get(), ACTOR, values={"state": NominationState.WITHDRAWN})
    with pytest.raises(RecommendationOutdated):
        allocations.allocate(vacancy, consultant(), version=vacancy.version, now=NOW)


def test_what_changes_below_or_leaves_from_above_does_not_matter() -> None:
    above, chosen = waiting(FIRST), waiting(SECOND)
    vacancy = recommended(short_road(), chosen, over=[([above], "Ønsker et annet strøk.")])
    waiting(THIRD)
    waiting(SECOND)
    records.change(above, ACTOR, values={"state": ApplicationState.HOUSED})
    assert gone_through(vacancy).state is STATE.AGREED


# --- Sent back and taken back ----------------------------------------------------------------------------------------


def test_a_recommendation_that_is_sent_back_is_kept_with_why() -> None:
    case, other = waiting(), consultant(name="Andrea Andre")
    vacancy = recommended(short_road(), case)
    with pytest.raises(MissingReason):
        allocations.go_through(vacancy, other, agree=False, why=" ", version=vacancy.version, today=TODAY)
    allocations.go_through(vacancy, other, agree=False, why="Behovet er endret.", version=vacancy.version, today=TODAY)
    stored = fresh(vacancy)
    (fell,) = stored.sent_back
    assert (stored.state, stored.recommendation, step(stored)) == (STATE.OPEN, None, VacancyStep.RECOMMEND)
    assert (fell.why, fell.by_name, fell.on) == ("Behovet er endret.", "Andrea Andre", TODAY)
    assert fell.recommendation.chosen == [case.pk]
    assert recommended(stored, case).state is STATE.PROPOSED


def test_a_recommendation_that_is_taken_back_keeps_what_the_unit_said() -> None:
    case, by = waiting(), consultant()
    vacancy = agreed(long_road([case]), case, by=by)
    with pytest.raises(MissingReason):
        allocations.take_back(vacancy, by, why="", version=vacancy.version, today=TODAY)
    allocations.take_back(vacancy, by, why="Søkeren trakk seg.", version=vacancy.version, today=TODAY)
    stored = fresh(vacancy)
    assert (stored.state, stored.recommendation, stored.hearing) == (STATE.OPEN, None, None)
    assert (stored.sent_back[0].hearing.by_name, stored.overview_on) == ("Eva Enhetsleder", TODAY)
    assert Nomination.objects.get().state is NominationState.PUT_UP


# --- Undone ----------------------------------------------------------------------------------------------------------


def test_an_allocation_is_undone_by_who_made_it_until_an_offer_is_given() -> None:
    case, by = waiting(), consultant()
    vacancy = allocated(short_road(), case, by=by)
    assert allocations.may_undo(vacancy, by)
    assert not allocations.may_undo(vacancy, consultant())
    with pytest.raises(NotAuthorised):
        allocations.undo(vacancy, consultant(), why="Feil.", version=vacancy.version, today=TODAY)
    with pytest.raises(MissingReason):
        allocations.undo(vacancy, by, why=" ", version=vacancy.version, today=TODAY)
    allocations.undo(vacancy, by, why="Feil bolig.", version=vacancy.version, today=TODAY)
    stored = fresh(vacancy)
    assert (stored.state, stored.allocation, stored.reserved_on) == (STATE.AGREED, None, None)
    assert (stored.recommendation.chosen, stored.earlier[0].ended_on) == ([case.pk], TODAY)
    again = allocations.allocate(stored, by, version=stored.version, now=NOW)
    assert fresh(vacancy).allocation.id == again != stored.earlier[0].id


def test_the_department_head_undoes_it_where_whoever_made_it_is_away() -> None:
    vacancy, head = allocated(short_road(), waiting()), acting(worker(Role.DEPARTMENT_HEAD))
    assert allocations.may_undo(vacancy, head)
    allocations.undo(vacancy, head, why="Husstanden kan ikke få tilbud nå.", version=vacancy.version, today=TODAY)
    assert fresh(vacancy).state is STATE.AGREED


def test_an_allocation_with_an_offer_stands() -> None:
    case, by = waiting(), consultant()
    vacancy = allocated(short_road(), case, by=by)
    make_offer(vacancy=vacancy, application=case)
    assert not allocations.may_undo(vacancy, by)
    with pytest.raises(TransitionRefused):
        allocations.undo(vacancy, by, why="Feil.", version=vacancy.version, today=TODAY)


# --- Back again ------------------------------------------------------------------------------------------------------


def send_back(offer: Any, vacancy: Any, allocation: ObjectId) -> None:
    args = {"vacancy": str(vacancy.pk), "allocation": str(allocation)}
    owed = Owed(allocations.BACK_EFFECT, f"back:{offer.pk}:{offer.version + 1}", args)
    records.change(records.get(type(offer), offer.pk), ACTOR, values={"state": "declined"}, owed=[owed])


def test_an_offer_that_falls_opens_the_vacancy_again_once() -> None:
    case, by = waiting(), consultant()
    keeper = make_user(roles=[Role.HOUSING_CONSULTANT], email="konsulent@kommune.test")
    vacancy = allocated(long_road([case]), case, by=by)
    records.change(vacancy, ACTOR, values={"consultant": keeper.pk})
    offer, identity = make_offer(vacancy=vacancy, application=case), vacancy.allocation.id
    send_back(offer, vacancy, identity)
    stored = fresh(vacancy)
    assert (stored.state, stored.allocation, stored.reserved_on, stored.overview_on) == (STATE.OPEN, None, None, TODAY)
    assert (stored.recommendation, stored.hearing, stored.discussions, stored.settlement) == (None, None, [], None)
    (ended,) = stored.earlier
    assert (ended.id, ended.offer, ended.ended_on is not None) == (identity, offer.pk, True)
    assert ended.recommendation.chosen == [case.pk]
    assert ended.hearing.by_name == "Eva Enhetsleder"
    mails = [one for one in Message.objects(to=keeper.email) if StaffMail.SENT_BACK.label in one.subject]
    assert len(mails) == 1
    other = make_offer(vacancy=vacancy, application=case, allocation=identity)
    send_back(other, vacancy, identity)
    assert fresh(vacancy).version == stored.version  # done before: nothing


def test_an_effect_of_an_older_allocation_leaves_the_one_that_stands() -> None:
    case, by = waiting(), consultant()
    vacancy = allocated(short_road(), case, by=by)
    old = vacancy.allocation.id
    send_back(make_offer(vacancy=vacancy, application=case), vacancy, old)
    again = allocated(fresh(vacancy), case)
    send_back(make_offer(vacancy=again, application=case, allocation=old), again, old)
    assert fresh(vacancy).allocation.id == again.allocation.id


# --- Replay ----------------------------------------------------------------------------------------------------------


def test_a_recommendation_comes_to_the_same_years_later_whatever_has_changed_since() -> None:
    above, chosen = waiting(FIRST), waiting(SECOND)
    excluded = waiting(FIRST, children=2)
    vacancy = recommended(short_road(), chosen, over=[([above], "Ønsker et annet strøk.")])
    records.change(chosen, ACTOR, values={"situation": THIRD, "approved_need": ApprovedNeed(rooms=5)})
    records.change(above, ACTOR, values={"state": ApplicationState.HOUSED})
    found = allocations.replay(vacancy, consultant(), vacancy.recommendation)
    assert (found.intact, found.differences) == (True, ())
    shown = {one.number: (one.rank, [code.value for code in one.why]) for one in found.basis.candidates}
    assert shown == {above.number: (1, []), chosen.number: (2, []), excluded.number: (None, ["family"])}


def test_a_file_that_is_not_the_one_it_was_made_on_is_told() -> None:
    case = waiting()
    vacancy = recommended(short_road(), case)
    other = recommended(short_road(), waiting(FIRST))
    held = vacancy.recommendation
    held.basis = other.recommendation.basis
    found = allocations.replay(vacancy, consultant(), held)
    assert not found.intact


def test_auditors_may_work_it_out_anew_and_those_who_are_disqualified_may_not() -> None:
    case, user = waiting(), worker(Role.HOUSING_CONSULTANT)
    vacancy = recommended(short_road(), case)
    assert allocations.replay(vacancy, acting(worker(Role.AUDITOR)), vacancy.recommendation).differences == ()
    with pytest.raises(NotAuthorised):
        allocations.replay(vacancy, acting(worker(Role.CASEWORKER)), vacancy.recommendation)
    conflict = Conflict(user=user.pk, user_name=user.name, because="Venn.", on=TODAY, by="1")
    records.change(case, ACTOR, values={"conflicts": [conflict]})
    with pytest.raises(ConflictOfInterest):
        allocations.replay(vacancy, acting(user), vacancy.recommendation)


def test_the_basis_holds_no_name_and_nobody_but_the_candidates_on_the_long_road() -> None:
    case, outside = waiting(), waiting()
    vacancy = recommended(long_road([case]), case)
    text = basis.read(vacancy.recommendation.basis)
    assert case.number in text
    assert outside.number not in text
    assert case.applicant.last_name not in text


def test_who_chose_still_reads_why_once_the_household_has_moved_in_unless_disqualified() -> None:
    here, there = make_office(), make_office()
    mine, other = worker(Role.HOUSING_CONSULTANT, office=there), worker(Role.HOUSING_CONSULTANT, office=there)
    case = waiting(office=here)
    vacancy = recommended(short_road(), case, by=acting(mine))
    records.change(case, ACTOR, values={"state": ApplicationState.HOUSED})
    assert allocations.reads(vacancy, acting(mine))
    assert not allocations.reads(vacancy, acting(other))
    assert allocations.replay(vacancy, acting(mine), vacancy.recommendation).differences == ()
    with pytest.raises(NoNeedToKnow):
        allocations.replay(vacancy, acting(other), vacancy.recommendation)
    conflict = Conflict(user=mine.pk, user_name=mine.name, because="Svoger.", on=TODAY, by="1")
    records.change(records.get(Application, case.pk), ACTOR, values={"conflicts": [conflict]})
    assert not allocations.reads(vacancy, acting(mine))
