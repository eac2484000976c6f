"""Homes of Fjordvik that are kept: arrears at several steps, a plan, a complaint, an inspection, an end, an index."""

import hashlib
import io
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bson import ObjectId
from PIL import Image, ImageDraw

from demo.vacant import Office
from letters.paper import Sender
from models import ArrearsCase, Dwelling, Lease, User
from models.arrears_case import OPEN
from rules.deadlines import Month, add_months
from rules.terms import (
    ArrearsStep,
    ContactChannel,
    IncidentKind,
    InspectionKind,
    LeaseEnd,
    LeaseState,
    MeasureKind,
    RoomStandard,
)
from services import arrears, endings, incidents, inspections, plans, records, rents, rulebooks
from services.actor import Actor
from services.attachments import Arriving

HOUSEHOLD, NAV = ArrearsStep.CONTACT_HOUSEHOLD, ArrearsStep.CONTACT_NAV
SAID = {
    HOUSEHOLD: "Mistet ekstravakter i høst. Vil gjerne ha en avtale om å betale ned.",
    NAV: "NAV ser på økonomisk rådgivning og bostøtte, og gir beskjed om en uke.",
}
MADE_UP = "Oppdiktede tall til demoen, ikke fra SSB"
INDEX_MONTHS = 30
COLOURS = {"wall": (233, 227, 214), "floor": (168, 137, 104), "window": (190, 214, 228), "stain": (120, 110, 96)}


def add(people: Mapping[str, User], at: datetime, day: date, municipality: str, base_url: str) -> None:
    """Do as the office would the day after the night's jobs; the figures of the registers stand, no debt is changed."""
    office = Office(people, at, day, municipality, base_url, rulebooks.current(day))
    _index(office)
    _arrears(office)
    homes = _calm_homes(office)
    _complaint(office, homes[0])
    _inspection(office, homes[1])
    _notice(office, homes[2])


def _as_worker(office: Office, user: object) -> Actor | None:
    """One of the demo's people by their id, at eleven on the day; nobody where it is another's."""
    name = next((name for name, one in office.people.items() if one.pk == user), None)
    if name is None:
        return None
    worker = office.as_(name)
    return Actor(id=worker.id, name=worker.name, at=office.now, roles=worker.roles, office=worker.office)


def _worker_of(office: Office, lease: Lease) -> Actor | None:
    return _as_worker(office, records.reference(lease, "caseworker"))


# --- The index ------------------------------------------------------------------------------------------------------


def _index(office: Office) -> None:
    """A price index that rises evenly, named as made up; the last month is the one before last."""
    last = add_months(office.day.replace(day=1), -2)
    economy = office.as_("okonomi")
    for back in range(INDEX_MONTHS, -1, -1):
        month, value = Month.of(add_months(last, -back)), 13_500 - 30 * back
        rents.enter(economy, series=office.rules.keeping.index_series, month=str(month), value=value, source=MADE_UP)


# --- Arrears --------------------------------------------------------------------------------------------------------


def _arrears(office: Office) -> None:
    """The oldest debts have come farthest: household and NAV talked to, one with a plan; the newest wait."""
    planned = False
    for at, case in enumerate(_worked(office)):
        lease = records.get(Lease, records.reference(case, "lease"))
        worker = _worker_of(office, lease)
        if worker is None:
            continue
        _contact(office, case, worker, HOUSEHOLD, 6 - at % 3)
        if at % 2 == 0:
            _contact(office, case, worker, NAV, 2)
            if not planned:
                _plan(office, case, worker)
                planned = True


def _worked(office: Office) -> list[ArrearsCase]:
    wanted = ArrearsCase.objects(state__in=list(OPEN), oldest_due__lt=office.day - timedelta(days=25))
    return list(wanted.order_by("oldest_due", "id").limit(6))


def _contact(office: Office, case: ArrearsCase, worker: Actor, step: ArrearsStep, days: int) -> None:
    arrears.note_contact(
        case, worker, step=step, on=office.day - timedelta(days=days), channel=ContactChannel.TELEPHONE,
        spoke_with="Leietakeren" if step is HOUSEHOLD else "Veileder på NAV", said=SAID[step], reached=True,
        version=case.version, today=office.day,
    )  # fmt: skip
    case.reload()


