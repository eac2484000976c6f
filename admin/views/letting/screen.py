"""What the parts of the vacancies screen stand on; a module of its own, as the screen itself is made of the parts."""

from typing import Any

from admin.pages import Act
from admin.views.screen import Screen


class VacancyScreen(Screen):
    """What the parts of the vacancies screen share: each mixin adds its acts."""

    def caption(self, document: Any) -> str:
        """Which dwelling it is: nobody knows the dwellings by the numbers of their notices."""
        return self.desk.label(document.dwelling)

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        """The acts of the parts, by method; the main one is the next step."""
        return []
