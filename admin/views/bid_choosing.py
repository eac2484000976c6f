"""On a procurement's page: its bids side by side, the choice among them, and the choice taken back."""

from typing import Any

from bson import ObjectId
from flask.typing import ResponseReturnValue

from admin import formats, wording
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views import bid_forms as forms
from admin.views.acting import Acting, form_of, reason
from admin.views.bid_table import choices, comparison
from letters.layout import plural
from models import Bid
from rules.errors import AgainstOrder, HusromError
from rules.terms import ProcurementState
from services import procurements

WANTED = {
    "announced": "utlysingen gjelder {homes}. Be om et nytt vedtak hvis alle skal avtales.",
    "bids": "tilbudene er på {homes} til sammen. Velg innenfor det som er igjen, eller be om et nytt vedtak.",
    "chosen": "de valgte tilbudene er på {homes}. Legg en større fullmakt til grunn før avtale inngås.",
}


def shortage(procurement: Any) -> str:
    """«Fullmakten FM2026-001 har 3 boliger igjen, og de valgte tilbudene er på 10 …»; empty where it has enough."""
    short = procurements.short_of(procurement)
    if short is None:
        return ""
    left = plural(short.left, "bolig", "boliger") if short.left else "ingen boliger"
    return f"Fullmakten {short.mandate} har {left} igjen, og {WANTED[short.stage].format(homes=short.homes)}"


class BidChoosing(Acting):
    """The steps of phase three, for the screen of procurements."""

    shortage = staticmethod(shortage)

    def bid_acts(self, document: Any) -> list[tuple[str, Act]]:
        """Pairs of method and button: the comparison once there is a call, then the choice and its way back."""
        call = document.announcement
        if call is None:
            return []
        found = [("compare", self.page("Sammenlign tilbudene", "compare", document))]
        if document.state is not ProcurementState.RUNNING:
            return found
        if document.choice is not None:
            return [*found, ("take_choice_back", self.page("Ta valget tilbake", "take_choice_back", document))]
        if formats.today() > call.bids_by:
            found.append(("choose", self.page("Velg tilbud", "choose", document, main=True)))
        return found

    def bid_url(self, bid: Any) -> str | None:
        return self.desk.page_url(bid)

    def register_url(self, document: Any) -> str | None:
        """Where a bid is registered, for those who may while bids are taken."""
        screen = self.desk.screen_of(Bid)
        taking = document.state is ProcurementState.RUNNING and document.choice is None
        if screen is None or document.announcement is None or not taking or not screen.may("create_view"):
            return None
        return str(screen.get_url(f"{screen.endpoint}.create_view", framskaffelse=document.pk))

    @expose("/sammenlign/")
    def compare(self) -> ResponseReturnValue:
        """The bids side by side, by the announced criteria."""
        document = self.requested()
        acts = [act for method, act in self.bid_acts(document) if method != "compare" and self.may(method)]
        page: str = self.render(
            "admin/views/partners/compare_bids.html", model=document, found=comparison(document), acts=acts
        )
        return page

    @expose("/velg/", "GET", "POST")
    def choose(self) -> ResponseReturnValue:
        """Choose among the bids, with reasons."""
        document = self.requested()
        try:
            procurements.require_over(document, formats.today())
        except HusromError as error:
            return self.refused(document, error)

        def do(procurement: Any, form: Any) -> object:
            return procurements.choose(
                procurement, current_actor(), chosen=[ObjectId(one) for one in form.chosen.data or ()],
                reasons=form.reasons.data or "", against_order=form.against_order.data or "",
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(
            forms.CHOOSE, forms.choose_form(choices(document)), do,
            template="admin/views/partners/choose_bids.html", found=comparison(document),
        )  # fmt: skip

    @expose("/valg/tilbake/", "GET", "POST")
    def take_choice_back(self) -> ResponseReturnValue:
        """Take the choice back, so that it can be made anew."""

        def do(procurement: Any, form: Any) -> object:
            return procurements.take_choice_back(
                procurement, current_actor(), why=form.reason.data or "", version=form.version.data or 0
            )

        return self.ask(forms.TAKE_BACK, form_of(reason=reason()), do)

    def problems_of(self, error: HusromError, form: Any) -> dict[str, str]:
        """A missing reason for going against the order stands at the field for it."""
        if isinstance(error, AgainstOrder):
            return {"against_order": wording.explain(error)}
        return super().problems_of(error, form)