def _plan(office: Office, case: ArrearsCase, worker: Actor) -> None:
    sender = Sender(municipality=office.municipality)
    terms = plans.Terms(add_months(office.day.replace(day=5), 1), count=6)
    letter = plans.draw(case, worker, sender, terms=terms, version=case.version, now=office.now)
    plans.agree(case, worker, sender, terms=terms, letter=letter.pk, version=case.version, now=office.now)


# --- The home -------------------------------------------------------------------------------------------------------


def _calm_homes(office: Office) -> list[Lease]:
    """Leases that have run a while and owe nothing, whose caseworker is one of the demo's."""
    wanted = Lease.objects(
        state=LeaseState.OCCUPYING, account__oldest_due=None, starts_on__lt=add_months(office.day, -6),
        ends_on__gt=add_months(office.day, 8), caseworker__in=[one.pk for one in office.people.values()],
    )  # fmt: skip
    return list(wanted.no_dereference().order_by("contract_number").limit(3))


def _complaint(office: Office, lease: Lease) -> None:
    """A neighbour has complained; it is looked into, and a talk is agreed."""
    worker, happened = _worker_of(office, lease), office.day - timedelta(days=6)
    if worker is None:
        return
    told = incidents.Told(
        kinds=[IncidentKind.NOISE], dwellings=[records.reference(lease, "dwelling")], happened_on=happened,
        received_on=happened + timedelta(days=1), channel=ContactChannel.TELEPHONE,
        what="Høy musikk etter midnatt tre netter på rad.", teller=incidents.Teller(name="Nabo i oppgangen"),
    )  # fmt: skip
    made = incidents.register(told, worker, leases=[lease.pk], identity=ObjectId(), today=office.day)
    incidents.map_out(
        made, worker, heard="Hadde gjester i helgen og beklager.", mapped="Tre netter med fest; ellers rolig.",
        version=made.version, today=office.day,
    )  # fmt: skip
    made.reload()
    planned = incidents.Planned(kind=MeasureKind.TALK, due_on=office.day + timedelta(days=7), what="Samtale om ro.")
    incidents.decide(made, planned, worker, version=made.version, today=office.day)


def _inspection(office: Office, lease: Lease) -> None:
    """A home that is walked through: one room is worn, with a picture of it."""
    worker, on = _worker_of(office, lease), office.day - timedelta(days=1)
    if worker is None:
        return
    home = records.get(Dwelling, records.reference(lease, "dwelling"))
    made = inspections.plan(
        home, lease, worker, kind=InspectionKind.PERIODIC, on=on, time="10.00", caseworker=ObjectId(worker.id),
        today=on,
    )  # fmt: skip
    inspections.begin(made, worker, on=on, version=made.version, today=office.day)
    made.reload()
    room = made.rooms[0]
    inspections.note_room(
        made, str(room.id), worker, standard=RoomStandard.NEEDS_REPAIR, note="Fuktflekk under vinduet.",
        files=[Arriving("vindu.jpg", io.BytesIO(picture()))], caption="Under vinduet",
        nonce=hashlib.sha256(b"demo").hexdigest()[:32], version=made.version, today=office.day,
    )  # fmt: skip


def picture() -> bytes:
    """A drawing of a room with a stain under its window, as a JPEG."""
    drawn = Image.new("RGB", (800, 600), COLOURS["wall"])
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((0, 450, 800, 600), fill=COLOURS["floor"])
    pen.rectangle((260, 90, 540, 300), fill=COLOURS["window"], outline=(255, 255, 255), width=14)
    pen.ellipse((330, 320, 470, 420), fill=COLOURS["stain"])
    stored = io.BytesIO()
    drawn.save(stored, "JPEG", quality=80)
    return stored.getvalue()


def _notice(office: Office, lease: Lease) -> None:
    """A tenant has given notice, and will move when the time is out."""
    worker = _worker_of(office, lease)
    if worker is None:
        return
    told = endings.Told(reason=LeaseEnd.TENANT_NOTICE, given_on=office.day - timedelta(days=3))
    endings.register(lease, told, worker, version=lease.version, today=office.day)
