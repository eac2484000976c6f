"""The signing: for a right to homes the deciding write is the use of the authority's ceiling, which brings the rest."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bson import ObjectId

from models import Agreement, Bid, Mandate, Procurement, Project
from models.base import Effect, Record
from rules import agreements as rules
from rules.errors import (
    AlreadyExists,
    BidNotChosen,
    HusromError,
    NotProcured,
    PhasesUnfinished,
    RightStands,
    StaleState,
)
from rules.terms import AgreementKind, AgreementState, BidState
from services import mandates, procured, quotas, records
from services.actor import Actor
from services.agreements import cooperating, resting
from services.agreements.common import (
    FOLLOWERS,
    check_move,
    dates_of,
    keep_paper,
    owed_event,
    refuse,
)
from services.agreements.duties import owed_duties
from services.attachments import Arriving
from services.effects import Owed

SIGN_EFFECT = "sign_agreement"


def sign(
    agreement: Agreement,
    actor: Actor,
    *,
    signed_on: date,
    files: Sequence[Arriving],
    nonce: str,
    version: int,
    today: date,
) -> bool:
    """Note that the agreement is signed by both; signed on that day before = nothing.

    A right to homes: the results of phases one to three stand, and its homes fit under the ceiling (S000). Raises
    NotAuthorised, NotProcured, PhasesUnfinished, MandateInvalid, CeilingReached, RightStands (the project has one),
    InvalidRecord, FileRefused, TransitionRefused, StaleState.
    """
    actor.require(*FOLLOWERS, what="agreement.sign")
    if agreement.state is not AgreementState.DRAFT and agreement.signed_on == signed_on:
        return False
    records.check_version(agreement, version)
    check_move(agreement, AgreementState.SIGNED, AgreementState.DRAFT)
    refuse("agreement", rules.dates_problems(dates_of(agreement, signed_on=signed_on), today))
    mandate = None
    if agreement.kind in rules.RIGHTS:
        mandate = _check_procured(agreement, signed_on)
        _check_project(agreement)
    elif agreement.kind is AgreementKind.COOPERATION:
        cooperating.require_right(agreement, signed_on, stands=procured.require_signable)
    paper = keep_paper(files, nonce, actor)
    if mandate is None:
        return _set_signed(agreement, actor, signed_on, paper, actor.name, today)
    return _use_ceiling(agreement, mandate, actor, signed_on, paper, today)


def _check_procured(agreement: Agreement, signed_on: date) -> Mandate:
    """The authority that it is signed by, as it stood that day.

    Raises NotProcured, PhasesUnfinished, BidNotChosen, TransitionRefused (the procurement is over).
    """
    held, bid = records.reference(agreement, "procurement"), agreement.bid
    if held is None or bid is None:
        raise NotProcured(agreement.number)
    procurement: Procurement = records.get(Procurement, held)
    procured.require_signable(procurement, signed_on)
    chosen: Bid = records.get(Bid, bid)
    if procurement.choice is None or bid not in procurement.choice.bids or chosen.state is not BidState.CHOSEN:
        raise BidNotChosen(chosen.bid_number, chosen.state.value)
    mandate = records.reference(procurement, "mandate")
    if mandate is None:
        raise PhasesUnfinished(procurement.number, ("mandate",))
    found: Mandate = records.get(Mandate, mandate)
    return found


def _check_project(agreement: Agreement) -> None:
    """A project has one right to its homes at a time: with two, each of their limits could be passed by the other's.

    It has as many homes as are agreed on. Raises RightStands, InvalidRecord.
    """
    project: Project = records.get(Project, records.reference(agreement, "project"))
    held = quotas.right_of(project.pk)
    if held is not None and held.pk != agreement.pk:
        raise RightStands(agreement.number, held.agreement_number)
    refuse("agreement", {"homes": "more_than_project"} if (agreement.homes or 0) > project.homes else {})


def _use_ceiling(
    agreement: Agreement, mandate: Mandate, actor: Actor, signed_on: date, paper: ObjectId | None, today: date
) -> bool:
    args = {"agreement": str(agreement.pk), "seen": agreement.version, "on": signed_on.isoformat(),
            "today": today.isoformat()}  # fmt: skip
    if paper is not None:
        args["file"] = str(paper)
    owed = Owed(SIGN_EFFECT, f"{SIGN_EFFECT}:{agreement.pk}:{agreement.version}", args)
    seen = agreement.version
    counted = mandates.use(
        mandate, agreement.pk, agreement.homes or 1, actor, kind=agreement.kind, seen=seen,
        today=signed_on, owed=(owed,),
    )  # fmt: skip
    agreement.reload()
    if agreement.state is AgreementState.DRAFT:
        held: Mandate = records.get(Mandate, mandate.pk)
        if not mandates.is_used(held, agreement.pk, seen):
            raise _why_not(agreement, args)
        if any(due.key == owed.key and due.args["on"] != args["on"] for due in held.pending):
            raise StaleState("agreement", agreement.number)  # its signing on another day is under way
    elif agreement.signed_on != signed_on:  # somebody else signed it with another day at the same instant
        raise StaleState("agreement", agreement.number)
    return counted


def _why_not(agreement: Agreement, args: Mapping[str, Any]) -> HusromError:
    try:
        _check_signable(agreement, args)
    except HusromError as error:
        return error
    return StaleState("agreement", agreement.number)


def _check_signable(agreement: Agreement, args: Mapping[str, Any]) -> None:
    """Raises StaleState (another draft than was signed), TransitionRefused, NotProcured, PhasesUnfinished."""
    if agreement.version != int(args["seen"]):
        raise StaleState("agreement", agreement.number)
    check_move(agreement, AgreementState.SIGNED, AgreementState.DRAFT)
    _check_procured(agreement, date.fromisoformat(args["on"]))
    _check_project(agreement)


def sign_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Bring the agreement to signed after its homes were counted, or give them back where it cannot be (command)."""
    agreement: Agreement = records.get(Agreement, ObjectId(effect.args["agreement"]))
    seen = int(effect.args["seen"])
    signed = agreement.state is not AgreementState.DRAFT and agreement.signed_on is not None
    if signed and records.reference(agreement, "mandate") == document.pk:
        resting.let_go(agreement, actor)
        return
    if not mandates.is_used(records.get(Mandate, document.pk), agreement.pk, seen):
        resting.let_go(agreement, actor)  # overtaken by the signing of a later draft, which holds anew, or taken back
        return
    try:
        _check_signable(agreement, effect.args)
    except HusromError:
        _drop(agreement, document, seen, actor)
        return
    try:
        resting.hold(agreement, actor)
    except BidNotChosen:
        _drop(agreement, document, seen, actor)
        return
    paper = ObjectId(effect.args["file"]) if effect.args.get("file") else None
    by = next((one.by_name for one in reversed(document.history) if _brought(one, agreement, seen)), actor.name)
    on, today = (date.fromisoformat(effect.args[name]) for name in ("on", "today"))
    try:
        _set_signed(agreement, actor, on, paper, by, today, mandate=document.pk)
    except AlreadyExists:  # another right to the project's homes was signed in the same instant
        _drop(agreement, document, seen, actor)
        return
    quotas.fit_agreed(records.reference(agreement, "project"), actor)
    resting.let_go(agreement, actor)


