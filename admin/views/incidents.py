"""Complaints about disorder, and what was done."""

from collections.abc import Collection, Sequence
from typing import Any

from flask import url_for
from markupsafe import Markup
from mongoengine import Q

from admin import formats, need, shielded
from admin.desk import LEASES
from admin.filters import choice
from admin.links import record_url
from admin.pages import Act
from admin.people import current_actor, sees_protected
from admin.views.columns import Column
from admin.views.keeping import incident_forms as forms
from admin.views.keeping.incident_course import incident_course
from admin.views.keeping.incident_letters import WHO, IncidentLetters
from admin.views.keeping.incident_steps import MEASURE, is_warning
from admin.views.related import Section, section
from models import Lease, Task
from rules.terms import IncidentState
from services import incidents, records

HOMES = frozenset({"dwellings", "leases"})
SAID = frozenset(
    {"kinds", "what", "heard", "mapped", "complainants", "measures", "outcome", "closed_why", "reopened_why"}
)


def _waits(incident: Any) -> str | None:
    if incident.state is IncidentState.CLOSED or incident.next_on is None:
        return None
    late = (formats.today() - incident.next_on).days
    if late > 0:
        return f"{late} {'dag' if late == 1 else 'dager'} over tiden"
    return f"innen {formats.day(incident.next_on)}"


