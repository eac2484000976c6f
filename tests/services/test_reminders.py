"""Digests: one for each person and day, nothing twice unless it escalates, and to the deputy of who is away."""

from datetime import date, timedelta
from typing import Any

import pytest

from models import Message, Task, User
from rules.errors import StaleState
from rules.terms import Role, TaskKind, TaskState, Urgency
from services import outbox, records, reminders, tasks
from tests.clockwork import DAY, load_rulebook, run_job
from tests.conftest import NOON
from tests.factories import ACTOR, make_task, make_user

NEXT = DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def rulebook() -> None:
    load_rulebook()


def arrears_task(assignee: User | None, **values: Any) -> Task:
    defaults: dict[str, Any] = {"kind": TaskKind.ARREARS, "subject_kind": "lease", "due_on": date(2026, 10, 20)}
    return make_task(assignee=assignee, **defaults | values)


def mails() -> dict[str, list[str]]:
    """Whom each mail goes to, and the task keys it tells of."""
    return {message.to: [item["task"] for item in message.items] for message in Message.objects}


def test_each_person_gets_one_digest_of_their_own_tasks() -> None:
    kari, ola = make_user(), make_user()
    hers, his, nobodys = arrears_task(kari), arrears_task(ola), arrears_task(None, role=Role.CASEWORKER)
    closed = arrears_task(kari, state=TaskState.DONE)
    assert run_job("reminders").numbers() == {"selected": 2, "done": 2, "failed": 0}
    assert mails() == {kari.email: [hers.key], ola.email: [his.key]}
    assert {task.key for task in Task.objects(told=None)} == {nobodys.key, closed.key}
    assert {message.key for message in Message.objects} == {f"digest:{user.pk}:2026-11-22" for user in (kari, ola)}


def test_the_same_is_told_again_only_when_it_escalates() -> None:
    task = arrears_task(make_user(), urgency=Urgency.SOON)
    run_job("reminders")
    assert run_job("reminders", NEXT).selected == 0
    records.change(Task.objects.get(), ACTOR, values={"urgency": Urgency.NOTICE})
    assert run_job("reminders", NEXT).selected == 0
    records.change(Task.objects.get(), ACTOR, values={"urgency": Urgency.URGENT})
    assert run_job("reminders", NEXT).selected == 1
    assert [message.items for message in Message.objects.order_by("key")] == [
        [{"task": task.key, "urgency": "soon"}],
        [{"task": task.key, "urgency": "urgent"}],
    ]


def test_one_digest_a_day_even_when_something_new_comes_after_it() -> None:
    user = make_user()
    arrears_task(user)
    run_job("reminders")
    late = arrears_task(user)
    run_job("reminders")
    assert Message.objects.count() == 1
    run_job("reminders", NEXT)
    assert Message.objects.get(key=f"digest:{user.pk}:{NEXT}").items[0]["task"] == late.key


def test_a_run_that_died_between_mail_and_marks_tells_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    task = arrears_task(make_user())
    with monkeypatch.context() as patch:
        patch.setattr(reminders, "mark", lambda *_: None)
        run_job("reminders")
    assert (Task.objects.get().told, Message.objects.get().marked) == (None, False)
    run_job("reminders", NEXT)
    assert (Task.objects.get().told_message, Message.objects.get().marked) == (Message.objects.get().key, True)
    assert list(mails().values()) == [[task.key]]


def test_what_a_stored_mail_told_is_marked_at_the_urgency_it_told() -> None:
    task = arrears_task(make_user(), urgency=Urgency.SOON)
    reminder = reminders.to_tell(DAY, ACTOR)[0]
    message = outbox.queue(
        f"digest:{reminder.recipient.pk}:{DAY}",
        reminders.MessageKind.DIGEST,
        reminder.recipient,
        outbox.Letter("s", "t", "h"),
        domain="kommune.test",
        now=NOON,
        items=[{"task": task.key, "urgency": "soon"}],
    )
    records.change(Task.objects.get(), ACTOR, values={"urgency": Urgency.CRITICAL})
    assert reminders.mark_left_over(ACTOR) == 1
    assert (Task.objects.get().told, Message.objects.get().marked) == (Urgency.SOON, True)
    assert reminders.mark_left_over(ACTOR) == 0
    assert message.key == Task.objects.get().told_message


