"""What a tenant is told of a new rent, in both forms of Norwegian."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from letters import rent_letters
from letters.paper import Drawn
from letters.rent_letters import Amount, IndexTold, RentLetter
from rules.terms import RentChangeKind, RentLineKind
from tests.letters.reading import text_of
from tests.letters.samples import envelope

K = RentChangeKind
INDEX = IndexTold("KPI 2015=100", "2025-01", 13_000, "2026-10", 13_390)


def rent_letter(language: str = "nb", kind: RentChangeKind = K.INDEX, **values: Any) -> Drawn:
    told: dict[str, Any] = {
        "envelope": envelope(language),
        "kind": kind,
        "amounts": (Amount(RentLineKind.BASE, 800_000, 824_000), Amount(RentLineKind.POWER, 90_000, 90_000)),
        "effective_from": date(2027, 1, 1),
        "index": INDEX if kind is K.INDEX else None,
        "reasons": "" if kind is K.INDEX else "Tre like boliger i Storgata leies ut for mer.",
        "improvements_ore": 20_000 if kind is K.MARKET else 0,
        "due_day": 20,
        "kid": "9260000014",
        "account": "36564131118",
        "notice_months": 6 if kind is K.MARKET else 1,
    }
    return rent_letters.draw(RentLetter(**told | values))


WORDS = {
    ("nb", K.INDEX): (
        "Ny husleie etter konsumprisindeksen", "fra 1. januar 2027", "§ 4-2", "8 000 kr", "8 240 kr", "Strøm a konto",
        "9 140 kr", "januar 2025: 130,0", "oktober 2026: 133,9", "3,0 prosent", "Statistisk sentralbyrå, KPI 2015=100",
        "den 20. i måneden", "3656 41 31118", "mindre enn én måned", "Husleietvistutvalget",
    ),
    ("nn", K.INDEX): ("Ny husleige etter konsumprisindeksen", "mindre enn éin månad", "Husleigetvistutvalet"),
    ("nb", K.MARKET): (
        "Krav om gjengs leie", "§ 4-3", "Tre like boliger", "trukket fra 200 kr", "mindre enn 6 måneder",
        "Du betaler den gamle leien til det er avgjort",
    ),
    ("nn", K.MARKET): ("Krav om gjengs leige", "trekt frå 200 kr", "Du betaler den gamle leiga"),
    ("nb", K.CHARGES): ("Endrede tillegg til husleien", "Selve husleien er den samme", "Hvorfor"),
    ("nn", K.CHARGES): ("Endra tillegg til husleiga", "Kvifor"),
    ("nb", K.AGREED): ("Ny husleie etter avtale", "Vi har avtalt med deg"),
    ("nn", K.AGREED): ("Ny husleige etter avtale",),
    ("nb", K.CORRECTION): ("Retting av husleien", "står det til gode"),
    ("nn", K.CORRECTION): ("Retting av husleiga",),
}  # fmt: skip


@pytest.mark.parametrize(("language", "kind"), WORDS)
def test_the_letter_says_what_changes_and_why(language: str, kind: RentChangeKind, tmp_path: Path) -> None:
    text = text_of(rent_letter(language, kind), tmp_path).replace("\u00a0", " ")
    assert [one for one in WORDS[language, kind] if one not in text] == []


@pytest.mark.parametrize(
    ("value", "written"), [(13_390, "133,9"), (13_000, "130,0"), (305, "3,05"), (-50, "-0,5"), (0, "0,0")]
)
def test_hundredths_are_written_with_a_comma(value: int, written: str) -> None:
    assert rent_letters.hundredths(value) == written


def test_without_an_account_none_is_named(tmp_path: Path) -> None:
    assert "Konto" not in text_of(rent_letter(account=None), tmp_path)
