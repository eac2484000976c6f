"""Letters while a case is prepared: preliminary reply, long handling, missing papers (fvl. §§ 11 a and 17)."""

from dataclasses import dataclass
from datetime import date

from letters import blocks
from letters.blocks import Block
from letters.closing import questions
from letters.labels import label
from letters.layout import long_date
from letters.letterhead import letter
from letters.paper import Drawn, Envelope
from letters.words import Both, Say, speaker
from rules.terms import ApplicationKind

ABOUT = {
    ApplicationKind.NEW: Both("søknaden din om kommunal bolig", "søknaden din om kommunal bustad"),
    ApplicationKind.EXTENSION: Both("søknaden din om å leie boligen videre", "søknaden din om å leige bustaden vidare"),
    ApplicationKind.SWAP: Both("søknaden din om å bytte kommunal bolig", "søknaden din om å byte kommunal bustad"),
}


@dataclass(frozen=True, kw_only=True)
class PreliminaryReply:
    """That an answer takes time, why, and when it can be expected (fvl. § 11 a)."""

    envelope: Envelope
    kind: ApplicationKind
    received_on: date
    because: str
    expected_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class SlowNotice:
    """That a case has lain more than a month, why, and when it is decided (fvl. § 11 a)."""

    envelope: Envelope
    kind: ApplicationKind
    received_on: date
    because: str
    expected_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class MissingPapers:
    """Which papers are missing, and by when they are asked for (fvl. § 17)."""

    envelope: Envelope
    kind: ApplicationKind
    received_on: date
    papers: tuple[str, ...]
    due_on: date
    note: str = ""


def draw_preliminary_reply(told: PreliminaryReply) -> Drawn:
    """The preliminary reply as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    title = say(Both("Foreløpig svar på ", "Førebels svar på ")) + say(ABOUT[told.kind])
    why = say(Both("Hvorfor det tar tid", "Kvifor det tek tid"))
    return letter(
        told.envelope,
        title,
        [_received(told.received_on, told.kind, say), *_waiting(told, why, say), *questions(told.envelope, say)],
    )


def draw_slow_notice(told: SlowNotice) -> Drawn:
    """The notice of long handling as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    title = say(Both("Det tar lengre tid å svare på ", "Det tek lengre tid å svare på ")) + say(ABOUT[told.kind])
    sorry = say(
        Both(
            "Vi har ennå ikke avgjort saken. Vi beklager at du må vente.",
            "Vi har enno ikkje avgjort saka. Vi beklagar at du må vente.",
        )
    )
    why = say(Both("Hvorfor det tar lengre tid", "Kvifor det tek lengre tid"))
    opening = [_received(told.received_on, told.kind, say), blocks.text(sorry)]
    return letter(told.envelope, title, [*opening, *_waiting(told, why, say), *questions(told.envelope, say)])


def _received(day: date, kind: ApplicationKind, say: Say) -> Block:
    sentence = Both(f"Vi fikk {ABOUT[kind].nb} {long_date(day)}.", f"Vi fekk {ABOUT[kind].nn} {long_date(day)}.")
    return blocks.text(say(sentence))


def _waiting(told: PreliminaryReply | SlowNotice, why: str, say: Say) -> list[Block]:
    """Why it takes time, when the answer comes, and what the reader may do meanwhile."""
    if told.expected_on:
        when = Both(
            f"Vi regner med å svare deg innen {long_date(told.expected_on)}.",
            f"Vi reknar med å svare deg innan {long_date(told.expected_on)}.",
        )
    else:
        when = Both("Vi svarer deg så snart vi kan.", "Vi svarar deg så snart vi kan.")
    changed = Both(
        "Si fra til oss hvis situasjonen din endrer seg mens du venter. Du kan be om å få se dokumentene i saken "
        "(forvaltningsloven § 18).",
        "Sei frå til oss dersom situasjonen din endrar seg medan du ventar. Du kan be om å få sjå dokumenta i saka "
        "(forvaltningslova § 18).",
    )
    return [
        blocks.heading(why),
        blocks.text(told.because),
        blocks.heading(say(Both("Når du får svar", "Når du får svar"))),
        blocks.text(say(when)),
        blocks.heading(say(Both("Mens du venter", "Medan du ventar"))),
        blocks.text(say(changed)),
    ]


def draw_missing_papers(told: MissingPapers) -> Drawn:
    """The request for missing papers as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    title = say(Both("Vi trenger flere opplysninger", "Vi treng fleire opplysningar"))
    lead = Both(
        f"Vi fikk {ABOUT[told.kind].nb} {long_date(told.received_on)}. For å kunne behandle den trenger vi noen "
        f"papirer til. Send dem innen {long_date(told.due_on)}.",
        f"Vi fekk {ABOUT[told.kind].nn} {long_date(told.received_on)}. For å kunne behandle han treng vi nokre papir "
        f"til. Send dei innan {long_date(told.due_on)}.",
    )
    if_not = Both(
        "Si fra hvis du trenger mer tid, eller hvis det er noe du ikke kan få tak i. Får vi ikke papirene, avgjør vi "
        "saken med de opplysningene vi har. Det kan føre til at du får avslag.",
        "Sei frå dersom du treng meir tid, eller dersom det er noko du ikkje kan få tak i. Får vi ikkje papira, avgjer "
        "vi saka med dei opplysningane vi har. Det kan føre til at du får avslag.",
    )
    found = [
        blocks.text(say(lead)),
        blocks.heading(say(Both("Dette mangler", "Dette manglar"))),
        blocks.bullets(label(paper, say) for paper in told.papers),
        *([blocks.text(told.note)] if told.note.strip() else []),
        blocks.heading(say(Both("Hvis du ikke får sendt papirene", "Dersom du ikkje får sendt papira"))),
        blocks.text(say(if_not)),
    ]
    return letter(told.envelope, title, [*found, *questions(told.envelope, say)])
