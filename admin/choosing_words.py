"""Candidates for a vacant dwelling in order, each with why it stands where it stands; and a choice in words."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bson import ObjectId
from markupsafe import Markup

from admin import candidate_words, formats
from admin.desk import Desk
from admin.waiting_lines import Line, lines_of, people_of, person_cell
from models import Application, Nomination
from rules import priority
from rules.choosing import Basis, Candidate, suits
from rules.policy import Policy
from services import records, waiting_list
from services.allocations import Standing
from services.batches import batched
from services.waiting_list import Row


@dataclass(frozen=True)
class Shown:
    """One candidate as a page shows it: its line, and on the long road how its office put it up."""

    line: Line
    nomination: Nomination | None
    referred: str = ""


@dataclass(frozen=True)
class Unsuited:
    """A candidate put up whom the dwelling does not suit any longer, with why."""

    number: str
    url: str | None
    person: Markup
    why: str


@dataclass(frozen=True)
class FrozenLine:
    """One household of a frozen basis."""

    number: str
    place: int | None
    parts: tuple[str, ...]
    why_not: str


class Gallery:
    """Makes candidates ready for a page: the cases and persons of those shown are read at once."""

    def __init__(self, desk: Desk, found: Standing) -> None:
        self.desk, self.found, self.policy = desk, found, found.rules.policy
        self.order = {one.waiting.household.id: at for at, one in enumerate(found.sifted.fits)}

    def show(self, ids: Iterable[str]) -> list[Shown]:
        """Those of the households whom the dwelling suits, in their order."""
        wanted = sorted({one for one in ids if one in self.order}, key=lambda one: self.order[one])
        cases = _cases(wanted)
        lines = lines_of(self.desk, (self._row(one, cases[one]) for one in wanted if one in cases))
        put_up = self.found.nominations or {}
        busy = candidate_words.referred_in_words(case.pk for case in cases.values())
        return [Shown(line, put_up.get(line.id), "" if line.shut else busy.get(line.id, "")) for line in lines]

    def unsuited(self) -> list[Unsuited]:
        """The candidates put up whom the dwelling does not suit, or who have left the waiting list."""
        wanted = [one for one in self.found.nominations or () if one not in self.order]
        cases = _cases(wanted)
        people = people_of(cases.values())
        return [
            Unsuited(
                case.number,
                self.desk.page_url(case),
                person_cell(self.desk, people.get(records.reference(case, "applicant"))),
                suits(self.found.why_not(one)) if self.found.is_candidate(one) else "Nei. Står ikke på ventelisten",
            )
            for one, case in cases.items()
        ]

    def _row(self, identity: str, case: Any) -> Row:
        fits, at = self.found.sifted.fits, self.order[identity]
        here, above = fits[at], fits[at - 1] if at else None
        below = fits[at + 1] if at + 1 < len(fits) else None
        parts = priority.parts_of(here.waiting.household, self.policy, here.key)
        differs = priority.decisive(above.key, here.key) if above else None
        behind = None
        if above is not None and differs is not None:
            theirs = priority.parts_of(above.waiting.household, self.policy, above.key)
            behind = (parts[differs], theirs[differs])
        shared = any(other is not None and other.rank == here.rank for other in (above, below))
        return Row(here.rank, shared, case, parts, behind, above is None)


def _cases(ids: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for fifty in batched(ids):
        some = [ObjectId(one) for one in fifty]
        rows = Application.objects(pk__in=some).only(*waiting_list.SHOWN).no_dereference()
        found |= {str(one.pk): one for one in rows}
    return found


def chosen_in_words(vacancy: Any, *, tells: bool, names: bool = True) -> Iterator[Markup]:
    """Who is recommended, by whom, why, and who was passed over and why; numbers alone where not `tells`."""
    held = vacancy.recommendation
    if held is None:
        return
    who = households(held.chosen_numbers, names)
    second = f" Gått gjennom av {held.second_by_name} {formats.day(held.second_on)}." if held.second_by_name else ""
    equal = " De to står likt." if len(held.chosen) > 1 else ""
    yield Markup("<strong>Innstilt: {}</strong>, av {} {}.{}{}").format(
        who, held.by_name, formats.day(held.on), second, equal
    )
    over = [number for group in held.passed_over for number in group.numbers]
    if not tells:
        yield Markup("{}").format(_over_in_short(over))
        return
    yield Markup('Begrunnelse: <span class="prose">{}</span>').format(held.reasons)
    if held.although:
        yield Markup('Innstilt selv om husstanden er tilvist, fordi: <span class="prose">{}</span>').format(
            held.although
        )
    for group in held.passed_over:
        yield Markup('Gikk forbi {}: <span class="prose">{}</span>').format(_listed(group.numbers), group.reason)
    if not over:
        yield Markup("Ingen som boligen passer for, står foran.")


def _over_in_short(numbers: Collection[str]) -> str:
    if not numbers:
        return "Ingen som boligen passer for, står foran."
    return f"{len(numbers)} som står foran, er forbigått med begrunnelse."


def _listed(numbers: Sequence[str]) -> str:
    return f"{', '.join(numbers[:-1])} og {numbers[-1]}" if len(numbers) > 1 else numbers[0]


def households(numbers: Sequence[str], names: bool) -> str:
    """The application numbers; without `names` only how many they are: a protected one's home must not be told of."""
    if names:
        return _listed(numbers)
    return "en husstand" if len(numbers) == 1 else f"{len(numbers)} husstander"


def allocated_in_words(vacancy: Any, *, names: bool = True) -> Iterator[Markup]:
    """Who has got the dwelling, and how many allocations came to nothing before."""
    held = vacancy.allocation
    if held is not None:
        by = _listed(held.decided_by_names) if held.decided_by_names else held.by_name
        yield Markup("<strong>Tildelt: {}</strong> {}, valgt av {}. Registrert av {}.").format(
            households([held.application_number], names), formats.day(held.on), by, held.by_name
        )
    for one in vacancy.earlier:
        ended = f", falt bort {formats.day(one.ended_on)}" if one.ended_on else ""
        yield Markup("Tidligere tildelt {} {}{}.").format(
            households([one.application_number], names), formats.day(one.on), ended
        )


def fell_in_words(vacancy: Any, *, tells: bool, names: bool = True) -> Iterator[Markup]:
    """The recommendations that were sent or taken back, with why for those who may know."""
    for one in vacancy.sent_back:
        why = Markup(': <span class="prose">{}</span>').format(one.why) if tells and one.why else "."
        yield Markup("Innstillingen av {} falt {}, av {}{}").format(
            households(one.recommendation.chosen_numbers, names), formats.day(one.on), one.by_name, why
        )


def frozen_lines(basis: Basis, policy: Policy) -> list[FrozenLine]:
    """Everybody that a recommendation looked at, in the order that was frozen."""
    return [_frozen_line(one, policy) for one in basis.candidates]


def _frozen_line(one: Candidate, policy: Policy) -> FrozenLine:
    if one.rank is None or len(one.key) != len(policy.priority):
        return FrozenLine(one.number, one.rank, (), suits(one.why) if one.why else "")
    parts = priority.parts_of(one.waiting.household, policy, one.key)
    return FrozenLine(one.number, one.rank, tuple(part.found for part in parts), "")
