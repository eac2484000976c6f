"""What a procurement has come to against what its authority has left: told while something can be done about it."""

from typing import Any

import pytest
from bson import ObjectId

from models.mandate import MandateUse
from models.procurement import SizeWanted
from rules.terms import AgreementState
from services import procurements, records
from tests.casework import TODAY, house
from tests.factories import ACTOR, make_agreement
from tests.partners import make_mandate
from tests.services.test_bids import announced, choose, fresh, landlord, register, score

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")


def called(left: int) -> Any:
    """A procurement that calls for ten homes, on an authority with so many left."""
    mandate = make_mandate(ceiling=left + 5)
    records.change(mandate, ACTOR, values={"uses": [MandateUse(id=ObjectId(), homes=5, on=TODAY)]})
    return announced(mandate=mandate)


def short(procurement: Any) -> tuple[str, int, int] | None:
    found = procurements.short_of(fresh(procurement))
    return (found.stage, found.homes, found.left) if found else None


def test_the_call_then_the_bids_then_the_choice_are_held_against_what_is_left() -> None:
    procurement = called(left=3)
    assert short(procurement) == ("announced", 10, 3)
    bids = [register(procurement, mix=[SizeWanted(rooms=2, homes=homes)]) for homes in (2, 8)]
    assert short(procurement) == ("bids", 10, 3)
    small, large = (score(bid, points, points) for bid, points in zip(bids, (4, 3), strict=True))
    choose(procurement, small, large)
    assert short(procurement) == ("chosen", 10, 3)
    make_agreement(landlord=landlord(), procurement=procurement, bid=large.pk, state=AgreementState.SIGNED)
    assert short(procurement) is None


def test_nothing_is_told_where_enough_is_left_or_nothing_is_built_on() -> None:
    assert short(called(left=10)) is None
    assert short(announced()) is None
