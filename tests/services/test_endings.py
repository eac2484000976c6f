"""How a lease ends through the services: notices, protests, moving out, settlement, disputes (husll. chs. 9, 10)."""

from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId

from letters import ending_letters, move_demand, settlement_letter
from letters.paper import Drawn
from models import Adjustment, Application, Dispute, Ending, LedgerRow, Letter, Task, Vacancy
from rules.errors import (
    DemandNotNow,
    DemandTooLate,
    DisputeOpen,
    EndingStands,
    FourEyesMissing,
    GuaranteeTooHigh,
    HusromError,
    InvalidRecord,
    LetterDiffers,
    MissingReason,
    NoNeedToKnow,
    NotAuthorised,
    NoticeInvalid,
    NotToBeEnded,
    ReleaseMissing,
    StaleState,
    SuitTooLate,
    TransitionRefused,
    WrongForum,
)
from rules.terms import (
    ApplicationKind,
    DepositRelease,
    DisputeForum,
    DisputeState,
    DisputeSubject,
    EndingGround,
    EndingState,
    GuaranteeState,
    IntakeChannel,
    LeaseEnd,
    LeaseState,
    LetterState,
    Party,
    RenewalOutcome,
    Role,
    RowKind,
    Security,
    TaskKind,
    TaskState,
    VacancyCause,
    VacancyStage,
    VacancyState,
)
from services import benefits, dispatch, effects, endings, ledger, records, vacancies
from services.actor import Actor
from services.endings import Brought, Proposal, Told
from tests.casework import NOW, SENDER, TODAY, acting, house, worker
from tests.clockwork import run_job
from tests.factories import ACTOR, make_dwelling, make_lease, make_office

__all__ = ["house"]  # a fixture, used here
TENANT, OURS, RESCINDED = LeaseEnd.TENANT_NOTICE, LeaseEnd.LANDLORD_NOTICE, LeaseEnd.RESCINDED
NOTIFIED, PROTESTED, FALLEN = EndingState.NOTIFIED, EndingState.PROTESTED, EndingState.FALLEN


def quick(told: Any) -> Drawn:
    return Drawn("Brev", told.envelope.language, f"%PDF-1.7 quick {told!r}".encode())


