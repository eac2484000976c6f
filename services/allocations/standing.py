"""Those who may be chosen for a vacant dwelling as they stand now, and who may take part in choosing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from bson import ObjectId

from models import Application, Nomination, Vacancy
from rules import choosing
from rules.choosing import Places
from rules.errors import ConflictOfInterest, NoNeedToKnow, RecommendationOutdated
from rules.rulebook import Rules
from rules.sifting import Pool, Sifted
from rules.terms import Exclusion, NominationState
from services import candidates, need_to_know, records, rulebooks
from services.actor import Actor
from services.allocations import basis
from services.batches import batched


@dataclass(frozen=True)
class Standing:
    """Everybody who may be chosen: the offices' candidates on the long road, all who wait on the short one.

    `sifted` has them against the dwelling; `nominations` are by application id, None on the short road.
    """

    rules: Rules
    sifted: Sifted
    nominations: Mapping[str, Nomination] | None

    @cached_property
    def places(self) -> Places:
        """The ranks of those whom the dwelling suits, by application id."""
        return {one.waiting.household.id: one.rank for one in self.sifted.fits}

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The application numbers of all of them (index `application_on_list`)."""
        if self.nominations is not None:
            return {identity: one.application_number for identity, one in self.nominations.items()}
        rows = Application._get_collection().find({"on_list": True}, {"application_number": 1})
        return {str(row["_id"]): row["application_number"] for row in rows}

    def is_candidate(self, identity: str) -> bool:
        """Whether the household is on the waiting list and, on the long road, put up by an office."""
        return self.sifted.why(identity) is not None and identity in self.numbers

    def why_not(self, identity: str) -> tuple[Exclusion, ...]:
        """Why the dwelling does not suit a candidate; empty where it does."""
        return self.sifted.why(identity) or ()

    def is_stale(self, identity: str) -> bool:
        """Whether a candidate's assessment must be looked at again first."""
        return self.sifted.pool.rows[self.sifted.pool.places[identity]].stale

    def concerned(self, chosen: Collection[str]) -> set[str]:
        """Whose cases a choice is about: those chosen, those above them, and all who are put up."""
        wanted = {*chosen, *(self.nominations or ())}
        return {one for one in (*wanted, *choosing.passed_over(self.places, chosen)) if one in self.numbers}

    def unsummed(self) -> tuple[str, ...]:
        """The numbers of the candidates put up whom nobody has summed up."""
        found = (self.nominations or {}).values()
        return tuple(one.application_number for one in found if not (one.summary or "").strip())


def standing(vacancy: Vacancy, today: date, tie: bytes = b"") -> Standing:
    """Those who may be chosen for the vacancy today; equals stand as `tie` shuffles them (`priority.tie_key`)."""
    rules = rulebooks.current(today)
    sifted = candidates.match(vacancy, rules, today=today, tie=tie)
    if not vacancy.with_services:
        return Standing(rules, sifted, None)
    put_up = live_nominations(vacancy)
    pool = Pool([one for one in sifted.pool.rows if one.household.id in put_up], rules.policy)
    return Standing(rules, Sifted(pool, sifted.home, sifted.extra_rooms, tie), put_up)


def live_nominations(vacancy: Vacancy) -> dict[str, Nomination]:
    """The candidates that stand, by application id, as they were put up (index `nomination_vacancy`)."""
    found = Nomination.objects(vacancy=vacancy.pk, state=NominationState.PUT_UP).no_dereference()
    return {str(records.reference(one, "application")): one for one in found.order_by("put_up_on", "id")}


def refuse_outdated(vacancy: Vacancy, found: Standing, chosen: Collection[ObjectId]) -> None:
    """Raise RecommendationOutdated unless what was chosen still holds on the households as they are now."""
    held = vacancy.recommendation
    wanted = [str(one) for one in chosen]
    still = held is not None and all(found.is_candidate(one) and not found.is_stale(one) for one in wanted)
    if held is None or not still or choosing.outdated(basis.places(held), found.places, wanted, explained(vacancy)):
        raise RecommendationOutdated(vacancy.number)


