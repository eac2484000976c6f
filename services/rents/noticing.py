"""The tenant is notified of a new rent: the letter drawn and looked at, sent, and the day moved where it came late."""

from datetime import date

from bson import ObjectId

from letters import rent_letters
from letters.paper import Drawn, Sender
from letters.rent_letters import Amount, RentLetter
from models import Lease, Letter, RentChange
from models.base import Effect, Record
from rules import rent_changes, states
from rules.deadlines import add_months, oslo_date
from rules.errors import MissingReason, RentTooEarly
from rules.keeping_states import RENT_CHANGE
from rules.letters import UNSENT
from rules.rent_changes import next_first
from rules.rulebook import Rules
from rules.terms import LetterKind, RentChangeKind, RentChangeState
from services import dispatch, lease_letters, records, rulebooks
from services.actor import Actor
from services.effects import Owed
from services.rents import common
from services.rents.drafting import check_market
from services.rents.force import put_in_force

MOVED_EFFECT = dispatch.MOVED_EFFECTS[LetterKind.RENT_CHANGE]
BACK_EFFECT = "rent_letter_back"


def draw(change: RentChange, actor: Actor, sender: Sender, *, version: int, today: date) -> Letter:
    """Draw the letter as a draft, to be looked at. Raises what notify() raises, and UndrawableText."""
    lease, drawn = _drawn(change, actor, sender, version, today)
    tenant = common.tenant_of(lease)
    return lease_letters.keep_draft(
        lease, tenant, LetterKind.RENT_CHANGE, drawn, actor, about=change.pk, today=today
    )  # fmt: skip


def notify(
    change: RentChange, actor: Actor, sender: Sender, *, letter: ObjectId | None, version: int, today: date
) -> bool:
    """Notify the tenant: from now on the new rent is to come. `letter` is the one looked at; without it one is drawn.

    A change that needs no notice and whose day has come is in force at once. False where it was done before.
    Raises NotAuthorised, NoNeedToKnow, TransitionRefused, StaleState, LeaseOver, RentChangeOutdated, RentTooEarly,
    MonthCharged, LetterDiffers, UndrawableText.
    """
    if change.state is RentChangeState.NOTIFIED:
        return False
    lease, drawn = _drawn(change, actor, sender, version, today)
    kind = LetterKind.RENT_CHANGE
    if letter is None:
        draft = lease_letters.keep_draft(
            lease, common.tenant_of(lease), kind, drawn, actor, about=change.pk, today=today
        )  # fmt: skip
    else:
        draft = lease_letters.seen(lease, letter, kind, drawn, about=change.pk, today=today)
    values = {"state": RentChangeState.NOTIFIED, "letter": draft.pk}
    if change.kind is RentChangeKind.MARKET:
        values["demanded_on"] = today
    done = records.change(
        change, actor, values=values, action="rent_notified", version=version, owed=[dispatch.owed_release(draft.pk)]
    )
    if change.kind not in common.WITH_NOTICE and change.effective_from <= today:
        put_in_force(change, actor, today=today)
    return done


def _drawn(change: RentChange, actor: Actor, sender: Sender, version: int, today: date) -> tuple[Lease, Drawn]:
    lease = common.lease_of(change)
    correction = change.kind is RentChangeKind.CORRECTION
    common.require(
        lease, actor, "rent_change.notify", roles=common.CORRECTORS if correction else common.CHANGERS
    )  # fmt: skip
    records.check_version(change, version)
    states.check(RENT_CHANGE, change.state, RentChangeState.NOTIFIED)
    if not correction:
        common.refuse_over(lease)
    common.check_stands(change, lease)
    rules = rulebooks.current(today)
    check_lawful(change, lease, rules, today)
    rent_changes.check(
        lease.contract_number, common.lines_of(lease), common.amounts_of(change),
        effective_from=change.effective_from, starts_on=lease.starts_on,
        charged_until=common.charged_until(lease), correction=correction,
    )  # fmt: skip
    return lease, rent_letters.draw(_letter(change, lease, sender, rules, today))


