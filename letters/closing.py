"""How letters end: whom to ask, and how to appeal (fvl. § 27)."""

import re
from collections.abc import Mapping

from letters import blocks
from letters.blocks import Block
from letters.paper import Envelope
from letters.words import BODY, Both, Say
from rules.terms import AppealBody

HEADING = Both("Har du spørsmål?", "Har du spørsmål?")
CONTACT = Both("Ta gjerne kontakt med oss.", "Ta gjerne kontakt med oss.")
OR = Both(" eller ", " eller ")
MENTION = Both("Oppgi søknadsnummeret", "Oppgi søknadsnummeret")
MENTION_REFERENCE = Both("Oppgi referansen", "Oppgi referansen")
MENTION_LEASE = Both("Oppgi nummeret på leieforholdet,", "Oppgi nummeret på leigeforholdet,")
PLACEHOLDER = re.compile(r"\{(appeal_weeks|appeal_body)\}")


def questions(envelope: Envelope, say: Say, contact: str | None = None) -> list[Block]:
    """Whom to ask, how to reach them, and the number to mention; `contact` is the rulebook's sentence."""
    sender = envelope.sender
    phone = Both(f"telefon {sender.phone}", f"telefon {sender.phone}") if sender.phone else None
    email = Both(f"e-post {sender.email}", f"e-post {sender.email}") if sender.email else None
    ways = [say(way) for way in (phone, email) if way]
    reached = f" {say(Both('Du når oss på', 'Du når oss på'))} {say(OR).join(ways)}." if ways else ""
    number = f"{say(_mention(envelope))} {envelope.case_number}."
    return [blocks.heading(say(HEADING)), blocks.text(f"{contact or say(CONTACT)}{reached} {number}")]


def _mention(envelope: Envelope) -> Both:
    if envelope.own_reference:
        return MENTION_REFERENCE
    return MENTION_LEASE if envelope.of_lease else MENTION


def appeal(texts: Mapping[str, str], body: AppealBody, weeks: int, say: Say) -> list[Block]:
    """The right to appeal: deadline, body, how, help, access to the documents, deferred effect."""
    right, *rest = (
        filled(texts[code], body, weeks, say)
        for code in ("appeal_right", "appeal_how", "help", "deferred_effect", "access")
    )
    return [
        blocks.heading(say(Both("Du kan klage på vedtaket", "Du kan klage på vedtaket"))),
        blocks.text(right),
        *(blocks.text(words) for words in rest),
    ]


def filled(words: str, body: AppealBody, weeks: int, say: Say) -> str:
    """A paragraph of the rulebook with its placeholders filled; braces of any other sort stand as they are."""
    values = {"appeal_weeks": str(weeks), "appeal_body": say(BODY[body])}
    return PLACEHOLDER.sub(lambda found: values[found[1]], words)
