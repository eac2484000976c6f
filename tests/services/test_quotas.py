"""Reservations on a project: never beyond the limit by referral, leases counted whoever made them, homes once."""

from datetime import date
from typing import Any

import pytest
from bson import ObjectId
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import Agreement, Landlord, Project
from models.project import Reservation
from rules.errors import NoAgreement, QuotaFull, StaleState
from rules.terms import AgreementKind, AgreementState, Disposal, LeaseState
from services import quotas, records, rulebooks
from tests import factories
from tests.casework import TODAY, house
from tests.factories import ACTOR

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")
REFERRAL = AgreementKind.REFERRAL


def fresh(project: Any) -> Project:
    return records.get(Project, project.pk)  # type: ignore[no-any-return]


def wish(**values: Any) -> Reservation:
    told = {"identity": ObjectId(), "dwelling": ObjectId(), "on": TODAY, "referral": ObjectId()} | values
    return quotas.reservation(told.pop("identity"), told.pop("dwelling"), told.pop("on"), **told)


def reserve(project: Any, wanted: Reservation, kind: AgreementKind = REFERRAL) -> bool:
    return quotas.reserve(fresh(project), wanted, Agreement(kind=kind), rulebooks.current(TODAY), ACTOR)


def lived_in(project: Any, **values: Any) -> Any:
    """A lease in one of the project's homes that nothing was reserved for."""
    home = factories.make_dwelling(project=project, landlord=project.landlord, disposal=Disposal.REFERRAL)
    return factories.make_lease(**{"dwelling": home, "state": LeaseState.OCCUPYING} | values)


@pytest.mark.parametrize(
    ("kind", "homes", "limit"),
    [
        pytest.param(REFERRAL, 5, 2, id="two of five"),
        pytest.param(REFERRAL, 12, 4, id="4.8 of twelve is four"),
        pytest.param(REFERRAL, 4, 4, id="a small project: all"),
        pytest.param(AgreementKind.ALLOCATION, 6, 6, id="allocation: all"),
    ],
)
def test_so_many_homes_are_reserved_and_the_next_is_refused_with_the_numbers(
    kind: AgreementKind, homes: int, limit: int
) -> None:
    project = factories.make_project(homes=homes)
    assert all(reserve(project, wish(), kind) for _ in range(limit))
    with pytest.raises(QuotaFull) as refused:
        reserve(project, wish(), kind)
    assert (refused.value.limit, refused.value.reserved, refused.value.homes) == (limit, limit, homes)
    assert len(fresh(project).reservations) == limit


def test_the_same_referral_again_takes_nothing_more() -> None:
    project, wanted = factories.make_project(homes=5), wish()
    assert reserve(project, wanted)
    assert not reserve(project, wanted)
    assert len(fresh(project).reservations) == 1


@pytest.mark.parametrize("same", ["identity", "dwelling"])
def test_a_home_or_notice_that_another_referral_took_is_gone(same: str) -> None:
    project, held = factories.make_project(homes=10), wish()
    reserve(project, held)
    taken = held.id if same == "identity" else held.dwelling
    with pytest.raises(StaleState):
        reserve(project, wish(**{same: taken}))


def test_leases_from_before_are_counted_once_each_also_beyond_the_limit() -> None:
    project = factories.make_project(homes=5)
    leases = [lived_in(project) for _ in range(3)]
    assert quotas.keep_up(project.pk, ACTOR)
    assert not quotas.keep_up(project.pk, ACTOR)
    assert {one.id for one in fresh(project).reservations} == {lease.pk for lease in leases}
    found = quotas.quota_of(fresh(project), Agreement(kind=REFERRAL), rulebooks.current(TODAY))
    assert found
    assert (found.limit, found.reserved, found.exceeded) == (2, 3, True)
    with pytest.raises(QuotaFull):
        reserve(project, wish())


def test_a_home_with_a_lease_and_one_to_come_counts_once() -> None:
    project = factories.make_project(homes=5)
    lease = lived_in(project)
    lived_in(project, dwelling=lease.dwelling, state=LeaseState.UPCOMING)
    quotas.keep_up(project.pk, ACTOR)
    assert [one.lease for one in fresh(project).reservations] == [lease.pk]


