"""Vacancies on a real server: of many who report one dwelling at one instant one does; what a kill left is finished."""

import multiprocessing
import os
import signal
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from models import AuditEntry, Lease, Task, Vacancy
from rules.errors import StaleState, VacancyStands
from rules.terms import LeaseEnd, LeaseState, Role, TaskKind, TaskState, VacancyCause, VacancyStage, VacancyState
from services import effects, records, vacancies
from services.actor import Actor
from tests.casework import NOW, TODAY, acting, worker
from tests.clockwork import load_rulebook
from tests.factories import make_dwelling, make_lease, make_unit, make_vacancy
from tests.wire.racing import outcomes

LATE = Actor.system(NOW + timedelta(minutes=2))
KILLED = -signal.SIGKILL


@pytest.fixture(autouse=True)
def house(app: Flask) -> None:
    load_rulebook()


def fresh(vacancy: Any) -> Any:
    return records.get(Vacancy, vacancy.pk)


def finish() -> None:
    """Do what `finish_effects` does, until nothing is left."""
    for _ in range(5):
        for left in effects.due(LATE.at):
            effects.finish(left, LATE)


def test_of_twenty_who_report_one_dwelling_at_the_same_instant_one_does_and_the_rest_are_told_who() -> None:
    dwelling = make_dwelling(unit=make_unit())
    told: list[tuple[str, str]] = []

    def work(by: Actor) -> Any:
        try:
            return vacancies.report(dwelling, VacancyCause.DEATH, by, known_on=TODAY, today=TODAY)
        except VacancyStands as error:
            told.append((error.number, error.by_name))
            raise

    reporters = [acting(worker(Role.HOUSING_CONSULTANT, name=f"Konsulent {n}")) for n in range(20)]
    results = outcomes([lambda by=by: work(by) for by in reporters])
    assert results.count(VacancyStands) == 19
    made = Vacancy.objects.get()
    assert set(told) == {(made.number, made.reported_by_name)}
    assert (made.pending, Task.objects(kind=TaskKind.VACANCY).count()) == ([], 1)
    assert AuditEntry.objects(document="vacancy").count() == 1


def test_two_dwellings_at_the_same_instant_get_two_numbers() -> None:
    by = acting(worker(Role.PROPERTY))
    homes = [make_dwelling() for _ in range(8)]
    results = outcomes(
        [
            lambda home=home: vacancies.report(home, VacancyCause.NEW_DWELLING, by, known_on=TODAY, today=TODAY)
            for home in homes
        ]
    )
    assert sorted(one.number for one in results) == [f"L2026-{n:04d}" for n in range(1, 9)]


def test_of_a_date_and_a_cancelling_at_the_same_instant_one_stands() -> None:
    made = make_vacancy()
    by, own, other = acting(worker(Role.PROPERTY)), fresh(made), fresh(made)
    results = outcomes(
        [
            lambda: vacancies.date_stage(own, VacancyStage.VACATED, TODAY, by, version=own.version, today=TODAY),
            lambda: vacancies.cancel(other, by, why="Leietakeren blir.", version=other.version, today=TODAY),
        ]
    )
    assert results.count(StaleState) == 1
    stored = fresh(made)
    assert (stored.vacated_on is None) is (stored.state is VacancyState.CANCELLED)


# --- Kills ------------------------------------------------------------------------------------------------------------


def _connected(uri: str, key: str, after: int) -> None:
    """This process on the test's database, to be killed as it is about to pay the vacancy's effect of that number."""
    from models import cipher, connection
    from wiring import register_effects

    client = connection.connect(uri)
    cipher.use(cipher.MongoCipher(client, client.get_default_database().name, key))
    register_effects()
    carry_out, paid = effects.registry.carry_out, [0]

    def dying(document: Any, effect: Any, actor: Actor) -> None:
        if isinstance(document, Vacancy):
            if paid[0] == after:
                os.kill(os.getpid(), signal.SIGKILL)
            paid[0] += 1
        carry_out(document, effect, actor)

    effects.registry.carry_out = dying  # type: ignore[method-assign]


def _report_and_die(uri: str, key: str, after: int, dwelling: str) -> None:
    from models import Dwelling

    _connected(uri, key, after)
    by = Actor(id="0" * 24, name="Kari", at=NOW, roles=frozenset({Role.PROPERTY}))
    vacancies.report(records.get(Dwelling, dwelling), VacancyCause.DEATH, by, known_on=TODAY, today=TODAY)


def _vacate_and_die(uri: str, key: str, after: int, vacancy: str) -> None:
    _connected(uri, key, after)
    by = Actor(id="0" * 24, name="Kari", at=NOW, roles=frozenset({Role.PROPERTY}))
    own = records.get(Vacancy, vacancy)
    vacancies.date_stage(own, VacancyStage.VACATED, TODAY, by, version=own.version, today=TODAY)


def killed(work: Any, settings: Any, after: int, *args: str) -> None:
    process = multiprocessing.get_context("spawn").Process(
        target=work, args=(settings.mongodb_uri, settings.field_key, after, *args)
    )
    process.start()
    process.join(60)
    assert process.exitcode == KILLED


@pytest.mark.parametrize("after", [0, 1])
def test_a_notice_whose_process_was_killed_gets_its_task_and_its_trace(settings: Any, after: int) -> None:
    dwelling = make_dwelling()
    killed(_report_and_die, settings, after, str(dwelling.pk))
    made = Vacancy.objects.get()
    assert len(made.pending) == 2 - after
    with pytest.raises(VacancyStands):
        vacancies.report(dwelling, VacancyCause.DEATH, acting(worker()), known_on=TODAY, today=TODAY)
    finish()
    assert (fresh(made).pending, Task.objects.get().subject_number) == ([], made.number)
    assert AuditEntry.objects(document="vacancy").count() == 1


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_vacated_dwelling_whose_process_was_killed_ends_its_lease(settings: Any, after: int) -> None:
    lease = make_lease(starts_on=date(2024, 1, 1))
    made = make_vacancy(dwelling=lease.dwelling, lease=lease, cause=VacancyCause.NURSING_HOME)
    killed(_vacate_and_die, settings, after, str(made.pk))
    assert (fresh(made).vacated_on, len(fresh(made).pending)) == (TODAY, 3 - after)
    finish()
    ended = records.get(Lease, lease.pk)
    assert (ended.state, ended.ended_on, ended.end_reason) == (
        LeaseState.ENDED, TODAY - timedelta(days=1), LeaseEnd.MOVED_TO_CARE,
    )  # fmt: skip
    assert (fresh(made).pending, Vacancy.objects.count()) == ([], 1)
    assert Task.objects(kind=TaskKind.VACANCY, state=TaskState.OPEN).count() == 1
