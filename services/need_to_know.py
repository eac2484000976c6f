"""Who works a case or follows a lease up, and may therefore read and write what is secret in it (fvl. § 13 b).

Each question costs one read of the colleagues who are away, however much the case holds; `among` answers for many
cases with that same read. Leave to look into a case in an emergency comes later, as one more tie of `ties_of`.
"""

from collections.abc import Collection

from bson import ObjectId

from models import Application, Lease
from rules import need_to_know
from rules.deadlines import oslo_date
from rules.errors import NoNeedToKnow
from rules.need_to_know import CaseTies, LeaseTies, Worker
from rules.terms import Role
from services import deputies, records
from services.actor import Actor
from services.batches import batched

TIES = ("state", "on_list", "caseworker", "office", "conflicts", "proposal.id", "meeting", "decisions.decided_by")


def works(application: Application, actor: Actor) -> bool:
    """Whether the actor works the case; the system does. The application must be read whole."""
    return actor.is_system or need_to_know.works_case(worker_of(actor), ties_of(application))


def require(application: Application, actor: Actor) -> None:
    """Let those who work the case pass, and the system. Raises NoNeedToKnow."""
    if not works(application, actor):
        raise NoNeedToKnow(application.number)


def among(cases: Collection[ObjectId], actor: Actor) -> frozenset[ObjectId]:
    """Those of the cases that the actor works; one read for each 50, and one of who is away."""
    worker, found = worker_of(actor), set()
    for ids in batched(cases):
        some = Application.objects(pk__in=ids).only(*TIES).no_dereference()
        found |= {case.pk for case in some if actor.is_system or need_to_know.works_case(worker, ties_of(case))}
    return frozenset(found)


def works_lease(lease: Lease, actor: Actor, also: Collection[Role] = ()) -> bool:
    """Whether the actor follows the lease up; the system does. `also` are roles that do so in every office."""
    return actor.is_system or need_to_know.works_lease(worker_of(actor), lease_ties_of(lease), also)


def require_lease(lease: Lease, actor: Actor, also: Collection[Role] = ()) -> None:
    """Let those who follow the lease up pass, and the system. Raises NoNeedToKnow."""
    if not works_lease(lease, actor, also):
        raise NoNeedToKnow(lease.number)


def leases_known(leases: Collection[ObjectId], actor: Actor, also: Collection[Role] = ()) -> frozenset[ObjectId]:
    """Those of the leases that the actor follows up; one read for each 50, and one of who is away."""
    worker, found = worker_of(actor), set()
    for ids in batched(leases):
        some = Lease.objects(pk__in=ids).only("caseworker", "office")
        found |= {
            lease.pk
            for lease in some.no_dereference()
            if actor.is_system or need_to_know.works_lease(worker, lease_ties_of(lease), also)
        }
    return frozenset(found)


def lease_ties_of(lease: Lease) -> LeaseTies:
    """Whom the lease belongs to; nothing is read."""
    return LeaseTies(
        caseworker=_text(records.reference(lease, "caseworker")), office=_text(records.reference(lease, "office"))
    )


def worker_of(actor: Actor) -> Worker:
    """The actor as the rule sees them, with those whose work falls to them today (the clock's day: it is a right)."""
    away = deputies.stood_in_for(ObjectId(actor.id), oslo_date(actor.at)) if ObjectId.is_valid(actor.id) else []
    return Worker(
        id=actor.id,
        roles=actor.roles,
        office=_text(actor.office),
        stands_in_for=frozenset(str(user.pk) for user in away),
    )


def ties_of(application: Application) -> CaseTies:
    """Whom the case belongs to; nothing is read."""
    return CaseTies(
        state=application.state,
        caseworker=_text(records.reference(application, "caseworker")),
        office=_text(records.reference(application, "office")),
        disqualified=frozenset(str(conflict.user) for conflict in application.conflicts),
        on_list=application.on_list,
        before_deciders=application.proposal is not None or application.meeting is not None,
        deciders=frozenset(who for entry in application.decisions for who in entry.decided_by),
    )


def _text(identity: ObjectId | None) -> str | None:
    return None if identity is None else str(identity)
