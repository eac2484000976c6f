"""What is wrong with a rulebook, in bokmål: the line of its text, where in the rulebook, why, and what to do."""

from admin import formats, wording
from admin.rulebook_names import LANGUAGES, LIMITS, PAIRS, PARAGRAPHS
from rules import errors
from rules.reading import RulebookInvalid
from rules.terms import CaseStep, LegalBasis, Term, VacancyStep

NOTHING = "Ingenting er lagret."
TABLES = {
    "deadlines": "Frister", "reminders": "Påminnelser", "arrears": "Restansestigen", "appeal_bodies": "Klageinstans",
    "quota": "Tilvisning", "requirements": "Vilkår", "factors": "Moment", "bar": "Sperre",
    "priority": "Prioriteringsnøkkelen", "deciding": "Hvem avgjør", "committee": "Utvalget",
    "steps": "Dager til hvert steg", "waiting_list": "Ventelisten", "leases": "Leiekontrakter", "swaps": "Bytte",
    "allocation": "Tildeling", "vacancy_steps": "Dager til hvert steg med en ledig bolig",
    "candidate_checklist": "Sjekkliste for kandidater", "offers": "Tilbud", "contract": "Kontrakt",
    "contract_points": "Kontraktsmøtet",
    "procurement": "Framskaffelse", "procurement_results": "Resultat i en framskaffelse",
    "bid_criteria": "Kriterium for tilbud", "need": "Boligbehovet", "areas": "område", "agreements": "Utleieavtaler",
    "agreement_duties": "Plikt i utleieavtaler", "referrals": "Tilvisning av husstander",
    "partners": "Utleieres systemer",
    "papers": "Papir", "letters": "Brevtekster", "levels": "nivå",
}  # fmt: skip
KEYS = {
    "code": "kode", "label": "navn", "sort": "slag", "source": "kilde", "help": "hjelp", "exempt": "unntatt",
    "at_least": "alder", "levels": "nivåer", "points": "poeng", "order": "rekkefølge", "factor": "moment",
    "step": "steg", "after_days": "dager etter forfall", "urgency": "hastegrad", "days_to_pay": "dager til å betale",
    "groups": "målgrupper", "kinds": "søknadstyper", "title": "navnet på regelboken", "quorum": "antall medlemmer",
    "agencies": "antall etater", "with_services": "boliger med tjenester", "ordinary": "vanlige boliger",
    "chief_executive_decides": "kommunedirektøren kan gi fullmakt", "phase": "fase", "required": "må stå",
    "weight": "vekt", "party": "hvem", "first_months": "første gang", "every_months": "så hver måned",
    "postcodes": "postnumre",
    "security_before_keys": "sikkerhet før nøklene", "four_eyes": "forberede og avgjøre",
}  # fmt: skip
REASONS = {
    "missing": "Verdien mangler. Fyll den ut.",
    "wrong_sort": "Verdien er av feil slag, for eksempel en tekst der det skal stå et tall.",
    "negative": "Tallet kan ikke være negativt.",
    "zero": "Tallet må være minst 1.",
    "too_large": "Tallet er for stort.",
    "too_long": "Teksten er for lang. Kort den ned.",
    "control_sign": "Teksten har et tegn som ikke kan skrives ut. Ta det bort.",
    "too_few": "Et moment må ha minst to nivåer.",
    "twice": "Det samme står to ganger. Ta bort det ene.",
    "unknown_word": "Verdien er ikke en av dem som kan brukes her.",
    "unknown_factor": "Momentet finnes ikke i regelboken.",
    "not_all_situations": "Alle bosituasjonene må være med.",
    "two_falling_numbers": "Det må stå to tall, det største først.",
    "bad_code": "Koden kan bare ha små bokstaver fra a til z, tall og understrek, og må begynne med en bokstav.",
    "unused": "Dette finnes ikke i en regelbok, eller det brukes ikke her. Se etter skrivefeil, eller ta det bort.",
    "empty": "Det må være minst ett.",
    "below_law": "Klagefristen kan ikke være kortere enn tre uker (forvaltningsloven § 29).",
    "above_law": "Foreløpig svar skal gis innen én måned (forvaltningsloven § 11 a), så tallet kan ikke være større.",
    "before_slow": "En sak kan ikke haste før den er over fristen for svar.",
    "above_loan_rules": "Forskriften gir ikke rett til mer: høyst 40 prosent, og alle boligene når de er færre enn fem "
    "(forskrift om lån fra Husbanken § 3-2).",
    "below_loan_rules": "Retten varer minst 20 år ved tilvisning og 30 år ved tildeling (forskrift om lån fra "
    "Husbanken § 3-2).",
    "results_lacking": "Behovsoversikt, kontakt med Husbanken, opplærte nøkkelpersoner, fullmakt, utlysing, vurderte "
    "tilbud og valg må være med og være påkrevd: uten dem inngås ingen avtale.",
    "earlier_than_before": "Dagene kan ikke være færre enn i steget før.",
    "no_such_day": "Dagen må finnes i alle måneder. Skriv et tall fra 1 til 28.",
    "no_account": "Et kontonummer har elleve siffer. Skriv ett på hver linje.",
    "no_day": "Skriv en dag.",
    "weights_not_whole": "Vektene må bli 100 prosent til sammen.",
    "no_postcode": "Et postnummer har fire siffer. Skriv dem med mellomrom eller komma mellom.",
    "too_small": "Lang sikt må være lengre enn kort sikt.",
    "below_least": "Fristen kan ikke være kortere enn den korteste svarfristen en utleier kan sette.",
    "not_shorter": "Kort leietid må være kortere enn den vanlige.",
    "more_than_quorum": "Det kan ikke kreves flere etater enn medlemmer.",
    "loose_brace": "En krøllparentes mangler sin make.",
    "unknown_placeholder": "I krøllparenteser kan det bare stå «antall uker» eller «klageinstansen».",
    "syntax": "Linjen kan ikke leses. Se etter et likhetstegn, et komma eller et hermetegn som mangler.",
    "declared_twice": "Navnet eller overskriften står to ganger. Ta bort den ene.",
    "left_open": "En parentes eller et hermetegn er ikke lukket.",
}
ODD = "Verdien kan ikke brukes. Rett den."


