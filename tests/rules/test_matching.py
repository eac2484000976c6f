"""Whether a vacant dwelling suits a household that waits: each hard fact, and nothing else."""

import tomllib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import matching, priority, rulebook
from rules.matching import FACTS, Home, Need, exclusions
from rules.policy import Policy
from rules.priority import Household
from rules.sifting import Pool, Sifted, Waiting
from rules.terms import DwellingType, Exclusion, HousingSituation, Purpose, TargetGroup
from tests.conftest import ROOT

POLICY: Policy = rulebook.parse(
    1, tomllib.loads((ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8"))
).policy
TIE, OTHER = b"one key" * 4, b"another" * 4
EXTRA = 1
REFUGEE, EMPLOYEE, DISADVANTAGED = TargetGroup.REFUGEE, TargetGroup.EMPLOYEE, TargetGroup.DISADVANTAGED
STAIRS = Home(id="h1", rooms=2, kind=DwellingType.FLAT, floor=3)  # a flat of two rooms up the stairs, nothing else


def home(**values: Any) -> Home:
    return replace(STAIRS, **values)


# --- The table: (what is looked at, the dwelling, the need, why it does not do) -------

TABLE: list[tuple[str, Home, Need, set[Exclusion]]] = [
    ("et behov uten krav passer i en bolig uten noe", home(), Need(), set()),
    ("like mange rom som behovet passer", home(rooms=2), Need(rooms=2), set()),
    ("ett rom for lite er for lite", home(rooms=1), Need(rooms=2), {Exclusion.TOO_SMALL}),
    ("så mange rom mer som regelboken sier, passer", home(rooms=3), Need(rooms=2), set()),
    ("enda ett rom mer er for mange", home(rooms=4), Need(rooms=2), {Exclusion.TOO_LARGE}),
    ("uten godkjent antall rom utelukker størrelsen ingen", home(rooms=9), Need(), set()),
    ("trinnfri adkomst må finnes", home(), Need(step_free=True), {Exclusion.ACCESS}),
    ("trinnfri adkomst som finnes, er nok", home(step_free=True), Need(step_free=True), set()),
    ("trinnfri bolig passer også den som ikke trenger det", home(step_free=True), Need(), set()),
    ("tredje etasje uten heis er ikke bakkeplan", home(), Need(lift=True), {Exclusion.FLOOR}),
    ("tredje etasje med heis er nok", home(lift=True), Need(lift=True), set()),
    ("første etasje uten heis er bakkeplan", home(floor=1), Need(lift=True), set()),
    ("kjeller uten heis er ikke bakkeplan", home(floor=-1), Need(lift=True), {Exclusion.FLOOR}),
    ("en ukjent etasje uten heis viser ikke bakkeplan", home(floor=None), Need(lift=True), {Exclusion.FLOOR}),
    ("en ukjent etasje med heis er nok", home(floor=None, lift=True), Need(lift=True), set()),
    ("barn trenger en bolig som er egnet for familier", home(), Need(children=1), {Exclusion.FAMILY}),
    ("en egnet bolig passer for barn", home(family_suitable=True), Need(children=3), set()),
    ("uten barn spiller det ingen rolle", home(family_suitable=False), Need(children=0), set()),
    ("tjenester om dagen må finnes", home(), Need(services_day=True), {Exclusion.SERVICES_DAY}),
    ("tjenester om kvelden må finnes", home(services_day=True), Need(services_evening=True),
     {Exclusion.SERVICES_EVENING}),
    ("tjenester om natten må finnes", home(services_evening=True), Need(services_night=True),
     {Exclusion.SERVICES_NIGHT}),
    ("tjenester som finnes, er nok", home(services_day=True, services_evening=True, services_night=True),
     Need(services_day=True, services_evening=True, services_night=True), set()),
    ("tjenester som ingen trenger, utelukker ingen", home(services_night=True), Need(), set()),
    ("en bolig for ansatte er for ansatte", home(purpose=Purpose.STAFF), Need(), {Exclusion.PURPOSE}),
    ("en bolig for ansatte passer en ansatt", home(purpose=Purpose.STAFF), Need(target_group=EMPLOYEE), set()),
    ("en bolig for flyktninger er for flyktninger", home(purpose=Purpose.REFUGEE), Need(target_group=EMPLOYEE),
     {Exclusion.PURPOSE}),
    ("en bolig for flyktninger passer en flyktning", home(purpose=Purpose.REFUGEE), Need(target_group=REFUGEE), set()),
    ("en gjennomgangsbolig er ingens varige bolig", home(purpose=Purpose.TRANSIT), Need(target_group=REFUGEE),
     {Exclusion.PURPOSE}),
    ("et midlertidig botilbud er ingens varige bolig", home(purpose=Purpose.EMERGENCY), Need(), {Exclusion.PURPOSE}),
    ("en ordinær bolig er for alle", home(purpose=Purpose.ORDINARY), Need(target_group=EMPLOYEE), set()),
    ("en tilrettelagt bolig er også for den som ikke trenger det", home(purpose=Purpose.ADAPTED), Need(), set()),
    ("en ungdomsbolig spør ikke om alder", home(purpose=Purpose.YOUTH), Need(), set()),
    ("spredning holder en målgruppe ute", home(not_for=frozenset({REFUGEE})), Need(target_group=REFUGEE),
     {Exclusion.SPREAD}),
    ("spredning holder ingen andre ute", home(not_for=frozenset({REFUGEE})), Need(), set()),
    ("en annen boligtype er innvilget", home(), Need(dwelling_type=DwellingType.CARE_DWELLING), {Exclusion.KIND}),
    ("boligtypen er den som er innvilget", home(), Need(dwelling_type=DwellingType.FLAT), set()),
    ("et vedtak uten boligtype utelukker ingen", home(kind=DwellingType.SHARED_HOUSING), Need(), set()),
    ("den som bor i boligen, får den ikke tildelt", home(), Need(lives_in=frozenset({"h1"})),
     {Exclusion.SAME_DWELLING}),
    ("den som bor i en annen bolig, kan få den", home(), Need(lives_in=frozenset({"h2"})), set()),
    ("et avslag uten god grunn holder tilbud tilbake", home(), Need(held_back_until=date(2027, 1, 1)),
     {Exclusion.HELD_BACK}),
    ("den som har takket ja til en annen bolig, får ikke denne", home(), Need(promised="h2"), {Exclusion.PROMISED}),
    ("den som har takket ja til denne, passer fortsatt i den", home(), Need(promised="h1"), set()),
    ("den som en privat utleier har sagt ja til, får ikke en til", home(), Need(referred=True), {Exclusion.REFERRED}),
    ("alle grunner nevnes, ikke bare den første", home(rooms=1), Need(rooms=3, step_free=True, lift=True, children=2),
     {Exclusion.TOO_SMALL, Exclusion.ACCESS, Exclusion.FLOOR, Exclusion.FAMILY}),
]  # fmt: skip


@pytest.mark.parametrize(("where", "need", "why"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_the_hard_facts(where: Home, need: Need, why: set[Exclusion]) -> None:
    assert set(exclusions(where, need, EXTRA)) == why


def test_every_exclusion_has_one_row_of_the_table_and_is_shown_in_it() -> None:
    assert [fact.exclusion for fact in FACTS] == list(Exclusion)
    assert set().union(*(row[3] for row in TABLE)) == set(Exclusion)


def test_the_rulebook_says_how_many_rooms_too_many_are_too_many() -> None:
    assert exclusions(home(rooms=3), Need(rooms=2), 0) == (Exclusion.TOO_LARGE,)
    assert exclusions(home(rooms=5), Need(rooms=2), 3) == ()


def test_every_purpose_that_is_for_some_alone_names_them() -> None:
    assert set(matching.ONLY_FOR) == {Purpose.STAFF, Purpose.REFUGEE, Purpose.TRANSIT, Purpose.EMERGENCY}


# --- All who wait against a dwelling ----------------------------------------------------------------

NEEDS = st.builds(
    Need,
    rooms=st.none() | st.integers(1, 5),
    step_free=st.booleans(),
    lift=st.booleans(),
    services_day=st.booleans(),
    services_evening=st.booleans(),
    services_night=st.booleans(),
    children=st.integers(0, 3),
    target_group=st.sampled_from(TargetGroup),
    dwelling_type=st.none() | st.sampled_from(DwellingType),
    held_back_until=st.none() | st.just(date(2027, 1, 1)),
    promised=st.none() | st.sampled_from(["h1", "h2"]),
    lives_in=st.sampled_from([frozenset(), frozenset({"h1"}), frozenset({"h2"})]),
)
HOMES = st.builds(
    Home,
    id=st.just("h1"),
    rooms=st.integers(1, 5),
    kind=st.sampled_from(DwellingType),
    purpose=st.none() | st.sampled_from(Purpose),
    floor=st.none() | st.integers(-1, 4),
    lift=st.booleans(),
    step_free=st.booleans(),
    family_suitable=st.booleans(),
    services_day=st.booleans(),
    services_evening=st.booleans(),
    services_night=st.booleans(),
    not_for=st.frozensets(st.sampled_from(TargetGroup)),
)


@st.composite
def everybody(draw: st.DrawFn) -> list[Waiting]:
    """Some who wait, each with an id and an office."""
    levels = st.fixed_dictionaries(
        {}, optional={one.code: st.sampled_from([level.code for level in one.levels]) for one in POLICY.factors}
    )
    one = st.tuples(st.sampled_from(HousingSituation), NEEDS, levels, st.sampled_from([None, "o1", "o2"]))
    several = draw(st.lists(one, max_size=12))
    return [
        Waiting(Household(f"{at:024x}", situation, need.children, given_levels), need, office)
        for at, (situation, need, given_levels, office) in enumerate(several)
    ]


def sifted(some: list[Waiting], where: Home, tie: bytes = TIE, office: str | None = None) -> Sifted:
    return Sifted(Pool(some, POLICY), where, EXTRA, tie, office)


def ranks(found: Sifted) -> list[tuple[int, str]]:
    return [(one.rank, one.waiting.household.id) for one in found.fits]


@given(everybody(), HOMES)
def test_those_it_suits_are_ranked_as_the_waiting_list_ranks_them(some: list[Waiting], where: Home) -> None:
    fitting = [one.household for one in some if not exclusions(where, one.need, EXTRA)]
    found = sifted(some, where)
    assert ranks(found) == [(one.rank, one.household.id) for one in priority.rank(fitting, POLICY, TIE)]
    assert found.fit_count == len(fitting)


@given(everybody(), HOMES)
def test_the_others_are_all_there_each_with_all_its_reasons(some: list[Waiting], where: Home) -> None:
    found = sifted(some, where)
    expected = {one.household.id: exclusions(where, one.need, EXTRA) for one in some}
    kept_out = {one.waiting.household.id: one.why for one in found.excluded}
    assert kept_out == {identity: why for identity, why in expected.items() if why}
    assert found.excluded_count == len(kept_out)
    reasons = [reason for why in kept_out.values() for reason in why]
    assert dict(found.counts) == {reason: reasons.count(reason) for reason in Exclusion if reason in reasons}
    assert {identity: found.why(identity) for identity in expected} == expected
    assert found.why("f" * 24) is None


@given(everybody(), HOMES, st.integers(0, 13), st.integers(0, 13))
def test_a_page_is_a_piece_of_the_whole(some: list[Waiting], where: Home, start: int, length: int) -> None:
    found = sifted(some, where)
    assert list(found.fits_between(start, start + length)) == list(found.fits[start : start + length])
    assert list(found.excluded_between(start, start + length)) == list(found.excluded[start : start + length])
    small = [one for one in found.excluded if Exclusion.TOO_SMALL in one.why]
    assert list(found.excluded_between(start, start + length, Exclusion.TOO_SMALL)) == small[start : start + length]


@given(everybody(), HOMES)
def test_one_office_sees_its_own_households_with_their_ranks_among_all(some: list[Waiting], where: Home) -> None:
    whole = sifted(some, where)
    for office in ("o1", "o2", "o3"):
        own = sifted(some, where, office=office)
        assert list(own.fits) == [one for one in whole.fits if one.waiting.office == office]
        assert list(own.excluded) == [one for one in whole.excluded if one.waiting.office == office]
        assert own.fit_count == len(own.fits)
        assert own.excluded_count == len(own.excluded)
        assert sum(own.counts.values()) == sum(len(one.why) for one in own.excluded)


@given(everybody(), HOMES)
def test_one_household_is_looked_up_with_its_rank(some: list[Waiting], where: Home) -> None:
    found = sifted(some, where)
    assert [found.fit(one.waiting.household.id) for one in found.fits] == list(found.fits)
    assert {found.fit(kept.waiting.household.id) for kept in found.excluded} <= {None}
    assert found.fit("f" * 24) is None


@given(everybody(), HOMES, st.randoms())
def test_who_comes_first_from_the_database_or_has_which_id_changes_no_rank(
    some: list[Waiting], where: Home, chance: Any
) -> None:
    numbered = [one._replace(household=one.household._replace(id=f"{chance.getrandbits(96):024x}")) for one in some]
    chance.shuffle(numbered)

    def told(found: Sifted) -> list[Any]:
        return sorted((str(one.why), str(one.waiting.need)) for one in found.excluded)

    before, after = sifted(some, where), sifted(numbered, where, OTHER)
    assert sorted(map(str, seen(before))) == sorted(map(str, seen(after)))
    assert told(before) == told(after)


def seen(found: Sifted) -> list[Any]:
    return [(one.rank, one.waiting.need, one.waiting.household[1:]) for one in found.fits]


def test_equals_stand_in_an_order_of_the_dwelling_s_own() -> None:
    alike = [Waiting(Household(f"{at:024x}", HousingSituation.NO_DWELLING, 0, {}), Need()) for at in range(12)]
    first = ranks(sifted(alike, home()))
    assert {rank for rank, _ in first} == {1}
    assert first == ranks(sifted(alike[::-1], home()))
    assert first != ranks(sifted(alike, home(), OTHER))
    assert [identity for _, identity in first] != sorted(identity for _, identity in first)


def test_nobody_waits() -> None:
    found = sifted([], home())
    assert (found.fits, found.excluded, found.fit_count, found.excluded_count, dict(found.counts)) == ((), (), 0, 0, {})
