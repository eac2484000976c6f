"""What the homes of a project say of the agreements about it."""

from collections.abc import Iterable

from bson import ObjectId

from models import Agreement, Dwelling
from rules import quota
from rules.quota import AgreementTerms, QuotaLimits
from rules.rulebook import Rules
from services import records
from services.actor import Actor


def note_quotas(projects: Iterable[ObjectId], rules: Rules, actor: Actor) -> None:
    """Note on each agreement what is odd about it, also whether its project has more homes than it gives right to."""
    limits = QuotaLimits(rules.referral_percent, rules.small_project_homes)
    for agreement in Agreement.objects(project__in=list(projects)).order_by("pk").no_dereference():
        terms = AgreementTerms(
            kind=agreement.kind,
            units=agreement.homes,
            reserved=Dwelling.objects(project=records.reference(agreement, "project")).count(),
            years=agreement.years,
            has_procurement=agreement.procured,
        )
        notices = [*quota.notices(terms, limits)]
        records.change(agreement, actor, values={"notices": notices}, action="imported")