@pytest.fixture(autouse=True)
def paper(house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("draw_notice", "draw_rescission", "draw_receipt"):
        monkeypatch.setattr(ending_letters, name, quick)
    monkeypatch.setattr(move_demand, "draw", quick)
    monkeypatch.setattr(settlement_letter, "draw", quick)


def lived_in(**values: Any) -> Any:
    given = {"starts_on": date(2024, 1, 1), "ends_on": None, "dwelling": make_dwelling()} | values
    return make_lease(**given)


def actor(*roles: Role, **values: Any) -> Actor:
    return acting(worker(*(roles or (Role.HOUSING_CONSULTANT,)), **values))


def on(day: date, *roles: Role) -> Actor:
    return acting(worker(*(roles or (Role.HOUSING_CONSULTANT,))), NOW + (day - TODAY))


def fresh(record: Any) -> Any:
    return records.get(type(record), record.pk)


def told(reason: LeaseEnd = TENANT, **values: Any) -> Told:
    return Told(**{"reason": reason, "given_on": TODAY} | values)


def registered(lease: Any = None, reason: LeaseEnd = TENANT, *, by: Actor | None = None, **values: Any) -> Any:
    lease = lease or lived_in()
    return fresh(endings.register(lease, told(reason, **values), by or actor(), version=lease.version, today=TODAY))


def proposal(**values: Any) -> Proposal:
    return Proposal(**{"reason": OURS, "grounds": [EndingGround.BREACH], "reasons": "Brudd på avtalen."} | values)


def proposed(lease: Any = None, **values: Any) -> Any:
    lease = lease or lived_in()
    return fresh(endings.propose(lease, proposal(**values), actor(), version=lease.version, today=TODAY))


def approved(ending: Any = None, by: Actor | None = None, **values: Any) -> Any:
    ending, leader = ending or proposed(**values), by or actor(Role.UNIT_LEADER)
    letter = endings.draw_notice(ending, leader, SENDER, version=ending.version, today=TODAY)
    endings.approve(ending, leader, SENDER, letter=letter.pk, version=ending.version, today=TODAY)
    return fresh(ending)


def arrived(ending: Any = None, day: date = TODAY) -> Any:
    """A notice of ours that was sent today and came that day."""
    ending = ending or approved()
    letter, sender = Letter.objects.get(pk=ending.letter), on(day, Role.CASEWORKER)
    dispatch.dispatch(letter, sender, on=TODAY, today=day, version=letter.version)
    dispatch.note_arrival(letter, sender, on=day, today=day, version=letter.version)
    return fresh(ending)


def protested(ending: Any = None, day: date = TODAY) -> Any:
    ending = ending or arrived()
    endings.protest(ending, on(day), on=day, words="Jeg er uenig.", version=ending.version, today=day)
    return fresh(ending)


def task_of(record: Any, kind: TaskKind = TaskKind.ENDING) -> Any:
    return Task.objects(kind=kind, subject_id=str(record.pk), state=TaskState.OPEN).first()


def vacancy_of(lease: Any) -> Any:
    return Vacancy.objects(lease=lease.pk).order_by("-id").first()


# --- An end that is told of -----------------------------------------------------------------------------------------


def test_a_tenants_notice_reports_the_dwelling_vacant_the_same_day() -> None:
    lease = lived_in()
    ending = registered(lease)
    assert (ending.state, ending.ends_on, ending.by_party) == (NOTIFIED, date(2027, 2, 28), Party.TENANT)
    vacancy = vacancy_of(lease)
    assert (vacancy.cause, vacancy.free_from, vacancy.reported_on) == (
        VacancyCause.TENANT_NOTICE, ending.ends_on, TODAY,
    )  # fmt: skip
    assert task_of(ending).due_on == ending.ends_on
    assert fresh(lease).state is LeaseState.OCCUPYING
    assert ending.pending == []


@pytest.mark.parametrize(
    ("reason", "values", "last"),
    [
        pytest.param(TENANT, {"room_only": True}, date(2026, 12, 23), id="a single room"),
        pytest.param(TENANT, {"agreed_on": date(2026, 12, 10)}, date(2026, 12, 10), id="a shorter day agreed"),
        pytest.param(LeaseEnd.DEATH, {}, date(2027, 2, 28), id="a death: the estate's three months"),
        pytest.param(LeaseEnd.MOVED_TO_CARE, {}, date(2027, 2, 28), id="moved to care"),
        pytest.param(LeaseEnd.MUTUAL, {"agreed_on": date(2026, 12, 1)}, date(2026, 12, 1), id="agreed"),
    ],
)
def test_the_last_day_follows_from_how_it_ends(reason: LeaseEnd, values: dict[str, Any], last: date) -> None:
    assert registered(None, reason, **values).ends_on == last


def test_an_estate_and_the_landlord_may_both_give_notice() -> None:
    assert registered(None, LeaseEnd.DEATH, by_landlord=True, successor="Ektefelle").by_party is Party.LANDLORD


def test_a_lease_that_runs_out_ends_with_its_term() -> None:
    lease = lived_in(ends_on=date(2026, 12, 31))
    assert registered(lease, LeaseEnd.EXPIRY).ends_on == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param({"given_on": TODAY + timedelta(days=1)}, "given_on", id="tomorrow"),
        pytest.param({"given_on": date(2023, 12, 31)}, "given_on", id="before the lease"),
        pytest.param({"agreed_on": date(2023, 1, 1)}, "agreed_on", id="agreed before the lease"),
        pytest.param({"agreed_on": TODAY - timedelta(days=1)}, "ends_on", id="agreed before the notice"),
        pytest.param({"reason": LeaseEnd.MUTUAL}, "agreed_on", id="an agreement without a day"),
        pytest.param({"reason": OURS}, "reason", id="ours is proposed, not told"),
        pytest.param({"reason": LeaseEnd.EVICTED}, "reason", id="an eviction comes from its case"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRecord) as refusal:
        registered(None, values.pop("reason", TENANT), **values)
    assert set(refusal.value.problems) == {field}
    assert Ending.objects.count() == 0


def test_a_bound_term_binds_the_tenant_unless_a_day_is_agreed() -> None:
    lease = lived_in(ends_on=date(2027, 6, 30), non_terminable_notice=True)
    with pytest.raises(NoticeInvalid):
        registered(lease)
    assert registered(lease, agreed_on=date(2027, 1, 31)).ends_on == date(2027, 1, 31)


def test_a_term_that_ran_over_binds_nobody() -> None:
    lease = lived_in(ends_on=date(2026, 6, 30), non_terminable_notice=True, open_ended_on=date(2026, 10, 1))
    assert registered(lease).ends_on == date(2027, 2, 28)


def test_a_lease_has_one_end_under_way_and_none_before_it_runs() -> None:
    lease = lived_in()
    first = registered(lease)
    with pytest.raises(EndingStands) as refusal:
        registered(lease)
    assert refusal.value.number == first.number
    with pytest.raises(NotToBeEnded):
        registered(lived_in(state=LeaseState.UPCOMING, starts_on=date(2027, 1, 1)))


def test_who_may_note_an_end() -> None:
    lease = lived_in(office=make_office())
    with pytest.raises(NoNeedToKnow):
        registered(lease)
    with pytest.raises(NotAuthorised):
        registered(lease, by=actor(Role.ECONOMY))
    assert registered(lease, by=actor(Role.PROPERTY)).state is NOTIFIED


def test_a_stale_page_ends_nothing() -> None:
    lease = lived_in()
    with pytest.raises(StaleState):
        endings.register(lease, told(), actor(), version=lease.version - 1, today=TODAY)


def test_the_receipt_is_looked_at_and_put_among_the_letters_once() -> None:
    ending = registered()
    who = actor()
    letter = endings.draw_receipt(ending, who, SENDER, version=ending.version, today=TODAY)
    endings.send_receipt(ending, who, SENDER, letter=letter.pk, version=ending.version, today=TODAY)
    assert Letter.objects.get(pk=letter.pk).state is LetterState.RELEASED
    again = fresh(ending)
    with pytest.raises(TransitionRefused):
        endings.draw_receipt(again, who, SENDER, version=again.version, today=TODAY)


def test_an_agreed_day_moves_the_vacancy_with_it() -> None:
    lease = lived_in()
    ending = registered(lease)
    assert endings.agree_day(ending, date(2026, 12, 31), actor(), why="Leietakeren ba om det.", version=ending.version)
    assert vacancy_of(lease).free_from == date(2026, 12, 31)
    again = fresh(ending)
    assert endings.agree_day(again, date(2026, 12, 31), actor(), why="", version=again.version) is False


def test_a_notice_taken_back_calls_the_vacancy_off() -> None:
    lease = lived_in()
    ending = registered(lease)
    with pytest.raises(MissingReason):
        endings.withdraw(ending, actor(), why=" ", version=ending.version, today=TODAY)
    endings.withdraw(ending, actor(), why="Blir boende.", version=ending.version, today=TODAY)
    assert fresh(ending).state is FALLEN
    assert vacancy_of(lease).state is VacancyState.CANCELLED
    assert task_of(ending) is None
    assert registered(fresh(lease)).state is NOTIFIED  # another may follow


def test_one_who_stays_where_the_dwelling_is_promised_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    from rules.errors import VacancyPromised
    from services.vacancies import closing

    def promised(vacancy: Any) -> None:
        raise VacancyPromised(vacancy.number, "T1")

    lease = lived_in()
    ending = registered(lease)
    monkeypatch.setattr(closing, "_refuse_promised", promised)
    endings.withdraw(ending, actor(), why="Blir boende.", version=ending.version, today=TODAY)
    assert vacancy_of(lease).state is not VacancyState.CANCELLED
    assert "lovet" in task_of(vacancy_of(lease)).text
    assert fresh(ending).pending == []


# --- Our own notice -------------------------------------------------------------------------------------------------


def test_our_notice_is_proposed_by_one_and_approved_by_another() -> None:
    lease = lived_in()
    ending = proposed(lease)
    assert ending.state is EndingState.PROPOSED
    assert vacancy_of(lease) is None
    assert task_of(ending).role is Role.UNIT_LEADER
    ending = approved(ending)
    assert (ending.state, ending.given_on) == (NOTIFIED, TODAY)
    assert Letter.objects.get(pk=ending.letter).state is LetterState.RELEASED
    assert vacancy_of(lease).cause is VacancyCause.LANDLORD_NOTICE
    assert vacancy_of(lease).free_from == ending.ends_on


def test_nobody_approves_what_they_proposed_nor_does_a_caseworker() -> None:
    lease, head = lived_in(), actor(Role.DEPARTMENT_HEAD)
    ending = fresh(endings.propose(lease, proposal(), head, version=lease.version, today=TODAY))
    with pytest.raises(FourEyesMissing):
        endings.draw_notice(ending, head, SENDER, version=ending.version, today=TODAY)
    with pytest.raises(NotAuthorised):
        approved(ending, actor())


def test_what_is_proposed_must_still_hold_when_it_is_approved() -> None:
    lease = lived_in()
    ending = proposed(lease, grounds=[EndingGround.UNPAID_RENT])
    records.change(lease, ACTOR, values={"rent_disputed": True})
    with pytest.raises(NoticeInvalid) as refusal:
        approved(ending)
    assert refusal.value.why == "rent_deposited"


def test_a_letter_of_yesterday_is_not_sent() -> None:
    ending, leader = proposed(), actor(Role.UNIT_LEADER)
    letter = endings.draw_notice(ending, leader, SENDER, version=ending.version, today=TODAY)
    later = TODAY + timedelta(days=1)
    with pytest.raises(LetterDiffers):
        endings.approve(ending, leader, SENDER, letter=letter.pk, version=ending.version, today=later)


def test_a_proposal_that_is_refused_falls_and_touches_no_vacancy() -> None:
    lease = lived_in()
    ending = proposed(lease)
    endings.refuse(ending, actor(Role.UNIT_LEADER), why="Prøv avtale først.", version=ending.version, today=TODAY)
    assert fresh(ending).state is FALLEN
    assert Vacancy.objects.count() == 0


def test_the_month_to_protest_runs_from_the_letters_arrival_and_a_late_one_moves_the_end() -> None:
    ending = arrived(day=TODAY)
    assert (ending.arrived_on, ending.protest_by) == (TODAY, date(2026, 12, 23))
    late = arrived(approved(lease=lived_in()), date(2026, 12, 4))
    assert (late.protest_by, late.ends_on) == (date(2027, 1, 4), date(2027, 3, 31))
    assert vacancy_of(late.lease).free_from == date(2027, 3, 31)


def test_a_letter_that_comes_back_starts_no_month() -> None:
    ending = approved()
    letter = Letter.objects.get(pk=ending.letter)
    dispatch.dispatch(letter, actor(Role.CASEWORKER), on=TODAY, today=TODAY, version=letter.version)
    assert fresh(ending).protest_by is not None  # presumed
    dispatch.note_return(letter, actor(Role.CASEWORKER), on=TODAY, why="Ukjent.", today=TODAY, version=letter.version)
    assert fresh(ending).protest_by is None


def test_a_rescission_needs_a_warning_and_has_no_protest() -> None:
    with pytest.raises(NoticeInvalid):
        proposed(None, reason=RESCINDED, grounds=[EndingGround.DISORDER], out_by=date(2026, 12, 15))
    ending = arrived(
        approved(
            reason=RESCINDED, grounds=[EndingGround.DISORDER], out_by=date(2026, 12, 15), warned_on=date(2026, 10, 1)
        )
    )
    assert (ending.ends_on, ending.protest_by) == (date(2026, 12, 15), None)
    with pytest.raises(TransitionRefused):
        protested(ending)


# --- Protest and suit (§ 9-8) ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "state"),
    [
        pytest.param(date(2026, 12, 23), PROTESTED, id="the last day"),
        pytest.param(date(2026, 12, 24), NOTIFIED, id="a day too late"),
    ],
)
def test_a_protest_counts_to_its_last_day(day: date, state: EndingState) -> None:
    ending = protested(arrived(), day)
    assert ending.state is state
    assert ending.protested_on == day
    assert (ending.sue_by is not None) is (state is PROTESTED)


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_no_protest_before_the_notice_or_to_come(day: date) -> None:
    ending = arrived()
    with pytest.raises(InvalidRecord):
        endings.protest(ending, actor(), on=day, words="", version=ending.version, today=TODAY)


