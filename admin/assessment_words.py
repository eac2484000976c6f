"""An assessment in words: why each must came out as it did, what each factor came to, and what is different now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from admin import formats
from models import Application
from models.assessment import Assessment
from rules import frozen
from rules.eligibility import CaseFacts, RequirementVerdict, Verdict
from rules.frozen import Difference
from rules.terms import Advice, RequirementResult, RequirementSort

HUMAN_DECIDES = "Poengsummen er et råd – et menneske avgjør."
POINTS_TO = {
    Advice.GRANT: "Regelboken peker mot å innvilge",
    Advice.REFUSE: "Regelboken peker mot avslag",
    Advice.INCOMPLETE: "Ikke ferdig vurdert",
}
TONES = {Advice.GRANT: "good", Advice.REFUSE: "bad", Advice.INCOMPLETE: "waiting"}
RESULT_TONES = {
    RequirementResult.MET: "good",
    RequirementResult.EXEMPT: "good",
    RequirementResult.NOT_MET: "bad",
    RequirementResult.UNANSWERED: "waiting",
}
FACTS: Sequence[tuple[str, Callable[[CaseFacts], str]]] = (
    ("Bosituasjon", lambda facts: facts.situation.label),
    ("Målgruppe", lambda facts: facts.target_group.label),
    ("Barn i husstanden", lambda facts: str(facts.children)),
)
IN_OUTCOME = frozenset({"Poengsum", "Regelboken peker mot"})  # told in one line
GROUPS = {"disadvantaged": "vanskeligstilte", "refugee": "flyktninger", "employee": "kommunalt ansatte"}


@dataclass(frozen=True)
class MustLine:
    """One must: its result, why in words, and what a person rested the answer on."""

    label: str
    help: str
    result: str
    tone: str
    why: str
    source: str


@dataclass(frozen=True)
class FactorLine:
    """One factor: the level, its points, and what a person rested it on."""

    label: str
    level: str
    points: str
    evidence: str
    source: str


@dataclass(frozen=True)
class Earlier:
    """One assessment in the history: when, by whom, what it came to, under which rulebook."""

    when: str
    by: str
    came_to: str
    points: str
    rulebook: int


def points(number: int) -> str:
    """«+2», «0», «−1»."""
    return f"+{number}" if number > 0 else formats.number(number)


def musts(verdict: Verdict, facts: CaseFacts, held: Assessment | None) -> list[MustLine]:
    """Each must as it stands; an answered one with its evidence."""
    evidence = {one.code: one.evidence for one in held.requirements} if held else {}
    return [
        MustLine(
            one.requirement.label,
            one.requirement.help,
            one.result.label,
            RESULT_TONES[one.result],
            why(one, facts) or evidence.get(one.requirement.code, ""),
            one.requirement.source,
        )
        for one in verdict.requirements
    ]


def why(one: RequirementVerdict, facts: CaseFacts) -> str:
    """Why a computed must came out as it did; empty for one that a person answers."""
    if one.result is RequirementResult.EXEMPT:
        return f"Kravet gjelder ikke {GROUPS[facts.target_group.value]}."
    if one.requirement.sort is RequirementSort.AGE:
        if facts.age is None:
            return "Fødselsdatoen til søkeren mangler. Registrer den på personen."
        return f"Søkeren er {facts.age} år. Kravet er {one.requirement.at_least}."
    if one.requirement.sort is RequirementSort.RESIDENT:
        return "Søkeren er folkeregistrert i kommunen." if facts.resident else "Søkeren er ikke folkeregistrert her."
    return ""


def factors(verdict: Verdict, held: Assessment | None) -> list[FactorLine]:
    """Each factor with its level, points and evidence."""
    evidence = {one.code: one.evidence for one in held.factors} if held else {}
    return [
        FactorLine(
            one.factor.label,
            one.level.label if one.level else "Ikke besvart",
            points(one.points),
            evidence.get(one.factor.code, ""),
            one.factor.source,
        )
        for one in verdict.factors
    ]


def came_to(advice: Advice, score: int) -> str:
    """«Regelboken peker mot å innvilge, 3 poeng»."""
    return f"{POINTS_TO[advice]}, {formats.number(score)} poeng"


def then_and_now(held: Assessment, facts: CaseFacts, verdict: Verdict) -> list[Difference]:
    """What a stale assessment rested on and came to, and what is so now."""
    then = frozen.facts_in(held.facts)
    told = [Difference(label, read(then), read(facts)) for label, read in FACTS if read(then) != read(facts)]
    outcome = Difference("Utfallet", came_to(held.advice, held.score), came_to(verdict.advice, verdict.score))
    return [outcome, *told, *(one for one in frozen.differences(held.facts, verdict) if one.label not in IN_OUTCOME)]


def history(application: Application, earlier: Sequence[Assessment]) -> list[Earlier]:
    """All assessments of the case, newest first."""
    every: list[Any] = [application.assessment, *earlier]
    return [
        Earlier(formats.moment(one.at), one.by_name, POINTS_TO[one.advice], formats.number(one.score), one.rulebook)
        for one in every
        if one is not None
    ]
