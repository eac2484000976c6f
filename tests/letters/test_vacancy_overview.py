"""The overview of vacant dwellings as a PDF: what it says, and that it can be archived and read aloud."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from letters.vacancy_overview import OverviewLetter, Service, VacantHome, draw_overview, fingerprint, rows, summary
from rules.errors import UndrawableText
from rules.terms import DwellingType, VacancyStage, VacancyState
from tests.letters.reading import run, text_of
from tests.letters.samples import DAY, SENDER

HOME = VacantHome(
    vacancy="L2026-0001", dwelling="B1001", place="HARSTAD", unit="Nordlia bofellesskap", kind=DwellingType.FLAT,
    rooms=2, bedrooms=1, area_m2=54.5, floor=3, lift=True, wheelchair=True, accessible_unit=True,
    universal_design=False, own_entrance=True, state=VacancyState.OPEN, stage=VacancyStage.PREPARATION,
    free_from=date(2026, 11, 8), vacated_on=date(2026, 11, 10), preparation_on=date(2026, 11, 12), ready_on=None,
    day=Service(there=True, what="Miljøarbeidere fra kl. 8 til 15"), evening=Service(there=True),
    night=Service(there=False, what="Nattpatrulje"), meals=Service(there=True, what="Middag tirsdag"),
    activities="Turgruppe og verksted", staffing="Personalbase i huset", contact_name="Unni Enhetsleder",
    contact_phone="77001122",
)  # fmt: skip
BARE = replace(
    HOME, place=None, unit=None, bedrooms=None, area_m2=None, floor=None, lift=False, wheelchair=False,
    accessible_unit=False, own_entrance=False, stage=VacancyStage.NOTICE, free_from=None, vacated_on=None,
    preparation_on=None, day=Service(there=False), evening=Service(there=False), night=Service(there=False),
    meals=Service(there=False), activities=None, staffing=None, contact_name=None, contact_phone=None,
)  # fmt: skip


def letter(*homes: VacantHome) -> OverviewLetter:
    return OverviewLetter(sender=SENDER, number="OV2026-0007", day=DAY, homes=homes)


def test_it_says_all_that_is_known_of_each_dwelling(tmp_path: Path) -> None:
    text = text_of(draw_overview(letter(HOME, replace(HOME, vacancy="L2026-0002", dwelling="B1002"))), tmp_path)
    for words in (
        "Ledige boliger med tjenester (OV2026-0007)", "27. november 2026. 2 boliger.", "B1001, HARSTAD",
        "B1002, HARSTAD", "Leilighet, 2 rom, 1 soverom, 54,5 m²", "3. etasje, heis",
        "Tilgjengelig for rullestol, tilgjengelig boenhet", "Egen inngang Ja",
        "Fraflyttet 10.11.2026, under klargjøring fra 12.11.2026", "Ja. Miljøarbeidere fra kl. 8 til 15",
        "Tjenester om kvelden Ja", "Nei. Nattpatrulje", "Turgruppe og verksted", "Ja. Middag tirsdag",
        "Personalbase i huset", "Nordlia bofellesskap Unni Enhetsleder, 77001122", "Boligkontoret sentrum",
    ):  # fmt: skip
        assert words in text


def test_it_is_archivable_and_can_be_read_aloud(tmp_path: Path) -> None:
    drawn = draw_overview(letter(HOME, BARE))
    facts = dict(line.split(":", 1) for line in run("pdfinfo", drawn, tmp_path).splitlines() if ":" in line)
    assert (facts["Tagged"].strip(), facts["Title"].strip()) == ("yes", drawn.title)
    metadata = run("pdfinfo", drawn, tmp_path, "-meta")
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<rdf:li>nb-NO</rdf:li>" in metadata
    assert "No syntax or stream encoding errors found" in run("qpdf", drawn, tmp_path, "--check")
    assert drawn.content == draw_overview(letter(HOME, BARE)).content


def test_many_dwellings_take_several_pages_and_none_is_cut_in_two(tmp_path: Path) -> None:
    homes = [replace(HOME, vacancy=f"L2026-{n:04d}", dwelling=f"B{n}") for n in range(20)]
    drawn = draw_overview(letter(*homes))
    pages = run("pdftotext", drawn, tmp_path, "-raw", to=("-",)).split("\f")[:-1]
    assert len(pages) > 3
    for page in pages:
        assert page.count("Ledigmelding L2026") == page.count("Nordlia bofellesskap")


@pytest.mark.parametrize(
    ("values", "label", "words"),
    [
        ({"floor": None}, "Etasje", "Ikke oppgitt, heis"),
        ({"floor": 0, "lift": False}, "Etasje", "Underetasje, uten heis"),
        ({"area_m2": None, "bedrooms": None}, "Bolig", "Leilighet, 2 rom"),
        ({"wheelchair": False, "accessible_unit": False}, "Tilrettelegging", "Ikke særskilt tilrettelagt"),
        ({"wheelchair": False, "universal_design": True}, "Tilrettelegging",
         "Tilgjengelig boenhet, universelt utformet"),
        ({"ready_on": date(2026, 12, 1)}, "Boligen er",
         "Fraflyttet 10.11.2026, under klargjøring fra 12.11.2026, klar til innflytting fra 01.12.2026"),
        ({"vacated_on": None, "preparation_on": None, "stage": VacancyStage.NOTICE}, "Boligen er",
         "Meldt ledig, ventes fraflyttet 08.11.2026"),
        ({"state": VacancyState.RECOMMENDED}, "Tildelingen", "Innstilt"),
        ({"evening": Service(there=False)}, "Tjenester om kvelden", "Nei"),
        ({"activities": None}, "Aktiviteter", "Ikke oppgitt"),
        ({"unit": None, "contact_name": None}, "Kontakt", "77001122"),
    ],
)  # fmt: skip
def test_how_each_thing_is_said(values: dict[str, Any], label: str, words: str) -> None:
    assert dict(rows(replace(HOME, **values)))[label] == words


def test_what_nobody_has_said_is_not_made_up() -> None:
    told = dict(rows(BARE))
    assert (told["Boligen er"], told["Kontakt"], told["Bemanning"]) == ("Meldt ledig", "Ikke oppgitt", "Ikke oppgitt")
    assert "Tildelingen" not in told
    assert summary(BARE) == ("B1001", "Ikke oppgitt", "2", "Ikke oppgitt", "Meldt ledig", "ingen")
    assert summary(HOME)[-1] == "dag, kveld"


def test_the_fingerprint_tells_whether_two_say_the_same() -> None:
    assert fingerprint([HOME, BARE]) == fingerprint([replace(HOME), BARE])
    changed = [[HOME], [BARE, HOME], [replace(HOME, night=Service(there=True)), BARE], [replace(HOME, place="ANNET")]]
    assert len({fingerprint(homes) for homes in [[HOME, BARE], *changed]}) == 5


def test_a_character_that_no_font_has_is_refused_by_name() -> None:
    with pytest.raises(UndrawableText) as refused:
        draw_overview(letter(replace(HOME, activities="Tur 😀")))
    assert refused.value.text == "😀"
