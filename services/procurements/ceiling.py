"""Whether the authority to sign has homes left for what a procurement is after, told before anything is signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from models import Agreement, Bid, Mandate, Procurement
from services import mandates, records
from services.procurements.bidding import CONSIDERED, UNSIGNED

Stage = Literal["announced", "bids", "chosen"]


@dataclass(frozen=True)
class Short:
    """More homes than the authority has left: what they are, how many they are, the authority, and what it has left."""

    stage: Stage
    homes: int
    mandate: str
    left: int


def short_of(procurement: Procurement) -> Short | None:
    """What the procurement has come to, where it is more than its authority has left; None where it is not.

    A warning only: who signs is refused by the authority itself (`mandates.use`).
    """
    held = records.reference(procurement, "mandate")
    stage, homes = _wanted(procurement)
    if held is None or not homes:
        return None
    mandate: Mandate = records.get(Mandate, held)
    left = mandates.free(mandate)
    return Short(stage, homes, mandate.number, left) if homes > left else None


def _wanted(procurement: Procurement) -> tuple[Stage, int]:
    """The homes that are still to be agreed on: those chosen, else those bid, else those called for."""
    bids = Bid.objects(procurement=procurement.pk).no_dereference().only("state", "homes").order_by("id")
    if procurement.choice is not None:
        signed = {one.bid for one in Agreement.objects(procurement=procurement.pk, state__nin=UNSIGNED).only("bid")}
        return "chosen", _sum(one for one in bids if one.pk in procurement.choice.bids and one.pk not in signed)
    considered = [one for one in bids if one.state in CONSIDERED]
    if considered:
        return "bids", _sum(considered)
    call = procurement.announcement
    return "announced", sum(one.homes for one in call.mix) if call is not None else 0


def _sum(bids: Iterable[Bid]) -> int:
    return sum(one.homes for one in bids)
