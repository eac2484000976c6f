"""Inspections and repairs on the screen: planned, walked through on a phone, pictures, protocol, claim, repairs."""

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask
from flask.testing import FlaskClient

from models import AccessEntry, Inspection, Lease, LedgerRow, Letter, Repair
from rules.terms import AccessKind, InspectionKind, InspectionState, LetterState, RepairState, Role, RoomStandard
from services import inspections, records
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import NOW, TODAY, acting
from tests.factories import make_applicant, make_dwelling, make_lease, make_office, make_user
from tests.inspecting import arriving, begun, fresh, moved_out, note, planned, seen
from tests.pictures import PLACE, bomb, jpeg

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
NONCE = "0" * 32
PLAN = {"kind": "periodic", "planned_on": "14.12.2026", "planned_time": "10:00"}


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    clock.move_to(NOW)
    return clock


@pytest.fixture
def lease(app: Flask) -> Any:
    return make_lease(office=make_office())


@pytest.fixture
def keeper(app: Flask, lease: Any, client_of: Clients) -> FlaskClient:
    return client_of(Role.HOUSING_CONSULTANT, name="Kari Konsulent", office=lease.office)


@pytest.fixture
def by(lease: Any) -> Any:
    return acting(make_user(roles=[Role.HOUSING_CONSULTANT], office=lease.office))


def page(client: FlaskClient, record: Any, screen: str = "befaringer") -> str:
    return client.get(f"/admin/{screen}/vis/?id={record.pk}").text


def held(lease: Any, by: Any, **values: Any) -> Any:
    made = begun(lease, by, **values)
    return note(made, "Bad", RoomStandard.NEEDS_REPAIR, by, note="Flis knust.", files=[arriving()], nonce=NONCE)


def card(made: Any, name: str = "Bad", **values: Any) -> dict[str, Any]:
    """What a room's card posts."""
    room = next(one for one in made.rooms if one.name == name)
    told = {"standard": "needs_repair", "note": "Hull.", "nonce": "a" * 32, "version": str(made.version), **values}
    return {"id": str(made.pk), "rom": str(room.id), **{f"r{room.id}-{key}": value for key, value in told.items()}}


# --- From plan to letter ---------------------------------------------------------------------------------------------


def test_it_is_planned_from_the_lease_and_the_tenant_told_by_a_letter_looked_at(
    keeper: FlaskClient, lease: Any
) -> None:
    text = page(keeper, lease, "leieforhold")
    assert "Planlegg befaring" in text
    assert "Meld utbedring" in text
    shown = do(keeper, "leieforhold", "befaring", lease, **PLAN)
    made = Inspection.objects.get()
    assert "Leietakeren er ikke varslet om befaringen." in shown
    preview = keeper.post("/admin/befaringer/varsle/", data={"id": str(made.pk), "version": "1"}).text
    letter = Letter.objects.get()
    assert f"brev={letter.pk}" in preview
    assert keeper.get(f"/admin/befaringer/varsel/?id={made.pk}&brev={letter.pk}").data.startswith(b"%PDF")
    told = do(keeper, "befaringer", "varsle", made, brev=str(letter.pk))
    assert "Brevet står blant dem som skal sendes." in told
    assert fresh(letter).state is LetterState.RELEASED
    assert made.number in page(keeper, lease, "leieforhold")


@pytest.mark.parametrize(
    ("sentence", "values", "said"),
    [
        ("no day", {"planned_on": ""}, "Skriv dagen."),
        ("no such hour", {"planned_time": "25.00"}, "Skriv klokkeslettet som 10.00."),
        ("no kind", {"kind": ""}, "Velg hva befaringen er for."),
        ("a wrong kind", {"kind": "x"}, "Velg"),
        ("a wrong year", {"planned_on": "14.12.2062"}, "for langt fram"),
    ],
)
def test_a_wrong_plan_says_what_is_wrong(
    keeper: FlaskClient, lease: Any, sentence: str, values: dict[str, str], said: str
) -> None:
    assert said in do(keeper, "leieforhold", "befaring", lease, **PLAN | values), sentence
    assert Inspection.objects.count() == 0