AWAY = {"away_from": date(2026, 11, 20), "away_until": date(2026, 11, 22)}


@pytest.mark.parametrize(
    ("owner", "deputy", "deputys_deputy", "reached"),
    [
        pytest.param({}, {}, {}, 0, id="Who is there is told."),
        pytest.param(AWAY, {}, {}, 1, id="The deputy is told when the owner is away."),
        pytest.param(AWAY, AWAY, {}, 2, id="The deputy's deputy is told when both are away."),
        pytest.param(AWAY, AWAY, AWAY, 0, id="The owner is told when everybody is away."),
        pytest.param(AWAY, {"active": False}, {}, 2, id="A deputy who has left is passed over."),
        pytest.param({"away_from": DAY, "away_until": None}, {}, {}, 1, id="Away without an end is away."),
        pytest.param({"away_from": NEXT, "away_until": None}, {}, {}, 0, id="Away from tomorrow is there today."),
    ],
)
def test_who_is_told(
    owner: dict[str, Any], deputy: dict[str, Any], deputys_deputy: dict[str, Any], reached: int
) -> None:
    third = make_user(**deputys_deputy)
    second = make_user(deputy=third, **deputy)
    first = make_user(deputy=second, **owner)
    arrears_task(first)
    run_job("reminders")
    assert list(mails()) == [(first, second, third)[reached].email]
    assert Task.objects.get().assignee == first
    assert ("(for kollega)" in Message.objects.get().text) is (reached > 0)


def test_two_who_are_each_others_deputies_and_both_away_do_not_loop() -> None:
    first = make_user(**AWAY)
    second = make_user(deputy=first, **AWAY)
    records.change(first, ACTOR, values={"deputy": second})
    arrears_task(first)
    run_job("reminders")
    assert list(mails()) == [first.email]


def test_a_colleagues_tasks_come_in_the_deputys_one_digest() -> None:
    deputy = make_user()
    own, covered = arrears_task(deputy), arrears_task(make_user(deputy=deputy, **AWAY))
    run_job("reminders")
    assert {key: sorted(keys) for key, keys in mails().items()} == {deputy.email: sorted([own.key, covered.key])}


def test_the_tasks_of_who_has_left_are_given_to_the_deputy() -> None:
    deputy = make_user()
    arrears_task(make_user(active=False, deputy=deputy))
    run_job("reminders")
    assert (Task.objects.get().assignee, list(mails())) == (deputy, [deputy.email])
    assert "(for kollega)" not in Message.objects.get().text


def test_the_tasks_of_who_has_left_without_a_deputy_are_the_administrators() -> None:
    arrears_task(make_user(active=False))
    run_job("reminders")
    task = Task.objects.get()
    assert (task.assignee, task.role, mails()) == (None, Role.ADMINISTRATOR, {})


def test_a_mail_repeats_neither_what_people_write_nor_the_names_of_other_records() -> None:
    user = make_user()
    make_task(assignee=user, text="Ring Åse Prøve", subject_number="S2026001")
    make_task(assignee=user, kind=TaskKind.EFFECT_STOPPED, subject_kind="user", subject_number="kari@kommune.test")
    run_job("reminders")
    text = Message.objects.get().text
    assert "S2026001" in text
    assert "Åse" not in text
    assert "@" not in text


def test_a_task_somebody_is_at_does_not_stop_everybodys_digests(monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(task: Task, *_: Any, **__: Any) -> bool:
        raise StaleState("task", task.key)

    monkeypatch.setattr(tasks, "hand_over", taken)
    arrears_task(make_user(active=False))
    kari = make_user()
    hers = arrears_task(kari)
    run_job("reminders")
    assert mails() == {kari.email: [hers.key]}
