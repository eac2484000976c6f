"""Keys: refused until all is in place, handed over once; a lease cancelled before, taken over, ended (S001, S004)."""

from datetime import date, timedelta
from typing import Any

import pytest

from letters import lease_contract
from models import Application, Lease, LedgerRow, Offer, Task, Vacancy
from rules import lease_terms
from rules.errors import (
    ContractUnfinished,
    DwellingNotReady,
    InvalidRecord,
    KeysTooEarly,
    MissingReason,
    NotAuthorised,
    SecurityMissing,
    SecurityTooHigh,
    StaleState,
    StillLivedIn,
    TransitionRefused,
    VacancyStands,
)
from rules.terms import (
    ApplicationState,
    ContractItem,
    LeaseEnd,
    LeaseState,
    NoticeCode,
    OfferState,
    RentLineKind,
    Role,
    Security,
    TaskKind,
    TaskState,
    VacancyCause,
    VacancyStage,
    VacancyState,
)
from services import leases, ledger, records, vacancies
from services.actor import Actor
from tests.casework import NOW, TODAY, acting, house, worker
from tests.clockwork import run_job
from tests.factories import ACTOR, make_dwelling, make_lease, make_vacancy
from tests.letting_leases import (
    START,
    accepted,
    case_of,
    extended,
    fresh,
    hand_over,
    keeper,
    met,
    quick_contract,
    secured,
    sign,
    signed,
    swapping,
    vacancy_of,
)
from tests.letting_offers import allocated, waiting

__all__ = ["house"]  # a fixture, used here
DONE, NOT_NEEDED = ContractItem.DONE, ContractItem.NOT_NEEDED
SYSTEM = Actor.system(NOW)
READY = {"vacated_on": TODAY, "ready_on": TODAY}


@pytest.fixture(autouse=True)
def paper(house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease_contract, "draw", quick_contract)


def ready(**values: Any) -> Any:
    """A lease with all in place for the keys."""
    return met(secured(signed(**values)))


# --- The meeting and the security -----------------------------------------------------------------------------------


def test_each_point_of_the_meeting_keeps_who_noted_it_and_when() -> None:
    lease = met(signed(), {"power": DONE}, house_rules_on=None)
    first = lease.points[0]
    lease = met(lease, {"power": DONE, "housing_allowance": NOT_NEEDED}, today=START, interpreter=" Polsk ")
    assert [(one.code, one.outcome, one.on) for one in lease.points] == [
        ("power", DONE, TODAY),
        ("housing_allowance", NOT_NEEDED, START),
    ]
    assert lease.points[0].by_name == first.by_name
    assert (lease.house_rules_on, lease.interpreter) == (START, "Polsk")


def test_a_point_that_the_rulebook_has_not_and_a_day_to_come_are_refused() -> None:
    lease = signed()
    with pytest.raises(InvalidRecord) as refusal:
        met(lease, {"cake": DONE}, house_rules_on=TODAY + timedelta(days=1))
    assert set(refusal.value.problems) == {"cake", "house_rules_on"}


def test_security_is_noted_changed_with_history_and_never_above_six_months_rent() -> None:
    lease = secured(signed(security=None, security_ore=None))
    assert lease.notices == []
    lease = secured(lease, kind=Security.DEPOSIT, amount_ore=4_800_000)
    assert [entry.action for entry in lease.history].count("security") == 2
    with pytest.raises(SecurityTooHigh):
        secured(lease, amount_ore=4_800_001)
    assert secured(lease, kind=None, amount_ore=None, received_on=None).notices == [NoticeCode.SECURITY_MISSING]


def test_electricity_is_paid_beside_the_rent_that_a_security_is_counted_from() -> None:
    with pytest.raises(SecurityTooHigh):
        signed(extras={RentLineKind.POWER: 25_000}, security_ore=4_800_001)
    lease = signed(extras={RentLineKind.POWER: 25_000, RentLineKind.GARAGE: 10_000})
    assert secured(lease, amount_ore=4_860_000).security_ore == 4_860_000
    with pytest.raises(SecurityTooHigh):
        secured(fresh(lease), amount_ore=4_860_001)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param({"received_on": TODAY + timedelta(days=1)}, "security_received_on", id="received tomorrow"),
        pytest.param({"amount_ore": None}, "security_ore", id="no amount"),
        pytest.param({"kind": None}, "security", id="an amount of nothing"),
    ],
)
def test_a_security_that_says_too_little_is_refused(values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRecord) as refusal:
        secured(signed(), **values)
    assert set(refusal.value.problems) == {field}


