"""Letters about a new rent: by the index, to going rent, as agreed, of charges, or a correction (husll. ch. 4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from letters import blocks, contract_words
from letters.blocks import Block
from letters.closing import questions
from letters.contract_words import LINES, kroner
from letters.layout import long_date, month_words
from letters.letterhead import letter
from letters.paper import Drawn, Envelope
from letters.words import Both, Say, speaker
from rules.rent_changes import percent
from rules.terms import RentChangeKind, RentLineKind


@dataclass(frozen=True)
class Amount:
    """One rent line before and after, in øre a month; 0 = it was not, or is no more."""

    kind: RentLineKind
    old_ore: int
    new_ore: int


@dataclass(frozen=True)
class IndexTold:
    """The index values that a new rent rests on, in hundredths."""

    series: str
    base_month: str
    base_value: int
    new_month: str
    new_value: int


@dataclass(frozen=True, kw_only=True)
class RentLetter:
    """What the tenant is told; `account` is the one that the rent is paid to, where the rulebook names it."""

    envelope: Envelope
    kind: RentChangeKind
    amounts: tuple[Amount, ...]
    effective_from: date
    index: IndexTold | None
    reasons: str
    improvements_ore: int
    due_day: int
    kid: str
    account: str | None
    notice_months: int = 1
    contact: str | None = None


TITLES = {
    RentChangeKind.INDEX: Both("Ny husleie etter konsumprisindeksen", "Ny husleige etter konsumprisindeksen"),
    RentChangeKind.MARKET: Both("Krav om gjengs leie", "Krav om gjengs leige"),
    RentChangeKind.AGREED: Both("Ny husleie etter avtale", "Ny husleige etter avtale"),
    RentChangeKind.CHARGES: Both("Endrede tillegg til husleien", "Endra tillegg til husleiga"),
    RentChangeKind.CORRECTION: Both("Retting av husleien", "Retting av husleiga"),
}


def draw(told: RentLetter) -> Drawn:
    """The letter as PDF. Raises UndrawableText."""
    say = speaker(told.envelope.language)
    found = [
        blocks.text(say(_lead(told))),
        *_table(told, say),
        *_index(told, say),
        *_reasons(told, say),
        blocks.heading(say(Both("Betaling", "Betaling"))),
        blocks.facts(_payment(told, say)),
        *_late(told, say),
        *_disagree(told, say),
        *questions(told.envelope, say, told.contact),
    ]
    return letter(told.envelope, say(TITLES[told.kind]), found)


def _lead(told: RentLetter) -> Both:
    day = long_date(told.effective_from)
    match told.kind:
        case RentChangeKind.INDEX:
            return Both(
                f"Husleien din endres fra {day} i takt med konsumprisindeksen. Dette er et varsel etter husleieloven "
                "§ 4-2.",
                f"Husleiga di blir endra frå {day} i takt med konsumprisindeksen. Dette er eit varsel etter "
                "husleigelova § 4-2.",
            )
        case RentChangeKind.MARKET:
            return Both(
                f"Kommunen krever at husleien settes til gjengs leie fra {day}. Gjengs leie er det som betales for "
                "lignende boliger som er leid ut på lignende vilkår. Dette er et krav etter husleieloven § 4-3.",
                f"Kommunen krev at husleiga blir sett til gjengs leige frå {day}. Gjengs leige er det som blir betalt "
                "for liknande bustader som er leigde ut på liknande vilkår. Dette er eit krav etter husleigelova "
                "§ 4-3.",
            )
        case RentChangeKind.AGREED:
            return Both(
                f"Vi har avtalt med deg at husleien endres fra {day}.",
                f"Vi har avtalt med deg at husleiga blir endra frå {day}.",
            )
        case RentChangeKind.CHARGES:
            return Both(
                f"Tilleggene til husleien din endres fra {day}. Selve husleien er den samme.",
                f"Tillegga til husleiga di blir endra frå {day}. Sjølve husleiga er den same.",
            )
        case _:
            return Both(
                f"Husleien din har vært ført feil, og er rettet fra {day}. Har du betalt for mye, står det til gode på "
                "kontoen din. Har du betalt for lite, får du vite hva du skylder.",
                f"Husleiga di har vore ført feil, og er retta frå {day}. Har du betalt for mykje, står det til gode på "
                "kontoen din. Har du betalt for lite, får du vite kva du skuldar.",
            )


def _table(told: RentLetter, say: Say) -> Iterator[Block]:
    head = [say(Both("Per måned", "Per månad")), say(Both("Nå", "No")), say(Both("Ny", "Ny"))]
    rows = [(say(LINES[one.kind]), kroner(one.old_ore), kroner(one.new_ore)) for one in told.amounts]
    if len(rows) > 1:
        sums = (sum(one.old_ore for one in told.amounts), sum(one.new_ore for one in told.amounts))
        rows.append((say(Both("Til sammen", "Til saman")), kroner(sums[0]), kroner(sums[1])))
    yield blocks.table(head, rows, (2, 1, 1))


def _index(told: RentLetter, say: Say) -> Iterator[Block]:
    if told.index is None:
        return
    index = told.index
    yield blocks.heading(say(Both("Slik er den regnet ut", "Slik er ho rekna ut")))
    moved = percent(index.base_value, index.new_value)
    yield blocks.facts(
        [
            (say(Both("Sist fastsatt, indeks", "Sist fastsett, indeks")), _value(index.base_month, index.base_value)),
            (say(Both("Ny indeks", "Ny indeks")), _value(index.new_month, index.new_value)),
            (say(Both("Endring i prisene", "Endring i prisane")), f"{hundredths(moved)} prosent"),
            (say(Both("Kilde", "Kjelde")), f"Statistisk sentralbyrå, {index.series}"),
        ]
    )
    yield blocks.text(
        say(
            Both(
                "Husleien kan ikke øke mer enn prisene har gjort siden den sist ble fastsatt. Tillegg for strøm og "
                "felleskostnader følger ikke indeksen.",
                "Husleiga kan ikkje auke meir enn prisane har gjort sidan ho sist vart fastsett. Tillegg for straum og "
                "felleskostnader følgjer ikkje indeksen.",
            )
        )
    )


def _value(month: str, value: int) -> str:
    return f"{month_words(month)}: {hundredths(value)}"


def hundredths(value: int) -> str:
    """Hundredths as they are written: «129,4», «-0,5»."""
    sign, size = ("-", -value) if value < 0 else ("", value)
    decimals = f"{size % 100:02d}".rstrip("0") or "0"
    return f"{sign}{size // 100},{decimals}"


def _reasons(told: RentLetter, say: Say) -> Iterator[Block]:
    if told.reasons:
        yield blocks.heading(say(Both("Hvorfor", "Kvifor")))
        yield blocks.text(told.reasons)
    if told.improvements_ore:
        less = kroner(told.improvements_ore)
        yield blocks.text(
            say(
                Both(
                    f"Det er trukket fra {less} per måned for det du selv har gjort bedre i boligen.",
                    f"Det er trekt frå {less} per månad for det du sjølv har gjort betre i bustaden.",
                )
            )
        )


def _payment(told: RentLetter, say: Say) -> list[tuple[str, str]]:
    rows = [
        (say(Both("Gjelder fra", "Gjeld frå")), long_date(told.effective_from)),
        (
            say(Both("Forfall", "Forfall")),
            say(Both(f"den {told.due_day}. i måneden", f"den {told.due_day}. i månaden")),
        ),
        ("KID", told.kid),
    ]
    if told.account:
        rows.append((say(Both("Konto", "Konto")), contract_words.account_number(told.account)))
    return rows


def _late(told: RentLetter, say: Say) -> Iterator[Block]:
    """The letter is right whenever it is sent: a notice that is shorter than the law asks holds from later."""
    if told.kind not in (RentChangeKind.INDEX, RentChangeKind.MARKET):
        return
    months = contract_words.months(told.notice_months)
    yield blocks.text(
        say(
            Both(
                f"Har det gått mindre enn {months.nb} fra brevet ble sendt til datoen over, gjelder den nye husleien "
                f"først fra den første i måneden etter at det har gått {months.nb}.",
                f"Har det gått mindre enn {months.nn} frå brevet vart sendt til datoen over, gjeld den nye husleiga "
                f"først frå den første i månaden etter at det har gått {months.nn}.",
            )
        )
    )


def _disagree(told: RentLetter, say: Say) -> Iterator[Block]:
    yield blocks.heading(say(Both("Hvis du er uenig", "Dersom du er usamd")))
    if told.kind is RentChangeKind.MARKET:
        yield blocks.text(
            say(
                Both(
                    "Si fra til oss hvis du mener at leien er for høy. Blir vi ikke enige, kan du bringe saken inn for "
                    "Husleietvistutvalget (husleieloven §§ 4-3 og 12-5). Du betaler den gamle leien til det er "
                    "avgjort.",
                    "Sei frå til oss dersom du meiner at leiga er for høg. Blir vi ikkje samde, kan du bringe saka inn "
                    "for Husleigetvistutvalet (husleigelova §§ 4-3 og 12-5). Du betaler den gamle leiga til det er "
                    "avgjort.",
                )
            )
        )
        return
    yield blocks.text(
        say(
            Both(
                "Ta kontakt med oss hvis du mener at noe er feil. Blir vi ikke enige, kan du bringe saken inn for "
                "Husleietvistutvalget (husleieloven § 12-5).",
                "Ta kontakt med oss dersom du meiner at noko er feil. Blir vi ikkje samde, kan du bringe saka inn for "
                "Husleigetvistutvalet (husleigelova § 12-5).",
            )
        )
    )
