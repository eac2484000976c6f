"""The one search box."""

from datetime import UTC, datetime

import pytest

from models import AccessEntry
from rules.errors import NotAuthorised
from rules.terms import AccessKind, Role
from services import search
from services.actor import Actor
from tests.factories import make_applicant, make_application, make_dwelling, make_landlord, make_lease, make_vacancy

ACTOR = Actor(
    id="u1", name="Kari", at=datetime(2026, 11, 22, tzinfo=UTC), roles=frozenset({Role.CASEWORKER})
)  # fmt: skip
NUMBER = "17858001234"


def titles(text: str, **options: bool) -> list[str]:
    return [hit.title for hit in search.find(text, ACTOR, **options)]


@pytest.mark.parametrize("text", ["anne bøe", "BØE", "lise b", " Bøe   Anne "])
def test_a_person_is_found_by_any_words_of_the_name(text: str) -> None:
    make_applicant(first_name="Anne-Lise", last_name="Bøe")
    make_applicant(first_name="Per", last_name="Hansen")
    assert titles(text) == ["Anne-Lise Bøe"]


def test_numbers_are_found_by_their_beginning_whatever_the_case() -> None:
    make_application(application_number="S2026123", archive_case_number="26/0123")
    make_lease(contract_number="K5123", dwelling=make_dwelling(dwelling_number="B1123"))
    make_vacancy(vacancy_number="L2025-0017")
    assert [search.find(text, ACTOR)[0].number for text in ("s2026123", "26/01", "k51", "B112", "l2025-00")] == [
        "S2026123", "S2026123", "K5123", "B1123", "L2025-0017",
    ]  # fmt: skip


def test_an_address_finds_dwellings_and_people_there() -> None:
    make_dwelling(address="Havnegata 3B")
    make_applicant(first_name="Åse", last_name="Moen", address="Havnegata 3B")
    assert sorted(titles("havnegata 3")) == ["Havnegata 3B", "Åse Moen"]


def test_a_protected_address_finds_nobody_but_for_those_who_may_see_it() -> None:
    make_applicant(first_name="Åse", last_name="Moen", address="Lønnveien 1", protected_address=True)
    assert titles("lønnveien") == []
    assert titles("lønnveien", sees_protected=True) == ["Åse Moen"]
    assert [hit.protected for hit in search.find("moen", ACTOR)] == [True]


def test_an_identity_number_finds_the_person_and_the_cases_and_is_logged() -> None:
    person = make_applicant(identity_number=NUMBER)
    make_application(applicant=person, application_number="S1")
    make_lease(tenant=person, contract_number="K1")
    assert [hit.kind for hit in search.find(f"{NUMBER[:6]} {NUMBER[6:]}", ACTOR)] == [
        "applicant", "application", "lease",
    ]  # fmt: skip
    entry = AccessEntry.objects.get()
    assert (entry.kind, entry.person, entry.by_name, entry.details) == (AccessKind.SEARCHED, person, "Kari", {})


def test_a_search_for_an_unknown_identity_number_is_logged_without_the_number() -> None:
    assert titles(NUMBER) == []
    assert NUMBER not in str(AccessEntry.objects.get().to_mongo())


@pytest.mark.parametrize("text", ["", " ", "x", "...", "(", "$where", ".*", "\\"])
def test_garbage_finds_nothing_and_breaks_nothing(text: str) -> None:
    make_applicant()
    make_landlord()
    assert titles(text) == []


def test_a_landlord_is_found_by_name_and_number() -> None:
    make_landlord(name="Åsland Bolig AS", organisation_number="983120210")
    assert titles("åsland") == titles("983120") == ["Åsland Bolig AS"]


def test_one_without_a_role_may_not_search() -> None:
    with pytest.raises(NotAuthorised):
        search.find("moen", Actor(id="u2", name="Ola", at=ACTOR.at))


def test_a_lease_is_found_by_its_whole_kid() -> None:
    make_lease(contract_number="K7007", kid="00070071234")
    assert titles("0007007 1234") == ["K7007"]
    assert titles("000700712") == []


def test_a_person_is_found_by_telephone_but_one_with_a_protected_address_only_by_those_who_may() -> None:
    make_applicant(first_name="Per", last_name="Hansen", phone="41000001")
    make_applicant(first_name="Åse", last_name="Moen", phone="+4741000002", protected_address=True)
    assert titles("410 00 001") == titles("+47 41000001") == ["Per Hansen"]
    assert titles("41000002") == []
    assert titles("41000002", sees_protected=True) == ["Åse Moen"]


@pytest.mark.parametrize(
    ("text", "number"), [("K 7007", "K7007"), ("k 70", "K7007"), ("7007", "K7007"), ("20261028", "S20261028")]
)
def test_a_number_is_found_without_its_letter_and_with_a_space_behind_it(text: str, number: str) -> None:
    make_application(application_number="S20261028")
    make_lease(contract_number="K7007")
    assert titles(text) == [number]


@pytest.mark.parametrize("text", ["odegaard", "Ødegaard", "oedeg", "ødeg"])
def test_letters_that_a_keyboard_lacks_are_no_hindrance(text: str) -> None:
    make_applicant(first_name="Kåre", last_name="Ødegaard")
    assert titles(text) == titles("kare") == titles("kaare") == ["Kåre Ødegaard"]
