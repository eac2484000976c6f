"""Dwellings and landlords brought in from a municipality's spreadsheets."""

from datetime import date
from typing import Any

import pytest

from models import Agreement, Dwelling, Landlord, Postcode, Project
from rules.terms import AgreementKind, AgreementState, Disposal, ImportKind, NoticeCode
from schemas.errors import WrongColumns
from services.imports.dwellings import NOTICED
from tests.factories import make_agreement, make_landlord, make_project
from tests.importing import (
    DIFFERENT,
    LANDLORD,
    NEW,
    REFUSED,
    UNCHANGED,
    UPDATED,
    bring,
    content,
    counted,
    differing_columns,
    prepare,
    reasons,
    refused_columns,
)
from tests.partners import make_notice

DWELLINGS, LANDLORDS = ImportKind.DWELLINGS, ImportKind.LANDLORDS
OTHER = {"Bolig-ID": "B2"}


@pytest.fixture(autouse=True)
def house() -> None:
    prepare()


def bring_postcodes(*codes: str) -> None:
    lines = "".join(f"{code}\tHARSTAD\t5503\tHARSTAD\tG\n" for code in codes)
    bring(ImportKind.POSTCODES, data=lines.encode())


def test_a_row_becomes_a_dwelling_with_its_landlord() -> None:
    done = bring(DWELLINGS, OTHER)
    assert counted(done) == {NEW: 1}
    stored = Dwelling.objects(dwelling_number="B2").get()
    assert (stored.address, stored.postcode, stored.rent_ore, stored.area_m2) == ("Storgata 3", "9404", 629_300, 54.5)
    assert stored.landlord == Landlord.objects(organisation_number=LANDLORD).get()
    assert stored.disposal is Disposal.ALLOCATION
    assert stored.import_run == done.run.key
    assert [entry.action for entry in stored.history] == ["imported"]
    assert stored.pending == []


@pytest.mark.parametrize(
    ("changes", "notices"),
    [
        pytest.param({"Etasje": "2"}, [], id="the floor of H0207 is 2"),
        pytest.param({"Etasje": "4"}, [NoticeCode.FLOOR_DIFFERS], id="another floor is a notice, not a refusal"),
        pytest.param(
            {"Etasje": "2", "Orgnr utleier": ""}, [NoticeCode.LANDLORD_MISSING], id="allocation without a landlord"
        ),
        pytest.param(
            {"Etasje": "2", "Disposisjonsform": "Eid"}, [NoticeCode.LANDLORD_UNEXPECTED], id="owned with a landlord"
        ),
    ],
)
def test_what_is_odd_about_a_dwelling_is_noted_on_it(changes: dict[str, str], notices: list[NoticeCode]) -> None:
    assert counted(bring(DWELLINGS, OTHER | changes)) == {NEW: 1}
    assert Dwelling.objects(dwelling_number="B2").get().notices == notices


def test_an_unknown_landlord_refuses_the_row_and_the_others_go_in() -> None:
    done = bring(DWELLINGS, {"Bolig-ID": "B2", "Orgnr utleier": "922542570"}, {"Bolig-ID": "B3"})
    assert counted(done) == {NEW: 1, REFUSED: 1}
    assert refused_columns(done) == ["Orgnr utleier"]
    assert [dwelling.dwelling_number for dwelling in Dwelling.objects.order_by("dwelling_number")] == ["B1", "B3"]


def test_a_row_with_several_faults_is_one_refused_row_with_all_its_reasons() -> None:
    done = bring(DWELLINGS, {"Bolig-ID": "B2", "Boligtype": "Slott", "Orgnr utleier": "922542570"})
    assert counted(done) == {REFUSED: 1}
    assert refused_columns(done) == ["Boligtype", "Orgnr utleier"]


def test_without_a_register_four_digits_are_enough_for_a_postcode() -> None:
    assert counted(bring(DWELLINGS, OTHER | {"Postnr": "9999"})) == {NEW: 1}


