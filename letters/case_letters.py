"""Letters while a case is prepared: preliminary reply, long handling, missing papers, consent, prior notice."""

from dataclasses import dataclass
from datetime import date

from letters import blocks
from letters.blocks import Block
from letters.closing import questions
from letters.layout import long_date
from letters.letterhead import letter
from letters.paper import Drawn, Envelope
from letters.words import Both, Say, speaker
from rules.terms import ApplicationKind, AppliedBy

ABOUT = {
    ApplicationKind.NEW: Both("søknaden din om kommunal bolig", "søknaden din om kommunal bustad"),
    ApplicationKind.EXTENSION: Both("søknaden din om å leie boligen videre", "søknaden din om å leige bustaden vidare"),
    ApplicationKind.SWAP: Both("søknaden din om å bytte kommunal bolig", "søknaden din om å byte kommunal bustad"),
}


@dataclass(frozen=True, kw_only=True)
class PreliminaryReply:
    """That an answer takes time, why, and when it can be expected (fvl. § 11 a)."""

    envelope: Envelope
    kind: ApplicationKind
    received_on: date
    because: str
    expected_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class SlowNotice:
    """That a case has lain more than a month, why, and when it is decided (fvl. § 11 a)."""

    envelope: Envelope
    kind: ApplicationKind
    received_on: date
    because: str
    expected_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class MissingPapers:
    """Which papers are missing, and by when they are asked for (fvl. § 17)."""

    envelope: Envelope
    kind: ApplicationKind
    received_on: date
    papers: tuple[str, ...]
    due_on: date
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ConsentRequest:
    """That another has applied for the reader, who is asked whether they stand behind it (fvl. § 12, S003)."""

    envelope: Envelope
    kind: ApplicationKind
    received_on: date
    applied_by: AppliedBy
    initiator: str = ""  # the unit or institution, where it may be named
    due_on: date


@dataclass(frozen=True, kw_only=True)
class PriorNotice:
    """That a decision may be withdrawn, on which new facts, and by when the party may answer (fvl. § 16)."""

    envelope: Envelope
    decided_on: date
    new_facts: str
    answer_by: date


def draw_preliminary_reply(told: PreliminaryReply) -> Drawn:
    """The preliminary reply as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    title = say(Both("Foreløpig svar på ", "Førebels svar på ")) + say(ABOUT[told.kind])
    why = say(Both("Hvorfor det tar tid", "Kvifor det tek tid"))
    return letter(
        told.envelope, title, [_received(told.received_on, told.kind, say), *_waiting(told, why, say), questions(say)]
    )


def draw_slow_notice(told: SlowNotice) -> Drawn:
    """The notice of long handling as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    title = say(Both("Det tar lengre tid å svare på ", "Det tek lengre tid å svare på ")) + say(ABOUT[told.kind])
    sorry = say(
        Both(
            "Vi har ennå ikke avgjort saken. Vi beklager at du må vente.",
            "Vi har enno ikkje avgjort saka. Vi orsakar at du må vente.",
        )
    )
    why = say(Both("Hvorfor det tar lengre tid", "Kvifor det tek lengre tid"))
    opening = [_received(told.received_on, told.kind, say), blocks.text(sorry)]
    return letter(told.envelope, title, [*opening, *_waiting(told, why, say), questions(say)])


def _received(day: date, kind: ApplicationKind, say: Say) -> Block:
    sentence = Both(f"Vi fikk {ABOUT[kind].nb} {long_date(day)}.", f"Vi fekk {ABOUT[kind].nn} {long_date(day)}.")
    return blocks.text(say(sentence))


