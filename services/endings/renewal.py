"""Before a lease runs out: its facts gathered, go on or move decided, the demand sent in time (husll. § 9-2)."""

from datetime import date, datetime

from bson import ObjectId

from letters import move_demand
from letters.move_demand import MoveDemand
from letters.paper import Drawn, Sender
from models import Application, Lease, Letter
from models.base import Effect, Record
from models.lease import Renewal
from rules import notice_periods
from rules.errors import DemandNotNow, DemandTooLate, InvalidRecord, LandlordsLease, MissingReason, NotToBeEnded
from rules.letters import TO_SEND
from rules.terms import (
    ApplicationKind,
    AppliedBy,
    HousingSituation,
    IntakeChannel,
    LeaseState,
    LetterKind,
    RenewalOutcome,
    TargetGroup,
)
from services import applications, dispatch, lease_letters, need_to_know, records, rulebooks
from services.actor import Actor
from services.applications import Intake
from services.endings import common
from services.endings.common import WORKERS
from services.endings.renewal_facts import KIND, led_here, party_of, span_of

LETTER_EFFECT = dispatch.MOVED_EFFECTS[LetterKind.MOVE_DEMAND]


# --- What is decided ------------------------------------------------------------------------------------------------


def review(
    lease: Lease, outcome: RenewalOutcome, actor: Actor, *, reasons: str, channel: IntakeChannel, nonce: ObjectId,
    version: int, now: datetime, today: date,
) -> Application | None:  # fmt: skip
    """Store what the review came to. To go on, the household's application for an extension is registered, or found.

    `channel` is how the household asked; `nonce` becomes the application's id. Returns it; None where they are to move.
    Raises NotAuthorised, NoNeedToKnow, StaleState, MissingReason, NotToBeEnded, and what registering raises.
    """
    _allow(lease, actor, "lease.review", version)
    if not reasons.strip():
        raise MissingReason("lease.review")
    case = _extension(lease, actor, channel, nonce, now, today) if outcome is RenewalOutcome.EXTEND else None
    held = Renewal(
        on=today, outcome=outcome, reasons=reasons.strip(), application=case.pk if case else None, by_name=actor.name
    )
    owed = [dispatch.owed_recall(one) for one in _unsent(lease)] if outcome is RenewalOutcome.EXTEND else []
    records.change(lease, actor, values={"renewal": held}, action="renewal_reviewed", owed=owed)
    return case


def _unsent(lease: Lease) -> list[ObjectId]:
    """Demands to move that wait to be posted: where the lease goes on, they are not."""
    waiting = Letter.objects(lease=lease.pk, letter_kind=KIND, state__in=list(TO_SEND))
    return [ObjectId(one.pk) for one in waiting.only("pk").no_dereference()]


def _allow(lease: Lease, actor: Actor, what: str, version: int) -> None:
    actor.require(*WORKERS, what=what)
    need_to_know.require_lease(lease, actor)
    records.check_version(lease, version)
    if lease.is_landlords:
        raise LandlordsLease(lease.number)
    if lease.state is not LeaseState.OCCUPYING or lease.ends_on is None:
        raise NotToBeEnded(lease.number)


def _extension(
    lease: Lease, actor: Actor, channel: IntakeChannel, nonce: ObjectId, now: datetime, today: date
) -> Application:
    person, ids = party_of(lease)
    found = applications.find_open(ids, ApplicationKind.EXTENSION)
    if found is not None:
        return found
    led = led_here(lease, ids)
    facts = Intake(
        nonce=nonce, kind=ApplicationKind.EXTENSION, received_on=today, channel=channel,
        target_group=led.target_group if led else TargetGroup.DISADVANTAGED, applied_by=AppliedBy.APPLICANT,
        situation=HousingSituation.MUNICIPAL_LEASE, adults=led.adults if led else 1,
        children=led.children if led else 0, applicant=person.pk, lease=lease.pk,
        office=records.reference(lease, "office"), caseworker=records.reference(lease, "caseworker"),
    )  # fmt: skip
    return applications.register(facts, actor, now=now)