def test_with_a_register_a_postcode_must_stand_in_it() -> None:
    bring_postcodes("9404")
    done = bring(DWELLINGS, OTHER, {"Bolig-ID": "B3", "Postnr": "9999"})
    assert counted(done) == {NEW: 1, REFUSED: 1}
    assert refused_columns(done) == ["Postnr"]


def test_another_place_than_the_registers_is_a_notice() -> None:
    bring_postcodes("9404")
    bring(DWELLINGS, OTHER | {"Etasje": "2", "Poststed": "Narvik"})
    assert Dwelling.objects(dwelling_number="B2").get().notices == [NoticeCode.PLACE_DIFFERS]


def test_the_same_key_twice_with_other_values_refuses_the_later() -> None:
    done = bring(DWELLINGS, OTHER, OTHER | {"Antall rom": "3"})
    assert counted(done) == {NEW: 1, REFUSED: 1}
    assert reasons(done) == [("Bolig-ID", "Linje 2 har det samme, men med andre verdier. Behold den ene.")]
    assert Dwelling.objects(dwelling_number="B2").get().rooms == 2


def test_a_key_of_a_refused_row_is_free_for_a_later_one() -> None:
    done = bring(DWELLINGS, OTHER | {"Boligtype": "Slott"}, OTHER)
    assert counted(done) == {NEW: 1, REFUSED: 1}


def test_what_stands_with_the_same_values_is_unchanged_and_keeps_its_version() -> None:
    bring(DWELLINGS, OTHER)
    assert counted(bring(DWELLINGS, OTHER, {"Bolig-ID": "B3"})) == {NEW: 1, UNCHANGED: 1}
    assert Dwelling.objects(dwelling_number="B2").get().version == 1


def test_other_values_are_a_difference_and_are_not_written() -> None:
    bring(DWELLINGS, OTHER)
    done = bring(DWELLINGS, OTHER | {"Husleie pr mnd": "7000", "Heis": "Ja"})
    assert counted(done) == {DIFFERENT: 1}
    assert differing_columns(done) == ["Heis", "Husleie pr mnd"]
    assert Dwelling.objects(dwelling_number="B2").get().version == 1


def test_with_leave_other_values_are_written_with_history() -> None:
    bring(DWELLINGS, OTHER)
    done = bring(DWELLINGS, OTHER | {"Husleie pr mnd": "7000"}, overwrite=True)
    assert counted(done) == {UPDATED: 1}
    stored = Dwelling.objects(dwelling_number="B2").get()
    assert (stored.rent_ore, stored.version) == (700_000, 2)
    assert stored.history[-1].action == "updated"
    assert stored.history[-1].changes["rent_ore"] == [629_300, 700_000]


def test_a_dwelling_belongs_to_its_landlords_only_project() -> None:
    landlord = Landlord.objects(organisation_number=LANDLORD).get()
    only = make_project(landlord=landlord)
    bring(DWELLINGS, OTHER)
    assert Dwelling.objects(dwelling_number="B2").get().project == only
    make_project(landlord=landlord)
    bring(DWELLINGS, {"Bolig-ID": "B3"})
    assert Dwelling.objects(dwelling_number="B3").get().project is None


def test_a_home_that_its_landlord_has_reported_vacant_keeps_its_landlord() -> None:
    landlord = Landlord.objects(organisation_number=LANDLORD).get()
    project = make_project(landlord=landlord)
    bring(DWELLINGS, OTHER)
    home = Dwelling.objects(dwelling_number="B2").get()
    make_agreement(landlord=landlord, project=project)
    make_notice(dwelling=home, agreement=Agreement.objects.get())
    other = make_landlord()
    done = bring(DWELLINGS, OTHER | {"Orgnr utleier": other.organisation_number}, overwrite=True)
    assert counted(done) == {REFUSED: 1}
    assert reasons(done) == [("Orgnr utleier", NOTICED)]
    assert Dwelling.objects(dwelling_number="B2").get().landlord == landlord


