"""What a rulebook says of musts, factors, order, deciding body, steps, papers and letters (design section 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rules import reading
from rules.reading import RulebookInvalid
from rules.terms import (
    ApplicationKind,
    CaseStep,
    DecidingBody,
    HousingSituation,
    LegalBasis,
    PrioritySort,
    RequirementSort,
    TargetGroup,
)

LANGUAGES = ("nb", "nn")
LABEL = 160  # signs of a name or a source
PLACEHOLDERS = frozenset({"appeal_weeks", "appeal_body"})  # what a letter's text may leave for the case to fill in


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """A must: `at_least` is the age it asks for, `exempt` whom it does not bind."""

    code: str
    label: str
    sort: RequirementSort
    source: str
    help: str = ""
    at_least: int = 0
    exempt: frozenset[TargetGroup] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Level:
    """One answer to a factor, with what it adds to the score (it may be negative)."""

    code: str
    label: str
    points: int


@dataclass(frozen=True, kw_only=True)
class Factor:
    """Something to weigh, answered by a person with evidence."""

    code: str
    label: str
    source: str
    levels: tuple[Level, ...]
    help: str = ""

    def level(self, code: str | None) -> Level | None:
        """The level of that code."""
        return next((level for level in self.levels if level.code == code), None)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """What shuts a household out until a person says otherwise: gross breach of an earlier lease (S001)."""

    label: str
    help: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One part of the priority key, the first weighing most; `order` groups housing situations, most pressing first."""

    sort: PrioritySort
    label: str
    order: tuple[frozenset[HousingSituation], ...] = ()
    factor: str = ""


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """Who decides, by legal basis, and what makes a meeting able to."""

    bodies: Mapping[LegalBasis, DecidingBody]
    four_eyes: bool
    quorum: int
    agencies: int


@dataclass(frozen=True, kw_only=True)
class PaperRule:
    """One paper of the checklist; asked of all where no group or kind is named."""

    code: str
    label: str
    groups: frozenset[TargetGroup] = frozenset()
    kinds: frozenset[ApplicationKind] = frozenset()

    def asked_of(self, group: TargetGroup, kind: ApplicationKind) -> bool:
        """Whether an application of that kind, from that group, needs the paper."""
        return (not self.groups or group in self.groups) and (not self.kinds or kind in self.kinds)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """From application to decision as one municipality does it."""

    requirements: tuple[Requirement, ...]
    factors: tuple[Factor, ...]
    bar: Bar
    priority: tuple[Criterion, ...]
    deciding: Deciding
    step_days: Mapping[CaseStep, int]
    review_months: int
    lease_months: int
    swaps: int
    papers: tuple[PaperRule, ...]
    texts: Mapping[str, Mapping[str, str]]  # language → code of the paragraph → text

    def requirement(self, code: str) -> Requirement | None:
        """The must of that code."""
        return next((one for one in self.requirements if one.code == code), None)

    def factor(self, code: str) -> Factor | None:
        """The factor of that code."""
        return next((one for one in self.factors if one.code == code), None)


def read(content: Mapping[str, Any]) -> Policy:
    """Read the policy of one version's data; raises RulebookInvalid."""
    factors = tuple(_factor(content, path) for path in reading.paths(content, "factors"))
    reading.unique([one.code for one in factors], "factors")
    requirements = tuple(_requirement(content, path) for path in reading.paths(content, "requirements"))
    reading.unique([one.code for one in requirements], "requirements")
    papers = tuple(_paper(content, path) for path in reading.paths(content, "papers"))
    reading.unique([one.code for one in papers], "papers")
    return Policy(
        requirements=requirements,
        factors=factors,
        bar=Bar(**{name: reading.text(content, f"bar.{name}") for name in ("label", "help", "source")}),
        priority=tuple(_criterion(content, path, factors) for path in reading.paths(content, "priority")),
        deciding=_deciding(content),
        step_days={step: reading.count(content, f"steps.{step.value}") for step in CaseStep},
        review_months=reading.positive(content, "waiting_list.review_months"),
        lease_months=reading.positive(content, "leases.months"),
        swaps=reading.count(content, "swaps.usual"),
        papers=papers,
        texts={language: _texts(content, language) for language in LANGUAGES},
    )


