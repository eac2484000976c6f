"""A dwelling on its way to the committee: put on the agenda of a planned meeting, or taken off it (S001)."""

from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats
from admin.links import record_url
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step
from admin.views.letting.next_act import step_of
from admin.views.letting.screen import VacancyScreen
from admin.views.steps.meetings import meeting_form
from models import Meeting
from rules.terms import VacancyStep
from services import meetings, records

ON_AGENDA = Step(
    heading="Sett på dagsorden",
    lead="Utvalget velger hvem som får boligen, i møtet du velger.",
    button="Sett på dagsorden",
    done="Boligen står på dagsorden.",
    facts=("dwelling_number", "state"),
)
OFF_AGENDA = "Boligen er tatt av dagsorden."


class CommitteeSteps(VacancyScreen):
    """The way of a dwelling on to an agenda."""

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.meeting is None:
            if meetings.waits(document):
                main = step_of(document) is VacancyStep.SET_ON_AGENDA
                found.append(("set_on_agenda", self.page("Sett på dagsorden", "set_on_agenda", document, main=main)))
            return found
        url = record_url(self.desk, "meeting", document.meeting)
        if url:
            main = step_of(document) is VacancyStep.CHOOSE_IN_MEETING
            found.append(("details_view", Act(label="Gå til møtet", url=url, main=main, post=False)))
        press = self.press("Ta av dagsorden", "take_off_agenda", document, confirm="Ta boligen av dagsorden?")
        found.append(("take_off_agenda", press))
        return found

    @expose("/sett-pa-dagsorden/", "GET", "POST")
    def set_on_agenda(self) -> ResponseReturnValue:
        """Choose among the meetings to come."""

        def do(vacancy: Any, form: Any) -> object:
            meeting = records.get(Meeting, form.meeting.data)
            meetings.set_home_on_agenda(meeting, vacancy, current_actor(), version=form.version.data or 0)
            return f"Boligen står på dagsorden i møte {meeting.meeting_number}, {formats.day(meeting.held_on)}."

        form, start = meeting_form()
        return self.ask(ON_AGENDA, form, do, start=start)

    @expose("/ta-av-dagsorden/", "POST")
    def take_off_agenda(self) -> ResponseReturnValue:
        """Take the dwelling off the agenda it stands on."""
        document = self.requested()
        return self.settle(
            document, lambda: meetings.take_home_off(document, current_actor(), version=self.seen()), OFF_AGENDA
        )
