"""A dwelling on its way to the committee (S001)."""

from typing import Any

from admin.pages import Act
from admin.views.acting import Step
from admin.views.agenda import AgendaSteps
from admin.views.letting.next_act import step_of
from admin.views.letting.screen import VacancyScreen
from rules.terms import VacancyStep
from services import meetings


class CommitteeSteps(VacancyScreen, AgendaSteps):
    """The way of a dwelling on to an agenda."""

    on_agenda = Step(
        heading="Sett på dagsorden",
        lead="Utvalget velger hvem som får boligen, i møtet du velger.",
        button="Sett på dagsorden",
        done="Boligen står på dagsorden.",
        facts=("dwelling_number", "state"),
    )
    called = "boligen"
    put_on, take_off = staticmethod(meetings.set_home_on_agenda), staticmethod(meetings.take_home_off)

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found, step = super().step_acts(document), step_of(document)
        if document.meeting is not None:
            return found + self.agenda_acts(document, main=step is VacancyStep.CHOOSE_IN_MEETING)
        if meetings.waits(document):
            found.append(self.set_act(document, main=step is VacancyStep.SET_ON_AGENDA))
        return found
