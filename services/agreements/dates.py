"""The days of an agreement after it is signed: registered on the property, loan paid out; put right where mistaken."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from models import Agreement, Mandate, Procurement
from rules import agreements as rules
from rules.errors import CooperationMissing, InvalidRecord, MissingReason, NotRegistered, TransitionRefused
from rules.terms import AgreementKind, AgreementState
from services import mandates, procured, quotas, records, rulebooks
from services.actor import Actor
from services.agreements import cooperating
from services.agreements.common import (
    FOLLOWERS,
    check_move,
    cooperation_of,
    dates_of,
    noticed,
    owed_event,
    refuse,
)
from services.agreements.duties import owed_duties

CORRECTABLE = ("signed_on", "registered_on", "loan_paid_out_on", "years", "title_reference", "husbank_reference")


def register_title(
    agreement: Agreement, actor: Actor, *, on: date, title_reference: str, version: int, today: date
) -> bool:
    """Note that the right is registered on the property (tinglyst); noted so before = nothing.

    Raises NotAuthorised, InvalidRecord, TransitionRefused, StaleState.
    """
    actor.require(*FOLLOWERS, what="agreement.dates")
    title = _title(title_reference)
    if (agreement.registered_on, agreement.title_reference) == (on, title):
        return False
    records.check_version(agreement, version)
    check_move(agreement, AgreementState.REGISTERED, AgreementState.SIGNED)
    refuse("agreement", rules.dates_problems(dates_of(agreement, registered_on=on), today))
    values = {
        "state": AgreementState.REGISTERED,
        "registered_on": on,
        "title_reference": title,
    }
    return records.change(
        agreement, actor, values=values, action="agreement_registered", owed=[owed_event(agreement, agreement)]
    )  # fmt: skip


def _title(text: str | None) -> str:
    """The property as it is stored. Raises InvalidRecord where it is not gnr/bnr."""
    title = rules.title_reference(text or "")
    if title is None:
        raise InvalidRecord("agreement", {"title_reference": "not_title" if (text or "").strip() else "missing_value"})
    return title


def pay_out(
    agreement: Agreement, actor: Actor, *, on: date, husbank_reference: str = "", version: int, today: date
) -> bool:
    """Note that the loan is paid out, from which the term runs; noted so before = nothing.

    Raises NotAuthorised, NotRegistered and CooperationMissing (regulation § 3-2), InvalidRecord, TransitionRefused
    (no right with a loan behind it), StaleState.
    """
    actor.require(*FOLLOWERS, what="agreement.dates")
    if agreement.loan_paid_out_on == on:
        return False
    records.check_version(agreement, version)
    if agreement.kind not in rules.RIGHTS:
        raise TransitionRefused("agreement", agreement.state.value, AgreementState.IN_FORCE.value)
    if agreement.state is AgreementState.SIGNED:
        raise NotRegistered(agreement.number)
    check_move(agreement, AgreementState.IN_FORCE, AgreementState.REGISTERED)
    cooperation = cooperation_of(agreement)
    if cooperation is None:
        raise CooperationMissing(agreement.number)
    dates = dates_of(agreement, paid_out_on=on)
    refuse("agreement", rules.dates_problems(dates, today) | _before_cooperation(cooperation, on))
    values = {
        "state": AgreementState.IN_FORCE,
        "loan_paid_out_on": on,
        "husbank_reference": husbank_reference.strip() or agreement.husbank_reference,
        "cooperation": cooperation.pk,
        "ends_on": rules.ends_on(agreement.kind, agreement.years, dates),
    }
    owed = [owed_event(agreement, agreement), owed_duties(agreement, today), cooperating.owed_look(agreement)]
    done = records.change(agreement, actor, values=values, action="agreement_paid_out", owed=owed)
    agreement.reload()
    if agreement.state is not AgreementState.IN_FORCE:  # the cooperation agreement was ended in the same instant
        raise CooperationMissing(agreement.number)
    return done


def _before_cooperation(cooperation: Agreement, paid_out_on: date | None) -> dict[str, str]:
    """The owner signs on the running of the homes before the loan is paid out (regulation § 3-2)."""
    signed = cooperation.signed_on
    return {"loan_paid_out_on": "before_cooperation"} if signed and paid_out_on and paid_out_on < signed else {}


def correct(
    agreement: Agreement, actor: Actor, *, values: Mapping[str, Any], why: str, version: int, today: date
) -> bool:
    """Put right days, years or references that were noted wrongly; False where nothing differs.

    A day that is not noted yet is noted by its own step, and one that stands is taken back by `take_back`.
    Raises NotAuthorised, MissingReason, InvalidRecord, MandateInvalid and PhasesUnfinished (nobody might sign then),
    TransitionRefused (draft or ended), StaleState.
    """
    actor.require(*FOLLOWERS, what="agreement.dates")
    records.check_version(agreement, version)
    if agreement.state in rules.NOT_STANDING:
        raise TransitionRefused("agreement", agreement.state.value, agreement.state.value)
    told = _told(agreement, values)
    moved = {name: value for name, value in told.items() if not records.same(getattr(agreement, name), value)}
    if not moved:
        return False
    if not why.strip():
        raise MissingReason("agreement")
    days = {name for name in moved if name.endswith("_on")}
    unset = {name for name in days if getattr(agreement, name) is None or told[name] is None}
    refuse("agreement", dict.fromkeys(unset, "other_step"))
    dates = dates_of(
        agreement,
        signed_on=told.get("signed_on", agreement.signed_on),
        registered_on=told.get("registered_on", agreement.registered_on),
        paid_out_on=told.get("loan_paid_out_on", agreement.loan_paid_out_on),
    )
    refuse("agreement", rules.dates_problems(dates, today))
    if "signed_on" in days:
        _check_signed_on(agreement, told["signed_on"])
    years = told.get("years", agreement.years)
    if "years" in moved:
        refuse("agreement", rules.term_problems(agreement.kind, years, rulebooks.current(today).partnering))
    if agreement.cooperation and "loan_paid_out_on" in days:
        refuse("agreement", _before_cooperation(records.get(Agreement, agreement.cooperation), dates.paid_out_on))
    ends = rules.ends_on(agreement.kind, years, dates)
    owed = [owed_event(agreement, agreement)]
    if days & {"signed_on", "loan_paid_out_on"}:
        owed.append(owed_duties(agreement, today))
    values = {**moved, "ends_on": ends, "notices": noticed(agreement, {**_coop_of(agreement), "years": years}, today)}
    return records.change(agreement, actor, values=values, action="agreement_corrected", why=why.strip(), owed=owed)


def _told(agreement: Agreement, values: Mapping[str, Any]) -> dict[str, Any]:
    """What may be put right; a property as it is stored, while one from before that stays as it was is let be."""
    told = {name: values[name] for name in CORRECTABLE if name in values}
    title = told.get("title_reference", agreement.title_reference)
    if not records.same(title, agreement.title_reference) and (title or agreement.registered_on):
        told["title_reference"] = _title(title)
    return told


def _check_signed_on(agreement: Agreement, day: date) -> None:
    """What signing on that day would have asked for. Raises MandateInvalid, PhasesUnfinished, InvalidRecord.

    An authority that was withdrawn after it was used is no hindrance: what is signed by it stands.
    """
    held, procurement = records.reference(agreement, "mandate"), records.reference(agreement, "procurement")
    if held is not None:
        mandates.require_days(records.get(Mandate, held), day)
    if procurement is not None:
        procured.require_stood(records.get(Procurement, procurement), day)
    if agreement.breached_on is not None and agreement.breached_on < day:
        refuse("agreement", {"signed_on": "after_breach"})
    if agreement.kind is AgreementKind.COOPERATION and agreement.import_run is None:
        cooperating.require_right(agreement, day, stands=procured.require_stood)
    right = quotas.right_of(records.reference(agreement, "project"))
    paid = right.loan_paid_out_on if right is not None and right.cooperation == agreement.pk else None
    if paid is not None and paid < day:
        refuse("agreement", {"signed_on": "after_payout"})


def _coop_of(agreement: Agreement) -> dict[str, Any]:
    return {name: getattr(agreement, name) for name in ("coop_organisation_number", "coop_shares", "coop_total")}
