"""An appeal comes: whether the decision takes it, whether it is in time, and whose it is (fvl. §§ 28-32)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bson import ObjectId

from models import Appeal, Applicant, Application, Decision
from models.base import Effect, Record
from rules import appeals
from rules.appeals import PENDING, Appealed, Lodged, Timing
from rules.deadlines import oslo_date
from rules.errors import AlreadyExists, InvalidRecord, NotAppealable
from rules.rulebook import Rules
from rules.terms import AppealState, ApplicationState, NoticeCode
from services import decisions, dispatch, merged, need_to_know, pending_appeals, records, rulebooks
from services.actor import Actor
from services.appeals.common import WORKERS, check_day, move, owed_place, usual
from services.applications import refuse_disqualified

TIMING_EFFECT = "appeal_timing"
LODGED_AGAIN = "appeal_lodged_again"
STAYS = {  # of an appeal that is lodged again; the rest is as in a new one
    *Record._fields, "id", "application", "application_number", "decision", "party", "state", "tell_by", "caseworker",
    "import_run",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Lodging:
    """What came: `submitted_on` is the postmark or the day it was handed over, where it is known (fvl. § 30).

    `arrived_on` is the day notice reached the party, asked for only where no letter of ours knows it; `representative`
    names the one who appeals for the party.
    """

    received_on: date
    submitted_on: date | None = None
    arrived_on: date | None = None
    grounds: str = ""
    wanted: str = ""
    representative: str | None = None
    deferral_asked: bool = False

    @property
    def lodged(self) -> Lodged:
        return Lodged(received_on=self.received_on, submitted_on=self.submitted_on)


def appealable(decision: Decision, application: Application) -> bool:
    """Whether the decision takes an appeal by the case's applicant, whenever it comes."""
    facts = _appealed(decision, application, None)
    taken = not (facts.final or facts.undone or facts.replaced or facts.taken_back)
    held = _held(decision.pk, merged.ids_of(records.reference(application, "applicant")))
    return taken and (held is None or held.state is AppealState.WITHDRAWN)


def open_to_appeal(application: Application) -> list[ObjectId]:
    """The decisions that the applicant may appeal on, as the case carries them (index `appeal_application`)."""
    people = merged.ids_of(records.reference(application, "applicant"))
    found = Appeal.objects(application=application.pk, party__in=people).only("decision").no_dereference()
    appealed = {records.reference(one, "decision") for one in found.filter(state__ne=AppealState.WITHDRAWN)}
    return [one.id for one in application.decisions if one.open and not one.final and one.id not in appealed]


def register(
    decision: Decision,
    lodging: Lodging,
    actor: Actor,
    *,
    today: date,
    party: ObjectId | None = None,
    identity: ObjectId | None = None,
) -> Appeal:
    """Register an appeal by the case's applicant or another party; its task stands at once. Returns it.

    `identity` is the form's: one that is sent twice registers once. The index on decision and party decides a race.
    A party that took its appeal back lodges it again on the same record, in time or late as any other.
    Raises NotAuthorised, ConflictOfInterest (fvl. § 6), NoNeedToKnow, InvalidRecord, DateBeforeCause, NotAppealable,
    StaleState (another lodges it again).
    """
    actor.require(*WORKERS, what="appeal.register")
    application: Application = records.get(Application, records.reference(decision, "application"))
    refuse_disqualified(application, actor)
    need_to_know.require(application, actor)
    if (before := _stored(identity, decision)) is not None:
        return before
    check_day("received_on", lodging.received_on, today)
    people = merged.ids_of(party or records.reference(application, "applicant"))
    _check_representative(people[0], lodging)
    held = _held(decision.pk, people)
    if held is not None and _lodged_so(held, lodging, actor):
        return held
    rules = _rules(decision, today)
    timing = appeals.judge(
        _appealed(decision, application, _arrival(decision, lodging)),
        lodging.lodged,
        rules.appeal_weeks,
        appealed_before=held is not None and held.state is not AppealState.WITHDRAWN,
    )
    appeal = _new(decision, application, lodging, timing, rulebooks.current(today), people[0])
    if held is not None:
        return _lodge_again(held, appeal, actor, today)
    return _store(appeal, decision, identity, actor)


def _store(appeal: Appeal, decision: Decision, identity: ObjectId | None, actor: Actor) -> Appeal:
    appeal.pk = identity or ObjectId()
    try:
        owed = [owed_place(appeal, 1), pending_appeals.owed_by_new(appeal)]
        records.create(appeal, actor, action="appeal_registered", owed=owed)
    except AlreadyExists:
        if (before := _stored(identity, decision)) is not None:
            return before
        raise NotAppealable(decision.number, "appealed") from None
    return appeal


