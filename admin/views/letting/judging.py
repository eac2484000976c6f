"""A refused offer on the screen: the household asked, the refusal judged, judged anew on a complaint (S001)."""

from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats, need, offer_words, pdf_answer
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import Step, form_of
from admin.views.lettered import Do, Draw, Lettered
from admin.views.letting import offer_forms
from admin.views.letting.meeting_times import MeetingTimeSteps, case_behind
from models import Letter
from rules.offers import TO_JUDGE
from services import offers
from services.actor import Actor


class JudgingSteps(MeetingTimeSteps, Lettered):
    """The steps from a refusal to what it leads to."""

    def declare(self) -> None:
        super().declare()
        self.hear_form = form_of()
        self.judge_form = offer_forms.judge_form(anew=False)
        self.judge_anew_form = offer_forms.judge_form(anew=True)

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.state not in TO_JUDGE or not need.works(self.case_of(document)):
            return found
        if document.judgement is not None:
            if offers.may_judge_anew(current_actor()):
                found.append(("judge", self.page("Vurder på nytt", "judge", document)))
            return found
        asked = offers.asked(document)
        if not asked:
            found.append(("ask_hearing", self.page("Be om uttalelse i brev", "ask_hearing", document, main=True)))
        found.append(("judge", self.page("Vurder avslaget", "judge", document, main=asked)))
        return found

    @expose("/be-om-uttalelse/", "GET", "POST")
    def ask_hearing(self) -> ResponseReturnValue:
        """Ask the household by letter why it refused; the letter is looked at before it goes out."""

        def draw(document: Any, form: Any) -> Letter:
            actor, sender, version = current_actor(), sender_of(case_behind(document)), form.version.data or 0
            return offers.draw_hearing(document, actor, sender, version=version, now=actor.at)

        def do(document: Any, form: Any, seen: Any) -> object:
            actor, sender, version = current_actor(), sender_of(case_behind(document)), form.version.data or 0
            return offers.ask_hearing(document, actor, sender=sender, letter=seen, version=version, now=actor.at)

        return self._tells(offer_forms.HEAR, self.hear_form, "ask_hearing", draw, do)

    @expose("/vurder/", "GET", "POST")
    def judge(self) -> ResponseReturnValue:
        """Say whether there was a good reason; what the household is told is looked at first."""
        anew = self.requested().judgement is not None
        step = offer_forms.JUDGE_ANEW if anew else offer_forms.JUDGE
        kind = self.judge_anew_form if anew else self.judge_form

        def told(form: Any, actor: Actor) -> dict[str, Any]:
            heard = {} if anew else {"heard_on": form.heard_on.data, "heard": form.heard.data or ""}
            return {
                "justified": offer_forms.ANSWERS[form.answer.data], "reasons": form.reasons.data,
                "version": form.version.data or 0, "now": actor.at, **heard,
            }  # fmt: skip

        def draw(document: Any, form: Any) -> Letter:
            actor = current_actor()
            return offers.draw_judged(document, actor, sender_of(case_behind(document)), **told(form, actor))

        def do(document: Any, form: Any, seen: Any) -> object:
            actor, sender = current_actor(), sender_of(case_behind(document))
            return offers.judge(document, actor, sender=sender, letter=seen, **told(form, actor))

        return self._tells(step, kind, "judge", draw, do)

    def _tells(self, step: Step, kind: Any, method: str, draw: Draw, do: Do) -> ResponseReturnValue:
        """A step with a letter to the household; how its hearing stands is said above the form."""
        document = self.requested()
        waits = offer_words.hearing(document, self._hearing_letter(document), formats.today())
        template = "admin/views/letting/judge.html"
        return self.with_letter(step, kind, method, "letter_pdf", draw, do, template=template, waits=waits)

    def _hearing_letter(self, document: Any) -> Letter | None:
        found: Letter | None = Letter.objects(pk=document.hearing_letter).first() if document.hearing_letter else None
        return found

    @expose("/brevet/")
    def letter_pdf(self) -> ResponseReturnValue:
        """One of the offer's own letters, for the frame of a preview; the opening is logged by the service."""
        return pdf_answer.letter(self.letter_about(self.requested().pk), framed=True)
