"""Puts a letter to a party together: its envelope, its title and its blocks, drawn by the shared template."""

from collections.abc import Sequence
from typing import Any

from letters import pdf
from letters.blocks import Block
from letters.layout import long_date
from letters.paper import Drawn, Envelope, Sender
from letters.words import (
    ARCHIVE,
    CASE,
    CASEWORKER,
    DATE,
    DECIDED_BY,
    EXEMPT,
    HEAD,
    LEASE,
    PHONE,
    REFERENCE,
    ROLE,
    Say,
    speaker,
)

TITLE_LENGTH = 160


def letter(envelope: Envelope, title: str, blocks: Sequence[Block]) -> Drawn:
    """The letter as PDF. Raises UndrawableText."""
    title = title[:TITLE_LENGTH]
    data = data_of(envelope, blocks)
    return pdf.draw("letter", title=title, language=envelope.language, day=envelope.day, data=data)


def data_of(envelope: Envelope, blocks: Sequence[Block]) -> dict[str, Any]:
    """All that the template shows beside the title."""
    say = speaker(envelope.language)
    sender = envelope.sender
    author = f"{sender.municipality}, {sender.office}"
    return {
        "author": author,
        "words": {name: say(both) for name, both in HEAD.items()},
        "sender": sender_data(sender, say),
        "address": envelope.addresses[0].splitlines() if envelope.addresses else [],
        "copies": [_name(address) for address in envelope.addresses[1:]],
        "references": _references(envelope, say),
        "exempt": exempt(envelope, say),
        "blocks": list(blocks),
        "signature": _signature(envelope, say),
        "foot": f"{author} · {_case(envelope, say)} {envelope.case_number}",
    }


def sender_data(sender: Sender, say: Say) -> dict[str, Any]:
    """Who writes, and how they are reached."""
    reach = [f"{say(PHONE)} {sender.phone}" if sender.phone else "", sender.email or ""]
    return {
        "municipality": sender.municipality,
        "office": sender.office,
        "reach": [line for line in reach if line],
    }


def exempt(envelope: Envelope, say: Say) -> str | None:
    """Why the public may not read the letter; the usual ground is said in the letter's own language."""
    return say(EXEMPT) if envelope.exempt == EXEMPT.nb else envelope.exempt or None


def _name(address: str) -> str:
    """A copy is named, never addressed: where one reader lives is no other reader's business."""
    return (address.splitlines() or [""])[0]


def _references(envelope: Envelope, say: Say) -> list[tuple[str, str]]:
    rows = [(say(DATE), long_date(envelope.day)), (_case(envelope, say), envelope.case_number)]
    return [*rows, (say(ARCHIVE), envelope.archive_number)] if envelope.archive_number else rows


def _case(envelope: Envelope, say: Say) -> str:
    if envelope.own_reference:
        return say(REFERENCE)
    return say(LEASE if envelope.of_lease else CASE)


def _signature(envelope: Envelope, say: Say) -> list[str]:
    if not envelope.signed:
        return []
    sender = envelope.sender
    decided = say(DECIDED_BY[envelope.decided_by]) if envelope.decided_by else ""
    who = f"{envelope.caseworker}, {say(ROLE.get(envelope.signs_as, CASEWORKER))}" if envelope.caseworker else ""
    return [line for line in (decided, who, sender.office, sender.municipality) if line]
