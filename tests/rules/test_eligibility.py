"""Musts, factors and the bar, each row under its sentence in Harstad's guidelines (S001)."""

import tomllib
from dataclasses import replace
from datetime import date

import pytest

from rules import rulebook
from rules.eligibility import CaseFacts, age_on, assess
from rules.policy import Policy
from rules.terms import Advice, ApplicationKind, HousingSituation, RequirementResult, TargetGroup
from tests.conftest import ROOT

POLICY: Policy = rulebook.parse(
    1, tomllib.loads((ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8"))
).policy
LEVELS = {"stability": "ordinary", "living_skills": "alone", "refused_offers": "none", "breaches": "none"}
FACTS = CaseFacts(
    kind=ApplicationKind.NEW,
    target_group=TargetGroup.DISADVANTAGED,
    situation=HousingSituation.NO_DWELLING,
    age=34,
    resident=True,
    children=0,
    answers={"private_market": True, "present_home": True},
    levels=LEVELS,
    barred=False,
)
MET, NOT_MET, EXEMPT, OPEN = (
    RequirementResult.MET,
    RequirementResult.NOT_MET,
    RequirementResult.EXEMPT,
    RequirementResult.UNANSWERED,
)

MUSTS = [
    # sentence, what differs, must, result, advice
    ("Søker må være over 18 år", {"age": 18}, "age", MET, Advice.GRANT),
    ("Søker må være over 18 år", {"age": 17}, "age", NOT_MET, Advice.REFUSE),
    ("en ukjent fødselsdato er ikke en alder", {"age": None}, "age", OPEN, Advice.INCOMPLETE),
    ("registrert med boadresse i Harstad kommune", {"resident": True}, "resident", MET, Advice.GRANT),
    ("registrert med boadresse i Harstad kommune", {"resident": False}, "resident", NOT_MET, Advice.REFUSE),
    (
        "Kravet om boadresse gjelder ikke flyktninger",
        {"resident": False, "target_group": TargetGroup.REFUGEE},
        "resident",
        EXEMPT,
        Advice.GRANT,
    ),
    (
        "og ansatte i Harstad kommune",
        {"resident": False, "target_group": TargetGroup.EMPLOYEE},
        "resident",
        EXEMPT,
        Advice.GRANT,
    ),
    (
        "kravet om alder gjelder også flyktninger",
        {"age": 17, "target_group": TargetGroup.REFUGEE},
        "age",
        NOT_MET,
        Advice.REFUSE,
    ),
    (
        "uten mulighet til å skaffe seg egnet bolig på egen hånd i det private marked",
        {"answers": {"private_market": False, "present_home": True}},
        "private_market",
        NOT_MET,
        Advice.REFUSE,
    ),
    (
        "nåværende bolig være uegnet eller svært utilfredsstillende",
        {"answers": {"private_market": True, "present_home": False}},
        "present_home",
        NOT_MET,
        Advice.REFUSE,
    ),
    (
        "det som ikke er besvart, er ikke oppfylt",
        {"answers": {"private_market": True}},
        "present_home",
        OPEN,
        Advice.INCOMPLETE,
    ),
]


@pytest.mark.parametrize(("sentence", "differs", "must", "result", "advice"), MUSTS)
def test_musts(sentence: str, differs: dict[str, object], must: str, result: RequirementResult, advice: Advice) -> None:
    verdict = assess(replace(FACTS, **differs), POLICY)
    found = {one.requirement.code: one.result for one in verdict.requirements}
    assert (found[must], verdict.advice) == (result, advice), sentence


WEIGHED = [
    ("særskilt behov for en stabil bosituasjon", {"stability": "particular"}, 3),
    ("et svært stort behov veier mer", {"stability": "pressing"}, 5),
    ("Søkers boevne må vurderes", {"living_skills": "not_yet"}, -2),
    ("takket nei uten begrunnet årsak", {"refused_offers": "once"}, 0),
    ("flere ganger", {"refused_offers": "several"}, -1),
    ("tidligere har misligholdt", {"breaches": "some"}, -1),
    ("mislighold som er gjort opp, teller ikke", {"breaches": "settled"}, 1),
]


@pytest.mark.parametrize(("sentence", "levels", "score"), WEIGHED)
def test_factors_are_weighed_and_refuse_nobody_by_themselves(sentence: str, levels: dict[str, str], score: int) -> None:
    verdict = assess(replace(FACTS, levels=LEVELS | levels), POLICY)
    assert (verdict.score, verdict.advice) == (score, Advice.GRANT), sentence
    assert sum(one.points for one in verdict.factors) == score


@pytest.mark.parametrize(
    ("sentence", "barred", "advice"),
    [
        ("Grovt mislighold vil medføre at søker ikke får tildelt ny bolig", True, Advice.REFUSE),
        ("et menneske svarer på om det er grovt", None, Advice.INCOMPLETE),
        ("og svarer nei der det ikke er det", False, Advice.GRANT),
    ],
)
def test_the_bar(sentence: str, barred: bool | None, advice: Advice) -> None:
    assert assess(replace(FACTS, barred=barred), POLICY).advice is advice, sentence


def test_a_grant_needs_every_answer_and_says_which_are_missing() -> None:
    verdict = assess(replace(FACTS, levels={"stability": "ordinary"}, answers={}), POLICY)
    assert verdict.advice is Advice.INCOMPLETE
    assert verdict.unanswered == (
        "Uten mulighet til å skaffe seg egnet bolig på egen hånd i det private markedet",
        "Nåværende bolig er uegnet eller svært utilfredsstillende",
        "Boevne",
        "Tidligere tilbud om kommunal bolig",
        "Tidligere leieforhold til kommunen",
    )


def test_a_level_that_the_rulebook_no_longer_has_counts_as_no_answer() -> None:
    verdict = assess(replace(FACTS, levels=LEVELS | {"breaches": "gone", "unknown": "some"}), POLICY)
    assert (verdict.advice, verdict.score) == (Advice.INCOMPLETE, 1)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 11, 22), date(2026, 11, 21), 17),
        (date(2008, 11, 22), date(2026, 11, 22), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2026, 11, 22), date(2026, 11, 22), 0),
        (None, date(2026, 11, 22), None),
    ],
)
def test_age_is_whole_years_on_the_day(born: date | None, day: date, age: int | None) -> None:
    assert age_on(born, day) == age
