"""The party's print of the whole case (innsyn, fvl. §§ 18 and 19)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from letters import blocks
from letters.blocks import Block
from letters.layout import short_date
from letters.letterhead import letter
from letters.paper import Drawn, Envelope
from letters.words import Both, Say, speaker


@dataclass(frozen=True, kw_only=True)
class PrintSection:
    """One part of the case: facts by label, then free texts by label."""

    heading: str
    rows: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class PrintDocument:
    """A document of the case; `note` says whether it lies by, or where it is."""

    day: date
    title: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """What the party does not get to see, and why (fvl. § 19)."""

    what: str
    because: str


@dataclass(frozen=True, kw_only=True)
class CasePrint:
    """The whole case as the party may see it."""

    envelope: Envelope
    sections: tuple[PrintSection, ...]
    documents: tuple[PrintDocument, ...] = ()
    withheld: tuple[Withheld, ...] = ()


def draw_case_print(printed: CasePrint) -> Drawn:
    """The print as PDF. Raises UndrawableText."""
    say = speaker(printed.envelope.language)
    title = say(Both("Innsyn i saken din", "Innsyn i saka di"))
    lead = Both(
        "Her er det vi har registrert i saken din. Du har rett til å se dokumentene i saken (forvaltningsloven § 18). "
        "Ta kontakt med oss hvis noe er feil, så retter vi det.",
        "Her er det vi har registrert i saka di. Du har rett til å sjå dokumenta i saka (forvaltningslova § 18). "
        "Ta kontakt med oss dersom noko er feil, så rettar vi det.",
    )
    found = [blocks.text(say(lead)), *_sections(printed, say), *_documents(printed, say), *_withheld(printed, say)]
    return letter(printed.envelope, title, found)


def _sections(printed: CasePrint, say: Say) -> Iterator[Block]:
    for section in printed.sections:
        yield blocks.heading(section.heading)
        if section.rows:
            yield blocks.facts(section.rows)
        for label, words in section.texts:
            yield blocks.part(label)
            yield blocks.text(words)
        if not section.rows and not section.texts:
            yield blocks.text(say(Both("Ingenting er registrert.", "Ingenting er registrert.")))


def _documents(printed: CasePrint, say: Say) -> Iterator[Block]:
    yield blocks.heading(say(Both("Dokumentene i saken", "Dokumenta i saka")))
    if not printed.documents:
        yield blocks.text(say(Both("Saken har ingen dokumenter.", "Saka har ingen dokument.")))
        return
    head = [say(Both("Dato", "Dato")), say(Both("Dokument", "Dokument")), say(Both("Merknad", "Merknad"))]
    yield blocks.table(head, [(short_date(one.day), one.title, one.note) for one in printed.documents], (2, 6, 4))


def _withheld(printed: CasePrint, say: Say) -> Iterator[Block]:
    yield blocks.heading(say(Both("Dette er holdt tilbake", "Dette er halde tilbake")))
    if not printed.withheld:
        yield blocks.text(say(Both("Ingenting er holdt tilbake.", "Ingenting er halde tilbake.")))
        return
    right = Both(
        "Vi har holdt tilbake noe etter forvaltningsloven § 19. Du kan klage på det. Klageinstans er Statsforvalteren.",
        "Vi har halde tilbake noko etter forvaltningslova § 19. Du kan klage på det. Klageinstans er Statsforvaltaren.",
    )
    head = [say(Both("Hva", "Kva")), say(Both("Hvorfor", "Kvifor"))]
    yield blocks.table(head, [(one.what, one.because) for one in printed.withheld], (5, 6))
    yield blocks.text(say(right))
