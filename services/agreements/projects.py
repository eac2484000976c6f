"""Projects: the homes that an agreement covers; their number is the measure of the quota."""

from contextlib import suppress
from datetime import date

from models import Landlord, Project
from rules.errors import AlreadyExists, HomesTaken, InvalidRecord, NoAgreement, QuotaTooSmall
from services import quotas, records, rulebooks
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


def edit_project(project: Project, actor: Actor, *, name: str, homes: int, why: str, version: int, today: date) -> bool:
    """Change a project's name or number of homes; False where nothing differs.

    Fewer homes than are taken or agreed on cannot be, nor a number that gives right to fewer than are taken.
    Raises NotAuthorised, HomesTaken, QuotaTooSmall, AlreadyExists (the landlord has one of that name), InvalidRecord,
    StaleState.
    """
    actor.require(*FOLLOWERS, what="project.edit")
    if homes != project.homes:
        _refuse_number(project, homes, today)
    values = {"name": name.strip(), "homes": homes}
    changed = records.change(project, actor, values=values, action="project_edited", why=why, version=version)
    if quotas.fit_agreed(project.pk, actor):  # an agreement for more was signed in the same instant
        raise InvalidRecord("project", {"homes": "fewer_than_agreed"})
    return changed


def _refuse_number(project: Project, homes: int, today: date) -> None:
    taken = len(project.reservations)
    if homes < taken:
        raise HomesTaken(project.name, taken, homes)
    right = quotas.right_of(project.pk)
    if right is not None and right.bid is not None and homes < (right.homes or 0):
        raise InvalidRecord("project", {"homes": "fewer_than_agreed"})
    with suppress(NoAgreement):
        right, book = quotas.agreement_of(project.pk, project.number, today), rulebooks.current(today)
        before, found = quotas.quota_of(project, right, book), quotas.quota_of(project, right, book, homes=homes)
        if found is not None and found.exceeded and (before is None or found.limit <= before.limit):
            raise QuotaTooSmall(project.name, found.limit, taken, homes)
