"""What a lease says on paper: the notices that husleieloven asks for in writing, in both forms of Norwegian."""

from pathlib import Path
from typing import Any

import pytest

from letters import lease_contract
from rules.terms import Security
from tests.letters.reading import text_of
from tests.letters.samples import contract


def said(folder: Path, **values: Any) -> str:
    return text_of(lease_contract.draw(contract(**values)), folder)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nb",
            (
                "Leiekontrakt HK2026-0001", "1. Partene", "Åse Østlund, født 3. mai 1984", "2. Boligen", "H0101",
                "Leilighet, 2 rom, 54,5 m²", "bod, parkeringsplass", "3. Leietid", "1. desember 2026",
                "30. november 2027 (ett år)", "slutter uten oppsigelse", "kan ikke sies opp i leietiden",
                "4. Kommunal bolig etter husleieloven § 11-1", "godkjenning før noen flytter inn",
                "kortere enn tre år når det er særlige grunner", "Hvorfor leietiden er kortere enn tre år",
                "Venter på omsorgsbolig.", "5. Husleie", "8 000 kr", "250,50 kr", "Til sammen", "8 250,50 kr",
                "KID 9260000014", "senest den 20.", "6. Sikkerhet", "Garanti fra NAV 24 000 kr",
                "Du får dem ikke før sikkerheten er stilt.", "husordensreglene", "tvangsfullbyrdelsesloven § 13-2",
                "Husleietvistutvalget", "Sted og dato", "Utleier", "Leietaker",
            ),
        ),
        (
            "nn",
            (
                "Leigekontrakt HK2026-0001", "1. Partane", "fødd 3. mai 1984", "2. Bustaden", "Leilegheit, 2 rom",
                "3. Leigetid", "kan ikkje seiast opp i leigetida", "4. Kommunal bustad etter husleigelova § 11-1",
                "Kvifor leigetida er kortare enn tre år", "5. Husleige", "Til saman", "6. Tryggleik",
                "tvangsfullføringslova § 13-2", "Husleigetvistutvalet", "Stad og dato", "Utleigar", "Leigetakar",
            ),
        ),
    ],
)  # fmt: skip
def test_a_short_lease_says_all_that_the_law_asks_for(language: str, words: tuple[str, ...], tmp_path: Path) -> None:
    text = said(tmp_path, language=language).replace("\u00a0", " ")
    assert [one for one in words if one not in text] == []


def test_a_lease_of_three_years_gives_no_grounds_and_names_no_exception_for_them(tmp_path: Path) -> None:
    text = said(tmp_path, months=36)
    assert "(3 år)" in text
    assert "kortere enn tre år" not in text
    assert "Venter på omsorgsbolig." not in text


def test_an_open_ended_lease_tells_how_it_is_given_notice_on(tmp_path: Path) -> None:
    text = said(tmp_path, months=None)
    assert "tidsubestemt" in text
    assert "tre måneders frist" in text
    assert "Siste dag" not in text


def test_a_lease_that_may_be_given_notice_on_does_not_say_that_it_may_not(tmp_path: Path) -> None:
    text = said(tmp_path, non_terminable=False)
    assert "kan ikke sies opp i leietiden" not in text
    assert "kan sies opp i leietiden med tre måneders frist" in text


def test_outside_section_11_1_nothing_is_said_of_it_and_the_parts_are_numbered_on(tmp_path: Path) -> None:
    text = said(tmp_path, months=36, section_11_1=False)
    assert "11-1" not in text
    assert "4. Husleie" in text
    assert "9. Uenighet" in text


def test_a_second_short_lease_says_the_weighty_grounds_and_who_approved(tmp_path: Path) -> None:
    text = said(tmp_path, earlier_short=1, weighty_reason="Bygget er forsinket.", weighty_by="Eva Leder")
    assert "Tungtveiende grunner" in text
    assert "Bygget er forsinket." in text
    assert "Godkjent av Eva Leder." in text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param({"security": Security.DEPOSIT}, "sperret konto i ditt navn", id="a deposit is blocked"),
        pytest.param({"security": None, "security_ore": None}, "Den må være stilt før du får nøklene", id="not yet"),
        pytest.param(
            {"security": None, "security_ore": None, "keys_need_security": False}, "ikke avtalt sikkerhet", id="none"
        ),
        pytest.param({"follows": "K5001"}, "Kontrakten avløser kontrakt K5001", id="takes over from another"),
        pytest.param({"follows": "K5001"}, "nøklene du har, gjelder videre", id="no new keys"),
        pytest.param({"pets": True}, "Du kan ha husdyr i boligen.", id="pets are allowed"),
    ],
)
def test_what_fits_the_case_is_said(values: dict[str, Any], words: str, tmp_path: Path) -> None:
    assert words in said(tmp_path, **values)


def test_what_people_typed_is_text_and_never_markup(tmp_path: Path) -> None:
    assert "*fet* #x [y] $z$" in said(tmp_path, short_reason="*fet* #x [y] $z$")
