"""An end that somebody tells of: the tenant's notice, a death, a move, an agreement (husll. §§ 9-6, 9-10, 8-2)."""

from dataclasses import dataclass
from datetime import date

from bson import ObjectId

from letters import ending_letters
from letters.ending_letters import Receipt
from letters.paper import Drawn, Sender
from models import Ending, Lease, Letter
from rules import endings
from rules.errors import InvalidRecord, NoticeInvalid, TransitionRefused
from rules.keeping_policy import Keeping
from rules.terms import EndingState, LeaseEnd, LetterKind, Party, Role
from services import dispatch, lease_letters, records, rulebooks
from services.actor import Actor
from services.endings import common
from services.endings.common import KEEPERS


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is told of the end: `given_on` is the day it came to us, `agreed_on` the last day where one is agreed."""

    reason: LeaseEnd
    given_on: date
    agreed_on: date | None = None
    room_only: bool = False
    by_landlord: bool = False  # of a death: the landlord gives the notice, not the estate (§ 9-10)
    successor: str = ""
    note: str = ""


def register(lease: Lease, told: Told, actor: Actor, *, version: int, today: date) -> Ending:
    """Note the end; the dwelling is reported vacant the same day. Returns the ending.

    A term that cannot be terminated binds the tenant too, unless an earlier day is agreed (§ 9-2).
    Raises NotAuthorised, NoNeedToKnow, StaleState, NotToBeEnded, EndingStands, NoticeInvalid, InvalidRecord.
    """
    common.allow(lease, actor, "ending.register", version, KEEPERS)
    _check(lease, told, today)
    rules = rulebooks.current(today)
    last = _last(lease, told, rules.keeping)
    ending = common.new_ending(
        lease,
        actor,
        today,
        reason=told.reason,
        by_party=_party(told),
        given_on=told.given_on,
        arrived_on=told.given_on,
        room_only=told.room_only,
        ends_on=last,
        successor=told.successor.strip() or None,
        note=told.note.strip() or None,
        rulebook=rules.number,
    )
    common.store(ending, actor, "ending_registered", common.owed_by_new(ending))
    return ending


def _party(told: Told) -> Party:
    return Party.LANDLORD if told.reason is LeaseEnd.DEATH and told.by_landlord else Party.TENANT


def _check(lease: Lease, told: Told, today: date) -> None:
    wrong = {}
    if told.reason not in endings.TOLD:
        wrong["reason"] = "missing_value"
    if told.given_on > today:
        wrong["given_on"] = "future"
    if told.given_on < lease.starts_on:
        wrong["given_on"] = "before_lease_began"
    if told.reason is LeaseEnd.MUTUAL and told.agreed_on is None:
        wrong["agreed_on"] = "missing_value"
    if told.agreed_on is not None and told.agreed_on < lease.starts_on:
        wrong["agreed_on"] = "before_lease_began"
    if wrong:
        raise InvalidRecord("ending", wrong)
    term = common.term_of(lease)
    bound = lease.non_terminable_notice and term is not None and term >= told.given_on
    if told.reason is LeaseEnd.TENANT_NOTICE and bound and told.agreed_on is None:
        raise NoticeInvalid(lease.number, "tenant_bound")


def _last(lease: Lease, told: Told, rules: Keeping) -> date:
    if told.reason in endings.WITH_PERIOD or told.agreed_on is not None or lease.ends_on is None:
        return common.last_day(told.given_on, told.agreed_on, rules, room_only=told.room_only)
    return max(lease.ends_on, told.given_on)


def agree_day(ending: Ending, on: date, actor: Actor, *, why: str, version: int) -> bool:
    """Put the last day where the parties agree, earlier or later; the vacancy follows. False where it is so.

    Raises NotAuthorised, NoNeedToKnow, StaleState, TransitionRefused, InvalidRecord.
    """
    lease = common.opened(ending, actor, "ending.agree_day", version, KEEPERS, {Role.PROPERTY})
    if ending.state not in endings.LIVE:
        raise TransitionRefused("ending", ending.state.value, "agreed")
    if on < max(lease.starts_on, ending.given_on):
        raise InvalidRecord("ending", {"ends_on": "before_notice"})
    if on == ending.ends_on:
        return False
    return records.change(
        ending, actor, values={"ends_on": on}, action="ending_day_agreed", why=why, owed=common.owed(ending)
    )


# --- The receipt ----------------------------------------------------------------------------------------------------


def draw_receipt(ending: Ending, actor: Actor, sender: Sender, *, version: int, today: date) -> Letter:
    """Draw the letter that tells the tenant we have the notice, as a draft to be looked at.

    Raises NotAuthorised, NoNeedToKnow, StaleState, TransitionRefused (not the tenant's, or told), UndrawableText.
    """
    lease = _receiptable(ending, actor, version)
    drawn = _drawn(ending, lease, sender, today)
    person = common.tenant_of(lease)
    kind = LetterKind.NOTICE_RECEIVED
    return lease_letters.keep_draft(lease, person, kind, drawn, actor, about=ending.pk, today=today)


def send_receipt(ending: Ending, actor: Actor, sender: Sender, *, letter: ObjectId, version: int, today: date) -> bool:
    """Put the receipt that was looked at among the letters to be sent. Raises as draw_receipt(), LetterDiffers."""
    lease = _receiptable(ending, actor, version)
    drawn = _drawn(ending, lease, sender, today)
    seen = lease_letters.seen(lease, letter, LetterKind.NOTICE_RECEIVED, drawn, about=ending.pk, today=today)
    owed = [dispatch.owed_release(seen.pk)]
    return records.change(ending, actor, values={"receipt": seen.pk}, action="receipt_sent", owed=owed)


def _receiptable(ending: Ending, actor: Actor, version: int) -> Lease:
    lease = common.opened(ending, actor, "ending.receipt", version)
    if ending.by_party is not Party.TENANT or ending.state is not EndingState.NOTIFIED or ending.receipt is not None:
        raise TransitionRefused("ending", ending.state.value, "told")
    return lease


def _drawn(ending: Ending, lease: Lease, sender: Sender, today: date) -> Drawn:
    envelope = dispatch.lease_envelope(lease, common.tenant_of(lease), sender, today)
    return ending_letters.draw_receipt(Receipt(envelope=envelope, given_on=ending.given_on, ends_on=ending.ends_on))