def test_a_short_notice_and_a_plan_sent_twice_say_what_to_do(keeper: FlaskClient, lease: Any) -> None:
    do(keeper, "leieforhold", "befaring", lease, **PLAN | {"planned_on": "25.11.2026"})
    assert "Boligen har alt en befaring" in do(keeper, "leieforhold", "befaring", lease, **PLAN)
    made = Inspection.objects.get()
    shown = do(keeper, "befaringer", "varsle", made)
    assert "varsles i rimelig tid" in shown
    assert Letter.objects.count() == 0


def test_it_is_moved_and_called_off(keeper: FlaskClient, lease: Any, by: Any) -> None:
    made = planned(lease, by)
    moved = do(keeper, "befaringer", "flytt", made, planned_on="15.12.2026", planned_time="9.30", reason="Syk.")
    assert "Befaringen er flyttet." in moved
    assert fresh(made).planned_time == "09.30"
    assert "endret" in do(keeper, "befaringer", "avlys", made, reason="Flyttet ut.")  # the page was old
    assert "Befaringen er avlyst." in do(keeper, "befaringer", "avlys", fresh(made), reason="Flyttet ut.")


# --- Walked through --------------------------------------------------------------------------------------------------


def test_each_room_has_a_card_that_is_saved_by_itself_with_pictures(keeper: FlaskClient, lease: Any, by: Any) -> None:
    made = planned(lease, by, on=TODAY)
    data = {"id": str(made.pk), "version": "1"}
    walk = keeper.post("/admin/befaringer/begynn/", data=data, follow_redirects=True).text
    assert "5 av 5 rom gjenstår." in visible(walk)
    made = fresh(made)
    files = [(io.BytesIO(jpeg()), "IMG_1.jpg"), (io.BytesIO(jpeg(300, 200, "red")), "IMG_2.jpg")]
    room = next(one for one in made.rooms if one.name == "Bad")
    sent = {**card(made), f"r{room.id}-files": files}
    answer = keeper.post("/admin/befaringer/rom/lagre/", data=sent, content_type="multipart/form-data")
    assert answer.location.endswith(f"#rom-{room.id}")
    made = fresh(made)
    bath = next(one for one in made.rooms if one.name == "Bad")
    assert (bath.standard, bath.note, len(bath.photos)) == (RoomStandard.NEEDS_REPAIR, "Hull.", 2)
    text = keeper.get(f"/admin/befaringer/rom/?id={made.pk}").text
    assert text.count('loading="lazy"') == 2
    assert "4 av 5 rom gjenstår." in visible(text)
    assert strange(text) == []


@pytest.mark.parametrize(
    ("sentence", "content", "name", "said"),
    [
        ("a program", b"MZ\x90", "bilde.jpg", "Filtypen tas ikke imot"),
        ("a page", b"<html>", "bilde.jpg", "Filtypen tas ikke imot"),
        ("half a picture", jpeg()[:900], "bilde.jpg", "lar seg ikke lese"),
        ("nothing", b"", "bilde.jpg", "Filen er tom"),
        ("a bomb", bomb(), "bilde.png", "for mange punkter"),
        ("a PDF", b"%PDF-1.7", "x.pdf", "bare bilder"),
    ],
)
def test_what_is_no_picture_is_refused_at_its_card_and_the_note_stands(
    keeper: FlaskClient, lease: Any, by: Any, sentence: str, content: bytes, name: str, said: str
) -> None:
    made = begun(lease, by)
    room = next(one for one in made.rooms if one.name == "Bad")
    sent = {**card(made), f"r{room.id}-files": [(io.BytesIO(content), name)]}
    text = keeper.post("/admin/befaringer/rom/lagre/", data=sent, content_type="multipart/form-data").text
    assert said in visible(text), sentence
    assert "Hull." in text
    assert fresh(made).version == made.version


def test_an_old_card_keeps_what_was_typed(keeper: FlaskClient, lease: Any, by: Any) -> None:
    made = begun(lease, by)
    sent = card(made)
    note(made, "Entré", RoomStandard.GOOD, by)
    text = keeper.post("/admin/befaringer/rom/lagre/", data=sent).text
    assert "Det du skrev, står fortsatt her." in visible(text)
    assert "Hull." in text
    version = re.search(r'name="r[0-9a-f]+-version"[^>]*value="(\d+)"', text)
    assert version is not None