def test_a_protested_notice_that_nobody_sues_over_falls_by_itself_the_day_after() -> None:
    ending = protested()
    lease, last = fresh(ending.lease), ending.sue_by
    run_job("endings", last)
    assert fresh(ending).state is PROTESTED
    assert task_of(ending).due_on == last
    run_job("endings", last + timedelta(days=1))
    after = fresh(ending)
    assert (after.state, after.fallen_on) == (FALLEN, last + timedelta(days=1))
    assert after.history[-1].action == "notice_fell"
    assert vacancy_of(lease).state is VacancyState.CANCELLED
    assert fresh(lease).state is LeaseState.OCCUPYING
    run_job("endings", last + timedelta(days=2))
    assert fresh(ending).version == after.version


def brought(lease: Any, day: date = TODAY, **values: Any) -> Any:
    given = {
        "forum": DisputeForum.TRIBUNAL, "brought_by": Party.LANDLORD, "subjects": [DisputeSubject.ENDING],
        "brought_on": day, "next_on": day + timedelta(days=20),
    }  # fmt: skip
    lease = fresh(lease)
    made = endings.open_dispute(lease, Brought(**given | values), on(day), version=lease.version, today=day)
    return fresh(made)


def test_a_suit_in_time_keeps_the_notice_and_its_outcome_lets_it_stand_or_fall() -> None:
    ending = protested()
    dispute = brought(ending.lease, ending.sue_by)
    ending = fresh(ending)
    assert (ending.state, ending.sued_on, ending.dispute) == (EndingState.SUED, ending.sue_by, dispute.pk)
    assert task_of(dispute, TaskKind.DISPUTE).due_on == dispute.next_on
    run_job("endings", ending.sue_by + timedelta(days=9))
    assert fresh(ending).state is EndingState.SUED
    with pytest.raises(DisputeOpen):
        endings.stand(ending, actor(), ends_on=date(2027, 6, 30), why="Medhold.", version=ending.version)
    day = date(2027, 4, 1)
    endings.close_dispute(
        dispute, on(day), state=DisputeState.DECIDED, outcome="Medhold.", on=day, version=dispute.version, today=day
    )
    ending = fresh(ending)
    assert ending.dispute is None
    endings.stand(ending, on(day), ends_on=date(2027, 6, 30), why="Medhold.", version=ending.version)
    assert (fresh(ending).state, fresh(ending).ends_on) == (NOTIFIED, date(2027, 6, 30))
    assert task_of(dispute, TaskKind.DISPUTE) is None


