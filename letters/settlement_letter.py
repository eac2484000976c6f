"""The final settlement: what was owed, what the security covered, what goes back, what is left (husll. § 3-5)."""

from dataclasses import dataclass
from datetime import date

from letters import blocks
from letters.closing import questions
from letters.contract_words import kroner
from letters.layout import long_date
from letters.letterhead import letter
from letters.paper import Drawn, Envelope
from letters.words import Both, Say, speaker
from rules.endings import Owed, Split
from rules.terms import DepositRelease

RELEASES = {
    DepositRelease.CONSENT: Both("Du har samtykket.", "Du har samtykt."),
    DepositRelease.JUDGMENT: Both(
        "Det følger av en dom, et forlik eller et vedtak.", "Det følgjer av ein dom, eit forlik eller eit vedtak."
    ),
    DepositRelease.BANK: Both(
        "Banken varslet deg, og du reiste ikke sak innen fem uker.",
        "Banken varsla deg, og du reiste ikkje sak innan fem veker.",
    ),
}


@dataclass(frozen=True, kw_only=True)
class FinalSettlement:
    """What the end of a lease comes to, in øre."""

    envelope: Envelope
    ended_on: date
    owed: Owed
    security_ore: int  # the deposit; 0 where there is none
    split: Split
    release: DepositRelease | None = None


def draw(told: FinalSettlement) -> Drawn:
    """The settlement as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    day = long_date(told.ended_on)
    lead = Both(
        f"Leieforholdet tok slutt {day}. Her er sluttoppgjøret.",
        f"Leigeforholdet tok slutt {day}. Her er sluttoppgjeret.",
    )
    found = [
        blocks.text(say(lead)),
        blocks.facts(_rows(told, say)),
        *([blocks.text(say(_release(told.release)))] if told.split.kept_ore and told.release else []),
        blocks.heading(say(Both("Hva som skjer nå", "Kva som skjer no"))),
        blocks.text(say(_then(told))),
        blocks.text(say(DISAGREE)),
        *questions(told.envelope, say),
    ]
    return letter(told.envelope, say(Both("Sluttoppgjør", "Sluttoppgjer")), found)


DISAGREE = Both(
    "Er du uenig i oppgjøret, si fra til oss. Blir vi ikke enige, kan du ta saken til Husleietvistutvalget "
    "(husleieloven § 12-5).",
    "Er du usamd i oppgjeret, sei frå til oss. Blir vi ikkje samde, kan du ta saka til Husleigetvistutvalet "
    "(husleigelova § 12-5).",
)


def _rows(told: FinalSettlement, say: Say) -> list[tuple[str, str]]:
    owed, split = told.owed, told.split
    rent = Both("Til gode på husleien", "Til gode på husleiga") if owed.rent_ore < 0 else RENT
    rows: list[tuple[Both, int]] = [(rent, abs(owed.rent_ore))]
    if owed.claim_ore:
        rows.append((Both("Krav ved utflytting", "Krav ved utflytting"), owed.claim_ore))
    if told.security_ore:
        rows += [
            (Both("Depositum", "Depositum"), told.security_ore),
            (Both("Dekkes av depositumet", "Blir dekt av depositumet"), split.kept_ore),
            (Both("Depositum til deg", "Depositum til deg"), split.returned_ore),
        ]
    last = Both("Du får igjen", "Du får att") if split.left_ore < 0 else Both("Gjenstår å betale", "Står att å betale")
    return [(say(name), kroner(amount)) for name, amount in [*rows, (last, abs(split.left_ore))]]


RENT = Both("Skyldig husleie, renter og gebyrer", "Skuldig husleige, renter og gebyr")


def _release(release: DepositRelease) -> Both:
    words = RELEASES[release]
    return Both(f"Depositumet er frigitt etter husleieloven § 3-5. {words.nb}",
                f"Depositumet er frigitt etter husleigelova § 3-5. {words.nn}")  # fmt: skip


def _then(told: FinalSettlement) -> Both:
    left = told.split.left_ore
    if left > 0:
        return Both(
            "Det som gjenstår, må du betale selv. Kan du ikke betale alt nå, ta kontakt, så lager vi en "
            "nedbetalingsavtale.",
            "Det som står att, må du betale sjølv. Kan du ikkje betale alt no, ta kontakt, så lagar vi ein "
            "nedbetalingsavtale.",
        )
    if left < 0 or told.split.returned_ore:
        return Both(
            "Pengene blir betalt ut til kontoen din. Gi oss beskjed hvis kontonummeret er nytt.",
            "Pengane blir betalte ut til kontoen din. Gi oss beskjed dersom kontonummeret er nytt.",
        )
    return Both("Alt er gjort opp. Du trenger ikke å gjøre noe.", "Alt er gjort opp. Du treng ikkje å gjere noko.")
