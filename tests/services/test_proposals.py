"""Homes that landlords propose, and what they may change of those they have (domain 4.3)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bson import ObjectId

from models import Agreement, Dwelling, DwellingProposal, Postcode, Task, WebhookDelivery
from rules.errors import (
    HomeKnown,
    HomesFull,
    InvalidRecord,
    MissingReason,
    NoAgreement,
    NotAuthorised,
    NotFound,
    StaleState,
    TransitionRefused,
)
from rules.terms import (
    AgreementKind,
    Disposal,
    DwellingType,
    NoticeOrigin,
    PartnerEvent,
    ProposalState,
    Role,
    TaskKind,
    TaskState,
)
from services import proposals, records
from services.actor import Actor
from tests import factories
from tests.casework import acting, house, worker
from tests.factories import make_agreement, make_dwelling, make_landlord, make_project
from tests.partners import make_webhook

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

TODAY = date(2026, 11, 23)
HOME: dict[str, Any] = {
    "address": "Sjøgata 2 B", "postcode": "9405", "unit_number": "h0201", "kind": DwellingType.FLAT, "rooms": 2,
    "area_m2": 48.0, "floor": 2, "lift": True, "wheelchair": False, "rent_ore": 950_000,
}  # fmt: skip
ANOTHER = ObjectId("00000000000000000000a001")


def partner(landlord: Any) -> Actor:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    return Actor.partner(getattr(landlord, "pk", landlord), "Prøve Eiendom AS", at, client="husrom_ab12cd34")


def owner() -> Actor:
    return acting(worker(Role.PROPERTY))


def place(kind: AgreementKind = AgreementKind.REFERRAL, **values: Any) -> tuple[Any, Any]:
    """A landlord's project under an agreement; the postcode is known."""
    Postcode(code="9405", place="HARSTAD", municipality_number="5503", municipality="HARSTAD", category="B").save()
    landlord = make_landlord()
    project = make_project(landlord=landlord, **values)
    make_agreement(landlord=landlord, project=project, kind=kind)
    return landlord, project


def propose(where: Any = None, by: Any = None, **values: Any) -> Any:
    landlord, project = where or place()
    named = {name: values.pop(name) for name in ("reference", "identity") if name in values}
    told = {"reference": "A-7", "today": TODAY} | named
    return proposals.propose(landlord, project, HOME | values, by or partner(landlord), **told)


def approve(proposal: Any, **values: Any) -> bool:
    return proposals.approve(proposal, owner(), **{"version": proposal.version, "today": TODAY} | values)


def open_tasks() -> int:
    return Task.objects(kind=TaskKind.PROPOSED_DWELLING, state=TaskState.OPEN).count()


def test_a_proposed_home_waits_for_staff() -> None:
    proposal = propose()
    assert (proposal.state, proposal.origin) == (ProposalState.RECEIVED, NoticeOrigin.API)
    assert (proposal.home.unit_number, proposal.home.address) == ("H0201", "Sjøgata 2 B")
    assert (open_tasks(), Dwelling.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"postcode": "0000"}, {"postcode": "unknown_postcode"}),
        ({"unit_number": "X9"}, {"unit_number": "no_unit_number"}),
        ({"address": "   "}, {"address": "missing_value"}),
        ({"rent_ore": -1}, {"rent_ore": "out_of_range"}),
        ({"rent_ore": None}, {"rent_ore": "out_of_range"}),
        ({"state": "active"}, {"state": "not_a_fact"}),
        ({"disposal": "owned"}, {"disposal": "not_a_fact"}),
    ],
)
def test_a_home_that_cannot_be_is_refused(values: Any, problem: Any) -> None:
    with pytest.raises(InvalidRecord) as caught:
        propose(**values)
    assert caught.value.problems == problem
    assert DwellingProposal.objects.count() == 0


@pytest.mark.parametrize("values", [{"rooms": 0}, {"area_m2": None}, {"floor": 900}, {"address": "x" * 121}])
def test_what_the_record_does_not_hold_is_refused(values: Any) -> None:
    with pytest.raises(InvalidRecord):
        propose(**values)


def test_a_landlords_own_home_that_is_registered_is_not_proposed() -> None:
    where = place()
    make_dwelling(address="sjøgata  2 b", postcode="9405", unit_number="H0201", landlord=where[0])
    with pytest.raises(HomeKnown) as caught:
        propose(where)
    assert vars(caught.value) == {"address": "Sjøgata 2 B"}
    assert propose(where, unit_number="H0202").state is ProposalState.RECEIVED


@pytest.mark.parametrize("owned", ["the municipality's", "another landlord's"])
def test_whether_others_have_a_home_registered_is_for_the_staff_to_know(owned: str) -> None:
    where = place()
    other = make_landlord(organisation_number="911511053") if owned == "another landlord's" else None
    make_dwelling(address="Sjøgata 2 B", postcode="9405", unit_number="H0201", landlord=other)
    proposal = propose(where)
    with pytest.raises(HomeKnown):
        approve(proposal)


def test_the_same_home_waits_once_and_the_same_call_is_one_proposal() -> None:
    where = place()
    first = propose(where, identity=ANOTHER)
    assert propose(where, identity=ANOTHER).pk == first.pk == ANOTHER
    with pytest.raises(HomeKnown):
        propose(where)


def test_only_a_landlords_own_project_under_an_agreement_that_stands() -> None:
    landlord, project = place()
    other = make_landlord(organisation_number="911511053")
    with pytest.raises(NotFound):
        proposals.propose(other, project, HOME, partner(other), reference="", today=TODAY)
    with pytest.raises(NotAuthorised):
        proposals.propose(landlord, project, HOME, partner(other), reference="", today=TODAY)
    with pytest.raises(NoAgreement):
        propose((landlord, make_project(landlord=landlord)))


