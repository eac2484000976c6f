"""A word or sentence in both forms of Norwegian, side by side, and the words that all letters share."""

from collections.abc import Callable
from typing import NamedTuple

from rules.terms import (
    AppealBody,
    BodyOutcome,
    DecidingBody,
    DecisionOutcome,
    ItemOutcome,
    LegalBasis,
    RequirementResult,
    Role,
)

NYNORSK = "nn"


class Both(NamedTuple):
    """The same said in bokmål and in nynorsk."""

    nb: str
    nn: str


Say = Callable[[Both], str]


def speaker(language: str) -> Say:
    """Chooses the form that the letter is written in."""
    return lambda both: both.nn if language == NYNORSK else both.nb


def capital(words: str) -> str:
    """The words with a capital first."""
    return words[:1].upper() + words[1:]


HEAD = {
    "page": Both("Side", "Side"),
    "of": Both("av", "av"),
    "regards": Both("Med vennlig hilsen", "Med venleg helsing"),
    "approved": Both(
        "Brevet er godkjent elektronisk og har derfor ingen underskrift.",
        "Brevet er godkjent elektronisk og har difor inga underskrift.",
    ),
    "copy": Both("Kopi til:", "Kopi til:"),
}
DATE = Both("Dato:", "Dato:")
CASE = Both("Søknad:", "Søknad:")
REFERENCE = Both("Vår referanse:", "Vår referanse:")
LEASE = Both("Leieforhold:", "Leigeforhold:")
ARCHIVE = Both("Arkivsak:", "Arkivsak:")
CASEWORKER = Both("saksbehandler", "saksbehandlar")
ROLE: dict[Role | None, Both] = {
    Role.HOUSING_CONSULTANT: Both("boligkonsulent", "bustadkonsulent"),
    Role.DEPARTMENT_HEAD: Both("avdelingsleder", "avdelingsleiar"),
    Role.PROPERTY: Both("eiendomsforvalter", "eigedomsforvaltar"),
}
DECIDED_BY = {
    DecidingBody.COMMITTEE: Both("Avgjort av husfordelingsutvalget", "Avgjord av husfordelingsutvalet"),
    DecidingBody.DECIDER: Both(
        "Avgjort av beslutter med fullmakt i kommunen", "Avgjord av avgjerdstakar med fullmakt i kommunen"
    ),
}
PHONE = Both("Telefon:", "Telefon:")
EXEMPT = Both(
    "Unntatt offentlighet etter offentleglova § 13, jf. forvaltningsloven § 13",
    "Unnateke offentlegheit etter offentleglova § 13, jf. forvaltningslova § 13",
)

BASIS = {
    LegalBasis.LOCAL_GUIDELINES: Both(
        "kommunens retningslinjer for tildeling av kommunal utleiebolig",
        "retningslinjene i kommunen for tildeling av kommunal utleigebustad",
    ),
    LegalBasis.HOUSING_SOCIAL_ACT: Both("boligsosialloven", "bustadsosiallova"),
    LegalBasis.CARE_SERVICES_ACT: Both(
        "helse- og omsorgstjenesteloven § 3-2 a", "helse- og omsorgstenestelova § 3-2 a"
    ),
}
BODY = {
    AppealBody.APPEALS_BOARD: Both("kommunens klagenemnd", "klagenemnda i kommunen"),
    AppealBody.COUNTY_GOVERNOR: Both("Statsforvalteren", "Statsforvaltaren"),
}
RESULT = {
    RequirementResult.MET: Both("Oppfylt", "Oppfylt"),
    RequirementResult.NOT_MET: Both("Ikke oppfylt", "Ikkje oppfylt"),
    RequirementResult.EXEMPT: Both("Gjelder ikke deg", "Gjeld ikkje deg"),
    RequirementResult.UNANSWERED: Both("Ikke vurdert", "Ikkje vurdert"),
}
OUTCOME = {
    DecisionOutcome.GRANTED: Both("innvilget", "innvilga"),
    DecisionOutcome.REFUSED: Both("avslått", "avslått"),
    DecisionOutcome.DISMISSED: Both("avvist", "avvist"),
    DecisionOutcome.WITHDRAWN: Both("trukket tilbake", "trekt tilbake"),
}
BODY_OUTCOME = {
    BodyOutcome.UPHELD: Both("Vedtaket står ved lag", "Vedtaket står ved lag"),
    BodyOutcome.CHANGED: Both("Vedtaket er endret", "Vedtaket er endra"),
    BodyOutcome.RETURNED: Both(
        "Vedtaket er opphevet, og saken skal behandles på nytt", "Vedtaket er oppheva, og saka skal behandlast på nytt"
    ),
    BodyOutcome.DISMISSED: Both("Klagen er avvist", "Klaga er avvist"),
}
ITEM_OUTCOME = {
    ItemOutcome.DECIDED: Both("Avgjort", "Avgjord"),
    ItemOutcome.POSTPONED: Both("Utsatt", "Utsett"),
}
AFTER_BODY = {  # what follows for the party of what the body came to
    BodyOutcome.UPHELD: Both("Vedtaket vårt gjelder som før.", "Vedtaket vårt gjeld som før."),
    BodyOutcome.CHANGED: Both(
        "Det klageinstansen har bestemt, gjelder i stedet for vedtaket vårt. Vi følger det opp og tar kontakt med deg.",
        "Det klageinstansen har bestemt, gjeld i staden for vedtaket vårt. Vi følgjer det opp og tek kontakt med deg.",
    ),
    BodyOutcome.RETURNED: Both(
        "Vedtaket vårt gjelder ikke lenger. Vi behandler saken på nytt, og du får et nytt vedtak.",
        "Vedtaket vårt gjeld ikkje lenger. Vi behandlar saka på nytt, og du får eit nytt vedtak.",
    ),
    BodyOutcome.DISMISSED: Both(
        "Klagen er ikke behandlet, og vedtaket vårt gjelder som før.",
        "Klaga er ikkje behandla, og vedtaket vårt gjeld som før.",
    ),
}  # fmt: skip
