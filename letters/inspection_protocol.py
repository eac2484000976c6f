"""The protocol of an inspection: each room as it was found, beside how it was at moving in, and the pictures."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from letters import blocks, pdf
from letters.blocks import Block
from letters.layout import long_date
from letters.letterhead import sender_data
from letters.paper import Drawn, Sender
from letters.words import EXEMPT, HEAD, Both, Say, speaker
from rules.terms import InspectionKind, RoomStandard


@dataclass(frozen=True)
class Picture:
    """A small JPEG and what it shows."""

    content: bytes = field(repr=False)
    caption: str
    on: date


@dataclass(frozen=True, kw_only=True)
class RoomFound:
    """One room; `was` is None where there was no inspection at moving in."""

    name: str
    standard: RoomStandard
    was: RoomStandard | None
    note: str | None
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """All that the protocol says; `address` and `tenant` are left out where they may not stand."""

    sender: Sender
    number: str
    kind: InspectionKind
    held_on: date
    day: date
    language: str
    dwelling: str
    address: str | None
    contract: str | None
    tenant: str | None
    signed_by: str
    agrees: bool | None
    present: str | None
    keys_back: int | None
    meter: str | None
    remarks: str | None
    tenant_says: str | None
    rooms: tuple[RoomFound, ...]
    compared_with: tuple[str, date] | None = None  # the inspection at moving in: its number and day


TITLES = {
    InspectionKind.MOVE_IN: Both("Befaringsprotokoll ved innflytting", "Synfaringsprotokoll ved innflytting"),
    InspectionKind.PERIODIC: Both("Befaringsprotokoll", "Synfaringsprotokoll"),
    InspectionKind.MOVE_OUT: Both("Befaringsprotokoll ved utflytting", "Synfaringsprotokoll ved utflytting"),
    InspectionKind.INCIDENT: Both("Befaringsprotokoll", "Synfaringsprotokoll"),
}
STANDARDS = {
    RoomStandard.GOOD: Both("God", "God"),
    RoomStandard.WORN: Both("Vanlig slitasje", "Vanleg slitasje"),
    RoomStandard.NEEDS_REPAIR: Both("Må utbedres", "Må utbetrast"),
    RoomStandard.UNFIT: Both("Ubrukelig", "Ubrukeleg"),
}
NOT_KNOWN = Both("Ikke kjent", "Ikkje kjent")
AGREES = {
    True: Both("Leietakeren er enig i protokollen.", "Leigetakaren er samd i protokollen."),
    False: Both(
        "Leietakeren er ikke enig i alt. Det leietakeren sier, står over.",
        "Leigetakaren er ikkje samd i alt. Det leigetakaren seier, står over.",
    ),
    None: Both("Leietakeren var ikke til stede da protokollen ble ført.", "Leigetakaren var ikkje til stades då "
               "protokollen vart ført."),
}  # fmt: skip
WEAR = Both(
    "Vanlig slitasje er ingen skade, og leietakeren svarer ikke for den (husleieloven § 10-2).",
    "Vanleg slitasje er ingen skade, og leigetakaren svarar ikkje for han (husleigelova § 10-2).",
)


def draw(protocol: Protocol) -> Drawn:
    """The protocol as PDF, pictures and all. Raises UndrawableText."""
    say = speaker(protocol.language)
    title = f"{say(TITLES[protocol.kind])} {protocol.number}"
    author = f"{protocol.sender.municipality}, {protocol.sender.office}"
    signed = say(Both("Undertegnet elektronisk", "Underteikna elektronisk"))
    signed = f"{signed} {long_date(protocol.day)} av {protocol.signed_by} for {protocol.sender.municipality}."
    data = {
        "author": author,
        "words": {name: say(both) for name, both in HEAD.items()},
        "sender": sender_data(protocol.sender, say),
        "exempt": say(EXEMPT),
        "parts": [*_head(protocol, say), *_rooms(protocol, say), *_end(protocol, say)],
        "signed": [signed, *([say(AGREES[protocol.agrees])] if protocol.tenant or protocol.contract else [])],
        "foot": f"{author} · {protocol.number}",
    }
    return pdf.draw("inspection_protocol", title=title, language=protocol.language, day=protocol.day, data=data)


def _head(protocol: Protocol, say: Say) -> Iterator[Block]:
    rows: list[tuple[Both, str | None]] = [
        (Both("Befaring", "Synfaring"), protocol.number),
        (Both("Gjennomført", "Gjennomført"), long_date(protocol.held_on)),
        (Both("Bolig", "Bustad"), protocol.dwelling),
        (Both("Adresse", "Adresse"), protocol.address),
        (Both("Leietaker", "Leigetakar"), protocol.tenant),
        (Both("Kontrakt", "Kontrakt"), protocol.contract),
        (Both("Til stede", "Til stades"), protocol.present),
        (Both("Nøkler levert tilbake", "Nøklar leverte tilbake"), _count(protocol.keys_back)),
        (Both("Målerstand", "Målarstand"), protocol.meter),
    ]
    yield blocks.facts([(say(name), value) for name, value in rows if value])


def _count(number: int | None) -> str | None:
    return None if number is None else str(number)


def _rooms(protocol: Protocol, say: Say) -> Iterator[Block]:
    yield blocks.heading(say(Both("Rommene", "Romma")))
    head = [say(Both("Rom", "Rom"))]
    compares = protocol.compared_with is not None
    if protocol.compared_with is not None:
        head.append(say(Both("Ved innflytting", "Ved innflytting")))
    head.append(say(Both("Nå", "No")))
    yield blocks.table(head, [_row(room, say, compares) for room in protocol.rooms], (2, 2, 2) if compares else (1, 1))
    if protocol.compared_with is not None:
        number, on = protocol.compared_with
        said = Both(f"Ved innflytting: befaring {number}, {long_date(on)}.", f"Ved innflytting: synfaring {number}, "
                    f"{long_date(on)}.")  # fmt: skip
        yield blocks.text(f"{say(said)} {say(WEAR)}")
    for room in protocol.rooms:
        if room.note or room.pictures:
            yield blocks.part(f"{room.name}: {say(STANDARDS[room.standard]).lower()}")
            yield from [blocks.text(room.note)] if room.note else []
            yield from [_gallery(room, say)] if room.pictures else []


def _row(room: RoomFound, say: Say, compares: bool) -> list[str]:
    was = [say(STANDARDS[room.was] if room.was else NOT_KNOWN)] if compares else []
    return [room.name, *was, say(STANDARDS[room.standard])]


def _gallery(room: RoomFound, say: Say) -> dict[str, Any]:
    """The bytes go as numbers: a template reads no others."""
    plain = Both("Bilde", "Bilete")
    return {
        "sort": "pictures",
        "pictures": [
            {
                "content": list(one.content),
                "caption": one.caption or f"{say(plain)} {number}",
                "alt": f"{room.name}: {one.caption or f'{say(plain)} {number}'}",
                "on": long_date(one.on),
            }
            for number, one in enumerate(room.pictures, 1)
        ],
    }


def _end(protocol: Protocol, say: Say) -> Iterator[Block]:
    if protocol.remarks:
        yield blocks.heading(say(Both("Annet", "Anna")))
        yield blocks.text(protocol.remarks)
    if protocol.tenant_says:
        yield blocks.heading(say(Both("Det leietakeren sier", "Det leigetakaren seier")))
        yield blocks.quote(protocol.tenant_says)
