"""Duties under agreements: the rulebook's usual ones and others, reported when done, flagged before their day."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from bson import ObjectId

from letters import task_texts
from models import Agreement, Duty
from models.base import Effect, Record
from models.duty import DutyReport
from rules import duties as rules
from rules import partner_states, states
from rules.agreements import NOT_STANDING
from rules.errors import AlreadyExists, DutyNotDue, MissingReason, TransitionRefused
from rules.terms import DutyParty, DutyState, Role, TaskKind
from services import attachments, records, rulebooks
from services.actor import Actor
from services.agreements.common import FOLLOWERS, mail_number, owed_event, refuse
from services.attachments import Arriving
from services.effects import Owed
from services.tasks import Finding

DUTIES_EFFECT = "give_duties"


def owed_duties(agreement: Agreement, today: date) -> Owed:
    """What a change of the days of an agreement owes: its usual duties, at their days. Call it before the change."""
    args = {"rulebook": rulebooks.current(today).number}
    return Owed(DUTIES_EFFECT, f"{DUTIES_EFFECT}:{agreement.pk}:{agreement.version + 1}", args)


def give_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Give the agreement the rulebook's usual duties, counted from pay-out, before it from signature (command).

    Those that were reported keep their days; those that a person gave it are left alone.
    """
    agreement: Agreement = records.get(Agreement, document.pk)
    start = agreement.loan_paid_out_on or agreement.signed_on
    if start is None or agreement.state in NOT_STANDING:
        return
    policy = rulebooks.numbered(int(effect.args["rulebook"])).partnering
    held = {duty.code: duty for duty in Duty.objects(agreement=agreement.pk).no_dereference()}
    for usual in rules.usual_of(policy, agreement.kind):
        first, duty = rules.first_on(usual, start), held.get(usual.code)
        if duty is None:
            values = {"label": usual.label, "party": usual.party, "every_months": usual.every_months or None}
            with suppress(AlreadyExists):  # another run of the same effect was first
                records.create(_new(agreement, code=usual.code, next_on=first, **values), actor, action="duty_given")
        elif not duty.reports and duty.state is DutyState.ACTIVE:
            records.change(duty, actor, values={"next_on": first}, action="duty_moved")


def _new(agreement: Agreement, **values: Any) -> Duty:
    held = {"responsible": records.reference(agreement, "responsible")} | values
    return Duty(
        agreement=agreement.pk,
        agreement_number=agreement.agreement_number,
        landlord=records.reference(agreement, "landlord"),
        **held,
    )


def add_duty(
    agreement: Agreement,
    actor: Actor,
    *,
    label: str,
    party: DutyParty,
    next_on: date,
    every_months: int | None,
    responsible: ObjectId | None = None,
    identity: ObjectId | None = None,
) -> Duty:
    """Give a standing agreement a duty of its own; the same form again gives the same duty.

    Raises NotAuthorised, InvalidRecord, TransitionRefused (draft or ended).
    """
    actor.require(*FOLLOWERS, what="duty.add")
    own = identity or ObjectId()
    if (found := Duty.objects(pk=own).no_dereference().first()) is not None:
        return found  # type: ignore[no-any-return]
    if agreement.state in NOT_STANDING:
        raise TransitionRefused("agreement", agreement.state.value, agreement.state.value)
    if agreement.signed_on is not None and next_on < agreement.signed_on:
        refuse("duty", {"next_on": "before_signed"})
    values = {"label": label.strip(), "party": party, "next_on": next_on, "every_months": every_months}
    named = {"responsible": responsible} if responsible else {}
    duty = _new(agreement, pk=own, code=f"own_{own}", version=0, **values, **named)
    records.create(duty, actor, action="duty_given", owed=[owed_event(duty, agreement)])
    return duty


def _agreement_of(duty: Duty) -> Agreement:
    found: Agreement = records.get(Agreement, records.reference(duty, "agreement"))
    return found


