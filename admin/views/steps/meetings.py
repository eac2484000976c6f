"""A proposed case on its way to the committee: put on the agenda of a planned meeting, or taken off it."""

from typing import Any

from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from admin import formats, need
from admin.fields import ChoiceField
from admin.forms import Form
from admin.links import record_url
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step, form_of
from admin.views.screen import Screen
from admin.views.steps.next_act import step_of
from models import Meeting
from rules.terms import CaseStep, DecidingBody
from services import meetings, records

ON_AGENDA = Step(
    heading="Sett på dagsorden",
    lead="Utvalget avgjør saken i møtet du velger, slik den er foreslått.",
    button="Sett på dagsorden",
    done="Saken står på dagsorden.",
    facts=("applicant", "state"),
)
NO_MEETING = "Ingen møter er planlagt. Planlegg et møte først, under «Møter» i menyen."
OFF_AGENDA = "Saken er tatt av dagsorden."


class MeetingSteps(Screen):
    """The way of a case on to an agenda."""

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found: list[tuple[str, Act]] = super().step_acts(document)
        proposal = document.proposal
        if proposal is None or proposal.body is not DecidingBody.COMMITTEE or not need.works(document.pk):
            return found
        if document.meeting is None:
            main = step_of(document) is CaseStep.SET_ON_AGENDA
            found.append(("set_on_agenda", self.page("Sett på dagsorden", "set_on_agenda", document, main=main)))
            return found
        url = record_url(self.desk, "meeting", document.meeting)
        if url:
            main = step_of(document) is CaseStep.DECIDE_IN_MEETING
            found.append(("details_view", Act(label="Gå til møtet", url=url, main=main, post=False)))
        press = self.press("Ta av dagsorden", "take_off_agenda", document, confirm="Ta saken av dagsorden?")
        found.append(("take_off_agenda", press))
        return found

    @expose("/sett-pa-dagsorden/", "GET", "POST")
    def set_on_agenda(self) -> ResponseReturnValue:
        """Choose among the meetings to come."""

        def do(case: Any, form: Any) -> object:
            meeting = records.get(Meeting, form.meeting.data)
            meetings.set_on_agenda(meeting, case, current_actor(), version=form.version.data or 0)
            return f"Saken står på dagsorden i møte {meeting.meeting_number}, {formats.day(meeting.held_on)}."

        form, start = meeting_form()
        return self.ask(ON_AGENDA, form, do, start=start)

    @expose("/ta-av-dagsorden/", "POST")
    def take_off_agenda(self) -> ResponseReturnValue:
        """Take the case off the agenda it stands on."""
        case = self.requested()
        return self.settle(case, lambda: meetings.take_off(case, current_actor(), version=self.seen()), OFF_AGENDA)


def meeting_form() -> tuple[type[Form], dict[str, str]]:
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
