"""The rulebook as values: what differs between municipalities, read from data (design section 4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from rules.appeals import AppealLimits
from rules.arrears import ArrearsStep, Rung
from rules.errors import HusromError
from rules.lease_terms import ExpiryLimits
from rules.slow_cases import SlowLimits
from rules.terms import AppealBody, LegalBasis, Term, Urgency

T = TypeVar("T", bound=Term)


@dataclass(eq=False)
class RulebookInvalid(HusromError):
    """The rulebook's data does not hold: where in it (dotted path) and the reason's code."""

    where: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The values of one rulebook version that rules and jobs go by."""

    number: int
    appeal_weeks: int
    posting_days: int
    appeal: AppealLimits
    slow: SlowLimits
    lease_expiry: ExpiryLimits
    agreement_expiry: ExpiryLimits
    ladder: tuple[Rung, ...]
    appeal_bodies: Mapping[LegalBasis, AppealBody]
    referral_percent: int
    small_project_homes: int


def parse(number: int, content: Mapping[str, Any]) -> Rules:
    """Read one version's data; raises RulebookInvalid for the first value that is missing or of the wrong sort."""
    near = _months(content, "reminders.lease_months")
    agreement = _months(content, "reminders.agreement_months")
    return Rules(
        number=number,
        appeal_weeks=_count(content, "deadlines.appeal_weeks"),
        posting_days=_count(content, "deadlines.posting_days"),
        appeal=AppealLimits(
            _count(content, "deadlines.reassessment_days"), _count(content, "reminders.appeal_soon_days")
        ),
        slow=SlowLimits(_count(content, "deadlines.slow_months"), _count(content, "deadlines.very_slow_months")),
        lease_expiry=ExpiryLimits(*near, _count(content, "reminders.lease_open_ended_months")),
        agreement_expiry=ExpiryLimits(*agreement, None),
        ladder=tuple(_rung(content, index) for index in range(len(_value(content, "arrears", list)))),
        appeal_bodies={basis: _term(content, f"appeal_bodies.{basis.value}", AppealBody) for basis in LegalBasis},
        referral_percent=_count(content, "quota.referral_percent"),
        small_project_homes=_count(content, "quota.small_project_homes"),
    )


def _rung(content: Mapping[str, Any], index: int) -> Rung:
    at = f"arrears.{index}"
    return Rung(
        step=_term(content, f"{at}.step", ArrearsStep),
        after_days=_count(content, f"{at}.after_days"),
        urgency=_term(content, f"{at}.urgency", Urgency),
        source=_value(content, f"{at}.source", str),
        days_to_pay=_count(content, f"{at}.days_to_pay", missing=0),
    )


def _months(content: Mapping[str, Any], path: str) -> tuple[int, int]:
    months = _value(content, path, list)
    if len(months) != 2 or not all(isinstance(month, int) for month in months) or months[0] <= months[1]:
        raise RulebookInvalid(path, "two_falling_numbers")
    return months[0], months[1]


def _count(content: Mapping[str, Any], path: str, missing: int | None = None) -> int:
    number = _value(content, path, int, missing)
    if number < 0:
        raise RulebookInvalid(path, "negative")
    return int(number)


def _term(content: Mapping[str, Any], path: str, term: Callable[[Any], T]) -> T:
    try:
        return term(_value(content, path, str))
    except ValueError:
        raise RulebookInvalid(path, "unknown_word") from None


def _value(content: Mapping[str, Any], path: str, sort: type, missing: Any = None) -> Any:
    found: Any = content
    for part in path.split("."):
        try:
            found = found[int(part)] if isinstance(found, list) else found[part]
        except (KeyError, IndexError, TypeError, ValueError):
            if missing is None:
                raise RulebookInvalid(path, "missing") from None
            return missing
    if not isinstance(found, sort) or isinstance(found, bool):
        raise RulebookInvalid(path, "wrong_sort")
    return found
