"""What bears on whether a lease goes on when its term is over, gathered from what is stored of it."""

from dataclasses import dataclass
from datetime import date

from bson import ObjectId

from models import Applicant, Application, ArrearsCase, Incident, Lease, Letter
from rules import lease_terms, notice_periods
from rules.lease_terms import ExpiryLimits
from rules.terms import ApplicationKind, ArrearsState, LetterKind, LetterState, MeasureKind
from services import accounts, applications, merged, records
from services.endings import common

KIND = LetterKind.MOVE_DEMAND


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What bears on whether a lease should go on; amounts in øre, the need as it was approved."""

    starts_on: date
    ends_on: date | None
    open_ended: bool
    section_11_1: bool
    earlier_short: int
    owed_ore: int
    arrears_cases: int
    arrears_open: bool
    incidents: int
    warnings: int
    adults: int | None
    children: int | None
    rooms: int | None
    application: Application | None  # the one that led to the lease
    extension: Application | None  # an application for an extension that is open
    demand: tuple[date, date] | None  # the first and last day for the demand to move
    letter: Letter | None  # the demand as it stands


def facts_of(lease: Lease, limits: ExpiryLimits) -> Facts:
    """The facts of a lease's review, from what is stored of it; some eight reads."""
    _, ids = party_of(lease)
    cases = list(ArrearsCase.objects(lease=lease.pk).only("state").no_dereference())
    heard = list(Incident.objects(leases=lease.pk).only("measures").no_dereference())
    led = led_here(lease, ids)
    need = led.approved_need if led else None
    return Facts(
        starts_on=lease.starts_on,
        ends_on=lease.ends_on,
        open_ended=not notice_periods.is_fixed(lease.ends_on, lease.open_ended_on),
        section_11_1=lease.section_11_1,
        earlier_short=_earlier_short(lease, ids),
        owed_ore=accounts.of(lease).balance_ore,
        arrears_cases=len(cases),
        arrears_open=any(one.state is not ArrearsState.CLOSED for one in cases),
        incidents=len(heard),
        warnings=sum(_warned(one, lease.pk) for one in heard),
        adults=led.adults if led else None,
        children=led.children if led else None,
        rooms=need.rooms if need else None,
        application=led,
        extension=applications.find_open(ids, ApplicationKind.EXTENSION),
        demand=span_of(lease, limits),
        letter=_demand_of(lease),
    )


def warned_on(lease: ObjectId) -> date | None:
    """The day of the last written warning to a lease's tenant, from the complaints about it."""
    heard = Incident.objects(leases=lease).only("measures").no_dereference()
    days = [
        one.done_on
        for incident in heard
        for one in incident.measures
        if one.kind is MeasureKind.WARNING and one.done_on is not None and one.lease in (None, lease)
    ]
    return max(days, default=None)


def has_children(lease: Lease) -> bool:
    """Whether the application that led to the lease told of children."""
    _, ids = party_of(lease)
    led = led_here(lease, ids)
    return bool(led is not None and led.children)


def party_of(lease: Lease) -> tuple[Applicant, list[ObjectId]]:
    person = common.tenant_of(lease)
    return person, list(merged.ids_of(person.pk))


def led_here(lease: Lease, ids: list[ObjectId]) -> Application | None:
    wanted = Application.objects(pk=lease.application) if lease.application else Application.objects(applicant__in=ids)
    found: Application | None = wanted.no_dereference().order_by("-received_on", "-id").first()
    return found


def _warned(incident: Incident, lease: ObjectId) -> int:
    return sum(
        1
        for one in incident.measures
        if one.kind is MeasureKind.WARNING and one.done_on is not None and one.lease in (None, lease)
    )


def _earlier_short(lease: Lease, ids: list[ObjectId]) -> int:
    """Short leases of the same dwelling before this one (§ 11-1)."""
    held = Lease.objects(dwelling=records.reference(lease, "dwelling"), tenant__in=ids)
    found = held.only("starts_on", "ends_on", "ended_on").no_dereference()
    return sum(
        one.pk != lease.pk
        and lease_terms.began(one.starts_on, one.ended_on)
        and lease_terms.is_short(one.starts_on, one.ends_on)
        for one in found
    )


def span_of(lease: Lease, limits: ExpiryLimits) -> tuple[date, date] | None:
    term = common.term_of(lease)
    return notice_periods.demand_span(term, limits.open_ended_months or 0) if term is not None else None


def _demand_of(lease: Lease) -> Letter | None:
    wanted = Letter.objects(lease=lease.pk, letter_kind=KIND, state__nin=[LetterState.VOID, LetterState.DRAFT])
    found: Letter | None = wanted.no_dereference().order_by("-drawn_on", "-id").first()
    return found
