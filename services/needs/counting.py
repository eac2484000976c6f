"""What an overview of the need is counted from, in a fixed number of reads however many homes there are."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from bson import ObjectId

from models import Application, Dwelling, Lease, Vacancy, VacancyNotice
from models.referral import OPEN_NOTICE
from models.vacancy import LIVE
from rules import needs as rules
from rules import notice_periods
from rules.deadlines import add_months
from rules.needs import WHOLE, Counted, Line, Slot, Sort
from rules.partner_policy import Partnering
from rules.terms import LeaseState, NeedTerm, Purpose, TargetGroup
from services import merged

HOME = ("rooms", "postcode", "place", "wheelchair", "accessible_unit", "universal_design", "purpose")
ACCESSIBLE = ("wheelchair", "accessible_unit", "universal_design")
TERM = ("ends_on", "open_ended_on")
WAITS = ("applicant", "target_group", "approved_need", "rooms_wanted", "adults", "children")
GROUPS: Mapping[str, TargetGroup] = {  # whom a free home is for; all others are for the disadvantaged
    Purpose.REFUGEE.value: TargetGroup.REFUGEE,
    Purpose.STAFF.value: TargetGroup.EMPLOYEE,
}


def count(today: date, partnering: Partnering) -> tuple[Line, ...]:
    """The lines of an overview as of the day: eight reads at any size.

    Who waits is counted for the whole municipality: where a household lives now says nothing of where it is to live.
    """
    until = terms(today, partnering)
    waiting = list(Application.objects(on_list=True).only(*WAITS).as_pymongo())
    homes = {home["_id"]: home for home in Dwelling.objects.only(*HOME).as_pymongo()}
    found = [_waiting(one) for one in waiting]
    roots = merged.roots()
    on_list = {_root(one.get("applicant"), roots) for one in waiting}
    found += _leaving(homes, on_list, roots, until[NeedTerm.LONG], partnering)
    found += _vacant(homes, partnering)
    return rules.lines(found, until)


def terms(today: date, partnering: Partnering) -> dict[NeedTerm, date]:
    """The last day of each term."""
    return {
        NeedTerm.SHORT: add_months(today, partnering.short_months),
        NeedTerm.LONG: add_months(today, partnering.long_months),
    }


def _waiting(held: Mapping[str, Any]) -> Counted:
    need = held.get("approved_need") or {}
    rooms = rules.rooms_needed(
        need.get("rooms"), held.get("rooms_wanted"), held.get("adults") or 1, held.get("children") or 0
    )
    accessible = bool(need.get("step_free") or need.get("lift"))
    group = TargetGroup(held["target_group"])
    return Counted(Sort.WAITING, Slot(rooms=rooms, accessible=accessible, area=WHOLE, target_group=group))


def _root(person: Any, roots: Mapping[ObjectId, ObjectId]) -> Any:
    return roots.get(person, person)


def _leaving(
    homes: Mapping[ObjectId, Mapping[str, Any]],
    on_list: set[Any],
    roots: Mapping[ObjectId, ObjectId],
    until: date,
    partnering: Partnering,
) -> Iterator[Counted]:
    """Households whose fixed term runs out; not those who wait already, nor those with the next contract made.

    A term that ran on until it became open-ended (husll. § 9-2) is none any longer.
    """
    coming = list(Lease.objects(state=LeaseState.UPCOMING).only("follows", "tenant").as_pymongo())
    renewed = {one.get("follows") for one in coming}
    housed = on_list | {_root(one.get("tenant"), roots) for one in coming if one.get("tenant")}
    ending = Lease.objects(state=LeaseState.OCCUPYING, ends_on__lt=until + timedelta(days=1))
    held = list(ending.only("tenant", "dwelling", "application", "ends_on", "open_ended_on").as_pymongo())
    groups = _groups() if any(one.get("application") for one in held) else {}
    for one in held:
        home = homes.get(one.get("dwelling"))
        fixed = notice_periods.is_fixed(*(_day(one[name]) if one.get(name) else None for name in TERM))
        if not fixed or home is None or one["_id"] in renewed or _root(one.get("tenant"), roots) in housed:
            continue
        group = groups.get(one.get("application"))
        yield Counted(Sort.LEAVING, _slot(home, partnering, group), _day(one["ends_on"]))


def _groups() -> dict[ObjectId, TargetGroup]:
    return {
        one["_id"]: TargetGroup(one["target_group"]) for one in Application.objects.only("target_group").as_pymongo()
    }


def _vacant(homes: Mapping[ObjectId, Mapping[str, Any]], partnering: Partnering) -> Iterator[Counted]:
    """Homes that stand or become free: the municipality's own and landlords', each once."""
    own = Vacancy.objects(state__in=LIVE).only("dwelling").as_pymongo()
    theirs = VacancyNotice.objects(state__in=OPEN_NOTICE).only("dwelling").as_pymongo()
    for identity in dict.fromkeys([one["dwelling"] for one in (*own, *theirs)]):
        home = homes.get(identity)
        if home is not None:
            yield Counted(Sort.VACANT, _slot(home, partnering, None))


def _slot(home: Mapping[str, Any], partnering: Partnering, group: TargetGroup | None) -> Slot:
    return Slot(
        rooms=rules.size(home["rooms"]),
        accessible=any(home.get(name) for name in ACCESSIBLE),
        area=rules.area_of(partnering.area_of(home.get("postcode") or ""), home.get("place")),
        target_group=group or GROUPS.get(home.get("purpose") or "", TargetGroup.DISADVANTAGED),
    )


def _day(held: Any) -> date:
    return held if type(held) is date else date.fromisoformat(str(held)[:10])
