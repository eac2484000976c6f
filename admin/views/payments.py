"""Payments that a person must look at: those without a match, and what became of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import StringField, ValidationError

from admin import formats
from admin.desk import MONEY
from admin.pages import Act
from admin.people import current_actor
from admin.pickers import PickField
from admin.routes import expose
from admin.views.acting import Step, form_of, reason
from admin.views.columns import account_number
from admin.views.payment_steps import TakingBack
from admin.views.related import Section
from models import Lease
from rules.placement import Suggestion
from rules.terms import PaymentState, RowKind
from services import ledger

PLACE = Step(
    heading="Plasser innbetalingen",
    lead="Velg leieforholdet pengene gjelder. Beløpet føres på kontoen, og eldste krav gjøres opp først.",
    button="Plasser innbetalingen",
    done="Innbetalingen er ført på leieforholdet.",
    facts=("amount_ore", "booked_on", "kid", "reference", "to_account"),
    confirm="Føre innbetalingen på leieforholdet?",
)
GIVE_BACK = Step(
    heading="Pengene er ikke til oss",
    lead="Innbetalingen går ut av køen og føres ikke på noe leieforhold. Selve tilbakebetalingen gjøres i banken.",
    button="Merk for tilbakebetaling",
    done="Innbetalingen er merket for tilbakebetaling.",
    facts=("amount_ore", "booked_on", "kid", "reference", "to_account", "cause"),
    confirm="Ta innbetalingen ut av køen? Det kan ikke gjøres om.",
)
CLOSE = replace(
    GIVE_BACK,
    heading="Avslutt tilbakeføringen",
    lead="Banken har trukket tilbake en betaling som ikke står på noe leieforhold. Den går ut av køen og føres ikke.",
    button="Avslutt uten å føre",
    done="Tilbakeføringen er avsluttet.",
    confirm="Avslutte tilbakeføringen uten å føre den?",
)
NO_SUGGESTION = "Ingen leieforhold har en lignende KID eller samme husleie. Plasser den ved å søke opp leieforholdet."
CHOOSE_ONE = "Velg ett leieforhold: et av forslagene, eller søk opp et annet."


class Payments(TakingBack):
    """Payments without a match and those booked, moved or taken back by hand, newest first."""

    name_one, name_many, category_name = "innbetaling", "Innbetalinger", MONEY
    hint = (
        "Innbetalinger som ikke fant sitt leieforhold, og det som er ført for hånd. De som fant det, står under "
        "Posteringer."
    )
    label_fields = ("kid", "booked_on")
    own_columns = {"to_account": account_number("account", "Til konto")}
    menu_filter = "flt_state=unmatched"  # what waits for a person; the rest is one click away
    column_list = ("booked_on", "amount_ore", "kid", "cause", "reference", "state", "lease")
    column_filters = ("state", "cause", "booked_on", "amount_ore", "source", "lease")
    column_searchable_list = ("^kid",)
    column_sortable_list = ("booked_on", "state", "kid")
    column_default_sort = [("state", True), ("booked_on", True)]  # those without a match lead
    details_groups = (
        ("Innbetalingen", ("amount_ore", "booked_on", "state", "cause", "source", "kid", "reference", "to_account")),
        ("Plassering", ("lease", "note")),
    )
    quiet = frozenset({"note", "reference", "to_account", "cause", "lease"})

    def declare(self) -> None:
        super().declare()
        self.giving_back = form_of(reason=reason("Hvorfor hører den ikke hjemme på et leieforhold?"))
        self.placing = form_of(
            suggested=StringField("Forslag"),
            lease=PickField("Et annet leieforhold", picker=self.picker("place", Lease), validators=[_one_lease]),
            reason=reason("Hvorfor hører innbetalingen hjemme her?"),
        )

    def label(self, document: Any) -> str:
        kid = f"KID {document.kid}" if document.kid else "uten KID"
        return f"{formats.day(document.booked_on)} {kid}"

    def acts(self, document: Any) -> Sequence[Act]:
        """Place it or give it back while it waits; take it back or move it when it stands on a lease."""
        if document.state is PaymentState.PLACED:
            return self.taking_back(document, RowKind.PAYMENT if document.amount_ore > 0 else RowKind.REVERSAL)
        if document.state is not PaymentState.UNMATCHED or not self.may("place"):
            return []
        words = "Betales tilbake" if document.amount_ore >= 0 else "Avslutt uten å føre"
        return [self.page("Plasser", "place", document, main=True), self.page(words, "give_back", document)]

    def sections(self, document: Any) -> Sequence[Section | None]:
        """The leases that something speaks for, while it waits."""
        if document.state is not PaymentState.UNMATCHED:
            return ()
        screen = self.desk.screen_of(Lease)
        rows = tuple(
            (self._lease_link(screen, lease), Markup("{}").format(_told(reasons)))
            for lease, reasons in ledger.suggestions(document, formats.today())
        )
        titles = (("Leieforhold", ""), ("Hva som taler for", ""))
        return (Section("Forslag til leieforhold", titles, rows, NO_SUGGESTION),)

    def _lease_link(self, screen: Any, lease: Any) -> Markup:
        url, name = self.desk.page_url(lease), screen.pick_label(lease) if screen else str(lease)
        return Markup('<a href="{}">{}</a>').format(url, name) if url else Markup("{}").format(name)

    @expose("/betal-tilbake/", "GET", "POST")
    def give_back(self) -> ResponseReturnValue:
        """Take the payment out of the queue: it is not for a lease."""

        def do(document: Any, form: Any) -> object:
            ledger.give_back(document, current_actor(), version=form.version.data or 0, why=form.reason.data)
            return True

        return self.ask(GIVE_BACK if self.requested().amount_ore >= 0 else CLOSE, self.giving_back, do)

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
        return str(lease.pk), screen.pick_label(lease) if screen else str(lease), _told(reasons)


def _told(reasons: Sequence[Suggestion]) -> str:
    """All that speaks for a lease, in one sentence."""
    words = [one.label for one in reasons]
    return ", og ".join([*words[:1], *map(formats.inside, words[1:])])


def _one_lease(form: Any, field: Any) -> None:
    if (form.suggested.data in form.offered) == (field.data is not None):
        raise ValidationError(CHOOSE_ONE)
