"""From notice to let or cancelled: who may report what, what each step owes, and what the second one is told."""

from datetime import date, timedelta
from typing import Any

import pytest

from models import Lease, Task, Vacancy
from models.vacancy_parts import Allocation
from rules import voids
from rules.errors import (
    DateBeforeCause,
    DwellingLet,
    DwellingNotInUse,
    HusromError,
    InvalidRecord,
    LandlordReports,
    LeaseOver,
    MissingReason,
    NotAuthorised,
    OtherUnit,
    StageFollowed,
    StageMissing,
    StaleState,
    TransitionRefused,
    VacancyClosed,
    VacancyPromised,
    VacancyStands,
)
from rules.terms import (
    ChoosingBody,
    Disposal,
    DwellingState,
    LeaseState,
    OfferState,
    Role,
    TaskKind,
    TaskState,
    Urgency,
    VacancyCause,
    VacancyStage,
    VacancyState,
)
from rules.voids import Void
from services import effects, leases, records, vacancies
from services.effects import Owed
from tests.casework import NOW, TODAY, acting, worker
from tests.clockwork import load_rulebook, run_job
from tests.factories import ACTOR, make_application, make_dwelling, make_lease, make_offer, make_unit, make_vacancy
from tests.letting_offers import allocated
from wiring import register_effects

DEATH = VacancyCause.DEATH
VACATED, PREPARATION, READY = VacancyStage.VACATED, VacancyStage.PREPARATION, VacancyStage.READY


@pytest.fixture(autouse=True)
def paid() -> list[tuple[str, dict[str, Any]]]:
    """The house, where what other services do for a vacancy is written down in place of done."""
    register_effects()
    load_rulebook()
    told: list[tuple[str, dict[str, Any]]] = []
    for kind in ("end_lease", "keep_nominations", "close_offer"):
        effects.registry.command(kind, lambda _doc, effect, _actor, kind=kind: told.append((kind, effect.args)))
    return told


def consultant(**values: Any) -> Any:
    return acting(worker(Role.HOUSING_CONSULTANT, **values))


def report(dwelling: Any = None, cause: VacancyCause = DEATH, by: Any = None, **values: Any) -> Any:
    values = {"known_on": TODAY, "today": TODAY} | values
    return vacancies.report(dwelling or make_dwelling(), cause, by or consultant(), **values)


def fresh(vacancy: Any) -> Any:
    return records.get(Vacancy, vacancy.pk)


def dated(vacancy: Any, stage: VacancyStage, on: date | None, **values: Any) -> bool:
    own = fresh(vacancy)
    values = {"version": own.version, "today": TODAY} | values
    return vacancies.date_stage(own, stage, on, values.pop("by", None) or consultant(), **values)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


# --- The notice -----------------------------------------------------------------------------------------------------


def test_a_notice_takes_what_dwelling_and_rulebook_say_and_is_somebodys_next_step() -> None:
    dwelling, by = make_dwelling(rent_ore=912_300), consultant()
    made = fresh(report(dwelling, by=by, known_on=ago(3), free_from=TODAY, note="  Ny kjøkkeninnredning. "))
    assert made.vacancy_number == "L2026-0001"
    assert (made.dwelling_number, made.rent_ore, made.rulebook) == (dwelling.number, 912_300, 1)
    assert (made.with_services, made.body, made.state) == (False, ChoosingBody.COMMITTEE, VacancyState.OPEN)
    assert (made.reported_on, made.reported_by_name, made.late_days) == (TODAY, by.name, 3)
    assert (str(made.consultant.pk), made.note, made.stage) == (by.id, "Ny kjøkkeninnredning.", VacancyStage.NOTICE)
    task = Task.objects.get(kind=TaskKind.VACANCY)
    assert (task.subject_number, task.text, str(task.assignee.pk)) == (
        "L2026-0001",
        "Neste steg: lag innstilling.",
        by.id,
    )
    assert report().vacancy_number == "L2026-0002"