def retime_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Count an appeal's deadline anew when the day that notice arrived becomes another (a command effect).

    What a person has considered as late stays as considered.
    """
    decision: Decision = records.get(Decision, document.pk)
    if decision.letter is None:
        return
    weeks = _rules(decision, oslo_date(actor.at)).appeal_weeks
    for appeal in Appeal.objects(decision=decision.pk, state__in=list(PENDING), reinstated=None).no_dereference():
        lodged = Lodged(received_on=appeal.received_on, submitted_on=appeal.submitted_on)
        found = appeals.timing(decision.arrived_on, lodged, weeks)
        others = [one for one in appeal.notices if one is not NoticeCode.LATE_APPEAL]
        values = {
            "notice_arrived_on": decision.arrived_on,
            "deadline": found.deadline,
            "in_time": found.in_time,
            "notices": others if found.in_time else [*others, NoticeCode.LATE_APPEAL],
        }
        if any(not records.same(getattr(appeal, name), value) for name, value in values.items()):
            records.change(appeal, actor, values=values, action="appeal_retimed", owed=usual(appeal))


def _stored(identity: ObjectId | None, decision: Decision) -> Appeal | None:
    """What the same form has registered before."""
    return Appeal.objects(pk=identity, decision=decision.pk).first() if identity else None


def _held(decision: ObjectId, people: list[ObjectId]) -> Appeal | None:
    """The person's appeal, under whichever of their ids; one that was taken back only where there is no other."""
    found = list(Appeal.objects(decision=decision, party__in=people).no_dereference().order_by("id"))
    return min(found, key=lambda one: one.state is AppealState.WITHDRAWN, default=None)


def _lodged_so(held: Appeal, lodging: Lodging, actor: Actor) -> bool:
    """Whether the same form has lodged it again before."""
    last = held.history[-1]
    said = {name: getattr(lodging, name) for name in ("received_on", "submitted_on", "representative")}
    said |= {"grounds": lodging.grounds.strip(), "wanted": lodging.wanted.strip()}
    same = all(records.same(getattr(held, name), value) for name, value in said.items())
    return last.action == LODGED_AGAIN and last.by == actor.id and same


def _lodge_again(held: Appeal, new: Appeal, actor: Actor, today: date) -> Appeal:
    """Begin anew on the record of the appeal that was taken back; history keeps what it was."""
    values = {name: getattr(new, name) for name in Appeal._fields if name not in STAYS}
    drafts = [dispatch.owed_void(one.letter) for one in held.tellings if one.letter]
    to = AppealState.RECEIVED
    move(held, to, actor, values=values, action=LODGED_AGAIN, today=today, owed=drafts)
    return held


def _check_representative(party: ObjectId, lodging: Lodging) -> None:
    """Who appeals for another has written authority or is the guardian (fvl. § 12)."""
    if lodging.representative is None:
        return
    person = records.get(Applicant, party)
    if lodging.representative not in {one.name for one in dispatch.representatives(person, lodging.received_on)}:
        raise InvalidRecord("appeal", {"representative": "no_authority"})


def _rules(decision: Decision, today: date) -> Rules:
    return rulebooks.numbered(decision.rulebook) if decision.rulebook else rulebooks.current(today)


def _arrival(decision: Decision, lodging: Lodging) -> date | None:
    """When notice arrived: what the letter says; of a decision without one, what the person says."""
    return decision.arrived_on or (lodging.arrived_on if decision.letter is None else None)


def _appealed(decision: Decision, application: Application, arrived_on: date | None) -> Appealed:
    entry = decisions.entry_of(application, decision.pk)
    return Appealed(
        number=decision.number,
        decided_on=decision.decided_on,
        arrived_on=arrived_on,
        final=decision.final,
        undone=decision.undone_on is not None or (entry is not None and entry.undone_on is not None),
        replaced=entry is not None and not entry.open,
        taken_back=application.state is ApplicationState.WITHDRAWN,
    )


def _new(
    decision: Decision, application: Application, lodging: Lodging, timing: Timing, rules: Rules, party: ObjectId
) -> Appeal:
    asked: dict[str, Any] = {"deferral_asked_on": lodging.received_on} if lodging.deferral_asked else {}
    return Appeal(
        application=application.pk,
        application_number=application.application_number,
        decision=decision.pk,
        party=party,
        received_on=lodging.received_on,
        submitted_on=lodging.submitted_on,
        representative=lodging.representative,
        notice_arrived_on=_arrival(decision, lodging),
        deadline=timing.deadline,
        in_time=timing.in_time,
        reassess_by=appeals.reassessment_due(lodging.received_on, rules.appeal),
        appeal_body=decision.appeal_body,
        grounds=lodging.grounds.strip() or None,
        wanted=lodging.wanted.strip() or None,
        caseworker=records.reference(application, "caseworker"),
        notices=[] if timing.in_time else [NoticeCode.LATE_APPEAL],
        **asked,
    )
