"""Leases brought in from a municipality's spreadsheet: homes, persons, rent and the opening balance."""

from datetime import date

import pytest

from models import Applicant, Dwelling, Lease, LedgerRow, Project
from rules.terms import Disposal, ImportKind, LeaseState, NoticeCode, RentCollector, RentLineKind, RowKind, Security
from services import ledger, records
from services.maintenance import check_data
from tests.factories import ACTOR, NOW, make_dwelling, make_lease, make_project
from tests.importing import (
    DIFFERENT,
    NEW,
    REFUSED,
    TODAY,
    UNCHANGED,
    UPDATED,
    bring,
    content,
    counted,
    differing_columns,
    prepare,
    reasons,
    refused_columns,
)
from tests.schemas.samples import NUMBER, synthetic_number

LEASES = ImportKind.LEASES
KIDS = ("00700005", "00700013", "00700021", "00700039")
UPCOMING = {"Fra dato": "01.12.2026", "Til dato": "30.11.2029"}


@pytest.fixture(autouse=True)
def house() -> None:
    prepare()
    make_dwelling(dwelling_number="B2", rent_ore=629_300)


def lease(number: int, **changes: str) -> dict[str, str]:
    """A lease with its own contract number, KID and person on B1."""
    return {
        "Kontraktsnr": f"K{number}",
        "KID": KIDS[number],
        "Fødselsnr": synthetic_number(date(1980, 1, number + 1)),
        "Født": f"{number + 1:02d}.01.1980",
    } | changes


def the_lease(number: str = "K1") -> Lease:
    return Lease.objects(contract_number=number).get()


def test_a_row_becomes_a_lease_with_its_person_rent_and_account() -> None:
    assert counted(bring(LEASES, {})) == {NEW: 1}
    stored = the_lease()
    assert (stored.state, stored.kid, stored.due_day) == (LeaseState.OCCUPYING, "00700005", 20)
    assert (stored.starts_on, stored.ends_on, stored.stated_months) == (date(2025, 10, 1), date(2028, 9, 30), 36)
    assert (stored.security, stored.security_ore) == (Security.NAV_GUARANTEE, 3_775_800)
    (line,) = stored.rent_lines
    assert (line.kind, line.amount_ore, line.valid_from) == (RentLineKind.BASE, 629_300, date(2025, 10, 1))
    assert (stored.tenant.first_name, stored.tenant.last_name) == ("Zahra", "Ali")
    assert stored.office == stored.caseworker.office
    assert [entry.action for entry in stored.history] == ["imported"]


def test_the_opening_balance_is_a_row_due_on_the_day_in_the_columns_name() -> None:
    bring(LEASES, {"Restanse pr 31.08.2026": "8 166,00"})
    row, stored = LedgerRow.objects.get(), the_lease()
    assert (row.key, row.kind, row.amount_ore) == (f"opening:{stored.pk}", RowKind.OPENING, 816_600)
    assert (row.due_on, row.booked_on) == (date(2026, 8, 31), date(2026, 8, 31))
    assert (stored.account.balance_ore, stored.account.oldest_due) == (816_600, date(2026, 8, 31))
    assert stored.pending == []


@pytest.mark.parametrize(
    ("cell", "balance", "rows"),
    [
        pytest.param("0,00", 0, 0, id="nothing owed makes no row"),
        pytest.param("", 0, 0, id="blank is nothing"),
        pytest.param("-12,50", -1250, 1, id="paid ahead is credit"),
    ],
)
def test_an_opening_balance_is_taken_as_it_stands(cell: str, balance: int, rows: int) -> None:
    bring(LEASES, {"Restanse pr 31.08.2026": cell})
    assert (the_lease().account.balance_ore, LedgerRow.objects.count()) == (balance, rows)


def test_rent_is_charged_after_the_opening_balance_only() -> None:
    bring(LEASES, {})
    for month in (8, 9):
        assert list(ledger.charge_month(2026, month, ACTOR, today=TODAY)) == ([1] if month == 9 else [])
    assert [row.period for row in LedgerRow.objects(kind=RowKind.CHARGE)] == ["2026-09"]


@pytest.mark.parametrize("disposal", [Disposal.OWNED, Disposal.ALLOCATION, Disposal.RENTED_IN])
def test_the_municipality_collects_whoever_owns_the_home(disposal: Disposal) -> None:
    make_dwelling(dwelling_number="B9", disposal=disposal)
    bring(LEASES, {"Bolig-ID": "B9"})
    assert the_lease().rent_collected_by is RentCollector.MUNICIPALITY