class Incidents(IncidentLetters):
    """Complaints, newest first; the menu leads to those that are not closed."""

    name_one, name_many, category_name = "hendelse", "Klager og hendelser", LEASES
    hint = (
        "Klager på bråk, uorden og annet i bomiljøet. Hva som er sagt, vises bare for dem som følger opp leieforholdet."
    )
    menu_filter = "flt_apen=ja"
    label_fields = ("incident_number",)
    list_template = "admin/views/keeping/incidents.html"
    own_columns = {"waits": Column(label="Venter på oss", needs=("state", "next_on"), value=_waits, blank=True)}
    column_list = ("incident_number", "kinds", "state", "received_on", "waits", "office", "caseworker")
    column_filters = (
        choice("apen", "Åpen", {
            "ja": ("Ikke avsluttet", Q(state__in=[one for one in IncidentState if one is not IncidentState.CLOSED])),
            "nei": ("Avsluttet", Q(state=IncidentState.CLOSED)),
        }),
        "state", "received_on", "next_on", "office", "caseworker",
    )  # fmt: skip
    column_searchable_list = ("^incident_number",)
    column_sortable_list = ("incident_number", "received_on", "state", ("waits", "next_on"))
    column_default_sort = [("received_on", True)]
    row_needs = ("leases", "office", "caseworker")
    picker_order = ("-received_on", "pk")
    case_fields = SAID
    details_groups = (
        ("Klagen", ("incident_number", "state", "kinds", "dwellings", "leases", "happened_on", "received_on", "channel",
                    "caseworker", "office", "by_name")),
        ("Hva som skjedde", ("what",)),
        ("Kartlegging", ("heard", "mapped", "mapped_on")),
        ("Utfall", ("outcome", "closed_on", "closed_why", "reopened_why")),
    )  # fmt: skip
    quiet = frozenset({"leases", "heard", "mapped", "mapped_on", "outcome", "closed_on", "closed_why", "reopened_why",
                       "caseworker", "office"})  # fmt: skip

    # --- Who may see what ------------------------------------------------------------------------------------------

    def knows(self, document: Any) -> bool:
        leases = incidents.leases_of(document)
        if not leases:
            return incidents.works(document, current_actor())
        return any(need.works_lease(lease, incidents.ALSO) for lease in leases)

    def get_list(self, *args: Any, **kwargs: Any) -> tuple[int, Sequence[Any]]:
        count, rows = super().get_list(*args, **kwargs)
        need.learn_leases([lease for row in rows for lease in incidents.leases_of(row)], incidents.ALSO)
        return count, rows

    def hides_home(self, document: Any) -> bool:
        """Whether one of the tenants must not be found by where it happened."""
        hidden = set() if sees_protected() else set(shielded.hidden_people())
        return bool(hidden) and any(
            records.reference(lease, "tenant") in hidden for lease in incidents.all_leases(document)
        )

    def masks(self, document: Any, name: str) -> bool:
        return super().masks(document, name) or (name in HOMES and self.hides_home(document))

    def hidden_fields(self, document: Any) -> frozenset[str]:
        found = super().hidden_fields(document)
        return found | HOMES | {"complainants"} if self.hides_home(document) else found

    def logged_person(self, document: Any) -> Any:
        """Whose data are shown: the first lease's tenant."""
        leases = incidents.leases_of(document)
        if not leases or not self.knows(document):
            return None
        lease = Lease.objects(pk=leases[0]).only("tenant").no_dereference().first()
        return records.reference(lease, "tenant") if lease else None

    # --- The page --------------------------------------------------------------------------------------------------

    def caption(self, document: Any) -> str:
        """Where it happened, where the person may know it."""
        if self.masks(document, "dwellings") or not document.dwellings:
            return ""
        first, more = self.desk.label(document.dwellings[0]), len(document.dwellings) - 1
        return f"{first} og {more} til" if more else first

    def about(self, document: Any) -> Markup | None:
        if not self.knows(document):
            return super().about(document)
        hidden = self.hides_home(document)
        numbers = {} if hidden else {one.pk: one.contract_number for one in incidents.all_leases(document)}
        return incident_course(document, formats.today(), numbers, lambda one: self._leads(document, one))

    def _leads(self, document: Any, measure: Any) -> tuple[tuple[str, str], ...]:
        """What can be done with a measure that waits."""
        found = []
        if is_warning(measure):
            url = record_url(self.desk, "letter", measure.letter)
            found += [("Åpne brevet", url)] if url else []
        elif self.may("finish"):
            found.append(("Før at det er gjort", self._at("finish", document, **{MEASURE: measure.id})))
        if self.may("withdraw"):
            found.append(("Trekk", self._at("withdraw", document, **{MEASURE: measure.id})))
        return tuple(found)

    def _at(self, method: str, document: Any, **values: Any) -> str:
        return url_for(f"{self.endpoint}.{method}", id=document.pk, **values)

    def acts(self, document: Any) -> Sequence[Act]:
        if not self.knows(document):
            return []
        found = sorted(self.step_acts(document), key=lambda one: not one[1].main)
        return [act for method, act in found if self.may(method)]

    def sections(self, document: Any) -> Sequence[Section | None]:
        tasks = Task.objects(subject_kind="incident", subject_id=str(document.pk)).order_by("key")
        return (
            self._tellers(document) if self.knows(document) else None,
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne saken."),
        )  # fmt: skip

    def _tellers(self, document: Any) -> Section:
        """Who complained, for those who work it; where they live may tell where a protected tenant does."""
        hidden = self.hides_home(document)
        rows = tuple(self._teller(document, one, hidden) for one in document.complainants)
        open_still = document.state is not IncidentState.CLOSED and self.may("add_complainant")
        add = ((forms.ADD.heading, self._at("add_complainant", document)),) if open_still else ()
        titles = (("Navn", ""), ("Adresse", ""), ("Telefon", ""), ("Fått svar", "when"), ("Gi svar", ""))
        return Section(
            "Meldt av", titles, rows, "Den som klaget, har ikke sagt hvem de er.", changes=add,
            foot="Fortell aldri den klagen gjelder, hvem som har klaget." if rows else "",
        )  # fmt: skip

    def _teller(self, document: Any, one: Any, hidden: bool) -> tuple[Markup, ...]:
        told = formats.day(one.told_on) if one.told_on else ("Brev skal sendes" if one.letter else "Ikke ennå")
        address = "Skjult" if hidden else ", ".join((one.address or "").splitlines())
        cells = (one.name, address, one.phone or "", told)
        return (*(Markup("{}").format(cell) for cell in cells), self._answers(document, one))

    def _answers(self, document: Any, one: Any) -> Markup:
        if one.told_on is not None:
            return Markup("")
        wanted: Collection[tuple[str, str]] = [("note_told", "Noter svar")]
        if one.address and one.letter is None and incidents.leases_of(document):
            wanted = [("answer", "Svar i brev"), *wanted]
        links = [
            Markup('<a href="{}">{}</a>').format(self._at(method, document, **{WHO: one.id}), words)
            for method, words in wanted
            if self.may(method)
        ]
        return Markup(" · ").join(links)
