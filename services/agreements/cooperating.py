"""A right in force rests on its owner's cooperation agreement: looked at again by both who may clash in one instant."""

from collections.abc import Callable
from datetime import date

from models import Agreement, Procurement
from models.base import Effect, Record
from rules import agreements as rules
from rules.deadlines import oslo_date
from rules.errors import NotProcured, PhasesUnfinished, TransitionRefused
from rules.terms import AgreementKind, AgreementState
from services import quotas, records
from services.actor import Actor
from services.agreements.common import dates_of, owed_event
from services.agreements.duties import owed_duties
from services.effects import Owed

RESTS_EFFECT = "right_rests_on_cooperation"
Stands = Callable[[Procurement, date], None]


def require_right(agreement: Agreement, day: date, *, stands: Stands) -> None:
    """A cooperation agreement belongs to a right to the same project's homes, imported or procured so far (S000).

    `stands` asks whether the procurement's phases one to three stood on the day. Raises NotProcured (there is no right)
    and what it raises.
    """
    project, landlord = (records.reference(agreement, name) for name in ("project", "landlord"))
    rights = Agreement.objects(project=project, kind__in=sorted(rules.RIGHTS, key=str), state__ne=AgreementState.ENDED)
    found = list(rights.no_dereference().only("procurement", "landlord", "state", "import_run"))
    found = [one for one in found if records.reference(one, "landlord") == landlord]
    if any(one.import_run is not None for one in found):
        return
    by = sorted({held for one in found if (held := records.reference(one, "procurement")) is not None})
    if not by:
        raise NotProcured(agreement.number)
    for left, one in zip(range(len(by) - 1, -1, -1), by, strict=True):
        try:
            stands(records.get(Procurement, one), day)
        except (PhasesUnfinished, TransitionRefused):  # another draft may rest on a procurement that stands
            if not left:
                raise
        else:
            return


def owed_look(agreement: Agreement) -> Owed:
    """What a pay-out owes, and a cooperation agreement that ends. Call it before the change is made."""
    return Owed(RESTS_EFFECT, f"{RESTS_EFFECT}:{agreement.pk}:{agreement.version + 1}")


def look_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Take the pay-out off a right whose cooperation agreement has gone in the same instant (a command effect).

    It is noted anew when there is another one (regulation § 3-2).
    """
    project = records.reference(records.get(Agreement, document.pk), "project")
    right = quotas.right_of(project) if project is not None else None
    if right is None or right.cooperation is None or right.state is not AgreementState.IN_FORCE:
        return
    beside: Agreement = records.get(Agreement, right.cooperation)
    if beside.kind is not AgreementKind.COOPERATION or beside.state not in rules.NOT_STANDING:
        return
    owed = [owed_event(right, right), owed_duties(right, oslo_date(actor.at))]
    records.change(right, actor, values=unpaid(right), action="agreement_payout_fell", owed=owed)


def unpaid(right: Agreement) -> dict[str, object]:
    """What a right is without its pay-out."""
    ends = rules.ends_on(right.kind, right.years, dates_of(right, paid_out_on=None))
    return {"state": AgreementState.REGISTERED, "loan_paid_out_on": None, "cooperation": None, "ends_on": ends}