@pytest.mark.parametrize(
    ("changes", "notices"),
    [
        pytest.param({}, [], id="three years, secured, rent as the dwelling's"),
        pytest.param(
            {"Til dato": "30.09.2026", "Varighet (mnd)": "12"},
            [NoticeCode.SHORT_TERM, NoticeCode.EXPIRED],
            id="short and past its end, yet lived in",
        ),
        pytest.param({"Til dato": "", "Varighet (mnd)": ""}, [], id="open-ended"),
        pytest.param({"Varighet (mnd)": "12"}, [NoticeCode.TERM_DIFFERS], id="another term than the dates"),
        pytest.param(
            {"Sikkerhet": "", "Sikkerhetsbeløp": ""}, [NoticeCode.SECURITY_MISSING], id="without any security"
        ),
        pytest.param({"Sikkerhetsbeløp": "40 000"}, [NoticeCode.SECURITY_HIGH], id="over six months' rent"),
        pytest.param({"Husleie pr mnd": "6 400,00"}, [NoticeCode.RENT_DIFFERS], id="another rent than the dwelling's"),
    ],
)
def test_what_is_unlawful_or_unwise_is_a_notice(changes: dict[str, str], notices: list[NoticeCode]) -> None:
    assert counted(bring(LEASES, changes)) == {NEW: 1}
    assert the_lease().notices == notices


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        pytest.param([lease(1), lease(2)], ["Bolig-ID"], id="two who live there"),
        pytest.param(
            [lease(1, **{"Til dato": "01.11.2026"}), lease(2)], ["Bolig-ID"], id="past its end still lives there"
        ),
        pytest.param([lease(1), lease(2, **UPCOMING)], [], id="one who comes beside one who lives there"),
        pytest.param([lease(1, **UPCOMING), lease(2, **UPCOMING)], ["Bolig-ID"], id="two who come"),
        pytest.param([lease(1), lease(2, **{"Bolig-ID": "B2"})], [], id="each in their own home"),
        pytest.param([lease(1), lease(2, **{"Bolig-ID": "B2", "KID": KIDS[1]})], ["KID"], id="one KID for two"),
        pytest.param([lease(1, KID="1"), lease(2)], ["KID"], id="a refused one takes no home"),
        pytest.param([lease(1, **{"Bolig-ID": "B7"})], ["Bolig-ID"], id="an unknown dwelling"),
        pytest.param(
            [lease(1, **{"Saksbehandler": "ny@example.no", "Bolig-ID": "B7", "Til dato": "01.01.2025"})],
            ["Til dato", "Saksbehandler", "Bolig-ID"],
            id="all that is wrong with one row",
        ),
    ],
)
@pytest.mark.parametrize("one_file", [True, False])
def test_what_is_impossible_refuses_the_row(rows: list[dict[str, str]], refused: list[str], one_file: bool) -> None:
    done = [bring(LEASES, *some) for some in ([rows] if one_file else [[row] for row in rows])]
    assert [column for one in done for column in refused_columns(one)] == refused
    assert Lease.objects.count() == len(rows) - bool(refused)


def test_a_reason_names_the_contract_or_the_line_in_the_way() -> None:
    done = bring(LEASES, lease(1), lease(2))
    assert "linje 2" in reasons(done)[0][1]
    assert "kontrakt K1" in reasons(bring(LEASES, lease(3)))[0][1]


def test_an_ended_lease_leaves_the_home_to_others() -> None:
    make_lease(dwelling=make_dwelling(dwelling_number="B9"), state=LeaseState.ENDED, ended_on=date(2026, 1, 1))
    assert counted(bring(LEASES, {"Bolig-ID": "B9"})) == {NEW: 1}


def test_tenant_and_applicant_are_one_person_and_another_name_is_a_notice() -> None:
    bring(ImportKind.APPLICATIONS, {})
    bring(LEASES, {"Leietaker": "Åse Bråten Lund"})
    person = Applicant.objects.get()
    assert (person.identity_number, person.name, person.notices) == (NUMBER, "Åse Bråten", [NoticeCode.NAME_DIFFERS])
    assert the_lease().tenant == person


def test_a_lone_name_is_taken_as_the_surname() -> None:
    assert counted(bring(LEASES, {"Leietaker": "Ali"})) == {NEW: 1}
    assert Applicant.objects.get().name == "Ali"


