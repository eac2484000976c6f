"""Landlords' vacant homes of Fjordvik: one waits for a household, one for the landlord's answer, one for a contract."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bson import ObjectId

from demo.vacant import Office
from demo.words import PLACES
from models import Application, Dwelling, Landlord, Lease, Project, Referral, User, VacancyNotice
from rules.dwellings import NEEDS_LANDLORD
from rules.errors import HusromError
from rules.terms import DwellingState, DwellingType, Security
from services import notices, proposals, records, referrals, rulebooks
from services.actor import Actor

REPORTED, REFERRED, ACCEPTED = 9, 6, 3  # days ago
ANSWER_SOON, VALID = 2, 14  # days from the day: when a notice is to be answered, how long a referral stands
FREE_IN = 30
NEW_HOMES, APPROVED = 5, 20  # homes of the newest agreement, and how many days ago they were approved
SECURED = 3  # months' rent that the guarantee covers


def add(people: Mapping[str, User], at: datetime, day: date, municipality: str, base_url: str) -> None:
    """Four notices: one to be answered soon and one with time, a household referred, and one that is accepted."""
    office = Office(people, at, day, municipality, base_url, rulebooks.current(day))
    _bring_under_agreement(office)
    _next(office, _homes(), [_referred, _accepted, _reported, _waiting])


def _bring_under_agreement(office: Office) -> None:
    """The homes of an agreement that is new: proposed by the landlord, and approved."""
    for project in Project.objects(homes__gte=NEW_HOMES).no_dereference().order_by("-id"):
        if Dwelling.objects(project=project.pk).first() is None:
            for at in range(1, NEW_HOMES + 1):
                _approved(office, project, at)
            return


def _approved(office: Office, project: Project, at: int) -> None:
    landlord: Landlord = records.get(Landlord, records.reference(project, "landlord"))
    day = office.day - timedelta(days=APPROVED)
    home: dict[str, Any] = {
        "address": f"Havnekaia {10 + at}", "postcode": PLACES[0].postcode, "unit_number": f"H0{at}01",
        "kind": DwellingType.FLAT, "rooms": 2 + at % 2, "area_m2": 48.0 + at, "floor": at, "lift": True,
        "wheelchair": True, "rent_ore": 880_000 + at * 10_000,
    }  # fmt: skip
    made = proposals.propose(
        landlord, project, home, _as_landlord(office, landlord, APPROVED), reference=f"Havn {at}", today=day
    )
    proposals.approve(made, office.as_("eiendom"), version=made.version, today=day)


def _next(office: Office, homes: list[Dwelling], wants: Sequence[Callable[[Office, Dwelling], object]]) -> None:
    for want in wants:
        while homes:
            try:
                want(office, homes.pop(0))
            except HusromError:  # a home without agreement, or that suits nobody who waits: the next one
                continue
            break


def _homes() -> list[Dwelling]:
    """Landlords' homes under agreements: those that stand empty first, then those that a tenant is about to leave."""
    lived_in = {records.reference(one, "dwelling") for one in Lease.objects.no_dereference()}
    found = Dwelling.objects(disposal__in=list(NEEDS_LANDLORD), state=DwellingState.ACTIVE, project__ne=None)
    homes = found.no_dereference().order_by("-id")  # those that came last have room in their project
    return sorted((home for home in homes if home.rent_ore), key=lambda home: home.pk in lived_in)


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
    return _as_landlord(office, records.get(Landlord, records.reference(home, "landlord")), ago)


def _as_landlord(office: Office, held: Landlord, ago: int) -> Actor:
    return Actor.partner(held.pk, held.name, office.now - timedelta(days=ago), client="husrom_fjordvik")


class NoFit(HusromError):
    """The home suits nobody who waits."""
