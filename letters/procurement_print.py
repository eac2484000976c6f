"""The whole trail of a procurement as one file: phases, results, call, bids with points and reasons, choice (S000)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from letters import blocks
from letters.blocks import Block
from letters.case_print import PrintSection
from letters.letterhead import letter
from letters.paper import Drawn, Envelope, Sender
from rules.errors import UndrawableText

LANGUAGE = "nb"
LEAD = (
    "Her er hele sporet i framskaffelsen: hva hver fase førte til, hvem som gjorde det og når, utlysingen, tilbudene "
    "med poeng og begrunnelser, valget og avtalene."
)
NOTHING = "Ingenting er registrert."
STRANGE, MOST_STRANGE = "[tegn]", 50


@dataclass(frozen=True, kw_only=True)
class PhaseTold:
    """One phase: its facts, and each result with whether it stands, and what was noted."""

    title: str
    rows: tuple[tuple[str, str], ...]
    results: tuple[tuple[str, str, str], ...]  # result, how it stands, what was noted
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class BidTold:
    """One bid: its facts, and its points by criterion with the reasons."""

    title: str
    rows: tuple[tuple[str, str], ...]
    scores: tuple[tuple[str, str, str], ...]  # criterion, points of weight, why
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Happened:
    """Something that was done, by whom and when."""

    at: str
    who: str
    what: str


@dataclass(frozen=True, kw_only=True)
class Trail:
    """The procurement as it stands on the day."""

    sender: Sender
    number: str
    title: str
    day: date
    rows: tuple[tuple[str, str], ...]
    phases: tuple[PhaseTold, ...]
    parts: tuple[
        PrintSection, ...
    ]  # the need, the authority, the call, the choice, the agreements, the duties, the approaches
    bids: tuple[BidTold, ...]
    history: tuple[Happened, ...]


def draw_trail(trail: Trail) -> Drawn:
    """The trail as PDF. Raises UndrawableText."""
    envelope = Envelope(
        sender=trail.sender, addresses=(), case_number=trail.number, archive_number=None, day=trail.day,
        language=LANGUAGE, own_reference=True, signed=False, exempt="",
    )  # fmt: skip
    found = [blocks.text(LEAD), blocks.facts(trail.rows), *_phases(trail), *_parts(trail), *_bids(trail)]
    title, content = f"Framskaffelse {trail.number}: {trail.title}", [*found, *_history(trail)]
    for _ in range(MOST_STRANGE):
        try:
            return letter(envelope, title, content)
        except UndrawableText as error:
            if not error.text:
                raise
            title, content = _marked(title, error.text), _marked(content, error.text)
    return letter(envelope, title, content)


def _marked(value: Any, strange: str) -> Any:
    """What is stored with a mark where the fonts lack a sign: one of them does not keep the whole from being read."""
    if isinstance(value, str):
        return value.replace(strange, STRANGE)
    if isinstance(value, Mapping):
        return {key: _marked(one, strange) for key, one in value.items()}
    return [_marked(one, strange) for one in value] if isinstance(value, list | tuple) else value


def _phases(trail: Trail) -> Iterator[Block]:
    for one in trail.phases:
        yield blocks.heading(one.title)
        if one.rows:
            yield blocks.facts(one.rows)
        yield blocks.table(("Resultat", "Status", "Notert"), one.results, (4, 3, 5))
        if one.notes:
            yield blocks.part("Notater")
            yield blocks.text(one.notes)


def _parts(trail: Trail) -> Iterator[Block]:
    for one in trail.parts:
        yield blocks.heading(one.heading)
        if one.rows:
            yield blocks.facts(one.rows)
        for label, words in one.texts:
            yield blocks.part(label)
            yield blocks.text(words)
        if not one.rows and not one.texts:
            yield blocks.text(NOTHING)


def _bids(trail: Trail) -> Iterator[Block]:
    yield blocks.heading("Tilbudene")
    if not trail.bids:
        yield blocks.text(NOTHING)
    for one in trail.bids:
        yield blocks.part(one.title)
        yield blocks.facts(one.rows)
        if one.description:
            yield blocks.text(one.description)
        if one.scores:
            yield blocks.table(("Kriterium", "Poeng", "Begrunnelse"), one.scores, (4, 2, 6))


def _history(trail: Trail) -> Iterator[Block]:
    yield blocks.heading("Hvem som gjorde hva")
    rows = [(one.at, one.who, one.what) for one in trail.history]
    yield blocks.table(("Når", "Hvem", "Hva"), rows, (3, 4, 7))
