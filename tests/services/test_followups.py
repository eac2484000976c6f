"""The follow-up plan: begun when a household lives there, kept by people, ended with the lease (S002 phase 3)."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from bson import ObjectId

from letters import followup_letters
from letters.letterhead import data_of
from letters.paper import Drawn
from models import FollowUp, Lease, Letter, Task
from rules.errors import (
    InvalidRecord,
    LetterDiffers,
    MissingReason,
    NoNeedToKnow,
    NotAuthorised,
    NotFound,
    StaleState,
    TransitionRefused,
)
from rules.followups import Planned
from rules.terms import (
    FollowUpKind,
    FollowUpState,
    HomeRoad,
    LeaseEnd,
    LeaseState,
    LetterKind,
    LetterState,
    Role,
    TaskKind,
    TaskState,
    Urgency,
)
from services import followups, records, tasks
from services.actor import Actor
from services.followups import Meeting
from tests.casework import NOW, SENDER, TODAY, acting, house, worker
from tests.clockwork import run_job
from tests.factories import ACTOR, make_applicant, make_lease, make_office

__all__ = ["house"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("house")
VISIT, TALK, ONCE = FollowUpKind.VISIT, FollowUpKind.HOME_OWNERSHIP, FollowUpKind.INTEGRATION
MEETING = Meeting(on=date(2026, 12, 3), clock="13:00", interpreter="tigrinja")
SAID: list[str] = []


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    SAID.clear()

    def drawn(envelope: Any, title: str, blocks: Any) -> Drawn:
        SAID.append(repr((title, data_of(envelope, blocks))))
        return Drawn(title, envelope.language, f"%PDF-1.7 {SAID[-1]}".encode())

    monkeypatch.setattr(followup_letters, "letter", drawn)


def clerk(**values: Any) -> Actor:
    return acting(worker(*(values.pop("roles", None) or (Role.CASEWORKER,)), **values))


def keys(lease: Lease, on: date = TODAY) -> None:
    """The lease begins to be lived in, as the keys' step stores it."""
    records.change(
        records.get(Lease, lease.pk), Actor.system(NOW), values={"state": LeaseState.OCCUPYING, "keys_on": on}
    )


def plan_of(lease: Lease) -> Any:
    return FollowUp.objects(lease=lease.pk).no_dereference().get()


def moved_in(**values: Any) -> Any:
    lease = make_lease(**{"state": LeaseState.UPCOMING, "starts_on": TODAY} | values)
    keys(lease)
    return plan_of(lease)


def fresh(plan: Any) -> Any:
    return records.get(FollowUp, plan.pk)


def open_of(plan: Any, kind: FollowUpKind) -> Any:
    return next(one for one in fresh(plan).items if one.kind is kind and one.is_open)


def held(plan: Any, kind: FollowUpKind = VISIT, on: date = TODAY, **values: Any) -> bool:
    item = open_of(plan, kind)
    given = {"note": "Alt vel.", "version": fresh(plan).version, "today": TODAY} | values
    return followups.hold(fresh(plan), item.id, clerk(), on=on, **given)


def task_of(plan: Any) -> Any:
    return Task.objects(kind=TaskKind.FOLLOW_UP, subject_id=str(plan.pk), state=TaskState.OPEN).first()


# --- Begins, ends, begins again -------------------------------------------------------------------------------------


def test_a_plan_begins_by_itself_when_the_keys_are_handed_over() -> None:
    plan = moved_in(tenant=make_applicant(interpreter="Tigrinja"))
    assert [(one.kind, one.due_on) for one in plan.items] == [(VISIT, date(2026, 12, 7)), (TALK, date(2027, 11, 23))]
    assert (plan.next_on, plan.interpreter, plan.spread) == (date(2026, 12, 7), "Tigrinja", False)
    assert task_of(plan) is None


def test_it_ends_with_the_lease_and_goes_on_where_the_lease_does() -> None:
    plan = moved_in()
    lease = records.reference(plan, "lease")
    ended = {"state": LeaseState.ENDED, "ended_on": TODAY, "end_reason": LeaseEnd.MUTUAL}
    records.change(records.get(Lease, lease), Actor.system(NOW), values=ended)
    plan = fresh(plan)
    assert (plan.state, plan.ended_on) == (FollowUpState.ENDED, TODAY)
    assert followups.finding(plan, date(2030, 1, 1)) is None
    back = {"state": LeaseState.OCCUPYING, "ended_on": None, "end_reason": None}
    records.change(records.get(Lease, lease), Actor.system(NOW), values=back)
    plan = fresh(plan)
    assert (plan.state, plan.ended_on, len(plan.items)) == (FollowUpState.ACTIVE, None, 2)


