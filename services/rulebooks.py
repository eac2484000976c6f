"""Rulebook versions: which one holds on a day, and loading the first."""

import tomllib
from datetime import date

from models import Rulebook
from rules import rulebook
from rules.errors import NotFound
from rules.rulebook import Rules
from services import records
from services.actor import Actor


def find_current(today: date) -> Rulebook | None:
    """The highest published version whose `valid_from` is on or before today."""
    found: Rulebook | None = Rulebook.objects(valid_from__lte=today).order_by("-rulebook_number").first()
    return found


def current(today: date) -> Rules:
    """The values in force on a day; raises NotFound before the first version is loaded."""
    found = find_current(today)
    if found is None:
        raise NotFound("rulebook", str(today))
    return rulebook.parse(found.rulebook_number, found.content)


def numbered(number: int) -> Rules:
    """The values of one version, whether or not it still holds; raises NotFound."""
    found = Rulebook.objects(rulebook_number=number).first()
    if found is None:
        raise NotFound("rulebook", str(number))
    return rulebook.parse(found.rulebook_number, found.content)


def load_first(source: str, actor: Actor) -> bool:
    """Store the default text as version 1, valid from the beginning; False where a version stands already.

    Raises RulebookInvalid, tomllib.TOMLDecodeError.
    """
    if Rulebook.objects(rulebook_number=1).only("pk").first() is not None:
        return False
    content = tomllib.loads(source)
    rulebook.parse(1, content)
    first = Rulebook(
        rulebook_number=1, title=content["title"], valid_from=date(2000, 1, 1), content=content, source=source
    )
    records.create(first, actor, why="Standardregelboken")
    return True
