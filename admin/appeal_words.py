"""An appeal as a line of days from notice to answer, and what its next step is called; in bokmål."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from admin import formats
from rules import appeals, deadlines
from rules.terms import AppealState, AppealStep, BodyOutcome

UNKNOWN = "Dato ikke kjent"
DO = {
    AppealStep.CONSIDER_REINSTATEMENT: "Vurder om klagen kan behandles",
    AppealStep.TAKE_UP: "Ta opp klagen",
    AppealStep.DECIDE_DEFERRAL: "Svar på utsatt iverksetting",
    AppealStep.REASSESS: "Vurder saken på nytt",
    AppealStep.TELL: "Se over og godkjenn brevet",
    AppealStep.FOLLOW_UP: "Før klageinstansens avgjørelse",
}
TO_SEND = "brevet til klageren er klart, og skal sendes"
WAITS = {AppealStep.FOLLOW_UP: "Klageinstansen har saken. Spør hvordan det går hvis den ikke har svart"}


@dataclass(frozen=True)
class Mark:
    """One point on the line; `tone` is done, late, now or ahead."""

    label: str
    when: str
    note: str = ""
    tone: str = "done"


def next_in_words(todo: appeals.AppealTodo) -> str:
    """«Neste steg: vurder saken på nytt, innen 11.12.2026.»"""
    words = WAITS.get(todo.step) or todo.step.label
    return f"{formats.inside(words)}, innen {formats.day(todo.due_on)}"


def line(appeal: Any, today: date) -> list[Mark]:
    """The appeal from notice to answer; what has not come yet stands last, and the first of it is now."""
    found = list(_marks(appeal, today))
    first = next((place for place, mark in enumerate(found) if mark.tone == "ahead"), None)
    if first is not None:
        mark = found[first]
        found[first] = Mark(mark.label, mark.when, mark.note, "now")
    return found


def _marks(appeal: Any, today: date) -> Iterator[Mark]:
    arrived = appeal.notice_arrived_on
    yield Mark("Vedtaket kom fram", formats.day(arrived) if arrived else "Ikke kjent")
    yield Mark("Klagefrist", formats.day(appeal.deadline) if appeal.deadline else "Løper ikke ennå")
    yield Mark("Klagen mottatt", formats.day(appeal.received_on), _timing(appeal), "late" if late(appeal) else "done")
    if late(appeal):
        yield _reinstatement(appeal)
    if appeal.deferral_asked_on or appeal.deferred is not None:
        yield _deferral(appeal)
    if appeal.state is AppealState.WITHDRAWN:
        yield Mark("Klagen trukket", _day(appeal.closed_on))
        return
    if appeal.state is AppealState.DISMISSED and appeal.body_outcome is None and appeal.reinstated is False:
        yield _told(appeal)
        return
    if appeal.dismissal_appealed_on:
        late_too = "" if appeal.dismissal_in_time else "Etter fristen"
        yield Mark("Klaget på avvisningen", formats.day(appeal.dismissal_appealed_on), late_too)
    yield from _answer(appeal, today)


def _answer(appeal: Any, today: date) -> Iterator[Mark]:
    ours = appeal.state in appeals.PENDING
    own = appeal.state is AppealState.CHANGED and appeal.body_outcome is None
    if appeal.dismissal_appealed_on and not appeal.reinstated:
        pass  # the dismissal lies with the body, and the decision was not reassessed
    elif ours:
        over = appeal.reassess_by is not None and appeal.reassess_by < today
        by = f"Innen {formats.day(appeal.reassess_by)}" if appeal.reassess_by else ""
        yield Mark("Egen ny vurdering", by, "Fristen er ute" if over else "", "ahead")
    else:
        yield Mark("Egen ny vurdering", _day(appeal.reassessed_on), "Vedtaket er omgjort" if own else "")
    if own:
        return
    forwarded = appeal.forwarded_on is not None or not ours
    yield Mark("Oversendt", _day(appeal.forwarded_on) if forwarded else "", "", _tone(forwarded))
    answered = appeal.state not in appeals.OPEN
    note = appeal.body_outcome.label if appeal.body_outcome else ""
    when = _day(appeal.body_decided_on) if answered else ""
    yield Mark("Klagen avgjort", when, note, _tone(answered))
    yield _told(appeal)


def _told(appeal: Any) -> Mark:
    imported_closed = appeal.body_outcome is None and appeal.reinstated is not False and _closed(appeal)
    if appeal.told_on is None and imported_closed:
        return Mark("Klageren underrettet", UNKNOWN)
    return Mark(
        "Klageren underrettet", formats.day(appeal.told_on) if appeal.told_on else "", "", _tone(appeal.told_on)
    )


def _closed(appeal: Any) -> bool:
    return appeal.state not in appeals.OPEN


def _tone(done: object) -> str:
    return "done" if done else "ahead"


def _day(day: date | None) -> str:
    return formats.day(day) if day else UNKNOWN


def late(appeal: Any) -> bool:
    """Whether the appeal came after its deadline."""
    return appeal.in_time is False


def _timing(appeal: Any) -> str:
    handed = f"Levert {formats.day(appeal.submitted_on)}. " if appeal.submitted_on else ""
    if appeal.in_time is None or appeal.deadline is None:
        return f"{handed}I tide" if appeal.in_time else handed.strip()
    over = ((appeal.submitted_on or appeal.received_on) - appeal.deadline).days
    if over <= 0:
        return f"{handed}I tide"
    return f"{handed}{over} {'dag' if over == 1 else 'dager'} etter fristen"


def _reinstatement(appeal: Any) -> Mark:
    label = "Vurdert om den kan behandles"
    if appeal.reinstated is None:
        return Mark("Vurder om den kan behandles", "", "", "ahead" if appeal.state in appeals.PENDING else "done")
    return Mark(label, _day(appeal.reinstatement_on), "Behandles" if appeal.reinstated else "Avvist")


def _deferral(appeal: Any) -> Mark:
    asked = f"Bedt om {formats.day(appeal.deferral_asked_on)}" if appeal.deferral_asked_on else ""
    if appeal.deferred is None:
        return Mark("Utsatt iverksetting", "", asked, "ahead" if appeal.state in appeals.OPEN else "done")
    return Mark("Utsatt iverksetting", _day(appeal.deferred_on), "Gitt" if appeal.deferred else "Ikke gitt")


def must_consider(decided_on: date) -> list[str]:
    """What a late appeal asks one to think of, in words (fvl. § 31)."""
    last = formats.day(deadlines.last_reinstatement(decided_on))
    return [
        "Kan klageren eller den som klager for klageren, lastes for at den kom sent? Hvis ikke, kan den behandles.",
        "Er det særlige grunner som gjør det rimelig å prøve den? For eksempel at saken betyr mye for klageren.",
        f"Er klagen levert senere enn {last}, ett år etter vedtaket, kan den ikke behandles.",
    ]


LET_IN = "Utfallet er ført. Klagen behandles."  # the body has set our dismissal aside


def outcome_told(outcome: BodyOutcome) -> str:
    """What becomes of the case, said once the body's answer is noted."""
    return {
        BodyOutcome.UPHELD: "Utfallet er ført. Vedtaket gjelder som før.",
        BodyOutcome.CHANGED: "Utfallet er ført, og klageinstansens vedtak gjelder i stedet for vårt.",
        BodyOutcome.RETURNED: "Utfallet er ført. Saken behandles på nytt.",
        BodyOutcome.DISMISSED: "Utfallet er ført. Vedtaket gjelder som før.",
    }[outcome]
