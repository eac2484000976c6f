"""The notice that a dwelling becomes free (melding om ledig bolig, S004 step 1)."""

from datetime import date

from bson import ObjectId

from models import Dwelling, Ending, Lease, Vacancy
from models.base import Effect, Record
from rules import vacancies
from rules.deadlines import oslo_date
from rules.dwellings import NEEDS_LANDLORD
from rules.errors import AlreadyExists, InvalidRecord, StaleState, VacancyStands
from rules.terms import DwellingState, LeaseState, Role, VacancyCause, VacancyState
from rules.vacancies import UNLET, HomeFacts
from services import numbers, records, rulebooks, vacancy_steps
from services.actor import Actor
from services.vacancies.reading import home_of, living_in, require_reporter, standing

OPEN_EFFECT = "open_vacancy"


def report(
    dwelling: Dwelling,
    cause: VacancyCause,
    actor: Actor,
    *,
    known_on: date,
    today: date,
    free_from: date | None = None,
    lease: Lease | None = None,
    note: str | None = None,
) -> Vacancy:
    """Tell that a dwelling becomes free: it is sought a tenant for from this write on. Returns the vacancy.

    `lease` is the one that ends; until the dwelling is vacated its tenant pays. A consultant who reports has the
    vacancy. Raises NotAuthorised, OtherUnit, LandlordReports, DwellingNotInUse, DwellingLet, VacancyStands,
    InvalidRecord (future, too_old, too_far, other_dwelling), DateBeforeCause.
    """
    require_reporter(dwelling, actor, "vacancy.report")
    _refuse_second(dwelling)
    if lease is not None and records.reference(lease, "dwelling") != dwelling.pk:
        raise InvalidRecord("vacancy", {"lease": "other_dwelling"})
    home = home_of(dwelling)
    vacancies.check_home(home, cause, ending=lease is not None and lease.number == home.lets)
    vacancies.check_days(known_on, free_from, lease.starts_on if lease else None, today)
    consultant = ObjectId(actor.id) if Role.HOUSING_CONSULTANT in actor.roles and not actor.is_system else None
    wanted = Vacancy(
        lease=lease.pk if lease and cause not in UNLET else None,
        cause=cause,
        known_on=known_on,
        free_from=free_from,
        note=(note or "").strip() or None,
        reported_by_name=actor.name,
        consultant=consultant,
    )
    return _open(wanted, dwelling, home, actor, today)


def _open(wanted: Vacancy, dwelling: Dwelling, home: HomeFacts, actor: Actor, today: date) -> Vacancy:
    """Store the notice with what the dwelling and the rulebook say today; the unique index refuses the second."""
    rules = rulebooks.current(today)
    long_road = vacancies.with_services(home)
    values = {
        "vacancy_number": numbers.label("L", today.year),
        "dwelling": dwelling.pk,
        "dwelling_number": dwelling.number,
        "unit": records.reference(dwelling, "unit"),
        "rent_ore": dwelling.rent_ore,
        "with_services": long_road,
        "body": rules.letting.body(long_road),
        "rulebook": rules.number,
        "reported_on": today,
    }
    for name, value in values.items():
        setattr(wanted, name, value)
    wanted.pk = ObjectId()
    owed = [vacancy_steps.owed_by_new(wanted, wanted.pk)]
    try:
        records.create(wanted, actor, action="vacancy_reported", owed=owed)
    except AlreadyExists:
        _refuse_second(dwelling)
        raise
    return wanted


def _refuse_second(dwelling: Dwelling) -> None:
    found = standing(dwelling.pk)
    if found is not None:
        raise VacancyStands(found.number, found.reported_by_name)


def open_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Open the vacancy of a lease's dwelling as the lease ends, or its tenant has signed for another (command effect).

    Done where the dwelling has an open one, which is vacated where the lease has ended, or the lease has had its own; a
    dwelling that is not ours to let again (sold, a landlord's) gets none, nor one where another lives already.
    """
    lease = Lease.objects(pk=ObjectId(effect.args["lease"])).no_dereference().first()
    dwelling = Dwelling.objects(pk=records.reference(lease, "dwelling")).no_dereference().first() if lease else None
    if lease is None or dwelling is None:
        return
    today = oslo_date(actor.at)
    open_one = standing(dwelling.pk)
    if open_one is not None:
        _vacate(open_one, lease, actor, today)
    elif _to_be_let(dwelling, lease):
        wanted = Vacancy(
            lease=lease.pk,
            cause=VacancyCause(effect.args["cause"]),
            known_on=today,
            free_from=_leaves_on(lease, document),
            vacated_on=_empty_from(lease, today),
            reported_by_name=document.history[-1].by_name if document.history else actor.name,
        )
        try:
            _open(wanted, dwelling, home_of(dwelling), actor, today)
        except VacancyStands as error:
            raise StaleState("vacancy", dwelling.number) from error  # another was first: asked again at once


def _leaves_on(lease: Lease, document: Record) -> date | None:
    """When the tenant is expected to be out: as the end that is noted says; who swaps, as the new lease begins."""
    if lease.state is LeaseState.ENDED:
        return lease.ended_on
    if isinstance(document, Ending):
        return document.ends_on
    moves = document.starts_on if isinstance(document, Lease) and document.pk != lease.pk else None
    return min((day for day in (moves, lease.ends_on) if day is not None), default=None)


def _empty_from(lease: Lease, today: date) -> date | None:
    """The first day without rent, where the lease has ended and that day has come."""
    if lease.state is not LeaseState.ENDED or lease.ended_on is None:
        return None
    day = vacancies.first_empty_day(lease.ended_on)
    return day if day <= today else None


def _vacate(vacancy: Vacancy, lease: Lease, actor: Actor, today: date) -> None:
    """The lease that the vacancy waits for has ended by itself: the dwelling is empty from the day after."""
    day = _empty_from(lease, today)
    if records.reference(vacancy, "lease") != lease.pk or vacancy.vacated_on is not None or day is None:
        return
    owed = [vacancy_steps.owed(vacancy, vacancy.pk)]
    records.change(vacancy, actor, values={"vacated_on": day}, action="stage_dated", owed=owed)


def _to_be_let(dwelling: Dwelling, lease: Lease) -> bool:
    if dwelling.state is not DwellingState.ACTIVE or dwelling.disposal in NEEDS_LANDLORD:
        return False
    own = Vacancy.objects(lease=lease.pk, state__ne=VacancyState.CANCELLED).only("pk").first()
    lives = living_in(dwelling.pk)
    return own is None and (lives is None or lives.pk == lease.pk)
