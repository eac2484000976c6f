"""Persons registered twice: found, compared, merged by a pointer, and parted again (design section 3).

Nothing is moved: `ids_of` gives all the ids that stand for one person, and `root_of` the record that new documents
are made for.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bson import ObjectId

from letters import task_texts
from models import Applicant, Application, Offer
from models.base import Effect
from rules import duplicates, names
from rules.applications import OPEN
from rules.deadlines import oslo_date
from rules.duplicates import MergeFacts, PersonFacts
from rules.errors import MergeRefused, MissingReason
from rules.terms import Likeness, OfferState, Role, TaskKind, Urgency
from services import audit, records, tasks
from services.actor import Actor
from services.effects import Owed
from services.merged import ids_of as ids_of
from services.merged import root_of as root_of
from services.merged import under as under

WORKERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
LIKENESS_EFFECT = "person_likeness"
PROTECT_EFFECT = "person_protected"
TELLING = ("first_name", "last_name", "born_on", "identity_number", "phone", "email")  # what likeness is told by


@dataclass(frozen=True)
class Double:
    """Somebody in the register who may be the same person, and why."""

    person: Applicant
    likenesses: tuple[Likeness, ...]

    @property
    def sure(self) -> bool:
        """Whether somebody is asked to look at it."""
        return any(one.sure for one in self.likenesses)


# --- Registering and finding --------------------------------------------------------------------------------------


def register(person: Applicant, actor: Actor) -> None:
    """Store a new person; who may be registered already becomes a task. Raises InvalidRecord, AlreadyExists."""
    person.pk = person.pk or ObjectId()
    records.create(person, actor, owed=[owed(person)])


def owed(person: Applicant) -> Owed:
    """What a new person owes: a look at who else may be the same; a changed one owes it by itself (`wiring.py`)."""
    return Owed(LIKENESS_EFFECT, f"{LIKENESS_EFFECT}:{person.pk}:new")


def find_duplicates(person: Applicant) -> list[Double]:
    """Who in the register may be the same person, the surest first; the person may be stored or not.

    Merged records count for the one they stand under, and none of the person's own records is told.
    """
    own = set(ids_of(person.pk)) if person.pk is not None else set()
    facts = _facts(person)
    found: dict[ObjectId, Double] = {}
    for other in _namesakes(facts):
        likenesses = duplicates.likenesses(facts, _facts(other))
        root = root_of(other) if likenesses and other.pk not in own else None
        if root is not None and root.pk not in own:
            known = found[root.pk].likenesses if root.pk in found else ()
            found[root.pk] = Double(root, tuple(sorted({*known, *likenesses}, key=list(Likeness).index)))
    order = list(Likeness)
    return sorted(found.values(), key=lambda one: (order.index(one.likenesses[0]), one.person.pk))


def _namesakes(facts: PersonFacts) -> list[Applicant]:
    """Those of the same name or number (indexes `applicant_name`, `applicant_number`); a blank finds nobody."""
    named = Applicant.objects(sort_name=facts.name).order_by("id") if facts.name else []
    numbered = Applicant.objects(identity_number=facts.number).order_by("id") if facts.number else []
    return list({one.pk: one for one in (*named, *numbered)}.values())


def _facts(person: Applicant) -> PersonFacts:
    return PersonFacts(
        name=names.sort_key(person.last_name or "", person.first_name or "") or None,
        born_on=person.born_on,
        number=person.identity_number or None,
        number_kind=person.identity_kind,
        phone=person.phone or None,
        email=person.email or None,
    )


# --- Merging ------------------------------------------------------------------------------------------------------


def merge(one: Applicant, other: Applicant, actor: Actor, *, why: str, versions: Mapping[ObjectId, int]) -> ObjectId:
    """Let two records stand for one person: the later points to the earlier, whose id is returned.

    `versions` are those that were seen of both. A protected address of the one protects the other from then on.
    Raises NotAuthorised, MissingReason, MergeRefused, StaleState.
    """
    actor.require(*WORKERS, what="person.merge")
    _reasoned(why, "person.merge")
    for person in (one, other):
        if versions.get(person.pk) != person.version:
            raise records.stale(person, versions.get(person.pk, 0))
    duplicates.check_merge(_merge_facts(one), _merge_facts(other))
    root, later = sorted((one, other), key=lambda person: person.pk)
    protected = root.protected_address or later.protected_address
    if protected:  # before the pointer: if we die in between, too much is hidden rather than too little
        records.change(root, actor, values={"protected_address": True}, action="protected_by_merge", why=why)
    values = {"merged_into": root.pk, "merged": True, "protected_address": protected}
    records.change(later, actor, values=values, action="merged", why=why, owed=[_look_again(later)])
    return ObjectId(root.pk)


def obstacle(one: Applicant, other: Applicant) -> MergeRefused | None:
    """What stands in the way of merging the two now; None where nothing does."""
    try:
        duplicates.check_merge(_merge_facts(one), _merge_facts(other))
    except MergeRefused as refused:
        return refused
    return None


def unmerge(person: Applicant, actor: Actor, *, why: str, version: int) -> None:
    """Let a merged record stand for itself again, with those merged into it.

    Raises NotAuthorised, MissingReason, MergeRefused (not_merged), StaleState, AlreadyExists (another has the number).
    """
    actor.require(*WORKERS, what="person.unmerge")
    _reasoned(why, "person.unmerge")
    records.check_version(person, version)
    if not person.merged:
        raise MergeRefused("not_merged")
    values = {"merged_into": None, "merged": False}
    records.change(person, actor, values=values, action="unmerged", why=why, owed=[_look_again(person)])


def protect_all(document: Applicant, _effect: Effect, actor: Actor) -> None:
    """A person whose address is protected is so under each of their records (a command); lifting it is done by hand."""
    if not records.get(Applicant, document.pk).protected_address:
        return
    for identity in ids_of(document.pk):
        one = records.get(Applicant, identity)
        records.change(one, actor, values={"protected_address": True}, action="protected_by_merge")


def _reasoned(why: str, what: str) -> None:
    if not why.strip():
        raise MissingReason(what)


def _look_again(person: Applicant) -> Owed:
    return Owed(LIKENESS_EFFECT, f"{LIKENESS_EFFECT}:{person.pk}:{person.version + 1}:merging")


def _merge_facts(person: Applicant) -> MergeFacts:
    ids = ids_of(person.pk)
    everyone = Applicant.objects(pk__in=ids).only("identity_number", "identity_kind")
    return MergeFacts(
        id=str(person.pk),
        merged=person.merged,
        numbers={
            one.identity_number for one in everyone if one.identity_number and one.identity_kind in duplicates.FULL
        },
        open_kinds=_open_kinds(ids),
        accepted_offer=_has_accepted(ids),
    )


def _open_kinds(ids: Collection[ObjectId]) -> set[Any]:
    """The kinds of the person's open applications (index `application_applicant`)."""
    wanted = Application.objects(applicant__in=ids, state__in=list(OPEN)).only("kind").no_dereference()
    return {case.kind for case in wanted}


