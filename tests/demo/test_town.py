"""The town is the same each time, nobody in it exists, and it holds everything that must be acted on, any day."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo import bank
from demo.cases import CASES
from demo.leases import LEASES
from demo.payments import UNKNOWN_KID
from demo.people import make_people
from demo.registers import files
from demo.town import Town, make_town
from rules.identifiers import account_number, kid, national_id, organisation_number
from rules.terms import AppealState, ApplicationState, DecisionOutcome, IdentityKind, Security
from tests.demo.conftest import DAYS


@pytest.fixture(scope="module")
def town() -> Town:
    return make_town(DAYS[0])


def test_the_same_day_gives_the_same_bytes() -> None:
    assert files(make_town(DAYS[0])) == files(make_town(DAYS[0]))


def test_another_seed_gives_other_people(town: Town) -> None:
    others = make_town(DAYS[0], seed=7)
    mine = {one.identity_number for one in (*town.leases, *town.applications)}
    assert not mine & {one.identity_number for one in (*others.leases, *others.applications)}


def test_scale_multiplies_everything_but_the_months(town: Town) -> None:
    triple = make_town(DAYS[0], scale=3)
    for name in ("dwellings", "landlords", "leases", "applications", "appeals"):
        assert len(getattr(triple, name)) == 3 * len(getattr(town, name)), name
    assert len(triple.transfers) == len(town.transfers) == 3
    assert [len(town.dwellings), len(town.landlords), len(town.leases), len(town.applications), len(town.appeals)] == [
        60,
        4,
        LEASES,
        CASES,
        8,
    ]


@pytest.mark.parametrize("scale", [1, 3])
def test_no_two_share_what_tells_them_apart(scale: int) -> None:
    town = make_town(DAYS[0], scale=scale)
    for rows, name in (
        (town.dwellings, "dwelling_number"),
        (town.dwellings, "address"),
        (town.landlords, "organisation_number"),
        (town.leases, "contract_number"),
        (town.leases, "kid"),
        (town.leases, "dwelling"),
        (town.leases, "identity_number"),
        (town.applications, "application_number"),
        (town.applications, "identity_number"),
    ):
        values = [getattr(row, name) for row in rows]
        assert len(values) == len(set(values)), name


def test_everybody_has_a_synthetic_number_whose_check_digits_hold(town: Town) -> None:
    for one in (*town.leases, *town.applications):
        found = national_id(one.identity_number, allow_synthetic=True)
        assert (found.kind, found.born) == (IdentityKind.SYNTHETIC, one.born_on)
        assert 81 <= int(one.identity_number[2:4]) <= 92


def test_many_people_are_still_told_apart() -> None:
    people = make_people(Random(1), 20_000)
    assert len({one.identity_number for one in people}) == 20_000


def test_the_other_numbers_hold_too(town: Town) -> None:
    assert all(organisation_number(one.organisation_number) for one in town.landlords)
    assert all(kid(one.kid) for one in town.leases)
    assert [kid(UNKNOWN_KID), account_number(bank.ACCOUNT), account_number(bank.PAYER)]


def test_mail_goes_nowhere(town: Town) -> None:
    addresses = [one.email for one in (*town.landlords, *town.applications) if one.email]
    assert addresses
    assert all(one.endswith(".example") for one in addresses)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_state_of_a_case_is_there(day: date) -> None:
    town = make_town(day)
    assert {one.state for one in town.applications} == {
        ApplicationState.RECEIVED,
        ApplicationState.IN_ASSESSMENT,
        ApplicationState.WAITING,
        ApplicationState.HOUSED,
        ApplicationState.REFUSED,
        ApplicationState.WITHDRAWN,
    }
    assert {one.state for one in town.appeals} == {AppealState.UNDER_REASSESSMENT, AppealState.FORWARDED}
    assert {one.caseworker for one in town.applications} == {one.caseworker for one in town.leases}
    assert Counter(one.security for one in town.leases)[None] >= 4
    assert {one.security for one in town.leases} == {None, Security.NAV_GUARANTEE, Security.DEPOSIT}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_appeals_are_on_refusals_of_that_day(day: date) -> None:
    town = make_town(day)
    refused = {
        one.application_number: one.decided_on for one in town.applications if one.outcome is DecisionOutcome.REFUSED
    }
    assert all(refused[one.application] == one.decided_on for one in town.appeals)
    assert all(one.decided_on < one.notice_arrived_on < one.received_on <= day for one in town.appeals)


@settings(deadline=None, max_examples=40)
@given(st.dates(min_value=date(2024, 1, 1), max_value=date(2099, 12, 31)))
def test_nothing_has_happened_after_the_business_day(day: date) -> None:
    town = make_town(day)
    happened = [one.booked_on for file in town.transfers for one in file]
    happened += [one.received_on for one in (*town.applications, *town.appeals)]
    happened += [one.decided_on for one in town.applications if one.decided_on]
    happened += [one.preliminary_reply_on for one in town.applications if one.preliminary_reply_on]
    assert max(happened) <= day
