"""When household and staff meet: the steps of viewings and contract meetings on the offer's page."""

from typing import Any

from bson import ObjectId
from flask import abort, current_app, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from admin import need, offer_words
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import Step
from admin.views.letting import offer_forms
from admin.views.letting.answering import AnsweringSteps
from models import Application, Unit, User, Vacancy
from models.offer import Appointment
from rules import offers as rules
from rules.deadlines import OSLO
from rules.terms import AppointmentKind, OfferState
from services import offers, records
from services.offers import Agreed

NAMED = "avtale"


class MeetingTimeSteps(AnsweringSteps):
    """The steps of an offer's appointments."""

    def declare(self) -> None:
        super().declare()
        self.book_form = offer_forms.meeting_form(self.picker("book.other", User), new=True)
        self.move_form = offer_forms.meeting_form(self.picker("move_appointment.other", User), new=False)
        self.call_off_form = offer_forms.call_off_form()

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.state in rules.LIVE and need.works(self.case_of(document)):
            standing = {one.kind for one in document.appointments if not one.cancelled}
            main = document.state is OfferState.ACCEPTED and AppointmentKind.SIGNING not in standing
            found.append(("book", self.page("Avtal tid", "book", document, main=main)))
        return found

    def shown(self, document: Any, name: str) -> Any:
        """Each meeting has the ways to change it beside it, on the offer's own page."""
        if name != "appointments" or not document.appointments or self.masks(document, name):
            return super().shown(document, name)
        changes = self.may("move_appointment") and document.state in rules.LIVE and need.works(self.case_of(document))
        names = _names(document.appointments)
        rows = [self._row(document, one, names, changes=changes) for one in document.appointments]
        return Markup('<ul class="values">{}</ul>').format(Markup("").join(rows))

    def _row(self, document: Any, one: Appointment, names: dict[Any, str], *, changes: bool) -> Markup:
        words = offer_words.appointment(one, [names[user] for user in one.staff if user in names])
        if not changes or one.cancelled:
            return Markup("<li>{}</li>").format(words)
        urls = {
            step: self.get_url(f".{step}", id=document.pk, avtale=one.id) for step in ("move_appointment", "call_off")
        }
        links = Markup(
            '<a class="fact-change" href="{}">Endre<span class="sr-only"> {what}</span></a> '
            '<a class="fact-change" href="{}">Avlys<span class="sr-only"> {what}</span></a>'
        ).format(urls["move_appointment"], urls["call_off"], what=one.kind.inside)
        return Markup("<li>{} {}</li>").format(words, links)

    # --- Agreed, moved, called off -------------------------------------------------------------------------------

    @expose("/avtal-tid/", "GET", "POST")
    def book(self) -> ResponseReturnValue:
        """Agree on a viewing or a contract meeting."""

        def do(document: Any, form: Any) -> object:
            actor = current_actor()
            return bool(
                offers.book(
                    document, actor, form.kind.data, _agreed(form), base_url=current_app.config["HUSROM_BASE_URL"],
                    sender=sender_of(case_behind(document)), version=form.version.data or 0, now=actor.at,
                )
            )  # fmt: skip

        document = self.requested()
        kind = AppointmentKind.SIGNING if document.state is OfferState.ACCEPTED else AppointmentKind.VIEWING
        me = current_actor().id
        start = {"kind": kind, "minutes": offer_forms.MINUTES[kind], "staff": [me]}
        return self._ask_meeting(offer_forms.BOOK, self.book_form, do, start)

    @expose("/endre-tid/", "GET", "POST")
    def move_appointment(self) -> ResponseReturnValue:
        """Another time, place or staff."""
        held = self._named()

        def do(document: Any, form: Any) -> object:
            actor, sender = current_actor(), sender_of(case_behind(document))
            return offers.move_appointment(
                document, actor, held.id, _agreed(form), sender=sender, version=form.version.data or 0, now=actor.at
            )

        local = held.starts_at.astimezone(OSLO)
        start = {
            "day": local.date(), "clock": local.time(), "minutes": held.minutes, "place": offers.place_of(held),
            "staff": [str(one) for one in held.staff], "told": held.told,
        }  # fmt: skip
        return self._ask_meeting(offer_forms.MOVE, self.move_form, do, start, also=held.staff)

    @expose("/avlys-tid/", "GET", "POST")
    def call_off(self) -> ResponseReturnValue:
        """Call a meeting off."""
        held = self._named()

        def do(document: Any, form: Any) -> object:
            actor, sender = current_actor(), sender_of(case_behind(document))
            version = form.version.data or 0
            return offers.call_off(
                document, actor, held.id, told=form.told.data, sender=sender, version=version, now=actor.at
            )

        return self.ask(offer_forms.CALL_OFF, self.call_off_form, do, start={"told": held.told})

    def _ask_meeting(
        self, step: Step, kind: Any, do: Any, start: dict[str, Any], also: list[ObjectId] | None = None
    ) -> ResponseReturnValue:
        """The form with those of the staff who are likely to come."""
        document = self.requested()
        choices = offer_forms.staff_choices(_likely(document, also or []))

        class Fitted(kind):
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                self.staff.choices = choices

        return self.ask(step, Fitted, do, start=start)

    def _named(self) -> Appointment:
        """The meeting that the address names; of another offer, or called off, it is not there."""
        wanted = request.values.get(NAMED, "")
        found: list[Appointment] = [one for one in self.requested().appointments if one.id == wanted]
        return found[0] if found and not found[0].cancelled else abort(404)


def case_behind(document: Any) -> Application:
    """The case whose household the offer is for."""
    found: Application = records.get(Application, records.reference(document, "application"))
    return found


def _agreed(form: Any) -> Agreed:
    staff = [ObjectId(one) for one in form.staff.data or () if ObjectId.is_valid(one)]
    if form.other.data is not None and form.other.data.pk not in staff:
        staff.append(form.other.data.pk)
    return Agreed(
        starts_at=offer_forms.moment_of(form),
        minutes=form.minutes.data,
        place=form.place.data,
        staff=staff,
        told=form.told.data,
    )


def _likely(document: Any, also: list[ObjectId]) -> list[User]:
    """The person at the screen, the consultant, the caseworker, the unit's leader; and those who come already."""
    vacancy = records.get(Vacancy, records.reference(document, "vacancy"))
    unit = Unit.objects(pk=records.reference(vacancy, "unit")).only("leader").no_dereference().first()
    me = current_actor().id
    wanted = [
        ObjectId(me) if ObjectId.is_valid(me) else None,
        records.reference(document, "consultant"),
        records.reference(case_behind(document), "caseworker"),
        records.reference(unit, "leader") if unit else None,
        *also,
    ]
    ids = list(dict.fromkeys(one for one in wanted if one is not None))
    found = {user.pk: user for user in User.objects(pk__in=ids, active=True).only("name")}
    return [found[one] for one in ids if one in found]


def _names(appointments: list[Appointment]) -> dict[Any, str]:
    ids = list({one for each in appointments for one in each.staff})
    return {user.pk: user.name for user in User.objects(pk__in=ids).only("name")}