def report_duty(
    duty: Duty,
    actor: Actor,
    *,
    done_on: date,
    what: str,
    files: Sequence[Arriving],
    nonce: str,
    version: int,
    today: date,
) -> bool:
    """Note that a duty is done for its day; a repeated one gets its next, one done once is over.

    Raises NotAuthorised, DutyNotDue, MissingReason, InvalidRecord (done before the agreement was signed, or after
    today), FileRefused, StaleState.
    """
    actor.require(*FOLLOWERS, what="duty.report")
    records.check_version(duty, version)
    if duty.state is not DutyState.ACTIVE or duty.next_on is None:
        raise DutyNotDue(duty.label)
    if not what.strip():
        raise MissingReason("duty")
    _refuse_day(_agreement_of(duty), done_on, today)
    sounds = attachments.look_through(files)
    report = DutyReport(
        due_on=duty.next_on, done_on=done_on, what=what.strip(), files=attachments.identities(sounds, nonce),
        by_name=actor.name,
    )  # fmt: skip
    attachments.keep(sounds, nonce, actor)
    following = rules.following(duty.next_on, done_on, duty.every_months)
    values = {
        "reports": [*duty.reports, report],
        "next_on": following,
        "state": DutyState.ACTIVE if following else DutyState.ENDED,
    }
    return records.change(
        duty, actor, values=values, action="duty_reported", owed=[owed_event(duty, _agreement_of(duty))]
    )  # fmt: skip


def _refuse_day(agreement: Agreement, done_on: date, today: date) -> None:
    if done_on > today:
        refuse("duty", {"done_on": "future"})
    if agreement.signed_on is not None and done_on < agreement.signed_on:
        refuse("duty", {"done_on": "before_signed"})


def take_report_back(duty: Duty, actor: Actor, *, why: str, version: int) -> bool:
    """Take the last report back as a mistake: the duty is due on that report's day again.

    Raises NotAuthorised, DutyNotDue (nothing is reported), MissingReason, StaleState.
    """
    actor.require(*FOLLOWERS, what="duty.report")
    records.check_version(duty, version)
    if not duty.reports or duty.ended_because:
        raise DutyNotDue(duty.label)
    if not why.strip():
        raise MissingReason("duty")
    values = {"reports": duty.reports[:-1], "next_on": duty.reports[-1].due_on, "state": DutyState.ACTIVE}
    owed = [owed_event(duty, _agreement_of(duty))]
    return records.change(duty, actor, values=values, action="duty_report_taken_back", why=why.strip(), owed=owed)


def end_duty(duty: Duty, actor: Actor, *, why: str, version: int) -> bool:
    """End a duty that is not to be done any more; ended before = nothing.

    Raises NotAuthorised, MissingReason, StaleState.
    """
    actor.require(*FOLLOWERS, what="duty.end")
    if duty.state is DutyState.ENDED:
        return False
    records.check_version(duty, version)
    states.check(partner_states.DUTY, duty.state, DutyState.ENDED)
    if not why.strip():
        raise MissingReason("duty")
    values = {"state": DutyState.ENDED, "next_on": None, "ended_because": why.strip()}
    return records.change(
        duty, actor, values=values, action="duty_ended", owed=[owed_event(duty, _agreement_of(duty))]
    )  # fmt: skip


def due(today: date, soon_days: int) -> Iterator[Duty]:
    """Active duties whose day is past or so near, by day (index `duty_next`)."""
    before = today + timedelta(days=soon_days + 1)
    wanted = Duty.objects(state__in=[DutyState.ACTIVE], next_on__lt=before)
    yield from wanted.no_dereference().order_by("next_on", "id")


def finding(duty: Duty, today: date) -> Finding | None:
    """What a duty near or past its day asks for; None where its agreement is over or not yet signed."""
    if duty.next_on is None:
        return None
    agreement = _agreement_of(duty)
    if agreement.state in NOT_STANDING:
        return None
    return Finding.about(
        duty,
        TaskKind.DUTY,
        duty.next_on,
        number=mail_number(agreement),
        caseworker="responsible",
        urgency=rules.urgency(duty.next_on, today),
        text=task_texts.duty(duty.party, late=duty.next_on < today),
        due_on=duty.next_on,
        role=Role.PROPERTY,
    )
