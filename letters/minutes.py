"""Minutes of a committee meeting (S001): who came, what became of each case, by case number alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from letters import blocks, pdf
from letters.blocks import Block
from letters.layout import long_date
from letters.letterhead import sender_data
from letters.paper import Drawn, Sender
from letters.words import BASIS, EXEMPT, HEAD, ITEM_OUTCOME, OUTCOME, Both, Say, capital, speaker
from rules.terms import DecisionOutcome, ItemOutcome, LegalBasis

APPROVED = Both(
    "Protokollen er godkjent elektronisk og har derfor ingen underskrift.",
    "Protokollen er godkjend elektronisk og har difor inga underskrift.",
)
LEFT = Both("Fratrådte som inhabil", "Gjekk frå som inhabil")
WAITS_ON = Both(
    "Utsatt. Boligen kan settes på dagsorden i et annet møte.",
    "Utsett. Bustaden kan setjast på saklista i eit anna møte.",
)


@dataclass(frozen=True)
class Attendee:
    """A member called to the meeting, and whether they came."""

    name: str
    agency: str
    present: bool


@dataclass(frozen=True, kw_only=True)
class CaseMinute:
    """What became of one case: `left` are the members who left it as disqualified (fvl. § 6)."""

    number: str
    outcome: ItemOutcome | None
    decision: DecisionOutcome | None = None
    basis: LegalBasis | None = None
    left: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class HomeMinute:
    """What became of one vacant dwelling: who got it by application number, chosen by whom, and why.

    `over` are the application numbers passed over with the reason for each group.
    """

    number: str
    outcome: ItemOutcome | None
    application: str = ""
    members: tuple[str, ...] = ()
    reasons: str = ""
    over: tuple[tuple[tuple[str, ...], str], ...] = ()
    left: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """The minutes; no applicant is named. `day` is the date of the document, `ended_at` a time of day."""

    sender: Sender
    number: str
    held_on: date
    starts_at: str
    place: str
    chair: str
    members: tuple[Attendee, ...]
    items: tuple[CaseMinute, ...]
    day: date
    homes: tuple[HomeMinute, ...] = ()
    ended_at: str | None = None
    language: str = "nb"


def draw_minutes(minutes: Minutes) -> Drawn:
    """The minutes as PDF. Raises UndrawableText."""
    say = speaker(minutes.language)
    title = say(
        Both(
            f"Møteprotokoll {minutes.number}: husfordelingsutvalget",
            f"Møteprotokoll {minutes.number}: husfordelingsutvalet",
        )
    )
    author = f"{minutes.sender.municipality}, {minutes.sender.office}"
    data = {
        "author": author,
        "words": {**{name: say(both) for name, both in HEAD.items()}, "approved": say(APPROVED)},
        "sender": sender_data(minutes.sender, say),
        "exempt": say(EXEMPT),
        "blocks": [*_meeting(minutes, say), *_members(minutes, say), *_items(minutes, say), *_homes(minutes, say)],
        "signature": [f"{minutes.chair}, {say(Both('møteleder', 'møteleiar'))}"],
        "foot": f"{author} · {minutes.number}",
    }
    return pdf.draw("minutes", title=title, language=minutes.language, day=minutes.day, data=data)


def _meeting(minutes: Minutes, say: Say) -> Iterator[Block]:
    ended = f"–{minutes.ended_at}" if minutes.ended_at else ""
    yield blocks.facts(
        [
            (say(Both("Dato", "Dato")), long_date(minutes.held_on)),
            (say(Both("Tid", "Tid")), f"kl. {minutes.starts_at}{ended}"),
            (say(Both("Sted", "Stad")), minutes.place),
            (say(Both("Møteleder", "Møteleiar")), minutes.chair),
        ]
    )


def _members(minutes: Minutes, say: Say) -> Iterator[Block]:
    presence = {True: say(Both("Til stede", "Til stades")), False: say(Both("Ikke til stede", "Ikkje til stades"))}
    head = [say(Both("Medlem", "Medlem")), say(Both("Etat", "Etat")), say(Both("Oppmøte", "Oppmøte"))]
    yield blocks.heading(say(Both("Medlemmer", "Medlemmer")))
    yield blocks.table(head, [(one.name, one.agency, presence[one.present]) for one in minutes.members], (4, 4, 3))


def _items(minutes: Minutes, say: Say) -> Iterator[Block]:
    yield blocks.heading(say(Both("Saker", "Saker")))
    if not minutes.items:
        yield blocks.text(say(Both("Ingen saker sto på dagsordenen.", "Ingen saker stod på saklista.")))
    for order, item in enumerate(minutes.items, start=1):
        yield blocks.part(f"{order}. {say(Both('Søknad', 'Søknad'))} {item.number}")
        yield blocks.facts(_rows(item, say))


def _rows(item: CaseMinute, say: Say) -> Iterator[tuple[str, str]]:
    none = say(Both("Ikke behandlet", "Ikkje behandla"))
    outcome = say(ITEM_OUTCOME[item.outcome]) if item.outcome else none
    decided = f": {say(OUTCOME[item.decision])}" if item.decision else ""
    yield say(Both("Utfall", "Utfall")), f"{outcome}{decided}"
    if item.basis:
        yield say(Both("Rettsgrunnlag", "Rettsgrunnlag")), capital(say(BASIS[item.basis]))
    if item.left:
        yield say(LEFT), "\n".join(item.left)
    if item.note and item.note.strip():
        yield say(Both("Merknad", "Merknad")), item.note.strip()


def _homes(minutes: Minutes, say: Say) -> Iterator[Block]:
    if not minutes.homes:
        return
    yield blocks.heading(say(Both("Boliger til tildeling", "Bustader til tildeling")))
    for order, home in enumerate(minutes.homes, start=1):
        yield blocks.part(f"{order}. {say(Both('Ledig bolig', 'Ledig bustad'))} {home.number}")
        yield blocks.facts(_home_rows(home, say))


def _home_rows(home: HomeMinute, say: Say) -> Iterator[tuple[str, str]]:
    given = home.outcome is ItemOutcome.DECIDED
    words = Both(f"Tildelt søknad {home.application}", f"Tildelt søknad {home.application}") if given else WAITS_ON
    yield say(Both("Utfall", "Utfall")), say(words)
    if home.members:
        yield say(Both("Valgt av", "Vald av")), "\n".join(home.members)
    if home.left:
        yield say(LEFT), "\n".join(home.left)
    if home.reasons.strip():
        yield say(Both("Begrunnelse", "Grunngiving")), home.reasons.strip()
    for numbers, why in home.over:
        yield say(Both("Gått forbi", "Gått forbi")), f"{', '.join(numbers)}: {why.strip()}"
    if home.note and home.note.strip():
        yield say(Both("Merknad", "Merknad")), home.note.strip()
