"""Whether a rulebook may be kept and published: complete, nothing misspelt, and no part at odds with another."""

from collections.abc import Mapping
from difflib import get_close_matches
from string import Formatter
from typing import Any

from rules import policy, reading, rulebook
from rules.partner_policy import Partnering
from rules.policy import Policy
from rules.reading import RulebookInvalid, Tracked
from rules.rulebook import Rules
from rules.terms import PrioritySort, ResultSort

LEAST_APPEAL_WEEKS = 3  # fvl. § 29
MOST_MONTHS_WITHOUT_REPLY = 1  # fvl. § 11 a
LEAST_REFERRAL_YEARS, LEAST_ALLOCATION_YEARS = 20, 30  # regulation on loans from Husbanken § 3-2
NOTED_BEFORE_SIGNING = ("housing_bank", "trained")  # S000, with these sorts
SORTS_BEFORE_SIGNING = (
    ResultSort.NEED_OVERVIEW, ResultSort.MANDATE, ResultSort.ANNOUNCEMENT, ResultSort.BIDS, ResultSort.CHOICE,
)  # fmt: skip
MOST_REFERRED_PERCENT, MOST_SMALL_HOMES = 40, 5  # regulation on loans from Husbanken § 3-2: fewer than five
LIKE = 0.85  # from here on a name is taken for another one misspelt


def check(number: int, content: Mapping[str, Any]) -> Rules:
    """Read one version's data as `parse` does, and refuse what a person must have meant otherwise.

    Raises RulebookInvalid for the first fault.
    """
    tracked = Tracked(content)
    try:
        rules = rulebook.parse(number, tracked)
    except RulebookInvalid as error:
        misspelt = _misspelt(tracked, error.where) if error.reason == "missing" else None
        raise RulebookInvalid(misspelt, "unused") if misspelt else error from None
    for path in tracked.unread():
        raise RulebookInvalid(path, "unused")
    _check_deadlines(rules)
    _check_partnering(rules.partnering)
    _check_ladder(rules)
    _check_policy(rules.policy)
    _check_letting(rules)
    _check_letters(rules.policy)
    return rules


def _misspelt(content: Tracked, where: str) -> str | None:
    """What stands beside the missing value under a name much like it."""
    table, _, name = where.rpartition(".")
    held = reading.value(content, table, dict, {}) if table else content
    beside = [str(key) for key in held if f"{table}.{key}".removeprefix(".") not in content.asked]
    near = get_close_matches(name, beside, 1, LIKE)
    return f"{table}.{near[0]}".removeprefix(".") if near else None


def _check_deadlines(rules: Rules) -> None:
    if rules.appeal_weeks < LEAST_APPEAL_WEEKS:
        raise RulebookInvalid("deadlines.appeal_weeks", "below_law")
    if rules.slow.slow_months > MOST_MONTHS_WITHOUT_REPLY:
        raise RulebookInvalid("deadlines.slow_months", "above_law")
    if rules.slow.very_slow_months < rules.slow.slow_months:
        raise RulebookInvalid("deadlines.very_slow_months", "before_slow")
    if rules.referral_percent > MOST_REFERRED_PERCENT:
        raise RulebookInvalid("quota.referral_percent", "above_loan_rules")
    if rules.small_project_homes > MOST_SMALL_HOMES:
        raise RulebookInvalid("quota.small_project_homes", "above_loan_rules")


def _check_partnering(held: Partnering) -> None:
    """What no rulebook that is published goes below; one that was published before is read as it stands (ADR 17)."""
    if held.referral_years < LEAST_REFERRAL_YEARS:
        raise RulebookInvalid("agreements.referral_years", "below_loan_rules")
    if held.allocation_years < LEAST_ALLOCATION_YEARS:
        raise RulebookInvalid("agreements.allocation_years", "below_loan_rules")
    required = [one for one in held.results if one.required]
    asked = {one.code for one in required} | {one.sort for one in required}
    if not {*NOTED_BEFORE_SIGNING, *SORTS_BEFORE_SIGNING} <= asked:
        raise RulebookInvalid("procurement_results", "results_lacking")


def _check_ladder(rules: Rules) -> None:
    for at, rung in enumerate(rules.ladder):
        earlier = rules.ladder[:at]
        if rung.step in {one.step for one in earlier}:
            raise RulebookInvalid(f"arrears.{at}.step", "twice")
        if earlier and rung.after_days < earlier[-1].after_days:
            raise RulebookInvalid(f"arrears.{at}.after_days", "earlier_than_before")


def _check_policy(held: Policy) -> None:
    for name in ("requirements", "factors", "priority"):
        if not getattr(held, name):
            raise RulebookInvalid(name, "empty")
    looked_at = [(one.sort, one.factor) for one in held.priority]
    for at, one in enumerate(looked_at):
        if one in looked_at[:at]:
            raise RulebookInvalid(f"priority.{at}.{'factor' if one[0] is PrioritySort.FACTOR else 'sort'}", "twice")
    if held.deciding.agencies > held.deciding.quorum:
        raise RulebookInvalid("committee.agencies", "more_than_quorum")


def _check_letting(rules: Rules) -> None:
    if not rules.letting.checklist:
        raise RulebookInvalid("candidate_checklist", "empty")  # S004 step 5: the need is documented
    if rules.letting.short_term_months >= rules.policy.lease_months:
        raise RulebookInvalid("contract.short_term_months", "not_shorter")


def _check_letters(held: Policy) -> None:
    for language, texts in held.texts.items():
        for code, text in texts.items():
            where = f"letters.{language}.{code}"
            try:
                named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
            except ValueError:
                raise RulebookInvalid(where, "loose_brace") from None
            if named - policy.PLACEHOLDERS:
                raise RulebookInvalid(where, "unknown_placeholder")