@pytest.mark.parametrize("values", [{"nonce": "x"}, {"note": "x" * 3000}, {"standard": "splendid"}])
def test_garbage_on_a_card_stores_nothing(keeper: FlaskClient, lease: Any, by: Any, values: dict[str, str]) -> None:
    made = begun(lease, by)
    assert keeper.post("/admin/befaringer/rom/lagre/", data=card(made, **values)).status_code == 200
    assert fresh(made).version == made.version


def test_rooms_are_added_and_taken_away(keeper: FlaskClient, lease: Any, by: Any) -> None:
    made = begun(lease, by)
    assert "Skriv et annet navn" in do(keeper, "befaringer", "rom/nytt", made, name="bad")
    do(keeper, "befaringer", "rom/nytt", made, name="Loft")
    made = fresh(made)
    assert made.rooms[-1].name == "Loft"
    assert "Rommet er tatt bort." in do(keeper, "befaringer", "rom/bort", made, rom=str(made.rooms[-1].id))
    assert "tatt bort" in visible(
        keeper.post("/admin/befaringer/rom/lagre/", data=card(made, "Loft"), follow_redirects=True).text
    )


# --- Pictures --------------------------------------------------------------------------------------------------------


def test_a_picture_is_shown_to_those_who_look_after_the_home_and_to_nobody_else(
    keeper: FlaskClient, lease: Any, by: Any, client_of: Clients
) -> None:
    made = held(lease, by)
    photo = next(inspections.photos_of(made))
    url = f"/admin/befaringer/bilde/?id={made.pk}&bilde={photo.file}"
    answer = keeper.get(url)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert PLACE not in answer.data
    assert AccessEntry.objects(kind=AccessKind.FETCHED, number=made.number).count() == 1
    large = f"/admin/befaringer/bilder/?id={made.pk}&bilde={photo.id}"
    assert "Bilde 1 av 1" in visible(keeper.get(large).text)
    stranger = client_of(Role.HOUSING_CONSULTANT, office=make_office())
    auditor = client_of(Role.AUDITOR)
    assert stranger.get(url).status_code == 403
    assert stranger.get(large).status_code == 404
    assert auditor.get(url).status_code == 403
    assert client_of(Role.PROPERTY).get(url).status_code == 200
    for client in (stranger, auditor):
        shown = page(client, made)
        assert "Flis knust." not in shown
        assert '<img src="/admin/befaringer' not in shown
    for other in ("", "x", str(ObjectId()), str(made.pk)):
        assert keeper.get(f"/admin/befaringer/bilde/?id={made.pk}&bilde={other}").status_code == 404
    empty = planned(lease, by, kind=InspectionKind.INCIDENT)
    assert keeper.get(f"/admin/befaringer/bilde/?id={empty.pk}&bilde={photo.file}").status_code == 404


def test_a_protected_tenants_home_and_its_pictures_are_for_few(client_of: Clients, app: Flask) -> None:
    office = make_office()
    lease = make_lease(
        office=office, tenant=make_applicant(protected_address=True), dwelling=make_dwelling(address="Gjemt vei 7")
    )
    by = acting(make_user(roles=[Role.HOUSING_CONSULTANT], office=office))
    made = held(lease, by)
    mend = inspections.report(
        records.get(type(lease.dwelling), lease.dwelling.pk), lease, by, what="Vask.", room="Bad", urgency="soon",
        reported_on=TODAY, today=TODAY,
    )  # fmt: skip
    photo = next(inspections.photos_of(made))
    plain = client_of(Role.HOUSING_CONSULTANT, office=office)
    trusted = client_of(Role.HOUSING_CONSULTANT, office=office, sees_protected=True)
    url = f"/admin/befaringer/bilde/?id={made.pk}&bilde={photo.file}"
    assert (plain.get(url).status_code, trusted.get(url).status_code) == (403, 200)
    for screen, record in (("befaringer", made), ("utbedringer", mend)):
        assert "Gjemt vei 7" not in page(plain, record, screen)
        assert "Gjemt vei 7" in page(trusted, record, screen)
        assert "Gjemt vei 7" not in plain.get(f"/admin/{screen}/").text
        assert record.number not in plain.get(f"/admin/{screen}/?flt_dwelling={lease.dwelling.pk}").text
        assert record.number not in page(plain, lease.dwelling, "boliger")
        assert record.number in page(trusted, lease.dwelling, "boliger")


