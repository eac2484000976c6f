"""Overviews and profiles on a real server: killed after the write, sent by many at once, mailed with the PDF."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from letters.paper import Sender
from models import File, FilePart, Message, Overview, Task
from rules.errors import NothingNew, StaleState
from rules.terms import MessageState, Role, TaskKind, TaskState
from services import effects, vacancies
from services.actor import Actor
from tests.casework import NOW, TODAY, acting, worker
from tests.clockwork import load_rulebook
from tests.jobs.post_office import PostOffice, serve
from tests.telling import ANSWER, caseworkers, fresh, leader_and_unit, with_services
from tests.wire.racing import outcomes

SENDER = Sender(municipality="Prøve kommune")
LATE = Actor.system(NOW + timedelta(hours=1))


@pytest.fixture(autouse=True)
def house(app: Flask) -> None:
    load_rulebook()


class Killed(BaseException):
    """The process is gone."""


def send(now: datetime = NOW, by: Actor | None = None) -> Overview:
    by = by or acting(worker(Role.HOUSING_CONSULTANT), now)
    return vacancies.send_overview(by, SENDER, told=vacancies.draft_overview().told, now=now)


def killed_after(effects_done: int, monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> None:
    """Do the work in a process that is gone after so many effects."""
    carry_out, done = effects._carry_out, 0

    def carry(*args: Any) -> None:
        nonlocal done
        if done == effects_done:
            raise Killed
        done += 1
        carry_out(*args)

    with monkeypatch.context() as patched:
        patched.setattr(effects, "_carry_out", carry)
        with pytest.raises(Killed):
            work()


def finish() -> None:
    """Do what `finish_effects` does, until nothing is left."""
    for _ in range(5):
        for left in effects.due(LATE.at):
            effects.finish(left, LATE)


@pytest.mark.parametrize("effects_done", [0, 1, 2, 4, 6, 9])
def test_killed_after_the_write_all_are_mailed_once_and_all_vacancies_are_marked(
    effects_done: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = caseworkers(3)
    unit = leader_and_unit()[1]
    told = [with_services(unit, answered=True) for _ in range(2)]
    by = acting(worker(Role.HOUSING_CONSULTANT))
    killed_after(effects_done, monkeypatch, lambda: send(by=by))
    finish()
    overview = Overview.objects.get()
    assert (overview.pending, File.objects.count()) == ([], 1)
    assert sorted(Message.objects.scalar("to")) == sorted(user.email for user in to)
    for vacancy in told:
        stored = fresh(vacancy)
        assert (stored.overview_on, stored.pending) == (TODAY, [])
        assert [entry.action for entry in stored.history].count("overview_sent") == 1
        assert Task.objects(kind=TaskKind.VACANCY, subject_id=str(vacancy.pk), state=TaskState.OPEN).count() == 1
    with pytest.raises(NothingNew):
        send()


@pytest.mark.parametrize("effects_done", [0, 1, 2])
def test_killed_after_a_question_the_mail_goes_once_and_the_task_is_the_leaders(
    effects_done: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader, unit = leader_and_unit()
    vacancy, by = with_services(unit), acting(worker(Role.HOUSING_CONSULTANT))
    ask = lambda: vacancies.ask_profile(vacancy, by, version=vacancy.version, today=TODAY)  # noqa: E731
    killed_after(effects_done, monkeypatch, ask)
    finish()
    assert list(Message.objects.scalar("to")) == [leader.email]
    assert Task.objects(kind=TaskKind.VACANCY, assignee=leader, state=TaskState.OPEN).count() == 1
    assert fresh(vacancy).pending == []


def test_of_four_who_send_at_the_same_instant_one_does_and_the_rest_leave_no_file() -> None:
    caseworkers()
    with_services(leader_and_unit()[1], answered=True)
    results = outcomes([send] * 4)
    assert [one for one in results if not isinstance(one, Overview)] == [NothingNew] * 3
    assert (Overview.objects.count(), Message.objects.count(), FilePart.objects.count()) == (1, 2, 1)


def test_of_two_who_answer_at_the_same_instant_one_is_told_of_the_other() -> None:
    leader, unit = leader_and_unit()
    vacancy = with_services(unit)
    own = [fresh(vacancy) for _ in range(2)]
    works = [
        lambda one=one, by=by: vacancies.answer_profile(one, ANSWER, by, version=one.version, today=TODAY)
        for one, by in zip(own, (acting(leader), acting(worker(Role.HOUSING_CONSULTANT))), strict=True)
    ]
    assert sorted(map(str, outcomes(works))) == sorted([str(StaleState), "True"])


def test_the_pdf_reaches_the_mail_server_as_it_was_stored(
    run_flask: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    caseworkers()
    with_services(leader_and_unit()[1], answered=True)
    overview = send(datetime.now(UTC))
    office = PostOffice(answers={"DATA": ["451 4.7.1 Greylisted"]})
    with serve(office) as server:
        for _ in range(2):
            done = run_flask("outbox", "send", HUSROM_SMTP_URL=f"smtp://{server.host}:{server.port}")
            assert done.returncode == 0, done.stderr
            Message.objects(state=MessageState.QUEUED).update(set__next_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert len(office.mails) == 2
    for mail in office.mails:
        (pdf,) = mail.iter_attachments()
        assert pdf.get_content_type() == "application/pdf"
        assert pdf.get_content() == vacancies.open_overview(overview)
        assert overview.number in str(pdf.get_filename())
