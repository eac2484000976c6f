"""Homes that landlords propose: those that wait first."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue
from mongoengine import Q

from admin import formats
from admin.desk import LANDLORDS
from admin.filters import choice
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.columns import Column
from admin.views.landlord_side import forms
from admin.views.related import Section, section
from admin.views.screen import Screen
from models import Dwelling, Project, Task
from rules.terms import ProposalState
from services import proposals, records


def _waits() -> dict[str, tuple[str, Q]]:
    return {
        "ja": ("Venter", Q(state=ProposalState.RECEIVED)),
        "nei": ("Besvart", Q(state__in=[ProposalState.APPROVED, ProposalState.REFUSED])),
    }


def _place(proposal: Any) -> str:
    home = proposal.home
    return ", ".join(part for part in (home.address, home.unit_number, home.postcode) if part)


class DwellingProposals(Screen):
    """Proposed homes; the menu leads to those that wait for an answer, the oldest first."""

    name_one, name_many, category_name = "foreslått bolig", "Foreslåtte boliger", LANDLORDS
    hint = "Boliger som utleiere foreslår under en avtale. En bolig blir registrert når dere godkjenner den."
    menu_filter = "flt_venter=ja"
    label_fields = ("proposal_number",)
    own_columns = {
        "place": Column(label="Bolig", needs=("home",), value=_place),
        "rent_ore": Column(
            label="Husleie per måned", needs=("home",), value=lambda one: one.home.rent_ore, kroner=True
        ),
    }
    column_list = ("proposal_number", "landlord", "project", "place", "state", "received_on", "decided_on")
    column_filters = (choice("venter", "Venter", _waits()), "state", "received_on", "landlord")
    column_searchable_list = ("^proposal_number",)
    column_sortable_list = ("proposal_number", "received_on")
    column_default_sort = [("received_on", False)]
    picker_order = ("-received_on", "pk")
    details_groups = (
        ("Forslaget", ("proposal_number", "landlord", "project", "reference", "origin", "state", "received_on")),
        ("Boligen", ("home",)),
        ("Vurderingen", ("decided_on", "decided_by_name", "reasons", "dwelling")),
    )
    quiet = frozenset({"reference", "decided_on", "decided_by_name", "reasons", "dwelling"})

    def declare(self) -> None:
        super().declare()
        self.refuse_form = forms.refuse_form()

    def acts(self, document: Any) -> Sequence[Act]:
        if document.state is not ProposalState.RECEIVED:
            return []
        found = [
            ("approve", self.press("Godkjenn", "approve", document, confirm=forms.APPROVE, main=True)),
            ("refuse", self.page("Ikke godkjenn", "refuse", document)),
        ]
        return [act for method, act in found if self.may(method)]

    @expose("/godkjenn/", "POST")
    def approve(self) -> ResponseReturnValue:
        """Register the home."""
        document = self.requested()
        return self.settle(
            document,
            lambda: proposals.approve(document, current_actor(), version=self.seen(), today=formats.today()),
            "Boligen er godkjent og registrert.",
        )

    def _known(self, document: Any) -> Section | None:
        """Homes registered at the same place, whoever's: the landlord is told of its own alone."""
        if document.state is not ProposalState.RECEIVED:
            return None
        known = [one.pk for one in proposals.known(document)]
        if not known:
            return None
        return section(self.desk, "Registrert fra før på samme adresse", Dwelling, Dwelling.objects(pk__in=known),
                       ("dwelling_number", "full_address", "landlord", "state"), empty="")  # fmt: skip

    @expose("/ikke-godkjenn/", "GET", "POST")
    def refuse(self) -> ResponseReturnValue:
        """Say no, with reasons."""

        def do(document: Any, form: Any) -> object:
            return proposals.refuse(
                document, current_actor(), reasons=form.reasons.data, version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.REFUSE, self.refuse_form, do)

    def sections(self, document: Any) -> Sequence[Section | None]:
        project = records.reference(document, "project")
        homes = Dwelling.objects(project=project).order_by("pk")
        tasks = Task.objects(subject_kind="dwelling_proposal", subject_id=str(document.pk)).order_by("key")
        wanted = Project.objects(pk=project).only("homes").first()
        return (
            self._known(document),
            section(self.desk, f"Boliger i prosjektet ({homes.count()} av {wanted.homes if wanted else 0})", Dwelling,
                    homes, ("dwelling_number", "full_address", "rooms_short", "rent"),
                    empty="Ingen boliger er registrert i prosjektet.", project=str(project)),
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder forslaget."),
        )  # fmt: skip
