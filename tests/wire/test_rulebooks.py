"""Rulebooks on a real server: numbers that two ask for at once, one publishing of a draft, and what is in force."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from models import Application, Rulebook
from rules.errors import HusromError
from rules.terms import Role
from services import effects, rulebook_changes, rulebooks
from services.actor import Actor
from tests.casework import assessed
from tests.clockwork import load_rulebook
from tests.factories import make_applicant

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
ADMIN = Actor(id="a", name="Ada", at=NOW, roles=frozenset({Role.ADMINISTRATOR}))


@pytest.fixture(autouse=True)
def house(app: Flask) -> None:
    load_rulebook()


def at_once(works: list[Callable[[], object]]) -> list[HusromError]:
    """Do them at the same instant; what was refused."""
    start, refused = threading.Barrier(len(works)), []

    def go(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except HusromError as error:
            refused.append(error)

    threads = [threading.Thread(target=go, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_those_who_copy_at_the_same_instant_get_a_number_each() -> None:
    assert at_once([lambda n=n: rulebooks.copy(1, f"Kopi {n}", ADMIN) for n in range(6)]) == []
    assert sorted(one.rulebook_number for one in Rulebook.objects) == [1, 2, 3, 4, 5, 6, 7]
    assert {one.title for one in Rulebook.objects(based_on=1)} == {f"Kopi {n}" for n in range(6)}
    assert all(one.pending == [] for one in Rulebook.objects)


def test_a_draft_is_published_dropped_or_changed_by_one_of_those_who_try() -> None:
    rulebooks.copy(1, "Ny", ADMIN)
    seen = [Rulebook.objects.get(rulebook_number=2) for _ in range(6)]
    content = rulebooks.content_of(seen[0])
    works: list[Callable[[], object]] = [
        *(lambda one=one: rulebooks.publish(one, TODAY, ADMIN, version=1, today=TODAY) for one in seen[:2]),
        *(lambda one=one: rulebooks.drop(one, ADMIN, version=1) for one in seen[2:4]),
        *(lambda one=one: rulebooks.edit(one, content | {"title": "X"}, ADMIN, version=1) for one in seen[4:]),
    ]
    assert len(at_once(works)) == 5
    stored = Rulebook.objects.get(rulebook_number=2)
    assert stored.version == 2
    assert [stored.published_at is not None, stored.dropped_at is not None, stored.title == "X"].count(True) == 1


@pytest.mark.parametrize(
    ("ahead", "in_force"), [(0, 2), (1, 1), (400, 1)], ids=["from today", "from tomorrow", "in a year"]
)
def test_what_is_in_force_is_read_by_day(ahead: int, in_force: int) -> None:
    draft = rulebooks.copy(1, "Ny", ADMIN)
    rulebooks.copy(1, "Et utkast til", ADMIN)
    day = TODAY + timedelta(days=ahead)
    rulebooks.publish(draft, day, ADMIN, version=1, today=TODAY)
    assert rulebooks.current(TODAY).number == in_force
    assert rulebooks.current(day).number == 2
    assert rulebooks.current(day - timedelta(days=1)).number == 1
    upcoming = rulebooks.find_upcoming(TODAY)
    assert (upcoming.rulebook_number if upcoming else None) == (None if ahead == 0 else 2)
    assert [rulebook_changes.begins_on(one) for one in (day, day + timedelta(days=1))] == [True, False]


def test_what_a_published_rulebook_owes_is_paid_by_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    case = assessed(applicant=make_applicant(born_on=date(2006, 1, 1)), now=NOW)
    draft = rulebooks.copy(1, "Ny", ADMIN)
    content = rulebooks.content_of(draft)
    content["requirements"][0]["at_least"] = 30
    rulebooks.edit(draft, content, ADMIN, version=1)
    with monkeypatch.context() as killed:
        killed.setattr(effects, "run", lambda *_: False)  # the process dies after its one write
        rulebooks.publish(draft, TODAY, ADMIN, version=2, today=TODAY)
    assert not Application.objects.get(pk=case.pk).assessment_stale
    later = NOW + timedelta(minutes=2)
    (left,) = [one for one in effects.due(later) if isinstance(one, Rulebook)]
    assert effects.finish(left, Actor.system(later))
    assert Application.objects.get(pk=case.pk).assessment_stale
    assert Rulebook.objects.get(rulebook_number=2).pending == []
