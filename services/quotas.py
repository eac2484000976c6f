"""How many of a project's homes are taken: reservations on the project, which owns the limit (design 3.5, domain 4.1).

The write that refers a household is the push of its reservation; a second one for the same notice is refused, and one
beyond the limit too, whichever came first. A home counts once: leases that run in the project's homes without a
referral (from before Husrom, or made by other ways) are reserved under their own ids, also beyond the limit.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from bson import ObjectId

from models import Agreement, Dwelling, Lease, Project
from models.base import Effect, Record
from models.project import Reservation
from rules import quota
from rules.agreements import RIGHTS, STANDING
from rules.errors import NoAgreement, QuotaFull, StaleState
from rules.quota import Quota, QuotaLimits
from rules.rulebook import Rules
from rules.terms import LeaseState
from services import records
from services.actor import Actor
from services.again import again
from services.batches import batched
from services.effects import Owed

RELEASE_EFFECT = "release_home"
LEASE_EFFECT = "release_leased_home"
KEEP_EFFECT = "keep_homes_taken"
RUNNING = (LeaseState.OCCUPYING, LeaseState.UPCOMING)


def agreement_of(project: ObjectId, number: str, on: date | None = None) -> Agreement:
    """The agreement that gives right to the project's homes (index `agreement_project`), on that day where one is told.

    Raises NoAgreement(`number`, the home's or project's) where none is signed, unbroken and within its term.
    """
    wanted = Agreement.objects(project=project, kind__in=list(RIGHTS), state__in=list(STANDING))
    for found in wanted.no_dereference().order_by("kind", "id"):
        if on is None or found.ends_on is None or on <= found.ends_on:
            return found  # type: ignore[no-any-return]
    raise NoAgreement(number)


def right_of(project: ObjectId) -> Agreement | None:
    """The one right to the project's homes that stands, broken or past its term too (index `agreement_one_right`)."""
    found: Agreement | None = Agreement.objects(right_to__in=[project]).no_dereference().first()
    return found


def fit_agreed(project: ObjectId, actor: Actor) -> bool:
    """Let the project have as many homes as the right on a bid that stands is for; asked by both who may clash.

    For the instant in which one signs and another writes down fewer homes. False = it has.
    """

    def fit() -> bool:
        held: Project = records.get(Project, project)
        right = right_of(project)
        least = right.homes or 0 if right is not None and right.bid is not None else 0
        return held.homes < least and records.change(held, actor, values={"homes": least}, action="homes_as_agreed")

    return again(fit)


def quota_of(project: Project, agreement: Agreement, rules: Rules, *, homes: int | None = None) -> Quota | None:
    """The quota as the project's own reservations have it, were it of so many homes; None for kinds without one.

    An agreement gives right to homes among those that it covers, though the project has grown since.
    """
    return _quota(homes or project.homes, agreement, rules, len(project.reservations))


def _quota(homes: int, agreement: Agreement, rules: Rules, reserved: int) -> Quota | None:
    limits = QuotaLimits(rules.referral_percent, rules.small_project_homes)
    return quota.quota(agreement.kind, min(homes, agreement.homes or homes), reserved, limits)


def reserve(
    project: Project,
    wanted: Reservation,
    agreement: Agreement,
    rules: Rules,
    actor: Actor,
    *,
    owed: tuple[Owed, ...] = (),
    why: str = "",
) -> bool:
    """Take a home of the project: the write that decides a referral. The same referral again = nothing.

    A home that a lease still holds may be promised to the next household: it counts once.
    Raises StaleState (the notice's home is taken by another referral, or somebody else was first), QuotaFull.
    """
    others = [one for one in project.reservations if one.dwelling != wanted.dwelling]
    for held in project.reservations:
        if held.id == wanted.id and held.referral == wanted.referral:
            return False
        if held.id == wanted.id or (held.dwelling == wanted.dwelling and held.lease is None):
            raise StaleState("project", project.number)
    found = _quota(project.homes, agreement, rules, len(others))
    if found is not None and found.free == 0:
        raise QuotaFull(project.name, found.limit, found.reserved, found.units)
    values = {"reservations": [*others, wanted]}
    return records.change(
        project, actor, values=values, action="home_reserved", why=why, owed=owed, rulebook=rules.number
    )


def keep_lease(project: ObjectId, referral: ObjectId, lease: ObjectId, actor: Actor) -> bool:
    """Note on the reservation that a lease has come of it. Without a reservation = nothing. Raises StaleState."""
    found: Project = records.get(Project, project)
    changed = [_with_lease(one, lease) if one.referral == referral else one for one in found.reservations]
    return records.change(found, actor, values={"reservations": changed}, action="home_leased")


def _with_lease(held: Reservation, lease: ObjectId) -> Reservation:
    values: dict[str, Any] = {name: getattr(held, name) for name in ("id", "on", "dwelling", "referral", "application")}
    return Reservation(**values, lease=lease)


