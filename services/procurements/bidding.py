"""What bids and their choice share: who may, which procurement takes them, and when they may still be changed."""

from typing import Any

from models import Agreement, Bid, Procurement
from rules.errors import ChoiceStands, ChoiceUsed, PhaseNotYet, ProcurementClosed
from rules.terms import AgreementState, BidState, ProcurementState, Role
from services import records, rulebooks
from services.actor import Actor

PROCURERS = (Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD, Role.PROPERTY)
CONSIDERED = (BidState.RECEIVED, BidState.CHOSEN, BidState.NOT_CHOSEN)
FOLLOW_EFFECT = "bids_follow_choice"
UNSIGNED = (AgreementState.DRAFT, AgreementState.ENDED)


def announced(procurement: Procurement) -> Any:
    """The announcement that bids answer. Raises ProcurementClosed, PhaseNotYet (nothing is announced)."""
    if procurement.state is not ProcurementState.RUNNING:
        raise ProcurementClosed(procurement.number)
    if procurement.announcement is None:
        raise PhaseNotYet(procurement.number, ("announcement",))
    return procurement.announcement


def opened(bid: Bid, actor: Actor, version: int) -> Procurement:
    """The bid's procurement, where the bid may be changed. Raises NotAuthorised, StaleState, ChoiceStands and more."""
    actor.require(*PROCURERS, what="bid")
    records.check_version(bid, version)
    procurement = procurement_of(bid)
    announced(procurement)
    if procurement.choice is not None:
        raise ChoiceStands(procurement.number)
    return procurement


def procurement_of(bid: Bid) -> Procurement:
    """The procurement as it stands now."""
    found: Procurement = records.get(Procurement, records.reference(bid, "procurement"))
    return found


def bids_of(procurement: Procurement) -> list[Bid]:
    """All bids of a procurement, those with most points first (index `bid_procurement`)."""
    return list(Bid.objects(procurement=procurement.pk).no_dereference().order_by("-total", "id"))


def waits(bid: Bid) -> bool:
    """Whether something must be done with the bid before a choice: scored, or dismissed, or a late one let in."""
    return bid.state in CONSIDERED and (bid.total is None or undecided(bid))


def undecided(bid: Bid) -> bool:
    """Whether it came late and nobody has said why it is considered all the same."""
    return bid.late and not bid.late_reason


def most_points(procurement: Procurement) -> int:
    """The most points for one criterion, by the rulebook that the procurement goes by."""
    return rulebooks.numbered(procurement.rulebook).partnering.most_points


def refuse_used(procurement: Procurement) -> None:
    """Raise ChoiceUsed where an agreement that is signed, or is being signed, rests on the procurement's choice."""
    found = Agreement.objects(procurement=procurement.pk, state__nin=UNSIGNED).only("agreement_number").first()
    if found is None and procurement.signing:
        found = Agreement.objects(pk__in=procurement.signing).only("agreement_number").first()
    if found is not None:
        raise ChoiceUsed(procurement.number, found.agreement_number)
