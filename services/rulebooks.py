"""Rulebook versions: which one holds on a day, and how the next one is drafted and published (design section 4)."""

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from models import Rulebook
from rules import rulebook, rulebook_checks, rulebook_text
from rules.errors import AlreadyExists, InvalidRecord, NotFound, RulebookOvertaken, TransitionRefused
from rules.rulebook import RulebookInvalid, Rules
from rules.terms import Role
from services import records, rulebook_memory
from services.actor import Actor
from services.effects import Owed

PUBLISHED_EFFECT = "rulebook_published"
BEGINNING = date(2000, 1, 1)
STILL_DRAFT = {"valid_from": None, "dropped_at": None}
MOST_TRIES = 20  # people who copy at the same instant
FILLED = "Utfylt fra standardregelboken"


def find_current(today: date) -> Rulebook | None:
    """The highest published version whose `valid_from` is on or before today; a draft has no such day."""
    found: Rulebook | None = _in_force(today).first()
    return found


def _in_force(today: date) -> Any:  # not `$lte`: the embedded server loses its bound in an index of several fields
    return Rulebook.objects(valid_from__lt=today + timedelta(days=1)).order_by("-rulebook_number")


def current(today: date) -> Rules:
    """The values in force on a day; raises NotFound before the first version is loaded."""
    found = _in_force(today).as_pymongo().first()
    if found is None:
        raise NotFound("rulebook", str(today))
    return rulebook_memory.read(found["rulebook_number"], found["content"])


def numbered(number: int) -> Rules:
    """The values of one version, whether or not it still holds; raises NotFound, RulebookInvalid."""
    return legible(get(number))


def legible(version: Rulebook) -> Rules:
    """The values of a version that was decided under, perhaps before this release: what it lacks comes from the newest.

    A published version is never changed, yet its decisions are replayed and appealed for years. Raises RulebookInvalid.
    """
    if version.valid_from is None or is_readable(version):
        return rules_of(version)
    newest = Rulebook.objects(valid_from__gte=BEGINNING).order_by("-rulebook_number").first()
    return rulebook.parse(version.rulebook_number, rulebook.filled(content_of(version), content_of(newest)))


def get(number: int) -> Rulebook:
    """One version by its number; raises NotFound."""
    found: Rulebook | None = Rulebook.objects(rulebook_number=number).first()
    if found is None:
        raise NotFound("rulebook", str(number))
    return found


def rules_of(version: Rulebook) -> Rules:
    """The values of a loaded version; raises RulebookInvalid."""
    return rulebook.parse(version.rulebook_number, version.content)


def content_of(version: Rulebook) -> dict[str, Any]:
    """A version's data as plain tables and lists, to be changed and given to `edit`."""
    plain: dict[str, Any] = _plain(version.content)
    return plain


def _plain(held: Any) -> Any:
    if isinstance(held, dict):
        return {str(key): _plain(value) for key, value in held.items()}
    return [_plain(value) for value in held] if isinstance(held, list) else held


def find_upcoming(today: date) -> Rulebook | None:
    """The highest version that is published but not in force yet (index `rulebook_valid`)."""
    found: Rulebook | None = Rulebook.objects(valid_from__gt=today).order_by("-rulebook_number").first()
    return found


def load_first(source: str, actor: Actor) -> bool:
    """Store the default text as version 1, valid from the beginning; False where a version stands already.

    Raises RulebookInvalid.
    """
    if Rulebook.objects(rulebook_number=1).only("pk").first() is not None:
        return False
    rules = rulebook_text.parse_text(1, source)
    first = Rulebook(
        rulebook_number=1,
        title=rules.title,
        valid_from=BEGINNING,
        published_at=actor.at,
        content=rulebook_text.content_of(source),
        source=source,
    )
    records.create(first, actor, why="Standardregelboken")
    return True


def complete(source: str, actor: Actor, today: date) -> tuple[int, ...]:
    """After an upgrade: where a version that is or will be in force lacks what this release asks for, publish it anew.

    What the municipality has decided stands; what is missing comes from the default text. Drafts are filled in as they
    are. Returns the new versions' numbers, in the order of those they follow. Raises RulebookInvalid.
    """
    default = tomllib.loads(source)
    for draft in Rulebook.objects(**STILL_DRAFT).order_by("rulebook_number"):
        if not is_readable(draft):
            written = {"content": rulebook.filled(content_of(draft), default), "source": None}
            records.change(draft, actor, values=written, why=FILLED)
    held = [find_current(today), *Rulebook.objects(valid_from__gt=today).order_by("rulebook_number")]
    lacking = [one for one in held if one is not None and not is_readable(one)]
    return tuple(_filled_anew(one, default, actor) for one in lacking)


def _filled_anew(held: Rulebook, default: Mapping[str, Any], actor: Actor) -> int:
    content = rulebook.filled(content_of(held), default)
    rules = rulebook_checks.check(held.rulebook_number, content)
    values = {"title": rules.title, "content": content, "based_on": held.rulebook_number, "published_at": actor.at}
    return _numbered_next(values | {"valid_from": held.valid_from}, actor, FILLED).rulebook_number