def test_one_that_is_taken_up_without_anything_planned_is_planned_anew() -> None:
    plan = moved_in()
    records.change(fresh(plan), ACTOR, values={"items": [], "state": FollowUpState.ENDED})
    followups.follow(records.get(Lease, records.reference(plan, "lease")), ACTOR, today=TODAY)
    assert {one.kind for one in fresh(plan).items} == {VISIT, TALK}


def test_whoever_follows_the_lease_up_follows_the_plan() -> None:
    plan, user = moved_in(), worker(Role.CASEWORKER)
    records.change(records.get(Lease, records.reference(plan, "lease")), ACTOR, values={"caseworker": user})
    assert records.reference(fresh(plan), "caseworker") == user.pk


def test_leases_that_were_imported_get_their_plans_in_the_night_once() -> None:
    leases = [make_lease(starts_on=date(2024, 1, 1)) for _ in range(5)]
    make_lease(state=LeaseState.ENDED, ended_on=date(2026, 3, 1))
    pace = followups.pace_of(TODAY)
    found = list(followups.without_plan())
    assert {one.pk for one in found} == {one.pk for one in leases}
    assert [followups.keep_plan(one, ACTOR, pace, today=TODAY) for one in found] == [True] * 5
    assert list(followups.without_plan()) == []
    assert FollowUp.objects.count() == 5
    assert all(plan.spread and plan.next_on > TODAY + timedelta(days=7) for plan in FollowUp.objects)
    assert Task.objects(kind=TaskKind.FOLLOW_UP).count() == 0


def test_the_night_makes_plans_and_tasks_and_run_twice_gives_the_same() -> None:
    due, spread = moved_in(), make_lease(starts_on=date(2024, 1, 1))
    day = date(2026, 12, 8)
    first = run_job("follow_ups", day)
    assert (first.failed, first.numbers()["planned"]) == (0, 2)
    assert task_of(due).urgency is Urgency.SOON
    assert task_of(plan_of(spread)) is None
    told = [(task.key, task.version) for task in Task.objects.order_by("key")]
    assert "planned" not in run_job("follow_ups", day).numbers()
    assert [(task.key, task.version) for task in Task.objects.order_by("key")] == told
    held(due)
    run_job("follow_ups", day)
    assert task_of(due) is None


def test_a_plan_that_the_keys_began_is_only_noted_by_the_night() -> None:
    plan = moved_in()
    [lease] = followups.without_plan()
    followups.keep_plan(lease, ACTOR, followups.pace_of(TODAY), today=TODAY)
    assert records.get(Lease, lease.pk).followup == plan.pk
    assert FollowUp.objects.count() == 1


def test_two_who_begin_at_once_make_one_plan() -> None:
    lease = make_lease()
    pace = followups.pace_of(TODAY)
    assert followups.begin(lease, ACTOR, pace, today=TODAY) == followups.begin(lease, ACTOR, pace, today=TODAY)


# --- Held, dropped, moved, planned ----------------------------------------------------------------------------------


def test_when_a_visit_is_held_the_next_one_is_planned_by_the_rulebook() -> None:
    plan = moved_in()
    first = open_of(plan, VISIT)
    assert held(plan, interpreter="Tigrinja")
    assert open_of(plan, VISIT).due_on == date(2027, 5, 24)
    done = next(one for one in fresh(plan).items if one.id == first.id)
    assert (done.held_on, done.note, done.interpreter) == (TODAY, "Alt vel.", "Tigrinja")
    again = followups.hold(fresh(plan), first.id, clerk(), on=TODAY, note="Alt vel.", version=0, today=TODAY)
    assert again is False
    with pytest.raises(TransitionRefused):
        followups.hold(
            fresh(plan), first.id, clerk(), on=TODAY, note="Noe annet.", version=fresh(plan).version, today=TODAY
        )


def test_a_talk_about_a_home_of_ones_own_says_where_the_road_goes() -> None:
    plan = moved_in()
    with pytest.raises(InvalidRecord):
        held(plan, TALK)
    assert held(plan, TALK, road=HomeRoad.START_LOAN)
    assert fresh(plan).home_talk_on == TODAY
    assert open_of(plan, TALK).due_on == date(2027, 11, 23)


def test_what_is_held_is_written_down() -> None:
    with pytest.raises(MissingReason):
        held(moved_in(), note="  ")


def test_a_visit_that_falls_away_has_a_reason_and_the_series_goes_on() -> None:
    plan = moved_in()
    item = open_of(plan, VISIT)
    with pytest.raises(MissingReason):
        followups.drop(plan, item.id, clerk(), why="", version=plan.version, today=TODAY)
    assert followups.drop(plan, item.id, clerk(), why="På reise.", version=plan.version, today=TODAY)
    assert followups.drop(fresh(plan), item.id, clerk(), why="x", version=0, today=TODAY) is False
    assert open_of(plan, VISIT).due_on == date(2027, 5, 24)


