"""Offers that landlords make unasked: registered, answered by letter, never agreed on the side (S000)."""

from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId

from letters import approach_answer
from letters.paper import Drawn
from models import Agreement, Approach, File, FilePart, Task
from rules.errors import BiddingOver, InvalidRecord, NotAuthorised, NotFound, StaleState, TransitionRefused
from rules.terms import ApproachState, FileKind, Role, TaskKind, TaskState, Urgency
from services import procurements, records
from services.procurements import Answer
from tests.casework import SENDER, TODAY, acting, house
from tests.clockwork import run_job
from tests.factories import make_landlord, make_user
from tests.services.test_bids import AHEAD, announced

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")
TOLD = Answer(language="nb", where="Doffin", address="Storgata 1\n9405 HARSTAD")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Letters without their looks; what they were told."""
    told: list[Any] = []

    def draw(one: approach_answer.ApproachAnswer) -> Drawn:
        told.append(one)
        return Drawn("Svar", one.envelope.language, b"%PDF-1.7 quick")

    monkeypatch.setattr(approach_answer, "draw", draw)
    return told


def by(role: Role = Role.PROPERTY) -> Any:
    return acting(make_user(roles=[role]))


def register(**values: Any) -> Approach:
    told = {"from_name": "Prøve Eiendom AS", "what": "Seks leiligheter.", "received_on": TODAY, "today": TODAY}
    return procurements.register_approach(by(), **{**told, "identity": ObjectId()} | values)


def answer(approach: Approach, told: Answer = TOLD, **values: Any) -> bool:
    version = values.pop("version", approach.version)
    return procurements.answer_approach(approach, by(), SENDER, told, version=version, today=TODAY, **values)


def sent(approach: Approach, by_: Any = None) -> bool:
    return procurements.answer_sent(approach, by_ or by(), version=approach.version, today=TODAY)


def tasks(state: TaskState) -> list[Task]:
    return list(Task.objects(kind=TaskKind.APPROACH, state=state))


def test_an_approach_asks_for_an_answer_until_it_is_sent() -> None:
    approach = register()
    (task,) = tasks(TaskState.OPEN)
    assert (task.subject_number, task.due_on) == ("HV2026-001", TODAY + timedelta(days=14))
    assert answer(approach)
    held = records.get(Approach, approach.pk)
    assert (held.state, held.answered_on, held.address) == (ApproachState.WRITTEN, None, TOLD.address)
    (task,) = tasks(TaskState.OPEN)
    assert "ikke sendt" in task.text
    assert [one.pk for one in procurements.unanswered()] == [approach.pk]
    assert File.objects.get(pk=held.answer).kind is FileKind.REPLY
    assert procurements.open_answer(held, by()).read() == b"%PDF-1.7 quick"
    assert sent(held)
    held = records.get(Approach, approach.pk)
    assert (held.state, held.answered_on) == (ApproachState.ANSWERED, TODAY)
    assert tasks(TaskState.OPEN) == []
    assert not sent(held)
    assert not answer(held)
    assert Agreement.objects.count() == 0


def test_a_letter_that_is_not_sent_is_written_anew_and_the_first_is_gone(quick: list[Any]) -> None:
    approach = register()
    answer(approach)
    first = approach.answer
    answer(approach, Answer(language="nb", where="Doffin", address="Sjøgata 2\n9405 HARSTAD"))
    second = records.get(Approach, approach.pk)
    assert second.answer != first
    assert FilePart.objects(file=first).count() == 0
    assert quick[-1].envelope.addresses == ("Prøve Eiendom AS\nSjøgata 2\n9405 HARSTAD",)
    assert procurements.answer_address(second) == "Sjøgata 2\n9405 HARSTAD"


def test_what_is_not_written_is_not_sent() -> None:
    with pytest.raises(TransitionRefused):
        sent(register())
    with pytest.raises(NotAuthorised):
        sent(register(), by(Role.READER))


def test_the_letter_goes_to_the_landlords_address_or_by_email(quick: list[Any]) -> None:
    landlord = make_landlord(address="Havnegata 3", postcode="9405", place="HARSTAD")
    assert procurements.answer_address(register(landlord=landlord)) == "Havnegata 3\n9405 HARSTAD"
    assert procurements.answer_address(register()) == ""
    nowhere = Answer(language="nb", where="Doffin")
    with pytest.raises(InvalidRecord):
        answer(register(), nowhere)
    assert answer(register(email="post@eiendom.test"), nowhere)
    assert quick[-1].envelope.addresses == ("Prøve Eiendom AS\npost@eiendom.test",)


@pytest.mark.parametrize("role", [Role.HOUSING_CONSULTANT, Role.PROPERTY, Role.DEPARTMENT_HEAD])
def test_the_letter_is_signed_by_the_role_of_the_one_who_writes(role: Role, quick: list[Any]) -> None:
    approach = register()
    procurements.answer_approach(approach, by(role), SENDER, TOLD, version=approach.version, today=TODAY)
    assert quick[-1].envelope.signs_as is role


def test_a_form_sent_twice_registers_one_approach() -> None:
    identity = ObjectId()
    assert register(identity=identity).pk == register(identity=identity).pk
    assert Approach.objects.count() == 1


@pytest.mark.parametrize(("days", "urgency"), [(0, Urgency.SOON), (14, Urgency.SOON), (15, Urgency.URGENT)])
def test_the_task_presses_once_the_days_of_the_rulebook_are_over(days: int, urgency: Urgency) -> None:
    approach = register(received_on=TODAY - timedelta(days=days))
    assert [one.pk for one in procurements.unanswered()] == [approach.pk]
    found = procurements.approach_finding(approach, TODAY)
    assert found is not None
    assert found.urgency is urgency


def test_the_answer_names_the_call_that_is_open(quick: list[Any]) -> None:
    call = announced(bids_by=AHEAD)
    assert [one.pk for one in procurements.open_calls(TODAY)] == [call.pk]
    approach = register()
    assert answer(approach, Answer(language="nn", where="", address="Storgata 1", procurement=call))
    assert quick[-1].call.bids_by == AHEAD
    assert records.reference(records.get(Approach, approach.pk), "procurement") == call.pk


def test_an_approach_is_shown_to_no_call_that_is_closed() -> None:
    with pytest.raises(BiddingOver):
        answer(register(), Answer(language="nb", where="Doffin", procurement=announced()))
    assert procurements.open_calls(TODAY) == []


def test_what_cannot_be_registered_or_answered() -> None:
    with pytest.raises(InvalidRecord):
        register(received_on=date(2026, 11, 24))
    approach = register()
    with pytest.raises(InvalidRecord):
        answer(approach, Answer(language="nb", where=" "))
    with pytest.raises(StaleState):
        answer(approach, version=7)
    with pytest.raises(NotFound):
        procurements.open_answer(approach, by())
    with pytest.raises(NotAuthorised):
        procurements.answer_approach(approach, by(Role.READER), SENDER, TOLD, version=1, today=TODAY)


def test_where_the_need_was_announced_last_is_suggested() -> None:
    assert procurements.last_channels() == ""
    announced()
    assert procurements.last_channels() == "Kommunens nettsider"


def test_the_night_presses_for_an_answer_and_is_quiet_the_second_time() -> None:
    register(received_on=TODAY - timedelta(days=20))
    for _ in range(2):
        run_job("landlords", TODAY)
    (task,) = tasks(TaskState.OPEN)
    assert task.urgency is Urgency.URGENT
