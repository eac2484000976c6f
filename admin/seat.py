"""Who looks at the start page, on which day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from admin import links
from admin.desk import Desk
from admin.home import Panel
from services.actor import Actor


@dataclass(frozen=True)
class Seat:
    """The person at the screen, the day it is, and the desk with its screens."""

    desk: Desk
    actor: Actor
    today: date

    def may_read(self, model: type[Any]) -> bool:
        """Whether the person may open the document's list."""
        return links.may_read(self.desk, model)


MakePanel = Callable[[Seat], Panel | None]
