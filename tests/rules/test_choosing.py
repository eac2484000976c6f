"""Who is passed over and must be explained, when a choice no longer holds, and what a frozen basis comes to again."""

import json
import tomllib
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import choosing, rulebook
from rules.choosing import UNREADABLE
from rules.matching import Home, Need
from rules.priority import Household
from rules.sifting import Pool, Sifted, Waiting
from rules.terms import DwellingType, HousingSituation, Purpose, TargetGroup
from tests.conftest import ROOT

CONTENT = (ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8")
RULES = rulebook.parse(1, tomllib.loads(CONTENT))
POLICY, EXTRA = RULES.policy, RULES.letting.extra_rooms
HOME = Home(
    id="h1", rooms=2, kind=DwellingType.FLAT, purpose=Purpose.ORDINARY, floor=3, lift=True, family_suitable=True,
    not_for=frozenset({TargetGroup.EMPLOYEE, TargetGroup.REFUGEE}),
)  # fmt: skip
SHARED = {"a": 1, "b": 1, "c": 3, "d": 4, "e": 4}  # two first, one third, two fourth


# --- Who is passed over ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "above"),
    [
        pytest.param({"a"}, [], id="the first passes nobody over, its equal least of all"),
        pytest.param({"b"}, [], id="nor does its equal"),
        pytest.param({"c"}, ["a", "b"], id="the third passes both first over"),
        pytest.param({"e"}, ["a", "b", "c"], id="one of the last passes all above over, not its equal"),
        pytest.param({"d", "e"}, ["a", "b", "c"], id="so do both of the last together"),
        pytest.param({"x"}, [], id="one who does not suit has no place"),
        pytest.param(set(), [], id="nobody chosen, nobody passed over"),
    ],
)
def test_passed_over_are_those_who_suit_and_rank_strictly_above(chosen: set[str], above: list[str]) -> None:
    assert choosing.passed_over(SHARED, chosen) == above


@pytest.mark.parametrize(
    ("chosen", "equal"),
    [
        pytest.param({"c"}, True, id="one alone"),
        pytest.param({"a", "b"}, True, id="two of one place"),
        pytest.param({"a", "c"}, False, id="two of different places"),
        pytest.param({"a", "x"}, False, id="one who does not suit"),
        pytest.param(set(), False, id="nobody"),
    ],
)
def test_two_are_chosen_together_only_where_they_are_equal(chosen: set[str], equal: bool) -> None:
    assert choosing.equals(SHARED, chosen) is equal


@pytest.mark.parametrize(
    ("explained", "left"),
    [
        pytest.param([], ["a", "b", "c"], id="no reason: all are left"),
        pytest.param([{"a", "b", "c"}], [], id="one reason may serve a group"),
        pytest.param([{"a"}, {"c"}], ["b"], id="one is left out"),
        pytest.param([{"d", "x"}], ["a", "b", "c"], id="a reason for somebody else explains nobody"),
    ],
)
def test_each_one_passed_over_is_covered_by_a_reason(explained: list[set[str]], left: list[str]) -> None:
    assert choosing.unexplained(choosing.passed_over(SHARED, {"d"}), explained) == left


