"""Standing claims: one for each job, which an every-minute job runs under, and the scheduler's heartbeat."""

from contextlib import suppress
from datetime import datetime, timedelta

from mongoengine import NotUniqueError

from models import Claim
from rules.errors import JobRunning

LEASE = timedelta(seconds=45)  # with a look every ten seconds, a killed run is taken over within a minute
SCHEDULER = "scheduler"


def hold(job: str, holder: str, now: datetime) -> Claim:
    """Take the job's standing claim; raises JobRunning where another holds it."""
    known_since(job, holder, now)
    claim: Claim = Claim.objects(pk=f"job:{job}").get()
    free = Claim.objects(pk=claim.pk, fence=claim.fence, until__lte=now)
    if not free.update_one(set__holder=holder, set__until=now + LEASE, set__beat_at=now, inc__fence=1):
        claim.reload()
        raise JobRunning(job, "", claim.holder, claim.beat_at)
    claim.reload()
    return claim


def keep(claim: Claim, now: datetime) -> bool:
    """Hold on to a standing claim for another while; False where another has it."""
    return bool(Claim.objects(pk=claim.pk, fence=claim.fence).update_one(set__until=now + LEASE))


def let_go(claim: Claim, now: datetime) -> None:
    """Give a standing claim back."""
    Claim.objects(pk=claim.pk, fence=claim.fence).update_one(set__until=now)


def known_since(job: str, holder: str, now: datetime) -> datetime:
    """When the clock first knew of the job: what fell due before that day is not made up."""
    claim = Claim(key=f"job:{job}", holder=holder, first_at=now, until=now, beat_at=now)
    try:
        claim.save(force_insert=True)
    except NotUniqueError:
        claim = Claim.objects(pk=claim.pk).get()
    return claim.first_at


def beat(holder: str, now: datetime) -> None:
    """The scheduler's sign of life."""
    signs = {"set__holder": holder, "set__beat_at": now, "set__until": now + LEASE, "set_on_insert__first_at": now}
    with suppress(NotUniqueError):  # two that start at the same instant: the other's sign stands
        Claim.objects(pk=SCHEDULER).update_one(upsert=True, **signs)


def heartbeat() -> Claim | None:
    """The scheduler's latest sign of life; `until` is when it is to be missed."""
    found: Claim | None = Claim.objects(pk=SCHEDULER).first()
    return found
