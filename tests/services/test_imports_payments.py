"""Bank files brought in: each transmission once, each payment once, unknown KIDs to the queue."""

from datetime import date

import pytest

from models import ImportRun, Lease, LedgerRow, Payment
from rules.terms import ImportKind, ImportState, PaymentState, QueueCause, Role, RowKind
from services import effects, imports, ledger
from services.actor import Actor
from services.imports import AlreadyRead, TransmissionDiffers
from services.maintenance import check_data
from tests.factories import ACTOR, NOW, make_dwelling, make_lease
from tests.importing import TODAY, bring, counted, file_of, order, prepare
from tests.schemas.samples import assignment, ocr_of, payment_lines, transmission

PAYMENTS = ImportKind.PAYMENTS
KID, OTHER_KID, UNKNOWN = "00700005", "00700013", "00700021"


@pytest.fixture(autouse=True)
def house() -> None:
    prepare()
    for kid in (KID, OTHER_KID):
        make_lease(kid=kid, dwelling=make_dwelling(), starts_on=date(2026, 9, 1), rent_ore=629_300)
    list(ledger.charge_month(2026, 9, ACTOR, today=TODAY))


def giro(*payments: tuple[str, int], number: int = 17, first: int = 1, day: str = "200926", sign: str = "0") -> bytes:
    """An OCR file of one transmission with (KID, øre) payments."""
    body = [
        line
        for at, (kid, ore) in enumerate(payments, first)
        for line in payment_lines(at, ore, kid, day=day, sign=sign)
    ]
    total = {"count": len(payments), "ore": sum(ore for _, ore in payments)}
    return ocr_of(transmission(assignment(body, **total), **total, number=number))


def the_lease(kid: str = KID) -> Lease:
    return Lease.objects(kid=kid).get()


def test_a_payment_is_booked_on_the_lease_of_its_kid_and_settles_it() -> None:
    assert counted(bring(PAYMENTS, data=giro((KID, 629_300)))) == {"matched": 1, "sum_ore": 629_300}
    row = LedgerRow.objects(kind=RowKind.PAYMENT).get()
    assert row.key == "payment:36564131118:0000017:0000001:1"
    assert (row.lease, row.amount_ore, row.booked_on, row.kid) == (the_lease(), -629_300, date(2026, 9, 20), KID)
    assert (the_lease().account.balance_ore, the_lease().account.oldest_due) == (0, None)
    assert the_lease(OTHER_KID).account.balance_ore == 629_300


def test_an_unknown_kid_goes_to_the_queue() -> None:
    done = bring(PAYMENTS, data=giro((KID, 100_000), (UNKNOWN, 50_000)))
    assert counted(done) == {"matched": 1, "unmatched": 1, "sum_ore": 150_000}
    payment = Payment.objects.get()
    assert (payment.state, payment.kid, payment.amount_ore) == (PaymentState.UNMATCHED, UNKNOWN, 50_000)
    assert payment.import_run == done.run.key


def test_what_is_paid_too_much_is_credit() -> None:
    bring(PAYMENTS, data=giro((KID, 700_000)))
    assert (the_lease().account.credit_ore, the_lease().account.balance_ore) == (70_700, -70_700)


def test_what_the_bank_takes_back_is_a_debt_again() -> None:
    bring(PAYMENTS, data=giro((KID, 629_300)))
    bring(PAYMENTS, data=giro((KID, 629_300), number=18, sign="-"))
    row = LedgerRow.objects(kind=RowKind.REVERSAL).get()
    assert (row.amount_ore, the_lease().account.balance_ore) == (629_300, 629_300)


def test_a_payment_in_the_future_waits_for_a_person() -> None:
    done = bring(PAYMENTS, data=giro((KID, 629_300)), today=date(2026, 9, 19))
    assert counted(done) == {"unmatched": 1, "sum_ore": 629_300}
    assert (Payment.objects.get().cause, the_lease().account.balance_ore) == (QueueCause.FUTURE, 629_300)


def test_what_the_bank_takes_back_of_a_payment_that_is_not_there_waits_for_a_person() -> None:
    bring(PAYMENTS, data=giro((KID, 629_200)))
    done = bring(PAYMENTS, data=giro((KID, 629_300), number=18, sign="-"))
    assert counted(done) == {"unmatched": 1, "sum_ore": -629_300}
    assert (Payment.objects.get().cause, the_lease().account.balance_ore) == (QueueCause.UNKNOWN_REVERSAL, 100)


def test_a_payment_is_taken_back_by_the_bank_once() -> None:
    bring(PAYMENTS, data=giro((KID, 629_300)))
    done = bring(PAYMENTS, data=giro((KID, 629_300), (KID, 629_300), number=18, sign="-"))
    assert counted(done) == {"matched": 1, "unmatched": 1, "sum_ore": -1_258_600}


