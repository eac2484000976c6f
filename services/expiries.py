"""Leases and landlord agreements whose end must be acted on (husleieloven § 9-2)."""

from collections.abc import Iterator
from datetime import date, timedelta

from letters import landlord_texts, task_texts
from models import Agreement, Lease
from rules import notice_periods
from rules.deadlines import add_months
from rules.lease_terms import ExpiryLimits, ExpiryStage, expiry_stage
from rules.terms import AgreementState, LeaseState, RentCollector, Role, TaskKind
from services import records
from services.actor import Actor
from services.agreements import mail_number
from services.tasks import Finding

RUNNING = (LeaseState.UPCOMING, LeaseState.OCCUPYING)
IN_USE = (AgreementState.SIGNED, AgreementState.REGISTERED, AgreementState.IN_FORCE, AgreementState.BREACHED)


def leases(today: date, months: int) -> Iterator[Lease]:
    """Leases not ended whose agreed end is past or within so many months, by end (index `lease_ends`)."""
    wanted = Lease.objects(state__in=RUNNING, ends_on__lt=_after(today, months))
    yield from wanted.no_dereference().order_by("ends_on", "id")


def run_over(today: date, limits: ExpiryLimits) -> Iterator[Lease]:
    """Leases lived under so long past their end that they are open-ended, those not noted yet (index `lease_ends`)."""
    if limits.open_ended_months is None:
        return
    before = add_months(today, -limits.open_ended_months) + timedelta(days=3)  # a month's last days; the rule decides
    wanted = Lease.objects(state__in=[LeaseState.OCCUPYING], ends_on__lt=before, open_ended_on=None)
    wanted = wanted.filter(rent_collected_by=RentCollector.MUNICIPALITY)  # a landlord's demand to move is not told us
    yield from wanted.no_dereference().order_by("ends_on", "id")


def agreements(today: date, months: int) -> Iterator[Agreement]:
    """Agreements in use whose end is past or within so many months, by end (index `agreement_ends`)."""
    wanted = Agreement.objects(state__in=IN_USE, ends_on__lt=_after(today, months))
    yield from wanted.no_dereference().order_by("ends_on", "id")


def _after(today: date, months: int) -> date:
    """The day after the last one that counts: the embedded server loses the bound of `$lte` inside a longer index."""
    return add_months(today, months) + timedelta(days=1)


def lease_finding(lease: Lease, today: date, limits: ExpiryLimits) -> Finding | None:
    """What the end of a lease asks for; None while it is far off."""
    stage = expiry_stage(lease.ends_on, today, limits, demand_sent=lease.move_out_demanded_on is not None)
    if stage is None or lease.ends_on is None:
        return None
    return Finding.about(
        lease,
        TaskKind.EXPIRING_LEASE,
        lease.ends_on,
        urgency=stage.urgency,
        text=landlord_texts.lease_end(stage) if lease.is_landlords else task_texts.lease_end(stage),
        due_on=lease.ends_on,
        role=Role.HOUSING_CONSULTANT,
    )


def note_open_ended(lease: Lease, actor: Actor, today: date, limits: ExpiryLimits) -> bool:
    """Note once that a lease has run on so long without a demand to move that it is open-ended (husll. § 9-2).

    Its agreed end stands; from then it takes a notice to end. Raises StaleState.
    """
    stage = expiry_stage(lease.ends_on, today, limits, demand_sent=lease.move_out_demanded_on is not None)
    if stage is not ExpiryStage.OPEN_ENDED or lease.ends_on is None or lease.is_landlords:
        return False
    if lease.state is not LeaseState.OCCUPYING:
        return False
    since = notice_periods.open_ended_from(lease.ends_on, limits.open_ended_months or 0)
    if lease.open_ended_on == since:
        return False
    return records.change(lease, actor, values={"open_ended_on": since}, action="became_open_ended")


def agreement_finding(agreement: Agreement, today: date, limits: ExpiryLimits) -> Finding | None:
    """What the end of a landlord agreement asks for; None while it is far off."""
    stage = expiry_stage(agreement.ends_on, today, limits)
    if stage is None or agreement.ends_on is None:
        return None
    return Finding.about(
        agreement,
        TaskKind.EXPIRING_AGREEMENT,
        agreement.ends_on,
        number=mail_number(agreement),
        caseworker="responsible",
        urgency=stage.urgency,
        text=task_texts.agreement_end(stage),
        due_on=agreement.ends_on,
        role=Role.PROPERTY,
    )
