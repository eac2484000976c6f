"""How rights to homes are used: too little, where nobody has been referred for long, or beyond the quota."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from letters import task_texts
from models import Agreement, Dwelling, Lease, Project, Referral
from rules import agreements as rules
from rules.deadlines import add_months
from rules.rulebook import Rules
from rules.terms import AgreementState, NoticeCode, Role, TaskKind, Urgency
from services import quotas, records
from services.actor import Actor
from services.agreements.common import mail_number
from services.batches import batched
from services.tasks import Finding


def in_force() -> Iterator[Agreement]:
    """Agreements in force that give a right to homes, by end (index `agreement_ends`)."""
    wanted = Agreement.objects(state__in=[AgreementState.IN_FORCE], kind__in=sorted(rules.RIGHTS, key=str))
    yield from wanted.no_dereference().order_by("ends_on", "id")


def count_homes(agreement: Agreement, actor: Actor) -> bool:
    """Let the agreement's project hold the leases that run in its homes, should anything have been missed."""
    project = records.reference(agreement, "project")
    return project is not None and quotas.keep_up(project, actor)


def standing() -> Iterator[Agreement]:
    """Agreements that give a right to homes, broken ones too: households live there (index `agreement_one_right`)."""
    yield from Agreement.objects(right_to__exists=True).no_dereference().order_by("right_to")


def quota_notices(
    agreement: Agreement, project: Project, book: Rules, *, held: Collection[NoticeCode] | None = None
) -> list[NoticeCode]:
    """The agreement's notices (or those given as `held`), with the one about the quota as it is now.

    Beyond it are more homes taken than the agreement gives right to, or registered than the project has.
    """
    found = quotas.quota_of(project, agreement, book)
    registered = Dwelling.objects(project=project.pk).count()
    over = found is not None and (found.exceeded or registered > project.homes)
    others = set(agreement.notices if held is None else held) - {NoticeCode.QUOTA_EXCEEDED}
    return [code for code in NoticeCode if code in others or (over and code is NoticeCode.QUOTA_EXCEEDED)]


def note_quota(agreement: Agreement, book: Rules, actor: Actor) -> bool:
    """Let the agreement say whether its quota is passed; False where it did. Raises StaleState."""
    project = records.reference(agreement, "project")
    if project is None:
        return False
    notices = quota_notices(agreement, records.get(Project, project), book)
    return records.change(agreement, actor, values={"notices": notices}, action="quota_noted")


def over_finding(agreement: Agreement, today: date, book: Rules) -> Finding | None:
    """What an agreement asks for under which more homes are taken than it gives right to; None once it is over."""
    held = records.reference(agreement, "project")
    if held is None or _is_over(agreement, today):
        return None
    found = quotas.quota_of(records.get(Project, held), agreement, book)
    if found is None or not found.exceeded:
        return None
    return Finding.about(
        agreement,
        TaskKind.OVER_QUOTA,
        agreement.signed_on or today,
        number=mail_number(agreement),
        caseworker="responsible",
        urgency=Urgency.SOON,
        text=task_texts.over_quota(taken=found.reserved, limit=found.limit),
        role=Role.HOUSING_CONSULTANT,
    )


def _is_over(agreement: Agreement, today: date) -> bool:
    return agreement.ends_on is not None and today > agreement.ends_on


def finding(agreement: Agreement, today: date, book: Rules) -> Finding | None:
    """What an unused right asks for; None while it is used, full, or new, and once its term is over.

    Unused: homes are free under the quota, and since so many months ago (the rulebook's `unused_months`) nobody was
    referred and no lease began in the project's homes, though the agreement was in force all that time.
    """
    months = book.partnering.unused_months
    since = add_months(today, -months)
    held = records.reference(agreement, "project")
    begun = agreement.loan_paid_out_on or agreement.signed_on
    if held is None or begun is None or begun > since or _is_over(agreement, today):
        return None
    project: Project = records.get(Project, held)
    found = quotas.quota_of(project, agreement, book)
    if found is None or not found.free or _used_since(project, since):
        return None
    return Finding.about(
        agreement,
        TaskKind.UNUSED_RIGHT,
        begun,
        number=mail_number(agreement),
        caseworker="responsible",
        urgency=Urgency.NOTICE,
        text=task_texts.unused_right(free=found.free, months=months),
        role=Role.HOUSING_CONSULTANT,
    )


def _used_since(project: Project, since: date) -> bool:
    """Whether anybody was referred to the project's homes, or moved into one, after the day."""
    if any(one.on > since for one in project.reservations):
        return True
    after = since + timedelta(days=1)
    if Referral.objects(project=project.pk, referred_on__gte=after).only("pk").first() is not None:
        return True
    homes = list(Dwelling.objects(project=project.pk).order_by("pk").scalar("pk"))
    some = (Lease.objects(dwelling__in=ids, starts_on__gte=after).only("pk") for ids in batched(homes))
    return any(leases.first() is not None for leases in some)
