"""The pages of mapping and assessment: what they ask, what they store, what they refuse and show."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import AccessEntry, Application
from models.applicant import Member, Representative
from models.mapping import Mapping
from rules.terms import Advice, ApplicationState, HousingSituation, Relation, Role, UnsuitableReason
from services import records
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import LEVELS, assessed
from tests.factories import ACTOR, make_applicant, make_application, make_office

__all__ = ["app"]  # a fixture, used here

pytestmark = pytest.mark.usefixtures("clock")

Clients = Callable[..., FlaskClient]
MAP, ASSESS, FACTS = "kartlegg", "vurder", "opplysninger"
GOOD = {
    "rulebook": "1",
    "must-private_market": "ja",
    "must-private_market-evidence": "Lav inntekt.",
    "must-present_home": "ja",
    "must-present_home-evidence": "Bor på sofa.",
    "barred": "nei",
    **{f"factor-{code}": level for code, level in LEVELS.items()},
    **{f"factor-{code}-evidence": f"Samtale {number}." for number, code in enumerate(LEVELS)},
}


@pytest.fixture
def worker(client_of: Clients) -> FlaskClient:
    return client_of(Role.CASEWORKER, name="Kari Nordmann")


def a_case(**values: Any) -> Any:
    values.setdefault("applicant", make_applicant(born_on=date(1992, 5, 3)))
    return make_application(**{"state": ApplicationState.IN_ASSESSMENT} | values)


def stored() -> Any:
    return Application.objects.get()


def page(caller: FlaskClient, step: str, case: Any) -> str:
    return visible(caller.get(f"/admin/soknader/{step}/?id={case.pk}").text)


# --- Mapping ---------------------------------------------------------------------------------------------------------


def test_the_mapping_shows_the_household_and_stores_what_is_written(app: Flask, worker: FlaskClient) -> None:
    person = make_applicant(
        members=[Member(name="Lille Prøve", relation=Relation.CHILD, born_on=date(2018, 1, 2), custody_percent=50)],
        representatives=[Representative(kind="guardian", name="Vera Verge")],
    )
    case = a_case(applicant=person)
    shown = page(worker, MAP, case)
    assert "Lille Prøve" in shown
    assert "Vera Verge" in shown
    assert strange(shown) == []
    told = do(
        worker, "soknader", MAP, case, rooms_now="0", income_year_ore="182 000", accessible_now="nei", payment_plan="",
        unsuitable_reasons=UnsuitableReason.SIZE.value, must_leave_on="01.02.2027",
        wishes="Vil bo nær skolen.\nHelst 1. etasje.",
    )  # fmt: skip
    assert "Kartleggingen er lagret." in told
    held = stored().mapping
    assert (held.rooms_now, held.income_year_ore, held.accessible_now) == (0, 18_200_000, False)
    assert (held.payment_plan, held.no_wishes, held.pets) == (None, None, None)
    assert held.unsuitable_reasons == [UnsuitableReason.SIZE]
    assert held.wishes == "Vil bo nær skolen.\nHelst 1. etasje."
    again = worker.get(f"/admin/soknader/{MAP}/?id={case.pk}").text
    assert "182\N{NO-BREAK SPACE}000,00" in again
    assert "Vil bo nær skolen." in again


def test_saving_the_same_mapping_says_that_nothing_differs(app: Flask, worker: FlaskClient) -> None:
    case = a_case()
    do(worker, "soknader", MAP, case, no_wishes="y")
    assert "Ingenting var endret" in do(worker, "soknader", MAP, stored(), no_wishes="y")
    assert stored().version == 2


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Spør søkeren, og skriv hva de ønsker."),
        ({"wishes": " ", "no_wishes": "y", "notice_received_on": "23.11.2026"}, "Datoen er fram i tid."),
        ({"wishes": "x", "no_wishes": "y"}, "Ta bort teksten eller haken."),
        ({"wishes": "x", "income_year_ore": "mye"}, "Skriv beløpet i kroner"),
        ({"wishes": "x", "income_year_ore": "-1"}, "Beløpet kan ikke være negativt."),
        ({"wishes": "x", "rooms_now": "99"}, "20"),
        ({"wishes": "x", "must_leave_on": "31.02.2027"}, "Skriv datoen som dd.mm.åååå"),
        ({"wishes": "x", "unsuitable_reasons": "$ne"}, "Velg"),
        ({"wishes": "x" * 4001}, "4000"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said_at_the_field(
    app: Flask, worker: FlaskClient, form: dict[str, str], words: str
) -> None:
    told = do(worker, "soknader", MAP, a_case(), **form)
    assert words in told
    assert "må rettes" in told
    assert stored().mapping is None


# --- Facts -----------------------------------------------------------------------------------------------------------


def test_facts_are_changed_with_a_reason(app: Flask, worker: FlaskClient) -> None:
    case = a_case()
    form = {"target_group": "disadvantaged", "situation": "at_risk", "adults": "2", "children": "1", "resident": "y"}
    assert "Skriv en begrunnelse." in do(worker, "soknader", FACTS, case, **form)
    told = do(worker, "soknader", FACTS, case, reason="Søkeren ringte 20.11.", **form)
    assert "Opplysningene er endret." in told
    found = stored()
    assert (found.situation, found.adults, found.children, found.resident) == (HousingSituation.AT_RISK, 2, 1, True)
    assert "Søkeren ringte 20.11." in page(worker, "endringer", case)
    assert "må rettes" in do(worker, "soknader", FACTS, found, reason="x", **form | {"adults": "0"})
    assert "må rettes" in do(worker, "soknader", FACTS, found, reason="x", **form | {"situation": "castle"})
    assert stored().version == found.version
    do(worker, "soknader", FACTS, found, reason="x", **form | {"children": ""})
    assert stored().children == 0


# --- Assessment ------------------------------------------------------------------------------------------------------


def test_the_page_says_why_each_must_came_out_as_it_did_and_what_each_answer_is_worth(
    app: Flask, worker: FlaskClient
) -> None:
    shown = page(worker, ASSESS, a_case(resident=False))
    assert "Søkeren er 34 år. Kravet er 18." in shown
    assert "Ikke oppfylt Folkeregistrert i kommunen. Søkeren er ikke folkeregistrert her." in shown
    assert "Svært stort behov +4 poeng" in shown
    assert "Klarer seg ikke ennå \N{MINUS SIGN}2 poeng" in shown
    assert "Poengsummen er et råd – et menneske avgjør." in shown
    assert "Hvor lenge noen har ventet, teller ikke." in shown
    assert "Barnets beste" not in shown
    assert strange(shown) == []


def test_who_is_exempt_is_told_so(app: Flask, worker: FlaskClient) -> None:
    shown = page(worker, ASSESS, a_case(resident=False, target_group="refugee"))
    assert "Unntatt Folkeregistrert i kommunen. Kravet gjelder ikke flyktninger." in shown


def test_an_assessment_is_stored_and_shown_with_evidence_points_and_author(app: Flask, worker: FlaskClient) -> None:
    case = a_case()
    assert "Vurderingen er lagret." in do(worker, "soknader", ASSESS, case, **GOOD)
    held = stored().assessment
    assert (held.advice, held.score, held.by_name) == (Advice.GRANT, 3, "Kari Nordmann")
    shown = page(worker, "vurdering", case)
    assert "Regelboken peker mot å innvilge 3 poeng." in shown
    assert "Samtale 3." in shown
    assert "Særskilt behov +2" in shown
    assert "Vurdert 22.11.2026 av Kari Nordmann, etter regelbok versjon 1." in shown
    details = page(worker, "vis", case)
    assert "3 poeng. Vurdert 22.11.2026 av Kari Nordmann." in details
    assert "Poengsummen er et råd – et menneske avgjør." in details
    assert strange(shown) == []
    assert strange(details) == []


def test_what_is_left_open_is_marked_and_what_was_written_stays(app: Flask, worker: FlaskClient) -> None:
    left_open = ("factor-living_skills", "factor-living_skills-evidence", "barred")
    form = {name: value for name, value in GOOD.items() if name not in left_open}
    told = do(worker, "soknader", ASSESS, a_case(), **form)
    assert "2 felt må rettes" in told
    assert "Boevne : Velg et svar. Grovt mislighold av tidligere leiekontrakt : Velg et svar." in told
    assert "Samtale 3." in told
    assert stored().assessment is None


@pytest.mark.parametrize(
    ("differs", "words"),
    [
        ({"must-present_home-evidence": " "}, "Skriv hva svaret på «Nåværende bolig er uegnet eller svært"),
        ({"factor-breaches-evidence": ""}, "Skriv hva svaret på «Tidligere leieforhold til kommunen» bygger på."),
        ({"must-present_home": "kanskje"}, "Velg et svar."),
        ({"factor-breaches": "$gt"}, "Spørsmålet eller svaret står ikke i regelboken."),
        ({"barred": "ja"}, "Skriv hva svaret på «Grovt mislighold av tidligere leiekontrakt» bygger på."),
        ({"barred": "1"}, "Velg et svar."),
        ({"rulebook": "2"}, "Regelboken er endret siden du åpnet siden."),
        ({"rulebook": "x"}, "Regelboken er endret siden du åpnet siden."),
        ({"must-present_home": "nei", "factor-breaches": ""}, "Velg et svar."),
    ],
)
def test_garbage_and_gaps_are_refused_in_words(
    app: Flask, worker: FlaskClient, differs: dict[str, str], words: str
) -> None:
    assert words in do(worker, "soknader", ASSESS, a_case(), **GOOD | differs)
    assert stored().assessment is None


def test_an_unknown_birth_date_says_where_to_put_it(app: Flask, worker: FlaskClient) -> None:
    case = a_case(applicant=make_applicant())
    assert "Fødselsdatoen til søkeren mangler. Registrer den på personen." in page(worker, ASSESS, case)
    assert "er ikke ferdig vurdert. Dette er ikke besvart: Fylt 18 år." in do(worker, "soknader", ASSESS, case, **GOOD)


def test_children_ask_for_their_best_interest(app: Flask, worker: FlaskClient) -> None:
    case = a_case(children=2)
    assert "Skriv hva som er best for barna" in do(worker, "soknader", ASSESS, case, **GOOD)
    do(worker, "soknader", ASSESS, case, best_interest="De blir på skolen sin.", **GOOD)
    assert "De blir på skolen sin." in page(worker, "vurdering", case)


def test_a_stale_assessment_says_what_it_came_to_then_and_now(app: Flask, worker: FlaskClient) -> None:
    case = a_case()
    do(worker, "soknader", ASSESS, case, **GOOD)
    form = {"target_group": "disadvantaged", "situation": "no_dwelling", "adults": "1", "children": "0"}
    do(worker, "soknader", FACTS, stored(), reason="Flyttet fra kommunen", **form)  # no tick: not resident
    for step in ("vurdering", ASSESS):
        shown = page(worker, step, case)
        assert "Må vurderes på nytt" in shown
        assert "Utfallet Regelboken peker mot å innvilge, 3 poeng Regelboken peker mot avslag, 3 poeng" in shown
        assert "Folkeregistrert i kommunen Oppfylt Ikke oppfylt" in shown
        assert strange(shown) == []
    assert "Må vurderes på nytt" in page(worker, "vis", case)


def test_earlier_assessments_are_listed(app: Flask, worker: FlaskClient) -> None:
    case = a_case()
    do(worker, "soknader", ASSESS, case, **GOOD)
    do(worker, "soknader", ASSESS, stored(), **GOOD | {"must-present_home": "nei"})
    shown = page(worker, "vurdering", case)
    first = shown.index("Regelboken peker mot avslag 3 1")
    assert shown.index("Regelboken peker mot å innvilge 3 1") > first


# --- Twice, stale, out of order, and by others -----------------------------------------------------------------------


def test_a_form_sent_twice_is_stored_once(app: Flask, worker: FlaskClient) -> None:
    case = a_case()
    do(worker, "soknader", ASSESS, case, **GOOD)
    assert "har endret" in do(worker, "soknader", ASSESS, case, **GOOD)
    assert [entry.action for entry in stored().history] == ["created", "assessed"]


@pytest.mark.parametrize(("step", "form"), [(MAP, {"no_wishes": "y"}), (ASSESS, GOOD)])
def test_whoever_saw_an_old_page_stores_nothing(
    app: Flask, worker: FlaskClient, step: str, form: dict[str, str]
) -> None:
    case = a_case()
    records.change(case, ACTOR, values={"adults": 4})
    for version in (1, 99, -1):
        assert "har endret" in do(worker, "soknader", step, case, version=version, **form)
    assert stored().version == 2


def test_what_was_typed_stays_when_somebody_else_was_first(app: Flask, worker: FlaskClient) -> None:
    case = a_case()
    records.change(case, ACTOR, values={"adults": 4})
    form = {"id": str(case.pk), "version": "1", "wishes": "Vil bo nær skolen.", "income_year_ore": "182000"}
    answer = worker.post(f"/admin/soknader/{MAP}/", data=form).text
    assert "Det du skrev, står fortsatt her." in answer
    assert "Vil bo nær skolen.</textarea>" in answer
    assert 'name="version" type="hidden" value="2"' in answer
    told = worker.post(f"/admin/soknader/{MAP}/", data=form | {"version": "2"}, follow_redirects=True).text
    assert "Kartleggingen er lagret." in told
    assert stored().mapping.income_year_ore == 18_200_000


def test_the_list_of_changes_is_in_bokmal_and_tells_no_secret(app: Flask, worker: FlaskClient) -> None:
    case = a_case()
    do(worker, "soknader", MAP, case, health="Trenger heis.", no_wishes="y", unsuitable_reasons="health")
    do(worker, "soknader", ASSESS, stored(), **GOOD)
    shown = page(worker, "endringer", case)
    assert "Kartlagt" in shown
    assert "Vurdert" in shown
    assert strange(shown) == []
    assert "Trenger heis." not in shown
    assert "Lav inntekt." not in shown


def test_a_case_that_is_not_taken_up_or_is_closed_is_not_assessed(app: Flask, worker: FlaskClient) -> None:
    for state in (ApplicationState.RECEIVED, ApplicationState.REFUSED):
        case = a_case(state=state)
        assert "ikke kan gjøres" in do(worker, "soknader", ASSESS, case, **GOOD)
        assert ">Vurder saken<" not in worker.get(f"/admin/soknader/vis/?id={case.pk}").text


def test_the_main_button_is_the_next_step(app: Flask, worker: FlaskClient) -> None:
    case = a_case()
    address = f"/admin/soknader/vis/?id={case.pk}"
    main = 'class="btn btn-primary" href="{}"'
    assert main.format(f"/admin/soknader/{MAP}/?id={case.pk}") in worker.get(address).text
    do(worker, "soknader", MAP, case, no_wishes="y")
    assert main.format(f"/admin/soknader/{ASSESS}/?id={case.pk}") in worker.get(address).text
    assert worker.get(address).text.count("btn-primary") == 1


def test_others_neither_see_nor_write(app: Flask, client_of: Clients) -> None:
    case = a_case(office=make_office(name="Nord"), mapping=Mapping(health="Trenger heis."))
    assessed(case)
    stranger = client_of(Role.CASEWORKER, office=make_office(name="Sør"))
    for step in (MAP, ASSESS, FACTS, "vurdering"):
        answer = stranger.get(f"/admin/soknader/{step}/?id={case.pk}")
        assert answer.status_code == 403, step
    assert client_of(Role.READER).get(f"/admin/soknader/vurdering/?id={case.pk}").status_code == 403
    assert client_of(Role.COMMITTEE_MEMBER).get(f"/admin/soknader/{ASSESS}/?id={case.pk}").status_code == 403
    version = stored().version
    do(stranger, "soknader", ASSESS, stored(), **GOOD)
    do(stranger, "soknader", MAP, stored(), no_wishes="y")
    assert stored().version == version
    shown = visible(stranger.get(f"/admin/soknader/vis/?id={case.pk}").text)
    assert "poeng" not in shown
    assert "heis" not in shown


def test_opening_an_assessment_is_logged(app: Flask, worker: FlaskClient) -> None:
    case = assessed()
    page(worker, "vurdering", case)
    assert AccessEntry.objects(document="application", person=case.applicant).count() == 1


def test_a_waiting_households_need_is_noted_as_reviewed(app: Flask, worker: FlaskClient) -> None:
    case = a_case(state=ApplicationState.WAITING, decided_on=date(2026, 1, 5))
    assert "Behovet er avklart" in page(worker, "vis", case)
    assert "Det er notert at behovet er avklart i dag." in do(worker, "soknader", "behov-avklart", case)
    assert stored().need_reviewed_on == date(2026, 11, 22)
    assert worker.get(f"/admin/soknader/behov-avklart/?id={case.pk}").status_code == 405