def copy(number: int, title: str, actor: Actor) -> Rulebook:
    """A draft like one version, under the next number; the unique number decides between two who copy at once.

    Raises NotFound, NotAuthorised, InvalidRecord.
    """
    actor.require(Role.ADMINISTRATOR, what="rulebook")
    if not title.strip():
        raise InvalidRecord("rulebook", {"title": "untitled"})
    base = get(number)
    content = content_of(base) | {"title": title.strip()}
    return _numbered_next(
        {"title": title.strip(), "content": content, "based_on": number}, actor, f"Kopi av versjon {number}"
    )


def edit(
    draft: Rulebook,
    content: Mapping[str, Any],
    actor: Actor,
    *,
    version: int,
    why: str = "",
    source: str | None = None,
) -> bool:
    """Give a draft other data, with the text it was read from where a person wrote one; False where nothing differs.

    `why` says which part of the rulebook was changed.

    Raises RulebookInvalid, TransitionRefused (published or dropped), NotAuthorised, StaleState.
    """
    actor.require(Role.ADMINISTRATOR, what="rulebook")
    _require_draft(draft, "edited")
    rules = rulebook_checks.check(draft.rulebook_number, content)
    values = {"content": dict(content), "title": rules.title, "source": source}
    return records.change(draft, actor, values=values, why=why, version=version, guard=STILL_DRAFT)


def edit_text(draft: Rulebook, source: str, actor: Actor, *, version: int) -> bool:
    """The same from a text; a fault is told with its line. Raises as `edit`."""
    rulebook_text.parse_text(draft.rulebook_number, source)
    return edit(
        draft, rulebook_text.content_of(source), actor, version=version, why="Lest inn fra tekst", source=source
    )


def publish(draft: Rulebook, valid_from: date, actor: Actor, *, version: int, today: date) -> None:
    """Fix a draft: it is in force from the day, and open assessments are looked at anew when it is.

    Raises RulebookInvalid, TransitionRefused, RulebookOvertaken, InvalidRecord (a day that is past), NotAuthorised,
    StaleState.
    """
    actor.require(Role.ADMINISTRATOR, what="rulebook")
    _require_draft(draft, "published")
    if valid_from < today:
        raise InvalidRecord("rulebook", {"valid_from": "past"})
    later = Rulebook.objects(valid_from__gte=BEGINNING, rulebook_number__gt=draft.rulebook_number)
    over = later.order_by("-rulebook_number").only("rulebook_number").first()
    if over is not None:
        raise RulebookOvertaken(draft.rulebook_number, over.rulebook_number)
    rulebook_checks.check(draft.rulebook_number, draft.content)
    records.change(
        draft,
        actor,
        values={"valid_from": valid_from, "published_at": actor.at},
        action="published",
        version=version,
        guard=STILL_DRAFT,
        owed=[Owed(PUBLISHED_EFFECT, f"published:{draft.rulebook_number}")],
        rulebook=draft.rulebook_number,
    )


def publish_text(source: str, valid_from: date, actor: Actor, *, today: date) -> Rulebook:
    """A text as the next version at once (an operator's command); raises as `publish`, faults with their line."""
    actor.require(Role.ADMINISTRATOR, what="rulebook")
    if valid_from < today:
        raise InvalidRecord("rulebook", {"valid_from": "past"})
    rules, held = rulebook_text.parse_text(1, source), find_current(today)
    values = {"title": rules.title, "content": rulebook_text.content_of(source), "source": source}
    based_on = held.rulebook_number if held else None
    draft = _numbered_next(values | {"based_on": based_on}, actor, "Lest inn fra fil")
    publish(draft, valid_from, actor, version=draft.version, today=today)
    return draft


def drop(draft: Rulebook, actor: Actor, *, version: int) -> None:
    """Lay a draft aside for good; its number is not used again. Raises TransitionRefused, NotAuthorised, StaleState."""
    actor.require(Role.ADMINISTRATOR, what="rulebook")
    _require_draft(draft, "dropped")
    values = {"dropped_at": actor.at}
    records.change(draft, actor, values=values, action="draft_dropped", version=version, guard=STILL_DRAFT)


def _require_draft(version: Rulebook, wanted: str) -> None:
    if not version.is_draft:
        raise TransitionRefused("rulebook", "dropped" if version.dropped_at else "published", wanted)


def _numbered_next(values: Mapping[str, Any], actor: Actor, why: str) -> Rulebook:
    for left in range(MOST_TRIES, 0, -1):
        highest = Rulebook.objects.order_by("-rulebook_number").only("rulebook_number").first()
        made = Rulebook(**values, rulebook_number=highest.rulebook_number + 1 if highest else 1)
        try:
            records.create(made, actor, why=why)
        except AlreadyExists:
            if left == 1:
                raise
        else:
            return made
    raise AssertionError("unreachable")


def is_readable(version: Rulebook) -> bool:
    """Whether a version has all that this release asks for."""
    try:
        rules_of(version)
    except RulebookInvalid:
        return False
    return True
