"""Payments that a person must look at: those without a match, and what became of them."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue
from wtforms import StringField, ValidationError

from admin import formats
from admin.desk import MONEY
from admin.pages import Act
from admin.people import current_actor
from admin.pickers import PickField
from admin.routes import expose
from admin.views.acting import Step, form_of, reason
from admin.views.columns import account_number
from admin.views.screen import Screen
from models import Lease
from rules import states
from rules.placement import Suggestion
from rules.terms import PaymentState
from services import ledger

PLACE = Step(
    heading="Plasser innbetalingen",
    lead="Velg leieforholdet pengene gjelder. Beløpet føres på kontoen, og eldste krav gjøres opp først.",
    button="Plasser innbetalingen",
    done="Innbetalingen er ført på leieforholdet.",
    facts=("amount_ore", "booked_on", "kid", "reference", "to_account"),
    confirm="Føre innbetalingen på leieforholdet?",
)
CHOOSE_ONE = "Velg ett leieforhold: et av forslagene, eller søk opp et annet."


class Payments(Screen):
    """Payments without a match and those placed by hand, newest first."""

    name_one, name_many, category_name = "innbetaling", "Innbetalinger", MONEY
    hint = "Innbetalinger fra bankfiler som ikke fant sitt leieforhold. De som fant det, står under Posteringer."
    label_fields = ("kid", "booked_on")
    own_columns = {"to_account": account_number("account", "Til konto")}
    menu_filter = "flt_state=unmatched"  # what waits for a person; the rest is one click away
    column_list = ("booked_on", "amount_ore", "kid", "reference", "state", "lease")
    column_filters = ("state", "booked_on", "amount_ore", "source", "lease")
    column_searchable_list = ("^kid",)
    column_sortable_list = ("booked_on", "state", "kid")
    column_default_sort = [("state", True), ("booked_on", True)]  # those without a match lead
    details_groups = (
        ("Innbetalingen", ("amount_ore", "booked_on", "state", "source", "kid", "reference", "to_account")),
        ("Plassering", ("lease", "note")),
    )
    quiet = frozenset({"note", "reference", "to_account"})

    def declare(self) -> None:
        self.placing = form_of(
            suggested=StringField("Forslag"),
            lease=PickField("Et annet leieforhold", picker=self.picker("place", Lease), validators=[_one_lease]),
            reason=reason("Hvorfor hører innbetalingen hjemme her?"),
        )

    def label(self, document: Any) -> str:
        kid = f"KID {document.kid}" if document.kid else "uten KID"
        return f"{formats.day(document.booked_on)} {kid}"

    def acts(self, document: Any) -> Sequence[Act]:
        placeable = (document.state, PaymentState.PLACED) in states.PAYMENT.pairs
        return [self.page("Plasser", "place", document, main=True)] if placeable and self.may("place") else []

    @expose("/plasser/", "GET", "POST")
    def place(self) -> ResponseReturnValue:
        """Put the payment on a lease: one that is suggested, or another found by typing."""
        payment = self.requested()
        found = ledger.suggestions(payment, formats.today())
        leases = {str(lease.pk): lease for lease, _ in found}

        def do(document: Any, form: Any) -> object:
            lease = form.lease.data or leases[form.suggested.data]
            ledger.place(document, lease, current_actor(), version=form.version.data or 0, why=form.reason.data)
            return True

        kind = type("PlaceForm", (self.placing,), {"offered": frozenset(leases)})
        choices = [self._choice(lease, reasons) for lease, reasons in found]
        return self.ask(PLACE, kind, do, template="admin/views/place.html", choices=choices)

    def _choice(self, lease: Any, reasons: Sequence[Suggestion]) -> tuple[str, str, str]:
        """Id, name and what speaks for it."""
        screen = self.desk.screen_of(Lease)
        words = [one.label for one in reasons]
        told = [*words[:1], *(word[0].lower() + word[1:] for word in words[1:])]
        return str(lease.pk), screen.pick_label(lease) if screen else str(lease), ", og ".join(told)


def _one_lease(form: Any, field: Any) -> None:
    if (form.suggested.data in form.offered) == (field.data is not None):
        raise ValidationError(CHOOSE_ONE)
