"""Viewings and contract meetings: agreed, moved, called off; staff get a calendar file without name or address."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from models import File, Letter, Message
from rules.deadlines import OSLO, oslo_moment
from rules.errors import InvalidRecord, NotAuthorised, NotFound, StaleState, TransitionRefused
from rules.terms import (
    AppointmentKind,
    AppointmentPlace,
    FileKind,
    LetterKind,
    LetterState,
    OfferChannel,
    RefusalReason,
    Role,
)
from services import files, offers, records
from services.offers import Agreed
from tests.casework import NOW, SENDER, acting, house, worker
from tests.factories import ACTOR, make_applicant
from tests.letting_offers import allocated, consultant, fresh, offered, waiting

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

BASE = "https://husrom.kommune.test"
VIEWING, SIGNING = AppointmentKind.VIEWING, AppointmentKind.SIGNING
WEDNESDAY = oslo_moment(date(2026, 11, 25), time(13))
TELEPHONE = OfferChannel.TELEPHONE


def agreed(*staff: Any, **values: Any) -> Agreed:
    told: dict[str, Any] = {
        "starts_at": WEDNESDAY, "minutes": 45, "place": AppointmentPlace.DWELLING, "told": TELEPHONE,
        "staff": [one.pk for one in staff or (worker(),)],
    }  # fmt: skip
    return Agreed(**told | values)


def book(offer: Any, wanted: Agreed | None = None, *, kind: AppointmentKind = VIEWING, by: Any = None) -> str:
    actor = acting(by or consultant())
    return offers.book(
        offer, actor, kind, wanted or agreed(), base_url=BASE, sender=SENDER, version=offer.version, now=NOW
    )


def move(offer: Any, wanted: Agreed, identity: str = "1") -> bool:
    actor = acting(consultant())
    return offers.move_appointment(
        offer, actor, identity, wanted, sender=SENDER, version=offer.version, now=NOW
    )  # fmt: skip


def mails() -> list[Message]:
    return list(Message.objects.order_by("key"))


def calendars(message: Message) -> list[Any]:
    found = []
    for identity in message.attachments:
        with files.open_stored(identity) as source:
            found.append(Calendar.from_ical(source.read()))
    return found


def event_to(user: Any) -> tuple[Any, Any]:
    """The calendar and event of the newest mail to a colleague."""
    newest = max(Message.objects(recipient=user.pk), key=lambda one: int(one.key.split(":")[3]))
    (calendar,) = calendars(newest)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


# --- Agreed ----------------------------------------------------------------------------------------------------------


def test_staff_get_the_meeting_by_mail_as_calendars_read_it() -> None:
    offer, by, leader = offered(), consultant(), worker(Role.UNIT_LEADER)
    assert book(offer, agreed(by, leader), by=by) == "1"
    assert {one.to for one in mails()} == {by.email, leader.email}
    calendar, event = event_to(leader)
    assert (calendar["METHOD"], event["SEQUENCE"], event["STATUS"]) == ("REQUEST", 0, "CONFIRMED")
    assert event["SUMMARY"] == f"Visning, tilbud {offer.number}"
    assert event["URL"] == f"{BASE}/til/tilbud/{offer.number}"
    assert event["LOCATION"] == f"Bolig {offer.dwelling.dwelling_number}"
    assert event["ORGANIZER"] == f"mailto:{by.email}"
    assert {str(one) for one in event["ATTENDEE"]} == {f"mailto:{by.email}", f"mailto:{leader.email}"}
    assert event["DTSTART"].dt == WEDNESDAY
    assert event["DTSTART"].params["TZID"] == "Europe/Oslo"
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=45)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Oslo"]
    file = File.objects(kind=FileKind.CALENDAR).get()
    assert file.media_type == "text/calendar; method=REQUEST; charset=UTF-8"


def test_no_name_and_no_address_is_in_mail_or_calendar() -> None:
    person = make_applicant(first_name="Ingeborg", last_name="Hemmelig")
    offer = offered(waiting(applicant=person))
    book(offer, agreed(place=AppointmentPlace.DWELLING))
    home = offer.dwelling
    (message,) = mails()
    with files.open_stored(message.attachments[0]) as source:
        told = source.read().decode() + message.subject + message.text + message.html
    for word in ("Ingeborg", "Hemmelig", home.address, home.postcode, person.address, str(person.pk)):
        assert word not in told


def test_where_a_protected_party_will_live_is_not_even_called_by_its_number() -> None:
    offer = offered(waiting(applicant=make_applicant(protected_address=True)))
    book(offer)
    assert fresh(offer).appointments[0].place == "Se Husrom"
    with files.open_stored(mails()[0].attachments[0]) as source:
        assert offer.dwelling.dwelling_number not in source.read().decode()


@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        (date(2027, 3, 27), time(23, 30), datetime(2027, 3, 27, 22, 30, tzinfo=UTC)),  # over the night to summer time
        (date(2027, 3, 28), time(3), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (date(2027, 10, 31), time(1, 30), datetime(2027, 10, 30, 23, 30, tzinfo=UTC)),  # over the hour that comes twice
        (date(2027, 10, 31), time(9), datetime(2027, 10, 31, 8, tzinfo=UTC)),
        (date(2027, 7, 1), time(9), datetime(2027, 7, 1, 7, tzinfo=UTC)),
    ],
)
def test_the_hour_agreed_is_the_hour_shown_on_the_days_that_the_clock_changes(
    day: date, clock: time, utc: datetime
) -> None:
    offer, colleague = offered(), worker()
    book(offer, agreed(colleague, starts_at=oslo_moment(day, clock), minutes=120))
    _, event = event_to(colleague)
    begins, ends = event["DTSTART"].dt, event["DTEND"].dt
    assert (begins.replace(tzinfo=None), begins.astimezone(UTC)) == (datetime.combine(day, clock), utc)
    assert ends.astimezone(UTC) - utc == timedelta(minutes=120)
    assert ends.tzinfo is not None
    assert fresh(offer).appointments[0].starts_at.astimezone(OSLO).time() == clock


def test_a_meeting_in_the_past_or_with_nobody_or_one_who_has_left_is_refused() -> None:
    offer, left = offered(), worker()
    records.change(left, ACTOR, values={"active": False})
    for wanted, problem in (
        (agreed(starts_at=NOW), {"starts_at": "past_time"}),
        (agreed(starts_at=NOW - timedelta(days=1)), {"starts_at": "past_time"}),
        (Agreed(**{**vars(agreed()), "staff": []}), {"staff": "missing_value"}),
        (agreed(left), {"staff": "inactive"}),
    ):
        with pytest.raises(InvalidRecord) as raised:
            book(offer, wanted)
        assert raised.value.problems == problem
    with pytest.raises(NotAuthorised):
        book(offer, by=worker())
    with pytest.raises(StaleState):
        offers.book(offer, acting(consultant()), VIEWING, agreed(), base_url=BASE, sender=SENDER, version=99, now=NOW)
    assert mails() == []


def test_told_by_letter_the_household_gets_one_with_the_address_unless_it_is_protected() -> None:
    told = agreed(told=OfferChannel.LETTER)
    for protected in (False, True):
        offer = offered(waiting(applicant=make_applicant(protected_address=protected)))
        book(offer, told)
        letter = records.get(Letter, fresh(offer).appointments[0].letter)
        assert (letter.letter_kind, letter.state) == (LetterKind.APPOINTMENT, LetterState.RELEASED)
        assert letter.about == offer.pk
    other = offered()
    book(other)
    assert fresh(other).appointments[0].letter is None


# --- Moved and called off --------------------------------------------------------------------------------------------


def test_a_moved_meeting_is_the_same_one_with_a_higher_number() -> None:
    offer, stays, leaves, comes = offered(), worker(), worker(), worker()
    book(offer, agreed(stays, leaves))
    _, first = event_to(stays)
    later = WEDNESDAY + timedelta(hours=2)
    assert move(fresh(offer), agreed(stays, comes, starts_at=later, place=AppointmentPlace.OFFICE))
    calendar, second = event_to(stays)
    assert (second["UID"], second["SEQUENCE"], calendar["METHOD"]) == (first["UID"], 1, "REQUEST")
    assert (second["DTSTART"].dt, second["LOCATION"]) == (later, "Boligkontoret")
    assert second["ORGANIZER"] == first["ORGANIZER"]
    gone, event = event_to(leaves)
    assert (gone["METHOD"], event["STATUS"], event["UID"]) == ("CANCEL", "CANCELLED", first["UID"])
    assert event_to(comes)[0]["METHOD"] == "REQUEST"
    assert not move(fresh(offer), agreed(stays, comes, starts_at=later, place=AppointmentPlace.OFFICE))


def test_a_meeting_that_is_called_off_leaves_the_calendars_once() -> None:
    offer, colleague = offered(), worker()
    book(offer, agreed(colleague))
    _, first = event_to(colleague)
    actor = acting(consultant())

    def call_off(one: Any) -> bool:
        return offers.call_off(one, actor, "1", told=TELEPHONE, sender=SENDER, version=one.version, now=NOW)

    assert call_off(fresh(offer))
    calendar, event = event_to(colleague)
    assert (calendar["METHOD"], event["UID"], event["SEQUENCE"]) == ("CANCEL", first["UID"], 1)
    assert len(mails()) == 2
    assert not call_off(fresh(offer))
    assert len(mails()) == 2
    with pytest.raises(TransitionRefused):
        move(fresh(offer), agreed(colleague, starts_at=WEDNESDAY + timedelta(days=1)))
    with pytest.raises(NotFound):
        move(fresh(offer), agreed(colleague), identity="7")


def test_each_meeting_of_an_offer_is_its_own() -> None:
    offer, colleague = offered(), worker()
    book(offer, agreed(colleague))
    book(fresh(offer), agreed(colleague, starts_at=WEDNESDAY + timedelta(days=1)), kind=SIGNING)
    stored = fresh(offer).appointments
    assert [(one.id, one.kind, one.sequence) for one in stored] == [("1", VIEWING, 0), ("2", SIGNING, 0)]
    uids = {str(calendars(one)[0].walk("VEVENT")[0]["UID"]) for one in mails()}
    assert len(uids) == 2


def test_what_is_still_to_come_is_called_off_when_the_offer_comes_to_nothing() -> None:
    offer, colleague = offered(), worker()
    book(offer, agreed(colleague))
    book(fresh(offer), agreed(colleague, starts_at=WEDNESDAY + timedelta(days=1)), kind=SIGNING)
    stored = fresh(offer)
    offers.decline(
        stored, acting(consultant()), reason=RefusalReason.SIZE, version=stored.version, now=NOW
    )  # fmt: skip
    assert [one.cancelled for one in fresh(offer).appointments] == [True, True]
    methods = sorted(str(calendars(one)[0]["METHOD"]) for one in mails())
    assert methods == ["CANCEL", "CANCEL", "REQUEST", "REQUEST"]
    with pytest.raises(TransitionRefused):
        book(fresh(offer))


def test_the_vacancys_offer_carries_its_meetings_over_to_the_lease() -> None:
    offer = offered(vacancy=allocated())
    book(offer)
    stored = fresh(offer)
    offers.accept(stored, acting(consultant()), version=stored.version, now=NOW)
    assert [one.cancelled for one in fresh(offer).appointments] == [False]
