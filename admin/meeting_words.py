"""What the page of a meeting says, and which of its buttons the person at the screen gets."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from admin import badges, formats
from admin.links import record_url
from admin.meeting_homes import AgendaHome
from admin.meeting_page import AgendaCase, Table
from admin.people import current_actor
from rules.decisions import Participant
from rules.meetings import Quorum
from rules.terms import ItemOutcome, MeetingState
from services.applications.conflicts import LEADERS

if TYPE_CHECKING:
    from admin.base import View

TICK = "Kryss av for dem som er til stede, og lagre oppmøtet."
WAITED = (MeetingState.PLANNED, MeetingState.OPEN)


def _some(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _who(members: int, agencies: int) -> str:
    return f"{_some(members, 'medlem', 'medlemmer')} fra {_some(agencies, 'etat', 'etater')}"


def quorum(found: Quorum, where: str = "") -> str:
    """«Vedtaksført: 3 medlemmer fra 2 etater er til stede.»"""
    there = f"{_who(found.members, found.agencies)} er til stede."
    if found.reached:
        return f"Vedtaksført{where}: {there}"
    needed = _who(found.needed_members, found.needed_agencies)
    return f"Ikke vedtaksført{where}: {there} Det må være minst {needed}. {TICK}"


class Room:
    """The words of one meeting's page, for the person who reads it."""

    date = staticmethod(formats.day)

    def __init__(self, screen: "View", meeting: Any, table: Table) -> None:
        self.screen, self.meeting, self.table = screen, meeting, table
        self.day = formats.long_day(meeting.held_on)
        self.quorum = quorum(table.quorum)

    def may(self, method: str) -> bool:
        return self.screen.may(method)

    @property
    def attend(self) -> str:
        """The method that the ticks of attendance are sent to; empty where they are only read."""
        state = self.meeting.state
        if state is MeetingState.PLANNED and self.table.today and self.may("open_meeting"):
            return "open_meeting"
        return "attendance" if state is MeetingState.OPEN and self.may("attendance") else ""

    @property
    def may_redraw(self) -> bool:
        return self.meeting.state in WAITED and self.table.today and self.may("redraw")

    @property
    def count(self) -> str:
        """«3 saker», «3 saker, 1 gjenstår»."""
        total = _some(len(self.table.cases), "sak", "saker")
        return f"{total}, {self.table.left} gjenstår" if self.meeting.state is MeetingState.OPEN else total

    def homes_count(self, homes: Sequence[AgendaHome]) -> str:
        """«2 boliger», «2 boliger, 1 gjenstår»."""
        total, left = _some(len(homes), "bolig", "boliger"), sum(one.outcome is None for one in homes)
        return f"{total}, {left} gjenstår" if self.meeting.state is MeetingState.OPEN else total

    def quorum_in(self, case: AgendaCase | AgendaHome) -> str:
        return quorum(case.quorum, " i denne saken")

    def outcome(self, case: AgendaCase) -> str:
        """«Avgjort: Innvilget»."""
        label = case.outcome.label if case.outcome else ""
        return f"{label}: {case.decided}" if case.decided else label

    def tone(self, case: AgendaCase | AgendaHome) -> str:
        good = case.outcome is ItemOutcome.DECIDED
        return f"tone-{badges.GOOD if good else badges.WAITING}"

    def word(self, case: AgendaCase) -> str:
        return "Vedtak" if case.outcome is ItemOutcome.DECIDED else "Forslag"

    def case_url(self, case: AgendaCase) -> str | None:
        return record_url(self.screen.desk, "application", case.id)

    def home_url(self, home: AgendaHome) -> str | None:
        return record_url(self.screen.desk, "vacancy", home.id)

    def leavers(self, case: AgendaCase) -> list[Participant]:
        """Who may be noted as disqualified by the person at the screen: themselves, and anybody by a leader."""
        if not self.may("conflict"):
            return []
        actor = current_actor()
        left = [one for one in self.table.members if one.name not in case.left]
        return left if actor.roles & set(LEADERS) else [one for one in left if one.id == actor.id]
