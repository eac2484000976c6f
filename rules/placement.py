"""Where a payment without a match may belong: a slip of the pen in its KID, or the amount of a rent."""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.terms import Term

MOST = 8


class Suggestion(Term):
    """Why a lease is suggested."""

    KID_DIGIT = "kid_digit", "Ett siffer i KID er annerledes"
    KID_SWAPPED = "kid_swapped", "To siffer i KID har byttet plass"
    SAME_RENT = "same_rent", "Beløpet er det samme som husleien"


@dataclass(frozen=True)
class Candidate:
    """A lease that the payment might belong to; its rent in øre."""

    key: str
    kid: str
    rent_ore: int


@dataclass(frozen=True)
class Suggested:
    """A lease and all that speaks for it."""

    key: str
    reasons: tuple[Suggestion, ...]


def suggest(kid: str, amount_ore: int, candidates: Iterable[Candidate]) -> list[Suggested]:
    """The leases that something speaks for, most reasons first, a KID before an amount; eight at most.

    It is advice: a person places the payment. The order ends in the KID, so that it is always the same.
    """
    found = [(one, reasons) for one in candidates if (reasons := _reasons(kid, amount_ore, one))]
    found.sort(key=lambda pair: (-len(pair[1]), pair[1][0] is Suggestion.SAME_RENT, pair[0].kid, pair[0].key))
    return [Suggested(one.key, reasons) for one, reasons in found[:MOST]]


def near_kids(kid: str) -> list[str]:
    """Every KID that is one digit, or one swap of neighbours, away."""
    changed = {kid[:at] + digit + kid[at + 1 :] for at in range(len(kid)) for digit in "0123456789"}
    swapped = {kid[:at] + kid[at + 1] + kid[at] + kid[at + 2 :] for at in range(len(kid) - 1)}
    return sorted((changed | swapped) - {kid})


def _reasons(kid: str, amount_ore: int, candidate: Candidate) -> tuple[Suggestion, ...]:
    found = []
    if slip := _slip(kid, candidate.kid):
        found.append(slip)
    if amount_ore > 0 and amount_ore == candidate.rent_ore:
        found.append(Suggestion.SAME_RENT)
    return tuple(found)


def _slip(kid: str, other: str) -> Suggestion | None:
    """One wrong digit, or two neighbours swapped; the same KID and another length are neither."""
    if len(kid) != len(other):
        return None
    differing = [at for at, (mine, theirs) in enumerate(zip(kid, other, strict=True)) if mine != theirs]
    if len(differing) == 1:
        return Suggestion.KID_DIGIT
    if len(differing) == 2 and differing[1] == differing[0] + 1:
        first, second = differing
        swapped = kid[first] == other[second] and kid[second] == other[first]
        return Suggestion.KID_SWAPPED if swapped else None
    return None
