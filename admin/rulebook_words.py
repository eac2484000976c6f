"""A rulebook in words: every part of it as tables of a page, and what differs between two versions."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from admin import formats
from admin import rulebook_partner_words as partner
from admin.rulebook_names import (
    ACCOUNTS,
    CASE_LIMITS,
    INTEREST,
    KEEPING_LIMITS,
    KEYS_FIRST,
    LETTING_LIMITS,
    LIMITS,
    PAIRS,
    PARAGRAPHS,
    PARTNER_LIMITS,
    SERIES,
    amount,
    source,
    with_words,
)
from admin.rulebook_numbers import numbers, pairs
from rules.letting_policy import Point
from rules.policy import Factor, Requirement
from rules.rulebook import Rules
from rules.terms import LegalBasis, PrioritySort, RequirementSort, Term

ALL = "Alle"


@dataclass(frozen=True)
class Chapter:
    """One table of a rulebook; `part` is the page that changes it."""

    heading: str
    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    part: str
    empty: str = "Ingenting er bestemt."


@dataclass(frozen=True)
class Difference:
    """One row that differs between two versions; a dash where one of them lacks it."""

    chapter: str
    name: str
    then: str
    now: str


def chapters(rules: Rules) -> tuple[Chapter, ...]:
    """All of a rulebook, in the order of the way from application to appeal and on."""
    policy = rules.policy
    return (
        Chapter("Vilkår", ("Vilkår", "Avgjøres", "Unntatt", "Hjelp", "Kilde"), tuple(_musts(rules)), "vilkar"),
        Chapter("Momenter", ("Moment", "Nivåer og poeng", "Hjelp", "Kilde"), tuple(_factors(rules)), "momenter"),
        Chapter("Sperre", ("Hva", "Hjelp", "Kilde"),
                ((policy.bar.label, policy.bar.help, source(policy.bar.source)),), "sperre"),
        Chapter("Prioriteringsnøkkel", ("Plass", "Hva", "Slik regnes det"), tuple(_priority(rules)), "prioritering"),
        Chapter("Hvem avgjør", ("Rettsgrunnlag", "Avgjøres av", "Klageinstans"), tuple(_bodies(rules)), "avgjorelse"),
        Chapter("Utvalg og kontroll", ("Hva", "Verdi"), tuple(_committee(rules)), "avgjorelse"),
        Chapter("Dager til hvert steg", ("Steg", "Dager"), tuple(_steps(rules)), "steg"),
        Chapter("Papirer", ("Papir", "Målgruppe", "Søknadstype"), tuple(_papers(rules)), "papirer"),
        Chapter("Fra ledig bolig til nøkler", ("Hva", "Verdi"), tuple(_letting(rules)), "tildeling"),
        Chapter("Husleie, oppfølging og avslutning", ("Hva", "Verdi"), tuple(_keeping(rules)), "leieforhold"),
        Chapter("Forsinkelsesrente", ("Fra og med", "Prosent per år"), tuple(_rates(rules)), "rente"),
        Chapter("Purregebyr", ("Fra og med", "Beløp"), tuple(_fees(rules)), "gebyr"),
        Chapter("Dager til hvert steg med en ledig bolig", ("Steg", "Dager"),
                tuple(_vacancy_steps(rules)), "boligsteg"),
        Chapter("Sjekkliste for kandidater", ("Punkt", "Kilde"), tuple(_points(rules.letting.checklist)), "sjekkliste"),
        Chapter("Kontraktsmøtet", ("Punkt", "Kilde"), tuple(_points(rules.letting.contract_points)), "kontraktsmote"),
        Chapter("Frister og påminnelser", ("Hva", "Verdi"), tuple(_limits(rules)), "frister"),
        Chapter("Restansestige", ("Steg", "Dager etter forfall", "Hastegrad", "Dager til å betale", "Kilde"),
                tuple(_ladder(rules)), "restanser"),
        Chapter("Utleiere: framskaffelse, avtaler og tilvisning", ("Hva", "Verdi"),
                tuple(_partners(rules)), "utleiere"),
        Chapter("Resultater i hver fase av en framskaffelse", ("Resultat", "Fase", "Vises ved", "Må stå", "Hjelp",
                "Kilde"), tuple(partner.results(rules.partnering)), "framskaffelse"),
        Chapter("Kriterier for tilbud fra utleiere", ("Kriterium", "Vekt", "Hva det ses etter"),
                tuple(partner.criteria(rules.partnering)), "kriterier"),
        Chapter("Plikter i nye utleieavtaler", ("Plikt", "Hvem", "Første gang", "Så", "Gjelder"),
                tuple(partner.duties(rules.partnering)), "avtaleplikter"),
        Chapter("Områder boligbehovet telles for", ("Område", "Postnumre"), tuple(partner.areas(rules.partnering)),
                "omrader", "Ingen. Behovet telles for poststedet."),
        Chapter("Brevtekster", ("Avsnitt", "Bokmål", "Nynorsk"), tuple(_texts(rules)), "brev"),
    )  # fmt: skip


def differences(old: Rules, new: Rules) -> tuple[Difference, ...]:
    """What the new version says otherwise, row by row; the rows are known by their first cell."""
    found = []
    for before, after in zip(chapters(old), chapters(new), strict=True):
        then, now = _by_name(before), _by_name(after)
        for name in [*then, *(one for one in now if one not in then)]:
            if then.get(name) != now.get(name):
                alike = set(then.get(name, ())) & set(now.get(name, ()))
                words = [_told(rows.get(name), alike) for rows in (then, now)]
                found.append(Difference(after.heading, name, *words))
    return tuple(found)


def _by_name(chapter: Chapter) -> dict[str, tuple[tuple[str, str], ...]]:
    """The rows by their first cell; a name that stands twice is numbered."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in chapter.rows:
        again = sum(name == row[0] or name.startswith(f"{row[0]} (") for name in found)
        found[f"{row[0]} ({again + 1})" if again else row[0]] = tuple(zip(chapter.titles[1:], row[1:], strict=True))
    return found


