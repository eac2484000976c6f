"""The offer is given: to the household of the allocation that stands, by telephone, letter or both (S004 step 10)."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from bson import ObjectId

from letters import offer_letter
from letters.offer_letter import OfferLetter
from letters.paper import Drawn, Sender
from models import Letter, Offer, Vacancy
from models.vacancy_parts import Allocation
from rules import offers
from rules.deadlines import oslo_date
from rules.errors import (
    AlreadyExists,
    HusromError,
    InvalidRecord,
    MissingReason,
    OfferAccepted,
    OfferStands,
    TransitionRefused,
)
from rules.rulebook import Rules
from rules.terms import LetterKind, OfferChannel, OfferState, VacancyState
from services import dispatch, numbers, records, rulebooks, users, vacancy_steps
from services.actor import Actor
from services.effects import Owed
from services.offers import common
from services.offers.common import Party
from services.offers.describing import offered

BY_LETTER = (OfferChannel.LETTER, OfferChannel.BOTH)
BY_TELEPHONE = (OfferChannel.TELEPHONE, OfferChannel.BOTH)


@dataclass(frozen=True)
class Ground:
    """What an offer rests on: the vacancy, its allocation, whose it is, the rulebook in force, and the day."""

    vacancy: Vacancy
    allocation: Allocation
    party: Party
    rules: Rules
    today: date

    def answer_by(self, channel: OfferChannel) -> date:
        """The rulebook's answer date for an offer given today."""
        return offers.answer_day(self.today, self.rules.letting.answer_days, self.rules.posting_days, channel)


def ground_of(vacancy: Vacancy, actor: Actor, today: date) -> Ground:
    """What an offer of the dwelling would rest on, and nothing that keeps it from being given.

    Raises NotAuthorised, TransitionRefused (not allocated, or off the waiting list), ConflictOfInterest, NoNeedToKnow,
    OfferStands, HeldBack, OfferAccepted, HouseholdReferred (a landlord has accepted them).
    """
    actor.require(*common.GIVERS, what="offer.give")
    if vacancy.state is not VacancyState.ALLOCATED or vacancy.allocation is None:
        raise TransitionRefused("vacancy", vacancy.state.value, "offered")
    party = common.party_of(vacancy.allocation.application, actor, "offer.give")
    number = party.application.number
    _refuse_second(vacancy)
    if not party.application.on_list:
        raise TransitionRefused("application", party.application.state.value, "offered")
    offers.check_not_held(number, common.refusals_of(party.person.pk), today)
    promised = common.accepted_by(party.person.pk)
    if promised is not None:
        raise OfferAccepted(promised.number)
    common.refuse_referred(party.person.pk)
    return Ground(vacancy, vacancy.allocation, party, rulebooks.current(today), today)


def _refuse_second(vacancy: Vacancy) -> None:
    stands = live_of(vacancy.pk)
    if stands is not None:
        raise OfferStands(stands.number, stands.history[0].by_name)


def live_of(vacancy: ObjectId) -> Offer | None:
    """The offer that stands for a vacancy (index `offer_one_live`)."""
    found: Offer | None = Offer.objects(vacancy=vacancy, state__in=list(offers.LIVE)).no_dereference().first()
    return found


def draw_offer(
    vacancy: Vacancy, actor: Actor, sender: Sender, *, answer_by: date, version: int, now: datetime
) -> Letter:
    """Draw the letter as a draft, to be looked at; nobody gets it before the offer is given.

    Raises as give(), UndrawableText.
    """
    records.check_version(vacancy, version)
    ground = ground_of(vacancy, actor, oslo_date(now))
    _check_day(ground, answer_by)
    drawn = _draw(ground, sender, answer_by)
    about = ground.allocation.id
    return common.keep_draft(ground.party, LetterKind.OFFER, drawn, actor, about=about, today=ground.today)


def give(
    vacancy: Vacancy,
    actor: Actor,
    *,
    channel: OfferChannel,
    answer_by: date | None = None,
    said: str = "",
    sender: Sender | None = None,
    letter: ObjectId | None = None,
    version: int,
    now: datetime,
) -> ObjectId:
    """Offer the dwelling to the household it is allocated to; returns the offer's id.

    `answer_by` is the rulebook's where none is chosen, `letter` the draft that was looked at; without one it is drawn
    here from `sender`. By telephone, what was said is noted. Raises NotAuthorised, StaleState, InvalidRecord (the
    answer date, nothing noted of the call), LetterDiffers, UndrawableText, and what ground_of() raises.
    """
    records.check_version(vacancy, version)
    ground = ground_of(vacancy, actor, oslo_date(now))
    due = answer_by or ground.answer_by(channel)
    _check_day(ground, due)
    check_said(channel, said)
    draft = _letter(ground, channel, due, sender, letter, actor)
    offer = _offer(ground, actor, channel, due)
    offer.said, offer.letter = said.strip() or None, draft.pk if draft else None
    _store(offer, draft, actor)
    return ObjectId(offer.pk)


