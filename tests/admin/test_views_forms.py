"""The six forms: what is checked, what follows by itself, and how a refusal is told."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from wtforms.validators import StopValidation

from admin.views import validators
from models import Applicant, Dwelling, Landlord, Office, Unit, User
from rules.terms import Disposal, DwellingType, IdentityKind, NoticeCode, Role
from services import records
from tests.admin.office import app
from tests.factories import ACTOR, make_applicant, make_dwelling, make_landlord, make_office, make_project, make_user
from tests.makers import make_postcode

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
TENOR = "03858412349"  # month + 80
PERSON = {"first_name": "Åse", "last_name": "Østby", "letter_form": "nb"}
HOME = {
    "dwelling_number": "B1", "address": "Storgata 1", "postcode": "9405", "kind": DwellingType.FLAT.value, "rooms": "2",
    "rent_ore": "6 293,00", "disposal": Disposal.OWNED.value,
}  # fmt: skip
ANOTHERS_PROJECT = "Prosjektet hører til en annen utleier enn boligen. Velg et av utleierens prosjekter, eller intet."
PROJECT_WITHOUT_LANDLORD = "Prosjektet er en utleiers. Velg utleieren, eller ta bort prosjektet."
LANDLORD = {"name": "Prøve AS", "organisation_number": "922 542 570", "active": "y"}


@pytest.fixture
def caller(client_of: Clients) -> FlaskClient:
    return client_of(Role.CASEWORKER, Role.PROPERTY, Role.ADMINISTRATOR)


def reasons(page: str) -> list[str]:
    """What a refused form says at its fields."""
    import re

    return [" ".join(text.split()) for text in re.findall(r'<p class="wrong"[^>]*>([^<]*)</p>', page)]


def post(caller: FlaskClient, screen: str, values: dict[str, str], path: str = "ny/") -> list[str]:
    answer = caller.post(f"/admin/{screen}/{path}", data=values)
    return [] if answer.status_code == 302 else reasons(answer.text) or ["?"]


def test_the_identity_number_gives_birth_date_and_kind(app: Flask, caller: FlaskClient) -> None:
    assert post(caller, "personer", PERSON | {"identity_number": "038584 12349"}) == []
    person = Applicant.objects.get()
    assert (person.identity_number, person.born_on, person.identity_kind) == (
        TENOR,
        date(1984, 5, 3),
        IdentityKind.SYNTHETIC,
    )


@pytest.mark.parametrize(
    ("screen", "values", "reason"),
    [
        ("personer", {"identity_number": "03858412340"}, "Kontrollsifferet i fødselsnummeret stemmer ikke."),
        ("personer", {"identity_number": "0385841238"}, "Fødselsnummeret må ha 11 sifre"),
        ("personer", {"born_on": "01.01.2190"}, "Datoen er fram i tid."),
        ("personer", {"postcode": "940"}, "Postnummeret må ha fire sifre."),
        ("personer", {"phone": "ring meg"}, "Telefonnummeret kan ikke leses."),
        ("personer", {"email": "uten krøllalfa"}, "E-postadressen er ikke gyldig."),
        ("personer", {"first_name": ""}, "Fyll ut dette feltet."),
        ("personer", {"members-0-name": "Lille", "members-0-relation": ""}, "Fyll ut dette feltet."),
        ("boliger", {"unit_number": "H201"}, "Bruksenhetsnummeret må være H, U, K eller L og fire sifre"),
        ("boliger", {"rent_ore": "-1"}, "Beløpet kan ikke være negativt."),
        ("boliger", {"rooms": "to"}, "Skriv et helt tall"),
        ("utleiere", {"organisation_number": "922542571"}, "Kontrollsifferet i organisasjonsnummeret stemmer ikke."),
        ("utleiere", {"bank_account": "1234.56.78901"}, "Kontonummeret stemmer ikke."),
        ("utleiere", {"contacts-0-name": "Per", "contacts-0-phone": "12"}, "Telefonnummeret kan ikke leses."),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    app: Flask, caller: FlaskClient, screen: str, values: dict[str, str], reason: str
) -> None:
    valid = {"personer": PERSON, "boliger": HOME, "utleiere": LANDLORD}[screen]
    told = post(caller, screen, valid | values)
    assert len(told) == 1
    assert told[0].startswith(reason)
    assert (Applicant.objects.count(), Dwelling.objects.count(), Landlord.objects.count()) == (0, 0, 0)


def test_synthetic_numbers_are_refused_where_the_setting_says_so() -> None:
    class Field:
        data = TENOR

    with pytest.raises(StopValidation, match="syntetisk"):
        validators.identity_number(allow_synthetic=False)(None, Field())


def test_a_postcode_must_be_in_the_register_and_gives_the_place(app: Flask, caller: FlaskClient) -> None:
    make_postcode(code="9405", place="HARSTAD")
    assert post(caller, "personer", PERSON | {"postcode": "9999"}) == [
        "Postnummeret finnes ikke i postnummerregisteret. Sjekk at det er riktig skrevet."
    ]
    assert post(caller, "personer", PERSON | {"postcode": "9405", "place": "Feilstad"}) == []
    assert Applicant.objects.get().place == "HARSTAD"


def test_without_a_register_four_digits_are_enough(app: Flask, caller: FlaskClient) -> None:
    assert post(caller, "boliger", HOME | {"postcode": "9999", "place": "Prøvestad"}) == []
    assert (Dwelling.objects.get().postcode, Dwelling.objects.get().place) == ("9999", "Prøvestad")


def test_a_number_that_is_taken_says_by_whom(app: Flask, caller: FlaskClient) -> None:
    make_applicant(first_name="Kari", last_name="Prøve", identity_number=TENOR)
    assert post(caller, "personer", PERSON | {"identity_number": TENOR}) == ["Er i bruk fra før: Kari Prøve."]
    make_dwelling(dwelling_number="B1", address="Lia 4")
    assert post(caller, "boliger", HOME) == ["Er i bruk fra før: B1 Lia 4."]
    make_landlord(name="Første AS")
    assert post(caller, "utleiere", LANDLORD) == ["Er i bruk fra før: Første AS."]
    make_office(name="Kontoret")
    assert post(caller, "kontorer", {"name": "Kontoret", "active": "y"}) == ["Er i bruk fra før: Kontoret."]
    make_user(email="kari@kommune.test", name="Kari K")
    account = {"email": "Kari@Kommune.test", "name": "Ny", "roles": Role.CASEWORKER.value, "active": "y"}
    assert post(caller, "brukere", account) == ["Er i bruk fra før: Kari K."]


def test_a_floor_that_does_not_fit_the_unit_number_is_noticed_at_once(app: Flask, caller: FlaskClient) -> None:
    assert post(caller, "boliger", HOME | {"unit_number": "h 0201", "floor": "3"}) == []
    home = Dwelling.objects.get()
    assert (home.unit_number, home.rent_ore, home.notices) == ("H0201", 629_300, [NoticeCode.FLOOR_DIFFERS])
    path = f"rediger/?id={home.pk}"
    assert post(caller, "boliger", HOME | {"unit_number": "H0301", "floor": "3", "version": "1"}, path) == []
    assert Dwelling.objects.get().notices == []


def test_notices_follow_the_disposal_and_those_of_other_rules_stand(app: Flask, caller: FlaskClient) -> None:
    home = make_dwelling(dwelling_number="B1", notices=[NoticeCode.RENT_DIFFERS])
    values = HOME | {"disposal": Disposal.REFERRAL.value, "version": "1"}
    assert post(caller, "boliger", values, f"rediger/?id={home.pk}") == []
    assert Dwelling.objects.get().notices == [NoticeCode.LANDLORD_MISSING, NoticeCode.RENT_DIFFERS]
    edited = Dwelling.objects.get().history[-1]
    assert {"disposal", "notices"} <= set(edited.changes)


def test_setting_an_edit_back_brings_the_notices_back(app: Flask, caller: FlaskClient) -> None:
    home = make_dwelling(floor=2, unit_number="H0201")
    records.change(home, ACTOR, values={"floor": 3})
    caller.post("/admin/boliger/tilbake/", data={"id": str(home.pk), "entry": "2", "version": "2"})
    again = Dwelling.objects.get()
    assert (again.floor, again.notices) == (2, [])


def test_a_landlord_is_stored_in_its_one_written_form(app: Flask, caller: FlaskClient) -> None:
    values = LANDLORD | {"bank_account": "1234.56.78903", "phone": "+47 77 12 34 56", "email": "Post@Prove.no"}
    assert post(caller, "utleiere", values) == []
    landlord = Landlord.objects.get()
    assert (landlord.organisation_number, landlord.bank_account, landlord.phone, landlord.email) == (
        "922542570",
        "12345678903",
        "77123456",
        "post@prove.no",
    )
    page = caller.get(f"/admin/utleiere/vis/?id={landlord.pk}").text
    assert "922 542 570" in page
    assert "1234.56.78903" in page


def test_a_user_is_made_and_changed_through_its_service(app: Flask, caller: FlaskClient) -> None:
    account = {"email": "Ny@Kommune.test", "name": "Ny Bruker", "roles": ["caseworker", "reader"], "active": "y"}
    assert post(caller, "brukere", account | {"sees_protected": "y"}) == []
    made = User.objects.get(email="ny@kommune.test")
    assert (made.roles, made.sees_protected, made.active, made.password_hash) == (
        [Role.CASEWORKER, Role.READER],
        True,
        True,
        None,
    )
    path = f"rediger/?id={made.pk}"
    values = account | {"roles": ["reader"], "version": str(made.version), "why": "Ny stilling"}
    assert post(caller, "brukere", values, path) == []
    changed = User.objects.get(pk=made.pk)
    assert (changed.roles, changed.sees_protected, changed.history[-1].why) == ([Role.READER], False, "Ny stilling")


def test_a_user_without_a_role_is_refused(app: Flask, caller: FlaskClient) -> None:
    assert post(caller, "brukere", {"email": "ny@kommune.test", "name": "Ny", "active": "y"}) == [
        "Velg minst én rolle."
    ]
    assert User.objects(email="ny@kommune.test").count() == 0


def test_units_and_offices(app: Flask, caller: FlaskClient) -> None:
    leader = make_user()
    unit = {"name": "Nordlia", "leader": str(leader.pk), "leader-text": leader.name, "active": "y", "phone": "77001122"}
    assert post(caller, "enheter", unit) == []
    assert Unit.objects.get().leader == leader
    assert post(caller, "enheter", {"name": "Uten", "leader-text": "finnes ikke"}) == [
        "Velg en fra listen som kommer fram når du skriver."
    ]
    assert post(caller, "kontorer", {"name": "Sør", "active": "y"}) == []
    assert Office.objects.get(name="Sør").active


def test_after_saving_one_stands_on_the_records_page(app: Flask, caller: FlaskClient) -> None:
    answer = caller.post("/admin/personer/ny/", data=PERSON)
    person: Any = Applicant.objects.get()
    assert answer.headers["Location"] == f"/admin/personer/vis/?id={person.pk}"


def test_what_a_form_does_not_show_is_left_alone(app: Flask, caller: FlaskClient) -> None:
    home = make_dwelling(dwelling_number="B1", import_run="run", notices=[NoticeCode.RENT_DIFFERS])
    caller.post(f"/admin/boliger/rediger/?id={home.pk}", data=HOME | {"rooms": "4", "version": "1"})
    again = Dwelling.objects.get()
    assert (again.rooms, again.import_run, again.state) == (4, "run", home.state)


def test_a_page_that_was_left_open_shows_what_others_changed(app: Flask, caller: FlaskClient) -> None:
    home = make_dwelling(dwelling_number="B1", address="Storgata 1", rooms=2)
    records.change(home, ACTOR, values={"rooms": 3, "rent_ore": 700_000}, why="Ny måling")
    form = HOME | {"address": "Storgata 1 B", "rent_ore": "8 000,00", "version": "1"}
    page = caller.post(f"/admin/boliger/rediger/?id={home.pk}", data=form).text
    assert "Noen andre har lagret mens du skrev" in page
    assert "Ny måling" in page
    assert 'value="Storgata 1 B"' in page
    assert Dwelling.objects.get().address == "Storgata 1"
    again = form | {"rooms": "3", "rent_ore": "7 000,00", "version": "2"}
    assert post(caller, "boliger", again, f"rediger/?id={home.pk}") == []
    assert (Dwelling.objects.get().address, Dwelling.objects.get().rooms) == ("Storgata 1 B", 3)


def test_a_home_in_a_project_is_its_landlords(caller: FlaskClient) -> None:
    theirs, project = make_landlord(), _anothers_project()
    owner = project.landlord
    let = HOME | {"disposal": Disposal.REFERRAL.value, "project": str(project.pk)}
    anothers, nobodys = ANOTHERS_PROJECT, PROJECT_WITHOUT_LANDLORD
    assert post(caller, "boliger", let | {"landlord": str(theirs.pk)}) == [anothers]
    assert post(caller, "boliger", let) == [nobodys]
    assert Dwelling.objects.count() == 0
    assert post(caller, "boliger", let | {"landlord": str(owner.pk)}) == []
    home = Dwelling.objects.get()
    path, seen = f"rediger/?id={home.pk}", {"version": str(home.version)}
    assert post(caller, "boliger", let | seen | {"landlord": str(theirs.pk)}, path) == [anothers]
    assert post(caller, "boliger", let | seen, path) == [nobodys]
    assert post(caller, "boliger", let | seen | {"landlord": str(theirs.pk), "project": ""}, path) == []
    home.reload()
    assert (home.landlord, home.project) == (theirs, None)


def _anothers_project() -> Any:
    return make_project(landlord=make_landlord(organisation_number="983120210"))


def test_a_home_that_was_anothers_before_is_edited_in_all_else(caller: FlaskClient) -> None:
    home = make_dwelling(dwelling_number="B1", landlord=make_landlord(), project=_anothers_project())
    held = {"landlord": str(home.landlord.pk), "project": str(home.project.pk), "version": str(home.version)}
    values = HOME | held | {"disposal": Disposal.REFERRAL.value, "rooms": "3"}
    assert post(caller, "boliger", values, f"rediger/?id={home.pk}") == []
