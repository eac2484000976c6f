"""A landlord warns that rent is owed: the household and NAV are spoken with early (S002); no claim of ours is made."""

from datetime import date

from bson import ObjectId

from models import LandlordReport, Lease
from rules import landlord_leases
from rules.errors import AlreadyExists, InvalidRecord, StaleState
from rules.terms import LeaseState, ReportKind
from services import records
from services.actor import Actor
from services.landlord_leases import common, reports

TRIES = 3


def report_arrears(
    lease: Lease,
    actor: Actor,
    *,
    owed_ore: int,
    oldest_due: date,
    version: int,
    today: date,
    identity: ObjectId | None = None,
) -> LandlordReport:
    """Store the warning (øre, and the day the oldest of it fell due); one that waits already is brought up to date.

    Raises NotAuthorised, NoNeedToKnow, NotLandlordsLease, InvalidRecord, StaleState.
    """
    common.admit(lease, actor, "landlord_lease.arrears")
    if (held := reports.promised(lease, identity, actor)) is not None:
        return held
    records.check_version(lease, version)
    if lease.state is LeaseState.UPCOMING:
        raise InvalidRecord("landlord_report", {"oldest_due": "lease_not_begun"})
    landlord_leases.check_arrears(owed_ore, oldest_due, lease.starts_on, today)
    values = {"owed_ore": owed_ore, "oldest_due": oldest_due, "told_on": today}
    for _ in range(TRIES):
        try:
            return _keep(lease, actor, values, today, identity)
        except (AlreadyExists, StaleState):  # another warning of the same lease came at the same instant
            continue
    raise StaleState("landlord_report", lease.number)


def _keep(
    lease: Lease, actor: Actor, values: dict[str, object], today: date, identity: ObjectId | None
) -> LandlordReport:
    waiting = _waiting(lease)
    if waiting is None:
        first = {name: value for name, value in values.items() if name != "told_on"}
        report = reports.new(lease, ReportKind.ARREARS, actor.id, today, identity or ObjectId(), first)
        return reports.store(report, actor)
    held = {
        "owed_ore": waiting.owed_ore,
        "oldest_due": waiting.oldest_due,
        "told_on": waiting.told_on or waiting.received_on,
    }
    told = [*waiting.told_as, identity] if identity else waiting.told_as
    if held != values or told != waiting.told_as:
        owed = [reports.owed_task(waiting)]
        values = values | {"told_as": told}
        records.change(waiting, actor, values=values, action="arrears_told_again", owed=owed)
    return waiting


def _waiting(lease: Lease) -> LandlordReport | None:
    """The warning that nobody has followed up yet (index `landlord_report_one_arrears`)."""
    found: LandlordReport | None = LandlordReport.objects(open_arrears__in=[lease.pk]).no_dereference().first()
    return found
