"""Agreements with private landlords, and the projects they cover."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats
from admin.desk import LANDLORDS
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.columns import Column, notices
from admin.views.partners import agreement_forms as forms
from admin.views.partners.agreement_steps import AgreementSteps
from admin.views.partners.quota_picture import Picture, picture
from admin.views.related import Section, section
from admin.views.screen import Screen
from models import Agreement, Duty, Dwelling, Project, Task
from rules import agreements as rules
from services import agreements, records

HOMES = ("dwelling_number", "full_address", "kind", "rooms_short", "state")  # of dwellings, on others' pages


class Agreements(AgreementSteps):
    """Agreements in the order in which they end."""

    name_one, name_many, category_name = "avtale", "Avtaler", LANDLORDS
    hint = "Avtaler med utleiere. En tilvisnings- eller tildelingsavtale lages på et tilbud som er valgt."
    label_fields = ("agreement_number",)
    own_columns = {"noticed": notices()}
    column_labels = {"landlord.name": "Utleier"}
    column_list = (
        "agreement_number", "landlord", "project", "kind", "state", "homes", "signed_on", "ends_on", "noticed",
    )  # fmt: skip
    column_filters = ("state", "kind", "ends_on", "landlord", "project", "procured", "responsible", "notices")
    column_searchable_list = ("agreement_number", "landlord.name")
    column_sortable_list = ("agreement_number", "state", "ends_on")
    column_default_sort = "ends_on"
    picker_order = ("agreement_number", "pk")
    details_template = "admin/views/partners/agreement.html"
    details_groups = (
        ("Avtalen", ("agreement_number", "kind", "state", "landlord", "project", "responsible", "husbank_reference")),
        ("Omfang", ("homes", "coop_shares", "coop_total", "coop_organisation_number")),
        ("Bygger på", ("procured", "procurement", "mandate")),
        ("Varighet", ("signed_on", "signed_by_name", "registered_on", "title_reference", "loan_paid_out_on", "years",
                      "ends_on")),
        ("Mislighold og avslutning", ("breached_on", "breach", "ended_on", "ended_because")),
    )  # fmt: skip
    quiet = frozenset({
        "coop_shares", "coop_total", "coop_organisation_number", "registered_on",
        "loan_paid_out_on", "project", "husbank_reference",
        "procurement", "mandate", "signed_on", "signed_by_name", "title_reference", "years", "ends_on", "breached_on",
        "breach", "ended_on", "ended_because", "homes",
    })  # fmt: skip

    def quota_picture(self, document: Any) -> Picture | None:
        """How much of the project is taken under the agreement."""
        if document.kind not in rules.RIGHTS or document.state not in rules.STANDING or document.project is None:
            return None
        return picture(self.desk, document.project, document)

    def acts(self, document: Any) -> Sequence[Act]:
        return [act for method, act in self.step_acts(document) if self.may(method)]

    def sections(self, document: Any) -> Sequence[Section | None]:
        tasks = Task.objects(subject_kind="agreement", subject_id=str(document.pk)).order_by("key")
        duties = Duty.objects(agreement=document.pk).order_by("state", "next_on", "pk")
        others = Agreement.objects(project=records.reference(document, "project"), pk__ne=document.pk)
        return (
            section(self.desk, "Plikter", Duty, duties, ("label", "party", "next_on", "state"),
                    empty="Avtalen har ingen plikter ennå. De vanlige kommer når den inngås."),
            section(self.desk, "Andre avtaler om prosjektet", Agreement, others.order_by("kind", "pk"),
                    ("agreement_number", "kind", "state", "ends_on"), empty="Ingen andre avtaler gjelder prosjektet.",
                    project=str(records.reference(document, "project")))
            if document.project is not None else None,
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne avtalen."),
        )  # fmt: skip


class Projects(Screen):
    """Projects, each landlord's together."""

    name_one, name_many, category_name = "prosjekt", "Prosjekter", LANDLORDS
    label_fields = ("name",)
    own_columns = {
        "taken": Column(label="Tatt", needs=("reservations",), value=lambda held: len(held.reservations), css="num")
    }  # fmt: skip
    column_list = ("name", "landlord", "homes", "taken")
    column_filters = ("landlord",)
    column_searchable_list = ("name", "landlord.name")
    column_labels = {"landlord.name": "Utleier"}
    column_default_sort = [("landlord", False), ("name", False)]
    picker_order = ("name", "pk")
    details_template = "admin/views/partners/project.html"
    # Why a household was chosen stands on its referral, for those who work its case.
    keeps_why = frozenset({"home_reserved"})
    details_groups = (("Prosjektet", ("name", "landlord", "homes")),)

    def declare(self) -> None:
        super().declare()
        self.project_form = forms.project_form()

    def pick_label(self, document: Any) -> str:
        return f"{document.name} ({self.desk.label(document.landlord)})"

    def quota_picture(self, document: Any) -> Picture:
        """How much of the project is taken."""
        return picture(self.desk, document)

    def acts(self, document: Any) -> Sequence[Act]:
        return [self.page("Endre", "edit_project", document)] if self.may("edit_project") else []

    def sections(self, document: Any) -> Sequence[Section | None]:
        agreements_here = Agreement.objects(project=document).order_by("ends_on", "pk")
        homes = Dwelling.objects(project=document).order_by("dwelling_number", "pk")
        return (
            section(self.desk, "Avtaler", Agreement, agreements_here, ("agreement_number", "kind", "state", "ends_on"),
                    empty="Ingen avtaler gjelder prosjektet.", project=str(document.pk)),
            section(self.desk, "Boliger", Dwelling, homes, HOMES,
                    empty="Ingen boliger er knyttet til prosjektet.", project=str(document.pk)),
        )  # fmt: skip

    @expose("/endre/", "GET", "POST")
    def edit_project(self) -> ResponseReturnValue:
        """Change the project's name or number of homes."""
        document: Project = self.requested()

        def do(document: Any, form: Any) -> object:
            return agreements.edit_project(
                document, current_actor(), name=form.name.data or "", homes=form.homes.data, why=form.reason.data or "",
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        start = {"name": document.name, "homes": document.homes}
        return self.ask(forms.PROJECT, self.project_form, do, start=start)