def test_the_same_leases_again_are_unchanged_whatever_day_it_is() -> None:
    bring(LEASES, lease(1, **UPCOMING))
    later = date(2026, 12, 24)
    assert counted(bring(LEASES, lease(1, **UPCOMING), lease(2), today=later)) == {REFUSED: 1, UNCHANGED: 1}


def test_a_new_rent_before_any_charge_mends_the_line() -> None:
    bring(LEASES, {})
    assert counted(bring(LEASES, {"Husleie pr mnd": "7 000,00"}, overwrite=True)) == {UPDATED: 1}
    assert [(line.id, line.amount_ore) for line in the_lease().rent_lines] == [("1", 700_000)]


def test_a_new_rent_after_charges_runs_from_the_month_that_is_not_charged() -> None:
    bring(LEASES, {})
    list(ledger.charge_month(2026, 9, ACTOR, today=TODAY))
    bring(LEASES, {"Husleie pr mnd": "7 000,00"}, overwrite=True)
    lines = [(line.id, line.amount_ore, line.valid_from, line.valid_until) for line in the_lease().rent_lines]
    assert lines == [
        ("1", 629_300, date(2025, 10, 1), date(2026, 9, 30)),
        ("2", 700_000, date(2026, 10, 1), None),
    ]
    list(ledger.charge_month(2026, 10, ACTOR, today=TODAY))
    charged = LedgerRow.objects(kind=RowKind.CHARGE).order_by("period")
    assert [row.amount_ore for row in charged] == [629_300, 700_000]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        pytest.param({"Restanse pr 31.08.2026": "1,00"}, "Restanse pr 31.08.2026", id="the booked opening balance"),
        pytest.param(
            {"Fra dato": "01.11.2025", "Varighet (mnd)": "35"}, "Fra dato", id="the start that is charged from"
        ),
    ],
)
def test_what_the_ledger_rests_on_is_told_but_never_overwritten(changes: dict[str, str], column: str) -> None:
    bring(LEASES, {})
    list(ledger.charge_month(2026, 9, ACTOR, today=TODAY))
    assert column in differing_columns(bring(LEASES, changes))
    assert refused_columns(bring(LEASES, changes, overwrite=True)) == [column]


def test_a_later_exports_balance_is_of_another_day_and_no_difference() -> None:
    bring(LEASES, {})
    later = content(LEASES, {"Restanse pr 31.08.2026": "500,00"}).replace(b"31.08.2026", b"30.09.2026", 1)
    assert counted(bring(LEASES, data=later)) == {UNCHANGED: 1}


def test_another_person_on_a_contract_is_a_difference_and_with_leave_written() -> None:
    bring(LEASES, {})
    other = lease(2, Kontraktsnr="K1", KID=KIDS[0])
    done = bring(LEASES, other)
    assert (counted(done), differing_columns(done)) == ({DIFFERENT: 1}, ["Fødselsnr"])
    assert counted(bring(LEASES, other, overwrite=True)) == {UPDATED: 1}
    assert the_lease().tenant.identity_number == other["Fødselsnr"]


def test_imported_leases_agree_with_themselves() -> None:
    ends = {"Fra dato": "01.12.2023", "Til dato": "30.11.2026"}
    bring(LEASES, lease(1, **{"Restanse pr 31.08.2026": "8 166,00"} | ends), lease(2, **UPCOMING))
    list(ledger.charge_month(2026, 9, ACTOR, today=TODAY))
    assert check_data(NOW).troubles == []


def test_an_upcoming_lease_that_has_begun_takes_the_dwelling() -> None:
    assert counted(bring(LEASES, lease(0, **UPCOMING))) == {NEW: 1}
    done = bring(LEASES, lease(1, **{"Bolig-ID": "B1"}), today=date(2026, 12, 5))
    assert counted(done) == {REFUSED: 1}


def test_leases_in_a_landlords_project_count_against_its_quota_at_once() -> None:
    home = Dwelling.objects.get(dwelling_number="B1")
    project = make_project(homes=20)
    records.change(home, ACTOR, values={"project": project.pk, "landlord": project.landlord.pk})
    assert counted(bring(LEASES, {})) == {NEW: 1}
    held = records.get(Project, project.pk).reservations
    assert [(one.id, one.lease, one.on) for one in held] == [(the_lease().pk, the_lease().pk, date(2025, 10, 1))]
