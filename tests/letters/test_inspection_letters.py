"""What the letters and the protocol of an inspection say, in both forms of Norwegian (husll. §§ 5-6, 10-2)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from letters import inspection_notice, inspection_protocol
from letters.inspection_notice import InspectionNotice
from letters.inspection_protocol import Picture, Protocol, RoomFound
from letters.paper import Envelope
from rules.terms import InspectionKind, RoomStandard
from tests.letters.reading import run, text_of
from tests.letters.samples import DAY, SENDER
from tests.pictures import jpeg

ENVELOPE = Envelope(
    sender=SENDER, addresses=("Åse Prøve\nPrøveveien 1\n9405 HARSTAD",), case_number="HK2026-0001",
    archive_number=None, day=DAY, language="nb",
)  # fmt: skip
NOTICE = InspectionNotice(
    envelope=ENVELOPE, kind=InspectionKind.PERIODIC, on=date(2026, 12, 14), time="10.00",
    address="Storgata 4, 9405 HARSTAD",
)  # fmt: skip
BATH = RoomFound(
    name="Bad", standard=RoomStandard.NEEDS_REPAIR, was=RoomStandard.GOOD, note="Sprukket flis.",
    pictures=(Picture(jpeg(200, 150, told=False), "Dusjen", date(2026, 11, 20)),),
)  # fmt: skip
PROTOCOL = Protocol(
    sender=SENDER, number="I2026-0002", kind=InspectionKind.MOVE_OUT, held_on=date(2026, 11, 20), day=DAY,
    language="nb", dwelling="B1001", address="Storgata 4, 9405 HARSTAD", contract="HK2026-0001", tenant="Åse Prøve",
    signed_by="Kari Konsulent", agrees=False, present="Leietaker og forvalter", keys_back=0, meter="12 345",
    remarks="Ryddet.", tenant_says="Flisen var sprukket.", compared_with=("I2024-0001", date(2024, 1, 5)),
    rooms=(RoomFound(name="Bod", standard=RoomStandard.WORN, was=None, note=None), BATH),
)  # fmt: skip
SAYS = [
    (NOTICE, "nb", ("Befaring av boligen", "14. desember 2026", "10.00", "Storgata 4", "§ 5-6", "ikke av personer")),
    (NOTICE, "nn", ("Synfaring av bustaden", "14. desember 2026", "husleigelova § 5-6", "ikkje av personar")),
    (replace(NOTICE, kind=InspectionKind.MOVE_OUT), "nb", ("ved utflytting", "Vanlig slitasje", "§ 10-2")),
    (replace(NOTICE, kind=InspectionKind.MOVE_IN), "nn", ("ved innflytting", "når du tek over")),
    (replace(NOTICE, changed=True), "nb", ("Vi har endret tiden",)),
    (replace(NOTICE, cancelled=True), "nn", ("Avlyst", "Det blir ikkje noko av")),
]


@pytest.mark.parametrize(("told", "language", "words"), SAYS)
def test_a_notice_says_when_where_and_why(
    told: InspectionNotice, language: str, words: tuple[str, ...], tmp_path: Path
) -> None:
    text = text_of(inspection_notice.draw(replace(told, envelope=replace(ENVELOPE, language=language))), tmp_path)
    assert [word for word in words if word not in text] == []


def test_a_protected_tenants_address_stands_in_no_notice(tmp_path: Path) -> None:
    text = text_of(inspection_notice.draw(replace(NOTICE, address=None)), tmp_path)
    assert "Storgata" not in text
    assert "Boligen du leier av oss" in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", ("Befaringsprotokoll ved utflytting I2026-0002", "Ved innflytting", "Ikke kjent", "Må utbedres",
                "Sprukket flis.", "Dusjen", "I2024-0001", "Vanlig slitasje er ingen skade", "Flisen var sprukket.",
                "Nøkler levert tilbake", "ikke enig i alt", "av Kari Konsulent")),
        ("nn", ("Synfaringsprotokoll ved utflytting", "Ikkje kjent", "Må utbetrast", "Vanleg slitasje",
                "ikkje samd i alt", "Underteikna elektronisk")),
    ],
)  # fmt: skip
def test_the_protocol_shows_each_room_beside_how_it_was(language: str, words: tuple[str, ...], tmp_path: Path) -> None:
    text = text_of(inspection_protocol.draw(replace(PROTOCOL, language=language)), tmp_path)
    assert [word for word in words if word not in text] == []


def test_an_empty_homes_protocol_speaks_of_no_tenant(tmp_path: Path) -> None:
    empty = replace(
        PROTOCOL, tenant=None, contract=None, compared_with=None, tenant_says=None, agrees=None,
        kind=InspectionKind.PERIODIC,
    )  # fmt: skip
    text = text_of(inspection_protocol.draw(empty), tmp_path)
    assert "eietaker" not in text.replace("Leietaker og forvalter", "").replace("leietakeren svarer", "")
    assert "innflytting" not in text


def test_the_pictures_stand_in_the_protocol_and_the_same_facts_give_the_same_bytes(tmp_path: Path) -> None:
    first, again = inspection_protocol.draw(PROTOCOL), inspection_protocol.draw(PROTOCOL)
    assert first.content == again.content
    assert "jpeg" in run("pdfimages", first, tmp_path, "-list")
