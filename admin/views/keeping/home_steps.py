"""What begins at a home: an inspection planned, a repair reported; from a lease, an empty home or a room."""

from typing import Any
from uuid import uuid4

from flask.typing import ResponseReturnValue

from admin import formats
from admin.people import current_actor
from admin.views.keeping import inspection_forms, repair_forms
from admin.views.keeping.inspection_screen import without_hidden
from admin.views.related import Section, section
from models import Inspection, Repair
from services import inspections


def plan(screen: Any, form: Any, dwelling: Any, lease: Any) -> ResponseReturnValue:
    """The page where an inspection of the home is planned; leads on to the inspection."""

    def do(_document: Any, form: Any) -> object:
        made = inspections.plan(
            dwelling, lease, current_actor(), kind=form.kind.data, on=form.planned_on.data,
            time=form.planned_time.data, caseworker=form.caseworker.data.pk if form.caseworker.data else None,
            today=formats.today(),
        )  # fmt: skip
        return screen.to_record("inspection", made.pk)

    answer: ResponseReturnValue = screen.ask(inspection_forms.PLAN, form, do)
    return answer


def report(screen: Any, dwelling: Any, lease: Any, *, inspection: Any = None, room: Any = None) -> ResponseReturnValue:
    """The page where a repair is reported; leads on to the repair."""

    def do(_document: Any, form: Any) -> object:
        made = inspections.report(
            dwelling, lease, current_actor(), what=form.what.data or "", room=form.room.data or "",
            urgency=form.urgency.data, reported_on=form.reported_on.data, today=formats.today(),
            inspection=inspection, files=form.files.data, nonce=form.nonce.data,
        )  # fmt: skip
        return screen.to_record("repair", made.pk)

    start = {"reported_on": formats.today(), "nonce": uuid4().hex}
    if room is not None:
        start |= {"room": room.name, "what": room.note}
    answer: ResponseReturnValue = screen.ask(repair_forms.REPORT, repair_forms.report_form(), do, start=start)
    return answer


def sections(screen: Any, changes: tuple[tuple[str, str], ...], repairs: tuple[tuple[str, str], ...],
             **of: Any) -> list[Section | None]:  # fmt: skip
    """The home's inspections and repairs, latest first, with the way to begin one."""
    seen = without_hidden(Inspection.objects(**of)).order_by("-planned_on", "pk")
    mended = without_hidden(Repair.objects(**of)).order_by("-reported_on", "pk")
    named = {name: str(value) for name, value in of.items()}
    return [
        _with(section(screen.desk, "Befaringer", Inspection, seen,
                      ("inspection_number", "kind", "state", "planned_on", "held_on"),
                      empty="Ingen befaringer er planlagt eller holdt.", **named), changes),
        _with(section(screen.desk, "Utbedringer", Repair, mended,
                      ("repair_number", "state", "room", "urgency", "due_on", "done_on"),
                      empty="Ingen utbedringer er meldt.", **named), repairs),
    ]  # fmt: skip


def _with(found: Section | None, changes: tuple[tuple[str, str], ...]) -> Section | None:
    return Section(**{**found.__dict__, "changes": changes}) if found is not None else None