def test_a_dwelling_with_a_unit_or_services_takes_the_long_road() -> None:
    units = report(make_dwelling(unit=make_unit()))
    night = report(make_dwelling(services_night=True))
    assert [(one.with_services, one.body) for one in (units, night)] == [(True, ChoosingBody.CONSULTANTS)] * 2
    assert (units.unit is not None, night.unit) == (True, None)
    assert {task.text for task in Task.objects} == {"Neste steg: be enheten om opplysninger om tjenestene."}


def test_the_second_notice_is_told_which_stands_and_who_reported_it() -> None:
    dwelling, first = make_dwelling(), consultant(name="Frida Først")
    made = report(dwelling, by=first)
    with pytest.raises(VacancyStands) as refused:
        report(dwelling)
    assert (refused.value.number, refused.value.by_name) == (made.number, "Frida Først")
    assert Vacancy.objects.count() == 1


def test_a_dwelling_is_reported_again_after_it_was_cancelled_or_let() -> None:
    dwelling = make_dwelling()
    make_vacancy(dwelling=dwelling, state=VacancyState.CANCELLED)
    make_vacancy(dwelling=dwelling, state=VacancyState.LET)
    assert report(dwelling).number == "L2026-0001"


def test_the_lease_that_ends_is_named() -> None:
    lease = make_lease()
    with pytest.raises(DwellingLet) as refused:
        report(lease.dwelling)
    assert refused.value.number == lease.number
    made = report(lease.dwelling, lease=lease)
    assert (made.lease.pk, records.get(Lease, lease.pk).state) == (lease.pk, LeaseState.OCCUPYING)


@pytest.mark.parametrize("cause", [VacancyCause.NEW_DWELLING, VacancyCause.BACK_IN_USE])
def test_a_let_dwelling_is_neither_new_nor_back_in_use(cause: VacancyCause) -> None:
    lease = make_lease()
    for named in (None, lease):
        with pytest.raises(DwellingLet):
            report(lease.dwelling, cause, lease=named)


@pytest.mark.parametrize(
    ("sentence", "dwelling", "refused"),
    [
        ("one that is sold", {"state": DwellingState.SOLD}, DwellingNotInUse),
        ("one that is out of service", {"state": DwellingState.OUT_OF_SERVICE}, DwellingNotInUse),
        ("a private landlord's", {"disposal": Disposal.REFERRAL}, LandlordReports),
        ("a private landlord's that we allocate", {"disposal": Disposal.ALLOCATION}, LandlordReports),
    ],
)  # fmt: skip
def test_what_is_not_ours_to_let_is_not_reported(
    sentence: str, dwelling: dict[str, Any], refused: type[HusromError]
) -> None:
    with pytest.raises(refused):
        report(make_dwelling(**dwelling))
    assert Vacancy.objects.count() == 0, sentence


def test_one_whose_next_lease_is_signed_is_not_vacant() -> None:
    coming = make_lease(state=LeaseState.UPCOMING, starts_on=TODAY + timedelta(days=9))
    with pytest.raises(DwellingLet):
        report(coming.dwelling, lease=coming)


def test_a_lease_of_another_dwelling_ends_nothing_here() -> None:
    with pytest.raises(InvalidRecord) as refused:
        report(make_dwelling(), lease=make_lease())
    assert refused.value.problems == {"lease": "other_dwelling"}


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ({"known_on": TODAY + timedelta(days=1)}, {"known_on": "future"}),
        ({"known_on": ago(400)}, {"known_on": "too_old"}),
        ({"free_from": TODAY + timedelta(days=900)}, {"free_from": "too_far"}),
    ],
)
def test_days_that_cannot_be_are_refused(days: dict[str, date], why: dict[str, str]) -> None:
    with pytest.raises(InvalidRecord) as refused:
        report(**days)
    assert refused.value.problems == why


def test_a_unit_leader_reports_for_the_own_unit_alone() -> None:
    leader = worker(Role.UNIT_LEADER)
    own = make_dwelling(unit=make_unit(leader=leader))
    made = report(own, by=acting(leader))
    assert made.consultant is None
    assert Task.objects.get().role is Role.HOUSING_CONSULTANT
    for other in (make_dwelling(), make_dwelling(unit=make_unit()), make_dwelling(unit=make_unit(leader=worker()))):
        with pytest.raises(OtherUnit):
            report(other, by=acting(leader))
    with pytest.raises(OtherUnit):
        dated(make_vacancy(), VACATED, TODAY, by=acting(leader))


