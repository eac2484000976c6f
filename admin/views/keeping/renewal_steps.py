"""Whether a lease goes on when its term is over: its facts on one page, what was decided, the demand to move."""

from typing import Any

from bson import ObjectId
from flask import abort
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from admin import formats, need, pdf_answer
from admin.links import record_url
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.keeping import ending_forms as forms
from admin.views.keeping import ending_words as words
from admin.views.keeping.screen import LeaseParts
from admin.views.lettered import LINES, Lettered
from letters.layout import plural
from rules.errors import InvalidRecord
from rules.terms import RenewalOutcome
from services import endings, rulebooks
from services.endings import Facts


class RenewalSteps(Lettered, LeaseParts):
    """The review before the term is over, and the demand after it."""

    def declare(self) -> None:
        super().declare()
        self.review_form, self.demand_form = forms.review_form(), forms.demand_form()

    @expose("/vurder-forlengelse/", "GET", "POST")
    def review_renewal(self) -> ResponseReturnValue:
        """The facts of the lease filled in; the person decides whether it goes on."""
        document = self.requested()
        if not need.works_lease(document.pk):
            abort(403)

        def do(document: Any, form: Any) -> object:
            actor, nonce = current_actor(), form.nonce.data or ""
            extends = form.outcome.data is RenewalOutcome.EXTEND
            if extends and form.channel.data is None:
                raise InvalidRecord("lease", {"channel": "missing_value"})
            case = endings.review(
                document, form.outcome.data, actor, reasons=form.reasons.data, channel=form.channel.data,
                nonce=ObjectId(nonce) if ObjectId.is_valid(nonce) else ObjectId(), version=form.version.data or 0,
                now=actor.at, today=formats.today(),
            )  # fmt: skip
            return WENT_ON.format(number=case.number) if case is not None else True

        facts = endings.facts_of(document, rulebooks.current(formats.today()).lease_expiry)
        return self.ask(words.REVIEW, self.review_form, do, lines=self._lines(facts), template=LINES)

    def _lines(self, facts: Facts) -> list[tuple[str, Any]]:
        """What bears on whether the lease goes on, in the order it is read."""
        lived = (formats.today() - facts.starts_on).days // 365
        until = formats.day(facts.ends_on) if facts.ends_on else "Uten sluttdato"
        arrears = "Ingen" if not facts.arrears_cases else f"{facts.arrears_cases}{', en åpen nå' * facts.arrears_open}"
        household = "Ukjent"
        if facts.adults is not None:
            household = f"{plural(facts.adults, 'voksen', 'voksne')}, {facts.children or 0} barn"
        rows: list[tuple[str, Any]] = [
            ("Leietid", f"{formats.day(facts.starts_on)} til {until}, {lived} år så langt"),
            ("Husleieloven § 11-1", "Gjelder" if facts.section_11_1 else "Gjelder ikke"),
            ("Tidligere korte kontrakter", str(facts.earlier_short)),
            ("Skyldig nå", formats.kroner(facts.owed_ore)),
            ("Restansesaker", arrears),
            ("Klager på bomiljøet", f"{facts.incidents}, skriftlige advarsler: {facts.warnings}"),
            ("Husstanden", household),
            ("Godkjent behov", f"{facts.rooms} rom" if facts.rooms else "Ikke ført"),
        ]
        if facts.application is not None:
            rows.append(("Søknaden", self._link("application", facts.application)))
        if facts.extension is not None:
            rows.append(("Åpen søknad om forlengelse", self._link("application", facts.extension)))
        if facts.demand is not None:
            first, last = facts.demand
            rows.append(("Flyttingsoppfordring kan sendes", f"{formats.day(first)} til {formats.day(last)}"))
        return rows

    def _link(self, collection: str, record: Any) -> Any:
        url = record_url(self.desk, collection, record.pk)
        return Markup('<a href="{}">{}</a>').format(url, record.number) if url else record.number

    @expose("/flyttingsoppfordring/", "GET", "POST")
    def demand_move(self) -> ResponseReturnValue:
        """Demand in writing that the tenant moves out; the letter is looked at first."""

        def draw(document: Any, form: Any) -> Any:
            return endings.draw_demand(
                document, current_actor(), sender_of(document), out_by=form.out_by.data, reasons=form.reasons.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        def do(document: Any, form: Any, seen: Any) -> object:
            return endings.send_demand(
                document, current_actor(), sender_of(document), out_by=form.out_by.data, reasons=form.reasons.data,
                letter=seen, version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.with_letter(words.DEMAND, self.demand_form, "demand_move", "demand_pdf", draw, do)

    @expose("/flyttingsoppfordringen/")
    def demand_pdf(self) -> ResponseReturnValue:
        """The demand before it goes out; the opening is logged by the service."""
        return pdf_answer.letter(self.letter_about(self.requested().pk), framed=True)


WENT_ON = "Vurderingen er lagret. Søknad {number} om forlengelse er åpen, og avgjøres som andre søknader."
