"""Framskaffelser."""

from collections.abc import Sequence
from typing import Any

from admin import formats
from admin.desk import PROCUREMENT
from admin.pages import Act
from admin.views.bid_choosing import BidChoosing
from admin.views.partners.call_steps import CallSteps
from admin.views.partners.phase_steps import PhaseSteps
from admin.views.partners.procurement_forms import HIRED
from admin.views.partners.procurement_picture import Picture, picture
from admin.views.partners.procurement_start import StartSteps
from admin.views.partners.procurement_ways import WayFinder
from admin.views.partners.result_steps import ResultSteps
from admin.views.related import Section, section
from models import Approach, Task
from rules.terms import ProcurementState
from services import procured
from services.procurements import told


class Procurements(StartSteps, PhaseSteps, ResultSteps, CallSteps, BidChoosing):
    """Framskaffelser, newest first; a procurement's page is the picture of its five phases."""

    name_one, name_many, category_name = "framskaffelse", "Framskaffelser", PROCUREMENT
    hint = "Boliger som private eier, skaffes i fem faser. Ingen avtale inngås før resultatene av fase 1–3 står."
    label_fields = ("procurement_number", "title")
    column_list = ("procurement_number", "title", "current", "state", "leader", "started_on", "closed_on")
    column_filters = ("state", "started_on")
    column_searchable_list = ("^procurement_number",)
    column_default_sort = [("started_on", True)]
    picker_order = ("-started_on", "pk")
    list_template = "admin/views/partners/procurements.html"
    details_template = "admin/views/partners/procurement.html"
    details_groups = (
        ("Framskaffelsen", ("title", "state", "leader", "external_leader", "external_reason", "office", "started_on",
                            "closed_on", "closed_because")),
    )  # fmt: skip
    quiet = frozenset({"external_leader", "external_reason", "closed_on", "closed_because"})
    day = staticmethod(formats.day)
    sizes = staticmethod(told.sizes)

    def pick_label(self, document: Any) -> str:
        return str(document)

    def notices_of(self, document: Any) -> list[str]:
        hired = f"Prosjektlederen er leid inn: {document.external_leader}. {HIRED}"
        short = document.state is ProcurementState.RUNNING and self.shortage(document)
        return [*([hired] if document.external_leader else []), *([short] if short else [])]

    def picture_of(self, document: Any) -> Picture:
        """The five phases, for the template."""
        today = formats.today()
        facts = procured.facts_of(document, today)
        return picture(document, facts, WayFinder(self, document, facts).ways(), today)

    def file_url(self, document: Any) -> str | None:
        """Where the call is as a file."""
        held = document.announcement
        if held is None or not held.file or not self.may("paper"):
            return None
        return str(self.get_url(".paper", id=document.pk, fil=held.file))

    def acts(self, document: Any) -> Sequence[Act]:
        """What concerns the whole; the phases' own steps stand with them."""
        found = [("print_trail", self.page("Skriv ut hele sporet (PDF)", "print_trail", document))]
        if document.state is ProcurementState.RUNNING:
            found.append(("change", self.page("Endre tittel, leder og start", "change", document)))
            found.append(("cancel", self.page("Avlys", "cancel", document)))
        return [act for method, act in found if self.may(method)]

    def sections(self, document: Any) -> Sequence[Section | None]:
        asked = Approach.objects(procurement=document.pk).order_by("-received_on", "pk")
        tasks = Task.objects(subject_kind="procurement", subject_id=str(document.pk)).order_by("key")
        came = bool(asked.first())
        return (
            section(self.desk, "Henvendelser som er vist hit", Approach, asked,
                    ("approach_number", "from_name", "received_on", "state"), empty="Ingen.") if came else None,
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder framskaffelsen."),
        )  # fmt: skip
