"""What the lease's page tells of its payment plan, housing allowance and guarantee, and where each begins."""

from typing import Any

from bson import ObjectId
from flask.typing import ResponseReturnValue

from admin import formats, need, pdf_answer
from admin.links import record_url
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.keeping import benefit_forms, plan_forms
from admin.views.keeping.plan_rows import plan_section
from admin.views.keeping.screen import LeaseParts
from admin.views.lettered import LINES, Lettered
from admin.views.related import Section, section
from models import Allowance, ArrearsCase, GuaranteeClaim, Letter
from rules.errors import HusromError
from rules.terms import AllowanceState
from services import benefits, plans, rulebooks
from services.benefits import Ground, Wanted

INTEREST_TITLES = (("", ""),)


class BenefitsOnLease(Lettered, LeaseParts):
    """What others pay toward the home, and how its debt is paid down."""

    def declare(self) -> None:
        super().declare()
        self.apply_form, self.claim_form = benefit_forms.apply_form(), benefit_forms.claim_form()
        self.interest_form = plan_forms.interest_form()

    def part_sections(self, document: Any) -> list[Section | None]:
        found = super().part_sections(document)
        if "account" in self.closed():
            return found
        return [*found, self._plan(document), self._allowances(document), self._claims(document)]

    def _begins(self, document: Any, *steps: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        """The ways to begin something, for those who may and who follow the lease up."""
        if not need.works_lease(document.pk, benefits.ALSO):
            return ()
        return tuple((words, self.get_url(f".{method}", id=document.pk)) for words, method in steps if self.may(method))

    def _plan(self, document: Any) -> Section | None:
        """The plan of the lease's last arrears case, and where interest is booked, if it is taken."""
        found = ArrearsCase.objects(lease=document.pk).no_dereference().order_by("-opened_on", "id").first()
        takes = rulebooks.current(formats.today()).keeping.interest
        changes = self._begins(document, (plan_forms.INTEREST.heading, "book_interest")) if takes else ()
        held = None if found is None else plan_section(found)
        if held is not None:
            url = record_url(self.desk, "arrears_case", found.pk)
            return Section(
                held.heading, held.titles, held.rows, held.empty, foot=held.foot,
                changes=((("Åpne restansesaken", url),) if url else ()) + changes,
            )  # fmt: skip
        if not changes:
            return None
        until = document.interest_until
        told = f"Ført til og med {formats.day(until)}." if until else "Det er ikke ført rente."
        return Section("Forsinkelsesrente", INTEREST_TITLES, (), told, changes=changes)

    def _allowances(self, document: Any) -> Section | None:
        held = Allowance.objects(lease=document.pk).order_by("-applied_on", "id")
        found = section(
            self.desk, "Bostøtte", Allowance, held,
            ("applied_on", "state", "first_month", "amount_ore", "transport_on"),
            empty="Ikke registrert. Leietakere i kommunal bolig skal søke.", lease=str(document.pk),
        )  # fmt: skip
        if found is None:
            return None
        current = benefits.allowance_of(document.pk)
        begins = () if current else self._begins(document, (benefit_forms.APPLY.heading, "apply_allowance"))
        waits = current is None or current.state is AllowanceState.APPLIED
        return _with(found, begins, benefit_forms.days_line(current) if waits else "")

    def _claims(self, document: Any) -> Section | None:
        held = GuaranteeClaim.objects(lease=document.pk).order_by("-claimed_on", "id")
        first = held.first()
        if first is None and not document.security_ore:
            return None
        found = section(
            self.desk, "Krav på sikkerheten", GuaranteeClaim, held,
            ("claimed_on", "security", "state", "claimed_ore", "paid_ore"), empty="Ingenting er krevd.",
            lease=str(document.pk),
        )  # fmt: skip
        if found is None or not document.security_ore:
            return found
        return _with(found, self._begins(document, ("Krev sikkerheten", "claim_guarantee")), "")

    # --- Housing allowance ------------------------------------------------------------------------------------------

    @expose("/bostotte/", "GET", "POST")
    def apply_allowance(self) -> ResponseReturnValue:
        """Note that the tenant has applied."""

        def do(document: Any, form: Any) -> object:
            return bool(benefits.apply(
                document, current_actor(), applied_on=form.applied_on.data, first_month=form.first_month.data,
                note=form.note.data or "", today=formats.today(),
            ))  # fmt: skip

        return self.ask(benefit_forms.APPLY, self.apply_form, do)

    # --- Interest ---------------------------------------------------------------------------------------------------

    @expose("/forsinkelsesrente/", "GET", "POST")
    def book_interest(self) -> ResponseReturnValue:
        """Book interest on what is overdue, up to a day."""

        def do(document: Any, form: Any) -> object:
            booked = plans.book(
                document, current_actor(), until=form.until.data, version=form.version.data or 0, today=formats.today()
            )
            amount = f"{formats.kroner(booked)} er ført som forsinkelsesrente." if booked else "Ingenting ga rente."
            return f"{amount} Renten er regnet til og med {formats.day(form.until.data)}."

        return self.ask(plan_forms.INTEREST, self.interest_form, do, start={"until": formats.today()})

    # --- The guarantee ----------------------------------------------------------------------------------------------

    @expose("/krev-sikkerheten/", "GET", "POST")
    def claim_guarantee(self) -> ResponseReturnValue:
        """What is claimed and of whom; the letter is looked at before it is claimed."""
        document, actor = self.requested(), current_actor()
        try:
            ground = benefits.ground_of(document, actor, formats.today())
        except HusromError as error:
            return self.refused(document, error)
        return self.with_letter(
            benefit_forms.CLAIM, self.claim_form, "claim_guarantee", "claim_pdf", self._draw_claim, self._claim,
            start={"claimed_ore": ground.facts.most_ore or None}, template=LINES, lines=_bounds(document, ground),
        )  # fmt: skip

    def _draw_claim(self, document: Any, form: Any) -> Letter:
        actor, version = current_actor(), form.version.data or 0
        return benefits.draw(document, actor, sender_of(document), wanted=_wanted(form), version=version, now=actor.at)

    def _claim(self, document: Any, form: Any, seen: ObjectId) -> object:
        actor = current_actor()
        made = benefits.claim(
            document, actor, sender_of(document), wanted=_wanted(form), letter=seen, version=form.version.data or 0,
            now=actor.at,
        )  # fmt: skip
        return self.to_record("guarantee_claim", made)

    @expose("/krev-sikkerheten/brevet/")
    def claim_pdf(self) -> ResponseReturnValue:
        """The claim that is about to be made; the opening is logged by the service."""
        return pdf_answer.letter(self.letter_about(ObjectId(self.requested().pk)), framed=True)


def _wanted(form: Any) -> Wanted:
    return Wanted(form.claimed_ore.data, form.reasons.data or "", form.guarantor.data or "")


def _with(found: Section, changes: tuple[tuple[str, str], ...], foot: str) -> Section:
    """The section with the ways to begin and a line under it."""
    return Section(found.heading, found.titles, found.rows, found.empty, found.more, foot, changes)


def _bounds(document: Any, ground: Ground) -> list[tuple[str, str]]:
    """What bounds the claim, as the page shows it."""
    return [
        ("Sikkerhet", document.security.label),
        ("Igjen av sikkerheten", formats.kroner(ground.facts.left_ore)),
        ("Leietakeren skylder", formats.kroner(ground.facts.owed_ore)),
        ("Kan høyst kreves", formats.kroner(ground.facts.most_ore)),
    ]
