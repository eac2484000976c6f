"""What an ETag stands for: the answer when it is asked again (304), the record's version when it is changed (412)."""

from datetime import date, timedelta
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from models import Applicant, Disclosure, IdempotentAnswer, Lease, Webhook
from models.lease import RentLine
from rules.terms import RentLineKind
from services import effects
from services.landlord_leases import REPORT_EFFECT
from tests.api.calling import System, problem
from tests.api.furnished import Furnished, furnish


@pytest.fixture
def world(caller: System) -> Furnished:
    return furnish(caller.landlord)


def again(caller: System, path: str, tag: str) -> int:
    return caller.get(path, If_None_Match=tag).status_code


def test_rent_that_rises_with_the_day_is_told_though_the_lease_is_not_written(
    caller: System, world: Furnished, clock: Any
) -> None:
    rises = date(2026, 12, 1)
    stored: Any = Lease.objects(pk=world.records["lease"].pk).get()
    stored.rent_lines[0].valid_until = rises - timedelta(days=1)
    stored.rent_lines.append(RentLine(id="2", kind=RentLineKind.BASE, amount_ore=990_000, valid_from=rises))
    Lease.objects(pk=stored.pk).update(rent_lines=stored.rent_lines)
    path = f"/leases/{world.ids['lease']}"
    tag = caller.get(path).headers["ETag"]
    assert again(caller, path, tag) == 304
    clock.shift(timedelta(days=9))
    told = caller.get(path, If_None_Match=tag)
    assert (told.status_code, told.json["rent_ore"]) == (200, 990_000)


def test_a_household_with_another_telephone_is_told_and_one_that_is_shielded_is_told_no_more(
    caller: System, world: Furnished
) -> None:
    path, person = f"/referrals/{world.ids['named']}", Applicant.objects(pk=world.records["named"].applicant.pk)
    tag = caller.get(path).headers["ETag"]
    assert again(caller, path, tag) == 304
    person.update(phone="99000000")
    told = caller.get(path, If_None_Match=tag)
    assert (told.status_code, told.json["phone"]) == (200, "99000000")
    person.update(protected_address=True)
    hidden = caller.get(path, If_None_Match=told.headers["ETag"])
    assert (hidden.status_code, hidden.json["name"], hidden.json["phone"]) == (200, None, None)
    assert Disclosure.objects.count() == 4


def test_an_address_that_fails_is_told_so(caller: System, world: Furnished) -> None:
    path = f"/webhooks/{world.ids['webhook']}"
    tag = caller.get(path).headers["ETag"]
    Webhook.objects(pk=world.ids["webhook"]).update(failures=3, last_error="timeout")
    assert caller.get(path, If_None_Match=tag).json["failures"] == 3


def test_a_change_names_the_version_whichever_answer_told_it(caller: System, world: Furnished) -> None:
    path = f"/webhooks/{world.ids['webhook']}"
    seen = caller.get(path).headers["ETag"]
    Webhook.objects(pk=world.ids["webhook"]).update(failures=3)
    with_secret = caller.post(f"{path}/secret", If_Match=f'"{"0" * 32}", {seen}').headers["ETag"]
    assert caller.patch(path, {"state": "paused"}, If_Match=with_secret).status_code == 200
    problem(caller.patch(path, {"state": "active"}, If_Match=with_secret), 412, "stale")
    now = caller.get(path).headers["ETag"]
    for half in (now[:17] + '"', '""', f'"{now[1:17]}{"0" * 17}"'):
        problem(caller.patch(path, {"state": "active"}, If_Match=half), 412, "stale")


def test_a_secret_whose_answer_was_lost_is_told_when_the_call_comes_again(
    caller: System, world: Furnished, clock: Any
) -> None:
    path = f"/webhooks/{world.ids['webhook']}"
    seen = caller.get(path).headers["ETag"]
    first = caller.post(f"{path}/secret", key="lost", If_Match=seen)
    IdempotentAnswer.objects.get().update(unset__status=1, unset__body=1)
    clock.shift(timedelta(seconds=61))
    again = caller.post(f"{path}/secret", key="lost", If_Match=seen)
    assert (again.status_code, again.json["secret"]) == (200, first.json["secret"])
    problem(caller.post(f"{path}/secret", If_Match=seen), 412, "stale")


@pytest.mark.parametrize(
    ("step", "body"),
    [
        ("rent-changes", {"rent_ore": 990_000, "from_on": "2027-03-01"}),
        ("term-changes", {"ends_on": "2031-11-30"}),
        ("ending", {"ended_on": "2026-11-22", "reason": "tenant_notice"}),
    ],
)
def test_a_change_whose_receipt_could_not_be_made_is_told_stored_and_gets_it_under_the_same_key(
    caller: System, world: Furnished, monkeypatch: pytest.MonkeyPatch, step: str, body: dict[str, Any]
) -> None:
    path = f"/leases/{world.ids['lease']}"
    seen = caller.get(path).headers["ETag"]
    with monkeypatch.context() as broken:
        broken.setattr(effects.registry, "_commands", {**effects.registry._commands, REPORT_EFFECT: _away})
        for _ in range(2):
            delayed = caller.post(f"{path}/{step}", body, key="lost", If_Match=seen)
            problem(delayed, 503, "receipt-follows")
            assert delayed.headers["Retry-After"] == "30"
    receipt = caller.post(f"{path}/{step}", body, key="lost", If_Match=seen)
    assert receipt.status_code == 201
    told = [one["id"] for one in caller.get(f"{path}/reports").json["items"]]
    assert told.count(receipt.json["id"]) == 1


def _away(*_: Any) -> None:
    raise AutoReconnect
