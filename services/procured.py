"""What a procurement has of the results of its phases, and whether an agreement may be signed under it (S000)."""

from collections.abc import Iterable
from datetime import date

from models import Agreement, Bid, Mandate, NeedOverview, Procurement
from rules import partner_states, procurement, states
from rules.errors import PhasesUnfinished
from rules.procurement import Call, Facts, Missing
from rules.terms import AgreementState, BidState, NeedState, Phase, ProcurementState
from services import mandates, records, rulebooks

OUT = (BidState.DISMISSED, BidState.WITHDRAWN)  # bids that take no part


def facts_of(held: Procurement, today: date) -> Facts:
    """What the procurement has on the day; the results are those of the rulebook that it began under."""
    called = held.announcement
    mandate = records.reference(held, "mandate")
    bids = list(Bid.objects(procurement=held.pk).no_dereference().only("state", "scores"))
    taking_part = [bid for bid in bids if bid.state not in OUT]
    agreements = [one.state for one in Agreement.objects(procurement=held.pk).no_dereference().only("state")]
    return Facts(
        today=today,
        wanted=rulebooks.numbered(held.rulebook).partnering.results,
        noted=frozenset(one.code for one in held.results),
        overview=_settled(held),
        authority=mandates.authority_of(records.get(Mandate, mandate)) if mandate else None,
        call=Call(kind=called.kind, bids_by=called.bids_by) if called else None,
        received=len(bids),
        bids=len(taking_part),
        unscored=_unscored(held, taking_part),
        chosen=held.choice is not None,
        agreements=len(agreements),
        signed=sum(state is not AgreementState.DRAFT for state in agreements),
    )


def _settled(held: Procurement) -> bool | None:
    if held.need_overview is None:
        return None
    found = NeedOverview.objects(pk=held.need_overview).only("state").first()
    return found is not None and found.state is NeedState.SETTLED


def _unscored(held: Procurement, bids: Iterable[Bid]) -> int:
    asked = {one.code for one in held.criteria}
    return sum(not asked <= {score.code for score in bid.scores} for bid in bids)


def finished(held: Procurement) -> frozenset[Phase]:
    """The phases that are finished."""
    return frozenset(work.phase for work in held.phases if work.finished_on is not None)


def lacking(held: Procurement, last: Phase, today: date) -> tuple[Missing, ...]:
    """The required results that do not stand, of the phases up to and including the last."""
    return procurement.missing(facts_of(held, today), last)


def require_signable(held: Procurement, today: date) -> None:
    """Refuse that an agreement is signed under the procurement before the results of phases one to three stand (S000).

    Raises PhasesUnfinished, TransitionRefused (completed or called off).
    """
    if held.state is not ProcurementState.RUNNING:
        states.check(partner_states.PROCUREMENT, held.state, held.state)
    lacks = lacking(held, procurement.BEFORE_SIGNING, today)
    if lacks:
        raise PhasesUnfinished(held.number, tuple(one.code for one in lacks))
