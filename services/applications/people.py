"""The person an application is about: found, or made with it; who acts for them."""

from collections.abc import Mapping
from typing import Any

from bson import ObjectId

from models import Applicant
from models.applicant import Representative
from rules import identifiers
from rules.errors import AlreadyExists, InvalidRecord, LikelySamePerson
from rules.identifiers import InvalidIdentifier
from services import persons, records
from services.actor import Actor

NEEDED = ("first_name", "last_name")


def find(identity: ObjectId) -> Applicant:
    """The person with that id, or the one that it has been merged into. Raises NotFound."""
    return persons.root_of(records.get(Applicant, identity))


def ids_of(person: Applicant) -> list[ObjectId]:
    """All the ids that stand for the person."""
    return persons.ids_of(person.pk)


def problems(facts: Mapping[str, Any]) -> dict[str, str]:
    """What a new person lacks, and an identity number that is none."""
    found = {name: "missing_value" for name in NEEDED if not str(facts.get(name) or "").strip()}
    try:
        with_identity(facts)
    except InvalidIdentifier:
        found["identity_number"] = "not_a_number"
    return found


def refuse_likely(facts: Mapping[str, Any], identity: ObjectId | None) -> None:
    """Raise LikelySamePerson where a new person is surely like somebody in the register, who should be picked.

    Who has the same identity number is no likeness: the register refuses that by itself.
    """
    likely = [one.person for one in persons.find_duplicates(Applicant(**with_identity(facts))) if one.sure]
    number = facts.get("identity_number")
    others = tuple(
        str(person.pk)
        for person in likely
        if person.pk != identity and not (number and person.identity_number == number)
    )
    if others:
        raise LikelySamePerson(others)


def make(facts: Mapping[str, Any], identity: ObjectId | None, actor: Actor) -> Applicant:
    """The new person of a form, stored under the form's own id: a form sent again stores nobody else.

    Where its application came no further the first time, what the form says now holds.
    Raises AlreadyExists (the identity number is another's), InvalidRecord.
    """
    values = with_identity(facts)
    identity = identity or ObjectId()
    stored: Applicant | None = Applicant.objects(pk=identity).first()
    if stored is None:
        person = Applicant(id=identity, **values)
        try:
            records.create(person, actor, action="person_from_application", owed=[persons.owed(person)])
            return person
        except AlreadyExists as error:
            stored = Applicant.objects(pk=identity).first()
            if stored is None:
                raise AlreadyExists("applicant", error.fields or ("identity_number",)) from error
    if not stored.history or stored.history[0].by != actor.id or stored.history[0].action != "person_from_application":
        raise AlreadyExists("applicant", ("id",))
    records.change(stored, actor, values=values, action="edited")
    return stored


def with_identity(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with what the identity number tells: its kind, and the day of birth. Raises InvalidIdentifier."""
    values = dict(facts)
    if values.get("identity_number"):
        found = identifiers.national_id(values["identity_number"], allow_synthetic=True)
        values["identity_kind"] = found.kind
        values["born_on"] = values.get("born_on") or found.born
    return values


def add_representative(person: Applicant, representative: Representative, actor: Actor) -> bool:
    """Put a representative on the person, in place of one of the same kind and name. Raises InvalidRecord."""
    if not (representative.name or "").strip():
        raise InvalidRecord("application", {"representative_name": "missing_value"})
    kept = [one for one in person.representatives if (one.kind, one.name) != (representative.kind, representative.name)]
    values = {"representatives": [*kept, representative]}
    return records.change(person, actor, values=values, action="representative_added")
