"""What a complaint asks of people, what follows when its letters move, and what others may ask of it."""

from collections.abc import Iterator
from datetime import date

from bson import ObjectId

from letters import keeping_texts
from models import Incident, Lease, Letter
from models.base import Effect, Record
from rules.deadlines import oslo_date
from rules.letters import ON_ITS_WAY, UNSENT
from rules.terms import IncidentState, LetterKind, MeasureKind, Role, TaskKind, Urgency
from services import dispatch, records, tasks
from services.actor import Actor
from services.incidents import common
from services.tasks import Finding

LETTER_EFFECT = dispatch.MOVED_EFFECTS[LetterKind.WARNING]
FOLLOW_EFFECT = "follow_incident"
OPEN = (IncidentState.RECEIVED, IncidentState.MAPPED, IncidentState.FOLLOWED_UP)


def waiting() -> Iterator[Incident]:
    """Complaints that are not closed, oldest first (index `incident_state`)."""
    wanted = Incident.objects(state__in=list(OPEN)).no_dereference()
    yield from wanted.order_by("received_on", "id").batch_size(200)


def finding(incident: Incident, today: date) -> Finding | None:
    """What a complaint asks for; None where nothing is due: a measure waits for its day."""
    if incident.state is IncidentState.CLOSED or incident.next_on is None:
        return None
    received = incident.state is IncidentState.RECEIVED
    if not received and incident.next_on > today:
        return None
    due = [one for one in incident.measures if one.is_open and one.due_on <= today]
    return Finding.about(
        incident,
        TaskKind.INCIDENT,
        incident.next_on,
        urgency=Urgency.URGENT if incident.next_on < today else Urgency.SOON,
        text=_text(received, any(one.kind is MeasureKind.WARNING for one in due), bool(due)),
        due_on=incident.next_on,
        role=Role.CASEWORKER,
    )


def _text(received: bool, warning: bool, measure: bool) -> str:
    if warning:
        return keeping_texts.incident_warning()
    if measure:
        return keeping_texts.incident_measure()
    return keeping_texts.incident_to_map() if received else keeping_texts.incident_to_go_on()


def keep_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring a complaint's task up to date, and throw a warning away that was taken back (a command effect)."""
    today = oslo_date(actor.at)
    incident: Incident = Incident.objects(pk=document.pk).no_dereference().get()
    _take_back(incident, actor)
    tasks.keep(finding(incident, today), TaskKind.INCIDENT, incident.pk, actor, today)


def _take_back(incident: Incident, actor: Actor) -> None:
    for one in incident.measures:
        if one.withdrawn_on is None or one.letter is None:
            continue
        letter = Letter.objects(pk=one.letter, state__in=list(UNSENT)).no_dereference().first()
        if letter is not None:
            dispatch.void(letter, actor)


def note_letter(document: Record, _effect: Effect, actor: Actor) -> None:
    """A warning is given the day it was posted, an answer told; what comes back is neither (a command effect)."""
    letter: Letter = records.get(Letter, document.pk)
    warning = letter.letter_kind is LetterKind.WARNING
    wanted = {"measures__letter": letter.pk} if warning else {"complainants__letter": letter.pk}
    incident: Incident | None = Incident.objects(leases=records.reference(letter, "lease"), **wanted).first()
    if incident is None:
        return
    on = letter.dispatched_on if letter.state in ON_ITS_WAY else None
    name, field = ("measures", "done_on") if warning else ("complainants", "told_on")
    part = next(one for one in getattr(incident, name) if one.letter == letter.pk)
    if getattr(part, field) == on:
        return
    values = {name: common.with_part(getattr(incident, name), part.id, **{field: on})}
    records.change(incident, actor, values=values, action="incident_letter_moved", owed=[common.owed_task(incident)])


def follow_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Whoever follows the first of its leases up has the open complaint (a command effect on the lease)."""
    lease: Lease = Lease.objects(pk=document.pk).no_dereference().get()
    people = {name: records.reference(lease, name) for name in ("office", "caseworker")}
    for incident in open_on(lease.pk):
        theirs = {name: records.reference(incident, name) for name in people}
        if common.leases_of(incident)[0] == lease.pk and theirs != people:
            owed = [common.owed_task(incident)]
            records.change(incident, actor, values=people, action="incident_given", owed=owed)


# --- What others ask ------------------------------------------------------------------------------------------------


def warnings_of(lease: ObjectId) -> list[date]:
    """The days on which the lease's tenant was warned in writing, the latest first (husll. § 9-9; `incident_lease`)."""
    found = Incident.objects(leases=lease).only("measures").no_dereference()
    days = [
        one.done_on
        for incident in found.order_by("-received_on", "id")
        for one in incident.measures
        if one.kind is MeasureKind.WARNING and one.lease == lease and one.done_on is not None
    ]
    return sorted(days, reverse=True)


def open_on(lease: ObjectId) -> list[Incident]:
    """The complaints about a lease that are not closed, the latest first (index `incident_lease`)."""
    found = Incident.objects(leases=lease).no_dereference().order_by("-received_on", "id")
    return [one for one in found if one.state in OPEN]
