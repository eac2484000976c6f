"""From a vacancy's page to the overview that tells the offices of it (S004 step 3)."""

from typing import Any

from admin.pages import Act
from admin.views.letting.next_act import step_of
from admin.views.letting.screen import VacancyScreen
from models import Overview
from rules.terms import VacancyStep


class OverviewSteps(VacancyScreen):
    """The way to the overview, while it is the next step."""

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        screen = self.desk.screen_of(Overview)
        if screen is None or not screen.may("draft") or step_of(document) is not VacancyStep.SEND_OVERVIEW:
            return found
        url = str(screen.get_url(f"{screen.endpoint}.draft"))
        return [*found, ("details_view", Act(label="Send oversikten til kontorene", url=url, main=True, post=False))]
