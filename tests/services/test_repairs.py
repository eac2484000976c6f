"""Repairs: reported, ordered, done, dropped; who pays; what is late (husll. ch. 5, §§ 10-2, 10-3)."""

from datetime import date, timedelta
from typing import Any

import pytest

from models import File, Repair, Task
from models.fields import is_ciphertext
from rules.errors import (
    FileRefused,
    InvalidRecord,
    MissingReason,
    NoNeedToKnow,
    NotAuthorised,
    StaleState,
    TransitionRefused,
)
from rules.terms import FileKind, Payer, RepairState, Role, TaskKind, TaskState, Urgency
from services import inspections
from tests.casework import TODAY, house
from tests.clockwork import run_job
from tests.factories import make_dwelling, make_lease, make_office
from tests.inspecting import arriving, fresh, keeper

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

NONCE = "1" * 32


@pytest.fixture
def lease() -> Any:
    return make_lease(office=make_office())


@pytest.fixture
def eva(lease: Any) -> Any:
    return keeper(lease, Role.PROPERTY, name="Eva Eiendom")


def reported(lease: Any, by: Any, **values: Any) -> Any:
    told = {
        "what": "Kranen lekker.", "room": "Bad", "urgency": Urgency.SOON, "reported_on": TODAY, "today": TODAY,
    } | values  # fmt: skip
    return inspections.report(lease.dwelling, lease, by, **told)


def finished(repair: Any, by: Any, **values: Any) -> bool:
    told = {
        "on": TODAY, "cost_ore": 250_000, "payer": Payer.LANDLORD, "payer_why": "", "note": "",
        "version": repair.version, "today": TODAY,
    } | values  # fmt: skip
    return inspections.finish(repair, by, **told)


def late() -> list[str]:
    return [one.subject_number for one in Task.objects(kind=TaskKind.REPAIR, state=TaskState.OPEN).order_by("key")]


def test_a_repair_is_reported_with_its_day_and_its_words_encrypted(lease: Any, eva: Any) -> None:
    made = reported(lease, eva, urgency=Urgency.URGENT, files=[arriving()], nonce=NONCE)
    assert (made.number, made.due_on) == ("U2026-0001", date(2026, 11, 30))
    raw = Repair._get_collection().find_one({"_id": made.pk})
    assert is_ciphertext(raw["what"])
    photo = next(inspections.photos_of(made))
    assert inspections.fetch(made, str(photo.small), eva)[1].read(2) == b"\xff\xd8"
    with pytest.raises(NoNeedToKnow):
        inspections.fetch(made, str(photo.small), keeper(None))


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("tomorrow", {"reported_on": TODAY + timedelta(days=1)}),
        ("the year is wrong", {"reported_on": date(2016, 11, 23)}),
        ("nothing said", {"what": "  "}),
    ],
)
def test_what_nobody_can_mean_is_refused(lease: Any, eva: Any, sentence: str, values: dict[str, Any]) -> None:
    with pytest.raises(InvalidRecord):
        reported(lease, eva, **values)
    assert Repair.objects.count() == 0, sentence


def test_a_form_sent_twice_reports_it_once(lease: Any, eva: Any) -> None:
    first, again = (reported(lease, eva, nonce=NONCE) for _ in range(2))
    other = reported(lease, eva, nonce="2" * 32)
    assert (first.pk, Repair.objects.count()) == (again.pk, 2)
    assert other.number == "U2026-0002"


def test_another_homes_lease_is_refused_and_an_empty_home_has_none(lease: Any, eva: Any) -> None:
    home = make_dwelling()
    told = {"what": "Råte.", "room": "", "urgency": Urgency.SOON, "reported_on": TODAY, "today": TODAY}
    with pytest.raises(InvalidRecord):
        inspections.report(home, lease, eva, **told)
    empty = inspections.report(home, None, eva, **told)
    with pytest.raises(InvalidRecord):
        finished(empty, eva, payer=Payer.TENANT, payer_why="Knust.")


