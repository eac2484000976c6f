"""Inspections on a real server: of two who act at one instant one does; what a kill left is finished."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from models import Inspection, Lease, LedgerRow
from models.fields import is_ciphertext
from rules.errors import ClaimStands, InspectionStands, ProtocolOutdated, StaleState, TransitionRefused
from rules.terms import InspectionKind, InspectionState, RoomStandard
from services import effects, inspections
from services.actor import Actor
from services.inspections import Charge
from tests.casework import NOW, SENDER, TODAY
from tests.clockwork import load_rulebook
from tests.factories import make_lease, make_office
from tests.inspecting import REPAIR, arriving, begun, drawn, fresh, keeper, moved_out, note, planned, seen, signed
from tests.wire.racing import outcomes

LATE = Actor.system(NOW + timedelta(minutes=2))
NONCE = "0" * 32


@pytest.fixture(autouse=True)
def house(app: Flask) -> None:
    load_rulebook()


@pytest.fixture
def lease() -> Any:
    return make_lease(office=make_office())


def finish() -> None:
    """Do what `finish_effects` does, until nothing is left."""
    for _ in range(6):
        for left in list(effects.due(LATE.at)):
            effects.finish(left, LATE)


def test_of_those_who_sign_at_the_same_instant_one_does(lease: Any) -> None:
    by = [keeper(lease) for _ in range(4)]
    made = seen(note(begun(lease, by[0]), "Bad", REPAIR, by[0], files=[arriving()], nonce=NONCE), by[0], Bad=REPAIR)

    def signing(actor: Any) -> Any:
        own = fresh(made)
        told = {"agrees": True, "sees_protected": False, "version": own.version, "today": TODAY}
        file = drawn(own, actor)
        return lambda: inspections.sign(own, actor, SENDER, file=file, **told)

    found = outcomes([signing(actor) for actor in by])
    assert found.count(True) == 1
    assert set(found) <= {True, StaleState, TransitionRefused, ProtocolOutdated}
    stored = fresh(made)
    assert stored.state is InspectionState.SIGNED
    assert [entry.action for entry in stored.history].count("protocol_signed") == 1
    finish()
    assert fresh(lease).inspected_on == TODAY


def test_a_room_that_changes_while_it_is_signed_is_not_signed_as_it_was(lease: Any) -> None:
    by = keeper(lease)
    made = seen(begun(lease, by), by)
    own, other, file = fresh(made), fresh(made), drawn(made, by)
    room = str(other.rooms[0].id)
    told = {"agrees": None, "sees_protected": False, "version": own.version, "today": TODAY}
    found = outcomes(
        [
            lambda: inspections.sign(own, by, SENDER, file=drawn(own, by, agrees=None), **told),
            lambda: inspections.note_room(
                other, room, by, standard=RoomStandard.UNFIT, note="", version=other.version, today=TODAY
            ),
        ]
    )
    assert file
    assert found.count(True) == 1
    stored = fresh(made)
    as_signed = stored.state is InspectionState.SIGNED
    assert (stored.rooms[0].standard is RoomStandard.GOOD) is as_signed


def test_of_claims_at_the_same_instant_one_is_booked(lease: Any) -> None:
    by = keeper(lease)
    first = moved_out(lease, by)
    second = signed(lease, by, InspectionKind.MOVE_OUT, Bad=REPAIR)  # held once more

    def claiming(made: Any, actor: Any) -> Any:
        own = fresh(made)
        room = next(str(one.id) for one in own.rooms if one.name == "Bad")
        charges = {room: Charge(100_000, "Knust vask.")}
        return lambda: inspections.claim(own, actor, charges, why="", version=own.version, today=TODAY)

    found = outcomes([claiming(made, keeper(lease)) for made in (first, second, first, second)])
    assert found.count(True) == 1
    assert set(found) <= {True, StaleState, ClaimStands}
    finish()
    assert sum(row.amount_ore for row in LedgerRow.objects(lease=lease.pk)) == 100_000
    assert inspections.claim_of(lease.pk) == 100_000


def test_a_form_sent_by_several_at_once_plans_one_inspection(lease: Any) -> None:
    def planning() -> Any:
        actor = keeper(lease)
        return lambda: bool(planned(lease, actor))

    found = outcomes([planning() for _ in range(4)])
    assert sorted(map(str, found)) == sorted(map(str, [True, *[InspectionStands] * 3]))
    assert Inspection.objects(lease=lease.pk).count() == 1


def test_what_a_kill_left_of_a_claim_is_booked_once(lease: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    by = keeper(lease)
    made = moved_out(lease, by)
    room = next(str(one.id) for one in made.rooms if one.name == "Bad")
    with monkeypatch.context() as patch:
        patch.setattr(effects, "run", lambda *_: True)  # it dies once the claim is stored
        inspections.claim(made, by, {room: Charge(70_000, "Dør.")}, why="", version=made.version, today=TODAY)
    assert LedgerRow.objects(lease=lease.pk).count() == 0
    finish()
    finish()
    assert [row.amount_ore for row in LedgerRow.objects(lease=lease.pk)] == [70_000]


def test_what_is_written_of_a_home_is_ciphertext_on_the_server(lease: Any) -> None:
    by = keeper(lease)
    made = note(begun(lease, by), "Bad", REPAIR, by, note="Hull.", files=[arriving()], nonce=NONCE, caption="Dusj")
    raw = Inspection._get_collection().find_one({"_id": made.pk})
    bath = next(room for room in raw["rooms"] if room["name"] == "Bad")
    assert is_ciphertext(bath["note"])
    assert is_ciphertext(bath["photos"][0]["caption"])
    photo = next(inspections.photos_of(made))
    assert inspections.fetch(made, str(photo.file), by)[1].read(2) == b"\xff\xd8"
    assert Lease.objects(pk=lease.pk).count() == 1
