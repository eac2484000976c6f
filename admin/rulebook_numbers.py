"""The single numbers of a rulebook, and its pairs of months, by their path."""

from rules import partner_policy
from rules.keeping_policy import PATHS
from rules.rulebook import Rules


def numbers(rules: Rules) -> dict[str, int]:
    """The single numbers of a rulebook by their path."""
    return {
        "deadlines.appeal_weeks": rules.appeal_weeks,
        "deadlines.posting_days": rules.posting_days,
        "deadlines.answer_days": rules.answer_days,
        "deadlines.reassessment_days": rules.appeal.reassessment_days,
        "deadlines.telling_days": rules.appeal.telling_days,
        "deadlines.deferral_days": rules.appeal.deferral_days,
        "deadlines.appeal_follow_up_days": rules.appeal.follow_up_days,
        "deadlines.slow_months": rules.slow.slow_months,
        "deadlines.very_slow_months": rules.slow.very_slow_months,
        "reminders.appeal_soon_days": rules.appeal.soon_days,
        "reminders.lease_open_ended_months": rules.lease_expiry.open_ended_months or 0,
        "waiting_list.review_months": rules.policy.review_months,
        "leases.months": rules.policy.lease_months,
        "allocation.extra_rooms": rules.letting.extra_rooms,
        "allocation.overview_days": rules.letting.overview_days,
        "offers.answer_days": rules.letting.answer_days,
        "offers.hearing_days": rules.letting.hearing_days,
        "offers.unjustified_months": rules.letting.unjustified_months,
        "offers.unjustified_count": rules.letting.unjustified_count,
        "contract.due_day": rules.letting.due_day,
        "contract.short_term_months": rules.letting.short_term_months,
        "swaps.usual": rules.policy.swaps,
        "quota.referral_percent": rules.referral_percent,
        "quota.small_project_homes": rules.small_project_homes,
        **{path: getattr(rules.keeping, name) for name, path in PATHS.items()},
        **{path: getattr(rules.partnering, name) for name, path in partner_policy.PATHS.items()},
    }


def pairs(rules: Rules) -> dict[str, tuple[int, int]]:
    """The pairs of months of a rulebook by their path."""
    return {
        "reminders.lease_months": (rules.lease_expiry.approaching_months, rules.lease_expiry.near_months),
        "reminders.agreement_months": (rules.agreement_expiry.approaching_months, rules.agreement_expiry.near_months),
    }
