"""Disputes over leases before the tribunal or a court."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue
from markupsafe import Markup

from admin import formats
from admin.desk import LEASES
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.columns import Column
from admin.views.keeping import ending_forms as forms
from admin.views.keeping import ending_words as words
from admin.views.keeping.screen import TenancyScreen
from admin.views.related import Section, section
from models import Ending, Task
from rules.terms import DisputeState
from services import endings


def _events(document: Any) -> Markup:
    rows = Markup("").join(
        Markup("<li>{}: {} ({})</li>").format(formats.day(one.on), one.what, one.by_name)
        for one in sorted(document.events, key=lambda one: one.on)
    )
    return Markup("<ul>{}</ul>").format(rows)


class Disputes(TenancyScreen):
    """Disputes over leases before the tribunal or a court; what they are about is for those who follow the lease up."""

    name_one, name_many, category_name = "tvist", "Tvister", LEASES
    hint = "Tvister om leie, hos Husleietvistutvalget eller i retten."
    label_fields = ("dispute_number",)
    own_columns = {
        "events": Column(
            label="Hendelser",
            needs=("events",),
            value=lambda one: "; ".join(f"{formats.day(event.on)}: {event.what}" for event in one.events),
            html=_events,
            wide=True,
        )
    }
    column_list = ("dispute_number", "contract_number", "tenant", "subjects", "forum", "state", "brought_on", "next_on")
    column_filters = ("state", "forum", "subjects", "brought_on", "next_on", "office", "tenant", "lease")
    column_searchable_list = ("^dispute_number",)
    column_sortable_list = ("dispute_number", "brought_on", "state")
    column_default_sort = [("brought_on", True)]
    picker_order = ("-brought_on", "pk")
    details_groups = (
        ("Tvisten", ("dispute_number", "state", "subjects", "forum", "brought_by", "brought_on", "reference",
                     "claim_ore", "next_on", "rent_deposited", "about")),
        ("Leieforholdet", ("lease", "tenant", "caseworker", "office", "by_name")),
        ("Hendelser", ("events",)),
        ("Utfall", ("closed_on", "outcome")),
    )  # fmt: skip
    quiet = frozenset({"reference", "claim_ore", "next_on", "rent_deposited", "about", "caseworker", "office", "events",
                       "closed_on", "outcome"})  # fmt: skip
    case_fields = frozenset({"about", "events", "outcome"})

    def declare(self) -> None:
        super().declare()
        self.event_form, self.close_form = forms.event_form(), forms.close_form()

    def acts(self, document: Any) -> Sequence[Act]:
        if document.state is not DisputeState.OPEN:
            return []
        found = [
            ("note_event", self.page(words.EVENT.heading, "note_event", document, main=True)),
            ("close", self.page(words.CLOSE.heading, "close", document)),
        ]
        return [act for method, act in found if self.may(method)]

    @expose("/hendelse/", "GET", "POST")
    def note_event(self) -> ResponseReturnValue:
        """What has happened in the dispute, and its next day."""

        def do(document: Any, form: Any) -> object:
            return endings.note_event(
                document, current_actor(), on=form.on.data, what=form.what.data, next_on=form.next_on.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(words.EVENT, self.event_form, do, start={"on": formats.today()})

    @expose("/avslutt/", "GET", "POST")
    def close(self) -> ResponseReturnValue:
        """The dispute is over."""

        def do(document: Any, form: Any) -> object:
            return endings.close_dispute(
                document, current_actor(), state=form.state.data, outcome=form.outcome.data, on=form.closed_on.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(words.CLOSE, self.close_form, do, start={"closed_on": formats.today()})

    def sections(self, document: Any) -> Sequence[Section | None]:
        tasks = Task.objects(subject_kind="dispute", subject_id=str(document.pk)).order_by("key")
        return (
            section(self.desk, "Avslutningen tvisten gjelder", Ending,
                    Ending.objects(pk=document.ending).order_by("pk"),
                    ("ending_number", "reason", "state", "ends_on"), empty="Avslutningen finnes ikke lenger.")
            if document.ending else None,
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder tvisten."),
        )  # fmt: skip
