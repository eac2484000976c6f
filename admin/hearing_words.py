"""What the unit answered, what meetings came to, what the department head decided: in words for a vacancy's page."""

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from admin import formats
from admin.choosing_words import households
from rules.terms import DiscussionOutcome, UnitAnswer

SAID = {UnitAnswer.YES: "ja", UnitAnswer.DOUBT: "usikker", UnitAnswer.NO: "nei"}


def heard_in_words(vacancy: Any, *, tells: bool, names: bool = True) -> Iterator[Markup]:
    """Answer, meetings and decision in order; the reasons for those who may know them alone."""
    if vacancy.hearing is not None:
        yield from _answer(vacancy, tells, names)
    for held in vacancy.discussions:
        yield from _meeting(held, tells, names)
    settled = vacancy.settlement
    if settled is not None:
        yield Markup("<strong>Avdelingslederen valgte {}</strong> {}, {}.").format(
            households([settled.chosen_number], names), formats.day(settled.on), settled.by_name
        )
        if tells:
            yield _prose("Begrunnelse", settled.reasons)
            yield from _passed_over(settled)
    if tells and vacancy.allocation is not None:
        yield from _passed_over(vacancy.allocation)  # where the committee chose another than the one recommended


def _answer(vacancy: Any, tells: bool, names: bool) -> Iterator[Markup]:
    said, chosen = vacancy.hearing, vacancy.recommendation
    by = f"{said.given_by_name}, notert av {said.by_name}" if said.given_by_name else said.by_name
    yield Markup("<strong>Enheten svarte {}</strong> {}, {}.{}").format(
        SAID[said.answer], formats.day(said.on), by, _preferred(said, chosen) if names else ""
    )
    if tells and said.reasons:
        yield _prose("Begrunnelse", said.reasons)
    if tells and said.mix:
        yield _prose("Sammensetningen i huset", said.mix)


def _preferred(said: Any, chosen: Any) -> str:
    """Which of two who are equal; where one is recommended, nothing needs to be said."""
    if said.prefers is None or chosen is None or len(chosen.chosen) < 2:
        return ""
    numbers = dict(zip(chosen.chosen, chosen.chosen_numbers, strict=False))
    return f" Enheten velger {numbers[said.prefers]}." if said.prefers in numbers else ""


def _meeting(held: Any, tells: bool, names: bool) -> Iterator[Markup]:
    outcome: DiscussionOutcome = held.outcome
    who = f" ({held.chosen_number})" if held.chosen_number and names else ""
    yield Markup("<strong>Drøftingsmøte {}: {}</strong>{}. Referent: {}.").format(
        formats.day(held.held_on), outcome.inside, who, held.by_name
    )
    if tells:  # who came tells of what the household struggles with
        yield Markup("Deltakere: {}.").format("; ".join(held.participants))
        yield _prose("Drøftet", held.questions)
        yield _prose("Begrunnelse", held.conclusion)
        yield from _passed_over(held)


def _passed_over(held: Any) -> Iterator[Markup]:
    for group in held.passed_over:
        yield _prose(f"Gikk forbi {', '.join(group.numbers)}", group.reason)


def _prose(label: str, words: str) -> Markup:
    return Markup('{}: <span class="prose">{}</span>').format(label, words)
