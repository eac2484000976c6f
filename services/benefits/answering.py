"""What comes of a claim on a lease's security: paid and posted, refused, withdrawn; recourse; its task until then."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from letters import keeping_texts
from models import GuaranteeClaim
from models.base import Effect, Record
from rules import keeping_states, states
from rules.deadlines import oslo_date
from rules.errors import InvalidRecord, MissingReason, TransitionRefused
from rules.terms import GuaranteeState, Role, RowKind, TaskKind, Urgency
from services import dispatch, ledger, records, tasks
from services.actor import Actor
from services.benefits import common
from services.benefits.claims import TASK_EFFECT
from services.effects import Owed
from services.tasks import Finding

PAID_EFFECT = "guarantee_paid"


def note_paid(
    claim: GuaranteeClaim, actor: Actor, *, paid_ore: int, paid_on: date, answer: str = "", version: int, today: date
) -> bool:
    """Note what the guarantor paid, at most what was claimed: it settles that much of the tenant's debt.

    Raises NotAuthorised, NoNeedToKnow, TransitionRefused, InvalidRecord, StaleState.
    """
    common.require_record(claim, actor, "guarantee.answer")
    problems: dict[str, str] = {}
    if paid_ore <= 0:
        problems["paid_ore"] = "missing_value"
    elif paid_ore > claim.claimed_ore:
        problems["paid_ore"] = "above_claim"
    if not claim.claimed_on <= paid_on <= today:
        problems["paid_on"] = "future" if paid_on > today else "before_claim"
    if problems:
        raise InvalidRecord("guarantee_claim", problems)
    values = {"paid_ore": paid_ore, "paid_on": paid_on, "answer": answer.strip() or None}
    owed = [Owed(PAID_EFFECT, f"guarantee:{claim.pk}")]
    return _move(claim, GuaranteeState.PAID, actor, values, action="guarantee_paid", version=version, owed=owed)


def note_refused(claim: GuaranteeClaim, actor: Actor, *, answer: str, version: int) -> bool:
    """Note that the guarantor said no, and why. Raises as note_paid(), MissingReason."""
    common.require_record(claim, actor, "guarantee.answer")
    if not answer.strip():
        raise MissingReason("guarantee.refused")
    return _move(
        claim, GuaranteeState.REFUSED, actor, {"answer": answer.strip()}, action="guarantee_refused", version=version
    )


def withdraw(claim: GuaranteeClaim, actor: Actor, *, why: str, version: int) -> bool:
    """Take a claim back that has not been answered. Raises as note_paid(), MissingReason."""
    common.require_record(claim, actor, "guarantee.withdraw")
    if not why.strip():
        raise MissingReason("guarantee.withdraw")
    recalled = [dispatch.owed_recall(claim.letter)] if claim.letter is not None else []
    return _move(
        claim, GuaranteeState.WITHDRAWN, actor, {}, action="guarantee_withdrawn", version=version, why=why.strip(),
        owed=recalled,
    )  # fmt: skip


def note_recourse(
    claim: GuaranteeClaim, actor: Actor, *, recourse_ore: int, recourse_on: date, version: int, today: date
) -> bool:
    """Note what is taken back from the tenant of what was paid (regress), and when the tenant was told.

    Raises NotAuthorised, NoNeedToKnow, TransitionRefused (nothing was paid), InvalidRecord, StaleState.
    """
    common.require_record(claim, actor, "guarantee.recourse")
    if claim.state is not GuaranteeState.PAID or claim.paid_ore is None or claim.paid_on is None:
        raise TransitionRefused("guarantee_claim", claim.state.value, "recourse")
    problems: dict[str, str] = {}
    if recourse_ore <= 0:
        problems["recourse_ore"] = "missing_value"
    elif recourse_ore > claim.paid_ore:
        problems["recourse_ore"] = "above_paid"
    if not claim.paid_on <= recourse_on <= today:
        problems["recourse_on"] = "future" if recourse_on > today else "before_paid"
    if problems:
        raise InvalidRecord("guarantee_claim", problems)
    values = {"recourse_ore": recourse_ore, "recourse_on": recourse_on}
    return records.change(claim, actor, values=values, action="guarantee_recourse", version=version)


def _move(
    claim: GuaranteeClaim,
    to: GuaranteeState,
    actor: Actor,
    values: dict[str, Any],
    *,
    action: str,
    version: int,
    why: str = "",
    owed: list[Owed] | None = None,
) -> bool:
    states.check(keeping_states.GUARANTEE, claim.state, to)
    task = Owed(TASK_EFFECT, f"{TASK_EFFECT}:{claim.pk}:{claim.version + 1}")
    return records.change(
        claim, actor, values={"state": to, **values}, action=action, version=version, why=why,
        owed=[*(owed or []), task],
    )  # fmt: skip


def post_paid(document: Record, effect: Effect, actor: Actor) -> None:
    """Post what the guarantor paid on the tenant's account, once for the claim (a command effect)."""
    claim: GuaranteeClaim = records.get(GuaranteeClaim, document.pk)
    if claim.paid_ore and claim.paid_on:
        ledger.book(
            common.lease_of(claim), actor, kind=RowKind.SETTLEMENT, amount_ore=claim.paid_ore, key=effect.key,
            why=f"Utbetalt på sikkerheten: {claim.security.label}.", today=claim.paid_on, about=claim,
        )  # fmt: skip


# --- The task -------------------------------------------------------------------------------------------------------


def awaited() -> Iterator[GuaranteeClaim]:
    """Claims without an answer, oldest first (index `guarantee_state`)."""
    # `$in`, though one: the embedded server finds none by a state that is equal to a partial index's.
    wanted = GuaranteeClaim.objects(state__in=[GuaranteeState.CLAIMED]).no_dereference()
    yield from wanted.order_by("claimed_on", "id")


def finding(claim: GuaranteeClaim, today: date) -> Finding | None:
    """Ask for the guarantor's answer until it is noted; None when it is."""
    if claim.state is not GuaranteeState.CLAIMED:
        return None
    late = claim.answer_by is not None and claim.answer_by < today
    return Finding.about(
        common.lease_of(claim),
        TaskKind.GUARANTEE,
        claim.claimed_on,
        urgency=Urgency.URGENT if late else Urgency.NOTICE,
        text=keeping_texts.awaited_guarantee(late=late),
        due_on=claim.answer_by,
        amount_ore=claim.claimed_ore,
        role=Role.HOUSING_CONSULTANT,
    )


def keep_task(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the task about a claim up to date (a command effect)."""
    today = oslo_date(actor.at)
    claim: GuaranteeClaim = records.get(GuaranteeClaim, document.pk)
    tasks.keep(finding(claim, today), TaskKind.GUARANTEE, records.reference(claim, "lease"), actor, today)
