"""The ceiling of an authority on a real server: of several who sign at once, no home is counted too many."""

from collections.abc import Callable
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask

from models import Mandate
from rules.errors import CeilingReached
from rules.terms import AgreementKind
from services import mandates, records
from tests.casework import TODAY
from tests.clockwork import load_rulebook
from tests.partners import make_mandate
from tests.procuring import procurer
from tests.wire.racing import outcomes


@pytest.fixture(autouse=True)
def house(app: Flask) -> None:
    load_rulebook()


def using(held: Mandate, key: ObjectId, homes: int, by: Any) -> Callable[[], object]:
    return lambda: mandates.use(held, key, homes, by, kind=AgreementKind.REFERRAL, seen=1, today=TODAY)


def test_two_who_sign_at_once_never_go_beyond_the_ceiling() -> None:
    held, by = make_mandate(ceiling=10), procurer()
    results = outcomes([using(held, ObjectId(), 6, by) for _ in range(3)])
    assert sorted(str(one) for one in results) == sorted(str(one) for one in (True, CeilingReached, CeilingReached))
    assert records.get(Mandate, held.pk).used == 6


def test_two_agreements_that_both_fit_are_both_counted_and_one_signed_twice_once() -> None:
    held, by, twice = make_mandate(ceiling=10), procurer(), ObjectId()
    results = outcomes([using(held, twice, 4, by), using(held, twice, 4, by), using(held, ObjectId(), 6, by)])
    assert sorted(results) == [False, True, True]
    assert records.get(Mandate, held.pk).used == 10
