"""A notice that is protested: sued over in time, or it falls by itself; taken back; or it stands (husll. § 9-8)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from bson import ObjectId

from models import Dispute, Ending, Lease
from rules import endings, notice_periods
from rules.errors import DisputeOpen, InvalidRecord, MissingReason, TransitionRefused
from rules.terms import DisputeState, EndingState, LeaseEnd, LeaseState, Party
from services import records, rulebooks
from services.actor import Actor
from services.endings import common
from services.endings.common import APPROVERS, WORKERS


def protest(ending: Ending, actor: Actor, *, on: date, words: str, version: int, today: date) -> bool:
    """Note the tenant's written protest. In time, the landlord must sue or the notice falls; late, it stands.

    Returns whether it came in time. Raises NotAuthorised, NoNeedToKnow, StaleState, TransitionRefused (no notice of
    ours that runs), InvalidRecord (future, before the notice).
    """
    common.opened(ending, actor, "ending.protest", version)
    if ending.reason is not LeaseEnd.LANDLORD_NOTICE or ending.state is not EndingState.NOTIFIED:
        raise TransitionRefused("ending", ending.state.value, EndingState.PROTESTED.value)
    if on > today:
        raise InvalidRecord("ending", {"protested_on": "future"})
    if on < ending.given_on:
        raise InvalidRecord("ending", {"protested_on": "before_notice"})
    values: dict[str, Any] = {"protested_on": on, "protest": words.strip() or None}
    if ending.protest_by is not None and on > ending.protest_by:
        records.change(ending, actor, values=values, action="protested_late", owed=common.owed(ending))
        return False
    rules = rulebooks.current(today).keeping
    last = ending.protest_by or notice_periods.protest_by(on, rules.protest_months)
    values |= {"protest_by": last, "sue_by": notice_periods.sue_by(last, rules.sue_months)}
    common.move(ending, EndingState.PROTESTED, actor, values, action="protested")
    _sue(ending, actor)
    return True


def _sue(ending: Ending, actor: Actor) -> bool:
    """Whether the landlord has sued already, in time: then the notice does not fall, whichever was noted first."""
    held = Dispute.objects(lease=records.reference(ending, "lease"), state__in=[DisputeState.OPEN]).no_dereference()
    suits = [one for one in held.order_by("brought_on", "id") if _is_suit(one, ending)]
    if not suits:
        return False
    values = {"dispute": suits[0].pk, "sued_on": suits[0].brought_on}
    return common.move(ending, EndingState.SUED, actor, values, action="sued")


def _is_suit(dispute: Dispute, ending: Ending) -> bool:
    ours = dispute.ending == ending.pk and endings.is_suit(dispute.forum, dispute.brought_by, dispute.subjects)
    return ours and (ending.sue_by is None or dispute.brought_on <= ending.sue_by)


def past_suit(today: date) -> Iterator[Ending]:
    """Protested notices that nobody has sued over in time, oldest first (index `ending_sue`)."""
    wanted = Ending.objects(state__in=[EndingState.PROTESTED], sue_by__lt=today).no_dereference()
    yield from wanted.order_by("sue_by", "id")


def fall(ending: Ending, actor: Actor, *, today: date) -> bool:
    """Let a protested notice fall that nobody sued over (husll. § 9-8); the lease goes on. False where it is not so.

    Raises StaleState, TransitionRefused.
    """
    if ending.state is not EndingState.PROTESTED or ending.sue_by is None or ending.sue_by >= today:
        return False
    if _sue(ending, actor):
        return False
    values = {
        "unsued": True,
        "fallen_on": today,
        "fallen_why": "Ingen sak ble reist innen fristen (husleieloven § 9-8).",
    }
    return common.move(ending, EndingState.FALLEN, actor, values, action="notice_fell")


def fallen_unsued(lease: ObjectId, brought_on: date) -> Ending | None:
    """The lease's last notice, where it fell by itself though the suit was brought in time (index `ending_lease`)."""
    last: Ending | None = Ending.objects(lease=lease).no_dereference().order_by("-given_on", "-id").first()
    if last is None or last.state is not EndingState.FALLEN or not last.unsued or last.sue_by is None:
        return None
    return last if brought_on <= last.sue_by else None


def revive(ending: Ending, dispute: Dispute, actor: Actor) -> bool:
    """Let a notice stand that never fell by law: it was sued over in time (§ 9-8). The vacancy opens anew.

    False where it did not fall so, or where the lease has ended or has another end under way since.
    """
    lease = records.get(Lease, records.reference(ending, "lease"))
    if not ending.unsued or lease.state is not LeaseState.OCCUPYING or common.open_of(lease.pk) is not None:
        return False
    values = {
        "dispute": dispute.pk, "sued_on": dispute.brought_on, "unsued": False, "fallen_on": None, "fallen_why": None,
    }  # fmt: skip
    vacant = common.owed_vacancy(ending, ending.reason, ending.version + 1)
    return common.move(ending, EndingState.SUED, actor, values, action="sued", more=vacant)


def withdraw(ending: Ending, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Take an end back: the tenant stays. The landlord's own takes a leader. The vacancy is called off, or told of.

    Raises NotAuthorised, NoNeedToKnow, StaleState, MissingReason, TransitionRefused.
    """
    roles = APPROVERS if ending.by_party is Party.LANDLORD and ending.letter is not None else WORKERS
    common.opened(ending, actor, "ending.withdraw", version, roles)
    if ending.state is EndingState.FALLEN:
        return False
    if not why.strip():
        raise MissingReason("ending.withdraw")
    values = {"fallen_on": today, "fallen_why": why.strip()}
    return common.move(ending, EndingState.FALLEN, actor, values, action="ending_withdrawn")


def stand(ending: Ending, actor: Actor, *, ends_on: date, why: str, version: int) -> bool:
    """The notice stands after the dispute or because the protest was taken back; the lease ends on that day.

    Raises NotAuthorised, NoNeedToKnow, StaleState, DisputeOpen, MissingReason, TransitionRefused, InvalidRecord.
    """
    common.opened(ending, actor, "ending.stand", version)
    if ending.state not in (EndingState.PROTESTED, EndingState.SUED):
        raise TransitionRefused("ending", ending.state.value, EndingState.NOTIFIED.value)
    refuse_disputed(ending)
    if not why.strip():
        raise MissingReason("ending.stand")
    if ends_on < ending.given_on:
        raise InvalidRecord("ending", {"ends_on": "before_notice"})
    values = {"ends_on": ends_on, "sue_by": None}
    return common.move(ending, EndingState.NOTIFIED, actor, values, action="notice_stands", why=why.strip())


def refuse_disputed(ending: Ending) -> None:
    """Raise DisputeOpen where the end is before the tribunal or a court."""
    held = Dispute.objects(pk=ending.dispute).only("state", "dispute_number").first() if ending.dispute else None
    if held is not None and held.state is DisputeState.OPEN:
        raise DisputeOpen(held.dispute_number)
