"""Bids and their choice: registered under a call, scored, dismissed, chosen with reasons, made anew (S000 phase 3)."""

from datetime import date
from typing import Any

import pytest
from bson import ObjectId

from models import Bid, Landlord, Procurement
from models.procurement import Announcement, SizeWanted, Weighted
from rules.errors import (
    AgainstOrder,
    BiddingOpen,
    BidLate,
    BidsUndecided,
    ChoiceStands,
    ChoiceUsed,
    InvalidRecord,
    MissingReason,
    NotAuthorised,
    PhaseNotYet,
    ProcurementClosed,
    StaleState,
    TransitionRefused,
)
from rules.identifiers import InvalidIdentifier
from rules.terms import AgreementKind, AgreementState, BidState, ProcurementState, Role
from services import landlords, procurements, records
from services.procurements import choosing
from tests.casework import TODAY, acting, house
from tests.factories import ACTOR, make_agreement, make_landlord, make_user
from tests.partners import make_bid, make_procurement

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

CRITERIA = {"location": 60, "rent": 40}
LABELS = {"location": "Beliggenhet", "rent": "Husleie"}
PAST, AHEAD = date(2026, 11, 20), date(2026, 12, 20)
WHY = "Fordi det er slik."


def fresh(record: Any) -> Any:
    return records.get(type(record), record.pk)


def by(role: Role = Role.HOUSING_CONSULTANT) -> Any:
    return acting(make_user(roles=[role]))


def announced(*, bids_by: date = PAST, **values: Any) -> Procurement:
    call = Announcement(
        text="Kommunen trenger boliger.", qualities="Nær buss.", kind=AgreementKind.REFERRAL,
        mix=[SizeWanted(rooms=2, homes=10)], channels="Kommunens nettsider", published_on=date(2026, 10, 1),
        bids_by=bids_by, by_name="Kari",
    )  # fmt: skip
    criteria = [Weighted(code=code, label=LABELS[code], weight=weight) for code, weight in CRITERIA.items()]
    return make_procurement(announcement=call, criteria=criteria, **values)


def landlord() -> Landlord:
    """The one landlord that all bids here come from."""
    found: Landlord | None = Landlord.objects.first()
    return found or make_landlord()


def register(procurement: Procurement, *, received_on: date = date(2026, 11, 2), **values: Any) -> Bid:
    number = Bid.objects.count() + 1  # bids of one landlord are of different projects
    fields = {"project_name": f"Fjordgløtt {number}", "address": "Sjøgata 2", "mix": [SizeWanted(rooms=2, homes=10)]}
    return procurements.register_bid(
        procurement, values.pop("actor", None) or by(), landlord=landlord(), values=fields | values,
        received_on=received_on, today=TODAY, identity=values.pop("identity", None) or ObjectId(),
    )  # fmt: skip


def score(bid: Bid, location: int, rent: int) -> Bid:
    given = {"location": (location, WHY), "rent": (rent, WHY)}
    procurements.score_bid(bid, by(), scores=given, version=bid.version)
    return fresh(bid)


def choose(procurement: Procurement, *bids: Bid, **values: Any) -> bool:
    held = fresh(procurement)
    told = {"reasons": WHY, "version": held.version, "today": TODAY} | values
    return procurements.choose(held, by(), chosen=[bid.pk for bid in bids], **told)


def scored(procurement: Procurement, *points: int) -> list[Bid]:
    return [score(register(procurement), one, one) for one in points]


def states(bids: list[Bid]) -> list[BidState]:
    return [fresh(bid).state for bid in bids]


# --- Registered -------------------------------------------------------------------------------------------------------


def test_a_bid_is_registered_under_a_call_and_counts_its_homes() -> None:
    bid = register(announced(), mix=[SizeWanted(rooms=2, homes=10), SizeWanted(rooms=4, homes=2)])
    assert (bid.homes, bid.late, bid.state) == (12, False, BidState.RECEIVED)
    assert bid.bid_number == "UT2026-001"


def test_a_form_sent_twice_registers_one_bid() -> None:
    procurement, identity = announced(), ObjectId()
    fields = {"project_name": "Fjordgløtt", "address": "Sjøgata 2", "homes": 4}
    told = {"landlord": make_landlord(), "values": fields, "received_on": TODAY, "today": TODAY, "identity": identity}
    assert procurements.register_bid(procurement, by(), **told).pk == identity
    assert procurements.register_bid(procurement, by(), **told).pk == identity
    assert Bid.objects.count() == 1


def test_there_are_no_bids_before_an_announcement() -> None:
    with pytest.raises(PhaseNotYet) as refused:
        register(make_procurement())
    assert refused.value.missing == ("announcement",)


@pytest.mark.parametrize("state", [ProcurementState.COMPLETED, ProcurementState.CANCELLED])
def test_there_are_no_bids_in_a_procurement_that_is_over(state: ProcurementState) -> None:
    with pytest.raises(ProcurementClosed):
        register(announced(state=state))