def test_a_suit_in_time_that_is_noted_after_the_night_sets_the_notice_up_again() -> None:
    ending = protested()
    lease, last = fresh(ending.lease), ending.sue_by
    run_job("endings", last + timedelta(days=1))
    assert fresh(ending).state is FALLEN
    day = last + timedelta(days=2)
    told = Brought(
        forum=DisputeForum.TRIBUNAL, brought_by=Party.LANDLORD, subjects=[DisputeSubject.ENDING], brought_on=last
    )
    suit = endings.open_dispute(lease, told, on(day), version=lease.version, today=day)
    after = fresh(ending)
    assert (after.state, after.sued_on, after.dispute, after.fallen_on) == (EndingState.SUED, last, suit.pk, None)
    assert vacancy_of(lease).state is VacancyState.OPEN
    assert vacancy_of(lease).free_from == after.ends_on


def test_a_notice_that_was_taken_back_or_has_a_successor_is_not_set_up_again() -> None:
    ending = protested()
    lease, last = fresh(ending.lease), ending.sue_by
    boss = on(TODAY, Role.DEPARTMENT_HEAD)
    endings.withdraw(ending, boss, why="Enighet.", version=fresh(ending).version, today=TODAY)
    brought(lease, last)
    assert fresh(ending).state is FALLEN


def test_a_suit_after_its_last_day_is_refused() -> None:
    ending = protested()
    with pytest.raises(SuitTooLate):
        brought(ending.lease, ending.sue_by + timedelta(days=1))
    assert Dispute.objects.count() == 0


def test_the_tenants_own_case_is_no_suit_but_is_shown_on_the_end() -> None:
    ending = protested()
    dispute = brought(ending.lease, brought_by=Party.TENANT)
    assert (fresh(ending).state, fresh(ending).dispute) == (PROTESTED, dispute.pk)


