"""Landlords' vacant homes of Fjordvik: one waits for a household, one for the landlord's answer, one for a contract."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bson import ObjectId

from demo.vacant import Office
from models import Application, Dwelling, Landlord, Lease, Referral, User, VacancyNotice
from rules.dwellings import NEEDS_LANDLORD
from rules.errors import HusromError
from rules.terms import DwellingState, Security
from services import notices, records, referrals, rulebooks
from services.actor import Actor

REPORTED, REFERRED, ACCEPTED = 9, 6, 3  # days ago
ANSWER_SOON, VALID = 2, 14  # days from the day: when a notice is to be answered, how long a referral stands
FREE_IN = 30
SECURED = 3  # months' rent that the guarantee covers


def add(people: Mapping[str, User], at: datetime, day: date, municipality: str, base_url: str) -> None:
    """Four notices: one to be answered soon and one with time, a household referred, and one that is accepted."""
    office = Office(people, at, day, municipality, base_url, rulebooks.current(day))
    free = _free_homes()
    _next(office, free, [_reported, _waiting, _referred, _accepted])


def _next(office: Office, homes: list[Dwelling], wants: Sequence[Callable[[Office, Dwelling], object]]) -> None:
    for want in wants:
        while homes:
            try:
                want(office, homes.pop(0))
            except HusromError:  # a home without agreement, or that suits nobody who waits: the next one
                continue
            break


def _free_homes() -> list[Dwelling]:
    lived_in = {records.reference(one, "dwelling") for one in Lease.objects.no_dereference()}
    found = Dwelling.objects(disposal__in=list(NEEDS_LANDLORD), state=DwellingState.ACTIVE, project__ne=None)
    homes = found.no_dereference().order_by("dwelling_number")
    return [home for home in homes if home.pk not in lived_in and home.rent_ore]


def _report(office: Office, home: Dwelling, answer_by: date) -> VacancyNotice:
    day = office.day - timedelta(days=REPORTED)
    return notices.report(
        home, _landlord(office, home, REPORTED), available_from=office.day + timedelta(days=FREE_IN),
        answer_by=answer_by, rent_ore=home.rent_ore or 0, rent_covers="Strøm og internett", today=day,
    )  # fmt: skip


def _reported(office: Office, home: Dwelling) -> None:
    _report(office, home, office.day + timedelta(days=ANSWER_SOON))


def _waiting(office: Office, home: Dwelling) -> None:
    _report(office, home, office.day + timedelta(days=VALID))


def _referred(office: Office, home: Dwelling) -> Referral:
    notice = _report(office, home, office.day + timedelta(days=VALID))
    day, now = office.day - timedelta(days=REFERRED), office.now - timedelta(days=REFERRED)
    fits = referrals.choice(notice, office.rules, today=day).sifted.fits
    if not fits:
        notices.withdraw(notice, _landlord(office, home, REFERRED), version=notice.version, today=day)
        raise NoFit
    case: Application = records.get(Application, ObjectId(fits[0].waiting.household.id))
    made = referrals.refer(
        notice, case, replace(office.as_("boligkonsulent"), at=now), valid_to=day + timedelta(days=VALID),
        guarantee=Security.MUNICIPAL_GUARANTEE, guarantee_ore=SECURED * notice.rent_ore,
        why="Boligen passer husstanden.", version=notice.version, now=now,
    )  # fmt: skip
    found: Referral = records.get(Referral, made)
    return found


def _accepted(office: Office, home: Dwelling) -> None:
    referral = _referred(office, home)
    now = office.now - timedelta(days=ACCEPTED)
    referrals.accept(referral, _landlord(office, home, ACCEPTED), version=referral.version, now=now)


def _landlord(office: Office, home: Dwelling, ago: int) -> Actor:
    held: Landlord = records.get(Landlord, records.reference(home, "landlord"))
    return Actor.partner(held.pk, held.name, office.now - timedelta(days=ago), client="husrom_fjordvik")


class NoFit(HusromError):
    """The home suits nobody who waits."""
