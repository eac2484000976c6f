"""A bid whose registration is cut off holds its call for a minute, not for ever, and a late one finds it out (S000)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId

from models import Bid, Landlord
from models.procurement import SizeWanted
from rules.errors import PhaseNotYet, PhaseRests, StaleState
from rules.terms import BidState, DataFault
from services import maintenance, procurements, records
from services.procurements import announcing
from tests import factories
from tests.casework import TODAY, house
from tests.procuring import announced, call, fresh, procurer

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")
SOON, LATER = timedelta(seconds=59), timedelta(minutes=2)
AGAIN = ObjectId()  # what the form that was cut off makes, if it is sent again
VALUES = {"project_name": "Elvegården", "address": "Elvegata 2", "mix": [SizeWanted(rooms=2, homes=4)]}


@pytest.fixture
def kari() -> Any:
    return procurer()


def register(held: Any, by: Any, identity: ObjectId | None = None) -> Bid:
    landlord = Landlord.objects.first() or factories.make_landlord()
    return procurements.register_bid(
        held, by, values=VALUES, landlord=landlord, received_on=date(2026, 10, 20), today=TODAY,
        identity=identity or ObjectId(),
    )  # fmt: skip


def after(by: Any, time: timedelta) -> Any:
    return replace(by, at=by.at + time)


def announce(held: Any, by: Any, text: str = "En annen tekst.") -> bool:
    held = fresh(held)
    return announcing.announce(held, call(text=text), by, version=held.version, today=TODAY)


def withdraw(held: Any, by: Any) -> bool:
    held = fresh(held)
    return announcing.withdraw(held, by, why="Feil frist.", version=held.version)


@pytest.fixture
def cut_off(kari: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A call that is held for a bid that was never stored."""
    held = announced(kari)

    def die(*_: Any, **__: Any) -> Bid:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(records, "create_once", die)
        with pytest.raises(KeyboardInterrupt):
            register(held, kari, AGAIN)
    return fresh(held)


@pytest.mark.parametrize("act", [announce, withdraw])
def test_a_call_held_for_a_bid_that_never_came_is_changed_and_withdrawn_after_a_minute(
    cut_off: Any, kari: Any, act: Any
) -> None:
    with pytest.raises(PhaseRests):
        act(cut_off, after(kari, SOON))
    assert act(cut_off, after(kari, LATER))
    assert fresh(cut_off).taken_bids == []


def test_a_form_sent_again_after_its_hold_was_let_go_holds_the_call_for_a_minute_anew(
    cut_off: Any, kari: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(cut_off, after(kari, LATER))
    anew = after(kari, LATER)
    refused: list[bool] = []

    def change() -> None:
        with pytest.raises(PhaseRests):
            announce(cut_off, after(anew, SOON), text="En tredje tekst.")
        refused.append(True)

    late(monkeypatch, change)
    assert register(fresh(cut_off), anew, AGAIN).state is BidState.RECEIVED
    assert refused == [True]


def test_a_bid_that_is_in_holds_its_call_however_old(kari: Any) -> None:
    held = announced(kari)
    bid = register(held, kari)
    with pytest.raises(PhaseRests):
        announce(held, after(kari, timedelta(days=30)))
    assert fresh(held).taken_bids == [bid.pk]


def test_a_call_held_for_a_bid_that_never_came_is_told(cut_off: Any, kari: Any) -> None:
    def told(time: timedelta) -> list[str]:
        found = maintenance.check_data(kari.at + time).troubles
        return [one.number for one in found if one.fault is DataFault.CALL_HELD]

    assert told(SOON) == []
    assert told(LATER) == [cut_off.number]
    register(cut_off, kari, AGAIN)
    assert told(LATER) == []


def late(monkeypatch: pytest.MonkeyPatch, do: Any) -> None:
    """Somebody does that in the pause between the hold and the bid."""
    store = records.create_once

    def paused(document: Any, *told: Any, **values: Any) -> Any:
        if isinstance(document, Bid):
            monkeypatch.setattr(records, "create_once", store)
            do()
        return store(document, *told, **values)

    monkeypatch.setattr(records, "create_once", paused)


@pytest.mark.parametrize(("act", "why"), [(announce, StaleState), (withdraw, PhaseNotYet)])
def test_a_bid_that_comes_after_its_call_was_changed_or_withdrawn_takes_no_part(
    kari: Any, monkeypatch: pytest.MonkeyPatch, act: Any, why: type[Exception]
) -> None:
    held = announced(kari)
    late(monkeypatch, lambda: act(held, after(kari, LATER)))
    with pytest.raises(why):
        register(held, kari)
    (bid,) = Bid.objects
    assert (bid.state, bid.history[-1].action) == (BidState.WITHDRAWN, "bid_overtaken")
    assert fresh(held).taken_bids == []


def test_a_bid_whose_hold_was_let_go_holds_the_call_that_is_as_it_was(
    kari: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = announced(kari)

    def there_and_back() -> None:
        announce(held, after(kari, LATER))
        announce(held, after(kari, LATER), text=held.announcement.text)

    late(monkeypatch, there_and_back)
    bid = register(held, kari)
    assert bid.state is BidState.RECEIVED
    assert fresh(held).taken_bids == [bid.pk]
    with pytest.raises(PhaseRests):
        announce(held, after(kari, LATER))