def test_a_picture_is_taken_back_with_a_reason(keeper: FlaskClient, lease: Any, by: Any) -> None:
    made = held(lease, by)
    photo = next(inspections.photos_of(made))
    told = {"bilde": str(photo.id)}
    assert "Bildeteksten er lagret." in do(keeper, "befaringer", "bilder/tekst", made, caption="Dusjen", **told)
    made = fresh(made)
    assert "begrunnes" in do(keeper, "befaringer", "bilder/bort", made, why="", **told)
    assert "Bildet er tatt bort." in do(keeper, "befaringer", "bilder/bort", made, why="Et barn er med.", **told)
    assert keeper.get(f"/admin/befaringer/bilde/?id={made.pk}&bilde={photo.file}").status_code == 404


# --- Protocol and claim ----------------------------------------------------------------------------------------------


def test_the_protocol_is_looked_at_signed_and_stands(keeper: FlaskClient, lease: Any, by: Any) -> None:
    made = held(lease, by)
    assert "Sett standard på hvert rom" in do(keeper, "befaringer", "undertegn", made, agrees="ja")
    made = seen(made, by, Bad=RoomStandard.NEEDS_REPAIR)
    looked = keeper.post(
        "/admin/befaringer/undertegn/", data={"id": str(made.pk), "version": str(made.version), "agrees": "nei"}
    ).text
    file = re.search(r'name="protokoll" value="([0-9a-f]{24})"', looked)
    assert file is not None
    drawn = f"/admin/befaringer/protokoll/utkast/?id={made.pk}&fil={file[1]}"
    assert keeper.get(drawn).data.startswith(b"%PDF")
    done = do(keeper, "befaringer", "undertegn", made, agrees="nei", protokoll=file[1])
    assert "Protokollen er undertegnet." in done
    made = fresh(made)
    assert (made.state, made.tenant_agrees) == (InspectionState.SIGNED, False)
    assert keeper.get(f"/admin/befaringer/protokoll/?id={made.pk}").data.startswith(b"%PDF")
    for step, form in (("rom/lagre", card(made)), ("hele", {"held_on": "23.11.2026"}), ("avlys", {"reason": "x"})):
        data = {"id": str(made.pk), "version": str(made.version), **form}
        keeper.post(f"/admin/befaringer/{step}/", data=data)
        assert fresh(made).version == made.version


def test_a_claim_is_booked_and_taken_back_by_its_own(
    keeper: FlaskClient, lease: Any, by: Any, client_of: Clients
) -> None:
    made = moved_out(lease, by)
    assert "Krev betaling" in page(keeper, made)
    room = next(one for one in made.rooms if one.name == "Bad")
    assert "Ved innflytting: God" in visible(keeper.get(f"/admin/befaringer/krav/?id={made.pk}").text)
    assert "minst ett rom" in do(keeper, "befaringer", "krav", made)
    assert "hva kravet gjelder" in do(keeper, "befaringer", "krav", made, **{f"ore_{room.id}": "1 500"})
    form = {f"ore_{room.id}": "1 500", f"why_{room.id}": "Knust vask."}
    assert "Kravet er ført" in do(keeper, "befaringer", "krav", made, **form)
    assert [row.amount_ore for row in LedgerRow.objects(lease=lease.pk)] == [150_000]
    made = fresh(made)
    assert "1 500,00" in visible(page(keeper, made)).replace("\N{NO-BREAK SPACE}", " ")
    other = client_of(Role.HOUSING_CONSULTANT, office=lease.office)
    assert "trekkes av den som førte det" in do(other, "befaringer", "krav/trekk", made, reason="Feil.")
    assert "Kravet er trukket" in do(keeper, "befaringer", "krav/trekk", made, reason="Feil.")
    assert sum(row.amount_ore for row in LedgerRow.objects(lease=lease.pk)) == 0
    assert client_of(Role.PROPERTY).get(f"/admin/befaringer/krav/?id={made.pk}").status_code == 403


def test_without_an_inspection_at_moving_in_a_person_must_reason(keeper: FlaskClient, lease: Any, by: Any) -> None:
    made = moved_out(lease, by, known=False)
    assert "Det finnes ingen undertegnet befaring fra innflyttingen." in visible(page(keeper, made))
    room = next(one for one in made.rooms if one.name == "Bad")
    form = {f"ore_{room.id}": "1 500", f"why_{room.id}": "Knust vask."}
    assert "Skriv hvorfor kravet likevel er riktig." in do(keeper, "befaringer", "krav", made, **form)
    assert "Kravet er ført" in do(keeper, "befaringer", "krav", made, why="Ny i 2025.", **form)


