"""The rulebook as values: what differs between municipalities, read from data (design section 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rules import keeping_policy, letting_policy, partner_policy, policy, reading
from rules.appeals import AppealLimits
from rules.arrears import Rung
from rules.keeping_policy import Keeping
from rules.lease_terms import ExpiryLimits
from rules.letting_policy import Letting
from rules.partner_policy import Partnering
from rules.policy import Policy
from rules.reading import RulebookInvalid
from rules.slow_cases import SlowLimits
from rules.terms import AppealBody, ArrearsStep, LegalBasis, Urgency

__all__ = ["RulebookInvalid", "Rules", "parse"]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The values of one rulebook version that rules and jobs go by."""

    number: int
    title: str
    appeal_weeks: int
    posting_days: int
    answer_days: int
    appeal: AppealLimits
    slow: SlowLimits
    lease_expiry: ExpiryLimits
    agreement_expiry: ExpiryLimits
    ladder: tuple[Rung, ...]
    appeal_bodies: Mapping[LegalBasis, AppealBody]
    referral_percent: int
    small_project_homes: int
    policy: Policy
    letting: Letting
    keeping: Keeping
    partnering: Partnering


def parse(number: int, content: Mapping[str, Any]) -> Rules:
    """Read one version's data; raises RulebookInvalid for the first value that is missing or of the wrong sort."""
    near = _months(content, "reminders.lease_months")
    agreement = _months(content, "reminders.agreement_months")
    return Rules(
        number=number,
        title=reading.text(content, "title", longest=policy.LABEL),
        appeal_weeks=reading.count(content, "deadlines.appeal_weeks"),
        posting_days=reading.count(content, "deadlines.posting_days"),
        answer_days=reading.count(content, "deadlines.answer_days"),
        appeal=_appeal_limits(content),
        slow=SlowLimits(
            reading.count(content, "deadlines.slow_months"), reading.count(content, "deadlines.very_slow_months")
        ),
        lease_expiry=ExpiryLimits(*near, reading.count(content, "reminders.lease_open_ended_months")),
        agreement_expiry=ExpiryLimits(*agreement, None),
        ladder=tuple(_rung(content, index) for index in range(len(reading.value(content, "arrears", list)))),
        appeal_bodies={
            basis: reading.term(content, f"appeal_bodies.{basis.value}", AppealBody) for basis in LegalBasis
        },
        referral_percent=reading.positive(content, "quota.referral_percent"),
        small_project_homes=reading.count(content, "quota.small_project_homes"),
        policy=policy.read(content),
        letting=letting_policy.read(content),
        keeping=keeping_policy.read(content),
        partnering=partner_policy.read(content),
    )


def filled(held: Mapping[str, Any], default: Mapping[str, Any]) -> dict[str, Any]:
    """One version's data with what it lacks: tables filled in key by key; a list is somebody's decision as a whole."""
    found = dict(held)
    for key, value in default.items():
        if key not in held:
            found[key] = value
        elif isinstance(value, dict) and isinstance(held[key], dict):
            found[key] = filled(held[key], value)
    return found


def _appeal_limits(content: Mapping[str, Any]) -> AppealLimits:
    # The numbers here stand in for what a version published before the step had a number lacks.
    return AppealLimits(
        reassessment_days=reading.count(content, "deadlines.reassessment_days"),
        soon_days=reading.count(content, "reminders.appeal_soon_days"),
        deferral_days=reading.count(content, "deadlines.deferral_days", 5),
        telling_days=reading.count(content, "deadlines.telling_days", 3),
        follow_up_days=reading.count(content, "deadlines.appeal_follow_up_days", 60),
    )


def _rung(content: Mapping[str, Any], index: int) -> Rung:
    at = f"arrears.{index}"
    return Rung(
        step=reading.term(content, f"{at}.step", ArrearsStep),
        after_days=reading.count(content, f"{at}.after_days"),
        urgency=reading.term(content, f"{at}.urgency", Urgency),
        source=reading.text(content, f"{at}.source"),
        days_to_pay=reading.count(content, f"{at}.days_to_pay", missing=0),
    )


def _months(content: Mapping[str, Any], path: str) -> tuple[int, int]:
    months = reading.value(content, path, list)
    whole = all(type(month) is int and 0 <= month <= reading.MOST for month in months)
    if len(months) != 2 or not whole or months[0] <= months[1]:
        raise RulebookInvalid(path, "two_falling_numbers")
    return months[0], months[1]
