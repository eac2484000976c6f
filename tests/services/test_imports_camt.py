"""Both of the bank's formats give the same payments, in any order of files; a file of another account is refused."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import DOCUMENTS, ImportRun, Lease, LedgerRow, Payment
from rules.errors import OtherAccounts
from rules.terms import ImportCount, ImportKind, PaymentSource, PaymentState, QueueCause, RentCollector, RowKind
from services import imports, ledger, rulebooks
from services.imports import AlreadyRead, TransmissionDiffers
from tests.factories import ACTOR, make_dwelling, make_lease
from tests.importing import TODAY, bring, counted, file_of, order, prepare
from tests.schemas.camt_samples import ACCOUNT, camt, camt_of, detail, entry, notice
from tests.services.test_imports_payments import giro
from wiring import register_effects

PAYMENTS = ImportKind.PAYMENTS
KID, OTHER_KID, UNKNOWN, LANDLORDS = "00700005", "00700013", "00700021", "00700039"


@pytest.fixture(autouse=True)
def house() -> None:
    prepare()
    register_effects()
    for kid in (KID, OTHER_KID):
        make_lease(kid=kid, dwelling=make_dwelling(), starts_on=date(2026, 9, 1), rent_ore=629_300)
    list(ledger.charge_month(2026, 9, ACTOR, today=TODAY))


def balance(kid: str = KID) -> int:
    return Lease.objects(kid=kid).get().account.balance_ore


def test_a_camt_file_settles_the_lease_of_its_kid() -> None:
    assert counted(bring(PAYMENTS, data=camt((KID, 629_300)))) == {"matched": 1, "sum_ore": 629_300}
    row = LedgerRow.objects(kind=RowKind.PAYMENT).get()
    assert (row.key, row.booked_on, balance()) == (f"payment:{ACCOUNT}:A1", date(2026, 9, 20), 0)


@pytest.mark.parametrize(
    ("kids", "cause"),
    [
        ("", QueueCause.NO_KID),
        (UNKNOWN, QueueCause.UNKNOWN_KID),
        (LANDLORDS, QueueCause.OTHER_COLLECTOR),
        ([KID, OTHER_KID], QueueCause.SEVERAL_KIDS),
    ],
)
def test_what_finds_no_lease_waits_with_its_cause(kids: Any, cause: QueueCause) -> None:
    make_lease(kid=LANDLORDS, dwelling=make_dwelling(), rent_collected_by=RentCollector.LANDLORD)
    bring(PAYMENTS, data=camt_of(notice(entry(500, detail(kids)))))
    payment = Payment.objects.get()
    assert (payment.state, payment.cause, payment.source) == (PaymentState.UNMATCHED, cause, PaymentSource.CAMT)
    assert balance() == 629_300


def test_foreign_money_is_refused_alone() -> None:
    data = camt_of(notice(entry(500, detail(KID), ref="1", currency="EUR"), entry(300, detail(KID), ref="2")))
    assert counted(bring(PAYMENTS, data=data)) == {"matched": 1, "refused": 1, "sum_ore": 300}


def test_a_payment_to_a_lease_that_has_ended_is_booked_on_it() -> None:
    Lease.objects(kid=KID).update_one(set__state="ended", set__ended_on=date(2026, 9, 10))
    assert counted(bring(PAYMENTS, data=camt((KID, 629_300)))) == {"matched": 1, "sum_ore": 629_300}
    assert balance() == 0


def test_the_same_notice_is_read_once_and_the_same_entry_in_another_is_known() -> None:
    bring(PAYMENTS, data=camt((KID, 629_300)))
    with pytest.raises(AlreadyRead):
        bring(PAYMENTS, data=camt((KID, 629_300)).replace(b"\n", b"\r\n"))
    with pytest.raises(TransmissionDiffers) as told:
        bring(PAYMENTS, data=camt((KID, 629_301)))
    assert (told.value.number, told.value.account) == ("camt.054 N1", ACCOUNT)
    again = camt((KID, 629_300), (OTHER_KID, 5), number="N2")
    assert counted(bring(PAYMENTS, data=again)) == {"matched": 1, "known": 1, "sum_ore": 629_305}


@pytest.mark.parametrize("kid", [KID, UNKNOWN])
def test_money_with_a_reference_that_stands_for_another_sum_waits_for_a_person(kid: str) -> None:
    bring(PAYMENTS, data=camt((kid, 300)))
    for number in ("N2", "N3"):  # told of twice, it waits once
        bring(PAYMENTS, data=camt((kid, 500), number=number))
    waits = Payment.objects(cause=QueueCause.SAME_REFERENCE).get()
    assert (waits.amount_ore, waits.kid, waits.state) == (500, kid, PaymentState.UNMATCHED)
    assert balance() == 629_300 - (300 if kid == KID else 0)


def test_a_preview_tells_that_a_reference_stands_for_another_sum() -> None:
    bring(PAYMENTS, data=camt((KID, 300)))
    data = camt((KID, 500), number="N2")
    assert imports.preview(file_of(PAYMENTS, data=data), order()).counts[ImportCount.UNMATCHED] == 1
    assert counted(bring(PAYMENTS, data=data)) == {"unmatched": 1, "sum_ore": 500}


def ours(monkeypatch: pytest.MonkeyPatch, *accounts: str) -> None:
    from dataclasses import replace

    held = rulebooks.current(TODAY)
    changed = replace(held, keeping=replace(held.keeping, accounts=accounts))
    monkeypatch.setattr("services.rulebooks.current", lambda today: changed)


@pytest.mark.parametrize("make", [camt, giro])
def test_a_file_of_another_account_is_refused_whole(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ours(monkeypatch, "86011117947")
    file = file_of(PAYMENTS, data=make((KID, 629_300)))
    for door in (imports.preview, imports.run):
        with pytest.raises(OtherAccounts) as told:
            door(file, order())
        assert (told.value.accounts, told.value.ours) == ((ACCOUNT,), ("86011117947",))
    assert (ImportRun.objects.count(), Payment.objects.count(), balance()) == (0, 0, 629_300)


def test_a_file_where_one_account_of_two_is_ours_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    ours(monkeypatch, ACCOUNT)
    other = notice(entry(5, detail(KID)), number="N2", account="<IBAN>NO1586011117947</IBAN>")
    with pytest.raises(OtherAccounts):
        bring(PAYMENTS, data=camt_of(notice(entry(5, detail(KID))), other))
    bring(PAYMENTS, data=camt((KID, 629_300)))
    assert balance() == 0


def test_the_run_keeps_what_each_part_said_and_what_became_of_it() -> None:
    bring(PAYMENTS, data=camt((OTHER_KID, 5), number="N0", first=9))
    entries = [
        entry(ore, detail(kid), ref=ref) for kid, ore, ref in [(KID, 100, "1"), ("", 20, "2"), (OTHER_KID, 5, "A9")]
    ]
    data = camt_of(notice(*entries, entry(7, detail(KID), day="", ref="3")), notice(number="N2"))
    assert bring(PAYMENTS, data=data).run.statement == [
        {
            "account": ACCOUNT, "part": "N1", "told": 4, "told_ore": 132, "booked": 1, "booked_ore": 100,
            "queued": 1, "queued_ore": 20, "known": 1, "known_ore": 5, "refused": 1,
        },
        {
            "account": ACCOUNT, "part": "N2", "told": 0, "told_ore": 0, "booked": 0, "booked_ore": 0,
            "queued": 0, "queued_ore": 0, "known": 0, "known_ore": 0, "refused": 0,
        },
    ]  # fmt: skip


FILES = {
    "giro": giro((KID, 629_300), (UNKNOWN, 5)),
    "camt": camt((KID, 100), (OTHER_KID, 629_300)),
    "again": camt((KID, 100), (OTHER_KID, 7), number="N2").replace(b"A2", b"B2"),
    "back": giro((KID, 629_300), number=18, sign="-"),
    "late": giro((OTHER_KID, 300), number=19, day="010127"),
}


def read_in(names: Any) -> tuple[Any, ...]:
    for kind in DOCUMENTS:
        if kind in (LedgerRow, Payment, ImportRun):
            kind._get_collection().delete_many({} if kind is not LedgerRow else {"kind": {"$ne": "charge"}})
    for name in names:
        bring(PAYMENTS, data=FILES[name])
    waiting = sorted((one.key, one.cause.value) for one in Payment.objects(state=PaymentState.UNMATCHED))
    return balance(), balance(OTHER_KID), waiting


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(sorted(FILES)))
def test_files_read_in_any_order_give_the_same_balances(names: list[str]) -> None:
    assert read_in(names) == (
        629_200, -7,
        [("payment:36564131118:0000017:0000001:2", "unknown_kid"), ("payment:36564131118:0000019:0000001:1", "future")],
    )  # fmt: skip


def test_a_payment_and_its_reversal_meet_whichever_comes_first() -> None:
    seen = {read_in(names)[:2] for names in permutations(["giro", "back"])}
    assert seen == {(629_300, 629_300)}
