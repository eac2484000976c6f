"""The decision letter (vedtaksbrev): conclusion, grounds, what follows, the right to appeal (fvl. §§ 24, 25, 27)."""

from collections.abc import Mapping
from dataclasses import dataclass

from letters.paper import Drawn, Envelope
from rules.terms import AppealBody, ApplicationKind, DecisionOutcome, LegalBasis, RequirementResult


@dataclass(frozen=True, kw_only=True)
class DecisionLetter:
    """All that a decision letter says, from stored facts alone.

    `need` are the approved need in a few words each, `musts` label and result of each requirement, `views` the
    applicant's own words, `texts` the rulebook's paragraphs in the letter's language.
    """

    envelope: Envelope
    outcome: DecisionOutcome
    kind: ApplicationKind
    basis: LegalBasis
    appeal_body: AppealBody
    appeal_weeks: int
    reasons: str
    weighed: str
    texts: Mapping[str, str]
    dwelling_type: str | None = None
    need: tuple[str, ...] = ()
    lease_months: int | None = None
    on_list: bool = False
    musts: tuple[tuple[str, RequirementResult], ...] = ()
    views: str | None = None
    by_appeal: bool = False


def draw(letter: DecisionLetter) -> Drawn:
    """The letter as PDF."""
    raise NotImplementedError
