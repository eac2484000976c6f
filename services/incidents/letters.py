"""Letters about a complaint: a written warning to a tenant, and the answer to whoever complained (husll. § 9-9)."""

from dataclasses import dataclass, replace
from datetime import date

from bson import ObjectId

from letters import incident_letters
from letters.incident_letters import ComplaintAnswer, WrittenWarning
from letters.paper import Drawn, Sender
from letters.words import speaker
from models import Incident, Lease, Letter
from models.incident import Complainant, Measure
from models.letter import Addressee
from rules import incidents
from rules.errors import InvalidRecord, NotFound, TransitionRefused
from rules.terms import Copy, IncidentState, LetterKind, MeasureKind
from services import dispatch, lease_letters, records, rulebooks
from services.actor import Actor
from services.incidents import common, handling


@dataclass(frozen=True, kw_only=True)
class Warned:
    """What a warning says, in the office's words."""

    lease: ObjectId
    happened: str
    expected: str


# --- The warning ----------------------------------------------------------------------------------------------------


def draw_warning(
    incident: Incident, warned: Warned, actor: Actor, sender: Sender, *, version: int, today: date
) -> Letter:
    """Draw the warning as a draft to be looked at. Raises as warn()."""
    lease, drawn = _warning(incident, warned, actor, sender, version, today)
    person = common.tenant_of(lease)
    return lease_letters.keep_draft(lease, person, LetterKind.WARNING, drawn, actor, about=incident.pk, today=today)


def warn(
    incident: Incident,
    warned: Warned,
    actor: Actor,
    sender: Sender,
    *,
    letter: ObjectId,
    version: int,
    today: date,
) -> bool:
    """Put the warning that was looked at on the dispatch list, as a measure that is done when it is posted.

    Raises NotAuthorised, NoNeedToKnow, NotFound (no such lease), InvalidRecord (nothing said, or the text points to who
    complained or to another tenant), TransitionRefused (the tenant is not heard, closed), LetterDiffers,
    UndrawableText, StaleState.
    """
    lease, drawn = _warning(incident, warned, actor, sender, version, today)
    draft = lease_letters.seen(lease, letter, LetterKind.WARNING, drawn, about=incident.pk, today=today)
    measure = Measure(
        id=ObjectId(),
        kind=MeasureKind.WARNING,
        lease=lease.pk,
        due_on=common.next_day(today, rulebooks.current(today).keeping.map_days),
        what=warned.expected.strip(),
        letter=draft.pk,
        by_name=actor.name,
    )
    return handling.add(incident, measure, actor, action="warning_given", owed=[dispatch.owed_release(draft.pk)])


def _warning(
    incident: Incident, warned: Warned, actor: Actor, sender: Sender, version: int, today: date
) -> tuple[Lease, Drawn]:
    common.opened(incident, actor, "incident.warn", version, *common.WRITERS)
    if incident.state is IncidentState.RECEIVED:  # the tenant is heard first
        raise TransitionRefused("incident", incident.state.value, "warning")
    lease = common.lease_in(incident, warned.lease)
    person = common.tenant_of(lease)
    _check_words(incident, lease, warned)
    envelope = dispatch.lease_envelope(lease, person, sender, today)
    told = WrittenWarning(
        envelope=envelope,
        happened=warned.happened.strip(),
        expected=warned.expected.strip(),
        contact=rulebooks.current(today).policy.texts[envelope.language].get("contact"),
    )
    return lease, incident_letters.draw_warning(told)


def _check_words(incident: Incident, lease: Lease, warned: Warned) -> None:
    others, reader = common.people_of(incident, but=lease.pk), common.person_of(lease)
    problems = {}
    for name in ("happened", "expected"):
        text: str = getattr(warned, name)
        if not text.strip():
            problems[name] = "missing_value"
        elif incidents.reveals(text, others, reader):
            problems[name] = "reveals_other"
    common.refuse(problems)


# --- The answer to whoever complained -------------------------------------------------------------------------------


