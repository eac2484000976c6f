"""The steps of an arrears case on its page: contacts, checks, letters that are looked at first, and their undoing."""

from typing import Any

from bson import ObjectId
from flask import abort, request
from flask.typing import ResponseReturnValue

from admin import formats, pdf_answer
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import Step
from admin.views.keeping import arrears_forms as forms
from admin.views.keeping.planning import PlanningSteps
from admin.views.lettered import LINES
from models import Letter
from models.arrears_case import OPEN
from rules.arrears import CONTACTS
from rules.arrears_steps import LETTERS
from rules.errors import HusromError
from rules.terms import ArrearsStep
from services import arrears
from services.arrears import Ground

STEP = "steg"


class ArrearsSteps(PlanningSteps):
    """What is done with unpaid rent; the main button is the next step."""

    def declare(self) -> None:
        super().declare()
        self.contact_form, self.check_form = forms.contact_form(), forms.check_form()
        self.household_form, self.undo_form = forms.household_form(), forms.why_form()

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        """Pairs of method and act: the next step first, then what may always be done."""
        if document.state not in OPEN:
            return []
        found = self._next_act(document)
        named = {method for method, act in found if act.main}
        if "note_contact" not in named:
            found.append(("note_contact", self.page(forms.CONTACT.heading, "note_contact", document)))
        if "note_check" not in named:
            found.append(("note_check", self.page("Noter kontroll", "note_check", document)))
        found.append(("note_household", self.page(forms.HOUSEHOLD.heading, "note_household", document)))
        mine = self._mine(document)
        if mine is not None:
            words = f"Angre «{mine.step.label}»"
            found.append(("undo_step", self._to(words, "undo_step", document, steg=str(mine.id))))
        if document.caseworker is None:
            confirm = "Du blir den som følger opp saken. Fortsette?"
            found.append(("take_over", self.press("Ta saken", "take_over", document, confirm=confirm)))
        return found

    def _next_act(self, document: Any) -> list[tuple[str, Act]]:
        """The button of what is advised."""
        step = document.next_step
        if step in CONTACTS:
            words = "Noter kontakt med husstanden" if step is CONTACTS[0] else "Noter kontakt med NAV"
            return [("note_contact", self._to(words, "note_contact", document, main=True, steg=step.value))]
        if step in LETTERS and step in {one.step for one in arrears.unused(document)} | set(forms.PLAIN):
            words = forms.letter_step(step).heading
            return [("take_step", self._to(words, "take_step", document, main=True, steg=step.value))]
        if step is ArrearsStep.CHECK_DATA and document.next_reason in forms.TO_CHECK:
            return [("note_check", self.page("Noter kontroll", "note_check", document, main=True))]
        return []

    def _to(self, label: str, method: str, document: Any, *, main: bool = False, steg: str) -> Act:
        return Act(label=label, url=self.get_url(f".{method}", id=document.pk, steg=steg), main=main, post=False)

    def _mine(self, document: Any) -> Any:
        """The last step, where the person at the screen took it and its letter has not gone out."""
        last = document.steps[-1] if document.steps else None
        return last if last is not None and arrears.may_undo(last, current_actor()) else None

    def known(self) -> Any:
        """The case of the address, for those who follow the lease up."""
        document = self.requested()
        return document if self.knows(document) else abort(403)

    def _step(self) -> ArrearsStep:
        """The step that the address or the form names."""
        named = request.values.get(STEP, "")
        return next((one for one in LETTERS if one.value == named), None) or abort(404)

    @expose("/kontakt/", "GET", "POST")
    def note_contact(self) -> ResponseReturnValue:
        """Who was contacted, how, and what was said."""

        def do(document: Any, form: Any) -> object:
            return arrears.note_contact(
                document, current_actor(), step=form.step.data, on=form.on.data, channel=form.channel.data,
                spoke_with=form.spoke_with.data or "", said=form.said.data, reached=form.reached.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        named = request.args.get(STEP, "")
        start = {"on": formats.today()} | ({"step": ArrearsStep(named)} if named in {s.value for s in CONTACTS} else {})
        return self.ask(forms.CONTACT, self.contact_form, do, start=start)

    @expose("/kontroll/", "GET", "POST")
    def note_check(self) -> ResponseReturnValue:
        """That somebody looked into what the debt rests on, and what they found."""

        def do(document: Any, form: Any) -> object:
            return arrears.note_check(
                document, current_actor(), said=form.said.data, version=form.version.data or 0, today=formats.today()
            )

        return self.ask(forms.CHECK, self.check_form, do)

    @expose("/husstanden/", "GET", "POST")
    def note_household(self) -> ResponseReturnValue:
        """Whether children live there, and whether the tenant has said no to the notice to NAV."""

        def do(document: Any, form: Any) -> object:
            return arrears.note_household(
                document, current_actor(), children=form.children.data, nav_opt_out_on=form.nav_opt_out_on.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        held = self.known()
        start = {"children": held.children, "nav_opt_out_on": held.nav_opt_out_on}
        return self.ask(forms.HOUSEHOLD, self.household_form, do, start=start)

    @expose("/steg/", "GET", "POST")
    def take_step(self) -> ResponseReturnValue:
        """A letter of the ladder, looked at before it goes out."""
        document, step, actor = self.known(), self._step(), current_actor()
        try:
            ground = arrears.ground_of(document, step, actor, formats.today())
        except HusromError as error:
            return self.refused(document, error)
        words = f"Ta med gebyr på {formats.kroner(ground.fee_ore)}" if ground.fee_ore else None
        start = {STEP: step.value, "fee": True, "to": self._to_whom(step)}
        return self.with_letter(
            forms.letter_step(step), forms.letter_form(step, fee_words=words), "take_step", "step_pdf", self._draw,
            self._take, start=start, template=LINES, lines=lines(ground),
        )  # fmt: skip

    def _given(self, form: Any) -> dict[str, Any]:
        fee = form.fee.data if "fee" in form else True
        to = form.to.data if "to" in form else ""
        return {
            "step": self._step(), "to": to or "", "fee": bool(fee), "version": form.version.data or 0,
            "today": formats.today(),
        }  # fmt: skip

    def _draw(self, document: Any, form: Any) -> Letter:
        return arrears.draw_step(document, current_actor(), sender_of(document), **self._given(form))

    def _take(self, document: Any, form: Any, seen: ObjectId) -> object:
        return arrears.take_step(document, current_actor(), sender_of(document), letter=seen, **self._given(form))

    def _to_whom(self, step: ArrearsStep) -> str:
        place = sender_of(self.requested()).municipality.removesuffix(" kommune")
        return {ArrearsStep.SOCIAL_NOTICE: f"NAV {place}", ArrearsStep.PETITION: f"Namsmannen i {place}"}.get(step, "")

    @expose("/steg/brevet/")
    def step_pdf(self) -> ResponseReturnValue:
        """The letter that is about to be sent; the opening is logged by the service."""
        return pdf_answer.letter(self.letter_about(ObjectId(self.requested().pk)), framed=True)

    @expose("/angre/", "GET", "POST")
    def undo_step(self) -> ResponseReturnValue:
        """Take back one's own last step."""
        named = request.values.get(STEP, "")
        identity = ObjectId(named) if ObjectId.is_valid(named) else abort(404)

        def do(document: Any, form: Any) -> object:
            return arrears.undo_step(
                document, current_actor(), step=identity, why=form.reason.data, version=form.version.data or 0
            )

        return self.ask(_undoing(self.known(), identity), self.undo_form, do)

    @expose("/ta-saken/", "POST")
    def take_over(self) -> ResponseReturnValue:
        """Become the one who follows the case up."""
        document = self.requested()
        return self.settle(
            document, lambda: arrears.take_over(document, current_actor(), version=self.seen()), "Saken er din."
        )


def _undoing(document: Any, identity: ObjectId) -> Step:
    """The page of an undoing, with the step it is of."""
    taken = next((one for one in document.steps if one.id == identity), None)
    if taken is None:
        abort(404)
    step = forms.UNDO
    return Step(heading=f"Angre «{taken.step.label}»", lead=step.lead, button=step.button, done=step.done)


def lines(ground: Ground) -> list[tuple[str, str]]:
    """What the letter says in figures, above its form."""
    found = [
        ("Leietaker", ground.person.name),
        ("Kontrakt", ground.lease.contract_number),
        ("Forfalt i dag", formats.kroner(ground.owed.owed_ore)),
        ("Eldste forfall", formats.day(ground.owed.oldest_due or ground.facts.today)),
    ]
    if ground.fee_ore:
        found.append(("Gebyr", formats.kroner(ground.fee_ore)))
    if ground.pay_by:
        found.append(("Frist i brevet", formats.day(ground.pay_by)))
    return found
