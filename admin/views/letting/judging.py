"""A refused offer on the screen: the household asked, the refusal judged, judged anew on a complaint (S001)."""

from dataclasses import replace
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data

from admin import formats, need, offer_words, pdf_answer, wording
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import KEPT, form_of
from admin.views.letting import offer_forms
from admin.views.letting.meeting_times import MeetingTimeSteps, case_behind
from admin.views.letting.previewing import Previewing
from models import Letter
from rules.errors import HusromError, StaleState
from rules.offers import TO_JUDGE
from services import offers


class JudgingSteps(MeetingTimeSteps, Previewing):
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

        def do(document: Any, form: Any) -> ResponseReturnValue | None:
            actor, version, sender = current_actor(), form.version.data or 0, sender_of(case_behind(document))
            seen = self.seen_letter()
            if seen is None:
                letter = offers.draw_hearing(document, actor, sender, version=version, now=actor.at)
                return self.preview(document, letter, offer_forms.HEAR, "ask_hearing", "letter_pdf")
            offers.ask_hearing(document, actor, sender=sender, letter=seen, version=version, now=actor.at)
            return None

        return self._with_letter(offer_forms.HEAR, self.hear_form, do)

    @expose("/vurder/", "GET", "POST")
    def judge(self) -> ResponseReturnValue:
        """Say whether there was a good reason; what the household is told is looked at first."""
        anew = self.requested().judgement is not None
        step = offer_forms.JUDGE_ANEW if anew else offer_forms.JUDGE
        kind = self.judge_anew_form if anew else self.judge_form

        def do(document: Any, form: Any) -> ResponseReturnValue | None:
            actor, sender, seen = current_actor(), sender_of(case_behind(document)), self.seen_letter()
            told: dict[str, Any] = {
                "justified": offer_forms.ANSWERS[form.answer.data], "reasons": form.reasons.data,
                "version": form.version.data or 0, "now": actor.at,
            }  # fmt: skip
            if not anew:
                told |= {"heard_on": form.heard_on.data, "heard": form.heard.data or ""}
            if seen is None:
                letter = offers.draw_judged(document, actor, sender, **told)
                return self.preview(document, letter, step, "judge", "letter_pdf")
            offers.judge(document, actor, sender=sender, letter=seen, **told)
            return None

        return self._with_letter(step, kind, do)

    def _with_letter(self, step: Any, kind: Any, do: Any) -> ResponseReturnValue:
        """Ask, show the letter, and do it when it comes back with the letter that was looked at."""
        document = self.requested()
        form: Any = kind(get_form_data(), data={"version": document.version})
        if request.method == "POST" and form.validate() and not self.goes_back():
            try:
                shown = do(document, form)
            except StaleState as error:
                flash(f"{wording.explain(error)} {KEPT}", "error")
                form.version.data = self.requested().version
            except HusromError as error:
                self._refused(error, form)
            else:
                if shown is None:
                    flash(step.done, "success")
                    return self.back(document)
                answer: ResponseReturnValue = shown
                return answer
        page: str = self.render(
            "admin/views/letting/judge.html",
            model=document,
            form=form,
            step=replace(step, button=offer_forms.LOOK),
            waits=offer_words.hearing(document, self._hearing_letter(document), formats.today()),
        )
        return page

    def _hearing_letter(self, document: Any) -> Letter | None:
        found: Letter | None = Letter.objects(pk=document.hearing_letter).first() if document.hearing_letter else None
        return found

    @expose("/brevet/")
    def letter_pdf(self) -> ResponseReturnValue:
        """One of the offer's own letters, for the frame of a preview; the opening is logged by the service."""
        return pdf_answer.letter(self.letter_about(self.requested().pk), framed=True)
