"""How many homes a project has room for: an approved home is kept room for on the project, which owns the limit."""

from bson import ObjectId

from models import Dwelling, Project
from rules.errors import HomesFull
from services import records
from services.actor import Actor
from services.again import again
from services.effects import Owed


def refuse_full(project: Project) -> None:
    """Raise HomesFull where every home of the project is registered or about to be."""
    taken = {one.pk for one in Dwelling.objects(project=project.pk).only("pk")} | set(project.approved_homes)
    if len(taken) >= project.homes:
        raise HomesFull(project.name, project.homes, len(taken))


def take(project: ObjectId, home: ObjectId, actor: Actor, owed: Owed) -> None:
    """Keep room for a home: the write that decides that it is registered. Raises HomesFull, StaleState."""

    def keep() -> bool:
        held: Project = records.get(Project, project)
        refuse_full(held)
        values = {"approved_homes": [*held.approved_homes, home]}
        return records.change(held, actor, values=values, action="home_approved", owed=[owed])

    again(keep)


def is_kept(project: ObjectId, home: ObjectId) -> bool:
    """Whether the project still keeps room for the home: then its approval is only delayed."""
    held: Project = records.get(Project, project)
    return home in held.approved_homes


def give_back(project: ObjectId, home: ObjectId, actor: Actor) -> None:
    """The home is registered, or is not to be. Given back before = nothing. Raises StaleState."""

    def settle() -> bool:
        held: Project = records.get(Project, project)
        values = {"approved_homes": [one for one in held.approved_homes if one != home]}
        return records.change(held, actor, values=values, action="approved_home_settled")

    again(settle)
