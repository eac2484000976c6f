"""Two who register at the same instant, on a real server: one application stands and the other is told."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bson import ObjectId

from models import Applicant, Application, Task
from rules.errors import HusromError, SecondOpenApplication
from rules.terms import (
    ApplicationKind,
    AppliedBy,
    HousingSituation,
    IntakeChannel,
    Role,
    TargetGroup,
    TaskKind,
)
from services import applications, records
from services.actor import Actor
from services.applications import Intake
from tests.clockwork import load_rulebook
from tests.factories import make_applicant

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
WORKER = Actor(id="u", name="Kari", at=NOW, roles=frozenset({Role.CASEWORKER}))
EIGHT = 8

pytestmark = pytest.mark.usefixtures("app")


def facts(**others: Any) -> Intake:
    values: dict[str, Any] = {
        "nonce": ObjectId(),
        "kind": ApplicationKind.NEW,
        "received_on": date(2026, 11, 20),
        "channel": IntakeChannel.PAPER,
        "target_group": TargetGroup.DISADVANTAGED,
        "applied_by": AppliedBy.APPLICANT,
        "situation": HousingSituation.NO_DWELLING,
        "adults": 1,
    }
    return Intake(**values | others)


def race(attempts: list[Callable[[], Any]]) -> list[Any]:
    """Let all go at the same instant; what each gave, or the class of its refusal."""
    start, results = threading.Barrier(len(attempts)), []

    def go(attempt: Callable[[], Any]) -> None:
        start.wait()
        try:
            results.append(attempt())
        except HusromError as error:
            results.append(type(error))

    threads = [threading.Thread(target=go, args=(attempt,)) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_eight_who_register_the_same_person_and_kind_one_does() -> None:
    load_rulebook()
    person = make_applicant()
    given = [facts(applicant=person.pk) for _ in range(EIGHT)]
    results = race([lambda one=one: applications.register(one, WORKER, now=NOW) for one in given])
    stored = Application.objects.get()
    assert sorted(str(getattr(one, "number", one)) for one in results) == sorted(
        [stored.number, *[str(SecondOpenApplication)] * (EIGHT - 1)]
    )
    assert Task.objects(kind=TaskKind.NEXT_STEP, subject_id=str(stored.pk)).count() == 1


def test_one_form_sent_eight_times_at_once_is_one_person_and_one_application() -> None:
    load_rulebook()
    given = facts(person={"first_name": "Åse", "last_name": "Prøve"}, person_nonce=ObjectId())
    results = race([lambda: applications.register(replace(given), WORKER, now=NOW) for _ in range(EIGHT)])
    assert {getattr(one, "pk", one) for one in results} == {given.nonce}
    assert (Application.objects.count(), Applicant.objects.count()) == (1, 1)
    assert records.get(Application, given.nonce).pending == []


def test_eight_applications_at_once_get_eight_numbers() -> None:
    load_rulebook()
    people = [make_applicant() for _ in range(EIGHT)]
    race([lambda one=one: applications.register(facts(applicant=one.pk), WORKER, now=NOW) for one in people])
    assert len(set(Application.objects.scalar("application_number"))) == EIGHT
