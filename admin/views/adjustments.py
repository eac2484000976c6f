"""What is booked beside rent and payments."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats
from admin.desk import MONEY
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views import columns
from admin.views.acting import Step, form_of, reason
from admin.views.keeping.screen import TenancyScreen
from rules.terms import Role, RowKind
from services import ledger

UNDO = Step(
    heading="Angre korrigeringen",
    lead="Den blir stående, og en motpost med dagens dato opphever den.",
    button="Angre korrigeringen",
    done="Korrigeringen er opphevet med en motpost.",
    facts=("contract_number", "kind", "amount_ore", "booked_on", "why"),
    confirm="Oppheve korrigeringen med en motpost?",
)


class Adjustments(TenancyScreen):
    """What is booked beside rent and payments, newest first."""

    name_one, name_many, category_name = "korrigering", "Korrigeringer", MONEY
    hint = "Gebyr, renter, krediteringer, oppgjør og ettergitt gjeld. Det som øker gjelden, står med pluss."
    label_fields = ("contract_number",)
    also = (Role.ECONOMY, Role.DEPARTMENT_HEAD, Role.AUDITOR)
    case_fields = frozenset({"why"})
    own_columns = {"month": columns.month("Måned", "period")}
    column_list = ("booked_on", "contract_number", "tenant", "kind", "amount_ore", "due_on", "by_name")
    column_filters = ("kind", "booked_on", "tenant", "lease")
    column_searchable_list = ("^contract_number",)
    column_sortable_list = ("booked_on",)
    column_default_sort = [("booked_on", True)]
    picker_order = ("-booked_on", "pk")
    details_groups = (
        ("Korrigeringen", ("kind", "amount_ore", "booked_on", "due_on", "month", "why", "by_name")),
        ("Leieforholdet", ("lease", "tenant", "office")),
    )
    quiet = frozenset({"due_on", "month"})

    def declare(self) -> None:
        super().declare()
        self.undoing = form_of(reason=reason("Hvorfor skal den angres?"))

    def label(self, document: Any) -> str:
        return f"{document.kind.label} {formats.day(document.booked_on)} på {document.contract_number}"

    def acts(self, document: Any) -> Sequence[Act]:
        """Taken back once, by those who may book it."""
        role = Role.DEPARTMENT_HEAD if document.kind is RowKind.WRITE_OFF else Role.ECONOMY
        if not self.may("undo") or role not in current_actor().roles or ledger.undone(document):
            return []
        return [self.page("Angre", "undo", document)]

    @expose("/angre/", "GET", "POST")
    def undo(self) -> ResponseReturnValue:
        """Take the posting back with one of the opposite amount."""

        def do(document: Any, form: Any) -> object:
            ledger.undo(document, current_actor(), why=form.reason.data, today=formats.today())
            return True

        return self.ask(UNDO, self.undoing, do)
