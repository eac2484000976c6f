"""Vacant dwellings of Fjordvik on their way to new keys, one in every step up to the contract meeting."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from bson import ObjectId

from demo.logins import HEALTH, OFFICE
from demo.vacant import CAUSES, Office, date_stages, fresh, ours, recommend, short_road
from models import Application, Dwelling, Lease, Nomination, Offer, Unit, User
from rules.candidates import Answer
from rules.terms import (
    AppointmentKind,
    AppointmentPlace,
    DwellingType,
    LeaseState,
    OfferChannel,
    UnitAnswer,
)
from services import allocations, candidates, offers, records, rulebooks, vacancies
from services.offers import Agreed
from services.vacancies import overview, profile

# How far each dwelling with services has come (S004), the farthest first: who has said yes is no candidate elsewhere.
ACCEPTED, OFFERED, ALLOCATED, DOUBTED, RECOMMENDED, PUT_UP, TOLD, ANSWERED, ASKED, REPORTED = range(10)
LONG_ROAD = tuple(range(10))
PROFILE = profile.Answer(
    day=True, day_what="Miljøarbeider på stedet kl. 8–15.",
    evening=True, evening_what="Tilsyn etter avtale til kl. 22.",
    activities="Turgruppe på tirsdager og kjøkkenhage om sommeren.", shared_meals=True,
    meals_what="Middag på torsdager.", staffing="Fire årsverk, leder på dagtid.",
)  # fmt: skip
SAID = {
    "need": "Behovet er kartlagt i saken.", "services": "Hjelp til å planlegge dagen.",
    "access": "Trenger ikke særlig tilrettelegging.", "living_skills": "Klarer seg selv med litt hjelp.",
    "environment": "Ønsker et rolig hus.", "wishes": "Vil gjerne bo nær sentrum.",
}  # fmt: skip
WHY = "Boligen og tjenestene passer til det husstanden trenger."
SUMMARY = "Trenger ro og fast hjelp på dagtid. Ønsker seg dit, og kjenner området."
UNIT, FLATS = "Skarvbakken botiltak", 8


def add(people: Mapping[str, User], at: datetime, day: date, municipality: str, base_url: str) -> None:
    """Report dwellings and bring them forward as the office would; no lease is made: the registers' figures stand."""
    office = Office(people, at, day, municipality, base_url, rulebooks.current(day))
    lived_in = {records.reference(one, "dwelling") for one in Lease.objects.no_dereference()}
    _open_unit(office, lived_in)
    _long_road(office, lived_in)
    short_road(office, lived_in)


def _open_unit(office: Office, lived_in: set[Any]) -> None:
    """A third unit in flats that are let, so that there are homes enough with services to be told of."""
    unit = Unit(name=UNIT, address="Skarvbakken 4", leader=office.people["enhetsleder"])
    records.create(unit, office.as_("admin"))
    flats = [one for one in ours(lived_in, kind=DwellingType.FLAT) if one.pk in lived_in]
    for flat in flats[:FLATS]:
        records.change(flat, office.as_("admin"), values={"unit": unit}, why="Tilhører enheten")


# --- Dwellings with services --------------------------------------------------------------------------------------


def _long_road(office: Office, lived_in: set[Any]) -> None:
    reported: list[tuple[int, ObjectId]] = []
    homes = iter(ours(lived_in, unit__exists=True))
    for far in LONG_ROAD:
        vacancy = next((one for home in homes if (one := _report(office, home, far)) is not None), None)
        if vacancy is not None:
            reported.append((far, vacancy))
    for far, vacancy in reported:
        if far <= ASKED:
            _ask(office, vacancy)
        if far < ANSWERED:
            _answer(office, vacancy)
    draft = overview.draft_overview()
    if draft.homes:
        sender = office.sender(Application.objects.order_by("application_number").first())
        overview.send_overview(office.as_("boligkonsulent"), sender, told=draft.told, now=office.now)
    chosen: set[str] = set()
    for far, vacancy in reported:
        if far == ANSWERED:
            _answer(office, vacancy)
        if far <= PUT_UP and _put_up(office, vacancy, chosen):
            _choose(office, vacancy, far, chosen)


def _report(office: Office, home: Dwelling, far: int) -> ObjectId | None:
    """A home that somebody lives in is reported before it is left; one with a lease to come is not free."""
    leases = {one.state: one for one in Lease.objects(dwelling=home.pk).no_dereference()}
    if LeaseState.UPCOMING in leases:
        return None
    lease = leases.get(LeaseState.OCCUPYING)
    ago = 0 if far == REPORTED else 3 + 2 * (ASKED - far)
    since = office.day - timedelta(days=ago)
    if lease is not None and lease.starts_on > since - timedelta(days=1):
        return None
    free_from = office.day + timedelta(days=10 + far) if lease else None
    made = vacancies.report(
        home, CAUSES[far % len(CAUSES)], office.as_("boligkonsulent"), known_on=since - timedelta(days=far % 3 == 1),
        today=since, free_from=free_from, lease=lease,
    )  # fmt: skip
    if lease is None:
        date_stages(office, made.pk, since, office.day - timedelta(days=2))
    return ObjectId(made.pk)