def _told(cells: Sequence[tuple[str, str]] | None, alike: Collection[tuple[str, str]]) -> str:
    """The cells that differ, each under its title where the row has several."""
    if cells is None:
        return formats.NOTHING
    if len(cells) == 1:
        return cells[0][1]
    told = [(title, cell) for title, cell in cells if (title, cell) not in alike]
    parts = [f"{title}:\n{cell}" if "\n" in cell else f"{title}: {cell or formats.NOTHING}" for title, cell in told]
    return "\n".join(parts)


def _listed(terms: frozenset[Term] | Sequence[Term]) -> str:
    names = sorted(one.label for one in terms)
    return ", ".join([*names[:1], *(formats.inside(name) for name in names[1:])])


def _musts(rules: Rules) -> Iterator[tuple[str, ...]]:
    for one in rules.policy.requirements:
        yield one.label, _settled(one), _listed(one.exempt), one.help, source(one.source)


def _settled(one: Requirement) -> str:
    age = f" (minst {one.at_least} år)" if one.sort is RequirementSort.AGE else ""
    return f"{one.sort.label}{age}"


def _factors(rules: Rules) -> Iterator[tuple[str, ...]]:
    for one in rules.policy.factors:
        yield one.label, levels(one), one.help, source(one.source)


def levels(factor: Factor) -> str:
    """Each level on a line with its points: «Særskilt behov: +2»."""
    return "\n".join(f"{level.label}: {_signed(level.points)}" for level in factor.levels)


def _signed(points: int) -> str:
    return f"{points:+d}".replace("-", formats.MINUS) if points else "0"


def _priority(rules: Rules) -> Iterator[tuple[str, ...]]:
    for place, one in enumerate(rules.policy.priority, 1):
        if one.sort is PrioritySort.SITUATION:
            how = "\n".join(f"{at}. {_listed(group)}" for at, group in enumerate(one.order, 1))
        elif one.sort is PrioritySort.CHILDREN:
            how = "Husstander med barn går foran"
        elif one.sort is PrioritySort.SCORE:
            how = "Flest poeng går foran"
        else:
            factor = rules.policy.factor(one.factor)
            how = f"Flest poeng for {formats.inside(factor.label)} går foran" if factor else formats.NOTHING
        yield f"Plass {place}", one.label, how


