"""When household and staff meet: agreed, moved, called off; staff hear by mail with a calendar file (S004 step 10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bson import ObjectId

from letters.digest import path_of
from letters.paper import Sender
from models import Dwelling, Offer, User
from models.base import Effect, Record
from models.offer import Appointment
from rules import offers
from rules.errors import InvalidRecord, NotFound, TransitionRefused
from rules.terms import (
    AppointmentKind,
    AppointmentPlace,
    OfferChannel,
    OfferState,
)
from services import records, users
from services.actor import Actor
from services.effects import Owed
from services.offers import common
from services.offers.common import Party
from services.offers.inviting import invited, told_household, uninvited

IN_HUSROM = "Se Husrom"  # where a protected party's home is not even called by its number


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """When and where, who of the staff comes, and how the household is told."""

    starts_at: datetime
    minutes: int
    place: AppointmentPlace
    staff: Sequence[ObjectId]
    told: OfferChannel


def book(
    offer: Offer,
    actor: Actor,
    kind: AppointmentKind,
    agreed: Agreed,
    *,
    base_url: str,
    sender: Sender,
    version: int,
    now: datetime,
) -> str:
    """Agree on a viewing or a contract meeting; returns its id within the offer.

    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, TransitionRefused (the offer is over), InvalidRecord (past,
    no staff, somebody who has left), UndrawableText, StaleState.
    """
    party = _live(offer, actor, version)
    _check(agreed, now)
    path = path_of("offer", str(offer.pk), offer.number, "")
    made = Appointment(
        id=str(len(offer.appointments) + 1),
        kind=kind,
        sequence=0,
        by=_organiser(offer, actor),
        link=f"{base_url.rstrip('/')}{path}",
    )
    _fill(made, offer, party, agreed)
    owed = [*told_household(offer, party, made, agreed.place, actor, sender, now), *invited(offer, made, actor)]
    _store(offer, [*offer.appointments, made], actor, "appointment_made", owed, version)
    return str(made.id)


def move(
    offer: Offer,
    actor: Actor,
    identity: str,
    agreed: Agreed,
    *,
    sender: Sender,
    version: int,
    now: datetime,
) -> bool:
    """Agree on another time, place or staff; the calendars follow. The same again = nothing. Raises as book()."""
    party = _live(offer, actor, version)
    held = _held(offer, identity)
    if held.cancelled:
        raise TransitionRefused("offer", "cancelled", "appointment")
    changed = Appointment(**{name: getattr(held, name) for name in held._fields})
    _fill(changed, offer, party, agreed)
    if _same(held, changed):
        return False
    _check(agreed, now)
    changed.sequence = held.sequence + 1
    gone = [one for one in held.staff if one not in changed.staff]
    owed = [
        *told_household(offer, party, changed, agreed.place, actor, sender, now, changed=True),
        *invited(offer, changed, actor),
        *uninvited(offer, changed, gone, actor),
    ]
    return _store(offer, _with(offer, changed), actor, "appointment_moved", owed, version)


def call_off(
    offer: Offer, actor: Actor, identity: str, *, told: OfferChannel, sender: Sender, version: int, now: datetime
) -> bool:
    """Call a meeting off; the staff's calendars lose it. Done before = nothing. Raises as book()."""
    party = common.opened(offer, actor, "offer.appointment", version)
    held = _held(offer, identity)
    if held.cancelled:
        return False
    ended = _called_off(held)
    ended.told = told
    place = place_of(held)
    owed = [
        *told_household(offer, party, ended, place, actor, sender, now, cancelled=True),
        *uninvited(offer, ended, ended.staff, actor),
    ]
    return _store(offer, _with(offer, ended), actor, "appointment_called_off", owed, version)


def call_off_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Call off what is still to come of an offer that came to nothing (a command effect)."""
    offer: Offer = records.get(Offer, document.pk)
    if offer.state in offers.LIVE or offer.state is OfferState.LEASED:
        return
    coming = [one for one in offer.appointments if not one.cancelled and one.starts_at > actor.at]
    if not coming:
        return
    ended = {one.id: _called_off(one) for one in coming}
    owed = [due for one in ended.values() for due in uninvited(offer, one, one.staff, actor)]
    kept = [ended.get(one.id, one) for one in offer.appointments]
    _store(offer, kept, actor, "appointment_called_off", owed, offer.version)


def place_of(appointment: Appointment) -> AppointmentPlace:
    """Which of the two places it is."""
    at_office = appointment.place == AppointmentPlace.OFFICE.label
    return AppointmentPlace.OFFICE if at_office else AppointmentPlace.DWELLING


def tells_home(appointment: Appointment) -> bool:
    """Whether it says which dwelling it is: it was agreed on before the household's address was protected."""
    return appointment.place not in (AppointmentPlace.OFFICE.label, IN_HUSROM)


# --- What is checked and kept --------------------------------------------------------------------------------------


def _live(offer: Offer, actor: Actor, version: int) -> Party:
    party = common.opened(offer, actor, "offer.appointment", version)
    if offer.state not in offers.LIVE:
        raise TransitionRefused("offer", offer.state.value, "appointment")
    return party


def _check(agreed: Agreed, now: datetime) -> None:
    if agreed.starts_at <= now:
        raise InvalidRecord("offer", {"starts_at": "past_time"})
    if not agreed.staff:
        raise InvalidRecord("offer", {"staff": "missing_value"})
    wanted = set(agreed.staff)
    if len(list(User.objects(pk__in=list(wanted), active=True).only("pk"))) < len(wanted):
        raise InvalidRecord("offer", {"staff": "inactive"})


def _organiser(offer: Offer, actor: Actor) -> ObjectId | None:
    user = users.find(actor.id)
    found: ObjectId | None = user.pk if user is not None else records.reference(offer, "consultant")
    return found


def _held(offer: Offer, identity: str) -> Appointment:
    found = next((one for one in offer.appointments if one.id == identity), None)
    if found is None:
        raise NotFound("offer", identity)
    return found


def _fill(made: Appointment, offer: Offer, party: Party, agreed: Agreed) -> None:
    made.starts_at, made.minutes = agreed.starts_at, agreed.minutes
    made.staff, made.told = list(dict.fromkeys(agreed.staff)), agreed.told
    made.place = _place(offer, party, agreed.place)


def _place(offer: Offer, party: Party, place: AppointmentPlace) -> str:
    """What an invitation says of where: the dwelling by its number, never an address of someone who will live there."""
    if place is AppointmentPlace.OFFICE:
        return place.label
    if party.person.protected_address:
        return IN_HUSROM
    home = Dwelling.objects(pk=records.reference(offer, "dwelling")).only("dwelling_number").first()
    return f"Bolig {home.dwelling_number}" if home else IN_HUSROM


def _same(one: Appointment, other: Appointment) -> bool:
    names = ("starts_at", "minutes", "place", "staff", "told")
    return all(records.same(getattr(one, name), getattr(other, name)) for name in names)


def _called_off(held: Appointment) -> Appointment:
    fields: dict[str, Any] = {name: getattr(held, name) for name in held._fields}
    return Appointment(**fields | {"cancelled": True, "sequence": held.sequence + 1})


def _with(offer: Offer, changed: Appointment) -> list[Appointment]:
    return [changed if one.id == changed.id else one for one in offer.appointments]


def _store(
    offer: Offer, kept: list[Appointment], actor: Actor, action: str, owed: Sequence[Owed], version: int
) -> bool:
    return records.change(offer, actor, values={"appointments": kept}, action=action, version=version, owed=owed)
