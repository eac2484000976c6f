"""The order of households: by the rulebook's key alone, equals shown as equal, and never by seniority (S001)."""

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import priority, rulebook
from rules.policy import Criterion, Policy
from rules.priority import Household
from rules.terms import HousingSituation, PrioritySort
from tests.conftest import ROOT

POLICY: Policy = rulebook.parse(
    1, tomllib.loads((ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8"))
).policy
TIE, OTHER = b"one key" * 4, b"another" * 4
CODES = [factor.code for factor in POLICY.factors]


def household(identity: str = "a", situation: str = "no_dwelling", children: int = 0, **levels: str) -> Household:
    return Household(identity, HousingSituation(situation), children, levels)


@st.composite
def lists(draw: st.DrawFn) -> list[Household]:
    """Some households, each with an id of its own; now and then one with a level that the rulebook does not know."""
    levels = st.fixed_dictionaries(
        {},
        optional={
            factor.code: st.sampled_from([*(level.code for level in factor.levels), "gone"])
            for factor in POLICY.factors
        },
    )
    several = draw(
        st.lists(st.tuples(st.sampled_from(HousingSituation), st.integers(0, 4), levels), min_size=1, max_size=12)
    )
    return [Household(f"{n:024x}", *one) for n, one in enumerate(several)]


def order(households: list[Household], tie: bytes = TIE) -> list[tuple[int, str]]:
    return [(one.rank, one.household.id) for one in priority.rank(households, POLICY, tie)]


# --- The key ---------------------------------------------------------------------------------------------------------

BEFORE = [
    ("uten bolig går foran den som står i fare for å miste den", household(), household(situation="at_risk")),
    ("i fare går foran uegnet bolig", household(situation="at_risk"), household(situation="unsuitable")),
    ("uegnet bolig går foran privat leie", household(situation="unsuitable"), household(situation="private_rental")),
    ("med barn går foran uten, i samme bosituasjon", household(children=1), household()),
    (
        "bosituasjonen veier mer enn barn",
        household(),
        household(situation="at_risk", children=3),
    ),
    ("barn veier mer enn poeng", household(children=1), household(stability="pressing")),
    ("flest poeng først blant like", household(stability="pressing"), household(stability="ordinary")),
    ("mislighold trekker ned", household(), household(breaches="some")),
]


@pytest.mark.parametrize(("sentence", "first", "second"), BEFORE)
def test_who_goes_before_whom(sentence: str, first: Household, second: Household) -> None:
    ranked = priority.rank([second._replace(id="b"), first], POLICY, TIE)
    assert [(one.rank, one.household.id) for one in ranked] == [(1, "a"), (2, "b")], sentence


EQUAL = [
    ("uten bolig og i midlertidig botilbud er likt", household(), household(situation="emergency_lodging")),
    ("tallet på barn teller ikke", household(children=1), household(children=4)),
    (
        "like mange poeng av ulike grunner er likt",
        household(living_skills="alone"),
        household(living_skills="with_services"),
    ),
    ("det regelboken ikke kjenner, teller ikke", household(), household(unknown="pressing")),
]


@pytest.mark.parametrize(("sentence", "one", "other"), EQUAL)
def test_equals_share_a_rank(sentence: str, one: Household, other: Household) -> None:
    assert [rank for rank, _ in order([one, other._replace(id="b")])] == [1, 1], sentence


def test_the_next_rank_leaves_room_for_equals() -> None:
    several = [household("a"), household("b", children=1), household("c"), household("d", situation="owns")]
    assert [rank for rank, _ in order(several)] == [1, 2, 2, 4]


def test_one_factor_may_be_a_part_of_the_key() -> None:
    policy = replace(POLICY, priority=(Criterion(sort=PrioritySort.FACTOR, label="Stabil", factor="stability"),))
    several = [household("a", stability="ordinary"), household("b", stability="pressing"), household("c")]
    assert [one.rank for one in priority.rank(several, policy, TIE)] == [1, 2, 2]
    assert [part.found for part in priority.explain(several[1], policy)] == ["Svært stort behov"]
    assert [part.found for part in priority.explain(several[2], policy)] == ["Ikke besvart"]


def test_the_place_is_explained_part_by_part() -> None:
    parts = priority.explain(household(children=2, stability="pressing", breaches="some"), POLICY)
    assert [(part.label, part.found, part.value) for part in parts] == [
        ("Bosituasjon", "Uten egen bolig", 4),
        ("Barn i husstanden", "Ja", 1),
        ("Samlet poengsum av momentene", "2 poeng", 2),
    ]


def test_the_first_part_that_differs_decides() -> None:
    assert priority.decisive((4, 1, 0), (4, 0, 9)) == 1
    assert priority.decisive((4, 1, 0), (4, 1, 0)) is None


# --- What holds for any list -----------------------------------------------------------------------------------------


@given(lists(), st.randoms(use_true_random=False))
def test_the_order_does_not_follow_the_order_they_come_in(several: list[Household], random: object) -> None:
    mixed = list(several)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert order(mixed) == order(several)


@given(lists())
def test_ranks_follow_the_key_and_equals_are_equal(several: list[Household]) -> None:
    ranked = priority.rank(several, POLICY, TIE)
    assert {one.household.id for one in ranked} == {one.id for one in several}
    for at, one in enumerate(ranked):
        for other in ranked[at + 1 :]:
            assert (one.rank == other.rank) == (one.key == other.key)
            assert one.key >= other.key
        assert one.rank == 1 + sum(other.key > one.key for other in ranked)


@given(lists(), st.data())
def test_who_needs_more_never_falls(several: list[Household], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(several) - 1))
    needier = several[at]._replace(children=max(several[at].children, 1), situation=HousingSituation.NO_DWELLING)
    before = {identity: rank for rank, identity in order(several)}
    after = {identity: rank for rank, identity in order([*several[:at], needier, *several[at + 1 :]])}
    assert after[needier.id] <= before[needier.id]


@given(lists())
def test_the_key_says_what_the_explanation_says(several: list[Household]) -> None:
    for one in priority.rank(several, POLICY, TIE):
        assert tuple(part.value for part in priority.explain(one.household, POLICY)) == one.key


# --- Equals among themselves -----------------------------------------------------------------------------------------


def test_equals_stand_in_an_order_that_only_the_key_knows() -> None:
    equals = [household(f"{n:024x}") for n in range(40)]
    first = [identity for _, identity in order(equals)]
    assert [identity for _, identity in order(list(reversed(equals)))] == first
    assert first != [one.id for one in equals]
    assert [identity for _, identity in order(equals, OTHER)] != first
    assert {rank for rank, _ in order(equals, OTHER)} == {1}


def test_a_newcomer_moves_no_two_equals() -> None:
    equals = [household(f"{n:024x}") for n in range(10)]
    before = [identity for _, identity in order(equals)]
    after = [identity for _, identity in order([*equals, household("f" * 24)]) if identity != "f" * 24]
    assert after == before


def test_each_purpose_and_each_secret_has_a_key_of_its_own() -> None:
    keys = {priority.tie_key(secret, what) for secret in (b"a" * 70, b"a" * 71) for what in ("waiting_list", "V1")}
    assert len(keys) == 4
    assert priority.tie_key(b"a", "V1") == priority.tie_key(b"a", "V1")
