"""Inspections: planned, told of, held room by room with pictures, signed, claimed (husll. §§ 5-6, 10-2, 10-3)."""

import hashlib
import io
from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId
from PIL import Image

from models import AccessEntry, Adjustment, File, FilePart, Inspection, Lease, LedgerRow, Letter, Task
from models.fields import is_ciphertext
from rules.errors import (
    AlreadyUndone,
    ClaimStands,
    ClaimUnreasoned,
    FileRefused,
    HomeShielded,
    InspectionStands,
    InvalidRecord,
    LetterDiffers,
    MissingReason,
    NoNeedToKnow,
    NotAuthorised,
    NotFound,
    NoticeTooShort,
    NotTheirClaim,
    OrdinaryWear,
    ProtocolOutdated,
    RoomsUnseen,
    StaleState,
    TransitionRefused,
)
from rules.terms import (
    AccessKind,
    FileKind,
    InspectionKind,
    InspectionState,
    LetterState,
    Role,
    RoomStandard,
    RowKind,
    TaskKind,
    TaskState,
)
from services import dispatch, files, inspections, ledger, records, rulebooks
from services.inspections import Charge
from services.inspections import photos as photo_service
from tests.casework import NOW, SENDER, TODAY, acting, house, worker
from tests.clockwork import run_job
from tests.factories import ACTOR, make_applicant, make_dwelling, make_lease, make_office
from tests.inspecting import (
    REPAIR,
    arriving,
    begun,
    drawn,
    fresh,
    keeper,
    moved_out,
    note,
    planned,
    seen,
    sign,
    signed,
)
from tests.pictures import PLACE, bomb, jpeg, png

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

NONCE = "0" * 32
LATER = date(2026, 12, 15)


@pytest.fixture
def lease() -> Any:
    return make_lease(office=make_office())


@pytest.fixture
def kari(lease: Any) -> Any:
    return keeper(lease, name="Kari Konsulent")


def tasks(kind: TaskKind = TaskKind.INSPECTION) -> list[str]:
    return [one.subject_number for one in Task.objects(kind=kind, state=TaskState.OPEN).order_by("key")]


# --- Planned ---------------------------------------------------------------------------------------------------------


def test_a_planned_inspection_has_its_number_its_home_and_somebody(lease: Any, kari: Any) -> None:
    made = planned(lease, kari)
    assert made.number == "I2026-0001"
    assert (str(made.caseworker.id), made.office.id) == (kari.id, lease.office.id)
    assert made.history[-1].action == "inspection_planned"


