"""Lists: how many reads they cost, what search and filters find, what is hidden, in which order."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import lists
from admin.base import View
from admin.checks import ScreenError
from admin.doors import Doors
from models import Applicant, Application, Office
from rules.terms import ApplicationKind, ApplicationState, Role
from tests.factories import make_applicant, make_application, make_office

MOST_READS = 6
PATH = "/admin/soknader/"


class Reads:
    """Counts what the page asks the database for."""

    def __init__(self) -> None:
        self.asked: list[str] = []


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    from mongomock.collection import Collection

    counted = Reads()
    for name in ("find", "find_one", "count_documents", "aggregate", "estimated_document_count", "distinct"):
        original = getattr(Collection, name)

        def spy(self: Any, *args: Any, _original: Any = original, _name: str = name, **kwargs: Any) -> Any:
            counted.asked.append(f"{_name} {self.name}")
            return _original(self, *args, **kwargs)

        monkeypatch.setattr(Collection, name, spy)
    return counted


def numbers(page: str) -> list[str]:
    """The application numbers of the rows, in their order."""
    import re

    return re.findall(r'<th scope="row"[^>]*><a [^>]*>([^<]*)</a>', page)


def test_a_page_costs_at_most_six_reads_whatever_its_length(client: FlaskClient, reads: Reads) -> None:
    office = make_office()
    costs = []
    for more in (1, 54):
        for _ in range(more):
            make_application(office=office)
        reads.asked.clear()
        assert client.get(PATH).status_code == 200
        costs.append(list(reads.asked))
    assert len(costs[0]) == len(costs[1]) <= MOST_READS, costs


def test_searching_and_filtering_stay_within_six_reads(client: FlaskClient, reads: Reads) -> None:
    for _ in range(5):
        make_application(office=make_office())
    reads.asked.clear()
    page = client.get(f"{PATH}?search=prøve&flt_state=received&sort=4").text
    assert len(numbers(page)) == 5
    assert len(reads.asked) <= MOST_READS, reads.asked


def test_references_are_shown_by_name_and_a_lost_one_is_said_to_be_gone(client: FlaskClient) -> None:
    application = make_application(applicant=make_applicant(first_name="Åse", last_name="Østby"))
    assert "Åse Østby</a>" in client.get(PATH).text
    Applicant.objects.delete()
    assert "Finnes ikke lenger" in client.get(PATH).text
    assert "Finnes ikke lenger" in client.get(f"{PATH}vis/?id={application.pk}").text


def test_the_default_order_ends_in_a_unique_key(client: FlaskClient) -> None:
    made = [make_application(received_on=date(2026, 1, 1)) for _ in range(60)]
    shown = numbers(client.get(PATH).text) + numbers(client.get(f"{PATH}?page=1").text)
    assert shown == [one.application_number for one in sorted(made, key=lambda one: one.pk)]


def test_sorting_by_a_column_and_back(client: FlaskClient) -> None:
    for number, day in (("S1", 3), ("S2", 1), ("S3", 2)):
        make_application(application_number=number, received_on=date(2026, 5, day))
    assert numbers(client.get(f"{PATH}?sort=4").text) == ["S2", "S3", "S1"]
    assert numbers(client.get(f"{PATH}?sort=4&desc=1").text) == ["S1", "S3", "S2"]


def test_a_column_that_is_not_sortable_is_not_sorted_by(client: FlaskClient) -> None:
    for number, adults in (("S1", 3), ("S2", 1)):
        make_application(application_number=number, adults=adults)
    assert numbers(client.get(f"{PATH}?sort=5").text) == ["S1", "S2"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("search=S20", ["S20", "S201"]),
        ("search=s20", ["S20", "S201"]),
        ("search=20", []),
        ("search=.*", []),
        ("search=øst", ["S20"]),
        ("search=ØSTBY+åse", ["S20"]),
        ("search=stby", []),
        ("flt_state=waiting", ["S201"]),
        ("flt_kind=new&flt_state=waiting", []),
        ("flt_received_on.fra=02.02.2026", ["S201"]),
        ("flt_received_on.til=2026-02-01", ["S20", "T1"]),
        ("flt_received_on.fra=01.02.2026&flt_received_on.til=02.02.2026", ["S20", "S201"]),
        ("flt_adults.fra=2", ["S201"]),
        ("flt_apen=ja", ["S20", "T1"]),
        ("flt_state=tull", []),
        ("flt_received_on.fra=32.13.2026", []),
        ("flt_adults.fra=abc&flt_state=waiting", []),
        ("flt_caseworker=Kari", []),
        ("flt_received_on.fra=02.02.2026&flt_received_on.til=01.02.2026", []),
        ("flt_state=", ["S20", "S201", "T1"]),
    ],
)
def test_what_searches_and_filters_find(client: FlaskClient, query: str, found: list[str]) -> None:
    make_application(
        application_number="S20",
        applicant=make_applicant(first_name="Åse", last_name="Østby"),
        received_on=date(2026, 2, 1),
    )
    make_application(
        application_number="S201",
        state=ApplicationState.WAITING,
        kind=ApplicationKind.SWAP,
        adults=2,
        received_on=date(2026, 2, 2),
    )
    make_application(application_number="T1", received_on=date(2026, 1, 1))
    assert sorted(numbers(client.get(f"{PATH}?{query}").text)) == found


def test_filtering_by_a_person_says_who(client_of: Callable[..., FlaskClient], make_account: Any) -> None:
    worker = make_account(name="Per Berg")
    make_application(application_number="S1", caseworker=worker)
    make_application(application_number="S2")
    page = client_of(Role.READER).get(f"{PATH}?flt_caseworker={worker.pk}").text
    assert numbers(page) == ["S1"]
    assert 'aria-label="Fjern Saksbehandler: Per Berg"' in page


@pytest.mark.parametrize(
    ("query", "label", "typed"),
    [
        ("flt_received_on.fra=i+går", "Mottatt fra og med: Skriv datoen som dd.mm.åååå", "i går"),
        ("flt_adults.fra=abc", "Voksne minst: Skriv et helt tall", "abc"),
        ("flt_caseworker=Kari", "Saksbehandler: Velg en fra listen", "Kari"),
        ("flt_adults.fra=3&flt_adults.til=2", "Voksne høyst: «Høyst» er mindre enn «minst».", "2"),
        (
            "flt_received_on.fra=02.02.2026&flt_received_on.til=01.02.2026",
            "Mottatt til og med: «Til og med» er før «fra og med».",
            "01.02.2026",
        ),
    ],
)
def test_a_filter_that_cannot_be_used_empties_the_list_and_says_why(
    client_of: Callable[..., FlaskClient], query: str, label: str, typed: str
) -> None:
    make_application()
    admin = client_of(Role.ADMINISTRATOR)
    page = admin.get(f"{PATH}?{query}").text
    assert "Listen er tom fordi et filter ikke kan brukes." in page
    assert page.count(label) >= 2
    assert f'value="{typed}"' in page
    assert "registrert ennå" not in page
    assert "Eksporter til" not in page
    assert admin.post(f"{PATH}eksport/csv/?{query}").status_code == 302


def test_a_page_past_the_end_is_the_last_one(client: FlaskClient) -> None:
    for _ in range(lists.PAGE + 1):
        make_application()
    page = client.get(f"{PATH}?page=99").text
    assert len(numbers(page)) == 1
    assert "Side 2 av 2" in page
    assert "Viser 51–51 av 51" in page


def test_an_empty_list_says_why(client: FlaskClient) -> None:
    assert "Ingen søknader er registrert ennå." in client.get(PATH).text
    page = client.get(f"{PATH}?flt_state=waiting").text
    assert "Ingen søknader passer med søket og filtrene." in page
    assert "Nullstill søk og filtre" in page


def test_a_long_list_is_counted_no_further_than_needed(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "count", lambda _query: lists.COUNT_LIMIT + 1)
    make_application()
    page = client.get(PATH).text
    assert "10 000+" in page
    assert "Side 1 av 200" in page


# --- Protected addresses ---------------------------------------------------------------------------------------------

HIDDEN_STREET = "Hemmeliggata 7"


@pytest.fixture
def protected(memory_database: Any) -> Applicant:
    return make_applicant(
        first_name="Skjult", last_name="Person", address=HIDDEN_STREET, phone="41234567", protected_address=True
    )


@pytest.mark.parametrize("tail", ["", "vis/?id={id}", "rediger/?id={id}", "endringer/?id={id}"])
def test_a_protected_address_is_shown_to_nobody_outside_the_group(
    client_of: Callable[..., FlaskClient], protected: Applicant, tail: str
) -> None:
    path = f"/admin/personer/{tail.format(id=protected.pk)}"
    outside = client_of(Role.CASEWORKER, Role.ADMINISTRATOR).get(path).text
    assert "Skjult Person" in outside
    assert HIDDEN_STREET not in outside
    assert "41234567" not in outside
    if not tail.startswith("endringer"):
        assert HIDDEN_STREET in client_of(Role.CASEWORKER, sees_protected=True).get(path).text


@pytest.mark.parametrize("query", ["search=Hemmelig", "flt_postcode=9405"])
def test_a_protected_address_cannot_be_found_by_guessing(
    client_of: Callable[..., FlaskClient], protected: Applicant, query: str
) -> None:
    assert numbers(client_of(Role.CASEWORKER).get(f"/admin/personer/?{query}").text) == []
    assert numbers(client_of(Role.CASEWORKER, sees_protected=True).get(f"/admin/personer/?{query}").text) == [
        "Skjult Person"
    ]


def test_editing_leaves_hidden_fields_as_they_are(client_of: Callable[..., FlaskClient], protected: Applicant) -> None:
    form = {"first_name": "Ny", "last_name": "Person", "letter_form": "nb", "protected_address": "y", "version": "1"}
    answer = client_of(Role.CASEWORKER).post(f"/admin/personer/rediger/?id={protected.pk}", data=form)
    assert answer.status_code == 302
    stored = Applicant.objects.get()
    assert (stored.first_name, stored.address, stored.phone) == ("Ny", HIDDEN_STREET, "41234567")


def test_an_identity_number_is_not_searched_for_in_an_address_and_listed_nowhere(client: FlaskClient) -> None:
    make_applicant(first_name="Åse", last_name="Østby", identity_number="01410012345")
    answer = client.get("/admin/personer/?search=014100+12345")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin/personer/")
    assert numbers(client.get("/admin/personer/?search=0141001234").text) == []
    assert "01410012345" not in client.get("/admin/personer/").text


# --- Picking ---------------------------------------------------------------------------------------------------------


def test_the_look_up_finds_twenty_at_most_by_the_words_of_the_name(client: FlaskClient) -> None:
    for number in range(25):
        make_applicant(first_name="Åse", last_name=f"Berg{number:02d}")
    make_applicant(first_name="Per", last_name="Ås")
    found = client.get(f"{PATH}oppslag/?name=applicant&query=åse+be").json
    assert len(found) == 20
    assert found[0][1] == "Åse Berg00"
    assert client.get(f"{PATH}oppslag/?name=applicant&query=hansen").json == []
    assert client.get(f"{PATH}oppslag/?name=tull&query=a").status_code == 404


# --- Declarations ----------------------------------------------------------------------------------------------------


class Base(View):
    name_one, name_many = "søknad", "Søknader"
    column_default_sort = "received_on"
    column_list = ("application_number",)
    form_columns: tuple[str, ...] = ("adults",)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"column_list": ("import_run",)}, "no Norwegian label"),
        ({"column_list": ("tull",), "column_labels": {"tull": "Tull"}}, "is no field"),
        ({"column_list": ("reason_group",)}, "statistics"),
        ({"column_sortable_list": ("adults",)}, "no index begins with"),
        ({"column_searchable_list": ("tull",)}, "cannot be searched"),
        ({"column_default_sort": None}, "no default order"),
        ({"form_columns": ()}, "no form_columns"),
        ({"form_columns": ("state",)}, "must not stand in a form"),
        ({"form_columns": ("history",)}, "must not stand in a form"),
        ({"form_columns": ("import_run",)}, "must not stand in a form"),
    ],
)
def test_a_screen_that_is_declared_wrongly_stops_the_start(wrong: dict[str, Any], why: str) -> None:
    doors = Doors(create=frozenset(Role), edit=frozenset(Role))
    with pytest.raises((ScreenError, ValueError), match=why):
        type("Wrong", (Base,), wrong)(Application, doors=doors)


def test_encrypted_fields_stand_in_no_list(app: Flask) -> None:
    class Wrong(View):
        name_one, name_many = "person", "Personer"
        column_list = ("last_name", "identity_number")
        column_default_sort = "sort_name"

    with pytest.raises(ScreenError, match="encrypted"):
        Wrong(Applicant, doors=Doors(read=frozenset(Role)))


def test_offices_are_found_anywhere_in_the_name_with_signs_meaning_themselves(client: FlaskClient) -> None:
    make_office(name="Kontor (nord)")
    make_office(name="Kontor sør")
    assert numbers(client.get("/admin/kontorer/?search=(NORD)").text) == ["Kontor (nord)"]
    assert Office.objects.count() == 2
