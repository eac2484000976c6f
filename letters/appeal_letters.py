"""Letters about an appeal: received, forwarded, its outcome, deferred effect (fvl. §§ 33, 34, 42)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from letters import blocks, closing, dismissal_words
from letters.blocks import Block
from letters.closing import questions
from letters.layout import long_date
from letters.letterhead import letter
from letters.paper import Drawn, Envelope
from letters.words import AFTER_BODY, BODY, BODY_OUTCOME, Both, Say, capital, speaker
from rules.terms import AppealBody, BodyOutcome

GROUNDS = Both("Begrunnelse", "Grunngiving")


@dataclass(frozen=True, kw_only=True)
class AppealReceived:
    """That an appeal has come, whether it is in time, and what happens with it.

    `deadline` is the appeal's, `reassess_by` the day by which we have looked at the case again.
    """

    envelope: Envelope
    decided_on: date
    received_on: date
    appeal_body: AppealBody
    in_time: bool | None = None
    deadline: date | None = None
    reassess_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class AppealForwarded:
    """That the appeal has gone to its body, with a copy of what we say of it (fvl. § 33)."""

    envelope: Envelope
    decided_on: date
    received_on: date
    forwarded_on: date
    appeal_body: AppealBody
    statement: str
    dismissed_on: date | None = None  # where it is our own dismissal that is appealed on, and `received_on` that appeal


@dataclass(frozen=True, kw_only=True)
class AppealOutcome:
    """What an appeal came to.

    `by_body` = the appeal body decided, and there is no further appeal (fvl. § 28); otherwise we dismissed the appeal
    ourselves (fvl. § 33), which may be appealed, and `texts` and `appeal_weeks` say how.
    """

    envelope: Envelope
    decided_on: date  # the decision appealed
    outcome: BodyOutcome
    outcome_on: date
    reasons: str
    appeal_body: AppealBody
    by_body: bool = True
    texts: Mapping[str, str] = field(default_factory=dict)
    appeal_weeks: int = 3
    dismissed_on: date | None = None  # where the body answered an appeal on our own dismissal


@dataclass(frozen=True, kw_only=True)
class DeferredEffect:
    """Whether the decision waits until the appeal is settled, with reasons (fvl. § 42), asked for or not."""

    envelope: Envelope
    decided_on: date
    granted: bool
    reasons: str
    appeal_body: AppealBody
    asked_on: date | None = None


def draw_appeal_received(told: AppealReceived) -> Drawn:
    """The confirmation of an appeal as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    lead = Both(
        f"Vi fikk klagen din {long_date(told.received_on)}. Den gjelder vedtaket fra {long_date(told.decided_on)}.",
        f"Vi fekk klaga di {long_date(told.received_on)}. Ho gjeld vedtaket frå {long_date(told.decided_on)}.",
    )
    title = say(Both("Vi har fått klagen din", "Vi har fått klaga di"))
    found = [blocks.text(say(lead)), *_in_time(told, say), *_handling(told, say)]
    return letter(told.envelope, title, [*found, *questions(told.envelope, say)])


def _in_time(told: AppealReceived, say: Say) -> list[Block]:
    if told.in_time is None or told.deadline is None:
        return []
    if told.in_time:
        words = Both(
            f"Klagefristen var {long_date(told.deadline)}, og klagen kom i tide.",
            f"Klagefristen var {long_date(told.deadline)}, og klaga kom i tide.",
        )
    else:
        words = Both(
            f"Klagefristen var {long_date(told.deadline)}, og klagen kom etter den. Vi kan likevel behandle den hvis "
            "du ikke kan lastes for at den kom sent, eller hvis det er særlige grunner til det (forvaltningsloven "
            "§ 31). Fortell oss gjerne hvorfor den kom sent.",
            f"Klagefristen var {long_date(told.deadline)}, og klaga kom etter han. Vi kan likevel behandle ho dersom "
            "du ikkje kan lastast for at ho kom seint, eller dersom det er særlege grunnar til det (forvaltningslova "
            "§ 31). Fortel oss gjerne kvifor ho kom seint.",
        )
    return [blocks.text(say(words))]


