"""What landlords report of leases: those that wait first."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue
from markupsafe import Markup
from mongoengine import Q

from admin import formats
from admin.desk import LANDLORDS
from admin.filters import choice
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.columns import Column
from admin.views.keeping.screen import TenancyScreen
from admin.views.landlord_side import forms
from admin.views.related import Section, section
from models import Task
from rules.terms import ReportKind, ReportState
from services import landlord_leases

ADVICE = {
    ReportKind.ARREARS: "Snakk med husstanden og NAV tidlig, før det er kommet en begjæring. Se på nedbetalingsavtale "
    "med utleieren, bostøtte, sosialhjelp og økonomisk rådgivning.",
    ReportKind.RENT_CHANGE: "Spør utleieren. Husleie over det loven tillater, kan husstanden kreve tilbake. Husstanden "
    "kan få hjelp av Husleietvistutvalget.",
    ReportKind.TERM_CHANGE: "Spør utleieren hvorfor leietiden er kortere, og om husstanden vet at den kan si nei.",
    ReportKind.SIGNED: "Leieavtalen gjelder, men spør utleieren om det som er nevnt under «Tvil».",
    ReportKind.ENDED: "Søknaden er ikke åpnet igjen. Avklar om husstanden har et sted å bo, og om den skal "
    "søke på nytt.",
}


def _waits() -> dict[str, tuple[str, Q]]:
    return {
        "ja": ("Venter", Q(state=ReportState.RECEIVED)),
        "nei": ("Fulgt opp", Q(state=ReportState.HANDLED)),
    }


def _doubts(report: Any) -> str:
    return "; ".join(doubt.label for doubt in report.doubts)


def _last_day(report: Any) -> Any:
    """Of a lease that is signed, or its changed term."""
    knows = report.kind is ReportKind.TERM_CHANGE or report.noticed_ore is not None
    if not knows:
        return None
    return report.ends_on or "Tidsubestemt"


def _doubt_list(report: Any) -> Markup:
    lines = Markup("").join(Markup("<li>{}</li>").format(doubt.label) for doubt in report.doubts)
    return Markup("<ul>{}</ul>").format(lines)


class LandlordReports(TenancyScreen):
    """Landlords' reports; the menu leads to those that nobody has followed up, the oldest first."""

    name_one, name_many, category_name = "melding fra utleier", "Meldinger fra utleiere", LANDLORDS
    hint = "Det utleiere melder om leieforhold med tilviste husstander. En melding står her til noen har fulgt den opp."
    menu_filter = "flt_venter=ja"
    label_fields = ("report_number",)
    own_columns = {
        "doubted": Column(label="Tvil", needs=("doubts",), value=_doubts, html=_doubt_list, wide=True),
        "last_day": Column(label="Siste dag", needs=("kind", "ends_on", "noticed_ore"), value=_last_day),
        "owed": Column(label="Skyldig", needs=("owed_ore",), value=lambda one: one.owed_ore, kroner=True, blank=True),
    }
    column_list = ("report_number", "kind", "landlord", "contract_number", "owed", "state", "received_on", "caseworker")
    column_filters = (choice("venter", "Venter", _waits()), "state", "kind", "received_on", "landlord", "lease")
    column_searchable_list = ("^report_number", "^contract_number")
    column_sortable_list = ("report_number", "received_on")
    column_default_sort = [("received_on", False)]
    picker_order = ("-received_on", "pk")
    details_groups = (
        ("Meldingen", ("report_number", "kind", "landlord", "lease", "tenant", "origin", "state", "received_on",
                       "told_on", "doubted")),
        ("Det som er meldt", ("owed_ore", "oldest_due", "signed_on", "from_on", "last_day", "free_on", "new_rent_ore",
                              "noticed_ore", "ended_on", "end_reason")),
        ("Oppfølging", ("caseworker", "office", "handled_on", "handled_by_name", "handled_how")),
    )  # fmt: skip
    quiet = frozenset({"told_on", "doubted", "owed_ore", "oldest_due", "signed_on", "new_rent_ore", "from_on",
                       "noticed_ore", "free_on", "last_day", "ended_on", "end_reason", "handled_on", "handled_by_name",
                       "handled_how"})  # fmt: skip
    case_fields = frozenset({"handled_how"})

    def declare(self) -> None:
        super().declare()
        self.handle_form = forms.handle_form()

    def notices_of(self, document: Any) -> list[str]:
        """What is to be done, while it waits."""
        found = super().notices_of(document)
        return [ADVICE[document.kind], *found] if document.state is ReportState.RECEIVED else found

    def acts(self, document: Any) -> Sequence[Act]:
        if document.state is not ReportState.RECEIVED or not self.may("handle") or not self.knows(document):
            return []
        return [self.page("Fulgt opp", "handle", document, main=True)]

    @expose("/fulgt-opp/", "GET", "POST")
    def handle(self) -> ResponseReturnValue:
        """Note what was done."""

        def do(document: Any, form: Any) -> object:
            return landlord_leases.handle(
                document, current_actor(), how=form.how.data, version=form.version.data or 0, today=formats.today()
            )

        return self.ask(forms.HANDLE, self.handle_form, do)

    def sections(self, document: Any) -> Sequence[Section | None]:
        tasks = Task.objects(subject_kind="landlord_report", subject_id=str(document.pk)).order_by("key")
        return (
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "urgency", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne meldingen."),
        )  # fmt: skip
