"""What is done with an agreement after it is drafted: signed, its days, put right, broken, mended, ended; duties."""

from typing import Any

from flask.typing import ResponseReturnValue
from markupsafe import Markup

from admin import formats
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views import attached
from admin.views.acting import form_of, reason
from admin.views.bid_forms import identity_of
from admin.views.keeping.ending_path import Mark
from admin.views.partners import agreement_forms as forms
from admin.views.partners import agreement_path
from admin.views.partners.agreement_drafting import DraftingSteps
from models import Agreement, Procurement, User
from rules import agreements as rules
from rules.procurement import BEFORE_SIGNING
from rules.terms import AgreementKind, AgreementState
from services import agreements, procured, records

RUNS = (*rules.STANDING, AgreementState.BREACHED)


class AgreementSteps(DraftingSteps):
    """The steps of an agreement; the first button is the next step."""

    def declare(self) -> None:
        super().declare()
        self.sign_form, self.register_form = forms.sign_form(), forms.register_form()
        self.pay_out_form, self.breach_form, self.end_form = forms.pay_out_form(), forms.breach_form(), forms.end_form()
        self.duty_form = forms.duty_form(self.picker("add_duty.responsible", User))
        self.why_form = form_of(reason=reason())
        self.mend_form = form_of(reason=reason("Hva er gjort?"))

    def cooperation_of(self, document: Any) -> Any:
        """The signed cooperation agreement of a right to homes."""
        return agreements.cooperation_of(document) if document.kind in rules.RIGHTS else None

    def marks_of(self, document: Any) -> list[Mark]:
        return agreement_path.marks(document, self.cooperation_of(document), formats.today())

    def lacks_of(self, document: Any) -> list[str]:
        """What lacks of phases one to three before the draft of a right to homes may be signed."""
        held = records.reference(document, "procurement")
        if document.state is not AgreementState.DRAFT or document.kind not in rules.RIGHTS or held is None:
            return []
        procurement = records.get(Procurement, held)
        return [one.label for one in procured.lacking(procurement, BEFORE_SIGNING, formats.today())]

    def next_words(self, document: Any) -> str:
        if lacks := self.lacks_of(document):
            return f"Fullfør det som mangler i framskaffelsen: {' · '.join(lacks)}"
        code = agreement_path.next_of(document, self.cooperation_of(document))
        return agreement_path.NEXT[code] if code else ""

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        """The buttons by the method that each opens."""
        if document.state is AgreementState.DRAFT:
            return [
                self._sign(document),
                ("edit_draft", self.page("Endre utkastet", "edit_draft", document)),
                ("end", self.page("Forkast utkastet", "end", document)),
            ]
        if document.state not in RUNS:
            return []
        found = self._next_acts(document, agreement_path.next_of(document, self.cooperation_of(document)))
        if document.state in rules.STANDING:
            if not found and document.state is AgreementState.SIGNED and document.kind is not AgreementKind.COOPERATION:
                found.append(("register_title", self.page("Tinglyst", "register_title", document)))
            found.append(("add_duty", self.page("Ny plikt", "add_duty", document)))
            found.append(("breach", self.page("Mislighold", "breach", document)))
        found.append(("correct", self.page("Rett", "correct", document)))
        if _may_take_back(document):
            found.append(("take_back", self.page("Ta tilbake det siste", "take_back", document)))
        return [*found, ("end", self.page("Avslutt", "end", document))]

    def _sign(self, document: Any) -> tuple[str, Act]:
        """To the signing, or first to the procurement where something lacks."""
        if not self.lacks_of(document):
            return "sign", self.page("Avtalen er inngått", "sign", document, main=True)
        url = self.desk.page_url(records.get(Procurement, records.reference(document, "procurement"))) or ""
        return "details_view", Act(label="Åpne framskaffelsen", url=url, main=True, post=False)

    def _next_acts(self, document: Any, code: str | None) -> list[tuple[str, Act]]:
        if code == "register":
            return [("register_title", self.page("Rettigheten er tinglyst", "register_title", document, main=True))]
        if code == "pay_out":
            return [("pay_out", self.page("Lånet er utbetalt", "pay_out", document, main=True))]
        if code == "mend":
            return [("mend", self.page("Misligholdet er rettet", "mend", document, main=True))]
        if code == "cooperate":
            return [self._cooperate(document)]
        return []

    def _cooperate(self, document: Any) -> tuple[str, Act]:
        """To the draft of the cooperation agreement, or to where it is made."""
        drafts = Agreement.objects(
            project=records.reference(document, "project"), kind=AgreementKind.COOPERATION,
            state__in=[AgreementState.DRAFT],
        )  # fmt: skip
        made = drafts.only("pk").order_by("kind", "pk").first()
        if made is not None:
            url = self.get_url(".details_view", id=made.pk)
            return "details_view", Act(label="Åpne samarbeidsavtalen", url=url, main=True, post=False)
        url = self.get_url(".create_view", avtale=document.pk)
        return "create_view", Act(label="Lag samarbeidsavtale", url=url, main=True, post=False)

    def file_of(self, document: Any) -> Markup | None:
        """The way to the signed paper, where one is kept."""
        if document.file is None:
            return None
        return Markup('<a href="{}">Last ned avtalen</a>').format(self.get_url(".agreement_file", id=document.pk))

    @expose("/fil/")
    def agreement_file(self) -> ResponseReturnValue:
        """The agreement as it was signed."""
        file, source = agreements.open_file(self.requested(), current_actor())
        with source:
            return attached.served(file, source)

    @expose("/inngatt/", "GET", "POST")
    def sign(self) -> ResponseReturnValue:
        """Note that both have signed."""

        def do(document: Any, form: Any) -> object:
            return agreements.sign(
                document, current_actor(), signed_on=form.signed_on.data, files=form.files.data,
                nonce=str(identity_of(form)), version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.SIGN, self.sign_form, do, start={"signed_on": formats.today()})

    @expose("/tinglyst/", "GET", "POST")
    def register_title(self) -> ResponseReturnValue:
        """Note that the right is registered on the property."""

        def do(document: Any, form: Any) -> object:
            return agreements.register_title(
                document, current_actor(), on=form.registered_on.data, version=form.version.data or 0,
                title_reference=form.title_reference.data or "", today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.REGISTER, self.register_form, do)

    @expose("/utbetalt/", "GET", "POST")
    def pay_out(self) -> ResponseReturnValue:
        """Note that the loan is paid out."""
        document = self.requested()

        def do(document: Any, form: Any) -> object:
            return agreements.pay_out(
                document, current_actor(), on=form.loan_paid_out_on.data, version=form.version.data or 0,
                husbank_reference=form.husbank_reference.data or "", today=formats.today(),
            )  # fmt: skip

        start = {"husbank_reference": document.husbank_reference}
        return self.ask(forms.PAY_OUT, self.pay_out_form, do, start=start)

    @expose("/rett/", "GET", "POST")
    def correct(self) -> ResponseReturnValue:
        """Put right what was noted wrongly."""
        document = self.requested()
        names = tuple(
            name for name in ("signed_on", "registered_on", "loan_paid_out_on", "title_reference", "years",
                              "husbank_reference")
            if getattr(document, name) is not None or not name.endswith("_on")
        )  # fmt: skip

        def do(document: Any, form: Any) -> object:
            return agreements.correct(
                document, current_actor(), values={name: form[name].data for name in names},
                why=form.reason.data or "", version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        start = {name: getattr(document, name) for name in names}
        return self.ask(forms.CORRECT, forms.correct_form(names), do, start=start)

    @expose("/ta-tilbake/", "GET", "POST")
    def take_back(self) -> ResponseReturnValue:
        """Take back the registration or the pay-out."""

        def do(document: Any, form: Any) -> object:
            return agreements.take_back(
                document, current_actor(), why=form.reason.data or "", version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.TAKE_BACK, self.why_form, do)

    @expose("/mislighold/", "GET", "POST")
    def breach(self) -> ResponseReturnValue:
        """Note that the landlord does not keep the agreement."""

        def do(document: Any, form: Any) -> object:
            return agreements.breach(
                document, current_actor(), on=form.breached_on.data, what=form.reason.data or "",
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.BREACH, self.breach_form, do, start={"breached_on": formats.today()})

    @expose("/rettet/", "GET", "POST")
    def mend(self) -> ResponseReturnValue:
        """Note that the breach is mended."""

        def do(document: Any, form: Any) -> object:
            return agreements.mend(
                document, current_actor(), how=form.reason.data or "", version=form.version.data or 0
            )  # fmt: skip

        return self.ask(forms.MEND, self.mend_form, do)

    @expose("/avslutt/", "GET", "POST")
    def end(self) -> ResponseReturnValue:
        """End the agreement, or drop the draft."""
        draft = self.requested().state is AgreementState.DRAFT

        def do(document: Any, form: Any) -> object:
            return agreements.end(
                document, current_actor(), on=form.ended_on.data if "ended_on" in form else formats.today(),
                why=form.reason.data or "", version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        if draft:
            return self.ask(forms.DROP, self.why_form, do)
        return self.ask(forms.END, self.end_form, do, start={"ended_on": formats.today()})

    @expose("/ny-plikt/", "GET", "POST")
    def add_duty(self) -> ResponseReturnValue:
        """Give the agreement a duty of its own."""

        def do(document: Any, form: Any) -> object:
            return agreements.add_duty(
                document, current_actor(), label=form.label.data or "", party=form.party.data,
                next_on=form.next_on.data, every_months=form.every_months.data, identity=identity_of(form),
                responsible=form.responsible.data.pk if form.responsible.data else None,
            )  # fmt: skip

        return self.ask(forms.ADD_DUTY, self.duty_form, do)


def _may_take_back(document: Any) -> bool:
    if document.state is AgreementState.SIGNED:
        return document.import_run is None
    return document.state in (AgreementState.REGISTERED, AgreementState.IN_FORCE) and document.registered_on is not None
