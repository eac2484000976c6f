"""The town's registers as a municipality would export them: semicolons, decimal commas, dd.mm.yyyy, two encodings."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from demo.bank import giro_file
from demo.town import Town
from rules.terms import ApplicationState, DecisionOutcome, ImportKind, Term

SPREADSHEET, SYSTEM = "cp1252", "utf-8-sig"
Column = str | Callable[[Any], object]

DWELLINGS: Mapping[str, Column] = {
    "Bolig-ID": "dwelling_number",
    "Adresse": "address",
    "Postnr": "postcode",
    "Poststed": "place",
    "Gnr": "farm_number",
    "Bnr": "title_number",
    "Snr": "section_number",
    "Bruksenhetsnr": "unit_number",
    "Boligtype": "kind",
    "Antall rom": "rooms",
    "Soverom": "bedrooms",
    "Bruksareal (m2)": "area_m2",
    "Etasje": "floor",
    "Heis": "lift",
    "Rullestol": "wheelchair",
    "Egen inngang": "own_entrance",
    "Disposisjonsform": "disposal",
    "Orgnr utleier": "landlord",
    "Tjeneste dag": "services_day",
    "Tjeneste kveld": "services_evening",
    "Tjeneste natt": "services_night",
    "Egnet for barnefamilie": "family_suitable",
    "Husleie pr mnd": lambda row: kroner(row.rent_ore),
}
LANDLORDS: Mapping[str, Column] = {
    "Orgnr": "organisation_number",
    "Navn": "name",
    "E-post": "email",
    "Telefon": "phone",
    "Avtaletype": "kind",
    "Prosjekt": "project",
    "Antall boliger": "homes",
    "Avtale inngått": "signed_on",
    "Lån utbetalt": "loan_paid_out_on",
    "Varighet (år)": "years",
}
APPLICATIONS: Mapping[str, Column] = {
    "Søknadsnr": "application_number",
    "Mottatt": "received_on",
    "Fødselsnr": "identity_number",
    "Fornavn": "first_name",
    "Etternavn": "last_name",
    "Adresse": "address",
    "Postnr": "postcode",
    "Poststed": "place",
    "Mobil": "phone",
    "E-post": "email",
    "Målgruppe": "target_group",
    "Voksne": "adults",
    "Barn": "children",
    "Søkt av": "applied_by",
    "Bosituasjon": "situation",
    "Ønsket antall rom": "rooms_wanted",
    "Tjenestebehov": "service_need",
    "Tolk": "interpreter",
    "Folkeregistrert i kommunen": "resident",
    "Søknadstype": "kind",
    "Status": lambda row: status(row.state, row.outcome),
    "Foreløpig svar sendt": "preliminary_reply_on",
    "Vedtaksdato": "decided_on",
    "Saksbehandler": "caseworker",
}
APPEALS: Mapping[str, Column] = {
    "Søknadsnr": "application",
    "Vedtaksdato": "decided_on",
    "Vedtak kom frem": "notice_arrived_on",
    "Klage mottatt": "received_on",
    "Status": lambda row: {"forwarded": "Oversendt klagenemnda"}.get(row.state.value, row.state.label),
}


def lease_columns(opening: date) -> Mapping[str, Column]:
    """The columns of leieforhold.csv; one carries the day of the opening balances in its name."""
    return {
        "Kontraktsnr": "contract_number",
        "Bolig-ID": "dwelling",
        "Fødselsnr": "identity_number",
        "Leietaker": "name",
        "Født": "born_on",
        "Fra dato": "starts_on",
        "Til dato": "ends_on",
        "Varighet (mnd)": "stated_months",
        "Husleie pr mnd": lambda row: kroner(row.rent_ore),
        "Forfallsdag": "due_day",
        "KID": "kid",
        "Sikkerhet": "security",
        "Sikkerhetsbeløp": lambda row: "" if row.security_ore is None else kroner(row.security_ore),
        f"Restanse pr {opening:%d.%m.%Y}": lambda row: kroner(row.opening_ore),
        "Saksbehandler": "caseworker",
    }


@dataclass(frozen=True)
class File:
    """A file to bring in."""

    kind: ImportKind
    name: str
    content: bytes


def files(town: Town) -> tuple[File, ...]:
    """Every file of the municipality, in the order in which they are brought in."""
    opening = lease_columns(town.calendar.opening)
    return (
        File(ImportKind.POSTCODES, "postnummer.tsv", _postcodes(town)),
        File(ImportKind.LANDLORDS, "utleiere.csv", _table(LANDLORDS, town.landlords, SYSTEM)),
        File(ImportKind.DWELLINGS, "boliger.csv", _table(DWELLINGS, town.dwellings, SPREADSHEET)),
        File(ImportKind.LEASES, "leieforhold.csv", _table(opening, town.leases, SPREADSHEET)),
        File(ImportKind.APPLICATIONS, "soknader.csv", _table(APPLICATIONS, town.applications, SYSTEM)),
        File(ImportKind.APPEALS, "klager.csv", _table(APPEALS, town.appeals, SYSTEM)),
        *payment_files(town),
    )


def payment_files(town: Town) -> tuple[File, ...]:
    """One OCR giro file for each month that is paid."""
    made = []
    for month, transfers in zip(town.calendar.paid, town.transfers, strict=True):
        sent = max(one.booked_on for one in transfers)
        number = (month.year % 100 * 100 + month.month) * 1000 + 1
        content = giro_file(transfers, transmission=number, sent_on=sent)
        made.append(File(ImportKind.PAYMENTS, f"ocr-{month}.txt", content))
    return tuple(made)


def _postcodes(town: Town) -> bytes:
    rows = ((one.code, one.place, one.municipality_number, one.municipality, one.category) for one in town.postcodes)
    return "".join("\t".join(row) + "\n" for row in rows).encode()


def _table(columns: Mapping[str, Column], rows: Iterable[object], encoding: str) -> bytes:
    made = [[_text(row, column) for column in columns.values()] for row in rows]
    return table([list(columns), *made], encoding)


def table(rows: Iterable[Iterable[str]], encoding: str) -> bytes:
    """Rows as a spreadsheet saves them; no word of the town needs quoting."""
    return "".join(";".join(row) + "\r\n" for row in rows).encode(encoding)


def _text(row: object, column: Column) -> str:
    value = column(row) if callable(column) else getattr(row, column)
    if isinstance(value, bool):
        return "Ja" if value else "Nei"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Term):
        return value.label
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return "" if value is None else str(value)


def kroner(ore: int) -> str:
    """An amount as a spreadsheet writes it: 6 293,50."""
    sign = "-" if ore < 0 else ""
    whole, cents = divmod(abs(ore), 100)
    return f"{sign}{whole:,}".replace(",", " ") + f",{cents:02}"


def status(state: ApplicationState, outcome: DecisionOutcome | None) -> str:
    """The register's word for where an application stands."""
    if outcome:
        return outcome.label
    return "Trukket" if state is ApplicationState.WITHDRAWN else state.label
