"""Agreements made through the real services: a procurement whose first three phases stand, its bid, its draft."""

from datetime import UTC, date, datetime
from typing import Any

from models import Bid, Mandate, Procurement
from models.bid import Score
from models.procurement import Announcement, Choice, PhaseWork, Result, SizeWanted, Weighted
from rules.terms import AgreementKind, BidState, NeedState, Phase, Role
from services import agreements, records
from services.actor import Actor
from services.agreements import Wanted
from tests import factories, partners

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CHOSEN = date(2026, 8, 20)
SIGNED = date(2026, 9, 1)
BY = Actor(id="1", name="Eivind Eiendom", at=NOW, roles=frozenset({Role.PROPERTY}))


def chosen_bid(
    *, kind: AgreementKind = AgreementKind.REFERRAL, homes: int = 12, ceiling: int = 40, **values: Any
) -> Bid:
    """A bid that was chosen in a procurement whose phases one to three stand, with its authority."""
    mandate = values.pop("mandate", None) or partners.make_mandate(ceiling=ceiling)
    procurement = partners.make_procurement(
        mandate=mandate,
        need_overview=partners.make_need_overview(state=NeedState.SETTLED, settled_on=date(2026, 4, 2)).pk,
        phases=[PhaseWork(phase=one, finished_on=CHOSEN if at < 3 else None) for at, one in enumerate(Phase)],
        results=[_noted(code) for code in ("housing_bank", "trained")],
        announcement=Announcement(
            text="Vi trenger små boliger.", qualities="Sentralt", kind=kind, mix=[SizeWanted(rooms=2, homes=homes)],
            channels="Kommunens nettside", published_on=date(2026, 5, 1), bids_by=date(2026, 6, 15), by_name="E",
        ),
        criteria=[Weighted(code="location", label="Beliggenhet", weight=100)],
    )  # fmt: skip
    score = Score(code="location", points=4, why="Sentralt.", by_name="Eivind Eiendom")
    bid = partners.make_bid(
        **{"procurement": procurement, "homes": homes, "state": BidState.CHOSEN, "scores": [score]} | values
    )
    choice = Choice(bids=[bid.pk], reasons="Best beliggenhet.", on=CHOSEN, by="1", by_name="Eivind Eiendom")
    records.change(records.get(Procurement, procurement.pk), factories.ACTOR, values={"choice": choice})
    return records.get(Bid, bid.pk)  # type: ignore[no-any-return]


def _noted(code: str) -> Result:
    return Result(code=code, on=date(2026, 4, 20), what="Gjort.", by_name="Eivind Eiendom")


def drafted(bid: Any = None, *, kind: AgreementKind = AgreementKind.REFERRAL, **values: Any) -> Any:
    """A draft on a chosen bid."""
    bid = bid or chosen_bid(kind=kind)
    years = 20 if kind is AgreementKind.REFERRAL else 30
    wanted = {"project_name": bid.project_name, "homes": bid.homes, "years": years} | values
    return fresh(agreements.draft_from_bid(bid, kind, Wanted(**wanted), BY, today=TODAY))


def sign(agreement: Any, actor: Actor = BY, *, on: date = SIGNED, **values: Any) -> bool:
    told = {"files": (), "nonce": "n1", "version": agreement.version, "today": TODAY} | values
    return agreements.sign(agreement, actor, signed_on=on, **told)


def signed(bid: Any = None, **values: Any) -> Any:
    agreement = drafted(bid, **values)
    assert sign(agreement)
    return fresh(agreement)


def cooperation(agreement: Any, *, on: date = SIGNED) -> Any:
    """The signed cooperation agreement that belongs to it."""
    made = agreements.draft(
        agreement.landlord, AgreementKind.COOPERATION, Wanted(project=agreement.project), BY, today=TODAY
    )  # fmt: skip
    assert sign(made, on=on)
    return fresh(made)


def registered(bid: Any = None, **values: Any) -> Any:
    agreement = signed(bid, **values)
    agreements.register_title(
        agreement, BY, on=date(2026, 9, 10), title_reference="12/34", version=agreement.version, today=TODAY
    )  # fmt: skip
    return fresh(agreement)


def paid_out(bid: Any = None, *, on: date = date(2026, 10, 1), **values: Any) -> Any:
    """One in force: registered, with its cooperation agreement, the loan paid out."""
    agreement = registered(bid, **values)
    cooperation(agreement)
    agreements.pay_out(agreement, BY, on=on, version=agreement.version, today=TODAY)
    return fresh(agreement)


def fresh(record: Any) -> Any:
    return records.get(type(record), record.pk)


def used(agreement: Any) -> int:
    """How many homes count against the ceiling that it is signed under."""
    procurement = fresh(agreement).procurement
    mandate: Mandate = records.get(Mandate, records.reference(procurement, "mandate"))
    return mandate.used