def test_who_stands_in_for_a_unit_leader_reports_while_the_leader_is_away() -> None:
    deputy = worker(Role.UNIT_LEADER)
    away = worker(Role.UNIT_LEADER, deputy=deputy, away_from=ago(2), away_until=TODAY)
    back = worker(Role.UNIT_LEADER, deputy=deputy, away_from=ago(9), away_until=ago(2))
    assert report(make_dwelling(unit=make_unit(leader=away)), by=acting(deputy)).number
    with pytest.raises(OtherUnit):
        report(make_dwelling(unit=make_unit(leader=back)), by=acting(deputy))


@pytest.mark.parametrize("role", list(Role))
def test_who_reports(role: Role) -> None:
    user = worker(role)
    dwelling = make_dwelling(unit=make_unit(leader=user))
    if role in vacancies.REPORTERS:
        assert report(dwelling, by=acting(user)).number
    else:
        with pytest.raises(NotAuthorised):
            report(dwelling, by=acting(user))


def test_the_reporters_are_those_that_the_screen_lets_in() -> None:
    from admin.letting_doors import REPORTERS

    assert set(vacancies.REPORTERS) == set(REPORTERS)


# --- Stages ---------------------------------------------------------------------------------------------------------


def test_vacated_ends_the_lease_the_day_before_for_the_reason_of_the_notice(paid: list[Any]) -> None:
    lease = make_lease()
    made = report(lease.dwelling, VacancyCause.NURSING_HOME, lease=lease, known_on=ago(9))
    assert dated(made, VACATED, ago(2))
    args = {"lease": str(lease.pk), "on": ago(3).isoformat(), "reason": "moved_to_care"}
    assert paid == [("end_lease", args)]
    assert (fresh(made).stage, fresh(made).pending) == (VACATED, [])


def test_a_new_dwelling_ends_no_lease(paid: list[Any]) -> None:
    made = report(cause=VacancyCause.NEW_DWELLING)
    assert dated(made, VACATED, TODAY)
    assert paid == []


def test_stages_are_dated_in_order_and_one_may_be_skipped() -> None:
    made = report()
    for stage in (PREPARATION, READY):
        with pytest.raises(StageMissing):
            dated(made, stage, TODAY)
    dated(made, VACATED, ago(5))
    with pytest.raises(DateBeforeCause):
        dated(made, READY, ago(6))
    with pytest.raises(InvalidRecord):
        dated(made, READY, TODAY + timedelta(days=1))
    assert dated(made, READY, ago(1))
    with pytest.raises(StageFollowed):
        dated(made, PREPARATION, ago(3))
    assert fresh(made).stage is READY


def test_a_date_is_corrected_or_taken_back_with_a_reason_until_the_next_one() -> None:
    made = report()
    dated(made, VACATED, ago(5))
    dated(made, PREPARATION, ago(4))
    with pytest.raises(MissingReason):
        dated(made, PREPARATION, ago(3))
    assert dated(made, PREPARATION, ago(3), why="Feil dato.")
    with pytest.raises(StageFollowed):
        dated(made, VACATED, ago(6), why="Feil dato.")
    assert dated(made, PREPARATION, None, why="Feil bolig.")
    assert dated(made, VACATED, ago(6), why="Feil dato.")
    entries = [(entry.action, entry.why) for entry in fresh(made).history[-3:]]
    assert entries == [
        ("stage_corrected", "Feil dato."), ("stage_taken_back", "Feil bolig."), ("stage_corrected", "Feil dato."),
    ]  # fmt: skip


