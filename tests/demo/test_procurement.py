"""The demo's procurements: one gone through, its agreement under the ceiling, and one that waits for its choice."""

import pytest

from demo import bids, procurement
from models import Agreement, Mandate, Procurement
from rules.terms import AgreementState, Phase, ProcurementState
from tests.casework import NOW, TODAY, house
from tests.demo.test_bids import ROLES
from tests.factories import make_landlord, make_user

__all__ = ["house"]  # a fixture, used here


@pytest.mark.usefixtures("house")
def test_one_is_finished_and_one_waits_for_its_choice() -> None:
    people = {name: make_user(roles=[role]) for name, role in ROLES.items()}
    make_landlord()
    procurement.add(people, NOW, TODAY)
    bids.add(people, NOW, TODAY)
    finished, running = Procurement.objects.order_by("procurement_number")
    assert finished.state is ProcurementState.COMPLETED
    assert (running.state, running.current) == (ProcurementState.RUNNING, Phase.CHOICE)
    assert Mandate.objects.get().used == 10
    agreement = Agreement.objects.get(procurement=finished.pk)
    assert agreement.state is AgreementState.IN_FORCE