def test_homes_do_not_go_to_conciliation_nor_straight_to_court() -> None:
    lease = lived_in()
    for forum in (DisputeForum.CONCILIATION, DisputeForum.COURT):
        with pytest.raises(WrongForum):
            brought(lease, forum=forum)
    assert brought(lease, forum=DisputeForum.COURT, through_tribunal=True).dispute_number.startswith("HT2026-")


def test_deposited_rent_stands_on_the_lease_while_the_dispute_is_open() -> None:
    lease = lived_in()
    dispute = brought(lease, subjects=[DisputeSubject.RENT], brought_by=Party.TENANT, rent_deposited=True)
    assert fresh(lease).rent_disputed is True
    endings.note_event(
        dispute, actor(), on=TODAY, what="Svar sendt.", next_on=None, version=dispute.version, today=TODAY
    )
    dispute = fresh(dispute)
    assert len(dispute.events) == 1
    endings.close_dispute(
        dispute, actor(), state=DisputeState.SETTLED, outcome="Forlik.", on=TODAY, version=dispute.version, today=TODAY
    )
    assert fresh(lease).rent_disputed is False
    dispute = fresh(dispute)
    with pytest.raises(TransitionRefused):
        endings.note_event(dispute, actor(), on=TODAY, what="x", next_on=None, version=dispute.version, today=TODAY)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param({"subjects": []}, "subjects", id="about nothing"),
        pytest.param({"brought_on": TODAY + timedelta(days=1)}, "brought_on", id="to come"),
        pytest.param({"brought_on": date(2020, 1, 1)}, "brought_on", id="before the lease"),
        pytest.param({"next_on": TODAY - timedelta(days=1)}, "next_on", id="a next day gone by"),
        pytest.param({"rent_deposited": True}, "rent_deposited", id="deposited rent, but not about rent"),
    ],
)
def test_a_dispute_that_cannot_be_is_refused(values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRecord) as refusal:
        brought(lived_in(), **values)
    assert set(refusal.value.problems) == {field}


# --- Moving out -----------------------------------------------------------------------------------------------------


def out(
    ending: Any, day: date = TODAY, keys: date | None = TODAY, by: Actor | None = None, today: date = TODAY
) -> bool:
    who = by or actor(Role.PROPERTY)
    return endings.move_out(ending, who, on=day, keys_back_on=keys, version=ending.version, today=today)


def test_moving_out_ends_the_lease_and_vacates_the_dwelling() -> None:
    lease = lived_in()
    ending = registered(lease)
    assert out(ending) is True
    assert (fresh(lease).state, fresh(lease).ended_on, fresh(lease).end_reason) == (LeaseState.ENDED, TODAY, TENANT)
    vacancy = vacancy_of(lease)
    assert vacancy.vacated_on is None  # the first day without rent is tomorrow
    ending = fresh(ending)
    assert (ending.state, ending.moved_out_on) == (EndingState.MOVED_OUT, TODAY)
    assert out(ending) is False
    assert "sluttoppgjøret" in task_of(ending).text
    assert ending.pending == []


def test_moving_out_yesterday_vacates_the_dwelling_today() -> None:
    lease = lived_in()
    out(registered(lease), TODAY - timedelta(days=1))
    assert vacancy_of(lease).vacated_on == TODAY


def test_a_vacancy_vacated_first_moves_the_ending_and_a_corrected_day_follows_both_ways() -> None:
    lease = lived_in()
    ending = registered(lease)
    vacancy, day = vacancy_of(lease), TODAY - timedelta(days=3)
    vacancies.date_stage(vacancy, VacancyStage.VACATED, day, actor(Role.PROPERTY), version=vacancy.version, today=TODAY)
    ending = fresh(ending)
    assert (ending.state, ending.moved_out_on) == (EndingState.MOVED_OUT, day - timedelta(days=1))
    vacancy = fresh(vacancy)
    vacancies.date_stage(
        vacancy, VacancyStage.VACATED, TODAY, actor(Role.PROPERTY), version=vacancy.version, today=TODAY, why="Feil."
    )
    assert fresh(ending).moved_out_on == TODAY - timedelta(days=1)
    ending = fresh(ending)
    out(ending, TODAY - timedelta(days=5))
    assert fresh(lease).ended_on == TODAY - timedelta(days=5)


def test_a_lease_that_ends_by_another_road_gets_its_ending_once() -> None:
    lease = lived_in()
    vacancy = vacancies.report(
        lease.dwelling, VacancyCause.NURSING_HOME, actor(Role.PROPERTY), known_on=TODAY, today=TODAY, lease=lease
    )
    vacancies.date_stage(
        vacancy, VacancyStage.VACATED, TODAY, actor(Role.PROPERTY), version=vacancy.version, today=TODAY
    )
    ending = Ending.objects.get(lease=lease.pk)
    assert (ending.state, ending.reason) == (EndingState.MOVED_OUT, LeaseEnd.MOVED_TO_CARE)
    endings.lease_ended_by_effect(fresh(lease), effects.Owed("lease_ended", "x").pending(NOW), ACTOR)
    assert Ending.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "keys", "field"),
    [
        pytest.param(TODAY + timedelta(days=1), TODAY, "moved_out_on", id="tomorrow"),
        pytest.param(TODAY, TODAY + timedelta(days=1), "keys_back_on", id="keys tomorrow"),
        pytest.param(date(2023, 1, 1), TODAY, "moved_out_on", id="before the lease"),
    ],
)
def test_nobody_moves_out_tomorrow(day: date, keys: date, field: str) -> None:
    with pytest.raises(InvalidRecord) as refusal:
        out(registered(), day, keys)
    assert set(refusal.value.problems) == {field}


