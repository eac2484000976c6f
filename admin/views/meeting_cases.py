"""What is done with one case on the meeting's page: decided, postponed, left by a member, put on the agenda or off."""

from collections.abc import Callable
from typing import Any

from bson import ObjectId
from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from admin import pdf_answer, wording
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.screen import Screen
from models import Application, Letter
from rules.errors import AddressShielded, HusromError, NoNeedToKnow, NotFound
from services import meetings, records

DECIDED = "Sak {number} er avgjort. Brevet er klart til utsending."
POSTPONED = "Sak {number} er utsatt og kan settes på dagsorden i et annet møte."
LEFT = "{name} har fratrådt i sak {number}."
LEFT_ALREADY = "Det er alt notert at {name} er inhabil i sak {number}."
ADDED = "Sak {number} står på dagsorden."
REMOVED = "Sak {number} er tatt av dagsorden."
NONE_TICKED = "Kryss av for minst én sak."
REDRAWN = "{count} laget på nytt med dagens dato. Se over {them} før sakene avgjøres."


class MeetingCases(Screen):
    """Buttons on the cards of the agenda; each goes back to its card."""

    def back_to(self, meeting: Any, case: Any) -> ResponseReturnValue:
        """To the meeting's page, at the case."""
        return redirect(self.get_url(".details_view", id=meeting.pk, _anchor=f"sak-{case.pk}"))

    def _case(self) -> Any:
        try:
            return records.get(Application, request.values.get("application", ""))
        except NotFound:
            abort(404)

    def _do(self, do: Callable[[Any, Any], str]) -> ResponseReturnValue:
        """Do something with one case of the meeting, and tell how it went."""
        meeting, case = self.requested(), self._case()
        try:
            flash(do(meeting, case), "success")
        except HusromError as error:
            flash(wording.explain(error), "error")
        return self.back_to(meeting, case)

    def _seen_case(self) -> int:
        return request.form.get("case_version", -1, type=int)

    @expose("/avgjor/", "POST")
    def decide(self) -> ResponseReturnValue:
        """Decide the case as it is proposed."""

        def do(meeting: Any, case: Any) -> str:
            actor, letter = current_actor(), request.form.get("letter", "")
            meetings.decide_item(
                meeting,
                case,
                actor,
                letter=ObjectId(letter) if ObjectId.is_valid(letter) else ObjectId(),
                version=self._seen_case(),
                note=_words("note"),
                now=actor.at,
            )
            return DECIDED.format(number=case.number)

        return self._do(do)

    @expose("/utsett/", "POST")
    def postpone(self) -> ResponseReturnValue:
        """Leave the case for another meeting."""

        def do(meeting: Any, case: Any) -> str:
            meetings.postpone_item(meeting, case, current_actor(), why=_words("why"), version=self._seen_case())
            return POSTPONED.format(number=case.number)

        return self._do(do)

    @expose("/inhabil/", "POST")
    def conflict(self) -> ResponseReturnValue:
        """A member leaves the case (fvl. § 6)."""

        def do(meeting: Any, case: Any) -> str:
            actor, who = current_actor(), request.form.get("member", "")
            name = next((one.name for one in meeting.members if str(one.user) == who), "")
            changed = meetings.declare_conflict(
                meeting,
                case,
                ObjectId(who) if ObjectId.is_valid(who) else ObjectId(),
                actor,
                because=_words("because"),
                version=self._seen_case(),
                now=actor.at,
            )
            return (LEFT if changed else LEFT_ALREADY).format(name=name, number=case.number)

        return self._do(do)

    @expose("/ta-av/", "POST")
    def take_off(self) -> ResponseReturnValue:
        """Take the case off the agenda before the meeting."""

        def do(_meeting: Any, case: Any) -> str:
            meetings.take_off(case, current_actor(), version=self._seen_case())
            return REMOVED.format(number=case.number)

        return self._do(do)

    @expose("/sett-pa/", "POST")
    def set_on_agenda(self) -> ResponseReturnValue:
        """Put the ticked cases on the agenda; what is refused is told case by case."""
        meeting, picked = self.requested(), self.picked_rows(request.form.getlist("row"))
        if not picked:
            flash(NONE_TICKED, "error")
        for one in picked:
            try:
                case = records.get(Application, one.id)
                meetings.set_on_agenda(meeting, case, current_actor(), version=one.version)
            except HusromError as error:
                flash(wording.explain(error), "error")
            else:
                flash(ADDED.format(number=case.number), "success")
        return self.back(meeting)

    @expose("/lag-brev/", "POST")
    def redraw(self) -> ResponseReturnValue:
        """Draw the letters that bear another day anew, for all the cases at once."""
        meeting, actor = self.requested(), current_actor()
        try:
            answer = meetings.redraw_letters(meeting, actor, sender_of(meeting), now=actor.at)
        except HusromError as error:
            return self.refused(meeting, error)
        for _number, refusal in answer.refused:
            flash(wording.explain(refusal), "error")
        if answer.done:
            one = answer.done == 1
            count = "1 brev er" if one else f"{answer.done} brev er"
            flash(REDRAWN.format(count=count, them="det" if one else "dem"), "success")
        return self.back(meeting)

    @expose("/brev/")
    def letter(self) -> ResponseReturnValue:
        """The letter of a case on the agenda as PDF, for those who work the case; the opening is logged."""
        meeting, case = self.requested(), self._case()
        item = meetings.item_of(meeting, case.pk)
        wanted = request.args.get("letter", "")
        letter = Letter.objects(pk=wanted, application=case.pk).first() if ObjectId.is_valid(wanted) else None
        if item is None or letter is None:
            abort(404)
        try:
            return pdf_answer.letter(letter, about=case.number)
        except (NoNeedToKnow, AddressShielded) as error:
            flash(wording.explain(error), "error")
            return self.back(meeting)


def _words(name: str) -> str:
    return request.form.get(name, "").strip()[:2000]
