"""The overview of the need: counted in a fixed number of reads, completed with reasons, settled, compared (S000)."""

from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId

from models import Application, Dwelling, Lease, NeedOverview, Vacancy, VacancyNotice
from models.mapping import ApprovedNeed
from models.need_overview import NeedAddition
from rules import needs as rules
from rules.errors import InvalidRecord, MissingReason, NotAuthorised, OverviewSettled, StaleState
from rules.terms import ApplicationState, LeaseState, NeedState, NeedTerm, Role, TargetGroup
from services import needs, records, rulebooks
from tests.casework import TODAY, acting, house
from tests.factories import make_application, make_dwelling, make_lease, make_user, make_vacancy
from tests.partners import make_notice

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
            for model in (Application, Dwelling, Lease, Vacancy, VacancyNotice):
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
    few = reads()
    for _ in range(3):
        waiting()
        make_lease(state=LeaseState.OCCUPYING, ends_on=TODAY)
        make_vacancy()
    assert reads() == few <= 7


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
