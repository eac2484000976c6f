"""Meetings of the committee: planned with a form, held on one page that is made for the room."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from bson import ObjectId
from flask import abort, request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from admin import formats, meeting_homes, meeting_page, pdf_answer
from admin.desk import CASES
from admin.fields import ChoiceField, DayField, TickList, blank_to_none
from admin.forms import Form
from admin.meeting_words import Room
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.acting import Step, form_of, reason
from admin.views.columns import Column
from admin.views.meeting_homes import MeetingHomes
from admin.views.steps.journal import NONCE
from models import User
from rules.errors import HusromError
from rules.terms import MeetingState
from services import meetings, need_to_know, rulebooks

CANCEL = Step(
    heading="Avlys møtet",
    lead="Sakene på dagsorden kan settes på dagsorden i et annet møte.",
    button="Avlys møtet",
    done="Møtet er avlyst, og sakene venter på et annet møte.",
    facts=("held_on", "starts_at", "place"),
)
CLOSE = "Avslutte møtet og lage protokollen? Den kan ikke endres etterpå."
LEFT = " Boliger som ikke er tildelt, blir utsatt og kan settes på dagsorden i et annet møte."
OPENED, ATTENDED = "Møtet er åpnet.", "Oppmøtet er lagret."
CLOSED = "Møtet er avsluttet, og protokollen er laget."
TIME = r"^([01]\d|2[0-3]):[0-5]\d$"


def read_time(text: Any) -> Any:
    """«9.30» and «09:30» alike, as it is stored."""
    words = blank_to_none(text)
    if not isinstance(words, str):
        return words
    hour, _, minute = words.replace(".", ":").partition(":")
    return f"{hour.zfill(2)}:{minute or '00'}"


class PlanForm(Form):
    """When and where, and who is called; the choices are those who sit in the committee today."""

    nonce = HiddenField(default=lambda: uuid4().hex)  # makes a form that is sent twice call one meeting
    held_on = DayField("Dato", validators=[InputRequired("Skriv datoen for møtet.")])
    starts_at = StringField(
        "Klokkeslett",
        validators=[InputRequired("Skriv når møtet begynner."), Regexp(TIME, message="Skriv klokkeslettet som 09.00.")],
        filters=[read_time],
        default="09:00",
    )
    place = StringField(
        "Sted", validators=[DataRequired("Skriv hvor møtet holdes."), Length(max=120)], filters=[blank_to_none]
    )
    chair = ChoiceField(
        "Møteleder", choices=[], required=True, validators=[InputRequired("Velg hvem som leder møtet.")]
    )
    members = TickList(
        "Medlemmer", description="Møtelederen er alltid med. Etaten står på kontoret som medlemmet hører til."
    )


class Meetings(MeetingHomes):
    """Meetings, the latest first."""

    name_one, name_many, category_name = "møte", "Møter", CASES
    hint = "Møtene i husfordelingsutvalget, det siste først."
    label_fields = ("meeting_number",)
    own_columns = {
        "when": Column(
            label="Klokkeslett", needs=("starts_at",), value=lambda meeting: meeting.starts_at.replace(":", ".")
        ),
        "cases": Column(
            label="Saker", needs=("items.application",), value=lambda meeting: len(meeting.items), css="num"
        ),
        "vacant": Column(
            label="Boliger", needs=("homes.vacancy",), value=lambda meeting: len(meeting.homes), css="num"
        ),
    }
    column_list = ("meeting_number", "held_on", "when", "place", "chair", "state", "cases", "vacant")
    column_filters = ("state", "held_on")
    column_sortable_list = ("meeting_number", "held_on")
    column_default_sort = [("held_on", True)]
    form_groups = (("Tid og sted", ("held_on", "starts_at", "place")), ("Innkalling", ("chair", "members")))
    details_template = "admin/views/meeting.html"
    details_groups = (("Møtet", ("held_on", "when", "place", "chair", "state", "opened_at", "closed_at")),)
    quiet = frozenset({"opened_at", "closed_at"})

    def declare(self) -> None:
        self.forms = {"cancel": form_of(reason=reason("Hvorfor avlyses møtet?"))}

    # --- Planning ------------------------------------------------------------------------------------------------

    def get_create_form(self) -> type[Form]:
        return PlanForm

    def create_form(self, obj: Any = None) -> Any:
        """With those who sit in the committee to choose from, all of them called to begin with."""
        form = super().create_form(obj)
        people = meetings.candidates()
        form.chair.choices = [form.chair.choices[0], *((str(user.pk), user.name) for user in people)]
        form.members.choices = [(str(user.pk), _seat(user)) for user in people]
        if request.method == "GET":
            form.members.data = [str(user.pk) for user in people]
        return form

    def create_model(self, form: Any) -> Any:
        people = {str(user.pk): user for user in meetings.candidates()}
        actor = current_actor()
        try:
            return meetings.plan(
                form.held_on.data,
                form.starts_at.data,
                form.place.data,
                people[form.chair.data],
                [people[one] for one in form.members.data or ()],
                actor,
                now=actor.at,
                identity=ObjectId(form.nonce.data[:24]) if re.fullmatch(NONCE, form.nonce.data or "") else None,
            )
        except HusromError as error:
            self._refused(error, form)
            return False

    @expose("/avlys/", "GET", "POST")
    def cancel(self) -> ResponseReturnValue:
        """Call the meeting off."""

        def do(meeting: Any, form: Any) -> object:
            return meetings.cancel(meeting, current_actor(), why=form.reason.data, version=form.version.data or 0)

        return self.ask(CANCEL, self.forms["cancel"], do)

    # --- The page ------------------------------------------------------------------------------------------------

    @expose("/vis/")
    def details_view(self) -> ResponseReturnValue:
        meeting, actor, today = self.requested(), current_actor(), formats.today()
        deciding = rulebooks.current(today).policy.deciding
        table = meeting_page.table_of(meeting, actor, deciding, today)
        homes = meeting_homes.homes_of(meeting, actor, deciding, today)
        meeting_page.log_openings(table, actor)
        meeting_homes.log_openings(homes, actor)
        planned = meeting.state in (MeetingState.PLANNED, MeetingState.OPEN)
        ready = list(meetings.ready_cases()) if planned and self.may("set_on_agenda") else []
        known = need_to_know.among([case.pk for case in ready], actor)
        free = list(meetings.ready_homes()) if planned and self.may("set_homes_on_agenda") else []
        self._template_args.update(table=table, homes=homes, ready=ready, known=known, free=free)
        return super().details_view()

    def acts(self, document: Any) -> Sequence[Act]:
        state = document.state
        found: list[tuple[str, Act]] = []
        if state is MeetingState.PLANNED:
            found.append(("cancel", self.page("Avlys møtet", "cancel", document)))
        if state is MeetingState.OPEN:
            done = all(one.outcome is not None for one in (*document.items, *document.homes))
            words = f"{CLOSE}{LEFT if any(one.outcome is None for one in document.homes) else ''}"
            found.append(("close", self.press("Avslutt møtet", "close", document, confirm=words, main=done)))
        if document.minutes is not None:
            url = self.get_url(".minutes", id=document.pk)
            found.append(("minutes", Act(label="Åpne protokollen (PDF)", url=url, main=True, post=False)))
        return [act for method, act in found if self.may(method)]

    def room(self, meeting: Any, table: meeting_page.Table) -> Room:
        """The words of the page."""
        return Room(self, meeting, table)

    # --- From opening to minutes ---------------------------------------------------------------------------------

    @expose("/apne/", "POST")
    def open_meeting(self) -> ResponseReturnValue:
        """Open the meeting with those ticked as present."""
        meeting, actor = self.requested(), current_actor()
        return self.settle(
            meeting,
            lambda: meetings.open_meeting(meeting, _ticked(), actor, version=self.seen(), now=actor.at),
            OPENED,
        )

    @expose("/oppmote/", "POST")
    def attendance(self) -> ResponseReturnValue:
        """Store who is there now."""
        meeting, actor = self.requested(), current_actor()
        return self.settle(
            meeting, lambda: meetings.note_attendance(meeting, _ticked(), actor, version=self.seen()), ATTENDED
        )

    @expose("/avslutt/", "POST")
    def close(self) -> ResponseReturnValue:
        """Make the minutes and close the meeting."""
        meeting, actor = self.requested(), current_actor()
        return self.settle(
            meeting,
            lambda: meetings.close(meeting, actor, sender_of(meeting), version=self.seen(), now=actor.at),
            CLOSED,
        )

    @expose("/protokoll/")
    def minutes(self) -> ResponseReturnValue:
        """The minutes as PDF; the opening is logged."""
        meeting = self.requested()
        if meeting.minutes is None:
            abort(404)
        name = f"Protokoll {meeting.meeting_number.replace('/', '-')}.pdf"
        return pdf_answer.shown(meetings.open_minutes(meeting, current_actor()), name)


def _seat(user: User) -> str:
    return f"{user.name} – {meetings.agency_of(user) or 'uten kontor'}"


def _ticked() -> set[ObjectId]:
    return {ObjectId(one) for one in request.form.getlist("present") if ObjectId.is_valid(one)}
