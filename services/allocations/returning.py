"""An allocation that came to nothing sends the dwelling back: open again, the allocation among the earlier ones."""

from collections.abc import Iterator
from typing import Any

from bson import ObjectId

from models import Application, Lease, Offer, Vacancy
from models.base import Effect, Record
from models.vacancy_parts import Allocation
from rules.deadlines import oslo_date
from rules.terms import ApplicationState, OfferState, StaffMail, VacancyState
from services import merged, records
from services.actor import Actor
from services.allocations import parties
from services.allocations.allocating import follow_ups, offered_on, offers_fall
from services.allocations.carried import copy_of
from services.allocations.recommending import cleared

BACK_EFFECT = "vacancy_back"


def back_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Open the vacancy again, once for each allocation (a command effect of an offer or a lease that fell)."""
    vacancy = records.get(Vacancy, ObjectId(effect.args["vacancy"]))
    held = vacancy.allocation
    if held is not None and held.id == ObjectId(effect.args["allocation"]) and vacancy.state is VacancyState.ALLOCATED:
        _send_back(vacancy, held, actor, offer=_offer_of(document))


def left_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Open the vacancies of a household that has left the waiting list, or said yes to another (a command effect).

    Those that were offered go back with their offers; a case that is assessed anew keeps what it has meanwhile.
    """
    case = records.get(Application, ObjectId(effect.args.get("application", document.pk)))
    waits = case.on_list or case.state is ApplicationState.IN_ASSESSMENT
    if waits and not _has_accepted(case):
        return
    for vacancy in list(given_to(case.pk)):
        held = vacancy.allocation
        if held is not None and not offered_on(vacancy, held):
            _send_back(vacancy, held, actor, left=True)


def given_to(application: ObjectId) -> Iterator[Vacancy]:
    """The vacancies that are allocated to a household (index `vacancy_allocated_to`)."""
    wanted = Vacancy.objects(allocation__application=application, state=VacancyState.ALLOCATED)
    yield from wanted.no_dereference().order_by("id")


def _has_accepted(case: Application) -> bool:
    people = merged.ids_of(records.reference(case, "applicant"))
    return Offer.objects(applicant__in=people, state=OfferState.ACCEPTED).only("pk").first() is not None


def _send_back(vacancy: Vacancy, held: Allocation, actor: Actor, **because: Any) -> None:
    """The vacancy is for the consultants again, who hear of it by mail; `because` is kept with the allocation.

    Offices are not asked anew: the overview stands as it was sent.
    """
    ended = copy_of(held, ended_on=oslo_date(actor.at), **because)
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
            offers_fall(vacancy, held),
            *parties.mails(vacancy, StaffMail.SENT_BACK, parties.consultants_of(vacancy), actor),
        ],
    )  # fmt: skip


def _offer_of(document: Record) -> Any:
    """The offer that ended the allocation: the document itself, or the one that a cancelled lease was written on."""
    if isinstance(document, Offer):
        return document.pk
    return document.offer if isinstance(document, Lease) else None
