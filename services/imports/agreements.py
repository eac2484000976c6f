"""What the homes and leases of a project say of the agreements about it."""

from collections.abc import Iterable

from bson import ObjectId

from models import Agreement, Project
from rules import quota
from rules.quota import AgreementTerms, QuotaLimits
from rules.rulebook import Rules
from services import quotas, records
from services.actor import Actor
from services.agreements import quota_notices


def note_quotas(projects: Iterable[ObjectId], rules: Rules, actor: Actor) -> None:
    """Count the leases in each project's homes, and note on each agreement what is odd about it.

    Of one that was made in Husrom only whether its quota is passed: the rest is known from how it was made.
    """
    projects = list(projects)
    for project in projects:
        quotas.keep_up(project, actor)
    limits = QuotaLimits(rules.referral_percent, rules.small_project_homes)
    for agreement in Agreement.objects(project__in=projects).order_by("pk").no_dereference():
        held = list(quota.notices(_terms(agreement), limits)) if agreement.import_run else agreement.notices
        about: Project = records.get(Project, records.reference(agreement, "project"))
        notices = quota_notices(agreement, about, rules, held=held)
        records.change(agreement, actor, values={"notices": notices}, action="imported")


def _terms(agreement: Agreement) -> AgreementTerms:
    return AgreementTerms(
        kind=agreement.kind, units=agreement.homes or 1, reserved=0, years=agreement.years,
        has_procurement=agreement.procured,
    )  # fmt: skip