def test_an_agreement_whose_term_is_over_gives_no_homes() -> None:
    landlord, project = place()
    proposal = propose((landlord, project))
    agreement = Agreement.objects.get()
    records.change(agreement, factories.ACTOR, values={"ends_on": TODAY})
    assert propose((landlord, project), unit_number="H0202").state is ProposalState.RECEIVED
    records.change(agreement, factories.ACTOR, values={"ends_on": TODAY - timedelta(days=1)})
    with pytest.raises(NoAgreement):
        propose((landlord, project), unit_number="H0203")
    with pytest.raises(NoAgreement):
        approve(proposal)
    assert Dwelling.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "disposal"),
    [(AgreementKind.REFERRAL, Disposal.REFERRAL), (AgreementKind.ALLOCATION, Disposal.ALLOCATION)],
)
def test_an_approved_home_is_registered_once_by_the_agreements_kind(kind: Any, disposal: Any) -> None:
    landlord, project = place(kind)
    make_webhook(landlord=landlord, events=[PartnerEvent.DWELLING_DECIDED])
    proposal = propose((landlord, project))
    assert approve(proposal)
    home = Dwelling.objects.get()
    assert (home.disposal, home.landlord.pk, home.project.pk) == (disposal, landlord.pk, project.pk)
    assert (home.dwelling_number, home.place, home.rent_ore) == ("UB2026-0001", "HARSTAD", 950_000)
    proposal = records.get(DwellingProposal, proposal.pk)
    assert (proposal.dwelling.pk, proposal.dwelling_number) == (home.pk, home.dwelling_number)
    assert not approve(proposal)
    assert (Dwelling.objects.count(), open_tasks()) == (1, 0)
    assert [one.event for one in WebhookDelivery.objects] == [PartnerEvent.DWELLING_DECIDED]


def test_more_homes_than_the_project_has_are_refused_with_the_numbers() -> None:
    landlord, project = place(homes=1)
    proposal = propose((landlord, project))
    make_dwelling(project=project, landlord=landlord, disposal=Disposal.REFERRAL)
    with pytest.raises(HomesFull) as caught:
        approve(proposal)
    assert (caught.value.homes, caught.value.registered) == (1, 1)


def test_a_home_registered_meanwhile_is_not_approved() -> None:
    proposal = propose()
    make_dwelling(address=HOME["address"], postcode="9405", unit_number="H0201")
    with pytest.raises(HomeKnown):
        approve(proposal)


def test_a_refusal_has_reasons_and_is_said_once() -> None:
    where = place()
    proposal = propose(where)
    told = {"version": proposal.version, "today": TODAY}
    with pytest.raises(MissingReason):
        proposals.refuse(proposal, owner(), reasons=" ", **told)
    assert proposals.refuse(proposal, owner(), reasons="For mange trapper.", **told)
    assert not proposals.refuse(proposal, owner(), reasons="For mange trapper.", **told)
    with pytest.raises(TransitionRefused):
        approve(proposal)
    assert open_tasks() == 0
    assert propose(where).pk != proposal.pk


def test_landlords_decide_nothing_and_stale_pages_neither() -> None:
    landlord, project = place()
    proposal = propose((landlord, project))
    with pytest.raises(NotAuthorised):
        proposals.approve(proposal, partner(landlord), version=1, today=TODAY)
    with pytest.raises(NotAuthorised):
        proposals.refuse(proposal, partner(landlord), reasons="x", version=1, today=TODAY)
    with pytest.raises(StaleState):
        approve(proposal, version=9)


# --- A landlord's own homes -----------------------------------------------------------------------------------------


def own_home(**values: Any) -> Any:
    landlord, project = place()
    return make_dwelling(**{"landlord": landlord, "project": project, "disposal": Disposal.REFERRAL} | values)


def update(home: Any, by: Any = None, **values: Any) -> bool:
    actor = by or partner(records.reference(home, "landlord"))
    return proposals.update_home(home, actor, values=values, version=home.version, today=TODAY)


def test_a_landlord_changes_its_home_under_its_own_name() -> None:
    home = own_home()
    assert update(home, rent_ore=990_000, pets_allowed=True)
    assert not update(home, rent_ore=990_000)
    entry = records.get(Dwelling, home.pk).history[-1]
    assert (entry.by_name, entry.action, entry.changes["rent_ore"]) == (
        "Prøve Eiendom AS", "home_updated", [800_000, 990_000],
    )  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [{"state": "sold"}, {"disposal": "owned"}, {"rooms": 9}, {"address": "Annen"}, {"landlord": None},
     {"rent_ore": 0}, {"rent_ore": True}, {"energy_label": "Z"}, {"heating": "x" * 61}],
)  # fmt: skip
def test_all_else_of_the_home_is_not_the_landlords_to_say(values: Any) -> None:
    with pytest.raises(InvalidRecord):
        update(own_home(), **values)


def test_nobody_changes_anothers_home_or_one_of_the_municipality() -> None:
    with pytest.raises(NotAuthorised):
        update(own_home(), partner(ANOTHER), rent_ore=1)
    with pytest.raises(NotFound):
        proposals.update_home(make_dwelling(), partner(ANOTHER), values={"rent_ore": 1}, version=1, today=TODAY)


def test_a_stale_version_of_the_home_is_refused() -> None:
    home = own_home()
    with pytest.raises(StaleState):
        proposals.update_home(home, partner(home.landlord), values={"rent_ore": 5}, version=7, today=TODAY)
