"""On a bid's page: what it says, registered and put right, read from one form."""

from collections.abc import Mapping
from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats
from admin.people import current_actor
from admin.routes import expose
from admin.views import bid_forms as forms
from admin.views.screen import Screen
from rules.terms import BidState
from services import procurements

FACTS = ("project_name", "address", "rent_ore_m2", "ready_on", "description")
SIZE = ("rooms", "homes", "accessible")


def facts_in(form: Any) -> dict[str, Any]:
    """What the form says of the bid, as the service takes it."""
    rows = [{name: value for name, value in row.items() if value is not None} for row in form.mix.data]
    return {name: form[name].data for name in FACTS} | {"mix": procurements.sizes(rows)}


def facts_before(bid: Any) -> Mapping[str, Any]:
    """The form as the bid stands."""
    rows = [{name: getattr(one, name) for name in SIZE} for one in bid.mix] or [{}]
    return {name: getattr(bid, name) for name in (*FACTS, "received_on")} | {"mix": rows}


class BidEditing(Screen):
    """The step that puts a bid right."""

    def declare(self) -> None:
        super().declare()
        self.edit_form_class = forms.edit_form()

    def editable(self, bid: Any) -> bool:
        """Whether it may still be put right, for the button: the service says why not."""
        return bid.state is BidState.RECEIVED and not bid.scores

    @expose("/rett/", "GET", "POST")
    def edit(self) -> ResponseReturnValue:
        """Put right what was registered wrongly."""

        def do(bid: Any, form: Any) -> object:
            values = facts_in(form) | {"received_on": form.received_on.data}
            return procurements.edit_bid(
                bid, current_actor(), values=values, why=form.reason.data or "", version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.EDIT, self.edit_form_class, do, start=facts_before(self.requested()))
