"""A dwelling that is allocated is offered to its household: the step on the vacancy's page (S004 step 10)."""

from typing import Any

from bson import ObjectId
from flask.typing import ResponseReturnValue

from admin import formats, need, offer_words, pdf_answer, shielded
from admin.links import record_url
from admin.pages import Act
from admin.people import current_actor, sees_protected
from admin.routes import expose
from admin.sender import sender_of
from admin.views.lettered import LINES, Lettered
from admin.views.letting import offer_forms
from admin.views.letting.next_act import step_of
from admin.views.letting.screen import VacancyScreen
from models import Letter
from rules.errors import HusromError
from rules.terms import OfferChannel, VacancyState, VacancyStep
from services import offers, vacancy_steps
from services.offers import Ground

FOLLOWED = (VacancyStep.AWAIT_ANSWER, VacancyStep.SIGN)


class OfferingSteps(VacancyScreen, Lettered):
    """The offer of an allocated dwelling, and the lease that it led to."""

    def declare(self) -> None:
        super().declare()
        self.give_form = offer_forms.give_form()

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.allocation is None:
            return found
        step, lease = step_of(document), vacancy_steps.lease_of(document)
        if lease is not None:
            return found + self._leads("Gå til leieforholdet", "lease", lease, document, step is VacancyStep.HAND_OVER)
        live = offers.live_of(document.pk)
        if live is not None:
            return found + self._leads("Gå til tilbudet", "offer", live.pk, document, step in FOLLOWED)
        if document.state is VacancyState.ALLOCATED and need.works(document.allocation.application):
            give = self.page("Gi tilbud", "give_offer", document, main=step is VacancyStep.OFFER)
            found.append(("give_offer", give))
        return found

    def _leads(self, label: str, collection: str, identity: object, document: Any, main: bool) -> list[tuple[str, Act]]:
        """Where the next step is done; a protected household's is led to by nobody who may not see where it lives."""
        hidden = shielded.hides_any([document.allocation.application])
        url = None if hidden else record_url(self.desk, collection, identity)
        return [("details_view", Act(label=label, url=url, main=main, post=False))] if url else []

    @expose("/gi-tilbud/", "GET", "POST")
    def give_offer(self) -> ResponseReturnValue:
        """How the household is told, and by when it answers; a letter is looked at before it goes out."""
        document, actor = self.requested(), current_actor()
        try:
            ground = offers.ground_of(document, actor, formats.today())
        except HusromError as error:
            return self.refused(document, error)

        def draw(document: Any, form: Any) -> Letter | None:
            return None if form.channel.data is OfferChannel.TELEPHONE else _drawn(document, ground, form)

        def do(document: Any, form: Any, seen: Any) -> object:
            return self.to_record("offer", _given(document, ground, form, seen))

        lines = offer_words.ground(ground, contact=sees_protected() or not ground.party.person.protected_address)
        return self.with_letter(
            offer_forms.GIVE, self.give_form, "give_offer", "offer_pdf", draw, do, template=LINES, lines=lines
        )

    @expose("/tilbudsbrevet/")
    def offer_pdf(self) -> ResponseReturnValue:
        """The letter of an offer that is about to be given; the opening is logged by the service."""
        document = self.requested()
        held = document.allocation
        return pdf_answer.letter(self.letter_about(held.id if held else document.pk), framed=True)


def _drawn(document: Any, ground: Ground, form: Any) -> Letter:
    actor, channel = current_actor(), form.channel.data
    offers.check_said(channel, form.said.data or "")
    return offers.draw_offer(
        document, actor, sender_of(ground.party.application), version=form.version.data or 0, now=actor.at,
        answer_by=form.answer_by.data or ground.answer_by(channel),
    )  # fmt: skip


def _given(document: Any, ground: Ground, form: Any, seen: Any) -> ObjectId:
    actor, channel = current_actor(), form.channel.data
    return offers.give(
        document, actor, channel=channel, answer_by=form.answer_by.data or ground.answer_by(channel),
        said=form.said.data or "", sender=sender_of(ground.party.application), letter=seen,
        version=form.version.data or 0, now=actor.at,
    )  # fmt: skip
