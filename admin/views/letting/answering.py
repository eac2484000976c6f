"""What the household says to its offer: yes, no, a yes taken back, more time."""

from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats, need
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import form_of, reason
from admin.views.letting import offer_forms
from admin.views.screen import Screen
from models import Offer
from rules.offers import is_expired
from rules.terms import OfferState
from services import offers

SAYS_YES = "Noterer at husstanden takker ja til boligen.{} Fortsette?"
OTHERS_FALL = " Andre tilbud husstanden har ({}), faller bort, og boligene går tilbake."
ACCEPTED = "Ja-svaret er notert. Neste steg er kontraktsmøtet."


class AnsweringSteps(Screen):
    """The steps from offer to answer."""

    def declare(self) -> None:
        super().declare()
        self.decline_form = offer_forms.decline_form()
        self.extend_form = offer_forms.extend_form()
        self.undo_form = form_of(reason=reason("Hva var feil?"))

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        """The acts of the parts, by method; the main one is the next step."""
        found: list[tuple[str, Act]] = []
        if not need.works(self.case_of(document)):
            return found
        if document.state is OfferState.OPEN:
            over = is_expired(document.answer_by, formats.today())
            if not over:
                yes = self.press("Takker ja", "accept", document, confirm=_warning(document), main=True)
                found.append(("accept", yes))
            found.append(("decline", self.page("Takker nei", "decline", document)))
            found.append(("extend", self.page("Endre svarfristen", "extend", document, main=over)))
        elif document.state is OfferState.ACCEPTED and not offers.leased(document):
            found.append(("decline", self.page("Husstanden trekker ja-svaret", "decline", document)))
            if not is_expired(document.answer_by, formats.today()):
                found.append(("undo_acceptance", self.page("Angre ja-svaret", "undo_acceptance", document)))
        return found

    @expose("/takker-ja/", "POST")
    def accept(self) -> ResponseReturnValue:
        """Note that the household says yes."""
        document, actor = self.requested(), current_actor()
        return self.settle(
            document, lambda: offers.accept(document, actor, version=self.seen(), now=actor.at), ACCEPTED
        )

    @expose("/takker-nei/", "GET", "POST")
    def decline(self) -> ResponseReturnValue:
        """Note that the household says no, or takes its yes back, and why."""
        taken_back = self.requested().state is OfferState.ACCEPTED

        def do(document: Any, form: Any) -> object:
            actor, version = current_actor(), form.version.data or 0
            why, said = form.reason.data, form.said.data or ""
            return offers.decline(document, actor, reason=why, said=said, version=version, now=actor.at)

        return self.ask(offer_forms.TAKE_BACK if taken_back else offer_forms.DECLINE, self.decline_form, do)

    @expose("/angre-ja/", "GET", "POST")
    def undo_acceptance(self) -> ResponseReturnValue:
        """Take back a yes that was noted by mistake."""

        def do(document: Any, form: Any) -> object:
            actor, version = current_actor(), form.version.data or 0
            return offers.undo_acceptance(document, actor, why=form.reason.data, version=version, now=actor.at)

        return self.ask(offer_forms.UNDO, self.undo_form, do)

    @expose("/svarfrist/", "GET", "POST")
    def extend(self) -> ResponseReturnValue:
        """Give the household more time, or less."""

        def do(document: Any, form: Any) -> object:
            actor, version = current_actor(), form.version.data or 0
            return offers.extend(
                document, actor, answer_by=form.answer_by.data, why=form.reason.data, version=version, now=actor.at
            )

        return self.ask(offer_forms.EXTEND, self.extend_form, do)


def _warning(document: Offer) -> str:
    """What a yes brings with it, said before it is noted."""
    others = [one.number for one in offers.open_others(document)]
    return SAYS_YES.format(OTHERS_FALL.format(", ".join(others)) if others else "")