def explained(vacancy: Vacancy) -> list[frozenset[str]]:
    """Those passed over whom a reason is stored for, by consultants, in a discussion or by the department head."""
    last = vacancy.discussions[-1:] if vacancy.discussions else []
    told = [one for one in (vacancy.recommendation, *last, vacancy.settlement) if one is not None]
    return [frozenset(str(identity) for identity in group.applications) for one in told for group in one.passed_over]


def concerned(vacancy: Vacancy) -> set[ObjectId]:
    """The cases that a recommendation is about: those chosen, those passed over, and the candidates that stand."""
    held = vacancy.recommendation
    found = {ObjectId(one) for group in explained(vacancy) for one in group}
    found |= set(held.chosen) if held is not None else set()
    if vacancy.with_services:
        found |= {ObjectId(one) for one in live_nominations(vacancy)}
    return found


def households(vacancy: Vacancy) -> set[ObjectId]:
    """Everybody who has been chosen or passed over for the vacancy, whatever became of it."""
    given: list[Any] = [one for one in (vacancy.allocation, *vacancy.earlier) if one is not None]
    found = {one.application for one in given}
    told = [group for one in given for group in one.passed_over]
    rounds: list[Any] = [vacancy, *given, *vacancy.sent_back]
    for one in rounds:
        said = [*one.discussions, *([one.settlement] if one.settlement else ())]
        found |= {other.chosen for other in said if other.chosen is not None}
        if one.recommendation is not None:
            found |= set(one.recommendation.chosen)
            said.append(one.recommendation)
        told += [group for other in said for group in other.passed_over]
    return found | {application for group in told for application in group.applications}


def works_all(cases: Collection[ObjectId], actor: Actor) -> bool:
    """Whether the actor works each of the cases."""
    return not set(cases) - need_to_know.among(cases, actor)


def reads(vacancy: Vacancy, actor: Actor) -> bool:
    """Whether the actor reads why the dwelling's household was chosen: who works each household that was looked at.

    So does who chose: what one has written oneself is no secret to one once the household has moved in and is no longer
    the consultants' to work. Whoever is disqualified reads nothing of it (fvl. § 6).
    """
    cases = households(vacancy)
    return works_all(cases, actor) or (actor.id in chose(vacancy) and _disqualifying(cases, actor) is None)


def chose(vacancy: Vacancy) -> frozenset[str]:
    """Who recommended a household for the vacancy, went through it, or allocated: ids of users."""
    given = [one for one in (vacancy.allocation, *vacancy.earlier) if one is not None]
    rounds: list[Any] = [vacancy, *given, *vacancy.sent_back]
    advised = [one.recommendation for one in rounds if one.recommendation is not None]
    found = {who for one in advised for who in (one.by, one.second_by)} | {one.by for one in given}
    return frozenset(filter(None, found))


def require_part(cases: Iterable[ObjectId], actor: Actor) -> None:
    """Let only those pass who work each of the cases and are disqualified in none (fvl. § 6); the system does.

    Raises ConflictOfInterest, NoNeedToKnow.
    """
    if actor.is_system:
        return
    wanted = set(cases)
    if (found := _disqualifying(wanted, actor)) is not None:
        raise ConflictOfInterest(found.number, actor.name)
    if closed := wanted - need_to_know.among(wanted, actor):
        raise NoNeedToKnow(records.get(Application, min(closed)).number)


def _disqualifying(cases: Iterable[ObjectId], actor: Actor) -> Any:
    """The first of the cases that the actor is disqualified in, or None."""
    for some in batched(sorted(set(cases))):
        partial = Application.objects(pk__in=some, conflicts__user=ObjectId(actor.id)).only("application_number")
        if (found := partial.no_dereference().order_by("pk").first()) is not None:
            return found
    return None
