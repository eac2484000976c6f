"""Who hears of a meeting: staff by mail with a calendar file, the household by letter (S004 step 10)."""

import io
from collections.abc import Collection
from datetime import datetime

from bson import ObjectId

from letters import appointment_letter
from letters.appointment_letter import AppointmentLetter
from letters.calendar import NAME, Invitation, calendar_file
from letters.paper import Sender
from models import Dwelling, Offer, User
from models.offer import Appointment
from rules.deadlines import oslo_date
from rules.terms import AppointmentPlace, FileKind, LetterKind, OfferChannel, StaffMail
from services import dispatch, files, records, staff_mail
from services.actor import Actor
from services.effects import Owed
from services.offers.common import Party

BY_LETTER = (OfferChannel.LETTER, OfferChannel.BOTH)


def invited(offer: Offer, made: Appointment, actor: Actor) -> list[Owed]:
    """What a new or moved meeting owes the staff who come: a mail each with the calendar file."""
    return _mails(offer, made, made.staff, StaffMail.APPOINTMENT, actor, cancelled=False)


def uninvited(offer: Offer, ended: Appointment, staff: Collection[ObjectId], actor: Actor) -> list[Owed]:
    """What a meeting owes those who no longer come: a mail each that takes it out of their calendar."""
    return _mails(offer, ended, staff, StaffMail.APPOINTMENT_CANCELLED, actor, cancelled=True)


def _mails(
    offer: Offer, one: Appointment, staff: Collection[ObjectId], what: StaffMail, actor: Actor, *, cancelled: bool
) -> list[Owed]:
    """A mail to each with the calendar file, which is stored before anything names it."""
    found = list(User.objects(pk__in=list(staff), active=True).only("email").order_by("id"))
    if not found:
        return []
    organiser = User.objects(pk=one.by).only("email").first() if one.by else None
    invitation = Invitation(
        uid=f"{offer.pk}.{one.id}@husrom",
        sequence=one.sequence,
        cancelled=cancelled,
        starts_at=one.starts_at,
        minutes=one.minutes,
        summary=f"{one.kind.label}, tilbud {offer.number}",
        place=one.place,
        url=one.link,
        organiser=(organiser or found[0]).email,
        attendees=tuple(user.email for user in found),
        stamped_at=actor.at,
    )
    content = io.BytesIO(calendar_file(invitation))
    file = files.store(ObjectId(), FileKind.CALENDAR, NAME, invitation.media_type, content, actor)
    return [_keyed(staff_mail.owed(offer, what, user.pk, files=[file.pk]), one) for user in found]


def _keyed(owed: Owed, one: Appointment) -> Owed:
    """Each meeting's mail is its own, where several are called off in one change."""
    return Owed(owed.kind, f"{owed.key}:{one.id}", owed.args)


def told_household(
    offer: Offer,
    party: Party,
    one: Appointment,
    place: AppointmentPlace,
    actor: Actor,
    sender: Sender,
    now: datetime,
    *,
    changed: bool = False,
    cancelled: bool = False,
) -> list[Owed]:
    """The letter to the household, where it is told by letter; it is stored before anything names it."""
    if one.told not in BY_LETTER:
        return []
    today, person = oslo_date(now), party.person
    home: Dwelling = records.get(Dwelling, records.reference(offer, "dwelling"))
    town = " ".join(part for part in (home.postcode, home.place) if part)
    told = AppointmentLetter(
        envelope=dispatch.envelope(party.application, person, sender, today),
        kind=one.kind,
        starts_at=one.starts_at,
        minutes=one.minutes,
        place=place,
        address=None if person.protected_address else f"{home.address}\n{town}",
        changed=changed,
        cancelled=cancelled,
    )
    drawn = appointment_letter.draw_appointment(told)
    letter = dispatch.draft(
        party.application, person, LetterKind.APPOINTMENT, drawn, actor, about=offer.pk, today=today
    )
    one.letter = letter.pk
    return [dispatch.owed_release(letter.pk)]
