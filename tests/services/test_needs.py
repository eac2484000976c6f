"""The overview of the need: counted in a fixed number of reads, completed with reasons, settled, compared (S000)."""

from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId

from models import Agreement, Applicant, Application, Dwelling, Landlord, Lease, NeedOverview, Vacancy, VacancyNotice
from models.mapping import ApprovedNeed
from models.need_overview import NeedAddition
from rules import needs as rules
from rules.errors import InvalidRecord, MissingReason, NotAuthorised, OverviewSettled, StaleState
from rules.terms import (
    AgreementKind,
    AgreementState,
    ApplicationState,
    Disposal,
    LeaseState,
    NeedState,
    NeedTerm,
    NoticeState,
    Role,
    TargetGroup,
)
from services import needs, records, rulebooks
from tests.casework import TODAY, acting, house
from tests.factories import (
    make_agreement,
    make_applicant,
    make_application,
    make_dwelling,
    make_landlord,
    make_lease,
    make_project,
    make_user,
    make_vacancy,
)
from tests.partners import make_need_overview, make_notice

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")
SHORT, LONG = NeedTerm.SHORT, NeedTerm.LONG


def by(role: Role = Role.HOUSING_CONSULTANT) -> Any:
    return acting(make_user(roles=[role]))


def fresh(overview: NeedOverview) -> NeedOverview:
    return records.get(NeedOverview, overview.pk)


def begin(today: date = TODAY, **values: Any) -> NeedOverview:
    return needs.begin(values.pop("actor", None) or by(), today=today, identity=ObjectId(), **values)


def waiting(**values: Any) -> Application:
    return make_application(state=ApplicationState.WAITING, **values)


def addition(**values: Any) -> NeedAddition:
    plain = {"term": SHORT, "rooms": 2, "area": rules.WHOLE, "target_group": TargetGroup.REFUGEE, "homes": 6}
    return NeedAddition(**plain | {"why": "Bosetting etter anmodning fra IMDi."} | values)


def sums(overview: NeedOverview, term: NeedTerm) -> tuple[int, int, int, int]:
    whole = rules.whole(needs.lines_of(overview), term)
    return whole.waiting, whole.leaving, whole.vacant, whole.added


def settled(today: date = TODAY) -> NeedOverview:
    overview = begin(today)
    needs.summarise(overview, by(), summary="Det mangler små boliger.", version=1)
    needs.settle(fresh(overview), by(), version=2, today=today)
    return fresh(overview)


# --- Counted ----------------------------------------------------------------------------------------------------------


def test_households_that_wait_count_by_their_approved_need_in_the_whole_municipality() -> None:
    waiting(approved_need=ApprovedNeed(rooms=3, step_free=True), target_group=TargetGroup.REFUGEE)
    waiting(adults=2, children=2)
    make_application()  # not on the list
    (first, second), (_, _) = ([one for one in begin().lines if one.term is term] for term in (SHORT, LONG))
    assert (first.rooms, first.accessible, first.target_group) == (3, True, TargetGroup.REFUGEE)
    assert (second.rooms, second.accessible, second.area) == (4, False, rules.WHOLE)


def test_fixed_terms_count_in_the_term_they_run_out_in() -> None:
    for days in (30, 366, 5 * 366):
        make_lease(state=LeaseState.OCCUPYING, ends_on=TODAY + timedelta(days=days))
    make_lease(state=LeaseState.OCCUPYING, ends_on=None)
    make_lease(state=LeaseState.ENDED, ends_on=TODAY)
    overview = begin()
    assert sums(overview, SHORT) == (0, 1, 0, 0)
    assert sums(overview, LONG) == (0, 2, 0, 0)


def test_nobody_counts_twice() -> None:
    ends = {"state": LeaseState.OCCUPYING, "ends_on": TODAY + timedelta(days=30)}
    renewed = make_lease(**ends)
    make_lease(state=LeaseState.UPCOMING, follows=renewed.pk, starts_on=TODAY + timedelta(days=31), ends_on=None)
    waits = waiting()
    make_lease(tenant=waits.applicant, **ends)
    notice = make_notice()
    make_vacancy(dwelling=notice.dwelling)
    assert sums(begin(), SHORT) == (1, 0, 1, 0)