# --- The demand to move ---------------------------------------------------------------------------------------------


def check_demand(lease: Lease, today: date) -> tuple[date, date]:
    """The span for the demand, where today is in it. Raises DemandNotNow, DemandTooLate."""
    span = span_of(lease, rulebooks.current(today).lease_expiry)
    if span is None:
        raise DemandNotNow(lease.number, None, None)
    if today > span[1]:
        raise DemandTooLate(lease.number, span[1])
    if today < span[0] or lease.move_out_demanded_on is not None:
        raise DemandNotNow(lease.number, *span)
    return span


def draw_demand(
    lease: Lease, actor: Actor, sender: Sender, *, out_by: date, reasons: str, version: int, today: date
) -> Letter:
    """Draw the demand to move as a draft, to be looked at. Raises as send_demand(), UndrawableText."""
    drawn = _drawn(lease, actor, sender, out_by, reasons, version, today)
    person = common.tenant_of(lease)
    return lease_letters.keep_draft(lease, person, KIND, drawn, actor, about=lease.pk, today=today)


def send_demand(
    lease: Lease, actor: Actor, sender: Sender, *, out_by: date, reasons: str, letter: ObjectId, version: int,
    today: date,
) -> bool:  # fmt: skip
    """Put the demand that was looked at among the letters to be sent; it counts from the day it is sent (§ 1-5).

    Raises NotAuthorised, NoNeedToKnow, StaleState, NotToBeEnded, DemandNotNow, DemandTooLate, MissingReason,
    InvalidRecord (the day), LetterDiffers.
    """
    drawn = _drawn(lease, actor, sender, out_by, reasons, version, today)
    seen = lease_letters.seen(lease, letter, KIND, drawn, about=lease.pk, today=today)
    held = Renewal(on=today, outcome=RenewalOutcome.MOVE, reasons=reasons.strip(), by_name=actor.name)
    owed = [dispatch.owed_release(seen.pk)]
    return records.change(lease, actor, values={"renewal": held}, action="move_demand_ready", owed=owed)


def _drawn(lease: Lease, actor: Actor, sender: Sender, out_by: date, reasons: str, version: int, today: date) -> Drawn:
    _allow(lease, actor, "lease.demand_move", version)
    check_demand(lease, today)
    if not reasons.strip():
        raise MissingReason("lease.demand_move")
    if out_by <= today:
        raise InvalidRecord("lease", {"out_by": "past"})
    envelope = dispatch.lease_envelope(lease, common.tenant_of(lease), sender, today)
    ended: date = lease.ends_on  # type: ignore[assignment]  # _allow has asked
    return move_demand.draw(MoveDemand(envelope=envelope, ended_on=ended, out_by=out_by, reasons=reasons.strip()))


def note_letter(document: Record, _effect: Effect, actor: Actor) -> None:
    """A demand to move was sent: from that day the lease does not run on (a command effect).

    One that was sent after the last day is no demand: the lease is open-ended already (husll. § 9-2). One that was sent
    in time and noted afterwards counts all the same, though the night has noted the lease as open-ended since.
    """
    letter: Letter = records.get(Letter, document.pk)
    lease = Lease.objects(pk=records.reference(letter, "lease")).no_dereference().first()
    if lease is None or letter.letter_kind is not KIND or letter.dispatched_on is None:
        return
    months = rulebooks.current(letter.dispatched_on).lease_expiry.open_ended_months or 0
    if lease.ends_on is None or letter.dispatched_on > notice_periods.demand_span(lease.ends_on, months)[1]:
        return
    if lease.move_out_demanded_on is None:
        values = {"move_out_demanded_on": letter.dispatched_on, "open_ended_on": None}
        records.change(lease, actor, values=values, action="move_demanded")
