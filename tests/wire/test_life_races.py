"""Complaints and follow-up on a real server: of those who act at the same instant one is first, and nothing is lost."""

from datetime import timedelta
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask

from models import AuditEntry, FollowUp, Incident, Lease, Task
from rules.errors import StaleState
from rules.terms import IncidentOutcome, IncidentState, LeaseState, MeasureKind, Role, TaskKind, TaskState
from services import followups, incidents, records
from services.actor import Actor
from services.incidents import Planned
from tests.casework import NOW, TODAY, acting, worker
from tests.clockwork import load_rulebook
from tests.factories import make_lease
from tests.keepers import make_incident
from tests.wire.racing import outcomes

CLOCK = Actor.system(NOW)


@pytest.fixture(autouse=True)
def house(app: Flask) -> None:
    load_rulebook()


def mapped() -> Any:
    made = make_incident(state=IncidentState.MAPPED, mapped_on=TODAY, mapped="To fester.", heard="Beklager.")
    return records.get(Incident, made.pk)


def keepers(count: int) -> list[Actor]:
    return [acting(worker(Role.PROPERTY, name=f"Forvalter {n}")) for n in range(count)]


def fresh(incident: Any) -> Any:
    return records.get(Incident, incident.pk)


def test_of_those_who_close_and_decide_a_measure_at_the_same_instant_one_does() -> None:
    incident = mapped()
    closing, deciding = keepers(2)
    planned = Planned(kind=MeasureKind.TALK, due_on=TODAY + timedelta(days=7))
    results = outcomes(
        [
            lambda: incidents.close(
                fresh(incident), closing, outcome=IncidentOutcome.SETTLED, why="Ro.", version=1, today=TODAY
            ),
            lambda: incidents.decide(fresh(incident), planned, deciding, version=1, today=TODAY),
        ]
    )
    assert sorted(map(str, results)) == sorted(map(str, [True, StaleState]))
    stored = fresh(incident)
    assert (stored.state is IncidentState.CLOSED) == (stored.measures == [])
    assert stored.pending == []


def test_a_form_sent_many_times_at_the_same_instant_is_one_complaint() -> None:
    lease, identity, by = make_lease(), ObjectId(), keepers(1)[0]
    told = incidents.Told(
        kinds=make_incident(lease=lease).kinds, dwellings=[lease.dwelling.pk], happened_on=TODAY, received_on=TODAY,
        channel=mapped().channel, what="Bråk.",
    )  # fmt: skip
    work = lambda: incidents.register(told, by, leases=[lease.pk], identity=identity, today=TODAY).pk  # noqa: E731
    assert outcomes([work] * 6) == [identity] * 6
    assert Incident.objects(pk=identity).count() == 1
    assert Task.objects(kind=TaskKind.INCIDENT, subject_id=str(identity), state=TaskState.OPEN).count() == 1


def test_a_plan_begun_by_the_keys_and_by_the_night_at_the_same_instant_is_one() -> None:
    leases = [make_lease(state=LeaseState.UPCOMING, starts_on=TODAY) for _ in range(4)]
    pace = followups.pace_of(TODAY)

    def keys(lease: Lease) -> bool:
        values = {"state": LeaseState.OCCUPYING, "keys_on": TODAY}
        return records.change(records.get(Lease, lease.pk), CLOCK, values=values)

    def night(lease: Lease) -> bool:
        return followups.keep_plan(records.get(Lease, lease.pk), CLOCK, pace, today=TODAY)

    for lease in leases:
        results = outcomes([lambda one=lease: keys(one), lambda one=lease: night(one)])
        assert set(results) <= {True, StaleState}
    for left in followups.without_plan():
        followups.keep_plan(left, CLOCK, pace, today=TODAY)
    assert FollowUp.objects.count() == len(leases)
    assert AuditEntry.objects(document="followup", action="followup_begun").count() == len(leases)
    for lease in leases:
        stored = records.get(Lease, lease.pk)
        if stored.state is LeaseState.OCCUPYING:
            assert stored.followup == FollowUp.objects.get(lease=lease.pk).pk
        assert stored.pending == []


def test_two_who_note_the_same_visit_at_the_same_instant_plan_one_next_visit() -> None:
    lease = make_lease(starts_on=TODAY)
    plan = records.get(FollowUp, followups.begin(lease, CLOCK, followups.pace_of(TODAY), today=TODAY))
    visit = plan.items[0].id
    by = [acting(worker(Role.CASEWORKER, name=f"Saksbehandler {n}")) for n in range(2)]

    def note(who: Actor) -> bool:
        held = records.get(FollowUp, plan.pk)
        return followups.hold(held, visit, who, on=TODAY, note="Alt vel.", version=plan.version, today=TODAY)

    results = outcomes([lambda who=who: note(who) for who in by])
    assert results.count(True) == 1
    waiting = [one.kind for one in records.get(FollowUp, plan.pk).items if one.is_open]
    assert len(waiting) == len(set(waiting)) == 2
