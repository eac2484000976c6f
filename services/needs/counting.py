"""What an overview of the need is counted from, in a fixed number of reads however many homes there are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bson import ObjectId

from models import Application, Dwelling, Vacancy, VacancyNotice
from models.referral import OPEN_NOTICE
from models.vacancy import LIVE
from rules import needs as rules
from rules.deadlines import add_months
from rules.needs import WHOLE, Counted, Line, Slot, Sort, Use
from rules.partner_policy import Partnering
from rules.terms import NeedTerm, Purpose, TargetGroup
from services import merged
from services.needs import tenure
from services.needs.tenure import Tenancy

HOME = (
    "rooms", "postcode", "place", "wheelchair", "accessible_unit", "universal_design", "purpose", "project", "landlord",
    "disposal",
)  # fmt: skip
ACCESSIBLE = ("wheelchair", "accessible_unit", "universal_design")
WAITS = ("applicant", "target_group", "approved_need", "rooms_wanted", "adults", "children")
GROUPS: Mapping[str, TargetGroup] = {  # whom a free home is for; all others are for the disadvantaged
    Purpose.REFUGEE.value: TargetGroup.REFUGEE,
    Purpose.STAFF.value: TargetGroup.EMPLOYEE,
}


@dataclass(frozen=True)
class _Town:
    """All homes by id, those that are free, who lives in them, and the persons on the waiting list."""

    homes: Mapping[ObjectId, Mapping[str, Any]]
    free: Mapping[ObjectId, None]  # an ordered set
    coming: tuple[Tenancy, ...]
    running: tuple[Tenancy, ...]
    on_list: frozenset[ObjectId]
    partnering: Partnering

    def slot(self, home: ObjectId, group: TargetGroup | None = None) -> Slot:
        """What the home counts as: for the group of who lives there, else for whom it is meant."""
        held = self.homes[home]
        return Slot(
            rooms=rules.size(held["rooms"]),
            accessible=any(held.get(name) for name in ACCESSIBLE),
            area=rules.area_of(self.partnering.area_of(held.get("postcode") or ""), held.get("place")),
            target_group=group or GROUPS.get(held.get("purpose") or "", TargetGroup.DISADVANTAGED),
        )


def count(today: date, partnering: Partnering) -> tuple[Line, ...]:
    """The lines of an overview as of the day: eight reads at any size.

    Who waits is counted for the whole municipality: where a household lives now says nothing of where it is to live.
    """
    waiting = list(Application.objects(on_list=True).only(*WAITS).as_pymongo())
    town = _read([one["applicant"] for one in waiting if one.get("applicant")], partnering)
    found = [_waiting(one) for one in waiting]
    found += _leaving(town)
    found += _expiring(town)
    found += [Counted(Sort.VACANT, town.slot(home)) for home in town.free]
    return rules.lines(found, terms(today, partnering))


def terms(today: date, partnering: Partnering) -> dict[NeedTerm, date]:
    """The last day of each term."""
    return {
        NeedTerm.SHORT: add_months(today, partnering.short_months),
        NeedTerm.LONG: add_months(today, partnering.long_months),
    }


def _read(waiting: list[ObjectId], partnering: Partnering) -> _Town:
    homes = {home["_id"]: home for home in Dwelling.objects.only(*HOME).as_pymongo()}
    roots = merged.roots()
    coming, running = tenure.tenancies(roots, homes)
    on_list = frozenset(roots.get(person, person) for person in waiting)
    return _Town(homes, _free(homes), coming, running, on_list, partnering)


def _free(homes: Mapping[ObjectId, Any]) -> dict[ObjectId, None]:
    """Homes that stand or become free: the municipality's own and landlords', each once."""
    own = Vacancy.objects(state__in=LIVE).only("dwelling").as_pymongo()
    theirs = VacancyNotice.objects(state__in=OPEN_NOTICE).only("dwelling").as_pymongo()
    return dict.fromkeys(one["dwelling"] for one in (*own, *theirs) if one["dwelling"] in homes)


def _waiting(held: Mapping[str, Any]) -> Counted:
    need = held.get("approved_need") or {}
    rooms = rules.rooms_needed(
        need.get("rooms"), held.get("rooms_wanted"), held.get("adults") or 1, held.get("children") or 0
    )
    accessible = bool(need.get("step_free") or need.get("lift"))
    group = TargetGroup(held["target_group"])
    return Counted(Sort.WAITING, Slot(rooms=rooms, accessible=accessible, area=WHOLE, target_group=group))


def _leaving(town: _Town) -> Iterator[Counted]:
    """Households whose fixed term runs out; not those who wait already, nor those with the next contract made."""
    renewed = {one.follows for one in town.coming}
    provided = town.on_list | {one.tenant for one in town.coming}
    for one in town.running:
        if one.term_ends is not None and one.lease not in renewed and one.tenant not in provided:
            yield Counted(Sort.LEAVING, town.slot(one.home, one.group), one.term_ends)


def _expiring(town: _Town) -> Iterator[Counted]:
    """Landlords' homes in use that fall away with the last agreement that covers them."""
    ends = tenure.agreements_end(town.homes)
    provided = town.on_list | {one.tenant for one in town.coming}
    promised = {one.home: one for one in town.coming if one.tenant not in town.on_list}
    living = {one.home: one for one in town.running}
    for home, day in ends.items():
        lives = living.get(home)
        use = Use(
            free=home in town.free,
            promised=home in promised,
            lived_in=lives is not None and lives.tenant not in provided,
            term_ends=lives.term_ends if lives else None,
        )
        holder = None if use.free else promised.get(home, lives)
        found = rules.expiring(town.slot(home, holder.group if holder else None), day, use)
        if found is not None:
            yield found
