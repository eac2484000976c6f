"""How many of a project's homes are taken: reservations on the project, which owns the limit (design 3.5, domain 4.1).

The write that refers a household is the push of its reservation; a second one for the same notice is refused, and one
beyond the limit too, whichever came first.
"""

from datetime import date
from typing import Any

from bson import ObjectId

from models import Agreement, Lease, Project
from models.base import Effect, Record
from models.project import Reservation
from rules import quota
from rules.errors import NoAgreement, QuotaFull, StaleState
from rules.quota import Quota, QuotaLimits
from rules.rulebook import Rules
from rules.terms import AgreementKind, AgreementState
from services import records
from services.actor import Actor
from services.effects import Owed

RELEASE_EFFECT = "release_home"
LEASE_EFFECT = "release_leased_home"
GIVING_RIGHT = (AgreementKind.REFERRAL, AgreementKind.ALLOCATION)
STANDING = (AgreementState.SIGNED, AgreementState.REGISTERED, AgreementState.IN_FORCE)


def agreement_of(project: ObjectId, number: str) -> Agreement:
    """The agreement that gives right to the project's homes (index `agreement_project`).

    Raises NoAgreement(`number`, the home's or project's) where none is signed and unbroken.
    """
    wanted = Agreement.objects(project=project, kind__in=list(GIVING_RIGHT), state__in=list(STANDING))
    found: Agreement | None = wanted.no_dereference().order_by("kind", "id").first()
    if found is None:
        raise NoAgreement(number)
    return found


def quota_of(project: Project, kind: AgreementKind, rules: Rules) -> Quota | None:
    """The quota as the project's own reservations have it; None for kinds of agreement without one."""
    limits = QuotaLimits(rules.referral_percent, rules.small_project_homes)
    return quota.quota(kind, project.homes, len(project.reservations), limits)


def reserve(
    project: Project,
    wanted: Reservation,
    kind: AgreementKind,
    rules: Rules,
    actor: Actor,
    *,
    owed: tuple[Owed, ...] = (),
) -> bool:
    """Take a home of the project: the write that decides a referral. The same referral again = nothing.

    Raises StaleState (the notice's home is taken by another referral, or somebody else was first), QuotaFull.
    """
    for held in project.reservations:
        if held.id == wanted.id or held.dwelling == wanted.dwelling:
            if held.id == wanted.id and held.referral == wanted.referral:
                return False
            raise StaleState("project", project.number)
    found = quota_of(project, kind, rules)
    if found is not None and found.free == 0:
        raise QuotaFull(project.name, found.limit, found.reserved, project.homes)
    values = {"reservations": [*project.reservations, wanted]}
    return records.change(project, actor, values=values, action="home_reserved", owed=owed, rulebook=rules.number)


def keep_lease(project: ObjectId, referral: ObjectId, lease: ObjectId, actor: Actor) -> bool:
    """Note on the reservation that a lease has come of it. Without a reservation = nothing. Raises StaleState."""
    found: Project = records.get(Project, project)
    changed = [_with_lease(one, lease) if one.referral == referral else one for one in found.reservations]
    return records.change(found, actor, values={"reservations": changed}, action="home_leased")


def _with_lease(held: Reservation, lease: ObjectId) -> Reservation:
    values: dict[str, Any] = {name: getattr(held, name) for name in ("id", "on", "dwelling", "referral", "application")}
    return Reservation(**values, lease=lease)


def release(
    project: ObjectId, actor: Actor, *, identity: ObjectId | None = None, lease: ObjectId | None = None
) -> bool:
    """Give back the home that was taken under that id, or by that lease. Given back before = nothing."""
    found: Project = records.get(Project, project)
    left = [one for one in found.reservations if one.id != identity and (lease is None or one.lease != lease)]
    return records.change(found, actor, values={"reservations": left}, action="home_released")


def release_by_effect(_document: Record, effect: Effect, actor: Actor) -> None:
    """Give a home back as its referral falls (command effect): args `project` and `notice`."""
    release(ObjectId(effect.args["project"]), actor, identity=ObjectId(effect.args["notice"]))


def owed_release(document: Record, project: ObjectId, notice: ObjectId) -> Owed:
    """What a change that ends a referral owes its project."""
    key = f"{RELEASE_EFFECT}:{document.pk}:{document.version + 1}"
    return Owed(RELEASE_EFFECT, key, {"project": str(project), "notice": str(notice)})


def lease_ended_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Give a home back as the lease that took it ends, whoever noted the end (command effect that follows leases)."""
    lease: Lease = records.get(Lease, document.pk)
    if lease.ended_on is None:
        return
    project = Project.objects(reservations__lease=lease.pk).only("pk").first()
    if project is not None:
        release(project.pk, actor, lease=lease.pk)


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
