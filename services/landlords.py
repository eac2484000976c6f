"""Private landlords by their organisation number: found, and registered where a command or a bid brings a new one."""

from models import Landlord
from rules import identifiers
from rules.errors import AlreadyExists
from rules.terms import Role
from services import records
from services.actor import Actor

REGISTRARS = (Role.ADMINISTRATOR, Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD, Role.PROPERTY)


def find(organisation_number: str) -> Landlord | None:
    """The landlord with that number, nine digits; None where there is none (index `landlord_organisation_number`)."""
    found: Landlord | None = Landlord.objects(organisation_number=organisation_number).first()
    return found


def register(organisation_number: str, name: str, actor: Actor) -> Landlord:
    """Register a private landlord; raises NotAuthorised, InvalidIdentifier, InvalidRecord, AlreadyExists."""
    actor.require(*REGISTRARS, what="register_landlord")
    landlord = Landlord(organisation_number=identifiers.organisation_number(organisation_number), name=name.strip())
    records.create(landlord, actor)
    return landlord


def find_or_register(organisation_number: str, name: str, actor: Actor) -> Landlord:
    """The landlord with that number, registered by the name where there is none; one that is known keeps its own.

    Raises NotAuthorised, InvalidIdentifier, InvalidRecord.
    """
    number = identifiers.organisation_number(organisation_number)
    try:
        return find(number) or register(number, name, actor)
    except AlreadyExists:  # another registered it at the same instant
        return Landlord.objects.get(organisation_number=number)  # type: ignore[no-any-return]