@pytest.mark.parametrize(
    ("sentence", "values", "field"),
    [
        ("the year is wrong", {"on": date(2016, 12, 1)}, "planned_on"),
        ("the year is wrong the other way", {"on": date(2036, 12, 1)}, "planned_on"),
    ],
)
def test_a_day_nobody_can_mean_is_refused(lease: Any, sentence: str, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        planned(lease, **values)
    assert field in refused.value.problems, sentence


def test_an_empty_home_is_inspected_too_but_nobody_moves_in_or_out_of_it() -> None:
    home, by = make_dwelling(), keeper()
    told = {"on": TODAY, "time": None, "caseworker": None, "today": TODAY}
    assert inspections.plan(home, None, by, kind=InspectionKind.PERIODIC, **told).lease is None
    with pytest.raises(InvalidRecord):
        inspections.plan(home, None, by, kind=InspectionKind.MOVE_OUT, **told)


def test_another_homes_lease_is_refused(lease: Any, kari: Any) -> None:
    with pytest.raises(InvalidRecord):
        inspections.plan(
            make_dwelling(), lease, kari, kind=InspectionKind.PERIODIC, on=TODAY, time=None, caseworker=None,
            today=TODAY,
        )  # fmt: skip


def test_a_form_sent_twice_plans_once(lease: Any, kari: Any) -> None:
    first = planned(lease, kari)
    with pytest.raises(InspectionStands) as refused:
        planned(lease, kari)
    assert refused.value.number == first.number
    planned(lease, kari, kind=InspectionKind.INCIDENT)


@pytest.mark.parametrize("role", [Role.READER, Role.ECONOMY, Role.AUDITOR, Role.ADMINISTRATOR, Role.COMMITTEE_MEMBER])
def test_others_plan_nothing(lease: Any, role: Role) -> None:
    with pytest.raises(NotAuthorised):
        planned(lease, keeper(lease, role))


def test_another_office_plans_nothing_but_property_looks_after_every_home(lease: Any) -> None:
    with pytest.raises(NoNeedToKnow):
        planned(lease, keeper(None, Role.HOUSING_CONSULTANT))
    planned(lease, keeper(None, Role.PROPERTY))


def test_it_is_moved_and_called_off_with_a_reason(lease: Any, kari: Any) -> None:
    made = planned(lease, kari)
    told = {"on": LATER, "time": "12.30", "version": made.version, "today": TODAY}
    with pytest.raises(MissingReason):
        inspections.move(made, kari, why=" ", **told)
    assert inspections.move(made, kari, why="Leietakeren er bortreist.", **told)
    assert not inspections.move(fresh(made), kari, why="", **told | {"version": made.version})
    with pytest.raises(StaleState):
        inspections.move(fresh(made), kari, why="En gang til.", **told | {"on": TODAY, "version": 1})
    made = fresh(made)
    with pytest.raises(MissingReason):
        inspections.cancel(made, kari, why="", version=made.version)
    assert inspections.cancel(made, kari, why="Flyttet ut.", version=made.version)
    assert not inspections.cancel(fresh(made), kari, why="Flyttet ut.", version=1)
    with pytest.raises(TransitionRefused):
        inspections.begin(fresh(made), kari, on=TODAY, version=made.version, today=TODAY)


# --- The tenant is told ----------------------------------------------------------------------------------------------


def notice(made: Any, by: Any, *, agreed: bool = False) -> Any:
    told = {"agreed": agreed, "version": made.version, "today": TODAY}
    letter = inspections.draw_notice(made, by, SENDER, **told)
    assert inspections.notify(made, by, SENDER, letter=letter.pk, **told)
    return records.get(Letter, letter.pk)


def test_the_letter_that_was_looked_at_goes_out(lease: Any, kari: Any) -> None:
    made = planned(lease, kari)
    letter = notice(made, kari)
    assert letter.state is LetterState.RELEASED
    assert inspections.is_told(fresh(made))
    with pytest.raises(TransitionRefused):
        notice(fresh(made), kari)


def test_a_letter_too_late_asks_for_the_tenants_yes(lease: Any, kari: Any) -> None:
    made = planned(lease, kari, on=TODAY + timedelta(days=5))
    with pytest.raises(NoticeTooShort) as refused:
        notice(made, kari)
    assert refused.value.first_on > made.planned_on
    notice(made, kari, agreed=True)
    assert fresh(made).notice_agreed


def test_without_an_hour_or_a_tenant_nobody_is_told(lease: Any, kari: Any) -> None:
    with pytest.raises(InvalidRecord):
        notice(planned(lease, kari, time=None), kari)
    empty = inspections.plan(
        make_dwelling(), None, kari, kind=InspectionKind.PERIODIC, on=LATER, time="10.00", caseworker=None, today=TODAY
    )
    with pytest.raises(InvalidRecord):
        notice(empty, kari)


def test_a_letter_of_another_day_or_inspection_is_refused(lease: Any, kari: Any) -> None:
    made = planned(lease, kari)
    told = {"agreed": False, "version": made.version, "today": TODAY}
    letter = inspections.draw_notice(made, kari, SENDER, **told)
    with pytest.raises(LetterDiffers):
        inspections.notify(made, kari, SENDER, letter=letter.pk, **told | {"today": TODAY + timedelta(days=1)})
    other = planned(lease, kari, kind=InspectionKind.INCIDENT)
    with pytest.raises(LetterDiffers):
        inspections.notify(other, kari, SENDER, letter=letter.pk, **told | {"version": other.version})


def test_a_moved_visit_takes_an_unsent_letter_back_and_answers_a_sent_one(lease: Any, kari: Any) -> None:
    made = planned(lease, kari)
    first = notice(made, kari)
    made = fresh(made)
    inspections.move(made, kari, on=LATER, time="10.00", why="Sykdom.", version=made.version, today=TODAY)
    assert fresh(first).state is LetterState.VOID
    made = fresh(made)
    assert not inspections.is_told(made)
    second = notice(made, kari)
    assert "endr" not in second.title
    dispatch.dispatch(second, ACTOR, on=TODAY, today=TODAY, version=second.version)
    made = fresh(made)
    inspections.cancel(made, kari, why="Flyttet.", version=made.version)
    assert inspections.to_call_off(fresh(made))
    third = notice(fresh(made), kari)
    assert third.title.startswith("Avlyst")
    assert not inspections.to_call_off(fresh(made))


# --- Held ------------------------------------------------------------------------------------------------------------


def test_it_begins_with_the_homes_rooms_none_looked_at(lease: Any, kari: Any) -> None:
    made = begun(lease, kari)
    assert {"Entré", "Kjøkken", "Bad"} <= {room.name for room in made.rooms}
    assert all(room.standard is None for room in made.rooms)
    assert not inspections.begin(made, kari, on=TODAY, version=1, today=TODAY)
    other = planned(lease, kari, kind=InspectionKind.INCIDENT)
    with pytest.raises(InvalidRecord):
        inspections.begin(other, kari, on=LATER, version=other.version, today=TODAY)


def test_moving_out_has_the_rooms_of_moving_in_and_an_extension_keeps_them(lease: Any, kari: Any) -> None:
    first = begun(lease, kari, kind=InspectionKind.MOVE_IN, on=date(2026, 11, 2))
    inspections.add_room(first, kari, name="Loft", version=first.version)
    first = seen(fresh(first), kari)
    sign(first, kari)
    records.change(fresh(lease), ACTOR, values={"state": "ended"})
    later = make_lease(dwelling=lease.dwelling, tenant=lease.tenant, office=lease.office, follows=lease.pk)
    out = begun(later, kari, kind=InspectionKind.MOVE_OUT)
    assert "Loft" in {room.name for room in out.rooms}
    assert inspections.move_in_of(out).pk == first.pk
    assert inspections.move_out_of(later.pk).pk == out.pk


def test_rooms_are_added_and_taken_away(lease: Any, kari: Any) -> None:
    made = begun(lease, kari)
    for name in ("", "  ", " bad "):
        with pytest.raises(InvalidRecord):
            inspections.add_room(made, kari, name=name, version=made.version)
    inspections.add_room(made, kari, name="Vaskerom", version=made.version)
    made = fresh(made)
    assert made.rooms[-1].name == "Vaskerom"
    made = note(made, "Vaskerom", REPAIR, kari, files=[arriving()], nonce=NONCE)
    with pytest.raises(InvalidRecord):
        inspections.remove_room(made, str(made.rooms[-1].id), kari, version=made.version)
    photo = made.rooms[-1].photos[0]
    inspections.take_photo_back(made, str(photo.id), kari, why="Feil rom.", version=made.version, today=TODAY)
    made = fresh(made)
    inspections.remove_room(made, str(made.rooms[-1].id), kari, version=made.version)
    assert "Vaskerom" not in {room.name for room in fresh(made).rooms}
    with pytest.raises(NotFound):
        inspections.remove_room(fresh(made), str(ObjectId()), kari, version=fresh(made).version)


def test_the_same_note_again_is_nothing_and_an_old_page_is_refused(lease: Any, kari: Any) -> None:
    made = note(begun(lease, kari), "Bad", REPAIR, kari)
    room = next(one for one in made.rooms if one.name == "Bad")
    told = {"standard": REPAIR, "note": "", "today": TODAY}
    assert not inspections.note_room(made, str(room.id), kari, version=made.version, **told)
    with pytest.raises(StaleState):
        inspections.note_room(made, str(room.id), kari, version=made.version - 1, **told | {"note": "Nytt."})


def test_what_is_written_of_a_home_is_stored_encrypted(lease: Any, kari: Any) -> None:
    made = note(
        begun(lease, kari), "Bad", REPAIR, kari, note="Hull i døren.", files=[arriving()], nonce=NONCE, caption="D"
    )
    raw = Inspection._get_collection().find_one({"_id": made.pk})
    bath = next(room for room in raw["rooms"] if room["name"] == "Bad")
    assert is_ciphertext(bath["note"])
    assert is_ciphertext(bath["photos"][0]["caption"])
    assert "Hull" not in str(raw)


# --- Pictures --------------------------------------------------------------------------------------------------------


def stored(photo: Any) -> bytes:
    return files.open_stored(photo.file).read()


def test_a_picture_is_kept_upright_smaller_and_without_what_the_camera_wrote(lease: Any, kari: Any) -> None:
    sent = jpeg(3000, 1500)
    assert PLACE in sent
    made = note(begun(lease, kari), "Bad", REPAIR, kari, files=[arriving(sent)], nonce=NONCE)
    photo = next(room for room in made.rooms if room.name == "Bad").photos[0]
    kept = stored(photo)
    assert PLACE not in kept
    assert b"Exif" not in kept
    assert b"Fotograf" not in kept
    large, small = Image.open(io.BytesIO(kept)), Image.open(files.open_stored(photo.small))
    assert large.size == (1000, 2000)
    assert max(small.size) == 400
    assert not large.getexif()
    assert "comment" not in large.info
    file = files.find(photo.file)
    assert file is not None
    assert (file.kind, file.name) == (FileKind.PHOTO, "bilde.jpg")
    raw = FilePart._get_collection().find_one({"file": photo.file})
    assert is_ciphertext(raw["content"])


def test_a_see_through_picture_gets_a_white_ground(lease: Any, kari: Any) -> None:
    made = note(begun(lease, kari), "Bad", REPAIR, kari, files=[arriving(png(), "x.png")], nonce=NONCE)
    photo = next(room for room in made.rooms if room.name == "Bad").photos[0]
    assert Image.open(io.BytesIO(stored(photo))).mode == "RGB"


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("sentence", "content", "name", "why"),
    [
        ("a program that calls itself a picture", b"MZ\x90\x00" + b"\0" * 500, "bilde.jpg", "media"),
        ("a page that calls itself a picture", b"<!doctype html><script>1</script>", "bilde.jpg", "media"),
        ("a drawing with a script", SVG, "tegning.svg", "media"),
        ("a page behind a picture's first bytes", b"\xff\xd8\xff" + b"<script>1</script>" * 9, "bilde.jpg", "broken"),
        ("half a picture", jpeg()[: len(jpeg()) // 2], "bilde.jpg", "broken"),
        ("half a PNG", png()[:60], "bilde.png", "broken"),
        ("nothing", b"", "bilde.jpg", "empty"),
        ("a PDF", b"%PDF-1.7 hei", "bilde.pdf", "no_photo"),
        ("too much", b"\xff\xd8\xff" + b"\0" * (11 * 1024 * 1024), "bilde.jpg", "too_large"),
        ("one that fills the memory", bomb(), "bilde.png", "too_many_points"),
    ],
)
def test_what_is_no_picture_is_refused_and_nothing_is_stored(
    lease: Any, kari: Any, sentence: str, content: bytes, name: str, why: str
) -> None:
    made = begun(lease, kari)
    with pytest.raises(FileRefused) as refused:
        note(made, "Bad", REPAIR, kari, files=[arriving(), arriving(content, name)], nonce=NONCE)
    assert refused.value.why == why, sentence
    assert File.objects(kind=FileKind.PHOTO).count() == 0
    assert fresh(made).version == made.version


def test_a_picture_after_a_pictures_end_is_not_kept(lease: Any, kari: Any) -> None:
    hidden = jpeg() + b"<script>alert(1)</script>"
    made = note(begun(lease, kari), "Bad", REPAIR, kari, files=[arriving(hidden)], nonce=NONCE)
    assert b"script" not in stored(next(room for room in made.rooms if room.name == "Bad").photos[0])


def test_too_many_pictures_are_refused(lease: Any, kari: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made = begun(lease, kari)
    with pytest.raises(FileRefused):
        note(made, "Bad", REPAIR, kari, files=[arriving() for _ in range(21)], nonce=NONCE)
    monkeypatch.setattr(photo_service, "MOST_HELD", 1)
    with pytest.raises(FileRefused):
        note(made, "Bad", REPAIR, kari, files=[arriving(jpeg(9, 9)), arriving(jpeg(8, 8))], nonce=NONCE)


def test_a_form_with_pictures_sent_twice_adds_them_once(lease: Any, kari: Any) -> None:
    made = note(begun(lease, kari), "Bad", REPAIR, kari, files=[arriving()], nonce=NONCE)
    again = note(made, "Bad", REPAIR, kari, files=[arriving()], nonce=NONCE)
    assert len(list(inspections.photos_of(again))) == 1
    assert again.version == made.version


def test_a_picture_is_served_to_those_who_look_after_the_home_under_log(lease: Any, kari: Any) -> None:
    made = note(begun(lease, kari), "Bad", REPAIR, kari, files=[arriving()], nonce=NONCE)
    photo = next(inspections.photos_of(made))
    file, source = inspections.fetch(made, str(photo.small), kari)
    assert file.media_type == "image/jpeg"
    assert source.read(2) == b"\xff\xd8"
    entry = AccessEntry.objects(kind=AccessKind.FETCHED).order_by("-at").first()
    assert (entry.document, entry.number, entry.by) == ("inspection", made.number, kari.id)
    for stranger, refusal in (
        (keeper(None, Role.HOUSING_CONSULTANT), NoNeedToKnow), (keeper(lease, Role.READER), NotAuthorised),
    ):  # fmt: skip
        with pytest.raises(refusal):
            inspections.fetch(made, str(photo.file), stranger)


def test_another_records_file_or_a_guess_is_not_there(lease: Any, kari: Any) -> None:
    made = note(begun(lease, kari), "Bad", REPAIR, kari, files=[arriving()], nonce=NONCE)
    other = planned(lease, kari, kind=InspectionKind.INCIDENT)
    photo = next(inspections.photos_of(made))
    for record, identity in ((other, str(photo.file)), (made, str(ObjectId())), (made, "x"), (made, "")):
        with pytest.raises(NotFound):
            inspections.fetch(record, identity, kari)


def test_a_picture_taken_back_is_shown_no_more_and_says_why(lease: Any, kari: Any) -> None:
    made = note(begun(lease, kari), "Bad", REPAIR, kari, files=[arriving()], nonce=NONCE)
    photo = next(inspections.photos_of(made))
    told = {"version": made.version, "today": TODAY}
    with pytest.raises(MissingReason):
        inspections.take_photo_back(made, str(photo.id), kari, why=" ", **told)
    assert inspections.take_photo_back(made, str(photo.id), kari, why="Et barn er på bildet.", **told)
    made = fresh(made)
    assert not inspections.take_photo_back(made, str(photo.id), kari, why="Igjen.", **told)
    with pytest.raises(NotFound):
        inspections.fetch(made, str(photo.file), kari)


def test_where_a_protected_tenant_lives_is_shown_to_few(kari: Any) -> None:
    lease = make_lease(office=kari.office, tenant=make_applicant(protected_address=True))
    made = note(begun(lease, kari), "Bad", REPAIR, kari, files=[arriving()], nonce=NONCE)
    photo = next(inspections.photos_of(made))
    with pytest.raises(HomeShielded):
        inspections.fetch(made, str(photo.file), kari)
    inspections.fetch(made, str(photo.file), kari, sees_protected=True)
    made = seen(made, kari)
    with pytest.raises(HomeShielded):
        drawn(made, kari)


# --- Signed ----------------------------------------------------------------------------------------------------------


def test_what_was_looked_at_is_signed_and_stands(lease: Any, kari: Any) -> None:
    made = seen(note(begun(lease, kari), "Bad", REPAIR, kari, files=[arriving()], nonce=NONCE), kari, Bad=REPAIR)
    file = drawn(made, kari)
    assert sign(made, kari, file)
    made = fresh(made)
    assert (made.state, made.signed_by_name) == (InspectionState.SIGNED, "Kari Konsulent")
    content = inspections.open_protocol(made, kari).read()
    assert made.protocol_sha256 == hashlib.sha256(content).hexdigest()
    assert not sign(made, kari, file)
    photo = next(inspections.photos_of(made))
    told = {"version": made.version, "today": TODAY}
    for change in (
        lambda: note(made, "Bad", RoomStandard.GOOD, kari),
        lambda: inspections.take_photo_back(made, str(photo.id), kari, why="Nei.", **told),
        lambda: inspections.caption_photo(made, str(photo.id), kari, caption="Ny", version=made.version),
        lambda: inspections.add_room(made, kari, name="Loft", version=made.version),
        lambda: inspections.cancel(made, kari, why="Nei.", version=made.version),
        lambda: inspections.begin(made, kari, on=TODAY, **told),
    ):
        with pytest.raises(TransitionRefused):
            change()
    assert fresh(lease).inspected_on == TODAY
    inspections.fetch(made, str(photo.file), kari)


def test_a_room_nobody_looked_at_and_a_protocol_that_changed_are_refused(lease: Any, kari: Any) -> None:
    made = note(begun(lease, kari), "Bad", REPAIR, kari)
    with pytest.raises(RoomsUnseen) as refused:
        drawn(made, kari)
    assert "Bad" not in refused.value.left
    made = seen(made, kari)
    file = drawn(made, kari)
    made = note(made, "Bad", REPAIR, kari)
    with pytest.raises(ProtocolOutdated):
        sign(made, kari, file)
    with pytest.raises(ProtocolOutdated):
        sign(made, kari, ObjectId())
    with pytest.raises(NotFound):
        inspections.open_protocol(made, kari)
    with pytest.raises(NotFound):
        inspections.open_drawn(file, keeper(lease))


# --- The claim -------------------------------------------------------------------------------------------------------


def room_id(made: Any, name: str = "Bad") -> str:
    return str(next(room.id for room in made.rooms if room.name == name))


def claim(made: Any, by: Any, amount: int = 150_000, *, room: str = "Bad", why: str = "", **values: Any) -> bool:
    charges = {room_id(made, room): Charge(amount, "Knust vask.")}
    return inspections.claim(made, by, charges, why=why, **{"version": made.version, "today": TODAY} | values)


def rows(lease: Any) -> list[tuple[RowKind, int]]:
    return [(row.kind, row.amount_ore) for row in LedgerRow.objects(lease=lease.pk).order_by("key")]


def test_what_is_worse_than_at_moving_in_is_claimed_once_and_booked(lease: Any, kari: Any) -> None:
    made = moved_out(lease, kari)
    assert [room.name for room, _ in inspections.chargeable(made)] == ["Bad"]
    assert claim(made, kari)
    assert rows(lease) == [(RowKind.CLAIM, 150_000)]
    booked = Adjustment.objects.get(pk=f"claim:{made.pk}")
    assert (booked.about, booked.due_on) == (str(made.pk), TODAY + timedelta(days=30))
    assert inspections.claim_of(lease.pk) == 150_000
    with pytest.raises(ClaimStands):
        claim(fresh(made), kari)
    assert fresh(lease).account.balance_ore == 150_000


def test_the_same_claim_is_taken_back_by_whoever_booked_it(lease: Any, kari: Any) -> None:
    made = moved_out(lease, kari)
    claim(made, kari)
    made = fresh(made)
    told = {"version": made.version, "today": TODAY}
    with pytest.raises(NotTheirClaim):
        inspections.undo_claim(made, keeper(lease), why="Feil.", **told)
    with pytest.raises(MissingReason):
        inspections.undo_claim(made, kari, why="", **told)
    assert inspections.undo_claim(made, kari, why="Feil beløp.", **told)
    assert not inspections.undo_claim(fresh(made), kari, why="Feil beløp.", **told)
    assert sum(amount for _, amount in rows(lease)) == 0
    assert inspections.claim_of(lease.pk) == 0
    assert claim(fresh(made), kari, 90_000)
    assert inspections.claim_of(lease.pk) == 90_000
    assert sum(amount for _, amount in rows(lease)) == 90_000


@pytest.mark.parametrize("first", ["economy", "inspection"])
def test_a_claim_is_given_back_once_whoever_takes_it_back(first: str, lease: Any, kari: Any) -> None:
    made = moved_out(lease, kari)
    claim(made, kari)
    made = fresh(made)
    booked = Adjustment.objects.get(pk=f"claim:{made.pk}")
    economist = acting(worker(Role.ECONOMY))
    if first == "economy":
        ledger.undo(booked, economist, why="Feil.", today=TODAY)
    inspections.undo_claim(made, kari, why="Feil.", version=made.version, today=TODAY)
    if first == "inspection":
        with pytest.raises(AlreadyUndone):
            ledger.undo(booked, economist, why="Feil.", today=TODAY)
    assert fresh(lease).account.balance_ore == 0


def test_ordinary_wear_is_never_claimed(lease: Any, kari: Any) -> None:
    made = moved_out(lease, kari)
    with pytest.raises(OrdinaryWear) as refused:
        claim(made, kari, room="Entré")
    assert refused.value.rooms == ("Entré",)
    assert rows(lease) == []


def test_where_nobody_knows_how_it_was_a_person_reasons(lease: Any, kari: Any) -> None:
    made = moved_out(lease, kari, known=False)
    with pytest.raises(ClaimUnreasoned) as refused:
        claim(made, kari)
    assert not refused.value.late
    assert claim(made, kari, why="Vasken var ny i 2025, se faktura.")


def test_a_late_claim_is_reasoned(lease: Any, kari: Any) -> None:
    made = moved_out(lease, kari)
    with pytest.raises(ClaimUnreasoned) as refused:
        claim(made, kari, today=TODAY + timedelta(days=31))
    assert refused.value.late


@pytest.mark.parametrize(
    ("sentence", "charges"),
    [
        ("nothing", {}),
        ("no amount", {"Bad": Charge(0, "Vask.")}),
        ("less than nothing", {"Bad": Charge(-100, "Vask.")}),
        ("nothing said", {"Bad": Charge(100, "  ")}),
    ],
)
def test_a_claim_without_amount_or_words_is_refused(
    lease: Any, kari: Any, sentence: str, charges: dict[str, Charge]
) -> None:
    made = moved_out(lease, kari)
    named = {room_id(made, name): one for name, one in charges.items()}
    with pytest.raises(InvalidRecord):
        inspections.claim(made, kari, named, why="", version=made.version, today=TODAY)
    with pytest.raises(InvalidRecord):
        inspections.claim(made, kari, {"x": Charge(1, "y")}, why="z", version=made.version, today=TODAY)


def test_nobody_claims_before_the_protocol_at_a_periodic_inspection_or_without_the_right(lease: Any, kari: Any) -> None:
    with pytest.raises(TransitionRefused):
        claim(begun(lease, kari, kind=InspectionKind.MOVE_OUT), kari)
    other = make_lease(office=lease.office)
    with pytest.raises(TransitionRefused):
        claim(signed(other, kari, InspectionKind.PERIODIC, Bad=REPAIR), kari)
    third = make_lease(office=lease.office)
    out = moved_out(third, kari)
    for role in (Role.PROPERTY, Role.CASEWORKER, Role.ECONOMY):
        with pytest.raises(NotAuthorised):
            claim(out, keeper(third, role))


# --- What is asked of people -----------------------------------------------------------------------------------------


def test_each_stage_asks_for_the_next_and_settles_by_itself(lease: Any, kari: Any, clock: Any) -> None:
    clock.move_to(NOW)
    made = planned(lease, kari)
    assert tasks() == []
    run_job("follow_ups", date(2026, 12, 1))
    assert tasks() == [made.number]  # nobody has told the tenant
    run_job("follow_ups", date(2026, 12, 14))
    assert next(one.text for one in Task.objects(state=TaskState.OPEN)).startswith("Dagen for befaringen")
    made = fresh(made)
    inspections.begin(made, kari, on=TODAY, version=made.version, today=TODAY)
    assert tasks() == []
    run_job("follow_ups", date(2026, 11, 27))
    assert "undertegnet" in Task.objects(state=TaskState.OPEN).first().text
    made = seen(fresh(made), kari)
    sign(made, kari)
    assert tasks() == []


def test_a_home_is_due_after_the_interval_until_one_is_planned(clock: Any) -> None:
    clock.move_to(NOW)
    office = make_office()
    old = make_lease(office=office, starts_on=date(2024, 11, 1))
    make_lease(office=office, starts_on=date(2025, 11, 1))
    run_job("follow_ups", TODAY)
    assert tasks() == [old.number]
    planned(old)
    run_job("follow_ups", TODAY)
    assert tasks() == []


def test_imported_homes_are_not_all_due_on_the_first_day(clock: Any) -> None:
    for _ in range(40):
        make_lease(starts_on=date(2015, 1, 1), imported=True, ledger_from=date(2026, 11, 20))
    due = [
        one for one in inspections.due_leases(TODAY, rulebook()) if inspections.finding(one, TODAY, rulebook())
    ]  # fmt: skip
    assert len(due) < 5
    assert Lease.objects(inspect_from=None).count() == 0


def rulebook() -> Any:
    return rulebooks.current(TODAY)
