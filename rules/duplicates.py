"""When two records of the register may be one person, and when they may be merged (design section 3)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from rules.errors import MergeRefused
from rules.terms import ApplicationKind, IdentityKind, Likeness

FULL = frozenset({IdentityKind.NATIONAL, IdentityKind.SYNTHETIC})
"""Numbers that a person keeps for life; a D-number is replaced by one of them."""


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """What tells persons apart; `name` is the sort key. What is blank is None and never equals another blank."""

    name: str | None
    born_on: date | None = None
    number: str | None = None
    number_kind: IdentityKind | None = None
    phone: str | None = None
    email: str | None = None


def likenesses(one: PersonFacts, other: PersonFacts) -> tuple[Likeness, ...]:
    """Why the two may be one person, the surest reason first; empty where nothing says so."""
    if _same(one.number, other.number):
        return (Likeness.NUMBER,)
    if (_full(one) and _full(other)) or not _same(one.name, other.name):
        return ()
    found = []
    if _same(one.born_on, other.born_on):
        changed = IdentityKind.D_NUMBER in (one.number_kind, other.number_kind) and one.number and other.number
        found.append(Likeness.NEW_NUMBER if changed else Likeness.NAME_AND_BIRTH)
    elif one.born_on and other.born_on:
        return ()  # two days of birth: a parent and a child may share name and telephone
    found += [Likeness.PHONE] if _same(one.phone, other.phone) else []
    found += [Likeness.EMAIL] if _same(_folded(one.email), _folded(other.email)) else []
    return tuple(found)


def _same(one: object, other: object) -> bool:
    return bool(one) and one == other


def _folded(text: str | None) -> str | None:
    return text.lower() if text else None


def _full(person: PersonFacts) -> bool:
    return bool(person.number) and person.number_kind in FULL


@dataclass(frozen=True, kw_only=True)
class MergeFacts:
    """One of two persons to be merged, with all that is merged into them: full numbers, kinds of open applications.

    `accepted_offer` = they have said yes to a dwelling, and have no lease for it yet.
    """

    id: str
    merged: bool
    numbers: Collection[str] = ()
    open_kinds: Collection[ApplicationKind] = ()
    accepted_offer: bool = False


def check_merge(one: MergeFacts, other: MergeFacts) -> None:
    """Raise MergeRefused (same, merged, other_number, both_open, offers) unless the two may become one."""
    refused = {
        "same": one.id == other.id,
        "merged": one.merged or other.merged,
        "other_number": len({*one.numbers, *other.numbers}) > 1,
        "both_open": bool(set(one.open_kinds) & set(other.open_kinds)),
        "offers": one.accepted_offer and other.accepted_offer,
    }
    for why, holds in refused.items():
        if holds:
            raise MergeRefused(why)