# --- Keys ----------------------------------------------------------------------------------------------------------


def test_keys_make_the_lease_run_and_the_dwelling_let() -> None:
    lease = ready()
    assert hand_over(lease) is True
    lease = fresh(lease)
    assert (lease.state, lease.keys_on) == (LeaseState.OCCUPYING, START)
    vacancy = vacancy_of(lease)
    assert (vacancy.state, vacancy.let_on, vacancy.closed_on) == (VacancyState.LET, START, lease.keys_on)
    assert Task.objects(kind=TaskKind.VACANCY, subject_id=str(vacancy.pk), state=TaskState.OPEN).count() == 0
    assert lease.pending == []


def test_keys_are_handed_over_once() -> None:
    lease = ready()
    hand_over(lease)
    again = fresh(lease)
    assert hand_over(again) is False
    with pytest.raises(TransitionRefused):
        hand_over(again, on=TODAY)
    assert [entry.action for entry in fresh(lease).history].count("keys_handed_over") == 1


@pytest.mark.parametrize(
    "lacking",
    [
        pytest.param({"security": None, "security_ore": None}, id="no security at all"),
        pytest.param({}, id="agreed but not received"),
    ],
)
def test_keys_are_refused_without_the_security(lacking: dict[str, Any]) -> None:
    lease = met(signed(**lacking))
    with pytest.raises(SecurityMissing):
        hand_over(lease)
    assert fresh(lease).state is LeaseState.UPCOMING


