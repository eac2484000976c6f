"""What the screens of records that belong to a lease stand on, and the parts that the lease's own page is made of."""

from collections.abc import Collection, Sequence
from typing import Any

from admin import need
from admin.views.related import Section
from admin.views.screen import Screen
from rules.terms import Role
from services import records


class TenancyScreen(Screen):
    """A record of one lease: `case_fields` are for those who follow that lease up, and for the roles of `also`."""

    also: Collection[Role] = ()
    row_needs = ("lease", "tenant")

    def lease_of(self, document: Any) -> Any:
        """The id of the lease that the record is of."""
        return records.reference(document, "lease")

    def knows(self, document: Any) -> bool:
        return need.works_lease(self.lease_of(document), self.also)

    def logged_person(self, document: Any) -> Any:
        return None if self.kept_from(document) else records.reference(document, "tenant")

    def get_list(self, *args: Any, **kwargs: Any) -> tuple[int, Sequence[Any]]:
        count, rows = super().get_list(*args, **kwargs)
        if self.case_fields & set(self.column_list or ()):  # else no row of the list asks who follows it up
            need.learn_leases([lease for row in rows if (lease := self.lease_of(row))], self.also)
        return count, rows


class LeaseParts(Screen):
    """What the parts of the lease's page share: each mixin adds its acts and its sections, calling super."""

    def step_acts(self, document: Any) -> list[Any]:
        """Pairs of method and act, those of the screens behind the parts with them."""
        behind: Any = getattr(super(), "step_acts", None)
        return list(behind(document)) if behind is not None else []

    def part_sections(self, document: Any) -> list[Section | None]:
        """The parts' own tables, in the order they are read."""
        return []
