"""The flags report: counted from what is stored, as of a day, changing nothing."""

from datetime import date

import pytest

from models import AuditEntry, Lease, Payment, Task
from rules.rent import Overdue
from rules.terms import (
    AppealState,
    ApplicationState,
    LeaseState,
    PaymentSource,
    PaymentState,
    RentCollector,
    RowKind,
)
from services import flags, records, rulebooks
from services.flags import Report
from tests.clockwork import DAY, book, load_rulebook
from tests.factories import ACTOR, make_appeal, make_application, make_decision, make_lease


@pytest.fixture(autouse=True)
def rulebook() -> None:
    load_rulebook()


def report(day: date = DAY) -> Report:
    return flags.report(day, rulebooks.current(day))


def lease(number: str, **values: object) -> Lease:
    return make_lease(contract_number=number, **values)


def charge(to: Lease, month: int, due: date, ore: int = 800_000) -> None:
    book(to, RowKind.CHARGE, ore, date(2026, month, 1), due_on=due)


def test_counts_are_stored_records() -> None:
    lease("K1")
    lease("K2", state=LeaseState.ENDED)
    make_appeal(decision=make_decision(application=make_application(state=ApplicationState.REFUSED)))
    for number, state in enumerate((PaymentState.UNMATCHED, PaymentState.PLACED)):
        payment = Payment(key=f"p{number}", source=PaymentSource.OCR, state=state, amount_ore=1, booked_on=DAY)
        records.create(payment, ACTOR)
    found = report()
    assert (found.dwellings, found.leases, found.applications, found.appeals) == (2, 2, 1, 1)
    assert (found.landlords, found.unmatched_payments) == (0, 1)


def test_what_is_due_before_the_day_is_owed_and_counts_from_the_oldest_unpaid_date() -> None:
    both, paid = lease("K2"), lease("K1")
    for month, due in ((9, date(2026, 9, 21)), (10, date(2026, 10, 20)), (11, date(2026, 11, 20))):
        charge(both, month, due)
        charge(paid, month, due)
    book(both, RowKind.PAYMENT, -900_000, date(2026, 9, 21))
    book(paid, RowKind.PAYMENT, -2_400_000, date(2026, 11, 20))
    assert report().arrears == {"K2": Overdue(1_500_000, date(2026, 10, 20), 33)}
    assert list(report(date(2026, 11, 20)).arrears.values()) == [Overdue(700_000, date(2026, 10, 20), 31)]


def test_rows_booked_after_the_day_do_not_count() -> None:
    late = lease("K1")
    charge(late, 9, date(2026, 9, 21))
    book(late, RowKind.PAYMENT, -800_000, date(2026, 11, 23))
    assert report().arrears == {"K1": Overdue(800_000, date(2026, 9, 21), 62)}
    assert report(date(2026, 11, 23)).arrears == {}


@pytest.mark.parametrize("later", [False, True], ids=["cached accounts", "settled again"])
def test_what_landlords_collect_is_not_counted(later: bool) -> None:
    theirs = lease("K1", rent_collected_by=RentCollector.LANDLORD)
    charge(theirs, 9, date(2026, 9, 21))
    if later:
        book(lease("K2"), RowKind.PAYMENT, -1, date(2026, 12, 1))
    assert report().arrears == {}


def test_ends_within_six_and_three_months_and_past_their_end() -> None:
    ends = {
        "K1": date(2027, 5, 22),
        "K2": date(2027, 5, 23),
        "K3": date(2027, 2, 22),
        "K4": date(2027, 2, 23),
        "K5": DAY,
        "K6": date(2026, 11, 21),
        "K7": None,
    }
    for number, end in reversed(ends.items()):
        lease(number, ends_on=end)
    lease("K8", ends_on=DAY, state=LeaseState.ENDED)
    found = report()
    assert found.expiring_within_6_months == ("K1", "K3", "K4", "K5")
    assert found.expiring_within_3_months == ("K3", "K5")
    assert found.expired_still_running == ("K6",)


def test_slow_cases_are_a_month_old_and_unanswered() -> None:
    for number, received, state, replied in (
        ("S1", date(2026, 10, 21), ApplicationState.RECEIVED, None),
        ("S2", date(2026, 10, 22), ApplicationState.RECEIVED, None),
        ("S3", date(2026, 9, 1), ApplicationState.IN_ASSESSMENT, None),
        ("S4", date(2026, 9, 1), ApplicationState.IN_ASSESSMENT, date(2026, 9, 20)),
        ("S5", date(2026, 9, 1), ApplicationState.IN_ASSESSMENT, date(2026, 11, 23)),
        ("S6", date(2026, 9, 1), ApplicationState.WAITING, None),
    ):
        make_application(application_number=number, received_on=received, state=state, preliminary_reply_on=replied)
    assert report().slow_cases == ("S1", "S3", "S5")


def test_a_month_back_from_a_long_month_misses_nobody() -> None:
    make_application(application_number="S1", received_on=date(2026, 2, 28))
    assert report(date(2026, 3, 28)).slow_cases == ()
    assert report(date(2026, 3, 30)).slow_cases == ("S1",)


def test_appeals_wait_until_they_are_reassessed_or_forwarded() -> None:
    for number, state in enumerate(AppealState):
        decision = make_decision(application=make_application(application_number=f"S{number}"))
        make_appeal(decision=decision, state=state)
    waiting = {AppealState.RECEIVED, AppealState.UNDER_REASSESSMENT}
    assert report().pending_appeals == tuple(f"S{n}" for n, state in enumerate(AppealState) if state in waiting)


def test_nothing_is_changed() -> None:
    charge(lease("K1", ends_on=DAY), 9, date(2026, 9, 21))
    before = AuditEntry.objects.count()
    report()
    assert (AuditEntry.objects.count(), Task.objects.count()) == (before, 0)