def test_it_is_ordered_and_done(lease: Any, eva: Any) -> None:
    made = reported(lease, eva)
    told = {"ordered_from": "Rør AS", "on": TODAY, "due_on": TODAY + timedelta(days=7), "today": TODAY}
    for wrong in ({"on": TODAY + timedelta(days=1)}, {"on": TODAY - timedelta(days=1)}, {"due_on": date(2026, 1, 1)}):
        with pytest.raises(InvalidRecord):
            inspections.order(made, eva, version=made.version, **told | wrong)
    assert inspections.order(made, eva, version=made.version, **told)
    assert not inspections.order(fresh(made), eva, version=made.version, **told)
    with pytest.raises(StaleState):
        finished(fresh(made), eva, version=1)
    assert finished(fresh(made), eva, files=[arriving()], nonce=NONCE)
    made = fresh(made)
    assert (made.state, made.cost_ore, made.photos[0].after) == (RepairState.DONE, 250_000, True)
    for step in (
        lambda: finished(made, eva),
        lambda: inspections.order(made, eva, version=made.version, **told),
        lambda: inspections.drop(made, eva, why="Nei.", version=made.version),
        lambda: inspections.add_photos(made, eva, files=[arriving()], caption="", nonce=NONCE, version=made.version,
                                       today=TODAY),
    ):  # fmt: skip
        with pytest.raises(TransitionRefused):
            step()


def test_the_tenant_pays_only_with_a_reason(lease: Any, eva: Any) -> None:
    made = reported(lease, eva)
    with pytest.raises(InvalidRecord) as refused:
        finished(made, eva, payer=Payer.TENANT)
    assert "payer_why" in refused.value.problems
    assert finished(made, eva, payer=Payer.TENANT, payer_why="Døren ble sparket inn.")


def test_it_is_dropped_with_a_reason_once(lease: Any, eva: Any) -> None:
    made = reported(lease, eva)
    with pytest.raises(MissingReason):
        inspections.drop(made, eva, why="", version=made.version)
    assert inspections.drop(made, eva, why="Meldt to ganger.", version=made.version)
    assert not inspections.drop(fresh(made), eva, why="Meldt to ganger.", version=1)


def test_pictures_are_added_once_and_taken_back_with_a_reason(lease: Any, eva: Any) -> None:
    made = reported(lease, eva)
    told = {"files": [arriving()], "caption": "Før", "nonce": NONCE, "today": TODAY}
    assert inspections.add_photos(made, eva, version=made.version, **told)
    made = fresh(made)
    assert not inspections.add_photos(made, eva, version=made.version, **told)
    photo = next(inspections.photos_of(made))
    assert inspections.take_repair_photo_back(
        made, str(photo.id), eva, why="En person.", version=made.version, today=TODAY
    )
    assert list(inspections.photos_of(fresh(made))) == []
    with pytest.raises(FileRefused):
        inspections.add_photos(
            fresh(made), eva, version=fresh(made).version, **told | {"files": [arriving(b"MZ", "a.jpg")]}
        )
    assert File.objects(kind=FileKind.PHOTO).count() == 2  # what was taken back is kept, and shown to nobody


@pytest.mark.parametrize("role", [Role.READER, Role.ECONOMY, Role.AUDITOR, Role.DECIDER])
def test_others_report_nothing(lease: Any, role: Role) -> None:
    with pytest.raises(NotAuthorised):
        reported(lease, keeper(lease, role))


def test_what_is_late_is_propertys_task_until_it_is_done(lease: Any, eva: Any) -> None:
    soon, later = reported(lease, eva), reported(lease, eva, reported_on=date(2026, 10, 1))
    assert late() == [later.number]
    run_job("follow_ups", TODAY + timedelta(days=31))
    assert late() == sorted([soon.number, later.number])
    task = Task.objects(kind=TaskKind.REPAIR).first()
    assert task.role is Role.PROPERTY
    finished(fresh(later), eva)
    run_job("follow_ups", TODAY + timedelta(days=31))
    assert late() == [soon.number]
