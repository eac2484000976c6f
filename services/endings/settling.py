"""The final settlement: what is owed set off against the deposit, told in a letter, booked once (husll. § 3-5)."""

from dataclasses import dataclass
from datetime import date

from bson import ObjectId

from letters import settlement_letter
from letters.paper import Drawn, Sender
from letters.settlement_letter import FinalSettlement
from models import Adjustment, Ending, GuaranteeClaim, Lease, Letter
from models.base import Effect, Record
from models.ending import Settlement
from rules import endings, keeping_states, states
from rules.endings import Owed as Debt
from rules.endings import Split
from rules.errors import NotToBeEnded
from rules.terms import DepositRelease, EndingState, GuaranteeState, LetterKind, Role, RowKind, Security
from services import accounts, dispatch, lease_letters, ledger
from services.actor import Actor
from services.effects import Owed
from services.endings import common

SETTLERS = (*common.WORKERS, Role.ECONOMY)
BOOK_EFFECT = "book_settlement"
WHY = "Sluttoppgjør: dekket av depositumet."


@dataclass(frozen=True)
class Sum:
    """What the settlement comes to today, and of which security; amounts in øre."""

    owed: Debt
    security: Security | None
    security_ore: int
    split: Split | None  # None where the deposit is not released


def work_out(lease: Lease, release: DepositRelease | None) -> Sum:
    """What is owed today and how the security covers it; the claim is what was booked of damage at moving out."""
    balance = accounts.of(lease).balance_ore
    claim = min(_claimed(lease), max(balance, 0))
    owed = Debt(rent_ore=balance - claim, claim_ore=claim)
    security_ore = _left_of_security(lease) if lease.security_received_on is not None else 0
    kept = security_ore if lease.security is Security.DEPOSIT else 0
    needs = lease.security is Security.DEPOSIT and security_ore and owed.total_ore > 0 and release is None
    split = None if needs else endings.settle(lease.number, owed, lease.security, security_ore, release)
    return Sum(owed, lease.security, kept, split)


def _claimed(lease: Lease) -> int:
    """The øre of damage that is claimed, less what was taken back: that is a credit under the claim's own key."""
    booked = Adjustment.objects(lease=lease.pk, kind__in=[RowKind.CLAIM, RowKind.CREDIT]).only("amount_ore", "kind")
    found = (one for one in booked if one.kind is RowKind.CLAIM or one.key.startswith("claim:"))
    return max(sum(int(one.amount_ore) for one in found), 0)


def _left_of_security(lease: Lease) -> int:
    """The security less what was paid out of it before, and what is asked for of it and not answered."""
    held = GuaranteeClaim.objects(lease=lease.pk, state__in=[GuaranteeState.PAID, GuaranteeState.CLAIMED])
    taken = sum(int(one.paid_ore or one.claimed_ore) for one in held.only("paid_ore", "claimed_ore"))
    return max(int(lease.security_ore or 0) - taken, 0)


def draw_settlement(
    ending: Ending, actor: Actor, sender: Sender, *, release: DepositRelease | None, version: int, today: date
) -> Letter:
    """Draw the final settlement's letter as a draft, to be looked at. Raises as settle(), UndrawableText."""
    lease = _settleable(ending, actor, version)
    drawn, _ = _drawn(ending, lease, sender, release, today)
    kind = LetterKind.FINAL_SETTLEMENT
    return lease_letters.keep_draft(lease, common.tenant_of(lease), kind, drawn, actor, about=ending.pk, today=today)


def settle(
    ending: Ending, actor: Actor, sender: Sender, *, release: DepositRelease | None, letter: ObjectId, version: int,
    today: date,
) -> bool:  # fmt: skip
    """Settle as the letter that was looked at says: it is to be sent, and what the deposit covers is booked once.

    Debt that is left stays on the account. Raises NotAuthorised, NoNeedToKnow, StaleState, TransitionRefused,
    ReleaseMissing, NotToBeEnded (the lease runs), LetterDiffers (what is owed has changed).
    """
    lease = _settleable(ending, actor, version)
    drawn, found = _drawn(ending, lease, sender, release, today)
    kind = LetterKind.FINAL_SETTLEMENT
    seen = lease_letters.seen(lease, letter, kind, drawn, about=ending.pk, today=today)
    split = endings.settle(lease.number, found.owed, found.security, found.security_ore, release)
    kept = Settlement(
        on=today, owed_ore=found.owed.rent_ore, claim_ore=found.owed.claim_ore, security=found.security,
        kept_ore=split.kept_ore, returned_ore=split.returned_ore, left_ore=split.left_ore,
        release=release if split.kept_ore else None, letter=seen.pk, by_name=actor.name,
    )  # fmt: skip
    more = [dispatch.owed_release(seen.pk)]
    if split.kept_ore:
        more.insert(0, Owed(BOOK_EFFECT, f"{BOOK_EFFECT}:{ending.pk}"))
    return common.move(ending, EndingState.SETTLED, actor, {"settlement": kept}, action="settled_up", more=more)


def book_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Book what the deposit covers on the lease's account, once (a command effect)."""
    ending: Ending = Ending.objects(pk=document.pk).no_dereference().get()
    if ending.settlement is None or not ending.settlement.kept_ore:
        return
    ledger.book(
        common.lease_of(ending), actor, kind=RowKind.SETTLEMENT, amount_ore=int(ending.settlement.kept_ore),
        key=f"settlement:{ending.pk}", why=WHY, today=ending.settlement.on, about=ending,
    )  # fmt: skip


def _settleable(ending: Ending, actor: Actor, version: int) -> Lease:
    lease = common.opened(ending, actor, "ending.settle", version, SETTLERS, {Role.ECONOMY})
    states.check(keeping_states.ENDING, ending.state, EndingState.SETTLED)
    if lease.ended_on is None:
        raise NotToBeEnded(lease.number)
    return lease


def _drawn(
    ending: Ending, lease: Lease, sender: Sender, release: DepositRelease | None, today: date
) -> tuple[Drawn, Sum]:
    found = work_out(lease, release)
    split = endings.settle(lease.number, found.owed, found.security, found.security_ore, release)
    told = FinalSettlement(
        envelope=dispatch.lease_envelope(lease, common.tenant_of(lease), sender, today),
        ended_on=lease.ended_on or ending.ends_on, owed=found.owed, security_ore=found.security_ore, split=split,
        release=release if split.kept_ore else None,
    )  # fmt: skip
    return settlement_letter.draw(told), found
