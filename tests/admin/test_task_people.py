"""Whose case a task is about, on screen: for those who may open it, and never a protected person's name."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from mongomock.collection import Collection

from rules.terms import Role
from tests.admin.office import app
from tests.admin.plain_text import visible
from tests.factories import make_appeal, make_applicant, make_application, make_lease, make_task

__all__ = ["app"]
Clients = Callable[..., FlaskClient]


def make_tasks(role: Role = Role.CASEWORKER, **person: Any) -> None:
    """A task about an application, a lease and an appeal of one person each."""
    for kind, record in (
        ("application", make_application(applicant=make_applicant(first_name="Anna", **person))),
        ("lease", make_lease(tenant=make_applicant(first_name="Berit", **person))),
        ("appeal", make_appeal(party=make_applicant(first_name="Carl", **person))),
    ):
        make_task(subject_kind=kind, subject_id=str(record.pk), role=role)


@pytest.mark.parametrize("page", ["/admin/", "/admin/oppgaver/"])
@pytest.mark.parametrize(
    ("role", "names"),
    [(Role.CASEWORKER, ["Anna", "Berit", "Carl"]), (Role.ECONOMY, ["Berit"])],
)
def test_each_sees_the_names_of_the_cases_they_may_open(
    app: Flask, client_of: Clients, page: str, role: Role, names: list[str]
) -> None:
    make_tasks(role)
    words = visible(client_of(role).get(page).text)
    assert [name for name in ("Anna", "Berit", "Carl") if name in words] == names


@pytest.mark.parametrize("page", ["/admin/", "/admin/oppgaver/"])
@pytest.mark.parametrize("sees", [True, False])
def test_a_protected_person_is_named_to_those_who_may_know(
    app: Flask, client_of: Clients, page: str, sees: bool
) -> None:
    make_tasks(protected_address=True)
    words = visible(client_of(Role.CASEWORKER, sees_protected=sees).get(page).text)
    assert ("Anna" in words, "Skjermet" in words) == (sees, not sees)


@pytest.mark.parametrize("page", ["/admin/", "/admin/oppgaver/"])
def test_more_tasks_cost_no_more_reads(
    app: Flask, client_of: Clients, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    find = Collection.find
    monkeypatch.setattr(Collection, "find", lambda self, *a, **k: reads.append(self.name) or find(self, *a, **k))
    caller = client_of(Role.CASEWORKER)
    counts = []
    for _ in range(2):
        make_tasks()
        reads.clear()
        caller.get(page)
        counts.append(len(reads))
    assert 0 < counts[0] == counts[1]
