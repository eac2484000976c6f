"""What may not weigh, weighs nothing: pairs of cases that differ in that alone (domain 6; HUSLL § 1-8; S001).

The pairs differ as documents, so that what is read from a document counts too: sex, age above 18, ethnicity and
citizenship, language, religion, disability (save that an accessible unit is needed, which narrows and never ranks), and
seniority.
"""

import tomllib
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bson import ObjectId
from hypothesis import given
from hypothesis import strategies as st

from models import Applicant, Application
from models.applicant import Representative
from models.assessment import Assessment, RequirementAnswer
from models.deciding import DecisionEntry
from models.mapping import ApprovedNeed, Mapping
from rules import priority, rulebook
from rules.eligibility import Verdict
from rules.priority import Ranked
from rules.terms import (
    Advice,
    ApplicationKind,
    ApplicationState,
    AppliedBy,
    DecisionOutcome,
    HousingSituation,
    LegalBasis,
    RequirementSort,
    ResidencePermit,
    TargetGroup,
    TenantStatus,
)
from services import assessments, waiting_list
from tests.conftest import ROOT

RULES = rulebook.parse(1, tomllib.loads((ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8")))
TODAY = date(2026, 11, 22)
TIE = b"t" * 32
ANSWERED = [one.code for one in RULES.policy.requirements if one.sort is RequirementSort.ANSWERED]

# --- What may weigh --------------------------------------------------------------------------------------------------

LEVELS = st.fixed_dictionaries(
    {factor.code: st.sampled_from([level.code for level in factor.levels]) for factor in RULES.policy.factors}
)
WEIGHED = st.fixed_dictionaries(
    {
        "target_group": st.sampled_from(TargetGroup),
        "situation": st.sampled_from(HousingSituation),
        "resident": st.booleans(),
        "children": st.integers(0, 3),
        "factor_levels": LEVELS,
        "met": st.tuples(*[st.booleans()] * len(ANSWERED)),
        "barred": st.booleans(),
    }
)

# --- What may not ----------------------------------------------------------------------------------------------------

WORDS = st.sampled_from([None, "Rullestol", "Hørselshemmet", "Synshemmet", "Demens", "Rusavhengig", "Frisk"])
FAITH = st.sampled_from([None, "Nær moskeen", "Nær kirken", "Nær synagogen", "Humanetiker"])
DAYS = st.dates(date(2016, 1, 1), TODAY)
PERSON = st.fixed_dictionaries(
    {
        "first_name": st.sampled_from(["Åse", "Per", "Aisha", "Mehdi", "Nga"]),
        "last_name": st.sampled_from(["Prøve", "Hætta", "Ali", "Nguyen", "Kowalska"]),
        "identity_number": st.sampled_from([None, "01410012345", "01410012426", "41410012345"]),
        "born_on": st.dates(date(1926, 1, 1), date(2008, 11, 22)),  # 18 to a hundred
        "citizenship": st.sampled_from([None, "Norge", "Syria", "Polen", "Eritrea"]),
        "permit": st.sampled_from([None, *ResidencePermit]),
        "permit_until": st.none() | st.dates(TODAY, date(2030, 1, 1)),
        "interpreter": st.sampled_from([None, "Arabisk", "Tigrinja", "Nordsamisk", "Tegnspråk"]),
        "letter_form": st.sampled_from(["nb", "nn"]),
        "protected_address": st.booleans(),
        "representatives": st.sampled_from([[], [Representative(kind="guardian", name="Vera Verge")]]),
    }
)
MAPPING = st.fixed_dictionaries(
    {"health": WORDS, "mobility": WORDS, "senses": WORDS, "cognition": WORDS, "substance_use": WORDS, "nearness": FAITH,
     "wishes": FAITH, "environment": FAITH, "pets": st.sampled_from([None, "Førerhund"])}
)  # fmt: skip
SENIORITY = st.fixed_dictionaries(
    {
        "received_on": DAYS,
        "decided_on": DAYS,
        "need_reviewed_on": st.none() | DAYS,
        "mapped_on": DAYS,
        "application_number": st.from_regex(r"S20[0-9]{5}", fullmatch=True),
        "id": st.binary(min_size=12, max_size=12).map(ObjectId),
        "version": st.integers(1, 40),
        "preliminary_reply_on": st.none() | DAYS,
        "applied_by": st.sampled_from(AppliedBy),
        "assessed_on": DAYS,
    }
)
NEED = st.fixed_dictionaries({"step_free": st.booleans(), "lift": st.booleans(), "rooms": st.integers(1, 5)})
UNWEIGHED = st.fixed_dictionaries({"person": PERSON, "mapping": MAPPING, "seniority": SENIORITY, "need": NEED})


def a_case(weighed: dict[str, Any], unweighed: dict[str, Any]) -> tuple[Application, Applicant]:
    """The documents of a case, as they would be stored."""
    person = Applicant(id=ObjectId(), **unweighed["person"])
    seniority = dict(unweighed["seniority"])
    assessed_on = seniority.pop("assessed_on")
    answers = zip(ANSWERED, weighed["met"], strict=True)
    assessment = Assessment(
        requirements=[RequirementAnswer(code=code, met=met, evidence="Sett.") for code, met in answers],
        barred=weighed["barred"], rulebook=1, advice=Advice.GRANT, score=0, facts="-", assessed_on=assessed_on,
        at=datetime(2026, 1, 1, tzinfo=UTC), by="1", by_name="Sara",
    )  # fmt: skip
    decision = DecisionEntry(
        id=ObjectId(),
        basis=LegalBasis.LOCAL_GUIDELINES,
        outcome=DecisionOutcome.GRANTED,
        decided_on=seniority["decided_on"],
    )
    told = {name: weighed[name] for name in ("target_group", "situation", "resident", "children", "factor_levels")}
    case = Application(
        applicant=person, kind=ApplicationKind.NEW, state=ApplicationState.WAITING, adults=1,
        tenant_status=TenantStatus.NEW, assessment=assessment, decisions=[decision],
        mapping=Mapping(**unweighed["mapping"]), approved_need=ApprovedNeed(**unweighed["need"]), **seniority, **told,
    )  # fmt: skip
    return case, person


def verdict(case: Application, person: Applicant) -> Verdict:
    return assessments.verdict_of(case, person, RULES, TODAY)


def ranked(case: Application, others: list[Application]) -> Ranked:
    """The case's place among the others, read as the waiting list reads it."""
    several = [waiting_list.household(one.to_mongo()) for one in (case, *others)]
    return next(one for one in priority.rank(several, RULES.policy, TIE) if one.household.id == str(case.pk))


@pytest.fixture(autouse=True, scope="module")
def in_memory() -> Any:
    """A cipher in memory: the pairs are turned into what would be stored."""
    from models import cipher

    cipher.use(cipher.MemoryCipher())
    yield
    cipher.use(None)


@given(WEIGHED, UNWEIGHED, UNWEIGHED)
def test_no_verdict_knows_who_the_applicant_is_or_how_long_they_have_waited(
    weighed: dict[str, Any], one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert verdict(*a_case(weighed, one)) == verdict(*a_case(weighed, other))


@given(WEIGHED, UNWEIGHED, UNWEIGHED, st.lists(st.tuples(WEIGHED, UNWEIGHED), min_size=1, max_size=5))
def test_no_place_on_the_list_knows_it_either(
    weighed: dict[str, Any], one: dict[str, Any], other: dict[str, Any], rest: list[Any]
) -> None:
    others = [a_case(*each)[0] for each in rest]
    for each in others:
        each.pk = ObjectId()
    first, second = (ranked(a_case(weighed, unweighed)[0], others) for unweighed in (one, other))
    assert (first.rank, first.key) == (second.rank, second.key)


@given(WEIGHED, UNWEIGHED, UNWEIGHED)
def test_a_pair_is_equal_on_the_list_itself(
    weighed: dict[str, Any], one: dict[str, Any], other: dict[str, Any]
) -> None:
    case, twin = a_case(weighed, one)[0], a_case(weighed, other)[0]
    if case.pk == twin.pk:
        twin.pk = ObjectId()
    assert (ranked(case, [twin]).rank, ranked(twin, [case]).rank) == (1, 1)


def test_the_list_reads_nothing_that_could_tell() -> None:
    # The id names the household and shuffles equals under a key; it is no part of what ranks.
    assert set(waiting_list.ORDERED_BY) - {"_id"} == {"situation", "children", "factor_levels"}
    assert set(priority.Household._fields) == {"id", "situation", "children", "levels"}


def test_eighteen_is_the_only_age_that_counts() -> None:
    weighed = {
        "target_group": TargetGroup.DISADVANTAGED, "situation": HousingSituation.NO_DWELLING, "resident": True,
        "children": 0, "factor_levels": {}, "met": [True] * len(ANSWERED), "barred": False,
    }  # fmt: skip
    unweighed: dict[str, Any] = {"mapping": {}, "need": {}, "person": {}}
    unweighed["seniority"] = {"received_on": TODAY, "decided_on": TODAY, "assessed_on": TODAY}
    verdicts = [
        verdict(*a_case(weighed, unweighed | {"person": {"born_on": born}}))
        for born in (date(2008, 11, 23), date(2008, 11, 22), date(1930, 1, 1))
    ]
    assert verdicts[0] != verdicts[1]
    assert verdicts[1] == verdicts[2]
