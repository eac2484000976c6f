"""Deadlines, reminders and other single numbers, and the days of each step."""

from typing import Any

from wtforms import Field

from admin import formats
from admin.forms import Form
from admin.rulebook_forms.part import Content, Part, always, name, whole
from admin.rulebook_names import CASE_LIMITS, PAIRS
from admin.rulebook_names import LIMITS as LABELS
from admin.rulebook_numbers import numbers, pairs
from rules import partner_policy, rulebook
from rules.keeping_policy import POSITIVE
from rules.letting_policy import LAST_SAFE_DAY
from rules.reading import MOST as FAR
from rules.rulebook_checks import (
    LEAST_APPEAL_WEEKS,
    MOST_MONTHS_WITHOUT_REPLY,
    MOST_REFERRED_PERCENT,
    MOST_SMALL_HOMES,
)
from rules.terms import CaseStep

HELP = {
    "deadlines.appeal_weeks": "Tre uker etter forvaltningsloven § 29. Fristen kan være lengre, men ikke kortere.",
    "deadlines.slow_months": "Én måned etter forvaltningsloven § 11 a.",
    "reminders.lease_open_ended_months": "Tre måneder etter husleieloven § 9-2.",
    "leases.months": "Tre år etter husleieloven § 9-3.",
    "contract.short_term_months": "Kortere enn tre år krever særlig grunn.",
    "contract.due_day": "En dag som finnes i alle måneder.",
    "offers.unjustified_months": "0 betyr at tilbud aldri holdes tilbake.",
    "need.long_months": "Lengre enn kort sikt.",
    "agreements.referral_years": "Fra lånet er utbetalt (Husbankens veiviser).",
    "agreements.allocation_years": "Fra lånet er utbetalt, når det er gitt tilskudd (Husbankens veiviser).",
    "referrals.lease_months": "Tre år for tilviste leietakere (Husbankens veiviser).",
    "quota.referral_percent": "40 prosent etter forskriften § 3-2.",
}
LEAST = {"deadlines.appeal_weeks": LEAST_APPEAL_WEEKS, "deadlines.very_slow_months": 1} | dict.fromkeys(
    (
        "waiting_list.review_months", "leases.months", "deadlines.slow_months", "allocation.overview_days",
        "offers.answer_days", "offers.hearing_days", "offers.unjustified_count", "contract.due_day",
        "contract.short_term_months", *POSITIVE.values(), *partner_policy.POSITIVE.values(),
    ),
    1,
)  # fmt: skip
MOST = {
    "deadlines.slow_months": MOST_MONTHS_WITHOUT_REPLY,
    "quota.referral_percent": MOST_REFERRED_PERCENT,
    "quota.small_project_homes": MOST_SMALL_HOMES,
    "contract.due_day": LAST_SAFE_DAY,
}


def key(path: str, at: int | None = None) -> str:
    """The input's name for a value of the rulebook."""
    return path.replace(".", "__") + ("" if at is None else f"__{at}")


def number(path: str) -> Field:
    """One of the numbers that have a name."""
    label, _, many = LABELS[path]
    least, most = LEAST.get(path, 0), MOST.get(path, FAR)
    return whole(f"{label} ({many})" if many else label, least=least, most=most, description=HELP.get(path, ""))


def _pair(path: str, at: int) -> Field:
    label, *each = PAIRS[path]
    return whole(f"{label}: {formats.inside(each[at])} (måneder før)")


LimitsForm: type[Form] = type(
    "LimitsForm",
    (Form,),
    {"title": name("Navn på regelboken")}
    | {key(path): number(path) for path in CASE_LIMITS}
    | {key(path, at): _pair(path, at) for path in PAIRS for at in (0, 1)},
)
StepsForm: type[Form] = type("StepsForm", (Form,), {step.value: whole(f"{step.label} (dager)") for step in CaseStep})


def _start(content: Content, _one: str) -> Content:
    # From the values that hold, for a draft from before a number was asked for has none written.
    rules = rulebook.parse(1, content)
    found: Content = {"title": rules.title}
    held = numbers(rules)
    found |= {key(path): held[path] for path in CASE_LIMITS}
    return found | {key(path, at): months for path, both in pairs(rules).items() for at, months in enumerate(both)}


def _apply(content: Content, form: Any, _one: str) -> None:
    content["title"] = form.title.data
    for path in CASE_LIMITS:
        table, name_ = path.split(".")
        content[table][name_] = form[key(path)].data
    for path in PAIRS:
        table, name_ = path.split(".")
        content[table][name_] = [form[key(path, at)].data for at in (0, 1)]


def _apply_steps(content: Content, form: Any, _one: str) -> None:
    content["steps"] = {step.value: form[step.value].data for step in CaseStep}


LIMITS = Part(
    slug="frister",
    heading="Frister og påminnelser",
    lead="Tallene som fristene og påminnelsene regnes etter, og hva regelboken heter.",
    form=always(LimitsForm),
    start=_start,
    apply=_apply,
)
STEPS = Part(
    slug="steg",
    heading="Dager til hvert steg",
    lead="Så mange dager etter forrige steg bør hvert steg i en sak være gjort. Oppgavene får fristen herfra.",
    form=always(StepsForm),
    start=lambda content, _one: content["steps"],
    apply=_apply_steps,
)