def test_a_row_becomes_landlord_project_and_agreement() -> None:
    assert counted(bring(LANDLORDS, {})) == {NEW: 1}
    agreement = Agreement.objects.get()
    assert agreement.agreement_number == "Tilvisning Storgata 9"
    assert agreement.state is AgreementState.IN_FORCE
    assert agreement.ends_on == date(2039, 6, 1)
    assert agreement.landlord.organisation_number == "922542570"
    assert (agreement.project.name, agreement.project.homes) == ("Storgata 9", 20)
    assert agreement.notices == [NoticeCode.PROCUREMENT_MISSING]


def test_an_agreement_without_a_loan_runs_from_signature() -> None:
    bring(LANDLORDS, {"Lån utbetalt": ""})
    assert Agreement.objects.get().ends_on == date(2038, 3, 1)


def test_a_landlord_may_have_an_agreement_on_each_project() -> None:
    assert counted(bring(LANDLORDS, {}, {"Prosjekt": "Havnegata 1", "Avtaletype": "Tildeling"})) == {NEW: 2}
    assert Landlord.objects(organisation_number="922542570").count() == 1
    assert [one.kind for one in Agreement.objects.order_by("pk")] == [AgreementKind.REFERRAL, AgreementKind.ALLOCATION]


def test_two_landlords_may_call_their_projects_the_same() -> None:
    bring(LANDLORDS, {}, {"Orgnr": "983120210"})
    numbers = [one.agreement_number for one in Agreement.objects.order_by("pk")]
    assert numbers == ["Tilvisning Storgata 9", "Tilvisning Storgata 9 (983120210)"]
    assert Project.objects(name="Storgata 9").count() == 2


def test_the_landlord_itself_is_told_and_written_only_with_leave() -> None:
    bring(LANDLORDS, {})
    renamed = {"Navn": "Ali Eiendom og Utleie AS"}
    done = bring(LANDLORDS, renamed)
    assert (counted(done), differing_columns(done)) == ({DIFFERENT: 1}, ["Navn"])
    done = bring(LANDLORDS, renamed, renamed | {"Prosjekt": "Ny"}, overwrite=True)
    assert counted(done) == {NEW: 1, UPDATED: 1}
    assert Landlord.objects(organisation_number="922542570").get().name == "Ali Eiendom og Utleie AS"


@pytest.mark.parametrize(
    ("homes", "odd"),
    [
        pytest.param(1, False, id="one of a project of four: all may be let by referral"),
        pytest.param(5, True, id="five of four"),
    ],
)
def test_more_homes_than_the_quota_are_noted_on_the_agreement(homes: int, odd: bool) -> None:
    bring(LANDLORDS, {"Antall boliger": "4"})
    let = {"Orgnr utleier": "922542570", "Disposisjonsform": "Tilvisning"}
    bring(DWELLINGS, *({"Bolig-ID": f"T{number}"} | let for number in range(homes)))
    assert (NoticeCode.QUOTA_EXCEEDED in Agreement.objects.get().notices) is odd


def test_postcodes_that_stand_are_unchanged_and_renamed_places_need_leave() -> None:
    def lines(place: str) -> bytes:
        return f"9404\t{place}\t5503\tHARSTAD\tG\n".encode()

    bring(ImportKind.POSTCODES, data=lines("HARSTAD"))
    done: Any = bring(ImportKind.POSTCODES, data=lines("NARVIK"))
    assert (counted(done), differing_columns(done)) == ({DIFFERENT: 1}, ["Poststed"])
    assert counted(bring(ImportKind.POSTCODES, data=lines("NARVIK"), overwrite=True)) == {UPDATED: 1}
    assert Postcode.objects.get().place == "NARVIK"


def test_a_file_without_one_of_the_columns_is_refused_whole() -> None:

    with pytest.raises(WrongColumns):
        bring(DWELLINGS, data=content(DWELLINGS, OTHER, without="Heis"))