def test_the_day_a_lease_ended_with_is_corrected_and_not_taken_away(paid: list[Any]) -> None:
    lease = make_lease()
    made = report(lease.dwelling, lease=lease)
    dated(made, VACATED, ago(5))
    records.change(records.get(Lease, lease.pk), ACTOR, values={"state": LeaseState.ENDED, "ended_on": ago(6)})
    with pytest.raises(LeaseOver):
        dated(made, VACATED, None, why="Feil.")
    assert dated(made, VACATED, ago(3), why="Feil dato.")
    assert [args["on"] for _, args in paid] == [ago(6).isoformat(), ago(4).isoformat()]


def test_the_lease_follows_the_corrected_day_whatever_is_told_twice() -> None:
    effects.registry.command("end_lease", leases.end_by_effect)
    lease = make_lease()
    made = report(lease.dwelling, lease=lease)
    dated(made, VACATED, ago(5))
    dated(made, VACATED, ago(3), why="Feil dato.")
    ended = records.get(Lease, lease.pk)
    assert (ended.state, ended.ended_on, fresh(made).pending) == (LeaseState.ENDED, ago(4), [])
    assert [entry.action for entry in ended.history[-2:]] == ["lease_ended", "lease_end_corrected"]


def test_the_same_date_again_writes_nothing_and_an_old_page_is_refused() -> None:
    made = report()
    seen = fresh(made).version
    dated(made, VACATED, ago(2))
    before = fresh(made).version
    assert dated(made, VACATED, ago(2)) is False
    assert fresh(made).version == before
    with pytest.raises(StaleState):
        dated(made, VACATED, ago(1), version=seen, why="Feil dato.")


def test_nothing_is_dated_on_what_is_closed() -> None:
    for state in (VacancyState.LET, VacancyState.CANCELLED):
        with pytest.raises(VacancyClosed):
            dated(make_vacancy(state=state), VACATED, TODAY)


# --- The end --------------------------------------------------------------------------------------------------------


def test_cancelled_with_a_reason_takes_candidates_offer_and_task_with_it(paid: list[Any]) -> None:
    dwelling = make_dwelling()
    made = report(dwelling)
    with pytest.raises(MissingReason):
        vacancies.cancel(made, consultant(), why=" ", version=made.version, today=TODAY)
    assert vacancies.cancel(made, consultant(), why="Leietakeren blir.", version=made.version, today=TODAY)
    stored = fresh(made)
    assert (stored.state, stored.closed_on, stored.cancelled_because, stored.open_dwelling) == (
        VacancyState.CANCELLED, TODAY, "Leietakeren blir.", None,
    )  # fmt: skip
    assert paid == [("close_offer", {"vacancy": str(made.pk)}), ("keep_nominations", {"vacancy": str(made.pk)})]
    assert Task.objects.get().state is TaskState.SETTLED
    with pytest.raises(VacancyClosed):
        vacancies.cancel(stored, consultant(), why="Igjen.", version=stored.version, today=TODAY)


def test_a_vacancy_that_came_back_after_its_lease_was_cancelled_may_be_cancelled_too() -> None:
    made = make_vacancy()
    make_offer(vacancy=made, state=OfferState.LEASED)
    assert vacancies.cancel(made, consultant(), why="Selges.", version=made.version, today=TODAY)


@pytest.mark.parametrize("state", list(OfferState))
def test_what_a_household_has_said_yes_to_is_not_cancelled(state: OfferState) -> None:
    made = allocated()
    offer = make_offer(vacancy=made, state=state)
    if state in (OfferState.ACCEPTED, OfferState.LEASED):
        with pytest.raises(VacancyPromised) as refused:
            vacancies.cancel(made, consultant(), why="Selges.", version=made.version, today=TODAY)
        assert refused.value.offer == offer.number
    else:
        assert vacancies.cancel(made, consultant(), why="Selges.", version=made.version, today=TODAY)


def test_a_consultant_takes_it_on_and_its_task_follows() -> None:
    leader = worker(Role.UNIT_LEADER)
    made = report(make_dwelling(unit=make_unit(leader=leader)), by=acting(leader))
    user = worker(Role.HOUSING_CONSULTANT)
    assert vacancies.take(made, acting(user), version=made.version)
    assert Task.objects.get().assignee == user
    assert vacancies.take(fresh(made), acting(user), version=fresh(made).version) is False
    with pytest.raises(NotAuthorised):
        vacancies.take(fresh(made), acting(leader), version=fresh(made).version)


