"""Changes of rent: index, going rent, what was agreed."""

from collections.abc import Sequence
from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from admin import formats, pdf_answer
from admin.desk import MONEY
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import NOTHING_CHANGED
from admin.views.columns import Column
from admin.views.keeping import rent_forms as forms
from admin.views.keeping.rent_rows import amounts_html, amounts_words, index_words
from admin.views.keeping.screen import TenancyScreen
from admin.views.previewing import Previewing
from admin.views.related import Section, section
from models import Letter
from rules.errors import HusromError
from rules.terms import RentChangeKind, RentChangeState, Role
from services import rents

OPEN = (RentChangeState.DRAFT, RentChangeState.NOTIFIED, RentChangeState.DISPUTED)
WITH_NOTICE = (RentChangeKind.INDEX, RentChangeKind.MARKET)


class RentChanges(TenancyScreen, Previewing):
    """All changes of rent, those that hold latest first."""

    name_one, name_many, category_name = "endring av husleien", "Endringer av husleien", MONEY
    hint = (
        "Hver endring med brevet til leietakeren. Nye lages på leieforholdets side, eller for mange under "
        "Indeksregulering."
    )
    label_fields = ("contract_number",)
    also = (Role.ECONOMY, Role.AUDITOR)
    case_fields = frozenset({"reasons"})
    own_columns = {
        "amounts": Column(label="Husleie", needs=("lines",), value=amounts_words, html=amounts_html, wide=True),
        "index": Column(label="Indeks", needs=("series", "base_month", "base_value", "new_month", "new_value"),
                        value=index_words),
    }  # fmt: skip
    column_list = ("contract_number", "tenant", "kind", "state", "old_ore", "new_ore", "effective_from")
    column_filters = ("state", "kind", "effective_from", "tenant", "lease")
    column_searchable_list = ("^contract_number",)
    column_sortable_list = ("contract_number", "effective_from", "state")
    column_default_sort = [("effective_from", True)]
    picker_order = ("-effective_from", "pk")
    details_groups = (
        ("Endringen", ("kind", "state", "effective_from", "old_ore", "new_ore", "amounts", "index", "improvements_ore",
                       "reasons")),
        ("Leieforholdet", ("lease", "tenant", "office")),
        ("Varselet", ("demanded_on", "notified_on", "by_name")),
    )  # fmt: skip
    quiet = frozenset({"index", "improvements_ore", "demanded_on", "notified_on", "reasons"})

    def declare(self) -> None:
        super().declare()
        self.cancel_form, self.settle_form = forms.why_form("Hvorfor avlyses den?"), forms.settle_form()
        self.dispute_form = forms.why_form("Hva leietakeren mener")

    def label(self, document: Any) -> str:
        return f"{document.contract_number} fra {formats.day(document.effective_from)}"

    def about(self, document: Any) -> Markup | None:
        """Where the change stands and what comes next."""
        day = formats.day(document.effective_from)
        words = {
            RentChangeState.DRAFT: "Ingen er varslet. Se over brevet, og varsle leietakeren.",
            RentChangeState.NOTIFIED: f"Gjelder fra {day} av seg selv.",
            RentChangeState.DISPUTED: "Den gamle leien gjelder til uenigheten er avgjort.",
        }.get(document.state)
        if document.state is RentChangeState.NOTIFIED and document.kind in WITH_NOTICE and document.notified_on is None:
            words = f"Brevet er ikke sendt ennå. Sendes det for sent for {day}, flyttes dagen av seg selv."
        return Markup('<div class="decided"><p>{}</p></div>').format(words) if words else None

    def acts(self, document: Any) -> Sequence[Act]:
        if not self.knows(document):
            return []
        return [act for method, act in self._steps(document) if self.may(method)]

    def _steps(self, document: Any) -> list[tuple[str, Act]]:
        found: list[tuple[str, Act]] = []
        if document.state is RentChangeState.DRAFT:
            values = {"id": str(document.pk), "version": str(document.version)}
            found.append(
                ("notify", Act(label=forms.NOTIFY.heading, url=self.get_url(".notify"), values=values, main=True))
            )
        if document.state is RentChangeState.NOTIFIED and document.kind in WITH_NOTICE:
            found.append(("dispute", self.page(forms.DISPUTE.heading, "dispute", document)))
        if document.state is RentChangeState.DISPUTED:
            found.append(("settle_dispute", self.page(forms.SETTLE.heading, "settle_dispute", document, main=True)))
        if document.state in OPEN:
            found.append(("cancel", self.page(forms.CANCEL.heading, "cancel", document)))
        return found

    def sections(self, document: Any) -> Sequence[Section | None]:
        letters = Letter.objects(lease=document.lease, about=document.pk).order_by("-drawn_on", "pk")
        return (
            section(self.desk, "Brev", Letter, letters,
                    ("letter_kind", "state", "drawn_on", "dispatched_on", "arrived_on"), empty="Ingen brev er laget."),
        )  # fmt: skip

    # --- The steps ----------------------------------------------------------------------------------------------

    @expose("/varsle/", "POST")
    def notify(self) -> ResponseReturnValue:
        """Look the letter over, then notify the tenant."""
        document, actor, today = self.requested(), current_actor(), formats.today()
        if self.goes_back():
            return self.back(document)
        sender, letter = sender_of(document), self.seen_letter()
        try:
            if letter is None:
                drawn = rents.draw(document, actor, sender, version=self.seen(), today=today)
                return self.preview(document, drawn, forms.NOTIFY, "notify", "letter_pdf")
            done = rents.notify(document, actor, sender, letter=letter, version=self.seen(), today=today)
        except HusromError as error:
            return self.refused(document, error)
        flash(*(forms.NOTIFY.done, "success") if done else (NOTHING_CHANGED, "info"))
        return self.back(document)

    @expose("/brevet/")
    def letter_pdf(self) -> ResponseReturnValue:
        """The letter that is about to be sent; the opening is logged by the service."""
        return pdf_answer.letter(self.letter_about(self.requested().pk), framed=True)

    @expose("/avlys/", "GET", "POST")
    def cancel(self) -> ResponseReturnValue:
        """Take the change back before it is in force."""

        def do(document: Any, form: Any) -> object:
            return rents.cancel(document, current_actor(), why=form.reason.data, version=form.version.data or 0)

        return self.ask(forms.CANCEL, self.cancel_form, do)

    @expose("/uenig/", "GET", "POST")
    def dispute(self) -> ResponseReturnValue:
        """The tenant does not agree."""

        def do(document: Any, form: Any) -> object:
            return rents.dispute(document, current_actor(), why=form.reason.data, version=form.version.data or 0)

        return self.ask(forms.DISPUTE, self.dispute_form, do)

    @expose("/avgjort/", "GET", "POST")
    def settle_dispute(self) -> ResponseReturnValue:
        """What the dispute came to."""

        def do(document: Any, form: Any) -> object:
            return rents.settle(
                document, current_actor(), new_ore=form.new_ore.data, why=form.reason.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.SETTLE, self.settle_form, do)
