"""«Ny søknad»: one page for dwelling and services, for an applicant in the register or one who is not."""

from typing import Any

from bson import ObjectId
from flask import flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data
from wtforms import Field

from admin import formats, wording
from admin.forms import Form
from admin.people import current_actor, sees_protected
from admin.routes import expose
from admin.views import places, validators
from admin.views.applicants import SHUT_OUT
from admin.views.case_steps import CaseSteps
from admin.views.steps import intake_form, intake_said
from admin.views.steps.intake_form import GROUPS, NEW_PERSON, WHEN, Group
from models import Applicant, Lease, Office, User
from rules.errors import AlreadyExists, FormUsed, HusromError, LikelySamePerson
from rules.terms import Consent
from services import applications

REGISTERED = "Søknaden er registrert som sak {number}."
AWAITED = "Saken venter på samtykke fra søkeren, eller på skriftlig fullmakt. Send spørsmålet fra saken."
PICKED = {"applicant": Applicant, "lease": Lease, "office": Office, "caseworker": User}
TAKEN = "Nummeret står på {name} i registeret. Ta bort haken «{box}», og søk opp personen."
TAKEN_ID = "Personen er registrert fra et annet skjema. Last siden på nytt."


class IntakeSteps(CaseSteps):
    """Registering an application."""

    def __init__(self, model: Any, *, allow_synthetic: bool = False) -> None:
        self._identity_number = validators.identity_number(allow_synthetic=allow_synthetic)
        super().__init__(model)

    def get_create_form(self) -> type[Form]:
        pickers = {name: self.picker(name, kind) for name, kind in PICKED.items()}
        return intake_form.intake_form(pickers, self._identity_number)

    def _likely(self) -> list[tuple[str, str | None]]:
        """Whom the new person of this request may be: name with birth date, and the way to their page."""
        found = Applicant.objects(pk__in=list(g.get("likely", ()))).order_by("pk")
        screen = self.desk.screen_of(Applicant)
        return [(screen.pick_label(one) if screen else one.name, self.desk.page_url(one)) for one in found]

    @expose("/ny/", "GET", "POST")
    def create_view(self) -> ResponseReturnValue:
        """The page; when posted the application is registered, once however often it is sent."""
        form = self._create_form_class(get_form_data(), data=self._start())
        self._renew(form)
        if form.protected_address and not sees_protected():
            form.protected_address.render_kw = {"data-confirm": SHUT_OUT}
        if request.method == "POST" and form.validate():
            made = self._register(form)
            if made is not None:
                flash(REGISTERED.format(number=made.number), "success")
                if made.consent is Consent.AWAITED:
                    flash(AWAITED, "info")
                return redirect(self.get_url(".details_view", id=made.pk))
        page: str = self.render(
            "admin/views/intake.html", form=form, groups=self._groups(form), when=WHEN, likely=self._likely(),
            return_url=self.get_url(".index_view"),
        )  # fmt: skip
        return page

    def _start(self) -> dict[str, Any]:
        mine = current_actor().office
        office = Office.objects(pk=mine, active=True).first() if mine else None
        return {"received_on": formats.today(), "office": office, "letter_form": "nb"}

    def _renew(self, form: Any, *, used: bool = False) -> None:
        """The ids that make a form sent twice register once; what is no id is replaced."""
        for field in (form.nonce, form.person_nonce):
            if used or not ObjectId.is_valid(field.data or ""):
                field.data = str(ObjectId())

    def _register(self, form: Any) -> Any:
        actor = current_actor()
        try:
            facts = intake_said.said(form, places.find_place(form.postcode.data))
            return applications.register(facts, actor, now=actor.at)
        except LikelySamePerson as error:
            g.likely = error.persons
            flash(wording.explain(error), "error")
        except FormUsed as error:
            self._renew(form, used=True)
            flash(wording.explain(error), "error")
        except HusromError as error:
            self._refused(error, form)
        return None

    def problems_of(self, error: HusromError, form: Form) -> dict[str, str]:
        """Whose identity number it is, where the new person is in the register after all."""
        if not isinstance(error, AlreadyExists) or error.document != "applicant":
            return super().problems_of(error, form)
        number = form._fields["identity_number"].data
        holder = Applicant.objects(identity_number=number, merged=False).first() if number else None
        if holder is None:
            return {"first_name": TAKEN_ID}
        return {"identity_number": TAKEN.format(name=self.desk.label(holder), box=NEW_PERSON)}

    def _groups(self, form: Any) -> list[tuple[Group, str, list[Field]]]:
        """Each group with the answers that all of it hangs on, if it does, and its inputs."""
        found = []
        for group in GROUPS:
            hangs = {WHEN.get(name, "") for name in group.names}
            found.append((group, hangs.pop() if len(hangs) == 1 else "", [form[name] for name in group.names]))
        return found
