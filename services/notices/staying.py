"""A home is in a project of its own landlord's, and stays there while a household may be referred to it."""

from collections.abc import Mapping
from typing import Any

from models import Dwelling, Project
from rules.errors import InvalidRecord
from services import records
from services.notices.reporting import open_of

KEPT = ("project", "landlord")


def refuse_anothers(home: Dwelling, values: Mapping[str, Any] | None = None) -> None:
    """Raise InvalidRecord where the home would belong to one landlord and its project to another.

    Who is referred to a home is named to its landlord, whose agreement it must be (domain 4.3). `values` are those that
    are written; None = the home is new.
    """
    if values is not None and not _moved(home, values):
        return
    told = {name: getattr(home, name) for name in KEPT} | dict(values or {})
    project, landlord = (getattr(told[name], "pk", told[name]) for name in KEPT)
    if project is None or records.reference(records.get(Project, project), "landlord") == landlord:
        return
    problem = {"project": "anothers_project"} if landlord else {"landlord": "project_without_landlord"}
    raise InvalidRecord("dwelling", problem)


def refuse_moved(home: Dwelling, values: Mapping[str, Any]) -> None:
    """Raise InvalidRecord where the values would move the home to another project or landlord while a notice is open.

    Its reservation counts in the project that it was referred from (domain 4.1).
    """
    moved = _moved(home, values)
    if moved and open_of(home.pk) is not None:
        raise InvalidRecord("dwelling", dict.fromkeys(moved, "home_noticed"))


def _moved(home: Dwelling, values: Mapping[str, Any]) -> list[str]:
    return [name for name in KEPT if name in values and not records.same(getattr(home, name), values[name])]
