"""How a vacancy ends: cancelled with a reason, or let as the keys are handed over; and who takes it on meanwhile."""

from datetime import date

from bson import ObjectId

from models import Dwelling, Lease, Offer, Vacancy
from models.base import Effect, Record
from rules import states
from rules.deadlines import oslo_date
from rules.errors import MissingReason, VacancyPromised
from rules.terms import OfferState, Role, VacancyState
from services import records, vacancy_steps
from services.actor import Actor
from services.effects import Owed
from services.vacancies.reading import require_open, require_reporter

LET_EFFECT = "vacancy_let"
NOMINATIONS_EFFECT, OFFER_EFFECT = "keep_nominations", "close_offer"
TAKEN = (OfferState.ACCEPTED, OfferState.LEASED)


def cancel(vacancy: Vacancy, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Take back a notice: the tenant stays, or it was wrong. Candidates and an open offer fall with it.

    Raises NotAuthorised, OtherUnit, VacancyClosed, MissingReason, VacancyPromised (an offer is accepted), StaleState.
    """
    require_reporter(records.get(Dwelling, records.reference(vacancy, "dwelling")), actor, "vacancy.cancel")
    records.check_version(vacancy, version)
    require_open(vacancy)
    if not why.strip():
        raise MissingReason("vacancy.cancel")
    _refuse_promised(vacancy)
    states.check(states.VACANCY, vacancy.state, VacancyState.CANCELLED)
    values = {
        "state": VacancyState.CANCELLED,
        "closed_on": today,
        "cancelled_because": why.strip(),
        "meeting": None,
    }
    args, key = {"vacancy": str(vacancy.pk)}, f"{vacancy.pk}:{vacancy.version + 1}"
    owed = [
        vacancy_steps.owed(vacancy, vacancy.pk),
        Owed(OFFER_EFFECT, f"{OFFER_EFFECT}:{key}", args),
        Owed(NOMINATIONS_EFFECT, f"{NOMINATIONS_EFFECT}:{key}", args),
    ]
    return records.change(vacancy, actor, values=values, action="vacancy_cancelled", version=version, owed=owed)


def _refuse_promised(vacancy: Vacancy) -> None:
    """Raise VacancyPromised where the household that has the dwelling now said yes (index `offer_vacancy`)."""
    held = vacancy.allocation
    given = Offer.objects(vacancy=vacancy.pk, allocation=held.id, state__in=list(TAKEN)) if held is not None else None
    taken = given.only("offer_number").first() if given is not None else None
    if taken is not None:
        raise VacancyPromised(vacancy.number, taken.number)


def take(vacancy: Vacancy, actor: Actor, *, version: int) -> bool:
    """A consultant takes the vacancy on; its steps stand on that person's list. False where it is so already.

    Raises NotAuthorised, VacancyClosed, StaleState.
    """
    actor.require(Role.HOUSING_CONSULTANT, what="vacancy.take")
    records.check_version(vacancy, version)
    require_open(vacancy)
    mine = ObjectId(actor.id)
    if records.reference(vacancy, "consultant") == mine:
        return False
    owed = [vacancy_steps.owed(vacancy, vacancy.pk)]
    values = {"consultant": mine}
    return records.change(vacancy, actor, values=values, action="vacancy_taken", version=version, owed=owed)


def let_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """The keys are handed over: ALLOCATED → LET from the day the new lease runs (a command effect).

    That day, not the day of the keys, as rent is charged from it: what the void does not cost, the tenant pays. It
    is closed on the day of the keys.
    """
    vacancy = records.get(Vacancy, ObjectId(effect.args["vacancy"]))
    if vacancy.state is VacancyState.LET or not isinstance(document, Lease):
        return
    states.check(states.VACANCY, vacancy.state, VacancyState.LET)
    let_on = max(document.starts_on, vacancy.vacated_on or document.starts_on)
    values = {"state": VacancyState.LET, "let_on": let_on, "closed_on": document.keys_on or oslo_date(actor.at)}
    owed = [vacancy_steps.owed(vacancy, vacancy.pk)]
    records.change(vacancy, actor, values=values, action="vacancy_let", owed=owed)
