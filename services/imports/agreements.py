"""What the homes and leases of a project say of the agreements about it."""

from collections.abc import Iterable

from bson import ObjectId

from models import Agreement, Dwelling, Project
from rules import quota
from rules.quota import AgreementTerms, QuotaLimits
from rules.rulebook import Rules
from services import quotas, records
from services.actor import Actor


def note_quotas(projects: Iterable[ObjectId], rules: Rules, actor: Actor) -> None:
    """Count the leases in each project's homes, and note on each agreement what is odd about it.

    Odd is also that the project has more homes, registered or taken, than the agreement gives right to.
    """
    projects = list(projects)
    for project in projects:
        quotas.keep_up(project, actor)
    limits = QuotaLimits(rules.referral_percent, rules.small_project_homes)
    for agreement in Agreement.objects(project__in=projects).order_by("pk").no_dereference():
        terms = AgreementTerms(
            kind=agreement.kind,
            units=agreement.homes or 1,
            reserved=_homes(records.reference(agreement, "project")),
            years=agreement.years,
            has_procurement=agreement.procured,
        )
        notices = [*quota.notices(terms, limits)]
        records.change(agreement, actor, values={"notices": notices}, action="imported")


def _homes(project: ObjectId) -> int:
    """The homes that are registered on the project, or those that are taken in it where that is more."""
    taken = len(records.get(Project, project).reservations)
    return max(taken, int(Dwelling.objects(project=project).count()))
