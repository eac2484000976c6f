"""Receipt: one form for dwelling and services, registered by staff; the person first, then the application."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from models import Applicant, Application, Lease, Office, User
from models.applicant import Representative
from models.intake import Initiator
from rules import applications as policy
from rules import intake
from rules.applications import OPEN, ApplicationFacts
from rules.deadlines import oslo_date
from rules.errors import AlreadyExists, FormUsed, InvalidRecord, SecondOpenApplication
from rules.terms import (
    ApplicationKind,
    ApplicationState,
    AppliedBy,
    HousingSituation,
    IntakeChannel,
    LeaseState,
    ServiceNeed,
    TargetGroup,
    TenantStatus,
)
from services import next_steps, numbers, records
from services.actor import Actor
from services.applications import people
from services.applications.handling import WORKERS

TRIES = 5
SAID = (  # what makes two registrations the same one sent twice
    "kind", "received_on", "channel", "target_group", "applied_by", "situation", "adults", "children", "rooms_wanted",
    "service_need", "services_day", "services_evening", "services_night", "resident", "lease",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What the form says. `nonce` becomes the application's id and `person_nonce` a new person's.

    `applicant` is somebody in the register, or `person` the facts of somebody who is not. `authority` = the one who
    applies for another has shown a written power of attorney.
    """

    nonce: ObjectId
    kind: ApplicationKind
    received_on: date
    channel: IntakeChannel
    target_group: TargetGroup
    applied_by: AppliedBy
    situation: HousingSituation
    adults: int
    children: int = 0
    applicant: ObjectId | None = None
    person: dict[str, Any] = field(default_factory=dict)
    person_nonce: ObjectId | None = None
    lease: ObjectId | None = None
    initiator: Initiator | None = None
    authority: bool = False
    representative: Representative | None = None
    somebody_else: bool = False  # the new person is another than the likely same one in the register
    rooms_wanted: int | None = None
    service_need: ServiceNeed | None = None
    services_day: bool = False
    services_evening: bool = False
    services_night: bool = False
    resident: bool = True
    office: ObjectId | None = None
    caseworker: ObjectId | None = None


def register(facts: Intake, actor: Actor, *, now: datetime) -> Application:
    """Register an application, with its person where that is new. The same form sent twice gives one application.

    Raises NotAuthorised, InvalidRecord, LikelySamePerson, SecondOpenApplication, FormUsed, AlreadyExists (identity
    number).
    """
    actor.require(*WORKERS, what="application.register")
    today = oslo_date(now)
    stored = Application.objects(pk=facts.nonce).no_dereference().first()
    if stored is not None:
        return _sent_twice(stored, facts, actor)
    known = people.find(facts.applicant) if facts.applicant else None
    _check(facts, known, today)
    ids = people.ids_of(known) if known else []
    if known is None and not facts.somebody_else:
        people.refuse_likely(facts.person, facts.person_nonce)
    _refuse_second(ids, facts.kind)
    leases = _leases(ids)
    _check_lease(facts, leases)
    _check_staff(facts)
    person = known or people.make(facts.person, facts.person_nonce, actor)
    if facts.representative is not None:
        people.add_representative(person, facts.representative, actor)
    return _store(_build(facts, person, leases), facts, ids or [person.pk], actor, today)


def _check(facts: Intake, known: Applicant | None, today: date) -> None:
    wrong = {} if known else people.problems(facts.person)
    if wrong:
        raise InvalidRecord("application", wrong)
    born = known.born_on if known else people.with_identity(facts.person).get("born_on")
    receipt = intake.Receipt(
        kind=facts.kind,
        received_on=facts.received_on,
        applied_by=facts.applied_by,
        initiator=facts.initiator.name or "" if facts.initiator else "",
        lease=facts.lease is not None,
        born_on=born,
        representative_until=facts.representative.valid_until if facts.representative else None,
    )
    wrong = dict(intake.problems(receipt, today))
    if wrong:
        raise InvalidRecord("application", wrong)


