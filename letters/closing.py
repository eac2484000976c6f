"""How letters end: whom to ask, and how to appeal (fvl. § 27)."""

import re
from collections.abc import Mapping

from letters import blocks
from letters.blocks import Block
from letters.words import BODY, Both, Say
from rules.terms import AppealBody

QUESTIONS = Both(
    "Har du spørsmål? Ta kontakt med oss, og oppgi søknadsnummeret øverst i brevet.",
    "Har du spørsmål? Ta kontakt med oss, og oppgi søknadsnummeret øvst i brevet.",
)
PLACEHOLDER = re.compile(r"\{(appeal_weeks|appeal_body)\}")


def questions(say: Say) -> Block:
    """Whom to ask."""
    return blocks.text(say(QUESTIONS))


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
