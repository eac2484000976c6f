"""Letters that ask the party before anything is done: consent to an application, prior notice (fvl. §§ 12 and 16)."""

from dataclasses import dataclass
from datetime import date

from letters import blocks
from letters.blocks import Block
from letters.closing import questions
from letters.decision_words import ASKED
from letters.layout import long_date
from letters.letterhead import letter
from letters.paper import Drawn, Envelope
from letters.words import Both, Say, speaker
from rules.terms import ApplicationKind, AppliedBy


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
    title = say(Both(f"Vil du søke {ASKED[asked.kind].nb}?", f"Vil du søkje {ASKED[asked.kind].nn}?"))
    who = say(BY[asked.applied_by]) + (f" ({asked.initiator})" if asked.initiator.strip() else "")
    lead = Both(
        f"{who} har sendt oss en søknad {ASKED[asked.kind].nb} for deg. Vi fikk den {long_date(asked.received_on)}. "
        "Vi behandler den ikke før du har sagt ja.",
        f"{who} har sendt oss ein søknad {ASKED[asked.kind].nn} for deg. Vi fekk han {long_date(asked.received_on)}. "
        "Vi behandlar han ikkje før du har sagt ja.",
    )
    return letter(
        asked.envelope, title, [blocks.text(say(lead)), *_consent(asked.due_on, say), *questions(asked.envelope, say)]
    )


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
            "Varsel: Vedtaket ditt kan bli trukket tilbake",
            "Varsel: Vedtaket ditt kan bli trekt tilbake",
        )
    )
    lead = Both(
        f"Vi innvilget søknaden din om kommunal bolig {long_date(told.decided_on)}. Vi har fått nye opplysninger, og "
        "vurderer nå å trekke vedtaket tilbake. Vi har ikke bestemt oss ennå.",
        f"Vi innvilga søknaden din om kommunal bustad {long_date(told.decided_on)}. Vi har fått nye opplysningar, og "
        "vurderer no å trekkje vedtaket tilbake. Vi har ikkje bestemt oss enno.",
    )
    return letter(told.envelope, title, [blocks.text(say(lead)), *_prior(told, say), *questions(told.envelope, say)])


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