def check_said(channel: OfferChannel, said: str) -> None:
    """Raise InvalidRecord unless what was said is noted, where the household was called."""
    if channel in BY_TELEPHONE and not said.strip():
        raise InvalidRecord("offer", {"said": "nothing_said"})


def _store(offer: Offer, draft: Letter | None, actor: Actor) -> None:
    try:
        records.create(offer, actor, action="offered", owed=_owed(offer))
    except AlreadyExists as error:
        if draft is not None:
            with suppress(HusromError):  # what stands is the other offer, whatever becomes of our draft
                dispatch.void(draft, actor)
        stands = live_of(records.reference(offer, "vacancy"))
        if stands is None:
            raise
        raise OfferStands(stands.number, stands.history[0].by_name) from error


def _owed(offer: Offer) -> list[Owed]:
    release = [dispatch.owed_release(offer.letter)] if offer.letter else []
    return [
        *release,
        # What happened between the rule's question and the write: the household promised away, the vacancy cancelled.
        Owed(common.CLOSE_OTHERS_EFFECT, f"{common.CLOSE_OTHERS_EFFECT}:{offer.pk}:1"),
        vacancy_steps.owed_by_new(offer, records.reference(offer, "vacancy")),
        Owed(common.KEEP_EFFECT, f"{common.KEEP_EFFECT}:{offer.pk}:1"),
    ]


def _offer(ground: Ground, actor: Actor, channel: OfferChannel, answer_by: date) -> Offer:
    vacancy, application = ground.vacancy, ground.party.application
    user = users.find(actor.id)
    return Offer(
        id=ObjectId(),
        offer_number=numbers.label("T", ground.today.year),
        vacancy=vacancy.pk,
        vacancy_number=vacancy.vacancy_number,
        allocation=ground.allocation.id,
        dwelling=records.reference(vacancy, "dwelling"),
        application=application.pk,
        application_number=application.application_number,
        applicant=ground.party.person.pk,
        office=records.reference(application, "office"),
        consultant=records.reference(vacancy, "consultant") or (user.pk if user else None),
        channel=channel,
        offered_on=ground.today,
        answer_by=answer_by,
    )


def _check_day(ground: Ground, answer_by: date) -> None:
    problem = offers.answer_day_problem(answer_by, ground.today, ground.rules.letting.answer_days)
    if problem:
        raise InvalidRecord("offer", {"answer_by": problem})


def _letter(
    ground: Ground,
    channel: OfferChannel,
    answer_by: date,
    sender: Sender | None,
    seen: ObjectId | None,
    actor: Actor,
) -> Letter | None:
    if channel not in BY_LETTER:
        return None
    if sender is None:
        raise InvalidRecord("offer", {"letter": "missing_value"})
    drawn = _draw(ground, sender, answer_by)
    about = ground.allocation.id
    return common.draft_of(ground.party, LetterKind.OFFER, drawn, seen, actor, about=about, today=ground.today)


def _draw(ground: Ground, sender: Sender, answer_by: date) -> Drawn:
    party = ground.party
    envelope = dispatch.envelope(party.application, party.person, sender, ground.today)
    home = offered(ground.vacancy, protected=party.person.protected_address, today=ground.today)
    texts = ground.rules.policy.texts[envelope.language]
    return offer_letter.draw_offer(OfferLetter(envelope=envelope, home=home, answer_by=answer_by, texts=texts))


def extend(offer: Offer, actor: Actor, *, answer_by: date, why: str, version: int, now: datetime) -> bool:
    """Give the household more time, or another day; the same day = nothing.

    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, MissingReason, TransitionRefused (not open any more),
    InvalidRecord (the day), StaleState.
    """
    common.opened(offer, actor, "offer.extend", version)
    if offer.state is not OfferState.OPEN:
        raise TransitionRefused("offer", offer.state.value, "extended")
    if answer_by == offer.answer_by:
        return False
    if not why.strip():
        raise MissingReason("offer.extend")
    today = oslo_date(now)
    problem = offers.answer_day_problem(answer_by, today, rulebooks.current(today).letting.answer_days)
    if problem:
        raise InvalidRecord("offer", {"answer_by": problem})
    values = {"answer_by": answer_by}
    owed = common.owed(offer)
    return records.change(
        offer, actor, values=values, action="answer_day_moved", why=why.strip(), version=version, owed=owed
    )
