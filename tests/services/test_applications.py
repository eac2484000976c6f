"""The application's way from receipt to assessment."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from models import AccessEntry, JournalEntry, Task
from models.fields import is_ciphertext
from rules.errors import AlreadyExists, InvalidRecord, MissingReason, NotAuthorised, StaleState, TransitionRefused
from rules.terms import ApplicationState, JournalKind, ReasonGroup, Role, TaskKind, TaskState
from services import applications, journals, records
from services.actor import Actor
from tests.clockwork import load_rulebook
from tests.factories import make_application, make_office, make_task, make_user
from wiring import register_effects

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
CASEWORKER = Actor(id="u", name="Kari", at=NOW, roles=frozenset({Role.CASEWORKER}))
READER = Actor(id="r", name="Ola", at=NOW, roles=frozenset({Role.READER}))


@pytest.fixture(autouse=True)
def house() -> None:
    register_effects()
    load_rulebook()


def fresh(document: Any) -> Any:
    return records.get(type(document), document.pk)


def test_a_case_that_is_nobodys_becomes_theirs_who_take_it_up() -> None:
    office, other = make_office(), make_user()
    user = make_user(office=office)
    me = Actor(id=str(user.pk), name=user.name, at=NOW, roles=frozenset(user.roles), office=office.pk)
    mine, theirs = make_application(), make_application(caseworker=other)
    applications.take_up(mine, me, version=1)
    applications.take_up(theirs, me, version=1)
    assert (fresh(mine).caseworker, fresh(mine).office) == (user, office)
    assert (fresh(theirs).caseworker, fresh(theirs).office) == (other, None)
    assert Task.objects.get(kind=TaskKind.NEXT_STEP, subject_id=str(mine.pk)).assignee == user


def test_a_received_application_is_taken_up_once() -> None:
    application = make_application()
    assert applications.take_up(application, CASEWORKER, version=1)
    assert fresh(application).state is ApplicationState.IN_ASSESSMENT
    assert applications.take_up(fresh(application), CASEWORKER, version=2) is False
    assert [entry.action for entry in fresh(application).history] == ["created", "taken_up"]


@pytest.mark.parametrize(
    "state", [ApplicationState.HOUSED, ApplicationState.REFUSED, ApplicationState.DISMISSED, ApplicationState.LAPSED]
)
def test_a_decided_case_cannot_be_withdrawn(state: ApplicationState) -> None:
    application = make_application(state=state)
    with pytest.raises(TransitionRefused):
        applications.withdraw(application, CASEWORKER, why="Har kjøpt bolig", version=1)
    assert fresh(application).version == 1


def test_withdrawing_needs_a_reason() -> None:
    with pytest.raises(MissingReason):
        applications.withdraw(make_application(), CASEWORKER, why="  ", version=1)


def test_a_stale_page_moves_nothing() -> None:
    application = make_application()
    applications.take_up(fresh(application), CASEWORKER, version=1)
    with pytest.raises(StaleState):
        applications.withdraw(fresh(application), CASEWORKER, why="Trekker", version=1)


@pytest.mark.parametrize(
    ("sent_on", "problem"), [(date(2026, 11, 1), "before_received"), (date(2026, 11, 23), "future")]
)
def test_a_preliminary_reply_lies_between_receipt_and_today(sent_on: date, problem: str) -> None:
    application = make_application(received_on=date(2026, 11, 2))
    with pytest.raises(InvalidRecord) as refused:
        applications.note_preliminary_reply(application, sent_on, CASEWORKER, version=1, today=date(2026, 11, 22))
    assert refused.value.problems == {"preliminary_reply_on": problem}


def test_a_preliminary_reply_is_noted_and_settles_the_task_at_once() -> None:
    application = make_application()
    make_task(key="t", kind=TaskKind.SLOW_CASE, subject_id=str(application.pk))
    applications.note_preliminary_reply(application, date(2026, 11, 20), CASEWORKER, version=1, today=NOW.date())
    assert fresh(application).preliminary_reply_on == date(2026, 11, 20)
    assert Task.objects.get(kind=TaskKind.SLOW_CASE).state is TaskState.SETTLED


def test_a_case_is_not_given_to_one_who_cannot_sign_in() -> None:
    with pytest.raises(InvalidRecord):
        applications.assign(make_application(), make_user(active=False), CASEWORKER, version=1)


def test_a_reader_changes_nothing() -> None:
    application = make_application()
    for attempt in (
        lambda: applications.take_up(application, READER, version=1),
        lambda: applications.withdraw(application, READER, why="Trekker", version=1),
        lambda: applications.assign(application, make_user(), READER, version=1),
        lambda: applications.note_archive_case(application, "26/1", READER, version=1),
        lambda: applications.note_reason_group(application, ReasonGroup.NONE, READER, version=1),
        lambda: journals.write(application, JournalKind.NOTE, "Notat", READER, nonce="n", now=NOW),
        lambda: journals.read(application, READER),
    ):
        with pytest.raises(NotAuthorised):
            attempt()
    assert fresh(application).version == 1


def test_a_journal_entry_is_encrypted_written_once_and_each_opening_is_logged() -> None:
    application = make_application()
    for _ in range(2):
        journals.write(application, JournalKind.CALL, " Ringte søker ", CASEWORKER, nonce="form1", now=NOW)
    assert is_ciphertext(JournalEntry._get_collection().find_one()["text"])
    assert [(entry.text, entry.by_name) for entry in journals.read(application, CASEWORKER)] == [
        ("Ringte søker", "Kari")
    ]  # fmt: skip
    assert [(entry.number, entry.count) for entry in AccessEntry.objects] == [(application.number, 1)]


@pytest.mark.parametrize("other", ["kind", "text", "author"])
def test_a_form_that_has_written_something_else_is_refused(other: str) -> None:
    application = make_application()
    journals.write(application, JournalKind.CALL, "Ringte", CASEWORKER, nonce="form1", now=NOW)
    kind = JournalKind.NOTE if other == "kind" else JournalKind.CALL
    author = replace(CASEWORKER, id="another") if other == "author" else CASEWORKER
    with pytest.raises(AlreadyExists):
        journals.write(application, kind, "Ny" if other == "text" else "Ringte", author, nonce="form1", now=NOW)
    assert JournalEntry.objects.count() == 1


def test_an_empty_journal_entry_is_refused() -> None:
    with pytest.raises(MissingReason):
        journals.write(make_application(), JournalKind.NOTE, " ", CASEWORKER, nonce="n", now=NOW)
