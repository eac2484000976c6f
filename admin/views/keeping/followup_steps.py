"""What is done with a follow-up plan on its page."""

from dataclasses import replace
from typing import Any

from bson import ObjectId
from flask import abort, flash, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data

from admin import formats, pdf_answer, wording
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import KEPT
from admin.views.keeping import followup_forms as forms
from admin.views.keeping.screen import TenancyScreen
from admin.views.letting.previewing import LETTER, Previewing
from models import Letter
from rules.errors import HusromError, StaleState
from rules.followups import Planned
from rules.terms import FollowUpState
from services import followups
from services.followups import Meeting

POINT = "punkt"


class FollowUpSteps(TenancyScreen, Previewing):
    """The steps; the main one is to note what comes first."""

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        """Pairs of method and act."""
        if document.state is FollowUpState.ENDED:
            return []
        waiting = sorted((one for one in document.items if one.is_open), key=lambda one: one.due_on)
        found = [
            ("plan_more", self.page(forms.PLAN.heading, "plan_more", document, main=not waiting)),
            ("set_goals", self.page(forms.GOALS.heading, "set_goals", document)),
        ]
        if waiting:
            first = waiting[0]
            url = self.get_url(".hold", id=document.pk, punkt=first.id)
            words = f"Før {first.kind.label[:1].lower()}{first.kind.label[1:]}"
            found.insert(0, ("hold", Act(label=words, url=url, main=True, post=False)))
        return found

    def known(self) -> Any:
        """The plan of the address, for those who follow the lease up."""
        document = self.requested()
        return document if self.knows(document) else abort(403)

    def point(self, document: Any) -> Any:
        """The visit or talk that the address or the posted preview names."""
        named = request.values.get(POINT, "")
        return next((one for one in document.items if str(one.id) == named), None) or abort(404)

    @expose("/for/", "GET", "POST")
    def hold(self) -> ResponseReturnValue:
        """Note that a visit or talk was held."""
        document = self.known()
        item = self.point(document)

        def do(document: Any, form: Any) -> object:
            return followups.hold(
                document, item.id, current_actor(), on=form.held_on.data, note=form.note.data or "",
                interpreter=form.interpreter.data or "", road=form.road.data if "road" in form else None,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        start = {"held_on": formats.today(), "interpreter": document.interpreter}
        step = replace(forms.HOLD, heading=f"Før {item.kind.label.lower()}")
        return self.ask(step, forms.hold_form(item.kind), do, start=start)

    @expose("/faller-bort/", "GET", "POST")
    def drop(self) -> ResponseReturnValue:
        """Say that a visit or talk is not held."""
        item = self.point(self.known())

        def do(document: Any, form: Any) -> object:
            return followups.drop(
                document, item.id, current_actor(), why=form.reason.data or "", version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        step = replace(forms.DROP, heading=f"{item.kind.label} faller bort")
        return self.ask(step, forms.drop_form(), do)

    @expose("/flytt/", "GET", "POST")
    def move(self) -> ResponseReturnValue:
        """Plan a visit or talk for another day."""
        item = self.point(self.known())

        def do(document: Any, form: Any) -> object:
            return followups.move(
                document, item.id, current_actor(), to=form.due_on.data, version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.MOVE, forms.move_form(), do, start={"due_on": item.due_on})

    @expose("/planlegg/", "GET", "POST")
    def plan_more(self) -> ResponseReturnValue:
        """Plan another visit or talk."""
        self.known()

        def do(document: Any, form: Any) -> object:
            return followups.plan_more(
                document, Planned(form.kind.data, form.due_on.data), current_actor(), note=form.note.data or "",
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.PLAN, forms.plan_form(), do)

    @expose("/mal/", "GET", "POST")
    def set_goals(self) -> ResponseReturnValue:
        """Say what the follow-up is for."""
        document = self.known()

        def do(document: Any, form: Any) -> object:
            return followups.set_goals(
                document, current_actor(), goals=form.goals.data or "", interpreter=form.interpreter.data or "",
                version=form.version.data or 0,
            )  # fmt: skip

        start = {"goals": document.goals, "interpreter": document.interpreter}
        return self.ask(forms.GOALS, forms.goals_form(), do, start=start)

    # --- The invitation --------------------------------------------------------------------------------------------

    @expose("/kall-inn/", "GET", "POST")
    def invite(self) -> ResponseReturnValue:
        """Ask the household by letter to a talk; the letter is looked at before it goes out."""
        document = self.known()
        item = self.point(document)
        start = {"version": document.version, "due_on": item.due_on, "interpreter": document.interpreter}
        form: Any = forms.invite_form()(get_form_data(), data=start)
        if request.method == "POST" and form.validate() and not self.goes_back():
            try:
                return self._invited(document, item, form)
            except StaleState as error:
                flash(f"{wording.explain(error)} {KEPT}", "error")
                form.version.data = self.requested().version
            except HusromError as error:
                self._refused(error, form)
        page: str = self.render(
            "admin/views/keeping/invite.html",
            model=document, form=form, step=replace(forms.INVITE, button=forms.LOOK), point=item.id,
        )  # fmt: skip
        return page

    def _invited(self, document: Any, item: Any, form: Any) -> ResponseReturnValue:
        actor, sender, seen = current_actor(), sender_of(document), self.seen_letter()
        meeting = Meeting(
            on=form.due_on.data,
            clock=form.clock.data,
            at_home=form.at_home.data,
            interpreter=form.interpreter.data,
        )
        given: dict[str, Any] = {"version": form.version.data or 0, "today": formats.today()}
        if seen is None:
            letter = followups.draw(document, item.id, meeting, actor, sender, **given)
            return self.preview(document, letter, forms.INVITE, "invite", "letter_pdf")
        followups.invite(document, item.id, meeting, actor, sender, letter=seen, **given)
        flash(forms.INVITE.done, "success")
        return self.back(document)

    @expose("/brevet/")
    def letter_pdf(self) -> ResponseReturnValue:
        """An invitation, for the frame of its preview; the opening is logged by the service."""
        document, named = self.known(), request.args.get(LETTER, "")
        about = [one.id for one in document.items]
        found = Letter.objects(pk=named, about__in=about).first() if ObjectId.is_valid(named) else None
        return pdf_answer.letter(found, framed=True) if found else abort(404)
