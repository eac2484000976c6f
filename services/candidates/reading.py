"""What matching reads: who waits and with which need, the facts of vacant dwellings, and who may not be offered one.

However many wait, the list is read once: the applications, the merged persons, refusals that hold offers back,
accepted offers and accepted referrals in one read each, the dwellings and their leases in one read for each 50
vacancies.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from bson import ObjectId

from models import Application, Dwelling, Lease, Offer, Referral, Vacancy
from models.vacancy_parts import ServiceProfile
from rules.matching import Home, Need
from rules.policy import Policy
from rules.sifting import Pool, Waiting
from rules.terms import DecisionOutcome, DwellingType, LeaseState, LegalBasis, OfferState, ReferralState, TargetGroup
from services import merged, records, waiting_list
from services.batches import batched

READ = {
    **waiting_list.ORDERED_BY,
    "applicant": 1, "approved_need": 1, "target_group": 1, "office": 1, "assessment_stale": 1,
    "decisions.open": 1, "decisions.basis": 1, "decisions.outcome": 1, "decisions.proposal.dwelling_type": 1,
}  # fmt: skip
GROUPS: Mapping[str, TargetGroup] = {one.value: one for one in TargetGroup}
KINDS: Mapping[str, DwellingType] = {one.value: one for one in DwellingType}
GRANTED, GUIDELINES = DecisionOutcome.GRANTED.value, LegalBasis.LOCAL_GUIDELINES.value
LIVES = (LeaseState.OCCUPYING.value, LeaseState.UPCOMING.value)
NOWHERE: frozenset[str] = frozenset()
APPROVED = Need._fields[:6]  # the parts of a need that are the approved need's own
UNNEEDED = tuple(Need._field_defaults[name] for name in APPROVED)


class Known(NamedTuple):
    """What is known of a person that may keep a dwelling from them: the last parts of a need, in their order."""

    held_back_until: date | None = None
    promised: str | None = None
    lives_in: frozenset[str] = NOWHERE
    referred: bool = False


NOTHING = Known()
Persons = Mapping[ObjectId, Known]  # by each id that stands for the person; those of whom nothing is known are left out


def persons(dwellings: Iterable[ObjectId], today: date) -> Persons:
    """Whom refusals hold back, who has a home on the way, and who lives in these ones; a fixed number of reads."""
    roots = merged.roots()
    held_back = {roots.get(person, person): until for person, until in _held_back(today)}
    promised = {roots.get(person, person): str(dwelling) for person, dwelling in _promised()}
    lives_in = _tenants(dwellings, roots)
    referred = {roots.get(person, person) for person in _referred()}
    found = {
        person: Known(held_back.get(person), promised.get(person), lives_in.get(person, NOWHERE), person in referred)
        for person in (*held_back, *promised, *lives_in, *referred)
    }
    return found | {identity: found[root] for identity, root in roots.items() if root in found}


def _held_back(today: date) -> Iterable[tuple[ObjectId, date]]:
    """Those whose refusal without good reason holds offers back past the day, the last day last."""
    after = datetime(today.year, today.month, today.day, tzinfo=UTC)
    found = Offer._get_collection().find({"judgement.until": {"$gt": after}}, {"applicant": 1, "judgement.until": 1})
    rows = sorted(found, key=lambda row: row["judgement"]["until"])
    return [(row["applicant"], row["judgement"]["until"].date()) for row in rows]


def _promised() -> Iterable[tuple[ObjectId, ObjectId]]:
    accepted = Offer._get_collection().find({"state": OfferState.ACCEPTED.value}, {"applicant": 1, "dwelling": 1})
    return [(row["applicant"], row["dwelling"]) for row in accepted]


def _referred() -> list[ObjectId]:
    """Those whom a private landlord has said yes to (index `referral_state`)."""
    accepted = Referral._get_collection().find({"state": ReferralState.ACCEPTED.value}, {"applicant": 1})
    return [row["applicant"] for row in accepted]


def _tenants(dwellings: Iterable[ObjectId], roots: Mapping[ObjectId, ObjectId]) -> dict[ObjectId, frozenset[str]]:
    """Who has a lease of which of these dwellings (index `lease_dwelling`)."""
    found: dict[ObjectId, set[str]] = {}
    for some in batched(dict.fromkeys(dwellings)):
        rows = Lease._get_collection().find(
            {"dwelling": {"$in": some}, "state": {"$in": LIVES}}, {"tenant": 1, "dwelling": 1}
        )
        for row in rows:
            found.setdefault(roots.get(row["tenant"], row["tenant"]), set()).add(str(row["dwelling"]))
    return {person: frozenset(homes) for person, homes in found.items()}


def pool(known: Persons, policy: Policy) -> Pool:
    """All who wait, in the order of the key (index `application_on_list`)."""
    rows = Application._get_collection().find({"on_list": True}, READ)
    return Pool([waiting(row, known) for row in rows], policy)


def waiting(row: Mapping[str, Any], known: Persons) -> Waiting:
    """An application as it is stored, as the order and the hard facts look at it."""
    return Waiting(waiting_list.household(row), need(row, known), row.get("office"), row.get("assessment_stale", False))


def need(row: Mapping[str, Any], known: Persons) -> Need:
    """What the household was granted, and what else a dwelling may not suit it for."""
    return Need._make(
        (
            *map((row.get("approved_need") or {}).get, APPROVED, UNNEEDED),
            row.get("children", 0),
            GROUPS[row["target_group"]],
            _granted(row.get("decisions", ())),
            *known.get(row["applicant"], NOTHING),
        )
    )


def _granted(decisions: Sequence[Mapping[str, Any]]) -> DwellingType | None:
    """The kind of dwelling that the standing grant by the guidelines names (`waiting_list.dwelling_type`)."""
    for one in decisions:
        if one.get("open") and one.get("outcome") == GRANTED and one.get("basis") == GUIDELINES and "proposal" in one:
            return KINDS.get(one["proposal"].get("dwelling_type"))
    return None


def homes(vacancies: Sequence[Vacancy]) -> list[Home]:
    """The hard facts of the vacancies' dwellings, in their order; one read for each 50."""
    wanted = [records.reference(one, "dwelling") for one in vacancies]
    known: dict[ObjectId, Dwelling] = {}
    for some in batched(wanted):
        known |= {one.pk: one for one in Dwelling.objects(pk__in=some).no_dereference()}
    return [home(one, known[identity]) for one, identity in zip(vacancies, wanted, strict=True)]


def home(vacancy: Vacancy, dwelling: Dwelling) -> Home:
    """The hard facts of a dwelling; services are as the unit answered for this vacancy, where it has (S004 step 2)."""
    profile = vacancy.profile if vacancy.profile is not None and vacancy.profile.answered_on is not None else None
    return facts(dwelling, profile)


def facts(dwelling: Dwelling, profile: ServiceProfile | None = None) -> Home:
    """The same of a dwelling without a vacancy of ours: a landlord's."""
    return Home(
        id=str(dwelling.pk),
        rooms=dwelling.rooms,
        kind=dwelling.kind,
        purpose=dwelling.purpose,
        floor=dwelling.floor,
        lift=dwelling.lift,
        step_free=dwelling.wheelchair or dwelling.accessible_unit or dwelling.universal_design,
        family_suitable=dwelling.family_suitable,
        services_day=profile.day if profile else dwelling.services_day,
        services_evening=profile.evening if profile else dwelling.services_evening,
        services_night=profile.night if profile else dwelling.services_night,
        not_for=frozenset(dwelling.not_for),
    )
