"""The registers of homes: dwellings, the landlords' agreements, and leases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules.terms import AgreementKind, Disposal, DwellingType, IdentityKind, Security
from schemas.identity import (
    parse_email,
    parse_organisation_number,
    parse_phone,
    parse_postcode,
    parse_unit_number,
)
from schemas.parsing import parse_area, parse_day, parse_debt, parse_ore, parse_yes_no, terms, text, whole
from schemas.registers import Cell, Identity, PastDay, Reference, RegisterSchema
from schemas.tables import DATE_MARK


@dataclass(frozen=True, kw_only=True)
class DwellingRow:
    """A home (boliger.csv); area in square metres, rent in øre a month."""

    dwelling_number: str
    address: str
    postcode: str
    place: str
    farm_number: int | None
    title_number: int | None
    section_number: int | None
    unit_number: str | None
    kind: DwellingType
    rooms: int
    bedrooms: int | None
    area_m2: float | None
    floor: int | None
    lift: bool
    wheelchair: bool
    own_entrance: bool
    disposal: Disposal
    landlord: str | None  # organisation number
    services_day: bool
    services_evening: bool
    services_night: bool
    family_suitable: bool
    rent_ore: int


class DwellingSchema(RegisterSchema[DwellingRow]):
    """boliger.csv."""

    row_class = DwellingRow

    dwelling_number = Cell("Bolig-ID", text(30))
    address = Cell("Adresse", text(120))
    postcode = Cell("Postnr", parse_postcode)
    place = Cell("Poststed", text(60))
    farm_number = Cell("Gnr", whole(0, 99_999), optional=True)
    title_number = Cell("Bnr", whole(0, 99_999), optional=True)
    section_number = Cell("Snr", whole(0, 99_999), optional=True)
    unit_number = Cell("Bruksenhetsnr", parse_unit_number, optional=True)
    kind = Cell("Boligtype", terms("boligtype", *DwellingType))
    rooms = Cell("Antall rom", whole(1, 20))
    bedrooms = Cell("Soverom", whole(0, 20), optional=True)
    area_m2 = Cell("Bruksareal (m2)", parse_area, optional=True)
    floor = Cell("Etasje", whole(-5, 60), optional=True)
    lift = Cell("Heis", parse_yes_no)
    wheelchair = Cell("Rullestol", parse_yes_no)
    own_entrance = Cell("Egen inngang", parse_yes_no)
    disposal = Cell("Disposisjonsform", terms("disposisjonsform", *Disposal))
    landlord = Cell("Orgnr utleier", parse_organisation_number, optional=True)
    services_day = Cell("Tjeneste dag", parse_yes_no)
    services_evening = Cell("Tjeneste kveld", parse_yes_no)
    services_night = Cell("Tjeneste natt", parse_yes_no)
    family_suitable = Cell("Egnet for barnefamilie", parse_yes_no)
    rent_ore = Cell("Husleie pr mnd", parse_debt)


@dataclass(frozen=True, kw_only=True)
class LandlordRow:
    """An owner and the agreement with it (utleiere.csv)."""

    organisation_number: str
    name: str
    email: str | None
    phone: str | None
    kind: AgreementKind
    project: str
    homes: int
    signed_on: date
    loan_paid_out_on: date | None
    years: int


class LandlordSchema(RegisterSchema[LandlordRow]):
    """utleiere.csv."""

    row_class = LandlordRow

    organisation_number = Cell("Orgnr", parse_organisation_number)
    name = Cell("Navn", text(160))
    email = Cell("E-post", parse_email, optional=True)
    phone = Cell("Telefon", parse_phone, optional=True)
    kind = Cell("Avtaletype", terms("avtaletype", AgreementKind.REFERRAL, AgreementKind.ALLOCATION))
    project = Cell("Prosjekt", text(120))
    homes = Cell("Antall boliger", whole(1, 2_000))
    signed_on = PastDay("Avtale inngått")
    loan_paid_out_on = PastDay("Lån utbetalt", optional=True)
    years = Cell("Varighet (år)", whole(1, 99))


@dataclass(frozen=True, kw_only=True)
class LeaseRow:
    """A lease (leieforhold.csv); amounts in øre, the opening balance of either sign."""

    contract_number: str
    dwelling: str
    identity_number: str = field(repr=False)
    identity_kind: IdentityKind | None
    name: str = field(repr=False)
    born_on: date = field(repr=False)
    starts_on: date
    ends_on: date | None
    stated_months: int | None
    rent_ore: int
    due_day: int
    kid: str
    security: Security | None
    security_ore: int | None
    opening_ore: int
    opening_due_on: date | None
    caseworker: str


class LeaseSchema(RegisterSchema[LeaseRow]):
    """leieforhold.csv; the date of the opening balance stands in the name of its column."""

    row_class = LeaseRow

    contract_number = Cell("Kontraktsnr", text(30))
    dwelling = Cell("Bolig-ID", text(30))
    identity = Identity("Fødselsnr")
    name = Cell("Leietaker", text(120))
    born_on = PastDay("Født")
    starts_on = Cell("Fra dato", parse_day)
    ends_on = Cell("Til dato", parse_day, optional=True)
    stated_months = Cell("Varighet (mnd)", whole(1, 1_200), optional=True)
    rent_ore = Cell("Husleie pr mnd", parse_debt)
    due_day = Cell("Forfallsdag", whole(1, 31))
    kid = Reference("KID")
    security = Cell("Sikkerhet", terms("sikkerhet", Security.NAV_GUARANTEE, Security.DEPOSIT), optional=True)
    security_ore = Cell("Sikkerhetsbeløp", parse_debt, optional=True)
    opening_ore = Cell(f"Restanse pr{DATE_MARK}", parse_ore, optional=True)
    caseworker = Cell("Saksbehandler", parse_email)

    def contradictions(self, values: Mapping[str, Any]) -> dict[str, str]:
        """A lease ends on or after the day it starts; the birth date is the identity number's."""
        wrong = {}
        start, end = values.get("starts_on"), values.get("ends_on")
        if start and end and end < start:
            wrong["ends_on"] = f"Leieforholdet slutter før det begynner ({start:%d.%m.%Y})."
        number, born = values.get("identity"), values.get("born_on")
        if number and number.born and born and born != number.born:
            wrong["born_on"] = "Fødselsdatoen stemmer ikke med fødselsnummeret."
        return wrong

    def facts(self, values: dict[str, Any]) -> dict[str, Any]:
        number = values.pop("identity")
        return {
            **values,
            "identity_number": number.number,
            "identity_kind": number.kind,
            "opening_ore": values["opening_ore"] or 0,
            "opening_due_on": self.dated,
        }