@pytest.mark.parametrize("role", [Role.READER, Role.CASEWORKER, Role.ECONOMY, Role.ADMINISTRATOR])
def test_others_than_those_who_procure_register_no_bids(role: Role) -> None:
    with pytest.raises(NotAuthorised):
        register(announced(), actor=by(role))


@pytest.mark.parametrize(("on", "why"), [(date(2026, 11, 24), "future"), (date(2026, 9, 30), "before_announcement")])
def test_a_bid_comes_between_the_announcement_and_today(on: date, why: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        register(announced(), received_on=on)
    assert refused.value.problems == {"received_on": why}


def test_the_landlord_is_found_by_its_number_or_made() -> None:
    known = make_landlord()
    assert landlords.find_or_register(known.organisation_number, "Et annet navn", by()).pk == known.pk
    made = landlords.find_or_register("974 760 673", "Prøve Utleie AS", by())
    assert (made.organisation_number, made.name) == ("974760673", "Prøve Utleie AS")
    assert landlords.find_or_register("974760673", "", by()).pk == made.pk


@pytest.mark.parametrize("number", ["974760674", "123456785", "12", ""])
def test_a_landlord_whose_number_is_none_is_not_made_for_its_bid(number: str) -> None:
    with pytest.raises(InvalidIdentifier) as refused:
        landlords.find_or_register(number, "Prøve Utleie AS", by())
    assert refused.value.kind == "organisation_number"
    assert landlords.find(number) is None


# --- Late, scored, dismissed, withdrawn -------------------------------------------------------------------------------


def test_a_late_bid_is_let_in_with_a_reason_before_it_is_scored() -> None:
    bid = register(announced(), received_on=date(2026, 11, 21))
    assert bid.late
    with pytest.raises(BidLate):
        score(bid, 3, 3)
    with pytest.raises(MissingReason):
        procurements.let_bid_in(bid, by(), why=" ", version=bid.version)
    assert procurements.let_bid_in(bid, by(), why="Posten var forsinket.", version=bid.version)
    assert score(fresh(bid), 3, 3).total == 300


def test_a_bid_in_time_needs_no_letting_in() -> None:
    bid = register(announced())
    with pytest.raises(InvalidRecord):
        procurements.let_bid_in(bid, by(), why=WHY, version=bid.version)


def test_the_total_stands_when_every_criterion_has_points() -> None:
    bid = register(announced())
    procurements.score_bid(bid, by(), scores={"rent": (5, WHY)}, version=bid.version)
    assert fresh(bid).total is None
    procurements.score_bid(fresh(bid), by(), scores={"location": (3, WHY)}, version=fresh(bid).version)
    assert fresh(bid).total == 3 * 60 + 5 * 40
    again = fresh(bid)
    assert not procurements.score_bid(again, by(), scores={"location": (3, WHY)}, version=again.version)


@pytest.mark.parametrize(
    ("scores", "why"),
    [
        ({}, "unknown_criterion"),
        ({"garden": (3, WHY)}, "unknown_criterion"),
        ({"rent": (6, WHY)}, "points_out_of_range"),
        ({"rent": (-1, WHY)}, "points_out_of_range"),
        ({"rent": (3, " ")}, "points_unexplained"),
    ],
)
def test_points_are_for_known_criteria_within_the_scale_and_explained(scores: Any, why: str) -> None:
    bid = register(announced())
    with pytest.raises(InvalidRecord) as refused:
        procurements.score_bid(bid, by(), scores=scores, version=bid.version)
    assert refused.value.problems == {"scores": why}


def test_a_dismissed_bid_is_not_scored_until_it_is_taken_up_again() -> None:
    bid = register(announced())
    assert procurements.dismiss_bid(bid, by(), why=WHY, version=bid.version)
    assert not procurements.dismiss_bid(bid, by(), why=WHY, version=bid.version)
    with pytest.raises(TransitionRefused):
        score(fresh(bid), 3, 3)
    held = fresh(bid)
    assert procurements.take_bid_up(held, by(), why=WHY, version=held.version)
    assert fresh(bid).dismissed_because is None
    assert score(fresh(bid), 3, 3).total == 300


def test_a_step_on_an_old_page_is_refused() -> None:
    bid = register(announced())
    score(bid, 3, 3)
    for step in (procurements.dismiss_bid, procurements.withdraw_bid):
        with pytest.raises(StaleState):
            step(fresh(bid), by(), why=WHY, version=1)


# --- The choice -------------------------------------------------------------------------------------------------------


def test_the_chosen_bid_and_the_others_follow_the_choice() -> None:
    procurement = announced()
    bids = scored(procurement, 5, 3)
    assert choose(procurement, bids[0])
    assert states(bids) == [BidState.CHOSEN, BidState.NOT_CHOSEN]
    choice = fresh(procurement).choice
    assert (choice.reasons, choice.on, choice.against_order) == (WHY, TODAY, None)
    assert not choose(procurement, bids[0])
    with pytest.raises(ChoiceStands):
        choose(procurement, bids[1])


def test_the_effect_done_twice_gives_the_same() -> None:
    procurement = announced()
    bids = scored(procurement, 5, 3)
    choose(procurement, bids[0])
    versions = [fresh(bid).version for bid in bids]
    choosing.follow_by_effect(procurement, None, ACTOR)  # type: ignore[arg-type]
    assert [fresh(bid).version for bid in bids] == versions


def test_going_against_the_order_needs_a_written_reason() -> None:
    procurement = announced()
    best, other = scored(procurement, 5, 3)
    with pytest.raises(AgainstOrder) as refused:
        choose(procurement, other)
    assert refused.value.better == (best.bid_number,)
    assert fresh(procurement).choice is None
    assert choose(procurement, other, against_order="Den beste kan ikke leveres i tide.")
    assert states([best, other]) == [BidState.NOT_CHOSEN, BidState.CHOSEN]


def test_equal_bids_may_be_chosen_between_without_going_against_the_order() -> None:
    procurement = announced()
    _, second = scored(procurement, 4, 4)
    assert [place.shared for place in procurements.order_of(procurements.bids_of(procurement))] == [True, True]
    assert choose(procurement, second)


def test_nothing_is_chosen_before_the_last_day_is_past() -> None:
    procurement = announced(bids_by=TODAY)
    with pytest.raises(BiddingOpen):
        choose(procurement, *scored(procurement, 5))


def test_nothing_is_chosen_while_a_bid_waits_for_points() -> None:
    procurement = announced()
    done, waiting = *scored(procurement, 5), register(procurement)
    with pytest.raises(BidsUndecided) as refused:
        choose(procurement, done)
    assert refused.value.waiting == (waiting.bid_number,)
    procurements.dismiss_bid(waiting, by(), why=WHY, version=waiting.version)
    assert choose(procurement, done)


def test_a_choice_names_bids_that_are_considered_and_says_why() -> None:
    procurement = announced()
    bid, gone = scored(procurement, 5, 5)
    procurements.withdraw_bid(gone, by(), why=WHY, version=gone.version)
    for chosen in ((), (gone,)):
        with pytest.raises(InvalidRecord):
            choose(procurement, *chosen)
    with pytest.raises(MissingReason):
        choose(procurement, bid, reasons=" ")


def test_nothing_about_the_bids_changes_while_a_choice_stands_but_a_landlord_may_withdraw() -> None:
    procurement = announced()
    best, other = scored(procurement, 5, 3)
    choose(procurement, best)
    held = fresh(other)
    with pytest.raises(ChoiceStands):
        procurements.dismiss_bid(held, by(), why=WHY, version=held.version)
    with pytest.raises(ChoiceStands):
        register(fresh(procurement))
    assert procurements.withdraw_bid(fresh(best), by(), why=WHY, version=fresh(best).version)
    assert fresh(best).state is BidState.WITHDRAWN
    assert (fresh(procurement).choice, fresh(other).state) == (None, BidState.RECEIVED)  # chosen among anew


def test_the_choice_is_made_anew_until_an_agreement_rests_on_it() -> None:
    procurement = announced()
    bids = scored(procurement, 5, 3)
    choose(procurement, bids[0])
    held = fresh(procurement)
    with pytest.raises(MissingReason):
        procurements.take_choice_back(held, by(), why="", version=held.version)
    assert procurements.take_choice_back(held, by(), why=WHY, version=held.version)
    assert states(bids) == [BidState.RECEIVED, BidState.RECEIVED]
    assert choose(procurement, *bids)
    make_agreement(landlord=landlord(), procurement=procurement, bid=bids[0].pk, state=AgreementState.SIGNED)
    held = fresh(procurement)
    with pytest.raises(ChoiceUsed):
        procurements.take_choice_back(held, by(), why=WHY, version=held.version)
    with pytest.raises(ChoiceUsed):
        procurements.withdraw_bid(fresh(bids[0]), by(), why=WHY, version=fresh(bids[0]).version)


def test_a_choice_on_an_old_page_is_refused() -> None:
    procurement = announced()
    bids = scored(procurement, 5, 3)
    records.change(fresh(procurement), ACTOR, values={"title": "Et annet navn"})
    with pytest.raises(StaleState):
        choose(procurement, bids[0], version=1)


def test_a_choice_falls_where_a_bid_was_scored_in_the_instant_between_its_reading_and_its_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    procurement, landlord = announced(), make_landlord()
    bids = [score(make_bid(procurement=procurement, landlord=landlord), 4, 4) for _ in range(2)]
    settle = choosing._settle

    def late(*args: Any, **values: Any) -> bool:
        monkeypatch.setattr(choosing, "_settle", settle)
        score(fresh(bids[1]), 5, 5)
        return settle(*args, **values)

    monkeypatch.setattr(choosing, "_settle", late)
    own = fresh(procurement)
    with pytest.raises(StaleState):
        procurements.choose(own, by(), chosen=[bids[0].pk], reasons=WHY, version=own.version, today=TODAY)
    held = fresh(procurement)
    assert (held.choice, held.history[-1].action) == (None, "choice_fell")
    assert {fresh(bid).state for bid in bids} == {BidState.RECEIVED}
    procurements.choose(held, by(), chosen=[bids[1].pk], reasons=WHY, version=held.version, today=TODAY)
    assert fresh(bids[1]).state is BidState.CHOSEN
