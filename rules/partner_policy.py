"""What a rulebook says of homes that others own: procurement, agreements, referrals, the overview of the need."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rules import reading
from rules.policy import LABEL
from rules.reading import RulebookInvalid
from rules.terms import AgreementKind, DutyParty, Phase, ResultSort

WHOLE = 100  # what the weights of the criteria add up to
MOST_YEARS, MOST_VALID_DAYS = 99, 92  # of an agreement, and of a referral


@dataclass(frozen=True, kw_only=True)
class WantedResult:
    """A result that a phase is to have; one that is not required is a point of the checklist."""

    phase: Phase
    code: str
    label: str
    sort: ResultSort
    required: bool
    source: str = ""
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class BidCriterion:
    """What bids are scored by, and its weight in hundredths."""

    code: str
    label: str
    weight: int
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class UsualDuty:
    """A duty that a new agreement of the kinds gets: first after so many months, then every so many (0 = once)."""

    code: str
    label: str
    party: DutyParty
    first_months: int
    every_months: int
    kinds: frozenset[AgreementKind]


@dataclass(frozen=True, kw_only=True)
class Area:
    """A part of the municipality that the need is counted for, by postcode."""

    label: str
    postcodes: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Partnering:
    """How one municipality finds and follows homes that private landlords let (S000, domain 4)."""

    chief_executive_decides: bool
    most_points: int
    results: tuple[WantedResult, ...]
    criteria: tuple[BidCriterion, ...]
    duties: tuple[UsualDuty, ...]
    areas: tuple[Area, ...]
    short_months: int
    long_months: int
    referral_years: int
    allocation_years: int
    unused_months: int
    duty_soon_days: int
    approach_days: int
    answer_days: int
    least_answer_days: int
    valid_days: int
    lease_months: int
    key_days: int

    def wanted_of(self, phase: Phase) -> tuple[WantedResult, ...]:
        """The results of one phase, in the rulebook's order."""
        return tuple(one for one in self.results if one.phase is phase)

    def years_of(self, kind: AgreementKind) -> int | None:
        """How long a referral or allocation agreement lasts from pay-out of the loan; None for other kinds."""
        usual = {AgreementKind.REFERRAL: self.referral_years, AgreementKind.ALLOCATION: self.allocation_years}
        return usual.get(kind)

    def area_of(self, postcode: str) -> str:
        """The label of the area that the postcode belongs to; empty where it belongs to none."""
        return next((area.label for area in self.areas if postcode in area.postcodes), "")


COUNTS = {  # field of Partnering → its place in the rulebook
    "duty_soon_days": "agreements.duty_soon_days",
    "approach_days": "procurement.approach_days",
    "least_answer_days": "referrals.least_answer_days",
}
POSITIVE = {
    "most_points": "procurement.most_points",
    "short_months": "need.short_months",
    "long_months": "need.long_months",
    "referral_years": "agreements.referral_years",
    "allocation_years": "agreements.allocation_years",
    "unused_months": "agreements.unused_months",
    "answer_days": "referrals.answer_days",
    "valid_days": "referrals.valid_days",
    "lease_months": "referrals.lease_months",
    "key_days": "partners.key_days",
}
PATHS = COUNTS | POSITIVE


def read(content: Mapping[str, Any]) -> Partnering:
    """Read these parts of one version's data; raises RulebookInvalid."""
    found = Partnering(
        chief_executive_decides=bool(reading.value(content, "procurement.chief_executive_decides", bool)),
        results=_results(content),
        criteria=_criteria(content),
        duties=_duties(content),
        areas=_areas(content),
        **{name: reading.count(content, path) for name, path in COUNTS.items()},
        **{name: reading.positive(content, path) for name, path in POSITIVE.items()},
    )
    _check(found)
    return found


def _check(found: Partnering) -> None:
    """Refuse numbers that no agreement, notice or referral could keep."""
    if found.long_months <= found.short_months:
        raise RulebookInvalid("need.long_months", "too_small")
    if found.answer_days < found.least_answer_days:
        raise RulebookInvalid("referrals.answer_days", "below_least")
    for path, value, most in (
        ("agreements.referral_years", found.referral_years, MOST_YEARS),
        ("agreements.allocation_years", found.allocation_years, MOST_YEARS),
        ("referrals.valid_days", found.valid_days, MOST_VALID_DAYS),
    ):
        if value > most:
            raise RulebookInvalid(path, "too_large")


def _results(content: Mapping[str, Any]) -> tuple[WantedResult, ...]:
    at = "procurement_results"
    found = tuple(
        WantedResult(
            phase=reading.term(content, f"{path}.phase", Phase),
            code=reading.code(content, f"{path}.code"),
            label=reading.text(content, f"{path}.label", longest=LABEL),
            sort=reading.term(content, f"{path}.sort", ResultSort),
            required=bool(reading.value(content, f"{path}.required", bool)),
            source=reading.text(content, f"{path}.source", "", longest=LABEL),
            help=reading.text(content, f"{path}.help", ""),
        )
        for path in reading.paths(content, at)
    )
    reading.unique([one.code for one in found], at)
    return found


def _criteria(content: Mapping[str, Any]) -> tuple[BidCriterion, ...]:
    at = "bid_criteria"
    found = tuple(
        BidCriterion(
            code=reading.code(content, f"{path}.code"),
            label=reading.text(content, f"{path}.label", longest=LABEL),
            weight=reading.positive(content, f"{path}.weight"),
            help=reading.text(content, f"{path}.help", ""),
        )
        for path in reading.paths(content, at)
    )
    reading.unique([one.code for one in found], at)
    if sum(one.weight for one in found) != WHOLE:
        raise RulebookInvalid(at, "weights_not_whole")
    return found


def _duties(content: Mapping[str, Any]) -> tuple[UsualDuty, ...]:
    at = "agreement_duties"
    found = tuple(
        UsualDuty(
            code=reading.code(content, f"{path}.code"),
            label=reading.text(content, f"{path}.label", longest=LABEL),
            party=reading.term(content, f"{path}.party", DutyParty),
            first_months=reading.count(content, f"{path}.first_months"),
            every_months=reading.count(content, f"{path}.every_months"),
            kinds=frozenset(reading.terms(content, f"{path}.kinds", AgreementKind)),
        )
        for path in reading.paths(content, at)
    )
    reading.unique([one.code for one in found], at)
    return found


def _areas(content: Mapping[str, Any]) -> tuple[Area, ...]:
    found: list[Area] = []
    taken: set[str] = set()
    for path in reading.paths(content, "need.areas"):
        held = reading.value(content, f"{path}.postcodes", list)
        codes = [reading.text(content, f"{path}.postcodes.{at}", longest=4) for at in range(len(held))]
        for at, code in enumerate(codes):
            if len(code) != 4 or not code.isascii() or not code.isdigit():
                raise RulebookInvalid(f"{path}.postcodes.{at}", "no_postcode")
            if code in taken:
                raise RulebookInvalid(f"{path}.postcodes.{at}", "twice")
            taken.add(code)
        found.append(Area(label=reading.text(content, f"{path}.label", longest=60), postcodes=frozenset(codes)))
    return tuple(found)
