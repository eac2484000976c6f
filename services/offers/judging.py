"""Whether a refused offer was refused for good reason: the household heard first, a person judges (S001, fvl. § 16)."""

from datetime import date, datetime

from bson import ObjectId

from letters import offer_letter, task_texts
from letters.offer_letter import RefusalJudged
from letters.paper import Drawn, Sender
from models import Application, Letter, Offer
from models.base import Effect, Record
from models.offer import Judgement
from rules import offers
from rules.deadlines import oslo_date
from rules.errors import InvalidRecord, MissingReason, NotAuthorised, TransitionRefused
from rules.rulebook import Rules
from rules.terms import LegalBasis, LetterKind, Role, TaskKind, Urgency
from services import dispatch, records, rulebooks, tasks
from services.actor import Actor
from services.effects import Owed
from services.offers import common
from services.offers.common import Party
from services.offers.tending import hearing_time
from services.tasks import Finding

JUDGED_EFFECT = "refusal_judged"


def draw_judged(
    offer: Offer,
    actor: Actor,
    sender: Sender,
    *,
    justified: bool,
    reasons: str,
    heard_on: date | None = None,
    heard: str = "",
    version: int,
    now: datetime,
) -> Letter:
    """Draw what the judgement would tell the household, as a draft to be looked at. Raises as judge()."""
    party = common.opened(offer, actor, "offer.judge", version)
    today = oslo_date(now)
    held = _weigh(offer, actor, party, justified, reasons, heard_on, heard, today)
    drawn = _judged(offer, party, held, sender, today)
    return common.keep_draft(party, LetterKind.REFUSAL_JUDGED, drawn, actor, about=offer.pk, today=today)


def judge(
    offer: Offer,
    actor: Actor,
    *,
    justified: bool,
    reasons: str,
    heard_on: date | None = None,
    heard: str = "",
    sender: Sender,
    letter: ObjectId | None = None,
    version: int,
    now: datetime,
) -> bool:
    """Say whether the refusal had a good reason, and tell the household; the rulebook says what follows.

    `heard_on` and `heard` tell of a conversation. A refusal judged before is judged anew by the department head.
    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, MissingReason, InvalidRecord (the conversation),
    HearingMissing, TransitionRefused (not refused), LetterDiffers, UndrawableText, StaleState.
    """
    party = common.opened(offer, actor, "offer.judge", version)
    today = oslo_date(now)
    held = _weigh(offer, actor, party, justified, reasons, heard_on, heard, today)
    drawn = _judged(offer, party, held, sender, today)
    draft = common.draft_of(party, LetterKind.REFUSAL_JUDGED, drawn, letter, actor, about=offer.pk, today=today)
    held.letter = draft.pk
    action = "refusal_judged" if offer.judgement is None else "refusal_judged_anew"
    owed = [
        dispatch.owed_release(draft.pk),
        Owed(JUDGED_EFFECT, f"{JUDGED_EFFECT}:{offer.pk}:{offer.version + 1}"),
        *common.owed(offer),
    ]
    values = {"judgement": held}
    return records.change(
        offer, actor, values=values, action=action, version=version, owed=owed, rulebook=held.rulebook
    )


def _weigh(
    offer: Offer,
    actor: Actor,
    party: Party,
    justified: bool,
    reasons: str,
    heard_on: date | None,
    heard: str,
    today: date,
) -> Judgement:
    _check(offer, actor, reasons, heard_on, heard, today)
    rules = rulebooks.current(today)
    return Judgement(
        justified=justified,
        heard_on=heard_on,
        heard=heard.strip() or None,
        reasons=reasons.strip(),
        until=None if justified else _until(offer, party, rules, today),
        rulebook=rules.number,
        on=today,
        by=actor.id,
        by_name=actor.name,
    )


