"""The start page: what is due. Screens and jobs add panels; each gives what the person at the screen should see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask.typing import ResponseReturnValue
from flask_admin import AdminIndexView
from markupsafe import Markup

from admin import formats
from admin.people import current_actor, current_roles
from admin.routes import expose
from services.actor import Actor


@dataclass(frozen=True)
class Line:
    """One thing to do: its text, where it leads, when it is due, and how pressing it is."""

    text: str
    url: str
    due: str = ""
    mark: Markup | None = None


@dataclass(frozen=True)
class Panel:
    """One box: a heading, how many in all, the first few, and the list of all; `empty` says so when there are none.

    `body` stands instead of the lines; `wide` takes the page's width; `tone` is "bad" for what must be seen to.
    """

    heading: str
    count: int | None = None
    lines: Sequence[Line] = ()
    url: str | None = None
    empty: str = ""
    body: Markup | None = None
    wide: bool = False
    tone: str = ""


MakePanel = Callable[[Actor], Panel | None]


class HomeView(AdminIndexView):
    """Flask-Admin's index, closed to nobody who is signed in."""

    def __init__(self) -> None:
        super().__init__(name="Forside", template="admin/index.html")
        self.panels: list[MakePanel] = []

    def add(self, make: MakePanel) -> None:
        """Put a panel on the page, below those that are there."""
        self.panels.append(make)

    def is_accessible(self) -> bool:
        return bool(current_roles())

    @expose("/")
    def index(self) -> ResponseReturnValue:
        actor = current_actor()
        made = [panel for make in self.panels if (panel := make(actor)) is not None]
        page: str = self.render(self._template, panels=made, today=formats.long_day(formats.today()), actor=actor)
        return page