def release(
    project: ObjectId,
    actor: Actor,
    *,
    identity: ObjectId | None = None,
    lease: ObjectId | None = None,
    referral: ObjectId | None = None,
) -> bool:
    """Give back the home that was taken under that id, or by that lease. Given back before = nothing.

    `referral` names whose it was: the next household's home is not given back by an effect that comes late. A lease
    that still runs in the home takes it again: the next household was promised it while that ran.
    """
    found: Project = records.get(Project, project)
    held = found.reservations
    if referral is not None:
        held = [one for one in held if one.referral == referral]
    over = {one.id for one in held if one.id == identity or (lease is not None and one.lease == lease)}
    left = [one for one in found.reservations if one.id not in over]
    gone = {identity, lease} - {None}
    values = {"reservations": [*left, *_untold(left, (one for one in leases_in(project) if one.pk not in gone))]}
    return records.change(found, actor, values=values, action="home_released")


def keep_up(project: ObjectId, actor: Actor) -> bool:
    """Let the project's reservations hold the leases that run in its homes, and none that is over or elsewhere.

    Referrals under way are left alone. False = they agreed. Raises StaleState (others were first time and again).
    """
    return again(lambda: _count(project, actor))


def _count(project: ObjectId, actor: Actor) -> bool:
    found: Project = records.get(Project, project)
    running = list(leases_in(project))
    live = {lease.pk for lease in running}
    left = [one for one in found.reservations if one.lease is None or one.lease in live]
    values = {"reservations": [*left, *_untold(left, running)]}
    return records.change(found, actor, values=values, action="homes_counted")


def lived_in(project: ObjectId, since: date | None) -> bool:
    """Whether any of the project's homes was let on the day or has been since (index `lease_dwelling`)."""
    homes = Dwelling.objects(project=project).order_by("pk").scalar("pk")
    for some in batched(homes):
        for lease in Lease.objects(dwelling__in=some).no_dereference().only("dwelling", "state", "ended_on"):
            if lease.ended_on is None or since is None or lease.ended_on >= since:
                return True
    return False


def leases_in(project: ObjectId) -> Iterator[Lease]:
    """The leases that run in the project's homes, those that are lived under first (index `lease_dwelling`)."""
    homes = list(Dwelling.objects(project=project).order_by("pk").scalar("pk"))
    found: list[Lease] = []
    for some in batched(homes):
        held = Lease.objects(dwelling__in=some, state__in=RUNNING).no_dereference()
        found += held.only("dwelling", "state", "starts_on", "referral", "application")
    yield from sorted(found, key=lambda lease: (RUNNING.index(lease.state), lease.starts_on, lease.pk))


def _untold(held: Sequence[Reservation], running: Iterable[Lease]) -> Iterator[Reservation]:
    """A reservation for each home that a lease runs in and that none is held for."""
    taken = {one.dwelling for one in held}
    for lease in running:
        home = records.reference(lease, "dwelling")
        if home not in taken:
            taken.add(home)
            yield reservation(
                lease.pk, home, lease.starts_on, referral=lease.referral,
                application=records.reference(lease, "application"), lease=lease.pk,
            )  # fmt: skip


def release_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Give a home back as its referral falls (command effect): args `project` and `notice`."""
    project, notice = (ObjectId(effect.args[name]) for name in ("project", "notice"))
    release(project, actor, identity=notice, referral=ObjectId(document.pk))


def owed_release(document: Record, project: ObjectId, notice: ObjectId) -> Owed:
    """What a change that ends a referral owes its project."""
    key = f"{RELEASE_EFFECT}:{document.pk}:{document.version + 1}"
    return Owed(RELEASE_EFFECT, key, {"project": str(project), "notice": str(notice)})


def lease_ended_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Count a lease's home anew as the lease is made, begins or ends, whoever noted it (command effect)."""
    lease: Lease = records.get(Lease, document.pk)
    home = Dwelling.objects(pk=records.reference(lease, "dwelling")).only("project").no_dereference().first()
    holding = Project.objects(reservations__lease=lease.pk).only("pk").first()
    found = (records.reference(home, "project") if home else None, holding.pk if holding else None)
    for project in sorted({one for one in found if one is not None}):
        keep_up(project, actor)


def owed_count(lease: Lease) -> Owed:
    """What a new lease owes its home's project."""
    return Owed(LEASE_EFFECT, f"{LEASE_EFFECT}:{lease.pk}:1")


def dwelling_moved_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Count anew as a home is moved from one project to another (command effect that follows dwellings)."""
    home: Dwelling = records.get(Dwelling, document.pk)
    version = int(effect.key.rsplit(":", 1)[1])
    entry = next((one for one in home.history if one.version == version), None)
    moved = entry.changes.get("project", []) if entry else []
    ids = {getattr(one, "id", one) for one in (*moved, records.reference(home, "project"))}
    for project in sorted(one for one in ids if one is not None):
        keep_up(project, actor)


def reservation(
    identity: ObjectId,
    dwelling: ObjectId,
    on: date,
    *,
    referral: ObjectId | None = None,
    application: ObjectId | None = None,
    lease: ObjectId | None = None,
) -> Reservation:
    """A home to take; `identity` is the notice's id, or that of a lease from before Husrom."""
    return Reservation(id=identity, dwelling=dwelling, on=on, referral=referral, application=application, lease=lease)


def referred_in(project: Project) -> int:
    """How many of the project's homes are kept for households that are referred and have no lease yet."""
    return sum(1 for one in project.reservations if one.referral is not None and one.lease is None)
