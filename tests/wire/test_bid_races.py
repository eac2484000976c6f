"""Bids on a real server: of two choices at one instant one stands, and each thing is registered and answered once."""

from collections.abc import Callable

import pytest
from bson import ObjectId
from flask import Flask

from models import Approach, Bid, File
from rules.errors import StaleState
from rules.terms import ApproachState, BidState, FileKind
from services import procurements
from services.procurements import Answer, announcing
from tests import procuring
from tests.casework import SENDER, TODAY
from tests.clockwork import load_rulebook
from tests.factories import make_landlord
from tests.partners import make_approach, make_bid
from tests.services.test_bids import WHY, announced, by, fresh, score
from tests.wire.racing import outcomes


@pytest.fixture(autouse=True)
def house(app: Flask) -> None:
    load_rulebook()


def test_of_two_choices_at_the_same_instant_one_stands_and_the_bids_follow_it() -> None:
    procurement, landlord = announced(), make_landlord()
    bids = [make_bid(procurement=procurement, landlord=landlord) for _ in range(2)]
    bids = [score(bid, 4, 4) for bid in bids]

    def choosing(bid: Bid) -> Callable[[], object]:
        own, actor = fresh(procurement), by()
        return lambda: procurements.choose(own, actor, chosen=[bid.pk], reasons=WHY, version=own.version, today=TODAY)

    found = outcomes([choosing(bid) for bid in bids])
    assert sorted(map(str, found)) == sorted(map(str, [True, StaleState]))
    (chosen,) = fresh(procurement).choice.bids
    for bid in bids:
        assert fresh(bid).state is (BidState.CHOSEN if bid.pk == chosen else BidState.NOT_CHOSEN)


def test_a_form_sent_five_times_at_the_same_instant_registers_one_bid() -> None:
    procurement, landlord, identity, actor = announced(), make_landlord(), ObjectId(), by()
    fields = {"project_name": "Fjordgløtt", "address": "Sjøgata 2", "homes": 4}
    found = outcomes(
        [
            lambda: procurements.register_bid(
                procurement, actor, landlord=landlord, values=fields, received_on=TODAY, today=TODAY,
                identity=identity,
            ).pk
        ]
        * 5
    )  # fmt: skip
    assert found == [identity] * 5
    assert Bid.objects.count() == 1


def test_an_approach_is_answered_once() -> None:
    approach, actor, told = make_approach(), by(), Answer(language="nb", where="Doffin", address="Storgata 1")

    def answering() -> Callable[[], object]:
        own = fresh(approach)
        return lambda: procurements.answer_approach(own, actor, SENDER, told, version=own.version, today=TODAY)

    found = outcomes([answering() for _ in range(3)])
    assert found.count(True) == 1
    held: Approach = fresh(approach)
    assert held.state is ApproachState.WRITTEN
    assert File.objects.get(pk=held.answer).kind is FileKind.REPLY


def test_a_call_is_not_changed_or_withdrawn_in_the_instant_in_which_a_bid_comes_in() -> None:
    procurement, landlord, actor = procuring.announced(), make_landlord(), procuring.procurer()
    bidding, changing, withdrawing = (fresh(procurement) for _ in range(3))
    fields, day = {"project_name": "Fjordgløtt", "address": "Sjøgata 2", "homes": 4}, procuring.CALLED
    other = procuring.call(text="En annen utlysing.")
    found = outcomes(
        [
            lambda: procurements.register_bid(
                bidding, actor, landlord=landlord, values=fields, received_on=day, today=procuring.TODAY,
                identity=ObjectId(),
            ).pk,
            lambda: announcing.announce(changing, other, actor, version=changing.version, today=procuring.TODAY),
            lambda: announcing.withdraw(withdrawing, actor, why=WHY, version=withdrawing.version),
        ]
    )  # fmt: skip
    assert sum(1 for one in found if one is True or isinstance(one, ObjectId)) == 1, found
    stands = fresh(procurement).announcement == procurement.announcement
    assert Bid.objects.count() == (1 if stands else 0)


def test_two_bids_at_the_same_instant_are_both_taken() -> None:
    procurement, landlord, actor = announced(), make_landlord(), by()
    fields = {"project_name": "Fjordgløtt", "address": "Sjøgata 2", "homes": 4}

    def bidding(identity: ObjectId) -> Callable[[], object]:
        own = fresh(procurement)
        return lambda: (
            procurements.register_bid(
                own, actor, landlord=landlord, values=fields, received_on=TODAY, today=TODAY, identity=identity
            ).pk
        )

    wanted = [ObjectId() for _ in range(4)]
    assert set(outcomes([bidding(one) for one in wanted])) == set(wanted)
    assert set(fresh(procurement).taken_bids) == set(wanted)
