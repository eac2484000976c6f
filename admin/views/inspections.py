"""Inspections of dwellings, room by room."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from mongoengine import Q

from admin import formats
from admin.desk import LEASES
from admin.routes import expose
from admin.views.keeping import home_steps
from admin.views.keeping.inspection_signing import SigningSteps
from admin.views.related import Section, section
from models import Adjustment, Dwelling, Letter, Repair, Task
from rules import inspections as rules
from rules.terms import InspectionKind, InspectionState
from services import inspections, records


class Inspections(SigningSteps):
    """Inspections of dwellings, room by room."""

    name_one, name_many, category_name = "befaring", "Befaringer", LEASES
    hint = "Befaringer, nyeste først. En ny planlegges fra leieforholdets side, eller boligens der den står tom."
    label_fields = ("inspection_number",)
    column_list = ("inspection_number", "kind", "state", "dwelling", "planned_on", "held_on")
    column_filters = ("state", "kind", "planned_on", "dwelling", "lease", "caseworker")
    column_searchable_list = ("^inspection_number",)
    column_sortable_list = ("inspection_number", "planned_on", "state")
    column_default_sort = [("planned_on", True)]
    picker_order = ("-planned_on", "pk")
    details_template = "admin/views/keeping/inspection.html"
    details_groups = (
        ("Befaringen", ("inspection_number", "kind", "state", "lease", "dwelling", "planned_on", "planned_time",
                        "noticed_for", "noticed_time", "notice_agreed", "calls_off", "caseworker", "office",
                        "cancelled_why")),
        ("Gjennomføring", ("held_on", "present", "keys_back", "meter", "remarks", "tenant_says")),
        ("Protokollen", ("signed_on", "signed_by_name", "tenant_agrees")),
        ("Krav mot leietakeren", ("claim_ore", "claim_stands", "claimed_on", "claimed_by_name", "claim_why")),
    )  # fmt: skip
    quiet = frozenset({
        "lease", "planned_time", "noticed_for", "noticed_time", "notice_agreed", "calls_off", "cancelled_why",
        "held_on", "present", "keys_back", "meter", "remarks", "tenant_says", "signed_on", "signed_by_name",
        "tenant_agrees", "claim_ore", "claim_stands", "claimed_on", "claimed_by_name", "claim_why",
    })  # fmt: skip
    case_fields = frozenset({
        "rooms", "present", "remarks", "tenant_says", "cancelled_why", "claim_why", "keys_back", "meter",
    })  # fmt: skip

    def rooms_of(self, document: Any) -> list[tuple[Any, Any]]:
        """Each room with how it was at moving in, for the page; nothing for those who may not see."""
        if not self.knows(document) or self.is_hidden(document):
            return []
        was = inspections.standards_of(self.compared_with(document))
        return [(room, rules.before(room.name, was)) for room in document.rooms]

    def compared_with(self, document: Any) -> Any:
        return inspections.move_in_of(document) if document.rooms else None

    def notices_of(self, document: Any) -> list[str]:
        """What is missing before the next step."""
        found = super().notices_of(document)
        if not self.works(document):
            return found
        today = formats.today()
        planned = document.state is InspectionState.PLANNED
        if planned and self.lease_of(document) is not None and not inspections.is_told(document):
            told = "om den nye tiden" if document.noticed_for else "om befaringen"
            found.append(f"Leietakeren er ikke varslet {told}.")
        out = document.kind is InspectionKind.MOVE_OUT and document.state in (
            InspectionState.HELD, InspectionState.SIGNED,
        )  # fmt: skip
        if out and inspections.move_in_of(document) is None:
            found.append(
                "Det finnes ingen undertegnet befaring fra innflyttingen. Et krav mot leietakeren må "
                "begrunnes særskilt."
            )
        if inspections.claimable(document) and inspections.chargeable(document):
            late = " Det er gått lang tid siden befaringen." if inspections.is_late(document, today) else ""
            found.append(
                f"Rom er dårligere enn ved innflytting, og det er ikke ført noe krav.{late} Krav må settes fram innen "
                "rimelig tid (husleieloven § 10-3)."
            )
        return found

    def sections(self, document: Any) -> Sequence[Section | None]:
        number = str(document.pk)
        own = Q(about=document.pk) | Q(pk=document.notice)
        letters = Letter.objects(own, lease=self.lease_of(document)).order_by("-drawn_on", "pk")
        repairs = Repair.objects(inspection=document.pk).order_by("-reported_on", "pk")
        booked = Adjustment.objects(about=number).order_by("-booked_on", "pk")
        tasks = Task.objects(subject_kind="inspection", subject_id=number).order_by("key")
        return (
            self._repairs(document, repairs),
            section(self.desk, "Ført på kontoen", Adjustment, booked,
                    ("contract_number", "kind", "amount_ore", "due_on"),
                    empty="") if document.claim_ore else None,
            section(self.desk, "Brev", Letter, letters, ("letter_kind", "state", "drawn_on", "dispatched_on"),
                    empty="Ingen brev er laget.") if self.lease_of(document) else None,
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne befaringen."),
        )  # fmt: skip

    def _repairs(self, document: Any, repairs: Any) -> Section | None:
        return section(self.desk, "Utbedringer", Repair, repairs,
                       ("repair_number", "state", "room", "urgency", "due_on"),
                       empty="Ingen utbedringer er meldt fra denne befaringen.")  # fmt: skip

    def repair_url(self, document: Any, room: Any) -> str | None:
        """Where a repair is reported from a damaged room; None for those who may not."""
        screen = self.desk.screen_of(Repair)
        begun = document.state in (InspectionState.HELD, InspectionState.SIGNED)
        worn = room.standard not in rules.DAMAGED
        if screen is None or not begun or worn or not self.works(document) or not self.may("report_repair"):
            return None
        return str(self.get_url(".report_repair", id=document.pk, rom=room.id))

    @expose("/utbedring/", "GET", "POST")
    def report_repair(self) -> ResponseReturnValue:
        """Report a repair from one of the rooms."""
        document = self.requested()
        if not self.works(document):
            return self.back(document)
        room = next((one for one in document.rooms if str(one.id) == request.args.get("rom")), None)
        home = records.get(Dwelling, records.reference(document, "dwelling"))
        return home_steps.report(self, home, inspections.lease_of(document), inspection=document, room=room)