def test_an_eviction_ends_the_lease_with_or_without_an_end_under_way() -> None:
    from tests.keepers import make_arrears_case

    for lease in (lived_in(), lived_in(), lived_in()):
        if Ending.objects.count() == 1:
            registered(lease)
        case = make_arrears_case(lease=lease)
        args = {"case": str(case.pk), "on": TODAY.isoformat()}
        for _ in range(2):
            endings.evicted_by_effect(case, effects.Owed("evict", "k", args).pending(NOW), Actor.system(NOW))
        ending = Ending.objects.get(lease=lease.pk)
        assert (ending.reason, ending.state) == (LeaseEnd.EVICTED, EndingState.MOVED_OUT)
        assert (fresh(lease).state, fresh(lease).end_reason) == (LeaseState.ENDED, LeaseEnd.EVICTED)
        assert vacancy_of(lease).cause in (VacancyCause.EVICTION, VacancyCause.TENANT_NOTICE)
        assert ending.pending == []


def test_goods_left_behind_are_kept_told_of_and_closed() -> None:
    ending = registered()
    with pytest.raises(TransitionRefused):
        endings.note_goods(ending, actor(), what="Sofa", told_on=None, until=None, version=ending.version, today=TODAY)
    out(ending)
    ending = fresh(ending)
    endings.note_goods(ending, actor(), what="Sofa", told_on=TODAY, until=None, version=ending.version, today=TODAY)
    ending = fresh(ending)
    assert ending.goods_until == TODAY + timedelta(days=30)
    endings.close_goods(ending, actor(), outcome="Hentet.", version=ending.version, today=TODAY)
    assert fresh(ending).goods_done_on == TODAY


# --- Settlement -----------------------------------------------------------------------------------------------------


def moved_out(**values: Any) -> tuple[Any, Any]:
    given = {
        "security": Security.DEPOSIT, "security_ore": 2_400_000, "security_received_on": date(2024, 1, 1),
        "rent_lines": [],
    }  # fmt: skip
    lease = lived_in(**given | values)
    ending = registered(lease)
    ledger.book(lease, ACTOR, kind=RowKind.FEE, amount_ore=700_000, key=f"fee:{lease.pk}:1", why="Gebyr", today=TODAY)
    ledger.book(lease, ACTOR, kind=RowKind.CLAIM, amount_ore=200_000, key=f"claim:{lease.pk}", why="Skade", today=TODAY)
    out(ending)
    return fresh(lease), fresh(ending)


def settled(ending: Any, release: DepositRelease | None, by: Actor | None = None) -> bool:
    who = by or actor(Role.ECONOMY)
    letter = endings.draw_settlement(ending, who, SENDER, release=release, version=ending.version, today=TODAY)
    return endings.settle(ending, who, SENDER, release=release, letter=letter.pk, version=ending.version, today=TODAY)


@pytest.mark.parametrize(
    ("release", "kept", "left"),
    [
        pytest.param(DepositRelease.CONSENT, 900_000, 0, id="the tenant agrees"),
        pytest.param(DepositRelease.BANK, 700_000, 200_000, id="the bank's five weeks: rent and fees alone"),
    ],
)
def test_the_deposit_covers_what_it_may_and_is_booked_once(release: DepositRelease, kept: int, left: int) -> None:
    lease, ending = moved_out()
    settled(ending, release)
    ending = fresh(ending)
    found = ending.settlement
    assert (ending.state, found.kept_ore, found.returned_ore, found.left_ore) == (
        EndingState.SETTLED, kept, 2_400_000 - kept, left,
    )  # fmt: skip
    assert fresh(lease).account.balance_ore == left
    rows = LedgerRow.objects(lease=lease.pk, kind=RowKind.SETTLEMENT)
    assert [row.amount_ore for row in rows] == [-kept]
    assert Letter.objects.get(pk=found.letter).state is LetterState.RELEASED
    assert task_of(ending) is None
    with pytest.raises(TransitionRefused):
        settled(ending, release)
    assert Adjustment.objects(kind=RowKind.SETTLEMENT).count() == 1


def test_a_deposit_is_not_touched_without_release_and_a_guarantee_never() -> None:
    _, ending = moved_out()
    with pytest.raises(ReleaseMissing):
        settled(ending, None)
    lease, ending = moved_out(security=Security.NAV_GUARANTEE)
    settled(ending, None)
    assert fresh(ending).settlement.left_ore == 900_000
    assert fresh(lease).account.balance_ore == 900_000


def test_a_settlement_of_what_was_owed_before_is_refused() -> None:
    lease, ending = moved_out()
    who = actor(Role.ECONOMY)
    consent = DepositRelease.CONSENT
    letter = endings.draw_settlement(ending, who, SENDER, release=consent, version=ending.version, today=TODAY)
    ledger.book(lease, ACTOR, kind=RowKind.FEE, amount_ore=1, key="fee:late", why="Gebyr", today=TODAY)
    with pytest.raises(LetterDiffers):
        endings.settle(ending, who, SENDER, release=consent, letter=letter.pk, version=ending.version, today=TODAY)