@pytest.mark.parametrize(
    ("now", "chosen", "explained", "outdated"),
    [
        pytest.param(SHARED, {"c"}, [{"a", "b"}], False, id="nothing has changed"),
        pytest.param({"a": 1, "c": 2, "d": 3}, {"c"}, [{"a", "b"}], False, id="one above is gone: one less to explain"),
        pytest.param({"a": 1, "b": 1, "c": 3}, {"c"}, [{"a", "b"}], False, id="those below do not matter"),
        pytest.param({"n": 1, "a": 2, "b": 2, "c": 4}, {"c"}, [{"a", "b"}], True, id="a new one stands above"),
        pytest.param({"a": 1, "b": 1, "d": 3, "c": 4}, {"c"}, [{"a", "b"}], True, id="one from below stands above"),
        pytest.param({"a": 1, "b": 2, "c": 3}, {"c"}, [{"a", "b"}], True, id="two that were equal above are not"),
        pytest.param({"c": 1, "a": 2, "b": 2}, {"c"}, [{"a", "b"}], True, id="the one chosen has come first"),
        pytest.param({"a": 1, "b": 1}, {"c"}, [{"a", "b"}], True, id="the one chosen suits no longer"),
        pytest.param(SHARED, {"d", "e"}, [{"a", "b", "c"}], False, id="two equals stand"),
        pytest.param({"a": 1, "d": 2, "e": 3}, {"d", "e"}, [{"a"}], True, id="two are equal no longer"),
        pytest.param({"n": 1, "a": 1, "b": 1, "c": 4}, {"a"}, [], False, id="a new equal changes nothing"),
    ],
)
def test_a_choice_holds_while_the_order_at_and_above_it_is_the_same(
    now: dict[str, int], chosen: set[str], explained: list[set[str]], outdated: bool
) -> None:
    assert choosing.outdated(SHARED, now, chosen, explained) is outdated


# --- What it rested on -----------------------------------------------------------------------------------------------

LEVELS = st.fixed_dictionaries(
    {factor.code: st.sampled_from([level.code for level in factor.levels]) for factor in POLICY.factors}
)
NEEDS = st.builds(
    Need,
    rooms=st.none() | st.integers(1, 4),
    step_free=st.booleans(),
    lift=st.booleans(),
    services_day=st.booleans(),
    services_evening=st.just(False),
    services_night=st.just(False),
    target_group=st.sampled_from(TargetGroup),
    dwelling_type=st.none() | st.sampled_from(DwellingType),
    held_back_until=st.none() | st.just(date(2027, 5, 23)),
    promised=st.sampled_from([None, "h1", "h2"]),
    lives_in=st.sampled_from([frozenset(), frozenset({"h1"})]),
)


@st.composite
def households(draw: Any) -> list[Waiting]:
    found = []
    for number in range(draw(st.integers(1, 6))):
        children = draw(st.integers(0, 2))
        household = Household(f"id{number}", draw(st.sampled_from(HousingSituation)), children, draw(LEVELS))
        found.append(Waiting(household, draw(NEEDS)._replace(children=children)))
    return found


def sift(waiting: Sequence[Waiting], tie: bytes = b"t") -> Sifted:
    return Sifted(Pool(waiting, POLICY), HOME, EXTRA, tie)


def frozen(waiting: Sequence[Waiting], tie: bytes = b"t") -> str:
    numbers = {one.household.id: f"S{one.household.id[2:]}" for one in waiting}
    found = sift(waiting, tie)
    return choosing.freeze(1, HOME, EXTRA, found.fits, found.excluded, numbers)


@given(households())
def test_what_was_frozen_comes_to_the_same_again(waiting: list[Waiting]) -> None:
    text = frozen(waiting)
    assert choosing.replay(text, POLICY, EXTRA) == ()
    basis = choosing.basis_in(text)
    assert (basis.rulebook, basis.home) == (1, HOME)
    read = {one.number: (one.waiting.household, one.waiting.need) for one in basis.candidates}
    assert read == {f"S{one.household.id[2:]}": (one.household, one.need) for one in waiting}


@given(households(), st.randoms(use_true_random=False))
def test_the_same_facts_give_the_same_text_however_equals_were_shuffled(waiting: list[Waiting], random: Any) -> None:
    other = list(waiting)
    random.shuffle(other)
    assert frozen(other, b"another key") == frozen(waiting)


FACTS: dict[str, Callable[[dict[str, Any]], None]] = {
    "rooms": lambda one: one["need"].update(rooms=4 if one["need"]["rooms"] != 4 else 2),
    "step_free": lambda one: one["need"].update(step_free=not one["need"]["step_free"]),
    "services_day": lambda one: one["need"].update(services_day=not one["need"]["services_day"]),
    "promised": lambda one: one["need"].update(promised="h2" if one["need"]["promised"] != "h2" else None),
    "lives_in": lambda one: one["need"].update(lives_in=[] if one["need"]["lives_in"] else ["h1"]),
    "situation": lambda one: one.update(situation="at_risk" if one["situation"] != "at_risk" else "no_dwelling"),
}  # fmt: skip


