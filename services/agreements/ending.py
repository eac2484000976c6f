"""An agreement that ends, is broken, or is mended."""

from datetime import date

from bson import ObjectId

from models import Agreement, Mandate, Project
from models.base import Effect, Record
from rules import agreements as rules
from rules.errors import MissingReason, ReferralsLive, RightsNeed
from rules.terms import AgreementKind, AgreementState
from services import mandates, quotas, records
from services.actor import Actor
from services.agreements import cooperating
from services.agreements.common import FOLLOWERS, check_move, dates_of, owed_event, refuse
from services.effects import Owed

GIVE_BACK_EFFECT = "give_ceiling_back"


def end(agreement: Agreement, actor: Actor, *, on: date, why: str, version: int, today: date) -> bool:
    """End an agreement, or drop a draft; ended so before = nothing.

    The leases in its homes go on. Its homes may be agreed on anew under the same authority only where they never came
    to be. Raises NotAuthorised, MissingReason, InvalidRecord, ReferralsLive, RightsNeed, StaleState.
    """
    actor.require(*FOLLOWERS, what="agreement.end")
    if agreement.state is AgreementState.ENDED and agreement.ended_on == on:
        return False
    records.check_version(agreement, version)
    check_move(agreement, AgreementState.ENDED)
    if not why.strip():
        raise MissingReason("agreement")
    if on > today:
        refuse("agreement", {"ended_on": "future"})
    if agreement.signed_on is not None and on < agreement.signed_on:
        refuse("agreement", {"ended_on": "before_signed"})
    refuse_referred(agreement)
    refuse_needed(agreement)
    owed = [owed_event(agreement, agreement)] if agreement.signed_on else []
    owed += _owed_ceiling(agreement)
    owed += [cooperating.owed_look(agreement)] if agreement.kind is AgreementKind.COOPERATION else []
    values = {"state": AgreementState.ENDED, "ended_on": on, "ended_because": why.strip()}
    return records.change(agreement, actor, values=values, action="agreement_ended", owed=owed)


def refuse_referred(agreement: Agreement) -> None:
    """Households on their way into its homes are told first; one referred in this instant looks once more itself."""
    project = records.reference(agreement, "project")
    if agreement.kind in rules.RIGHTS and agreement.signed_on and project is not None:
        count = quotas.referred_in(records.get(Project, project))
        if count:
            raise ReferralsLive(agreement.number, count)


def refuse_needed(agreement: Agreement) -> None:
    """The owner's cooperation agreement stands as long as the loan's terms do (regulation § 3-2)."""
    if agreement.kind is not AgreementKind.COOPERATION:
        return
    held = quotas.right_of(records.reference(agreement, "project"))
    if held is not None and held.cooperation == agreement.pk:
        raise RightsNeed(agreement.number, held.agreement_number)


def _owed_ceiling(agreement: Agreement) -> list[Owed]:
    if agreement.kind not in rules.RIGHTS or not records.reference(agreement, "mandate") or not agreement.signed_on:
        return []
    return [] if came_to_be(agreement) else [owed_back(agreement)]


def came_to_be(agreement: Agreement) -> bool:
    """Whether the agreement's homes were ever paid for or lived in under it: then the authority has been used."""
    paid = agreement.loan_paid_out_on or any(one.action == "agreement_paid_out" for one in agreement.history)
    project = records.reference(agreement, "project")
    return bool(paid) or (project is not None and quotas.lived_in(project, _first_signed(agreement)))


def _first_signed(agreement: Agreement) -> date | None:
    """The first day that it has been noted as signed on: a day that is put right takes nobody's home out of count."""
    field = Agreement._fields["signed_on"]
    noted = [field.to_python(one.changes["signed_on"][1]) for one in agreement.history if "signed_on" in one.changes]
    return min((day for day in (agreement.signed_on, *noted) if day is not None), default=None)


def owed_back(agreement: Agreement) -> Owed:
    """What an agreement that is signed no longer owes its authority. Call it before the change is made."""
    key = f"{GIVE_BACK_EFFECT}:{agreement.pk}:{agreement.version + 1}"
    args = {"mandate": str(records.reference(agreement, "mandate")), "before": agreement.version + 1}
    return Owed(GIVE_BACK_EFFECT, key, args)


def give_back_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Give back the homes of an agreement that ended, or whose signing is taken back (a command effect).

    Args: `before`, the version of the agreement from which a signing is a new one, and `mandate`.
    """
    held = effect.args.get("mandate") or records.reference(document, "mandate")  # none from an earlier release
    mandate: Mandate = records.get(Mandate, ObjectId(str(held)))
    mandates.give_back(mandate, ObjectId(document.pk), int(effect.args.get("before", document.version)), actor)


def breach(agreement: Agreement, actor: Actor, *, on: date, what: str, version: int, today: date) -> bool:
    """Note that the landlord does not keep the agreement; while it is so nobody is referred under it.

    Raises NotAuthorised, MissingReason, InvalidRecord, TransitionRefused, StaleState.
    """
    actor.require(*FOLLOWERS, what="agreement.breach")
    if agreement.state is AgreementState.BREACHED and (agreement.breached_on, agreement.breach) == (on, what.strip()):
        return False
    records.check_version(agreement, version)
    check_move(agreement, AgreementState.BREACHED)
    if not what.strip():
        raise MissingReason("agreement")
    refuse("agreement", {"breached_on": "future"} if on > today else {})
    if agreement.signed_on is not None and on < agreement.signed_on:
        refuse("agreement", {"breached_on": "before_signed"})
    values = {"state": AgreementState.BREACHED, "breached_on": on, "breach": what.strip()}
    return records.change(
        agreement, actor, values=values, action="agreement_breached", owed=[owed_event(agreement, agreement)]
    )  # fmt: skip


def mend(agreement: Agreement, actor: Actor, *, how: str, version: int) -> bool:
    """Note that the breach is mended: the agreement stands where it stood; what was broken stays in its history.

    Raises NotAuthorised, MissingReason, TransitionRefused, StaleState.
    """
    actor.require(*FOLLOWERS, what="agreement.breach")
    records.check_version(agreement, version)
    before = _before_breach(agreement)
    check_move(agreement, before, AgreementState.BREACHED)
    if not how.strip():
        raise MissingReason("agreement")
    values = {"state": before, "breached_on": None, "breach": None}
    owed = [owed_event(agreement, agreement)]
    return records.change(agreement, actor, values=values, action="agreement_mended", why=how.strip(), owed=owed)


def _before_breach(agreement: Agreement) -> AgreementState:
    """Where it stood before the breach; by its days where that was noted elsewhere."""
    broken = [one for one in agreement.history if one.action == "agreement_breached"]
    if broken and agreement.state is AgreementState.BREACHED:
        return AgreementState(broken[-1].changes["state"][0])
    return rules.state_of(dates_of(agreement))