def _leases(ids: list[ObjectId]) -> list[Lease]:
    """The leases of a person, whichever of the merged records they stand on (index `lease_tenant`)."""
    return list(Lease.objects(tenant__in=ids).only("state").no_dereference().order_by("id")) if ids else []


def _check_lease(facts: Intake, leases: list[Lease]) -> None:
    if facts.kind not in intake.ABOUT_A_LEASE:
        return
    found = next((lease for lease in leases if lease.pk == facts.lease), None)
    if found is None:
        raise InvalidRecord("application", {"lease": "not_the_applicants"})
    if found.state is LeaseState.ENDED:
        raise InvalidRecord("application", {"lease": "lease_ended"})


def _check_staff(facts: Intake) -> None:
    if facts.office is not None and Office.objects(pk=facts.office, active=True).only("pk").first() is None:
        raise InvalidRecord("application", {"office": "closed_office"})
    if facts.caseworker is not None and User.objects(pk=facts.caseworker, active=True).only("pk").first() is None:
        raise InvalidRecord("application", {"caseworker": "inactive"})


def find_open(ids: list[ObjectId], kind: ApplicationKind) -> Application | None:
    """A person's open application of a kind, the oldest first (index `application_applicant`)."""
    wanted = Application.objects(applicant__in=ids, kind=kind, state__in=list(OPEN)).no_dereference()
    found: Application | None = wanted.order_by("received_on", "id").first()
    return found


def _refuse_second(ids: list[ObjectId], kind: ApplicationKind) -> None:
    found = find_open(ids, kind) if ids else None
    if found is not None:
        raise SecondOpenApplication(found.number, kind.value, found.received_on)


def _build(facts: Intake, person: Applicant, leases: list[Lease]) -> Application:
    consent = intake.consent(facts.applied_by, authority=facts.authority)
    living = any(lease.state is LeaseState.OCCUPYING for lease in leases)
    received = ApplicationState.RECEIVED
    return Application(
        id=facts.nonce,
        **{name: getattr(facts, name) for name in SAID if name != "lease"},
        lease=facts.lease if facts.kind in intake.ABOUT_A_LEASE else None,
        applicant=person.pk,
        initiator=facts.initiator if facts.applied_by is not AppliedBy.APPLICANT else None,
        consent=consent,
        consent_on=facts.received_on if facts.authority and facts.applied_by is not AppliedBy.APPLICANT else None,
        tenant_status=TenantStatus.EXISTING if living else policy.tenant_status(facts.kind),
        office=facts.office,
        caseworker=facts.caseworker,
        notices=list(policy.notices(ApplicationFacts(state=received, resident=facts.resident))),
    )


def _store(application: Application, facts: Intake, ids: list[ObjectId], actor: Actor, today: date) -> Application:
    """Store it under a free number; whoever is first with the same person and kind stands (index on `open_key`)."""
    for _ in range(TRIES):
        application.application_number = numbers.label("S", today.year, width=5)
        try:
            records.create(application, actor, action="registered", owed=[next_steps.owed_by_new(application)])
        except AlreadyExists:
            stored = Application.objects(pk=facts.nonce).no_dereference().first()
            if stored is not None:
                return _sent_twice(stored, facts, actor)
            _refuse_second(ids, facts.kind)
        else:
            return application
    raise AlreadyExists("application", ("application_number",))


def _sent_twice(stored: Application, facts: Intake, actor: Actor) -> Application:
    """The application that the form has registered before; raises FormUsed where it says something else now."""
    differs = [name for name in SAID if not records.same(getattr(stored, name), getattr(facts, name))]
    if facts.kind not in intake.ABOUT_A_LEASE and "lease" in differs:
        differs.remove("lease")
    person = people.find(records.reference(stored, "applicant"))
    if facts.applicant is None:
        other = any(not records.same(getattr(person, name), value) for name, value in facts.person.items())
    else:
        other = people.find(facts.applicant).pk != person.pk
    if differs or other or stored.history[0].by != actor.id:
        raise FormUsed(stored.number)
    return stored
