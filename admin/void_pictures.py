"""Pictures of the figures of empty dwellings: tables whose rows carry a bar, and each row opens what it counts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from admin import formats, void_rows
from admin.void_rows import MOST_OFFERS, NO_UNIT, NONE, SPANS
from rules.terms import OfferState, RefusalReason, VacancyStage
from rules.voids import Void
from services import void_figures
from services.void_figures import EMPTY_STAGES, Figures, Sum

TONES = {
    VacancyStage.VACATED: "bad",
    VacancyStage.PREPARATION: "wait",
    VacancyStage.READY: "new",
    VacancyStage.RESERVED: "active",
}
NONE_EMPTY = "Ingen boliger sto tomme i perioden."
NONE_LET = "Ingen boliger ble utleid i perioden."
NONE_OFFERED = "Ingen tilbud ble gitt i perioden."
NONE_REFUSED = "Ingen har takket nei til tilbud fra perioden."
Link = Callable[[str, str], str | None]  # the page of what a figure counts, by its kind and its code


@dataclass(frozen=True)
class Segment:
    """A part of a bar, of a hundred: where it begins, how long it is, its colour."""

    at: float
    length: float
    tone: str


@dataclass(frozen=True)
class Bar:
    """One row: its words, the page it opens, its bar, and its numbers in words."""

    label: str
    url: str | None
    segments: tuple[Segment, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """One table: its heading, what its columns are called, its rows, and what is said where it has none."""

    heading: str
    titles: tuple[str, ...]
    bars: Sequence[Bar]
    empty: str
    lead: str = ""


def months(found: Figures, link: Link) -> Picture:
    """Each month of the period with its empty days by stage, side by side in one bar."""
    sums = void_figures.grouped(found.empty, lambda _, part: (part.month, part.stage))
    whole = void_figures.grouped(found.empty, lambda _, part: part.month)
    most = _most(one.void.days for one in whole.values())
    bars = []
    for month in found.period.months():
        days = [(TONES[stage], sums[month, stage].void.days) for stage in EMPTY_STAGES if (month, stage) in sums]
        held = whole[month].void if month in whole else Void()
        url = link("maned", str(month)) if month in whole else None
        bars.append(Bar(void_rows.month_words(month), url, _segments(days, most), _amounts(held)))
    return Picture("Måned for måned", ("Måned", "Tomme dager", "Tapt leie"), bars if whole else (), NONE_EMPTY)


def stages(found: Figures, link: Link) -> Picture:
    """By stage, in the order of the way."""
    sums = void_figures.grouped(found.empty, lambda _, part: part.stage)
    most = _most(one.void.days for one in sums.values())
    bars = [_sum(stage.label, link("steg", stage.value), sums[stage], TONES[stage], most)
            for stage in EMPTY_STAGES if stage in sums]  # fmt: skip
    return _by("Hvor tiden går", "Mens boligen er", bars)


def causes(found: Figures, link: Link) -> Picture:
    """By cause, the dearest first."""
    sums = void_figures.grouped(found.empty, lambda home, _: home.cause)
    return _by("Hvorfor boligene ble ledige", "Årsak", _dearest(
        [(cause.label, link("arsak", cause.value), one) for cause, one in sums.items()]))  # fmt: skip


def units(found: Figures, link: Link) -> Picture:
    """By unit, the dearest first; dwellings of no unit together."""
    sums = void_figures.grouped(found.empty, lambda home, _: home.unit)
    named = [
        (found.units.get(unit, NO_UNIT) if unit else NO_UNIT, link("enhet", str(unit or NONE)), one)
        for unit, one in sums.items()
    ]
    return _by("Enhet for enhet", "Enhet", _dearest(named))


def keys(found: Figures, link: Link) -> Picture:
    """How long it took from notice to keys."""
    counts = [
        (
            void_rows.span_words(*span),
            link("dager", str(span[0])),
            sum(void_rows.within(one, *span) for one in found.let),
        )
        for span in SPANS
    ]
    usual = found.usual_days_to_keys
    lead = f"Halvparten av boligene brukte {void_rows.days_words(usual)} eller mindre." if usual is not None else ""
    return Picture("Fra melding til nøkler", ("Tid", "Boliger"), _counted(counts), NONE_LET, lead)


def offers_each(found: Figures, link: Link) -> Picture:
    """How many offers it took to let a home."""
    counts = [
        (void_rows.offers_words(number), link("tilbud", str(number)),
         sum(min(one.offers, MOST_OFFERS) == number for one in found.let))
        for number in range(1, MOST_OFFERS + 1)
    ]  # fmt: skip
    each = found.offers_for_each
    lead = f"I snitt {each:.1f} tilbud for hver bolig som ble utleid.".replace(".", ",", 1) if each is not None else ""
    return Picture("Tilbud før boligen ble utleid", ("Tilbud", "Boliger"), _counted(counts), NONE_LET, lead)


def outcomes(found: Figures, link: Link) -> Picture:
    """How the offers given in the period stand."""
    counts = [(one.label, link("state", one.value), found.offers.get(one, 0)) for one in OfferState]
    return Picture(
        "Hvordan tilbudene gikk", ("Tilbud fra perioden", "Antall"), _counted(counts, few=True), NONE_OFFERED
    )


def refusals(found: Figures, link: Link) -> Picture:
    """Why households said no, the commonest first."""
    counts = [(one.label, link("reason", one.value), found.refusals.get(one, 0)) for one in RefusalReason]
    bars = _counted(sorted(counts, key=lambda one: -one[2]), "wait", few=True)
    return Picture("Hvorfor noen takket nei", ("Grunn", "Antall"), bars, NONE_REFUSED)


def _by(heading: str, first: str, bars: Sequence[Bar]) -> Picture:
    return Picture(heading, (first, "Boliger", "Tomme dager", "Tapt leie"), bars, NONE_EMPTY)


def _dearest(rows: Sequence[tuple[str, str | None, Sum]]) -> list[Bar]:
    most = _most(one.void.days for _, _, one in rows)
    placed = sorted(rows, key=lambda row: (-row[2].void.loss_ore, row[0]))
    return [_sum(label, url, one, "active", most) for label, url, one in placed]


def _sum(label: str, url: str | None, one: Sum, tone: str, most: int) -> Bar:
    numbers = (formats.number(one.homes), *_amounts(one.void))
    return Bar(label, url, _segments([(tone, one.void.days)], most), numbers)


def _counted(rows: Iterable[tuple[str, str | None, int]], tone: str = "active", *, few: bool = False) -> list[Bar]:
    """Rows of plain counts; none where all are nothing, and with `few` only those that are something."""
    held = list(rows)
    most = _most(count for _, _, count in held)
    return [
        Bar(label, url if count else None, _segments([(tone, count)], most), (formats.number(count),))
        for label, url, count in held
        if most and (count or not few)
    ]


def _amounts(void: Void) -> tuple[str, str]:
    return formats.number(void.days), void_rows.whole_kroner(void.loss_ore)


def _most(numbers: Iterable[int]) -> int:
    return max(numbers, default=0)


def _segments(parts: Iterable[tuple[str, int]], most: int) -> tuple[Segment, ...]:
    """Parts after one another, of a bar that would be full at `most`."""
    found, at = [], 0.0
    for tone, number in parts:
        length = round(100 * number / most, 1) if most else 0.0
        if length:
            found.append(Segment(round(at, 1), length, tone))
        at += length
    return tuple(found)