def test_homes_count_by_area_town_and_access() -> None:
    make_vacancy(dwelling=make_dwelling(rooms=4, wheelchair=True, postcode="9405", place="HARSTAD"))
    line = next(one for one in begin().lines if one.vacant)
    assert (line.rooms, line.accessible, line.area, line.target_group) == (
        4, True, "HARSTAD", TargetGroup.DISADVANTAGED,
    )  # fmt: skip


def test_the_reads_are_as_many_however_much_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def reads() -> int:
        found: list[str] = []
        with monkeypatch.context() as patched:
            for model in (Agreement, Applicant, Application, Dwelling, Lease, Vacancy, VacancyNotice):
                held = model._get_collection()
                real = held.find

                def find(*args: Any, real: Any = real, name: str = model.__name__, **kwargs: Any) -> Any:
                    found.append(name)
                    return real(*args, **kwargs)

                patched.setattr(held, "find", find)
            needs.count(TODAY, rulebooks.current(TODAY).partnering)
        return len(found)

    waiting()
    make_lease(state=LeaseState.OCCUPYING, ends_on=TODAY, application=waiting().pk)
    in_use(ends_on=SOON)
    few = reads()
    for _ in range(3):
        in_use(ends_on=SOON)
        waiting()
        make_lease(state=LeaseState.OCCUPYING, ends_on=TODAY)
        make_vacancy()
    assert reads() == few == 8


# --- Landlords' homes that fall away ----------------------------------------------------------------------------------

SOON, LATER = TODAY + timedelta(days=100), TODAY + timedelta(days=3 * 365)


def covered(*, home: dict[str, Any] | None = None, **values: Any) -> Dwelling:
    """A landlord's home in a project that an agreement covers."""
    project = make_project(landlord=Landlord.objects.first() or make_landlord())
    make_agreement(landlord=project.landlord, project=project, **values)
    held = {"landlord": project.landlord, "project": project, "disposal": Disposal.REFERRAL}
    return make_dwelling(**held | (home or {}))


def in_use(*, lease: dict[str, Any] | None = None, **values: Any) -> Lease:
    """One that a household lives in; its lease is open-ended where nothing else is said."""
    return make_lease(dwelling=covered(**values), **{"state": LeaseState.OCCUPYING, "ends_on": None} | (lease or {}))


def expiring(overview: NeedOverview | None = None) -> tuple[int, int]:
    """What falls away in the short and in the long term."""
    found = needs.lines_of(overview or begin())
    return rules.whole(found, SHORT).expiring, rules.whole(found, LONG).expiring


@pytest.mark.parametrize(
    ("agreement", "counted"),
    [
        ({"ends_on": SOON}, (1, 1)),
        ({"ends_on": LATER}, (0, 1)),
        ({"ends_on": LATER + timedelta(days=3 * 365)}, (0, 0)),
        ({"ends_on": TODAY - timedelta(days=3)}, (1, 1)),
        ({"ends_on": None}, (0, 0)),
        ({"ends_on": SOON, "state": AgreementState.ENDED}, (0, 0)),
        ({"ends_on": SOON, "state": AgreementState.DRAFT}, (0, 0)),
        ({"ends_on": SOON, "state": AgreementState.BREACHED}, (1, 1)),
        ({"ends_on": SOON, "state": AgreementState.SIGNED}, (1, 1)),
        ({"ends_on": SOON, "kind": AgreementKind.ALLOCATION}, (1, 1)),
        ({"ends_on": SOON, "kind": AgreementKind.HEAD_LEASE}, (1, 1)),
        ({"ends_on": SOON, "kind": AgreementKind.COOPERATION}, (0, 0)),
        ({"ends_on": SOON, "kind": AgreementKind.COOP}, (0, 0)),
    ],
)
def test_homes_in_use_count_in_the_term_that_their_agreement_runs_out_in(
    agreement: dict[str, Any], counted: tuple[int, int]
) -> None:
    in_use(**agreement)
    assert expiring() == counted


