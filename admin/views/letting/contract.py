"""The contract meeting on the screen: the contract filled in, looked at, signed (S004 step 11)."""

from typing import Any

from bson import ObjectId
from flask import abort, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data

from admin import formats, lease_wording, links, pdf_answer, security, wording
from admin.forms import Form
from admin.pages import Act
from admin.people import current_actor, sees_protected
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import Step
from admin.views.letting.contract_forms import ContractForm, start_of
from admin.views.screen import Screen
from letters.layout import plural
from rules import errors
from rules.errors import HusromError
from rules.terms import OfferState
from services import leases
from services.leases import Ground, Preview

CONTRACT = Step(
    heading="Skriv kontrakt",
    lead="Feltene er fylt ut fra boligen, vedtaket og regelboken. Du ser kontrakten før noen skriver under.",
    button="Forhåndsvis kontrakten",
    done="Kontrakten er lagret. Boligen er lovet leietakeren.",
)
SIGN = "Er kontrakten skrevet under av begge? Da er boligen lovet leietakeren."
AT_FIELD = {
    "no_grounds": "short_reason",
    "not_section_11_1": "section_11_1",
    "no_weighty_grounds": "weighty_reason",
    "not_by_leader": "weighty_reason",
}


class ContractSteps(Screen):
    """Writing the contract of an accepted offer, or of a granted extension on the lease that it goes on from."""

    contract_facts: tuple[str, ...] = ()

    def declare(self) -> None:
        super().declare()
        ContractForm()  # every process has it once before the first request

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        """The acts of the parts, by method; the main one is the next step."""
        above = getattr(super(), "step_acts", None)
        found: list[tuple[str, Act]] = above(document) if above else []
        if self.writes_contract(document):
            main = not any(act.main for _, act in found)  # the meeting is agreed on first
            found.append(("contract", self.page(CONTRACT.heading, "contract", document, main=main)))
        return found

    def writes_contract(self, document: Any) -> bool:
        """Whether a contract is to be written from the record."""
        return getattr(document, "state", None) is OfferState.ACCEPTED and document.lease is None

    def ground_of(self, document: Any) -> Ground:
        """What the contract is written from. Raises NoContractYet."""
        return leases.from_offer(document, current_actor().at)

    @expose("/kontrakt/", "GET", "POST")
    def contract(self) -> ResponseReturnValue:
        """Fill in the contract; posted, it is drawn and shown. «change» comes back from there with what was typed."""
        document = self.requested()
        try:
            ground = self._opened(document)
        except HusromError as error:
            return self.refused(document, error)
        self.log_opening(document)
        form: Any = ContractForm(get_form_data(), data=start_of(ground))
        form.fit(ground)
        if request.method == "POST" and "change" not in request.form and form.validate():
            try:
                seen = self._draw(ground, form)
            except HusromError as error:
                self._refused(error, form)
            else:
                return self._shown(document, form, seen)
        return self._asked(document, ground, form)

    def _opened(self, document: Any) -> Ground:
        """The ground, for those who may know where the tenant will live. Raises NoContractYet, TenantShielded."""
        ground = self.ground_of(document)
        if ground.person.protected_address and not sees_protected():
            raise errors.TenantShielded(ground.application.number)
        return ground

    def _draw(self, ground: Ground, form: Any) -> Preview:
        sender = sender_of(ground.application)
        return leases.draw(ground, form.draft(), current_actor(), sender, sees_protected=sees_protected())

    def _asked(self, document: Any, ground: Ground, form: Any) -> ResponseReturnValue:
        page: str = self.render(
            "admin/views/letting/contract.html", model=document, form=form, step=CONTRACT, lines=_facts(ground)
        )
        return page

    def _shown(self, document: Any, form: Any, seen: Preview) -> ResponseReturnValue:
        page = make_response(
            self.render(
                "admin/views/letting/contract_preview.html",
                model=document,
                said=form.said(),
                seen=seen,
                sign_words=SIGN,
                heading=f"Kontrakt {seen.number}",
            )
        )
        page.headers["Content-Security-Policy"] = f"{security.POLICY.format(nonce=security.nonce())}; frame-src 'self'"
        return page

    @expose("/kontrakt/undertegn/", "POST")
    def sign_contract(self) -> ResponseReturnValue:
        """Store the contract as it was looked at; what no longer holds is shown in the form again."""
        document = self.requested()
        try:
            ground = self._opened(document)
        except HusromError as error:
            return self.refused(document, error)
        form: Any = ContractForm(get_form_data(), data=start_of(ground))
        form.fit(ground)
        if not form.validate():
            return self._asked(document, ground, form)
        try:
            lease = leases.sign(
                ground, form.draft(), current_actor(), sender_of(ground.application), number=form.number.data or "",
                file=_identity(form.file.data), sees_protected=sees_protected(),
            )  # fmt: skip
        except HusromError as error:
            self._refused(error, form)
            return self._asked(document, ground, form)
        flash(CONTRACT.done, "success")
        return redirect(links.record_url(self.desk, "lease", lease.pk) or self.get_url(".index_view"))

    @expose("/kontrakt/utkast/")
    def drawn_contract(self) -> ResponseReturnValue:
        """The contract that was drawn, in the frame of its preview, for whoever drew it."""
        self.requested()
        wanted = request.args.get("fil", "")
        if not ObjectId.is_valid(wanted):
            abort(404)
        with leases.open_drawn(ObjectId(wanted), current_actor()) as source:
            return pdf_answer.shown(source.read(), "Leiekontrakt.pdf", framed=True)

    def problems_of(self, error: HusromError, form: Form) -> dict[str, str]:
        """What is wrong with a term stands at its field."""
        if isinstance(error, errors.TermTooShort):
            return {AT_FIELD[error.why]: lease_wording.SHORT[error.why]}
        words = wording.explain(error)
        if isinstance(error, errors.SecurityTooHigh):
            return {"security_ore": words}
        if isinstance(error, errors.StartTooEarly):
            return {"starts_on": words}
        return super().problems_of(error, form)


def _identity(text: str | None) -> ObjectId:
    return ObjectId(text) if ObjectId.is_valid(text or "") else ObjectId()


def _facts(ground: Ground) -> list[tuple[str, str]]:
    """Who rents what, for the top of the form."""
    home, held = ground.dwelling, ground.follows
    rows = [
        ("Leietaker", ground.person.name),
        ("Bolig", f"{home.dwelling_number}, {home.kind.inside} med {home.rooms} rom"),
        ("Søknad", ground.application.application_number),
        ("Leietid etter vedtak og regelbok", plural(leases.months_granted(ground), "måned", "måneder")),
    ]
    if held is not None:
        until = f", utløper {formats.day(held.ends_on)}" if held.ends_on else ""
        rows.append(("Avløser", f"{held.contract_number}{until}"))
    return rows