def _check(offer: Offer, actor: Actor, reasons: str, heard_on: date | None, heard: str, today: date) -> None:
    if offer.state not in offers.TO_JUDGE:
        raise TransitionRefused("offer", offer.state.value, "judged")
    if offer.judgement is not None and not may_judge_anew(actor):
        raise NotAuthorised("offer.judge_anew")
    if not reasons.strip():
        raise MissingReason("offer.judge")
    if heard_on is not None:
        _check_conversation(offer, heard_on, heard, today)
    if offer.judgement is None:  # it was heard before it was judged the first time
        letter = Letter.objects(pk=offer.hearing_letter).no_dereference().first() if offer.hearing_letter else None
        offers.check_heard(offer.number, heard_on, hearing_time(letter), today)


def _check_conversation(offer: Offer, heard_on: date, heard: str, today: date) -> None:
    if heard_on > today:
        raise InvalidRecord("offer", {"heard_on": "future"})
    if heard_on < offer.offered_on:
        raise InvalidRecord("offer", {"heard_on": "before_offer"})
    if not heard.strip():
        raise InvalidRecord("offer", {"heard": "nothing_said"})


def may_judge_anew(actor: Actor) -> bool:
    """Whether the actor is one who judges a refusal again, when the household complains."""
    return actor.is_system or Role.DEPARTMENT_HEAD in actor.roles


def _until(offer: Offer, party: Party, rules: Rules, today: date) -> date | None:
    """Judged anew it is no longer held against the household than from the day it was judged the first time."""
    first = offer.judgement.on if offer.judgement is not None and not offer.judgement.justified else today
    others = common.refusals_of(party.person.pk, but=offer.pk)
    letting = rules.letting
    return offers.consequence(others, first, count=letting.unjustified_count, months=letting.unjustified_months)


def _judged(offer: Offer, party: Party, held: Judgement, sender: Sender, today: date) -> Drawn:
    envelope = dispatch.envelope(party.application, party.person, sender, today)
    rules = rulebooks.current(today)
    told = RefusalJudged(
        envelope=envelope,
        offered_on=offer.offered_on,
        justified=held.justified,
        reasons=held.reasons,
        until=held.until,
        texts=rules.policy.texts[envelope.language],
        appeal_body=rules.appeal_bodies[LegalBasis.LOCAL_GUIDELINES],
        appeal_weeks=rules.appeal_weeks,
    )
    return offer_letter.draw_judged(told)


# --- What follows --------------------------------------------------------------------------------------------------


def judged_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Tell the caseworker of a refusal that counts, and let fall what no longer rests on enough of them (a command).

    The assessment itself is a person's: nothing in the case changes by itself.
    """
    offer: Offer = Offer.objects(pk=document.pk).no_dereference().get()
    today = oslo_date(actor.at)
    if offer.judgement is None:
        return
    if offer.judgement.justified:
        tasks.settle(TaskKind.REFUSAL_COUNTS, str(records.reference(offer, "application")), actor, today)
    else:
        _tell(offer, actor, today)
    _lift_others(offer, actor, today)


def _tell(offer: Offer, actor: Actor, today: date) -> None:
    case = records.get(Application, records.reference(offer, "application"))
    finding = Finding.about(
        case,
        TaskKind.REFUSAL_COUNTS,
        offer.judgement.on if offer.judgement else today,
        urgency=Urgency.SOON,
        text=task_texts.refusal_counts(),
        role=Role.CASEWORKER,
    )
    tasks.flag(finding, actor, today)


def _lift_others(offer: Offer, actor: Actor, today: date) -> None:
    every = common.refusals_of(records.reference(offer, "applicant"))
    for identity in offers.falls_away(every, count=rulebooks.current(today).letting.unjustified_count):
        other: Offer = records.get(Offer, ObjectId(identity))
        held = other.judgement
        if held is None or held.until is None or other.pk == offer.pk:
            continue
        fields = {name: getattr(held, name) for name in held._fields if name != "until"}
        lifted = {"judgement": Judgement(**fields)}
        records.change(other, actor, values=lifted, action="consequence_lifted", owed=common.owed(other))
