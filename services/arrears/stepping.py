"""A letter of the ladder: drawn, looked at, sent as a step with its date, deadline and fee; undone until it is sent."""

from datetime import date
from typing import Any

from bson import ObjectId

from letters.paper import Sender
from models import Adjustment, ArrearsCase, Lease, Letter
from models.arrears_case import TakenStep
from models.base import Effect, Record
from rules import arrears_steps, keeping_states, states
from rules.deadlines import oslo_date
from rules.errors import MissingReason, NotFound, StepGone
from rules.letters import NOT_OUT, ON_ITS_WAY
from rules.terms import ArrearsState, ArrearsStep, RowKind
from services import dispatch, lease_letters, ledger, records, rulebooks, tenant_mail
from services.actor import Actor
from services.arrears import common, grounds
from services.arrears.grounds import Ground
from services.effects import Owed

RECALLED = {
    ArrearsState.CLOSED: "Gjelden er betalt.",
    ArrearsState.PLAN: "En nedbetalingsavtale er inngått.",
}
FEE_EFFECT = "arrears_fee"
UNDO_EFFECT = "undo_arrears_step"
FEE_WHY = "Gebyr for {letter}"
BACK_WHY = "Gebyret for {letter} er tatt tilbake, for brevet ble ikke sendt"


def draw_step(
    case: ArrearsCase,
    actor: Actor,
    sender: Sender,
    *,
    step: ArrearsStep,
    to: str = "",
    fee: bool = True,
    version: int,
    today: date,
) -> Letter:
    """Draw the letter of a step as a draft, to be looked at; nobody gets it before the step is taken.

    Raises as take_step(), UndrawableText.
    """
    ground = _ground(case, step, actor, fee, version, today)
    addressees = grounds.addressees(ground, to)
    drawn = grounds.draw(ground, addressees, sender)
    return lease_letters.keep_draft(
        ground.lease, ground.person, ground.kind, drawn, actor, about=ObjectId(case.pk), today=today, to=addressees
    )


def take_step(
    case: ArrearsCase,
    actor: Actor,
    sender: Sender,
    *,
    step: ArrearsStep,
    letter: ObjectId,
    to: str = "",
    fee: bool = True,
    version: int,
    today: date,
) -> ObjectId:
    """Put the letter that was looked at on the dispatch list, as a step of the case; returns the step's id.

    Its date, its deadline and its fee follow when it is sent. Raises NotAuthorised, NoNeedToKnow, StepHeld, StepTaken,
    StepTooEarly, StepApprovalMissing, InvalidRecord (no address), LetterDiffers, TransitionRefused, StaleState.
    """
    ground = _ground(case, step, actor, fee, version, today)
    addressees = grounds.addressees(ground, to)
    drawn = grounds.draw(ground, addressees, sender)
    about = ObjectId(case.pk)
    seen = lease_letters.seen(ground.lease, letter, ground.kind, drawn, about=about, today=today)
    approval = next((one.id for one in common.unused(case) if one.step is step), None)
    taken = TakenStep(
        id=ObjectId(), step=step, on=today, owed_ore=ground.owed.owed_ore, fee_ore=ground.fee_ore, letter=seen.pk,
        approval=approval, by=actor.id, by_name=actor.name,
    )  # fmt: skip
    values: dict[str, Any] = {"steps": [*case.steps, taken]}
    if step is ArrearsStep.PETITION:
        states.check(keeping_states.ARREARS, case.state, ArrearsState.PETITIONED)
        values |= {"state": ArrearsState.PETITIONED, "petitioned_on": today}
    owed = [dispatch.owed_release(seen.pk), *common.owed_after(case)]
    action = f"{step.value}_taken"
    records.change(case, actor, values=values, action=action, version=version, owed=owed, rulebook=ground.rules.number)
    return ObjectId(taken.id)


def _ground(case: ArrearsCase, step: ArrearsStep, actor: Actor, fee: bool, version: int, today: date) -> Ground:
    records.check_version(case, version)
    return grounds.ground_of(case, step, actor, today, fee=fee)


def may_undo(step: TakenStep, actor: Actor) -> bool:
    """Whether the actor took the step, and no letter of it has gone out; a letter's state is asked at the undoing."""
    return step.by == actor.id and step.sent_on is None


def undo_step(case: ArrearsCase, actor: Actor, *, step: ObjectId, why: str, version: int) -> bool:
    """Take back a step that was noted by mistake: by whoever took it, until its letter is sent.

    Raises NotAuthorised, NoNeedToKnow, NotFound, StepGone (another's, or sent), MissingReason, TransitionRefused,
    StaleState.
    """
    common.opened(case, actor, "arrears.undo", version, roles=common.NOTERS, also=common.ALSO)
    taken = common.step_of(case, step)
    if taken is None:
        raise NotFound("arrears_step", str(step))
    if not why.strip():
        raise MissingReason("arrears.undo")
    letter: Letter | None = Letter.objects(pk=taken.letter).first() if taken.letter else None
    if not may_undo(taken, actor) or (letter is not None and letter.state not in NOT_OUT):
        raise StepGone(taken.step.value)
    if letter is None:
        return _without(case, taken, actor, why.strip(), version)
    # The letter decides: dispatch and undo compete for it, and only one of them gets it.
    args = {"case": str(case.pk), "step": str(step)}
    return dispatch.void(letter, actor, why=why.strip(), owed=[Owed(UNDO_EFFECT, f"undo:{letter.pk}", args)])


