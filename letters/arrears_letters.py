"""The letters of the arrears ladder: reminder, warnings, demand, notices, petition; each tells where help is."""

from dataclasses import dataclass
from datetime import date

from letters import arrears_words as words
from letters import blocks
from letters.blocks import Block
from letters.closing import questions
from letters.layout import long_date, short_date
from letters.letterhead import letter
from letters.offer_letter import kroner
from letters.paper import Drawn, Envelope
from letters.words import Both, Say, speaker
from rules.terms import ArrearsStep, RowKind

TO_OTHERS = (ArrearsStep.SOCIAL_NOTICE, ArrearsStep.PETITION)
WITH_OBJECTION = (ArrearsStep.COLLECTION_WARNING, ArrearsStep.PAYMENT_DEMAND, ArrearsStep.EVICTION_NOTICE)
AT_LEAST = WITH_OBJECTION  # the law gives two weeks from the sending
WIDTHS = (3, 5, 3)


@dataclass(frozen=True)
class Debt:
    """One item that is past due, and what is left of it in øre."""

    due_on: date
    kind: RowKind
    open_ore: int


@dataclass(frozen=True)
class Sent:
    """A letter that went out before, by its name."""

    title: str
    on: date


@dataclass(frozen=True, kw_only=True)
class ArrearsLetter:
    """What one letter of the ladder says; amounts in øre, `home` is None for a protected tenant."""

    envelope: Envelope
    step: ArrearsStep
    debts: tuple[Debt, ...]
    owed_ore: int
    fee_ore: int
    pay_by: date | None
    kid: str
    account: str | None
    tenant: str
    home: str | None
    sent: tuple[Sent, ...] = ()
    grounds: tuple[str, ...] = ()
    opted_out: bool = False
    interest: bool = False


def draw(told: ArrearsLetter) -> Drawn:
    """The letter as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    found = [blocks.text(say(words.LEAD[told.step])), *_middle(told, say)]
    return letter(told.envelope, say(words.TITLE[told.step]), [*found, *_questions(told, say)])


def _middle(told: ArrearsLetter, say: Say) -> list[Block]:
    if told.step in TO_OTHERS:
        return [*_about(told, say), *_debts(told, say), *_background(told, say)]
    return [*_debts(told, say), *_pay(told, say), *_after(told, say), *_help(say), *_objection(told, say)]


def _debts(told: ArrearsLetter, say: Say) -> list[Block]:
    head = [say(words.DUE), say(words.WHAT), say(words.AMOUNT)]
    rows = [
        (short_date(one.due_on), say(words.ROW.get(one.kind.value, words.OTHER_ROW)), kroner(one.open_ore))
        for one in told.debts
    ]
    if told.fee_ore:
        rows.append(("", say(words.FEE), kroner(told.fee_ore)))
    total = words.TO_PAY if told.fee_ore else words.TOTAL
    rows.append(("", say(total), kroner(told.owed_ore + told.fee_ore)))
    found = [blocks.heading(say(words.OWED)), blocks.table(head, rows, WIDTHS)]
    return [*found, blocks.text(say(words.INTEREST))] if told.interest else found


def _pay(told: ArrearsLetter, say: Say) -> list[Block]:
    rows: list[tuple[Both, str | None]] = [
        (words.BY, long_date(told.pay_by) if told.pay_by else None),
        (words.TO_PAY, kroner(told.owed_ore + told.fee_ore)),
        (words.ACCOUNT, _account(told.account)),
        (words.KID, told.kid),
    ]
    found = [blocks.heading(say(words.PAY)), blocks.facts([(say(name), value) for name, value in rows if value])]
    # The letter says so itself, so that it is right whenever it is sent (inkassoloven §§ 9 and 10, tvfbl. § 4-18).
    return [*found, blocks.text(say(words.AT_LEAST))] if told.step in AT_LEAST else found


def _account(number: str | None) -> str | None:
    return f"{number[:4]}.{number[4:6]}.{number[6:]}" if number else None


def _after(told: ArrearsLetter, say: Say) -> list[Block]:
    if told.step is not ArrearsStep.EVICTION_NOTICE:
        return []
    what = words.AFTER_OPTED_OUT if told.opted_out else words.AFTER_NOTICE
    return [blocks.heading(say(words.NEXT)), blocks.text(say(what))]


def _help(say: Say) -> list[Block]:
    helpers = blocks.bullets([say(one) for one in words.HELPERS])
    return [blocks.heading(say(words.CANNOT)), blocks.text(say(words.HELP)), helpers]


def _objection(told: ArrearsLetter, say: Say) -> list[Block]:
    if told.step not in WITH_OBJECTION:
        return []
    return [blocks.heading(say(words.OBJECT)), blocks.text(say(words.OBJECTION))]


def _about(told: ArrearsLetter, say: Say) -> list[Block]:
    rows = [
        (say(words.TENANT), told.tenant),
        (say(words.HOME), told.home or say(words.UNTOLD)),
        (say(words.CONTRACT), told.envelope.case_number),
    ]
    return [blocks.heading(say(words.ABOUT)), blocks.facts(rows)]


def _background(told: ArrearsLetter, say: Say) -> list[Block]:
    found: list[Block] = []
    if told.step is ArrearsStep.PETITION and told.grounds:
        found += [blocks.heading(say(words.GROUND)), blocks.bullets(told.grounds)]
    if told.sent:
        sent = [f"{one.title}: {long_date(one.on)}" for one in told.sent]
        found += [blocks.heading(say(words.SENT_BEFORE)), blocks.bullets(sent)]
    if told.step is ArrearsStep.PETITION:
        found.append(blocks.text(say(words.WISH)))
    return found


def _questions(told: ArrearsLetter, say: Say) -> list[Block]:
    return questions(told.envelope, say)