# --- Before the term is over ----------------------------------------------------------------------------------------

EXPIRED = date(2026, 10, 31)
LAST = date(2027, 1, 31)


def reviewed(lease: Any, outcome: RenewalOutcome, **values: Any) -> Any:
    given = {"reasons": "Fortsatt behov.", "nonce": ObjectId(), "channel": IntakeChannel.TELEPHONE} | values
    return endings.review(lease, outcome, actor(), version=lease.version, now=NOW, today=TODAY, **given)


def test_a_review_to_go_on_registers_an_extension_or_finds_the_one_that_is_open() -> None:
    lease = lived_in(ends_on=date(2027, 2, 28))
    case = reviewed(lease, RenewalOutcome.EXTEND)
    assert (case.kind, records.reference(case, "lease")) == (ApplicationKind.EXTENSION, lease.pk)
    lease = fresh(lease)
    assert lease.renewal.application == case.pk
    assert reviewed(lease, RenewalOutcome.EXTEND).pk == case.pk
    assert Application.objects(kind=ApplicationKind.EXTENSION).count() == 1


def test_a_review_needs_reasons_and_a_lease_with_a_term() -> None:
    with pytest.raises(MissingReason):
        reviewed(lived_in(ends_on=date(2027, 2, 28)), RenewalOutcome.MOVE, reasons=" ")
    with pytest.raises(NotToBeEnded):
        reviewed(lived_in(), RenewalOutcome.MOVE)


def demanded(lease: Any, today: date) -> bool:
    who, given = on(today), {"out_by": today + timedelta(days=30), "reasons": "For høy inntekt."}
    letter = endings.draw_demand(lease, who, SENDER, version=lease.version, today=today, **given)
    return endings.send_demand(lease, who, SENDER, letter=letter.pk, version=lease.version, today=today, **given)


@pytest.mark.parametrize(
    ("today", "refused"),
    [
        pytest.param(EXPIRED, DemandNotNow, id="the last day of the term"),
        pytest.param(EXPIRED + timedelta(days=1), None, id="the day after"),
        pytest.param(LAST, None, id="three months past"),
        pytest.param(LAST + timedelta(days=1), DemandTooLate, id="a day too late"),
    ],
)
def test_the_demand_to_move_is_sent_in_its_three_months(today: date, refused: type[HusromError] | None) -> None:
    lease = lived_in(ends_on=EXPIRED)
    if refused:
        with pytest.raises(refused):
            demanded(lease, today)
    else:
        assert demanded(lease, today) is True
        assert fresh(lease).renewal.outcome is RenewalOutcome.MOVE


@pytest.mark.parametrize(
    ("sent", "counts"),
    [pytest.param(LAST, True, id="in time"), pytest.param(LAST + timedelta(days=1), False, id="late")],
)
def test_the_demand_counts_from_the_day_it_is_sent(sent: date, counts: bool) -> None:
    lease = lived_in(ends_on=EXPIRED)
    demanded(lease, LAST)
    letter = Letter.objects.get(lease=lease.pk, state=LetterState.RELEASED)
    dispatch.dispatch(letter, on(sent, Role.CASEWORKER), on=sent, today=sent, version=letter.version)
    assert fresh(lease).move_out_demanded_on == (sent if counts else None)
    run_job("expiring_agreements", LAST + timedelta(days=2))
    assert (fresh(lease).open_ended_on is None) is counts


def test_a_demand_that_was_posted_in_time_counts_though_it_is_noted_later() -> None:
    lease = lived_in(ends_on=EXPIRED)
    demanded(lease, LAST)
    run_job("expiring_agreements", LAST + timedelta(days=1))
    assert fresh(lease).open_ended_on == LAST + timedelta(days=1)
    letter, day = Letter.objects.get(lease=lease.pk, state=LetterState.RELEASED), LAST + timedelta(days=2)
    dispatch.dispatch(letter, on(day, Role.CASEWORKER), on=LAST, today=day, version=letter.version)
    assert (fresh(lease).move_out_demanded_on, fresh(lease).open_ended_on) == (LAST, None)
    run_job("expiring_agreements", LAST + timedelta(days=3))
    assert fresh(lease).open_ended_on is None


def test_a_lease_is_noted_open_ended_once_and_keeps_its_term() -> None:
    lease = lived_in(ends_on=EXPIRED)
    run_job("expiring_agreements", LAST)
    assert fresh(lease).open_ended_on is None
    run_job("expiring_agreements", LAST + timedelta(days=1))
    after = fresh(lease)
    assert (after.open_ended_on, after.ends_on) == (LAST + timedelta(days=1), EXPIRED)
    run_job("expiring_agreements", LAST + timedelta(days=2))
    assert fresh(lease).version == after.version
    assert "tidsubestemt" in task_of(lease, TaskKind.EXPIRING_LEASE).text


def test_the_facts_of_a_review_are_read_from_what_is_stored() -> None:
    from services import rulebooks
    from tests.keepers import make_arrears_case, make_incident

    lease = lived_in(ends_on=EXPIRED)
    make_arrears_case(lease=lease)
    make_incident(lease=lease)
    found = endings.facts_of(lease, rulebooks.current(TODAY).lease_expiry)
    assert (found.arrears_cases, found.arrears_open, found.incidents, found.warnings) == (1, True, 1, 0)
    assert found.demand == (EXPIRED + timedelta(days=1), LAST)


