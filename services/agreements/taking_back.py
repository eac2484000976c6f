"""What was noted of an agreement by mistake, taken back one step at a time: pay-out, registration, signing."""

from datetime import date
from typing import Any

from models import Agreement, Procurement
from rules import agreements as rules
from rules.errors import MissingReason, PhaseClosed, SigningUsed, TransitionRefused
from rules.terms import AgreementKind, AgreementState, Phase
from services import procured, records
from services.actor import Actor
from services.agreements import cooperating, ending
from services.agreements.common import FOLLOWERS, check_move, owed_event
from services.agreements.duties import owed_duties
from services.effects import Owed

UNSIGNED = {"state": AgreementState.DRAFT, "signed_on": None, "signed_by_name": None, "file": None, "ends_on": None}


def take_back(agreement: Agreement, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Take back the pay-out, the registration or the signing, whichever was noted last, as a mistake.

    A signing only while nothing has come of it (nobody referred, no home let, no loan ever noted paid out, the phase
    not confirmed): the authority's homes are given back.
    Raises NotAuthorised, MissingReason, ReferralsLive, RightsNeed, SigningUsed, PhaseClosed, TransitionRefused,
    StaleState.
    """
    actor.require(*FOLLOWERS, what="agreement.dates")
    records.check_version(agreement, version)
    if not why.strip():
        raise MissingReason("agreement")
    values, owed = _before(agreement, today)
    check_move(agreement, values["state"], AgreementState.SIGNED, AgreementState.REGISTERED, AgreementState.IN_FORCE)
    owed = [owed_event(agreement, agreement), *owed]
    return records.change(agreement, actor, values=values, action="agreement_taken_back", why=why.strip(), owed=owed)


def _before(agreement: Agreement, today: date) -> tuple[dict[str, Any], list[Owed]]:
    if agreement.state is AgreementState.IN_FORCE and agreement.registered_on and agreement.loan_paid_out_on:
        return cooperating.unpaid(agreement), [owed_duties(agreement, today)]
    if agreement.state is AgreementState.REGISTERED:
        return {"state": AgreementState.SIGNED, "registered_on": None, "title_reference": None}, []
    _refuse_used(agreement)
    if agreement.kind is AgreementKind.COOPERATION:
        return UNSIGNED, [cooperating.owed_look(agreement)]
    return UNSIGNED, [ending.owed_back(agreement)] if agreement.kind in rules.RIGHTS else []


def _refuse_used(agreement: Agreement) -> None:
    """A signing that something has come of is ended, not taken back."""
    if agreement.state is not AgreementState.SIGNED or agreement.import_run is not None:
        raise TransitionRefused("agreement", agreement.state.value, AgreementState.DRAFT.value)
    ending.refuse_referred(agreement)
    ending.refuse_needed(agreement)
    if agreement.kind in rules.RIGHTS and ending.came_to_be(agreement):
        raise SigningUsed(agreement.number)
    held = records.reference(agreement, "procurement")
    if held is not None and Phase.AGREEMENT in procured.finished(records.get(Procurement, held)):
        raise PhaseClosed(agreement.number, Phase.AGREEMENT.label)