def owing(lease: Any, kind: str, /, **args: str) -> Any:
    """The lease changes and owes an effect, as its own service has it."""
    own = records.get(Lease, lease.pk)
    records.change(own, ACTOR, values={}, action="updated", owed=[Owed(kind, f"{kind}:{own.version}", args)])
    return records.get(Lease, lease.pk)


def test_keys_make_it_let_from_the_day_the_rent_runs_and_again_is_once() -> None:
    made = make_vacancy(state=VacancyState.ALLOCATED, vacated_on=ago(20), ready_on=ago(10), reserved_on=ago(8))
    lease = make_lease(dwelling=made.dwelling, starts_on=ago(2))
    for _ in range(2):
        assert owing(lease, "vacancy_let", vacancy=str(made.pk)).pending == []
    stored = fresh(made)
    assert (stored.state, stored.stage, stored.let_on) == (VacancyState.LET, VacancyStage.LET, ago(2))
    assert stored.version == made.version + 1
    found = voids.grouped(voids.parts(vacancies.void_of(stored), TODAY), lambda part: part.stage)
    assert {stage: void.days for stage, void in found.items()} == {
        VACATED: 10, READY: 2, VacancyStage.RESERVED: 6,
    }  # fmt: skip


def test_keys_to_a_dwelling_that_is_not_allocated_stop_where_a_person_sees_it() -> None:
    made = make_vacancy()
    lease = make_lease(dwelling=made.dwelling)
    left = owing(lease, "vacancy_let", vacancy=str(made.pk))
    assert (len(left.pending), fresh(made).state) == (1, VacancyState.OPEN)
    with pytest.raises(TransitionRefused):
        vacancies.let_by_effect(left, left.pending[0], ACTOR)


def test_a_lease_that_ends_opens_its_vacancy_once() -> None:
    lease = make_lease(state=LeaseState.ENDED, ended_on=date(2026, 11, 10))
    for _ in range(2):
        assert owing(lease, "open_vacancy", lease=str(lease.pk), cause="tenant_notice").pending == []
    made = Vacancy.objects.get()
    assert (made.cause, made.lease.pk, made.vacated_on) == (VacancyCause.TENANT_NOTICE, lease.pk, date(2026, 11, 11))
    assert Task.objects.get(kind=TaskKind.VACANCY).subject_number == made.number


def test_a_swap_opens_the_old_dwelling_while_the_tenant_still_pays() -> None:
    old, new = make_lease(), make_lease()
    owing(new, "open_vacancy", lease=str(old.pk), cause="swap")
    made = Vacancy.objects.get()
    assert (made.dwelling, made.cause, made.vacated_on) == (old.dwelling, VacancyCause.SWAP, None)


@pytest.mark.parametrize(
    ("ends_on", "leaves_on"),
    [(date(2028, 12, 31), date(2026, 12, 1)), (date(2026, 11, 30), date(2026, 11, 30)), (None, date(2026, 12, 1))],
)
def test_who_swaps_is_expected_to_leave_as_the_new_lease_begins(ends_on: date | None, leaves_on: date) -> None:
    old, new = make_lease(ends_on=ends_on), make_lease(starts_on=date(2026, 12, 1))
    owing(new, "open_vacancy", lease=str(old.pk), cause="swap")
    assert Vacancy.objects.get().free_from == leaves_on


@pytest.mark.parametrize(
    "dwelling", [{"state": DwellingState.SOLD}, {"disposal": Disposal.REFERRAL}, {"state": DwellingState.TO_BE_SOLD}]
)
def test_what_is_not_to_be_let_again_opens_none_and_stops_nothing(dwelling: dict[str, Any]) -> None:
    lease = make_lease(dwelling=make_dwelling(**dwelling), state=LeaseState.ENDED, ended_on=ago(5))
    assert owing(lease, "open_vacancy", lease=str(lease.pk), cause="expiry").pending == []
    assert Vacancy.objects.count() == 0