def _ask(office: Office, vacancy: ObjectId) -> None:
    held = fresh(vacancy)
    day = max(held.reported_on, office.day - timedelta(days=2))
    profile.ask_profile(held, office.as_("boligkonsulent"), version=held.version, today=day)


def _answer(office: Office, vacancy: ObjectId) -> None:
    held = fresh(vacancy)
    profile.answer_profile(held, PROFILE, office.as_("enhetsleder"), version=held.version, today=office.day)


def _put_up(office: Office, vacancy: ObjectId, chosen: set[str]) -> bool:
    """A candidate from each office whose list has one that the dwelling suits."""
    for name, worker in ((OFFICE, "saksbehandler"), (HEALTH, "saksbehandler2")):
        held, actor = fresh(vacancy), office.as_(worker)
        fits = candidates.match(held, office.rules, office=actor.office, today=office.day, tie=b"").fits
        found = next((one.waiting.household.id for one in fits if one.waiting.household.id not in chosen), None)
        if found is None:
            continue
        answers = {one.code: Answer(SAID.get(one.code, "Se saken.")) for one in office.rules.letting.checklist}
        nonce = hashlib.sha256(f"{held.number}:{name}".encode()).hexdigest()[:32]
        case = records.get(Application, ObjectId(found))
        candidates.put_up(
            held, case, actor, answers=answers, why=WHY, nonce=nonce, version=held.version, now=office.now
        )
    return bool(allocations.live_nominations(fresh(vacancy)))


def _choose(office: Office, vacancy: ObjectId, far: int, chosen: set[str]) -> None:
    """From the candidates to an accepted offer, as far as this one has come."""
    if far > RECOMMENDED:
        return
    first, second = office.as_("boligkonsulent"), office.as_("boligkonsulent2")
    for one in Nomination.objects(vacancy=vacancy):
        allocations.sum_up(one, first, SUMMARY, version=one.version, today=office.day)
    best = recommend(office, vacancy, first)
    held = fresh(vacancy)
    allocations.go_through(held, second, agree=True, version=held.version, today=office.day)
    if far == RECOMMENDED:
        return
    _hear(office, vacancy, UnitAnswer.DOUBT if far == DOUBTED else UnitAnswer.YES)
    if far == DOUBTED:
        return
    chosen.add(best)
    held = fresh(vacancy)
    allocations.allocate(held, second, version=held.version, now=office.now)
    if far <= OFFERED:
        _offer(office, vacancy, accepted=far == ACCEPTED)


def _hear(office: Office, vacancy: ObjectId, answer: UnitAnswer) -> None:
    held = fresh(vacancy)
    doubts = answer is UnitAnswer.DOUBT
    allocations.answer(
        held, office.as_("enhetsleder"), answer=answer,
        reasons="Vi er usikre på om vi har nok folk om kvelden til det husstanden trenger." if doubts else "",
        mix="Huset har plass til en til som trenger ro.", version=held.version, today=office.day,
    )  # fmt: skip


def _offer(office: Office, vacancy: ObjectId, *, accepted: bool) -> None:
    held, actor = fresh(vacancy), office.as_("boligkonsulent")
    given = offers.give(
        held, actor, channel=OfferChannel.TELEPHONE, said="Ringte og fortalte om boligen. Vil svare i løpet av uken.",
        version=held.version, now=office.now,
    )  # fmt: skip
    offer = records.get(Offer, given)
    sender = office.sender(records.get(Application, records.reference(offer, "application")))
    if accepted:
        offers.accept(offer, actor, version=offer.version, now=office.now)
        offer = records.get(Offer, given)
    kind = AppointmentKind.SIGNING if accepted else AppointmentKind.VIEWING
    place = AppointmentPlace.OFFICE if accepted else AppointmentPlace.DWELLING
    agreed = Agreed(
        starts_at=max(office.now, office.at) + timedelta(days=2), minutes=45, place=place,
        staff=[ObjectId(actor.id), office.people["enhetsleder"].pk], told=OfferChannel.TELEPHONE,
    )  # fmt: skip
    offers.book(
        offer, actor, kind, agreed, base_url=office.base_url, sender=sender, version=offer.version, now=office.now
    )  # fmt: skip