def place(path: str) -> str:
    """Where in the rulebook, as the pages call it: «Moment 1, nivå 3: poeng»; empty for the text as a whole."""
    for named in (LIMITS, PAIRS):
        if path in named:
            return named[path][0]
    words, parts = [], path.split(".")
    while parts:
        part = parts.pop(0)
        if part == "letters":
            return _paragraph(parts)
        if part in TABLES and parts and parts[0].isdigit():
            words.append(f"{TABLES[part]} {int(parts.pop(0)) + 1}")
        elif part in TABLES and (parts or not words):
            words.append(TABLES[part])
        elif not part.isdigit():
            words.append(_key(part, VacancyStep if path.startswith("vacancy_steps.") else CaseStep))
    known = [word for word in words if word]
    return ": ".join([", ".join(known[:-1]), known[-1]]) if len(known) > 1 else "".join(known)


def _key(part: str, steps: type[Term]) -> str:
    if part in KEYS:
        return KEYS[part]
    for kind in (steps, LegalBasis):
        if part in {one.value for one in kind}:
            return kind(part).inside
    return ""


def _paragraph(parts: list[str]) -> str:
    language, code = (*parts, "", "")[:2]
    inside = [word for word in (LANGUAGES.get(language), PARAGRAPHS.get(code)) if word]
    return f"Brevtekster: {', '.join(formats.inside(word) for word in inside)}" if inside else "Brevtekster"


def reason(error: RulebookInvalid) -> str:
    """Why a value cannot stand."""
    return REASONS.get(error.reason, ODD)


def fault(error: RulebookInvalid) -> str:
    """«Linje 42, «Klagefrist»: Tallet kan ikke være negativt.»"""
    where = [f"Linje {error.line}"] if error.line else []
    named = place(error.where)
    found = ", ".join([*where, *([f"«{named}»"] if named else [])])
    return f"{found}: {reason(error)}" if found else reason(error)


@wording.explain.register
def _(error: RulebookInvalid) -> str:
    return f"{NOTHING} {fault(error)}"


@wording.explain.register
def _(error: errors.RulebookOvertaken) -> str:
    return (
        f"{NOTHING} Versjon {error.published} er publisert etter at versjon {error.number} ble laget, og ville ikke "
        f"gjelde lenger. Lag en ny kopi av versjon {error.published}, og gjør endringene der."
    )
