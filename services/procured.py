"""What a procurement has of the results of its phases, and whether an agreement may be signed under it (S000)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from models import Agreement, Bid, Mandate, NeedOverview, Procurement
from rules import partner_states, procurement, states
from rules.errors import PhasesUnfinished
from rules.partner_policy import WantedResult
from rules.procurement import Call, Facts, Missing
from rules.terms import AgreementState, BidState, Lack, NeedState, Phase, ProcurementState, ResultSort
from services import mandates, records, rulebooks

AGREED = ("state", "signed_on", "registered_on", "loan_paid_out_on")
OUT = (BidState.DISMISSED, BidState.WITHDRAWN)  # bids that take no part


def facts_of(held: Procurement, today: date) -> Facts:
    """What the procurement has on the day; the results are those of the rulebook that it began under."""
    called = held.announcement
    mandate = records.reference(held, "mandate")
    bids = list(Bid.objects(procurement=held.pk).no_dereference().only("state", "scores"))
    taking_part = [bid for bid in bids if bid.state not in OUT]
    made = list(Agreement.objects(procurement=held.pk).no_dereference().only(*AGREED))
    standing = [one for one in made if one.signed_on is not None and one.state is not AgreementState.ENDED]
    wanted, overview = rulebooks.numbered(held.rulebook).partnering.results, _overview(held)
    return Facts(
        today=today,
        wanted=wanted,
        noted=frozenset(one.code for one in held.results),
        later=frozenset(_later(held, wanted, _since(held, overview, made, standing), today)),
        overview=None if held.need_overview is None else overview is not None and overview.state is NeedState.SETTLED,
        authority=mandates.authority_of(records.get(Mandate, mandate)) if mandate else None,
        call=Call(kind=called.kind, bids_by=called.bids_by) if called else None,
        received=len(bids),
        bids=len(taking_part),
        unscored=_unscored(held, taking_part),
        chosen=held.choice is not None,
        agreements=sum(one.signed_on is not None or one.state is AgreementState.DRAFT for one in made),
        signed=sum(one.signed_on is not None for one in made),
        unregistered=sum(one.registered_on is None for one in standing),
        unpaid=sum(one.loan_paid_out_on is None for one in standing),
    )


def _overview(held: Procurement) -> NeedOverview | None:
    found: NeedOverview | None = None
    if held.need_overview is not None:
        found = NeedOverview.objects(pk=held.need_overview).only("state", "settled_on").first()
    return found


def _since(
    held: Procurement, overview: NeedOverview | None, made: Iterable[Agreement], standing: Iterable[Agreement]
) -> dict[ResultSort, date | None]:
    """The day since which each result that is a record stands; None where it does not, or nobody knows."""
    return {
        ResultSort.NEED_OVERVIEW: overview.settled_on if overview else None,
        ResultSort.ANNOUNCEMENT: held.announcement.published_on if held.announcement else None,
        ResultSort.CHOICE: held.choice.on if held.choice else None,
        ResultSort.AGREEMENT: min((one.signed_on for one in made if one.signed_on), default=None),
        ResultSort.REGISTERED: max((one.registered_on for one in standing if one.registered_on), default=None),
        ResultSort.PAID_OUT: max((one.loan_paid_out_on for one in standing if one.loan_paid_out_on), default=None),
    }


def _later(
    held: Procurement, wanted: Iterable[WantedResult], since: Mapping[ResultSort, date | None], day: date
) -> Iterator[str]:  # fmt: skip
    """The results that are of a later day than the one that is asked about."""
    yield from (one.code for one in held.results if one.on > day)
    late = {sort for sort, on in since.items() if on is not None and on > day}
    yield from (one.code for one in wanted if one.sort in late)


def _unscored(held: Procurement, bids: Iterable[Bid]) -> int:
    asked = {one.code for one in held.criteria}
    return sum(not asked <= {score.code for score in bid.scores} for bid in bids)


def finished(held: Procurement) -> frozenset[Phase]:
    """The phases that are finished."""
    return frozenset(work.phase for work in held.phases if work.finished_on is not None)


def lacking(held: Procurement, last: Phase, today: date) -> tuple[Missing, ...]:
    """The required results that do not stand, of the phases up to and including the last."""
    return procurement.missing(facts_of(held, today), last)


def require_stood(held: Procurement, day: date) -> None:
    """Refuse a day on which the results of phases one to three did not stand, whatever has become of them since.

    Raises PhasesUnfinished.
    """
    lacks = lacking(held, procurement.BEFORE_SIGNING, day)
    stood = [one for one in lacks if one.lack is not Lack.MANDATE_WITHDRAWN]
    if stood:
        raise PhasesUnfinished(held.number, tuple(one.code for one in stood))


def built_on(held: Procurement, phase: Phase) -> Iterator[tuple[date, str]]:
    """The days on which the phase's results had to stand, each with why: the call's, and that of the first signing."""
    if phase is Phase.ANCHORING and held.announcement is not None:
        yield held.announcement.published_on, "after_call"
    if phase in procurement.upto(procurement.BEFORE_SIGNING):
        signed = Agreement.objects(procurement=held.pk, signed_on__exists=True).no_dereference().only("signed_on")
        yield from ((one.signed_on, "after_signing") for one in signed)


def require_signable(held: Procurement, today: date) -> None:
    """Refuse that an agreement is signed under the procurement before the results of phases one to three stand (S000).

    Raises PhasesUnfinished, TransitionRefused (completed or called off).
    """
    if held.state is not ProcurementState.RUNNING:
        states.check(partner_states.PROCUREMENT, held.state, held.state)
    lacks = lacking(held, procurement.BEFORE_SIGNING, today)
    if lacks:
        raise PhasesUnfinished(held.number, tuple(one.code for one in lacks))
