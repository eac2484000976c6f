"""What is on its way to the committee: put on the agenda of a planned meeting, or taken off it."""

from collections.abc import Callable
from typing import Any

from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from admin import formats
from admin.fields import ChoiceField
from admin.forms import Form
from admin.links import record_url
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step, form_of
from admin.views.screen import Screen
from models import Meeting
from services import meetings, records

NO_MEETING = "Ingen møter er planlagt. Planlegg et møte først, under «Møter» i menyen."


class AgendaSteps(Screen):
    """The way on to an agenda. Say what the record is called, and what puts it there and takes it off."""

    on_agenda: Step
    called = ""  # «saken»
    put_on: Callable[..., object]
    take_off: Callable[..., object]

    def set_act(self, document: Any, *, main: bool) -> tuple[str, Act]:
        """The step of what stands on no agenda."""
        return "set_on_agenda", self.page(self.on_agenda.heading, "set_on_agenda", document, main=main)

    def agenda_acts(self, document: Any, *, main: bool) -> list[tuple[str, Act]]:
        """The steps of what stands on one."""
        found: list[tuple[str, Act]] = []
        url = record_url(self.desk, "meeting", document.meeting)
        if url:
            found.append(("details_view", Act(label="Gå til møtet", url=url, main=main, post=False)))
        confirm = f"Ta {self.called} av dagsorden?"
        press = self.press("Ta av dagsorden", "take_off_agenda", document, confirm=confirm)
        return [*found, ("take_off_agenda", press)]

    @expose("/sett-pa-dagsorden/", "GET", "POST")
    def set_on_agenda(self) -> ResponseReturnValue:
        """Choose among the meetings to come."""

        def do(document: Any, form: Any) -> object:
            meeting = records.get(Meeting, form.meeting.data)
            self.put_on(meeting, document, current_actor(), version=form.version.data or 0)
            on = formats.day(meeting.held_on)
            return f"{self.called.capitalize()} står på dagsorden i møte {meeting.meeting_number}, {on}."

        form, start = _meeting_form()
        return self.ask(self.on_agenda, form, do, start=start)

    @expose("/ta-av-dagsorden/", "POST")
    def take_off_agenda(self) -> ResponseReturnValue:
        """Take it off the agenda it stands on."""
        document, done = self.requested(), f"{self.called.capitalize()} er tatt av dagsorden."
        return self.settle(document, lambda: self.take_off(document, current_actor(), version=self.seen()), done)


def _meeting_form() -> tuple[type[Form], dict[str, str]]:
    """The choice among the meetings to come; where there is one, it is chosen beforehand."""
    choices = [SelectChoice(value=str(one.pk), label=_named(one)) for one in meetings.open_for_cases()]
    field = ChoiceField(
        "Møte",
        choices=choices,
        required=True,
        validators=[InputRequired("Velg et møte.")],
        description="" if choices else NO_MEETING,
    )
    return form_of(meeting=field), {"meeting": choices[0].value} if len(choices) == 1 else {}


def _named(meeting: Any) -> str:
    return f"{meeting.meeting_number} – {formats.day(meeting.held_on)} kl. {meeting.starts_at.replace(':', '.')}"