def test_a_lease_that_ends_by_itself_makes_the_dwelling_it_was_reported_for_vacated() -> None:
    lease = make_lease()
    made = report(lease.dwelling, VacancyCause.TENANT_NOTICE, lease=lease)
    records.change(lease, ACTOR, values={"state": LeaseState.ENDED, "ended_on": ago(13)})
    for _ in range(2):
        owing(lease, "open_vacancy", lease=str(lease.pk), cause="tenant_notice")
    assert (fresh(made).vacated_on, fresh(made).stage) == (ago(12), VACATED)
    assert Vacancy.objects.count() == 1


def test_one_that_is_open_already_stays_and_one_where_another_lives_opens_none() -> None:
    lease = make_lease(state=LeaseState.ENDED, ended_on=ago(5))
    standing = make_vacancy(dwelling=lease.dwelling)
    owing(lease, "open_vacancy", lease=str(lease.pk), cause="expiry")
    moved_on = make_lease(state=LeaseState.ENDED, ended_on=ago(5))
    make_lease(dwelling=moved_on.dwelling)
    owing(moved_on, "open_vacancy", lease=str(moved_on.pk), cause="expiry")
    assert [one.pk for one in Vacancy.objects] == [standing.pk]


# --- The clock and the job ------------------------------------------------------------------------------------------


def test_a_cancelled_one_costs_until_it_was_cancelled() -> None:
    gone = make_vacancy(state=VacancyState.CANCELLED, vacated_on=ago(10), closed_on=ago(4), rent_ore=3_000_000)
    assert voids.total(voids.parts(vacancies.void_of(gone), TODAY)) == Void(6, 600_000)


def test_an_allocation_that_came_to_nothing_held_it_reserved_while_it_stood() -> None:
    case = make_application()
    earlier = Allocation(
        id=case.pk, application=case.pk, application_number=case.number, applicant=case.applicant.pk,
        body=ChoosingBody.COMMITTEE, on=ago(8), at=NOW, by="1", by_name="Kari", ended_on=ago(5),
    )  # fmt: skip
    made = make_vacancy(vacated_on=ago(10), ready_on=ago(9), earlier=[earlier])
    found = voids.grouped(voids.parts(vacancies.void_of(fresh(made)), TODAY), lambda part: part.stage)
    assert {stage: void.days for stage, void in found.items()} == {
        VACATED: 1, READY: 6, VacancyStage.RESERVED: 3,
    }  # fmt: skip


def test_every_night_each_open_vacancys_step_is_a_task_and_twice_is_once() -> None:
    make_vacancy(vacated_on=date(2026, 11, 2), rent_ore=3_000_000)
    make_vacancy()
    for state in (VacancyState.LET, VacancyState.CANCELLED):
        make_vacancy(state=state)
    first = run_job("vacancies", date(2026, 11, 22))
    tasks = sorted(Task.objects.scalar("key"))
    assert first.numbers() == {"selected": 2, "done": 2, "failed": 0, "empty": 1, "lost": 20_000}
    assert run_job("vacancies", date(2026, 11, 22)).numbers() == first.numbers()
    assert (sorted(Task.objects.scalar("key")), len(tasks)) == (tasks, 2)


def test_the_longer_it_stands_empty_the_more_pressing_whatever_the_steps_own_day() -> None:
    make_vacancy(reported_on=date(2026, 11, 22), known_on=date(2026, 11, 22), vacated_on=date(2026, 11, 10))
    found = []
    for day in (date(2026, 11, 22), date(2026, 11, 24), date(2026, 12, 10)):
        run_job("vacancies", day)
        found.append(Task.objects.get().urgency)
    assert found[1].level >= Urgency.SOON.level
    assert found[2] is Urgency.URGENT


def test_a_vacancy_that_is_closed_settles_its_task() -> None:
    made = make_vacancy()
    run_job("vacancies")
    records.change(made, ACTOR, values={"state": VacancyState.CANCELLED})
    assert run_job("vacancies").numbers() == {"selected": 0, "done": 0, "failed": 0, "settled": 1}
    assert Task.objects.get().state is TaskState.SETTLED
