"""Persons that are one: which records stand for the same person. A merged record points to one with a lower id.

Nothing is moved when persons are merged, so whoever asks for a person's cases, leases or entries asks by all the ids.
"""

from collections.abc import Collection, Iterable, Mapping

from bson import ObjectId

from models import Applicant

MOST_STEPS = 50  # pointers lead to ever lower ids, so a chain ends; this is for a database that someone has edited


def root_of(person: Applicant) -> Applicant:
    """The record that stands for the person now: itself, or the one its pointers lead to."""
    step = person
    for _ in range(MOST_STEPS):
        following = Applicant.objects(pk=step.merged_into).first() if step.merged_into else None
        if following is None:
            return step
        step = following
    return step


def ids_of(identity: ObjectId) -> list[ObjectId]:
    """All the ids that stand for the same person, the present record's first.

    One read for the record itself, then one for each step of merging: two for a person who was never merged.
    """
    person = Applicant.objects(pk=identity).only("merged_into").first()
    root = root_of(person).pk if person is not None and person.merged_into else identity
    return [root, *_merged_into([root])]


def _merged_into(roots: Collection[ObjectId]) -> list[ObjectId]:
    """The ids of all that point to these, directly or by way of others, oldest first (index `applicant_merged`)."""
    found: list[ObjectId] = []
    wave = list(roots)
    while wave:
        seen = {*roots, *found}
        wave = [one for one in Applicant.objects(merged_into__in=wave).order_by("id").scalar("id") if one not in seen]
        found += wave
    return found


def under(root: Applicant) -> list[Applicant]:
    """The records that are merged into a person, oldest first."""
    ids = _merged_into([root.pk])
    return list(Applicant.objects(pk__in=ids).order_by("id")) if ids else []


def roots_of(people: Iterable[Applicant]) -> list[Applicant]:
    """The records that stand for these persons now, each once, in order."""
    return list({root.pk: root for root in map(root_of, people)}.values())


def roots() -> dict[ObjectId, ObjectId]:
    """For each merged record, the one that stands for the person now: one read (index `applicant_merged`)."""
    merged = Applicant._get_collection().find({"merged_into": {"$gt": ObjectId(bytes(12))}}, {"merged_into": 1})
    into = {row["_id"]: row["merged_into"] for row in merged}
    return {identity: _followed(identity, into) for identity in into}


def _followed(identity: ObjectId, into: Mapping[ObjectId, ObjectId]) -> ObjectId:
    step = identity
    for _ in range(MOST_STEPS):
        if step not in into:
            break
        step = into[step]
    return step
