"""What an offer's page says, in words: what it rests on, how the household knows, what was agreed, what comes next."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from admin import formats
from admin.decision_words import SENT
from admin.desk import HIDDEN
from models import Letter
from models.offer import Appointment
from rules.offers import is_expired
from rules.terms import OfferChannel, OfferState
from services import offers
from services.offers import Ground

WAY = {OfferChannel.TELEPHONE: "på telefon", OfferChannel.LETTER: "i brev", OfferChannel.BOTH: "på telefon og i brev"}


def ground(held: Ground, *, contact: bool) -> list[tuple[str, str]]:
    """What stands above the form of a new offer; `contact` = the person at the screen may see how to reach them."""
    by_phone, by_letter = (held.answer_by(one) for one in (OfferChannel.TELEPHONE, OfferChannel.LETTER))
    usual = formats.day(by_phone)
    if by_letter != by_phone:
        usual = f"{usual} på telefon, {formats.day(by_letter)} i brev"
    return [
        ("Husstanden", f"{held.party.person.name}, søknad {held.party.application.number}"),
        ("Tildelt", f"{formats.day(held.allocation.on)} av {held.allocation.by_name}"),
        ("Telefon", (held.party.person.phone or formats.NOTHING) if contact else str(HIDDEN)),
        ("Vanlig svarfrist", usual),
    ]


def appointment(one: Appointment, staff: Sequence[str]) -> str:
    """«Visning 25.11.2026 kl. 13.00 (45 min), Bolig B1001. Møter: Kari. Husstanden har fått beskjed på telefon.»"""
    what = f"{one.kind.label} {formats.moment(one.starts_at)} ({one.minutes} min), {one.place}."
    if one.cancelled:
        return f"{what} Avlyst."
    who = f" Møter: {', '.join(staff)}." if staff else ""
    told = f" Husstanden har fått beskjed {WAY[one.told]}." if one.told else ""
    return f"{what}{who}{told}"


def standing(offer: Any, letter: Letter | None, hearing_letter: Letter | None, today: date) -> Iterator[str]:
    """Where the offer stands and what comes next, a line each."""
    yield f"Gitt {formats.day(offer.offered_on)} {WAY[offer.channel]}. Svarfrist {formats.day(offer.answer_by)}."
    if letter is not None and offer.state in (OfferState.OPEN, OfferState.ACCEPTED):
        yield SENT[letter.state]
    yield from _answer(offer, today)
    if offer.judgement is not None:
        yield from _judged(offer)
    elif offer.state in (OfferState.DECLINED, OfferState.EXPIRED):
        yield hearing(offer, hearing_letter, today) or "Vurder om husstanden hadde god grunn."


def _answer(offer: Any, today: date) -> Iterator[str]:
    state, on = offer.state, formats.day(offer.answered_on) if offer.answered_on else ""
    if state is OfferState.OPEN and is_expired(offer.answer_by, today):
        untold = offers.untold(offer)
        yield (
            "Svarfristen er ute, men brevet er ikke sendt, eller kom for sent. Send det, og gi en ny svarfrist."
            if untold
            else "Svarfristen er ute. Tilbudet faller bort i natt hvis ingen gir en ny svarfrist."
        )
    elif state is OfferState.OPEN:
        yield "Neste steg: noter svaret."
    elif state is OfferState.ACCEPTED:
        yield f"Husstanden takket ja {on}. Neste steg: hold kontraktsmøte."
    elif state is OfferState.DECLINED:
        yield f"Husstanden takket nei {on}. Et nei kan ikke angres: boligen gikk tilbake med en gang."
    elif state is OfferState.EXPIRED:
        yield "Husstanden svarte ikke i tide, og tilbudet falt bort av seg selv."
    elif state is OfferState.LEASED:
        yield "Kontrakten er skrevet."


def _judged(offer: Any) -> Iterator[str]:
    held = offer.judgement
    what = "god grunn" if held.justified else "ikke god grunn"
    yield f"Vurdert {formats.day(held.on)} av {held.by_name}: {what}."
    if held.until is not None:
        yield f"Husstanden får ikke nye tilbud før {formats.day(held.until)}."
    elif not held.justified:
        yield "Det får ingen følger nå."


def hearing(offer: Any, letter: Letter | None, today: date) -> str:
    """Whether the refusal may be judged yet, and what is waited for; empty where nothing is."""
    if offer.judgement is not None or letter is None:
        return "" if offer.judgement is not None else "Husstanden må høres først: i en samtale, eller i brev med frist."
    due = offers.hearing_time(letter)
    if due is None:
        return f"Husstanden er spurt i brev. {SENT[letter.state]} Fristen løper fra det er sendt."
    if today <= due:
        return f"Husstanden er spurt i brev, og kan svare til og med {formats.day(due)}."
    return f"Husstanden ble spurt i brev. Fristen gikk ut {formats.day(due)}."