def test_keys_need_no_security_where_the_rulebook_demands_none(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from services import rulebooks

    lease = met(signed(security=None, security_ore=None))
    rules = rulebooks.current(START)
    lenient = replace(rules, letting=replace(rules.letting, security_before_keys=False))
    monkeypatch.setattr(rulebooks, "current", lambda _day: lenient)
    assert hand_over(lease) is True


def test_keys_are_refused_until_the_contract_meeting_is_done() -> None:
    lease = met(secured(signed()), {"power": DONE}, house_rules_on=None)
    with pytest.raises(ContractUnfinished) as refusal:
        hand_over(lease)
    assert refusal.value.left == ("house_rules", "housing_allowance", "address_change")


@pytest.mark.parametrize("ready_on", [None, START + timedelta(days=1)])
def test_keys_are_refused_while_the_dwelling_is_not_ready(ready_on: date | None) -> None:
    lease = ready()
    records.change(vacancy_of(lease), ACTOR, values={"ready_on": ready_on})
    with pytest.raises(DwellingNotReady):
        hand_over(lease)


def test_keys_come_on_the_first_day_unless_agreed_and_never_tomorrow() -> None:
    lease = ready()
    with pytest.raises(KeysTooEarly):
        hand_over(lease, on=TODAY, today=TODAY)
    with pytest.raises(InvalidRecord):
        hand_over(lease, on=START, today=TODAY)
    assert hand_over(lease, on=TODAY, today=TODAY, agreed=True) is True


def test_keys_are_refused_while_another_lives_there() -> None:
    lease = ready()
    other = make_lease(dwelling=records.reference(lease, "dwelling"))
    with pytest.raises(StillLivedIn) as refusal:
        hand_over(lease)
    assert refusal.value.number == other.contract_number


@pytest.mark.parametrize("role", [Role.READER, Role.CASEWORKER, Role.COMMITTEE_MEMBER, Role.ECONOMY])
def test_who_has_no_keys_hands_none_over(role: Role) -> None:
    with pytest.raises(NotAuthorised):
        hand_over(ready(), by=acting(worker(role)))


def test_keys_on_an_old_version_are_refused() -> None:
    lease = ready()
    with pytest.raises(StaleState):
        hand_over(lease, version=lease.version - 1)


def test_an_imported_lease_to_come_is_moved_into_by_keys_too() -> None:
    lease = make_lease(state=LeaseState.UPCOMING, starts_on=START, imported=True)
    with pytest.raises(SecurityMissing):
        hand_over(lease)
    assert hand_over(secured(lease)) is True
    assert fresh(lease).state is LeaseState.OCCUPYING


def test_an_imported_lease_waits_for_the_open_vacancy_of_its_dwelling() -> None:
    home = make_dwelling()
    make_vacancy(dwelling=home)
    lease = secured(make_lease(dwelling=home, state=LeaseState.UPCOMING, starts_on=START, imported=True))
    with pytest.raises(DwellingNotReady):
        hand_over(lease)


def test_an_imported_lease_gets_no_keys_to_a_dwelling_that_is_promised_to_others_here() -> None:
    for vacancy in (make_vacancy(**READY), allocated(**READY)):
        home = records.reference(vacancy, "dwelling")
        lease = secured(make_lease(dwelling=home, state=LeaseState.UPCOMING, starts_on=START, imported=True))
        with pytest.raises(VacancyStands):
            hand_over(lease)
        assert fresh(lease).state is LeaseState.UPCOMING


def test_an_imported_lease_of_the_household_it_is_allocated_to_lets_the_dwelling() -> None:
    case = waiting()
    vacancy = allocated(case, **READY)
    lease = secured(
        make_lease(
            dwelling=records.reference(vacancy, "dwelling"), tenant=records.reference(case, "applicant"),
            state=LeaseState.UPCOMING, starts_on=START, imported=True,
        )
    )  # fmt: skip
    assert hand_over(lease) is True
    assert records.get(Vacancy, vacancy.pk).state is VacancyState.LET
    assert fresh(lease).pending == []


# --- Cancelled before the keys --------------------------------------------------------------------------------------


def test_a_household_that_draws_back_waits_again_and_the_dwelling_is_open() -> None:
    lease = signed()
    assert leases.cancel(lease, keeper(), why="Fikk annen bolig.", version=lease.version, today=TODAY) is True
    lease = fresh(lease)
    assert (lease.state, lease.ended_on) == (LeaseState.ENDED, TODAY)
    assert case_of(lease).state is ApplicationState.WAITING
    assert case_of(lease).on_list
    assert records.get(Offer, lease.offer).state is OfferState.LEASED
    vacancy = vacancy_of(lease)
    assert (vacancy.state, vacancy.allocation, len(vacancy.earlier)) == (VacancyState.OPEN, None, 1)
    assert leases.cancel(lease, keeper(), why="Fikk annen bolig.", version=lease.version, today=TODAY) is False


def test_a_case_that_is_assessed_anew_does_not_wait_again_where_its_lease_is_cancelled() -> None:
    lease = signed()
    records.change(case_of(lease), ACTOR, values={"state": ApplicationState.IN_ASSESSMENT})
    leases.cancel(lease, keeper(), why="Fikk annen bolig.", version=lease.version, today=TODAY)
    assert case_of(lease).state is ApplicationState.IN_ASSESSMENT
    assert vacancy_of(lease).state is VacancyState.OPEN
    assert fresh(lease).pending == []


def test_a_lease_that_never_began_owes_no_rent_and_counts_as_no_short_one() -> None:
    lease = signed(months=12, short_reason="Gjennomgangsbolig.")
    leases.cancel(lease, keeper(), why="Nei.", version=lease.version, today=START + timedelta(days=4))
    assert fresh(lease).ended_on == START - timedelta(days=1)
    list(ledger.charge_month(2026, 12, ACTOR, today=START))
    assert LedgerRow.objects(lease=lease.pk).count() == 0
    assert [lease_terms.began(one.starts_on, one.ended_on) for one in Lease.objects] == [False]


def test_a_lease_that_runs_is_not_cancelled_and_a_reason_is_said() -> None:
    lease = ready()
    with pytest.raises(MissingReason):
        leases.cancel(lease, keeper(), why=" ", version=lease.version, today=TODAY)
    hand_over(lease)
    lease = fresh(lease)
    with pytest.raises(TransitionRefused):
        leases.cancel(lease, keeper(), why="Nei.", version=lease.version, today=TODAY)


def test_a_cancelled_extension_asks_for_a_new_lease_again() -> None:
    case, held = extended()
    lease = sign(case)
    leases.cancel(lease, keeper(), why="Feil leietid.", version=lease.version, today=TODAY)
    assert fresh(lease).follows is None
    assert leases.extension_of(fresh(held)) == case
    assert Task.objects(kind=TaskKind.NEW_LEASE, subject_id=str(held.pk), state=TaskState.OPEN).count() == 1
    assert sign(case).follows == held.pk
    assert Task.objects(kind=TaskKind.NEW_LEASE, state=TaskState.OPEN).count() == 0


# --- An extension takes over ----------------------------------------------------------------------------------------


def test_an_extension_takes_over_on_its_first_day_without_keys() -> None:
    case, held = extended()
    lease = sign(case)
    assert list(leases.due_to_take_over(START - timedelta(days=1))) == []
    with pytest.raises(TransitionRefused):
        leases.take_over(lease, SYSTEM, today=START - timedelta(days=1))
    with pytest.raises(TransitionRefused):
        hand_over(secured(met(lease)))
    assert list(leases.due_to_take_over(START)) == [lease]
    lease = fresh(lease)
    assert leases.take_over(lease, SYSTEM, today=START) is True
    old, new = fresh(held), fresh(lease)
    assert (old.state, old.ended_on, old.end_reason) == (LeaseState.ENDED, date(2026, 11, 30), LeaseEnd.EXPIRY)
    assert (new.state, new.keys_on) == (LeaseState.OCCUPYING, None)
    assert leases.take_over(new, SYSTEM, today=START) is False
    assert list(leases.due_to_take_over(START)) == []
    assert Vacancy.objects.count() == 0


def test_by_night_each_extension_whose_day_has_come_takes_over() -> None:
    case, held = extended()
    lease = sign(case)
    assert run_job("take_overs", START - timedelta(days=1)).done == 0
    assert run_job("take_overs", START).done == 1
    assert (fresh(held).state, fresh(lease).state) == (LeaseState.ENDED, LeaseState.OCCUPYING)
    assert run_job("take_overs", START).selected == 0


@pytest.mark.parametrize("first", ["charged", "taken over"])
def test_the_month_of_a_take_over_is_charged_once_whichever_job_is_first(first: str) -> None:
    case, _ = extended()
    lease = sign(case)
    if first == "charged":
        list(ledger.charge_month(2026, 12, ACTOR, today=START))
    leases.take_over(fresh(lease), SYSTEM, today=START)
    list(ledger.charge_month(2026, 12, ACTOR, today=START))
    charged = [(row.lease.pk, row.period) for row in LedgerRow.objects(period="2026-12")]
    assert charged == [(lease.pk, "2026-12")]


def test_an_extension_signed_late_is_not_charged_for_a_month_the_old_lease_was_charged_for() -> None:
    case, held = extended()
    list(ledger.charge_month(2026, 12, ACTOR, today=START))
    late = NOW.replace(month=12, day=1)
    lease = sign(case, by=keeper(late), now=late)
    assert [row.lease.pk for row in LedgerRow.objects(period="2026-12")] == [held.pk]
    leases.take_over(lease, SYSTEM, today=START)
    list(ledger.charge_month(2027, 1, ACTOR, today=date(2027, 1, 1)))
    assert [row.lease.pk for row in LedgerRow.objects(period="2027-01")] == [lease.pk]


# --- The end --------------------------------------------------------------------------------------------------------


def test_a_vacated_dwelling_ends_its_lease_the_day_before() -> None:
    held = make_lease(starts_on=date(2024, 1, 1))
    vacancy = make_vacancy(dwelling=held.dwelling, lease=held, cause=VacancyCause.NURSING_HOME)
    vacancies.date_stage(vacancy, VacancyStage.VACATED, TODAY, SYSTEM, version=vacancy.version, today=TODAY)
    held = fresh(held)
    assert (held.state, held.ended_on, held.end_reason) == (
        LeaseState.ENDED, TODAY - timedelta(days=1), LeaseEnd.MOVED_TO_CARE,
    )  # fmt: skip
    assert records.get(Vacancy, vacancy.pk).pending == []


def test_an_ended_lease_is_charged_for_the_months_whose_first_it_ran_on() -> None:
    held = make_lease(starts_on=date(2026, 9, 1))
    leases.end(held, keeper(), on=date(2026, 11, 1), reason=LeaseEnd.DEATH, version=held.version, today=TODAY)
    for month in (9, 10, 11, 12):
        list(ledger.charge_month(2026, month, ACTOR, today=START))
    assert [row.period for row in LedgerRow.objects(lease=held.pk).order_by("period")] == [
        "2026-09", "2026-10", "2026-11",
    ]  # fmt: skip
    assert leases.charged_after(fresh(held)) == []
    opened = Vacancy.objects(dwelling=held.dwelling).get()
    assert opened.cause is VacancyCause.DEATH


def test_rent_charged_after_an_end_told_of_late_is_credited() -> None:
    held = make_lease(starts_on=date(2026, 9, 1))
    for month in (9, 10, 11):
        list(ledger.charge_month(2026, month, ACTOR, today=TODAY))
    held = fresh(held)
    leases.end(held, keeper(), on=date(2026, 9, 30), reason=LeaseEnd.DEATH, version=held.version, today=TODAY)
    assert leases.charged_after(fresh(held)) == []
    assert fresh(held).account.balance_ore == 800_000


@pytest.mark.parametrize(
    "on", [pytest.param(TODAY + timedelta(days=1), id="to come"), pytest.param(date(2025, 1, 1), id="before it began")]
)
def test_a_lease_ends_on_a_day_that_it_ran(on: date) -> None:
    held = make_lease()
    with pytest.raises(InvalidRecord):
        leases.end(held, keeper(), on=on, reason=LeaseEnd.EXPIRY, version=held.version, today=TODAY)


def test_a_lease_that_never_ran_is_not_ended_and_one_that_has_ended_is_left() -> None:
    lease = signed()
    with pytest.raises(InvalidRecord):
        leases.end(lease, keeper(), on=TODAY, reason=LeaseEnd.EXPIRY, version=lease.version, today=TODAY)
    over = make_lease(state=LeaseState.ENDED, ended_on=TODAY)
    assert not leases.end(over, keeper(), on=TODAY, reason=LeaseEnd.DEATH, version=over.version, today=TODAY)


def test_whoever_moves_out_before_an_extension_begins_has_no_lease_to_come() -> None:
    case, held = extended()
    lease = sign(case)
    held = fresh(held)
    leases.end(held, keeper(), on=TODAY, reason=LeaseEnd.DEATH, version=held.version, today=TODAY)
    assert fresh(lease).state is LeaseState.ENDED
    assert fresh(held).pending == []


# --- A swap, the whole way ------------------------------------------------------------------------------------------


def test_a_swap_goes_the_same_road_and_the_old_lease_stays_until_its_keys_are_back() -> None:
    case, held = swapping()
    lease = met(secured(sign(accepted(case))))
    hand_over(lease)
    assert (fresh(lease).state, fresh(held).state) == (LeaseState.OCCUPYING, LeaseState.OCCUPYING)
    opened = Vacancy.objects(lease=held.pk).get()
    back = START + timedelta(days=3)
    vacancies.date_stage(opened, VacancyStage.VACATED, back, SYSTEM, version=opened.version, today=back)
    old = fresh(held)
    assert (old.state, old.ended_on, old.end_reason) == (LeaseState.ENDED, back - timedelta(days=1), LeaseEnd.SWAP)
    assert records.get(Application, case.pk).state is ApplicationState.HOUSED


def test_the_new_home_of_a_swap_may_begin_long_before_the_old_lease_runs_out() -> None:
    case, held = swapping(ends_on=date(2028, 12, 31))
    lease = sign(accepted(case))
    opened = Vacancy.objects(lease=held.pk).get()
    assert opened.free_from == START
    other = accepted(vacancy_number="L-next")
    records.change(other, ACTOR, values={"vacancy": opened.pk})
    assert leases.first_start(leases.from_offer(records.get(Offer, other.pk), NOW)) == TODAY
    assert lease.state is LeaseState.UPCOMING
