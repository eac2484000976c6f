"""A town in which a dwelling becomes free: who waits, their offices, and the mails that colleagues get."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from admin import formats
from models import (
    Application,
    Dwelling,
    Lease,
    Letter,
    Message,
    Nomination,
    Offer,
    Office,
    Unit,
    User,
    Vacancy,
)
from models.mapping import ApprovedNeed, Mapping
from rules.terms import ApplicationState, HousingSituation
from services import files, records
from tests.factories import ACTOR, make_applicant, make_application, make_dwelling, make_lease
from tests.web.case_work import Handed
from tests.web.conftest import Site
from tests.web.office_at_work import Seat

MONTH = 28
MAPPED = {
    "need_because": "Bor på sofaen hos en venn etter et langt sykehusopphold.", "services": "Tilsyn morgen og kveld.",
    "mobility": "Går uten hjelp.", "living_skills": "Trenger hjelp til å betale regninger.",
    "environment": "Rolig, med personale i nærheten.", "wishes": "Vil gjerne bo nær dagsenteret.",
}  # fmt: skip


def household(
    first: str, last: str, office: Office, caseworker: User | None = None, rooms: int = 2, **values: Any
) -> Handed:
    """A household that was granted a home some time ago, and waits."""
    today = formats.today()
    needs = {"rooms": rooms, **values.pop("need", {})}
    person = make_applicant(
        first_name=first, last_name=last, phone="90 00 00 00", address="Prøvegata 7", born_on=date(1984, 5, 3)
    )
    given = {
        "state": ApplicationState.WAITING, "office": office, "caseworker": caseworker, "applicant": person,
        "approved_need": ApprovedNeed(**needs), "mapping": Mapping(**MAPPED), "mapped_on": today - timedelta(MONTH),
        "received_on": today - timedelta(2 * MONTH), "decided_on": today - timedelta(MONTH),
        "situation": HousingSituation.NO_DWELLING,
    }  # fmt: skip
    case = make_application(**given | values)
    return Handed(case.pk, case.number, f"{first} {last}")


def flat_at(unit: Unit, tenant: str) -> Dwelling:
    """A flat of the unit, with services by day, in which somebody has lived for some years."""
    today = formats.today()
    home = make_dwelling(
        address="Nordlia 4", rooms=2, area_m2=48.5, floor=1, unit=unit, unit_number="H0101", own_entrance=True,
        services_day=True, wheelchair=True,
    )  # fmt: skip
    make_lease(
        dwelling=home, tenant=make_applicant(first_name=tenant, last_name="Eksempelsen"),
        starts_on=today.replace(year=today.year - 2, day=1), ends_on=today.replace(year=today.year + 1, day=1),
    )  # fmt: skip
    return home


def days_went_by(vacancy: Vacancy, days: int) -> None:
    """The notice was given so many days ago: the story takes weeks, and the test a minute."""
    held = records.get(Vacancy, vacancy.pk)
    then = formats.today() - timedelta(days=days)
    records.change(held, ACTOR, values={"known_on": then, "reported_on": then}, action="changed")


# --- Mails -----------------------------------------------------------------------------------------------------------


def mails(user: User, about: str) -> list[Message]:
    """The mails that the colleague got of which the subject says this, the oldest first."""
    return [one for one in Message.objects(to=user.email).order_by("queued_at") if about in one.subject]


def follow(seat: Seat, mail: Message) -> None:
    """Follow the link of a mail, as it stands there."""
    link = re.search(r"https?://\S+", mail.text)
    assert link is not None, mail.text
    answer = seat.page.goto(link[0])
    assert answer is not None
    assert answer.ok, link[0]


def attached(mail: Message) -> Iterator[tuple[str, bytes]]:
    """What comes with a mail: name and content."""
    for identity in mail.attachments:
        stored = files.find(identity)
        assert stored is not None
        with files.open_stored(identity) as source:
            yield stored.name, source.read()


def says_nothing_of(people: list[Handed], *more: str) -> None:
    """No mail, no file of a mail that is text, and no task says whom it is about, or where they live."""
    hidden = {word for one in people for word in one.name.split()} | set(more)
    for mail in Message.objects:
        texts = [mail.subject, mail.text, mail.html]
        texts += [content.decode() for name, content in attached(mail) if name.endswith(".ics")]
        found = [word for word in hidden if any(word in text for text in texts)]
        assert found == [], (mail.subject, found)


def nothing_left(site: Site) -> None:
    """Nothing is owed or stopped, and the operator finds no fault in the data."""
    for kind in (Vacancy, Nomination, Offer, Lease, Application, Letter):
        assert kind.objects(__raw__={"pending.key": {"$exists": True}}).count() == 0, kind
    assert "Ingen feil." in site.run("check-data").stdout


def fresh(vacancy: Any) -> Any:
    return records.get(Vacancy, vacancy.pk)


def waits(case: Handed) -> ApplicationState:
    """Where the case stands now."""
    state: ApplicationState = Application.objects.get(pk=case.id).state
    return state
