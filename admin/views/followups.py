"""Follow-up of households in their homes."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from markupsafe import Markup
from mongoengine import Q

from admin import formats
from admin.desk import LEASES
from admin.filters import choice
from admin.pages import Act
from admin.views.columns import Column
from admin.views.keeping.course import OFF, Mark, course, how_of
from admin.views.keeping.followup_steps import POINT, FollowUpSteps
from admin.views.related import Section, section
from models import Task
from rules.terms import FollowUpKind, FollowUpState

SPREAD = (
    "Husstanden bodde her før planen ble laget. Første besøk og første samtale er derfor lagt til en tilfeldig dag i "
    "perioden, så ikke alle skal møtes samtidig. Flytt dem hvis noe haster."
)
INVITED = "Kalt inn med brev {day}."


def _waits(plan: Any) -> str | None:
    if plan.state is not FollowUpState.ACTIVE or plan.next_on is None:
        return None
    late = (formats.today() - plan.next_on).days
    if late > 0:
        return f"{formats.day(plan.next_on)}, {late} {'dag' if late == 1 else 'dager'} siden"
    return formats.day(plan.next_on)


def _runs() -> dict[str, tuple[str, Q]]:
    return {"ja": ("Løper", Q(state=FollowUpState.ACTIVE)), "nei": ("Avsluttet", Q(state=FollowUpState.ENDED))}


class FollowUps(FollowUpSteps):
    """Follow-up plans; the menu leads to those that run, the one to be met first on top."""

    name_one, name_many, category_name = "oppfølgingsplan", "Oppfølging", LEASES
    hint = "Besøk og samtaler med dem som bor i boligene. Det som kommer først, står øverst."
    menu_filter = "flt_loper=ja"
    label_fields = ("contract_number",)
    own_columns = {"waits": Column(label="Neste", needs=("state", "next_on"), value=_waits, blank=True, css="when")}
    column_list = ("contract_number", "tenant", "waits", "home_talk_on", "state", "caseworker")
    column_filters = (
        choice("loper", "Løper", _runs()), "state", "next_on", "caseworker", "office", "tenant",
    )  # fmt: skip
    column_searchable_list = ("^contract_number",)
    column_sortable_list = ("contract_number", "state", ("waits", "next_on"))
    column_default_sort = [("next_on", False)]
    picker_order = ("-started_on", "pk")
    case_fields = frozenset({"goals", "items"})
    details_groups = (
        ("Planen", ("contract_number", "lease", "tenant", "state", "started_on", "ended_on", "interpreter",
                    "home_talk_on", "caseworker", "office")),
        ("Mål for oppfølgingen", ("goals",)),
    )  # fmt: skip
    quiet = frozenset({"ended_on", "interpreter", "home_talk_on", "goals", "caseworker", "office"})

    def caption(self, document: Any) -> str:
        """Whose plan it is."""
        return self.desk.label(document.tenant)

    def about(self, document: Any) -> Markup | None:
        if not self.knows(document):
            return super().about(document)
        waiting = any(one.is_open for one in document.items)
        foot = SPREAD if document.spread and waiting and document.home_talk_on is None else ""
        return course("Besøk og samtaler", self._marks(document), foot)

    def _marks(self, document: Any) -> Iterator[Mark]:
        over = [one for one in document.items if not one.is_open]
        for one in sorted(over, key=lambda one: one.held_on or one.dropped_on):
            yield _past(one)
        goes_on = document.state is FollowUpState.ACTIVE
        for one in sorted((one for one in document.items if one.is_open), key=lambda one: one.due_on):
            how = how_of(one.due_on, formats.today()) if goes_on else OFF
            told = INVITED.format(day=formats.day(one.invited_on)) if one.invited_on else ""
            links = tuple(self._leads(document, one)) if goes_on else ()
            yield Mark(on=one.due_on, what=one.kind.label, how=how, more=(one.note or "", told), links=links)

    def _leads(self, document: Any, item: Any) -> Iterator[tuple[str, str]]:
        """What can be done with a visit or talk that waits."""
        ways = [("hold", "Før at det er gjort"), ("move", "Flytt"), ("drop", "Faller bort")]
        if item.kind is FollowUpKind.HOME_OWNERSHIP:
            ways.insert(1, ("invite", "Kall inn med brev"))
        for method, words in ways:
            if self.may(method):
                yield words, url_for(f"{self.endpoint}.{method}", id=document.pk, **{POINT: item.id})

    def acts(self, document: Any) -> Sequence[Act]:
        if not self.knows(document):
            return []
        return [act for method, act in self.step_acts(document) if self.may(method)]

    def sections(self, document: Any) -> Sequence[Section | None]:
        tasks = Task.objects(subject_kind="followup", subject_id=str(document.pk)).order_by("key")
        return (
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne planen."),
        )  # fmt: skip


def _past(one: Any) -> Mark:
    if one.dropped_on is not None:
        return Mark(on=one.dropped_on, what=one.kind.label, how=OFF, more=(one.dropped_because or "",))
    road = f"Veien videre: {one.road.inside}." if one.road else ""
    spoken = f"Tolk: {one.interpreter}." if one.interpreter else ""
    return Mark(on=one.held_on, what=one.kind.label, more=(road, spoken, one.note or ""))
