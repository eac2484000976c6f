"""Facts frozen with a decision: the same comes out of them again, and what was changed shows."""

import json
import tomllib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from rules import frozen, rulebook
from rules.eligibility import CaseFacts, assess
from rules.policy import Policy
from rules.terms import ApplicationKind, HousingSituation, TargetGroup
from tests.conftest import ROOT

CONTENT = (ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8")
POLICY = rulebook.parse(1, tomllib.loads(CONTENT)).policy
FACTS = CaseFacts(
    kind=ApplicationKind.NEW,
    target_group=TargetGroup.DISADVANTAGED,
    situation=HousingSituation.AT_RISK,
    age=42,
    resident=True,
    children=2,
    answers={"private_market": True, "present_home": True},
    levels={"stability": "pressing", "living_skills": "alone", "refused_offers": "none", "breaches": "some"},
    barred=False,
)
FROZEN = frozen.freeze(FACTS, assess(FACTS, POLICY), 1)


def changed(edit: Callable[[dict[str, Any]], None]) -> str:
    held = json.loads(FROZEN)
    edit(held)
    return json.dumps(held)


def other_policy(before: str, after: str) -> Policy:
    assert before in CONTENT
    return rulebook.parse(1, tomllib.loads(CONTENT.replace(before, after))).policy


def test_the_same_facts_under_the_same_rulebook_come_to_the_same() -> None:
    assert frozen.replay(FROZEN, POLICY) == ()
    assert frozen.facts_in(FROZEN) == FACTS


def test_the_same_facts_give_the_same_text_in_whatever_order_they_were_answered() -> None:
    other = replace(FACTS, levels=dict(reversed(FACTS.levels.items())), answers=dict(reversed(FACTS.answers.items())))
    assert frozen.freeze(other, assess(other, POLICY), 1) == FROZEN


def test_facts_changed_afterwards_show_in_all_they_touch() -> None:
    tampered = changed(lambda held: held["facts"]["levels"].update(stability="ordinary"))
    found = {one.label: (one.stored, one.now) for one in frozen.replay(tampered, POLICY)}
    assert found == {
        "Særskilt behov for en stabil bosituasjon": ("Svært stort behov (4)", "Vanlig behov (0)"),
        "Poengsum": ("3", "-1"),
    }


def test_a_must_that_no_longer_holds_turns_the_advice() -> None:
    tampered = changed(lambda held: held["facts"].update(age=17))
    found = {one.label: (one.stored, one.now) for one in frozen.replay(tampered, POLICY)}
    assert found == {"Fylt 18 år": ("Oppfylt", "Ikke oppfylt"), "Regelboken peker mot": ("Innvilge", "Avslå")}


def test_another_rulebook_under_the_same_number_shows() -> None:
    found = frozen.replay(
        FROZEN, other_policy('label = "Svært stort behov", points = 4', 'label = "Stort", points = 9')
    )
    assert [(one.label, one.stored, one.now) for one in found] == [
        ("Særskilt behov for en stabil bosituasjon", "Svært stort behov (4)", "Stort (9)"),
        ("Poengsum", "3", "8"),
    ]


def test_a_verdict_changed_afterwards_shows() -> None:
    tampered = changed(lambda held: held["verdict"]["parts"].update(advice="Avslå"))
    assert [(one.stored, one.now) for one in frozen.replay(tampered, POLICY)] == [("Avslå", "Innvilge")]


@pytest.mark.parametrize("text", ["", "{}", "null", "[]", '{"verdict": {}, "facts": {"kind": "boat"}}', "\x00"])
def test_what_cannot_be_read_is_told_as_that(text: str) -> None:
    assert frozen.replay(text, POLICY) == (frozen.UNREADABLE,)
    assert frozen.same_verdict(text, assess(FACTS, POLICY)) is False
    assert frozen.verdict_in(text) == ()


def test_a_verdict_is_the_same_though_the_rulebook_words_it_otherwise() -> None:
    reworded = other_policy('label = "Svært stort behov"', 'label = "Veldig stort behov"')
    assert frozen.same_verdict(FROZEN, assess(FACTS, reworded)) is True


@pytest.mark.parametrize("values", [{"age": 17}, {"barred": True}, {"resident": False}, {"answers": {}}])
def test_a_verdict_is_another_when_a_must_comes_out_otherwise(values: dict[str, Any]) -> None:
    assert frozen.same_verdict(FROZEN, assess(replace(FACTS, **values), POLICY)) is False


def test_the_frozen_verdict_is_told_in_the_order_of_the_rulebook() -> None:
    words = frozen.verdict_in(FROZEN)
    assert words[0] == ("Fylt 18 år", "Oppfylt")
    assert words[-3:] == (("Grovt mislighold", "Nei"), ("Poengsum", "3"), ("Regelboken peker mot", "Innvilge"))