def _has_accepted(ids: Collection[ObjectId]) -> bool:
    """Whether the person has said yes to an offer and has no lease for it yet (index `offer_applicant`)."""
    wanted = Offer.objects(applicant__in=ids, state=OfferState.ACCEPTED).only("pk").no_dereference()
    return wanted.first() is not None


# --- Somebody looks at it -----------------------------------------------------------------------------------------


def look_for_duplicates(document: Applicant, _effect: Effect, actor: Actor) -> None:
    """Keep the task about a person who may be registered twice; theirs too whom they are merged into (a command)."""
    fresh = Applicant.objects(pk=document.pk).first()
    for person in {one.pk: one for one in (fresh, root_of(fresh))}.values():
        _keep_task(person, actor)


def _keep_task(person: Applicant, actor: Actor) -> None:
    today = oslo_date(actor.at)
    found = [] if person.merged else [one for one in find_duplicates(person) if one.sure]
    if not found:
        tasks.settle(TaskKind.DUPLICATE, str(person.pk), actor, today)
        return
    occasion = "-".join(sorted(str(one.person.pk) for one in found))  # the same others are told of once
    finding = tasks.Finding(
        kind=TaskKind.DUPLICATE,
        subject_kind=audit.collection(person),
        subject_id=str(person.pk),
        subject_number=person.number,
        since=hashlib.sha256(occasion.encode()).hexdigest()[:16],
        urgency=Urgency.NOTICE,
        text=task_texts.duplicate(),
        role=Role.CASEWORKER,
    )
    tasks.flag(finding, actor, today)
