"""Mails that tell a colleague of one thing: once, to whoever is there, with a link and the files, naming nobody."""

from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId

from letters.staff_mails import PAGES
from models import Message, User
from rules.terms import MessageKind, StaffMail
from services import deputies, records, staff_mail
from services.actor import Actor
from tests.conftest import NOON
from tests.factories import make_user, make_vacancy
from wiring import register_effects

TODAY = NOON.date()
ACTOR = Actor.system(NOON)


@pytest.fixture(autouse=True)
def mailer(memory_database: Any) -> None:
    register_effects(staff_mail.StaffMailer("https://husrom.test", "husrom.test"))


def tell(to: User, what: StaffMail = StaffMail.SENT_BACK, **options: Any) -> Any:
    vacancy = make_vacancy()
    records.change(vacancy, ACTOR, values={"note": "Ny lås"}, owed=[staff_mail.owed(vacancy, what, to.pk, **options)])
    return vacancy


def test_a_colleague_is_told_with_number_link_and_files() -> None:
    to, file = make_user(), ObjectId()
    vacancy = tell(to, files=[file])
    mail = Message.objects.get()
    assert (mail.kind, mail.to, mail.recipient, mail.attachments) == (MessageKind.STAFF, to.email, to, [file])
    assert f"https://husrom.test/til/ledig/{vacancy.vacancy_number}" in mail.text
    assert f"https://husrom.test/til/ledig/{vacancy.vacancy_number}" in mail.html
    assert "stedfortreder" not in mail.text + mail.html


@pytest.mark.parametrize("what", StaffMail)
def test_no_mail_names_anybody_or_where_they_live(what: StaffMail) -> None:
    vacancy = tell(make_user(name="Kari Nordmann"), what)
    mail = Message.objects.get()
    told = mail.subject + mail.text + mail.html
    assert vacancy.vacancy_number in mail.subject
    assert "Nordmann" not in told
    assert vacancy.dwelling.address not in told


def test_what_is_asked_leads_straight_to_where_it_is_answered() -> None:
    vacancy = tell(make_user(), StaffMail.PROFILE_ASKED)
    page = PAGES[StaffMail.PROFILE_ASKED]
    assert f"https://husrom.test/til/{page}/{vacancy.vacancy_number}" in Message.objects.get().text


AWAY = {"away_from": TODAY, "away_until": TODAY + timedelta(days=7)}


@pytest.mark.parametrize(
    ("owner", "deputy", "expected"),
    [
        pytest.param(AWAY, {}, "deputy", id="One who is away is stood in for."),
        pytest.param({"active": False}, {}, "deputy", id="One who has left is stood in for."),
        pytest.param(AWAY, AWAY, "owner", id="Where both are away, it is the first one's."),
        pytest.param(AWAY, {"active": False}, "owner", id="A deputy who has left stands in for nobody."),
        pytest.param({"away_from": date(2026, 12, 1)}, {}, "owner", id="One who leaves later is there today."),
        pytest.param({"active": False}, {"active": False}, None, id="Where nobody is left, there is no mail."),
    ],
)
def test_who_gets_the_mail(owner: dict[str, Any], deputy: dict[str, Any], expected: str | None) -> None:
    stands_in = make_user(email="deputy@kommune.test", **deputy)
    tell(make_user(email="owner@kommune.test", deputy=stands_in, **owner))
    assert [mail.to for mail in Message.objects] == ([f"{expected}@kommune.test"] if expected else [])
    if expected == "deputy":
        assert "fordi du er stedfortreder for en kollega som er borte" in Message.objects.get().html


def test_deputies_that_stand_in_for_each_other_end() -> None:
    first, second = make_user(**AWAY), make_user(**AWAY)
    for one, other in ((first, second), (second, first)):
        records.change(one, ACTOR, values={"deputy": other})
    assert deputies.present(first, TODAY) == first
    assert deputies.present(None, TODAY) is None
