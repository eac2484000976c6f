"""What changes of the rent share: who may, a lease's lines as the rule knows them, when its rent was last fixed."""

from collections.abc import Iterable
from datetime import date

from bson import ObjectId

from models import Applicant, Lease, RentChange
from models.lease import RentLine
from models.rent_change import OPEN, NewLine
from rules import rent_changes
from rules.errors import LandlordsLease, LeaseOver, RentChangeOutdated
from rules.rent_changes import Fixing, Line, NewAmount
from rules.terms import LeaseState, RentChangeKind, Role
from services import ledger, merged, need_to_know, records
from services.actor import Actor

CHANGERS = (Role.HOUSING_CONSULTANT, Role.ECONOMY, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
CORRECTORS = (Role.ECONOMY, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
ALSO = frozenset({Role.ECONOMY})  # the rent of every office's leases is theirs
WITH_NOTICE = frozenset({RentChangeKind.INDEX, RentChangeKind.MARKET})


def require(lease: Lease, actor: Actor, what: str, *, roles: Iterable[Role] = CHANGERS) -> None:
    """Let those who set the rent of the lease pass. Raises NotAuthorised, NoNeedToKnow, LandlordsLease."""
    actor.require(*roles, what=what)
    need_to_know.require_lease(lease, actor, ALSO)
    if lease.is_landlords:
        raise LandlordsLease(lease.number)


def lease_of(change: RentChange) -> Lease:
    """The lease of a change, as it stands now."""
    found: Lease = records.get(Lease, records.reference(change, "lease"))
    return found


def tenant_of(lease: Lease) -> Applicant:
    """The tenant's record that stands now."""
    return merged.root_of(records.get(Applicant, records.reference(lease, "tenant")))


def refuse_over(lease: Lease) -> None:
    """Raise LeaseOver where the lease has ended."""
    if lease.state is LeaseState.ENDED:
        raise LeaseOver(lease.contract_number)


def lines_of(lease: Lease) -> tuple[Line, ...]:
    """The rent lines for the rules."""
    return tuple(
        Line(line.id, line.kind, line.amount_ore, line.valid_from, line.valid_until) for line in lease.rent_lines
    )


def stored_lines(lines: Iterable[Line]) -> list[RentLine]:
    """Rent lines as a lease holds them."""
    return [
        RentLine(id=one.key, kind=one.kind, amount_ore=one.amount_ore, valid_from=one.valid_from,
                 valid_until=one.valid_to)
        for one in lines
    ]  # fmt: skip


def amounts_of(change: RentChange) -> tuple[NewAmount, ...]:
    """What a change does to each line, for the rules."""
    return tuple(NewAmount(one.line, one.kind, one.old_ore, one.new_ore) for one in change.lines)


def new_lines(amounts: Iterable[NewAmount]) -> list[NewLine]:
    """The same as a change holds it; `new_lines(amounts_of(change))` gives it back."""
    return [NewLine(line=one.line, kind=one.kind, old_ore=one.old_ore, new_ore=one.new_ore) for one in amounts]


def fixing_of(lease: Lease) -> Fixing:
    """When the rent was last fixed: one that was agreed here on the lease's first day, where nothing else is noted."""
    set_on = lease.rent_set_on or (None if lease.imported else lease.starts_on)
    return rent_changes.fixing_of(lease.starts_on, set_on, lease.rent_index_month)


def charged_until(lease: Lease) -> date | None:
    """The last day of the last month that the lease is charged for, or that its opening balance covers."""
    month = ledger.last_charged(lease.pk)
    days = [day for day in (month.last if month else None, lease.ledger_from) if day is not None]
    return max(days, default=None)


def open_of(lease: ObjectId) -> RentChange | None:
    """The change that is under way on the lease (index `rent_change_one_open`)."""
    found: RentChange | None = RentChange.objects(lease=lease, state__in=list(OPEN)).no_dereference().first()
    return found


def check_stands(change: RentChange, lease: Lease) -> None:
    """Raise RentChangeOutdated where the lease's lines are not those that the change was made from."""
    held = {line.key: line for line in lines_of(lease)}
    for one in change.lines:
        line = held.get(one.line or "")
        if one.line is not None and (line is None or line.amount_ore != one.old_ore or not _runs(line, change)):
            raise RentChangeOutdated(lease.contract_number)


def _runs(line: Line, change: RentChange) -> bool:
    return line.valid_to is None or line.valid_to >= change.effective_from
