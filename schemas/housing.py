"""The registers of homes: dwellings, the landlords' agreements, and leases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules.terms import AgreementKind, Disposal, DwellingType, Security
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

    number: str
    address: str
    postcode: str
    place: str
    farm_number: int | None
    title_number: int | None
    section_number: int | None
    unit_number: str | None
    dwelling_type: DwellingType
    rooms: int
    bedrooms: int | None
    area_m2: float | None
    floor: int | None
    lift: bool
    wheelchair: bool
    own_entrance: bool
    disposal: Disposal
    landlord: str | None
    services_day: bool
    services_evening: bool
    services_night: bool
    suits_families: bool
    rent_ore: int


class DwellingSchema(RegisterSchema[DwellingRow]):
    """boliger.csv."""

    row_class = DwellingRow

    number = Cell("Bolig-ID", text(40))
    address = Cell("Adresse", text())
    postcode = Cell("Postnr", parse_postcode)
    place = Cell("Poststed", text(60))
    farm_number = Cell("Gnr", whole(1, 99_999), optional=True)
    title_number = Cell("Bnr", whole(1, 99_999), optional=True)
    section_number = Cell("Snr", whole(1, 99_999), optional=True)
    unit_number = Cell("Bruksenhetsnr", parse_unit_number, optional=True)
    dwelling_type = Cell("Boligtype", terms("boligtype", *DwellingType))
    rooms = Cell("Antall rom", whole(1, 50))
    bedrooms = Cell("Soverom", whole(0, 50), optional=True)
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
    suits_families = Cell("Egnet for barnefamilie", parse_yes_no)
    rent_ore = Cell("Husleie pr mnd", parse_debt)


@dataclass(frozen=True, kw_only=True)
class LandlordRow:
    """An owner and the agreement with it (utleiere.csv)."""

    organisation_number: str
    name: str
    email: str | None
    phone: str | None
    agreement_kind: AgreementKind
    project: str
    dwellings: int
    signed_on: date
    loan_paid_on: date | None
    years: int


class LandlordSchema(RegisterSchema[LandlordRow]):
    """utleiere.csv."""

    row_class = LandlordRow

    organisation_number = Cell("Orgnr", parse_organisation_number)
    name = Cell("Navn", text())
    email = Cell("E-post", parse_email, optional=True)
    phone = Cell("Telefon", parse_phone, optional=True)
    agreement_kind = Cell("Avtaletype", terms("avtaletype", AgreementKind.REFERRAL, AgreementKind.ALLOCATION))
    project = Cell("Prosjekt", text())
    dwellings = Cell("Antall boliger", whole(1, 9_999))
    signed_on = PastDay("Avtale inngått")
    loan_paid_on = PastDay("Lån utbetalt", optional=True)
    years = Cell("Varighet (år)", whole(1, 99))


@dataclass(frozen=True, kw_only=True)
class LeaseRow:
    """A lease (leieforhold.csv); amounts in øre, the opening balance of either sign and due on `opening_due`."""

    number: str
    dwelling: str
    identity_number: str = field(repr=False)
    name: str = field(repr=False)
    born: date = field(repr=False)
    starts_on: date
    ends_on: date | None
    months: int | None
    rent_ore: int
    due_day: int
    kid: str
    security: Security | None
    security_ore: int | None
    opening_ore: int
    caseworker: str


class LeaseSchema(RegisterSchema[LeaseRow]):
    """leieforhold.csv; the date of the opening balance stands in the name of its column (`Table.dated`)."""

    row_class = LeaseRow

    number = Cell("Kontraktsnr", text(40))
    dwelling = Cell("Bolig-ID", text(40))
    identity_number = Identity("Fødselsnr")
    name = Cell("Leietaker", text())
    born = PastDay("Født")
    starts_on = Cell("Fra dato", parse_day)
    ends_on = Cell("Til dato", parse_day, optional=True)
    months = Cell("Varighet (mnd)", whole(1, 1_200), optional=True)
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
        number, born = values.get("identity_number"), values.get("born")
        if number and number.born and born and born != number.born:
            wrong["born"] = "Fødselsdatoen stemmer ikke med fødselsnummeret."
        return wrong

    def facts(self, values: dict[str, Any]) -> dict[str, Any]:
        return {
            **values,
            "identity_number": values["identity_number"].number,
            "opening_ore": values["opening_ore"] or 0,
        }
