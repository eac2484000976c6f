"""A payment's row is taken back, or moved to the lease it belongs to: from the row's page and from the payment's."""

from typing import Any

from flask.typing import ResponseReturnValue
from wtforms.validators import DataRequired

from admin import formats
from admin.pages import Act
from admin.people import current_actor
from admin.pickers import PickField
from admin.routes import expose
from admin.views.acting import Step, form_of, reason
from admin.views.screen import Screen
from models import Lease
from rules.terms import RowKind
from services import ledger

FACTS = ("amount_ore", "booked_on", "lease", "kid", "reference")
REVERSE = Step(
    heading="Tilbakefør innbetalingen",
    lead="Innbetalingen blir stående, og en tilbakeføring med dagens dato opphever den. Kravene åpnes igjen.",
    button="Tilbakefør",
    done="Innbetalingen er tilbakeført.",
    facts=FACTS,
    confirm="Tilbakeføre innbetalingen? Det kan ikke gjøres om.",
)
MOVE = Step(
    heading="Flytt innbetalingen til et annet leieforhold",
    lead="Den tilbakeføres her og føres på det andre leieforholdet fra dagen den ble betalt.",
    button="Flytt innbetalingen",
    done="Innbetalingen er flyttet.",
    facts=FACTS,
    confirm="Flytte innbetalingen til det andre leieforholdet?",
)


class TakingBack(Screen):
    """The two steps, for a screen whose record has the key of a ledger row."""

    def declare(self) -> None:
        super().declare()
        self.reversing = form_of(reason=reason("Hvorfor skal innbetalingen tilbakeføres?"))
        self.moving = form_of(
            lease=PickField(
                "Leieforholdet pengene gjelder",
                picker=self.picker("move", Lease),
                validators=[DataRequired("Velg leieforholdet innbetalingen skal flyttes til.")],
            ),
            reason=reason("Hvorfor hører den hjemme der?"),
        )

    def taking_back(self, document: Any, kind: RowKind) -> list[Act]:
        """What may be done with a payment that stands on a lease."""
        if kind is not RowKind.PAYMENT or not self.may("reverse") or ledger.reversal_of(document.pk) is not None:
            return []
        return [
            self.page("Flytt til et annet leieforhold", "move", document),
            self.page("Tilbakefør", "reverse", document),
        ]

    @expose("/tilbakefor/", "GET", "POST")
    def reverse(self) -> ResponseReturnValue:
        """Take the payment off its lease."""

        def do(document: Any, form: Any) -> object:
            ledger.reverse(document.pk, current_actor(), why=form.reason.data, today=formats.today())
            return True

        return self.ask(REVERSE, self.reversing, do)

    @expose("/flytt/", "GET", "POST")
    def move(self) -> ResponseReturnValue:
        """Take the payment off its lease and put it on another."""

        def do(document: Any, form: Any) -> object:
            lease = form.lease.data
            ledger.move(document.pk, lease, current_actor(), why=form.reason.data, today=formats.today())
            return True

        return self.ask(MOVE, self.moving, do)
