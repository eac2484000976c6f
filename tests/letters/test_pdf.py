"""Every letter as a file: archivable and read aloud as far as can be checked here, and the same each time."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from letters import pdf
from letters.paper import Drawn
from rules.errors import UndrawableText
from rules.terms import DecisionOutcome
from tests.conftest import ROOT
from tests.letters.reading import run, text_of
from tests.letters.samples import LETTERS, decision, granted

EACH = [(name, language) for name in LETTERS for language in ("nb", "nn")]


@pytest.mark.parametrize(("name", "language"), EACH)
def test_every_letter_is_tagged_titled_and_sound(name: str, language: str, tmp_path: Path) -> None:
    drawn = LETTERS[name](language)
    facts = dict(line.split(":", 1) for line in run("pdfinfo", drawn, tmp_path).splitlines() if ":" in line)
    assert facts["Tagged"].strip() == "yes"
    assert facts["Title"].strip() == drawn.title
    assert facts["Author"].strip() == "Østvik kommune, Boligkontoret sentrum"
    assert facts["Page size"].strip() == "595.276 x 841.89 pts (A4)"
    metadata = run("pdfinfo", drawn, tmp_path, "-meta")
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert f"<rdf:li>{language}-NO</rdf:li>" in metadata
    assert "No syntax or stream encoding errors found" in run("qpdf", drawn, tmp_path, "--check")


@pytest.mark.parametrize(("name", "language"), EACH)
def test_every_letter_carries_its_fonts_and_shows_norwegian_letters(name: str, language: str, tmp_path: Path) -> None:
    drawn = LETTERS[name](language)
    fonts = run("pdffonts", drawn, tmp_path).splitlines()[2:]
    assert fonts
    assert all("Libertinus" in font and font.split()[-5:-2] == ["yes", "yes", "yes"] for font in fonts)
    assert "Østvik kommune" in text_of(drawn, tmp_path)


def test_the_same_data_gives_the_same_bytes() -> None:
    assert granted("nb").content == granted("nb").content
    assert granted("nb").content != granted("nn").content


def test_many_threads_draw_at_once_and_each_gets_its_own() -> None:
    expected = {name: draw("nb").content for name, draw in LETTERS.items()}
    with ThreadPoolExecutor(8) as pool:
        drawn = [(name, pool.submit(LETTERS[name], "nb")) for name in list(LETTERS) * 3]
    assert all(done.result().content == expected[name] for name, done in drawn)


MARKUP = (
    '#read("/etc/passwd")', "*fet* _kursiv_", "$x^2$", "= Overskrift", "#panic()", "```typ #1```", "// borte", "@sitat",
    "\\u{41}", "<merke>", '"; #let data = none', "{{7*7}}", "#import \"letter_layout.typ\"", "https://ostvik.example",
)  # fmt: skip


@pytest.mark.parametrize("typed", MARKUP)
def test_what_people_write_is_text_and_never_markup(typed: str, tmp_path: Path) -> None:
    drawn = decision("nb", DecisionOutcome.REFUSED, reasons=f"Før {typed} etter", weighed=typed, views=typed)
    assert f"Før {' '.join(typed.split())} etter" in text_of(drawn, tmp_path)
    assert "root:x:" not in text_of(drawn, tmp_path)


@pytest.mark.parametrize("text", ["čđŋšŧž áŋŋir", "Привет", "Ελλάδα", "ść ąę ő ş", "→ ✓ € § – «»", "a\u0301", "\u00ad"])
def test_names_from_many_places_can_be_printed(text: str) -> None:
    assert granted("nb", views=text).content.startswith(b"%PDF")


@pytest.mark.parametrize(("text", "named"), [("Takk 😀", "😀"), ("中文", "中"), ("\x07", ""), ("\ud800", "")])
def test_a_character_that_no_font_has_is_refused_by_name(text: str, named: str) -> None:
    with pytest.raises(UndrawableText) as refused:
        granted("nb", views=text)
    assert refused.value.text == named
    assert granted("nb").content.startswith(b"%PDF")  # the next letter is drawn as before


def test_a_fault_of_our_own_is_no_refusal() -> None:
    with pytest.raises(RuntimeError, match="unknown block"):
        pdf.draw("letter", title="x", language="nb", day=date(2026, 1, 1), data=json.loads(_broken()))


def _broken() -> str:
    words = dict.fromkeys(("page", "of", "regards", "approved", "copy"), "x")
    sender = {"municipality": "x", "office": "x", "reach": []}
    return json.dumps(
        {"author": "x", "words": words, "sender": sender, "address": [], "copies": [], "references": [], "exempt": None,
         "blocks": [{"sort": "song"}], "signature": [], "foot": ""}
    )  # fmt: skip


def test_a_long_letter_has_as_many_pages_as_it_needs_numbered(tmp_path: Path) -> None:
    drawn: Drawn = decision("nb", DecisionOutcome.REFUSED, reasons="\n\n".join(["Et langt avsnitt. " * 60] * 12))
    text = text_of(drawn, tmp_path)
    pages = int(
        next(line for line in run("pdfinfo", drawn, tmp_path).splitlines() if line.startswith("Pages")).split()[1]
    )
    assert pages > 3
    assert all(f"Side {number} av {pages}" in text for number in range(1, pages + 1))


def test_typst_is_read_only_by_those_who_draw() -> None:
    code = "import sys, letters.decision_letter, letters.minutes; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
