"""The landlord ends a lease: proposed by one, approved and sent by another (husll. §§ 9-5, 9-7, 9-9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bson import ObjectId

from letters import ending_letters
from letters.ending_letters import Notice, Rescission
from letters.paper import Drawn, Sender
from models import Ending, Lease, Letter
from models.base import Effect, Record
from rules import endings, keeping_states, notice_periods, states
from rules.deadlines import oslo_date, presumed_arrival
from rules.endings import LandlordNotice
from rules.errors import FourEyesMissing, InvalidRecord, MissingReason, TransitionRefused
from rules.rulebook import Rules
from rules.terms import EndingGround, EndingState, LeaseEnd, LetterKind, Party
from services import dispatch, lease_letters, records, rulebooks
from services.actor import Actor
from services.effects import Owed
from services.endings import common
from services.endings.common import APPROVERS, KEEP_EFFECT, WORKERS

KINDS = {LeaseEnd.LANDLORD_NOTICE: LetterKind.NOTICE, LeaseEnd.RESCINDED: LetterKind.RESCISSION}


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What is proposed: a notice or a rescission, why, and by when to be out where it is a rescission."""

    reason: LeaseEnd
    grounds: Sequence[EndingGround]
    reasons: str
    warned_on: date | None = None
    children: bool = False
    best_interest: str = ""
    room_only: bool = False
    out_by: date | None = None


def propose(lease: Lease, wanted: Proposal, actor: Actor, *, version: int, today: date) -> Ending:
    """Propose that the landlord ends the lease; nothing is sent before a leader approves. Returns the ending.

    Raises NotAuthorised, NoNeedToKnow, StaleState, NotToBeEnded, EndingStands, NoticeInvalid, InvalidRecord.
    """
    common.allow(lease, actor, "ending.propose", version, WORKERS)
    if wanted.reason not in endings.BY_LANDLORD:
        raise InvalidRecord("ending", {"reason": "missing_value"})
    if wanted.warned_on is not None and wanted.warned_on > today:
        raise InvalidRecord("ending", {"warned_on": "future"})
    rules = rulebooks.current(today)
    last = wanted.out_by
    if wanted.reason is LeaseEnd.LANDLORD_NOTICE:
        last = _period(rules, today, room_only=wanted.room_only)
    endings.check_landlord(_facts(lease, wanted, today, last))
    ending = common.new_ending(
        lease, actor, today, reason=wanted.reason, by_party=Party.LANDLORD, state=EndingState.PROPOSED,
        grounds=list(wanted.grounds), reasons=wanted.reasons.strip(), warned_on=wanted.warned_on,
        children=wanted.children, best_interest=wanted.best_interest.strip() or None, room_only=wanted.room_only,
        given_on=today, ends_on=last, proposed_by=actor.id, rulebook=rules.number,
    )  # fmt: skip
    common.store(ending, actor, "ending_proposed", [Owed(KEEP_EFFECT, f"{KEEP_EFFECT}:{ending.pk}:1")])
    return ending


def _period(rules: Rules, today: date, *, room_only: bool) -> date:
    """The last day, counted from the day the letter is presumed to arrive (husll. § 9-6)."""
    keeping, arrives = rules.keeping, presumed_arrival(today, rules.posting_days)
    return notice_periods.ends_on(
        arrives, months=keeping.notice_months, room_months=keeping.room_notice_months, room_only=room_only
    )


def _facts(lease: Lease, wanted: Proposal, today: date, last: date | None) -> LandlordNotice:
    return LandlordNotice(
        number=lease.number, reason=wanted.reason, grounds=wanted.grounds, reasons=wanted.reasons, given_on=today,
        ends_on=last, warned_on=wanted.warned_on, children=wanted.children, best_interest=wanted.best_interest,
        term_ends_on=common.term_of(lease), non_terminable=lease.non_terminable_notice,
        rent_deposited=lease.rent_disputed,
    )  # fmt: skip