def check_lawful(change: RentChange, lease: Lease, rules: Rules, told_on: date) -> None:
    """Raise RentTooEarly where the law lets the change hold later only, when the tenant is told on a day."""
    if change.kind is RentChangeKind.MARKET:
        check_market(lease, change.effective_from, told_on, rules)
    elif change.kind is RentChangeKind.INDEX:
        earliest = _earliest(change, rules, told_on)
        if change.effective_from < earliest:
            raise RentTooEarly(lease.contract_number, earliest, "notice")


def _notice_months(change: RentChange, rules: Rules) -> int:
    keeping = rules.keeping
    index = change.kind is RentChangeKind.INDEX
    return keeping.index_notice_months if index else keeping.market_notice_months


def _earliest(change: RentChange, rules: Rules, told_on: date) -> date:
    """The first month's day that the notice lets the change hold from, or the day it was made for."""
    return max(change.effective_from, next_first(add_months(told_on, _notice_months(change, rules))))


def _letter(change: RentChange, lease: Lease, sender: Sender, rules: Rules, today: date) -> RentLetter:
    tenant = common.tenant_of(lease)
    changed = {one.line: one for one in change.lines}
    standing = [line for line in common.lines_of(lease) if line.holds(change.effective_from)]
    rows = [
        Amount(line.kind, line.amount_ore, changed[line.key].new_ore if line.key in changed else line.amount_ore)
        for line in standing
    ]
    rows += [Amount(one.kind, 0, one.new_ore) for one in change.lines if one.line is None]
    return RentLetter(
        envelope=dispatch.lease_envelope(lease, tenant, sender, today),
        kind=change.kind,
        amounts=tuple(rows),
        effective_from=change.effective_from,
        index=rent_letters.IndexTold(
            change.series or "", change.base_month or "", change.base_value or 0, change.new_month or "",
            change.new_value or 0,
        ) if change.kind is RentChangeKind.INDEX else None,
        reasons=change.reasons or "",
        improvements_ore=change.improvements_ore or 0,
        notice_months=_notice_months(change, rules),
        due_day=lease.due_day,
        kid=lease.kid,
        account=next(iter(rules.keeping.accounts), None),
        contact=rules.policy.texts[tenant.letter_form].get("contact"),
    )  # fmt: skip


def note_letter(document: Record, _effect: Effect, actor: Actor) -> None:
    """When the letter went out the notice began: a change whose letter came late holds from later (a command effect).

    The letter says so itself, so that it is right whenever it is sent.
    """
    letter = records.get(Letter, document.pk)
    change: RentChange | None = RentChange.objects(pk=letter.about).first()
    if change is None or letter.dispatched_on is None or change.letter != letter.pk:
        return
    if change.state is not RentChangeState.NOTIFIED or change.notified_on == letter.dispatched_on:
        return
    values = {"notified_on": letter.dispatched_on}
    if change.kind is RentChangeKind.MARKET:
        values["demanded_on"] = letter.dispatched_on
    if change.kind in common.WITH_NOTICE:
        rules = rulebooks.current(oslo_date(actor.at))
        values["effective_from"] = _earliest(change, rules, letter.dispatched_on)
    moved = values.get("effective_from", change.effective_from) != change.effective_from
    records.change(change, actor, values=values, action="rent_postponed" if moved else "rent_letter_sent")


def cancel(change: RentChange, actor: Actor, *, why: str, version: int) -> bool:
    """Take a change back before it is in force; a letter that has not gone out is taken back with it.

    Raises NotAuthorised, NoNeedToKnow, MissingReason, TransitionRefused, StaleState.
    """
    lease = common.lease_of(change)
    common.require(lease, actor, "rent_change.cancel")
    if change.state is RentChangeState.CANCELLED:
        return False
    if not why.strip():
        raise MissingReason("rent_change.cancel")
    states.check(RENT_CHANGE, change.state, RentChangeState.CANCELLED)
    return records.change(
        change, actor, values={"state": RentChangeState.CANCELLED}, action="rent_cancelled", why=why.strip(),
        version=version, owed=[Owed(BACK_EFFECT, f"{BACK_EFFECT}:{change.pk}:{change.version + 1}")],
    )  # fmt: skip


def take_letter_back(document: Record, _effect: Effect, actor: Actor) -> None:
    """Void the letters of a cancelled change that have not gone out (a command effect)."""
    lease = records.reference(document, "lease")
    for letter in Letter.objects(lease=lease, about=document.pk, state__in=list(UNSENT)):
        dispatch.void(letter, actor)