def _bodies(rules: Rules) -> Iterator[tuple[str, ...]]:
    for basis in LegalBasis:
        yield basis.label, rules.policy.deciding.bodies[basis].label, rules.appeal_bodies[basis].label


def _committee(rules: Rules) -> Iterator[tuple[str, ...]]:
    deciding = rules.policy.deciding
    yield "Den som avgjør, må være en annen enn den som har forberedt saken", formats.yes_no(deciding.four_eyes)
    yield "Utvalget er vedtaksført med minst", f"{deciding.quorum} medlemmer"
    yield "De som er til stede, kommer fra minst", f"{deciding.agencies} etater"


def _steps(rules: Rules) -> Iterator[tuple[str, ...]]:
    for step, days in rules.policy.step_days.items():
        yield step.label, str(days)


def _papers(rules: Rules) -> Iterator[tuple[str, ...]]:
    for one in rules.policy.papers:
        yield one.label, _listed(one.groups) or ALL, _listed(one.kinds) or ALL


def _letting(rules: Rules) -> Iterator[tuple[str, ...]]:
    yield "Boliger med tjenester velges av", rules.letting.with_services.label
    yield "Vanlige boliger velges av", rules.letting.ordinary.label
    yield KEYS_FIRST, formats.yes_no(rules.letting.security_before_keys)
    held = numbers(rules)
    for path in LETTING_LIMITS:
        yield LIMITS[path][0], amount(held[path], path)


def _vacancy_steps(rules: Rules) -> Iterator[tuple[str, ...]]:
    for step, days in rules.letting.step_days.items():
        yield step.label, str(days)


def _keeping(rules: Rules) -> Iterator[tuple[str, ...]]:
    yield SERIES, rules.keeping.index_series
    yield ACCOUNTS, ", ".join(rules.keeping.accounts) or ALL
    yield INTEREST, formats.yes_no(rules.keeping.interest)
    held = numbers(rules)
    for path in KEEPING_LIMITS:
        yield LIMITS[path][0], amount(held[path], path)


def _partners(rules: Rules) -> Iterator[tuple[str, ...]]:
    yield partner.CHIEF_EXECUTIVE, formats.yes_no(rules.partnering.chief_executive_decides)
    held = numbers(rules)
    for path in PARTNER_LIMITS:
        yield LIMITS[path][0], amount(held[path], path)


def _rates(rules: Rules) -> Iterator[tuple[str, ...]]:
    for one in rules.keeping.interest_rates:
        yield formats.day(one.since), f"{one.value / 100:.2f}".replace(".", ",")


def _fees(rules: Rules) -> Iterator[tuple[str, ...]]:
    for one in rules.keeping.reminder_fees:
        yield formats.day(one.since), formats.kroner(one.value)


def _points(points: Sequence[Point]) -> Iterator[tuple[str, ...]]:
    for one in points:
        yield one.label, source(one.source)


def _limits(rules: Rules) -> Iterator[tuple[str, ...]]:
    held = numbers(rules)
    for path in CASE_LIMITS:
        yield LIMITS[path][0], amount(held[path], path)
    for path, (first, second) in pairs(rules).items():
        yield PAIRS[path][0], f"{first} og {second} måneder"


def _ladder(rules: Rules) -> Iterator[tuple[str, ...]]:
    for rung in rules.ladder:
        pay = str(rung.days_to_pay) if rung.days_to_pay else ""
        yield rung.step.label, str(rung.after_days), rung.urgency.label, pay, source(rung.source)


def _texts(rules: Rules) -> Iterator[tuple[str, ...]]:
    nb, nn = rules.policy.texts["nb"], rules.policy.texts["nn"]
    for code in nb:
        yield PARAGRAPHS.get(code, "Annet avsnitt"), with_words(nb[code]), with_words(nn[code])