def refuse(ending: Ending, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """A leader says no to what is proposed, or whoever proposed it takes it back: it falls.

    Raises NotAuthorised, NoNeedToKnow, StaleState, MissingReason, TransitionRefused.
    """
    common.opened(ending, actor, "ending.refuse", version)
    if ending.state is not EndingState.PROPOSED:
        raise TransitionRefused("ending", ending.state.value, EndingState.FALLEN.value)
    if not why.strip():
        raise MissingReason("ending.refuse")
    values = {"fallen_on": today, "fallen_why": why.strip()}
    return common.move(ending, EndingState.FALLEN, actor, values, action="ending_refused")


def draw_notice(ending: Ending, actor: Actor, sender: Sender, *, version: int, today: date) -> Letter:
    """Draw the letter as a draft, to be looked at by whoever approves. Raises as approve(), UndrawableText."""
    lease, last = _approvable(ending, actor, version, today)
    drawn = _drawn(ending, lease, sender, last, today)
    kind = KINDS[ending.reason]
    return lease_letters.keep_draft(lease, common.tenant_of(lease), kind, drawn, actor, about=ending.pk, today=today)


def approve(ending: Ending, actor: Actor, sender: Sender, *, letter: ObjectId, version: int, today: date) -> bool:
    """Approve what another proposed, with the letter that was looked at: it is to be sent, and the notice runs.

    The dwelling is reported vacant the same day. Raises NotAuthorised, NoNeedToKnow, StaleState, TransitionRefused,
    FourEyesMissing (one's own proposal), NoticeInvalid (it does not hold any more), LetterDiffers.
    """
    lease, last = _approvable(ending, actor, version, today)
    drawn = _drawn(ending, lease, sender, last, today)
    seen = lease_letters.seen(lease, letter, KINDS[ending.reason], drawn, about=ending.pk, today=today)
    values = {"given_on": today, "ends_on": last, "letter": seen.pk, "approved_by_name": actor.name}
    more = [dispatch.owed_release(seen.pk), *common.owed_vacancy(ending, ending.reason, ending.version + 1)]
    return common.move(ending, EndingState.NOTIFIED, actor, values, action="ending_approved", more=more)


def _approvable(ending: Ending, actor: Actor, version: int, today: date) -> tuple[Lease, date]:
    """The lease and the last day, where what is proposed may be approved by the actor today."""
    lease = common.opened(ending, actor, "ending.approve", version, APPROVERS)
    if ending.state is not EndingState.PROPOSED:
        raise TransitionRefused("ending", ending.state.value, EndingState.NOTIFIED.value)
    states.check(keeping_states.ENDING, ending.state, EndingState.NOTIFIED)
    if ending.proposed_by == actor.id:
        raise FourEyesMissing(ending.number, ending.by_name)
    last = ending.ends_on
    if ending.reason is LeaseEnd.LANDLORD_NOTICE:
        last = _period(rulebooks.current(today), today, room_only=ending.room_only)
    held = Proposal(
        reason=ending.reason, grounds=ending.grounds, reasons=ending.reasons or "", warned_on=ending.warned_on,
        children=ending.children, best_interest=ending.best_interest or "",
    )  # fmt: skip
    endings.check_landlord(_facts(lease, held, today, last))
    return lease, last


def _drawn(ending: Ending, lease: Lease, sender: Sender, last: date, today: date) -> Drawn:
    envelope = dispatch.lease_envelope(lease, common.tenant_of(lease), sender, today)
    why, children = ending.reasons or "", ending.best_interest or ""
    if ending.reason is LeaseEnd.RESCINDED:
        return ending_letters.draw_rescission(
            Rescission(
                envelope=envelope, grounds=ending.grounds, reasons=why, out_by=last, warned_on=ending.warned_on,
                best_interest=children,
            )
        )  # fmt: skip
    months = rulebooks.current(today).keeping.protest_months
    return ending_letters.draw_notice(
        Notice(
            envelope=envelope, grounds=ending.grounds, reasons=why, ends_on=last, best_interest=children,
            protest_months=months,
        )
    )  # fmt: skip


def note_letter(document: Record, _effect: Effect, actor: Actor) -> None:
    """A notice was sent, arrived or came back: the protest's month runs from its arrival (a command effect).

    A notice that arrives later than was presumed ends the lease later too (husll. § 9-6).
    """
    letter: Letter = records.get(Letter, document.pk)
    ending = Ending.objects(pk=letter.about).no_dereference().first()
    if ending is None or ending.letter != letter.pk or ending.state is not EndingState.NOTIFIED:
        return
    rules = rulebooks.current(oslo_date(actor.at))
    arrived = letter.arrived_on  # presumed from the day it is sent, until another is noted
    values = {"arrived_on": arrived, "protest_by": None}
    if arrived is not None and ending.reason is LeaseEnd.LANDLORD_NOTICE:
        keeping = rules.keeping
        last = common.last_day(arrived, None, keeping, room_only=ending.room_only)
        values |= {"protest_by": notice_periods.protest_by(arrived, keeping.protest_months)}
        if not any(entry.action == "ending_day_agreed" for entry in ending.history):  # what they agree on stands
            values |= {"ends_on": max(ending.ends_on, last)}
    if all(records.same(getattr(ending, name), value) for name, value in values.items()):
        return
    records.change(ending, actor, values=values, action="ending_letter", owed=common.owed(ending))
