"""What a bid says: no more accessible homes than homes, told once, put right with a reason until it has points."""

from datetime import date
from typing import Any

import pytest
from bson import ObjectId

from models import Bid
from models.procurement import SizeWanted
from rules.errors import (
    BidScored,
    BidStands,
    ChoiceStands,
    InvalidRecord,
    MissingReason,
    NotAuthorised,
    StaleState,
    TransitionRefused,
)
from rules.terms import Role
from services import procurements
from services.procurements import told
from tests.casework import TODAY, house
from tests.services.test_bids import announced, by, choose, fresh, landlord, register, score

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

WHY = "Avskriften var feil."


def edit(bid: Bid, actor: Any = None, *, why: str = WHY, **values: Any) -> bool:
    held = fresh(bid)
    return procurements.edit_bid(held, actor or by(), values=values, why=why, version=held.version, today=TODAY)


def test_no_bid_has_more_accessible_homes_than_homes() -> None:
    too_many = [SizeWanted(rooms=2, homes=4, accessible=7)]
    with pytest.raises(InvalidRecord, match="more_accessible"):
        register(announced(), mix=too_many)
    assert Bid.objects.count() == 0
    bid = register(announced())
    with pytest.raises(InvalidRecord, match="more_accessible"):
        edit(bid, mix=too_many)
    assert fresh(bid).homes == 10


def test_a_landlords_project_is_registered_once_in_a_procurement() -> None:
    procurement = announced()
    first = register(procurement, project_name="Elvegården", address="Elvegata 2")
    with pytest.raises(BidStands) as refused:
        register(procurement, project_name=" ELVEGÅRDEN", address="Elvegata  2 ")
    assert (refused.value.number, refused.value.bid) == (procurement.number, first.bid_number)
    register(procurement, project_name="Elvegården", address="Elvegata 9")
    register(announced(), project_name="Elvegården", address="Elvegata 2")
    procurements.dismiss_bid(fresh(first), by(), why=WHY, version=1)
    assert register(procurement, project_name="Elvegården", address="Elvegata 2").bid_number != first.bid_number


def test_a_bid_is_put_right_with_a_reason_kept_in_its_history() -> None:
    bid = register(announced())
    mix = [SizeWanted(rooms=2, homes=12, accessible=4)]
    assert edit(bid, mix=mix, rent_ore_m2=150_000, ready_on=date(2027, 6, 1))
    held = fresh(bid)
    assert (held.homes, held.mix[0].accessible, held.rent_ore_m2) == (12, 4, 150_000)
    assert (held.history[-1].action, held.history[-1].why) == ("bid_corrected", WHY)
    assert held.history[-1].changes["homes"] == [10, 12]
    assert not edit(bid, mix=mix, rent_ore_m2=150_000)
    assert fresh(bid).version == held.version


def test_a_bid_put_right_to_another_day_is_late_by_that_day() -> None:
    bid = register(announced())
    edit(bid, received_on=date(2026, 11, 21))
    assert fresh(bid).late
    edit(bid, received_on=date(2026, 11, 20))
    assert not fresh(bid).late
    with pytest.raises(InvalidRecord):
        edit(bid, received_on=date(2026, 9, 1))


def test_a_bid_is_not_put_right_without_a_reason_or_into_another_bid() -> None:
    procurement = announced()
    bid, other = register(procurement), register(procurement)
    with pytest.raises(MissingReason):
        edit(bid, why=" ", address="Elvegata 2")
    with pytest.raises(BidStands):
        edit(bid, project_name=other.project_name)
    with pytest.raises(NotAuthorised):
        edit(bid, by(Role.ECONOMY), address="Elvegata 2")
    with pytest.raises(StaleState):
        procurements.edit_bid(bid, by(), values={"address": "Elvegata 2"}, why=WHY, version=7, today=TODAY)


def test_a_bid_that_has_points_or_is_out_or_chosen_among_stands() -> None:
    procurement = announced()
    bid, out = register(procurement), register(procurement)
    procurements.dismiss_bid(out, by(), why=WHY, version=out.version)
    with pytest.raises(TransitionRefused):
        edit(out, address="Elvegata 2")
    score(bid, 4, 3)
    with pytest.raises(BidScored):
        edit(bid, address="Elvegata 2")
    choose(procurement, bid)
    with pytest.raises(ChoiceStands):
        edit(bid, address="Elvegata 2")


def test_the_same_form_sent_again_is_no_second_bid() -> None:
    procurement, identity = announced(), ObjectId()
    told = {"landlord": landlord(), "received_on": TODAY, "today": TODAY, "identity": identity}
    values = {"project_name": "Elvegården", "address": "Elvegata 2", "homes": 4}
    for _ in range(2):
        assert procurements.register_bid(procurement, by(), values=values, **told).pk == identity


@pytest.mark.parametrize(("count", "words"), [(0, ""), (1, ", herav 1 tilgjengelig"), (2, ", herav 2 tilgjengelige")])
def test_one_accessible_home_is_said_as_one(count: int, words: str) -> None:
    assert told.sizes([SizeWanted(rooms=2, homes=4, accessible=count)]) == f"4 boliger med 2 rom{words}"