def test_the_same_file_is_read_once() -> None:
    bring(PAYMENTS, data=giro((KID, 629_300)))
    with pytest.raises(AlreadyRead):
        bring(PAYMENTS, data=giro((KID, 629_300)))
    assert counted(bring(PAYMENTS, data=giro((KID, 629_300)), overwrite=True)) == {"known": 1, "sum_ore": 629_300}
    assert LedgerRow.objects(kind=RowKind.PAYMENT).count() == 1


def test_a_row_that_another_run_left_unsettled_is_settled() -> None:
    data = giro((KID, 629_300))
    bring(PAYMENTS, data=data)
    Lease.objects(kid=KID).update_one(set__account=the_lease(OTHER_KID).account)
    both = data + giro((OTHER_KID, 1), number=18)
    bring(PAYMENTS, data=both)
    assert (the_lease().account.balance_ore, the_lease(OTHER_KID).account.balance_ore) == (0, 629_299)


def test_more_leases_than_are_kept_in_mind_are_each_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.ledger.intake.MOST_KIDS", 0)
    monkeypatch.setattr("services.accounts.ACCOUNTS_AT_ONCE", 1)
    bring(PAYMENTS, data=giro((KID, 100), (OTHER_KID, 200)) + giro((KID, 1), number=18))
    assert (the_lease().account.balance_ore, the_lease(OTHER_KID).account.balance_ore) == (629_199, 629_100)


def test_the_same_transmission_in_another_wrapping_is_read_once_too() -> None:
    bring(PAYMENTS, data=giro((KID, 629_300)))
    with pytest.raises(AlreadyRead) as told:
        bring(PAYMENTS, data=giro((KID, 629_300)).replace(b"\r\n", b"\n"))
    assert told.value.run.state is ImportState.DONE
    assert LedgerRow.objects(kind=RowKind.PAYMENT).count() == 1


def test_the_same_transmission_number_with_other_content_is_refused_whole() -> None:
    bring(PAYMENTS, data=giro((KID, 629_300)))
    with pytest.raises(TransmissionDiffers) as told:
        bring(PAYMENTS, data=giro((KID, 629_300), (OTHER_KID, 1)))
    assert (told.value.number, told.value.account, told.value.name) == ("0000017", "36564131118", "payments.csv")
    assert LedgerRow.objects(kind=RowKind.PAYMENT).count() == 1
    with pytest.raises(TransmissionDiffers):
        imports.preview(file_of(PAYMENTS, data=giro((KID, 1))), order())


def test_a_refused_transmission_stands_in_nobodys_way() -> None:
    bring(PAYMENTS, data=giro((KID, 629_300)))
    with pytest.raises(TransmissionDiffers):
        bring(PAYMENTS, data=giro((KID, 1)))
    refused = ImportRun.objects(state=ImportState.REFUSED).get()
    assert (refused.transmissions, refused.error) == ([], "TransmissionDiffers")


def test_a_file_with_one_new_and_one_known_transmission_brings_the_new_one() -> None:
    bring(PAYMENTS, data=giro((KID, 629_300)))
    both = giro((KID, 629_300)) + giro((OTHER_KID, 629_300), number=18)
    assert counted(bring(PAYMENTS, data=both)) == {"matched": 1, "known": 1, "sum_ore": 1_258_600}


def test_a_preview_foresees_without_writing() -> None:
    bring(PAYMENTS, data=giro((KID, 1), number=16))
    data = giro((KID, 629_300), (UNKNOWN, 2))
    seen = imports.preview(file_of(PAYMENTS, data=data), order())
    assert LedgerRow.objects(kind=RowKind.PAYMENT).count() == 1
    assert seen.counts == bring(PAYMENTS, data=data).outcome.counts
    again = imports.preview(file_of(PAYMENTS, data=data), order(overwrite=True))
    assert again.counts == bring(PAYMENTS, data=data, overwrite=True).outcome.counts


def test_the_economy_department_brings_bank_files_in() -> None:
    actor = Actor(id="o", name="Oda", at=NOW, roles=frozenset({Role.ECONOMY}))
    assert counted(bring(PAYMENTS, data=giro((KID, 1)), actor=actor)) == {"matched": 1, "sum_ore": 1}


def test_a_placed_payment_is_booked_once_and_a_second_reading_leaves_it() -> None:
    effects.registry.record(ledger.ROW_EFFECT, ledger.build_row)
    bring(PAYMENTS, data=giro((UNKNOWN, 50_000)))
    payment, lease = Payment.objects.get(), the_lease()
    ledger.place(payment, lease, ACTOR, version=payment.version, why="Leietaker ringte")
    assert the_lease().account.balance_ore == 579_300
    assert counted(bring(PAYMENTS, data=giro((UNKNOWN, 50_000)), overwrite=True)) == {"known": 1, "sum_ore": 50_000}
    assert the_lease().account.balance_ore == 579_300
    assert check_data(NOW).troubles == []
