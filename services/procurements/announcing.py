"""The open call (utlysing): out when phase one stands, criteria frozen with it, changed until a bid is in (S000)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bson import ObjectId

from models import Mandate, Procurement
from models.procurement import Announcement, SizeWanted, Weighted
from rules.errors import BeforeStart, InvalidRecord, PhaseClosed, PhaseNotYet
from rules.terms import AgreementKind, FileKind, Phase
from services import attachments, mandates, procured, records, rulebooks
from services.actor import Actor
from services.attachments import Arriving
from services.procurements import taking
from services.procurements.common import opened, owed_task, require_running, required_text

MOST_ROWS = 20


@dataclass(frozen=True, kw_only=True)
class Size:
    """So many homes of so many rooms."""

    rooms: int
    homes: int
    least_m2: float | None = None
    accessible: int = 0


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What landlords are called to offer: qualities, mix and sizes, no more than the building code asks for."""

    text: str
    qualities: str
    kind: AgreementKind
    mix: Sequence[Size]
    channels: str
    published_on: date
    bids_by: date
    meeting_on: date | None = None


def announce(
    procurement: Procurement,
    wanted: Wanted,
    actor: Actor,
    *,
    files: Sequence[Arriving] = (),
    nonce: str = "",
    version: int,
    today: date,
) -> bool:
    """Note the call as it was published, or change it before a bid is in. The same again = nothing.

    Raises NotAuthorised, ProcurementClosed, PhaseNotYet (phase one did not stand that day), PhaseClosed,
    PhaseRests (a bid is in), MandateInvalid (not given for the kind), InvalidRecord, BeforeStart, FileRefused,
    StaleState.
    """
    opened(procurement, actor, "procurement.announce", version)
    require_running(procurement)
    _check(procurement, wanted, today)
    lacks = procured.lacking(procurement, Phase.ANCHORING, min(wanted.published_on, today))
    if lacks:
        raise PhaseNotYet(procurement.number, tuple(one.code for one in lacks))
    held = procurement.announcement
    made = _made(wanted, held, actor, files, nonce)
    if held is not None and _told(held) == _told(made):
        return False
    _require_loose(procurement, actor)
    values: dict[str, Any] = {"announcement": made}
    if held is None:
        values["criteria"] = _criteria(today)
    action = "announced" if held is None else "announcement_changed"
    owed = [owed_task(procurement)]
    return records.change(procurement, actor, values=values, action=action, owed=owed)


def _check(procurement: Procurement, wanted: Wanted, today: date) -> None:
    mandate = records.reference(procurement, "mandate")
    if mandate is not None:
        mandates.require_valid(records.get(Mandate, mandate), wanted.kind, min(wanted.published_on, today))
    problems = {
        "published_on": "future" if wanted.published_on > today else "",
        "bids_by": "before_published" if wanted.bids_by <= wanted.published_on else "",
        "meeting_on": _meeting(wanted),
        "mix": _mix(wanted.mix),
    }
    found = {name: problem for name, problem in problems.items() if problem}
    if found:
        raise InvalidRecord("procurement", found)
    if wanted.published_on < procurement.started_on:
        raise BeforeStart(procurement.number, "published_on", procurement.started_on)


def _meeting(wanted: Wanted) -> str:
    if wanted.meeting_on is None:
        return ""
    if wanted.meeting_on < wanted.published_on:
        return "before_published"
    return "after_bids" if wanted.meeting_on > wanted.bids_by else ""


def _mix(mix: Sequence[Size]) -> str:
    if not mix:
        return "no_sizes"
    if len(mix) > MOST_ROWS:
        return "too_many_rows"
    return "more_accessible" if any(one.accessible > one.homes for one in mix) else ""


def _made(
    wanted: Wanted, held: Announcement | None, actor: Actor, files: Sequence[Arriving], nonce: str
) -> Announcement:  # fmt: skip
    file = _kept(files, nonce, actor)
    return Announcement(
        text=required_text("procurement", "text", wanted.text),
        qualities=required_text("procurement", "qualities", wanted.qualities),
        kind=wanted.kind,
        mix=[
            SizeWanted(rooms=one.rooms, homes=one.homes, least_m2=one.least_m2, accessible=one.accessible)
            for one in wanted.mix
        ],
        channels=required_text("procurement", "channels", wanted.channels),
        published_on=wanted.published_on,
        meeting_on=wanted.meeting_on,
        bids_by=wanted.bids_by,
        file=file or (held.file if held else None),
        by_name=actor.name,
    )


def _kept(files: Sequence[Arriving], nonce: str, actor: Actor) -> ObjectId | None:
    """The call as it was printed: one file."""
    sounds = attachments.look_through(files)
    if len(sounds) > 1:
        raise InvalidRecord("procurement", {"files": "one_file"})
    kept = attachments.keep(sounds, nonce, actor, FileKind.PROCUREMENT)
    return kept[0] if kept else None


def _told(call: Announcement) -> dict[str, Any]:
    """What the call says, whoever wrote it down."""
    told = call.to_mongo().to_dict()
    return {name: value for name, value in told.items() if name != "by_name"}


def _criteria(today: date) -> list[Weighted]:
    held = rulebooks.current(today).partnering.criteria
    return [Weighted(code=one.code, label=one.label, weight=one.weight) for one in held]


def _require_loose(procurement: Procurement, actor: Actor) -> None:
    if Phase.NEED in procured.finished(procurement):
        raise PhaseClosed(procurement.number, Phase.NEED.label)
    taking.require_untaken(procurement, actor)


def withdraw(procurement: Procurement, actor: Actor, *, why: str, version: int) -> bool:
    """Take the call back before a bid is in, with a reason; nothing announced = nothing.

    Raises NotAuthorised, ProcurementClosed, PhaseClosed, PhaseRests, InvalidRecord (no reason), StaleState.
    """
    opened(procurement, actor, "procurement.announce", version)
    require_running(procurement)
    if procurement.announcement is None:
        return False
    reason = required_text("procurement", "reason", why)
    _require_loose(procurement, actor)
    values: dict[str, Any] = {"announcement": None, "criteria": []}
    return records.change(procurement, actor, values=values, action="announcement_withdrawn", why=reason)
