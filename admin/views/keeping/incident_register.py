"""A complaint is registered on a page of its own: where, when and what; then those who lived there are confirmed."""

from collections.abc import Sequence
from typing import Any

from bson import ObjectId
from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data
from wtforms.validators import InputRequired, Optional

from admin import formats, shielded
from admin.links import record_url
from admin.people import current_actor, sees_protected
from admin.pickers import PickField
from admin.routes import expose
from admin.views.keeping.incident_forms import register_form
from admin.views.screen import Screen
from models import Dwelling, Lease
from rules.errors import HusromError
from services import incidents, records
from services.incidents import Teller, Told

HOMES = ("dwelling", "dwelling1", "dwelling2", "dwelling3")
FOUND, TICKED = "funnet", "leieforhold"
DONE = "Klagen er registrert. Hør leietakeren, og kartlegg hva som har skjedd."
ANONYMOUS = "Skriv navnet også, eller ta bort adressen og telefonen."


class RegisterStep(Screen):
    """The page where a complaint begins."""

    def declare(self) -> None:
        super().declare()
        first = PickField("Bolig det gjelder", picker=self.picker("register.dwelling", Dwelling),
                          validators=[InputRequired("Velg boligen det gjelder.")])  # fmt: skip
        others = [
            PickField(f"Bolig {number}, hvis det gjelder flere", picker=self.picker(f"register.{name}", Dwelling),
                      validators=[Optional()])
            for number, name in enumerate(HOMES[1:], start=2)
        ]  # fmt: skip
        self.register_form = register_form([first, *others])

    @expose("/registrer/", "GET", "POST")
    def register(self) -> ResponseReturnValue:
        """Fill in what happened; those who lived in the homes then are found and confirmed before it is stored."""
        form: Any = self.register_form(get_form_data(), data=self._start())
        found: list[Lease] | None = None
        if request.method == "POST" and form.validate() and self._is_whole(form):
            found = self._found(form)
            if request.form.get(FOUND) == _mark(form):
                try:
                    incident = self._stored(form, found)
                except HusromError as error:
                    self._refused(error, form)
                else:
                    flash(DONE, "success")
                    return redirect(record_url(self.desk, "incident", incident.pk) or self.get_url(".index_view"))
        page: str = self.render(
            "admin/views/keeping/register_incident.html",
            form=form,
            leases=None if found is None else self._shown(found),
            mark=_mark(form) if found is not None else "",
            ticked=request.form.getlist(TICKED) if request.form.get(FOUND) else None,
        )
        return page

    def _start(self) -> dict[str, Any]:
        """The home that the page was opened from, where the person may know it."""
        given: dict[str, Any] = {"received_on": formats.today()}
        held = request.args.get("leieforhold", "")
        lease = Lease.objects(pk=held).first() if ObjectId.is_valid(held) else None
        screen = self.desk.screen_of(Lease)
        if lease is not None and screen is not None and not screen.masks(lease, "dwelling"):
            given["dwelling"] = lease.dwelling
        return given

    def _is_whole(self, form: Any) -> bool:
        if form.name.data or not (form.address.data or form.phone.data):
            return True
        form.name.errors = [ANONYMOUS]
        return False

    def _found(self, form: Any) -> list[Lease]:
        return incidents.leases_at(_homes(form), form.happened_on.data)

    def _shown(self, found: Sequence[Lease]) -> list[tuple[str, str]]:
        """Those who lived there, but for tenants whose home the person may not know of."""
        hidden = set(shielded.hidden_people())
        every = [lease for lease in found if records.reference(lease, "tenant") not in hidden]
        return [(str(lease.pk), self.lease_words(lease)) for lease in every]

    def lease_words(self, lease: Lease) -> str:
        """A lease as people choose it: its number and its tenant."""
        held: Any = Lease.objects(pk=lease.pk).only("contract_number", "tenant").first() or abort(404)
        return f"{held.contract_number}, {self.desk.label(held.tenant)}"

    def _stored(self, form: Any, found: Sequence[Lease]) -> Any:
        chosen = set(request.form.getlist(TICKED))
        hidden = set() if sees_protected() else set(shielded.hidden_people())
        leases = [
            lease.pk for lease in found if str(lease.pk) in chosen or records.reference(lease, "tenant") in hidden
        ]
        teller = Teller(name=form.name.data, address=form.address.data, phone=form.phone.data)
        told = Told(
            kinds=form.kinds.data,
            dwellings=_homes(form),
            happened_on=form.happened_on.data,
            received_on=form.received_on.data,
            channel=form.channel.data,
            what=form.what.data,
            teller=teller if form.name.data else None,
        )
        nonce = form.nonce.data if ObjectId.is_valid(form.nonce.data or "") else abort(400)
        return incidents.register(told, current_actor(), leases=leases, identity=ObjectId(nonce), today=formats.today())


def _homes(form: Any) -> list[ObjectId]:
    return list(dict.fromkeys(form[name].data.pk for name in HOMES if form[name].data is not None))


def _mark(form: Any) -> str:
    """What the found leases were found by: changed since, they are looked up and confirmed anew."""
    day = form.happened_on.data
    return "-".join([day.isoformat() if day else "", *(str(one) for one in _homes(form))])