def undo_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Take the step off the case whose letter was taken back; done before = nothing (a command effect)."""
    case: ArrearsCase = records.get(ArrearsCase, ObjectId(effect.args["case"]))
    taken = common.step_of(case, ObjectId(effect.args["step"]))
    if taken is None:
        return
    # The fee first: once the step is gone, nobody who takes this up again knows of it.
    fee: Adjustment | None = Adjustment.objects(pk=_fee_key(case, taken)).first()
    if fee is not None and not ledger.undone(fee):
        _book(case, taken, actor, RowKind.CREDIT, f"back:{fee.key}", BACK_WHY, oslo_date(actor.at))
    why = document.history[-1].why or ""
    _without(case, taken, actor, why, case.version)


def _without(case: ArrearsCase, taken: TakenStep, actor: Actor, why: str, version: int) -> bool:
    values: dict[str, Any] = {"steps": [one for one in case.steps if one.id != taken.id]}
    if taken.step is ArrearsStep.PETITION and case.state is ArrearsState.PETITIONED:
        states.check(keeping_states.ARREARS, case.state, ArrearsState.OPEN)
        values |= {"state": ArrearsState.OPEN, "petitioned_on": None}
    return records.change(
        case, actor, values=values, action="step_undone", why=why, version=version, owed=common.owed_after(case)
    )


def note_letter(document: Record, _effect: Effect, actor: Actor) -> None:
    """A letter of a case was sent, has arrived or came back: its step's dates follow, and its fee (a command effect).

    The time to pay runs from the day it arrived, or is presumed to; one that came back gives no time.
    """
    letter: Letter = records.get(Letter, document.pk)
    case = ArrearsCase.objects(pk=letter.about).first() if letter.about else None
    taken = next((one for one in case.steps if one.letter == letter.pk), None) if case is not None else None
    if case is None or taken is None:
        return
    going = letter.state in ON_ITS_WAY
    rules = rulebooks.current(oslo_date(actor.at))
    arrived = letter.arrived_on if going else None
    deadline = arrears_steps.deadline(arrived, taken.step, rules.ladder) if arrived else None
    sent_on = letter.dispatched_on if going else None
    steps = common.with_step(case, taken.id, sent_on=sent_on, deadline=deadline)
    owed = common.owed_after(case)
    if sent_on is not None:
        owed = [*_owed_by_sending(letter, taken), *owed]
    records.change(case, actor, values={"steps": steps}, action="letter_moved", owed=owed)


def _owed_by_sending(letter: Letter, taken: TakenStep) -> list[Owed]:
    """A letter that is sent bears its fee, and the tenant is told by mail that one has come; each once."""
    found = [tenant_mail.owed(letter)] if taken.step is not ArrearsStep.PETITION else []
    if taken.fee_ore:
        found.append(Owed(FEE_EFFECT, f"{FEE_EFFECT}:{letter.pk}:{letter.version}", {"step": str(taken.id)}))
    return found


def book_fee(document: Record, effect: Effect, actor: Actor) -> None:
    """Book the fee of a letter that was sent, once (a command effect)."""
    case: Any = records.get(ArrearsCase, document.pk)
    taken = common.step_of(case, ObjectId(effect.args["step"]))
    if taken is None or not taken.fee_ore or taken.sent_on is None:
        return
    _book(case, taken, actor, RowKind.FEE, _fee_key(case, taken), FEE_WHY, taken.sent_on)


def _fee_key(case: ArrearsCase, taken: TakenStep) -> str:
    return f"fee:{case.pk}:{taken.id}"


def _book(case: ArrearsCase, taken: TakenStep, actor: Actor, kind: RowKind, key: str, why: str, today: date) -> None:
    ledger.book(
        records.get(Lease, records.reference(case, "lease")),
        actor,
        kind=kind,
        amount_ore=taken.fee_ore,
        key=key,
        why=why.format(letter=taken.step.inside),
        today=today,
        due_on=(taken.deadline or today) if kind is RowKind.FEE else None,
        about=case,
    )


def recall_letters(document: Record, _effect: Effect, actor: Actor) -> None:
    """What was not sent when the debt was paid, or a plan for it agreed, is not sent (a command effect).

    Under a plan the step itself falls away: where the plan is broken it is taken anew.
    """
    case: Any = records.get(ArrearsCase, document.pk)
    if case.state not in RECALLED:
        return
    for taken in case.steps:
        letter = Letter.objects(pk=taken.letter).first() if taken.letter and taken.sent_on is None else None
        if letter is not None and letter.state in NOT_OUT:
            args = {"case": str(case.pk), "step": str(taken.id)}
            owed = [Owed(UNDO_EFFECT, f"undo:{letter.pk}", args)] if case.state is ArrearsState.PLAN else []
            dispatch.void(letter, actor, why=RECALLED[case.state], owed=owed)
    if case.state is ArrearsState.CLOSED:
        for plan in case.plans:
            _recall_plan(plan.letter, actor)


def _recall_plan(identity: ObjectId | None, actor: Actor) -> None:
    letter = Letter.objects(pk=identity).first() if identity else None
    if letter is not None and letter.state in NOT_OUT:
        dispatch.void(letter, actor, why=RECALLED[ArrearsState.CLOSED])
