"""What the steps of a waiting case are called, and which of them stand beside which fact."""

from dataclasses import dataclass
from typing import Any

from admin import formats
from admin.views.acting import Step

DRAFTS = "Brev å se over"
UNSENT = "Brev å sende"


@dataclass(frozen=True, kw_only=True)
class FactStep:
    """The step that changes a fact: its method, its word on the page, and what it is about for screen readers."""

    method: str
    word: str
    about: str
    open_only: bool = True


FACT_STEPS = {
    "guidance_on": FactStep(method="guidance", word="Noter", about="veiledning"),
    "checklist": FactStep(method="papers", word="Be om papirer, eller noter at de er kommet", about="i papirlisten"),
    "preliminary_reply_on": FactStep(method="preliminary_reply", word="Noter dato", about="for foreløpig svar"),
    "office": FactStep(method="pass_on", word="Send videre", about="til riktig kontor"),
    "disqualified": FactStep(method="declare_conflict", word="Meld inhabilitet", about="i saken", open_only=False),
}

CONSENT = Step(
    heading="Samtykke",
    lead="Noter hva søkeren sier til at andre har søkt. Ønsker søkeren ikke å søke, avsluttes saken.",
    button="Noter svaret",
    done="Svaret er notert.",
    facts=("applicant", "applied_by", "who_applied", "received_on"),
)
GUIDANCE = Step(
    heading="Veiledning",
    lead="Noter dagen husstanden fikk råd om bolig. Veiledning kan alltid gis, også før søkeren har samtykket "
    "(forvaltningsloven § 11).",
    button="Noter veiledning",
    done="Veiledningen er notert.",
    facts=("applicant", "guidance_on"),
)
CONSENT_REQUEST = Step(
    heading="Spør om samtykke",
    lead="Søkeren får et brev om at andre har søkt, og spørsmål om å si ja, gi skriftlig fullmakt eller si nei.",
    button="Lag brevet",
    done="Brevet er laget. Se over det, og gjør det klart til utsending.",
    facts=("applicant", "applied_by", "who_applied", "received_on"),
)
REPLY = Step(
    heading="Foreløpig svar",
    lead="Skriv hvorfor det tar tid, og når søkeren kan vente svar (forvaltningsloven § 11 a). Du ser over brevet før "
    "det sendes. Et utkast som ligger fra før, byttes ut.",
    button="Lag brevet",
    done="Brevet er laget. Se over det, og gjør det klart til utsending.",
    keeps=True,
    facts=("applicant", "received_on", "preliminary_reply_on"),
)
PASS_ON = Step(
    heading="Send videre til riktig kontor",
    lead="Saken og oppgaven følger med. Dagen søknaden først kom, blir stående (forvaltningsloven § 11).",
    button="Send videre",
    done="Saken er sendt videre.",
    facts=("applicant", "received_on", "office", "caseworker"),
)
CONFLICT = Step(
    heading="Meld inhabilitet",
    lead="Den som er inhabil, kan verken forberede eller avgjøre saken (forvaltningsloven § 6). Er det "
    "saksbehandleren, blir saken stående uten saksbehandler til en annen får den.",
    button="Meld inhabilitet",
    done="Inhabiliteten er notert.",
    facts=("applicant", "caseworker"),
)


def lift(name: str) -> Step:
    """The step that lifts one person's conflict."""
    return Step(
        heading="Opphev inhabilitet",
        lead=f"{name} er ført opp som inhabil. Opphev det bare hvis grunnen er falt bort eller var feil.",
        button="Opphev",
        done="Inhabiliteten er opphevet.",
        facts=("applicant", "caseworker"),
    )


def drawn(letter: Any) -> str:
    """A draft on the case's page."""
    return f"{letter.letter_kind.label} (utkast {formats.day(letter.drawn_on)})"


def released(letter: Any) -> str:
    """A letter on the case's page that is approved and has not gone out."""
    return f"{letter.letter_kind.label} (klart {formats.day(letter.released_on)}). Send det, og noter datoen."
