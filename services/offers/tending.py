"""What an offer asks of people: an answer that is due, a refusal to judge, a letter to take back or to follow."""

from collections.abc import Iterator
from datetime import date, timedelta

from letters import task_texts
from models import Letter, Offer
from models.base import Effect, Record
from rules import offers
from rules.deadlines import next_working_day, oslo_date
from rules.letters import ON_ITS_WAY, UNSENT
from rules.rulebook import Rules
from rules.terms import LetterKind, OfferState, Role, TaskKind, Urgency
from services import dispatch, records, rulebooks, tasks
from services.actor import Actor
from services.offers import common
from services.offers.sent import untold
from services.tasks import Finding

LETTER_EFFECT = dispatch.MOVED_EFFECTS[LetterKind.OFFER]


def keep_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the tasks about an offer up to date, and take back its letter where it is over (a command effect)."""
    today = oslo_date(actor.at)
    offer: Offer = Offer.objects(pk=document.pk).no_dereference().get()
    _take_back(offer, actor)
    rules = rulebooks.current(today)
    for kind, found in (
        (TaskKind.OFFER, answer_finding(offer, today)),
        (TaskKind.JUDGE_REFUSAL, refusal_finding(offer, today, rules)),
    ):
        tasks.keep(found, kind, offer.pk, actor, today)


def _take_back(offer: Offer, actor: Actor) -> None:
    """Throw the offer's letter away where it lies in the house still and the offer is over."""
    if offer.state in offers.LIVE or offer.state is OfferState.LEASED or offer.letter is None:
        return
    letter = Letter.objects(pk=offer.letter, state__in=list(UNSENT)).no_dereference().first()
    if letter is not None:
        dispatch.void(letter, actor)


# --- What the nightly job looks at ---------------------------------------------------------------------------------


def past_answer(today: date) -> Iterator[Offer]:
    """Open offers whose answer date is over, oldest first (index `offer_state`)."""
    wanted = Offer.objects(state=OfferState.OPEN, answer_by__lt=today).no_dereference()
    yield from wanted.order_by("answer_by", "id")


def waiting(today: date) -> Iterator[Offer]:
    """Open offers whose answer date is over or near, oldest first (index `offer_state`)."""
    soon = next_working_day(today + timedelta(days=offers.NEAR_DAYS)) + timedelta(days=1)
    wanted = Offer.objects(state=OfferState.OPEN, answer_by__lt=soon).no_dereference()
    yield from wanted.order_by("answer_by", "id")


def unjudged() -> Iterator[Offer]:
    """Offers declined or expired that nobody has judged, oldest first (index `offer_state`)."""
    wanted = Offer.objects(state__in=list(offers.TO_JUDGE), judgement=None).no_dereference()
    yield from wanted.order_by("answer_by", "id")


def answer_finding(offer: Offer, today: date) -> Finding | None:
    """An open offer that needs somebody to ask, or whose letter never went out; None where it may wait."""
    over, near = offers.is_expired(offer.answer_by, today), offers.is_near(offer.answer_by, today)
    if offer.state is not OfferState.OPEN or not (over or near):
        return None
    unheard = untold(offer)
    return Finding.about(
        offer,
        TaskKind.OFFER,
        offer.answer_by,
        caseworker="consultant",
        urgency=Urgency.URGENT if over else Urgency.SOON,
        text=task_texts.offer(untold=unheard),
        due_on=offer.answer_by,
        role=Role.HOUSING_CONSULTANT,
    )


def refusal_finding(offer: Offer, today: date, rules: Rules) -> Finding | None:
    """A refusal that nobody has judged; None where there is none."""
    if offer.state not in offers.TO_JUDGE or offer.judgement is not None:
        return None
    refused_on = offer.answered_on or offer.answer_by
    due = next_working_day((offer.hearing_due or refused_on) + timedelta(days=1))
    late = next_working_day(due + timedelta(days=rules.letting.hearing_days))
    return Finding.about(
        offer,
        TaskKind.JUDGE_REFUSAL,
        refused_on,
        caseworker="consultant",
        urgency=Urgency.URGENT if today > late else Urgency.SOON,
        text=task_texts.refusal(answered=offer.state is OfferState.DECLINED, heard=offer.hearing_letter is not None),
        due_on=due,
        role=Role.HOUSING_CONSULTANT,
    )


# --- Letters on their way ------------------------------------------------------------------------------------------


def note_letter(document: Record, effect: Effect, actor: Actor) -> None:
    """Follow a letter that was sent, has arrived or came back: how long the hearing lasts, the tasks (a command)."""
    letter: Letter = records.get(Letter, document.pk)
    hearing = letter.letter_kind is LetterKind.REFUSAL_HEARING
    named = {"hearing_letter" if hearing else "letter": letter.pk}
    offer = Offer.objects(application=records.reference(letter, "application"), **named).no_dereference().first()
    if offer is None:
        return
    due = hearing_time(letter) if hearing else None
    if due is not None and due != offer.hearing_due:
        values = {"hearing_due": due}
        records.change(offer, actor, values=values, action="letter_moved", owed=common.owed(offer))
    else:
        keep_by_effect(offer, effect, actor)


def hearing_time(letter: Letter | None) -> date | None:
    """Until when the household may answer the letter; None while it is not on its way."""
    if letter is None or letter.state not in ON_ITS_WAY:
        return None
    rules = rulebooks.current(letter.drawn_on)
    days = rules.letting.hearing_days
    return offers.hearing_due(
        offers.told_hearing_due(letter.drawn_on, rules.posting_days, days), letter.arrived_on, days
    )