def _handling(told: AppealReceived, say: Say) -> list[Block]:
    by = f" innen {long_date(told.reassess_by)}" if told.reassess_by else ""
    by_nn = f" innan {long_date(told.reassess_by)}" if told.reassess_by else ""
    words = Both(
        f"Først vurderer vi saken på nytt{by}. Kommer vi til noe annet, får du et nytt vedtak. Ellers sender vi klagen "
        f"videre til klageinstansen, som er {BODY[told.appeal_body].nb}. Da får du kopi av det vi skriver om saken.",
        f"Først vurderer vi saka på nytt{by_nn}. Kjem vi til noko anna, får du eit nytt vedtak. Elles sender vi klaga "
        f"vidare til klageinstansen, som er {BODY[told.appeal_body].nn}. Då får du kopi av det vi skriv om saka.",
    )
    more = Both(
        "Har du mer å opplyse om, kan du sende det til oss nå. Du kan be om å få se dokumentene i saken, og om at "
        "vedtaket ikke settes i verk før klagen er avgjort (forvaltningsloven §§ 18 og 42).",
        "Har du meir å opplyse om, kan du sende det til oss no. Du kan be om å få sjå dokumenta i saka, og om at "
        "vedtaket ikkje vert sett i verk før klaga er avgjord (forvaltningslova §§ 18 og 42).",
    )
    return [
        blocks.heading(say(Both("Hva som skjer nå", "Kva som skjer no"))),
        blocks.text(say(words)),
        blocks.text(say(more)),
    ]


def draw_appeal_forwarded(told: AppealForwarded) -> Drawn:
    """The notice that the appeal was forwarded, with our statement, as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    lead = Both(
        f"Vi har vurdert saken på nytt etter klagen vi fikk {long_date(told.received_on)}, og vi holder fast ved "
        f"vedtaket fra {long_date(told.decided_on)}. Vi sendte klagen og dokumentene i saken til klageinstansen "
        f"{long_date(told.forwarded_on)}. Det er {BODY[told.appeal_body].nb} som avgjør klagen.",
        f"Vi har vurdert saka på nytt etter klaga vi fekk {long_date(told.received_on)}, og vi held fast ved vedtaket "
        f"frå {long_date(told.decided_on)}. Vi sende klaga og dokumenta i saka til klageinstansen "
        f"{long_date(told.forwarded_on)}. Det er {BODY[told.appeal_body].nn} som avgjer klaga.",
    )
    if told.dismissed_on:
        lead = dismissal_words.sent_on(
            told.received_on, told.dismissed_on, told.decided_on, told.forwarded_on, told.appeal_body
        )
    comment = Both(
        "Du kan kommentere det vi har skrevet. Send kommentarene til oss, så sender vi dem videre.",
        "Du kan kommentere det vi har skrive. Send kommentarane til oss, så sender vi dei vidare.",
    )
    found = [
        blocks.text(say(lead)),
        blocks.heading(say(Both("Dette har vi skrevet til klageinstansen", "Dette har vi skrive til klageinstansen"))),
        blocks.text(told.statement),
        blocks.heading(say(Both("Vil du si noe mer?", "Vil du seie noko meir?"))),
        blocks.text(say(comment)),
    ]
    title = say(Both("Vi har sendt klagen din videre", "Vi har sendt klaga di vidare"))
    return letter(told.envelope, title, [*found, *questions(told.envelope, say)])


def draw_appeal_outcome(told: AppealOutcome) -> Drawn:
    """What the appeal came to, as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    who = say(BODY[told.appeal_body]) if told.by_body else say(Both("vi", "vi"))
    lead = Both(
        f"{capital(who)} avgjorde {long_date(told.outcome_on)} klagen din på vedtaket fra "
        f"{long_date(told.decided_on)}. {BODY_OUTCOME[told.outcome].nb}.",
        f"{capital(who)} avgjorde {long_date(told.outcome_on)} klaga di på vedtaket frå "
        f"{long_date(told.decided_on)}. {BODY_OUTCOME[told.outcome].nn}.",
    )
    if told.dismissed_on:
        came_to = dismissal_words.CAME_TO.get(told.outcome, BODY_OUTCOME[told.outcome])
        lead = dismissal_words.answered(told.appeal_body, told.outcome_on, told.dismissed_on, told.decided_on, came_to)
    found = [blocks.text(say(lead)), blocks.heading(say(GROUNDS)), blocks.text(told.reasons), *_after(told, say)]
    title = say(Both("Klagen din er avgjort", "Klaga di er avgjord"))
    return letter(told.envelope, title, [*found, *questions(told.envelope, say)])


