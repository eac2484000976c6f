"""What imports look up is found alike with and without its indexes."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from models import DOCUMENTS, ImportRun
from rules.terms import DataFault, ImportKind, ImportState
from services import imports
from services.imports import AlreadyRead, TransmissionDiffers, runs
from services.maintenance import check_data
from tests.importing import DIFFERENT, NEW, REFUSED, UNCHANGED, UPDATED, bring, counted, prepare
from tests.schemas.samples import payments_file, synthetic_number

pytestmark = pytest.mark.own_database

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
REFUSAL = {"Status": "Avslag", "Vedtaksdato": "12.09.2026"}
OTHER = {
    "Kontraktsnr": "K2",
    "KID": "00700013",
    "Fødselsnr": synthetic_number(NOW.date().replace(year=1990)),
    "Født": "22.11.1990",
}


@pytest.fixture(params=[True, False], ids=["indexed", "unindexed"])
def indexed(app: Flask, request: pytest.FixtureRequest) -> bool:
    if not request.param:
        for document in DOCUMENTS:
            if document._meta["index_specs"]:
                document._get_collection().drop_indexes()
    prepare()
    return bool(request.param)


def test_registers_meet_what_stands(indexed: bool) -> None:
    assert counted(bring(ImportKind.POSTCODES, data=b"9404\tHARSTAD\t5503\tHARSTAD\tG\n")) == {NEW: 1}
    assert counted(bring(ImportKind.LANDLORDS, {})) == {NEW: 1}
    assert counted(bring(ImportKind.LANDLORDS, {"Telefon": "40000000"})) == {DIFFERENT: 1}
    homes = [{"Bolig-ID": "B2", "Orgnr utleier": "922542570"}, {"Bolig-ID": "B3", "Postnr": "9999"}]
    assert counted(bring(ImportKind.DWELLINGS, *homes)) == {NEW: 1, REFUSED: 1}
    person = {"Postnr": "9404"}
    assert counted(bring(ImportKind.APPLICATIONS, person, person | {"Søknadsnr": "S2"} | REFUSAL)) == {NEW: 2}
    assert counted(bring(ImportKind.APPLICATIONS, person | {"Barn": "3"}, overwrite=True)) == {UPDATED: 1}
    assert counted(bring(ImportKind.APPEALS, {"Søknadsnr": "S2"}, {"Søknadsnr": "S1"})) == {NEW: 1, REFUSED: 1}
    assert counted(bring(ImportKind.LEASES, {"Bolig-ID": "B2", "Restanse pr 31.08.2026": "100,00"})) == {NEW: 1}
    taken = [OTHER | {"Bolig-ID": "B2"}, {"Bolig-ID": "B2", "Restanse pr 31.08.2026": "100,00"}]
    assert counted(bring(ImportKind.LEASES, *taken)) == {REFUSED: 1, UNCHANGED: 1}
    assert counted(bring(ImportKind.PAYMENTS, data=payments_file(100))) == {"matched": 1, "sum_ore": 100}
    troubles = {trouble.fault for trouble in check_data(NOW).troubles}
    assert troubles == (set() if indexed else {DataFault.INDEX_MISSING})


@pytest.mark.usefixtures("indexed")
def test_runs_are_found_by_state_age_and_transmission() -> None:
    done = bring(ImportKind.DWELLINGS, {"Bolig-ID": "B3", "Boligtype": "Slott"}).run
    assert [fault.line for fault in imports.noted(done)] == [2]
    assert (imports.close_old(NOW + timedelta(days=29)), imports.close_old(NOW + timedelta(days=31))) == (0, 1)
    bring(ImportKind.PAYMENTS, data=payments_file(100))
    with pytest.raises(AlreadyRead):
        bring(ImportKind.PAYMENTS, data=payments_file(100).replace(b"\r\n", b"\n"))
    with pytest.raises(TransmissionDiffers):
        bring(ImportKind.PAYMENTS, data=payments_file(101))
    ImportRun.objects(kind=ImportKind.PAYMENTS, state=ImportState.DONE).update(set__state=ImportState.RUNNING)
    assert runs.abandoned(NOW + timedelta(minutes=1)) == []
    assert len(runs.abandoned(NOW + timedelta(minutes=1, seconds=1))) == 1
