"""A household is asked by letter to a talk about a home of its own (S002 phase 3)."""

from dataclasses import dataclass
from datetime import date

from bson import ObjectId

from letters import followup_letters
from letters.followup_letters import HomeTalk
from letters.paper import Drawn, Sender
from models import Applicant, FollowUp, Lease, Letter
from rules import followups
from rules.errors import TransitionRefused
from rules.terms import FollowUpKind, LetterKind
from services import dispatch, lease_letters, merged, records, rulebooks
from services.actor import Actor
from services.followups import common


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """When and where; `clock` is "13:00", `at_home` = we come to the household."""

    on: date
    clock: str
    at_home: bool = False
    interpreter: str | None = None


def draw(
    plan: FollowUp, item: ObjectId, meeting: Meeting, actor: Actor, sender: Sender, *, version: int, today: date
) -> Letter:
    """Draw the invitation as a draft to be looked at. Raises as invite()."""
    lease, person, drawn = _drawn(plan, item, meeting, actor, sender, version, today)
    return lease_letters.keep_draft(lease, person, LetterKind.HOME_TALK, drawn, actor, about=item, today=today)


def invite(
    plan: FollowUp,
    item: ObjectId,
    meeting: Meeting,
    actor: Actor,
    sender: Sender,
    *,
    letter: ObjectId,
    version: int,
    today: date,
) -> bool:
    """Put the invitation that was looked at on the dispatch list; the talk is planned for its day.

    Raises NotAuthorised, NoNeedToKnow, NotFound, InvalidRecord (the day), TransitionRefused (no talk about a home of
    one's own, or it is over), LetterDiffers, UndrawableText, StaleState.
    """
    lease, _, drawn = _drawn(plan, item, meeting, actor, sender, version, today)
    draft = lease_letters.seen(lease, letter, LetterKind.HOME_TALK, drawn, about=item, today=today)
    values = {"due_on": meeting.on, "invited_on": today, "letter": draft.pk, "interpreter": meeting.interpreter}
    items = common.with_item(plan.items, item, **values)
    owed = [dispatch.owed_release(draft.pk)]
    return common.change(plan, actor, {"items": items}, action="followup_invited", owed=owed)


def _drawn(
    plan: FollowUp, item: ObjectId, meeting: Meeting, actor: Actor, sender: Sender, version: int, today: date
) -> tuple[Lease, Applicant, Drawn]:
    lease = common.opened(plan, actor, "followup.invite", version)
    held = common.item_in(plan, item)
    if held.kind is not FollowUpKind.HOME_OWNERSHIP or not held.is_open:
        raise TransitionRefused("followup", "over", "invite")
    common.refuse(followups.day_problem(meeting.on, today))
    person = merged.root_of(records.get(Applicant, records.reference(plan, "tenant")))
    envelope = dispatch.lease_envelope(lease, person, sender, today)
    told = HomeTalk(
        envelope=envelope,
        on=meeting.on,
        clock=meeting.clock,
        at_home=meeting.at_home,
        interpreter=meeting.interpreter,
        contact=rulebooks.current(today).policy.texts[envelope.language].get("contact"),
    )
    return lease, person, followup_letters.draw_home_talk(told)
