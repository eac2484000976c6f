"""Payment plans and pauses on the arrears case's page: drawn up, looked at, agreed; called off; waited with."""

from typing import Any

from bson import ObjectId
from flask.typing import ResponseReturnValue

from admin import formats, pdf_answer
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.keeping import plan_forms
from admin.views.keeping.plan_rows import pause_section, plan_section
from admin.views.keeping.screen import TenancyScreen
from admin.views.lettered import LINES, Lettered
from admin.views.related import Section
from letters.layout import plural
from models import Letter
from models.arrears_case import OPEN
from rules.errors import HusromError
from services import benefits, plans, records
from services.plans import Ground, Terms


class PlanningSteps(TenancyScreen, Lettered):
    """What is agreed with the household about the debt; mixed into the screen of arrears cases."""

    def declare(self) -> None:
        super().declare()
        self.agree_form = plan_forms.agree_form(replaces=False)
        self.replace_form = plan_forms.agree_form(replaces=True)
        self.pause_form, self.plan_why_form = plan_forms.pause_form(), plan_forms.why_form()

    def plan_acts(self, document: Any) -> list[tuple[str, Act]]:
        """The plain buttons of plans and pauses on an open case: pairs of method and act."""
        if document.state not in OPEN:
            return []
        held = plans.running(document)
        found = [("agree_plan", self.page("Erstatt avtalen" if held else plan_forms.AGREE.heading, "agree_plan",
                                          document))]  # fmt: skip
        if held:
            found.append(("cancel_plan", self.page("Avlys avtalen", "cancel_plan", document)))
        paused = plans.pause_on(document, formats.today())
        step, method = (plan_forms.RESUME, "resume") if paused else (plan_forms.PAUSE, "pause")
        found.append((method, self.page(step.heading, method, document)))
        return found

    def plan_sections(self, document: Any) -> list[Section | None]:
        """The case's last plan, and its pauses."""
        return [plan_section(document), pause_section(document, tell=self.knows(document))]

    # --- The plan ---------------------------------------------------------------------------------------------------

    @expose("/nedbetalingsavtale/", "GET", "POST")
    def agree_plan(self) -> ResponseReturnValue:
        """How the debt is split; posted once it is shown as instalments and a letter, posted again it is agreed."""
        document, actor = self.requested(), current_actor()
        try:
            ground = plans.ground_of(document, actor, formats.today())
        except HusromError as error:
            return self.refused(document, error)
        return self.with_letter(
            plan_forms.AGREE, self.replace_form if plans.running(document) else self.agree_form, "agree_plan",
            "plan_pdf", _draw, _agree, template=LINES, lines=_lines(document, ground),
        )  # fmt: skip

    @expose("/nedbetalingsavtale/brevet/")
    def plan_pdf(self) -> ResponseReturnValue:
        """The agreement that is about to be made; the opening is logged by the service."""
        return pdf_answer.letter(self.letter_about(ObjectId(self.requested().pk)), framed=True)

    @expose("/nedbetalingsavtale/avlys/", "GET", "POST")
    def cancel_plan(self) -> ResponseReturnValue:
        """Call the running plan off."""

        def do(document: Any, form: Any) -> object:
            held = plans.running(document)
            return plans.cancel(
                document, current_actor(), plan=held.id if held else ObjectId(), why=form.reason.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(plan_forms.CANCEL, self.plan_why_form, do)

    # --- The pause --------------------------------------------------------------------------------------------------

    @expose("/utsettelse/", "GET", "POST")
    def pause(self) -> ResponseReturnValue:
        """Wait with the case to a day."""

        def do(document: Any, form: Any) -> object:
            return plans.pause(
                document, current_actor(), until=form.until.data, reason=form.reason.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(plan_forms.PAUSE, self.pause_form, do)

    @expose("/utsettelse/avslutt/", "GET", "POST")
    def resume(self) -> ResponseReturnValue:
        """End the pause before its day."""

        def do(document: Any, form: Any) -> object:
            held = plans.pause_on(document, formats.today())
            return plans.resume(
                document, current_actor(), pause=held.id if held else ObjectId(), why=form.reason.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(plan_forms.RESUME, self.plan_why_form, do)


def _terms(form: Any) -> Terms:
    return Terms(form.first_on.data, form.count.data, form.each_ore.data)


def _draw(document: Any, form: Any) -> Letter:
    actor, version = current_actor(), form.version.data or 0
    return plans.draw(document, actor, sender_of(document), terms=_terms(form), version=version, now=actor.at)


def _agree(document: Any, form: Any, seen: ObjectId) -> object:
    actor = current_actor()
    return plans.agree(
        document, actor, sender_of(document), terms=_terms(form), letter=seen,
        why=(form.reason.data if "reason" in form else "") or "", version=form.version.data or 0, now=actor.at,
    )  # fmt: skip


def _lines(document: Any, ground: Ground) -> list[tuple[str, str]]:
    """What the plan rests on, as the page shows it."""
    months = ground.rules.keeping.plan_most_months
    found = [
        ("Kontrakt", document.contract_number),
        ("Forfalt i dag", formats.kroner(ground.debt_ore)),
        ("Lengste avtale", plural(months, "måned", "måneder")),
    ]
    held = plans.running(document)
    if held is not None:
        found.append(("Avtalen som løper", f"{formats.kroner(held.debt_ore)} fra {formats.day(held.agreed_on)}"))
    allowance = benefit_line(document)
    return [*found, ("Bostøtte", allowance)]


def benefit_line(case: Any) -> str:
    """Whether housing allowance is applied for, which may be part of the answer."""
    found = benefits.allowance_of(records.reference(case, "lease"))
    if found is None:
        return "Ikke registrert. Leietakere i kommunal bolig skal søke."
    amount = f", {formats.kroner(found.amount_ore)} per måned" if found.amount_ore else ""
    return f"{found.state.label}{amount}"