def test_a_home_that_falls_away_counts_by_size_access_area_and_for_whom() -> None:
    case = make_application(state=ApplicationState.HOUSED, target_group=TargetGroup.REFUGEE)
    home = {"rooms": 4, "wheelchair": True, "place": "HARSTAD"}
    in_use(ends_on=SOON, home=home, lease={"application": case.pk, "tenant": case.applicant})
    (line,) = (one for one in begin().lines if one.term is SHORT)
    assert (line.rooms, line.accessible, line.area, line.target_group, line.expiring) == (
        4, True, "HARSTAD", TargetGroup.REFUGEE, 1,
    )  # fmt: skip


def test_a_home_whose_households_own_term_runs_out_too_counts_once() -> None:
    in_use(ends_on=SOON, lease={"ends_on": SOON})
    in_use(ends_on=SOON, lease={"ends_on": LATER})
    overview = begin()
    assert expiring(overview) == (1, 0)
    assert (sums(overview, SHORT)[1], sums(overview, LONG)[1]) == (1, 2)
    assert [rules.whole(needs.lines_of(overview), term).lacking for term in (SHORT, LONG)] == [2, 2]


def test_a_household_that_waits_or_has_its_next_home_counts_as_that_alone() -> None:
    waits = waiting()
    in_use(ends_on=SOON, lease={"tenant": waits.applicant})
    moves = in_use(ends_on=SOON)
    make_lease(tenant=moves.tenant, state=LeaseState.UPCOMING)
    assert expiring() == (0, 0)


def test_a_household_that_stays_under_a_new_contract_loses_its_home_with_the_agreement() -> None:
    lease = in_use(ends_on=SOON, lease={"ends_on": SOON})
    make_lease(
        dwelling=lease.dwelling, tenant=lease.tenant, state=LeaseState.UPCOMING, follows=lease.pk,
        starts_on=SOON + timedelta(days=1), ends_on=LATER,
    )  # fmt: skip
    overview = begin()
    assert expiring(overview) == (1, 1)
    assert sums(overview, SHORT) == (0, 0, 0, 0)


def test_a_home_that_an_agreement_covers_longer_does_not_fall_away() -> None:
    head_lease = {"kind": AgreementKind.HEAD_LEASE}
    home = in_use(ends_on=SOON, **head_lease).dwelling
    make_agreement(landlord=home.landlord, project=home.project, ends_on=SOON + timedelta(days=9999), **head_lease)
    assert expiring() == (0, 0)


@pytest.mark.parametrize("state", [NoticeState.REPORTED, NoticeState.REFERRED])
def test_a_landlords_free_home_helps_nobody_past_its_agreement(state: NoticeState) -> None:
    home = covered(ends_on=LATER)
    make_notice(dwelling=home, agreement=Agreement.objects.get(project=home.project), state=state)
    waiting()
    found = needs.lines_of(begin())
    assert [rules.whole(found, term).lacking for term in (SHORT, LONG)] == [0, 1]


def test_an_empty_home_that_the_landlord_lets_freely_does_not_count() -> None:
    covered(ends_on=SOON)
    in_use(ends_on=SOON, lease={"state": LeaseState.ENDED})
    assert expiring() == (0, 0)


def test_a_head_lease_without_a_project_covers_what_is_rented_in_of_its_landlord() -> None:
    landlord, other = (make_landlord(organisation_number=number) for number in ("974760673", "991825827"))
    make_agreement(landlord=landlord, kind=AgreementKind.HEAD_LEASE, ends_on=SOON)
    make_agreement(landlord=other, ends_on=SOON)  # without a project, and no head lease: it names no home
    for home in (
        {"landlord": landlord, "disposal": Disposal.RENTED_IN},
        {"landlord": landlord, "disposal": Disposal.REFERRAL},
        {"landlord": other, "disposal": Disposal.RENTED_IN},
        {},
    ):
        make_lease(dwelling=make_dwelling(**home), ends_on=None)
    assert expiring() == (1, 1)


