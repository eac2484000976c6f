"""The protocol looked at and signed, and what the tenant is asked to pay after it."""

from typing import Any

from bson import ObjectId
from flask import abort, flash, make_response, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data

from admin import formats, pdf_answer, security, wording
from admin.people import current_actor, sees_protected
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import form_of, reason
from admin.views.keeping import inspection_forms as forms
from admin.views.keeping.inspection_walk import WalkSteps
from rules import inspections as rules
from rules.errors import ClaimUnreasoned, HusromError
from rules.terms import InspectionState
from services import inspections
from services.inspections import Charge

PROTOCOL = "protokoll"
LATE = "Det er gått lang tid siden befaringen. Et krav må settes fram innen rimelig tid (husleieloven § 10-3)."
UNKNOWN = "Vi har ingen befaring som viser hvordan alle rommene var ved innflytting. Skriv hva dere bygger på."


class SigningSteps(WalkSteps):
    """The steps from the last room to the claim."""

    def declare(self) -> None:
        super().declare()
        self.sign_form = forms.sign_form()
        self.undo_form = form_of(reason=reason("Hvorfor trekkes kravet?"))

    def step_acts(self, document: Any) -> list[Any]:
        found = super().step_acts(document)
        if not self.works(document):
            return found
        if document.state is InspectionState.HELD and document.rooms:
            left = rules.unseen((room.name, room.standard) for room in document.rooms)
            found.append(("sign", self.page("Undertegn protokollen", "sign", document, main=not left)))
        if document.protocol is not None:
            found.append(("protocol", self.page("Åpne protokollen", "protocol", document)))
        if inspections.claimable(document) and inspections.chargeable(document):
            found.append(("claim", self.page("Krev betaling", "claim", document)))
        if document.claim_stands and document.claimed_by == current_actor().id:
            found.append(("undo_claim", self.page("Trekk kravet", "undo_claim", document)))
        return found

    @expose("/undertegn/", "GET", "POST")
    def sign(self) -> ResponseReturnValue:
        """Look at the protocol as it will stand, then sign it."""
        document = self.requested()
        form: Any = self.sign_form(get_form_data(), data={"version": document.version})
        if request.method == "POST" and form.validate() and "endre" not in request.form:
            told: dict[str, Any] = {
                "agrees": forms.AGREES[form.agrees.data], "sees_protected": sees_protected(),
                "version": form.version.data or 0, "today": formats.today(),
            }  # fmt: skip
            named, actor, sender = request.form.get(PROTOCOL, ""), current_actor(), sender_of(document)
            try:
                if not named:
                    return self._looked_at(document, inspections.draw(document, actor, sender, **told), form)
                inspections.sign(document, actor, sender, file=_identity(named), **told)
            except HusromError as error:
                return self.refused(document, error)
            flash(forms.SIGN.done, "success")
            return self.back(document)
        page: str = self.render("admin/views/step.html", model=document, form=form, step=forms.SIGN)
        return page

    def _looked_at(self, document: Any, file: ObjectId, form: Any) -> ResponseReturnValue:
        page = make_response(
            self.render(
                "admin/views/keeping/sign.html",
                model=document,
                file=file,
                carried=[("id", document.pk), ("version", form.version.data), ("agrees", form.agrees.data)],
                pdf=self.get_url(".drawn_protocol", id=document.pk, fil=file),
            )
        )
        page.headers["Content-Security-Policy"] = f"{security.POLICY.format(nonce=security.nonce())}; frame-src 'self'"
        return page

    @expose("/protokoll/utkast/")
    def drawn_protocol(self) -> ResponseReturnValue:
        """The protocol that was drawn, in the frame of its preview, for whoever drew it."""
        self.requested()
        with inspections.open_drawn(_identity(request.args.get("fil", "")), current_actor()) as source:
            return pdf_answer.shown(source.read(), "Befaringsprotokoll.pdf", framed=True)

    @expose("/protokoll/")
    def protocol(self) -> ResponseReturnValue:
        """The protocol as it was signed; the opening is logged by the service."""
        document = self.requested()
        name = f"Befaringsprotokoll {document.number}.pdf"
        with inspections.open_protocol(document, current_actor(), sees_protected=sees_protected()) as source:
            return pdf_answer.shown(source.read(), name)

    @expose("/krav/", "GET", "POST")
    def claim(self) -> ResponseReturnValue:
        """Claim what the signed protocol shows, room by room."""
        document, today = self.requested(), formats.today()
        if not self.works(document) or not inspections.claimable(document):
            abort(404)
        rooms = inspections.chargeable(document)
        reasoned = " ".join(
            [
                *([LATE] if inspections.is_late(document, today) else []),
                *([UNKNOWN] if any(was is None for _, was in rooms) else []),
            ]
        )

        def do(document: Any, form: Any) -> object:
            charges = {
                str(room.id): Charge(form[f"ore_{room.id}"].data or 0, form[f"why_{room.id}"].data or "")
                for room, _ in rooms
            }
            why = (form.why.data or "") if reasoned else ""
            return inspections.claim(
                document, current_actor(), charges, why=why, version=form.version.data or 0, today=today
            )

        return self.ask(forms.CLAIM, forms.claim_form(rooms, reasoned=reasoned), do)

    @expose("/krav/trekk/", "GET", "POST")
    def undo_claim(self) -> ResponseReturnValue:
        """Take the claim back by a posting the other way."""

        def do(document: Any, form: Any) -> object:
            return inspections.undo_claim(
                document, current_actor(), why=form.reason.data or "", version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        return self.ask(forms.UNDO, self.undo_form, do)

    def problems_of(self, error: HusromError, form: Any) -> dict[str, str]:
        """A missing reason stands at the field for it."""
        if isinstance(error, ClaimUnreasoned):
            return {"why": wording.explain(error)}
        return super().problems_of(error, form)


def _identity(text: str) -> ObjectId:
    return ObjectId(text) if ObjectId.is_valid(text) else abort(404)
