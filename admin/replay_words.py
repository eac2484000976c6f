"""The facts frozen with a decision and what a recomputation gave, in the words of a page."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from admin import formats
from rules import frozen
from rules.eligibility import CaseFacts

Line = tuple[str, str]


@dataclass(frozen=True)
class FrozenShown:
    """What a decision was made on: the facts, and what the rulebook made of them, line by line."""

    facts: tuple[Line, ...]
    verdict: tuple[Line, ...]


def frozen_shown(text: str | None) -> FrozenShown | None:
    """The frozen facts and verdict; None where there are none that can be read."""
    if not text:
        return None
    try:
        facts = frozen.facts_in(text)
    except (ValueError, KeyError, TypeError, json.JSONDecodeError):
        return None
    return FrozenShown(tuple(_facts(facts)), frozen.verdict_in(text))


def _facts(facts: CaseFacts) -> Iterator[Line]:
    yield "Søknadstype", facts.kind.label
    yield "Målgruppe", facts.target_group.label
    yield "Bosituasjon", facts.situation.label
    yield "Alder", f"{facts.age} år" if facts.age is not None else "Ikke kjent"
    yield "Folkeregistrert i kommunen", formats.yes_no(facts.resident)
    yield "Barn i husstanden", str(facts.children)
