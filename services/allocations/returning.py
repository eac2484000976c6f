"""An allocation that came to nothing sends the dwelling back: open again, the allocation among the earlier ones."""

from typing import Any

from bson import ObjectId

from models import Lease, Offer, Vacancy
from models.base import Effect, Record
from rules.deadlines import oslo_date
from rules.terms import StaffMail, VacancyState
from services import records
from services.actor import Actor
from services.allocations import parties
from services.allocations.allocating import follow_ups
from services.allocations.carried import copy_of
from services.allocations.recommending import cleared

BACK_EFFECT = "vacancy_back"


def back_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Open the vacancy again, once for each allocation (a command effect of an offer or a lease that fell).

    Offices are not asked anew: the overview stands as it was sent. The consultants hear of it by mail.
    """
    vacancy = records.get(Vacancy, ObjectId(effect.args["vacancy"]))
    held = vacancy.allocation
    if held is None or held.id != ObjectId(effect.args["allocation"]) or vacancy.state is not VacancyState.ALLOCATED:
        return
    ended = copy_of(held, ended_on=oslo_date(actor.at), offer=_offer_of(document))
    records.change(
        vacancy,
        actor,
        values={
            "state": VacancyState.OPEN, "allocation": None, "reserved_on": None,
            "earlier": [*vacancy.earlier, ended], **cleared(),
        },
        action="vacancy_back",
        owed=[
            *follow_ups(vacancy, held),
            *parties.mails(vacancy, StaffMail.SENT_BACK, parties.consultants_of(vacancy), actor),
        ],
    )  # fmt: skip


def _offer_of(document: Record) -> Any:
    """The offer that ended the allocation: the document itself, or the one that a cancelled lease was written on."""
    if isinstance(document, Offer):
        return document.pk
    return document.offer if isinstance(document, Lease) else None