# --- What was told in another order, or is cut off -------------------------------------------------------------------


@pytest.mark.parametrize("how", ["withdrawn", "moved out"])
def test_a_notice_that_was_not_posted_is_never_posted_afterwards(how: str) -> None:
    ending = approved()
    if how == "withdrawn":
        leader = actor(Role.UNIT_LEADER)
        endings.withdraw(ending, leader, why="De ble enige.", version=ending.version, today=TODAY)
    else:
        out(ending)
    assert Letter.objects.get(pk=ending.letter).state is LetterState.VOID


def test_a_demand_to_move_that_was_not_posted_falls_away_where_the_lease_goes_on() -> None:
    lease = lived_in(ends_on=TODAY - timedelta(days=10))
    who, told_ = actor(), {"out_by": TODAY + timedelta(days=30), "reasons": "Trengs til andre.", "today": TODAY}
    letter = endings.draw_demand(lease, who, SENDER, version=lease.version, **told_)
    endings.send_demand(lease, who, SENDER, letter=letter.pk, version=lease.version, **told_)
    reviewed(fresh(lease), RenewalOutcome.EXTEND)
    assert fresh(letter).state is LetterState.VOID


def test_a_suit_that_was_noted_before_the_protest_keeps_the_notice() -> None:
    ending = arrived()
    dispute = brought(ending.lease)
    ending = protested(fresh(ending))
    assert (ending.state, ending.dispute) == (EndingState.SUED, dispute.pk)


def test_a_protest_that_was_cut_off_before_its_suit_was_seen_does_not_fall_by_night(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from services.endings import protesting

    ending = arrived()
    brought(ending.lease)
    with monkeypatch.context() as killed:
        killed.setattr(protesting, "_sue", lambda *_: False)
        ending = protested(fresh(ending))
    assert ending.state is PROTESTED
    run_job("endings", ending.sue_by + timedelta(days=1))
    assert fresh(ending).state is EndingState.SUED


def test_one_dispute_that_is_over_does_not_hide_the_other() -> None:
    ending = protested()
    suit = brought(ending.lease)
    theirs = brought(ending.lease, brought_by=Party.TENANT)
    endings.close_dispute(
        theirs, on(TODAY), state=DisputeState.WITHDRAWN, outcome="Trukket.", on=TODAY, version=theirs.version,
        today=TODAY,
    )  # fmt: skip
    ending = fresh(ending)
    assert (ending.state, ending.dispute) == (EndingState.SUED, suit.pk)
    with pytest.raises(DisputeOpen):
        endings.stand(ending, actor(), ends_on=date(2027, 6, 30), why="x", version=ending.version)


def test_a_day_that_is_agreed_stands_whenever_the_notice_arrived() -> None:
    ending = approved()
    endings.agree_day(ending, date(2026, 12, 31), actor(), why="Har ny bolig.", version=ending.version)
    assert arrived(fresh(ending), date(2026, 12, 4)).ends_on == date(2026, 12, 31)


def test_an_eviction_that_is_cut_off_is_made_up_and_stops_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.keepers import make_arrears_case

    lease = lived_in()
    case = make_arrears_case(lease=lease)
    effect = effects.Owed("evict", "k", {"case": str(case.pk), "on": TODAY.isoformat()}).pending(NOW)
    with monkeypatch.context() as killed:
        killed.setattr(effects, "run", lambda *_: False)  # the ending is stored, and its own effects are not run
        endings.evicted_by_effect(case, effect, Actor.system(NOW))
    endings.evicted_by_effect(case, effect, Actor.system(NOW))
    ending = Ending.objects.get(lease=lease.pk)
    effects.run(ending, Actor.system(NOW))
    assert (fresh(lease).state, fresh(ending).pending) == (LeaseState.ENDED, [])


def test_what_was_paid_out_of_the_deposit_is_not_there_a_second_time() -> None:
    from tests.keepers import make_guarantee_claim

    lease, ending = moved_out()
    make_guarantee_claim(lease=lease, security=Security.DEPOSIT, state=GuaranteeState.PAID, paid_ore=2_000_000)
    settled(ending, DepositRelease.CONSENT)
    found = fresh(ending).settlement
    assert (found.kept_ore, found.returned_ore, found.left_ore) == (400_000, 0, 500_000)
    with pytest.raises(GuaranteeTooHigh):
        benefits.claim(
            fresh(lease), actor(), SENDER, wanted=benefits.Wanted(500_000, "Rest", "Bank\n9400 Eksempel"),
            letter=ObjectId(), version=fresh(lease).version, now=NOW,
        )  # fmt: skip


def test_a_claim_that_was_taken_back_is_no_claim_in_the_settlement() -> None:
    lease, ending = moved_out()
    key = f"claim:{lease.pk}"
    ledger.book(
        lease, ACTOR, kind=RowKind.CREDIT, amount_ore=200_000, key=f"{key}:back", why="Trukket", today=TODAY
    )  # fmt: skip
    ledger.book(lease, ACTOR, kind=RowKind.CLAIM, amount_ore=50_000, key=f"{key}:2", why="Skade", today=TODAY)
    settled(ending, DepositRelease.BANK)
    found = fresh(ending).settlement
    assert (found.owed_ore, found.claim_ore, found.kept_ore) == (700_000, 50_000, 700_000)
