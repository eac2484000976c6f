"""A landlord's lease on its page: who the landlord is, what it has reported, and what the house does not do for it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats, need
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.keeping.screen import LeaseParts
from admin.views.landlord_side import forms
from admin.views.related import Section, section
from models import LandlordReport, Referral
from rules.terms import LeaseState
from services import landlord_leases

REPORTS = ("report_number", "kind", "state", "received_on", "owed_ore", "handled_on")
OURS = frozenset({"Klager og hendelser"})
TOLD_ABOVE = frozenset({"Husleie nå og framover"})  # with when we may move it by the index, which we may not
NONE_OF_OURS = frozenset(
    {"due_day", "kid", "section_11_1", "non_terminable_notice", "eviction_clause", "security_received_on"}
)
NOT_OURS = (
    "Utleieren er husstandens utleier. Kommunen krever ikke husleie, purrer ikke, regulerer ikke leien, sier ikke opp, "
    "overleverer ikke nøkler og planlegger ikke befaringer for dette leieforholdet. Det vi følger opp, er husstanden."
)


class LandlordOnLease(LeaseParts):
    """The landlord's reports, registered here when they are told on the telephone."""

    def declare(self) -> None:
        super().declare()
        self.new_rent_form, self.arrears_form, self.end_form = forms.rent_form(), forms.arrears_form(), forms.end_form()
        self.term_form = forms.term_form()

    def groups_of(self, document: Any) -> list[tuple[str, list[tuple[str, str]]]]:
        """Without what a landlord's lease has none of with us: a due day, a payment reference, keys."""
        found = super().groups_of(document)
        if not document.is_landlords:
            return found
        kept = [(heading, [one for one in columns if one[0] not in NONE_OF_OURS]) for heading, columns in found]
        return [(heading, columns) for heading, columns in kept if columns]

    def landlord_acts(self, document: Any) -> Sequence[Act]:
        """What may be told of a landlord's lease, for those who follow it up."""
        if not need.works_lease(document.pk):
            return []
        ways = [("report_arrears", forms.ARREARS.heading), ("report_rent", forms.RENT.heading)]
        if document.state is not LeaseState.ENDED:
            ways += [("report_term", forms.TERM.heading), ("report_end", "Avsluttet hos utleieren")]
        known = {"report_arrears"} if document.state is LeaseState.ENDED else {name for name, _ in ways}
        if document.state is LeaseState.UPCOMING:
            known.discard("report_arrears")
        return [self.page(label, name, document) for name, label in ways if name in known and self.may(name)]

    def landlord_sections(self, document: Any, parts: Sequence[Section | None]) -> list[Section | None]:
        """The reports first; of the house's own parts those that hold something, and begin nothing that is not ours."""
        reports = section(
            self.desk, "Meldinger fra utleieren", LandlordReport,
            LandlordReport.objects(lease=document.pk).order_by("-received_on", "-pk"), REPORTS,
            empty="Utleieren har ikke meldt noe.", lease=str(document.pk),
        )  # fmt: skip
        referral = section(
            self.desk, "Tilvisningen", Referral, Referral.objects(pk=document.referral).order_by("pk"),
            ("referral_number", "state", "referred_on"), empty="Tilvisningen finnes ikke lenger.",
        )  # fmt: skip
        about = Section("Hvem gjør hva", (), (), NOT_OURS)
        told = [one for one in parts if one is not None and one.heading not in TOLD_ABOVE]
        kept = [one for one in told if one.rows or one.heading in OURS]
        ours = [one if one.heading in OURS else replace(one, changes=()) for one in kept]
        return [reports, about, referral if document.referral else None, *ours]

    @expose("/ny-husleie-hos-utleier/", "GET", "POST")
    def report_rent(self) -> ResponseReturnValue:
        """The landlord tells of a new rent."""

        def do(document: Any, form: Any) -> object:
            told = landlord_leases.report_rent(
                document, current_actor(), rent_ore=form.rent_ore.data, from_on=form.from_on.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip
            return f"{forms.RENT.done} Noe må avklares: {doubts_of(told)}." if told.doubts else True

        return self.ask(forms.RENT, self.new_rent_form, do)

    @expose("/ny-leietid-hos-utleier/", "GET", "POST")
    def report_term(self) -> ResponseReturnValue:
        """The landlord tells of another term."""

        def do(document: Any, form: Any) -> object:
            told = landlord_leases.report_term(
                document, current_actor(), ends_on=form.ends_on.data, version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip
            return f"{forms.TERM.done} Noe må avklares: {doubts_of(told)}." if told.doubts else True

        return self.ask(forms.TERM, self.term_form, do)

    @expose("/restanse-hos-utleier/", "GET", "POST")
    def report_arrears(self) -> ResponseReturnValue:
        """The landlord warns that rent is owed."""

        def do(document: Any, form: Any) -> object:
            return landlord_leases.report_arrears(
                document, current_actor(), owed_ore=form.owed_ore.data, oldest_due=form.oldest_due.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.ARREARS, self.arrears_form, do)

    @expose("/avsluttet-hos-utleier/", "GET", "POST")
    def report_end(self) -> ResponseReturnValue:
        """The landlord tells that the lease has ended."""

        def do(document: Any, form: Any) -> object:
            return landlord_leases.report_end(
                document, current_actor(), ended_on=form.ended_on.data, reason=form.reason.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.END, self.end_form, do, start={"ended_on": formats.today()})


def doubts_of(report: Any) -> str:
    """A report's doubts in words."""
    return "; ".join(doubt.inside for doubt in report.doubts)
