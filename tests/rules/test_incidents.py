"""When a complaint must be looked into, how it may end, and what a letter must not tell (S002 phase 3)."""

from datetime import date

import pytest

from rules import incidents, keeping_states, states
from rules.errors import TransitionRefused
from rules.incidents import Person
from rules.terms import IncidentOutcome, IncidentState

FRIDAY = date(2026, 11, 20)
NEIGHBOUR = Person(name="Nabo Per Naboesen", address="Samagata 12 A\n9405 HARSTAD", phone="90 00 00 01")
TENANT = Person(name="Åse Prøve", address="Storgata 4")


def test_two_days_after_a_friday_is_the_monday() -> None:
    assert incidents.act_by(FRIDAY, 2) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("happened", "received", "problem"),
    [
        pytest.param(FRIDAY, FRIDAY, {}, id="told of the same day"),
        pytest.param(FRIDAY, date(2026, 11, 21), {"received_on": "future"}, id="received tomorrow"),
        pytest.param(
            date(2026, 11, 20), date(2026, 11, 19), {"happened_on": "after_received"}, id="before it happened"
        ),
        pytest.param(date(2023, 1, 1), FRIDAY, {"happened_on": "too_old"}, id="years ago"),
        pytest.param(date(2023, 1, 1), date(2023, 1, 1), {"received_on": "too_old"}, id="received years ago"),
    ],
)
def test_the_days_of_a_complaint(happened: date, received: date, problem: dict[str, str]) -> None:
    assert incidents.days_problem(happened, received, FRIDAY) == problem


@pytest.mark.parametrize(
    ("outcome", "mapped", "measures", "problem"),
    [
        pytest.param(IncidentOutcome.SETTLED, True, 0, {}, id="settled"),
        pytest.param(IncidentOutcome.SETTLED, True, 1, {"outcome": "measures_open"}, id="a measure waits"),
        pytest.param(
            IncidentOutcome.NOTICE, False, 0, {"outcome": "not_mapped"}, id="notice before the tenant is heard"
        ),
        pytest.param(
            IncidentOutcome.SETTLED, False, 0, {"outcome": "not_mapped"}, id="settled before anybody is heard"
        ),
        pytest.param(IncidentOutcome.UNFOUNDED, False, 0, {}, id="nothing in it"),
        pytest.param(IncidentOutcome.HANDED_ON, False, 0, {}, id="for others"),
    ],
)
def test_how_a_complaint_may_end(
    outcome: IncidentOutcome, mapped: bool, measures: int, problem: dict[str, str]
) -> None:
    assert incidents.closing_problem(outcome, mapped=mapped, open_measures=measures) == problem


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        pytest.param("Det var høy musikk natt til lørdag.", False, id="what happened"),
        pytest.param("Naboesen i etasjen over får ikke sove.", True, id="a surname"),
        pytest.param("Det er Naboesens barn som våkner.", True, id="a surname in the genitive"),
        pytest.param("Naboen i Samagata 12 a klager.", True, id="an address"),
        pytest.param("Naboen i  SAMAGATA  12 A klager.", True, id="an address, written otherwise"),
        pytest.param("Ring 90000001.", True, id="a telephone"),
        pytest.param("Du har fått to klager per uke.", False, id="a word that is a name"),
        pytest.param("Åse, dette gjelder Storgata 4.", False, id="the reader's own name and home"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_letter_to_the_tenant_does_not_tell_who_complained(text: str, tells: bool) -> None:
    assert incidents.reveals(text, [NEIGHBOUR, Person(), Person(address="Storgata 4", phone="12")], TENANT) is tells


def test_a_neighbour_of_the_tenants_own_name_is_no_secret_by_it() -> None:
    assert not incidents.reveals("Åse Prøve spiller trommer.", [Person(name="Kari Prøve")], TENANT)
    assert incidents.reveals("Kari får ikke sove.", [Person(name="Kari Prøve")], TENANT)


@pytest.mark.parametrize("end", [state for state in IncidentState if state is not IncidentState.CLOSED])
def test_every_open_complaint_can_be_closed_and_none_goes_back_unasked(end: IncidentState) -> None:
    states.check(keeping_states.INCIDENT, end, IncidentState.CLOSED)
    with pytest.raises(TransitionRefused):
        states.check(keeping_states.INCIDENT, end, end)
