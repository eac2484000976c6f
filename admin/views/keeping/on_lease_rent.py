"""What the lease's page tells of its rent and its changes, and where a new rent begins."""

from collections.abc import Callable
from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats, need
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step
from admin.views.keeping import rent_forms as forms
from admin.views.keeping.rent_rows import line_rows
from admin.views.keeping.screen import LeaseParts
from admin.views.related import Section, section
from models import RentChange
from rules.deadlines import Month, add_months
from rules.rent_changes import NewAmount
from rules.terms import LeaseState, RentChangeKind, RentLineKind, Role
from services import rents, rulebooks

ALSO = (Role.ECONOMY,)
TITLES = (("Hva", ""), ("Per måned", "num"), ("Fra og med", "when"), ("Til og med", "when"))
BEGINS = (
    ("change_rent", forms.CHANGE.heading), ("index_rent", forms.INDEX.heading), ("demand_market", forms.MARKET.heading),
    ("record_fixing", forms.FIXING.heading),
)  # fmt: skip


class RentOnLease(LeaseParts):
    """Rent lines now and to come, when the rent was last fixed, and its changes."""

    def declare(self) -> None:
        super().declare()
        self.change_form, self.market_form = forms.change_form(), forms.market_form()
        self.index_form, self.fixing_form = forms.index_form(), forms.fixing_form()

    def part_sections(self, document: Any) -> list[Section | None]:
        found = super().part_sections(document)
        changes = RentChange.objects(lease=document.pk).order_by("-effective_from", "pk")
        own = section(self.desk, "Endringer av husleien", RentChange, changes,
                      ("effective_from", "kind", "state", "old_ore", "new_ore"), empty="",
                      lease=str(document.pk))  # fmt: skip
        return [*found, self._rent(document), own if own is not None and own.rows else None]

    def _rent(self, document: Any) -> Section:
        """The lines, when the rent was last fixed, and the first day that it may follow the index."""
        begins: tuple[tuple[str, str], ...] = ()
        if document.state is not LeaseState.ENDED and need.works_lease(document.pk, ALSO):
            begins = tuple(
                (words, self.get_url(f".{method}", id=document.pk)) for method, words in BEGINS if self.may(method)
            )
        return Section("Husleie nå og framover", TITLES, line_rows(rents.lines_of(document)), "Ingen husleie er satt.",
                       foot=self._fixed(document), changes=begins)  # fmt: skip

    def _fixed(self, document: Any) -> str:
        fixing, rules = rents.fixing_of(document), rulebooks.current(formats.today())
        on = formats.day(fixing.on)
        words = (
            f"Sist fastsatt {on}, etter indeksen for {formats.month(fixing.month)}."
            if fixing.recorded
            else f"Det er ikke registrert når husleien sist ble fastsatt. Leieforholdet begynte {on}."
        )
        if document.state is LeaseState.ENDED:
            return words
        first = formats.day(rents.first_index(document, rules, formats.today()))
        return f"{words} Varsles leietakeren i dag, kan den tidligst indeksreguleres fra {first}."

    # --- Where a new rent begins --------------------------------------------------------------------------------

    @expose("/endre-husleie/", "GET", "POST")
    def change_rent(self) -> ResponseReturnValue:
        """Charges, what was agreed, or a correction: drafted, then looked over on its own page."""
        document, today = self.requested(), formats.today()
        lines = [line for line in rents.lines_of(document) if line.holds(max(today, document.starts_on))]
        held = {line.kind: line for line in lines}
        until = rents.charged_until(document)
        first = add_months(Month.of(max(until or today, today)).first, 1)
        start = {forms.amount_name(kind): line.amount_ore for kind, line in held.items()} | {"effective_from": first}

        def do(document: Any, form: Any) -> Any:
            amounts = [
                NewAmount(held[kind].key if kind in held else None, kind, _held(held, kind), wanted or 0)
                for kind in RentLineKind
                if ((wanted := form[forms.amount_name(kind)].data) or 0) != _held(held, kind)
            ]
            return rents.draft_by_hand(
                document, current_actor(), kind=form.kind.data, amounts=amounts,
                effective_from=form.effective_from.data, reasons=form.reasons.data,
                version=form.version.data or 0, today=today,
            )  # fmt: skip

        return self._draft(forms.CHANGE, self.change_form, do, start | {"kind": RentChangeKind.CHARGES})

    @expose("/gjengs-leie/", "GET", "POST")
    def demand_market(self) -> ResponseReturnValue:
        """A demand for going rent."""
        document, today = self.requested(), formats.today()
        start = {"effective_from": rents.first_market(document, rulebooks.current(today), today)}

        def do(document: Any, form: Any) -> Any:
            return rents.draft_market(
                document, current_actor(), new_ore=form.new_ore.data, improvements_ore=form.improvements_ore.data or 0,
                reasons=form.reasons.data, effective_from=form.effective_from.data, version=form.version.data or 0,
                today=today,
            )  # fmt: skip

        return self._draft(forms.MARKET, self.market_form, do, start)

    @expose("/indeksreguler/", "GET", "POST")
    def index_rent(self) -> ResponseReturnValue:
        """An adjustment of this lease alone."""
        document, today = self.requested(), formats.today()
        rules = rulebooks.current(today)
        start = {
            "new_month": rents.table(rules.keeping.index_series).latest,
            "effective_from": rents.first_index(document, rules, today),
        }

        def do(document: Any, form: Any) -> Any:
            return rents.draft_index(
                document, current_actor(), new_month=form.new_month.data, effective_from=form.effective_from.data,
                most=form.most.data, today=today,
            )  # fmt: skip

        return self._draft(forms.INDEX, self.index_form, do, start)

    @expose("/siste-fastsetting/", "GET", "POST")
    def record_fixing(self) -> ResponseReturnValue:
        """When the rent was last fixed before the lease came in."""
        document = self.requested()

        def do(document: Any, form: Any) -> object:
            return rents.record_fixing(
                document, current_actor(), set_on=form.set_on.data, index_month=form.index_month.data,
                why=form.reason.data, version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        start = {"set_on": document.rent_set_on, "index_month": document.rent_index_month}
        return self.ask(forms.FIXING, self.fixing_form, do, start=start)

    def _draft(
        self, step: Step, kind: Any, make: Callable[[Any, Any], Any], start: dict[str, Any]
    ) -> ResponseReturnValue:
        """The page that drafts a change and goes to it."""

        def do(document: Any, form: Any) -> object:
            return self.to_record("rent_change", make(document, form).pk)

        return self.ask(step, kind, do, start=start)


def _held(held: dict[RentLineKind, Any], kind: RentLineKind) -> int:
    found: int = held[kind].amount_ore if kind in held else 0
    return found