def _after(told: AppealOutcome, say: Say) -> list[Block]:
    """What follows: no further appeal after the body, the right to appeal after our own dismissal."""
    if not told.by_body:
        return closing.appeal(told.texts, told.appeal_body, told.appeal_weeks, say) if told.texts else []
    end = Both(
        "Avgjørelsen kan ikke påklages videre (forvaltningsloven § 28). Mener du at saken ikke er behandlet riktig, "
        "kan du klage til Sivilombudet.",
        "Avgjerda kan ikkje påklagast vidare (forvaltningslova § 28). Meiner du at saka ikkje er behandla rett, "
        "kan du klage til Sivilombodet.",
    )
    costs = Both(
        "Har du hatt nødvendige utgifter for å få vedtaket endret, kan du kreve dem dekket. Send kravet til oss innen "
        "tre uker fra du fikk dette brevet (forvaltningsloven § 36).",
        "Har du hatt nødvendige utgifter for å få vedtaket endra, kan du krevje dei dekte. Send kravet til oss innan "
        "tre veker frå du fekk dette brevet (forvaltningslova § 36).",
    )
    after = (dismissal_words.AFTER if told.dismissed_on else {}).get(told.outcome, AFTER_BODY[told.outcome])
    changed = told.outcome in (BodyOutcome.CHANGED, BodyOutcome.RETURNED)
    return [
        blocks.heading(say(Both("Hva det betyr for deg", "Kva det har å seie for deg"))),
        blocks.text(say(after)),
        *([blocks.text(say(costs))] if changed else []),
        blocks.text(say(end)),
    ]


def draw_deferred_effect(told: DeferredEffect) -> Drawn:
    """Whether the decision waits for the appeal, as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    title = Both("Vedtaket gjelder mens klagen behandles", "Vedtaket gjeld medan klaga vert behandla")
    if told.granted:
        title = Both(
            "Vedtaket settes ikke i verk før klagen er avgjort", "Vedtaket vert ikkje sett i verk før klaga er avgjord"
        )
    again = Both(
        f"Klagen behandles som før. Også klageinstansen, som er {BODY[told.appeal_body].nb}, kan bestemme om vedtaket "
        "skal vente (forvaltningsloven § 42).",
        f"Klaga vert behandla som før. Òg klageinstansen, som er {BODY[told.appeal_body].nn}, kan avgjere om vedtaket "
        "skal vente (forvaltningslova § 42).",
    )
    found = [
        blocks.text(say(_deferral(told))),
        blocks.heading(say(GROUNDS)),
        blocks.text(told.reasons),
        blocks.heading(say(Both("Hva som skjer videre", "Kva som skjer vidare"))),
        blocks.text(say(again)),
    ]
    return letter(told.envelope, say(title), [*found, *questions(told.envelope, say)])


def _deferral(told: DeferredEffect) -> Both:
    """What was decided, on the party's wish or by ourselves (fvl. § 42 first paragraph)."""
    of, said = long_date(told.decided_on), "ja" if told.granted else "nei"
    nb, nn = f"Vi har selv vurdert om vedtaket fra {of}", f"Vi har sjølv vurdert om vedtaket frå {of}"
    if told.asked_on:
        asked_on = long_date(told.asked_on)
        nb, nn = f"Du ba {asked_on} om at vedtaket fra {of}", f"Du bad {asked_on} om at vedtaket frå {of}"
    return Both(
        f"{nb} skal vente til klagen er avgjort. Det har vi sagt {said} til.",
        f"{nn} skal vente til klaga er avgjord. Det har vi sagt {said} til.",
    )