def test_a_person_known_by_a_merged_record_loses_one_home() -> None:
    waits = waiting()
    newer = make_applicant(merged_into=waits.applicant.pk, merged=True)
    in_use(ends_on=SOON, lease={"tenant": newer})
    assert expiring() == (0, 0)


def test_an_overview_from_before_agreements_counted_reads_as_it_was() -> None:
    overview = make_need_overview()
    NeedOverview._get_collection().update_one({"_id": overview.pk}, {"$unset": {"lines.0.expiring": 1}})
    assert expiring(fresh(overview)) == (0, 0)
    assert rules.whole(needs.lines_of(fresh(overview)), SHORT).lacking == 5


# --- Completed, settled, compared -------------------------------------------------------------------------------------


def test_homes_are_added_with_reasons_and_taken_off_again() -> None:
    overview = begin()
    with pytest.raises(MissingReason):
        needs.add(overview, by(), addition(why=" "), version=1)
    with pytest.raises(InvalidRecord):
        needs.add(overview, by(), addition(homes=0), version=1)
    assert needs.add(overview, by(), addition(), version=1)
    assert sums(fresh(overview), SHORT) == sums(fresh(overview), LONG) == (0, 0, 0, 6)
    needs.add(fresh(overview), by(), addition(term=LONG, homes=-1), version=2)
    assert (sums(fresh(overview), SHORT)[3], sums(fresh(overview), LONG)[3]) == (6, 5)
    needs.drop(fresh(overview), by(), at=1, version=3)
    with pytest.raises(StaleState):
        needs.add(fresh(overview), by(), addition(), version=1)
    with pytest.raises(InvalidRecord):
        needs.drop(fresh(overview), by(), at=1, version=4)
    assert needs.drop(fresh(overview), by(), at=0, version=4)
    assert sums(fresh(overview), SHORT) == (0, 0, 0, 0)


def test_a_draft_is_counted_again_and_keeps_what_people_added() -> None:
    overview = begin()
    needs.add(overview, by(), addition(), version=1)
    waiting()
    assert needs.count_again(fresh(overview), by(), version=2, today=TODAY)
    assert sums(fresh(overview), SHORT) == (1, 0, 0, 6)


def test_a_settled_overview_stands_as_it_was() -> None:
    overview = begin()
    with pytest.raises(InvalidRecord):
        needs.settle(overview, by(), version=1, today=TODAY)
    held = settled()
    assert (held.state, held.settled_on) == (NeedState.SETTLED, TODAY)
    assert not needs.settle(held, by(), version=1, today=TODAY)
    for step in (
        lambda: needs.add(held, by(), addition(), version=held.version),
        lambda: needs.drop(held, by(), at=0, version=held.version),
        lambda: needs.summarise(held, by(), summary="Annet", version=held.version),
        lambda: needs.count_again(held, by(), version=held.version, today=TODAY),
    ):
        with pytest.raises(OverviewSettled):
            step()


def test_a_later_overview_is_compared_with_the_last_settled_before_it() -> None:
    first = settled(TODAY - timedelta(days=300))
    last = settled(TODAY - timedelta(days=100))
    begin(TODAY - timedelta(days=50))  # a draft
    overview = begin()
    assert needs.before(overview).pk == last.pk  # type: ignore[union-attr]
    assert needs.before(last).pk == first.pk  # type: ignore[union-attr]
    assert needs.before(first) is None


def test_a_form_sent_twice_makes_one_overview_and_others_make_none() -> None:
    identity = ObjectId()
    for _ in range(2):
        assert needs.begin(by(), today=TODAY, identity=identity).pk == identity
    assert NeedOverview.objects.count() == 1
    with pytest.raises(NotAuthorised):
        begin(actor=by(Role.READER))