def draw_answer(
    incident: Incident, complainant: ObjectId, actor: Actor, sender: Sender, *, language: str, version: int, today: date
) -> Letter:
    """Draw the answer as a draft to be looked at. Raises as answer()."""
    lease, to, drawn = _answer(incident, complainant, actor, sender, language, version, today)
    person = common.tenant_of(lease)
    return lease_letters.keep_draft(
        lease, person, LetterKind.COMPLAINT_ANSWER, drawn, actor, about=complainant, today=today, to=[to]
    )


def answer(
    incident: Incident,
    complainant: ObjectId,
    actor: Actor,
    sender: Sender,
    *,
    language: str,
    letter: ObjectId,
    version: int,
    today: date,
) -> bool:
    """Put the answer that was looked at on the dispatch list.

    Raises NotAuthorised, NoNeedToKnow, NotFound, InvalidRecord (no address; the letter would point to the tenant),
    TransitionRefused (answered, or the complaint is of nobody's lease), LetterDiffers, StaleState.
    """
    lease, _, drawn = _answer(incident, complainant, actor, sender, language, version, today)
    draft = lease_letters.seen(lease, letter, LetterKind.COMPLAINT_ANSWER, drawn, about=complainant, today=today)
    values = {"complainants": common.with_part(incident.complainants, complainant, letter=draft.pk)}
    owed = [dispatch.owed_release(draft.pk)]
    return common.change(incident, actor, values, action="complainant_answered", owed=owed)


def note_told(incident: Incident, complainant: ObjectId, actor: Actor, *, on: date, version: int, today: date) -> bool:
    """Note that whoever complained was told by word of mouth that it was received or seen to. The same again = nothing.

    Raises NotAuthorised, NoNeedToKnow, NotFound, InvalidRecord (the day), StaleState.
    """
    held = complainant_in(incident, complainant)
    common.require(incident, actor, "incident.answer")
    if held.told_on == on:
        return False
    records.check_version(incident, version)
    if on > today or on < incident.received_on:
        raise InvalidRecord("incident", {"told_on": "future" if on > today else "before_complaint"})
    values = {"complainants": common.with_part(incident.complainants, complainant, told_on=on)}
    return common.change(incident, actor, values, action="complainant_answered")


def complainant_in(incident: Incident, identity: ObjectId) -> Complainant:
    """One of those who complained. Raises NotFound."""
    for one in incident.complainants:
        if one.id == identity:
            return one
    raise NotFound("incident", incident.number)


def _answer(
    incident: Incident, complainant: ObjectId, actor: Actor, sender: Sender, language: str, version: int, today: date
) -> tuple[Lease, Addressee, Drawn]:
    common.require(incident, actor, "incident.answer", *common.WRITERS)
    records.check_version(incident, version)
    held = complainant_in(incident, complainant)
    if not held.address:
        raise InvalidRecord("incident", {"address": "no_address"})
    leases = common.all_leases(incident)
    if not leases:
        raise TransitionRefused("incident", incident.state.value, "answer")
    to = Addressee(copy=Copy.COMPLAINANT, address=f"{held.name}\n{held.address}")
    envelope = replace(
        dispatch.lease_envelope(leases[0], common.tenant_of(leases[0]), sender, today, to=[to]),
        case_number=incident.incident_number, of_lease=False, own_reference=True, language=language, caseworker=None,
    )  # fmt: skip
    told = ComplaintAnswer(
        envelope=envelope,
        received_on=incident.received_on,
        handled=incident.state is IncidentState.CLOSED,
        contact=rulebooks.current(today).policy.texts[language].get("contact"),
    )
    _check_answer(incident, told)
    return leases[0], to, incident_letters.draw_answer(told)


def _check_answer(incident: Incident, told: ComplaintAnswer) -> None:
    """What every answer says is fixed; a sentence of the rulebook must not point to a tenant either (fvl. § 13)."""
    tenants = [common.person_of(lease) for lease in common.all_leases(incident)]
    body = incident_letters.answer_body(told, speaker(told.envelope.language))
    if incidents.reveals("\n".join([*body, told.contact or ""]), tenants):
        raise InvalidRecord("incident", {"letter": "reveals_other"})
