"""Fullmakter."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data

from admin import formats, wording
from admin.desk import PROCUREMENT
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views import attached
from admin.views.acting import form_of, reason
from admin.views.columns import Column
from admin.views.partners import mandate_forms as forms
from admin.views.related import Section, section
from admin.views.screen import Screen
from models import Agreement, Procurement
from rules.errors import HusromError, MandateStands
from rules.terms import AgreementKind, MandateState
from services.procurements import authority
from services.procurements.authority import Decided
from services.procurements.common import identity

USUAL = [AgreementKind.REFERRAL, AgreementKind.ALLOCATION]


def _used(mandate: Any) -> str:
    return f"{mandate.used} av {mandate.ceiling}"


def _why(mandate: Any) -> str | None:
    """Why it was withdrawn, as the history has it."""
    return next((one.why for one in reversed(mandate.history) if one.action == "mandate_withdrawn"), None)


class Mandates(Screen):
    """Fullmakter, newest first."""

    name_one, name_many, category_name = "fullmakt", "Fullmakter", PROCUREMENT
    hint = "Vedtak som gir fullmakt til å inngå avtaler med utleiere, nyeste først."
    label_fields = ("mandate_number",)
    own_columns = {
        "homes_used": Column(label="Brukte boliger", needs=("uses", "ceiling"), value=_used, css="when"),
        "withdrawn_because": Column(label="Hvorfor", needs=("history",), value=_why, wide=True),
    }
    column_list = ("mandate_number", "body", "case_number", "decided_on", "homes_used", "state", "valid_until")
    column_filters = ("state", "decided_on", "body")
    column_searchable_list = ("^mandate_number", "^case_number")
    column_default_sort = [("decided_on", True)]
    picker_order = ("-decided_on", "pk")
    list_template = "admin/views/partners/mandates.html"
    details_groups = (
        ("Fullmakten", ("mandate_number", "body", "decided_on", "case_number", "delegated_to", "kinds", "valid_until",
                        "homes_used", "state", "by_name")),
        ("Trukket tilbake", ("withdrawn_on", "withdrawn_because")),
    )  # fmt: skip
    quiet = frozenset({"withdrawn_on", "withdrawn_because", "valid_until"})

    def pick_label(self, document: Any) -> str:
        return f"{document} – {_used(document)} boliger brukt"

    def declare(self) -> None:
        super().declare()
        self.register_form = forms.register_form()
        self.withdraw_form = form_of(reason=reason("Hvorfor trekkes den tilbake?"))

    def acts(self, document: Any) -> Sequence[Act]:
        found: list[tuple[str, Act]] = []
        if document.file:
            found.append(("paper", self.page("Hent vedtaket", "paper", document)))
        if document.state is MandateState.VALID:
            found.append(("withdraw", self.page("Trekk tilbake", "withdraw", document)))
        return [act for method, act in found if self.may(method)]

    def sections(self, document: Any) -> Sequence[Section | None]:
        procured = Procurement.objects(mandate=document.pk).order_by("pk")
        agreed = Agreement.objects(mandate=document.pk).order_by("pk")
        return (
            section(self.desk, "Framskaffelser som bygger på den", Procurement, procured,
                    ("procurement_number", "title", "current", "state"), empty="Ingen framskaffelser bygger på den."),
            section(self.desk, "Avtaler som er inngått på den", Agreement, agreed,
                    ("agreement_number", "landlord", "kind", "homes", "state", "signed_on"),
                    empty="Ingen avtaler er inngått på den."),
        )  # fmt: skip

    def problems_of(self, error: HusromError, form: Any) -> dict[str, str]:
        """A decision that is registered is told at its case number."""
        if isinstance(error, MandateStands):
            return {"case_number": wording.explain(error)}
        return super().problems_of(error, form)

    @expose("/registrer/", "GET", "POST")
    def register(self) -> ResponseReturnValue:
        """Register an authority that was given."""
        form: Any = self.register_form(get_form_data(), data={"nonce": uuid4().hex, "kinds": USUAL})
        if request.method == "POST" and form.validate():
            try:
                made = authority.register(
                    _decided(form), current_actor(), files=form.files.data, nonce=form.nonce.data,
                    identity=identity(form.nonce.data, "mandate"), today=formats.today(),
                )  # fmt: skip
            except HusromError as error:
                self._refused(error, form)
            else:
                flash("Fullmakten er registrert. Legg den til grunn på framskaffelsen.", "success")
                return self.back(made)
        page: str = self.render(
            "admin/views/partners/new.html", form=form, heading="Registrer fullmakt", lead=forms.LEAD,
            button="Registrer",
        )  # fmt: skip
        return page

    @expose("/trekk/", "GET", "POST")
    def withdraw(self) -> ResponseReturnValue:
        """Let no more agreements be signed by it."""

        def do(document: Any, form: Any) -> object:
            return authority.withdraw(
                document, current_actor(), why=form.reason.data or "", version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.WITHDRAW, self.withdraw_form, do)

    @expose("/vedtak/")
    def paper(self) -> ResponseReturnValue:
        """The decision as a file; each fetching is logged by the service."""
        return attached.served(*authority.open_decision(self.requested(), current_actor()))


def _decided(form: Any) -> Decided:
    names = ("body", "decided_on", "case_number", "delegated_to", "ceiling", "valid_until")
    return Decided(**{name: form[name].data for name in names}, kinds=form.kinds.data or [])
