"""A landlord's bid in answer to an announcement: registered, let in though late, scored, dismissed, withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bson import ObjectId

from models import Bid, Landlord, Procurement
from models.bid import Score
from models.procurement import SizeWanted
from rules import bids as rules
from rules import partner_states, states
from rules.errors import BidLate, HusromError, InvalidRecord, MissingReason, TransitionRefused
from rules.terms import BidState
from services import attachments, fields, numbers, records
from services.actor import Actor
from services.attachments import Arriving
from services.procurements import bid_facts, bidding, choosing, taking
from services.procurements.bidding import PROCURERS, announced, opened, procurement_of


def register(
    procurement: Procurement,
    actor: Actor,
    *,
    landlord: Landlord,
    values: Mapping[str, Any],
    received_on: date,
    today: date,
    identity: ObjectId,
    files: Sequence[Arriving] = (),
    nonce: str = "",
) -> Bid:
    """Register a bid; `values` are its fields, with the homes in `mix`. A form sent twice registers it once.

    One after the last day is flagged and waits to be dismissed or let in. Raises NotAuthorised, PhaseNotYet (nothing is
    announced), ProcurementClosed, ChoiceStands, InvalidRecord (in the future, before the announcement, more accessible
    homes than homes), BidStands (registered from another form), FileRefused, StaleState.
    """
    actor.require(*PROCURERS, what="bid")
    made: Bid | None = Bid.objects(pk=identity).first()
    if made is not None:
        return made
    taking.require_taking(procurement, received_on=received_on, today=today)
    bid_facts.require_first(
        procurement, landlord=landlord.pk, project_name=values["project_name"], address=values["address"], but=identity
    )
    homes = bid_facts.homes_of(values.get("mix", ()), values.get("homes", 0))
    sound = attachments.look_through(files)
    bid = Bid(
        id=identity,
        bid_number=numbers.label("UT", today.year, width=3, series="bid"),
        procurement=procurement.pk,
        procurement_number=procurement.procurement_number,
        landlord=landlord.pk,
        received_on=received_on,
        files=attachments.keep(sound, nonce, actor),
        by_name=actor.name,
        **{**values, "homes": homes},
    )
    fields.check(bid)
    bid.late = rules.is_late(received_on, taking.hold(procurement, identity, actor).bids_by)
    stored = records.create_once(bid, actor, action="bid_registered")
    _keep_call(procurement, stored, actor)
    return stored


def _keep_call(procurement: Procurement, bid: Bid, actor: Actor) -> None:
    """A bid whose call was changed while it was being stored takes no part. Raises as `taking.hold`."""
    try:
        taking.keep(procurement, bid.pk, actor)
    except HusromError:
        _move(bid, BidState.WITHDRAWN, actor, {}, action="bid_overtaken", why="", version=bid.version)
        raise


def let_in(bid: Bid, actor: Actor, *, why: str, version: int) -> bool:
    """Consider a late bid all the same, for a written reason. The same again = nothing.

    Raises NotAuthorised, InvalidRecord (it came in time), MissingReason, TransitionRefused, ChoiceStands, StaleState.
    """
    opened(bid, actor, version)
    if not bid.late:
        raise InvalidRecord("bid", {"late_reason": "in_time"})
    _received(bid)
    return records.change(
        bid, actor, values={"late_reason": _reasoned(why)}, action="late_bid_let_in", why=why.strip(), version=version
    )


def score(bid: Bid, actor: Actor, *, scores: Mapping[str, tuple[int, str]], version: int) -> bool:
    """Give points by criterion, each with its reason; the total stands when every criterion has them.

    Raises NotAuthorised, BidLate (nobody has let it in), InvalidRecord (unknown criterion, points out of range, no
    reason), TransitionRefused (dismissed or withdrawn), ChoiceStands, PhaseNotYet, StaleState.
    """
    procurement = opened(bid, actor, version)
    _received(bid)
    if bidding.undecided(bid):
        raise BidLate(bid.number, announced(procurement).bids_by)
    _check_scores(procurement, scores)
    held = {one.code: one for one in bid.scores}
    kept = {code: one for code, one in held.items() if code not in scores}
    given = kept | {code: _scored(held.get(code), code, *scores[code], actor) for code in scores}
    weights = {one.code: one.weight for one in procurement.criteria}
    values = {
        "scores": [given[code] for code in weights if code in given],
        "total": rules.total({code: one.points for code, one in given.items()}, weights),
    }
    return records.change(bid, actor, values=values, action="bid_scored", version=version)


def _check_scores(procurement: Procurement, scores: Mapping[str, tuple[int, str]]) -> None:
    known = {one.code for one in procurement.criteria}
    if not scores or set(scores) - known:
        raise InvalidRecord("bid", {"scores": "unknown_criterion"})
    if rules.out_of_range([points for points, _ in scores.values()], bidding.most_points(procurement)):
        raise InvalidRecord("bid", {"scores": "points_out_of_range"})
    if any(not why.strip() for _, why in scores.values()):
        raise InvalidRecord("bid", {"scores": "points_unexplained"})


def _scored(held: Score | None, code: str, points: int, why: str, actor: Actor) -> Score:
    if held is not None and held.points == points and held.why == why.strip():
        return held
    return Score(code=code, points=points, why=why.strip(), by_name=actor.name)


def dismiss(bid: Bid, actor: Actor, *, why: str, version: int) -> bool:
    """Dismiss a bid with its reason. Dismissed before = nothing.

    Raises NotAuthorised, MissingReason, TransitionRefused, ChoiceStands, PhaseNotYet, StaleState.
    """
    actor.require(*PROCURERS, what="bid")
    if bid.state is BidState.DISMISSED:
        return False
    opened(bid, actor, version)
    values = {"dismissed_because": _reasoned(why)}
    return _move(bid, BidState.DISMISSED, actor, values, action="bid_dismissed", why=why, version=version)


def take_up(bid: Bid, actor: Actor, *, why: str, version: int) -> bool:
    """Consider a dismissed bid after all. Raises as `dismiss`."""
    opened(bid, actor, version)
    if bid.state is not BidState.DISMISSED:
        _received(bid)
        return False
    values = {"dismissed_because": None}
    return _move(bid, BidState.RECEIVED, actor, values, action="bid_taken_up", why=_reasoned(why), version=version)


def withdraw(bid: Bid, actor: Actor, *, why: str, version: int) -> bool:
    """Note that the landlord takes the bid back, as long as no agreement rests on it; a choice of it falls.

    Withdrawn before = nothing. Raises NotAuthorised, MissingReason, ChoiceUsed, TransitionRefused, StaleState.
    """
    actor.require(*PROCURERS, what="bid")
    if bid.state is BidState.WITHDRAWN:
        return False
    records.check_version(bid, version)
    why = _reasoned(why)
    if bid.state is BidState.CHOSEN:
        bid = _unchosen(bid, actor, why)
    return _move(bid, BidState.WITHDRAWN, actor, {}, action="bid_withdrawn", why=why, version=bid.version)


def _unchosen(bid: Bid, actor: Actor, why: str) -> Bid:
    """The bid after the choice has gone: who is left is chosen among anew, and no agreement is signed meanwhile."""
    procurement = procurement_of(bid)
    choosing.take_back(procurement, actor, why=why, version=procurement.version)
    found: Bid = records.get(Bid, bid.pk)
    return found


def _move(
    bid: Bid, to: BidState, actor: Actor, values: Mapping[str, Any], *, action: str, why: str, version: int
) -> bool:
    states.check(partner_states.BID, bid.state, to)
    return records.change(bid, actor, values={**values, "state": to}, action=action, why=why.strip(), version=version)


def _received(bid: Bid) -> None:
    if bid.state is not BidState.RECEIVED:
        raise TransitionRefused("bid", bid.state.value, BidState.RECEIVED.value)


def _reasoned(why: str) -> str:
    if not why.strip():
        raise MissingReason("bid")
    return why.strip()


def sizes(rows: Sequence[Mapping[str, Any]]) -> list[SizeWanted]:
    """The homes of a bid by size, from rows of plain values."""
    return [SizeWanted(**row) for row in rows]
