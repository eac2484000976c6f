"""The days of agreements, what ends them, and when duties fall due again."""

from datetime import date
from fractions import Fraction

import pytest

from rules import agreements, duties
from rules.agreements import Dates
from rules.terms import AgreementKind, AgreementState

SIGNED, REGISTERED, PAID = date(2026, 9, 1), date(2026, 9, 10), date(2026, 10, 1)
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("kind", "dates", "ends"),
    [
        pytest.param(AgreementKind.REFERRAL, Dates(signed_on=SIGNED, registers=True), None, id="no loan, no term yet"),
        pytest.param(
            AgreementKind.REFERRAL, Dates(signed_on=SIGNED, paid_out_on=PAID, registers=True), date(2046, 10, 1),
            id="twenty years from pay-out",
        ),
        pytest.param(AgreementKind.REFERRAL, Dates(signed_on=SIGNED), date(2046, 9, 1), id="from before Husrom"),
        pytest.param(AgreementKind.HEAD_LEASE, Dates(signed_on=SIGNED, registers=True), date(2046, 9, 1), id="others"),
    ],
)  # fmt: skip
def test_the_term_of_a_right_runs_from_pay_out(kind: AgreementKind, dates: Dates, ends: date | None) -> None:
    assert agreements.ends_on(kind, 20, dates) == ends


@pytest.mark.parametrize(
    ("dates", "state"),
    [
        (Dates(), AgreementState.DRAFT),
        (Dates(signed_on=SIGNED, registers=True), AgreementState.SIGNED),
        (Dates(signed_on=SIGNED, registered_on=REGISTERED, registers=True), AgreementState.REGISTERED),
        (Dates(signed_on=SIGNED, registered_on=REGISTERED, paid_out_on=PAID), AgreementState.IN_FORCE),
        (Dates(signed_on=SIGNED), AgreementState.IN_FORCE),
    ],
)
def test_an_agreement_stands_by_its_days(dates: Dates, state: AgreementState) -> None:
    assert agreements.state_of(dates) is state


def test_the_days_follow_each_other() -> None:
    wrong = Dates(signed_on=SIGNED, registered_on=date(2026, 8, 31), paid_out_on=date(2026, 11, 24))
    assert agreements.dates_problems(wrong, TODAY) == {"registered_on": "before_signed", "loan_paid_out_on": "future"}
    assert agreements.dates_problems(Dates(signed_on=SIGNED, registered_on=SIGNED, paid_out_on=SIGNED), TODAY) == {}


@pytest.mark.parametrize(
    ("done", "months", "following"),
    [
        pytest.param(date(2026, 10, 1), 12, date(2027, 10, 15), id="early: from the day it was due"),
        pytest.param(date(2026, 12, 24), 12, date(2027, 10, 15), id="late: from the day it was due all the same"),
        pytest.param(date(2028, 1, 2), 12, date(2028, 10, 15), id="years late: no day that is past"),
        pytest.param(date(2026, 10, 15), None, None, id="once"),
    ],
)
def test_a_duty_falls_due_again(done: date, months: int | None, following: date | None) -> None:
    assert duties.following(date(2026, 10, 15), done, months) == following


@pytest.mark.parametrize(
    ("share", "words"),
    [(Fraction(4, 12), "33,3 %"), (Fraction(2, 5), "40,0 %"), (Fraction(3, 2), "150,0 %"), (Fraction(0), "0,0 %")],
)
def test_a_share_is_told_in_per_cent(share: Fraction, words: str) -> None:
    assert agreements.tells_share(share) == words
