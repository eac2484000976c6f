"""What an agreement with a landlord must hold, and how its dates follow each other (domain 4.1, regulation § 3-2)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rules import identifiers
from rules.deadlines import add_months
from rules.partner_policy import Partnering
from rules.terms import AgreementKind, AgreementState

RIGHTS = frozenset({AgreementKind.REFERRAL, AgreementKind.ALLOCATION})
"""Those that give a right to point out or assign tenants: procured, under a ceiling, with a quota and a loan."""

BY_HAND = (AgreementKind.COOPERATION, AgreementKind.HEAD_LEASE, AgreementKind.COOP)
"""Those that are drafted without a procurement."""

STANDING = (AgreementState.SIGNED, AgreementState.REGISTERED, AgreementState.IN_FORCE)
LEAST_COOP, COOP_PART = 5, 10  # burettslagslova § 4-2: shares, and the part that public bodies may own
NOT_STANDING = (AgreementState.DRAFT, AgreementState.ENDED)
NEEDS_HOMES = RIGHTS | {AgreementKind.HEAD_LEASE, AgreementKind.COOP}
NEEDS_YEARS = RIGHTS | {AgreementKind.HEAD_LEASE}
NEEDS_PROJECT = RIGHTS | {AgreementKind.COOPERATION}
TITLE = re.compile(r"[1-9][0-9]{0,4}/[1-9][0-9]{0,4}(/[0-9]{1,4}){0,2}")  # gnr/bnr, then fnr and snr (Matrikkelen)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a draft says, by the facts that rules look at."""

    kind: AgreementKind
    has_project: bool
    homes: int | None = None
    years: int | None = None
    coop_organisation_number: str | None = None
    coop_shares: int | None = None
    coop_total: int | None = None


def draft_problems(draft: Draft) -> dict[str, str]:
    """What a draft lacks or has too much of (field → code)."""
    return dict(_draft_problems(draft))


def _draft_problems(draft: Draft) -> Iterator[tuple[str, str]]:
    if draft.kind in NEEDS_PROJECT and not draft.has_project:
        yield "project", "missing_value"
    if draft.kind in NEEDS_HOMES and not draft.homes:
        yield "homes", "missing_value"
    if draft.kind in NEEDS_YEARS and not draft.years:
        yield "years", "missing_value"
    yield from _coop_problems(draft)


def _coop_problems(draft: Draft) -> Iterator[tuple[str, str]]:
    if draft.kind is AgreementKind.COOP:
        number = draft.coop_organisation_number
        if not number:
            yield "coop_organisation_number", "missing_value"
        elif not _is_organisation_number(number):
            yield "coop_organisation_number", "not_organisation_number"
        if not draft.coop_shares:
            yield "coop_shares", "missing_value"
        if not draft.coop_total:
            yield "coop_total", "missing_value"
        elif draft.coop_shares and draft.coop_shares > draft.coop_total:
            yield "coop_shares", "more_than_coop"
    elif draft.coop_organisation_number or draft.coop_shares or draft.coop_total:
        yield "coop_organisation_number", "not_coop"


def _is_organisation_number(text: str) -> bool:
    try:
        return identifiers.organisation_number(text) == text
    except identifiers.InvalidIdentifier:
        return False


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The days of an agreement; None where it has not come so far."""

    signed_on: date | None = None
    registered_on: date | None = None
    paid_out_on: date | None = None
    chosen_on: date | None = None  # when its landlord was chosen, where it was procured
    registers: bool = False  # pay-out asks for registration: not for those from before Husrom


def dates_problems(dates: Dates, today: date) -> dict[str, str]:
    """What is wrong with the order of the days (field of the agreement → code); a day that is none is no problem."""
    found: dict[str, str] = {}
    order = (
        ("signed_on", dates.signed_on, dates.chosen_on, "before_choice"),
        ("registered_on", dates.registered_on, dates.signed_on, "before_signed"),
        ("loan_paid_out_on", dates.paid_out_on, dates.registered_on or dates.signed_on, "before_registered"),
    )
    for name, day, earlier, code in order:
        if day is not None and day > today:
            found[name] = "future"
        elif day is not None and earlier is not None and day < earlier:
            found[name] = code
    return found


def title_reference(text: str) -> str | None:
    """The property by its numbers in the cadastre, without spaces: gnr/bnr, and fnr/snr where it has them.

    Several properties are told with commas between. None where it is not of that form.
    """
    every = ["".join(one.split()) for one in text.split(",")]
    return ", ".join(every) if all(TITLE.fullmatch(one) for one in every) else None


def ends_on(kind: AgreementKind, years: int | None, dates: Dates) -> date | None:
    """The last day of the term: years from pay-out for a right (None before it), from signature for others."""
    start = dates.paid_out_on if kind in RIGHTS and dates.registers else dates.paid_out_on or dates.signed_on
    return add_months(start, 12 * years) if start and years else None


def holds_many_shares(shares: int, total: int) -> bool:
    """Whether public bodies hold more of a borettslag's shares than they may without leave of its articles.

    At least one and up to a tenth, where it has five or more; up to a fifth more if the articles allow (burettslagslova
    §§ 4-2 and 4-3). What the articles say and what others hold is for a person to look at.
    """
    return total >= LEAST_COOP and shares > max(1, total // COOP_PART)


def term_problems(kind: AgreementKind, years: int | None, policy: Partnering) -> dict[str, str]:
    """A right to homes has its years, and no fewer than the regulation gives it (regulation § 3-2)."""
    least = policy.years_of(kind)
    if kind not in RIGHTS or least is None:
        return {}
    if years is None:
        return {"years": "missing_value"}
    return {"years": "under_term"} if years < least else {}


def is_unusual(kind: AgreementKind, years: int | None, policy: Partnering) -> bool:
    """Whether a right lasts another time than the regulation gives it: told on the agreement, and no hindrance."""
    return kind in RIGHTS and years not in (None, policy.years_of(kind))


def state_of(dates: Dates) -> AgreementState:
    """Where an agreement that runs stands by its days."""
    if dates.signed_on is None:
        return AgreementState.DRAFT
    if dates.paid_out_on is not None or not dates.registers:
        return AgreementState.IN_FORCE
    return AgreementState.SIGNED if dates.registered_on is None else AgreementState.REGISTERED


def tells_share(share: Fraction) -> str:
    """A share of homes in per cent with one decimal, rounded down: «33,3 %»."""
    tenths = share.numerator * 1000 // share.denominator
    return f"{tenths // 10},{tenths % 10} %"
