"""What the homes and leases of a project say of the agreements about it."""

from collections.abc import Iterable

from bson import ObjectId

from models import Agreement, Project
from rules.agreements import RIGHTS, is_unusual
from rules.partner_policy import Partnering
from rules.rulebook import Rules
from rules.terms import NoticeCode
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
    for agreement in Agreement.objects(project__in=projects).order_by("pk").no_dereference():
        held = _odd(agreement, rules.partnering) if agreement.import_run else agreement.notices
        about: Project = records.get(Project, records.reference(agreement, "project"))
        notices = quota_notices(agreement, about, rules, held=held)
        records.change(agreement, actor, values={"notices": notices}, action="imported")


def _odd(agreement: Agreement, policy: Partnering) -> list[NoticeCode]:
    """What is odd about an imported right, in the order of the enum; nothing about other kinds."""
    if agreement.kind not in RIGHTS:
        return []
    found = {
        NoticeCode.PROCUREMENT_MISSING: not agreement.procured,
        NoticeCode.AGREEMENT_TERM_UNUSUAL: is_unusual(agreement.kind, agreement.years, policy),
    }
    return [code for code, holds in found.items() if holds]
