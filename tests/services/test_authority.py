"""An authority to sign that was registered with a slip is withdrawn and registered right, and counted once (S000)."""

from datetime import date
from typing import Any

import pytest

from models import Mandate
from rules.errors import MandateStands
from rules.terms import AgreementKind, MandateBody, MandateState
from services import mandates
from services.procurements import authority
from services.procurements.authority import Decided
from tests import factories
from tests.casework import TODAY, house
from tests.procuring import fresh, procurer

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")


def register(**values: Any) -> Mandate:
    told = {
        "body": MandateBody.COUNCIL, "decided_on": date(2026, 6, 18), "case_number": "2026/77",
        "delegated_to": "Kommunalsjefen", "ceiling": 10, "kinds": [AgreementKind.REFERRAL],
    }  # fmt: skip
    return authority.register(Decided(**told | values), procurer(), today=TODAY)


def withdraw(held: Mandate) -> bool:
    held = fresh(held)
    return authority.withdraw(held, procurer(), why="Skrevet feil tak.", version=held.version, today=TODAY)


def test_one_registered_with_a_slip_is_withdrawn_and_registered_right() -> None:
    wrong = register(ceiling=10)
    withdraw(wrong)
    right = register(ceiling=100)
    assert (right.ceiling, fresh(wrong).state) == (100, MandateState.WITHDRAWN)
    with pytest.raises(MandateStands) as refused:
        register()
    assert (refused.value.number, refused.value.withdrawn) == (right.mandate_number, False)


def test_homes_agreed_on_by_one_that_is_withdrawn_are_not_counted_anew_under_the_same_decision() -> None:
    held, agreement, by = register(), factories.make_user().pk, procurer()
    mandates.use(held, agreement, 10, by, kind=AgreementKind.REFERRAL, seen=1, today=TODAY)
    withdraw(held)
    with pytest.raises(MandateStands) as refused:
        register()
    assert (refused.value.number, refused.value.withdrawn) == (held.mandate_number, True)
    mandates.give_back(fresh(held), agreement, 2, by)
    assert register().used == 0


@pytest.mark.parametrize(
    "other",
    ["2026/77\N{ZERO WIDTH SPACE}", "\N{FULLWIDTH DIGIT TWO}026/77", "2026/077", "2026\N{FULLWIDTH SOLIDUS}77"],
)
def test_a_decision_is_registered_once_however_its_case_number_is_written(other: str) -> None:
    register()
    with pytest.raises(MandateStands):
        register(case_number=other)