def _waiting(told: PreliminaryReply | SlowNotice, why: str, say: Say) -> list[Block]:
    """Why it takes time, when the answer comes, and what the reader may do meanwhile."""
    if told.expected_on:
        when = Both(
            f"Vi regner med å svare deg innen {long_date(told.expected_on)}.",
            f"Vi reknar med å svare deg innan {long_date(told.expected_on)}.",
        )
    else:
        when = Both("Vi svarer deg så snart vi kan.", "Vi svarar deg så snart vi kan.")
    changed = Both(
        "Si fra til oss hvis situasjonen din endrer seg mens du venter. Du kan be om å få se dokumentene i saken "
        "(forvaltningsloven § 18).",
        "Sei frå til oss dersom situasjonen din endrar seg medan du ventar. Du kan be om å få sjå dokumenta i saka "
        "(forvaltningslova § 18).",
    )
    return [
        blocks.heading(why),
        blocks.text(told.because),
        blocks.heading(say(Both("Når du får svar", "Når du får svar"))),
        blocks.text(say(when)),
        blocks.heading(say(Both("Mens du venter", "Medan du ventar"))),
        blocks.text(say(changed)),
    ]


def draw_missing_papers(told: MissingPapers) -> Drawn:
    """The request for missing papers as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    title = say(Both("Vi trenger flere opplysninger", "Vi treng fleire opplysningar"))
    lead = Both(
        f"Vi fikk {ABOUT[told.kind].nb} {long_date(told.received_on)}. For å kunne behandle den trenger vi noen "
        f"papirer til. Send dem innen {long_date(told.due_on)}.",
        f"Vi fekk {ABOUT[told.kind].nn} {long_date(told.received_on)}. For å kunne behandle han treng vi nokre papir "
        f"til. Send dei innan {long_date(told.due_on)}.",
    )
    if_not = Both(
        "Si fra hvis du trenger mer tid, eller hvis det er noe du ikke kan få tak i. Får vi ikke papirene, avgjør vi "
        "saken med de opplysningene vi har. Det kan føre til at du får avslag.",
        "Sei frå dersom du treng meir tid, eller dersom det er noko du ikkje kan få tak i. Får vi ikkje papira, avgjer "
        "vi saka med dei opplysningane vi har. Det kan føre til at du får avslag.",
    )
    found = [
        blocks.text(say(lead)),
        blocks.heading(say(Both("Dette mangler", "Dette manglar"))),
        blocks.bullets(told.papers),
        *([blocks.text(told.note)] if told.note.strip() else []),
        blocks.heading(say(Both("Hvis du ikke får sendt papirene", "Dersom du ikkje får sendt papira"))),
        blocks.text(say(if_not)),
    ]
    return letter(told.envelope, title, [*found, questions(say)])


BY = {
    AppliedBy.APPLICANT: Both("Noen", "Nokon"),
    AppliedBy.NEXT_OF_KIN: Both("En pårørende", "Ein pårørande"),
    AppliedBy.MUNICIPAL_UNIT: Both("En kommunal enhet", "Ei kommunal eining"),
    AppliedBy.HOSPITAL: Both("Et sykehus", "Eit sjukehus"),
    AppliedBy.PRISON: Both("Et fengsel", "Eit fengsel"),
}


def draw_consent_request(asked: ConsentRequest) -> Drawn:
    """The question whether the reader stands behind the application as PDF. Raises UndrawableText."""
    say = speaker(asked.envelope.language)
    title = say(Both("Vil du søke om kommunal bolig?", "Vil du søkje om kommunal bustad?"))
    who = say(BY[asked.applied_by]) + (f" ({asked.initiator})" if asked.initiator.strip() else "")
    lead = Both(
        f"{who} har sendt oss en søknad om kommunal bolig for deg. Vi fikk den {long_date(asked.received_on)}. Vi "
        "behandler den ikke før du har sagt ja.",
        f"{who} har sendt oss ein søknad om kommunal bustad for deg. Vi fekk han {long_date(asked.received_on)}. Vi "
        "behandlar han ikkje før du har sagt ja.",
    )
    return letter(asked.envelope, title, [blocks.text(say(lead)), *_consent(asked.due_on, say), questions(say)])


def _consent(due_on: date, say: Say) -> list[Block]:
    ways = (
        Both("Si ja til søknaden, på telefon, i e-post, i brev eller når du møter oss.",
             "Sei ja til søknaden, på telefon, i e-post, i brev eller når du møter oss."),
        Both("Gi skriftlig fullmakt til den som skal søke og få brevene for deg.",
             "Gi skriftleg fullmakt til den som skal søkje og få breva for deg."),
        Both("Si nei. Da avslutter vi saken, og du kan søke selv senere når du vil.",
             "Sei nei. Då avsluttar vi saka, og du kan søkje sjølv seinare når du vil."),
    )  # fmt: skip
    guidance = Both(
        "Vi gir deg gjerne råd om bolig uansett hva du svarer: om å leie eller kjøpe selv, om bostøtte og startlån, og "
        "om hvordan du søker.",
        "Vi gir deg gjerne råd om bustad uansett kva du svarar: om å leige eller kjøpe sjølv, om bustøtte og startlån, "
        "og om korleis du søkjer.",
    )
    return [
        blocks.heading(say(Both(f"Svar oss innen {long_date(due_on)}", f"Svar oss innan {long_date(due_on)}"))),
        blocks.text(say(Both("Du kan gjøre ett av dette:", "Du kan gjere eitt av dette:"))),
        blocks.bullets(say(way) for way in ways),
        blocks.heading(say(Both("Råd og veiledning", "Råd og rettleiing"))),
        blocks.text(say(guidance)),
    ]


def draw_prior_notice(told: PriorNotice) -> Drawn:
    """The prior notice of a withdrawal as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    title = say(
        Both(
            "Varsel: Vi vurderer å trekke tilbake vedtaket om kommunal bolig",
            "Varsel: Vi vurderer å trekkje tilbake vedtaket om kommunal bustad",
        )
    )
    lead = Both(
        f"Vi innvilget søknaden din om kommunal bolig {long_date(told.decided_on)}. Vi har fått nye opplysninger, og "
        "vurderer nå å trekke vedtaket tilbake. Vi har ikke bestemt oss ennå.",
        f"Vi innvilga søknaden din om kommunal bustad {long_date(told.decided_on)}. Vi har fått nye opplysningar, og "
        "vurderer no å trekkje vedtaket tilbake. Vi har ikkje bestemt oss enno.",
    )
    return letter(told.envelope, title, [blocks.text(say(lead)), *_prior(told, say), questions(say)])


