"""Each register: a right row becomes facts, and what goes with it for the service and the log."""

from datetime import date

import pytest

from rules.terms import (
    AgreementKind,
    AppealState,
    ApplicationKind,
    ApplicationState,
    AppliedBy,
    DecisionOutcome,
    Disposal,
    DwellingType,
    HousingSituation,
    IdentityKind,
    Security,
    TargetGroup,
)
from schemas.cases import AppealRow, ApplicationRow
from schemas.housing import DwellingRow, LandlordRow, LeaseRow
from tests.schemas.samples import BORN, NUMBER, read, read_one


def test_a_dwelling() -> None:
    assert read_one("boliger").record == DwellingRow(
        dwelling_number="B1", address="Storgata 3", postcode="9404", place="HARSTAD", farm_number=60, title_number=555,
        section_number=None, unit_number="H0207", kind=DwellingType.CARE_DWELLING, rooms=2, bedrooms=1, area_m2=54.5,
        floor=4, lift=False, wheelchair=True, own_entrance=False, disposal=Disposal.ALLOCATION, landlord="904755915",
        services_day=True, services_evening=True, services_night=False, family_suitable=False, rent_ore=629300,
    )  # fmt: skip


def test_a_landlord() -> None:
    assert read_one("utleiere").record == LandlordRow(
        organisation_number="922542570", name="Ali Eiendom AS", email="post@utleier.example.no", phone="71058756",
        kind=AgreementKind.REFERRAL, project="Storgata 9", homes=20, signed_on=date(2018, 3, 1),
        loan_paid_out_on=date(2019, 6, 1), years=20,
    )  # fmt: skip


def test_an_application() -> None:
    assert read_one("soknader").record == ApplicationRow(
        application_number="S1", received_on=date(2026, 5, 13), identity_number=NUMBER,
        identity_kind=IdentityKind.SYNTHETIC, born_on=BORN, first_name="Åse", last_name="Bråten",
        address="Kirkegata 56", postcode="9403", place="HARSTAD", phone="95367782", email="s1@example.no",
        target_group=TargetGroup.DISADVANTAGED, adults=1, children=0, applied_by=AppliedBy.APPLICANT,
        situation=HousingSituation.INSTITUTION, rooms_wanted=2, service_need=None, interpreter=None, resident=True,
        kind=ApplicationKind.NEW, state=ApplicationState.RECEIVED, outcome=None, preliminary_reply_on=None,
        decided_on=None, caseworker="saksbehandler@example.no",
    )  # fmt: skip


def test_an_appeal() -> None:
    assert read_one("klager").record == AppealRow(
        application="S1", decided_on=date(2026, 9, 12), notice_arrived_on=date(2026, 9, 15),
        received_on=date(2026, 9, 21), state=AppealState.UNDER_REASSESSMENT,
    )  # fmt: skip


def test_a_lease() -> None:
    assert read_one("leieforhold").record == LeaseRow(
        contract_number="K1", dwelling="B1", identity_number=NUMBER, identity_kind=IdentityKind.SYNTHETIC,
        name="Zahra Ali", born_on=BORN, starts_on=date(2025, 10, 1), ends_on=date(2028, 9, 30), stated_months=36,
        rent_ore=629300, due_day=20, kid="00700005", security=Security.NAV_GUARANTEE, security_ore=3775800,
        opening_ore=-1250, opening_due_on=date(2026, 8, 31), caseworker="saksbehandler@example.no",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "status", "state", "outcome"),
    [
        ("Ny", "Mottatt", ApplicationState.RECEIVED, None),
        ("Ny", "Under behandling", ApplicationState.IN_ASSESSMENT, None),
        ("Ny", "Innvilget", ApplicationState.WAITING, DecisionOutcome.GRANTED),
        ("Bytte", "Innvilget", ApplicationState.WAITING, DecisionOutcome.GRANTED),
        ("Forlengelse", "Innvilget", ApplicationState.HOUSED, DecisionOutcome.GRANTED),
        ("Forlengelse", "avslag", ApplicationState.REFUSED, DecisionOutcome.REFUSED),
        ("Ny", "Trukket", ApplicationState.WITHDRAWN, None),
    ],
)
def test_an_application_starts_in_the_state_the_file_gives(
    kind: str, status: str, state: ApplicationState, outcome: DecisionOutcome | None
) -> None:
    row = read_one("soknader", Søknadstype=kind, Status=status, Vedtaksdato="01.06.2026").record
    assert (row.state, row.outcome) == (state, outcome)


@pytest.mark.parametrize(
    ("kids", "refused"),
    [
        (["00700005", "00700013", "00700055"], ["00700055"]),
        (["123456785", "1009-", "123456782"], ["123456782"]),
        (["00700005"], []),
        (["123456785"], []),
        (["1009-"], []),
    ],
)
def test_the_kids_of_a_file_share_one_check(kids: list[str], refused: list[str]) -> None:
    entries = read("leieforhold", *({"KID": kid} for kid in kids))
    assert [fault.value for entry in entries for fault in entry.faults] == refused


def test_identity_numbers_and_names_are_in_no_repr() -> None:
    secret = {"Fødselsnr": NUMBER[:-1], "Leietaker": "Zahra Ali"}
    for entry in (read_one("leieforhold"), read_one("leieforhold", **secret), read_one("soknader")):
        shown = repr(entry) + repr(list(entry.faults))
        assert not any(word in shown for word in (NUMBER, NUMBER[:-1], "Zahra", "Bråten", "Kirkegata"))


def test_a_service_adds_faults_of_its_own_to_a_row() -> None:
    entry = read_one("leieforhold")
    fault = entry.fault("Restanse pr dd.mm.åååå", "Feil.")
    assert (fault.line, fault.column, fault.value) == (2, "Restanse pr 31.08.2026", "-12,50")
    assert entry.fault("Restanse pr 31.08.2026", "Feil.") == fault
    assert entry.fault("", "Raden er feil.").value == ""
