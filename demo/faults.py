"""The town's registers with faults on purpose, one of each kind, and where they stand: for tests of the import."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from demo.bank import kid_of
from demo.registers import SPREADSHEET, SYSTEM, File, files, table
from demo.town import Town
from demo.words import UNUSED_POSTCODE
from rules.terms import DecisionOutcome, ImportKind

Cells = dict[str, str]
WRONG_ID = "01818530185"  # month of birth + 80, false check digits
UNKNOWN_ORGANISATION = "800000009"  # holds, but is nobody's in the town
UNUSED_PERSON = "01818530184"
STRANGER = "ingen@demo.kommune.no"
ENCODINGS = {ImportKind.LEASES: SPREADSHEET, ImportKind.DWELLINGS: SPREADSHEET}


@dataclass(frozen=True)
class Planted:
    """A faulty line and the columns in which its faults are found."""

    line: int
    columns: tuple[str, ...]
    by_others: bool  # a fault only beside what is stored: the reader of the file alone does not see it


@dataclass(frozen=True)
class FaultyFile:
    """A register in which the right rows all still stand, and the faulty ones between them."""

    file: File
    faults: tuple[Planted, ...]


@dataclass(frozen=True)
class Fault:
    """What is changed in a right row, and the columns where that is a fault (those changed, where none are named)."""

    changes: Mapping[str, str]
    columns: tuple[str, ...] = ()
    by_others: bool = False


def plant(town: Town) -> tuple[FaultyFile, ...]:
    """The five registers, each with one faulty row of every kind; `expect(town)` still holds for what goes in."""
    planters: Mapping[ImportKind, Callable[[Town, Sequence[Cells]], tuple[Cells, list[Fault]]]] = {
        ImportKind.LANDLORDS: _landlords,
        ImportKind.DWELLINGS: _dwellings,
        ImportKind.LEASES: _leases,
        ImportKind.APPLICATIONS: _applications,
        ImportKind.APPEALS: _appeals,
    }
    planted = []
    for file in files(town):
        if file.kind in planters:
            rows = _rows(file)
            template, faults = planters[file.kind](town, rows)
            planted.append(_between(file, rows, template, faults))
    return tuple(planted)


def cut(file: File) -> File:
    """The file without the end of its last line, as a transfer that broke leaves it."""
    body = file.content.rstrip()
    return File(file.kind, file.name, body[: body.rindex(b";")] if b";" in body else body[: body.rindex(b"\n") + 1])


def with_column(file: File, old: str, new: str) -> File:
    """The register with another name for a column."""
    encoding = ENCODINGS.get(file.kind, SYSTEM)
    return File(file.kind, file.name, file.content.decode(encoding).replace(old, new, 1).encode(encoding))


def _rows(file: File) -> list[Cells]:
    lines = file.content.decode(ENCODINGS.get(file.kind, SYSTEM)).splitlines()
    columns = lines[0].split(";")
    return [dict(zip(columns, line.split(";"), strict=True)) for line in lines[1:]]


def _between(file: File, rows: Sequence[Cells], template: Cells, faults: Sequence[Fault]) -> FaultyFile:
    """A faulty row after each right one from the second on, as long as there are any, and the rest at the end."""
    key, numbered = next(iter(template)), file.kind not in (ImportKind.APPEALS, ImportKind.LANDLORDS)
    left = list(enumerate(faults, 1))
    lines: list[Cells] = []
    planted = []
    for at in range(max(len(rows), len(faults) + 2)):
        lines += rows[at : at + 1]
        if at >= 1 and left:
            number, fault = left.pop(0)
            own = {key: f"{template[key]}-{number}"} if numbered else {}
            lines.append({**template, **own, **fault.changes})
            planted.append(Planted(len(lines) + 1, fault.columns or tuple(fault.changes), fault.by_others))
    content = table([list(template), *(list(line.values()) for line in lines)], ENCODINGS.get(file.kind, SYSTEM))
    return FaultyFile(File(file.kind, file.name, content), tuple(planted))


def _landlords(town: Town, rows: Sequence[Cells]) -> tuple[Cells, list[Fault]]:
    template = {**rows[0], "Orgnr": UNKNOWN_ORGANISATION, "Prosjekt": "Feilveien 1"}
    return template, [
        Fault({"Orgnr": "800000008"}),
        Fault({"Orgnr": "80000000"}),
        Fault({"Navn": ""}),
        Fault({"E-post": "ikke en adresse"}),
        Fault({"Avtaletype": "Framleie"}),
        Fault({"Antall boliger": "mange"}),
        Fault({"Avtale inngått": "31.02.2020"}),
        Fault({"Lån utbetalt": _ahead(town)}),
    ]


def _dwellings(town: Town, rows: Sequence[Cells]) -> tuple[Cells, list[Fault]]:
    template = {**rows[0], "Bolig-ID": "B1", "Disposisjonsform": "Tilvisning"}
    template["Orgnr utleier"] = town.landlords[0].organisation_number
    return template, [
        Fault({"Adresse": ""}),
        Fault({"Postnr": "997"}),
        Fault({"Postnr": UNUSED_POSTCODE}, by_others=True),
        Fault({"Bruksenhetsnr": "X0101"}),
        Fault({"Boligtype": "Slott"}),
        Fault({"Antall rom": "to"}),
        Fault({"Heis": "Kanskje"}),
        Fault({"Disposisjonsform": "Lånt"}),
        Fault({"Orgnr utleier": "800000008"}),
        Fault({"Orgnr utleier": UNKNOWN_ORGANISATION}, by_others=True),
        Fault({"Husleie pr mnd": "-7 000,00"}),
        Fault({"Bruksareal (m2)": "stor", "Etasje": "første"}),
    ]


def _leases(town: Town, rows: Sequence[Cells]) -> tuple[Cells, list[Fault]]:
    taken = {row["Bolig-ID"] for row in rows}
    free = next(one.dwelling_number for one in town.dwellings if one.dwelling_number not in taken)
    opening = next(column for column in rows[0] if column.startswith("Restanse"))
    begun = next(lease for lease in town.leases if lease.ends_on)
    template = {**rows[town.leases.index(begun)], "Kontraktsnr": "K1", "Bolig-ID": free, "KID": kid_of(900_000)}
    return template, [
        Fault({"Bolig-ID": "B0"}, by_others=True),
        Fault({"Bolig-ID": rows[0]["Bolig-ID"]}, by_others=True),  # a second lease on a dwelling that is lived in
        Fault({"Fødselsnr": WRONG_ID}),
        Fault({"Født": "01.02.1903"}),
        Fault({"Fra dato": "32.01.2020"}),
        Fault({"Til dato": _day(begun.starts_on - timedelta(days=1))}),
        Fault({"Husleie pr mnd": "-1,00"}),
        Fault({"Forfallsdag": "den tjuende"}),
        Fault({"KID": wrong_check(kid_of(900_001))}),
        Fault({"Sikkerhet": "Håndpant"}),
        Fault({opening: "mye"}),
        Fault({"Saksbehandler": STRANGER}, by_others=True),
    ]


def _applications(town: Town, rows: Sequence[Cells]) -> tuple[Cells, list[Fault]]:
    housed = next(row for row in rows if row["Adresse"] and row["Status"] == "Mottatt")
    template = {**housed, "Søknadsnr": "S1", "Fødselsnr": UNUSED_PERSON}
    refused = {"Status": "Avslag", "Mottatt": _day(town.day - timedelta(days=40))}
    early = _day(town.day - timedelta(days=41))
    return template, [
        Fault({"Mottatt": _ahead(town)}),
        Fault({"Fødselsnr": WRONG_ID}),
        Fault({"Adresse": ""}),
        Fault({"Postnr": UNUSED_POSTCODE}, by_others=True),
        Fault({"Målgruppe": "Ukjent gruppe"}),
        Fault({"Voksne": "0"}),
        Fault({"Søkt av": "Naboen"}),
        Fault({"Bosituasjon": "Vet ikke"}),
        Fault({"Tolk": "Volapykkisk"}),
        Fault({"Folkeregistrert i kommunen": ""}),
        Fault({"Søknadstype": "Hastesøknad"}),
        Fault({"Status": "Lagt bort"}),
        Fault({"Foreløpig svar sendt": _ahead(town)}),
        Fault({**refused, "Vedtaksdato": ""}, ("Vedtaksdato",)),
        Fault({**refused, "Vedtaksdato": early}, ("Vedtaksdato",)),
        Fault({"Saksbehandler": STRANGER}, by_others=True),
        Fault({"Målgruppe": "Ingen", "Status": "Borte"}),
    ]


def _appeals(town: Town, rows: Sequence[Cells]) -> tuple[Cells, list[Fault]]:
    appealed = {row["Søknadsnr"] for row in rows}
    refused = (one for one in town.applications if one.outcome is DecisionOutcome.REFUSED)
    free = next(one for one in refused if one.application_number not in appealed)
    decided = free.decided_on or town.day
    template = {
        "Søknadsnr": free.application_number,
        "Vedtaksdato": _day(decided),
        "Vedtak kom frem": _day(decided + timedelta(days=1)),
        "Klage mottatt": _day(decided + timedelta(days=2)),
        "Status": rows[0]["Status"],
    }
    return template, [
        Fault({"Søknadsnr": "S0"}, by_others=True),
        Fault({"Vedtaksdato": _day(decided - timedelta(days=1))}, by_others=True),
        Fault({"Vedtak kom frem": "i går"}),
        Fault({"Klage mottatt": _ahead(town)}),
        Fault({"Klage mottatt": _day(decided - timedelta(days=1))}),
        Fault({"Status": "Glemt"}),
    ]


def wrong_check(number: str) -> str:
    """The number with another last digit."""
    return f"{number[:-1]}{(int(number[-1]) + 1) % 10}"


def _ahead(town: Town) -> str:
    return _day(town.day + timedelta(days=1))


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
