"""Tilbud fra utleiere: registered, let in, scored, dismissed, withdrawn."""

from collections.abc import Sequence
from typing import Any

from bson import ObjectId
from flask import request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from admin import formats
from admin.desk import PROCUREMENT
from admin.forms import Form
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views import attached
from admin.views import bid_forms as forms
from admin.views.acting import form_of, reason
from admin.views.bid_editing import BidEditing, facts_in
from admin.views.bid_table import points
from admin.views.columns import Column
from models import Landlord, Procurement
from rules.errors import HusromError
from rules.terms import BidState, ProcurementState
from services import attachments, landlords, procurements, records
from services.procurements import told


def _sizes(bid: Any) -> Markup:
    return Markup('<span class="bid-sizes">{}</span>').format(told.sizes(bid.mix))


class Bids(BidEditing):
    """Tilbud fra utleiere, newest first."""

    name_one, name_many, category_name = "utleiertilbud", "Tilbud fra utleiere", PROCUREMENT
    hint = "Tilbud på det kommunen har lyst ut. De sammenlignes og velges fra framskaffelsens side."
    label_fields = ("bid_number",)
    own_columns = {
        "points": Column(label="Samlet", needs=("total",), value=lambda bid: points(bid.total), css="num"),
        "sizes": Column(label="Størrelser", needs=("mix",), value=lambda bid: told.sizes(bid.mix), html=_sizes),
    }
    column_list = ("bid_number", "procurement", "landlord", "project_name", "homes", "points", "state", "received_on")
    column_filters = ("state", "received_on", "procurement", "landlord")
    column_searchable_list = ("^bid_number",)
    column_sortable_list = ("bid_number", "received_on")
    column_default_sort = [("received_on", True)]
    picker_order = ("-received_on", "pk")
    details_template = "admin/views/partners/bid.html"
    details_groups = (
        ("Tilbudet", ("bid_number", "procurement", "landlord", "project_name", "address", "homes", "sizes",
                      "rent_ore_m2", "ready_on", "description")),
        ("Behandlingen", ("state", "points", "received_on", "late", "late_reason", "dismissed_because", "by_name")),
    )  # fmt: skip
    quiet = frozenset({"rent_ore_m2", "ready_on", "description", "late", "late_reason", "dismissed_because", "sizes"})
    form_groups = (
        ("Hvem og hva", ("procurement", "landlord", "organisation_number", "name", "project_name", "address")),
        ("Tilbudet", ("mix", "rent_ore_m2", "ready_on", "received_on", "description", "files")),
    )

    def declare(self) -> None:
        super().declare()
        self.bid_form = forms.register_form(self.picker("create_view.landlord", Landlord))
        self.why_form = form_of(reason=reason())

    # --- Registered ----------------------------------------------------------------------------------------------

    def get_create_form(self) -> type[Form]:
        return self.bid_form if hasattr(self, "bid_form") else Form

    def create_form(self, obj: Any = None) -> Any:
        """With the procurements that take bids to choose from."""
        form = self.bid_form(request.form if request.method == "POST" else None, data={"received_on": formats.today()})
        running = Procurement.objects(state=ProcurementState.RUNNING).no_dereference().order_by("-started_on", "id")
        taking = [one for one in running if one.announcement is not None and one.choice is None]
        taking += _posted([one.pk for one in taking])
        form.procurement.choices = [form.procurement.choices[0], *((str(one.pk), str(one)) for one in taking)]
        if request.method == "GET":
            form.procurement.data = request.args.get("framskaffelse", "")
        return form

    def create_model(self, form: Any) -> Any:
        try:
            return self._register(form)
        except HusromError as error:
            self._refused(error, form)
            return False

    def _register(self, form: Any) -> Any:
        actor, landlord = current_actor(), form.landlord.data
        procurement = records.get(Procurement, form.procurement.data)
        procurements.require_taking(procurement, received_on=form.received_on.data, today=formats.today())
        if landlord is None:
            landlord = landlords.find_or_register(form.organisation_number.data, form.name.data, actor)
        identity = forms.identity_of(form)
        return procurements.register_bid(
            procurement, actor, landlord=landlord,
            values=facts_in(form), received_on=form.received_on.data, today=formats.today(), identity=identity,
            files=form.files.data, nonce=str(identity),
        )  # fmt: skip

    # --- The page ------------------------------------------------------------------------------------------------

    def scores_of(self, document: Any) -> list[tuple[str, Any]]:
        """The announced criteria with what the bid got for each."""
        held = {one.code: one for one in document.scores}
        procurement = records.get(Procurement, records.reference(document, "procurement"))
        return [(one.label, held[one.code]) for one in procurement.criteria if one.code in held]

    def files_of(self, document: Any) -> list[attached.Listed]:
        facts = attachments.facts_of(document.files)
        return attached.listed(document.files, facts, lambda one: self.get_url(".bid_file", id=document.pk, fil=one))

    def notices_of(self, document: Any) -> list[str]:
        found = super().notices_of(document)
        if procurements.undecided(document) and document.state is BidState.RECEIVED:
            found.append("Tilbudet kom etter fristen. Avvis det, eller skriv hvorfor det likevel vurderes.")
        return found

    def acts(self, document: Any) -> Sequence[Act]:
        return [act for method, act in self._steps(document) if self.may(method)]

    def _steps(self, document: Any) -> list[tuple[str, Act]]:
        if document.state is BidState.DISMISSED:
            return [("take_up", self.page("Ta opp igjen", "take_up", document))]
        found: list[tuple[str, Act]] = []
        if document.state is BidState.RECEIVED:
            late = procurements.undecided(document)
            if late:
                found.append(("let_in", self.page("Vurder likevel", "let_in", document, main=True)))
            else:
                label = "Gi poeng" if document.total is None else "Endre poengene"
                found.append(("score", self.page(label, "score", document, main=document.total is None)))
            if self.editable(document):
                found.append(("edit", self.page("Rett", "edit", document)))
            found.append(("dismiss", self.page("Avvis", "dismiss", document)))
        if document.state in procurements.CONSIDERED:
            found.append(("withdraw", self.page("Utleieren trekker tilbudet", "withdraw", document)))
        return found

    @expose("/vedlegg/")
    def bid_file(self) -> ResponseReturnValue:
        """One of the files that came with the bid."""
        document = self.requested()
        file, source = attachments.fetch(
            request.args.get("fil", ""), document.files, current_actor(), number=document.bid_number, person=None
        )
        with source:
            return attached.served(file, source)

    # --- The steps -----------------------------------------------------------------------------------------------

    @expose("/poeng/", "GET", "POST")
    def score(self) -> ResponseReturnValue:
        """Give points by criterion."""
        document = self.requested()
        procurement = records.get(Procurement, records.reference(document, "procurement"))
        criteria = procurement.criteria
        kind = forms.score_form(criteria, procurements.most_points(procurement))
        start = {f"points_{one.code}": one.points for one in document.scores}
        start |= {f"why_{one.code}": one.why for one in document.scores}

        def do(bid: Any, form: Any) -> object:
            given = {
                one.code: (form[f"points_{one.code}"].data, form[f"why_{one.code}"].data or "")
                for one in criteria
                if form[f"points_{one.code}"].data is not None
            }
            return procurements.score_bid(bid, current_actor(), scores=given, version=form.version.data or 0)

        return self.ask(forms.SCORE, kind, do, start=start)

    @expose("/vurder/", "GET", "POST")
    def let_in(self) -> ResponseReturnValue:
        """Consider a late bid all the same."""
        return self._why(forms.LET_IN, procurements.let_bid_in)

    @expose("/avvis/", "GET", "POST")
    def dismiss(self) -> ResponseReturnValue:
        """Dismiss the bid with its reason."""
        return self._why(forms.DISMISS, procurements.dismiss_bid)

    @expose("/ta-opp/", "GET", "POST")
    def take_up(self) -> ResponseReturnValue:
        """Consider a dismissed bid after all."""
        return self._why(forms.TAKE_UP, procurements.take_bid_up)

    @expose("/trekk/", "GET", "POST")
    def withdraw(self) -> ResponseReturnValue:
        """Note that the landlord takes the bid back."""
        return self._why(forms.WITHDRAW, procurements.withdraw_bid)

    def _why(self, step: Any, service: Any) -> ResponseReturnValue:
        def do(bid: Any, form: Any) -> object:
            return service(bid, current_actor(), why=form.reason.data or "", version=form.version.data or 0)

        return self.ask(step, self.why_form, do)


def _posted(offered: Sequence[Any]) -> list[Any]:
    """The procurement that a stale page has sent: the service says why it takes no bids."""
    sent = request.form.get("procurement", "")
    found = Procurement.objects(pk=sent).first() if ObjectId.is_valid(sent) else None
    return [] if found is None or found.pk in offered else [found]