@given(households(), st.sampled_from(sorted(FACTS)), st.integers(0, 5))
def test_one_fact_changed_afterwards_shows_in_that_household_and_else_in_places_alone(
    waiting: list[Waiting], fact: str, which: int
) -> None:
    text = frozen(waiting)
    held = json.loads(text)
    changed = held["candidates"][which % len(held["candidates"])]
    FACTS[fact](changed)
    tampered = json.dumps(held)
    found = choosing.replay(tampered, POLICY, EXTRA)
    then = choosing.basis_in(text).places
    now = {one.waiting.household.id: one.rank for one in sift(_waiting(tampered)).fits}
    suited, suits = changed["id"] in then, changed["id"] in now
    told = {one.label for one in found if one.label.startswith(f"{changed['number']}: ")}
    assert (f"{changed['number']}: passer boligen" in told) >= (suited != suits)
    others = [one for one in found if one.label not in told]
    assert all(one.label.endswith(": plass") for one in others)
    moved = {one for one in then.keys() & now.keys() if then[one] != now[one] and one != changed["id"]}
    assert {one.label for one in others} == {f"S{one[2:]}: plass" for one in moved}


def _waiting(text: str) -> list[Waiting]:
    return [one.waiting for one in choosing.basis_in(text).candidates]


ALONE = Waiting(Household("id1", HousingSituation.AT_RISK, 0, {"stability": "pressing"}), Need(rooms=2))
OTHER = Waiting(Household("id2", HousingSituation.NO_DWELLING, 0, {"stability": "ordinary"}), Need(rooms=2))


def tampered(edit: Callable[[dict[str, Any]], None]) -> dict[str, tuple[str, str]]:
    held = json.loads(frozen([ALONE, OTHER]))
    edit(held)
    return {one.label: (one.stored, one.now) for one in choosing.replay(json.dumps(held), POLICY, EXTRA)}


def test_a_household_made_not_to_suit_is_told_with_why_and_the_other_moves_up() -> None:
    assert tampered(lambda held: held["candidates"][0]["need"].update(step_free=True)) == {
        "S2: passer boligen": ("Ja", "Nei. Trenger trinnfri adkomst, og boligen har ikke det"),
        "S1: plass": ("2", "1"),
    }


def test_a_fact_of_the_dwelling_changed_afterwards_shows_in_all_it_keeps_out() -> None:
    assert tampered(lambda held: held["home"].update(rooms=1)) == {
        "S1: passer boligen": ("Ja", "Nei. For få rom"),
        "S2: passer boligen": ("Ja", "Nei. For få rom"),
    }


def test_a_place_changed_afterwards_shows() -> None:
    assert tampered(lambda held: held["candidates"][1]["verdict"].update(rank=1)) == {"S1: plass": ("1", "2")}


def test_another_rulebook_shows_what_it_would_have_made_of_them() -> None:
    text = frozen([Waiting(ALONE.household, Need(rooms=1)), OTHER])
    found = {one.label: (one.stored, one.now) for one in choosing.replay(text, POLICY, 0)}
    assert found == {
        "Rom mer enn behovet": ("1", "0"),
        "S1: passer boligen": ("Ja", "Nei. For mange rom"),
    }


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", '{"rulebook": 1}', frozen([ALONE]).replace("at_risk", "in_a_tent"), frozen([ALONE])[:-5],
     frozen([ALONE]).replace('"need":', '"needs":'), frozen([ALONE]).replace('"rooms":2', '"rooms":"2"'),
     frozen([ALONE]).replace('"lives_in":[]', '"lives_in":4')],
)  # fmt: skip
def test_a_basis_that_cannot_be_read_is_told_as_such(text: str) -> None:
    assert choosing.replay(text, POLICY, EXTRA) == (UNREADABLE,)
