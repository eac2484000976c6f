"""The contract meeting: drawn, looked at, signed as it stands; what follows, and who is refused (S004 step 11)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId

from letters import lease_contract
from models import AccessEntry, Applicant, Application, File, Lease, LedgerRow, Offer, Task, Vacancy
from rules import identifiers
from rules.errors import (
    ContractOutdated,
    ContractStands,
    InvalidRecord,
    NoContractYet,
    NotAuthorised,
    NotFound,
    SecurityTooHigh,
    StartTooEarly,
    TenantShielded,
    TermTooShort,
)
from rules.terms import (
    ApplicationState,
    FileKind,
    LeaseState,
    NoticeCode,
    OfferState,
    RentLineKind,
    Role,
    Security,
    TaskKind,
    TaskState,
    VacancyCause,
    VacancyState,
    VacancyStep,
)
from services import leases, ledger, records, rulebooks, vacancy_steps
from tests.casework import NOW, SENDER, TODAY, acting, house, worker
from tests.factories import ACTOR, make_applicant, make_dwelling, make_lease
from tests.letting_leases import (
    START,
    accepted,
    case_of,
    extended,
    fresh,
    ground_of,
    quick_contract,
    sign,
    signed,
    swapping,
    terms,
    vacancy_of,
)
from tests.letting_offers import consultant, offered, waiting

__all__ = ["house"]  # a fixture, used here


@pytest.fixture(autouse=True)
def paper(house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease_contract, "draw", quick_contract)


def drawn(source: Any, **values: Any) -> leases.Preview:
    return leases.draw(ground_of(source), terms(**values), acting(consultant()), SENDER)


# --- Signed --------------------------------------------------------------------------------------------------------


def test_the_lease_bears_what_was_looked_at_and_is_to_come() -> None:
    offer = accepted()
    lease = sign(offer, terms(extras={RentLineKind.POWER: 25_000}))
    assert lease.state is LeaseState.UPCOMING
    assert (lease.starts_on, lease.ends_on, lease.stated_months) == (START, date(2029, 11, 30), 36)
    assert [(line.kind, line.amount_ore) for line in lease.rent_lines] == [
        (RentLineKind.BASE, 800_000),
        (RentLineKind.POWER, 25_000),
    ]
    assert (lease.due_day, lease.section_11_1, lease.non_terminable_notice, lease.eviction_clause) == (
        20, True, True, True,
    )  # fmt: skip
    assert records.reference(lease, "tenant") == records.reference(offer, "applicant")
    stored = File.objects(pk=lease.contract).get()
    assert (stored.kind, stored.sha256) == (FileKind.CONTRACT, lease.contract_sha256)
    assert lease.signed_on == TODAY
    assert lease.pending == []


def test_a_signed_lease_settles_offer_case_and_task_and_asks_for_the_keys() -> None:
    offer = accepted()
    lease = sign(offer)
    stored = records.get(Offer, offer.pk)
    assert (stored.state, stored.lease) == (OfferState.LEASED, lease.pk)
    assert case_of(lease).state is ApplicationState.HOUSED
    assert not case_of(lease).on_list
    step = vacancy_steps.step_of(vacancy_of(lease), TODAY, rulebooks.current(TODAY))
    assert step is not None
    assert step.step is VacancyStep.HAND_OVER


def test_contract_numbers_and_kids_run_on_and_pass_those_that_are_taken() -> None:
    make_lease(contract_number="HK2026-0002")
    numbers = [(one.contract_number, one.kid) for one in (signed(), signed(), signed())]
    assert [number for number, _ in numbers] == ["HK2026-0001", "HK2026-0003", "HK2026-0004"]
    for _, kid in numbers:
        assert identifiers.kid(kid) == kid
    assert len({kid for _, kid in numbers}) == 3


def test_a_merged_persons_lease_is_their_present_records() -> None:
    root = make_applicant()
    merged = make_applicant()
    offer = accepted(waiting(applicant=merged))
    records.change(merged, ACTOR, values={"merged": True, "merged_into": root.pk})
    assert records.reference(sign(offer), "tenant") == root.pk


def test_an_open_ended_lease_has_no_end_and_no_notice_that_it_cannot_be_given_notice_on() -> None:
    lease = signed(months=None)
    assert (lease.ends_on, lease.stated_months, lease.non_terminable_notice) == (None, None, False)


def test_who_signs_twice_is_told_that_it_is_done() -> None:
    offer = accepted()
    sign(offer)
    with pytest.raises(NoContractYet):
        sign(offer)
    assert Lease.objects.count() == 1


def test_a_lease_is_written_for_whoever_said_yes() -> None:
    with pytest.raises(NoContractYet):
        ground_of(offered())


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"rent_ore": 700_000}, id="another rent"),
        pytest.param({"months": 48}, id="another term"),
        pytest.param({"starts_on": date(2026, 12, 2)}, id="another day"),
        pytest.param({"security_ore": 100_000}, id="another security"),
    ],
)
def test_what_differs_from_what_was_looked_at_is_not_signed(change: dict[str, Any]) -> None:
    offer, actor = accepted(), acting(consultant())
    seen = leases.draw(ground_of(offer), terms(), actor, SENDER)
    with pytest.raises(ContractOutdated):
        leases.sign(ground_of(offer), terms(**change), actor, SENDER, number=seen.number, file=seen.file)
    assert Lease.objects.count() == 0


def test_what_was_looked_at_yesterday_is_looked_at_again() -> None:
    offer, actor = accepted(), acting(consultant())
    seen = leases.draw(ground_of(offer), terms(), actor, SENDER)
    later = ground_of(offer, NOW + timedelta(days=1))
    with pytest.raises(ContractOutdated):
        leases.sign(later, terms(), actor, SENDER, number=seen.number, file=seen.file)


@pytest.mark.parametrize("number", ["HK2026-0002", "K5000", "", "HK-", "HK2026-"])
def test_a_number_that_was_not_given_out_is_not_signed(number: str) -> None:
    offer, actor = accepted(), acting(consultant())
    seen = leases.draw(ground_of(offer), terms(), actor, SENDER)
    with pytest.raises(ContractOutdated):
        leases.sign(ground_of(offer), terms(), actor, SENDER, number=number, file=seen.file)
    with pytest.raises(ContractOutdated):
        leases.sign(ground_of(offer), terms(), actor, SENDER, number=seen.number, file=ObjectId())


def test_a_changed_name_makes_what_was_looked_at_outdated() -> None:
    offer, actor = accepted(), acting(consultant())
    seen = leases.draw(ground_of(offer), terms(), actor, SENDER)
    tenant = records.get(Applicant, records.reference(offer, "applicant"))
    records.change(tenant, ACTOR, values={"last_name": "Annen"})
    with pytest.raises(ContractOutdated):
        leases.sign(ground_of(offer), terms(), actor, SENDER, number=seen.number, file=seen.file)


def test_the_second_lease_of_a_dwelling_is_told_which_stands() -> None:
    first = signed()
    offer = accepted(waiting(), dwelling=None)
    home = records.reference(first, "dwelling")
    records.change(offer, ACTOR, values={"dwelling": home})
    with pytest.raises(ContractStands) as refusal:
        drawn(offer)
    assert refusal.value.number == first.contract_number


# --- What the terms are refused for ---------------------------------------------------------------------------------


def test_a_short_lease_says_why_and_a_second_one_is_a_leaders() -> None:
    with pytest.raises(TermTooShort):
        signed(months=12)
    first = signed(months=12, short_reason="Gjennomgangsbolig.")
    assert first.short_term_reason == "Gjennomgangsbolig."
    assert first.weighty_reason is None
    records.change(first, ACTOR, values={"state": LeaseState.ENDED, "ended_on": START + timedelta(days=300)})
    again = accepted(waiting(applicant=records.reference(first, "tenant")))
    records.change(again, ACTOR, values={"dwelling": records.reference(first, "dwelling")})
    short = terms(months=12, short_reason="Gjennomgangsbolig.")
    with pytest.raises(TermTooShort) as refusal:
        sign(again, short)
    assert refusal.value.why == "no_weighty_grounds"
    weighty = replace(short, weighty_reason="Behandlingen er utsatt.")
    with pytest.raises(TermTooShort) as refusal:
        sign(again, weighty)
    assert refusal.value.why == "not_by_leader"
    second = sign(again, weighty, by=acting(worker(Role.UNIT_LEADER, name="Eva Enhetsleder")))
    assert (second.weighty_reason, second.weighty_by_name) == ("Behandlingen er utsatt.", "Eva Enhetsleder")


def test_a_short_lease_under_an_id_that_was_merged_counts() -> None:
    root, old, home = make_applicant(), make_applicant(), make_dwelling()
    make_lease(tenant=old, dwelling=home, starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31),
               ended_on=date(2024, 12, 31), state=LeaseState.ENDED)  # fmt: skip
    records.change(old, ACTOR, values={"merged": True, "merged_into": root.pk})
    offer = accepted(waiting(applicant=root), dwelling=home)
    assert leases.earlier_short(ground_of(offer)) == 1


def test_security_too_high_and_a_start_before_the_dwelling_is_free_are_refused() -> None:
    offer = accepted(ready_on=date(2026, 12, 10))
    with pytest.raises(StartTooEarly) as refusal:
        drawn(offer)
    assert refusal.value.free_from == date(2026, 12, 10)
    with pytest.raises(SecurityTooHigh):
        drawn(offer, starts_on=date(2026, 12, 10), security_ore=4_800_001)
    with pytest.raises(StartTooEarly):
        drawn(accepted(), starts_on=TODAY - timedelta(days=1))


@pytest.mark.parametrize(
    "role", [Role.READER, Role.CASEWORKER, Role.COMMITTEE_MEMBER, Role.ECONOMY, Role.ADMINISTRATOR]
)
def test_who_holds_no_contract_meetings_signs_nothing(role: Role) -> None:
    with pytest.raises(NotAuthorised):
        sign(accepted(), by=acting(worker(role)))


def test_a_protected_tenants_lease_is_drawn_by_those_who_may_see_where_they_live() -> None:
    offer, actor = accepted(waiting(applicant=make_applicant(protected_address=True))), acting(consultant())
    with pytest.raises(TenantShielded):
        leases.draw(ground_of(offer), terms(), actor, SENDER)
    seen = leases.draw(ground_of(offer), terms(), actor, SENDER, sees_protected=True)
    lease = leases.sign(
        ground_of(offer), terms(), actor, SENDER, number=seen.number, file=seen.file, sees_protected=True
    )
    with pytest.raises(TenantShielded):
        leases.open_contract(fresh(lease), actor)
    assert leases.open_contract(fresh(lease), actor, sees_protected=True).read().startswith(b"%PDF")


def test_each_opening_of_a_contract_is_logged_and_a_drawn_one_is_its_drawers() -> None:
    actor = acting(consultant())
    offer = accepted()
    seen = leases.draw(ground_of(offer), terms(), actor, SENDER)
    assert leases.open_drawn(seen.file, actor).read().startswith(b"%PDF")
    with pytest.raises(NotFound):
        leases.open_drawn(seen.file, acting(consultant()))
    lease = leases.sign(ground_of(offer), terms(), actor, SENDER, number=seen.number, file=seen.file)
    before = AccessEntry.objects.count()
    leases.open_contract(fresh(lease), actor)
    assert AccessEntry.objects.count() == before + 1
    with pytest.raises(NotFound):
        leases.open_contract(make_lease(), actor)


def test_a_lease_that_differs_from_its_dwelling_or_has_no_security_is_noticed() -> None:
    lease = signed(security=None, security_ore=None, rent_ore=810_000)
    assert set(lease.notices) == {NoticeCode.SECURITY_MISSING, NoticeCode.RENT_DIFFERS}


# --- Rent ----------------------------------------------------------------------------------------------------------


def test_a_lease_signed_after_the_months_rent_was_charged_is_charged_too() -> None:
    first = NOW.replace(month=12, day=1)
    list(ledger.charge_month(2026, 12, ACTOR, today=START))
    lease = sign(accepted(), terms(starts_on=START), by=acting(consultant(), first), now=first)
    assert [row.period for row in LedgerRow.objects(lease=lease.pk)] == ["2026-12"]
    assert fresh(lease).account.balance_ore == 800_000
    list(ledger.charge_month(2026, 12, ACTOR, today=START))
    assert LedgerRow.objects(lease=lease.pk).count() == 1


def test_a_lease_to_come_owes_nothing_yet() -> None:
    assert LedgerRow.objects(lease=signed().pk).count() == 0


# --- Extension ------------------------------------------------------------------------------------------------------


def test_an_extension_gets_a_lease_that_follows_the_old_one_and_its_task_is_settled() -> None:
    case, held = extended(security=Security.NAV_GUARANTEE, security_ore=100_000, security_received_on=date(2023, 12, 1))
    assert leases.extension_of(held) == case
    assert leases.usual_start(ground_of(case)) == START
    lease = sign(case, terms(security_goes_on=True), by=acting(worker(Role.PROPERTY)))
    assert (lease.follows, lease.offer, lease.application) == (held.pk, None, case.pk)
    assert lease.security_received_on == date(2023, 12, 1)
    assert records.reference(lease, "dwelling") == records.reference(held, "dwelling")
    assert case_of(lease).state is ApplicationState.HOUSED
    assert Task.objects(kind=TaskKind.NEW_LEASE, state=TaskState.OPEN).count() == 0
    assert leases.extension_of(held) is None


def test_an_extension_that_is_not_granted_or_of_an_ended_lease_gets_no_lease() -> None:
    case, held = extended()
    records.change(held, ACTOR, values={"state": LeaseState.ENDED, "ended_on": TODAY})
    with pytest.raises(NoContractYet):
        ground_of(case)
    undecided, _ = extended(kid="12345678911")
    records.change(undecided, ACTOR, values={"decisions": []})
    with pytest.raises(NoContractYet):
        ground_of(undecided)


# --- Swap ----------------------------------------------------------------------------------------------------------


def test_a_swaps_old_home_is_told_vacant_as_the_new_lease_is_signed() -> None:
    case, held = swapping()
    lease = sign(accepted(case))
    opened = Vacancy.objects(dwelling=records.reference(held, "dwelling")).get()
    assert (opened.cause, opened.state, opened.vacated_on) == (VacancyCause.SWAP, VacancyState.OPEN, None)
    assert fresh(held).state is LeaseState.OCCUPYING
    assert records.get(Application, case.pk).state is ApplicationState.HOUSED
    assert leases.swap_vacancy(lease) == opened


def test_terms_without_a_kind_of_security_have_no_amount() -> None:
    with pytest.raises(InvalidRecord):
        drawn(accepted(), security=None)
