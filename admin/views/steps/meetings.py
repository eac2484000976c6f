"""A proposed case on its way to the committee."""

from typing import Any

from admin import need
from admin.pages import Act
from admin.views.acting import Step
from admin.views.agenda import AgendaSteps
from admin.views.steps.next_act import step_of
from rules.terms import CaseStep, DecidingBody
from services import meetings


class MeetingSteps(AgendaSteps):
    """The way of a case on to an agenda."""

    on_agenda = Step(
        heading="Sett på dagsorden",
        lead="Utvalget avgjør saken i møtet du velger, slik den er foreslått.",
        button="Sett på dagsorden",
        done="Saken står på dagsorden.",
        facts=("applicant", "state"),
    )
    called = "saken"
    put_on, take_off = staticmethod(meetings.set_on_agenda), staticmethod(meetings.take_off)

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found: list[tuple[str, Act]] = super().step_acts(document)
        proposal = document.proposal
        if proposal is None or proposal.body is not DecidingBody.COMMITTEE or not need.works(document.pk):
            return found
        step = step_of(document)
        if document.meeting is not None:
            return found + self.agenda_acts(document, main=step is CaseStep.DECIDE_IN_MEETING)
        return [*found, self.set_act(document, main=step is CaseStep.SET_ON_AGENDA)]
