"""The needs mapping (kartlegging), the application's own facts, and that a waiting household's need was reviewed."""

from collections.abc import Mapping as Values
from datetime import date
from typing import Any

from models import Application
from models.mapping import Mapping
from rules.errors import InvalidRecord, MissingReason
from rules.terms import ApplicationState
from services import next_steps, records
from services.actor import Actor
from services.assessments.verdicts import MAPPED_IN, allow

FACTS = frozenset(
    {"target_group", "situation", "adults", "children", "resident", "rooms_wanted", "service_need", "services_day",
     "services_evening", "services_night"}
)  # fmt: skip
"""What the applicant tells that may turn out to be otherwise; the rest of an application has steps of its own."""


def map_needs(application: Application, mapping: Mapping, actor: Actor, *, version: int, today: date) -> bool:
    """Store the mapping of the household's needs. False where it says what the stored one says.

    The applicant's own views are asked for, and the children's where there are any (Grunnloven § 104).
    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, InvalidRecord, TransitionRefused, StaleState.
    """
    allow(application, actor, version, MAPPED_IN, "map_needs")
    problems = _problems(application, mapping, today)
    if problems:
        raise InvalidRecord("application", problems)
    if application.mapped_on is not None and _content(application.mapping) == _content(mapping):
        return False
    values = {"mapping": mapping, "mapped_on": today}
    return records.change(
        application, actor, values=values, action="mapped", version=version, owed=[next_steps.owed(application)]
    )


def _problems(application: Application, mapping: Mapping, today: date) -> dict[str, str]:
    problems = {}
    if not (mapping.wishes or "").strip() and not mapping.no_wishes:
        problems["wishes"] = "wishes_missing"
    if (mapping.wishes or "").strip() and mapping.no_wishes:
        problems["wishes"] = "wishes_both"
    if application.children and not (mapping.children_heard or "").strip():
        problems["children_heard"] = "children_unheard"
    if mapping.notice_received_on is not None and mapping.notice_received_on > today:
        problems["notice_received_on"] = "future"
    return problems


def _content(mapping: Mapping | None) -> dict[str, Any] | None:
    """What a mapping says, to compare: the same text has another ciphertext each time, and no tick is as good as no."""
    if mapping is None:
        return None
    return {name: value for name in Mapping._fields if (value := getattr(mapping, name)) not in (None, "", [])}


def change_facts(application: Application, values: Values[str, Any], actor: Actor, *, why: str, version: int) -> bool:
    """Change what the applicant has told of themselves; an assessment that rests on it is looked at again.

    On the waiting list the place follows at once, since the order is computed when it is read. False = nothing differs.
    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, MissingReason, InvalidRecord, TransitionRefused, StaleState.
    """
    allow(application, actor, version, MAPPED_IN, "change_facts")
    unknown = set(values) - FACTS
    if unknown:
        raise InvalidRecord("application", dict.fromkeys(sorted(unknown), "not_a_fact"))
    if not why.strip():
        raise MissingReason("application.facts")
    if all(records.same(getattr(application, name), value) for name, value in values.items()):
        return False
    owed = [next_steps.owed(application)]
    return records.change(
        application, actor, values=values, action="facts_changed", why=why.strip(), version=version, owed=owed
    )


def review_need(application: Application, actor: Actor, *, version: int, today: date) -> bool:
    """Note that a waiting household has been asked whether its need is the same. False where that was done today.

    Raises NotAuthorised, ConflictOfInterest, NoNeedToKnow, TransitionRefused, StaleState.
    """
    allow(application, actor, version, frozenset({ApplicationState.WAITING}), "review_need")
    if records.same(application.need_reviewed_on, today):
        return False
    values = {"need_reviewed_on": today}
    return records.change(
        application, actor, values=values, action="need_reviewed", version=version, owed=[next_steps.owed(application)]
    )
