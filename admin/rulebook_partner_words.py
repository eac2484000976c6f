"""A rulebook's words on homes that others own: procurement, criteria, duties, areas of need, and their numbers."""

from collections.abc import Iterator

from admin import formats
from admin.rulebook_names import source
from rules.partner_policy import Partnering, UsualDuty
from rules.terms import Term

CHIEF_EXECUTIVE = "Kommunedirektøren kan gi fullmakt til å inngå avtaler"


def results(rules: Partnering) -> Iterator[tuple[str, ...]]:
    """The results of each phase, in order; one that is not required is a point of the checklist."""
    for one in rules.results:
        yield one.label, one.phase.label, one.sort.label, formats.yes_no(one.required), one.help, source(one.source)


def criteria(rules: Partnering) -> Iterator[tuple[str, ...]]:
    """What bids are scored by, with the weights."""
    for one in rules.criteria:
        yield one.label, f"{one.weight} %", one.help


def duties(rules: Partnering) -> Iterator[tuple[str, ...]]:
    """The duties that a new agreement gets."""
    for one in rules.duties:
        first = "Ved inngåelsen" if not one.first_months else f"Etter {months(one.first_months)}"
        yield one.label, one.party.label, first, _again(one), _listed(one.kinds)


def areas(rules: Partnering) -> Iterator[tuple[str, ...]]:
    """The areas that the need is counted for."""
    for one in rules.areas:
        yield one.label, ", ".join(sorted(one.postcodes))


def _again(duty: UsualDuty) -> str:
    if not duty.every_months:
        return "Én gang"
    return "Hver måned" if duty.every_months == 1 else f"Hver {duty.every_months}. måned"


def months(count: int) -> str:
    """«1 måned», «12 måneder»."""
    return f"{count} måned" if count == 1 else f"{count} måneder"


def _listed(terms: frozenset[Term]) -> str:
    names = sorted(one.label for one in terms)
    return ", ".join([*names[:1], *(formats.inside(name) for name in names[1:])])