def _drop(agreement: Agreement, mandate: Record, seen: int, actor: Actor) -> None:
    """The agreement is not signed after all: neither the choice nor the ceiling is held for it."""
    resting.let_go(agreement, actor)
    mandates.give_back(records.get(Mandate, mandate.pk), agreement.pk, seen + 1, actor)


def _brought(entry: Any, agreement: Agreement, seen: int) -> bool:
    """Whether the entry is the one that counted the agreement's homes."""
    held = entry.changes.get("uses", [[], []])
    before, after = ({(one.get("_id", one.get("id")), one.get("seen")) for one in some or []} for some in held)
    return (agreement.pk, seen) in after - before


def _set_signed(
    agreement: Agreement, actor: Actor, on: date, paper: ObjectId | None, by: str, today: date, **values: Any
) -> bool:
    dates = dates_of(agreement, signed_on=on)
    told = {
        "state": AgreementState.SIGNED,
        "signed_on": on,
        "file": paper,
        "signed_by_name": by,
        "ends_on": rules.ends_on(agreement.kind, agreement.years, dates),
        **values,
    }
    owed = [owed_event(agreement, agreement)]
    if agreement.kind is not AgreementKind.COOPERATION:
        owed.append(owed_duties(agreement, today))
    return records.change(
        agreement, actor, values=told, action="agreement_signed", owed=owed, version=agreement.version
    )  # fmt: skip
