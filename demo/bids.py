"""Fjordvik's need for homes as it was settled, landlords' bids with points, and an offer that waits for an answer."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bson import ObjectId

from models import Approach, Bid, Landlord, NeedOverview, Procurement, User
from models.need_overview import NeedAddition
from models.procurement import SizeWanted
from rules.needs import WHOLE
from rules.terms import NeedTerm, ProcurementState, TargetGroup
from services import needs, procurements, records
from services.actor import Actor

SUMMARY = (
    "Det mangler først og fremst små boliger nær sentrum. Bosetting av flyktninger øker behovet de neste årene, og "
    "flere tidsbestemte kontrakter går ut enn det blir boliger ledige til."
)
SETTLING = "Kommunestyret har vedtatt å bosette flere enn i fjor."
# What a landlord offers, and its points by criterion in the rulebook's order; None = not read yet.
BIDS = (
    ("Kaiporten", "Kaigata 3", 12, (5, 4, 3, 4, 4, 4)),
    ("Lyngheia", "Lyngveien 20", 10, (3, 4, 5, 3, 4, 4)),
    ("Stasjonskvartalet", "Jernbanegata 1", 8, (4, 3, 3, 5, 3, 3)),
    ("Tinden park", "Tindveien 8", 14, None),
)
WHY = ("God løsning.", "Svarer på det meste.", "Som ventet.", "Noe svakere enn de andre.")
OFFER = "Vi bygger seks toroms leiligheter og vil gjerne leie dem ut til kommunen i ti år."


def settle_need(people: Mapping[str, User], at: datetime, day: date) -> NeedOverview:
    """Count the need, complete it by hand, and settle it."""
    by = _as(people, "boligkonsulent", at)
    overview = needs.begin(by, today=day, identity=ObjectId())
    addition = NeedAddition(
        term=NeedTerm.LONG, rooms=3, area=WHOLE, target_group=TargetGroup.REFUGEE, homes=8, why=SETTLING
    )
    needs.add(overview, by, addition, version=overview.version)
    held = _fresh(overview)
    needs.summarise(held, by, summary=SUMMARY, version=held.version)
    held = _fresh(overview)
    needs.settle(held, _as(people, "avdelingsleder", at), version=held.version, today=day)
    return _fresh(overview)


def add(people: Mapping[str, User], at: datetime, day: date) -> None:
    """Bids on what is announced, where anything is, and one offer that nobody asked for."""
    by = _as(people, "eiendom", at)
    running = Procurement.objects(state=ProcurementState.RUNNING).order_by("-started_on", "id")
    called = next((one for one in running if one.announcement is not None and one.choice is None), None)
    landlords = list(Landlord.objects.order_by("organisation_number"))
    if called is not None and landlords:
        _bids(called, landlords, by, day)
    _unasked(by, people["boligkonsulent"], day)


def _bids(called: Procurement, landlords: list[Landlord], by: Actor, day: date) -> None:
    call = called.announcement
    if call is None:
        return
    received = min(call.bids_by, day)
    for at, (name, address, homes, points) in enumerate(BIDS):
        values = {
            "project_name": name, "address": address, "mix": [SizeWanted(rooms=2, homes=homes)],
            "rent_ore_m2": 140_000 + 5_000 * at, "ready_on": day + timedelta(days=300 + 60 * at),
        }  # fmt: skip
        bid = procurements.register_bid(
            called, by, landlord=landlords[at % len(landlords)], values=values, received_on=received, today=day,
            identity=ObjectId(),
        )  # fmt: skip
        if points is not None:
            _score(bid, called, points, by)


def _score(bid: Bid, called: Procurement, points: tuple[int, ...], by: Actor) -> None:
    most = procurements.most_points(called)
    given = {
        one.code: (min(points[at % len(points)], most), WHY[(5 - points[at % len(points)]) % len(WHY)])
        for at, one in enumerate(called.criteria)
    }
    procurements.score_bid(bid, by, scores=given, version=bid.version)


def _unasked(by: Actor, answers: User, day: date) -> Approach:
    return procurements.register_approach(
        by, from_name="Fjellgard Bolig AS", what=OFFER, received_on=day - timedelta(days=6), today=day,
        identity=ObjectId(), email="post@fjellgard-bolig.example", homes=6, responsible=answers.pk,
    )  # fmt: skip


def _as(people: Mapping[str, User], name: str, at: datetime) -> Actor:
    user = people[name]
    return Actor(id=str(user.pk), name=user.name, roles=frozenset(user.roles), at=at)


def _fresh(overview: NeedOverview) -> NeedOverview:
    found: NeedOverview = records.get(NeedOverview, overview.pk)
    return found
