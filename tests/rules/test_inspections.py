"""What the rules of inspections and repairs say (husll. §§ 5-6, 10-2, 10-3)."""

from datetime import date, timedelta

import pytest

from rules import inspections
from rules.inspections import Layout
from rules.terms import RoomStandard, Urgency

GOOD, WORN, REPAIR, UNFIT = RoomStandard.GOOD, RoomStandard.WORN, RoomStandard.NEEDS_REPAIR, RoomStandard.UNFIT
TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("sentence", "layout", "names"),
    [
        ("one room is a living room", Layout(rooms=1), ["Entré", "Stue", "Kjøkken", "Bad"]),
        ("two rooms: one to sleep in", Layout(rooms=2), ["Entré", "Stue", "Kjøkken", "Soverom", "Bad"]),
        ("the register's bedrooms count", Layout(rooms=4, bedrooms=2),
         ["Entré", "Stue 1", "Stue 2", "Kjøkken", "Soverom 1", "Soverom 2", "Bad"]),
        ("more bedrooms than rooms are no more than the rooms", Layout(rooms=2, bedrooms=9),
         ["Entré", "Kjøkken", "Soverom 1", "Soverom 2", "Bad"]),
        ("balcony and storage", Layout(rooms=1, balcony=True, storage=True),
         ["Entré", "Stue", "Kjøkken", "Bad", "Balkong", "Bod"]),
    ],
)  # fmt: skip
def test_an_inspection_begins_with_the_rooms_of_the_home(sentence: str, layout: Layout, names: list[str]) -> None:
    assert inspections.rooms_of(layout) == names, sentence


@pytest.mark.parametrize(
    ("sentence", "now", "was", "may"),
    [
        ("damaged, good before", REPAIR, GOOD, True),
        ("damaged, worn before", UNFIT, WORN, True),
        ("worse than the damage that was there", UNFIT, REPAIR, True),
        ("as damaged as it was", REPAIR, REPAIR, False),
        ("better than it was", REPAIR, UNFIT, False),
        ("ordinary wear is no damage", WORN, GOOD, False),
        ("good", GOOD, GOOD, False),
        ("damaged, nobody knows how it was", REPAIR, None, True),
        ("worn, nobody knows how it was", WORN, None, False),
        ("not looked at", None, GOOD, False),
    ],
)
def test_a_tenant_pays_for_more_than_ordinary_wear_alone(
    sentence: str, now: RoomStandard | None, was: RoomStandard | None, may: bool
) -> None:
    assert inspections.may_claim(now, was) is may, sentence


def test_rooms_are_the_same_however_they_are_written() -> None:
    moved_in = {"Soverom 1": GOOD}
    assert inspections.before("  soverom   1 ", moved_in) is GOOD
    assert inspections.before("Soverom 2", moved_in) is None


@pytest.mark.parametrize(
    ("urgency", "due"),
    [
        (Urgency.NOTICE, date(2026, 12, 23)),
        (Urgency.SOON, date(2026, 12, 23)),
        (Urgency.URGENT, date(2026, 11, 30)),
        (Urgency.CRITICAL, date(2026, 11, 24)),
    ],
)
def test_what_is_urgent_is_due_sooner(urgency: Urgency, due: date) -> None:
    assert inspections.repair_due(TODAY, urgency, 30) == due


def test_what_is_critical_on_a_friday_is_due_on_monday_and_never_the_same_day() -> None:
    assert inspections.repair_due(date(2026, 11, 27), Urgency.CRITICAL, 30) == date(2026, 11, 30)
    assert inspections.repair_due(TODAY, Urgency.URGENT, 1) == TODAY + timedelta(days=1)


def test_the_first_day_of_a_visit_is_after_the_post_and_the_notice() -> None:
    assert inspections.first_day(TODAY, 4, 7) == date(2026, 12, 4)


@pytest.mark.parametrize(("day", "late"), [(30, False), (31, True)])
def test_a_claim_is_late_after_the_rulebooks_days(day: int, late: bool) -> None:
    assert inspections.is_late(TODAY, TODAY + timedelta(days=day), 30) is late


# --- When a home is due ----------------------------------------------------------------------------------------------


def test_a_lease_of_ours_is_due_so_long_after_it_began() -> None:
    counted = inspections.counted_from("HK2026-0001", TODAY, None, False)
    assert counted == TODAY
    assert inspections.inspection_due("HK2026-0001", TODAY, 24) == date(2028, 11, 23)


@pytest.mark.parametrize("months", [6, 12, 24, 36])
def test_imported_leases_come_due_spread_over_the_interval_and_are_found_by_the_query(months: int) -> None:
    imported, numbers = date(2026, 11, 30), [f"K{number}" for number in range(5000, 5400)]
    due = {}
    for number in numbers:
        counted = inspections.counted_from(number, date(2015, 1, 1), imported, True)
        assert counted is not None
        due[number] = inspections.inspection_due(number, counted, months, imported_on=imported)
        assert counted <= inspections.counted_until(due[number], months)  # so the night's query finds it that day
    days = sorted(due.values())
    assert days[0] >= imported
    assert len([day for day in days if day < imported + timedelta(days=7)]) < 40
    assert days[-1] <= inspections.add_months(imported, months) + timedelta(days=1)


def test_after_an_inspection_the_interval_alone_counts() -> None:
    due = inspections.inspection_due("K5000", TODAY, 12, imported_on=date(2026, 1, 1), inspected=True)
    assert due == date(2027, 11, 23)