def _requirement(content: Mapping[str, Any], at: str) -> Requirement:
    sort = reading.term(content, f"{at}.sort", RequirementSort)
    return Requirement(
        code=reading.code(content, f"{at}.code"),
        label=reading.text(content, f"{at}.label", longest=LABEL),
        sort=sort,
        source=reading.text(content, f"{at}.source", longest=LABEL),
        help=reading.text(content, f"{at}.help", ""),
        at_least=reading.count(content, f"{at}.at_least") if sort is RequirementSort.AGE else 0,
        exempt=frozenset(reading.terms(content, f"{at}.exempt", TargetGroup)),
    )


def _factor(content: Mapping[str, Any], at: str) -> Factor:
    levels = tuple(
        Level(
            code=reading.code(content, f"{path}.code"),
            label=reading.text(content, f"{path}.label", longest=LABEL),
            points=reading.points(content, f"{path}.points"),
        )
        for path in reading.paths(content, f"{at}.levels")
    )
    if len(levels) < 2:
        raise RulebookInvalid(f"{at}.levels", "too_few")
    reading.unique([level.code for level in levels], f"{at}.levels")
    return Factor(
        code=reading.code(content, f"{at}.code"),
        label=reading.text(content, f"{at}.label", longest=LABEL),
        source=reading.text(content, f"{at}.source", longest=LABEL),
        help=reading.text(content, f"{at}.help", ""),
        levels=levels,
    )


def _criterion(content: Mapping[str, Any], at: str, factors: tuple[Factor, ...]) -> Criterion:
    sort = reading.term(content, f"{at}.sort", PrioritySort)
    factor = reading.text(content, f"{at}.factor") if sort is PrioritySort.FACTOR else ""
    if factor and factor not in {one.code for one in factors}:
        raise RulebookInvalid(f"{at}.factor", "unknown_factor")
    return Criterion(
        sort=sort,
        label=reading.text(content, f"{at}.label", longest=LABEL),
        order=_situations(content, f"{at}.order") if sort is PrioritySort.SITUATION else (),
        factor=factor,
    )


def _situations(content: Mapping[str, Any], at: str) -> tuple[frozenset[HousingSituation], ...]:
    groups = [
        reading.terms(content, f"{at}.{n}", HousingSituation) for n in range(len(reading.value(content, at, list)))
    ]
    named = [situation for group in groups for situation in group]
    if len(named) != len(set(named)):
        raise RulebookInvalid(at, "twice")
    if set(named) != set(HousingSituation):
        raise RulebookInvalid(at, "not_all_situations")
    return tuple(frozenset(group) for group in groups)


def _deciding(content: Mapping[str, Any]) -> Deciding:
    return Deciding(
        bodies={basis: reading.term(content, f"deciding.{basis.value}", DecidingBody) for basis in LegalBasis},
        four_eyes=bool(reading.value(content, "deciding.four_eyes", bool)),
        quorum=reading.positive(content, "committee.quorum"),
        agencies=reading.positive(content, "committee.agencies"),
    )


def _paper(content: Mapping[str, Any], at: str) -> PaperRule:
    return PaperRule(
        code=reading.code(content, f"{at}.code"),
        label=reading.text(content, f"{at}.label", longest=LABEL),
        groups=frozenset(reading.terms(content, f"{at}.groups", TargetGroup)),
        kinds=frozenset(reading.terms(content, f"{at}.kinds", ApplicationKind)),
    )


TEXTS = (
    "granted", "waiting_list", "extended", "lapse", "refused", "guidance", "dismissed", "withdrawn", "appeal_right",
    "appeal_how", "access", "deferred_effect", "help", "contact",
    "offer", "offer_answer", "offer_refusal", "hearing", "held_back", "good_reason",
)  # fmt: skip


def _texts(content: Mapping[str, Any], language: str) -> Mapping[str, str]:
    return {code: reading.text(content, f"letters.{language}.{code}") for code in TEXTS}