# --- Repairs ---------------------------------------------------------------------------------------------------------


REPORT = {
    "what": "Kranen lekker.", "room": "Bad", "urgency": "urgent", "reported_on": "23.11.2026", "nonce": NONCE,
}  # fmt: skip


def test_a_repair_is_reported_from_the_lease_ordered_and_done(keeper: FlaskClient, lease: Any) -> None:
    do(keeper, "leieforhold", "utbedring", lease, **REPORT)
    made = Repair.objects.get()
    assert made.due_on == date(2026, 11, 30)
    ordered = {"ordered_from": "Rør AS", "ordered_on": "23.11.2026", "due_on": "27.11.2026"}
    assert "Bestillingen er ført." in do(keeper, "utbedringer", "bestill", made, **ordered)
    made = fresh(made)
    done = {"done_on": "23.11.2026", "cost_ore": "2 500", "payer": "tenant", "nonce": "b" * 32}
    assert "Skriv hvorfor leietakeren skal betale" in do(keeper, "utbedringer", "utfort", made, **done)
    sent = {
        **done, "payer_why": "Sparket inn.", "id": str(made.pk), "version": str(made.version),
        "files": (io.BytesIO(jpeg()), "etter.jpg"),
    }  # fmt: skip
    text = keeper.post(
        "/admin/utbedringer/utfort/", data=sent, content_type="multipart/form-data", follow_redirects=True
    ).text
    assert "Utbedringen er ført som utført." in visible(text)
    assert "Etter" in visible(text)
    assert fresh(made).state is RepairState.DONE
    assert LedgerRow.objects.count() == 0


def test_a_repair_is_reported_from_a_room_and_from_an_empty_home(
    keeper: FlaskClient, lease: Any, by: Any, client_of: Clients
) -> None:
    made = held(lease, by)
    room = next(one for one in made.rooms if one.name == "Bad")
    url = f"/admin/befaringer/utbedring/?id={made.pk}&rom={room.id}"
    assert "Flis knust." in keeper.get(url).text
    keeper.post(url, data={"id": str(made.pk), "version": str(made.version), **REPORT})
    assert Repair.objects.get().inspection == made.pk
    empty, eva = make_dwelling(), client_of(Role.PROPERTY)
    assert "Meld utbedring" in page(eva, empty, "boliger")
    do(eva, "boliger", "utbedring", empty, **REPORT | {"nonce": "c" * 32})
    assert Repair.objects(dwelling=empty.pk).count() == 1
    assert "Meld utbedring" not in page(eva, lease.dwelling, "boliger")
    assert eva.get(f"/admin/boliger/utbedring/?id={lease.dwelling.pk}").status_code == 404


def test_a_wrong_picture_with_a_report_keeps_the_words(keeper: FlaskClient, lease: Any) -> None:
    sent = {"id": str(lease.pk), "version": str(fresh(lease).version), **REPORT,
            "files": (io.BytesIO(b"MZ"), "x.jpg")}  # fmt: skip
    text = keeper.post("/admin/leieforhold/utbedring/", data=sent, content_type="multipart/form-data").text
    assert "Filtypen tas ikke imot" in visible(text)
    assert "Kranen lekker." in text
    assert Repair.objects.count() == 0


def test_no_page_speaks_anything_but_bokmal(keeper: FlaskClient, lease: Any, by: Any) -> None:
    made = held(lease, by)
    mend = inspections.report(
        records.get(type(lease.dwelling), lease.dwelling.pk), lease, by, what="Vask.", room="", urgency="soon",
        reported_on=TODAY, today=TODAY,
    )  # fmt: skip
    for step in ("vis", "rom", "hele", "undertegn", "avlys", "utbedring"):
        assert strange(keeper.get(f"/admin/befaringer/{step}/?id={made.pk}").text) == [], step
    for step in ("vis", "bestill", "utfort", "dropp", "bilder/nye"):
        assert strange(keeper.get(f"/admin/utbedringer/{step}/?id={mend.pk}").text) == [], step
    for step in ("befaring", "utbedring"):
        assert strange(keeper.get(f"/admin/leieforhold/{step}/?id={lease.pk}").text) == [], step
    assert Lease.objects.count() == 1
