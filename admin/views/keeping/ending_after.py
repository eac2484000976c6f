"""An ending after the tenant is out: what was left behind, and the final settlement."""

from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import form_of, reason
from admin.views.keeping import ending_forms as forms
from admin.views.keeping import ending_words as words
from admin.views.keeping.ending_steps import EndingSteps
from admin.views.lettered import LINES
from models import Lease
from rules.terms import EndingState
from services import endings, records


class SettlingSteps(EndingSteps):
    """The steps after the tenant has moved out."""

    def declare(self) -> None:
        super().declare()
        self.goods_form, self.settle_form = forms.goods_form(), forms.settle_form()
        self.goods_done_form = form_of(reason=reason("Hva som ble av dem"))

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.state not in (EndingState.MOVED_OUT, EndingState.SETTLED):
            return found
        kept = document.left_goods and document.goods_done_on is None
        if document.state is EndingState.MOVED_OUT:
            keys = document.keys_back_on is None
            found.append(("settle_up", self.page(words.SETTLE.heading, "settle_up", document, main=not keys)))
            label = "Før nøklene" if keys else "Rett fraflyttingen"
            found.append(("move_out", self.page(label, "move_out", document, main=keys)))
        if kept:
            found.append(("close_goods", self.page(words.GOODS_DONE.heading, "close_goods", document)))
        found.append(("note_goods", self.page(words.GOODS.heading, "note_goods", document)))
        return found

    @expose("/eiendeler/", "GET", "POST")
    def note_goods(self) -> ResponseReturnValue:
        """What is left in the dwelling."""
        document = self.requested()

        def do(document: Any, form: Any) -> object:
            return endings.note_goods(
                document, current_actor(), what=form.left_goods.data, told_on=form.goods_told_on.data,
                until=form.goods_until.data, version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        names = () if self.masks(document, "left_goods") else ("left_goods", "goods_told_on", "goods_until")
        return self.ask(words.GOODS, self.goods_form, do, start={name: getattr(document, name) for name in names})

    @expose("/eiendeler-avklart/", "GET", "POST")
    def close_goods(self) -> ResponseReturnValue:
        """What became of what was left."""

        def do(document: Any, form: Any) -> object:
            return endings.close_goods(
                document, current_actor(), outcome=form.reason.data, version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        return self.ask(words.GOODS_DONE, self.goods_done_form, do)

    @expose("/oppgjor/", "GET", "POST")
    def settle_up(self) -> ResponseReturnValue:
        """The final settlement, its letter looked at first."""
        found = endings.work_out(records.get(Lease, records.reference(self.requested(), "lease")), None)
        lines = [
            ("Husleie, renter og gebyrer", formats.kroner(found.owed.rent_ore)),
            ("Krav ved utflytting", formats.kroner(found.owed.claim_ore)),
            ("Sikkerhet", found.security.label if found.security else "Ingen"),
            ("Depositum", formats.kroner(found.security_ore)),
        ]

        def draw(document: Any, form: Any) -> Any:
            return endings.draw_settlement(
                document, current_actor(), sender_of(document), release=form.release.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        def do(document: Any, form: Any, seen: Any) -> object:
            return endings.settle(
                document, current_actor(), sender_of(document), release=form.release.data, letter=seen,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.with_letter(
            words.SETTLE, self.settle_form, "settle_up", "letter_pdf", draw, do, lines=lines,
            template=LINES,
        )  # fmt: skip
