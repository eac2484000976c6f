"""What is done with a follow-up plan on its page."""

from dataclasses import replace
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from admin import formats, pdf_answer
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.keeping import followup_forms as forms
from admin.views.keeping.screen import TenancyScreen
from admin.views.lettered import Lettered
from rules.followups import Planned
from rules.terms import FollowUpState
from services import followups
from services.followups import Meeting

POINT = "punkt"


class FollowUpSteps(TenancyScreen, Lettered):
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
            words = f"Før {first.kind.inside}"
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
        step = replace(forms.HOLD, heading=f"Før {item.kind.inside}")
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

        def given(form: Any) -> Meeting:
            return Meeting(
                on=form.due_on.data, clock=form.clock.data, at_home=form.at_home.data, interpreter=form.interpreter.data
            )

        def draw(document: Any, form: Any) -> Any:
            return followups.draw(
                document, item.id, given(form), current_actor(), sender_of(document), version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        def do(document: Any, form: Any, seen: Any) -> object:
            return followups.invite(
                document, item.id, given(form), current_actor(), sender_of(document), letter=seen,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        start = {"due_on": item.due_on, "interpreter": document.interpreter}
        return self.with_letter(
            forms.INVITE, forms.invite_form(), "invite", "letter_pdf", draw, do, start=start,
            template="admin/views/keeping/invite.html", point=item.id,
        )  # fmt: skip

    @expose("/brevet/")
    def letter_pdf(self) -> ResponseReturnValue:
        """An invitation, for the frame of its preview; the opening is logged by the service."""
        return pdf_answer.letter(self.letter_about(*(one.id for one in self.known().items)), framed=True)