def test_the_next_household_may_be_referred_before_the_lease_is_over_and_the_home_counts_once() -> None:
    project = factories.make_project(homes=5)
    lease = lived_in(project)
    quotas.keep_up(project.pk, ACTOR)
    wanted = wish(dwelling=lease.dwelling.pk)
    assert reserve(project, wanted)
    assert [one.id for one in fresh(project).reservations] == [wanted.id]
    quotas.release(project.pk, ACTOR, identity=wanted.id)
    assert [one.id for one in fresh(project).reservations] == [lease.pk]


def test_a_lease_that_ends_gives_its_home_back() -> None:
    project = factories.make_project(homes=5)
    lease = lived_in(project)
    quotas.keep_up(project.pk, ACTOR)
    records.change(lease, ACTOR, values={"state": LeaseState.ENDED, "ended_on": TODAY})
    assert fresh(project).reservations == []


def test_a_home_that_is_moved_takes_its_lease_along() -> None:
    project = factories.make_project(homes=5)
    other = factories.make_project(homes=9, landlord=project.landlord)
    lease = lived_in(project)
    quotas.keep_up(project.pk, ACTOR)
    home = records.get(type(lease.dwelling), lease.dwelling.pk)
    records.change(home, ACTOR, values={"project": other.pk})
    assert fresh(project).reservations == []
    assert [one.lease for one in fresh(other).reservations] == [lease.pk]


def test_a_referral_under_way_is_left_alone_as_leases_are_counted() -> None:
    project, wanted = factories.make_project(homes=5), wish()
    reserve(project, wanted)
    quotas.keep_up(project.pk, ACTOR)
    assert [one.id for one in fresh(project).reservations] == [wanted.id]


@pytest.mark.parametrize(
    ("state", "gives"),
    [
        (AgreementState.DRAFT, False),
        (AgreementState.SIGNED, True),
        (AgreementState.REGISTERED, True),
        (AgreementState.IN_FORCE, True),
        (AgreementState.BREACHED, False),
        (AgreementState.ENDED, False),
    ],
)
def test_a_signed_and_unbroken_agreement_gives_a_right(state: AgreementState, gives: bool) -> None:
    project = factories.make_project()
    agreement = factories.make_agreement(project=project, landlord=project.landlord, state=state)
    if gives:
        assert quotas.agreement_of(project.pk, "B1").pk == agreement.pk
    else:
        with pytest.raises(NoAgreement):
            quotas.agreement_of(project.pk, "B1")


def test_an_agreement_past_its_term_gives_no_right_though_nobody_has_ended_it() -> None:
    project = factories.make_project()
    last = date(2026, 11, 30)
    factories.make_agreement(project=project, landlord=project.landlord, ends_on=last)
    assert quotas.agreement_of(project.pk, "B1", last).ends_on == last
    with pytest.raises(NoAgreement):
        quotas.agreement_of(project.pk, "B1", date(2026, 12, 1))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    homes=st.integers(1, 15),
    steps=st.lists(st.tuples(st.sampled_from(["reserve", "release"]), st.integers(0, 9)), max_size=20),
)
def test_whatever_is_reserved_and_given_back_the_limit_holds(homes: int, steps: list[tuple[str, int]]) -> None:
    landlord = Landlord.objects.first() or factories.make_landlord()
    project = factories.make_project(homes=homes, landlord=landlord)
    wishes = [wish() for _ in range(10)]
    limit = homes if homes < 5 else homes * 2 // 5
    for step, which in steps:
        before = {one.id for one in fresh(project).reservations}
        if step == "release":
            quotas.release(project.pk, ACTOR, identity=wishes[which].id)
            assert {one.id for one in fresh(project).reservations} == before - {wishes[which].id}
            continue
        try:
            reserve(project, wishes[which])
        except QuotaFull:
            assert len(before) == limit
        assert len(fresh(project).reservations) <= limit
