"""The end of a lease on a real server: of two at one instant one stands, and all agree afterwards (husll. § 9-8)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from letters import ending_letters
from letters.paper import Drawn
from models import Ending, Lease, Vacancy
from models.vacancy import LIVE
from rules.errors import EndingStands, HusromError, StaleState, TransitionRefused
from rules.terms import (
    DisputeForum,
    DisputeSubject,
    EndingGround,
    EndingState,
    LeaseEnd,
    LeaseState,
    Party,
    Role,
    VacancyStage,
    VacancyState,
)
from services import effects, endings, records, vacancies
from services.actor import Actor
from services.endings import Brought, Proposal, Told
from tests.casework import NOW, TODAY, acting, worker
from tests.clockwork import load_rulebook, run_job
from tests.factories import make_dwelling, make_lease
from tests.keepers import make_ending
from tests.wire.racing import at_once, outcomes

LATE = Actor.system(NOW + timedelta(minutes=2))


@pytest.fixture(autouse=True)
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    load_rulebook()
    quick = Drawn("Brev", "nb", b"%PDF-1.7 quick")
    monkeypatch.setattr(ending_letters, "draw_notice", lambda _told: quick)


def consultant(*roles: Role) -> Actor:
    return acting(worker(*(roles or (Role.HOUSING_CONSULTANT,))))


def lived_in(**values: Any) -> Any:
    return make_lease(starts_on=date(2024, 1, 1), ends_on=None, dwelling=make_dwelling(), **values)


def fresh(record: Any) -> Any:
    return records.get(type(record), record.pk)


def settled() -> None:
    """Whoever owed anything has paid it; what lost a race is paid by the job."""
    for due in list(effects.due(LATE.at)):
        effects.finish(due, LATE)


def test_of_the_tenants_and_our_notice_at_once_one_stands() -> None:
    lease = lived_in()

    def tells(actor: Actor) -> Callable[[], object]:
        own = fresh(lease)
        told = Told(reason=LeaseEnd.TENANT_NOTICE, given_on=TODAY)
        return lambda: endings.register(own, told, actor, version=own.version, today=TODAY).state

    def proposes(actor: Actor) -> Callable[[], object]:
        own = fresh(lease)
        wanted = Proposal(reason=LeaseEnd.LANDLORD_NOTICE, grounds=[EndingGround.BREACH], reasons="Brudd.")
        return lambda: endings.propose(own, wanted, actor, version=own.version, today=TODAY).state

    results = outcomes([tells(consultant()), tells(consultant(Role.PROPERTY)), proposes(consultant())])
    settled()
    assert results.count(EndingStands) == 2
    ending = Ending.objects.get(lease=lease.pk)
    assert ending.state in results
    assert Vacancy.objects(lease=lease.pk).count() == (1 if ending.state is EndingState.NOTIFIED else 0)


def protested(lease: Any, sue_by: date) -> Any:
    return make_ending(
        lease=lease, reason=LeaseEnd.LANDLORD_NOTICE, by_party=Party.LANDLORD, state=EndingState.PROTESTED,
        protest_by=date(2026, 8, 10), protested_on=date(2026, 8, 1), given_on=date(2026, 7, 9), sue_by=sue_by,
        approved_by_name="Leder", letter=lease.pk,
    )  # fmt: skip


def test_a_suit_in_time_at_the_very_moment_the_notice_falls_keeps_it_whichever_was_first() -> None:
    lease = lived_in()
    ending = protested(lease, TODAY - timedelta(days=1))
    told = Brought(
        forum=DisputeForum.TRIBUNAL, brought_by=Party.LANDLORD, subjects=[DisputeSubject.ENDING],
        brought_on=TODAY - timedelta(days=1),
    )  # fmt: skip
    own, lease_now, actor = fresh(ending), fresh(lease), consultant()
    at_once([
        lambda: endings.fall(own, LATE, today=TODAY),
        lambda: endings.open_dispute(lease_now, told, actor, version=lease_now.version, today=TODAY),
    ])  # fmt: skip
    settled()
    after = fresh(ending)
    assert (after.state, after.sued_on, after.fallen_on) == (EndingState.SUED, TODAY - timedelta(days=1), None)
    assert [entry.action for entry in after.history][-1] == "sued"
    assert Ending.objects.count() == 1
    assert after.pending == []


def test_a_protest_at_the_last_minute_stands_beside_the_night() -> None:
    lease = lived_in()
    ending = make_ending(
        lease=lease, reason=LeaseEnd.LANDLORD_NOTICE, by_party=Party.LANDLORD, given_on=date(2026, 10, 20),
        arrived_on=date(2026, 10, 23), protest_by=TODAY, approved_by_name="Leder", letter=lease.pk,
    )  # fmt: skip
    own, actor = fresh(ending), consultant()
    results = at_once([
        lambda: run_job("endings", TODAY),
        lambda: endings.protest(own, actor, on=TODAY, words="Nei.", version=own.version, today=TODAY),
    ])  # fmt: skip
    settled()
    assert not [one for one in results if isinstance(one, HusromError)]
    assert fresh(ending).state is EndingState.PROTESTED
    assert fresh(ending).sue_by is not None


def test_moving_out_noted_on_the_vacancy_and_on_the_ending_at_once_agrees() -> None:
    lease, keeper = lived_in(), consultant(Role.PROPERTY)
    told = Told(reason=LeaseEnd.TENANT_NOTICE, given_on=TODAY)
    ending = fresh(endings.register(lease, told, consultant(), version=lease.version, today=TODAY))
    vacancy = Vacancy.objects.get(lease=lease.pk)
    yesterday = TODAY - timedelta(days=1)
    results = at_once([
        lambda: endings.move_out(
            ending, keeper, on=yesterday, keys_back_on=TODAY, version=ending.version, today=TODAY
        ),
        lambda: vacancies.date_stage(
            vacancy, VacancyStage.VACATED, TODAY, consultant(Role.PROPERTY), version=vacancy.version, today=TODAY
        ),
    ])  # fmt: skip
    settled()
    assert all(one is True or isinstance(one, (StaleState, TransitionRefused)) for one in results)
    lease, ending, vacancy = fresh(lease), fresh(ending), fresh(vacancy)
    assert (lease.state, lease.ended_on) == (LeaseState.ENDED, yesterday)
    assert (ending.state, ending.moved_out_on) == (EndingState.MOVED_OUT, yesterday)
    assert vacancy.vacated_on == TODAY
    assert Ending.objects(lease=lease.pk).count() == 1
    assert [*lease.pending, *ending.pending, *vacancy.pending] == []


def test_a_notice_taken_back_as_its_vacancy_is_cancelled_by_hand_ends_in_one_cancelled_vacancy() -> None:
    lease = lived_in()
    told = Told(reason=LeaseEnd.TENANT_NOTICE, given_on=TODAY)
    ending = fresh(endings.register(lease, told, consultant(), version=lease.version, today=TODAY))
    vacancy = Vacancy.objects.get(lease=lease.pk)
    actor, other = consultant(), consultant()
    at_once([
        lambda: endings.withdraw(ending, actor, why="Blir.", version=ending.version, today=TODAY),
        lambda: vacancies.cancel(vacancy, other, why="Feil.", version=vacancy.version, today=TODAY),
    ])  # fmt: skip
    settled()
    assert fresh(ending).state is EndingState.FALLEN
    assert fresh(vacancy).state is VacancyState.CANCELLED
    assert Vacancy.objects(lease=lease.pk, state__in=list(LIVE)).count() == 0
    assert records.get(Lease, lease.pk).state is LeaseState.OCCUPYING
