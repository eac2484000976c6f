"""Values that nothing can have are told so in words, and never stop a page."""

import pytest
from flask.testing import FlaskClient

CASES = "/admin/soknader/"
HUGE = "9" * 30


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"?flt_adults.fra={HUGE}", "Voksne minst: Tallet er for stort."),
        (f"?flt_adults.til=-{HUGE}", "Voksne høyst: Tallet er for stort."),
        ("?flt_received_on.til=31.12.9999", "Skriv en dato med et år fra 1900 til 2199."),
        ("?flt_received_on.fra=01.01.1899", "Skriv en dato med et år fra 1900 til 2199."),
        (f"?search={'a(' * 2500}", "Søk: "),
        (f"?page={HUGE}", "Søknader"),
    ],
)
def test_a_list_survives(client: FlaskClient, address: str, said: str) -> None:
    answer = client.get(f"{CASES}{address}")
    assert answer.status_code == 200
    assert said in answer.text
    assert "a(" * 100 not in answer.text


def test_a_look_up_survives(client: FlaskClient) -> None:
    for query in (f"offset={HUGE}", "query=" + "a(" * 2500):
        assert client.get(f"{CASES}oppslag/?name=applicant&{query}").json == []


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("adults", HUGE, "Tallet er for stort. Skriv et mindre tall."),
        ("received_on", "22.11.2926", "Skriv en dato med et år fra 1900 til 2199."),
        ("mapping-rent_now_ore", HUGE, "Tallet er for stort. Skriv et mindre tall."),
    ],
)
def test_a_form_survives(client: FlaskClient, field: str, typed: str, said: str) -> None:
    answer = client.post(f"{CASES}ny/", data={field: typed})
    assert answer.status_code == 200
    assert said in answer.text
