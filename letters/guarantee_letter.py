"""The claim on what secures a lease, to whoever answers for it: NAV, the municipality, or the bank of the deposit."""

from dataclasses import dataclass
from datetime import date

from letters import blocks
from letters.closing import questions
from letters.contract_words import SECURITY
from letters.layout import long_date
from letters.letterhead import letter
from letters.offer_letter import kroner
from letters.paper import Drawn, Envelope
from letters.words import Both, Say, speaker
from rules.terms import Security


@dataclass(frozen=True, kw_only=True)
class GuaranteeLetter:
    """What is claimed, of which security, for whose debt and why; the tenant's own address stands nowhere in it."""

    envelope: Envelope
    security: Security
    tenant: str
    security_ore: int
    claimed_ore: int
    owed_ore: int
    reasons: str
    answer_by: date
    starts_on: date
    ended_on: date | None


TITLE = Both("Krav på sikkerhet for husleie", "Krav på tryggleik for husleige")


def draw(told: GuaranteeLetter) -> Drawn:
    """The claim as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    claimed, by = kroner(told.claimed_ore), long_date(told.answer_by)
    lead = Both(
        f"Leietakeren nedenfor skylder husleie eller annet etter leieavtalen. Vi krever {claimed} av sikkerheten som "
        "er stilt for leieforholdet (husleieloven §§ 3-5 og 3-6).",
        f"Leigetakaren nedanfor skuldar husleige eller anna etter leigeavtalen. Vi krev {claimed} av tryggleiken som "
        "er stilt for leigeforholdet (husleigelova §§ 3-5 og 3-6).",
    )
    pay = Both(
        f"Vi ber om at beløpet blir utbetalt, eller at vi får svar med grunn, innen {by}. Oppgi referansen øverst i "
        "brevet når dere betaler.",
        f"Vi ber om at beløpet blir utbetalt, eller at vi får svar med grunn, innan {by}. Oppgi referansen øvst i "
        "brevet når de betaler.",
    )
    found = [
        blocks.text(say(lead)),
        blocks.facts(_facts(told, say)),
        blocks.heading(say(Both("Hva kravet gjelder", "Kva kravet gjeld"))),
        blocks.text(told.reasons),
        blocks.heading(say(Both(f"Svar oss innen {by}", f"Svar oss innan {by}"))),
        blocks.text(say(pay)),
        *questions(told.envelope, say),
    ]
    return letter(told.envelope, say(TITLE), found)


def _facts(told: GuaranteeLetter, say: Say) -> list[tuple[str, str]]:
    since = long_date(told.starts_on)
    period = f"{since} – {long_date(told.ended_on)}" if told.ended_on else say(Both(f"fra {since}", f"frå {since}"))
    rows = [
        (Both("Leietaker", "Leigetakar"), told.tenant),
        (Both("Leieforhold", "Leigeforhold"), period),
        (Both("Sikkerhet", "Tryggleik"), f"{say(SECURITY[told.security])}, {kroner(told.security_ore)}"),
        (Both("Skyldig i alt", "Skuldig i alt"), kroner(told.owed_ore)),
        (Both("Krevd", "Kravd"), kroner(told.claimed_ore)),
    ]
    return [(say(name), value) for name, value in rows]
