"""What landlords of Fjordvik have told: a lease with a referred household and its arrears, and a home they propose."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bson import ObjectId

from demo.vacant import Office
from models import Application, Dwelling, Landlord, Lease, Project, Referral, User, VacancyNotice
from rules.deadlines import add_months
from rules.dwellings import NEEDS_LANDLORD
from rules.errors import HusromError
from rules.terms import DwellingState, DwellingType, Security
from services import landlord_leases, notices, proposals, records, referrals, rulebooks
from services.actor import Actor

REPORTED, REFERRED, ACCEPTED, BEGUN = 60, 54, 48, 40  # days ago
OVERDUE = 10
MONTHS, SECURED = 36, 3  # the term, and how many months' rent the guarantee covers
ADDRESS, UNIT = "Skarvbakken 12 B", "H0202"


def add(people: Mapping[str, User], at: datetime, day: date, municipality: str, base_url: str) -> None:
    """One household moved in with a landlord and fell behind; one home waits for an answer."""
    office = Office(people, at, day, municipality, base_url, rulebooks.current(day))
    lease = next((made for home in _empty_homes() if (made := _let(office, home)) is not None), None)
    if lease is not None:
        _warn(office, lease)
    for notice in list(notices.past_answer(day)):  # homes that suited nobody: the night let the notices lapse
        notices.lapse(notice, Actor.system(office.now, "Demodata"), today=day)
    _propose(office)


def _landlord(office: Office, landlord: ObjectId, ago: int = 0) -> Actor:
    held: Landlord = records.get(Landlord, landlord)
    return Actor.partner(held.pk, held.name, office.now - timedelta(days=ago), client="husrom_fjordvik")


def _empty_homes() -> list[Dwelling]:
    lived_in = {records.reference(one, "dwelling") for one in Lease.objects.no_dereference()}
    found = Dwelling.objects(disposal__in=list(NEEDS_LANDLORD), state=DwellingState.ACTIVE, project__ne=None)
    return [home for home in found.no_dereference().order_by("dwelling_number") if home.pk not in lived_in]


def _let(office: Office, home: Dwelling) -> Lease | None:
    """The home is reported vacant, the first whom it suits is referred, and the landlord signs; None where it fails."""
    landlord = records.reference(home, "landlord")
    try:
        notice = notices.report(
            home, _landlord(office, landlord, REPORTED), available_from=office.day - timedelta(days=BEGUN),
            answer_by=None, rent_ore=home.rent_ore, today=office.day - timedelta(days=REPORTED),
        )  # fmt: skip
        referral = _refer(office, notice)
    except HusromError:
        return None
    if referral is None:
        return None
    accepted = office.now - timedelta(days=ACCEPTED)
    by = _landlord(office, landlord, ACCEPTED)
    referrals.accept(referral, by, version=referral.version, now=accepted)
    held: Referral = records.get(Referral, referral.pk)
    begins = office.day - timedelta(days=BEGUN)
    return landlord_leases.sign(
        held, by, reference="Avtale 2041", signed_on=begins - timedelta(days=4), starts_on=begins,
        ends_on=add_months(begins, MONTHS) - timedelta(days=1), rent_ore=home.rent_ore,
        security=Security.MUNICIPAL_GUARANTEE, security_ore=SECURED * home.rent_ore, version=held.version,
        today=begins,
    )  # fmt: skip


def _refer(office: Office, notice: VacancyNotice) -> Referral | None:
    day, now = office.day - timedelta(days=REFERRED), office.now - timedelta(days=REFERRED)
    fits = referrals.choice(notice, office.rules, today=day).sifted.fits
    if not fits:
        return None
    case: Application = records.get(Application, ObjectId(fits[0].waiting.household.id))
    made = referrals.refer(
        notice, case, replace(office.as_("boligkonsulent"), at=now), valid_to=day + timedelta(days=14),
        guarantee=Security.MUNICIPAL_GUARANTEE, guarantee_ore=SECURED * notice.rent_ore,
        why="Boligen passer husstanden.", version=notice.version, now=now,
    )  # fmt: skip
    found: Referral = records.get(Referral, made)
    return found


def _warn(office: Office, lease: Lease) -> None:
    held: Lease = records.get(Lease, lease.pk)
    landlord_leases.report_arrears(
        held, _landlord(office, records.reference(held, "landlord")), owed_ore=held.rent_lines[0].amount_ore,
        oldest_due=office.day - timedelta(days=OVERDUE), version=held.version, today=office.day,
    )  # fmt: skip


def _propose(office: Office) -> None:
    """A landlord proposes a home where its project has room for one more."""
    for project in Project.objects.no_dereference().order_by("name", "id"):
        near = Dwelling.objects(project=project.pk).no_dereference().order_by("dwelling_number").first()
        if near is None or Dwelling.objects(project=project.pk).count() >= project.homes:
            continue
        landlord: Landlord = records.get(Landlord, records.reference(project, "landlord"))
        home: dict[str, Any] = {
            "address": ADDRESS, "postcode": near.postcode, "unit_number": UNIT, "kind": DwellingType.FLAT, "rooms": 2,
            "area_m2": 52.0, "floor": 2, "lift": True, "wheelchair": True, "rent_ore": 1_020_000,
        }  # fmt: skip
        try:
            proposals.propose(
                landlord, project, home, _landlord(office, landlord.pk), reference="Byggetrinn 2", today=office.day
            )
        except HusromError:
            continue
        return
