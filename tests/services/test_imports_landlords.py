"""A landlord register that is read again beside agreements that were made in Husrom."""

from datetime import date
from typing import Any

import pytest

from models import Agreement, Project
from rules.terms import AgreementKind, AgreementState, Disposal, ImportKind, LeaseState, NoticeCode
from services import imports, quotas, records
from services.imports.landlords import HOMES_HERE, MADE_HERE, ONE_RIGHT
from tests import factories
from tests.agreeing import chosen_bid, drafted, fresh, signed, used
from tests.casework import house
from tests.importing import DIFFERENT, NEW, REFUSED, UNCHANGED, UPDATED, bring, counted, file_of, order, reasons

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

LANDLORDS = ImportKind.LANDLORDS
ORGANISATION = "922542570"


def made_here(made: Any) -> tuple[Any, dict[str, str]]:
    """An agreement made in Husrom, and the row that says the same of it."""
    landlord = factories.make_landlord(organisation_number=ORGANISATION)
    agreement = made(chosen_bid(homes=10, landlord=landlord))
    day = agreement.signed_on
    row = {
        "Orgnr": ORGANISATION, "Navn": landlord.name, "E-post": landlord.email or "", "Telefon": landlord.phone or "",
        "Prosjekt": agreement.project.name, "Antall boliger": "10", "Varighet (år)": "20", "Lån utbetalt": "",
        "Avtale inngått": f"{day:%d.%m.%Y}" if day else "01.03.2018",
    }  # fmt: skip
    return agreement, row


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("made", [drafted, signed])
def test_an_agreement_made_in_husrom_is_not_written_over(made: Any, overwrite: bool) -> None:
    agreement, row = made_here(made)
    other = row | {"Antall boliger": "200", "Lån utbetalt": "01.06.2019", "Avtale inngått": "01.04.2018"}
    before = fresh(agreement).to_mongo()
    seen = imports.preview(file_of(LANDLORDS, other), order(overwrite=overwrite))
    done = bring(LANDLORDS, other, overwrite=overwrite)
    assert (counted(done), reasons(done)) == ({REFUSED: 1}, [("Prosjekt", MADE_HERE)])
    assert seen.refused == done.outcome.refused
    assert (fresh(agreement).to_mongo(), fresh(agreement.project).homes) == (before, 10)


def test_a_row_that_says_what_husrom_says_is_unchanged() -> None:
    _, row = made_here(signed)
    assert counted(bring(LANDLORDS, row)) == {UNCHANGED: 1}


def test_no_right_is_brought_in_beside_one_made_in_husrom() -> None:
    agreement, row = made_here(signed)
    done = bring(LANDLORDS, row | {"Avtaletype": "Tildeling", "Varighet (år)": "30"}, overwrite=True)
    assert (counted(done), reasons(done)) == ({REFUSED: 1}, [("Prosjekt", MADE_HERE)])
    assert [one.pk for one in Agreement.objects] == [agreement.pk]
    assert (used(agreement), fresh(agreement).state) == (10, AgreementState.SIGNED)


def test_a_project_has_one_right_to_its_homes_in_one_file_and_in_the_next() -> None:
    second = {"Avtaletype": "Tildeling", "Varighet (år)": "30"}
    done = bring(LANDLORDS, {}, second)
    assert (counted(done), reasons(done)) == ({NEW: 1, REFUSED: 1}, [("Avtaletype", ONE_RIGHT)])
    done = bring(LANDLORDS, second)
    assert (counted(done), reasons(done)) == ({REFUSED: 1}, [("Avtaletype", ONE_RIGHT)])
    over = Agreement.objects.get()
    records.change(over, factories.ACTOR, values={"state": AgreementState.ENDED, "ended_on": date(2026, 11, 1)})
    assert counted(bring(LANDLORDS, second, today=date(2026, 11, 23))) == {NEW: 1}


@pytest.mark.parametrize("homes", ["19", "21"])
def test_the_homes_of_a_project_with_an_agreement_made_in_husrom_stand(homes: str) -> None:
    bring(LANDLORDS, {})
    project = Project.objects.get()
    factories.make_agreement(kind=AgreementKind.COOPERATION, project=project, landlord=project.landlord)
    done = bring(LANDLORDS, {"Antall boliger": homes}, overwrite=True)
    assert (counted(done), reasons(done)) == ({REFUSED: 1}, [("Antall boliger", HOMES_HERE)])
    assert counted(bring(LANDLORDS, {"Varighet (år)": "25"}, overwrite=True)) == {UPDATED: 1}
    imported = Agreement.objects(kind=AgreementKind.REFERRAL).get()
    assert (fresh(project).homes, imported.homes, imported.ends_on) == (20, 20, date(2044, 6, 1))


def test_fewer_homes_than_the_taken_ones_are_a_share_of_are_noted() -> None:
    assert counted(bring(LANDLORDS, {"Antall boliger": "10"})) == {NEW: 1}
    project = Project.objects.get()
    for _ in range(4):
        home = factories.make_dwelling(project=project, landlord=project.landlord, disposal=Disposal.REFERRAL)
        factories.make_lease(dwelling=home, state=LeaseState.OCCUPYING)
    quotas.keep_up(project.pk, factories.ACTOR)
    assert counted(bring(LANDLORDS, {"Antall boliger": "9"})) == {DIFFERENT: 1}
    assert NoticeCode.QUOTA_EXCEEDED not in Agreement.objects.get().notices
    assert counted(bring(LANDLORDS, {"Antall boliger": "9"}, overwrite=True)) == {UPDATED: 1}
    assert NoticeCode.QUOTA_EXCEEDED in Agreement.objects.get().notices