def test_more_is_planned_and_moved() -> None:
    plan = moved_in()
    followups.plan_more(
        plan, Planned(ONCE, date(2026, 12, 1)), clerk(), note="Nabokaffe.", version=plan.version, today=TODAY
    )
    item = open_of(plan, ONCE)
    move: dict[str, Any] = {"to": date(2026, 12, 15), "today": TODAY}
    assert followups.move(fresh(plan), item.id, clerk(), version=fresh(plan).version, **move)
    assert followups.move(fresh(plan), item.id, clerk(), version=fresh(plan).version, **move) is False
    assert fresh(plan).next_on == date(2026, 12, 7)
    with pytest.raises(InvalidRecord):
        followups.move(fresh(plan), item.id, clerk(), to=date(2026, 1, 1), version=fresh(plan).version, today=TODAY)
    held(plan, ONCE)
    assert [one for one in fresh(plan).items if one.kind is ONCE and one.is_open] == []


def test_goals_are_set_and_the_same_again_is_nothing() -> None:
    plan = moved_in()
    same = {"goals": "Bli boende.", "interpreter": "Tigrinja"}
    assert followups.set_goals(plan, clerk(), version=plan.version, **same)
    assert followups.set_goals(fresh(plan), clerk(), version=fresh(plan).version, **same) is False
    assert "Bli boende" not in str(FollowUp._get_collection().find_one({"_id": plan.pk}))


def test_only_those_who_follow_the_lease_up_and_with_the_page_as_it_is() -> None:
    plan = moved_in(office=make_office())
    goals: dict[str, Any] = {"goals": "x", "interpreter": "", "version": plan.version}
    with pytest.raises(NoNeedToKnow):
        followups.set_goals(plan, clerk(), **goals)
    with pytest.raises(NotAuthorised):
        followups.set_goals(plan, clerk(roles=(Role.PROPERTY,)), **goals)
    ours = clerk(office=plan.office)
    with pytest.raises(StaleState):
        followups.set_goals(plan, ours, **goals | {"version": plan.version + 7})
    with pytest.raises(NotFound):
        followups.move(plan, ObjectId(), ours, to=TODAY, version=plan.version, today=TODAY)


# --- Tasks, the invitation ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "urgency"),
    [
        pytest.param(date(2026, 11, 29), None, id="eight days before"),
        pytest.param(date(2026, 11, 30), Urgency.NOTICE, id="a week before"),
        pytest.param(date(2026, 12, 8), Urgency.SOON, id="the day after"),
        pytest.param(date(2027, 1, 7), Urgency.URGENT, id="a month late"),
    ],
)
def test_a_visit_is_a_task_from_a_week_before(day: date, urgency: Urgency | None) -> None:
    plan = moved_in()
    found = followups.finding(plan, day)
    assert (found.urgency if found else None) == urgency
    assert [one.pk for one in followups.due(day)] == ([plan.pk] if urgency else [])


def test_the_task_settles_when_the_visit_is_held() -> None:
    plan = moved_in()
    late = datetime(2026, 12, 8, 9, tzinfo=UTC)
    find = partial(followups.finding, today=late.date())
    for one in followups.due(late.date()):
        tasks.flag(find(one), Actor.system(late), late.date())  # type: ignore[arg-type]
    assert task_of(plan) is not None
    held(plan)
    assert task_of(plan) is None


def test_the_household_is_asked_by_letter_and_the_talk_has_its_day() -> None:
    plan = moved_in(tenant=make_applicant(letter_form="nn"))
    item = open_of(plan, TALK)
    given: dict[str, Any] = {"version": plan.version, "today": TODAY}
    draft = followups.draw(plan, item.id, MEETING, clerk(), SENDER, **given)
    for words in ("3. desember 2026", "13.00", "tigrinja", "eigen bustad"):
        assert words in SAID[-1]
    followups.invite(plan, item.id, MEETING, clerk(), SENDER, letter=draft.pk, **given)
    letter = records.get(Letter, draft.pk)
    assert (letter.letter_kind, letter.state) == (LetterKind.HOME_TALK, LetterState.RELEASED)
    talk = open_of(plan, TALK)
    assert (talk.due_on, talk.invited_on, talk.letter) == (MEETING.on, TODAY, letter.pk)
    other = Meeting(on=MEETING.on, clock="14:00")
    with pytest.raises(LetterDiffers):
        followups.invite(
            fresh(plan), item.id, other, clerk(), SENDER, letter=draft.pk, version=fresh(plan).version, today=TODAY
        )
    with pytest.raises(TransitionRefused):
        followups.draw(
            fresh(plan), open_of(plan, VISIT).id, MEETING, clerk(), SENDER, version=fresh(plan).version, today=TODAY
        )