def _prior(told: PriorNotice, say: Say) -> list[Block]:
    answer = Both(
        f"Du kan uttale deg før vi bestemmer oss. Skriv eller ring til oss innen {long_date(told.answer_by)}. Si fra "
        "hvis noe av dette er feil, eller hvis det er noe mer vi bør vite. Si også fra hvis du trenger mer tid.",
        f"Du kan uttale deg før vi bestemmer oss. Skriv eller ring til oss innan {long_date(told.answer_by)}. Sei frå "
        "dersom noko av dette er feil, eller dersom det er noko meir vi bør vite. Sei òg frå dersom du treng meir tid.",
    )
    next_up = Both(
        "Når fristen er ute, avgjør vi saken. Du får et nytt vedtak i brev, og det kan du klage på. Vedtaket du har, "
        "gjelder til da. Du kan la noen hjelpe deg, og du kan be om å få se dokumentene i saken "
        "(forvaltningsloven §§ 12, 16 og 18).",
        "Når fristen er ute, avgjer vi saka. Du får eit nytt vedtak i brev, og det kan du klage på. Vedtaket du har, "
        "gjeld til då. Du kan la nokon hjelpe deg, og du kan be om å få sjå dokumenta i saka "
        "(forvaltningslova §§ 12, 16 og 18).",
    )
    return [
        blocks.heading(say(Both("Dette er nytt i saken", "Dette er nytt i saka"))),
        blocks.text(told.new_facts),
        blocks.heading(say(Both("Hva du kan gjøre", "Kva du kan gjere"))),
        blocks.text(say(answer)),
        blocks.heading(say(Both("Hva som skjer videre", "Kva som skjer vidare"))),
        blocks.text(say(next_up)),
    ]
