"""Leases that a payment without a match may belong to, found in the database."""

from datetime import date

import pytest

from models import Lease, Payment
from models.lease import RentLine
from rules.placement import Suggestion
from rules.terms import LeaseState, PaymentSource, RentCollector, RentLineKind
from services import ledger, records
from tests.factories import ACTOR, make_lease

DAY = date(2026, 11, 22)


def unmatched(kid: str | None, amount_ore: int = 1) -> Payment:
    payment = Payment(key=f"p:{kid}", source=PaymentSource.OCR, amount_ore=amount_ore, booked_on=DAY, kid=kid)
    records.create(payment, ACTOR)
    return payment


def found(payment: Payment) -> list[tuple[str, tuple[Suggestion, ...]]]:
    return [(lease.contract_number, reasons) for lease, reasons in ledger.suggestions(payment, DAY)]


def test_a_slip_in_the_kid_and_the_amount_of_a_rent_are_found() -> None:
    make_lease(contract_number="K1", kid="12345678", rent_ore=500_000)
    make_lease(contract_number="K2", kid="99999999", rent_ore=629_300)
    make_lease(contract_number="K3", kid="55555555", rent_ore=700_000)
    assert found(unmatched("12345687", 629_300)) == [
        ("K1", (Suggestion.KID_SWAPPED,)),
        ("K2", (Suggestion.SAME_RENT,)),
    ]


def test_all_lines_of_todays_rent_count_together() -> None:
    begun = date(2026, 1, 1)
    lines = [
        RentLine(id="1", kind=RentLineKind.BASE, amount_ore=400_000, valid_from=begun, valid_until=date(2026, 6, 30)),
        RentLine(id="2", kind=RentLineKind.BASE, amount_ore=420_000, valid_from=date(2026, 7, 1)),
        RentLine(id="3", kind=RentLineKind.POWER, amount_ore=50_000, valid_from=begun),
    ]
    make_lease(contract_number="K1", kid="12345678", rent_lines=lines)
    assert found(unmatched(None, 470_000)) == [("K1", (Suggestion.SAME_RENT,))]
    assert found(unmatched("1", 450_000)) == []


@pytest.mark.parametrize(
    ("values", "kid", "expected"),
    [
        ({"state": LeaseState.ENDED}, "12345679", 1),  # an ended lease may still owe: its KID counts
        ({"state": LeaseState.ENDED}, "00000000", 0),  # but its rent no longer
        ({"rent_collected_by": RentCollector.LANDLORD}, "12345679", 0),
    ],
)
def test_which_leases_count(values: dict[str, object], kid: str, expected: int) -> None:
    make_lease(kid="12345678", rent_ore=100, **values)
    assert len(found(unmatched(kid, 100))) == expected
    assert Lease.objects.count() == 1
