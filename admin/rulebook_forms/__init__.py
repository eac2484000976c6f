"""The pages that change a draft of the rulebook, one for each part of it."""

from collections.abc import Mapping

from admin.rulebook_forms.deciding import DECIDING, PRIORITY
from admin.rulebook_forms.factors import FACTORS
from admin.rulebook_forms.keeping import FEES, KEEPING, RATES
from admin.rulebook_forms.letting import CHECKLIST, CONTRACT_POINTS, LETTING, VACANCY_STEPS
from admin.rulebook_forms.limits import LIMITS, STEPS
from admin.rulebook_forms.lists import BAR, LADDER, MUSTS, PAPERS
from admin.rulebook_forms.part import Part
from admin.rulebook_forms.partners import AREAS, CRITERIA, DUTIES, PARTNERS, RESULTS
from admin.rulebook_forms.texts import LETTERS

PARTS: Mapping[str, Part] = {
    one.slug: one
    for one in (
        MUSTS, FACTORS, BAR, PRIORITY, DECIDING, STEPS, PAPERS, LETTING, VACANCY_STEPS, CHECKLIST, CONTRACT_POINTS,
        KEEPING, RATES, FEES, LIMITS, LADDER, PARTNERS, RESULTS, CRITERIA, DUTIES, AREAS, LETTERS,
    )
}  # fmt: skip

__all__ = ["PARTS", "Part"]
