"""Projects: the homes that an agreement covers; their number is the measure of the quota."""

from models import Landlord, Project
from rules.errors import AlreadyExists, HomesTaken
from services import records
from services.actor import Actor
from services.agreements.common import FOLLOWERS


def make_project(landlord: Landlord, name: str, homes: int, actor: Actor) -> Project:
    """The landlord's project of that name, made where there is none; one that stands keeps its number of homes."""
    project = Project(landlord=landlord.pk, name=name.strip(), homes=homes)
    try:
        records.create(project, actor)
    except AlreadyExists:
        found: Project = Project.objects(landlord=landlord.pk, name=name.strip()).no_dereference().get()
        return found
    return project


def edit_project(project: Project, actor: Actor, *, name: str, homes: int, why: str, version: int) -> bool:
    """Change a project's name or number of homes; False where nothing differs.

    Fewer homes than are taken cannot be; fewer than the quota then allows can, and the share tells of it.
    Raises NotAuthorised, HomesTaken, AlreadyExists (the landlord has one of that name), InvalidRecord, StaleState.
    """
    actor.require(*FOLLOWERS, what="project.edit")
    if homes < len(project.reservations):
        raise HomesTaken(project.name, len(project.reservations), homes)
    values = {"name": name.strip(), "homes": homes}
    return records.change(project, actor, values=values, action="project_edited", why=why, version=version)
