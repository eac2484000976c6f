"""How leases end, from the notice to the settlement."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import url_for

from admin import formats
from admin.desk import LEASES
from admin.pages import Act
from admin.views.columns import Column
from admin.views.keeping import ending_path
from admin.views.keeping.ending_after import SettlingSteps
from admin.views.keeping.ending_path import Mark
from admin.views.related import Section, section
from models import Dispute, Inspection, Letter, Task
from services import endings, records, rulebooks

SECRET = (
    "reasons", "best_interest", "protest", "left_goods", "goods_outcome", "fallen_why", "successor", "note",
)  # fmt: skip


def _settled(ending: Any) -> str | None:
    """What the settlement came to, in words."""
    found = ending.settlement
    if found is None:
        return None
    parts = [f"Skyldig {formats.kroner(found.owed_ore + found.claim_ore)}"]
    if found.kept_ore:
        parts.append(f"dekket av depositumet {formats.kroner(found.kept_ore)}")
    if found.returned_ore:
        parts.append(f"depositum tilbake {formats.kroner(found.returned_ore)}")
    parts.append(f"gjenstår {formats.kroner(found.left_ore)}")
    return f"{', '.join(parts)}. Gjort {formats.day(found.on)} av {found.by_name}."


class Endings(SettlingSteps):
    """How leases end, from the notice to the settlement; what was written is for those who follow the lease up."""

    name_one, name_many, category_name = "avslutning", "Avslutninger", LEASES
    hint = "Leieforhold som er på vei til å avsluttes, eller er avsluttet."
    details_template = "admin/views/ending.html"
    label_fields = ("ending_number",)
    own_columns = {
        "settled_words": Column(label="Sluttoppgjør", needs=("settlement",), value=_settled, wide=True, blank=True)
    }
    column_list = ("ending_number", "contract_number", "tenant", "reason", "state", "given_on", "ends_on",
                   "moved_out_on")  # fmt: skip
    column_filters = ("state", "reason", "ends_on", "given_on", "office", "tenant", "lease")
    column_searchable_list = ("^ending_number", "^contract_number")
    column_sortable_list = ("ending_number", "given_on", "state")
    column_default_sort = [("given_on", True)]
    picker_order = ("-given_on", "pk")
    details_groups = (
        ("Avslutningen", ("ending_number", "state", "reason", "by_party", "lease", "tenant", "given_on", "arrived_on",
                          "room_only", "ends_on", "by_name", "approved_by_name", "note", "successor")),
        ("Grunn", ("grounds", "warned_on", "reasons", "children", "best_interest")),
        ("Protest og søksmål", ("protest_by", "protested_on", "protest", "sue_by", "sued_on")),
        ("Utflytting", ("moved_out_on", "keys_back_on", "left_goods", "goods_told_on", "goods_until", "goods_done_on",
                        "goods_outcome")),
        ("Sluttoppgjør", ("settled_words",)),
        ("Falt bort", ("fallen_on", "fallen_why")),
        ("Oppfølging", ("caseworker", "office")),
    )  # fmt: skip
    quiet = frozenset({
        "arrived_on", "room_only", "approved_by_name", "note", "successor", "grounds", "warned_on", "reasons",
        "children", "best_interest", "protest_by", "protested_on", "protest", "sue_by", "sued_on", "moved_out_on",
        "keys_back_on", "left_goods", "goods_told_on", "goods_until", "goods_done_on", "goods_outcome",
        "settled_words", "fallen_on", "fallen_why", "caseworker", "office",
    })  # fmt: skip
    case_fields = frozenset(SECRET)

    def next_words(self, document: Any) -> str:
        """What comes next, in words; empty where it is over."""
        today = formats.today()
        return ending_path.next_words(endings.next_of(document, today, rulebooks.current(today).keeping))

    def line(self, document: Any) -> list[Mark]:
        """The stops of the ending's way."""
        return ending_path.marks(document, formats.today())

    def checklist(self, document: Any) -> list[tuple[str, str, bool]]:
        """What is handed over; empty before the notice holds, and where it fell."""
        if document.state.value in ("proposed", "fallen"):
            return []
        wanted = Inspection.objects(pk=endings.inspection_of(records.reference(document, "lease")))
        return ending_path.checklist(document, wanted.only("planned_on", "held_on").no_dereference().first())

    def acts(self, document: Any) -> Sequence[Act]:
        found = sorted(self.step_acts(document), key=lambda one: not one[1].main)
        return [act for method, act in found if self.may(method)]

    def _planning(self, document: Any, found: Section | None) -> Section | None:
        """The inspections, with the way to plan one, for those who note that the tenant moves."""
        if found is None or document.state.value in ("proposed", "fallen") or not self.may("move_out"):
            return found
        url = url_for("lease.plan_inspection", id=records.reference(document, "lease"))
        return replace(found, changes=(("Planlegg befaring", url),))

    def sections(self, document: Any) -> Sequence[Section | None]:
        lease = records.reference(document, "lease")
        letters = Letter.objects(about=document.pk).order_by("-drawn_on", "pk")
        disputes = Dispute.objects(lease=lease).order_by("-brought_on", "id")
        inspections = Inspection.objects(lease=lease, kind__in=["move_out"]).order_by("-planned_on", "id")
        tasks = Task.objects(subject_kind="ending", subject_id=str(document.pk)).order_by("key")
        return (
            self._planning(document, section(self.desk, "Befaring ved utflytting", Inspection, inspections,
                    ("inspection_number", "state", "planned_on", "held_on"), empty="Ingen befaring er avtalt.")),
            section(self.desk, "Brev", Letter, letters,
                    ("letter_kind", "state", "drawn_on", "dispatched_on", "arrived_on"), empty="Ingen brev er laget."),
            section(self.desk, "Tvister", Dispute, disputes,
                    ("dispute_number", "subjects", "forum", "state", "next_on"), empty="")
            if disputes.first() else None,
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder avslutningen."),
        )  # fmt: skip
