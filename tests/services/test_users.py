"""Local accounts and the throttle on failed sign-ins."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models import Throttle
from rules.errors import AlreadyExists, InvalidRecord, NotAuthorised
from rules.terms import Role
from services import users
from services.actor import Actor
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("clock")  # what is forgotten after a day is forgotten by the clock

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
SYSTEM = Actor.system(NOW)
CASEWORKER = Actor(id="u", name="Kari", at=NOW, roles=frozenset({Role.CASEWORKER}))


def test_an_account_is_found_whatever_the_case_of_its_address() -> None:
    made = users.create(" Kari@Kommune.TEST ", "Kari Boe", [Role.CASEWORKER], SYSTEM)
    assert made.email == "kari@kommune.test"
    assert users.find_by_email("KARI@kommune.test") == made


def test_two_accounts_cannot_share_an_address() -> None:
    users.create("kari@kommune.test", "Kari", [Role.CASEWORKER], SYSTEM)
    with pytest.raises(AlreadyExists):
        users.create("KARI@kommune.test", "Ola", [Role.READER], SYSTEM)


def test_an_account_needs_a_role() -> None:
    with pytest.raises(InvalidRecord):
        users.create("kari@kommune.test", "Kari", [], SYSTEM)


def test_only_administrators_make_and_change_accounts() -> None:
    with pytest.raises(NotAuthorised):
        users.create("kari@kommune.test", "Kari", [Role.CASEWORKER], CASEWORKER)
    with pytest.raises(NotAuthorised):
        users.change(make_user(), {"roles": [Role.ADMINISTRATOR]}, CASEWORKER, version=1)


def test_nobody_is_their_own_deputy() -> None:
    user = make_user()
    with pytest.raises(InvalidRecord):
        users.change(user, {"deputy": user.pk}, SYSTEM, version=1)


def test_no_administrator_takes_the_keys_from_themselves() -> None:
    user = make_user(roles=[Role.ADMINISTRATOR])
    own = Actor(id=str(user.pk), name=user.name, at=NOW, roles=frozenset(user.roles))
    for values in ({"roles": [Role.CASEWORKER]}, {"active": False}):
        with pytest.raises(InvalidRecord):
            users.change(user, values, own, version=1)
    assert users.change(user, {"name": "Kari Ny"}, own, version=1)


def test_an_absence_has_a_start_before_its_end() -> None:
    user = make_user()
    with pytest.raises(InvalidRecord):
        users.change(user, {"away_until": date(2026, 11, 1)}, SYSTEM, version=1)
    with pytest.raises(InvalidRecord):
        users.change(user, {"away_from": date(2026, 11, 2), "away_until": date(2026, 11, 1)}, SYSTEM, version=1)


@pytest.mark.parametrize(
    ("day", "away"),
    [(date(2026, 11, 1), False), (date(2026, 11, 2), True), (date(2026, 11, 9), True), (date(2026, 11, 10), False)],
)
def test_away_counts_both_ends(day: date, away: bool) -> None:
    user = make_user(away_from=date(2026, 11, 2), away_until=date(2026, 11, 9))
    assert user.away(day) is away


def test_five_mistypes_are_free_then_each_costs_longer_up_to_a_quarter_of_an_hour() -> None:
    waits = []
    for _ in range(14):
        users.note_failure("kari@kommune.test", "10.0.0.1", NOW)
        until = users.locked_until("kari@kommune.test", "10.0.0.9", NOW)
        waits.append((until - NOW).total_seconds() if until else 0)
    assert waits[:7] == [0, 0, 0, 0, 30, 60, 120]
    assert waits[-1] == 900


def test_an_office_behind_one_address_is_not_locked_by_one_who_mistypes() -> None:
    for number in range(49):
        users.note_failure(f"kari{number % 2}@kommune.test", "10.0.0.1", NOW)
    assert users.locked_until("ola@kommune.test", "10.0.0.1", NOW) is None
    users.note_failure("per@kommune.test", "10.0.0.1", NOW)
    assert users.locked_until("ola@kommune.test", "10.0.0.1", NOW) is not None


def test_a_lock_ends_by_itself_and_success_forgets_the_account_but_not_the_place() -> None:
    for _ in range(5):
        users.note_failure("kari@kommune.test", "10.0.0.1", NOW)
    assert users.locked_until("kari@kommune.test", "10.0.0.1", NOW + timedelta(seconds=31)) is None
    users.note_success("kari@kommune.test", "10.0.0.1")
    assert users.locked_until("kari@kommune.test", "10.0.0.1", NOW) is None
    assert Throttle.objects.get().failures == 5  # the place's


def test_no_address_is_kept_in_clear() -> None:
    users.note_failure("kari@kommune.test", "10.0.0.1", NOW)
    assert "kari" not in str([row.to_mongo() for row in Throttle.objects])


def test_rubbish_finds_no_account() -> None:
    assert users.find("rubbish") is None
    assert users.find_by_email("") is None


def test_nobody_sets_the_password_or_the_absence_of_another() -> None:
    user = make_user()
    own = Actor(id=str(user.pk), name=user.name, at=NOW, roles=frozenset({Role.READER}))
    for actor in (CASEWORKER, SYSTEM):
        with pytest.raises(NotAuthorised):
            users.change_own_password(user, "hash", actor)
        with pytest.raises(NotAuthorised):
            users.set_own_absence(user, {"away_from": date(2026, 12, 1)}, actor, version=1)
    with pytest.raises(NotAuthorised):
        users.set_own_absence(user, {"roles": [Role.ADMINISTRATOR]}, own, version=1)
    with pytest.raises(InvalidRecord):
        users.set_own_absence(user, {"deputy": user}, own, version=1)
    assert users.set_own_absence(user, {"away_from": date(2026, 12, 1)}, own, version=1)


def test_the_machine_itself_and_its_proxy_are_never_locked() -> None:
    for number in range(60):
        users.note_failure(f"kari{number}@kommune.test", "127.0.0.1", NOW)
    assert users.locked_until("ola@kommune.test", "127.0.0.1", NOW) is None
