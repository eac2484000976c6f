"""Steps toward eviction: who approves, what must be written, on which ground (tvangsfullbyrdelsesloven § 13-2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from rules.arrears_facts import NEEDS_APPROVAL
from rules.errors import ApproverAsked, BestInterestMissing, ChildrenUnanswered, MissingReason, StepHeld
from rules.terms import ArrearsEnd, ArrearsStep, Term


class EvictionGround(Term):
    """The special grounds for enforcement of § 13-2 third paragraph that an unpaid rent may rest on."""

    UNPAID_RENT = (
        "unpaid_rent",
        "Leien er ikke betalt, og leieavtalen har vedtakelse om tvangsfravikelse (§ 13-2 tredje ledd)",
    )
    EXPIRED = (
        "expired",
        "Leietiden er ute, og leieavtalen har vedtakelse om tvangsfravikelse (§ 13-2 tredje ledd)",
    )


@dataclass(frozen=True)
class Household:
    """What bears on an approval: whether children live there (None = nobody has said)."""

    children: bool | None
    best_interest: str


def grounds(*, clause: bool, rent: bool, ends_on: date | None, open_ended: bool, today: date) -> list[EvictionGround]:
    """The grounds that a petition may name today; none = it cannot be sent."""
    if not clause:
        return []
    found = [EvictionGround.UNPAID_RENT] if rent else []
    if ends_on is not None and ends_on < today and not open_ended:
        found.append(EvictionGround.EXPIRED)
    return found


def check_asking(step: ArrearsStep, household: Household, reasons: str) -> None:
    """Raise unless what an approver needs is there.

    Raises StepHeld (needs no approval), ChildrenUnanswered, BestInterestMissing (Grunnloven § 104), MissingReason.
    """
    if step not in NEEDS_APPROVAL:
        raise StepHeld(step.value, "no_approval")
    if not reasons.strip():
        raise MissingReason("arrears.ask")
    if household.children is None:
        raise ChildrenUnanswered(step.value)
    if household.children and not household.best_interest.strip():
        raise BestInterestMissing(step.value)


def check_approver(approver: str, asked_by: str) -> None:
    """Four eyes: whoever asks does not approve. Raises ApproverAsked."""
    if approver == asked_by:
        raise ApproverAsked()


def end_of(steps: Collection[ArrearsStep]) -> ArrearsEnd:
    """How a case ended whose debt is gone: averted, where steps toward eviction had been taken."""
    return ArrearsEnd.AVERTED if NEEDS_APPROVAL & set(steps) else ArrearsEnd.PAID
