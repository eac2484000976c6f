"""A dwelling that is allocated is offered to its household: the step on the vacancy's page (S004 step 10)."""

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data

from admin import formats, need, offer_words, pdf_answer, shielded, wording
from admin.links import record_url
from admin.pages import Act
from admin.people import current_actor, sees_protected
from admin.routes import expose
from admin.sender import sender_of
from admin.views.letting import offer_forms
from admin.views.letting.next_act import step_of
from admin.views.letting.previewing import Previewing
from admin.views.letting.screen import VacancyScreen
from rules.errors import HusromError, StaleState
from rules.terms import OfferChannel, VacancyState, VacancyStep
from services import offers, records
from services.offers import Ground

FOLLOWED = (VacancyStep.AWAIT_ANSWER,)


class OfferingSteps(VacancyScreen, Previewing):
    """The offer of an allocated dwelling."""

    def declare(self) -> None:
        super().declare()
        self.give_form = offer_forms.give_form()

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.state is not VacancyState.ALLOCATED or document.allocation is None:
            return found
        live = offers.live_of(document.pk)
        step = step_of(document)
        if live is None:
            if need.works(document.allocation.application):
                main = step is VacancyStep.OFFER
                found.append(("give_offer", self.page("Gi tilbud", "give_offer", document, main=main)))
            return found
        hidden = shielded.hides_any([records.reference(live, "application")])
        url = None if hidden else record_url(self.desk, "offer", live.pk)
        if url:
            found.append(("details_view", Act(label="Gå til tilbudet", url=url, main=step in FOLLOWED, post=False)))
        return found

    @expose("/gi-tilbud/", "GET", "POST")
    def give_offer(self) -> ResponseReturnValue:
        """How the household is told, and by when it answers; a letter is looked at before it goes out."""
        document, actor = self.requested(), current_actor()
        try:
            ground = offers.ground_of(document, actor, formats.today())
        except HusromError as error:
            return self.refused(document, error)
        form: Any = self.give_form(get_form_data(), data={"version": document.version})
        if request.method == "POST" and form.validate() and not self.goes_back():
            try:
                return self._given(document, ground, form)
            except StaleState as error:
                flash(wording.explain(error), "error")
                form.version.data = self.requested().version
            except HusromError as error:
                self._refused(error, form)
        page: str = self.render(
            "admin/views/letting/give_offer.html",
            model=document,
            form=form,
            step=offer_forms.GIVE,
            lines=offer_words.ground(ground, contact=sees_protected() or not ground.party.person.protected_address),
        )
        return page

    def _given(self, document: Any, ground: Ground, form: Any) -> ResponseReturnValue:
        actor, channel = current_actor(), form.channel.data
        sender = sender_of(ground.party.application)
        answer_by = form.answer_by.data or ground.answer_by(channel)
        seen, version = self.seen_letter(), form.version.data or 0
        if channel is not OfferChannel.TELEPHONE and seen is None:
            offers.check_said(channel, form.said.data or "")
            letter = offers.draw_offer(document, actor, sender, answer_by=answer_by, version=version, now=actor.at)
            return self.preview(document, letter, offer_forms.GIVE, "give_offer", "offer_pdf")
        given = offers.give(
            document, actor, channel=channel, answer_by=answer_by, said=form.said.data or "", sender=sender,
            letter=seen, version=version, now=actor.at,
        )  # fmt: skip
        flash(offer_forms.GIVE.done, "success")
        return redirect(record_url(self.desk, "offer", given) or self.get_url(".details_view", id=document.pk))

    @expose("/tilbudsbrevet/")
    def offer_pdf(self) -> ResponseReturnValue:
        """The letter of an offer that is about to be given; the opening is logged by the service."""
        document = self.requested()
        held = document.allocation
        return pdf_answer.letter(self.letter_about(held.id if held else document.pk), framed=True)
