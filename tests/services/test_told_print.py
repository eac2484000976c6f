"""«Gitt til utleiere»: all that landlords were told of a person, under every record that stands for them."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from letters.paper import Sender
from models import AccessEntry, Applicant
from rules.applications import OPEN
from rules.errors import NoNeedToKnow, NotAuthorised
from rules.terms import AccessKind, ApplicationState, DisclosedPart, ReferralState, Role
from services import persons, records, referrals
from services.actor import Actor
from tests.casework import TODAY
from tests.clockwork import load_rulebook
from tests.factories import NOW, make_applicant, make_application, make_office
from tests.letters.reading import text_of
from tests.partners import make_disclosure, make_referral

OVER = next(state for state in ApplicationState if state not in OPEN)
SENDER = Sender(municipality="Eksempel kommune")
HEAD = Actor(id="hilde", name="Hilde Leder", at=NOW, roles=frozenset({Role.DEPARTMENT_HEAD}))


@pytest.fixture(autouse=True)
def rulebook(memory_database: Any) -> None:
    load_rulebook()


def printed(person: Any, path: Path, actor: Actor = HEAD) -> str:
    return " ".join(text_of(referrals.draw(person, actor, SENDER, today=TODAY), path).split())


def test_what_was_told_several_times_is_one_row_and_the_address_is_never_told(tmp_path: Path) -> None:
    person = make_applicant(address="Hemmelig vei 1", protected_address=True, first_name="Ola", last_name="Skjermet")
    held = make_referral(application=make_application(applicant=person))
    for hour in (9, 10, 11):
        make_disclosure(referral=held, at=datetime(2026, 11, 20, hour, tzinfo=UTC))
    make_disclosure(referral=held, parts=[DisclosedPart.TOKEN])
    text = printed(person, tmp_path)
    assert "Gitt til utleiere" in text
    assert "3 ganger, første gang 20.11.2026" in text
    assert "Tilvisningens nummer, antall voksne og barn" in text
    assert held.landlord.name in text
    assert "Hemmelig" not in text
    entry = AccessEntry.objects.get()
    assert (entry.kind, entry.person.pk, entry.count, entry.document) == (
        AccessKind.PRINTED,
        person.pk,
        4,
        "disclosure",
    )


def test_what_staff_told_says_who_told_it(tmp_path: Path) -> None:
    held = make_referral()
    make_disclosure(referral=held, client=held.landlord.name, by_name="Kari Konsulent")
    make_disclosure(referral=held)
    text = printed(held.applicant, tmp_path)
    assert "formidlet av Kari Konsulent" in text
    assert "Utleierens system" in text


def test_it_holds_what_was_told_of_the_record_that_was_merged_into_this_one(tmp_path: Path) -> None:
    person, double = make_applicant(), make_applicant()
    first = make_referral(application=make_application(applicant=person, state=OVER), state=ReferralState.WITHDRAWN)
    told = [first, make_referral(application=make_application(applicant=double), notice=first.notice)]
    numbers = [make_disclosure(referral=one).referral_number for one in told]
    versions = {one.pk: one.version for one in (person, double)}
    root = persons.merge(person, double, HEAD, why="Samme person.", versions=versions)
    text = printed(records.get(Applicant, root), tmp_path)
    assert all(number in text for number in numbers)


def test_nothing_told_says_so(tmp_path: Path) -> None:
    assert "Ingenting er gitt til noen utleier." in printed(make_applicant(), tmp_path)


def test_those_who_work_none_of_the_persons_cases_do_not_print_it(tmp_path: Path) -> None:
    case = make_application(office=make_office())
    stranger = replace(HEAD, id="siri", roles=frozenset({Role.CASEWORKER}), office=make_office(name="Nord").pk)
    with pytest.raises(NoNeedToKnow):
        printed(case.applicant, tmp_path, stranger)
    with pytest.raises(NotAuthorised):
        printed(case.applicant, tmp_path, replace(HEAD, roles=frozenset({Role.READER})))
    assert AccessEntry.objects.count() == 0
    printed(case.applicant, tmp_path, replace(stranger, office=case.office.pk))
