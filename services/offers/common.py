"""What the steps of an offer share: who may, the person behind it, their earlier refusals, what a change owes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bson import ObjectId

from letters.paper import Drawn
from models import Applicant, Application, Letter, Offer, Referral, Vacancy
from rules import states
from rules.errors import HouseholdReferred, LetterDiffers
from rules.offers import LIVE, Refusal
from rules.terms import LetterKind, LetterState, OfferState, ReferralState, Role, VacancyState
from services import dispatch, merged, need_to_know, records, vacancy_steps
from services.actor import Actor
from services.applications import refuse_disqualified
from services.effects import Owed

GIVERS = (Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD)
KEEP_EFFECT = "offer_tasks"
CLOSE_OTHERS_EFFECT = "close_other_offers"
CALL_OFF_EFFECT = "call_off_appointments"


@dataclass(frozen=True)
class Party:
    """Whose offer it is: the case, and the record that stands for the person now."""

    application: Application
    person: Applicant


def party_of(application: ObjectId, actor: Actor, what: str) -> Party:
    """The case and its person, for those who may work with their offers.

    Raises NotAuthorised, ConflictOfInterest (fvl. § 6), NoNeedToKnow.
    """
    actor.require(*GIVERS, what=what)
    case = records.get(Application, application)
    refuse_disqualified(case, actor)
    need_to_know.require(case, actor)
    return Party(case, merged.root_of(records.get(Applicant, records.reference(case, "applicant"))))


def opened(offer: Offer, actor: Actor, what: str, version: int) -> Party:
    """The same for an offer that is about to be changed. Raises StaleState too."""
    found = party_of(records.reference(offer, "application"), actor, what)
    records.check_version(offer, version)
    return found


def refusals_of(person: ObjectId, *, but: ObjectId | None = None) -> list[Refusal]:
    """The person's judged refusals, under all the records that stand for them (index `offer_applicant`)."""
    ids = merged.ids_of(person)
    found = Offer.objects(applicant__in=ids, judgement__exists=True).only("judgement", "state").no_dereference()
    return [
        Refusal(offer=str(one.pk), justified=one.judgement.justified, on=one.judgement.on, until=one.judgement.until)
        for one in found.order_by("id")
        if one.judgement is not None and one.pk != but
    ]


def accepted_by(person: ObjectId, *, but: ObjectId | None = None) -> Offer | None:
    """The offer that the person has said yes to and has no lease for yet (index `offer_applicant`)."""
    wanted = Offer.objects(applicant__in=merged.ids_of(person), state=OfferState.ACCEPTED, pk__ne=but)
    found: Offer | None = wanted.only("offer_number").no_dereference().first()
    return found


def refuse_referred(person: ObjectId) -> None:
    """Raise HouseholdReferred where a landlord has said yes to the person, and a lease with him is to follow."""
    wanted = Referral.objects(applicant__in=merged.ids_of(person), state=ReferralState.ACCEPTED)
    found = wanted.only("referral_number", "application_number").no_dereference().first()
    if found is not None:
        raise HouseholdReferred(found.number, found.application_number)


def open_others(offer: Offer) -> list[Offer]:
    """The person's other offers that wait for an answer: they fall with a yes (index `offer_applicant`)."""
    ids = merged.ids_of(records.reference(offer, "applicant"))
    wanted = Offer.objects(applicant__in=ids, state=OfferState.OPEN, pk__ne=offer.pk)
    return list(wanted.no_dereference().order_by("id"))


def vacancy_of(offer: Offer) -> Vacancy:
    """The vacancy whose dwelling is offered."""
    found: Vacancy = records.get(Vacancy, records.reference(offer, "vacancy"))
    return found


def is_theirs(vacancy: Vacancy, offer: Offer) -> bool:
    """Whether the allocation that the offer was given on still stands."""
    held = vacancy.allocation
    return vacancy.state is VacancyState.ALLOCATED and held is not None and held.id == offer.allocation


def owed(offer: Offer) -> list[Owed]:
    """What every change of an offer owes: its own tasks and the vacancy's. Call it before the change is made."""
    return [
        Owed(KEEP_EFFECT, f"{KEEP_EFFECT}:{offer.pk}:{offer.version + 1}"),
        vacancy_steps.owed(offer, records.reference(offer, "vacancy")),
    ]


def owed_back(offer: Offer) -> Owed:
    """What an offer that came to nothing owes: the vacancy is for the consultants again (services.allocations)."""
    args = {"vacancy": str(records.reference(offer, "vacancy")), "allocation": str(offer.allocation)}
    return Owed("vacancy_back", f"vacancy_back:{offer.pk}:{offer.version + 1}", args)


def move(
    offer: Offer,
    to: OfferState,
    actor: Actor,
    values: dict[str, Any],
    *,
    action: str,
    version: int | None = None,
    why: str = "",
    owes: Sequence[Owed] = (),
) -> bool:
    """Bring an offer along its table. Raises TransitionRefused, StaleState, AlreadyExists."""
    states.check(states.OFFER, offer.state, to)
    if offer.appointments and to not in LIVE and to is not OfferState.LEASED:
        owes = [*owes, Owed(CALL_OFF_EFFECT, f"{CALL_OFF_EFFECT}:{offer.pk}:{offer.version + 1}")]
    return records.change(
        offer,
        actor,
        values={"state": to, **values},
        action=action,
        version=version,
        why=why,
        owed=[*owes, *owed(offer)],
    )


def keep_draft(party: Party, kind: LetterKind, drawn: Drawn, actor: Actor, *, about: ObjectId, today: date) -> Letter:
    """Store a letter as a draft, in place of earlier drafts of the same."""
    letter = dispatch.draft(party.application, party.person, kind, drawn, actor, about=about, today=today)
    for old in Letter.objects(
        application=party.application.pk, letter_kind=kind, state=LetterState.DRAFT, about=about, pk__lt=letter.pk
    ):
        dispatch.void(old, actor)
    return letter


def seen_letter(
    party: Party, identity: ObjectId, kind: LetterKind, drawn: Drawn, *, about: ObjectId, today: date
) -> Letter:
    """The draft that was looked at, where it still says what is done now.

    Raises NotFound, LetterDiffers (drawn another day, of other facts, or not a draft any more).
    """
    letter: Letter = records.get(Letter, identity)
    sound = letter.letter_kind is kind and letter.about == about and letter.state is LetterState.DRAFT
    if not sound or letter.drawn_on != today or letter.sha256 != hashlib.sha256(drawn.content).hexdigest():
        raise LetterDiffers(party.application.number)
    return letter


def draft_of(
    party: Party, kind: LetterKind, drawn: Drawn, seen: ObjectId | None, actor: Actor, *, about: ObjectId, today: date
) -> Letter:
    """The draft that was looked at, where one was, otherwise a new one. Raises as seen_letter()."""
    if seen is None:
        return keep_draft(party, kind, drawn, actor, about=about, today=today)
    return seen_letter(party, seen, kind, drawn, about=about, today=today)
