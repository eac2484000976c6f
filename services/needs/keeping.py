"""An overview of the need: counted, completed by hand with reasons, settled, and kept as it was (S000 phase 1)."""

from datetime import date
from typing import Any

from bson import ObjectId

from models import NeedOverview
from models.need_overview import NeedAddition, NeedLine
from rules import needs as rules
from rules import partner_states, states
from rules.errors import InvalidRecord, MissingReason, OverviewSettled
from rules.needs import Line, Slot, Sums
from rules.terms import NeedState, NeedTerm, Role
from services import numbers, records, rulebooks
from services.actor import Actor
from services.needs import counting

KEEPERS = (Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD, Role.PROPERTY)


def begin(actor: Actor, *, today: date, identity: ObjectId) -> NeedOverview:
    """Count the need as it is today, as a draft. A form sent twice makes one. Raises NotAuthorised."""
    actor.require(*KEEPERS, what="need")
    made: NeedOverview | None = NeedOverview.objects(pk=identity).first()
    if made is not None:
        return made
    book = rulebooks.current(today)
    overview = NeedOverview(
        id=identity,
        overview_number=numbers.label("BO", today.year, width=3, series="need_overview"),
        on=today,
        lines=_stored(counting.count(today, book.partnering)),
        rulebook=book.number,
        by_name=actor.name,
    )
    return records.create_once(overview, actor, action="need_counted")


def count_again(overview: NeedOverview, actor: Actor, *, version: int, today: date) -> bool:
    """Count a draft anew; what was added by hand stands. Counted alike the same day = nothing.

    Raises NotAuthorised, OverviewSettled, StaleState.
    """
    _opened(overview, actor, version)
    book = rulebooks.current(today)
    values = {"on": today, "lines": _stored(counting.count(today, book.partnering)), "rulebook": book.number}
    return records.change(overview, actor, values=values, action="need_counted", version=version)


def add(overview: NeedOverview, actor: Actor, addition: NeedAddition, *, version: int) -> bool:
    """Put homes to the overview or take them off, with the reason; never of single persons.

    Raises NotAuthorised, OverviewSettled, InvalidRecord (no homes), MissingReason, StaleState.
    """
    _opened(overview, actor, version)
    if not addition.homes:
        raise InvalidRecord("need_overview", {"homes": "no_homes"})
    if not addition.why.strip():
        raise MissingReason("need")
    addition.by_name = actor.name
    values = {"additions": [*overview.additions, addition]}
    return records.change(overview, actor, values=values, action="need_added", version=version)


def drop(overview: NeedOverview, actor: Actor, *, at: int, version: int) -> bool:
    """Take away one of the additions by its place. Raises NotAuthorised, OverviewSettled, InvalidRecord, StaleState."""
    _opened(overview, actor, version)
    if not 0 <= at < len(overview.additions):
        raise InvalidRecord("need_overview", {"additions": "addition_gone"})
    values = {"additions": [one for place, one in enumerate(overview.additions) if place != at]}
    return records.change(overview, actor, values=values, action="need_addition_dropped", version=version)


def summarise(overview: NeedOverview, actor: Actor, *, summary: str, version: int) -> bool:
    """Write what the numbers mean. Raises NotAuthorised, OverviewSettled, InvalidRecord, StaleState."""
    _opened(overview, actor, version)
    values = {"summary": summary.strip() or None}
    return records.change(overview, actor, values=values, action="need_summarised", version=version)


def settle(overview: NeedOverview, actor: Actor, *, version: int, today: date) -> bool:
    """Settle it: from now on it stands as it was. Settled before = nothing.

    Raises NotAuthorised, MissingReason (no summary), StaleState.
    """
    actor.require(*KEEPERS, what="need")
    if overview.state is NeedState.SETTLED:
        return False
    _opened(overview, actor, version)
    if not (overview.summary or "").strip():
        raise InvalidRecord("need_overview", {"summary": "no_summary"})
    states.check(partner_states.NEED, overview.state, NeedState.SETTLED)
    values = {"state": NeedState.SETTLED, "settled_on": today, "settled_by_name": actor.name}
    return records.change(overview, actor, values=values, action="need_settled", version=version)


def _opened(overview: NeedOverview, actor: Actor, version: int) -> None:
    actor.require(*KEEPERS, what="need")
    if overview.state is NeedState.SETTLED:
        raise OverviewSettled(overview.number)
    records.check_version(overview, version)


def _stored(lines: tuple[Line, ...]) -> list[NeedLine]:
    return [
        NeedLine(
            term=line.term, rooms=line.slot.rooms, accessible=line.slot.accessible, area=line.slot.area,
            target_group=line.slot.target_group, waiting=line.sums.waiting, leaving=line.sums.leaving,
            expiring=line.sums.expiring, vacant=line.sums.vacant,
        )
        for line in lines
    ]  # fmt: skip


# --- Read -------------------------------------------------------------------------------------------------------------


def lines_of(overview: NeedOverview) -> tuple[Line, ...]:
    """What was counted and what was added, as lines to sum up."""
    counted = [Line(one.term, _slot(one), _sums(one)) for one in overview.lines]
    added = [
        Line(term, _slot(one), Sums(added=one.homes))
        for one in overview.additions
        for term in NeedTerm
        if term in (one.term, NeedTerm.LONG)  # the long term holds all of the short
    ]
    return (*counted, *added)


def _sums(one: NeedLine) -> Sums:
    return Sums(waiting=one.waiting, leaving=one.leaving, expiring=one.expiring, vacant=one.vacant)


def _slot(one: Any) -> Slot:
    return Slot(rooms=one.rooms, accessible=one.accessible, area=one.area, target_group=one.target_group)


def before(overview: NeedOverview) -> NeedOverview | None:
    """The last overview that was settled before this one's day, to be compared with (index `need_overview_state`)."""
    found: NeedOverview | None = (
        NeedOverview.objects(state=NeedState.SETTLED, on__lt=overview.on).order_by("-on", "id").first()
    )
    return found


def areas_of(overview: NeedOverview, today: date) -> list[str]:
    """The areas that homes may be added for: the whole municipality, the rulebook's, and those counted."""
    named = [area.label for area in rulebooks.current(today).partnering.areas]
    return list(dict.fromkeys([rules.WHOLE, *named, *sorted({one.area for one in overview.lines})]))
